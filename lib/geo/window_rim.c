/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/window_rim.h"

#include <math.h>

static const polygon_box empty = {INFINITY, INFINITY, -INFINITY, -INFINITY};

static void widen(polygon_box *box, const polygon_box *by) {
  box->min_x = fmin(box->min_x, by->min_x);
  box->min_y = fmin(box->min_y, by->min_y);
  box->max_x = fmax(box->max_x, by->max_x);
  box->max_y = fmax(box->max_y, by->max_y);
}

static void add_run(window_rim *rim, size_t first, size_t end) {
  polygon_box box = empty, *wide = &rim->wide_boxes[rim->run_count / WINDOW_RUNS];
  for (size_t point = first; point <= end; point++)
    widen(&box,
          &(polygon_box){rim->shapes->x[point], rim->shapes->y[point], rim->shapes->x[point], rim->shapes->y[point]});
  if (rim->run_count % WINDOW_RUNS == 0)
    *wide = empty;
  widen(wide, &box);
  rim->first[rim->run_count] = first;
  rim->end[rim->run_count] = end;
  rim->boxes[rim->run_count++] = box;
}

const window_rim *window_rim_new(const wijk_geometry *shapes, wijk_arena *arena, wijk_error *err) {
  window_rim *rim = WIJK_ARENA_ADD(arena, window_rim, 1, err);
  size_t room = shapes->point_count / WINDOW_RUN + shapes->ring_count + 1;
  if (!rim)
    return NULL;
  *rim = (window_rim){.shapes = shapes};
  rim->first = WIJK_ARENA_ADD(arena, size_t, room, err);
  rim->end = WIJK_ARENA_ADD(arena, size_t, room, err);
  rim->boxes = WIJK_ARENA_ADD(arena, polygon_box, room, err);
  rim->wide_boxes = WIJK_ARENA_ADD(arena, polygon_box, room / WINDOW_RUNS + 1, err);
  if (!rim->first || !rim->end || !rim->boxes || !rim->wide_boxes)
    return NULL;
  for (size_t ring = 0; ring < shapes->ring_count; ring++) {
    size_t last = shapes->point_of_ring[ring + 1];
    for (size_t at = shapes->point_of_ring[ring]; at + 1 < last; at += WINDOW_RUN)
      add_run(rim, at, last - 1 - at < WINDOW_RUN ? last - 1 : at + WINDOW_RUN);
  }
  return rim;
}
