/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over the ground of a map: symbols. */
#include "draw/map.h"

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
