/* SPDX-License-Identifier: EUPL-1.2 */
/* Beside the map of an atlas page: where the zone lies, its profile, its figures, and its facilities. */
#include "draw/atlas_side.h"
#include <math.h>
#include <string.h>

#define LOCATOR_SHARE 0.24 /* of the column's height, at most */

double side_line(const side *s) {
  return 1.45 * s->theme->body.size_mm;
}

const char *side_cut(side *s, const draw_type *type, const char *words, double width, wijk_error *err) {
  size_t length = strlen(words);
  const char *text = words;
  while (length > 0 && pen_width(s->m->pen, type, text) > width) {
    do
      length--;
    while (length > 0 && ((unsigned char)words[length] & 0xC0) == 0x80);
    text = wijk_arena_format(s->arena, err, "%.*s…", (int)length, words);
    if (!text)
      return "";
  }
  return text;
}

size_t side_lines(const side *s, size_t count) {
  double room = s->base - s->y - 1.5 * s->theme->heading.size_mm;
  size_t lines = room > 0 ? (size_t)(room / side_line(s)) : 0;
  return count <= lines ? count : lines > 0 ? lines - 1 : 0;
}

wijk_status side_tell_more(side *s, size_t shown, size_t count, wijk_error *err) {
  if (shown == count)
    return WIJK_OK;
  s->m->result->lines_left_out += count - shown;
  if (s->base - s->y < side_line(s))
    return WIJK_OK;
  s->y += side_line(s);
  const char *words = wijk_arena_format(s->arena, err, s->dutch ? "en %zu andere" : "and %zu more", count - shown);
  drawing_text(s->drawing, s->x, s->y, ANCHOR_START, &s->theme->small, words);
  return err->status;
}

void side_heading(side *s, const char *words) {
  s->y += s->theme->heading.size_mm;
  drawing_text(s->drawing, s->x, s->y, ANCHOR_START, &s->theme->heading, words);
  s->y += 0.5 * s->theme->heading.size_mm;
}

const char *side_number(side *s, const wijk_column *column, size_t row, wijk_error *err) {
  if (!wijk_column_has(column, row))
    return "–";
  if (column->type != WIJK_COLUMN_NUMBER)
    return column->texts[row];
  double value = column->numbers[row], size = fabs(value);
  int decimals = value == floor(value) || size >= 1000 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 3;
  const char *text = grouped_number(value, decimals, s->dutch, s->arena, err);
  return text ? text : "";
}

/* ---- where it lies ---- */

static wijk_status draw_locator(side *s, wijk_error *err) {
  const wijk_layer *zones = s->atlas->request->map.zones;
  double bounds[4];
  if (!wijk_layer_bounds(zones, bounds))
    return WIJK_OK;
  double width = bounds[2] - bounds[0], height = bounds[3] - bounds[1];
  double scale = fmin(s->width / width, LOCATOR_SHARE * (s->base - s->y) / height);
  draw_view view = {bounds[0], bounds[1], s->x + (s->width - scale * width) / 2, s->y + scale * height, scale};
  draw_arcs arcs;
  if (arcs_compute(zones, &view, 0.08, s->arena, &arcs, err) != WIJK_OK)
    return err->status;
  size_t most = arcs_ring_most(&arcs);
  double *x = WIJK_ARENA_ADD(s->arena, double, most + 1, err), *y = WIJK_ARENA_ADD(s->arena, double, most + 1, err);
  if (!x || !y)
    return WIJK_MEMORY;
  const wijk_geometry *g = &zones->geometry;
  const draw_style *line =
      theme_is_dark_ground(s->theme, s->theme->null_zone.fill.colour) ? &s->theme->border_on_dark : &s->theme->border;
  drawing_open(s->drawing, s->dutch ? "ligging" : "where it lies", NULL);
  for (int pass = 0; pass < 2; pass++) {
    for (size_t row = 0; row < zones->row_count; row++)
      for (size_t ring = g->ring_of_part[g->part_of_row[row]];
           (row == s->row) == (pass == 1) && ring < g->ring_of_part[g->part_of_row[row + 1]]; ring++) {
        size_t count = arcs_ring(&arcs, ring, x, y);
        for (size_t i = 0; i < count; i++)
          (i == 0 ? drawing_move : drawing_line)(s->drawing, x[i], y[i]);
        if (count > 0)
          drawing_join(s->drawing);
      }
    draw_style style = {.fill = pass == 0 ? s->theme->null_zone.fill : ink_of(s->theme->ink),
                        .stroke = line->stroke,
                        .stroke_mm = 0.5 * line->stroke_mm};
    drawing_paint(s->drawing, &style, NULL);
  }
  /* a small zone is easily overlooked: a ring about it */
  const double *box = s->atlas->boxes + 4 * s->row;
  double across = scale * hypot(box[2] - box[0], box[3] - box[1]);
  if (across < 5 * s->theme->scale) {
    drawing_circle(s->drawing, view_x(&view, (box[0] + box[2]) / 2), view_y(&view, (box[1] + box[3]) / 2),
                   across / 2 + 1.4 * s->theme->scale);
    drawing_paint(s->drawing, &(draw_style){.stroke = ink_of(s->theme->ink), .stroke_mm = 0.35 * s->theme->scale},
                  NULL);
  }
  drawing_close(s->drawing);
  s->y += scale * height + 0.6 * s->theme->gap;
  return WIJK_OK;
}

