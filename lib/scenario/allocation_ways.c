/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>

/* Ways beyond which the rules that tie each to its site cost more than they save. */
enum { WAYS_TIED = 4000 };

static bool is_way(const allocation_work *w, size_t from, size_t to, double *metres) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[from].form;
  *metres = hypot(p->sites[from].x - p->sites[to].x, p->sites[from].y - p->sites[to].y);
  return from != to && form != WIJK_NONE && p->sites[from].occupied > 0 &&
         w->used[allocation_cell(w, to, form)] != WIJK_NONE && !(*metres > p->furthest);
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
            (allocation_way){from, to, milp_add_variable(w->m, 0, p->sites[from].occupied, false), metres};
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

static wijk_status join_ways(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  size_t *first = WIJK_ARENA_ADD(w->arena, size_t, p->site_count + 1, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, w->way_count, err);
  if (!first || !order)
    return err->status;
  size_t k = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (w->left[i] != WIJK_NONE) { /* ways stand in the order of where they begin */
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->left[i], -1);
      for (; k < w->way_count && w->ways[k].from == i; k++)
        milp_add_term(w->m, w->ways[k].variable, 1);
    }
  for (size_t at = 0; at < w->way_count; at++)
    first[w->ways[at].to + 1]++;
  for (size_t i = 0; i < p->site_count; i++)
    first[i + 1] += first[i];
  for (size_t at = w->way_count; at-- > 0;)
    order[--first[w->ways[at].to + 1]] = at;
  /* first[i + 1] is now where the ways to i begin. */
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++) {
      if (w->came[allocation_cell(w, i, f)] == WIJK_NONE)
        continue;
      size_t end = i + 1 < p->site_count ? first[i + 2] : w->way_count;
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->came[allocation_cell(w, i, f)], -1);
      for (size_t at = first[i + 1]; at < end; at++)
        if (p->sites[w->ways[order[at]].from].form == f)
          milp_add_term(w->m, w->ways[order[at]].variable, 1);
    }
  return err->status;
}

wijk_status allocation_add_ways(allocation_work *w, wijk_error *err) {
  if (w->joined)
    return WIJK_OK;
  w->joined = true;
  if (find_ways(w, err) != WIJK_OK)
    return err->status;
  if (w->way_count <= WAYS_TIED)
    tie_ways(w);
  milp_term *metres = WIJK_ARENA_ADD(w->arena, milp_term, w->way_count, err);
  for (size_t k = 0; metres && k < w->way_count; k++)
    metres[k] = (milp_term){w->ways[k].variable, w->ways[k].metres};
  w->goals[WIJK_GOAL_METRES] = (milp_goal){metres, w->way_count, 0, false};
  if (!metres || join_ways(w, err) != WIJK_OK)
    return err->status;
  return milp_check(w->m, err);
}

const double *allocation_walk(const allocation_work *w, const double *before, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t old = milp_variable_count(w->m) - w->way_count, cells = p->site_count * p->form_count;
  double *values = WIJK_ARENA_ADD(w->arena, double, old + w->way_count, err);
  double *left = WIJK_ARENA_ADD(w->arena, double, p->site_count, err),
         *came = WIJK_ARENA_ADD(w->arena, double, cells, err);
  if (err->status != WIJK_OK)
    return NULL;
  memcpy(values, before, old * sizeof *values);
  for (size_t i = 0; i < p->site_count; i++)
    left[i] = w->left[i] == WIJK_NONE ? 0 : before[w->left[i]];
  for (size_t c = 0; c < cells; c++)
    came[c] = w->came[c] == WIJK_NONE ? 0 : before[w->came[c]];
  for (size_t k = 0; k < w->way_count; k++) {
    const allocation_way *at = &w->ways[k];
    double *room = &came[allocation_cell(w, at->to, p->sites[at->from].form)], people = fmin(left[at->from], *room);
    values[at->variable] = people;
    left[at->from] -= people;
    *room -= people;
  }
  return values;
}
