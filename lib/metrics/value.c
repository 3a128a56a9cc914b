/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/value.h"

#include <string.h>

#include <wijk/text.h>

#include "metrics/family.h"
#include "metrics/results.h"

/* What a name stands for: a figure, or else a field. */
typedef struct meaning {
  const wijk_metric_family *family; /* NULL = none */
  const wijk_metric *metric;
  size_t part;
  const wijk_column *field;
} meaning;

static wijk_status find_metric(const wijk_subject *subject, const char *name, wijk_arena *arena, meaning *found,
                               wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const size_t parts = metric->level == WIJK_METRIC_ZONE ? wijk_metric_part_count(subject, metric) : 0;
      for (size_t part = 0; part < parts; part++) {
        const char *id = wijk_metric_expand(subject, metric, part, arena, err);
        if (id == NULL) {
          return WIJK_MEMORY;
        }
        if (strcmp(id, name) == 0) {
          *found = (meaning){.family = families[f], .metric = metric, .part = part};
          return WIJK_OK;
        }
      }
    }
  }
  return WIJK_OK;
}

/* The nearest of the figures and the fields. */
static wijk_status unknown(const wijk_subject *subject, const char *name, wijk_arena *arena, wijk_error *err) {
  size_t family_count, count = 0, columns = subject->zones == NULL ? 0 : subject->zones->column_count, most = columns;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  for (size_t f = 0; f < family_count; f++) {
    most += families[f]->metric_count;
  }
  const char **words = WIJK_ARENA_ADD(arena, const char *, most, err);
  if (words == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      if (families[f]->metrics[m].level == WIJK_METRIC_ZONE && !(families[f]->metrics[m].flags & WIJK_METRIC_TEXT)) {
        words[count++] = families[f]->metrics[m].id;
      }
    }
  }
  for (size_t c = 0; c < columns; c++) {
    if (subject->zones->columns[c].type == WIJK_COLUMN_NUMBER) {
      words[count++] = subject->zones->columns[c].name;
    }
  }
  const char *nearest = wijk_text_find_nearest(name, words, count);
  wijk_error_set(err, WIJK_USAGE, "--value: '%s' is neither a figure of the zones nor a field of theirs", name);
  return nearest != NULL ? wijk_error_hint(err, "did you mean '%s'?", nearest)
                         : wijk_error_hint(err, "name a field of the zones, or one of the figures that --list names");
}

static wijk_status find_meaning(const wijk_subject *subject, const char *name, bool public_edition, wijk_arena *arena,
                                meaning *found, wijk_error *err) {
  *found = (meaning){0};
  if (find_metric(subject, name, arena, found, err) != WIJK_OK) {
    return err->status;
  }
  if (found->family == NULL) {
    found->field = subject->zones == NULL ? NULL : wijk_layer_find(subject->zones, name);
    if (found->field == NULL) {
      return unknown(subject, name, arena, err);
    }
  }
  if (found->family != NULL ? found->metric->flags & WIJK_METRIC_TEXT : found->field->type != WIJK_COLUMN_NUMBER) {
    return wijk_error_set(err, WIJK_USAGE, "--value: '%s' holds words, not numbers", name);
  }
  if (found->family != NULL && found->metric->needs & WIJK_NEEDS_VALUE) {
    return wijk_error_set(err, WIJK_USAGE, "--value: '%s' is itself made of a value", name);
  }
  if (public_edition &&
      (found->family != NULL ? found->metric->flags & WIJK_METRIC_OF_PEOPLE : found->field->of_people)) {
    return wijk_error_set(err, WIJK_USAGE, "--value: '%s' counts people, and is not for the public edition", name);
  }
  if (found->family != NULL && !wijk_metric_possible(subject, found->metric, public_edition)) {
    wijk_error_set(err, WIJK_USAGE, "--value: '%s' cannot be made of what is given", name);
    return wijk_error_hint(err, "ask for it with --metrics to see what it needs");
  }
  return WIJK_OK;
}

wijk_status wijk_value_check(const wijk_subject *subject, const char *name, bool public_edition, wijk_error *err) {
  meaning found;
  wijk_arena *scratch = wijk_arena_new(err);
  const wijk_status status =
      scratch == NULL ? WIJK_MEMORY : find_meaning(subject, name, public_edition, scratch, &found, err);
  wijk_arena_free(scratch);
  return status;
}

/* The family is asked for this one figure, into a layer and a report that nobody sees. */
static wijk_status make(const wijk_subject *subject, const meaning *found, const char *name, bool public_edition,
                        wijk_arena *arena, wijk_value *value, wijk_error *err) {
  const wijk_metric_request request = {.ids = &name, .id_count = 1};
  const wijk_round round = {NULL, NULL, NULL};
  wijk_report report;
  wijk_layer *layer = wijk_layer_new(arena, "value", subject->zone_count, err);
  if (layer == NULL || wijk_report_new("value", arena, &report, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  report.public_edition = public_edition;
  wijk_results *results = wijk_results_new(subject, &request, &round, layer, &report, arena, err);
  wijk_arena *scratch = results == NULL ? NULL : wijk_arena_new(err);
  wijk_result made;
  wijk_status status = scratch == NULL ? err->status : found->family->compute(subject, scratch, results, err);
  wijk_arena_free(scratch);
  if (status != WIJK_OK) {
    return wijk_error_frame(err, "computing %s, which --value names", name);
  }
  if (!wijk_results_find(results, found->metric->id, found->part, &made)) {
    return wijk_error_set(err, WIJK_BUG, "'%s' was asked for and not made", name);
  }
  *value = (wijk_value){made.numbers, made.reasons};
  return WIJK_OK;
}

wijk_status wijk_value_find(const wijk_subject *subject, const wijk_results *results, const char *name,
                            wijk_arena *arena, wijk_value *value, wijk_error *err) {
  const bool public_edition = wijk_results_inside(results).report->public_edition;
  meaning found;
  if (find_meaning(subject, name, public_edition, arena, &found, err) != WIJK_OK) {
    return err->status;
  }
  if (found.family == NULL) {
    *value = (wijk_value){found.field->numbers, found.field->reasons};
    return WIJK_OK;
  }
  wijk_result made;
  if (wijk_results_made(results, found.metric, found.part, &made)) {
    *value = (wijk_value){made.numbers, made.reasons};
    return WIJK_OK;
  }
  return make(subject, &found, name, public_edition, arena, value, err);
}
