/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies about and between the zones of a map: neighbours under everything, water over the zones, roads thin over
 * the colours. Each clipped to the ground that is seen. */
#ifndef WIJK_DRAW_CONTEXT_H
#define WIJK_DRAW_CONTEXT_H

#include "draw/label.h"
#include "draw/legend.h"
#include <wijk/map.h>

typedef struct context {
  const wijk_map_request *request;
  const draw_theme *theme;
  draw_view view;
  draw_box ground; /* mm: what is seen */
  double tolerance_mm;
  wijk_layer *neighbours; /* those seen, cut; NULL = none */
  draw_arcs neighbour_arcs;
  label *names; /* of neighbours */
  size_t name_count;
} context;

/* Whether the map has any. */
bool context_asked(const wijk_map_request *request);
/* Cuts what the ground does not show. WIJK_MEMORY. */
wijk_status context_compute(const wijk_map_request *request, const draw_theme *theme, const draw_view *view,
                            const draw_box *ground, wijk_arena *arena, context *made, wijk_error *err);
/* Under the zones. */
void context_draw_under(const context *c, wijk_drawing *drawing, wijk_arena *arena, wijk_error *err);
/* Over the zones, under their borders: water and roads. Adds to the result how many roads are left out, and which
 * layers have nothing to show. */
wijk_status context_draw_over(const context *c, wijk_drawing *drawing, wijk_arena *arena, wijk_map_result *result,
                              wijk_error *err);

/* Names of neighbours outside the zones, clear of `taken`: for a map on a page. Adds to `left_out` those that are seen
 * and find no room. */
wijk_status context_place_names(context *c, const wijk_layer *zones, const draw_arcs *arcs, const draw_box *taken,
                                size_t taken_count, draw_pen *pen, wijk_arena *arena, size_t *left_out,
                                wijk_error *err);
void context_draw_names(const context *c, wijk_drawing *drawing);

/* "omliggende gemeenten" */
const char *context_neighbours_noun(const wijk_map_request *request, wijk_arena *arena, wijk_error *err);
/* A block without rows where there is no context. `water_told`: the legend of the zones has it already. */
wijk_status context_legend(const wijk_map_request *request, const draw_theme *theme, bool water_told, wijk_arena *arena,
                           legend_block *block, wijk_error *err);

#endif
