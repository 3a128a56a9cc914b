/* SPDX-License-Identifier: EUPL-1.2 */
/* The class of each zone from the zoning map, and what its class allows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <wijk/geo.h>

#include "metrics/subject.h"

/* ---- the classes ---- */

static const wijk_column *find_class_column(const wijk_layer *zoning) {
  static const char *const names[] = {"zone_class", "zoneklasse", "klasse", "class", "zone", "zonering"};
  const wijk_column *column = wijk_layer_find_role(zoning, "zone_class");
  for (size_t i = 0; column == NULL && i < sizeof names / sizeof names[0]; i++) {
    column = wijk_layer_find(zoning, names[i]);
  }
  return column;
}

/* From the zone that can carry least to the one that can carry most; names of a study's own in between. */
static int class_rank(const char *name) {
  return strcmp(name, "kwetsbaar") == 0          ? 0
         : strcmp(name, "aandacht") == 0         ? 1
         : strcmp(name, "draagkrachtig") == 0    ? 3
         : strcmp(name, WIJK_CLASS_UNKNOWN) == 0 ? 4
                                                 : 2;
}

static int order_classes(const void *a, const void *b) {
  const char *p = *(const char *const *)a, *q = *(const char *const *)b;
  const int difference = class_rank(p) - class_rank(q);
  return difference != 0 ? difference : strcmp(p, q);
}

static wijk_status list_classes(const wijk_subject_work *work, const wijk_column *column, size_t rows,
                                wijk_subject *subject, wijk_error *err) {
  const char **classes = WIJK_ARENA_ADD(work->arena, const char *, rows, err);
  if (classes == NULL) {
    return WIJK_MEMORY;
  }
  size_t count = 0, kept = 0;
  for (size_t r = 0; r < rows; r++) {
    if (column->texts[r] != NULL) {
      classes[count++] = column->texts[r];
    }
  }
  if (count > 0) {
    qsort(classes, count, sizeof *classes, order_classes);
  }
  for (size_t i = 0; i < count; i++) {
    if (kept == 0 || strcmp(classes[kept - 1], classes[i]) != 0) {
      classes[kept++] = classes[i];
    }
  }
  subject->classes = classes;
  subject->class_count = kept;
  return kept > 0 ? WIJK_OK
                  : wijk_error_set(err, WIJK_DATA, "the zoning has no zone with a class in '%s'", column->name);
}

static int class_of_row(const wijk_subject *subject, const wijk_column *column, size_t row) {
  for (size_t k = 0; row != WIJK_NONE && column->texts[row] != NULL && k < subject->class_count; k++) {
    if (strcmp(subject->classes[k], column->texts[row]) == 0) {
      return (int)k;
    }
  }
  return -1;
}

/* ---- the same zones: by key ---- */

