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
    const draw_style casing = theme_casing(&m->page.theme, &style);
    for (int pass = 0; pass < 2; pass++) {
      for (size_t row = 0; row < request->zoning->row_count; row++)
        if (request->zoning_class->texts[row] && strcmp(request->zoning_class->texts[row], found.names[k]) == 0)
          add_shape(m, request->zoning, &m->zoning_arcs, row, x, y);
      drawing_paint(m->drawing, pass == 0 ? &casing : &style, pass == 0 ? NULL : found.names[k]);
    }
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
  if (arcs->uses[arc] != 1)
    return false;
  for (size_t i = arcs->first[arc] + 1; i < arcs->first[arc + 1]; i++)
    length += hypot(arcs->x[i] - arcs->x[i - 1], arcs->y[i] - arcs->y[i - 1]);
  return length >= least_mm;
}

/* How an arc is drawn. */
enum { LINE_NONE, LINE_ON_DARK, LINE_INNER, LINE_OUTER, LINE_KINDS };

/* Whether each class is dark ground; water and no data too. */
static void find_dark(const map *m, bool dark[WIJK_CLASSES_MOST + 2]) {
  for (int of_row = SHADE_WATER; of_row < (int)m->shade.count; of_row++)
    dark[of_row - SHADE_WATER] =
        theme_is_dark_ground(&m->page.theme, shade_style(&m->shade, &m->page.theme, of_row).fill.colour);
}

/* Lines between two dark zones are light; those of zones that another frame shows are none. */
static wijk_status find_lines(const map *m, uint8_t **lines, wijk_error *err) {
  const wijk_geometry *g = &m->request->zones->geometry;
  const draw_arcs *arcs = &m->arcs;
  bool dark[WIJK_CLASSES_MOST + 2] = {false};
  uint8_t *line = *lines = WIJK_ARENA_ADD(m->arena, uint8_t, arcs->arc_count, err);
  if (!line)
    return WIJK_MEMORY;
  find_dark(m, dark);
  for (size_t row = 0; row < m->request->zones->row_count; row++) {
    size_t end = g->ring_of_part[g->part_of_row[row + 1]];
    if (m->elsewhere && m->elsewhere[row])
      continue;
    uint8_t own = dark[m->shade.of_row[row] - SHADE_WATER] ? LINE_ON_DARK : LINE_INNER;
    for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < end; ring++)
      for (size_t ref = arcs->first_ref[ring]; ref < arcs->first_ref[ring + 1]; ref++)
        line[arcs->arc[ref]] = own > line[arcs->arc[ref]] ? own : line[arcs->arc[ref]];
  }
  double least_mm = 4 * m->page.theme.scale;
  for (size_t arc = 0; arc < arcs->arc_count; arc++)
    if (line[arc] != LINE_NONE && at_edge(arcs, arc, least_mm))
      line[arc] = LINE_OUTER;
  return WIJK_OK;
}

static void add_arc(map *m, const draw_arcs *arcs, size_t arc) {
  for (size_t i = arcs->first[arc]; i < arcs->first[arc + 1]; i++)
    (i == arcs->first[arc] ? drawing_move : drawing_line)(m->drawing, arcs->x[i], arcs->y[i]);
}

/* Each border once: those between zones thin, those at the edge of the city stronger. */
static wijk_status draw_borders(map *m, wijk_error *err) {
  const draw_theme *t = &m->page.theme;
  double fine = border_share(m);
  draw_style styles[LINE_KINDS] = {
      [LINE_ON_DARK] = t->border_on_dark, [LINE_INNER] = t->border, [LINE_OUTER] = t->outer_border};
  uint8_t *lines;
  if (find_lines(m, &lines, err) != WIJK_OK)
    return err->status;
  for (int kind = LINE_ON_DARK; kind < LINE_KINDS; kind++) {
    styles[kind].stroke_mm *= kind == LINE_OUTER ? fmax(0.5, fine) : fine;
    for (size_t arc = 0; arc < m->arcs.arc_count; arc++)
      if (lines[arc] == kind)
        add_arc(m, &m->arcs, arc);
    drawing_paint(m->drawing, &styles[kind], NULL);
  }
  return WIJK_OK;
}

/* The zoning's borders cross colours, and are cased for it. */
static void draw_zoning_borders(map *m) {
  const draw_theme *t = &m->page.theme;
  const draw_style casing = theme_casing(t, &t->zoning_border);
  const draw_style *styles[] = {&casing, &t->zoning_border, &t->outer_border};
  for (int pass = 0; pass < 3; pass++) {
    for (size_t arc = 0; arc < m->zoning_arcs.arc_count; arc++)
      if (at_edge(&m->zoning_arcs, arc, 4 * t->scale) == (pass == 2))
        add_arc(m, &m->zoning_arcs, arc);
    drawing_paint(m->drawing, styles[pass], NULL);
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
  if (draw_borders(m, err) != WIJK_OK)
    return err->status;
  if (m->request->zoning)
    draw_zoning_borders(m);
  if (m->focused)
    draw_focus(m, x, y);
  return WIJK_OK;
}
