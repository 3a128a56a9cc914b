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

const window_rim *window_rim_new(const wijk_geometry *shapes, wijk_arena *arena, wijk_error *err);

#endif
