/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over the ground of a map, and the context about it: symbols, names of neighbours. */
#include "draw/map.h"
#include <math.h>
#include <string.h>

wijk_status map_place_context(map *m, wijk_error *err) {
  if (!context_asked(m->request))
    return WIJK_OK;
  if (context_compute(m->request, &m->page.theme, &m->view, &m->ground, m->arena, &m->context, err) != WIJK_OK)
    return err->status;
  map *inset = m->inset;
  if (!inset)
    return WIJK_OK;
  inset->ground = inset->frame;
  return context_compute(m->request, &m->page.theme, &inset->view, &inset->ground, m->arena, &inset->context, err);
}

#define LEADER_STEP_MM 1.5

/* Everything that has its place already: symbols, names and their leaders, the inset. */
wijk_status map_place_context_names(map *m, wijk_error *err) {
  if (!m->context.neighbours)
    return WIJK_OK;
  size_t most = m->symbols.count + m->label_count + 1, count = 0;
  for (size_t i = 0; i < m->label_count; i++) {
    const label *l = &m->labels[i];
    most += l->led ? (size_t)(hypot(l->end_x - l->dot_x, l->end_y - l->dot_y) / LEADER_STEP_MM) + 2 : 0;
  }
  draw_box *taken = WIJK_ARENA_ADD(m->arena, draw_box, most, err);
  if (!taken)
    return WIJK_MEMORY;
  if (m->symbols.count > 0)
    memcpy(taken, m->symbols.boxes, m->symbols.count * sizeof *taken);
  count = m->symbols.count;
  if (m->inset)
    taken[count++] = m->inset_box;
  for (size_t i = 0; i < m->label_count; i++) {
    const label *l = &m->labels[i];
    taken[count++] = l->box;
    double length = l->led ? hypot(l->end_x - l->dot_x, l->end_y - l->dot_y) : -1;
    for (double at = 0; at <= length; at += LEADER_STEP_MM) {
      double share = length > 0 ? at / length : 0;
      taken[count++] = (draw_box){l->dot_x + share * (l->end_x - l->dot_x) - 0.3,
                                  l->dot_y + share * (l->end_y - l->dot_y) - 0.3, 0.6, 0.6};
    }
  }
  return context_place_names(&m->context, m->request->zones, &m->arcs, taken, count, m->pen, m->arena,
                             &m->result->neighbour_names_left_out, err);
}

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
