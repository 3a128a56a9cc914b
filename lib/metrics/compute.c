/* SPDX-License-Identifier: EUPL-1.2 */
/* From a subject to columns and city figures: once for all facilities, once for every value of --by. */
#include <string.h>

#include <wijk/text.h>

#include "metrics/family.h"
#include "metrics/inference.h"
#include "metrics/kept.h"
#include "metrics/results.h"
#include "metrics/subject.h"
#include "metrics/value.h"

static bool gives_way(const char *name, const wijk_subject *subject, wijk_arena *scratch, wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const size_t parts = metric->level == WIJK_METRIC_ZONE ? wijk_metric_part_count(subject, metric) : 0;
      for (size_t part = 0; part < parts; part++) {
        const char *id = wijk_metric_expand(subject, metric, part, scratch, err);
        const size_t length = id == NULL ? 0 : strlen(id);
        if (id != NULL &&
            (wijk_text_same(name, id) || (strncmp(name, id, length) == 0 && strncmp(name + length, "__", 2) == 0))) {
          return true;
        }
      }
    }
  }
  return false;
}

/* The zones' shapes and own columns, shared; figures of an earlier run give way to those of this one. */
static wijk_layer *start_layer(const wijk_subject *subject, const wijk_layer *zones, wijk_arena *arena,
                               wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, zones->name, zones->row_count, err);
  for (size_t c = 0; layer != NULL && c < zones->column_count; c++) {
    const wijk_column *column = &zones->columns[c];
    if (gives_way(column->name, subject, arena, err)) {
      continue;
    }
    wijk_column *copy = wijk_layer_add_column(layer, column->name, column->type, err);
    if (copy == NULL) {
      return NULL;
    }
    *copy = *column;
  }
  if (layer != NULL) {
    layer->crs = zones->crs;
    layer->geometry = zones->geometry;
    layer->source_rows = zones->source_rows;
  }
  return layer;
}

static wijk_status compute_round(const wijk_subject *subject, const wijk_metric_request *request,
                                 const wijk_round *round, wijk_layer *layer, wijk_report *report, wijk_arena *arena,
                                 wijk_error *err) {
  wijk_results *results = wijk_results_new(subject, request, round, layer, report, arena, err);
  wijk_arena *scratch = results == NULL ? NULL : wijk_arena_new(err);
  if (scratch == NULL) {
    return err->status;
  }
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  wijk_status status = WIJK_OK;
  for (size_t f = 0; status == WIJK_OK && f < family_count; f++) {
    const wijk_arena_mark mark = wijk_arena_now(scratch);
    if (wijk_results_wants(results, families[f])) {
      status = families[f]->compute(subject, scratch, results, err);
      wijk_results_close(results, families[f]);
    }
    if (status != WIJK_OK) {
      wijk_error_frame(err, "computing %s", families[f]->name);
    }
    wijk_arena_reset(scratch, mark);
  }
  if (status == WIJK_OK && wijk_inference_compute(subject, round, results, scratch, report, err) != WIJK_OK) {
    status = wijk_error_frame(err, "testing the indices against chance");
  }
  wijk_arena_free(scratch);
  return status;
}

/* ---- --by ---- */

static wijk_status compute_value(const wijk_subject *subject, const wijk_column *column,
                                 const wijk_metric_request *request, const wijk_round *round, wijk_layer *layer,
                                 wijk_report *report, wijk_arena *arena, wijk_error *err) {
  bool *keep = WIJK_ARENA_ADD(arena, bool, subject->facility_count, err);
  wijk_subject part;
  if (keep == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < subject->facility_count; f++) {
    keep[f] = column->texts[f] != NULL && strcmp(column->texts[f], round->value) == 0;
  }
  const wijk_status status = wijk_subject_select(subject, keep, arena, &part, err);
  return status == WIJK_OK ? compute_round(&part, request, round, layer, report, arena, err) : status;
}

static wijk_status compute_by(const wijk_subject *subject, const wijk_layer *facilities, const char *field,
                              const wijk_metric_request *request, wijk_layer *layer, wijk_report *report,
                              wijk_arena *arena, wijk_error *err) {
  wijk_by by;
  wijk_status status = wijk_by_find(facilities, field, arena, report, &by, err);
  for (size_t v = 0; status == WIJK_OK && v < by.count; v++) {
    const wijk_round round = {by.column->name, by.values[v], by.slugs[v]};
    status = compute_value(subject, by.column, request, &round, layer, report, arena, err);
  }
  return status;
}

/* ---- what the user should know of the city's figures ---- */

/* Zones with x_i > t_i: an error for whoever asked for an index of two groups by its id, else a warning. `ids` are the
 * indices that were asked for. */
