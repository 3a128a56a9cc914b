/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/map_columns.h"

#include <math.h>
#include <string.h>

#include "common/lists.h"

/* ---- ask ---- */

static wijk_status check_twice(const map_columns *columns, const char *option, wijk_error *err) {
  for (size_t i = 0; i < columns->name_count; i++)
    for (size_t k = 0; k < i; k++)
      if (wijk_text_same(columns->names[i], columns->names[k]))
        return wijk_error_set(err, WIJK_USAGE, "--%s names '%s' twice", option, columns->names[i]);
  return WIJK_OK;
}

wijk_status map_columns_ask(run *run, map_columns *columns, wijk_error *err) {
  static const char *const ways[] = {"column", "series", "difference"};
  const char *way = NULL;
  for (size_t w = 0; w < 3; w++) {
    if (!run_asked(run, ways[w]) && !(w == 0 && !way && run_given(run, ways[w])))
      continue;
    if (way && run_asked(run, way))
      return wijk_error_set(err, WIJK_USAGE, "--%s and --%s both say what is shown", way, ways[w]);
    way = ways[w];
  }
  *columns = (map_columns){.difference = way == ways[2], .series = way == ways[1]};
  if (!way) {
    wijk_error_set(err, WIJK_USAGE, "no column to show");
    return wijk_error_hint(err, "name one with --column, several with --series, or two with --difference");
  }
  if (way == ways[0]) { /* the name of one field may hold a comma */
    const char **name = WIJK_ARENA_ADD(run->arena, const char *, 1, err);
    if (!name)
      return WIJK_MEMORY;
    *name = run_text(run, way);
    columns->names = name;
    columns->name_count = 1;
    return WIJK_OK;
  }
  if (list_texts(run, way, &columns->names, &columns->name_count, err) != WIJK_OK)
    return err->status;
  if (check_twice(columns, way, err) != WIJK_OK)
    return err->status;
  if (columns->difference && columns->name_count != 2) {
    wijk_error_set(err, WIJK_USAGE, "--difference takes two columns, not %zu", columns->name_count);
    return wijk_error_hint(err, "write --difference BEFORE,AFTER");
  }
  return WIJK_OK;
}

wijk_status map_columns_list(run *run, const char *option, map_columns *columns, wijk_error *err) {
  *columns = (map_columns){0};
  if (!run_given(run, option) || list_texts(run, option, &columns->names, &columns->name_count, err) != WIJK_OK)
    return err->status;
  const char **names = WIJK_ARENA_ADD(run->arena, const char *, columns->name_count, err);
  columns->given_titles = WIJK_ARENA_ADD(run->arena, const char *, columns->name_count, err);
  for (size_t i = 0; i < columns->name_count && err->status == WIJK_OK; i++) {
    const char *both = columns->names[i], *equals = strchr(both, '=');
    names[i] = equals ? wijk_arena_text_part(run->arena, both, (size_t)(equals - both), err) : both;
    columns->given_titles[i] = equals && equals[1] ? equals + 1 : NULL;
  }
  columns->names = names;
  return err->status == WIJK_OK ? check_twice(columns, option, err) : err->status;
}

/* ---- titles ---- */

const char *map_columns_title(const map_columns *columns, size_t k, bool dutch) {
  const wijk_column *column = columns->columns[k];
  const char *title = dutch ? column->title_nl : column->title_en;
  if (columns->titles[k])
    return columns->titles[k];
  if (!title && column->role && strcmp(column->role, "residents") == 0)
    title = dutch ? "Inwoners" : "Residents";
  return title ? title : column->name;
}

/* A text with its first `length` bytes from `at` on replaced. */
static const char *replaced(run *run, const char *text, size_t at, size_t length, const char *by, wijk_error *err) {
  return wijk_arena_format(run->arena, err, "%.*s%s%s", (int)at, text, by, text + at + length);
}

/* The title of a metric; "within_500m_count" is the metric "within_{r}_count" with "500 m" in its title. */
static const char *title_of_id(run *run, const char *id, wijk_error *err) {
  const wijk_metric *metric = wijk_metric_find(id, WIJK_METRIC_ZONE);
  if (metric)
    return run_dutch(run) ? metric->title_nl : metric->title_en;
  size_t at = strcspn(id, "0123456789"), digits = strspn(id + at, "0123456789");
  if (digits == 0 || id[at + digits] != 'm')
    return NULL;
  const char *pattern = replaced(run, id, at, digits + 1, "{r}", err);
  metric = pattern ? wijk_metric_find(pattern, WIJK_METRIC_ZONE) : NULL;
  const char *title = !metric ? NULL : run_dutch(run) ? metric->title_nl : metric->title_en;
  const char *part = title ? strstr(title, "{r}") : NULL;
  if (!part)
    return title;
  const char *radius = wijk_arena_format(run->arena, err, "%.*s m", (int)digits, id + at);
  return radius ? replaced(run, title, (size_t)(part - title), 3, radius, err) : NULL;
}

