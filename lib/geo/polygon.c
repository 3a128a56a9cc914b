/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/polygon.h"

#include "geo/orientation.h"

#include <math.h>

polygon_box polygon_box_of_rings(const wijk_geometry *shapes, size_t first, size_t end) {
  polygon_box found = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  if (first == end)
    return found;
  for (size_t i = shapes->point_of_ring[first]; i < shapes->point_of_ring[end]; i++) {
    double x = shapes->x[i], y = shapes->y[i]; /* NaN is less than nothing, and more */
    found.min_x = x < found.min_x ? x : found.min_x;
    found.min_y = y < found.min_y ? y : found.min_y;
    found.max_x = x > found.max_x ? x : found.max_x;
    found.max_y = y > found.max_y ? y : found.max_y;
  }
  return found;
}

polygon_box polygon_box_of_row(const wijk_geometry *shapes, size_t row) {
  if (!shapes->part_count)
    return polygon_box_of_rings(shapes, 0, 0);
  return polygon_box_of_rings(shapes, shapes->ring_of_part[shapes->part_of_row[row]],
                              shapes->ring_of_part[shapes->part_of_row[row + 1]]);
}

bool polygon_boxes_meet(const polygon_box *a, const polygon_box *b) {
  return a->min_x <= b->max_x && b->min_x <= a->max_x && a->min_y <= b->max_y && b->min_y <= a->max_y;
}

double ring_area(const double *x, const double *y, size_t count) {
  double twice = 0;
  for (size_t i = 1; i + 1 < count; i++)
    twice += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
  return twice / 2;
}

int ring_side(const double *ring_x, const double *ring_y, size_t count, double x, double y) {
  int side = -1;
  for (size_t i = 0; i + 1 < count; i++) {
    double ax = ring_x[i], ay = ring_y[i], bx = ring_x[i + 1], by = ring_y[i + 1];
    if ((ay > y && by > y) || (ay < y && by < y) || (ax < x && bx < x))
      continue;
    int turn = orientation_find(ax, ay, bx, by, x, y);
    if (turn == 0 && x >= fmin(ax, bx) && x <= fmax(ax, bx))
      return 0;
    if ((ay > y) != (by > y) && (by > ay ? turn > 0 : turn < 0))
      side = -side;
  }
  return side;
}

bool polygon_holds_beside(const wijk_geometry *shapes, size_t row, double x, double y) {
  bool holds = false;
  size_t first = shapes->ring_of_part[shapes->part_of_row[row]];
  size_t end = shapes->ring_of_part[shapes->part_of_row[row + 1]];
  for (size_t ring = first; ring < end; ring++)
    for (size_t i = shapes->point_of_ring[ring]; i + 1 < shapes->point_of_ring[ring + 1]; i++) {
      double ax = shapes->x[i], ay = shapes->y[i], bx = shapes->x[i + 1], by = shapes->y[i + 1];
      if ((ay > y) == (by > y) || (ax < x && bx < x))
        continue;
      int turn = orientation_find(ax, ay, bx, by, x, y);
      if (by > ay ? turn > 0 : turn < 0)
        holds = !holds;
    }
  return holds;
}
