/* SPDX-License-Identifier: EUPL-1.2 */
/* From tables to cases: everything is looked at before anything is computed. */
#include "scenario/cost.h"
#include <math.h>
#include <stdlib.h>
#include <wijk/text.h>

static wijk_status open_costing(costing *c, wijk_error *err) {
  c->count = c->request->actions.layer->row_count;
  c->entries = WIJK_ARENA_ADD(c->arena, wijk_cost_entry, c->count, err);
  c->building = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  c->proposal = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  c->rate = WIJK_ARENA_ADD(c->arena, size_t, c->count, err);
  c->available = WIJK_ARENA_ADD(c->arena, int, c->count, err);
  return err->status;
}

/* A name that only the sources know. */
static void find_names(costing *c) {
  for (size_t i = 0; i < c->count; i++) {
    wijk_cost_entry *e = &c->entries[i];
    const size_t here = cost_index_find(&c->facilities, e->location_id),
                 there = cost_index_find(&c->facilities, e->to_id);
    if (!e->location_name)
      e->location_name = cost_text(c->request->facilities, "name", here);
    if (!e->to_name)
      e->to_name = cost_text(c->request->facilities, "name", there);
    for (size_t k = 0; k < c->count && e->to_id && !e->to_name; k++) /* or other actions */
      if (c->entries[k].location_id && wijk_text_order(c->entries[k].location_id, e->to_id) == 0)
        e->to_name = c->entries[k].location_name;
  }
}

/* Where nothing of a case is given, there is no figure at all. */
static bool is_costed(const wijk_cost_entry *e) {
  return e->action != WIJK_COST_MOVES || e->of.once_eur != 0 || !isnan(e->of.move_eur_person);
}

static void cost(const costing *c, wijk_cost_entry *e) {
  const wijk_cost_request *r = c->request;
  wijk_cost_compute(&e->of, &r->terms, &e->result);
  if (is_costed(e))
    e->swing_count = wijk_cost_sensitivity(&e->of, &r->terms, r->share, e->swings);
  else
    e->result.investment_eur = e->result.npv_eur = e->result.place_eur = e->result.place_year_eur = NAN;
}

static wijk_status check_incomes(const costing *c, wijk_error *err) {
  const wijk_cost_request *r = c->request;
  for (size_t i = 0; i < r->income_count; i++) {
    if (cost_find_rate(c, r->incomes[i].form) == WIJK_NONE)
      return wijk_error_set(err, WIJK_USAGE, "--income %s: '%s' has no rates of that form", r->incomes[i].form,
                            r->rates.file);
    for (size_t k = 0; k < i; k++)
      if (wijk_text_same(r->incomes[k].form, r->incomes[i].form))
        return wijk_error_set(err, WIJK_USAGE, "--income is given twice for %s", r->incomes[i].form);
  }
  return WIJK_OK;
}

static wijk_status make(costing *c, size_t first, wijk_costs *made, wijk_error *err) {
  if (open_costing(c, err) != WIJK_OK || cost_sources_open(c, err) != WIJK_OK || check_incomes(c, err) != WIJK_OK ||
      cost_read_actions(c, err) != WIJK_OK || cost_find_prices(c, &made->base_year, err) != WIJK_OK ||
      cost_check_twice(c, err) != WIJK_OK || wijk_report_check(c->report, first, err) != WIJK_OK)
    return err->status;
  find_names(c);
  if (cost_find_zones(c, err) != WIJK_OK || cost_sort(c, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < c->count && err->status == WIJK_OK; i++) {
    cost(c, &c->entries[i]);
    if (cost_find_checks(c, i, err) == WIJK_OK && cost_say(c, i, err) == WIJK_OK)
      cost_find_steps(c, i, err);
  }
  return err->status == WIJK_OK ? wijk_report_check(c->report, first, err) : err->status;
}

static wijk_status check_request(const wijk_cost_request *r, wijk_error *err) {
  const wijk_cost_terms *t = &r->terms;
  if (!(t->rate >= 0 && t->rate <= 1) || !(t->index > -1 && t->index <= 1))
    return wijk_error_set(err, WIJK_USAGE, "a rate is from 0 to 1 and an index above -1, up to 1: 0.05 is 5 percent");
  if (!(t->years >= 1 && t->years <= WIJK_COST_YEARS_MOST) || t->years != floor(t->years))
    return wijk_error_set(err, WIJK_USAGE, "costs are of 1 to %d whole years", WIJK_COST_YEARS_MOST);
  if (!(r->share > 0 && r->share < 1))
    return wijk_error_set(err, WIJK_USAGE, "the share of the sensitivity lies between 0 and 1");
  return WIJK_OK;
}

wijk_status wijk_costs_compute(const wijk_cost_request *request, size_t first, wijk_arena *arena, wijk_report *report,
                               wijk_costs **costs, wijk_error *err) {
  costing c = {.request = request, .arena = arena, .report = report};
  wijk_costs made = {.request = request};
  if (check_request(request, err) != WIJK_OK)
    return err->status;
  const wijk_status status = make(&c, first, &made, err);
  cost_sources_close(&c);
  wijk_cost_entry *sorted = status == WIJK_OK ? WIJK_ARENA_ADD(arena, wijk_cost_entry, c.count, err) : NULL;
  wijk_costs *result = sorted ? WIJK_ARENA_ADD(arena, wijk_costs, 1, err) : NULL;
  if (!result)
    return err->status;
  for (size_t i = 0; i < c.count; i++) {
    sorted[i] = c.entries[c.order[i]];
    made.has_scenario |= sorted[i].scenario != NULL;
  }
  made.entries = sorted;
  made.count = c.count;
  *result = made;
  *costs = result;
  return WIJK_OK;
}
