/* SPDX-License-Identifier: EUPL-1.2 */
/* The values of a field of the facilities by which figures are repeated, and the short names they go by. */
#include <stdlib.h>
#include <string.h>

#include "metrics/results.h"

static int order_texts(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The values of a field, each once, in order; a number is not a value to repeat by. */
static wijk_status list_values(const wijk_column *column, size_t row_count, wijk_arena *arena, const char ***values,
                               size_t *value_count, size_t *missing, wijk_error *err) {
  const char **list = WIJK_ARENA_ADD(arena, const char *, row_count, err);
  if (list == NULL) {
    return WIJK_MEMORY;
  }
  size_t count = 0, kept = 0;
  for (size_t f = 0; f < row_count; f++) {
    if (column->texts[f] != NULL) {
      list[count++] = column->texts[f];
    }
  }
  *missing = row_count - count;
  if (count > 0) {
    qsort(list, count, sizeof *list, order_texts);
  }
  for (size_t i = 0; i < count; i++) {
    if (kept == 0 || strcmp(list[kept - 1], list[i]) != 0) {
      list[kept++] = list[i];
    }
  }
  *values = list;
  *value_count = kept;
  return WIJK_OK;
}

#define MOST_VALUES 60 /* each makes a column of every figure, and a GeoPackage holds 2,000 */

static wijk_status find_by(const wijk_layer *facilities, const char *field, const wijk_column **column,
                           wijk_error *err) {
  *column = facilities == NULL ? NULL : wijk_layer_find(facilities, field);
  if (*column == NULL && facilities != NULL) {
    *column = wijk_layer_find_role(facilities, field);
  }
  if (*column == NULL) {
    wijk_error_set(err, WIJK_USAGE, "the facilities have no field '%s' to repeat by", field);
    return wijk_error_hint(err,
                           "name a field of the facilities, or one of the roles form, group, sector, provider, owner");
  }
  if ((*column)->type == WIJK_COLUMN_NUMBER) {
    return wijk_error_set(err, WIJK_USAGE, "'%s' holds numbers: --by repeats by a field of words", field);
  }
  return WIJK_OK;
}

/* Two values may share a slug ("GGZ" and "ggz"): the later one gets a number. */
static const char *unique_slug(const char *value, const char **taken, size_t taken_count, wijk_arena *arena,
                               wijk_error *err) {
  const char *plain = wijk_metric_slug(value, arena, err), *slug = plain;
  for (size_t number = 2; slug != NULL; number++) {
    size_t i = 0;
    while (i < taken_count && strcmp(taken[i], slug) != 0) {
      i++;
    }
    if (i == taken_count) {
      return slug;
    }
    slug = wijk_arena_format(arena, err, "%s_%zu", plain, number);
  }
  return NULL;
}

wijk_status wijk_by_find(const wijk_layer *facilities, const char *field, wijk_arena *arena, wijk_report *report,
                         wijk_by *by, wijk_error *err) {
  const char **values, **slugs;
  size_t missing;
  *by = (wijk_by){0};
  if (find_by(facilities, field, &by->column, err) != WIJK_OK ||
      list_values(by->column, facilities->row_count, arena, &values, &by->count, &missing, err) != WIJK_OK) {
    return err->status;
  }
  if (by->count > MOST_VALUES) {
    wijk_error_set(err, WIJK_USAGE, "'%s' has %zu different values; --by takes at most %d", field, by->count,
                   MOST_VALUES);
    return wijk_error_hint(err, "repeat by a field with fewer values");
  }
  if (missing > 0 &&
      wijk_report_add_finding(
          report, &(wijk_finding){.severity = WIJK_WARNING, .code = "by-missing", .field = by->column->name}, err,
          "%zu %s no '%s', and a place in the totals only", missing,
          wijk_plural(missing, "facility has", "facilities have"), by->column->name) != WIJK_OK) {
    return err->status;
  }
  slugs = WIJK_ARENA_ADD(arena, const char *, by->count, err);
  for (size_t v = 0; slugs != NULL && v < by->count; v++) {
    slugs[v] = unique_slug(values[v], slugs, v, arena, err);
    if (slugs[v] == NULL) {
      return WIJK_MEMORY;
    }
  }
  by->values = values;
  by->slugs = slugs;
  return slugs == NULL ? WIJK_MEMORY : WIJK_OK;
}
