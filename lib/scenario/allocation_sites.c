/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/allocation.h"
#include <math.h>

/* Ways beyond which the rules that tie each to its site cost more than they save. */
enum { WAYS_TIED = 4000 };

/* Who is there now stays, moves or goes. */
static void add_leaving(allocation_work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  w->stay[i] = w->gone[i] = w->left[i] = WIJK_NONE;
  if (s->form == WIJK_NONE)
    return;
  w->stay[i] = milp_add_variable(w->m, 0, s->occupied, true);
  w->gone[i] = milp_add_variable(w->m, 0, s->occupied, true);
  w->left[i] = milp_add_variable(w->m, 0, s->occupied, true);
  milp_add_rule(w->m, s->occupied, s->occupied, MILP_SURE);
  milp_add_term(w->m, w->stay[i], 1);
  milp_add_term(w->m, w->gone[i], 1);
  milp_add_term(w->m, w->left[i], 1);
  if (w->used[allocation_cell(w, i, s->form)] == WIJK_NONE)
    milp_set_variable(w->m, w->stay[i], 0, 0, false);
}

/* Who is there afterwards stayed, came, or is new; no more than there are places. */
static void add_living(allocation_work *w, size_t i, size_t f) {
  const wijk_site *s = &w->p->sites[i];
  const size_t c = allocation_cell(w, i, f);
  w->live[c] = w->came[c] = WIJK_NONE;
  if (w->used[c] == WIJK_NONE)
    return;
  w->live[c] = milp_add_variable(w->m, 0, s->capacity[f], true);
  w->came[c] = milp_add_variable(w->m, 0, s->capacity[f], true);
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->live[c], 1);
  milp_add_term(w->m, w->used[c], -s->capacity[f]);
  milp_add_rule(w->m, 0, MILP_FREE, MILP_SURE);
  milp_add_term(w->m, w->live[c], 1);
  milp_add_term(w->m, w->came[c], -1);
  if (f == s->form)
    milp_add_term(w->m, w->stay[i], -1);
}

static void add_terms_of_form(allocation_work *w, const size_t *variables, size_t form) {
  for (size_t i = 0; i < w->p->site_count; i++)
    if (variables[allocation_cell(w, i, form)] != WIJK_NONE)
      milp_add_term(w->m, variables[allocation_cell(w, i, form)], 1);
}

/* What the form has is the sum of its sites. Who goes beyond what the demand has shrunk by is displaced, and there are
 * no more of those than people without a place: gone <= now + growth - demand + displaced. */
static void add_sums(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  double most = allocation_growth(p, f);
  milp_add_rule(w->m, p->demand[f], p->demand[f], MILP_SURE);
  milp_add_term(w->m, w->without[f], 1);
  add_terms_of_form(w, w->live, f);
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  milp_add_term(w->m, w->leave[f], -1);
  milp_add_term(w->m, w->displaced[f], 1);
  add_terms_of_form(w, w->came, f);
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->displaced[f], 1);
  milp_add_term(w->m, w->without[f], -1);
  for (size_t i = 0; i < p->site_count; i++)
    most += p->sites[i].form == f ? p->sites[i].occupied : 0;
  milp_add_rule(w->m, -MILP_FREE, most - p->demand[f], MILP_SURE);
  milp_add_term(w->m, w->displaced[f], -1);
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].form == f)
      milp_add_term(w->m, w->gone[i], 1);
}

/* ---- ways ---- */

static bool is_way(const allocation_work *w, size_t from, size_t to, double *metres) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[from].form;
  *metres = allocation_metres(p, from, to);
  return from != to && form != WIJK_NONE && p->sites[from].occupied > 0 &&
         w->used[allocation_cell(w, to, form)] != WIJK_NONE && isfinite(*metres) && !(*metres > p->furthest);
}

static wijk_status find_ways(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  double metres;
  size_t count = 0;
  for (size_t from = 0; from < p->site_count; from++)
    for (size_t to = 0; to < p->site_count; to++)
      count += is_way(w, from, to, &metres);
  w->ways = WIJK_ARENA_ADD(w->arena, allocation_way, count, err);
  for (size_t from = 0; from < p->site_count && w->ways; from++)
    for (size_t to = 0; to < p->site_count; to++)
      if (is_way(w, from, to, &metres))
        w->ways[w->way_count++] =
            (allocation_way){from, to, milp_add_variable(w->m, 0, p->sites[from].occupied, true), metres};
  return err->status;
}

/* Nobody comes to a site that is not used: said of each way, which makes a search for sites far shorter. */
static void tie_ways(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t k = 0; k < w->way_count; k++) {
    const allocation_way *at = &w->ways[k];
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    milp_add_term(w->m, at->variable, 1);
    milp_add_term(w->m, w->used[allocation_cell(w, at->to, p->sites[at->from].form)], -p->sites[at->from].occupied);
  }
}

/* Who leaves a site does so by its ways, and so does who comes. */
static void join_ways(allocation_work *w, const size_t *order) {
  const wijk_allocation_problem *p = w->p;
  size_t k = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (w->left[i] != WIJK_NONE) {
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->left[i], -1);
      for (; k < w->way_count && w->ways[k].from == i; k++)
        milp_add_term(w->m, w->ways[k].variable, 1);
    }
  k = 0;
  for (size_t i = 0; i < p->site_count; i++) {
    const size_t first = k;
    while (k < w->way_count && w->ways[order[k]].to == i)
      k++;
    for (size_t f = 0; f < p->form_count; f++) {
      if (w->came[allocation_cell(w, i, f)] == WIJK_NONE)
        continue;
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->came[allocation_cell(w, i, f)], -1);
      for (size_t at = first; at < k; at++)
        if (p->sites[w->ways[order[at]].from].form == f)
          milp_add_term(w->m, w->ways[order[at]].variable, 1);
    }
  }
}

static wijk_status make_room(allocation_work *w, wijk_error *err) {
  const size_t sites = w->p->site_count, cells = sites * w->p->form_count;
  size_t *all = WIJK_ARENA_ADD(w->arena, size_t, 2 * cells + 3 * sites, err);
  if (!all)
    return err->status;
  w->live = all;
  w->came = all + cells;
  w->stay = w->came + cells;
  w->gone = w->stay + sites;
  w->left = w->gone + sites;
  w->way_count = 0;
  return WIJK_OK;
}

wijk_status allocation_add_people(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  if (make_room(w, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++) {
    add_leaving(w, i);
    for (size_t f = 0; f < p->form_count; f++)
      add_living(w, i, f);
  }
  for (size_t f = 0; f < p->form_count; f++)
    add_sums(w, f);
  if (find_ways(w, err) != WIJK_OK)
    return err->status;
  if (w->way_count <= WAYS_TIED)
    tie_ways(w);
  milp_term *metres = WIJK_ARENA_ADD(w->arena, milp_term, w->way_count + p->form_count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, w->way_count, err);
  if (!metres || !order || allocation_order_ways(w, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < w->way_count; k++)
    metres[k] = (milp_term){w->ways[k].variable, w->ways[k].metres};
  for (size_t f = 0; f < p->form_count; f++)
    metres[w->way_count + f] = (milp_term){w->displaced[f], allocation_diagonal(p)};
  w->goals[WIJK_GOAL_METRES] = (milp_goal){metres, w->way_count + p->form_count, 0, false};
  join_ways(w, order);
  return WIJK_OK;
}
