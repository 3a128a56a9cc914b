/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/context.h"
#include "draw/clip.h"
#include "draw/lines.h"
#include "draw/road_rank.h"
#include "draw/shade.h"
#include <math.h>

#define BEYOND_MM 1.0 /* what is cut is cut here, so that the cut is not seen */

bool context_asked(const wijk_map_request *request) {
  return request->neighbours || request->water_count > 0 || request->roads;
}

/* The ground in metres, with a little beyond. */
static void ground_bounds(const context *c, double bounds[4]) {
  const draw_view *v = &c->view;
  const draw_box *g = &c->ground;
  double beyond = BEYOND_MM * c->theme->scale;
  bounds[0] = v->x0_m + (g->x - beyond - v->left_mm) / v->mm_per_m;
  bounds[2] = v->x0_m + (g->x + g->width + beyond - v->left_mm) / v->mm_per_m;
  bounds[1] = v->y0_m + (v->base_mm - g->y - g->height - beyond) / v->mm_per_m;
  bounds[3] = v->y0_m + (v->base_mm - g->y + beyond) / v->mm_per_m;
}

/* The polygons that the ground shows, cut to it; NULL in `*seen` for none. */
static wijk_status select_seen(const wijk_layer *layer, const double bounds[4], wijk_arena *arena, wijk_layer **seen,
                               wijk_error *err) {
  size_t *rows = WIJK_ARENA_ADD(arena, size_t, layer->row_count, err), count = 0;
  *seen = NULL;
  for (size_t row = 0; row < layer->row_count && rows; row++)
    if (row_in_bounds(layer, row, bounds))
      rows[count++] = row;
  return rows && count > 0 ? layer_clip(layer, rows, count, bounds, arena, seen, err) : err->status;
}

wijk_status context_compute(const wijk_map_request *request, const draw_theme *theme, const draw_view *view,
                            const draw_box *ground, wijk_arena *arena, context *made, wijk_error *err) {
  *made = (context){.request = request,
                    .theme = theme,
                    .view = *view,
                    .ground = *ground,
                    .tolerance_mm = fmax(0.01, 0.3 * request->pixel_mm)};
  double bounds[4];
  if (!request->neighbours)
    return WIJK_OK;
  ground_bounds(made, bounds);
  if (select_seen(request->neighbours, bounds, arena, &made->neighbours, err) != WIJK_OK || !made->neighbours)
    return err->status;
  return arcs_compute(made->neighbours, view, made->tolerance_mm, arena, &made->neighbour_arcs, err);
}

/* ---- polygons ---- */

static void add_shape(wijk_drawing *drawing, const wijk_layer *layer, const draw_arcs *arcs, size_t row, double *x,
                      double *y) {
  const wijk_geometry *g = &layer->geometry;
  size_t end = g->ring_of_part[g->part_of_row[row + 1]];
  for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < end; ring++) {
    size_t count = arcs_ring(arcs, ring, x, y);
    for (size_t i = 0; i < count; i++)
      (i == 0 ? drawing_move : drawing_line)(drawing, x[i], y[i]);
    if (count > 0)
      drawing_join(drawing);
  }
}

void context_draw_under(const context *c, wijk_drawing *drawing, wijk_arena *arena, wijk_error *err) {
  if (!c->neighbours)
    return;
  size_t most = arcs_ring_most(&c->neighbour_arcs);
  double *x = WIJK_ARENA_ADD(arena, double, most + 1, err), *y = WIJK_ARENA_ADD(arena, double, most + 1, err);
  const wijk_column *name = wijk_layer_find_role(c->neighbours, "name");
  if (!x || !y)
    return;
  drawing_open(drawing, context_neighbours_noun(c->request, arena, err), NULL);
  for (size_t row = 0; row < c->neighbours->row_count; row++) {
    add_shape(drawing, c->neighbours, &c->neighbour_arcs, row, x, y);
    drawing_paint(drawing, &c->theme->neighbour, name && name->texts ? name->texts[row] : NULL);
  }
  drawing_close(drawing);
}

/* ---- water and roads ---- */

static wijk_status draw_water_areas(const context *c, const wijk_layer *water, const double bounds[4],
                                    wijk_drawing *drawing, wijk_arena *arena, bool *any, wijk_error *err) {
  wijk_layer *seen;
  draw_arcs arcs;
  if (select_seen(water, bounds, arena, &seen, err) != WIJK_OK || !seen)
    return err->status;
  if (arcs_compute(seen, &c->view, c->tolerance_mm, arena, &arcs, err) != WIJK_OK)
    return err->status;
  size_t most = arcs_ring_most(&arcs);
  double *x = WIJK_ARENA_ADD(arena, double, most + 1, err), *y = WIJK_ARENA_ADD(arena, double, most + 1, err);
  if (!x || !y)
    return WIJK_MEMORY;
  for (size_t row = 0; row < seen->row_count; row++) {
    *any = *any || seen->geometry.part_of_row[row] < seen->geometry.part_of_row[row + 1];
    add_shape(drawing, seen, &arcs, row, x, y);
    drawing_paint(drawing, &c->theme->water, NULL);
  }
  return WIJK_OK;
}

static void draw_water_lines(const context *c, const wijk_layer *water, const double bounds[4], wijk_drawing *drawing,
                             bool *any) {
  for (size_t row = 0; row < water->row_count; row++)
    if (row_in_bounds(water, row, bounds))
      *any = lines_add_row(drawing, water, row, &c->view, &c->ground, c->tolerance_mm) || *any;
  drawing_paint(drawing, &c->theme->water_line, NULL);
}

