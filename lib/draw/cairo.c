/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to cairo and pango: letters, pixels and PDF. */
#include "draw/ends.h"
#include <cairo-pdf.h>
#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>
#include <unistd.h>

/* Letters are set a hundred times as large and drawn smaller: pango counts in 1024ths and freetype in 64ths, which at
 * 2.5 mm would move every letter. */
#define TYPE_SCALE 100.0
#define FONT_PACKAGE "fonts-open-sans"

static const char *const font_folders[] = {"/usr/share/fonts/truetype/open-sans", "/usr/local/share/fonts/open-sans",
                                           "/usr/share/fonts/open-sans"};
static const char *const font_files[] = {"OpenSans-Regular.ttf", "OpenSans-Bold.ttf", "OpenSans-Italic.ttf"};

struct draw_pen {
  FcConfig *fonts;
  PangoFontMap *map;
  PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *faces[FACE_COUNT];
};

/* Our own configuration holds the font's files and nothing else of the machine. */
static wijk_status fonts_open(draw_pen *pen, wijk_error *err) {
  pen->fonts = FcConfigCreate();
  if (!pen->fonts)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the font configuration");
  size_t folders = sizeof font_folders / sizeof *font_folders, files = sizeof font_files / sizeof *font_files;
  for (size_t f = 0; f < folders; f++) {
    size_t found = 0;
    for (size_t i = 0; i < files; i++) {
      char path[200];
      g_snprintf(path, sizeof path, "%s/%s", font_folders[f], font_files[i]);
      found += access(path, R_OK) == 0 && FcConfigAppFontAddFile(pen->fonts, (const FcChar8 *)path);
    }
    if (found == files)
      return WIJK_OK;
  }
  wijk_error_set(err, WIJK_IO, "the font Open Sans is not on this machine");
  return wijk_error_hint(err, "install the Debian package " FONT_PACKAGE);
}

static void context_set(PangoContext *context) {
  cairo_font_options_t *options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("nl"));
  cairo_font_options_destroy(options);
}

