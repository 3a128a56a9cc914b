/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities and residents, each in its zone. */
#include <wijk/text.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <wijk/geo.h>
#include <wijk/number.h>

#include "metrics/homes.h"
#include "metrics/subject.h"

/* Rows outside every zone were read but are not used in zones: the counts say so. */
static void move_counts(wijk_report *report, const char *role, size_t outside) {
  wijk_counts *counts = wijk_report_find_counts(report, role);
  if (counts != NULL) {
    const size_t moved = outside < counts->used ? outside : counts->used;
    counts->used -= moved;
    counts->outside += moved;
  }
}

static const double *numbers_of(const wijk_layer *layer, const char *role) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column != NULL && column->type == WIJK_COLUMN_NUMBER ? column->numbers : NULL;
}

static const char *const *texts_of(const wijk_layer *layer, const char *role) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column != NULL && column->type != WIJK_COLUMN_NUMBER ? column->texts : NULL;
}

/* ---- facilities ---- */

/* What a facility is called in messages: its id, else the number of its row in the source. */
static const char *id_of(const wijk_layer *facilities, const char *const *ids, size_t facility,
                         char number[WIJK_NUMBER_SIZE]) {
  if (ids != NULL) {
    return ids[facility];
  }
  wijk_number_write((double)(facilities->source_rows == NULL ? facility + 1 : facilities->source_rows[facility]),
                    number);
  return number;
}

static wijk_status find_outside(const wijk_subject_work *work, const wijk_subject *subject, wijk_error *err) {
  const wijk_layer *facilities = work->sources->facilities;
  const char *const *ids = texts_of(facilities, "id"), *const *names = texts_of(facilities, "name");
  const char *source = wijk_subject_source(work, "facilities");
  size_t outside = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (subject->zone_of_facility[f] != WIJK_NONE) {
      continue;
    }
    outside++;
    const size_t row = facilities->source_rows != NULL ? facilities->source_rows[f] : f + 1;
    char number[WIJK_NUMBER_SIZE];
    const char *id = id_of(facilities, ids, f, number), *name = names == NULL ? NULL : names[f];
    const wijk_finding finding = {
        .severity = WIJK_WARNING, .code = "facility-outside", .source = source, .row = row, .value = id};
    const wijk_status status = wijk_report_add_finding(
        work->report, &finding, err,
        "facility '%s'%s%s%s at %.0f, %.0f lies outside every zone: it counts for the city and for distances only",
        id == NULL ? "?" : id, name == NULL ? "" : " (", name == NULL ? "" : name, name == NULL ? "" : ")",
        subject->facility_x[f], subject->facility_y[f]);
    if (status != WIJK_OK) {
      return status;
    }
  }
  move_counts(work->report, "facilities", outside);
  return WIJK_OK;
}

