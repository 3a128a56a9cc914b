/* SPDX-License-Identifier: EUPL-1.2 */
/* Places against what the zone may have. Without a zoning map the norm is the city's places per 1000. */
#include "metrics/family.h"

static const wijk_metric metrics[] = {
    {"norm_per_1000", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE, "Norm: plaatsen per 1.000 inwoners",
     "Norm: places per 1,000 residents", "plaatsen per 1.000 inwoners", "places per 1,000 residents",
     "norm of the zone's class: fixed, factor · 1000 X / T, or no growth: min(1000 x_i / t_i, 1000 X / T); without a "
     "zoning map 1000 X / T",
     ""},
    {"excess_places_count", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, 0,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_ZERO_WHEN_EVEN, "Plaatsen boven de norm",
     "Places above the norm", "plaatsen", "places", "x_i - norm · t_i / 1000", ""},
    {"headroom_places_count", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_ZONING,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE, "Ruimte onder de norm", "Headroom under the norm", "plaatsen",
     "places", "norm · t_i / 1000 - x_i; negative = over", ""},
};

static wijk_reason norm_reason(const wijk_subject *subject, size_t i) {
  const wijk_reason reason = wijk_ratio_reason(subject, i);
  if (reason != WIJK_PRESENT) {
    return reason;
  }
  if (subject->places_of_zone == NULL || isnan(subject->places_of_zone[i])) {
    return wijk_group_unknown(subject);
  }
  return isnan(subject->norm_per_1000[i]) ? WIJK_REASON_NO_CLASS : WIJK_PRESENT;
}

/* Is the norm a multiple of the city's places per 1000, where that is the one zone's own? Places are then above or
 * below it by what the rule says, whatever they are. */
static bool says_nothing(const wijk_subject *subject, size_t i, size_t zones) {
  return zones == 1 && subject->zone_norm[i].rule == WIJK_NORM_CITY_TIMES;
}

/* Places above what the norm allows. Where the norm is the zone's own load the two differ by rounding only: no excess.
 */
static double excess_of(double places, double norm_per_1000, double residents) {
  const double over = places - norm_per_1000 * residents / 1000;
  return fabs(over) < 1e-12 * places ? 0 : over;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  if (wijk_universe_ratio(subject, scratch, &u, err) != WIJK_OK) {
    return err->status;
  }
  wijk_result norm, excess, headroom;
  const bool with_norm = wijk_results_find(results, "norm_per_1000", 0, &norm);
  const bool with_excess = wijk_results_find(results, "excess_places_count", 0, &excess);
  const bool with_headroom = wijk_results_find(results, "headroom_places_count", 0, &headroom);
  for (size_t i = 0; i < subject->zone_count; i++) {
    const wijk_reason reason = norm_reason(subject, i);
    const double over = reason == WIJK_PRESENT
                            ? excess_of(subject->places_of_zone[i], subject->norm_per_1000[i], subject->residents[i])
                            : NAN;
    if (with_norm) {
      wijk_result_set(&norm, i, subject->norm_per_1000[i], reason);
    }
    const wijk_reason against =
        reason == WIJK_PRESENT && says_nothing(subject, i, u.count) ? WIJK_REASON_TOO_FEW : reason;
    if (with_excess) {
      wijk_result_set(&excess, i, over, against);
    }
    if (with_headroom) {
      wijk_result_set(&headroom, i, 0 - over, against);
    }
  }
  return WIJK_OK;
}

WIJK_FAMILY(norms);