draw_pen *pen_open(wijk_error *err) {
  draw_pen *pen = g_try_malloc0(sizeof *pen);
  if (!pen) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a pen");
    return NULL;
  }
  if (fonts_open(pen, err) != WIJK_OK) {
    pen_close(pen);
    return NULL;
  }
  pen->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(pen->map), pen->fonts);
  pen->context = pango_font_map_create_context(pen->map);
  context_set(pen->context);
  pen->layout = pango_layout_new(pen->context);
  pango_layout_set_single_paragraph_mode(pen->layout, TRUE);
  for (int face = 0; face < FACE_COUNT; face++) {
    pen->faces[face] = pango_font_description_new();
    pango_font_description_set_family_static(pen->faces[face], "Open Sans");
    pango_font_description_set_weight(pen->faces[face], face == FACE_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(pen->faces[face], face == FACE_ITALIC ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  }
  return pen;
}

void pen_close(draw_pen *pen) {
  if (!pen)
    return;
  for (int face = 0; face < FACE_COUNT; face++)
    if (pen->faces[face])
      pango_font_description_free(pen->faces[face]);
  g_clear_object(&pen->layout);
  g_clear_object(&pen->context);
  g_clear_object(&pen->map);
  if (pen->fonts)
    FcConfigDestroy(pen->fonts);
  g_free(pen);
}

static PangoLayoutLine *pen_set(draw_pen *pen, const draw_type *type, const char *words) {
  PangoFontDescription *face = pen->faces[type->face];
  pango_font_description_set_absolute_size(face, type->size_mm * TYPE_SCALE * PANGO_SCALE);
  pango_layout_set_font_description(pen->layout, face);
  pango_layout_set_text(pen->layout, words, -1);
  return pango_layout_get_line_readonly(pen->layout, 0);
}

double pen_width(draw_pen *pen, const draw_type *type, const char *words) {
  PangoRectangle extents;
  pango_layout_line_get_extents(pen_set(pen, type, words), NULL, &extents);
  return extents.width / (TYPE_SCALE * PANGO_SCALE);
}

/* ---- painting ---- */

static void set_colour(cairo_t *cairo, wijk_colour colour, double opacity) {
  cairo_set_source_rgba(cairo, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

static void trace(cairo_t *cairo, const wijk_drawing *drawing, const draw_item *item) {
  cairo_new_path(cairo);
  for (size_t r = item->first_run; r < item->first_run + item->run_count; r++) {
    const draw_run *run = &drawing->runs[r];
    cairo_move_to(cairo, drawing->x[run->first], drawing->y[run->first]);
    for (size_t i = run->first + 1; i < run->first + run->count; i++)
      cairo_line_to(cairo, drawing->x[i], drawing->y[i]);
    if (run->closed)
      cairo_close_path(cairo);
  }
}

/* Lines a * x + b * y = k * spacing that meet the box. */
static void trace_lines(cairo_t *cairo, const double box[4], double a, double b, double spacing) {
  double length = hypot(box[2] - box[0], box[3] - box[1]);
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (int corner = 0; corner < 4; corner++) {
    double value = a * box[corner & 1 ? 2 : 0] + b * box[corner & 2 ? 3 : 1];
    low = fmin(low, value);
    high = fmax(high, value);
  }
  double middle = -b * (box[0] + box[2]) / 2 + a * (box[1] + box[3]) / 2;
  for (double k = ceil(low / spacing); k <= floor(high / spacing); k++) {
    double x = a * k * spacing - b * middle, y = b * k * spacing + a * middle;
    cairo_move_to(cairo, x + b * length, y - a * length);
    cairo_line_to(cairo, x - b * length, y + a * length);
  }
}

static void trace_dots(cairo_t *cairo, const double box[4], double spacing, double radius) {
  for (double row = floor(box[1] / spacing); row <= ceil(box[3] / spacing); row++)
    for (double column = floor(box[0] / spacing); column <= ceil(box[2] / spacing); column++) {
      double shift = fmod(fabs(row), 2) == 1 ? 3 * spacing / 4 : spacing / 4;
      cairo_new_sub_path(cairo);
      cairo_arc(cairo, column * spacing + shift, (row + 0.5) * spacing, radius, 0, 2 * M_PI);
    }
}

static void paint_hatch(cairo_t *cairo, const draw_hatch *hatch) {
  double box[4];
  cairo_save(cairo);
  cairo_path_extents(cairo, &box[0], &box[1], &box[2], &box[3]);
  cairo_clip(cairo);
  set_colour(cairo, hatch->colour, hatch->opacity);
  if (hatch->kind == HATCH_DOTS) {
    trace_dots(cairo, box, hatch->spacing_mm, hatch->width_mm);
    cairo_fill(cairo);
  }
  if (hatch->kind == HATCH_RISING || hatch->kind == HATCH_CROSS)
    trace_lines(cairo, box, M_SQRT1_2, M_SQRT1_2, hatch->spacing_mm);
  if (hatch->kind == HATCH_FALLING || hatch->kind == HATCH_CROSS)
    trace_lines(cairo, box, M_SQRT1_2, -M_SQRT1_2, hatch->spacing_mm);
  if (hatch->kind == HATCH_LEVEL)
    trace_lines(cairo, box, 0, 1, hatch->spacing_mm);
  if (hatch->kind == HATCH_UPRIGHT)
    trace_lines(cairo, box, 1, 0, hatch->spacing_mm);
  cairo_set_line_width(cairo, hatch->width_mm);
  cairo_stroke(cairo);
  cairo_restore(cairo);
}

/* For pixels a hatch is a tile of whole pixels laid side by side: a hundred times as fast as lines under a clip. */
static cairo_surface_t *hatch_tile(const draw_hatch *hatch, double px_per_mm) {
  bool slanted = hatch->kind == HATCH_RISING || hatch->kind == HATCH_FALLING || hatch->kind == HATCH_CROSS;
  double side = fmax(2, round(hatch->spacing_mm * px_per_mm * (slanted ? M_SQRT2 : 1)));
  double height = hatch->kind == HATCH_DOTS ? 2 * side : side, width_px = hatch->width_mm * px_per_mm;
  cairo_surface_t *tile = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)side, (int)height);
  cairo_t *cairo = cairo_create(tile);
  set_colour(cairo, hatch->colour, hatch->opacity);
  cairo_set_line_width(cairo, width_px);
  for (int k = -1; k <= 1; k++) { /* what sticks out on one side comes in on the other */
    if (hatch->kind == HATCH_RISING || hatch->kind == HATCH_CROSS) {
      cairo_move_to(cairo, (k - 1) * side, 2 * side);
      cairo_line_to(cairo, (k + 2) * side, -side);
    }
    if (hatch->kind == HATCH_FALLING || hatch->kind == HATCH_CROSS) {
      cairo_move_to(cairo, (k - 1) * side, -side);
      cairo_line_to(cairo, (k + 2) * side, 2 * side);
    }
  }
  if (hatch->kind == HATCH_LEVEL) {
    cairo_move_to(cairo, 0, side / 2);
    cairo_line_to(cairo, side, side / 2);
  }
  if (hatch->kind == HATCH_UPRIGHT) {
    cairo_move_to(cairo, side / 2, 0);
    cairo_line_to(cairo, side / 2, side);
  }
  cairo_stroke(cairo);
  if (hatch->kind == HATCH_DOTS) {
    cairo_arc(cairo, side / 4, side / 2, width_px, 0, 2 * M_PI);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, 3 * side / 4, 3 * side / 2, width_px, 0, 2 * M_PI);
    cairo_fill(cairo);
  }
  cairo_destroy(cairo);
  return tile;
}

static void paint_tiles(cairo_t *cairo, const draw_hatch *hatch) {
  cairo_matrix_t page;
  cairo_get_matrix(cairo, &page);
  cairo_surface_t *tile = hatch_tile(hatch, page.xx);
  cairo_identity_matrix(cairo);
  cairo_set_source_surface(cairo, tile, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST);
  cairo_fill_preserve(cairo);
  cairo_set_matrix(cairo, &page);
  cairo_surface_destroy(tile);
}

