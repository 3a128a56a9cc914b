/* SPDX-License-Identifier: EUPL-1.2 */
/* Several maps on one sheet: frames of one size in rows, each with its heading, and one page about them. */
#include "draw/describe.h"
#include "draw/map.h"
#include <math.h>

#define LEAST_FRAME_MM 12.0
#define OVER_LEAST 0.55 /* arrows and pins shrink with the maps, and stay legible */

typedef struct sheet {
  const wijk_map_request *request;
  wijk_arena *arena;
  wijk_map_result *result;
  size_t count, across, down;
  wijk_map_request *requests; /* [count] one per map; the first also speaks for the sheet */
  map *maps;
  const shade **shades;
  page_text *headings;
  double frame_width, frame_height, heading_height, gap;
  double left, top; /* of the first frame's heading */
} sheet;

static const char *title_of(const sheet *s, size_t k) {
  const wijk_map_request *request = s->request;
  wijk_map_request own = *request;
  own.column = request->series[k];
  own.legend = request->series_titles ? request->series_titles[k] : NULL;
  return request_legend(&own);
}

static wijk_status prepare(sheet *s, draw_pen *pen, wijk_error *err) {
  s->requests = WIJK_ARENA_ADD(s->arena, wijk_map_request, s->count, err);
  s->maps = WIJK_ARENA_ADD(s->arena, map, s->count, err);
  s->shades = WIJK_ARENA_ADD(s->arena, const shade *, s->count, err);
  s->headings = WIJK_ARENA_ADD(s->arena, page_text, s->count, err);
  if (!s->requests || !s->maps || !s->shades || !s->headings)
    return WIJK_MEMORY;
  bool dutch = s->request->dutch;
  for (size_t k = 0; k < s->count; k++) {
    s->requests[k] = *s->request;
    s->requests[k].column = s->request->series[k];
    s->requests[k].inset = WIJK_INSET_NONE;
    s->maps[k] = (map){.request = &s->requests[k], .arena = s->arena, .pen = pen, .result = s->result};
    s->maps[k].over_share = fmax(OVER_LEAST, 1 / sqrt((double)s->count));
    s->shades[k] = &s->maps[k].shade;
    if (!s->request->legend)
      s->requests[k].legend = dutch ? "Klassen van alle kaarten" : "Classes of all maps";
    if (map_prepare(&s->maps[k], err) != WIJK_OK)
      return err->status;
  }
  s->maps[0].shades = s->shades;
  s->maps[0].shade_count = s->count;
  return WIJK_OK;
}

/* Counts stand under the letters of their maps. */
static wijk_status fill_legend(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                               wijk_error *err) {
  static const char *const letters[LEGEND_COUNTS_MOST] = {"a", "b", "c", "d"};
  map *first = context;
  if (map_legend_fill(first, theme, blocks, count, err) != WIJK_OK)
    return err->status;
  for (size_t c = 0; c < blocks[0].count_columns; c++)
    blocks[0].count_headings[c] = letters[c];
  return WIJK_OK;
}

/* Lays the grid out in what the page leaves; `scale` becomes mm per metre, 0 when frames would be too small to read. */
static wijk_status lay_out(sheet *s, const page *p, draw_pen *pen, double *scale, wijk_error *err) {
  const draw_theme *t = &p->theme;
  const double *b = s->maps[0].bounds;
  double width = b[2] - b[0], height = b[3] - b[1];
  s->gap = 0.6 * t->gap;
  double cell = (p->map.width - s->gap * (double)(s->across - 1)) / (double)s->across;
  s->heading_height = 0;
  for (size_t k = 0; k < s->count; k++) {
    const char *title = wijk_arena_format(s->arena, err, "%c  %s", (char)('a' + k), title_of(s, k));
    s->headings[k].count = 0;
    if (!title || page_wrap(title, &t->heading, cell, pen, s->arena, &s->headings[k], err) != WIJK_OK)
      return err->status;
    s->heading_height = fmax(s->heading_height, page_lines_height(&s->headings[k], &t->heading));
  }
  s->heading_height += 0.2 * t->heading.size_mm;
  double room = (p->map.height - s->gap * (double)(s->down - 1)) / (double)s->down - s->heading_height;
  *scale = fmin(cell / width, room / height);
  s->frame_width = *scale * width;
  s->frame_height = *scale * height;
  if (fmin(s->frame_width, s->frame_height) < LEAST_FRAME_MM)
    *scale = 0;
  s->left = p->map.x + (p->map.width - s->frame_width * (double)s->across - s->gap * (double)(s->across - 1)) / 2;
  s->top = p->map.y + fmax(0, (p->map.height - (s->frame_height + s->heading_height) * (double)s->down -
                               s->gap * (double)(s->down - 1)) /
                                  2);
  return err->status;
}

static wijk_status try_grid(sheet *s, size_t across, const page_request *words, draw_pen *pen, double *scale,
                            wijk_error *err) {
  const double *b = s->maps[0].bounds;
  page_request grid = *words;
  s->across = across;
  s->down = (s->count + across - 1) / across;
  grid.aspect = (b[2] - b[0]) * (double)s->across / ((b[3] - b[1]) * (double)s->down);
  wijk_error unfit = {0};
  *scale = 0;
  wijk_status status = page_compute(&grid, fill_legend, &s->maps[0], pen, s->arena, &s->maps[0].page, &unfit);
  if (status == WIJK_USAGE)
    return WIJK_OK;
  if (status != WIJK_OK) {
    *err = unfit;
    return status;
  }
  return lay_out(s, &s->maps[0].page, pen, scale, err);
}

