/* SPDX-License-Identifier: EUPL-1.2 */
/* Along the border the window lies to the left. Where the border runs into a circle, the circle (anticlockwise) leaves
 * the window, and where it runs out again, the circle comes in. So the arcs inside are the angles of the first less
 * those of the second, but for whole turns; and one turn is all there is. A corner counts as inside the circle or
 * outside it for both pieces that meet there, so every ring runs in as often as out. */
#include "geo/window_rim.h"

#include <math.h>

#define TURN 6.283185307179586477

const window_rim *window_rim_new(const wijk_geometry *shapes, wijk_arena *arena, wijk_error *err) {
  window_rim *rim = WIJK_ARENA_ADD(arena, window_rim, 1, err);
  size_t room = shapes->point_count / WINDOW_RUN + shapes->ring_count + 1;
  if (!rim)
    return NULL;
  *rim = (window_rim){.shapes = shapes};
  rim->first = WIJK_ARENA_ADD(arena, size_t, room, err);
  rim->end = WIJK_ARENA_ADD(arena, size_t, room, err);
  rim->boxes = WIJK_ARENA_ADD(arena, polygon_box, room, err);
  if (!rim->first || !rim->end || !rim->boxes)
    return NULL;
  for (size_t ring = 0; ring < shapes->ring_count; ring++) {
    size_t last = shapes->point_of_ring[ring + 1];
    for (size_t at = shapes->point_of_ring[ring]; at + 1 < last; at += WINDOW_RUN) {
      size_t end = last - 1 - at < WINDOW_RUN ? last - 1 : at + WINDOW_RUN;
      polygon_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
      for (size_t point = at; point <= end; point++) {
        box.min_x = fmin(box.min_x, shapes->x[point]);
        box.min_y = fmin(box.min_y, shapes->y[point]);
        box.max_x = fmax(box.max_x, shapes->x[point]);
        box.max_y = fmax(box.max_y, shapes->y[point]);
      }
      rim->first[rim->run_count] = at;
      rim->end[rim->run_count] = end;
      rim->boxes[rim->run_count++] = box;
    }
  }
  return rim;
}

/* First of `square` that is at least `limit`. */
static size_t find_from(const double *square, size_t count, double limit) {
  size_t low = 0;
  while (count) {
    size_t half = count / 2;
    if (square[low + half] < limit) {
      low += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return low;
}

/* One border piece, from a to b about the circles' middle. */
typedef struct piece {
  double ax, ay, ux, uy; /* a, and the way to b */
  double length2, along; /* u.u and a.u */
  double from2, to2;     /* a.a and b.b */
} piece;

static double angle_at(const piece *p, double s) {
  return atan2(p->ay + s * p->uy, p->ax + s * p->ux);
}

/* Adds to `turned` (angles of leaving less angles of coming in) what the piece does to one circle. */
static void cross(const piece *p, double square, double *turned, double *crossings) {
  bool from_inside = p->from2 < square, to_inside = p->to2 < square;
  double beyond = p->along * p->along - p->length2 * (p->from2 - square);
  if (from_inside && to_inside)
    return;
  if (!from_inside && !to_inside && !(beyond > 0 && p->along < 0 && -p->along < p->length2))
    return; /* passes by */
  double root = sqrt(fmax(beyond, 0));
  if (!from_inside)
    *turned += angle_at(p, fmax((-p->along - root) / p->length2, 0));
  if (!to_inside)
    *turned -= angle_at(p, fmin((-p->along + root) / p->length2, 1));
  *crossings += 1;
}

static void cross_all(const piece *p, size_t count, const double *square, double *turned, double *crossings) {
  double nearest = fmin(p->from2, p->to2), farthest = fmax(p->from2, p->to2);
  if (p->along < 0 && -p->along < p->length2) /* the foot of the perpendicular, a rounding nearer than it is */
    nearest = fmin(nearest, (p->from2 - p->along * p->along / p->length2) - 1e-9 * p->from2);
  for (size_t k = find_from(square, count, nearest); k < count && square[k] <= farthest; k++)
    cross(p, square[k], &turned[k], &crossings[k]);
}

static double near_square(const polygon_box *box, double x, double y) {
  double dx = fmax(fmax(box->min_x - x, x - box->max_x), 0), dy = fmax(fmax(box->min_y - y, y - box->max_y), 0);
  return dx * dx + dy * dy;
}

static double far_square(const polygon_box *box, double x, double y) {
  double dx = fmax(x - box->min_x, box->max_x - x), dy = fmax(y - box->min_y, box->max_y - y);
  return dx * dx + dy * dy;
}

void window_circle_shares(const window *made, double x, double y, size_t count, const double *square, double *share,
                          double *crossings) {
  const window_rim *rim = made->rim;
  for (size_t k = 0; k < count; k++)
    share[k] = crossings[k] = 0;
  for (size_t run = 0; count && run < rim->run_count; run++) {
    if (near_square(&rim->boxes[run], x, y) > square[count - 1] || far_square(&rim->boxes[run], x, y) < square[0])
      continue;
    for (size_t point = rim->first[run]; point < rim->end[run]; point++) {
      const double *px = rim->shapes->x + point, *py = rim->shapes->y + point;
      piece p = {.ax = px[0] - x, .ay = py[0] - y, .ux = px[1] - px[0], .uy = py[1] - py[0]};
      double bx = px[1] - x, by = py[1] - y;
      p.length2 = p.ux * p.ux + p.uy * p.uy;
      p.along = p.ax * p.ux + p.ay * p.uy;
      p.from2 = p.ax * p.ax + p.ay * p.ay;
      p.to2 = bx * bx + by * by;
      if (p.length2 > 0)
        cross_all(&p, count, square, share, crossings);
    }
  }
  for (size_t k = 0; k < count; k++) {
    double turned = share[k] - TURN * floor(share[k] / TURN);
    share[k] = crossings[k] > 0 && turned > 1e-9 ? fmin(turned / TURN, 1) : 1;
  }
}
