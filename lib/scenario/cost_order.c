/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions among each other: none twice, and one after another. */
#include "base/sort.h"
#include "scenario/cost.h"
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* NULL before any text. */
static int order_texts(const char *a, const char *b) {
  return a && b ? wijk_text_order(a, b) : (a != NULL) - (b != NULL);
}

static const char *place_of(const char *id, const char *name) {
  return id ? id : name;
}

/* ---- twice ---- */

static int by_what(const void *context, size_t a, size_t b) {
  const wijk_cost_entry *x = (const wijk_cost_entry *)context + a, *y = (const wijk_cost_entry *)context + b;
  int order = order_texts(x->scenario, y->scenario);
  if (!order)
    order = (x->action > y->action) - (x->action < y->action);
  if (!order)
    order = order_texts(place_of(x->location_id, x->location_name), place_of(y->location_id, y->location_name));
  if (!order)
    order = order_texts(place_of(x->to_id, x->to_name), place_of(y->to_id, y->to_name));
  if (!order)
    order = order_texts(x->form_before, y->form_before);
  return order ? order : order_texts(x->form_after, y->form_after);
}

static int by_number(const void *context, size_t a, size_t b) {
  const wijk_cost_entry *x = (const wijk_cost_entry *)context + a, *y = (const wijk_cost_entry *)context + b;
  int order = order_texts(x->scenario, y->scenario);
  return order ? order : order_texts(x->id, y->id);
}

static size_t row_number(const costing *c, size_t row) {
  const size_t *rows = c->request->actions.layer->source_rows;
  return rows ? rows[row] : row + 1;
}

wijk_status cost_check_twice(const costing *c, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  if (!order || wijk_sort(c->count, by_what, c->entries, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 1; i < c->count && err->status == WIJK_OK; i++)
    if (c->entries[order[i]].action != WIJK_COST_ACTIONS && by_what(c->entries, order[i - 1], order[i]) == 0)
      row_fault(&c->request->actions, order[i], "action", "twice", c->report, err,
                "it is the action of row %zu once more", row_number(c, order[i - 1]));
  if (err->status != WIJK_OK || wijk_sort(c->count, by_number, c->entries, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 1; i < c->count && err->status == WIJK_OK; i++)
    if (c->entries[order[i]].id && by_number(c->entries, order[i - 1], order[i]) == 0)
      row_fault(&c->request->actions, order[i], "id", "twice", c->report, err, "row %zu has the same id",
                row_number(c, order[i - 1]));
  return err->status;
}

/* ---- in order ---- */

typedef struct ranking {
  const costing *c;
  size_t *scenario; /* number of the first row of the same scenario */
  double *number;   /* by which they stand; NULL = by date */
} ranking;

static int by_rank(const void *context, size_t a, size_t b) {
  const ranking *r = context;
  if (r->scenario[a] != r->scenario[b])
    return r->scenario[a] < r->scenario[b] ? -1 : 1;
  if (r->number)
    return (r->number[a] > r->number[b]) - (r->number[a] < r->number[b]);
  const int x = r->c->entries[a].day, y = r->c->entries[b].day;
  if (!x || !y)
    return (x == 0) - (y == 0);
  return (x > y) - (x < y);
}

static void find_scenarios(const costing *c, const size_t *by_name, size_t *scenario) {
  for (size_t i = 0, first = 0; i < c->count; i++) {
    const bool same = i > 0 && order_texts(c->entries[by_name[i - 1]].scenario, c->entries[by_name[i]].scenario) == 0;
    first = same ? first : by_name[i]; /* the sort is stable: the first of a run is its first row */
    scenario[by_name[i]] = first;
  }
}

static int by_scenario(const void *context, size_t a, size_t b) {
  const wijk_cost_entry *entries = context;
  return order_texts(entries[a].scenario, entries[b].scenario);
}

/* Ids as numbers, where all are. */
static bool read_numbers(const costing *c, double *numbers) {
  for (size_t i = 0; i < c->count; i++)
    if (!c->entries[i].id || !wijk_number_read(c->entries[i].id, strlen(c->entries[i].id), &numbers[i]))
      return false;
  return true;
}

wijk_status cost_sort(costing *c, wijk_error *err) {
  size_t *by_name = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  ranking r = {c, WIJK_ARENA_ADD(c->arena, size_t, c->count, err), WIJK_ARENA_ADD(c->arena, double, c->count, err)};
  c->order = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  c->rank = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  if (!by_name || !r.scenario || !r.number || !c->order || !c->rank ||
      wijk_sort(c->count, by_scenario, c->entries, by_name, err) != WIJK_OK)
    return err->status;
  find_scenarios(c, by_name, r.scenario);
  r.number = read_numbers(c, r.number) ? r.number : NULL;
  if (wijk_sort(c->count, by_rank, &r, c->order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < c->count; i++)
    c->rank[c->order[i]] = i;
  return WIJK_OK;
}