/* As many maps beside each other as make them largest. */
static wijk_status choose_grid(sheet *s, draw_pen *pen, wijk_error *err) {
  page_request words;
  size_t best = 0;
  double scale, largest = 0;
  if (map_words(&s->maps[0], &words, err) != WIJK_OK)
    return err->status;
  for (size_t across = 1; across <= s->count; across++) {
    if (across > 1 && (s->count + across - 1) / across == (s->count + across - 2) / (across - 1))
      continue; /* as many rows as with one fewer */
    if (try_grid(s, across, &words, pen, &scale, err) != WIJK_OK)
      return err->status;
    if (scale > largest * 1.02) {
      largest = scale;
      best = across;
    }
  }
  if (best == 0) {
    wijk_error_set(err, WIJK_USAGE, "the page is too small for %zu maps", s->count);
    return wijk_error_hint(err, "give a larger --size, or fewer maps");
  }
  return try_grid(s, best, &words, pen, &scale, err);
}

/* All maps show the same zones in frames of one size: what has room on the first has it on each, in the same place, and
 * what has not is left out once. */
static wijk_status name_zones(sheet *s, size_t k, wijk_error *err) {
  map *m = &s->maps[k], *first = &s->maps[0];
  if (s->request->names == WIJK_NAMES_NONE)
    return WIJK_OK;
  if (k == 0)
    return map_place_names(m, err) == WIJK_OK ? map_tell_names(m, err) : err->status;
  m->labels = WIJK_ARENA_ADD(m->arena, label, first->label_count + 1, err);
  m->label_count = m->labels ? first->label_count : 0;
  double dx = m->frame.x - first->frame.x, dy = m->frame.y - first->frame.y;
  for (size_t i = 0; i < m->label_count; i++) {
    label *l = &m->labels[i];
    *l = first->labels[i];
    l->box.x += dx;
    l->dot_x += dx;
    l->end_x += dx;
    l->box.y += dy;
    l->dot_y += dy;
    l->end_y += dy;
  }
  return err->status;
}

static wijk_status draw_frame(sheet *s, size_t k, wijk_error *err) {
  map *m = &s->maps[k];
  const draw_theme *t = &s->maps[0].page.theme;
  double x = s->left + (s->frame_width + s->gap) * (double)(k % s->across);
  double y = s->top + (s->frame_height + s->heading_height + s->gap) * (double)(k / s->across);
  draw_box room = {x, y + s->heading_height, s->frame_width, s->frame_height};
  if (k > 0)
    m->page = s->maps[0].page;
  m->drawing = s->maps[0].drawing;
  if (map_place(m, &room, err) != WIJK_OK || (k == 0 && map_legend_finish(m, err) != WIJK_OK))
    return err->status;
  if (s->across > 1 || s->down > 1)
    m->room = (draw_box){0}; /* so small, names beside their zones would hide what the maps are compared for */
  if (name_zones(s, k, err) != WIJK_OK)
    return err->status;
  double height = page_lines_height(&s->headings[k], &t->heading);
  page_lines_draw(&s->headings[k], &t->heading, m->drawing, x, y + s->heading_height - height);
  return map_draw(m, title_of(s, k), err);
}

/* "3 kaarten met dezelfde klassen. a: Plaatsen in 2025, per wijk …" */
static wijk_status describe(const sheet *s, const char **text, wijk_error *err) {
  bool dutch = s->request->dutch;
  wijk_text all = {0};
  wijk_text_add_format(&all, dutch ? "%zu kaarten met dezelfde klassen." : "%zu maps with the same classes.", s->count);
  for (size_t k = 0; k < s->count && err->status == WIJK_OK; k++) {
    wijk_map_request one = s->requests[k];
    const char *sentence;
    one.legend = title_of(s, k);
    if (map_describe(&one, &s->maps[k].shade, &s->maps[k].arcs, s->arena, &sentence, err) == WIJK_OK)
      wijk_text_add_format(&all, " %c: %s", (char)('a' + k), sentence);
  }
  if (err->status == WIJK_OK && wijk_text_check(&all, err) == WIJK_OK)
    *text = wijk_arena_text(s->arena, all.bytes, err);
  wijk_text_free(&all);
  return err->status;
}

static wijk_status draw_sheet(sheet *s, draw_pen *pen, wijk_error *err) {
  const char *text = NULL;
  if (prepare(s, pen, err) != WIJK_OK || choose_grid(s, pen, err) != WIJK_OK)
    return err->status;
  map *first = &s->maps[0];
  first->drawing = drawing_new(s->arena, s->request->theme, first->page.width_mm, first->page.height_mm, err);
  for (size_t k = 0; k < s->count && err->status == WIJK_OK; k++)
    draw_frame(s, k, err);
  if (err->status != WIJK_OK)
    return err->status;
  page_draw(&first->page, s->request->dutch, first->drawing);
  if (describe(s, &text, err) != WIJK_OK || !(text = map_tell_over(first, text, err)))
    return err->status;
  return map_finish(first, text, err);
}

wijk_status wijk_map_draw_sheet(const wijk_map_request *request, wijk_arena *arena, wijk_map_result *result,
                                wijk_error *err) {
  wijk_map_result made = {0};
  sheet s = {.request = request, .arena = arena, .result = &made, .count = request->series_count};
  if (s.count < 1 || s.count > WIJK_SHEET_MOST)
    return wijk_error_set(err, WIJK_USAGE, "a sheet holds 1 to %d maps, not %zu", WIJK_SHEET_MOST, s.count);
  draw_pen *pen = pen_open(request->theme, err);
  if (!pen)
    return err->status;
  if (draw_sheet(&s, pen, err) == WIJK_OK)
    *result = made;
  pen_close(pen);
  return err->status;
}