/* What the column's metric is called, also for one value of --by ("places_count__beschermd"); NULL for other fields. */
static const char *metric_title(run *run, const char *name, wijk_error *err) {
  const char *by = strstr(name, "__");
  const char *id = wijk_arena_text_part(run->arena, name, by ? (size_t)(by - name) : strlen(name), err);
  const char *title = id ? title_of_id(run, id, err) : NULL;
  return by && title ? wijk_arena_format(run->arena, err, "%s: %s", title, by + 2) : title;
}

/* ---- find ---- */

static wijk_status refuse_name(const wijk_layer *zones, const wijk_layer *whole, const char *name, wijk_arena *arena,
                               wijk_error *err) {
  if (wijk_layer_find(whole, name)) {
    wijk_error_set(err, WIJK_USAGE, "column '%s' counts people and is not for the public edition", name);
    return wijk_error_hint(err, "choose another column, or make an internal map");
  }
  const char **names = WIJK_ARENA_ADD(arena, const char *, zones->column_count + 1, err);
  for (size_t i = 0; i < zones->column_count && names; i++)
    names[i] = zones->columns[i].name;
  const char *nearest = names ? wijk_text_find_nearest(name, names, zones->column_count) : NULL;
  wijk_text list = {0};
  for (size_t i = 0; i < zones->column_count && i < 12; i++)
    wijk_text_add_format(&list, "%s%s", i > 0 ? ", " : "", zones->columns[i].name);
  wijk_error_set(err, WIJK_USAGE, "the zones have no column '%s'", name);
  if (nearest)
    wijk_error_hint(err, "did you mean %s?", nearest);
  else
    wijk_error_hint(err, "there are %s%s", list.bytes ? list.bytes : "none", zones->column_count > 12 ? ", …" : "");
  wijk_text_free(&list);
  return err->status;
}

/* "Places: opvang" and "Places: verblijf" share what stands before the colon: once is enough. */
static const char *tail_of(const char *title, const char *other) {
  const char *colon = strstr(other, ": ");
  size_t shared = colon ? (size_t)(colon - other) + 2 : 0;
  return shared > 0 && strncmp(title, other, shared) == 0 ? title + shared : title;
}

/* The second column less the first; nothing where either is missing. */
static wijk_status add_difference(run *run, wijk_layer *zones, map_columns *columns, wijk_error *err) {
  const wijk_column *before = columns->columns[0], *after = columns->columns[1];
  for (size_t k = 0; k < 2; k++)
    if (columns->columns[k]->type != WIJK_COLUMN_NUMBER)
      return wijk_error_set(err, WIJK_USAGE, "column '%s' holds no numbers to take a difference of",
                            columns->columns[k]->name);
  const char *name = wijk_arena_format(run->arena, err, "%s_minus_%s", after->name, before->name);
  const char *first = map_columns_title(columns, 0, run_dutch(run)),
             *second = map_columns_title(columns, 1, run_dutch(run));
  const char *title =
      wijk_arena_format(run->arena, err, run_dutch(run) ? "%s min %s" : "%s minus %s", second, tail_of(first, second));
  while (name && wijk_layer_find(zones, name))
    name = wijk_arena_format(run->arena, err, "%s_", name);
  if (!name || !title)
    return err->status;
  const char *names[2] = {before->name, after->name};
  wijk_column *made = wijk_layer_add_column(zones, name, WIJK_COLUMN_NUMBER, err); /* moves the others */
  if (!made)
    return err->status;
  before = wijk_layer_find(zones, names[0]);
  after = wijk_layer_find(zones, names[1]);
  for (size_t i = 0; i < zones->row_count; i++)
    made->numbers[i] = after->numbers[i] - before->numbers[i];
  columns->columns[0] = made;
  columns->titles[0] = title;
  columns->count = 1;
  return WIJK_OK;
}

wijk_status map_columns_find(run *run, wijk_layer *zones, const wijk_layer *whole, map_columns *columns,
                             wijk_error *err) {
  columns->count = columns->name_count;
  columns->columns = WIJK_ARENA_ADD(run->arena, const wijk_column *, columns->count, err);
  columns->titles = WIJK_ARENA_ADD(run->arena, const char *, columns->count, err);
  if (!columns->columns || !columns->titles)
    return WIJK_MEMORY;
  for (size_t k = 0; k < columns->count; k++) {
    wijk_column *column = wijk_layer_find(zones, columns->names[k]);
    if (!column)
      return refuse_name(zones, whole, columns->names[k], run->arena, err);
    columns->columns[k] = column;
    columns->titles[k] = columns->given_titles && columns->given_titles[k] ? columns->given_titles[k]
                                                                           : metric_title(run, column->name, err);
    wijk_layer shown = *zones;
    shown.columns = column;
    shown.column_count = 1;
    if (err->status != WIJK_OK || (run->report.public_edition && run_check_counted(&shown, err) != WIJK_OK))
      return err->status;
  }
  return columns->difference ? add_difference(run, zones, columns, err) : WIJK_OK;
}
