/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/subject.h"

#include <math.h>
#include <string.h>

#include "metrics/context.h"
#include "metrics/family.h"
#include "metrics/homes.h"

#define LISTED 12

void wijk_subject_list(wijk_text *text, const char *name, size_t said) {
  if (said < LISTED) {
    wijk_text_add(text, said == 0 ? "" : ", ");
    wijk_text_add(text, name);
  }
}

wijk_status wijk_subject_list_end(wijk_text *text, size_t said, wijk_error *err) {
  if (said > LISTED) {
    wijk_text_add_format(text, " and %zu more", said - LISTED);
  }
  return wijk_text_check(text, err);
}

const char *wijk_subject_source(const wijk_subject_work *work, const char *role) {
  for (size_t i = 0; i < work->report->input_count; i++) {
    if (work->report->inputs[i].role != NULL && strcmp(work->report->inputs[i].role, role) == 0) {
      return work->report->inputs[i].source;
    }
  }
  return NULL;
}

const char *wijk_subject_key(const wijk_subject_work *work, size_t zone, wijk_error *err) {
  if (work->key != NULL && work->key->texts != NULL && work->key->texts[zone] != NULL) {
    return work->key->texts[zone];
  }
  const char *number = wijk_arena_format(work->arena, err, "%zu", zone + 1);
  return number == NULL ? "?" : number;
}

const char *wijk_subject_facility(const wijk_subject *subject, size_t facility, char number[WIJK_NUMBER_SIZE]) {
  if (subject->facility_id != NULL && subject->facility_id[facility] != NULL) {
    return subject->facility_id[facility];
  }
  wijk_number_write((double)(subject->facility_row == NULL ? facility + 1 : subject->facility_row[facility]), number);
  return number;
}

/* Up to here every whole number has a double of its own; nothing that is counted in a zone comes near. */
#define MOST_COUNTED 1e15

wijk_status wijk_subject_check_count(const wijk_subject_work *work, size_t zone, const wijk_column *column,
                                     wijk_error *err) {
  const double value = column->numbers[zone];
  if (value < 0) {
    return wijk_error_set(err, WIJK_DATA, "zone '%s': %s is negative", wijk_subject_key(work, zone, err), column->name);
  }
  if (value > MOST_COUNTED) {
    char number[WIJK_NUMBER_SIZE];
    wijk_number_write(value, number);
    wijk_error_set(err, WIJK_DATA, "zone '%s': %s is %s, and no count is as large", wijk_subject_key(work, zone, err),
                   column->name, number);
    return wijk_error_hint(err, "correct the source, or leave the field empty for unknown");
  }
  return WIJK_OK;
}

/* ---- sums over the facilities of each zone ---- */

/* `values` NULL = one for each facility. */
static double *sum_per_zone(const wijk_subject *subject, const double *values, wijk_arena *arena, wijk_error *err) {
  double *sums = WIJK_ARENA_ADD(arena, double, subject->zone_count, err);
  for (size_t f = 0; sums != NULL && f < subject->facility_count; f++) {
    if (subject->zone_of_facility[f] != WIJK_NONE) {
      sums[subject->zone_of_facility[f]] += values == NULL ? 1 : values[f]; /* NaN stays: an unknown is no 0 */
    }
  }
  return sums;
}

static wijk_status add_sums(wijk_subject *subject, wijk_arena *arena, wijk_error *err) {
  if (!subject->has_facilities) {
    return WIJK_OK;
  }
  subject->facilities_of_zone = sum_per_zone(subject, NULL, arena, err);
  subject->places_of_zone = subject->capacity == NULL ? NULL : sum_per_zone(subject, subject->capacity, arena, err);
  subject->occupied_of_zone = subject->occupied == NULL ? NULL : sum_per_zone(subject, subject->occupied, arena, err);
  subject->group = subject->places_of_zone != NULL ? subject->places_of_zone : subject->facilities_of_zone;
  return subject->facilities_of_zone == NULL || (subject->capacity != NULL && subject->places_of_zone == NULL) ||
                 (subject->occupied != NULL && subject->occupied_of_zone == NULL)
             ? WIJK_MEMORY
             : WIJK_OK;
}

/* Norms of places against the places there are now; without known places there is nothing to compare. */
static wijk_status resolve_norms(wijk_subject *subject, wijk_arena *arena, wijk_error *err) {
  double *norms = WIJK_ARENA_ADD(arena, double, subject->zone_count, err);
  if (norms == NULL) {
    return WIJK_MEMORY;
  }
  const double city = wijk_city_per_1000(subject);
  for (size_t i = 0; i < subject->zone_count; i++) {
    const bool known = subject->places_of_zone != NULL && wijk_ratio_reason(subject, i) == WIJK_PRESENT;
    norms[i] = known ? wijk_norm_resolve(subject->zone_norm[i],
                                         1000 * subject->places_of_zone[i] / subject->residents[i], city)
                     : NAN;
  }
  subject->norm_per_1000 = norms;
  return WIJK_OK;
}

/* ---- the whole ---- */