/* ---- its figures ---- */

static wijk_status draw_figures(side *s, wijk_error *err) {
  const wijk_atlas_request *request = s->atlas->request;
  size_t shown = side_lines(s, request->figure_count);
  if (shown == 0)
    return side_tell_more(s, 0, request->figure_count, err);
  drawing_open(s->drawing, s->dutch ? "cijfers" : "figures", NULL);
  side_heading(s, s->dutch ? "Cijfers" : "Figures");
  for (size_t f = 0; f < shown && err->status == WIJK_OK; f++) {
    const char *value = side_number(s, request->figures[f], s->row, err);
    double taken = pen_width(s->m->pen, &s->theme->body, value) + 2 * s->theme->scale;
    s->y += side_line(s);
    drawing_text(s->drawing, s->x, s->y, ANCHOR_START, &s->theme->body,
                 side_cut(s, &s->theme->body, s->atlas->figure_titles[f], s->width - taken, err));
    drawing_text(s->drawing, s->x + s->width, s->y, ANCHOR_END, &s->theme->body, value);
  }
  side_tell_more(s, shown, request->figure_count, err);
  drawing_close(s->drawing);
  s->y += 0.6 * s->theme->gap;
  return err->status;
}

/* ---- its facilities ---- */

static void draw_form(side *s, size_t facility, double x, double middle) {
  const symbol_set *set = &s->m->symbols;
  const symbol_form *form =
      &set->forms[symbol_form_of(set, symbol_form_column(s->atlas->request->map.facilities), facility)];
  symbol_add(s->drawing, s->theme, form->shape, form->colour, true, x, middle, 2.6 * s->theme->scale * s->theme->scale,
             NULL);
}

static wijk_status draw_facilities(side *s, wijk_error *err) {
  const wijk_layer *facilities = s->atlas->request->map.facilities;
  if (!facilities)
    return WIJK_OK;
  const wijk_column *name = wijk_layer_find_role(facilities, "name"), *form = wijk_layer_find_role(facilities, "form");
  const wijk_column *places = wijk_layer_find_role(facilities, "capacity");
  size_t count = 0, shown = 0;
  for (size_t i = 0; i < facilities->row_count; i++)
    count += s->atlas->facility_zone[i] == s->row;
  const size_t room = side_lines(s, count > 0 ? count : 1);
  if (room == 0)
    return side_tell_more(s, 0, count, err);
  drawing_open(s->drawing, s->dutch ? "voorzieningen" : "facilities", NULL);
  const char *words = wijk_arena_format(s->arena, err, s->dutch ? "Voorzieningen (%zu)" : "Facilities (%zu)", count);
  side_heading(s, words && count > 0 ? words : s->dutch ? "Voorzieningen" : "Facilities");
  if (places && count > 0)
    drawing_text(s->drawing, s->x + s->width, s->y - 0.5 * s->theme->heading.size_mm, ANCHOR_END, &s->theme->small,
                 s->dutch ? "plaatsen" : "places");
  if (count == 0) {
    s->y += side_line(s);
    drawing_text(s->drawing, s->x, s->y, ANCHOR_START, &s->theme->body, s->dutch ? "geen" : "none");
  }
  for (size_t i = 0; i < facilities->row_count && shown < room && err->status == WIJK_OK; i++) {
    if (s->atlas->facility_zone[i] != s->row)
      continue;
    shown++;
    s->y += side_line(s);
    const char *who = name && name->texts ? name->texts[i] : NULL, *what = form && form->texts ? form->texts[i] : NULL;
    const char *line = who && what ? wijk_arena_format(s->arena, err, "%s, %s", who, what)
                       : who       ? who
                       : what      ? what
                                   : "–";
    const char *number = places ? side_number(s, places, i, err) : "";
    double indent = 4.4 * s->theme->scale;
    draw_form(s, i, s->x + indent / 2.4, s->y - 0.36 * s->theme->body.size_mm);
    if (line)
      drawing_text(s->drawing, s->x + indent, s->y, ANCHOR_START, &s->theme->body,
                   side_cut(s, &s->theme->body, line, s->width - indent - 8 * s->theme->scale, err));
    drawing_text(s->drawing, s->x + s->width, s->y, ANCHOR_END, &s->theme->body, number);
  }
  side_tell_more(s, shown, count, err);
  drawing_close(s->drawing);
  return err->status;
}

wijk_status atlas_draw_side(wijk_atlas *atlas, size_t row, const map *m, const draw_box *column, wijk_error *err) {
  side s = {.atlas = atlas,
            .row = row,
            .m = m,
            .theme = &m->page.theme,
            .drawing = m->drawing,
            .arena = m->arena,
            .dutch = atlas->request->map.dutch,
            .x = column->x,
            .y = column->y,
            .width = column->width,
            .base = column->y + column->height};
  if (draw_locator(&s, err) != WIJK_OK || side_draw_profile(&s, err) != WIJK_OK || draw_figures(&s, err) != WIJK_OK)
    return err->status;
  return draw_facilities(&s, err);
}
