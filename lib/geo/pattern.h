/* SPDX-License-Identifier: EUPL-1.2 */
/* Pairs of points that lie near each other in a window, each pair with the weight that makes up for what the edge of
 * the window hides; and the same of points by chance. */
#ifndef WIJK_GEO_PATTERN_H
#define WIJK_GEO_PATTERN_H

#include "geo/window.h"

#include <stdint.h>

typedef enum pattern_edge {
  PATTERN_EDGE_NONE,   /* 1 */
  PATTERN_EDGE_SHIFT,  /* area of the window over that of its overlap with itself, shifted as the one point lies from
                          the other (Ohser 1983) */
  PATTERN_EDGE_CIRCLE, /* 1 over the share of the circle about the first point, through the second, that lies in the
                          window (Ripley 1976, 1977) */
} pattern_edge;

/* No weight is more than this, lest one pair in a spike of the window decide (as in spatstat). */
#define PATTERN_MOST_WEIGHT 100.0

/* Read-only, for all threads. */
typedef struct pattern_rule {
  const window *window;
  const window_shift *shift; /* of PATTERN_EDGE_SHIFT, as far as the largest radius */
  pattern_edge edge;
  size_t radius_count; /* may be 0 */
  const double *radii; /* ascending */
} pattern_rule;

/* For each radius the sum of the weights of all ordered pairs of different points at most so far apart, into
 * `sums[radius_count]`. Does not depend on the order of the points but for roundings. */
wijk_status pattern_sums(const pattern_rule *rule, size_t count, const double *x, const double *y, double *sums,
                         wijk_error *err);

/* Hands over every ordered pair of different points within the largest radius, by its first point; where the weight is
 * the same both ways (`pattern_is_mutual`), each pair once. `bin` is the first radius that reaches from a to b. No pair
 * is kept. */
typedef struct pattern_pair {
  size_t a, b, bin;
  double weight;
} pattern_pair;
typedef void pattern_take(void *context, const pattern_pair *pair);
bool pattern_is_mutual(const pattern_rule *rule);
wijk_status pattern_each(const pattern_rule *rule, size_t count, const double *x, const double *y, pattern_take *take,
                         void *context, wijk_error *err);

/* Mean distance to the nearest other point; of 2 points or more. */
wijk_status pattern_nearest_mean(size_t count, const double *x, const double *y, double *mean_m, wijk_error *err);

/* `simulations` patterns of `count` points by chance (complete spatial randomness in the window, given their number):
 * sums into `sums[simulation * radius_count + radius]` and, where not NULL, mean distances to the nearest into
 * `nearest_m[simulation]`. Simulation s is that of stream `first_stream + s` of the seed: the same for any number of
 * threads (0 = all). */
wijk_status pattern_simulate(const pattern_rule *rule, size_t count, size_t simulations, uint64_t seed,
                             uint64_t first_stream, int threads, double *sums, double *nearest_m, wijk_error *err);

#endif
