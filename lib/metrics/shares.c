/* SPDX-License-Identifier: EUPL-1.2 */
/* A zone's share of the city's places and residents, and the one against the other.
 *
 * places_share is over all zones with land, as the other figures that need no residents (hhi, gini); the location
 * quotient is a ratio and therefore over zones with residents, so it may differ from places_share / residents_share
 * where places lie in a zone without residents. */
#include "metrics/family.h"

#define ZONE_LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define SHARE_LAWS (ZONE_LAWS | WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_SUMS_TO_ONE)
#define CLASS_LAWS (ZONE_LAWS | WIJK_LAW_DOUBLING_FREE)

static const wijk_metric metrics[] = {
    {"places_share", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0, SHARE_LAWS, "Aandeel in de plaatsen",
     "Share of places", "aandeel", "share", "x_i / X over zones with land", ""},
    {"residents_share", WIJK_METRIC_ZONE, WIJK_PART_NONE, 0, 0, SHARE_LAWS, "Aandeel in de inwoners",
     "Share of residents", "aandeel", "share", "t_i / T over zones with residents", ""},
    {"location_quotient", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0, ZONE_LAWS | WIJK_LAW_DOUBLING_FREE,
     "Locatiequotiënt", "Location quotient", "verhouding", "ratio", "(x_i / X) / (t_i / T) over zones with residents",
     "Haig 1928; Isard 1960"},
    {"places_share", WIJK_METRIC_CITY, WIJK_PART_CLASS, WIJK_METRIC_BY, WIJK_NEEDS_ZONING,
     CLASS_LAWS | WIJK_LAW_UNIT_INTERVAL, "Aandeel in de plaatsen, per zoneklasse", "Share of places, per zone class",
     "aandeel", "share", "Σ x_i / X, zones of the class, over zones with land", ""},
    {"location_quotient", WIJK_METRIC_CITY, WIJK_PART_CLASS, WIJK_METRIC_BY, WIJK_NEEDS_ZONING, CLASS_LAWS,
     "Locatiequotiënt, per zoneklasse", "Location quotient, per zone class", "verhouding", "ratio",
     "(Σ x_i / X) / (Σ t_i / T), zones of the class, over zones with residents", "Haig 1928; Isard 1960"},
};

static void places_share(const wijk_subject *subject, const wijk_universe *land, const wijk_result *result) {
  const bool known = subject->places_of_zone != NULL;
  for (size_t i = 0; i < subject->zone_count; i++) {
    const wijk_reason reason = subject->water[i]               ? WIJK_REASON_WATER
                               : !(subject->land_km2[i] > 0)   ? WIJK_REASON_NO_LAND
                               : !known                        ? wijk_group_unknown(subject)
                               : wijk_group_reason(subject, i) ? wijk_group_unknown(subject)
                               : land->x_sum > 0               ? WIJK_PRESENT
                                                               : land->empty;
    wijk_result_set(result, i, subject->group[i] / land->x_sum, reason);
  }
}

static void residents_share(const wijk_subject *subject, const wijk_result *result) {
  double sum = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    sum += wijk_ratio_reason(subject, i) == WIJK_PRESENT ? subject->residents[i] : 0;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    wijk_result_set(result, i, subject->residents[i] / sum, wijk_ratio_reason(subject, i));
  }
}

static void location_quotient(const wijk_subject *subject, const wijk_universe *u, const wijk_result *result) {
  for (size_t i = 0; i < subject->zone_count; i++) {
    wijk_reason reason = wijk_ratio_reason(subject, i);
    if (reason == WIJK_PRESENT) {
      reason = wijk_group_reason(subject, i);
    }
    if (reason == WIJK_PRESENT) { /* of a city of one zone it is 1, whatever lies there */
      reason = wijk_universe_reason(u);
    }
    wijk_result_set(result, i, (subject->group[i] / u->x_sum) / (subject->residents[i] / u->t_sum), reason);
  }
}

static void class_sums(const wijk_subject *subject, const wijk_universe *u, size_t class_row, double *x, double *t) {
  *x = *t = 0;
  for (size_t i = 0; i < u->count; i++) {
    if (subject->zone_class[u->zone[i]] == (int)class_row) {
      *x += u->x[i];
      *t += u->t[i];
    }
  }
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe land, ratio;
  wijk_status status = wijk_universe_land(subject, scratch, &land, err);
  if (status == WIJK_OK) {
    status = wijk_universe_ratio(subject, scratch, &ratio, err);
  }
  if (status != WIJK_OK) {
    return status;
  }
  wijk_result result;
  if (wijk_results_find(results, "places_share", 0, &result)) {
    places_share(subject, &land, &result);
  }
  if (wijk_results_find(results, "residents_share", 0, &result)) {
    residents_share(subject, &result);
  }
  if (wijk_results_find(results, "location_quotient", 0, &result)) {
    location_quotient(subject, &ratio, &result);
  }
  for (size_t k = 0; status == WIJK_OK && k < subject->class_count; k++) {
    double x, t;
    class_sums(subject, &land, k, &x, &t);
    const bool known = subject->places_of_zone != NULL;
    status = wijk_results_add_class(results, "places_share", k, known && land.x_sum > 0 ? x / land.x_sum : NAN,
                                    !known           ? wijk_group_unknown(subject)
                                    : land.count > 0 ? land.empty
                                                     : land.none,
                                    err);
    class_sums(subject, &ratio, k, &x, &t);
    if (status == WIJK_OK) {
      const wijk_reason none = wijk_universe_reason(&ratio);
      const wijk_reason reason = none == WIJK_PRESENT && !(t > 0) ? WIJK_REASON_NO_RESIDENTS : none;
      status = wijk_results_add_class(results, "location_quotient", k,
                                      reason ? NAN : (x / ratio.x_sum) / (t / ratio.t_sum), reason, err);
    }
  }
  return status;
}

WIJK_FAMILY(shares);