static wijk_status draw_water(const context *c, const double bounds[4], wijk_drawing *drawing, wijk_arena *arena,
                              wijk_map_result *result, wijk_error *err) {
  drawing_open(drawing, "water", NULL); /* in both languages */
  for (size_t i = 0; i < c->request->water_count && err->status == WIJK_OK; i++) {
    const wijk_layer *water = c->request->water[i];
    bool any = false;
    if (water->geometry.type == WIJK_GEOMETRY_LINE)
      draw_water_lines(c, water, bounds, drawing, &any);
    else
      draw_water_areas(c, water, bounds, drawing, arena, &any, err);
    if (!any)
      result->empty_context = water->name;
  }
  drawing_close(drawing);
  return err->status;
}

/* What a line of a rank is of one of the heaviest. */
static const double rank_shares[ROAD_RANKS] = {1, 0.8, 0.55, 0.4, 0.3};

static draw_style ranked(const draw_style *heaviest, int rank) {
  draw_style style = *heaviest;
  style.stroke_mm *= rank_shares[rank];
  return style;
}

/* Casings of all before the roads themselves, so that crossings are open; heavy ones over light ones. */
static wijk_status draw_roads(const context *c, const double bounds[4], wijk_drawing *drawing, wijk_arena *arena,
                              wijk_map_result *result, wijk_error *err) {
  const wijk_layer *roads = c->request->roads;
  size_t seen = 0, left_out = 0, per_rank[ROAD_RANKS] = {0};
  road_rank *ranks = WIJK_ARENA_ADD(arena, road_rank, roads->row_count, err);
  bool *here = WIJK_ARENA_ADD(arena, bool, roads->row_count, err);
  if (!ranks || !here)
    return WIJK_MEMORY;
  int least = road_ranks(roads, ranks) ? (int)road_rank_least(1000 / c->view.mm_per_m) : ROAD_RANKS - 1;
  for (size_t row = 0; row < roads->row_count; row++)
    if ((here[row] = row_in_bounds(roads, row, bounds)))
      per_rank[ranks[row]]++;
  int heaviest = 0;
  while (heaviest < ROAD_RANKS - 1 && per_rank[heaviest] == 0)
    heaviest++;
  least = least < heaviest ? heaviest : least; /* a map of streets only has no other roads to show */
  drawing_open(drawing, c->request->dutch ? "wegen" : "roads", NULL);
  for (int pass = 0; pass < 2; pass++)
    for (int rank = least; rank >= heaviest; rank--) {
      for (size_t row = 0; row < roads->row_count; row++)
        if (here[row] && (int)ranks[row] == rank)
          seen += lines_add_row(drawing, roads, row, &c->view, &c->ground, c->tolerance_mm);
      draw_style style = ranked(pass == 0 ? &c->theme->road_casing : &c->theme->road, rank);
      drawing_paint(drawing, &style, NULL);
    }
  drawing_close(drawing);
  for (int rank = least + 1; rank < ROAD_RANKS; rank++)
    left_out += per_rank[rank];
  result->roads_left_out = left_out;
  if (seen == 0)
    result->empty_context = roads->name;
  return WIJK_OK;
}

wijk_status context_draw_over(const context *c, wijk_drawing *drawing, wijk_arena *arena, wijk_map_result *result,
                              wijk_error *err) {
  double bounds[4];
  ground_bounds(c, bounds);
  if (c->request->neighbours && !c->neighbours)
    result->empty_context = c->request->neighbours->name;
  if (c->request->water_count > 0 && draw_water(c, bounds, drawing, arena, result, err) != WIJK_OK)
    return err->status;
  return c->request->roads ? draw_roads(c, bounds, drawing, arena, result, err) : WIJK_OK;
}

/* ---- legend ---- */

const char *context_neighbours_noun(const wijk_map_request *request, wijk_arena *arena, wijk_error *err) {
  return wijk_arena_format(arena, err, request->dutch ? "omliggende %s" : "surrounding %s",
                           zones_noun(request->neighbours, request->dutch, false));
}

wijk_status context_legend(const wijk_map_request *request, const draw_theme *theme, bool water_told, wijk_arena *arena,
                           legend_block *block, wijk_error *err) {
  bool dutch = request->dutch, areas = false, lines = false;
  *block = (legend_block){.heading = dutch ? "Ondergrond" : "Background"};
  for (size_t i = 0; i < request->water_count; i++) {
    bool line = request->water[i]->geometry.type == WIJK_GEOMETRY_LINE;
    areas = areas || !line;
    lines = lines || line;
  }
  if (areas && !water_told)
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_AREA, .style = theme->water, .label = "water"};
  if (lines)
    block->rows[block->row_count++] =
        (legend_row){.swatch = SWATCH_LINE, .style = theme->water_line, .label = dutch ? "waterlopen" : "watercourses"};
  if (request->roads)
    block->rows[block->row_count++] = (legend_row){.swatch = SWATCH_LINE,
                                                   .style = ranked(&theme->road, ROAD_MAIN),
                                                   .under = ranked(&theme->road_casing, ROAD_MAIN),
                                                   .label = dutch ? "wegen" : "roads"};
  if (request->neighbours)
    block->rows[block->row_count++] = (legend_row){
        .swatch = SWATCH_AREA, .style = theme->neighbour, .label = context_neighbours_noun(request, arena, err)};
  return err->status;
}
