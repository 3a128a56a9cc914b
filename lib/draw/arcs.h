/* SPDX-License-Identifier: EUPL-1.2 */
/* Borders as they are drawn: polygons cut into arcs where three or more meet, each arc once, on the page, without the
 * points nobody can see. Neighbours that share their coordinates to the bit stay neighbours. */
#ifndef WIJK_DRAW_ARCS_H
#define WIJK_DRAW_ARCS_H

#include <stdbool.h>
#include <stdint.h>
#include <wijk/layer.h>

/* From metres to millimetres on the page. */
typedef struct draw_view {
  double x0_m, y0_m;       /* this place on earth … */
  double left_mm, base_mm; /* … stands here */
  double mm_per_m;
} draw_view;
double view_x(const draw_view *view, double x_m);
double view_y(const draw_view *view, double y_m);

typedef struct draw_arcs {
  size_t arc_count;
  size_t *first; /* [arc_count + 1] points of each arc; a closed arc ends where it starts */
  uint8_t *uses; /* how many rings it bounds: 1 = an outer border */
  double *x, *y; /* mm */
  size_t ring_count;
  size_t *first_ref;  /* [ring_count + 1] arcs of each ring of the layer, in order */
  uint32_t *arc;      /* [refs] */
  uint8_t *backwards; /* [refs] */
} draw_arcs;

/* `tolerance_mm`: how far a border may be moved. O(n log n). WIJK_MEMORY; WIJK_DATA beyond four thousand million
 * points. */
wijk_status arcs_compute(const wijk_layer *zones, const draw_view *view, double tolerance_mm, wijk_arena *arena,
                         draw_arcs *arcs, wijk_error *err);

/* The points of one ring, ready to draw (the first is not repeated). `x`, `y` have room for `arcs_ring_most`. */
size_t arcs_ring(const draw_arcs *arcs, size_t ring, double *x, double *y);
size_t arcs_ring_most(const draw_arcs *arcs);

#endif
