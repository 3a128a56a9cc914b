/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/binomial.h"

#include <math.h>

wijk_binomial wijk_binomial_of(double n, double p) {
  static const double bits = 46 * 0.69314718055994530942; /* 2^-46 = e^-bits */
  const double mean = n * p;
  const double reach = bits / 3 + sqrt(bits * bits / 9 + 2 * bits * mean * (1 - p));
  const double least = p < 1 ? fmax(0, floor(mean - reach)) : n;
  const double most = p > 0 ? fmin(n, ceil(mean + reach)) : 0;
  return (wijk_binomial){.n = n, .p = p, .least = (uint64_t)least, .count = (size_t)(most - least) + 1};
}

/* From the likeliest value outwards, each from its neighbour: the error of a weight is a few roundings per step. */
void wijk_binomial_weights(const wijk_binomial *binomial, double *weights) {
  const double n = binomial->n, odds = binomial->p / (1 - binomial->p), least = (double)binomial->least;
  if (binomial->count == 1) {
    weights[0] = 1;
    return;
  }
  const double likeliest = fmin(n, floor((n + 1) * binomial->p));
  const size_t middle = (size_t)(likeliest - least);
  weights[middle] = 1;
  for (size_t i = middle; i + 1 < binomial->count; i++) {
    const double value = least + (double)i;
    weights[i + 1] = weights[i] * ((n - value) * odds / (value + 1));
  }
  for (size_t i = middle; i > 0; i--) {
    const double value = least + (double)i;
    weights[i - 1] = weights[i] * (value / ((n - value + 1) * odds));
  }
}
