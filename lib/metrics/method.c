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
      /* The centre of a 100 m square where people live is nearly always within that of a road. Who is further than 500
       * m from any has a way that the roads do not tell, and is better counted apart than given a distance. */
      .snap_limit_m = 500,
      /* Along the roads only: the leg from a point to the road leads through gardens and over water that nobody
       * crosses, and a point that stands for a hundred addresses is no front door. Where it is to count in minutes it
       * is walked. */
      .snap_counts = false,
      .snap_kmh = 5,
      /* A quarter of an hour on foot; the same for every city, date and form, so that they can be compared. */
      .bandwidth_m = 1000,
      .envelope = 99,
  };
}
