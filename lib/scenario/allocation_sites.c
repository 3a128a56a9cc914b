/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/allocation.h"
#include <math.h>

/* Ways beyond which the rules that tie each to its site cost more than they save. */
enum { WAYS_TIED = 4000 };

/* With sites given people are a flow, of which what is least is whole by itself. Not where another goal is but to be no
 * more than a value. */
static bool must_be_whole(const wijk_allocation_problem *p) {
  return p->most &&
         !(isnan(p->most[WIJK_GOAL_UNMET]) && isnan(p->most[WIJK_GOAL_MOVED]) && isnan(p->most[WIJK_GOAL_METRES]));
}

/* Who can stay may: stay <= those who can, if the site keeps its form. */
static void add_staying(allocation_work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  w->stay[i] = WIJK_NONE;
  if (s->form == WIJK_NONE || s->occupied == 0 || w->used[allocation_cell(w, i, s->form)] == WIJK_NONE)
    return;
  w->stay[i] = milp_add_variable(w->m, 0, allocation_stayers(w->p, i), w->whole);
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->stay[i], 1);
  milp_add_term(w->m, w->used[allocation_cell(w, i, s->form)], -allocation_stayers(w->p, i));
}

/* ---- ways ---- */

static bool is_way(const allocation_work *w, size_t from, size_t to, double *metres) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[from].form;
  if (from == to || form == WIJK_NONE || p->sites[from].occupied == 0 ||
      w->used[allocation_cell(w, to, form)] == WIJK_NONE)
    return false;
  *metres = allocation_metres(p, from, to);
  return isfinite(*metres) && !(*metres > p->furthest);
}

/* How many go a way at most. */
static double most_of(const wijk_allocation_problem *p, size_t from, size_t to) {
  return fmin(p->sites[from].occupied, p->sites[to].capacity[p->sites[from].form]);
}

static bool is_ample(const allocation_work *w, size_t to, size_t form) {
  const wijk_allocation_problem *p = w->p;
  double people = p->sites[to].form == form ? allocation_stayers(p, to) : 0, metres;
  for (size_t from = 0; from < p->site_count; from++)
    if (p->sites[from].form == form && is_way(w, from, to, &metres))
      people += p->sites[from].occupied;
  return people <= p->sites[to].capacity[form];
}

static bool leads_to_ample(const allocation_work *w, size_t from, size_t to) {
  double metres;
  return is_way(w, from, to, &metres) && w->ample[allocation_cell(w, to, w->p->sites[from].form)];
}

static wijk_status find_ample(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  w->ample = WIJK_ARENA_ADD(w->arena, bool, p->site_count * p->form_count, err);
  w->near = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count && !w->whole && w->way_most == 0; i++)
    for (size_t f = 0; f < p->form_count; f++)
      w->ample[allocation_cell(w, i, f)] = w->used[allocation_cell(w, i, f)] != WIJK_NONE && is_ample(w, i, f);
  for (size_t from = 0; from < p->site_count; from++) {
    w->near[from] = WIJK_NONE;
    for (size_t to = 0; to < p->site_count && w->near[from] == WIJK_NONE; to++)
      if (leads_to_ample(w, from, to))
        w->near[from] = milp_add_variable(w->m, 0, p->sites[from].occupied, false);
  }
  return WIJK_OK;
}

static bool is_told(const allocation_work *w, size_t from, size_t to, double *metres) {
  return is_way(w, from, to, metres) && !w->ample[allocation_cell(w, to, w->p->sites[from].form)];
}

static wijk_status find_ways(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  double metres;
  size_t count = 0;
  for (size_t from = 0; from < p->site_count; from++)
    for (size_t to = 0; to < p->site_count; to++)
      count += is_told(w, from, to, &metres);
  w->ways = WIJK_ARENA_ADD(w->arena, allocation_way, count, err);
  w->way_count = 0;
  for (size_t from = 0; from < p->site_count && w->ways; from++)
    for (size_t to = 0; to < p->site_count; to++)
      if (is_told(w, from, to, &metres))
        w->ways[w->way_count++] =
            (allocation_way){from, to, milp_add_variable(w->m, 0, most_of(p, from, to), w->whole), metres};
  return err->status;
}

static size_t used_by(const allocation_work *w, const allocation_way *at) {
  return w->used[allocation_cell(w, at->to, w->p->sites[at->from].form)];
}

/* Nobody comes to a site that is not used: said of each way, which makes a search for sites far shorter. */
static void tie_ways(allocation_work *w) {
  for (size_t k = 0; k < w->way_count; k++) {
    const allocation_way *at = &w->ways[k];
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    milp_add_term(w->m, at->variable, 1);
    milp_add_term(w->m, used_by(w, at), -most_of(w->p, at->from, at->to));
  }
}

