/* SPDX-License-Identifier: EUPL-1.2 */
/* Who lives in a zone, and on how much land. */
#include <wijk/text.h>

#include <math.h>

#include <wijk/number.h>

#include "metrics/subject.h"

/* CBS writes "B" for the rows that stand for abroad: like water, nobody lives there. */
static bool says_yes(const char *text) {
  static const char *const words[] = {"ja", "j", "yes", "y", "1", "true", "waar", "water", "b"};
  for (size_t i = 0; text != NULL && i < sizeof words / sizeof words[0]; i++) {
    if (wijk_text_same(text, words[i])) {
      return true;
    }
  }
  return false;
}

static wijk_status add_water(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  uint8_t *water = WIJK_ARENA_ADD(work->arena, uint8_t, subject->zone_count, err);
  if (water == NULL) {
    return WIJK_MEMORY;
  }
  const wijk_column *column = wijk_layer_find_role(work->sources->zones, "water");
  for (size_t i = 0; column != NULL && i < subject->zone_count; i++) {
    water[i] = column->texts != NULL ? says_yes(column->texts[i]) : column->numbers[i] == 1;
  }
  subject->water = water;
  return WIJK_OK;
}

static wijk_status add_residents(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const char *field = work->sources->total_field;
  const wijk_column *column = field != NULL ? wijk_layer_find(work->sources->zones, field)
                                            : wijk_layer_find_role(work->sources->zones, "residents");
  if (field != NULL && (column == NULL || column->type != WIJK_COLUMN_NUMBER)) {
    return wijk_error_set(err, WIJK_USAGE, "the zones have no field '%s' with numbers to take as total", field);
  }
  double *residents = WIJK_ARENA_ADD(work->arena, double, subject->zone_count, err);
  if (residents == NULL) {
    return WIJK_MEMORY;
  }
  wijk_text without = {0};
  size_t without_count = 0;
  wijk_status status = WIJK_OK;
  for (size_t i = 0; i < subject->zone_count && status == WIJK_OK; i++) {
    const bool known = column != NULL && column->type == WIJK_COLUMN_NUMBER;
    residents[i] = known ? column->numbers[i] : NAN;
    status = known ? wijk_subject_check_count(work, i, column, err) : WIJK_OK;
    if (!(residents[i] > 0) && !subject->water[i]) {
      wijk_subject_list(&without, wijk_subject_key(work, i, err), without_count++);
    }
  }
  subject->residents = residents;
  subject->total_name = field == NULL ? NULL : column->name;
  if (status == WIJK_OK && without_count == subject->zone_count && column == NULL) {
    status = wijk_report_add_finding(work->report,
                                     &(wijk_finding){.severity = WIJK_WARNING,
                                                     .code = "no-residents-field",
                                                     .source = wijk_subject_source(work, "zones"),
                                                     .hint = "name it with --residents"},
                                     err, "the zones have no field of residents: every ratio is undefined");
  } else if (status == WIJK_OK && without_count > 0) {
    status = wijk_subject_list_end(&without, without_count, err);
    if (status == WIJK_OK) {
      status = wijk_report_add_finding(
          work->report,
          &(wijk_finding){
              .severity = WIJK_NOTE, .code = "zone-without-residents", .source = wijk_subject_source(work, "zones")},
          err, "%zu %s no %s, or none known, and left out of every ratio: %s", without_count,
          wijk_plural(without_count, "zone has", "zones have"), field == NULL ? "residents" : field, without.bytes);
    }
  }
  wijk_text_free(&without);
  return status;
}

/* A field of land area does not say whether it is in m², hectares (as CBS has it) or km²; the polygons do. */
static double unit_of_land(const wijk_column *column, const double *polygon_m2, size_t count, const char **unit) {
  static const struct {
    double m2;
    const char *name;
  } units[] = {{1, "m²"}, {1e4, "hectares"}, {1e6, "km²"}};
  double field = 0, polygon = 0;
  for (size_t i = 0; i < count; i++) {
    if (column->numbers[i] > 0) {
      field += column->numbers[i];
      polygon += polygon_m2[i];
    }
  }
  size_t best = 0;
  for (size_t k = 1; k < 3 && field > 0 && polygon > 0; k++) {
    if (fabs(log(field * units[k].m2 / polygon)) < fabs(log(field * units[best].m2 / polygon))) {
      best = k;
    }
  }
  *unit = units[best].name;
  return units[best].m2;
}

static wijk_status add_land(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const wijk_layer *zones = work->sources->zones;
  const wijk_column *column = wijk_layer_find_role(zones, "land_area");
  double *land = WIJK_ARENA_ADD(work->arena, double, subject->zone_count, err);
  if (land == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    land[i] = wijk_layer_area(zones, i);
  }
  const char *unit = NULL;
  wijk_status status;
  wijk_finding finding = {.code = "land-area", .source = wijk_subject_source(work, "zones")};
  if (column != NULL && column->type == WIJK_COLUMN_NUMBER) {
    const double m2 = unit_of_land(column, land, subject->zone_count, &unit);
    for (size_t i = 0; i < subject->zone_count; i++) {
      land[i] = column->numbers[i] * m2;
    }
    finding.severity = WIJK_NOTE;
    finding.field = column->name;
    status =
        wijk_report_add_finding(work->report, &finding, err, "land area is read in %s, which fits the polygons", unit);
  } else {
    finding.severity = WIJK_WARNING;
    finding.hint = "name a field with --land-area";
    status = wijk_report_add_finding(work->report, &finding, err,
                                     "no field of land area: a zone's land is the area of its polygon, water in it "
                                     "included");
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    land[i] = subject->water[i] ? 0 : land[i] / 1e6;
  }
  subject->land_km2 = land;
  return status;
}

wijk_status wijk_subject_add_zones(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  if (work->sources->zones->geometry.type != WIJK_GEOMETRY_POLYGON) {
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons", work->sources->zones->name);
  }
  wijk_status status = add_water(work, subject, err);
  if (status == WIJK_OK) {
    status = add_residents(work, subject, err);
  }
  if (status == WIJK_OK) {
    status = add_land(work, subject, err);
  }
  if (status == WIJK_OK) { /* a zone with a known land area of 0 is water */
    uint8_t *water = (uint8_t *)subject->water;
    const bool known = wijk_layer_find_role(work->sources->zones, "land_area") != NULL;
    for (size_t i = 0; i < subject->zone_count; i++) {
      water[i] = water[i] || (known && subject->land_km2[i] == 0);
    }
  }
  return status;
}
