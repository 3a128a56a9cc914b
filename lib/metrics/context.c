/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/context.h"

#include <math.h>
#include <string.h>

#include <wijk/geo.h>

#include "metrics/context_layer.h"
#include "metrics/family.h"
#include "metrics/results.h"

/* ---- people ---- */

/* Which zones of the context have somebody at a population point; WIJK_DATA where one lies inside the study area. */
static wijk_status find_people(const wijk_subject *subject, const wijk_layer *around, bool *has, wijk_error *err) {
  const size_t m = subject->population_count;
  wijk_arena *scratch = wijk_arena_new(err);
  size_t *zone = scratch == NULL ? NULL : WIJK_ARENA_ADD(scratch, size_t, m, err);
  wijk_zone_index *index = zone == NULL ? NULL : wijk_zone_index_new(around, m, err);
  const wijk_status status = index == NULL
                                 ? err->status
                                 : wijk_zone_index_find(index, m, subject->population_x, subject->population_y,
                                                        subject->threads, zone, NULL, err);
  for (size_t p = 0; status == WIJK_OK && p < m; p++) {
    if (zone[p] != WIJK_NONE && subject->zone_of_population[p] == WIJK_NONE && subject->population_weight[p] > 0) {
      has[zone[p]] = true;
    }
  }
  wijk_zone_index_free(index);
  wijk_arena_free(scratch);
  return status;
}

static wijk_status check_apart(const wijk_subject *subject, const wijk_layer *around, const double *x, const double *y,
                               wijk_arena *arena, wijk_error *err) {
  size_t *zone = WIJK_ARENA_ADD(arena, size_t, around->row_count, err);
  wijk_zone_index *index = zone == NULL ? NULL : wijk_zone_index_new(subject->zones, around->row_count, err);
  if (index == NULL) {
    return err->status;
  }
  const wijk_status status = wijk_zone_index_find(index, around->row_count, x, y, subject->threads, zone, NULL, err);
  wijk_zone_index_free(index);
  const wijk_column *key = wijk_layer_find_role(around, "key"), *own = wijk_layer_find_role(subject->zones, "key");
  for (size_t i = 0; status == WIJK_OK && i < around->row_count; i++) {
    if (zone[i] != WIJK_NONE) {
      wijk_error_set(err, WIJK_DATA, "zone '%s' of the context lies in zone '%s' of the study area",
                     key == NULL ? "?" : key->texts[i], own == NULL ? "?" : own->texts[zone[i]]);
      return wijk_error_hint(err, "give zones around the study area, or with it under the keys that it has");
    }
  }
  return status;
}

/* `from` and room for `more` behind it. */
static double *longer(const double *from, size_t count, size_t more, wijk_arena *arena, wijk_error *err) {
  double *made = WIJK_ARENA_ADD(arena, double, count + more, err);
  if (made != NULL && count > 0) {
    memcpy(made, from, count * sizeof *made);
  }
  return made;
}

static wijk_status add_people(const wijk_subject_work *work, const wijk_layer *around, const double *inside_x,
                              const double *inside_y, const bool *has, wijk_subject *subject, size_t *added,
                              wijk_error *err) {
  const wijk_column *residents = wijk_layer_find_role(around, "residents");
  const size_t m = subject->population_count, n = around->row_count;
  double *x = longer(subject->population_x, m, n, work->arena, err);
  double *y = longer(subject->population_y, m, n, work->arena, err);
  double *weight = longer(subject->population_weight, m, n, work->arena, err);
  size_t *zone = WIJK_ARENA_ADD(work->arena, size_t, m + n, err);
  if (x == NULL || y == NULL || weight == NULL || zone == NULL) {
    return WIJK_MEMORY;
  }
  size_t at = m;
  if (m > 0) {
    memcpy(zone, subject->zone_of_population, m * sizeof *zone);
  }
  for (size_t i = 0; i < n; i++) {
    const double people = residents == NULL || residents->numbers == NULL ? NAN : residents->numbers[i];
    if (!has[i] && people > 0) {
      x[at] = inside_x[i];
      y[at] = inside_y[i];
      weight[at] = people;
      zone[at++] = WIJK_NONE;
    }
  }
  *added = at - m;
  subject->population_count = at;
  subject->population_x = x;
  subject->population_y = y;
  subject->population_weight = weight;
  subject->zone_of_population = zone;
  return WIJK_OK;
}

wijk_status wijk_subject_add_context(const wijk_subject_work *work, wijk_subject *subject, wijk_error *err) {
  if (work->sources->context == NULL) {
    return WIJK_OK;
  }
  const wijk_layer *around = wijk_context_around(subject->zones, work->sources->context, work->arena, err);
  const size_t n = around == NULL ? 0 : around->row_count;
  double *x = around == NULL ? NULL : WIJK_ARENA_ADD(work->arena, double, n, err);
  double *y = x == NULL ? NULL : WIJK_ARENA_ADD(work->arena, double, n, err);
  bool *has = y == NULL ? NULL : WIJK_ARENA_ADD(work->arena, bool, n, err);
  size_t added = 0;
  if (has == NULL || (n > 0 && (wijk_polygons_interior(around, x, y, err) != WIJK_OK ||
                                check_apart(subject, around, x, y, work->arena, err) != WIJK_OK ||
                                find_people(subject, around, has, err) != WIJK_OK ||
                                add_people(work, around, x, y, has, subject, &added, err) != WIJK_OK))) {
    return err->status;
  }
  const wijk_finding finding = {.severity = n == 0 ? WIJK_WARNING : WIJK_NOTE, .code = "context"};
  return n == 0 ? wijk_report_add_finding(work->report, &finding, err,
                                          "--context-zones has no zones but those of the study area")
                : wijk_report_add_finding(
                      work->report, &finding, err,
                      "%zu %s around the study area %s in access (the residents of %zu at a point inside), in "
                      "place_density_kde and in local autocorrelation, whose mean and variance are those of all zones "
                      "given; and in no other figure",
                      n, n == 1 ? "zone" : "zones", n == 1 ? "takes part" : "take part", added);
}

