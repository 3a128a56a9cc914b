/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps by which layers become a subject. Each fills its own fields, in this order. */
#ifndef WIJK_METRICS_SUBJECT_H
#define WIJK_METRICS_SUBJECT_H

#include <wijk/metric.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* What every step is given. `key` are the zones' keys, for messages. */
typedef struct wijk_subject_work {
  const wijk_subject_sources *sources;
  const wijk_column *key; /* NULL = the zones have none: then their row number stands for it */
  wijk_arena *arena;
  wijk_report *report;
} wijk_subject_work;

/* residents, land, water */
wijk_status wijk_subject_add_zones(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);
/* facilities and population points, each in its zone; what lies outside is found and moved in the counts */
wijk_status wijk_subject_add_points(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);
/* which facilities are of the one and of the other value that --cross compares */
wijk_status wijk_subject_add_cross(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);
/* class per zone, shares per class, norm of the class */
wijk_status wijk_subject_add_zoning(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);

/* places on the roads; who is too far from any is found */
wijk_status wijk_subject_add_roads(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err);

/* What sources say of each other: residents per zone at points and in the field, zones without points. */
wijk_status wijk_subject_check(const wijk_subject_work *work, const double *population_of_zone,
                               const wijk_subject *subject, wijk_error *err);

/* File name of the input with that role, for findings; NULL when it did not come from a file. */
const char *wijk_subject_source(const wijk_subject_work *work, const char *role);
const char *wijk_subject_key(const wijk_subject_work *work, size_t zone, wijk_error *err);

/* WIJK_DATA where the field's number of that zone cannot be a count: below 0, or above 1e15. */
wijk_status wijk_subject_check_count(const wijk_subject_work *work, size_t zone, const wijk_column *column,
                                     wijk_error *err);

/* What a facility is called in messages: its id, else its record in the source, written to `number`. */
const char *wijk_subject_facility(const wijk_subject *subject, size_t facility, char number[WIJK_NUMBER_SIZE]);

/* "A, B, C and 4 more": adds one name to a list under way; `said` counts those added so far. */
void wijk_subject_list(wijk_text *text, const char *name, size_t said);
wijk_status wijk_subject_list_end(wijk_text *text, size_t said, wijk_error *err);

#endif
