/* SPDX-License-Identifier: EUPL-1.2 */
/* Plain questions to one ring or one row of polygons, answered exactly. */
#ifndef WIJK_GEO_POLYGON_H
#define WIJK_GEO_POLYGON_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>

typedef struct polygon_box {
  double min_x, min_y, max_x, max_y;
} polygon_box;

/* Of rings `first`..`end - 1`; min is infinite where there are no points. */
polygon_box polygon_box_of_rings(const wijk_geometry *shapes, size_t first, size_t end);
polygon_box polygon_box_of_row(const wijk_geometry *shapes, size_t row);
bool polygon_boxes_meet(const polygon_box *a, const polygon_box *b);

/* Area of a closed ring, positive when anticlockwise, by the shoelace sum about its first point. */
double ring_area(const double *x, const double *y, size_t count);
/* Whether a ring of that area runs as a shell, or a hole, should. */
static inline bool ring_runs_right(double area, bool shell) {
  return (area < 0) != shell;
}

/* 1 inside, -1 outside, 0 on the ring. Cost: that of looking at every point. */
int ring_side(const double *ring_x, const double *ring_y, size_t count, double x, double y);
/* The same for a row: inside an odd number of its rings. */
int polygon_side(const wijk_geometry *shapes, size_t row, double x, double y);
/* Whether the row holds the spot next to (x, y), a shade to the right and less than a shade up: of zones that share a
 * border, a point on it is thus held by exactly one. */
bool polygon_holds_beside(const wijk_geometry *shapes, size_t row, double x, double y);

#endif
