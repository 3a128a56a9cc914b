/* SPDX-License-Identifier: EUPL-1.2 */
/* The window as lines: for each band the stretches of its middle line that lie inside. What two such windows share is a
 * walk along the stretches of each pair of lines. */
#include "geo/window.h"

#include <math.h>
#include <omp.h>

struct window_shift {
  double base, band_m; /* where the lowest band begins, and how high each is */
  double area_m2;      /* of all stretches: the overlap without a shift */
  size_t *first;       /* [WINDOW_LINES + 1] of each line, in x: stretches are pairs */
  double *x;
  /* the table: [direction * TABLE_STEPS + step] */
  double reach_m;
  double *table;
};

/* Directions over half a turn, since a shift back shares as much; steps from 0 to the reach. */
enum { TABLE_DIRECTIONS = 192, TABLE_STEPS = 65 };
#define HALF_TURN 3.1415926535897932385

/* ---- lines ---- */

/* Lines `from` up to but not including `to` cross the piece between heights low < high. */
static void find_lines(const window_shift *shift, double low, double high, size_t *from, size_t *to) {
  double first = ceil((low - shift->base) / shift->band_m - 0.5),
         end = ceil((high - shift->base) / shift->band_m - 0.5);
  *from = first > 0 ? (size_t)first : 0;
  *to = end > 0 ? (size_t)end : 0;
  *from = *from < WINDOW_LINES ? *from : WINDOW_LINES;
  *to = *to < WINDOW_LINES ? *to : WINDOW_LINES;
}

/* Counts the crossings of each line into `counts[line]`, or (x not NULL) stores them from there on. */
static void cross_lines(const window_shift *shift, const wijk_geometry *shapes, size_t *counts, double *x) {
  for (size_t ring = 0; ring < shapes->ring_count; ring++)
    for (size_t p = shapes->point_of_ring[ring]; p + 1 < shapes->point_of_ring[ring + 1]; p++) {
      double ax = shapes->x[p], ay = shapes->y[p], bx = shapes->x[p + 1], by = shapes->y[p + 1];
      size_t from, to;
      find_lines(shift, fmin(ay, by), fmax(ay, by), &from, &to);
      for (size_t line = from; line < to; line++) {
        double y = shift->base + ((double)line + 0.5) * shift->band_m;
        if (x)
          x[counts[line]] = ax + (bx - ax) * ((y - ay) / (by - ay));
        counts[line]++;
      }
    }
}

static void sort_line(double *x, size_t count) {
  for (size_t i = 1; i < count; i++) {
    double moved = x[i];
    size_t at = i;
    for (; at > 0 && x[at - 1] > moved; at--)
      x[at] = x[at - 1];
    x[at] = moved;
  }
}

window_shift *window_shift_new(const window *made, wijk_arena *arena, wijk_error *err) {
  const wijk_geometry *shapes = &made->parts->geometry;
  window_shift *shift = WIJK_ARENA_ADD(arena, window_shift, 1, err);
  size_t *counts = WIJK_ARENA_ADD(arena, size_t, WINDOW_LINES, err);
  size_t *first = WIJK_ARENA_ADD(arena, size_t, WINDOW_LINES + 1, err);
  if (!shift || !counts || !first)
    return NULL;
  *shift = (window_shift){.base = made->box.min_y, .band_m = (made->box.max_y - made->box.min_y) / WINDOW_LINES};
  cross_lines(shift, shapes, counts, NULL);
  for (size_t line = 0; line < WINDOW_LINES; line++) {
    first[line + 1] = first[line] + counts[line];
    counts[line] = first[line];
  }
  shift->first = first;
  shift->x = WIJK_ARENA_ADD(arena, double, first[WINDOW_LINES], err);
  if (!shift->x)
    return NULL;
  cross_lines(shift, shapes, counts, shift->x);
  for (size_t line = 0; line < WINDOW_LINES; line++)
    sort_line(shift->x + first[line], first[line + 1] - first[line]);
  shift->area_m2 = window_shift_overlap(shift, 0, 0);
  return shift;
}

