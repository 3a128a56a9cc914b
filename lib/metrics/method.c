/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>
#include <wijk/metric.h>

/* Each choice is one that somebody who says nothing would want to defend. */
wijk_method wijk_method_default(void) {
  static const double access_m[] = {3000};
  static const double access_weight[] = {1};
  return (wijk_method){
      .weights = {.kind = WIJK_WEIGHTS_QUEEN, .nearest = 6, .band_m = 3000, .snap_m = 0.5, .row_standardise = true},
      .value = "places_per_1000",
      .permutations = 999,
      .significance = 0.05,
      .atkinson_b = 0.5,
      .centre_x = NAN,
      .centre_y = NAN,
      .access_count = 1,
      .access_m = access_m,
      .access_weight = access_weight,
      .snap_limit_m = 500,
      .bandwidth_m = 1000,
      .envelope = 99,
  };
}
