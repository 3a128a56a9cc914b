/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>

double allocation_metres(const wijk_allocation_problem *p, size_t from, size_t to) {
  return p->metres ? p->metres[from * p->site_count + to]
                   : hypot(p->sites[from].x - p->sites[to].x, p->sites[from].y - p->sites[to].y);
}

bool allocation_is_pooled(const wijk_allocation_problem *p) {
  for (size_t from = 0; p->metres && from < p->site_count; from++)
    for (size_t to = 0; p->sites[from].form != WIJK_NONE && to < p->site_count; to++)
      if (to != from && isinf(allocation_metres(p, from, to)))
        return false;
  return isnan(p->furthest);
}

static double longest_way(const wijk_allocation_problem *p) {
  double longest = 0;
  for (size_t from = 0; from < p->site_count; from++)
    for (size_t to = 0; to < p->site_count; to++)
      if (to != from && isfinite(allocation_metres(p, from, to)))
        longest = fmax(longest, allocation_metres(p, from, to));
  return longest;
}

double allocation_diagonal(const wijk_allocation_problem *p) {
  if (p->metres)
    return longest_way(p);
  double low_x = INFINITY, low_y = INFINITY, high_x = -INFINITY, high_y = -INFINITY;
  for (size_t i = 0; i < p->site_count; i++) {
    low_x = fmin(low_x, p->sites[i].x);
    low_y = fmin(low_y, p->sites[i].y);
    high_x = fmax(high_x, p->sites[i].x);
    high_y = fmax(high_y, p->sites[i].y);
  }
  return p->site_count ? hypot(high_x - low_x, high_y - low_y) : 0;
}

static int by_end(const void *context, size_t a, size_t b) {
  const allocation_way *ways = context;
  return (ways[a].to > ways[b].to) - (ways[a].to < ways[b].to);
}

wijk_status allocation_order_ways(const allocation_work *w, size_t *order, wijk_error *err) {
  return wijk_sort(w->way_count, by_end, w->ways, order, err);
}

/* Whether people of a site may lose their place there: it may close, change or shrink. */
static bool can_lose(const allocation_work *w, size_t site) {
  const wijk_site *s = &w->p->sites[site];
  bool stays = s->stays || w->kept[site];
  for (size_t f = 0; f < w->p->form_count && !s->stays; f++)
    stays = stays && (f == s->form) == (w->used[allocation_cell(w, site, f)] != WIJK_NONE);
  return s->form != WIJK_NONE && s->occupied > 0 && !(stays && s->capacity[s->form] >= s->occupied);
}

/* The nearest ways of a site; `metres` and `order` are room for one number of each site. Returns how far it is to the
 * first place that is not among them; infinite if there is none. */
static double add_nearest(allocation_work *w, size_t from, double *metres, size_t *order, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[from].form;
  for (size_t to = 0; to < p->site_count; to++) {
    const bool room =
        to != from && w->used[allocation_cell(w, to, form)] != WIJK_NONE && allocation_room(p, to, form) > 0;
    metres[to] = room ? allocation_metres(p, from, to) : NAN;
  }
  if (wijk_sort_numbers(p->site_count, metres, order, err) != WIJK_OK)
    return INFINITY;
  double found = 0;
  for (size_t k = 0; k < p->site_count && !isnan(metres[order[k]]); k++) {
    const size_t to = order[k];
    if (k >= w->way_most && found >= p->sites[from].occupied * (double)w->way_most / 2)
      return metres[to];
    found += allocation_room(p, to, form);
    const double most = fmin(p->sites[from].occupied, allocation_room(p, to, form));
    w->ways[w->way_count++] = (allocation_way){from, to, milp_add_variable(w->m, 0, most, false), metres[to]};
  }
  return INFINITY;
}

/* left <= occupied - who can stay, if the site keeps its form; and they leave by its ways, or go further. */
static wijk_status add_leaving(allocation_work *w, size_t i, double *metres, size_t *order, milp_term *terms,
                               wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  w->left[i] = w->far[i] = WIJK_NONE;
  if (!can_lose(w, i))
    return WIJK_OK;
  const size_t used = w->used[allocation_cell(w, i, p->sites[i].form)];
  const size_t first = w->way_count;
  w->left[i] = milp_add_variable(w->m, 0, p->sites[i].occupied, false);
  const double further = add_nearest(w, i, metres, order, err);
  if (err->status != WIJK_OK)
    return err->status;
  milp_add_rule(w->m, -MILP_FREE, p->sites[i].occupied, MILP_SURE);
  milp_add_term(w->m, w->left[i], 1);
  if (used != WIJK_NONE)
    milp_add_term(w->m, used, allocation_stayers(p, i));
  if (isfinite(further)) {
    w->far[i] = milp_add_variable(w->m, 0, p->sites[i].occupied, false);
    terms[w->goals[WIJK_GOAL_METRES].term_count++] = (milp_term){w->far[i], further};
  }
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  milp_add_term(w->m, w->left[i], -1);
  if (w->far[i] != WIJK_NONE)
    milp_add_term(w->m, w->far[i], 1);
  for (size_t k = first; k < w->way_count; k++) {
    milp_add_term(w->m, w->ways[k].variable, 1);
    terms[w->goals[WIJK_GOAL_METRES].term_count++] = (milp_term){w->ways[k].variable, w->ways[k].metres};
  }
  return WIJK_OK;
}