static wijk_status find_unknown(const wijk_subject_work *work, const wijk_subject *subject, wijk_error *err) {
  const wijk_layer *facilities = work->sources->facilities;
  const char *const *ids = texts_of(facilities, "id");
  const wijk_finding finding = {.severity = subject->capacity == NULL ? WIJK_NOTE : WIJK_WARNING,
                                .code = subject->capacity == NULL ? "no-capacity-field" : "capacity-unknown",
                                .source = wijk_subject_source(work, "facilities")};
  if (subject->capacity == NULL) {
    return wijk_report_add_finding(work->report, &finding, err,
                                   "the facilities have no field of places: indices count facilities, and figures of "
                                   "places are undefined");
  }
  wijk_text list = {0};
  size_t count = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (isnan(subject->capacity[f])) {
      char number[WIJK_NUMBER_SIZE];
      const char *id = id_of(facilities, ids, f, number);
      wijk_subject_list(&list, id == NULL ? "?" : id, count++);
    }
  }
  wijk_status status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0) {
    status = wijk_report_add_finding(
        work->report, &finding, err, "%zu %s: %s", count,
        wijk_plural(
            count,
            "facility has an unknown number of places, so that its zone has too, and leaves the city's sums of places",
            "facilities have an unknown number of places, so that their zones have too, and leave the city's sums of "
            "places"),
        list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

static int order_texts(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The study's ladder, and what is in the data but not in it (found, and then a rung of its own). */
static wijk_status add_forms(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  if (subject->form == NULL) {
    return WIJK_OK;
  }
  const size_t given = subject->form_count;
  const char **found = WIJK_ARENA_ADD(work->arena, const char *, subject->facility_count, err);
  if (found == NULL) {
    return WIJK_MEMORY;
  }
  size_t count = 0, kept = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (subject->form[f] != NULL) {
      found[count++] = subject->form[f];
    }
  }
  if (count > 0) {
    qsort(found, count, sizeof *found, order_texts);
  }
  for (size_t i = 0; i < count; i++) {
    if (kept == 0 || strcmp(found[kept - 1], found[i]) != 0) {
      found[kept++] = found[i];
    }
  }
  const char **forms = WIJK_ARENA_ADD(work->arena, const char *, given + kept, err);
  wijk_status status = forms == NULL ? WIJK_MEMORY : WIJK_OK;
  size_t form_count = 0;
  for (size_t k = 0; status == WIJK_OK && k < given; k++) {
    forms[form_count++] = subject->forms[k];
  }
  for (size_t k = 0; status == WIJK_OK && k < kept; k++) {
    bool known = false;
    for (size_t j = 0; j < given && !known; j++) {
      known = strcmp(forms[j], found[k]) == 0;
    }
    if (known) {
      continue;
    }
    forms[form_count++] = found[k];
    if (given > 0) {
      status = wijk_report_add_finding(work->report,
                                       &(wijk_finding){.severity = WIJK_WARNING,
                                                       .code = "form-unknown",
                                                       .source = wijk_subject_source(work, "facilities"),
                                                       .value = found[k]},
                                       err, "'%s' is not in the ladder of forms", found[k]);
    }
  }
  subject->forms = forms;
  subject->form_count = form_count;
  return status;
}

static wijk_status add_facilities(const wijk_subject_work *work, const wijk_zone_index *index, wijk_subject *subject,
                                  wijk_error *err) {
  const wijk_layer *facilities = work->sources->facilities;
  const size_t count = facilities->row_count;
  size_t *zone = WIJK_ARENA_ADD(work->arena, size_t, count, err);
  if (zone == NULL) {
    return WIJK_MEMORY;
  }
  if (count > 0 && facilities->geometry.type != WIJK_GEOMETRY_POINT) {
    return wijk_error_set(err, WIJK_DATA, "the facilities are not points");
  }
  subject->has_facilities = true;
  subject->facility_count = count;
  subject->facility_x = facilities->geometry.x;
  subject->facility_y = facilities->geometry.y;
  subject->capacity = numbers_of(facilities, "capacity");
  subject->occupied = numbers_of(facilities, "occupied");
  subject->facility_id = texts_of(facilities, "id");
  subject->facility_row = facilities->source_rows;
  subject->form = texts_of(facilities, "form");
  subject->provider = texts_of(facilities, "provider");
  wijk_status status =
      wijk_zone_index_find(index, count, subject->facility_x, subject->facility_y, subject->threads, zone, NULL, err);
  subject->zone_of_facility = zone;
  if (status == WIJK_OK) {
    status = find_outside(work, subject, err);
  }
  if (status == WIJK_OK) {
    status = find_unknown(work, subject, err);
  }
  return status == WIJK_OK ? add_forms(work, subject, err) : status;
}

/* ---- residents ---- */

static wijk_status add_population(const wijk_subject_work *work, const wijk_zone_index *index, wijk_subject *subject,
                                  wijk_error *err) {
  const wijk_layer *population = work->sources->population;
  const size_t count = population->row_count;
  const double *weight = numbers_of(population, "residents");
  size_t *zone = WIJK_ARENA_ADD(work->arena, size_t, count, err);
  if (zone == NULL) {
    return WIJK_MEMORY;
  }
  if (weight == NULL || (count > 0 && population->geometry.type != WIJK_GEOMETRY_POINT)) {
    wijk_error_set(err, WIJK_DATA, "the population source has no points with a field of residents");
    return wijk_error_hint(err, "name it with --field residents=FIELD");
  }
  const wijk_status status = wijk_zone_index_find(index, count, population->geometry.x, population->geometry.y,
                                                  subject->threads, zone, NULL, err);
  if (status != WIJK_OK) {
    return status;
  }
  subject->population_count = count;
  subject->population_x = population->geometry.x;
  subject->population_y = population->geometry.y;
  subject->population_weight = weight;
  subject->zone_of_population = zone;
  size_t outside = 0;
  double people = 0;
  for (size_t p = 0; p < count; p++) {
    if (zone[p] == WIJK_NONE) {
      outside++;
      people += weight[p] > 0 ? weight[p] : 0;
    }
  }
  move_counts(work->report, "population", outside);
  char number[WIJK_NUMBER_SIZE];
  wijk_number_write(people, number);
  return outside == 0 ? WIJK_OK
                      : wijk_report_add_finding(work->report,
                                                &(wijk_finding){.severity = WIJK_WARNING,
                                                                .code = "population-outside",
                                                                .source = wijk_subject_source(work, "population")},
                                                err, "%zu population points with %s residents lie outside every zone",
                                                outside, number);
}

wijk_status wijk_subject_add_points(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const wijk_layer *facilities = work->sources->facilities, *population = work->sources->population;
  if (facilities == NULL && population == NULL) {
    return WIJK_OK;
  }
  const size_t points =
      (facilities == NULL ? 0 : facilities->row_count) + (population == NULL ? 0 : population->row_count);
  wijk_zone_index *index = wijk_zone_index_new(work->sources->zones, points, err);
  if (index == NULL) {
    return err->status;
  }
  wijk_status status = WIJK_OK;
  if (facilities != NULL) {
    status = add_facilities(work, index, subject, err);
  }
  if (status == WIJK_OK && population != NULL) {
    status = add_population(work, index, subject, err);
  }
  wijk_zone_index_free(index);
  return status;
}

/* ---- what they say of each other ---- */

static wijk_status compare_residents(const wijk_subject_work *work, const wijk_subject *subject, const double *sums,
                                     wijk_error *err) {
  const char *source = wijk_subject_source(work, "population");
  size_t differing = 0;
  double absolute = 0;
  wijk_status status = WIJK_OK;
  for (size_t i = 0; i < subject->zone_count && status == WIJK_OK; i++) {
    const double difference = sums[i] - subject->residents[i];
    if (isnan(difference) || difference == 0) {
      continue;
    }
    char at_points[WIJK_NUMBER_SIZE], in_field[WIJK_NUMBER_SIZE];
    wijk_number_write(sums[i], at_points);
    wijk_number_write(subject->residents[i], in_field);
    differing++;
    absolute += fabs(difference);
    status = wijk_report_add_finding(work->report,
                                     &(wijk_finding){.severity = WIJK_NOTE,
                                                     .code = "population-differs-zone",
                                                     .source = source,
                                                     .value = wijk_subject_key(work, i, err)},
                                     err, "zone '%s' has %s residents at its population points and %s in its own field",
                                     wijk_subject_key(work, i, err), at_points, in_field);
  }
  char number[WIJK_NUMBER_SIZE];
  wijk_number_write(absolute, number);
  return status != WIJK_OK || differing == 0
             ? status
             : wijk_report_add_finding(
                   work->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "population-differs", .source = source},
                   err,
                   "population points differ from the residents of %zu %s, by %s people in all; "
                   "ratios use the zones' own field, points only weigh distances",
                   differing, wijk_plural(differing, "zone", "zones"), number);
}

wijk_status wijk_subject_check(const wijk_subject_work *work, const double *population_of_zone,
                               const wijk_subject *subject, wijk_error *err) {
  wijk_status status = WIJK_OK;
  if (work->sources->population != NULL && subject->total_name == NULL) { /* another total is no number of residents */
    status = compare_residents(work, subject, population_of_zone, err);
  }
  if (status != WIJK_OK || !subject->has_facilities) {
    return status;
  }
  wijk_text list = {0};
  size_t count = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (wijk_homes_is_interior(subject, population_of_zone, i)) {
      wijk_subject_list(&list, wijk_subject_key(work, i, err), count++);
    }
  }
  status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0) {
    status = wijk_report_add_finding(
        work->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "distance-from-interior"}, err,
        "%zu %s from a point inside the zone%s%s", count,
        wijk_plural(count, "zone has no population points: its distances are measured",
                    "zones have no population points: their distances are measured"),
        count == subject->zone_count ? "" : ": ", count == subject->zone_count || list.bytes == NULL ? "" : list.bytes);
  }
  wijk_text_free(&list);
  return status;
}
