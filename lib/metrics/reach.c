/* SPDX-License-Identifier: EUPL-1.2 */
/* What residents have within a straight-line radius. */
#include <wijk/geo.h>

#include "metrics/family.h"
#include "metrics/homes.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)

static const wijk_metric metrics[] = {
    {"within_{r}_count", WIJK_METRIC_ZONE, WIJK_PART_RADIUS, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES, LAWS,
     "Voorzieningen binnen {r} van een inwoner", "Facilities within {r} of a resident", "voorzieningen", "facilities",
     "Σ w c / Σ w, c = facilities within r of a population point in the zone",
     "CBS Nabijheidsstatistiek (definition of proximity)"},
    {"reach_{r}_share", WIJK_METRIC_ZONE, WIJK_PART_RADIUS, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES,
     LAWS | WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_DOUBLING_FREE, "Aandeel inwoners met een voorziening binnen {r}",
     "Share of residents with a facility within {r}", "aandeel", "share", "Σ w [c >= 1] / Σ w", ""},
    {"within_{r}_count", WIJK_METRIC_CITY, WIJK_PART_RADIUS, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES, LAWS,
     "Voorzieningen binnen {r} van een inwoner, stad", "Facilities within {r} of a resident, city", "voorzieningen",
     "facilities", "Σ w c / Σ w over population points in all zones",
     "CBS Nabijheidsstatistiek (definition of proximity)"},
    {"reach_{r}_share", WIJK_METRIC_CITY, WIJK_PART_RADIUS, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES,
     LAWS | WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_DOUBLING_FREE, "Aandeel inwoners met een voorziening binnen {r}, stad",
     "Share of residents with a facility within {r}, city", "aandeel", "share",
     "Σ w [c >= 1] / Σ w over population points in all zones", ""},
};

/* One figure, of every zone and of the city, from the value at each home. */
static wijk_status fill(const wijk_subject *subject, const wijk_homes *homes, const double *values, const char *id,
                        size_t radius, wijk_results *results, wijk_error *err) {
  wijk_result result;
  if (wijk_results_find(results, id, radius, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const size_t first = homes->first[i], count = homes->first[i + 1] - first;
      wijk_result_set(&result, i, wijk_weighted_mean(values + first, homes->weight + first, count),
                      count == 0 ? wijk_homes_reason(subject, i) : WIJK_PRESENT);
    }
  }
  return wijk_results_add_city(results, id, radius, wijk_weighted_mean(values, homes->weight, homes->count),
                               WIJK_REASON_NO_RESIDENTS, err);
}

static wijk_status compute_radius(const wijk_subject *subject, const wijk_homes *homes, const wijk_point_index *index,
                                  size_t radius, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  size_t *found = WIJK_ARENA_ADD(scratch, size_t, homes->count, err);
  double *count = WIJK_ARENA_ADD(scratch, double, homes->count, err);
  double *reached = WIJK_ARENA_ADD(scratch, double, homes->count, err);
  if (found == NULL || count == NULL || reached == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = wijk_point_index_within(index, homes->count, homes->x, homes->y, subject->radii_m[radius],
                                               subject->threads, found, err);
  for (size_t h = 0; h < homes->count; h++) {
    count[h] = (double)found[h];
    reached[h] = found[h] > 0;
  }
  if (status == WIJK_OK) {
    status = fill(subject, homes, count, "within_{r}_count", radius, results, err);
  }
  return status == WIJK_OK ? fill(subject, homes, reached, "reach_{r}_share", radius, results, err) : status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_homes homes;
  wijk_status status = wijk_homes_compute(subject, scratch, &homes, err);
  if (status != WIJK_OK) {
    return status;
  }
  wijk_point_index *index =
      wijk_point_index_new(subject->facility_count, subject->facility_x, subject->facility_y, err);
  if (index == NULL) {
    return err->status;
  }
  for (size_t r = 0; status == WIJK_OK && r < subject->radius_count; r++) {
    status = compute_radius(subject, &homes, index, r, scratch, results, err);
  }
  wijk_point_index_free(index);
  return status;
}

WIJK_FAMILY(reach);