/* Nobody moves to sites with room for all if none of them is used. */
static void add_near(allocation_work *w, size_t i) {
  const wijk_allocation_problem *p = w->p;
  if (w->near[i] == WIJK_NONE)
    return;
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->near[i], 1);
  for (size_t to = 0; to < p->site_count; to++)
    if (leads_to_ample(w, i, to))
      milp_add_term(w->m, w->used[allocation_cell(w, to, p->sites[i].form)], -p->sites[i].occupied);
}

/* Of the people of a site no more stay and move than there are. */
static void add_leaving(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0, first = 0, end; i < p->site_count; i++, first = end) {
    for (end = first; end < w->way_count && w->ways[end].from == i;)
      end++;
    add_near(w, i);
    if (first == end && w->near[i] == WIJK_NONE)
      continue;
    milp_add_rule(w->m, -MILP_FREE, p->sites[i].occupied, MILP_SURE);
    if (w->stay[i] != WIJK_NONE)
      milp_add_term(w->m, w->stay[i], 1);
    if (w->near[i] != WIJK_NONE)
      milp_add_term(w->m, w->near[i], 1);
    for (size_t k = first; k < end; k++)
      milp_add_term(w->m, w->ways[k].variable, 1);
  }
}

/* Who comes to a site finds a place beside those who stay. */
static void add_coming(allocation_work *w, const size_t *order) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0, first = 0, end; i < p->site_count; i++, first = end) {
    for (end = first; end < w->way_count && w->ways[order[end]].to == i;)
      end++;
    for (size_t f = 0; f < p->form_count; f++) {
      bool any = false;
      for (size_t k = first; k < end; k++) {
        if (p->sites[w->ways[order[k]].from].form != f)
          continue;
        if (!any) {
          milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
          milp_add_term(w->m, w->used[allocation_cell(w, i, f)], -p->sites[i].capacity[f]);
          if (p->sites[i].form == f && w->stay[i] != WIJK_NONE)
            milp_add_term(w->m, w->stay[i], 1);
        }
        any = true;
        milp_add_term(w->m, w->ways[order[k]].variable, 1);
      }
    }
  }
}

/* ---- sums ---- */

static void add_terms_of_ways(allocation_work *w, size_t form) {
  for (size_t i = 0; i < w->p->site_count; i++)
    if (w->p->sites[i].form == form && w->near[i] != WIJK_NONE)
      milp_add_term(w->m, w->near[i], 1);
  for (size_t k = 0; k < w->way_count; k++)
    if (w->p->sites[w->ways[k].from].form == form)
      milp_add_term(w->m, w->ways[k].variable, 1);
}

/* Of those who are there now min(now, demand) still need a place: they stay, move or are displaced, and there are no
 * more of the last than people without a place. */
static void add_sums(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  const double need = p->demand[f] - allocation_growth(p, f);
  milp_add_rule(w->m, need, need, MILP_SURE);
  milp_add_term(w->m, w->displaced[f], 1);
  add_terms_of_ways(w, f);
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].form == f && w->stay[i] != WIJK_NONE)
      milp_add_term(w->m, w->stay[i], 1);
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  milp_add_term(w->m, w->leave[f], -1);
  milp_add_term(w->m, w->displaced[f], 1);
  add_terms_of_ways(w, f);
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->displaced[f], 1);
  milp_add_term(w->m, w->without[f], -1);
}

wijk_status allocation_add_people(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  w->whole = must_be_whole(p);
  w->stay = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  for (size_t i = 0; w->stay && i < p->site_count; i++)
    add_staying(w, i);
  if (err->status != WIJK_OK || find_ample(w, err) != WIJK_OK || find_ways(w, err) != WIJK_OK)
    return err->status;
  milp_term *metres = WIJK_ARENA_ADD(w->arena, milp_term, w->way_count + p->form_count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, w->way_count, err);
  if (!metres || !order || allocation_order_ways(w, order, err) != WIJK_OK)
    return err->status;
  add_leaving(w);
  add_coming(w, order);
  if (w->way_count <= WAYS_TIED)
    tie_ways(w);
  const double longest = allocation_diagonal(p);
  for (size_t f = 0; f < p->form_count; f++) {
    add_sums(w, f);
    metres[w->way_count + f] = (milp_term){w->displaced[f], longest};
    if (!w->whole) {
      milp_set_variable(w->m, w->without[f], 0, p->demand[f], false);
      milp_set_variable(w->m, w->leave[f], 0, p->demand[f], false);
      milp_set_variable(w->m, w->displaced[f], 0, p->demand[f], false);
    }
  }
  for (size_t k = 0; k < w->way_count; k++)
    metres[k] = (milp_term){w->ways[k].variable, w->ways[k].metres};
  w->goals[WIJK_GOAL_METRES] = (milp_goal){metres, w->way_count + p->form_count, 0, false};
  return WIJK_OK;
}
