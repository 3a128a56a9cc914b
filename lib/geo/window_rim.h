/* SPDX-License-Identifier: EUPL-1.2 */
/* The border of a window as runs of pieces that follow on each other, each run with its box, and each few runs with
 * theirs, so that most of it can be passed over. */
#ifndef WIJK_GEO_WINDOW_RIM_H
#define WIJK_GEO_WINDOW_RIM_H

#include "geo/window.h"

enum { WINDOW_RUN = 16, WINDOW_RUNS = 16 };

/* Run k has the pieces from point first[k] to point end[k]: piece p goes from point p to point p + 1. */
struct window_rim {
  const wijk_geometry *shapes;
  size_t run_count;
  size_t *first, *end;
  polygon_box *boxes;
  polygon_box *wide_boxes; /* of runs k * WINDOW_RUNS and on */
};

/* ---- distances ---- */

/* Of numbers that are none, fmin and fmax would be a call. */
static inline double window_lesser(double a, double b) {
  return a < b ? a : b;
}

static inline double window_greater(double a, double b) {
  return a > b ? a : b;
}

/* Squares of the distances from a place to the nearest and the farthest of a box. */
static inline double window_near_square(const polygon_box *box, double x, double y) {
  double dx = window_greater(window_greater(box->min_x - x, x - box->max_x), 0),
         dy = window_greater(window_greater(box->min_y - y, y - box->max_y), 0);
  return dx * dx + dy * dy;
}

static inline double window_far_square(const polygon_box *box, double x, double y) {
  double dx = window_greater(x - box->min_x, box->max_x - x), dy = window_greater(y - box->min_y, box->max_y - y);
  return dx * dx + dy * dy;
}

/* ---- make ---- */

const window_rim *window_rim_new(const wijk_geometry *shapes, wijk_arena *arena, wijk_error *err);

#endif
