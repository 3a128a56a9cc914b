/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>
#include <wijk/metric.h>

/* Each choice is one that somebody who says nothing would want to defend. */
wijk_method wijk_method_default(void) {
  /* A catchment as wide as the widest of the usual radii, and three rings of it with the weights that Luo and Qi
   * (2009) give for slow decay: care is travelled for, so a place at three kilometres is still one. */
  static const double ring_m[] = {1000, 2000, 3000};
  static const double ring_weight[] = {1, 0.68, 0.22};
  return (wijk_method){
      .weights = {.kind = WIJK_WEIGHTS_QUEEN, .nearest = 6, .band_m = 3000, .snap_m = NAN, .row_standardise = true},
      .value = "places_per_1000",
      .permutations = 999,
      .significance = 0.05,
      .atkinson_b = 0.5,
      .centre_x = NAN,
      .centre_y = NAN,
      .access_radius_m = 3000,
      .ring_count = sizeof ring_m / sizeof ring_m[0],
      .ring_m = ring_m,
      .ring_weight = ring_weight,
      .snap_limit_m = 500,
      /* A quarter of an hour on foot; the same for every city, date and form, so that they can be compared. */
      .bandwidth_m = 1000,
      .envelope = 99,
  };
}
