/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>

void allocation_cap(allocation_work *w, double load) {
  load = fmin(load, w->load_held);
  for (size_t z = 0; z < w->p->zone_count; z++)
    if (w->crowd[z] != WIJK_NONE)
      milp_set_rule(w->m, w->crowd[z], -MILP_FREE,
                    isinf(load) ? MILP_FREE : allocation_reach(w, z, load * w->p->zones[z].norm));
}

typedef struct load_list {
  double *loads;           /* that a zone can have, lowest first */
  size_t count, low, high; /* below low none can be; the load at high is that of the best so far, count if none is */
  allocation_prices prices;
  allocation_seek seek; /* what keeps an answer from a lower load, most of all: the goal held first */
} load_list;

/* Loads that a zone can have, or how many: `loads` may be NULL. A zone of very many places has every load. */
static size_t list_loads(const allocation_work *w, double *loads) {
  size_t count = 0;
  for (size_t z = 0; z < w->p->zone_count; z++)
    for (size_t places = 0; w->crowd[z] != WIJK_NONE && (double)places <= w->most[z]; places++)
      if (!w->reach[z] || w->reach[z][places]) {
        if (loads)
          loads[count] = (double)places / w->p->zones[z].norm;
        count++;
      }
  return count;
}

static wijk_status make_list(const allocation_work *w, load_list *list, wijk_error *err) {
  *list = (load_list){.count = list_loads(w, NULL)};
  list->loads = WIJK_ARENA_ADD(w->arena, double, list->count, err);
  double *loads = WIJK_ARENA_ADD(w->arena, double, list->count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, list->count, err);
  if (err->status != WIJK_OK)
    return err->status;
  list_loads(w, loads);
  if (wijk_sort_numbers(list->count, loads, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < list->count; k++)
    list->loads[k] = loads[order[k]];
  return WIJK_OK;
}

static bool can_be_in_part(allocation_work *w, wijk_allocation_goal goal, double load, wijk_error *err) {
  milp_relaxed lp;
  allocation_cap(w, load);
  return milp_relax(w->m, &w->goals[goal], w->arena, &lp, err) == WIJK_OK && lp.outcome != MILP_NONE;
}

static wijk_status bound_in_part(allocation_work *w, load_list *list, wijk_error *err) {
  size_t high = list->high;
  while (list->low < high && err->status == WIJK_OK) {
    const size_t middle = (list->low + high) / 2;
    if (can_be_in_part(w, list->seek.goal, list->loads[middle], err))
      high = middle;
    else
      list->low = middle + 1;
  }
  return err->status;
}

/* Where the best so far stands in the list. */
static void find_best(const allocation_search *s, load_list *list) {
  if (!s->best.found)
    return;
  const double value = wijk_allocation_value(s->w.p, &s->best, WIJK_GOAL_HEAVIEST);
  while (list->high > list->low && list->loads[list->high - 1] >= value * (1 - 1e-12))
    list->high--;
}

/* Whether there is an answer of a load, of whole sites: a better best, or a proof that there is none, or neither. */
static wijk_status look(allocation_search *s, load_list *list, size_t at, wijk_error *err) {
  list->seek.found = false;
  allocation_cap(&s->w, list->loads[at]);
  if (allocation_price(&s->w, list->seek.goal, &list->prices, err) != WIJK_OK)
    return err->status;
  list->seek.none = list->prices.none || list->prices.bound > list->seek.limit;
  list->seek.prices = &list->prices;
  if (list->seek.none || !list->prices.known)
    return WIJK_OK;
  if (allocation_can_anneal(s, list->seek.goal) &&
      (allocation_anneal(s, &list->seek, list->loads[at], list->seek.limit, err) != WIJK_OK || list->seek.found))
    return err->status;
  return allocation_look(s, &list->seek, err);
}

wijk_status allocation_reach_heaviest(allocation_search *s, wijk_goal_value *reached, wijk_error *err) {
  load_list list;
  if (make_list(&s->w, &list, err) != WIJK_OK)
    return err->status;
  list.high = list.count;
  const allocation_held *first = s->w.held_count ? &s->w.held[0] : NULL;
  list.seek = (allocation_seek){.goal = first ? first->goal : WIJK_GOAL_UNMET,
                                .better = WIJK_GOAL_HEAVIEST,
                                .limit = first ? first->value + 1e-6 * fmax(1, first->value) : INFINITY,
                                .any = true,
                                .nodes = &reached->nodes};
  find_best(s, &list);
  if (bound_in_part(&s->w, &list, err) != WIJK_OK)
    return err->status;
  size_t low = list.low; /* from which on none was looked for in vain */
  while (low < list.high && err->status == WIJK_OK) {
    const size_t middle = (low + list.high) / 2;
    reached->bound = list.low < list.count ? list.loads[list.low] : 0;
    allocation_judge(s, reached);
    if (reached->proved || look(s, &list, middle, err) != WIJK_OK)
      break;
    const size_t before = list.high;
    find_best(s, &list);
    if (list.high == before)
      low = middle + 1;
    if (list.seek.none)
      list.low = middle + 1;
  }
  allocation_cap(&s->w, INFINITY);
  reached->bound = list.low < list.count ? list.loads[list.low] : 0;
  allocation_judge(s, reached);
  return err->status;
}
