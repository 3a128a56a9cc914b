/* SPDX-License-Identifier: EUPL-1.2 */
/* Along the border the window lies to the left. Where the border runs into a circle, the circle (anticlockwise) leaves
 * the window, and where it runs out again, the circle comes in. So the arcs inside are the angles of the first less
 * those of the second, but for whole turns; and one turn is all there is. A corner counts as inside the circle or
 * outside it for both pieces that meet there, so every ring runs in as often as out. */
#include "geo/window_rim.h"

#include <math.h>

#define TURN 6.283185307179586477

enum { BINS = 128 };

/* The circles about one place, ascending, and one without end after them; bins say where to begin. Where a circle
 * leaves the window is a direction, and where it comes in the opposite of one: directions are multiplied as complex
 * numbers, so that one angle a circle is asked for in the end. */
typedef struct circles {
  double x, y, least, most; /* squares of radii */
  double bins_per_square;
  size_t first[BINS + 2]; /* of each bin */
  circle_turn *turn;
} circles;

static size_t bin_of(const circles *c, double square) {
  double bin = square * c->bins_per_square;
  return bin < BINS ? bin > 0 ? (size_t)bin : 0 : BINS;
}

static circle_turn turn_new(size_t number, double square) {
  return (circle_turn){.number = number, .square = square, .inverse = 1 / sqrt(square), .cosine = 1};
}

/* Those of one bin stand together already. */
static void sort_circles(circle_turn *turn, size_t count) {
  for (size_t k = 1; k < count; k++) {
    circle_turn moved = turn[k];
    size_t at = k;
    for (; at > 0 && turn[at - 1].square > moved.square; at--)
      turn[at] = turn[at - 1];
    turn[at] = moved;
  }
}

static void set_circles(circles *c, size_t count, const double *square) {
  c->least = c->most = square[0];
  for (size_t k = 1; k < count; k++) {
    c->least = window_lesser(c->least, square[k]);
    c->most = window_greater(c->most, square[k]);
  }
  c->bins_per_square = c->most > 0 ? (BINS - 0.5) / c->most : 0;
  for (size_t bin = 0; bin < BINS + 2; bin++)
    c->first[bin] = 0;
  for (size_t k = 0; k < count; k++)
    c->first[bin_of(c, square[k])]++;
  for (size_t bin = 1; bin < BINS + 2; bin++)
    c->first[bin] += c->first[bin - 1]; /* its end; filling makes it its beginning */
  for (size_t k = count; k-- > 0;)
    c->turn[--c->first[bin_of(c, square[k])]] = turn_new(k, square[k]);
  sort_circles(c->turn, count);
  c->turn[count] = turn_new(count, INFINITY);
}

/* One border piece, from a to b about the circles' middle. */
typedef struct piece {
  double ax, ay, ux, uy; /* a, and the way to b */
  double length2, along; /* u.u and a.u */
  double from2, to2;     /* a.a and b.b */
} piece;

/* Turns on to where the piece is at `s`, or (sign -1) back. */
static void turn_to(const piece *p, double s, double sign, circle_turn *turn) {
  double x = (p->ax + s * p->ux) * turn->inverse, y = sign * (p->ay + s * p->uy) * turn->inverse;
  double cosine = turn->cosine * x - turn->sine * y;
  turn->sine = turn->cosine * y + turn->sine * x;
  turn->cosine = cosine;
}

/* What the piece does to one circle. */
static void cross(const piece *p, circle_turn *turn) {
  double square = turn->square;
  bool from_inside = p->from2 < square, to_inside = p->to2 < square;
  double beyond = p->along * p->along - p->length2 * (p->from2 - square);
  if (from_inside && to_inside)
    return;
  if (!from_inside && !to_inside && !(beyond > 0 && p->along < 0 && -p->along < p->length2))
    return; /* passes by */
  double root = sqrt(fmax(beyond, 0));
  if (!from_inside)
    turn_to(p, fmax((-p->along - root) / p->length2, 0), 1, turn);
  if (!to_inside)
    turn_to(p, fmin((-p->along + root) / p->length2, 1), -1, turn);
  turn->crossed = true;
}

static void cross_all(const circles *c, const piece *p) {
  double nearest = window_lesser(p->from2, p->to2), farthest = window_greater(p->from2, p->to2);
  if (p->along < 0 && -p->along < p->length2) /* the foot of the perpendicular, a rounding nearer than it is */
    nearest = window_lesser(nearest, (p->from2 - p->along * p->along / p->length2) - 1e-9 * p->from2);
  for (circle_turn *turn = c->turn + c->first[bin_of(c, nearest)]; turn->square <= farthest; turn++)
    cross(p, turn);
}

static void cross_run(const circles *c, const double *x, const double *y, size_t pieces) {
  piece p = {.ax = x[0] - c->x, .ay = y[0] - c->y};
  p.from2 = p.ax * p.ax + p.ay * p.ay;
  for (size_t i = 0; i < pieces; i++) {
    double bx = x[i + 1] - c->x, by = y[i + 1] - c->y;
    p.ux = x[i + 1] - x[i];
    p.uy = y[i + 1] - y[i];
    p.length2 = p.ux * p.ux + p.uy * p.uy;
    p.along = p.ax * p.ux + p.ay * p.uy;
    p.to2 = bx * bx + by * by;
    if (p.length2 > 0)
      cross_all(c, &p);
    p.ax = bx;
    p.ay = by;
    p.from2 = p.to2;
  }
}

/* Does any circle run between the nearest and the farthest there is of a run? */
static bool run_is_met(const circles *c, const polygon_box *box) {
  double near = window_near_square(box, c->x, c->y), far = window_far_square(box, c->x, c->y);
  return near <= c->most && far >= c->least && c->first[bin_of(c, near)] < c->first[bin_of(c, far) + 1];
}

void window_circle_shares(const window *made, double x, double y, size_t count, const double *square, double *share,
                          circle_turn *room) {
  const window_rim *rim = made->rim;
  const double *rim_x = rim->shapes->x, *rim_y = rim->shapes->y;
  circles c = {.x = x, .y = y, .turn = room};
  if (!count)
    return;
  set_circles(&c, count, square);
  for (size_t run = 0; run < rim->run_count; run++)
    if (run % WINDOW_RUNS == 0 && !run_is_met(&c, &rim->wide_boxes[run / WINDOW_RUNS]))
      run += WINDOW_RUNS - 1;
    else if (run_is_met(&c, &rim->boxes[run]))
      cross_run(&c, rim_x + rim->first[run], rim_y + rim->first[run], rim->end[run] - rim->first[run]);
  for (size_t k = 0; k < count; k++) {
    double turned = room[k].crossed ? atan2(room[k].sine, room[k].cosine) / TURN : 1;
    turned += turned < 0 ? 1 : 0;
    share[room[k].number] = turned > 1e-9 ? window_lesser(turned, 1) : 1;
  }
}
