/* SPDX-License-Identifier: EUPL-1.2 */
/* The ground of a map: what each zone is painted with, the zoning over it, and every border once. */
#include "draw/map.h"
#include <math.h>
#include <string.h>

static void add_ring(map *m, const draw_arcs *arcs, size_t ring, double *x, double *y) {
  size_t count = arcs_ring(arcs, ring, x, y);
  for (size_t i = 0; i < count; i++)
    (i == 0 ? drawing_move : drawing_line)(m->drawing, x[i], y[i]);
  if (count > 0)
    drawing_join(m->drawing);
}

static void add_shape(map *m, const wijk_layer *layer, const draw_arcs *arcs, size_t row, double *x, double *y) {
  const wijk_geometry *g = &layer->geometry;
  for (size_t part = g->part_of_row[row]; part < g->part_of_row[row + 1]; part++)
    for (size_t ring = g->ring_of_part[part]; ring < g->ring_of_part[part + 1]; ring++)
      add_ring(m, arcs, ring, x, y);
}

/* "Cool: 37,3" */
static const char *zone_title(map *m, size_t row, wijk_error *err) {
  const wijk_map_request *request = m->request;
  const char *who = zone_called(request->zones, row);
  int of_row = m->shade.of_row[row];
  const char *what = of_row == SHADE_WATER  ? "water"
                     : of_row == SHADE_NULL ? (request->dutch ? "geen gegevens" : "no data")
                     : m->shade.categories
                         ? m->shade.names[of_row]
                         : shade_number(&m->shade, request->column->numbers[row], request->dutch, m->arena, err);
  return who && what ? wijk_arena_format(m->arena, err, "%s: %s", who, what) : what;
}