static void paint_path(cairo_t *cairo, const wijk_drawing *drawing, const draw_item *item) {
  const draw_style *style = &item->style;
  trace(cairo, drawing, item);
  if (style->fill.on) {
    set_colour(cairo, style->fill.colour, style->fill.opacity);
    cairo_fill_preserve(cairo);
  }
  if (style->hatch.kind != HATCH_NONE && cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_IMAGE) {
    paint_tiles(cairo, &style->hatch);
  } else if (style->hatch.kind != HATCH_NONE) {
    paint_hatch(cairo, &style->hatch);
    trace(cairo, drawing, item);
  }
  if (style->stroke.on) {
    set_colour(cairo, style->stroke.colour, style->stroke.opacity);
    cairo_set_line_width(cairo, style->stroke_mm);
    cairo_stroke(cairo);
  }
  cairo_new_path(cairo);
}

static void paint_text(draw_pen *pen, cairo_t *cairo, const draw_item *item) {
  PangoLayoutLine *line = pen_set(pen, &item->type, item->title);
  PangoRectangle extents;
  pango_layout_line_get_extents(line, NULL, &extents);
  double share = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
  cairo_save(cairo);
  cairo_translate(cairo, item->x - share * extents.width / (TYPE_SCALE * PANGO_SCALE), item->y);
  cairo_scale(cairo, 1 / TYPE_SCALE, 1 / TYPE_SCALE);
  cairo_move_to(cairo, 0, 0);
  if (item->type.halo_mm > 0) {
    pango_cairo_layout_line_path(cairo, line);
    cairo_set_source_rgba(cairo, 1, 1, 1, 0.9);
    cairo_set_line_width(cairo, 2 * item->type.halo_mm * TYPE_SCALE);
    cairo_stroke(cairo);
    cairo_move_to(cairo, 0, 0);
  }
  set_colour(cairo, item->type.colour, 1);
  pango_cairo_show_layout_line(cairo, line);
  cairo_restore(cairo);
}

static void paint(draw_pen *pen, cairo_t *cairo, const wijk_drawing *drawing) {
  cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  for (size_t i = 0; i < drawing->item_count; i++) {
    const draw_item *item = &drawing->items[i];
    if (item->kind == DRAW_OPEN) {
      cairo_save(cairo);
      if (item->clip.width > 0) {
        cairo_rectangle(cairo, item->clip.x, item->clip.y, item->clip.width, item->clip.height);
        cairo_clip(cairo);
      }
    } else if (item->kind == DRAW_CLOSE) {
      cairo_restore(cairo);
    } else if (item->kind == DRAW_PATH) {
      paint_path(cairo, drawing, item);
    } else {
      paint_text(pen, cairo, item);
    }
  }
}

static wijk_status cairo_failure(cairo_status_t status, wijk_error *err) {
  if (status == CAIRO_STATUS_SUCCESS)
    return WIJK_OK;
  return wijk_error_set(err, status == CAIRO_STATUS_NO_MEMORY ? WIJK_MEMORY : WIJK_IO, "drawing failed: %s",
                        cairo_status_to_string(status));
}

wijk_status pen_image(draw_pen *pen, const wijk_drawing *drawing, size_t width, size_t height, wijk_arena *arena,
                      draw_image *image, wijk_error *err) {
  uint32_t *pixels = WIJK_ARENA_ADD(arena, uint32_t, width * height, err);
  if (!pixels)
    return WIJK_MEMORY;
  memset(pixels, 0xff, width * height * sizeof *pixels);
  cairo_surface_t *surface = cairo_image_surface_create_for_data(
      (unsigned char *)pixels, CAIRO_FORMAT_RGB24, (int)width, (int)height, (int)(width * sizeof *pixels));
  cairo_t *cairo = cairo_create(surface);
  cairo_scale(cairo, (double)width / drawing->width_mm, (double)height / drawing->height_mm);
  paint(pen, cairo, drawing);
  cairo_status_t status = cairo_status(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  *image = (draw_image){width, height, pixels};
  return cairo_failure(status, err);
}

static cairo_status_t add_bytes(void *closure, const unsigned char *data, unsigned length) {
  wijk_text *bytes = closure;
  wijk_text_add_part(bytes, (const char *)data, length);
  return bytes->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

wijk_status pen_pdf(draw_pen *pen, const wijk_drawing *drawing, const char *provenance, const char *date,
                    wijk_text *bytes, wijk_error *err) {
  const double points = 72 / 25.4;
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(add_bytes, bytes, drawing->width_mm * points, drawing->height_mm * points);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, drawing->title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, drawing->description);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, provenance);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "wijkatlas");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_t *cairo = cairo_create(surface);
  cairo_scale(cairo, points, points);
  paint(pen, cairo, drawing);
  cairo_status_t status = cairo_status(cairo);
  cairo_show_page(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  /* A document that finds no memory looks to cairo like a disk that is full. */
  return wijk_text_check(bytes, err) != WIJK_OK ? err->status : cairo_failure(status, err);
}
