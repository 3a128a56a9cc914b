/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over the ground of a map: symbols and names. */
#include "draw/label.h"
#include "draw/map.h"
#include <math.h>
#include <string.h>

/* Where fewer of the names than this fit, the few that do would look chosen: none is set then. */
#define NAMES_LEAST 0.08

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

/* Whether the longest word can stand in the zone's box, were its letters as narrow as an i: most names of a map of
 * thousands of zones cannot, and need no measuring. */
static bool might_fit(const map *m, size_t row, const char *name) {
  const wijk_geometry *g = &m->request->zones->geometry;
  size_t longest = 0;
  for (const char *word = name; *word;) {
    size_t length = strcspn(word, " -/"), letters = 0;
    for (size_t i = 0; i < length; i++)
      letters += ((unsigned char)word[i] & 0xC0) != 0x80;
    longest = letters > longest ? letters : longest;
    word += length + (word[length] != '\0');
  }
  double low = HUGE_VAL, high = -HUGE_VAL;
  size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++) {
    low = fmin(low, g->x[i]);
    high = fmax(high, g->x[i]);
  }
  return 0.25 * m->page.theme.name_sizes[2] * (double)longest <= (high - low) * m->view.mm_per_m;
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
  for (size_t row = 0; row < zones->row_count && name && name->texts; row++) {
    if (!name->texts[row] || !name->texts[row][0] || m->shade.of_row[row] == SHADE_WATER)
      continue;
    ++*asked;
    if (!might_fit(m, row, name->texts[row]))
      continue;
    label_request *request = &requests[possible++];
    request->row = row;
    if (label_split(name->texts[row], measure_em, &context, m->arena, request->ways, &request->way_count, err) !=
        WIJK_OK)
      return err->status;
  }
  label_rules rules = {.sizes_mm = m->page.theme.name_sizes,
                       .size_count = 3,
                       .line_em = 1.05,
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
      drawing_text(m->drawing, l->box.x + l->box.width / 2, l->box.y + l->size_mm * (0.84 + 1.05 * (double)line),
                   ANCHOR_MIDDLE, &type, l->text.lines[line]);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}
