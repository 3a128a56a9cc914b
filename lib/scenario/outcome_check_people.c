/* SPDX-License-Identifier: EUPL-1.2 */
/* Flows, forms and actions that are to be written, against the locations that are. */
#include "scenario/outcome_check.h"
#include <math.h>
#include <string.h>

static const wijk_column *column_of(const wijk_layer *layer, const char *name, wijk_error *err) {
  const wijk_column *column = wijk_layer_find(layer, name);
  if (!column)
    written_broken("a column is not there", name, err);
  return column;
}

/* Rows are in the order of ids. */
static size_t find_row(const written *w, const char *id) {
  size_t low = 0, high = w->count;
  while (id && low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(w->id[middle], id);
    if (order == 0)
      return middle;
    low = order < 0 ? middle + 1 : low;
    high = order < 0 ? high : middle;
  }
  return WIJK_NONE;
}

/* ---- flows ---- */

static bool line_joins(const wijk_geometry *g, size_t flow, const written *w, size_t from, size_t to) {
  if (w->x[from] == w->x[to] && w->y[from] == w->y[to])
    return g->part_of_row[flow] == g->part_of_row[flow + 1];
  if (g->part_of_row[flow + 1] != g->part_of_row[flow] + 1)
    return false;
  const size_t ring = g->ring_of_part[g->part_of_row[flow]], at = g->point_of_ring[ring];
  return g->point_of_ring[ring + 1] == at + 2 && g->x[at] == w->x[from] && g->y[at] == w->y[from] &&
         g->x[at + 1] == w->x[to] && g->y[at + 1] == w->y[to];
}

wijk_status written_check_flows(const written *w, wijk_error *err) {
  const wijk_layer *flows = w->outcome->flows;
  const wijk_column *from = column_of(flows, "from_id", err), *to = column_of(flows, "to_id", err),
                    *people = column_of(flows, "people_count", err), *metres = column_of(flows, "distance_m", err),
                    *form = column_of(flows, "form", err);
  double *left = WIJK_ARENA_ADD(w->arena, double, w->count, err),
         *came = WIJK_ARENA_ADD(w->arena, double, w->count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < flows->row_count; k++) {
    const size_t a = find_row(w, from->texts[k]), b = find_row(w, to->texts[k]);
    if (a == WIJK_NONE || b == WIJK_NONE || a == b || !(people->numbers[k] > 0))
      return written_broken("somebody moves from or to nowhere", from->texts[k], err);
    if (!w->was[a] || !w->is[b] || strcmp(w->was[a], w->is[b]) != 0 || strcmp(w->was[a], form->texts[k]) != 0)
      return written_broken("somebody moves to another form", from->texts[k], err);
    if (!line_joins(&flows->geometry, k, w, a, b) || metres->numbers[k] != hypot(w->x[a] - w->x[b], w->y[a] - w->y[b]))
      return written_broken("a line does not go where people go", from->texts[k], err);
    if (metres->numbers[k] > w->plan->problem.furthest)
      return written_broken("somebody moves further than may be", from->texts[k], err);
    left[a] += people->numbers[k];
    came[b] += people->numbers[k];
  }
  for (size_t row = 0; row < w->count; row++)
    if (left[row] != w->left[row] || came[row] != w->came[row])
      return written_broken("who moves is not who leaves and comes", w->id[row], err);
  return WIJK_OK;
}

/* ---- forms ---- */

typedef struct form_sum {
  double places[2], people[2], stayed, left, gone, came, fresh, displaced;
} form_sum;

/* Of one form, or of all where that is NULL. */
static form_sum add_up(const written *w, const char *form) {
  form_sum sum = {0};
  for (size_t row = 0; row < w->count; row++) {
    if (w->was[row] && (!form || strcmp(w->was[row], form) == 0)) {
      sum.places[0] += w->places[0][row];
      sum.people[0] += w->people[0][row];
      sum.stayed += w->stayed[row];
      sum.left += w->left[row];
      sum.gone += w->gone[row];
    }
    if (w->is[row] && (!form || strcmp(w->is[row], form) == 0)) {
      sum.places[1] += w->places[1][row];
      sum.people[1] += w->people[1][row];
      sum.came += w->came[row];
      sum.fresh += w->fresh[row];
    }
  }
  return sum;
}

static bool same_sums(const wijk_layer *demand, size_t row, const form_sum *sum) {
  const struct {
    const char *name;
    double value;
  } expected[] = {
      {"places_before", sum->places[0]}, {"places_after", sum->places[1]}, {"occupied_before", sum->people[0]},
      {"housed", sum->people[1]},        {"stayed_count", sum->stayed},    {"moved_count", sum->left},
      {"new_count", sum->fresh},         {"gone_count", sum->gone},        {"displaced_count", sum->displaced}};
  for (size_t k = 0; k < sizeof expected / sizeof *expected; k++) {
    const wijk_column *column = wijk_layer_find(demand, expected[k].name);
    if (!column || column->numbers[row] != expected[k].value)
      return false;
  }
  return sum->left == sum->came && sum->people[0] == sum->stayed + sum->left + sum->gone &&
         sum->people[1] == sum->stayed + sum->came + sum->fresh;
}