/* ---- overlap ---- */

/* Length that the stretches `a` share with the stretches `b` moved by dx. */
static double share_line(const double *a, size_t a_count, const double *b, size_t b_count, double dx) {
  double shared = 0;
  for (size_t i = 0, j = 0; i + 1 < a_count && j + 1 < b_count;) {
    double end_a = a[i + 1], end_b = b[j + 1] + dx;
    double low = fmax(a[i], b[j] + dx), high = fmin(end_a, end_b);
    shared += high > low ? high - low : 0;
    if (end_a < end_b)
      i += 2;
    else
      j += 2;
  }
  return shared;
}

/* Moved by `bands` whole bands up, which is not less than 0, and dx. */
static double share_bands(const window_shift *shift, size_t bands, double dx) {
  double shared = 0;
  for (size_t line = bands; line < WINDOW_LINES; line++) {
    const size_t *a = shift->first + line, *b = shift->first + line - bands;
    shared += share_line(shift->x + a[0], a[1] - a[0], shift->x + b[0], b[1] - b[0], dx);
  }
  return shared * shift->band_m;
}

double window_shift_overlap(const window_shift *shift, double dx, double dy) {
  bool down = dy < 0; /* a shift and its opposite share as much */
  double bands = fabs(dy) / shift->band_m;
  if (!(bands < WINDOW_LINES))
    return 0;
  double whole = floor(bands), rest = bands - whole, low = share_bands(shift, (size_t)whole, down ? -dx : dx);
  return rest > 0 ? low + rest * (share_bands(shift, (size_t)whole + 1, down ? -dx : dx) - low) : low;
}

double window_shift_area(const window_shift *shift) {
  return shift->area_m2;
}

/* ---- the table ---- */

wijk_status window_shift_tabulate(window_shift *shift, double reach_m, int threads, wijk_arena *arena,
                                  wijk_error *err) {
  double *table = WIJK_ARENA_ADD(arena, double, (size_t)TABLE_DIRECTIONS *TABLE_STEPS, err);
  if (!table)
    return WIJK_MEMORY;
  int workers = threads > 0 ? threads : omp_get_max_threads();
#pragma omp parallel for schedule(dynamic, 4) num_threads(workers)
  for (size_t direction = 0; direction < TABLE_DIRECTIONS; direction++) {
    double angle = HALF_TURN * (double)direction / TABLE_DIRECTIONS;
    for (size_t step = 0; step < TABLE_STEPS; step++) {
      double far = reach_m * (double)step / (TABLE_STEPS - 1);
      table[direction * TABLE_STEPS + step] = window_shift_overlap(shift, far * cos(angle), far * sin(angle));
    }
  }
  shift->table = table;
  shift->reach_m = reach_m;
  return WIJK_OK;
}

double window_shift_look_up(const window_shift *shift, double dx, double dy) {
  double far = sqrt(dx * dx + dy * dy) / shift->reach_m * (TABLE_STEPS - 1);
  double turn = atan2(dy, dx) / HALF_TURN;
  turn = (turn < 0 ? turn + 1 : turn) * TABLE_DIRECTIONS;
  size_t step = far < TABLE_STEPS - 2 ? (size_t)far : TABLE_STEPS - 2;
  size_t here = turn < TABLE_DIRECTIONS - 1 ? (size_t)turn : TABLE_DIRECTIONS - 1;
  size_t next = here + 1 < TABLE_DIRECTIONS ? here + 1 : 0;
  double along = far - (double)step, across = turn - (double)here;
  const double *a = shift->table + here * TABLE_STEPS + step, *b = shift->table + next * TABLE_STEPS + step;
  double near = a[0] + across * (b[0] - a[0]), farther = a[1] + across * (b[1] - a[1]);
  return near + along * (farther - near);
}
