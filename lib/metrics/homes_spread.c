/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/homes_spread.h"

#include "metrics/family.h"
#include "metrics/quantiles.h"

static void set_zone(const wijk_homes_spread *spread, const wijk_result *result, size_t zone, double value) {
  wijk_result_set(result, zone, value, isnan(value) ? (wijk_reason)spread->why[zone] : WIJK_PRESENT);
}

wijk_status wijk_homes_spread_fill_mean(const wijk_homes_spread *spread, size_t zone_count, const char *id, size_t part,
                                        const wijk_homes *homes, const double *values, wijk_results *results,
                                        wijk_error *err) {
  wijk_result result;
  if (wijk_results_find(results, id, part, &result)) {
    for (size_t i = 0; i < zone_count; i++) {
      const size_t first = homes->first[i], count = homes->first[i + 1] - first;
      set_zone(spread, &result, i, wijk_weighted_mean(values + first, homes->weight + first, count));
    }
  }
  return wijk_results_add_city(results, id, part, wijk_weighted_mean(values, homes->weight, homes->count),
                               spread->why_all, err);
}

wijk_status wijk_homes_spread_fill(const wijk_homes_spread *spread, size_t zone_count, const wijk_homes *homes,
                                   const double *values, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  enum { QUANTILES = 3 };
  const char *const ids[QUANTILES] = {spread->median, spread->p90, spread->max};
  wijk_quantile quantiles[QUANTILES] = {{.share = 0.5}, {.share = 0.9}, {.share = 1}};
  bool asked = false;
  for (size_t k = 0; k < QUANTILES; k++) {
    asked = asked || wijk_results_has_zones(results, ids[k], 0) || wijk_results_has_city(results, ids[k], 0);
    quantiles[k].of_zone = WIJK_ARENA_ADD(scratch, double, zone_count, err);
    if (quantiles[k].of_zone == NULL) {
      return WIJK_MEMORY;
    }
  }
  wijk_status status = wijk_homes_spread_fill_mean(spread, zone_count, spread->mean, 0, homes, values, results, err);
  if (asked && status == WIJK_OK) {
    status = wijk_quantiles_compute(homes, zone_count, values, QUANTILES, quantiles, scratch, err);
  }
  for (size_t k = 0; asked && status == WIJK_OK && k < QUANTILES; k++) {
    wijk_result result;
    if (wijk_results_find(results, ids[k], 0, &result)) {
      for (size_t i = 0; i < zone_count; i++) {
        set_zone(spread, &result, i, quantiles[k].of_zone[i]);
      }
    }
    status = wijk_results_add_city(results, ids[k], 0, quantiles[k].of_all, spread->why_all, err);
  }
  return status;
}
