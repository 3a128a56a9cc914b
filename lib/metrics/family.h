/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of a family share: its declaration, and the zones an index runs over. */
#ifndef WIJK_METRICS_FAMILY_H
#define WIJK_METRICS_FAMILY_H

#include <math.h>
#include <wijk/metric.h>

#include "metrics/list.h"

#define WIJK_FAMILY_DECLARE(name) extern const wijk_metric_family wijk_family_##name;
WIJK_METRIC_FAMILIES(WIJK_FAMILY_DECLARE)
#undef WIJK_FAMILY_DECLARE

#define WIJK_FAMILY(word)                                                                                              \
  const wijk_metric_family wijk_family_##word = {                                                                      \
      .name = #word, .metrics = metrics, .metric_count = sizeof metrics / sizeof metrics[0], .compute = compute}

/* Why the zone is in no ratio; WIJK_PRESENT when it is in. Water and zones without residents leave every ratio. */
static inline wijk_reason wijk_ratio_reason(const wijk_subject *subject, size_t zone) {
  if (subject->water[zone]) {
    return WIJK_REASON_WATER;
  }
  if (isnan(subject->residents[zone])) {
    return WIJK_REASON_MISSING;
  }
  return subject->residents[zone] > 0 ? WIJK_PRESENT : WIJK_REASON_NO_RESIDENTS;
}

/* What an x_i that is not known is for want of: a number in the zones' own field, or the capacity of a facility. */
static inline wijk_reason wijk_group_unknown(const wijk_subject *subject) {
  return subject->group_name != NULL ? WIJK_REASON_MISSING : WIJK_REASON_UNKNOWN_CAPACITY;
}

/* Why the zone has no known x_i; WIJK_PRESENT when it has. */
static inline wijk_reason wijk_group_reason(const wijk_subject *subject, size_t zone) {
  return isnan(subject->group[zone]) ? wijk_group_unknown(subject) : WIJK_PRESENT;
}

/* Why there is nothing to share out where X = 0. */
static inline wijk_reason wijk_group_empty(const wijk_subject *subject) {
  return subject->group_name != NULL ? WIJK_REASON_NO_GROUP : WIJK_REASON_NO_FACILITIES;
}

/* A rounding outside [0, 1] is brought back; anything further out is a fault that must be seen, and stays. */
static inline double wijk_trim_share(double value) {
  return value > 1 && value < 1 + 1e-9 ? 1 : value < 0 && value > -1e-9 ? 0 : value;
}

/* Stores a value, or why there is none. */
static inline void wijk_result_set(const wijk_result *result, size_t zone, double value, wijk_reason reason) {
  result->numbers[zone] = reason == WIJK_PRESENT ? value : NAN;
  result->reasons[zone] = (uint8_t)reason;
}

/* The zones an index is about, packed, with their sums. A zone of unknown x_i is in none. */
typedef struct wijk_universe {
  size_t count;
  size_t *zone;
  double *x, *t, *a; /* group, residents, land */
  double x_sum, t_sum, a_sum;
  size_t exceeding;        /* zones with x_i > t_i */
  wijk_reason none, empty; /* why there is no zone, where there is none; why X = 0, where it is */
} wijk_universe;

/* Zones with residents > 0 (ratios), or all zones with land (gini, hhi, delta, shares). Made in `scratch`. */
wijk_status wijk_universe_ratio(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                                wijk_error *err);
wijk_status wijk_universe_land(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                               wijk_error *err);
/* Zones with residents > 0, known land and a shape: for ratios in which land, or the distance within a zone, has a
 * part. */
wijk_status wijk_universe_settled(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                                  wijk_error *err);

/* Why an index says nothing of these zones; WIJK_PRESENT when it does. An index tells zones apart: with one zone there
 * is nothing to tell, and what its formula gives (all is equal, all is in one zone) would say so of any city. */
wijk_reason wijk_universe_reason(const wijk_universe *universe);

/* The city's x per 1000 residents over the zones of ratios; NaN where nobody lives. What norms are relative to. */
double wijk_city_per_1000(const wijk_subject *subject);

#endif
