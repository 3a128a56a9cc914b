/* SPDX-License-Identifier: EUPL-1.2 */
/* The window as lines: for each band the stretches of its middle line that lie inside. What a stretch shares with one
 * that is pushed past it first grows, then stays, then shrinks: four knees. So what all lines share with those some
 * bands away is straight between knees, and is known for all shifts along them from one pass over the knees: a knee
 * between two places of the table is parted over both, which leaves the table itself exact. */
#include "geo/window.h"

#include <math.h>
#include <omp.h>

struct window_shift {
  double base, band_m; /* where the lowest band begins, and how high each is */
  size_t *first;       /* [LINES + 1] of each line, in x: stretches are pairs */
  double *x;
  /* the table: row r is a shift up by r * row_bands bands, column c one along by (c - SIDE) * step_m */
  double step_m;
  size_t row_bands, row_count;
  double *table;
};

enum { LINES = 2048, SIDE = 1024, COLUMNS = 2 * SIDE + 1, MOST_ROWS = 1024 };

/* ---- lines ---- */

/* Lines `from` up to but not including `to` cross the piece between heights low < high. */
static void find_lines(const window_shift *shift, double low, double high, size_t *from, size_t *to) {
  double first = ceil((low - shift->base) / shift->band_m - 0.5),
         end = ceil((high - shift->base) / shift->band_m - 0.5);
  *from = first > 0 ? (size_t)first : 0;
  *to = end > 0 ? (size_t)end : 0;
  *from = *from < LINES ? *from : LINES;
  *to = *to < LINES ? *to : LINES;
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

static wijk_status make_lines(const wijk_geometry *shapes, wijk_arena *arena, window_shift *shift, wijk_error *err) {
  size_t counts[LINES] = {0};
  shift->first = WIJK_ARENA_ADD(arena, size_t, LINES + 1, err);
  if (!shift->first)
    return WIJK_MEMORY;
  cross_lines(shift, shapes, counts, NULL);
  for (size_t line = 0; line < LINES; line++) {
    shift->first[line + 1] = shift->first[line] + counts[line];
    counts[line] = shift->first[line];
  }
  shift->x = WIJK_ARENA_ADD(arena, double, shift->first[LINES], err);
  if (!shift->x)
    return WIJK_MEMORY;
  cross_lines(shift, shapes, counts, shift->x);
  for (size_t line = 0; line < LINES; line++)
    sort_line(shift->x + shift->first[line], shift->first[line + 1] - shift->first[line]);
  return WIJK_OK;
}

/* ---- knees ---- */

/* What is shared as a shift along the lines grows from the first place of a row: what it is there, how it rises from
 * there on, and by how much more from each place on. */
typedef struct row_knees {
  double from_m, step_m, value, rise, bend[COLUMNS + 1];
} row_knees;

static void add_knee(row_knees *knees, double at, double bend) {
  double place = (at - knees->from_m) / knees->step_m;
  if (place <= 0) {
    knees->value -= bend * place * knees->step_m;
    knees->rise += bend;
  } else if (place < COLUMNS - 1) {
    size_t before = (size_t)place;
    double part = place - (double)before;
    knees->bend[before] += bend * (1 - part);
    knees->bend[before + 1] += bend * part;
  }
}

/* The stretches `a` with the stretches `b` moved along. */
static void add_lines(row_knees *knees, const double *a, size_t a_count, const double *b, size_t b_count) {
  for (size_t i = 0; i + 1 < a_count; i += 2)
    for (size_t j = 0; j + 1 < b_count; j += 2) {
      if (a[i + 1] - b[j] <= knees->from_m || a[i] - b[j + 1] >= -knees->from_m)
        continue; /* past each other before the first place, or not met at the last */
      add_knee(knees, a[i] - b[j + 1], 1);
      add_knee(knees, a[i] - b[j], -1);
      add_knee(knees, a[i + 1] - b[j + 1], -1);
      add_knee(knees, a[i + 1] - b[j], 1);
    }
}

static void fill_row(const window_shift *shift, size_t bands, double *row) {
  row_knees knees = {.from_m = -SIDE * shift->step_m, .step_m = shift->step_m};
  for (size_t line = bands; line < LINES; line++) {
    const size_t *a = shift->first + line, *b = shift->first + line - bands;
    add_lines(&knees, shift->x + a[0], a[1] - a[0], shift->x + b[0], b[1] - b[0]);
  }
  for (size_t column = 0; column < COLUMNS; column++) {
    row[column] = knees.value * shift->band_m;
    knees.rise += knees.bend[column];
    knees.value += knees.rise * shift->step_m;
  }
}

window_shift *window_shift_new(const window *made, double reach_m, int threads, wijk_arena *arena, wijk_error *err) {
  const polygon_box *box = &made->box;
  window_shift *shift = WIJK_ARENA_ADD(arena, window_shift, 1, err);
  if (!shift)
    return NULL;
  *shift = (window_shift){.base = box->min_y, .band_m = (box->max_y - box->min_y) / LINES, .step_m = reach_m / SIDE};
  if (make_lines(&made->parts->geometry, arena, shift, err) != WIJK_OK)
    return NULL;
  double bands = fmin(ceil(reach_m / shift->band_m), LINES);
  shift->row_bands = (size_t)ceil(bands / (MOST_ROWS - 2));
  shift->row_count = (size_t)(bands / (double)shift->row_bands) + 2;
  shift->table = WIJK_ARENA_ADD(arena, double, shift->row_count *COLUMNS, err);
  if (!shift->table)
    return NULL;
  int workers = threads > 0 ? threads : omp_get_max_threads();
#pragma omp parallel for schedule(dynamic, 4) num_threads(workers)
  for (size_t row = 0; row < shift->row_count; row++)
    fill_row(shift, row * shift->row_bands, shift->table + row * COLUMNS);
  return shift;
}

double window_shift_area(const window_shift *shift) {
  return shift->table[SIDE];
}

double window_shift_overlap(const window_shift *shift, double dx, double dy) {
  if (dy < 0) { /* a shift and its opposite share as much */
    dx = -dx;
    dy = -dy;
  }
  double along = dx / shift->step_m + SIDE, up = dy / (shift->band_m * (double)shift->row_bands);
  size_t column = along < COLUMNS - 2 ? along > 0 ? (size_t)along : 0 : COLUMNS - 2;
  size_t row = up < (double)(shift->row_count - 2) ? (size_t)up : shift->row_count - 2;
  const double *low = shift->table + row * COLUMNS + column, *high = low + COLUMNS;
  along -= (double)column;
  up -= (double)row;
  double below = low[0] + along * (low[1] - low[0]), above = high[0] + along * (high[1] - high[0]);
  return fmax(below + up * (above - below), 0); /* lest a rounding make nothing less than that */
}