/* ---- zones ---- */

enum { MOST_IDS = 64 };

/* What is asked for of what context serves. */
static wijk_status find_ids(const wijk_subject *subject, const wijk_metric_request *request, bool public_edition,
                            wijk_arena *arena, const char **ids, size_t *count, wijk_error *err) {
  static const wijk_metric_family *const served[] = {&wijk_family_density, &wijk_family_autocorrelation_local};
  *count = 0;
  for (size_t f = 0; f < sizeof served / sizeof *served; f++) {
    for (size_t m = 0; m < served[f]->metric_count && *count < MOST_IDS; m++) {
      const wijk_metric *metric = &served[f]->metrics[m];
      bool asked;
      if (wijk_metric_request_match(request, subject, served[f], metric, 0, arena, &asked, NULL, err) != WIJK_OK) {
        return WIJK_MEMORY;
      }
      if (asked && wijk_metric_possible(subject, metric, public_edition)) {
        ids[(*count)++] = metric->id;
      }
    }
  }
  return WIJK_OK;
}

/* "gi_z" and "gi_z__opvang", of the ids. */
static bool is_of(const char *name, const char *const *ids, size_t count) {
  for (size_t k = 0; k < count; k++) {
    const size_t length = strlen(ids[k]);
    if (strncmp(name, ids[k], length) == 0 && (name[length] == '\0' || strncmp(name + length, "__", 2) == 0)) {
      return true;
    }
  }
  return false;
}

static void take_over(const wijk_layer *from, const size_t *row, const char *const *ids, size_t count,
                      wijk_layer *layer) {
  for (size_t c = 0; c < layer->column_count; c++) {
    wijk_column *column = &layer->columns[c];
    const wijk_column *made = is_of(column->name, ids, count) ? wijk_layer_find(from, column->name) : NULL;
    for (size_t i = 0; made != NULL && i < layer->row_count; i++) {
      if (column->numbers != NULL) {
        column->numbers[i] = made->numbers[row[i]];
      } else {
        column->texts[i] = made->texts[row[i]];
      }
      column->reasons[i] = made->reasons[row[i]];
    }
  }
}

/* A field of the zones that the statistics are about has to be known around them too. */
static wijk_status check_field(const wijk_subject_sources *sources, const char *field, const char *option,
                               wijk_error *err) {
  const wijk_column *column = field == NULL ? NULL : wijk_layer_find(sources->zones, field);
  return column == NULL || wijk_context_twin(sources->context, column) != NULL
             ? WIJK_OK
             : wijk_error_set(err, WIJK_USAGE, "%s: the zones of --context-zones have no field '%s'", option, field);
}

wijk_status wijk_context_compute(const wijk_subject *subject, const wijk_subject_sources *sources,
                                 const wijk_metric_request *request, wijk_layer *layer, wijk_arena *arena,
                                 const wijk_report *report, wijk_error *err) {
  const char *ids[MOST_IDS];
  size_t count = 0, *row;
  wijk_layer *joined, *made;
  wijk_report own;
  wijk_subject both;
  if (sources->context == NULL) {
    return WIJK_OK;
  }
  if (find_ids(subject, request, report->public_edition, arena, ids, &count, err) != WIJK_OK || count == 0) {
    return err->status;
  }
  if (check_field(sources, sources->group_field, "--group", err) != WIJK_OK ||
      check_field(sources, sources->total_field, "--total", err) != WIJK_OK ||
      check_field(sources, subject->method->value, "--value", err) != WIJK_OK) {
    return err->status;
  }
  if (wijk_context_join(sources->zones, sources->context, arena, &joined, &row, err) != WIJK_OK ||
      wijk_report_new(report->program, arena, &own, err) != WIJK_OK) {
    return err->status;
  }
  own.public_edition = report->public_edition;
  own.language = report->language;
  wijk_subject_sources together = *sources;
  together.zones = joined;
  together.context = NULL;
  together.zoning = NULL; /* of the study area only; nothing here asks for it, but a --value may, and is then refused */
  together.norms = NULL;
  together.norm_count = 0;
  const wijk_metric_request again = {ids, count, request->by, request->by_count, .lenient = true};
  if (wijk_subject_new(&together, arena, &own, &both, err) != WIJK_OK ||
      wijk_metrics_compute(&both, joined, sources->facilities, &again, arena, &own, &made, err) != WIJK_OK) {
    return wijk_error_frame(err, "computing with --context-zones");
  }
  take_over(made, row, ids, count, layer);
  return WIJK_OK;
}
