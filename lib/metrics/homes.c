/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/homes.h"

#include <math.h>

void wijk_homes_sum(const wijk_subject *subject, double *sums) {
  for (size_t i = 0; i < subject->zone_count; i++) {
    sums[i] = 0;
  }
  for (size_t p = 0; p < subject->population_count; p++) {
    if (subject->zone_of_population[p] != WIJK_NONE && subject->population_weight[p] > 0) {
      sums[subject->zone_of_population[p]] += subject->population_weight[p];
    }
  }
}

bool wijk_homes_is_interior(const wijk_subject *subject, const double *population_of_zone, size_t zone) {
  return !(population_of_zone[zone] > 0) && !subject->water[zone];
}

wijk_status wijk_homes_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_homes *homes, wijk_error *err) {
  const size_t n = subject->zone_count, m = subject->population_count;
  wijk_homes h = {.first = WIJK_ARENA_ADD(scratch, size_t, n + 2, err),
                  .x = WIJK_ARENA_ADD(scratch, double, n + m, err),
                  .y = WIJK_ARENA_ADD(scratch, double, n + m, err),
                  .weight = WIJK_ARENA_ADD(scratch, double, n + m, err)};
  double *sums = WIJK_ARENA_ADD(scratch, double, n, err);
  if (h.first == NULL || h.x == NULL || h.y == NULL || h.weight == NULL || sums == NULL) {
    return WIJK_MEMORY;
  }
  wijk_homes_sum(subject, sums);
  /* Counting sort: sizes two places on, then their sums one place on, then each home moves its zone's mark up. */
  for (size_t p = 0; p < m; p++) {
    if (subject->zone_of_population[p] != WIJK_NONE && subject->population_weight[p] > 0) {
      h.first[subject->zone_of_population[p] + 2]++;
    }
  }
  for (size_t i = 0; i < n; i++) {
    h.first[i + 2] += wijk_homes_is_interior(subject, sums, i);
  }
  for (size_t i = 1; i < n + 2; i++) {
    h.first[i] += h.first[i - 1];
  }
  for (size_t p = 0; p < m; p++) {
    const size_t zone = subject->zone_of_population[p];
    if (zone != WIJK_NONE && subject->population_weight[p] > 0) {
      const size_t at = h.first[zone + 1]++;
      h.x[at] = subject->population_x[p];
      h.y[at] = subject->population_y[p];
      h.weight[at] = subject->population_weight[p];
    }
  }
  for (size_t i = 0; i < n; i++) {
    if (wijk_homes_is_interior(subject, sums, i)) {
      const size_t at = h.first[i + 1]++;
      h.x[at] = subject->interior_x[i];
      h.y[at] = subject->interior_y[i];
      h.weight[at] = subject->residents[i] > 0 ? subject->residents[i] : 0;
    }
  }
  h.count = h.first[n];
  *homes = h;
  return WIJK_OK;
}

double wijk_weighted_mean(const double *values, const double *weights, size_t count) {
  double sum = 0, weight = 0;
  for (size_t i = 0; i < count; i++) {
    if (weights[i] > 0) {
      sum += weights[i] * values[i];
      weight += weights[i];
    }
  }
  /* One home without weight (an interior point) is all there is to say about its zone. */
  return weight > 0 ? sum / weight : count == 1 ? values[0] : NAN;
}
