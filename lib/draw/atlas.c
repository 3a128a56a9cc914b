/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/atlas.h"
#include "base/memory.h"
#include "draw/clip.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wijk/geo.h>

#define SIDE_SHARE 0.34  /* of the page's width */
#define FOCUS_SHARE 0.62 /* of the frame, that the zone in focus fills */
#define LEAST_SHARE 0.5  /* of the middle one of all zones' extents: seen across, however small the zone */

/* ---- what all pages share ---- */

static void find_boxes(const wijk_layer *zones, double *boxes) {
  const wijk_geometry *g = &zones->geometry;
  for (size_t row = 0; row < zones->row_count; row++) {
    double *box = boxes + 4 * row;
    for (int i = 0; i < 4; i++)
      box[i] = NAN;
    size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
    for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++) {
      box[0] = fmin(box[0], g->x[i]);
      box[1] = fmin(box[1], g->y[i]);
      box[2] = fmax(box[2], g->x[i]);
      box[3] = fmax(box[3], g->y[i]);
    }
  }
}

static int order_numbers(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static wijk_status find_least(wijk_atlas *atlas, wijk_error *err) {
  double *across = WIJK_ARENA_ADD(atlas->arena, double, atlas->page_count, err);
  for (size_t i = 0; i < atlas->page_count && across; i++) {
    const double *box = atlas->boxes + 4 * atlas->page_row[i];
    across[i] = fmax(box[2] - box[0], box[3] - box[1]);
  }
  if (!across)
    return WIJK_MEMORY;
  qsort(across, atlas->page_count, sizeof *across, order_numbers);
  atlas->least_m = LEAST_SHARE * across[atlas->page_count / 2];
  return WIJK_OK;
}

static wijk_status find_pages(wijk_atlas *atlas, wijk_error *err) {
  const wijk_layer *zones = atlas->request->map.zones;
  atlas->boxes = WIJK_ARENA_ADD(atlas->arena, double, 4 * zones->row_count, err);
  atlas->page_row = WIJK_ARENA_ADD(atlas->arena, size_t, zones->row_count, err);
  if (!atlas->boxes || !atlas->page_row)
    return WIJK_MEMORY;
  find_boxes(zones, atlas->boxes);
  for (size_t row = 0; row < zones->row_count; row++)
    if (!isnan(atlas->boxes[4 * row]) && atlas->shade.of_row[row] != SHADE_WATER)
      atlas->page_row[atlas->page_count++] = row;
  if (atlas->page_count == 0)
    return wijk_error_set(err, WIJK_DATA, "there is no zone to make a page of: all are water, or without a shape");
  return find_least(atlas, err);
}

static wijk_status place_facilities(wijk_atlas *atlas, wijk_error *err) {
  const wijk_layer *facilities = atlas->request->map.facilities;
  if (!facilities)
    return WIJK_OK;
  atlas->facility_zone = WIJK_ARENA_ADD(atlas->arena, size_t, facilities->row_count, err);
  wijk_zone_index *index =
      atlas->facility_zone ? wijk_zone_index_new(atlas->request->map.zones, facilities->row_count, err) : NULL;
  if (index)
    wijk_zone_index_find(index, facilities->row_count, facilities->geometry.x, facilities->geometry.y, 0,
                         atlas->facility_zone, NULL, err);
  wijk_zone_index_free(index);
  return err->status;
}

static wijk_status sort_profile(wijk_atlas *atlas, wijk_error *err) {
  const wijk_atlas_request *request = atlas->request;
  size_t rows = request->map.zones->row_count;
  atlas->sorted = WIJK_ARENA_ADD(atlas->arena, double *, request->profile_count, err);
  atlas->sorted_count = WIJK_ARENA_ADD(atlas->arena, size_t, request->profile_count, err);
  for (size_t p = 0; p < request->profile_count && err->status == WIJK_OK; p++) {
    if (request->profile[p]->type != WIJK_COLUMN_NUMBER)
      return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no numbers for a profile", request->profile[p]->name);
    atlas->sorted[p] = WIJK_ARENA_ADD(atlas->arena, double, rows, err);
    for (size_t i = 0; i < rows && atlas->sorted[p]; i++)
      if (atlas->shade.of_row[i] != SHADE_WATER && !isnan(request->profile[p]->numbers[i]))
        atlas->sorted[p][atlas->sorted_count[p]++] = request->profile[p]->numbers[i];
    if (atlas->sorted[p])
      qsort(atlas->sorted[p], atlas->sorted_count[p], sizeof(double), order_numbers);
  }
  return err->status;
}

static const char **titles_of(wijk_atlas *atlas, const wijk_column *const *columns, const char *const *titles,
                              size_t count, wijk_error *err) {
  const char **result = WIJK_ARENA_ADD(atlas->arena, const char *, count, err);
  for (size_t i = 0; i < count && result; i++) {
    wijk_map_request one = atlas->request->map;
    one.column = columns[i];
    one.legend = titles ? titles[i] : NULL;
    result[i] = request_legend(&one);
  }
  return result;
}

wijk_atlas *wijk_atlas_open(const wijk_atlas_request *request, wijk_arena *arena, wijk_error *err) {
  wijk_atlas *atlas = WIJK_ARENA_ADD(arena, wijk_atlas, 1, err);
  if (!atlas)
    return NULL;
  atlas->request = request;
  atlas->arena = arena;
  atlas->pen = pen_open(request->map.theme, err);
  wijk_map_request all = request->map;
  all.inset = WIJK_INSET_NONE;
  map whole = {.request = &all, .arena = arena, .pen = atlas->pen};
  if (atlas->pen && map_prepare(&whole, err) == WIJK_OK) {
    atlas->shade = whole.shade;
    atlas->profile_titles = titles_of(atlas, request->profile, request->profile_titles, request->profile_count, err);
    atlas->figure_titles = titles_of(atlas, request->figures, request->figure_titles, request->figure_count, err);
  }
  if (err->status == WIJK_OK && find_pages(atlas, err) == WIJK_OK && place_facilities(atlas, err) == WIJK_OK &&
      sort_profile(atlas, err) == WIJK_OK)
    return atlas;
  wijk_atlas_close(atlas);
  return NULL;
}

void wijk_atlas_close(wijk_atlas *atlas) {
  if (atlas)
    pen_close(atlas->pen);
}

size_t wijk_atlas_page_count(const wijk_atlas *atlas) {
  return atlas->page_count;
}

/* ---- a page ---- */

/* The zone with room about it, in the shape of the frame. */
static void focus_bounds(const wijk_atlas *atlas, size_t row, const draw_box *room, double bounds[4]) {
  const double *box = atlas->boxes + 4 * row;
  double width = fmax(atlas->least_m, (box[2] - box[0]) / FOCUS_SHARE),
         height = fmax(atlas->least_m, (box[3] - box[1]) / FOCUS_SHARE);
  width = fmax(width, height * room->width / room->height);
  height = width * room->height / room->width;
  double x = (box[0] + box[2]) / 2, y = (box[1] + box[3]) / 2;
  bounds[0] = x - width / 2;
  bounds[1] = y - height / 2;
  bounds[2] = x + width / 2;
  bounds[3] = y + height / 2;
}

/* All rows stay, so that the legend counts those of the city. */
static wijk_status clip_zoning(wijk_map_request *own, const double box[4], wijk_arena *arena, wijk_error *err) {
  const size_t count = own->zoning->row_count;
  size_t *rows = WIJK_ARENA_ADD(arena, size_t, count, err);
  wijk_layer *seen;
  for (size_t i = 0; i < count && rows; i++)
    rows[i] = i;
  if (!rows || layer_clip(own->zoning, rows, count, box, arena, &seen, err) != WIJK_OK)
    return err->status;
  own->zoning_class = wijk_layer_find(seen, own->zoning_class->name);
  own->zoning = seen;
  return WIJK_OK;
}

/* Only zones that are seen are drawn, in the colours they have among all. */
static wijk_status select_seen(const wijk_atlas *atlas, size_t focus, map *m, wijk_map_request *own, wijk_error *err) {
  const wijk_layer *zones = atlas->request->map.zones;
  size_t *rows = WIJK_ARENA_ADD(m->arena, size_t, zones->row_count, err), count = 0;
  for (size_t row = 0; row < zones->row_count && rows; row++) {
    const double *at = atlas->boxes + 4 * row;
    if (at[0] <= m->bounds[2] && at[2] >= m->bounds[0] && at[1] <= m->bounds[3] && at[3] >= m->bounds[1]) {
      m->focus = row == focus ? count : m->focus;
      rows[count++] = row;
    }
  }
  const double *b = m->bounds, beyond = 0.03 * (b[2] - b[0]); /* so that the cut itself is not seen */
  const double box[4] = {b[0] - beyond, b[1] - beyond, b[2] + beyond, b[3] + beyond};
  wijk_layer *seen;
  m->shade.of_row = WIJK_ARENA_ADD(m->arena, int, count, err);
  if (!rows || !m->shade.of_row || layer_clip(zones, rows, count, box, m->arena, &seen, err) != WIJK_OK)
    return err->status;
  own->zones = seen;
  if (own->zoning && clip_zoning(own, box, m->arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++)
    m->shade.of_row[i] = atlas->shade.of_row[rows[i]];
  own->column = wijk_layer_find(own->zones, own->column->name);
  m->focused = true;
  return WIJK_OK;
}

/* "BU05990110 · blad 3 van 91 · Plaatsen per 1.000 inwoners" */
static const char *subtitle_of(const wijk_atlas *atlas, size_t number, wijk_arena *arena, wijk_error *err) {
  const wijk_map_request *request = &atlas->request->map;
  const wijk_column *keys = wijk_layer_find_role(request->zones, "key");
  const char *key = keys && keys->texts ? keys->texts[atlas->page_row[number]] : NULL;
  return wijk_arena_format(arena, err, request->dutch ? "%s%sblad %zu van %zu%s%s" : "%s%spage %zu of %zu%s%s",
                           key ? key : "", key ? " · " : "", number + 1, atlas->page_count, request->title ? " · " : "",
                           request->title ? request->title : "");
}

static const char *sentence_of(const wijk_atlas *atlas, size_t row, const char *name, wijk_arena *arena,
                               wijk_error *err) {
  const wijk_map_request *request = &atlas->request->map;
  int of_row = atlas->shade.of_row[row];
  const char *value = of_row == SHADE_NULL ? (request->dutch ? "geen gegevens" : "no data")
                      : atlas->shade.categories
                          ? atlas->shade.names[of_row]
                          : shade_number(&atlas->shade, request->column->numbers[row], request->dutch, arena, err);
  return value ? wijk_arena_format(arena, err, "%s. %s: %s.", name, request_legend(request), value) : NULL;
}

static wijk_status draw_page(wijk_atlas *atlas, size_t row, map *m, wijk_map_request *own, wijk_error *err) {
  const double page_width = own->width_mm > 0 ? own->width_mm : 297,
               page_height = own->height_mm > 0 ? own->height_mm : 210;
  page_request words;
  const double side = SIDE_SHARE * page_width;
  own->inset = WIJK_INSET_NONE;
  own->width_mm = page_width - side;
  own->height_mm = page_height;
  memcpy(m->bounds, (double[4]){0, 0, 1, 1}, sizeof m->bounds);
  focus_bounds(atlas, row, &(draw_box){0, 0, 1, 1}, m->bounds);
  if (map_words(m, &words, err) != WIJK_OK ||
      page_compute(&words, map_legend_fill, m, m->pen, m->arena, &m->page, err) != WIJK_OK)
    return err->status;
  focus_bounds(atlas, row, &m->page.map, m->bounds);
  if (page_compute(&words, map_legend_fill, m, m->pen, m->arena, &m->page, err) != WIJK_OK) /* of what is seen */
    return err->status;
  if (select_seen(atlas, row, m, own, err) != WIJK_OK || map_place(m, &m->page.map, err) != WIJK_OK ||
      map_legend_finish(m, err) != WIJK_OK)
    return err->status;
  if (own->names != WIJK_NAMES_NONE && (map_place_names(m, err) != WIJK_OK || map_tell_names(m, err) != WIJK_OK))
    return err->status;
  m->page.width_mm = page_width;
  m->drawing = drawing_new(m->arena, own->theme, page_width, page_height, err);
  if (!m->drawing || map_draw(m, own->dutch ? "kaart" : "map", err) != WIJK_OK)
    return err->status;
  const draw_theme *t = &m->page.theme;
  drawing_box(m->drawing, m->frame);
  drawing_paint(m->drawing, &t->swatch_border, NULL);
  page_draw(&m->page, own->dutch, m->drawing);
  draw_box column = {page_width - side + 0.2 * t->gap, m->page.title_y, side - t->margin - 0.2 * t->gap,
                     page_height - t->margin - m->page.title_y};
  return atlas_draw_side(atlas, row, m, &column, err);
}

wijk_status wijk_atlas_page(wijk_atlas *atlas, size_t number, wijk_arena *arena, wijk_map_result *result,
                            const char **bookmark, wijk_error *err) {
  wijk_map_request own = atlas->request->map;
  wijk_map_result made = {0};
  size_t row = atlas->page_row[number];
  const char *name = zone_called(own.zones, row);
  name = name ? name : "?";
  map m = {.request = &own, .arena = arena, .pen = atlas->pen, .result = &made, .shade = atlas->shade, .of_zone = true};
  const char *text = sentence_of(atlas, row, name, arena, err);
  own.title = name;
  own.subtitle = subtitle_of(atlas, number, arena, err);
  if (!text || !own.subtitle || draw_page(atlas, row, &m, &own, err) != WIJK_OK ||
      !(text = map_tell_over(&m, text, err)) || map_finish(&m, text, err) != WIJK_OK)
    return err->status;
  *result = made;
  *bookmark = name;
  return WIJK_OK;
}
