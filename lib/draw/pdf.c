/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to cairo's PDF: drawings as pages of one document, handed on as they are made. */
#include "base/memory.h"
#include "draw/paint.h"
#include <cairo-pdf.h>
#include <cairo.h>
#include <stdio.h>

#define POINTS (72 / 25.4) /* in a millimetre */

struct wijk_document {
  draw_pen *pen;
  cairo_surface_t *surface;
  cairo_t *cairo;
  wijk_document_sink sink;
  void *context;
  bool refused; /* the sink has: nothing is handed on any more */
  size_t pages;
};

/* Cairo is not told: where a write fails between its objects, it finishes the file with tables it has not filled. */
static cairo_status_t pass_on(void *closure, const unsigned char *data, unsigned length) {
  wijk_document *document = closure;
  document->refused = document->refused || !document->sink(document->context, data, length);
  return CAIRO_STATUS_SUCCESS;
}

wijk_document *wijk_document_open(const wijk_document_about *about, wijk_document_sink sink, void *context,
                                  wijk_error *err) {
  wijk_document *document = memory_new_zeroed(1, sizeof *document);
  if (!document) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a document");
    return NULL;
  }
  document->sink = sink;
  document->context = context;
  document->pen = pen_open(about->theme, err);
  if (!document->pen) {
    memory_free(document);
    return NULL;
  }
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(pass_on, document, 72, 72);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, about->title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, about->subject);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, about->provenance);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "wijkatlas");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, about->date);
  document->surface = surface;
  document->cairo = cairo_create(surface);
  return document;
}

static wijk_status failure_of(const wijk_document *document, cairo_status_t status, wijk_error *err) {
  return paint_failure((int)(document->refused ? CAIRO_STATUS_WRITE_ERROR : status), err);
}

wijk_status wijk_document_add(wijk_document *document, const wijk_drawing *drawing, const char *bookmark,
                              wijk_error *err) {
  cairo_pdf_surface_set_size(document->surface, drawing->width_mm * POINTS, drawing->height_mm * POINTS);
  document->pages++;
  if (bookmark) {
    char place[64];
    snprintf(place, sizeof place, "page=%zu pos=[0 0]", document->pages);
    cairo_pdf_surface_add_outline(document->surface, CAIRO_PDF_OUTLINE_ROOT, bookmark, place, 0);
  }
  cairo_save(document->cairo);
  cairo_scale(document->cairo, POINTS, POINTS);
  paint_drawing(document->pen, document->cairo, drawing);
  cairo_restore(document->cairo);
  cairo_show_page(document->cairo);
  return failure_of(document, cairo_status(document->cairo), err);
}

wijk_status wijk_document_close(wijk_document *document, wijk_error *err) {
  if (!document)
    return err->status;
  cairo_status_t status = cairo_status(document->cairo);
  cairo_destroy(document->cairo);
  cairo_surface_finish(document->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status(document->surface);
  cairo_surface_destroy(document->surface);
  if (err->status == WIJK_OK)
    failure_of(document, status, err);
  pen_close(document->pen);
  memory_free(document);
  return err->status;
}

static bool add_bytes(void *context, const void *bytes, size_t length) {
  wijk_text *text = context;
  wijk_text_add_part(text, bytes, length);
  return !text->failed;
}

wijk_status drawing_pdf(const wijk_drawing *drawing, const char *provenance, const char *date, wijk_text *bytes,
                        wijk_error *err) {
  const wijk_document_about about = {drawing->title, drawing->description, provenance, date, drawing->theme};
  wijk_error failure = {0};
  wijk_document *document = wijk_document_open(&about, add_bytes, bytes, &failure);
  if (document)
    wijk_document_add(document, drawing, NULL, &failure);
  wijk_document_close(document, &failure);
  /* A document that finds no memory looks to cairo like a disk that is full. */
  if (wijk_text_check(bytes, err) != WIJK_OK || failure.status == WIJK_OK)
    return err->status;
  *err = failure;
  return err->status;
}
