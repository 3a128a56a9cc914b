/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/round.h"
#include <math.h>

/* Exact for powers up to 22, which is as far as a double holds them. */
static double power_of_ten(int power) {
  double result = 1;
  for (int i = 0; i < power; i++)
    result *= 10;
  return result;
}

double wijk_round_multiple(double count, int power, int factor) {
  return power >= 0 ? count * factor * power_of_ten(power) : count * factor / power_of_ten(-power);
}

double wijk_round_between(double low, double high, double target) {
  if (!(low < high) || !isfinite(low) || !isfinite(high))
    return high;
  if (low < 0 && high >= 0)
    return 0;
  static const int factors[] = {5, 2, 1};
  double size = fmax(fabs(low), fabs(high));
  int top = (int)ceil(log10(size));
  for (int power = top; power > top - 17 && power >= -22; power--)
    for (int f = 0; f < 3; f++) {
      double first = floor(low / wijk_round_multiple(1, power, factors[f])) + 1;
      double last = floor(high / wijk_round_multiple(1, power, factors[f]));
      /* divisions may be off by one step: look one further on both sides, and decide on the numbers themselves */
      double found = NAN;
      double nearest = round(target / wijk_round_multiple(1, power, factors[f]));
      double tries[] = {first - 1, first, nearest - 1, nearest, nearest + 1, last, last + 1};
      for (int t = 0; t < 7; t++) {
        double r = wijk_round_multiple(tries[t], power, factors[f]);
        if (r > low && r <= high && (isnan(found) || fabs(r - target) < fabs(found - target)))
          found = r;
      }
      if (!isnan(found))
        return found;
    }
  return high;
}

double wijk_round_down(double value, int quarters) {
  if (!(value > 0) || !isfinite(value))
    return 0;
  int power = (int)floor(log10(value));
  for (int p = power + 1; p >= power - 1; p--) {
    if (wijk_round_multiple(1, p, 5) <= value)
      return wijk_round_multiple(1, p, 5);
    if (quarters && wijk_round_multiple(1, p - 1, 25) <= value)
      return wijk_round_multiple(1, p - 1, 25);
    if (wijk_round_multiple(1, p, 2) <= value)
      return wijk_round_multiple(1, p, 2);
    if (wijk_round_multiple(1, p, 1) <= value)
      return wijk_round_multiple(1, p, 1);
  }
  return 0;
}

int wijk_round_decimals(double value, int most) {
  for (int decimals = 0; decimals < most; decimals++) {
    double scaled = value * power_of_ten(decimals);
    if (fabs(scaled - round(scaled)) <= 1e-9 * fmax(1, fabs(scaled)))
      return decimals;
  }
  return most;
}
