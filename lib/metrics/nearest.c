/* SPDX-License-Identifier: EUPL-1.2 */
/* How far residents are from the nearest facility, in a straight line.
 *
 * Median and 90th percentile are the smallest distance within which at least half, or nine tenths, of the residents
 * live. Residents are many at one point and points are few, so an interpolated quantile would name a distance at
 * which nobody lives; this one is always a distance somebody has, and reads as a planner reads it: "half of them
 * have one within 640 m". Facilities just outside the zones count, as they do for residents. */
#include <wijk/geo.h>

#include "metrics/family.h"
#include "metrics/quantiles.h"

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

enum { QUANTILES = 3 };
static const char *const mean_id = "nearest_m_mean";
static const char *const quantile_ids[QUANTILES] = {"nearest_m_median", "nearest_m_p90", "nearest_m_max"};

static bool is_asked(const wijk_results *results, const char *id) {
  return wijk_results_has_zones(results, id, 0) || wijk_results_has_city(results, id, 0);
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

static void set_zone(wijk_result *result, const wijk_homes *homes, size_t zone, double value) {
  wijk_result_set(result, zone, value,
                  homes->first[zone + 1] == homes->first[zone] ? WIJK_REASON_WATER
                  : isnan(value)                               ? WIJK_REASON_NO_FACILITIES
                                                               : WIJK_PRESENT);
}

static wijk_status add_city(const wijk_subject *subject, wijk_results *results, const char *id, double value,
                            wijk_error *err) {
  return wijk_results_add_city(
      results, id, 0, value, subject->facility_count == 0 ? WIJK_REASON_NO_FACILITIES : WIJK_REASON_NO_RESIDENTS, err);
}

static wijk_status fill_mean(const wijk_subject *subject, const wijk_homes *homes, const double *distance,
                             wijk_results *results, wijk_error *err) {
  wijk_result result;
  if (wijk_results_find(results, mean_id, 0, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const size_t first = homes->first[i], count = homes->first[i + 1] - first;
      set_zone(&result, homes, i, wijk_weighted_mean(distance + first, homes->weight + first, count));
    }
  }
  return add_city(subject, results, mean_id, wijk_weighted_mean(distance, homes->weight, homes->count), err);
}

static wijk_status fill_quantiles(const wijk_subject *subject, const wijk_homes *homes, const double *distance,
                                  wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_quantile quantiles[QUANTILES] = {{.share = 0.5}, {.share = 0.9}, {.share = 1}};
  bool asked = false;
  for (size_t k = 0; k < QUANTILES; k++) {
    asked = asked || is_asked(results, quantile_ids[k]);
    quantiles[k].of_zone = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
    if (quantiles[k].of_zone == NULL) {
      return WIJK_MEMORY;
    }
  }
  wijk_status status =
      asked ? wijk_quantiles_compute(homes, subject->zone_count, distance, QUANTILES, quantiles, scratch, err)
            : WIJK_OK;
  for (size_t k = 0; asked && status == WIJK_OK && k < QUANTILES; k++) {
    wijk_result result;
    if (wijk_results_find(results, quantile_ids[k], 0, &result)) {
      for (size_t i = 0; i < subject->zone_count; i++) {
        set_zone(&result, homes, i, quantiles[k].of_zone[i]);
      }
    }
    status = add_city(subject, results, quantile_ids[k], quantiles[k].of_all, err);
  }
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
  if (status == WIJK_OK) {
    status = fill_mean(subject, &homes, distance, results, err);
  }
  return status == WIJK_OK ? fill_quantiles(subject, &homes, distance, scratch, results, err) : status;
}

WIJK_FAMILY(nearest);
