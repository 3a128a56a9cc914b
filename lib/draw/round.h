/* SPDX-License-Identifier: EUPL-1.2 */
/* Round numbers: the ones people write on a legend or a scale bar. */
#ifndef WIJK_DRAW_ROUND_H
#define WIJK_DRAW_ROUND_H

/* The roundest number r with low < r <= high: a multiple of the largest 1, 2 or 5 times a power of ten that has one
 * there, the one nearest to `target`; 0 where it lies within. `high` itself where nothing rounder is found. */
double wijk_round_between(double low, double high, double target);

/* The largest 1, 2 or 5 (or 2.5 where `quarters`) times a power of ten not above `value`; 0 for a value not above 0. */
double wijk_round_down(double value, int quarters);

/* `count` times `step` / `divisor`... as the double nearest to the decimal: multiples of 0.1 that print as such. */
double wijk_round_multiple(double count, int power, int factor);

/* Decimals that limits of classes have at most, in the classes and in words: two that differ never read the same. */
#define CLASS_DECIMALS 12

/* Decimals (0 to `most`) that write `value` to within a billionth of itself. */
int wijk_round_decimals(double value, int most);

#endif
