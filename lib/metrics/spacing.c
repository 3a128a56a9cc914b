/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a facility is from its nearest neighbour of the same form: the facilities in the zone, neighbours anywhere.
 * Where the source knows no forms, all are of one. */
#include <wijk/geo.h>

#include <string.h>

#include "metrics/family.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)

static const wijk_metric metrics[] = {
    {"spacing_m_min", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES, LAWS,
     "Kleinste afstand tussen voorzieningen van dezelfde vorm", "Smallest distance between facilities of one form", "m",
     "m", "min over the zone's facilities of the distance to the nearest other of the same form, anywhere", ""},
    {"spacing_m_mean", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES, LAWS,
     "Gemiddelde afstand tussen voorzieningen van dezelfde vorm", "Mean distance between facilities of one form", "m",
     "m", "mean over the zone's facilities of the distance to the nearest other of the same form, anywhere", ""},
};

static bool has_form(const wijk_subject *subject, size_t f, const char *form) {
  return form == NULL || (subject->form[f] != NULL && strcmp(subject->form[f], form) == 0);
}

/* Distance to the nearest other facility of `form` (NULL = any) for each of that form, into `distance`. */
static wijk_status measure(const wijk_subject *subject, const char *form, double *distance, wijk_arena *scratch,
                           wijk_error *err) {
  const size_t n = subject->facility_count;
  double *x = WIJK_ARENA_ADD(scratch, double, n, err), *y = WIJK_ARENA_ADD(scratch, double, n, err);
  double *found = WIJK_ARENA_ADD(scratch, double, n, err);
  size_t *row = WIJK_ARENA_ADD(scratch, size_t, n, err), *self = WIJK_ARENA_ADD(scratch, size_t, n, err);
  size_t *nearest = WIJK_ARENA_ADD(scratch, size_t, n, err);
  if (x == NULL || y == NULL || found == NULL || row == NULL || self == NULL || nearest == NULL) {
    return WIJK_MEMORY;
  }
  size_t count = 0;
  for (size_t f = 0; f < n; f++) {
    if (has_form(subject, f, form) && !isnan(subject->facility_x[f]) && !isnan(subject->facility_y[f])) {
      x[count] = subject->facility_x[f];
      y[count] = subject->facility_y[f];
      self[count] = count;
      row[count++] = f;
    }
  }
  wijk_point_index *index = wijk_point_index_new(count, x, y, err);
  if (index == NULL) {
    return err->status;
  }
  const wijk_status status = wijk_point_index_nearest(index, count, x, y, self, subject->threads, found, nearest, err);
  wijk_point_index_free(index);
  for (size_t k = 0; status == WIJK_OK && k < count; k++) {
    distance[row[k]] = found[k];
  }
  return status;
}

static wijk_status fill(const wijk_subject *subject, const double *distance, wijk_arena *scratch, wijk_results *results,
                        wijk_error *err) {
  const size_t n = subject->zone_count;
  double *least = WIJK_ARENA_ADD(scratch, double, n, err), *sum = WIJK_ARENA_ADD(scratch, double, n, err);
  size_t *measured = WIJK_ARENA_ADD(scratch, size_t, n, err);
  if (least == NULL || sum == NULL || measured == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < subject->facility_count; f++) {
    const size_t zone = subject->zone_of_facility[f];
    if (zone != WIJK_NONE && !isnan(distance[f])) {
      least[zone] = measured[zone]++ == 0 ? distance[f] : fmin(least[zone], distance[f]);
      sum[zone] += distance[f];
    }
  }
  wijk_result smallest, mean;
  const bool with_smallest = wijk_results_find(results, "spacing_m_min", 0, &smallest);
  const bool with_mean = wijk_results_find(results, "spacing_m_mean", 0, &mean);
  for (size_t i = 0; i < n; i++) {
    const wijk_reason reason = measured[i] > 0                      ? WIJK_PRESENT
                               : subject->facilities_of_zone[i] > 0 ? WIJK_REASON_NO_NEIGHBOURS
                                                                    : WIJK_REASON_NO_FACILITIES;
    if (with_smallest) {
      wijk_result_set(&smallest, i, least[i], reason);
    }
    if (with_mean) {
      wijk_result_set(&mean, i, measured[i] > 0 ? sum[i] / (double)measured[i] : NAN, reason);
    }
  }
  return WIJK_OK;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  double *distance = WIJK_ARENA_ADD(scratch, double, subject->facility_count, err);
  if (distance == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < subject->facility_count; f++) {
    distance[f] = NAN;
  }
  wijk_status status = WIJK_OK;
  if (subject->form == NULL) {
    status = measure(subject, NULL, distance, scratch, err);
  }
  for (size_t k = 0; subject->form != NULL && status == WIJK_OK && k < subject->form_count; k++) {
    const wijk_arena_mark mark = wijk_arena_now(scratch);
    status = measure(subject, subject->forms[k], distance, scratch, err);
    wijk_arena_reset(scratch, mark);
  }
  return status == WIJK_OK ? fill(subject, distance, scratch, results, err) : status;
}

WIJK_FAMILY(spacing);