wijk_status written_check_forms(const written *w, wijk_error *err) {
  const wijk_allocation_problem *p = &w->plan->problem;
  const wijk_layer *table = w->outcome->demand;
  const wijk_column *demand = column_of(table, "demand", err), *unmet = column_of(table, "unmet_count", err),
                    *names = column_of(table, "form", err);
  double all[3] = {0}; /* demand, without a place, displaced */
  if (err->status != WIJK_OK)
    return err->status;
  if (table->row_count != p->form_count + 1)
    return written_broken("a form is missing", NULL, err);
  for (size_t f = 0; f <= p->form_count; f++) {
    const bool total = f == p->form_count;
    const char *form = total ? NULL : w->plan->forms[f];
    form_sum sum = add_up(w, form);
    const double without = demand->numbers[f] - sum.people[1];
    sum.displaced = total ? all[2] : fmax(0, sum.gone - fmax(0, sum.people[0] - p->demand[f]));
    if ((form == NULL) != (names->texts[f] == NULL) || (form && strcmp(form, names->texts[f]) != 0))
      return written_broken("a form is not in its place", form, err);
    if (demand->numbers[f] != (total ? all[0] : p->demand[f]) || !same_sums(table, f, &sum))
      return written_broken("people and places of a form do not add up", form, err);
    if (unmet->numbers[f] != without || (total && without != all[1]))
      return written_broken("who has no place is not who is left", form, err);
    if (without < 0 || (!total && p->unmet && without > p->unmet[f]))
      return written_broken("more people are without a place than may be, or fewer than none", form, err);
    if (!total && sum.displaced > without)
      return written_broken("more people lose their place than the demand allows", form, err);
    all[0] += demand->numbers[f];
    all[1] += without;
    all[2] += sum.displaced;
  }
  return WIJK_OK;
}

/* ---- actions ---- */

static bool same_text(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_number(double a, double b) {
  return a == b || (isnan(a) && isnan(b));
}

/* An action that is no move is the change of one location; each change is one action. */
static wijk_status check_change(const written *w, size_t k, size_t row, bool *told, wijk_error *err) {
  const wijk_layer *actions = w->outcome->actions;
  const char **was = wijk_layer_find(actions, "form_before")->texts,
             **is = wijk_layer_find(actions, "form_after")->texts;
  const double *cost = wijk_layer_find(actions, "cost_eur")->numbers;
  if (told[row] || same_text(w->was[row], w->is[row]))
    return written_broken("an action changes nothing", w->id[row], err);
  told[row] = true;
  if (!same_text(was[k], w->was[row]) || !same_text(is[k], w->is[row]) || !same_number(cost[k], w->cost[row]))
    return written_broken("an action is not what becomes of its location", w->id[row], err);
  return WIJK_OK;
}

/* Nothing opens before its day, nor before what it comes after; the days do not go back. */
static wijk_status check_day(const written *w, size_t row, const char *day, const char *before, const bool *told,
                             wijk_error *err) {
  const size_t site = w->site[row], after = w->plan->problem.after ? w->plan->problem.after[site] : WIJK_NONE;
  const char *opens = w->plan->sites[site].opens;
  if (before && (!day || strcmp(day, before) < 0))
    return written_broken("an action comes after a later one", w->id[row], err);
  if (!w->opened[row])
    return WIJK_OK;
  if (opens && (!day || strcmp(day, opens) < 0))
    return written_broken("a location opens before its day", w->id[row], err);
  for (size_t k = 0; after != WIJK_NONE && k < w->count; k++)
    if (w->site[k] == after && w->opened[k] && !told[k])
      return written_broken("a location opens before the one it comes after", w->id[row], err);
  return WIJK_OK;
}

wijk_status written_check_actions(const written *w, wijk_error *err) {
  const wijk_layer *actions = w->outcome->actions;
  const wijk_column *id = column_of(actions, "location_id", err), *day = column_of(actions, "opens_on", err),
                    *people = column_of(actions, "people_count", err), *cost = column_of(actions, "cost_eur", err);
  bool *told = WIJK_ARENA_ADD(w->arena, bool, w->count, err);
  double moved = 0, left = 0;
  if (err->status != WIJK_OK || !column_of(actions, "form_before", err) || !column_of(actions, "form_after", err))
    return err->status;
  for (size_t k = 0; k < actions->row_count; k++) {
    const size_t row = find_row(w, id->texts[k]);
    if (row == WIJK_NONE)
      return written_broken("an action is about no location", id->texts[k], err);
    if (check_day(w, row, day->texts[k], k ? day->texts[k - 1] : NULL, told, err) != WIJK_OK)
      return err->status;
    if (isnan(people->numbers[k])) {
      if (check_change(w, k, row, told, err) != WIJK_OK)
        return err->status;
    } else if (!isnan(cost->numbers[k])) {
      return written_broken("a move costs something", w->id[row], err);
    }
    moved += isnan(people->numbers[k]) ? 0 : people->numbers[k];
  }
  for (size_t row = 0; row < w->count; row++) {
    left += w->left[row];
    if (!told[row] && !same_text(w->was[row], w->is[row]))
      return written_broken("a location changes without an action", w->id[row], err);
  }
  return moved == left ? WIJK_OK : written_broken("the moves do not add up", NULL, err);
}