static wijk_status tell_exceeding(const wijk_subject *subject, const wijk_layer *zones, const wijk_universe *u,
                                  const char *ids, bool by_id, wijk_report *report, wijk_error *err) {
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  wijk_text list = {0};
  size_t said = 0;
  for (size_t i = 0; i < u->count; i++) {
    if (u->x[i] > u->t[i]) {
      const char *name = key != NULL && key->texts != NULL ? key->texts[u->zone[i]] : NULL;
      wijk_subject_list(&list, name == NULL ? "?" : name, said++);
    }
  }
  wijk_status status = wijk_subject_list_end(&list, said, err);
  const char *names = list.bytes == NULL ? "" : list.bytes;
  const char *what = subject->group_name != NULL       ? subject->group_name
                     : subject->places_of_zone != NULL ? "places"
                                                       : "facilities";
  const char *total = subject->total_name != NULL ? subject->total_name : "residents";
  if (status == WIJK_OK && by_id) {
    wijk_error_set(err, WIJK_DATA,
                   "%zu %s more %s than %s, and an index of two groups needs the group to be part of the "
                   "total: %s",
                   said, wijk_plural(said, "zone has", "zones have"), what, total, names);
    status = wijk_error_hint(err, "leave out %s", ids);
  } else if (status == WIJK_OK) {
    status = wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "group-exceeds-total"},
                                     err, "%zu %s more %s than %s: %s. Undefined are %s", said,
                                     wijk_plural(said, "zone has", "zones have"), what, total, names, ids);
  }
  wijk_text_free(&list);
  return status;
}

static wijk_status check_indices(const wijk_subject *subject, const wijk_layer *zones,
                                 const wijk_metric_request *request, wijk_arena *arena, wijk_report *report,
                                 wijk_error *err) {
  bool any = false, by_id = false;
  wijk_text ids = {0};
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      bool asked, named;
      if (!(metric->flags & WIJK_METRIC_INDEX)) {
        continue;
      }
      if (wijk_metric_request_match(request, subject, families[f], metric, 0, arena, &asked, &named, err) != WIJK_OK) {
        wijk_text_free(&ids);
        return WIJK_MEMORY;
      }
      asked = asked && wijk_metric_possible(subject, metric, false);
      any = any || asked;
      if (asked && metric->flags & WIJK_METRIC_TWO_GROUPS) {
        wijk_text_add(&ids, ids.length == 0 ? "" : ", ");
        wijk_text_add(&ids, metric->id);
      }
      by_id = by_id || (!request->lenient && named && metric->flags & WIJK_METRIC_TWO_GROUPS);
    }
  }
  wijk_universe u;
  wijk_status status = any ? wijk_universe_ratio(subject, arena, &u, err) : WIJK_OK;
  if (any && status == WIJK_OK) {
    status = wijk_text_check(&ids, err);
  }
  if (any && status == WIJK_OK && ids.length > 0 && u.exceeding > 0) {
    status = tell_exceeding(subject, zones, &u, ids.bytes, by_id, report, err);
  }
  wijk_text_free(&ids);
  if (!any || status != WIJK_OK) {
    return status;
  }
  if (status == WIJK_OK && u.count > 0 && (u.count < 10 || u.x_sum < 100)) {
    status = wijk_report_add_finding(
        report, &(wijk_finding){.severity = WIJK_WARNING, .code = "few-zones"}, err,
        "%zu %s %.0f in all: with fewer than 10 zones or 100 "
        "places an index says little",
        u.count, wijk_plural(u.count, "zone with residents holds", "zones with residents hold"), u.x_sum);
  }
  return status;
}

/* A fractional capacity (a warning of its own) must not be written as a whole number. */
static void check_whole(wijk_layer *layer) {
  for (size_t c = 0; c < layer->column_count; c++) {
    wijk_column *column = &layer->columns[c];
    for (size_t i = 0; column->whole && i < layer->row_count; i++) {
      column->whole = isnan(column->numbers[i]) || column->numbers[i] == floor(column->numbers[i]);
    }
  }
}

wijk_status wijk_metrics_compute(const wijk_subject *subject, const wijk_layer *zones, const wijk_layer *facilities,
                                 const wijk_metric_request *request, wijk_arena *arena, wijk_report *report,
                                 wijk_layer **result, wijk_error *err) {
  wijk_status status = wijk_metric_request_check(request, err);
  if (status == WIJK_OK) {
    status = wijk_metric_request_possible(request, subject, arena, err);
  }
  if (status == WIJK_OK) {
    status = wijk_value_check(subject, subject->method->value, report->public_edition, err);
  }
  if (status == WIJK_OK) {
    status = check_indices(subject, zones, request, arena, report, err);
  }
  wijk_layer *layer = status == WIJK_OK ? start_layer(subject, zones, arena, err) : NULL;
  if (layer == NULL) {
    return status != WIJK_OK ? status : WIJK_MEMORY;
  }
  const wijk_round all = {NULL, NULL, NULL};
  wijk_kept kept = {.arena = arena};
  wijk_subject keeping = *subject;
  keeping.kept = &kept;
  status = compute_round(&keeping, request, &all, layer, report, arena, err);
  for (size_t b = 0; status == WIJK_OK && b < request->by_count; b++) {
    status = compute_by(&keeping, facilities, request->by[b], request, layer, report, arena, err);
  }
  wijk_kept_close(&kept);
  if (status == WIJK_OK) {
    check_whole(layer);
    *result = layer;
  }
  return status;
}
