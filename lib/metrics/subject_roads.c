/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities and residents, each in its place on the roads; and who is too far from any. */
#include <wijk/number.h>

#include "metrics/road_homes.h"
#include "metrics/subject.h"

static wijk_status snap(const wijk_subject *subject, size_t count, const double *x, const double *y, wijk_arena *arena,
                        const wijk_road_place **places, wijk_error *err) {
  wijk_road_place *made = WIJK_ARENA_ADD(arena, wijk_road_place, count, err);
  *places = made;
  return made == NULL
             ? WIJK_MEMORY
             : wijk_roads_snap(subject->roads, count, x, y, subject->method->snap_limit_m, subject->threads, made, err);
}

wijk_status wijk_subject_snap(wijk_subject *subject, wijk_arena *arena, wijk_error *err) {
  if (subject->roads == NULL) {
    return WIJK_OK;
  }
  wijk_status status = snap(subject, subject->facility_count, subject->facility_x, subject->facility_y, arena,
                            &subject->facility_place, err);
  if (status == WIJK_OK) {
    status = snap(subject, subject->population_count, subject->population_x, subject->population_y, arena,
                  &subject->population_place, err);
  }
  return status == WIJK_OK ? snap(subject, subject->zone_count, subject->interior_x, subject->interior_y, arena,
                                  &subject->interior_place, err)
                           : status;
}

/* ---- too far from a road ---- */

static const char *limit_of(const wijk_subject *subject, char digits[WIJK_NUMBER_SIZE]) {
  wijk_number_write(subject->method->snap_limit_m, digits);
  return digits;
}

static wijk_status tell_facilities(const wijk_subject_work *work, const wijk_subject *subject, wijk_error *err) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_text list = {0};
  size_t count = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (!wijk_is_on_road(&subject->facility_place[f])) {
      char number[WIJK_NUMBER_SIZE];
      wijk_subject_list(&list, wijk_subject_facility(subject, f, number), count++);
    }
  }
  wijk_status status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0) {
    status = wijk_report_add_finding(work->report,
                                     &(wijk_finding){.severity = WIJK_WARNING,
                                                     .code = "facility-off-road",
                                                     .source = wijk_subject_source(work, "facilities")},
                                     err,
                                     "%zu %s further than %s m from a usable road, and over the roads "
                                     "nobody reaches %s: %s",
                                     count, wijk_plural(count, "facility is", "facilities are"),
                                     limit_of(subject, digits), wijk_plural(count, "it", "them"), list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

/* Zones of whose homes none is near a road. */
static wijk_status tell_zones(const wijk_subject_work *work, const wijk_subject *subject, const wijk_road_homes *homes,
                              wijk_error *err) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_text list = {0};
  size_t count = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    bool covered = homes->all.first[i] == homes->all.first[i + 1];
    for (size_t h = homes->all.first[i]; h < homes->all.first[i + 1] && !covered; h++) {
      covered = wijk_is_on_road(&homes->place[h]);
    }
    if (!covered) {
      wijk_subject_list(&list, wijk_subject_key(work, i, err), count++);
    }
  }
  wijk_status status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0) {
    status = wijk_report_add_finding(work->report,
                                     &(wijk_finding){.severity = WIJK_WARNING,
                                                     .code = "zone-without-road",
                                                     .source = wijk_subject_source(work, "roads")},
                                     err,
                                     "the roads do not cover %zu %s: all %s residents are further than %s m "
                                     "from a usable road, and figures over the roads are null there: %s",
                                     count, wijk_plural(count, "zone", "zones"), wijk_plural(count, "its", "their"),
                                     limit_of(subject, digits), list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

static wijk_status tell_homes(const wijk_subject_work *work, const wijk_subject *subject, const wijk_road_homes *homes,
                              wijk_error *err) {
  size_t count = 0;
  double people = 0;
  for (size_t h = 0; h < homes->all.count; h++) {
    if (!wijk_is_on_road(&homes->place[h])) {
      count++;
      people += homes->all.weight[h];
    }
  }
  if (count == 0) {
    return WIJK_OK;
  }
  char number[WIJK_NUMBER_SIZE], digits[WIJK_NUMBER_SIZE];
  wijk_number_write(people, number);
  return wijk_report_add_finding(work->report,
                                 &(wijk_finding){.severity = WIJK_WARNING,
                                                 .code = "residents-off-road",
                                                 .source = wijk_subject_source(work, "roads")},
                                 err,
                                 "%zu places with %s residents are further than %s m from a usable road: they are in "
                                 "no figure over the roads, and are counted in unreachable_net_count",
                                 count, number, limit_of(subject, digits));
}

wijk_status wijk_subject_add_roads(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  if (subject->roads == NULL || !subject->has_facilities) {
    return WIJK_OK;
  }
  wijk_arena *scratch = wijk_arena_new(err);
  wijk_road_homes homes;
  if (scratch == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = wijk_subject_snap(subject, work->arena, err);
  if (status == WIJK_OK) {
    status = wijk_road_homes_compute(subject, scratch, &homes, err);
  }
  if (status == WIJK_OK) {
    status = tell_facilities(work, subject, err);
  }
  if (status == WIJK_OK) {
    status = tell_homes(work, subject, &homes, err);
  }
  if (status == WIJK_OK) {
    status = tell_zones(work, subject, &homes, err);
  }
  wijk_arena_free(scratch);
  return status;
}