/* Rows of the zoning whose key no zone has: those of another year, say. */
static wijk_status say_left_over(const wijk_subject_work *work, const wijk_column *key, const size_t *row,
                                 size_t zone_count, wijk_error *err) {
  size_t count = work->sources->zoning->row_count, left_over = 0;
  bool *used = WIJK_ARENA_ADD(work->arena, bool, count, err);
  if (used == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < zone_count; i++) {
    if (row[i] != WIJK_NONE) {
      used[row[i]] = true;
    }
  }
  wijk_text list = {0};
  for (size_t i = 0; i < count; i++) {
    if (!used[i]) {
      wijk_subject_list(&list, key->texts[i] == NULL ? "(none)" : key->texts[i], left_over++);
    }
  }
  wijk_status status = wijk_subject_list_end(&list, left_over, err);
  if (status == WIJK_OK && left_over > 0) {
    status = wijk_report_add_finding(
        work->report,
        &(wijk_finding){
            .severity = WIJK_WARNING, .code = "row-not-joined", .source = wijk_subject_source(work, "zoning")},
        err, "%zu %s of the zoning %s to no zone: %s; is it of another year?", left_over,
        wijk_plural(left_over, "row", "rows"), wijk_plural(left_over, "belongs", "belong"), list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

/* `*joined` says whether every zone's key is among the zoning's. */
static wijk_status join_by_key(const wijk_subject_work *work, const wijk_column *column, wijk_subject *subject,
                               int *zone_class, bool *joined, wijk_error *err) {
  const wijk_layer *zoning = work->sources->zoning;
  const wijk_column *key = wijk_layer_find_role(zoning, "key");
  *joined = false;
  if (key == NULL || key->texts == NULL || work->key == NULL || work->key->texts == NULL) {
    return WIJK_OK;
  }
  size_t *row = WIJK_ARENA_ADD(work->arena, size_t, subject->zone_count, err);
  if (row == NULL) {
    return WIJK_MEMORY;
  }
  wijk_error twice = {0}; /* a zoning whose keys are not unique is no list of zones: it is overlaid */
  if (wijk_layer_join(zoning, key, work->key->texts, subject->zone_count, row, &twice) != WIJK_OK) {
    return twice.status == WIJK_MEMORY ? wijk_error_set(err, WIJK_MEMORY, "%s", twice.message) : WIJK_OK;
  }
  wijk_text missing = {0};
  size_t missing_count = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (row[i] == WIJK_NONE) {
      wijk_subject_list(&missing, wijk_subject_key(work, i, err), missing_count++);
    }
    zone_class[i] = class_of_row(subject, column, row[i]);
  }
  wijk_status status = wijk_subject_list_end(&missing, missing_count, err);
  const bool has_shapes = zoning->geometry.type == WIJK_GEOMETRY_POLYGON;
  *joined = missing_count == 0 || (!has_shapes && missing_count < subject->zone_count);
  if (status == WIJK_OK && *joined && missing_count > 0) {
    status = wijk_report_add_finding(
        work->report,
        &(wijk_finding){
            .severity = WIJK_WARNING, .code = "zone-not-joined", .source = wijk_subject_source(work, "zoning")},
        err, "%zu %s no class: %s", missing_count,
        wijk_plural(missing_count, "zone is not in the zoning and has", "zones are not in the zoning and have"),
        missing.bytes);
  }
  wijk_text_free(&missing);
  return status == WIJK_OK && *joined ? say_left_over(work, key, row, subject->zone_count, err) : status;
}

/* ---- other zones: by overlay ---- */

/* Residents in each class per zone, by the zoning polygon their point lies in. */
static wijk_status share_residents(const wijk_subject_work *work, const wijk_column *column,
                                   const wijk_subject *subject, double *share, double *total, wijk_error *err) {
  if (subject->population_count == 0) {
    return WIJK_OK;
  }
  size_t *row = WIJK_ARENA_ADD(work->arena, size_t, subject->population_count, err);
  if (row == NULL) {
    return WIJK_MEMORY;
  }
  wijk_zone_index *index = wijk_zone_index_new(work->sources->zoning, subject->population_count, err);
  if (index == NULL) {
    return err->status;
  }
  const wijk_status status = wijk_zone_index_find(index, subject->population_count, subject->population_x,
                                                  subject->population_y, subject->threads, row, NULL, err);
  wijk_zone_index_free(index);
  for (size_t p = 0; status == WIJK_OK && p < subject->population_count; p++) {
    const size_t zone = subject->zone_of_population[p];
    const double weight = subject->population_weight[p];
    if (zone == WIJK_NONE || !(weight > 0)) {
      continue;
    }
    const int class_row = class_of_row(subject, column, row[p]);
    total[zone] += weight;
    if (class_row >= 0) {
      share[zone * subject->class_count + (size_t)class_row] += weight;
    }
  }
  return status;
}

/* Area in each class, for the zones where nobody lives at a point: they alone are cut, which is what takes time. */
static wijk_status share_area(const wijk_subject_work *work, const wijk_column *column, const wijk_subject *subject,
                              double *share, double *total, wijk_error *err) {
  const wijk_layer *zones = work->sources->zones;
  size_t *empty = WIJK_ARENA_ADD(work->arena, size_t, subject->zone_count, err);
  size_t count = 0;
  if (empty == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (!(total[i] > 0)) {
      empty[count++] = i;
      total[i] = wijk_layer_area(zones, i);
    }
  }
  if (count == 0) {
    return WIJK_OK;
  }
  const wijk_layer *cut = wijk_layer_select(zones, empty, count, work->arena, err);
  wijk_overlay overlay;
  const wijk_status status =
      cut == NULL ? WIJK_MEMORY : wijk_polygons_overlay(cut, work->sources->zoning, work->arena, &overlay, err);
  for (size_t o = 0; status == WIJK_OK && o < overlay.count; o++) {
    const int class_row = class_of_row(subject, column, overlay.b[o]);
    if (class_row >= 0) {
      share[empty[overlay.a[o]] * subject->class_count + (size_t)class_row] += overlay.area_m2[o];
    }
  }
  return status;
}

/* The class with the largest share; of equal shares the one that can carry less. */
static int largest(const double *share, size_t count) {
  int best = -1;
  double most = 0;
  for (size_t k = 0; k < count; k++) {
    if (share[k] > most) {
      most = share[k];
      best = (int)k;
    }
  }
  return best;
}

static wijk_status overlay_zoning(const wijk_subject_work *work, const wijk_column *column, wijk_subject *subject,
                                  int *zone_class, wijk_error *err) {
  const size_t n = subject->zone_count, k_count = subject->class_count;
  if (work->sources->zoning->geometry.type != WIJK_GEOMETRY_POLYGON) {
    wijk_error_set(err, WIJK_DATA,
                   "no key of the zoning is the key of a zone, and it has no polygons to lay over them");
    return wijk_error_hint(err, "give a zoning of the same zones, or one with polygons");
  }
  double *share = WIJK_ARENA_ADD(work->arena, double, n *k_count, err);
  double *total = WIJK_ARENA_ADD(work->arena, double, n, err);
  if (share == NULL || total == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = share_residents(work, column, subject, share, total, err);
  if (status == WIJK_OK) {
    status = share_area(work, column, subject, share, total, err);
  }
  if (status != WIJK_OK) {
    return status;
  }
  wijk_text outside = {0};
  size_t outside_count = 0;
  for (size_t i = 0; i < n; i++) {
    double *of_zone = share + i * k_count;
    zone_class[i] = largest(of_zone, k_count);
    for (size_t k = 0; k < k_count; k++) {
      of_zone[k] = total[i] > 0 ? fmin(of_zone[k] / total[i], 1) : NAN;
    }
    if (zone_class[i] < 0) {
      wijk_subject_list(&outside, wijk_subject_key(work, i, err), outside_count++);
    }
  }
  status = wijk_subject_list_end(&outside, outside_count, err);
  subject->class_share = share;
  const wijk_finding finding = {.severity = outside_count > 0 ? WIJK_WARNING : WIJK_NOTE,
                                .code = outside_count > 0 ? "zone-outside-zoning" : "zoning-overlaid",
                                .source = wijk_subject_source(work, "zoning")};
  if (status == WIJK_OK && outside_count > 0) {
    status = wijk_report_add_finding(work->report, &finding, err, "%zu %s outside the zoning and %s no class: %s",
                                     outside_count, wijk_plural(outside_count, "zone lies", "zones lie"),
                                     wijk_plural(outside_count, "has", "have"), outside.bytes);
  } else if (status == WIJK_OK) {
    status = wijk_report_add_finding(work->report, &finding, err,
                                     "the zoning has other zones: each zone has the class in which most of its "
                                     "residents (else of its area) lie");
  }
  wijk_text_free(&outside);
  return status;
}

/* ---- what a class allows ---- */

static double number_at(const wijk_layer *zoning, const char *name, size_t row) {
  const wijk_column *column = wijk_layer_find(zoning, name);
  return column != NULL && column->type == WIJK_COLUMN_NUMBER ? column->numbers[row] : NAN;
}

/* What the command line says, else what the zoning says of the class, else what the name of the class means. */
static wijk_zone_norm norm_of_class(const wijk_subject_work *work, const wijk_column *column, const char *name) {
  const wijk_layer *zoning = work->sources->zoning;
  for (size_t k = 0; k < work->sources->norm_count; k++) {
    if (wijk_text_same(work->sources->norms[k].name, name)) {
      return work->sources->norms[k].norm;
    }
  }
  const wijk_column *rules = wijk_layer_find(zoning, "norm_rule");
  for (size_t r = 0; rules != NULL && rules->type != WIJK_COLUMN_NUMBER && r < zoning->row_count; r++) {
    if (column->texts[r] == NULL || strcmp(column->texts[r], name) != 0) {
      continue;
    }
    const wijk_norm_rule rule = rules->texts[r] == NULL ? WIJK_NORM_NONE : wijk_norm_rule_find(rules->texts[r]);
    return (wijk_zone_norm){rule, number_at(zoning, "norm_per_1000", r), number_at(zoning, "norm_factor", r)};
  }
  return wijk_norm_preset(name);
}

static wijk_status check_norm_names(const wijk_subject_work *work, const wijk_subject *subject, wijk_error *err) {
  for (size_t n = 0; n < work->sources->norm_count; n++) {
    bool known = false;
    for (size_t k = 0; k < subject->class_count && !known; k++) {
      known = wijk_text_same(work->sources->norms[n].name, subject->classes[k]);
    }
    if (!known) { /* it may be a class that no zone happens to have */
      const wijk_status status = wijk_report_add_finding(
          work->report,
          &(wijk_finding){
              .severity = WIJK_WARNING, .code = "norm-without-class", .value = work->sources->norms[n].name},
          err, "no zone is of the class '%s' that a norm is given for", work->sources->norms[n].name);
      if (status != WIJK_OK) {
        return status;
      }
    }
  }
  return WIJK_OK;
}

/* Without a zoning map every zone may have what the city has on average. */
static wijk_status add_city_norm(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  wijk_zone_norm *norms = WIJK_ARENA_ADD(work->arena, wijk_zone_norm, subject->zone_count, err);
  for (size_t i = 0; norms != NULL && i < subject->zone_count; i++) {
    norms[i] = (wijk_zone_norm){WIJK_NORM_CITY_TIMES, NAN, 1};
  }
  subject->zone_norm = norms;
  return norms == NULL ? WIJK_MEMORY : WIJK_OK;
}

wijk_status wijk_subject_add_zoning(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  const wijk_layer *zoning = work->sources->zoning;
  if (zoning == NULL) {
    return add_city_norm(work, subject, err);
  }
  const wijk_column *column = find_class_column(zoning);
  if (column == NULL || column->type == WIJK_COLUMN_NUMBER) {
    wijk_error_set(err, WIJK_DATA, "the zoning has no field of words that says the class of a zone");
    return wijk_error_hint(err, "wijk-zoning makes one; of another source, name it with --field zone_class=FIELD");
  }
  int *zone_class = WIJK_ARENA_ADD(work->arena, int, subject->zone_count, err);
  wijk_zone_norm *norms = WIJK_ARENA_ADD(work->arena, wijk_zone_norm, subject->zone_count, err);
  if (zone_class == NULL || norms == NULL) {
    return WIJK_MEMORY;
  }
  bool joined = false;
  wijk_status status = list_classes(work, column, zoning->row_count, subject, err);
  if (status == WIJK_OK) {
    status = join_by_key(work, column, subject, zone_class, &joined, err);
  }
  if (status == WIJK_OK && !joined) {
    status = overlay_zoning(work, column, subject, zone_class, err);
  }
  if (status == WIJK_OK) {
    status = check_norm_names(work, subject, err);
  }
  for (size_t i = 0; status == WIJK_OK && i < subject->zone_count; i++) {
    norms[i] = zone_class[i] < 0 ? (wijk_zone_norm){WIJK_NORM_NONE, NAN, NAN}
                                 : norm_of_class(work, column, subject->classes[zone_class[i]]);
  }
  subject->zone_class = zone_class;
  subject->zone_norm = norms;
  return status;
}
