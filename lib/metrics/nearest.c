/* SPDX-License-Identifier: EUPL-1.2 */
/* How far residents are from the nearest facility, in a straight line.
 *
 * Median and 90th percentile are the smallest distance within which at least half, or nine tenths, of the residents
 * live. Residents are many at one point and points are few, so an interpolated quantile would name a distance at
 * which nobody lives; this one is always a distance somebody has, and reads as a planner reads it: "half of them
 * have one within 640 m". Facilities just outside the zones count, as they do for residents. */
#include <wijk/geo.h>

#include "metrics/family.h"
#include "metrics/homes.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define NEAREST(id, level, title_nl, title_en, formula)                                                                \
  {                                                                                                                    \
    id, level, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES, LAWS | WIJK_LAW_DOUBLING_FREE, title_nl,         \
        title_en, "m", "m", formula, "CBS Nabijheidsstatistiek (definition of proximity)"                              \
  }
#define FOUR(level, of_nl, of_en, where)                                                                               \
  NEAREST("nearest_m_mean", level, "Gemiddelde afstand tot de dichtstbijzijnde voorziening" of_nl,                     \
          "Mean distance to the nearest facility" of_en, "Σ w d / Σ w over population points " where),                 \
      NEAREST("nearest_m_median", level, "Mediane afstand tot de dichtstbijzijnde voorziening" of_nl,                  \
              "Median distance to the nearest facility" of_en,                                                         \
              "smallest d with at least half of the residents " where " within d"),                                    \
      NEAREST("nearest_m_p90", level, "Afstand waarbinnen 90% een voorziening heeft" of_nl,                            \
              "Distance within which 90% have a facility" of_en,                                                       \
              "smallest d with at least 0.9 of the residents " where " within d"),                                     \
      NEAREST("nearest_m_max", level, "Grootste afstand tot de dichtstbijzijnde voorziening" of_nl,                    \
              "Largest distance to the nearest facility" of_en, "max d over population points " where)

static const wijk_metric metrics[] = {FOUR(WIJK_METRIC_ZONE, "", "", "in the zone"),
                                      FOUR(WIJK_METRIC_CITY, ", stad", ", city", "in all zones")};

static const char *const ids[4] = {"nearest_m_mean", "nearest_m_median", "nearest_m_p90", "nearest_m_max"};

/* The four figures of some homes. */
static wijk_status summarise(const double *distance, const double *weight, size_t count, wijk_arena *scratch,
                             double figures[4], wijk_error *err) {
  wijk_error failure = {0};
  figures[0] = wijk_weighted_mean(distance, weight, count);
  figures[1] = wijk_weighted_quantile(distance, weight, count, 0.5, scratch, &failure);
  figures[2] = wijk_weighted_quantile(distance, weight, count, 0.9, scratch, &failure);
  figures[3] = wijk_weighted_quantile(distance, weight, count, 1, scratch, &failure);
  return failure.status == WIJK_OK ? WIJK_OK : wijk_error_set(err, failure.status, "%s", failure.message);
}

static wijk_status measure(const wijk_subject *subject, const wijk_homes *homes, double *distance, wijk_arena *scratch,
                           wijk_error *err) {
  size_t *nearest = WIJK_ARENA_ADD(scratch, size_t, homes->count, err);
  if (nearest == NULL) {
    return WIJK_MEMORY;
  }
  wijk_point_index *index =
      wijk_point_index_new(subject->facility_count, subject->facility_x, subject->facility_y, err);
  if (index == NULL) {
    return err->status;
  }
  const wijk_status status =
      wijk_point_index_nearest(index, homes->count, homes->x, homes->y, NULL, subject->threads, distance, nearest, err);
  wijk_point_index_free(index);
  return status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_homes homes;
  wijk_status status = wijk_homes_compute(subject, scratch, &homes, err);
  if (status != WIJK_OK) {
    return status;
  }
  double *distance = WIJK_ARENA_ADD(scratch, double, homes.count, err);
  if (distance == NULL) {
    return WIJK_MEMORY;
  }
  status = measure(subject, &homes, distance, scratch, err);
  wijk_result columns[4];
  bool asked[4];
  for (size_t k = 0; k < 4; k++) {
    asked[k] = wijk_results_find(results, ids[k], 0, &columns[k]);
  }
  double figures[4];
  for (size_t i = 0; status == WIJK_OK && i < subject->zone_count; i++) {
    const size_t first = homes.first[i], count = homes.first[i + 1] - first;
    status = summarise(distance + first, homes.weight + first, count, scratch, figures, err);
    for (size_t k = 0; k < 4; k++) {
      if (asked[k]) {
        const wijk_reason reason = count == 0          ? WIJK_REASON_WATER
                                   : isnan(figures[k]) ? WIJK_REASON_NO_FACILITIES
                                                       : WIJK_PRESENT;
        wijk_result_set(&columns[k], i, figures[k], reason);
      }
    }
  }
  if (status == WIJK_OK) {
    status = summarise(distance, homes.weight, homes.count, scratch, figures, err);
  }
  for (size_t k = 0; status == WIJK_OK && k < 4; k++) {
    status =
        wijk_results_add_city(results, ids[k], 0, figures[k],
                              subject->facility_count == 0 ? WIJK_REASON_NO_FACILITIES : WIJK_REASON_NO_RESIDENTS, err);
  }
  return status;
}

WIJK_FAMILY(nearest);
