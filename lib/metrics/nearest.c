/* SPDX-License-Identifier: EUPL-1.2 */
/* How far residents are from the nearest facility, in a straight line.
 *
 * Median and 90th percentile are the smallest distance within which at least half, or nine tenths, of the residents
 * live. Residents are many at one point and points are few, so an interpolated quantile would name a distance at
 * which nobody lives; this one is always a distance somebody has, and reads as a planner reads it: "half of them
 * have one within 640 m". Facilities just outside the zones count, as they do for residents. */
#include <wijk/geo.h>

#include "metrics/family.h"
#include "metrics/homes_spread.h"

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
  uint8_t *why = WIJK_ARENA_ADD(scratch, uint8_t, subject->zone_count, err);
  if (why == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    why[i] = homes.first[i + 1] == homes.first[i] ? wijk_homes_reason(subject, i) : WIJK_REASON_NO_FACILITIES;
  }
  const wijk_homes_spread spread = {"nearest_m_mean",
                                    "nearest_m_median",
                                    "nearest_m_p90",
                                    "nearest_m_max",
                                    why,
                                    subject->facility_count == 0 ? WIJK_REASON_NO_FACILITIES
                                                                 : WIJK_REASON_NO_RESIDENTS};
  status = measure(subject, &homes, distance, scratch, err);
  return status == WIJK_OK
             ? wijk_homes_spread_fill(&spread, subject->zone_count, &homes, distance, scratch, results, err)
             : status;
}

WIJK_FAMILY(nearest);
