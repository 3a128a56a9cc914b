/* SPDX-License-Identifier: EUPL-1.2 */
/* How often something of chance p happens in n times: the chances, for a table to draw from many times over. */
#ifndef WIJK_BASE_BINOMIAL_H
#define WIJK_BASE_BINOMIAL_H

#include <stddef.h>
#include <stdint.h>

/* The values from `least` on, `count` of them, outside of which lie less than 2^-46 of the chances (Bernstein's
 * inequality, on either side): fewer than the 2^-40 to which a table is exact. `n` whole, 0 <= p <= 1. */
typedef struct wijk_binomial {
  double n, p;
  uint64_t least;
  size_t count;
} wijk_binomial;
wijk_binomial wijk_binomial_of(double n, double p);

/* Chance of each value as a multiple of that of the likeliest, into `weights[count]`. */
void wijk_binomial_weights(const wijk_binomial *binomial, double *weights);

#endif
