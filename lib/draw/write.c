/* SPDX-License-Identifier: EUPL-1.2 */
/* From a drawing list to the bytes of a file. */
#include "draw/ends.h"
#include <math.h>
#include <string.h>

#define PIXELS_MOST 32767 /* cairo's */

bool wijk_drawing_format_find(const char *path, wijk_drawing_format *format) {
  static const char *const names[] = {".png", ".pdf", ".svg"};
  size_t length = strlen(path);
  for (int i = 0; i < 3; i++)
    if (length > 4 && wijk_text_same(path + length - 4, names[i])) {
      *format = (wijk_drawing_format)i;
      return true;
    }
  return false;
}

static wijk_status write_png(const wijk_drawing *drawing, double dpi, const char *provenance, int threads,
                             wijk_arena *arena, wijk_text *bytes, wijk_error *err) {
  double width = round(drawing->width_mm / 25.4 * dpi), height = round(drawing->height_mm / 25.4 * dpi);
  if (!(width >= 1 && height >= 1 && width <= PIXELS_MOST && height <= PIXELS_MOST)) {
    wijk_error_set(err, WIJK_USAGE, "an image of %.0f by %.0f pixels cannot be made", width, height);
    return wijk_error_hint(err, "up to %d either way can; give a smaller --size or --dpi", PIXELS_MOST);
  }
  draw_pen *pen = pen_open(drawing->theme, err);
  if (!pen)
    return err->status;
  wijk_arena_mark mark = wijk_arena_now(arena);
  draw_image image;
  wijk_status status = pen_image(pen, drawing, (size_t)width, (size_t)height, threads, arena, &image, err);
  if (status == WIJK_OK)
    status = image_png(&image, drawing, dpi, provenance, bytes, err);
  wijk_arena_reset(arena, mark);
  pen_close(pen);
  return status;
}

wijk_status wijk_drawing_write(const wijk_drawing *drawing, wijk_drawing_format format, double dpi,
                               const char *provenance, const char *date, int threads, wijk_arena *arena,
                               const char **bytes, size_t *length, wijk_error *err) {
  wijk_text text = {0};
  wijk_status status;
  if (format == WIJK_DRAWING_SVG)
    status = drawing_svg(drawing, provenance, &text, err);
  else if (format == WIJK_DRAWING_PDF)
    status = drawing_pdf(drawing, provenance, date, &text, err);
  else
    status = write_png(drawing, dpi, provenance, threads, arena, &text, err);
  if (status == WIJK_OK) {
    *bytes = wijk_arena_text_part(arena, text.bytes, text.length, err);
    *length = text.length;
    status = *bytes ? WIJK_OK : WIJK_MEMORY;
  }
  wijk_text_free(&text);
  return status;
}
