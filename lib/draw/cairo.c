/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to cairo and pango: letters and pixels. */
#include "draw/fonts.h"
#include "draw/paint.h"
#include <cairo.h>
#include <math.h>
#include <omp.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

/* Letters are set a hundred times as large and drawn smaller: pango counts in 1024ths and freetype in 64ths, which at
 * 2.5 mm would move every letter. */
#define TYPE_SCALE 100.0
#define STRIP_ROWS ((size_t)256)

struct draw_pen {
  fonts fonts;
  PangoFontMap *map;
  PangoContext *context;
  PangoLayout *layout;
  PangoFontDescription *faces[FACE_COUNT];
};

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

draw_pen *pen_open(const wijk_theme *theme, wijk_error *err) {
  draw_pen *pen = g_try_malloc0(sizeof *pen);
  if (!pen) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for a pen");
    return NULL;
  }
  if (fonts_open(theme, &pen->fonts, err) != WIJK_OK) {
    pen_close(pen);
    return NULL;
  }
  pen->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(pen->map), pen->fonts.config);
  pen->context = pango_font_map_create_context(pen->map);
  context_set(pen->context);
  pen->layout = pango_layout_new(pen->context);
  pango_layout_set_single_paragraph_mode(pen->layout, TRUE);
  for (int face = 0; face < FACE_COUNT; face++) {
    if (pen->fonts.faces[face]) {
      FcPattern *own = FcPatternDuplicate(pen->fonts.faces[face]);
      pen->faces[face] = pango_fc_font_description_from_pattern(own, FALSE);
      FcPatternDestroy(own);
      continue;
    }
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
  fonts_close(&pen->fonts);
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

double pen_width_em(void *letters, const char *words) {
  const pen_letters *l = letters;
  return pen_width(l->pen, &l->type, words) / l->type.size_mm;
}

/* ---- painting ---- */

static void set_colour(cairo_t *cairo, wijk_colour colour, double opacity) {
  cairo_set_source_rgba(cairo, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0, opacity);
}

/* What of a drawing is to be painted: all of it, or what touches a strip of the page. */
typedef struct extent {
  double low, high;      /* mm from the top */
  const double *run_low; /* [run_count] of the drawing, mm; NULL = all is painted */
  const double *run_high;
} extent;

/* False where nothing of the item touches the extent. */
static bool trace(cairo_t *cairo, const wijk_drawing *drawing, const draw_item *item, const extent *extent) {
  bool any = false;
  cairo_new_path(cairo);
  for (size_t r = item->first_run; r < item->first_run + item->run_count; r++) {
    const draw_run *run = &drawing->runs[r];
    if (extent->run_low && (extent->run_low[r] - item->style.stroke_mm > extent->high ||
                            extent->run_high[r] + item->style.stroke_mm < extent->low))
      continue;
    any = true;
    cairo_move_to(cairo, drawing->x[run->first], drawing->y[run->first]);
    for (size_t i = run->first + 1; i < run->first + run->count; i++)
      cairo_line_to(cairo, drawing->x[i], drawing->y[i]);
    if (run->closed)
      cairo_close_path(cairo);
  }
  return any;
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

/* Lines of no length, which round ends make dots of: a tenth of what a circle takes in a document. */
static void trace_dots(cairo_t *cairo, const double box[4], double spacing) {
  for (double row = floor(box[1] / spacing); row <= ceil(box[3] / spacing); row++)
    for (double column = floor(box[0] / spacing); column <= ceil(box[2] / spacing); column++) {
      double shift = fmod(fabs(row), 2) == 1 ? 3 * spacing / 4 : spacing / 4;
      cairo_move_to(cairo, column * spacing + shift, (row + 0.5) * spacing);
      cairo_close_path(cairo);
    }
}

static void paint_hatch(cairo_t *cairo, const draw_hatch *hatch) {
  double box[4];
  cairo_save(cairo);
  cairo_path_extents(cairo, &box[0], &box[1], &box[2], &box[3]);
  cairo_clip(cairo);
  set_colour(cairo, hatch->colour, hatch->opacity);
  if (hatch->kind == HATCH_DOTS)
    trace_dots(cairo, box, hatch->spacing_mm);
  if (hatch->kind == HATCH_RISING || hatch->kind == HATCH_CROSS)
    trace_lines(cairo, box, M_SQRT1_2, M_SQRT1_2, hatch->spacing_mm);
  if (hatch->kind == HATCH_FALLING || hatch->kind == HATCH_CROSS)
    trace_lines(cairo, box, M_SQRT1_2, -M_SQRT1_2, hatch->spacing_mm);
  if (hatch->kind == HATCH_LEVEL)
    trace_lines(cairo, box, 0, 1, hatch->spacing_mm);
  if (hatch->kind == HATCH_UPRIGHT)
    trace_lines(cairo, box, 1, 0, hatch->spacing_mm);
  cairo_set_line_width(cairo, hatch->kind == HATCH_DOTS ? 2 * hatch->width_mm : hatch->width_mm);
  if (hatch->kind == HATCH_DOTS)
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
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

static void paint_path(cairo_t *cairo, const wijk_drawing *drawing, const draw_item *item, const extent *extent) {
  const draw_style *style = &item->style;
  if (!trace(cairo, drawing, item, extent))
    return;
  if (style->fill.on) {
    set_colour(cairo, style->fill.colour, style->fill.opacity);
    cairo_fill_preserve(cairo);
  }
  bool pixels = cairo_surface_get_type(cairo_get_target(cairo)) == CAIRO_SURFACE_TYPE_IMAGE;
  if (style->hatch.kind != HATCH_NONE && pixels) {
    paint_tiles(cairo, &style->hatch);
  } else if (style->hatch.kind != HATCH_NONE) {
    paint_hatch(cairo, &style->hatch);
    trace(cairo, drawing, item, extent);
  }
  if (style->stroke.on) {
    set_colour(cairo, style->stroke.colour, style->stroke.opacity);
    cairo_set_line_width(cairo, style->stroke_mm);
    if (pixels) { /* within a pixel nobody sees how lines join, and round costs more */
      double width_px = style->stroke_mm, none = 0;
      cairo_user_to_device_distance(cairo, &width_px, &none);
      cairo_set_line_join(cairo, width_px < 1 ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_ROUND);
    }
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
    set_colour(cairo, item->type.halo, HALO_OPACITY);
    cairo_set_line_width(cairo, 2 * item->type.halo_mm * TYPE_SCALE);
    cairo_stroke(cairo);
    cairo_move_to(cairo, 0, 0);
  }
  set_colour(cairo, item->type.colour, 1);
  pango_cairo_show_layout_line(cairo, line);
  cairo_restore(cairo);
}

/* Items `first` to `end` - 1, under the clips that the items before them opened. */
static void paint(draw_pen *pen, cairo_t *cairo, const wijk_drawing *drawing, size_t first, size_t end,
                  const extent *extent) {
  cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  for (size_t i = 0; i < end; i++) {
    const draw_item *item = &drawing->items[i];
    if (i < first && (item->kind == DRAW_PATH || item->kind == DRAW_TEXT))
      continue;
    if (item->kind == DRAW_OPEN) {
      cairo_save(cairo);
      if (item->clip.width > 0) {
        cairo_rectangle(cairo, item->clip.x, item->clip.y, item->clip.width, item->clip.height);
        cairo_clip(cairo);
      }
    } else if (item->kind == DRAW_CLOSE) {
      cairo_restore(cairo);
    } else if (item->kind == DRAW_PATH) {
      paint_path(cairo, drawing, item, extent);
    } else {
      paint_text(pen, cairo, item);
    }
  }
}

wijk_status paint_failure(int status, wijk_error *err) {
  if (status == CAIRO_STATUS_SUCCESS)
    return WIJK_OK;
  return wijk_error_set(err, status == CAIRO_STATUS_NO_MEMORY ? WIJK_MEMORY : WIJK_IO, "drawing failed: %s",
                        cairo_status_to_string((cairo_status_t)status));
}

void paint_drawing(draw_pen *pen, cairo_t *cairo, const wijk_drawing *drawing) {
  set_colour(cairo, drawing->theme->colours[WIJK_THEME_PAPER], 1);
  cairo_paint(cairo);
  paint(pen, cairo, drawing, 0, drawing->item_count, &(extent){0});
}

/* A strip of the image, from row `top` on, as a surface of its own: what stands on the page stands `top` rows higher on
 * it. */
static cairo_t *strip_open(const draw_image *image, const wijk_drawing *drawing, size_t top, size_t rows) {
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data((unsigned char *)(image->pixels + top * image->width), CAIRO_FORMAT_RGB24,
                                          (int)image->width, (int)rows, (int)(image->width * sizeof *image->pixels));
  cairo_surface_set_device_offset(surface, 0, -(double)top);
  cairo_t *cairo = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_scale(cairo, (double)image->width / drawing->width_mm, (double)image->height / drawing->height_mm);
  return cairo;
}

static cairo_status_t strip_close(cairo_t *cairo) {
  cairo_status_t status = cairo_status(cairo);
  cairo_surface_flush(cairo_get_target(cairo));
  cairo_destroy(cairo);
  return status;
}

/* The paths before the first words, which are nearly all of a map, in strips on all threads; strips are the same for
 * any number of threads. Pango is not for two threads, so the rest follows on one. */
static cairo_status_t paint_ground(const draw_image *image, const wijk_drawing *drawing, size_t end, const extent *runs,
                                   int threads) {
  double mm = drawing->height_mm / (double)image->height;
  cairo_status_t worst = CAIRO_STATUS_SUCCESS;
  size_t strips = (image->height + STRIP_ROWS - 1) / STRIP_ROWS;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (end > 200)
  for (size_t strip = 0; strip < strips; strip++) {
    size_t top = strip * STRIP_ROWS, rows = image->height - top < STRIP_ROWS ? image->height - top : STRIP_ROWS;
    cairo_t *cairo = strip_open(image, drawing, top, rows);
    extent here = *runs; /* a pixel more on both sides */
    here.low = mm * ((double)top - 1);
    here.high = mm * ((double)(top + rows) + 1);
    paint(NULL, cairo, drawing, 0, end, &here);
    cairo_status_t status = strip_close(cairo);
#pragma omp critical
    if (worst == CAIRO_STATUS_SUCCESS)
      worst = status;
  }
  return worst;
}

static wijk_status find_runs(const wijk_drawing *drawing, wijk_arena *arena, extent *runs, wijk_error *err) {
  double *low = WIJK_ARENA_ADD(arena, double, drawing->run_count, err);
  double *high = WIJK_ARENA_ADD(arena, double, drawing->run_count, err);
  if (!low || !high)
    return WIJK_MEMORY;
  for (size_t r = 0; r < drawing->run_count; r++) {
    const double *y = drawing->y + drawing->runs[r].first;
    low[r] = high[r] = y[0];
    for (size_t i = 1; i < drawing->runs[r].count; i++) {
      low[r] = y[i] < low[r] ? y[i] : low[r];
      high[r] = y[i] > high[r] ? y[i] : high[r];
    }
  }
  *runs = (extent){.run_low = low, .run_high = high};
  return WIJK_OK;
}

wijk_status pen_image(draw_pen *pen, const wijk_drawing *drawing, size_t width, size_t height, int threads,
                      wijk_arena *arena, draw_image *image, wijk_error *err) {
  draw_image made = {width, height, WIJK_ARENA_ADD(arena, uint32_t, width * height, err)};
  extent runs;
  if (!made.pixels || find_runs(drawing, arena, &runs, err) != WIJK_OK)
    return WIJK_MEMORY;
  const wijk_colour paper = drawing->theme->colours[WIJK_THEME_PAPER];
  const uint32_t ground = 0xff000000u | (uint32_t)paper.red << 16 | (uint32_t)paper.green << 8 | paper.blue;
  for (size_t i = 0; i < width * height; i++)
    made.pixels[i] = ground;
  size_t words = 0;
  while (words < drawing->item_count && drawing->items[words].kind != DRAW_TEXT)
    words++;
  cairo_status_t status = paint_ground(&made, drawing, words, &runs, threads > 0 ? threads : omp_get_max_threads());
  if (status == CAIRO_STATUS_SUCCESS) {
    cairo_t *cairo = strip_open(&made, drawing, 0, height);
    paint(pen, cairo, drawing, words, drawing->item_count, &(extent){0});
    status = strip_close(cairo);
  }
  *image = made;
  return paint_failure(status, err);
}
