/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over the ground of a map: symbols and names. */
#include "draw/label.h"
#include "draw/map.h"
#include <math.h>
#include <string.h>

/* Where fewer of the names than this fit, the few that do would look chosen: none is set then. */
#define NAMES_LEAST 0.08
#define LINE_EM 1.05 /* from line to line */

wijk_status map_draw_symbols(map *m, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const wijk_column *name = wijk_layer_find_role(request->facilities, "name");
  drawing_open(m->drawing, request->dutch ? "voorzieningen" : "facilities", NULL);
  for (size_t i = 0; i < m->symbols.count; i++) {
    const symbol *s = &m->symbols.symbols[i];
    const symbol_form *form = &m->symbols.forms[s->form];
    const char *who = name && name->texts ? name->texts[s->row] : NULL;
    const char *title = who && form->name ? wijk_arena_format(m->arena, err, "%s (%s)", who, form->name) : who;
    if (err->status != WIJK_OK)
      return err->status;
    symbol_add(m->drawing, &m->page.theme, form->shape, form->colour, s->places_known, s->x, s->y, s->area_mm2, title);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}
typedef struct measure_context {
  draw_pen *pen;
  draw_type type;
} measure_context;

static double measure_em(void *context, const char *words) {
  measure_context *c = context;
  return pen_width(c->pen, &c->type, words) / c->type.size_mm;
}

/* How wide letters are by themselves, in ems, each measured once. */
typedef struct letter_widths {
  double of[128]; /* 0 = not measured */
} letter_widths;

/* Kerning brings letters nearer; Open Sans never by this much. Other alphabets' letters count as an i. */
#define KERNED 0.85
#define NARROW_EM 0.2

static double letter_width(letter_widths *widths, measure_context *context, unsigned char letter) {
  if (letter >= 128)
    return (letter & 0xC0) == 0x80 ? 0 : NARROW_EM; /* the other bytes of one letter */
  if (widths->of[letter] == 0) {
    char word[2] = {(char)letter, '\0'};
    widths->of[letter] = measure_em(context, word);
  }
  return widths->of[letter];
}

/* Whether the name can stand in the zone's box on one, two or three lines, by its longest word and by what it holds in
 * all: most names of a map of thousands of zones cannot, and need no setting in type. */
static bool might_fit(const map *m, size_t row, const char *name, letter_widths *widths, measure_context *context) {
  const wijk_geometry *g = &m->request->zones->geometry;
  double longest = 0, all = 0, word = 0;
  for (const char *c = name;; c++) {
    if (*c && !strchr(" -/", *c)) {
      word += letter_width(widths, context, (unsigned char)*c);
      continue;
    }
    longest = word > longest ? word : longest;
    all += word;
    word = 0;
    if (!*c)
      break;
  }
  double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
  size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++) {
    low[0] = g->x[i] < low[0] ? g->x[i] : low[0];
    low[1] = g->y[i] < low[1] ? g->y[i] : low[1];
    high[0] = g->x[i] > high[0] ? g->x[i] : high[0];
    high[1] = g->y[i] > high[1] ? g->y[i] : high[1];
  }
  double size = m->page.theme.name_sizes[2], ems = KERNED * size;
  double width = (high[0] - low[0]) * m->view.mm_per_m, height = (high[1] - low[1]) * m->view.mm_per_m;
  for (int lines = 1; lines <= LABEL_LINES; lines++)
    if (size * (1 + LINE_EM * (lines - 1)) <= height && ems * fmax(longest, all / lines) <= width)
      return true;
  return false;
}

static wijk_status place_names(map *m, label *labels, size_t *count, size_t *asked, wijk_error *err) {
  const wijk_layer *zones = m->request->zones;
  const wijk_column *name = wijk_layer_find_role(zones, "name");
  label_request *requests = WIJK_ARENA_ADD(m->arena, label_request, zones->row_count, err);
  if (!requests)
    return WIJK_MEMORY;
  size_t possible = 0;
  *count = *asked = 0;
  measure_context context = {m->pen, m->page.theme.name};
  letter_widths widths = {{0}};
  for (size_t row = 0; row < zones->row_count && name && name->texts; row++) {
    if (!name->texts[row] || !name->texts[row][0] || m->shade.of_row[row] == SHADE_WATER)
      continue;
    ++*asked;
    if (might_fit(m, row, name->texts[row], &widths, &context))
      requests[possible++].row = row;
  }
  if ((double)possible < NAMES_LEAST * (double)*asked)
    return WIJK_OK;
  for (size_t i = 0; i < possible; i++)
    if (label_split(name->texts[requests[i].row], measure_em, &context, m->arena, requests[i].ways,
                    &requests[i].way_count, err) != WIJK_OK)
      return err->status;
  label_rules rules = {.sizes_mm = m->page.theme.name_sizes,
                       .size_count = 3,
                       .line_em = LINE_EM,
                       .clear_mm = 0.3 * m->page.theme.scale,
                       .taken = m->symbols.boxes,
                       .taken_count = m->symbols.count};
  return labels_place(zones, &m->arcs, requests, possible, &rules, m->arena, labels, count, err);
}

wijk_status map_draw_names(map *m, wijk_error *err) {
  label *labels = WIJK_ARENA_ADD(m->arena, label, m->request->zones->row_count, err);
  size_t count, asked;
  if (!labels || place_names(m, labels, &count, &asked, err) != WIJK_OK)
    return err->status;
  if ((double)count < NAMES_LEAST * (double)asked)
    count = 0;
  m->result->names_left_out = asked - count;
  drawing_open(m->drawing, m->request->dutch ? "namen" : "names", NULL);
  for (size_t i = 0; i < count; i++) {
    const label *l = &labels[i];
    draw_type type = m->page.theme.name;
    type.size_mm = l->size_mm;
    for (size_t line = 0; line < l->text.line_count; line++) /* letters without tails stand on 0.8 of the line */
      drawing_text(m->drawing, l->box.x + l->box.width / 2, l->box.y + l->size_mm * (0.84 + LINE_EM * (double)line),
                   ANCHOR_MIDDLE, &type, l->text.lines[line]);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}
