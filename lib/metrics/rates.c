/* SPDX-License-Identifier: EUPL-1.2 */
/* Places against people and land, per zone, per zone class and for the city. */
#include "metrics/family.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE)

static const wijk_metric metrics[] = {
    {"places_per_1000", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0, LAWS, "Plaatsen per 1.000 inwoners",
     "Places per 1,000 residents", "plaatsen per 1.000 inwoners", "places per 1,000 residents", "1000 x_i / t_i", ""},
    {"places_per_km2", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0, LAWS | WIJK_LAW_TOTAL_SCALE_FREE,
     "Plaatsen per km² land", "Places per km² of land", "plaatsen per km²", "places per km²", "x_i / a_i", ""},
    {"places_per_1000", WIJK_METRIC_CITY, WIJK_PART_NONE, WIJK_METRIC_BY, 0, LAWS, "Plaatsen per 1.000 inwoners",
     "Places per 1,000 residents", "plaatsen per 1.000 inwoners", "places per 1,000 residents",
     "1000 X / T over zones with residents", ""},
    {"places_per_1000", WIJK_METRIC_CITY, WIJK_PART_CLASS, WIJK_METRIC_BY, WIJK_NEEDS_ZONING, LAWS,
     "Plaatsen per 1.000 inwoners, per zoneklasse", "Places per 1,000 residents, per zone class",
     "plaatsen per 1.000 inwoners", "places per 1,000 residents",
     "1000 Σ x_i / Σ t_i over the zones of the class with residents", ""},
};

static wijk_status per_class(const wijk_subject *subject, const wijk_universe *u, wijk_results *results,
                             wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (size_t k = 0; status == WIJK_OK && k < subject->class_count; k++) {
    double x = 0, t = 0;
    for (size_t i = 0; i < u->count; i++) {
      if (subject->zone_class[u->zone[i]] == (int)k) {
        x += u->x[i];
        t += u->t[i];
      }
    }
    const bool known = subject->places_of_zone != NULL;
    status = wijk_results_add_class(results, "places_per_1000", k, known && t > 0 ? 1000 * x / t : NAN,
                                    known ? u->none : wijk_group_unknown(subject), err);
  }
  return status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  const double *places = subject->places_of_zone;
  wijk_result result;
  if (wijk_results_find(results, "places_per_1000", 0, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      wijk_reason reason = wijk_ratio_reason(subject, i);
      if (reason == WIJK_PRESENT && (places == NULL || isnan(places[i]))) {
        reason = wijk_group_unknown(subject);
      }
      wijk_result_set(&result, i, reason == WIJK_PRESENT ? 1000 * places[i] / subject->residents[i] : NAN, reason);
    }
  }
  if (wijk_results_find(results, "places_per_km2", 0, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const wijk_reason reason = subject->water[i]                    ? WIJK_REASON_WATER
                                 : !(subject->land_km2[i] > 0)        ? WIJK_REASON_NO_LAND
                                 : places == NULL || isnan(places[i]) ? wijk_group_unknown(subject)
                                                                      : WIJK_PRESENT;
      wijk_result_set(&result, i, reason == WIJK_PRESENT ? places[i] / subject->land_km2[i] : NAN, reason);
    }
  }
  wijk_universe u;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  if (status == WIJK_OK) {
    const bool known = places != NULL;
    status = wijk_results_add_city(results, "places_per_1000", 0, known && u.t_sum > 0 ? 1000 * u.x_sum / u.t_sum : NAN,
                                   known ? u.none : wijk_group_unknown(subject), err);
  }
  return status == WIJK_OK ? per_class(subject, &u, results, err) : status;
}

WIJK_FAMILY(rates);