static wijk_status add_group(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const wijk_subject_sources *sources = work->sources;
  const char *field = sources->group_field;
  if (field == NULL && sources->facilities == NULL) {
    wijk_error_set(err, WIJK_USAGE, "there is nothing to measure");
    return wijk_error_hint(err, "give --facilities, or --group with a field of the zones that counts the group");
  }
  if (field == NULL) {
    return WIJK_OK;
  }
  const wijk_column *column = wijk_layer_find(sources->zones, field);
  if (column == NULL || column->type != WIJK_COLUMN_NUMBER) {
    return wijk_error_set(err, WIJK_USAGE, "the zones have no field '%s' with numbers to take as group", field);
  }
  wijk_text unknown = {0};
  size_t unknown_count = 0;
  wijk_status status = WIJK_OK;
  for (size_t i = 0; i < subject->zone_count && status == WIJK_OK; i++) {
    status = wijk_subject_check_count(work, i, column, err);
    if (isnan(column->numbers[i]) && !subject->water[i]) {
      wijk_subject_list(&unknown, wijk_subject_key(work, i, err), unknown_count++);
    }
  }
  if (status == WIJK_OK && unknown_count > 0) {
    status = wijk_subject_list_end(&unknown, unknown_count, err);
  }
  if (status == WIJK_OK && unknown_count > 0) {
    const wijk_finding finding = {.severity = WIJK_WARNING,
                                  .code = "group-unknown",
                                  .source = wijk_subject_source(work, "zones"),
                                  .field = column->name};
    status = wijk_report_add_finding(work->report, &finding, err, "%zu %s no known %s, and %s out of every index: %s",
                                     unknown_count, unknown_count == 1 ? "zone has" : "zones have", column->name,
                                     unknown_count == 1 ? "is" : "are", unknown.bytes);
  }
  wijk_text_free(&unknown);
  subject->group = subject->places_of_zone = column->numbers;
  subject->group_name = column->name;
  return status;
}

wijk_status wijk_subject_new(const wijk_subject_sources *sources, wijk_arena *arena, wijk_report *report,
                             wijk_subject *subject, wijk_error *err) {
  const wijk_subject_work work = {sources, wijk_layer_find_role(sources->zones, "key"), arena, report};
  wijk_method *method = WIJK_ARENA_ADD(arena, wijk_method, 1, err);
  if (method == NULL) {
    return WIJK_MEMORY;
  }
  *method = sources->method == NULL ? wijk_method_default() : *sources->method;
  wijk_subject made = {.zone_count = sources->zones->row_count,
                       .zones = sources->zones,
                       .roads = sources->roads,
                       .method = method,
                       .forms = sources->forms,
                       .form_count = sources->form_count,
                       .radii_m = sources->radii_m,
                       .radius_count = sources->radius_count,
                       .threads = sources->threads,
                       .seed = sources->seed};
  wijk_status status = wijk_subject_add_zones(&work, &made, err);
  if (status == WIJK_OK) {
    status = wijk_subject_add_points(&work, &made, err);
  }
  if (status == WIJK_OK) {
    status = wijk_subject_add_context(&work, &made, err);
  }
  if (status == WIJK_OK) {
    status = add_sums(&made, arena, err);
  }
  if (status == WIJK_OK) {
    status = add_group(&work, &made, err);
  }
  if (status == WIJK_OK) {
    status = wijk_subject_add_cross(&work, &made, err);
  }
  if (status == WIJK_OK) {
    status = wijk_subject_add_zoning(&work, &made, err);
  }
  if (status == WIJK_OK) {
    status = resolve_norms(&made, arena, err);
  }
  double *people = status == WIJK_OK ? WIJK_ARENA_ADD(arena, double, made.zone_count, err) : NULL;
  if (people == NULL) {
    return err->status;
  }
  wijk_homes_sum(&made, people);
  status = wijk_subject_check(&work, people, &made, err);
  if (status == WIJK_OK && made.roads != NULL && made.has_facilities) { /* they have a place on the roads */
    status = wijk_homes_interior(&made, arena, &made.interior_x, &made.interior_y, err);
  }
  if (status == WIJK_OK) {
    status = wijk_subject_add_roads(&work, &made, err);
  }
  if (status == WIJK_OK) {
    *subject = made;
  }
  return status;
}

/* ---- some of the facilities ---- */

#define PICK(field, type)                                                                                              \
  do {                                                                                                                 \
    if (subject->field != NULL) {                                                                                      \
      type *picked = WIJK_ARENA_ADD(arena, type, count, err);                                                          \
      if (picked == NULL) {                                                                                            \
        return WIJK_MEMORY;                                                                                            \
      }                                                                                                                \
      for (size_t f = 0, k = 0; f < subject->facility_count; f++) {                                                    \
        if (keep[f]) {                                                                                                 \
          picked[k++] = subject->field[f];                                                                             \
        }                                                                                                              \
      }                                                                                                                \
      made.field = picked;                                                                                             \
    }                                                                                                                  \
  } while (0)

wijk_status wijk_subject_select(const wijk_subject *subject, const bool *keep, wijk_arena *arena, wijk_subject *part,
                                wijk_error *err) {
  wijk_subject made = *subject;
  size_t count = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    count += keep[f];
  }
  made.facility_count = count;
  made.cross_count = 0; /* of all facilities only */
  PICK(facility_x, double);
  PICK(facility_y, double);
  PICK(capacity, double);
  PICK(occupied, double);
  PICK(facility_place, wijk_road_place);
  PICK(zone_of_facility, size_t);
  PICK(facility_id, const char *);
  PICK(facility_row, size_t);
  PICK(form, const char *);
  PICK(provider, const char *);
  /* A fixed norm is for all facilities together; one relative to the city's places follows the selection. */
  wijk_zone_norm *norms = WIJK_ARENA_ADD(arena, wijk_zone_norm, made.zone_count, err);
  if (norms == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < made.zone_count; i++) {
    norms[i] = subject->zone_norm[i].rule == WIJK_NORM_FIXED ? (wijk_zone_norm){WIJK_NORM_NONE, NAN, NAN}
                                                             : subject->zone_norm[i];
  }
  made.zone_norm = norms;
  wijk_status status = add_sums(&made, arena, err);
  if (status == WIJK_OK) {
    status = resolve_norms(&made, arena, err);
  }
  if (status == WIJK_OK) {
    *part = made;
  }
  return status;
}
