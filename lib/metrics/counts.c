/* SPDX-License-Identifier: EUPL-1.2 */
/* Sums over the facilities of a zone, and of the city with those outside every zone. */
#include "metrics/family.h"

#define COUNT (WIJK_METRIC_BY | WIJK_METRIC_WHOLE)

static const wijk_metric metrics[] = {
    {"facilities_count", WIJK_METRIC_ZONE, WIJK_PART_NONE, COUNT, WIJK_NEEDS_FACILITIES,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE |
         WIJK_LAW_TOTAL_SCALE_FREE,
     "Aantal voorzieningen", "Number of facilities", "voorzieningen", "facilities", "facilities in the zone", ""},
    {"places_count", WIJK_METRIC_ZONE, WIJK_PART_NONE, COUNT, 0,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_TOTAL_SCALE_FREE,
     "Aantal plaatsen", "Number of places", "plaatsen", "places", "x_i = sum of capacities in the zone", ""},
    {"occupied_count", WIJK_METRIC_ZONE, WIJK_PART_NONE, COUNT | WIJK_METRIC_OF_PEOPLE, WIJK_NEEDS_OCCUPIED,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_TOTAL_SCALE_FREE,
     "Aantal bezette plaatsen", "Number of occupied places", "personen", "people", "sum of occupied in the zone", ""},
    {"facilities_count", WIJK_METRIC_CITY, WIJK_PART_NONE, COUNT, WIJK_NEEDS_FACILITIES,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE, "Aantal voorzieningen", "Number of facilities", "voorzieningen",
     "facilities", "all facilities, those outside every zone too", ""},
    {"places_count", WIJK_METRIC_CITY, WIJK_PART_NONE, COUNT, 0, WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE,
     "Aantal plaatsen", "Number of places", "plaatsen", "places",
     "sum of capacities of all facilities, those outside every zone too", ""},
    {"occupied_count", WIJK_METRIC_CITY, WIJK_PART_NONE, COUNT | WIJK_METRIC_OF_PEOPLE, WIJK_NEEDS_OCCUPIED,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE, "Aantal bezette plaatsen", "Number of occupied places", "personen",
     "people", "sum of occupied of all facilities, those outside every zone too", ""},
    {"residents_count", WIJK_METRIC_CITY, WIJK_PART_NONE, WIJK_METRIC_WHOLE, 0,
     WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE, "Aantal inwoners", "Number of residents", "inwoners", "residents",
     "sum of t_i over the zones where it is known", ""},
};

/* `sums` NULL = the source has no such field. */
static void fill(wijk_results *results, const char *id, const double *sums, size_t count, wijk_reason unknown) {
  wijk_result result;
  if (!wijk_results_find(results, id, 0, &result)) {
    return;
  }
  for (size_t i = 0; i < count; i++) {
    const double value = sums == NULL ? NAN : sums[i];
    wijk_result_set(&result, i, value, isnan(value) ? unknown : WIJK_PRESENT);
  }
}

static double sum_of(const double *values, size_t count) {
  double sum = values == NULL ? NAN : 0;
  for (size_t i = 0; values != NULL && i < count; i++) {
    sum += values[i];
  }
  return sum;
}

/* The facilities where there are points and they are the group, else what the zones say. */
static double city_sum(const wijk_subject *subject, const double *of_facility, const double *of_zone) {
  return subject->has_facilities && (subject->group_name == NULL || of_zone != subject->group)
             ? sum_of(of_facility, subject->facility_count)
             : sum_of(of_zone, subject->zone_count);
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  (void)scratch;
  fill(results, "facilities_count", subject->facilities_of_zone, subject->zone_count, WIJK_REASON_NO_FACILITIES);
  fill(results, "places_count", subject->places_of_zone, subject->zone_count, wijk_group_unknown(subject));
  fill(results, "occupied_count", subject->occupied_of_zone, subject->zone_count, WIJK_REASON_MISSING);
  double residents = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    residents += isnan(subject->residents[i]) ? 0 : subject->residents[i];
  }
  wijk_status status =
      wijk_results_add_city(results, "facilities_count", 0, (double)subject->facility_count, WIJK_PRESENT, err);
  if (status == WIJK_OK) {
    status =
        wijk_results_add_city(results, "places_count", 0, city_sum(subject, subject->capacity, subject->places_of_zone),
                              wijk_group_unknown(subject), err);
  }
  if (status == WIJK_OK) {
    status = wijk_results_add_city(results, "occupied_count", 0,
                                   city_sum(subject, subject->occupied, subject->occupied_of_zone), WIJK_REASON_MISSING,
                                   err);
  }
  return status == WIJK_OK ? wijk_results_add_city(results, "residents_count", 0, residents, WIJK_PRESENT, err)
                           : status;
}

WIJK_FAMILY(counts);