/* Nobody comes to a site that is not used: said of each way too, which makes a search for sites far shorter. */
static void tie_way(allocation_work *w, const allocation_way *way) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[way->from].form;
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, way->variable, 1);
  milp_add_term(w->m, w->used[allocation_cell(w, way->to, form)],
                -fmin(p->sites[way->from].occupied, allocation_room(p, way->to, form)));
}

/* Who comes to a site finds room there. */
static void add_coming(allocation_work *w, const size_t *order) {
  const wijk_allocation_problem *p = w->p;
  size_t k = 0;
  for (size_t i = 0; i < p->site_count; i++) {
    const size_t first = k;
    while (k < w->way_count && w->ways[order[k]].to == i)
      k++;
    for (size_t f = 0; f < p->form_count && k > first; f++) {
      bool any = false;
      for (size_t at = first; at < k; at++) {
        if (p->sites[w->ways[order[at]].from].form != f)
          continue;
        if (!any) {
          milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
          milp_add_term(w->m, w->used[allocation_cell(w, i, f)], -allocation_room(p, i, f));
        }
        any = true;
        milp_add_term(w->m, w->ways[order[at]].variable, 1);
      }
    }
  }
}

/* Who has to leave a form moves or is displaced; who moves has a place there, and finds room. */
static void add_sum(allocation_work *w, size_t form) {
  const wijk_allocation_problem *p = w->p;
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  milp_add_term(w->m, w->leave[form], -1);
  milp_add_term(w->m, w->displaced[form], 1);
  for (size_t i = 0; i < p->site_count; i++)
    if (w->left[i] != WIJK_NONE && p->sites[i].form == form)
      milp_add_term(w->m, w->left[i], 1);
  milp_add_rule(w->m, -MILP_FREE, p->demand[form], MILP_SURE);
  milp_add_term(w->m, w->without[form], 1);
  milp_add_term(w->m, w->leave[form], 1);
  milp_add_term(w->m, w->displaced[form], -1);
  milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
  milp_add_term(w->m, w->leave[form], 1);
  milp_add_term(w->m, w->displaced[form], -1);
  for (size_t i = 0; i < p->site_count; i++)
    if (w->used[allocation_cell(w, i, form)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, i, form)], -allocation_room(p, i, form));
}

wijk_status allocation_add_ways(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  size_t losers = 0;
  for (size_t i = 0; i < p->site_count; i++)
    losers += can_lose(w, i);
  const size_t most = losers * p->site_count;
  w->left = WIJK_ARENA_ADD(w->arena, size_t, 2 * p->site_count, err);
  w->far = w->left ? w->left + p->site_count : NULL;
  w->ways = WIJK_ARENA_ADD(w->arena, allocation_way, most, err);
  w->way_count = 0;
  milp_term *terms = WIJK_ARENA_ADD(w->arena, milp_term, most + losers + p->form_count, err);
  double *metres = WIJK_ARENA_ADD(w->arena, double, p->site_count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  w->goals[WIJK_GOAL_METRES] = (milp_goal){terms, 0, 0, false};
  for (size_t i = 0; i < p->site_count; i++)
    if (add_leaving(w, i, metres, order, terms, err) != WIJK_OK)
      return err->status;
  order = WIJK_ARENA_ADD(w->arena, size_t, w->way_count, err);
  if (!order || allocation_order_ways(w, order, err) != WIJK_OK)
    return err->status;
  add_coming(w, order);
  for (size_t k = 0; k < w->way_count; k++)
    tie_way(w, &w->ways[k]);
  for (size_t f = 0; f < p->form_count; f++) {
    add_sum(w, f);
    terms[w->goals[WIJK_GOAL_METRES].term_count++] = (milp_term){w->displaced[f], allocation_diagonal(p)};
  }
  return WIJK_OK;
}
