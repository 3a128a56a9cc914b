/* SPDX-License-Identifier: EUPL-1.2 */
/* An axis with round ticks: values to millimetres, numbers as people write them. */
#ifndef WIJK_DRAW_AXIS_H
#define WIJK_DRAW_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>

typedef struct draw_axis {
  double low, high; /* the first and the last tick */
  double at_mm;     /* where `low` stands */
  double mm;        /* per unit; negative = upward on the page */
  size_t tick_count;
  double first; /* tick k is (first + k) · factor · 10^power */
  int factor, power, decimals;
} draw_axis;

/* Amounts beyond this are a mistake rather than people or places, and cannot be written on an axis. */
#define AXIS_MOST 1e12

/* Ticks at multiples of the smallest 1, 2 or 5 times a power of ten (never below 1 where `whole`) that spans
 * least..most in at most `steps` steps (Heckbert 1990, "Nice numbers for graph labels", without its loose labels).
 * Where there is less than a millionth to span, as if there were 1 (its ticks would not be told apart). */
void axis_compute(double least, double most, size_t steps, bool whole, draw_axis *axis);
double axis_tick(const draw_axis *axis, size_t k);
/* `low` stands at `from_mm` and `high` at `to_mm`. */
void axis_place(draw_axis *axis, double from_mm, double to_mm);
double axis_mm(const draw_axis *axis, double value);
const char *axis_text(const draw_axis *axis, size_t k, bool dutch, wijk_arena *arena, wijk_error *err);

#endif
