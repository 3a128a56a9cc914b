/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/axis.h"
#include "draw/round.h"
#include "draw/shade.h"
#include <math.h>

/* Whether multiples of this step span the values in few enough steps; fills the axis when they do. */
static bool try_step(double least, double most, size_t steps, int power, int factor, draw_axis *axis) {
  const double step = wijk_round_multiple(1, power, factor), slack = 1e-9;
  double first = floor(least / step + slack), last = ceil(most / step - slack);
  if (last == first)
    last = first + 1;
  if (!(step > 0) || !(last - first <= (double)steps)) /* a step too small for a double is none */
    return false;
  *axis = (draw_axis){.low = wijk_round_multiple(first, power, factor),
                      .high = wijk_round_multiple(last, power, factor),
                      .tick_count = (size_t)(last - first) + 1,
                      .first = first,
                      .factor = factor,
                      .power = power,
                      .decimals = power < 0 ? -power : 0};
  return true;
}

void axis_compute(double least, double most, size_t steps, bool whole, draw_axis *axis) {
  static const int factors[] = {1, 2, 5};
  double span = most - least > 1e-6 ? most - least : 1;
  int power = (int)floor(log10(span / (double)steps)) - 1;
  for (power = whole && power < 0 ? 0 : power;; power++)
    for (int f = 0; f < 3; f++)
      if (try_step(least, least + span, steps, power, factors[f], axis))
        return;
}

double axis_tick(const draw_axis *axis, size_t k) {
  return wijk_round_multiple(axis->first + (double)k, axis->power, axis->factor);
}

void axis_place(draw_axis *axis, double from_mm, double to_mm) {
  axis->at_mm = from_mm;
  axis->mm = (to_mm - from_mm) / (axis->high - axis->low);
}

double axis_mm(const draw_axis *axis, double value) {
  return axis->at_mm + axis->mm * (value - axis->low);
}

const char *axis_text(const draw_axis *axis, size_t k, bool dutch, wijk_arena *arena, wijk_error *err) {
  const char *text = grouped_number(axis_tick(axis, k), axis->decimals, dutch, arena, err);
  return text ? text : "";
}
