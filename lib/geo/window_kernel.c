/* SPDX-License-Identifier: EUPL-1.2 */
/* The part of a kernel in the window, from its border alone. Let P(r) be the part of the kernel within r of its middle.
 * Seen from there, the kernel beyond the border is 1 - P(r) in each direction, so that by Green's theorem
 *
 *   part inside = 1 - 1/2pi ∮ (1 - P(r)) dθ     or     = 1 + 1/2pi ∮ G(r²) (x dy - y dx) - 1/2pi ∮ dθ
 *
 * about a middle inside, the border running anticlockwise; G(q) = P(√q) / q is smooth where r is 0, unlike dθ. Beyond
 * the reach of the kernel 1 - P is 0, so only border within it is looked at. Along a straight piece x dy - y dx is
 * constant: of a quartic G is a polynomial of the fourth degree there, which Gauss's rule of three places integrates
 * exactly; of a gaussian his rule of five is right to ten digits over stretches no longer than the bandwidth. The
 * angles are wanted but for whole turns, since a part lies between 0 and 1: they are multiplied as directions. */
#include "geo/window_rim.h"

#include <math.h>

#define TURN 6.283185307179586477

typedef struct part_sum {
  const window_kernel *kernel;
  double x, y, limit2;
  double sum;          /* of G(r²) (x dy - y dx) */
  double cosine, sine; /* the turn so far */
} part_sum;

static void turn_by(part_sum *s, double x, double y) {
  double length = sqrt(x * x + y * y);
  if (!(length > 0))
    return; /* in the middle itself: the turn is from the piece before to the one after */
  double cosine = (s->cosine * x - s->sine * y) / length;
  s->sine = (s->cosine * y + s->sine * x) / length;
  s->cosine = cosine;
}

/* P(r) / r² for the square of r. */
static double part_over_square(const window_kernel *kernel, double square) {
  double h2 = kernel->bandwidth_m * kernel->bandwidth_m, ratio = square / h2;
  if (kernel->kind == WIJK_KERNEL_QUARTIC)
    return (3 - ratio * (3 - ratio)) / h2;
  return ratio > 1e-12 ? -expm1(-ratio / 2) / square : 0.5 / h2;
}

/* Over the stretch from (ax, ay) along (ux, uy), which lies within reach. */
static double integrate(const window_kernel *kernel, double ax, double ay, double ux, double uy) {
  static const double place3[] = {-0.77459666924148337704, 0, 0.77459666924148337704};
  static const double weight3[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
  static const double place5[] = {-0.90617984593866399280, -0.53846931010568309104, 0, 0.53846931010568309104,
                                  0.90617984593866399280};
  static const double weight5[] = {0.11846344252809454376, 0.23931433524968323402, 0.28444444444444444444,
                                   0.23931433524968323402, 0.11846344252809454376};
  bool quartic = kernel->kind == WIJK_KERNEL_QUARTIC;
  size_t stretches = quartic ? 1 : (size_t)(sqrt(ux * ux + uy * uy) / kernel->bandwidth_m) + 1;
  double sum = 0;
  for (size_t i = 0; i < stretches; i++)
    for (size_t k = 0; k < (quartic ? 3 : 5); k++) {
      double s = ((double)i + (1 + (quartic ? place3[k] : place5[k])) / 2) / (double)stretches;
      double x = ax + s * ux, y = ay + s * uy;
      sum += (quartic ? weight3[k] : weight5[k]) * part_over_square(kernel, x * x + y * y);
    }
  return sum / (double)stretches;
}

/* One border piece, as much of it as lies within reach. */
static void add_piece(part_sum *s, double ax, double ay, double bx, double by) {
  double ux = bx - ax, uy = by - ay, length2 = ux * ux + uy * uy, along = ax * ux + ay * uy;
  double from2 = ax * ax + ay * ay, from = 0, to = 1;
  double under = along * along - length2 * (from2 - s->limit2);
  if (!(length2 > 0) || !(under > 0))
    return;
  double root = sqrt(under);
  from = window_greater((-along - root) / length2, 0);
  to = window_lesser((-along + root) / length2, 1);
  if (!(from < to))
    return;
  double px = ax + from * ux, py = ay + from * uy, vx = (to - from) * ux, vy = (to - from) * uy;
  turn_by(s, px, -py);
  turn_by(s, to < 1 ? px + vx : bx, to < 1 ? py + vy : by);
  double across = px * vy - py * vx;
  s->sum += across == 0 ? 0 : across * integrate(s->kernel, px, py, vx, vy);
}

static bool in_reach(const part_sum *s, const polygon_box *box) {
  return window_near_square(box, s->x, s->y) < s->limit2;
}

double window_kernel_part(const window *made, const window_kernel *kernel, double x, double y) {
  const window_rim *rim = made->rim;
  const double *rim_x = rim->shapes->x, *rim_y = rim->shapes->y;
  part_sum s = {.kernel = kernel, .x = x, .y = y, .cosine = 1, .limit2 = kernel->reach_m * kernel->reach_m};
  for (size_t run = 0; run < rim->run_count; run++)
    if (run % WINDOW_RUNS == 0 && !in_reach(&s, &rim->wide_boxes[run / WINDOW_RUNS]))
      run += WINDOW_RUNS - 1;
    else if (in_reach(&s, &rim->boxes[run]))
      for (size_t p = rim->first[run]; p < rim->end[run]; p++)
        add_piece(&s, rim_x[p] - x, rim_y[p] - y, rim_x[p + 1] - x, rim_y[p + 1] - y);
  double part = (s.sum - atan2(s.sine, s.cosine)) / TURN;
  part -= floor(part);
  return part > 1e-9 ? part : 1;
}
