/* SPDX-License-Identifier: EUPL-1.2 */
/* A file has lost what the list of metrics knows of its columns: titles, units, and whether they count people. */
#include <string.h>

#include "common/program.h"

/* "within_{r}_count" is "within_500m_count" too. */
static bool is_metric(const char *name, size_t length, const wijk_metric *metric) {
  const char *part = strchr(metric->id, '{'), *rest = part ? strchr(part, '}') : NULL;
  if (!rest)
    return strlen(metric->id) == length && strncmp(metric->id, name, length) == 0;
  size_t before = (size_t)(part - metric->id), after = strlen(rest + 1);
  return length > before + after && strncmp(metric->id, name, before) == 0 &&
         strncmp(rest + 1, name + length - after, after) == 0;
}

/* `*group` is what stands behind the "__" of a figure per group, or NULL. */
static const wijk_metric *find_metric(const char *name, const char **group) {
  size_t count;
  const wijk_metric_family *const *families = wijk_metric_families(&count);
  const char *by = strstr(name, "__");
  size_t length = by ? (size_t)(by - name) : strlen(name);
  *group = by ? by + 2 : NULL;
  for (size_t f = 0; f < count; f++)
    for (size_t m = 0; m < families[f]->metric_count; m++)
      if (families[f]->metrics[m].level == WIJK_METRIC_ZONE && is_metric(name, length, &families[f]->metrics[m]))
        return &families[f]->metrics[m];
  return NULL;
}

static const char *title_of(wijk_arena *arena, const char *title, const char *group, wijk_error *err) {
  return title && group ? wijk_arena_format(arena, err, "%s: %s", title, group) : title;
}

wijk_status run_describe_metrics(wijk_layer *layer, wijk_error *err) {
  for (size_t c = 0; c < layer->column_count; c++) {
    wijk_column *column = &layer->columns[c];
    const char *group;
    const wijk_metric *metric = find_metric(column->name, &group);
    if (!metric)
      continue;
    column->of_people |= (metric->flags & WIJK_METRIC_OF_PEOPLE) != 0;
    if (strchr(metric->id, '{')) /* its title does not say which radius or class: the name does */
      continue;
    column->title_nl = title_of(layer->arena, metric->title_nl, group, err);
    column->title_en = title_of(layer->arena, metric->title_en, group, err);
    column->unit_nl = metric->unit_nl;
    column->unit_en = metric->unit_en;
  }
  return err->status;
}

/* What is repeated per form or provider is about facilities; the class of a zone and its residents are not. */
static bool counts_facilities(const char *name) {
  const char *group;
  const wijk_metric *metric = find_metric(name, &group);
  return metric && (metric->flags & WIJK_METRIC_BY);
}

wijk_status run_check_counted(const wijk_layer *layer, wijk_error *err) {
  for (size_t c = 0; c < layer->column_count && !layer->public_edition; c++) {
    if (!counts_facilities(layer->columns[c].name))
      continue;
    wijk_error_set(err, WIJK_DATA, "'%s' in layer '%s' may count secret facilities", layer->columns[c].name,
                   layer->name);
    return wijk_error_hint(err, "compute it with --public, in the format you want, or as a GeoPackage to go on from");
  }
  return WIJK_OK;
}