static wijk_status draw_zones(map *m, double *x, double *y, wijk_error *err) {
  drawing_open(m->drawing, request_legend(m->request), NULL);
  for (size_t row = 0; row < m->request->zones->row_count; row++) {
    bool elsewhere = m->elsewhere && m->elsewhere[row];
    draw_style style =
        elsewhere ? m->page.theme.elsewhere : shade_style(&m->shade, &m->page.theme, m->shade.of_row[row]);
    const char *title = elsewhere ? NULL : zone_title(m, row, err);
    if (err->status != WIJK_OK)
      return err->status;
    add_shape(m, m->request->zones, &m->arcs, row, x, y);
    drawing_paint(m->drawing, &style, title);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* All areas of one zoning class as one path, so that the hatch runs on. */
static wijk_status draw_zoning(map *m, double *x, double *y, wijk_error *err) {
  const wijk_map_request *request = m->request;
  zoning_names found;
  if (zoning_find(request, &found, err) != WIJK_OK)
    return err->status;
  drawing_open(m->drawing, request->dutch ? "zonering" : "zoning", NULL);
  for (size_t k = 0; k < found.count; k++) {
    draw_style style = {.hatch = theme_zoning(&m->page.theme, found.names[k], k)};
    if (style.hatch.kind == HATCH_NONE)
      continue;
    for (size_t row = 0; row < request->zoning->row_count; row++)
      if (request->zoning_class->texts[row] && strcmp(request->zoning_class->texts[row], found.names[k]) == 0)
        add_shape(m, request->zoning, &m->zoning_arcs, row, x, y);
    drawing_paint(m->drawing, &style, found.names[k]);
  }
  drawing_close(m->drawing);
  return WIJK_OK;
}

/* Borders grow finer where zones are small, or thousands of them would hide the colours: full strength from 6 mm across
 * on, never under a third of it. */
static double border_share(const map *m) {
  double across = sqrt(m->frame.width * m->frame.height / (double)m->request->zones->row_count);
  return fmin(1, fmax(0.35, across / (6 * m->page.theme.scale)));
}

/* An arc of one zone only is the city's edge, unless it is so short that it must be a gap between zones. */
static bool at_edge(const draw_arcs *arcs, size_t arc, double least_mm) {
  double length = 0;
  for (size_t i = arcs->first[arc] + 1; i < arcs->first[arc + 1]; i++)
    length += hypot(arcs->x[i] - arcs->x[i - 1], arcs->y[i] - arcs->y[i - 1]);
  return arcs->uses[arc] == 1 && length >= least_mm;
}

/* Which arcs bound a zone of this frame; NULL where all do. */
static wijk_status find_arcs_here(const map *m, uint8_t **here, wijk_error *err) {
  *here = NULL;
  if (!m->elsewhere)
    return WIJK_OK;
  const wijk_geometry *g = &m->request->zones->geometry;
  *here = WIJK_ARENA_ADD(m->arena, uint8_t, m->arcs.arc_count, err);
  for (size_t row = 0; row < m->request->zones->row_count && *here; row++) {
    size_t end = g->ring_of_part[g->part_of_row[row + 1]];
    for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < end && !m->elsewhere[row]; ring++)
      for (size_t ref = m->arcs.first_ref[ring]; ref < m->arcs.first_ref[ring + 1]; ref++)
        (*here)[m->arcs.arc[ref]] = 1;
  }
  return *here ? WIJK_OK : WIJK_MEMORY;
}

/* Each border once: those between zones thin, those at the edge of the city stronger; of zones elsewhere none. */
static void draw_borders(map *m, const draw_arcs *arcs, const uint8_t *here, const draw_style *inner,
                         const draw_style *outer) {
  for (int pass = 0; pass < 2; pass++) {
    for (size_t arc = 0; arc < arcs->arc_count; arc++) {
      if ((here && !here[arc]) || at_edge(arcs, arc, 4 * m->page.theme.scale) != (pass == 1))
        continue;
      for (size_t i = arcs->first[arc]; i < arcs->first[arc + 1]; i++)
        (i == arcs->first[arc] ? drawing_move : drawing_line)(m->drawing, arcs->x[i], arcs->y[i]);
    }
    drawing_paint(m->drawing, pass == 0 ? inner : outer, NULL);
  }
}

/* A dark line on a light one about the zone in focus: it stands out on any colour. */
static void draw_focus(map *m, double *x, double *y) {
  const draw_theme *t = &m->page.theme;
  const draw_style lines[] = {{.stroke = ink_of(t->casing), .stroke_mm = 1.7 * t->scale},
                              {.stroke = ink_of(t->ink), .stroke_mm = 0.9 * t->scale}};
  for (int i = 0; i < 2; i++) {
    add_shape(m, m->request->zones, &m->arcs, m->focus, x, y);
    drawing_paint(m->drawing, &lines[i], NULL);
  }
}

wijk_status map_draw_ground(map *m, wijk_error *err) {
  size_t most = arcs_ring_most(&m->arcs);
  if (m->request->zoning && arcs_ring_most(&m->zoning_arcs) > most)
    most = arcs_ring_most(&m->zoning_arcs);
  double *x = WIJK_ARENA_ADD(m->arena, double, most + 1, err), *y = WIJK_ARENA_ADD(m->arena, double, most + 1, err);
  if (!x || !y)
    return err->status;
  context_draw_under(&m->context, m->drawing, m->arena, err);
  if (err->status != WIJK_OK || draw_zones(m, x, y, err) != WIJK_OK)
    return err->status;
  if (m->request->zoning && draw_zoning(m, x, y, err) != WIJK_OK)
    return err->status;
  if (context_asked(m->request) && context_draw_over(&m->context, m->drawing, m->arena, m->result, err) != WIJK_OK)
    return err->status;
  const draw_theme *t = &m->page.theme;
  draw_style inner = t->border, outer = t->outer_border;
  double fine = border_share(m);
  inner.stroke_mm *= fine;
  outer.stroke_mm *= fmax(0.5, fine);
  uint8_t *here;
  if (find_arcs_here(m, &here, err) != WIJK_OK)
    return err->status;
  draw_borders(m, &m->arcs, here, &inner, &outer);
  if (m->request->zoning)
    draw_borders(m, &m->zoning_arcs, NULL, &t->zoning_border, &outer);
  if (m->focused)
    draw_focus(m, x, y);
  return WIJK_OK;
}
