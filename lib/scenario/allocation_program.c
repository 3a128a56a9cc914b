/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/allocation.h"
#include <math.h>

size_t allocation_cell(const allocation_work *w, size_t site, size_t form) {
  return site * w->p->form_count + form;
}

/* ---- groups of rules, by number: those that are to be named first where there is a choice come last ---- */

enum { GROUP_BUDGET, GROUP_OPENED, GROUPS_SINGLE };
static size_t group_of(const wijk_allocation_problem *p, wijk_rule rule, size_t of) {
  const size_t forms = p->form_count, sites = p->site_count;
  switch (rule) {
  case WIJK_RULE_BUDGET:
    return GROUP_BUDGET;
  case WIJK_RULE_OPENED:
    return GROUP_OPENED;
  case WIJK_RULE_UNMET:
    return GROUPS_SINGLE + of;
  case WIJK_RULE_SPACING:
    return GROUPS_SINGLE + forms + of;
  case WIJK_RULE_STAYS:
    return GROUPS_SINGLE + 2 * forms + of;
  case WIJK_RULE_CLOSES:
    return GROUPS_SINGLE + 2 * forms + sites + of;
  case WIJK_RULE_AFTER:
    return GROUPS_SINGLE + 2 * forms + 2 * sites + of;
  default:
    return GROUPS_SINGLE + 2 * forms + 3 * sites + of; /* WIJK_RULE_NORM */
  }
}

size_t allocation_group_count(const wijk_allocation_problem *p) {
  return GROUPS_SINGLE + 2 * p->form_count + 3 * p->site_count + p->zone_count;
}

wijk_clash allocation_clash(const wijk_allocation_problem *p, size_t group) {
  static const wijk_rule many[] = {WIJK_RULE_UNMET, WIJK_RULE_SPACING, WIJK_RULE_STAYS, WIJK_RULE_CLOSES,
                                   WIJK_RULE_AFTER};
  const size_t counts[] = {p->form_count, p->form_count, p->site_count, p->site_count, p->site_count};
  if (group < GROUPS_SINGLE)
    return (wijk_clash){group == GROUP_BUDGET ? WIJK_RULE_BUDGET : WIJK_RULE_OPENED, 0};
  group -= GROUPS_SINGLE;
  for (size_t k = 0; k < sizeof many / sizeof *many; k++) {
    if (group < counts[k])
      return (wijk_clash){many[k], group};
    group -= counts[k];
  }
  return (wijk_clash){WIJK_RULE_NORM, group};
}

/* ---- sites ---- */

static bool can_have(const wijk_allocation_problem *p, const wijk_site *s, size_t form) {
  const bool small = p->least && form != s->form && s->capacity[form] < p->least[form];
  return s->capacity[form] > 0 && !small;
}

/* One form at most; people no more than its places. */
static void add_site(allocation_work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  for (size_t f = 0; f < w->p->form_count; f++) {
    const size_t c = allocation_cell(w, i, f);
    w->used[c] = w->housed[c] = w->came[c] = WIJK_NONE;
    if (!can_have(w->p, s, f))
      continue;
    w->used[c] = milp_add_variable(w->m, 0, 1, true);
    w->housed[c] = milp_add_variable(w->m, 0, s->capacity[f], false);
    w->came[c] = milp_add_variable(w->m, 0, s->capacity[f], false);
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    milp_add_term(w->m, w->housed[c], 1);
    milp_add_term(w->m, w->used[c], -s->capacity[f]);
  }
  milp_add_rule(w->m, 0, 1, MILP_SURE);
  for (size_t f = 0; f < w->p->form_count; f++)
    if (w->used[allocation_cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, i, f)], 1);
  if (s->stays || s->closes) {
    milp_add_rule(w->m, s->stays ? 1 : 0, s->stays ? 1 : 0,
                  group_of(w->p, s->stays ? WIJK_RULE_STAYS : WIJK_RULE_CLOSES, i));
    if (s->form != WIJK_NONE && w->used[allocation_cell(w, i, s->form)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, i, s->form)], 1);
  }
}

/* Who is there now stays, moves or goes; who is there afterwards stayed, came, or is new. */
static void add_people(allocation_work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  w->stay[i] = w->gone[i] = w->left[i] = WIJK_NONE;
  if (s->form != WIJK_NONE) {
    w->stay[i] = milp_add_variable(w->m, 0, s->occupied, false);
    w->gone[i] = milp_add_variable(w->m, 0, s->occupied, false);
    w->left[i] = milp_add_variable(w->m, 0, s->occupied, false);
    milp_add_rule(w->m, s->occupied, s->occupied, MILP_SURE);
    milp_add_term(w->m, w->stay[i], 1);
    milp_add_term(w->m, w->gone[i], 1);
    milp_add_term(w->m, w->left[i], 1);
    if (w->used[allocation_cell(w, i, s->form)] == WIJK_NONE) {
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->stay[i], 1);
    }
  }
  for (size_t f = 0; f < w->p->form_count; f++) {
    const size_t c = allocation_cell(w, i, f);
    if (w->used[c] == WIJK_NONE)
      continue;
    milp_add_rule(w->m, 0, MILP_FREE, MILP_SURE);
    milp_add_term(w->m, w->housed[c], 1);
    milp_add_term(w->m, w->came[c], -1);
    if (f == s->form)
      milp_add_term(w->m, w->stay[i], -1);
  }
}

/* ---- forms ---- */

static double now_of(const wijk_allocation_problem *p, size_t form) {
  double people = 0;
  for (size_t i = 0; i < p->site_count; i++)
    people += p->sites[i].form == form ? p->sites[i].occupied : 0;
  return people;
}

/* housed <= demand; what is left over is unmet. Who moves away comes elsewhere. No more go than the demand allows:
 * gone <= max(0, now - demand) + demand - housed. */
static void add_form(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  milp_add_rule(w->m, 0, p->demand[f], MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++)
    if (w->housed[allocation_cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->housed[allocation_cell(w, i, f)], 1);
  if (p->unmet) {
    milp_add_rule(w->m, p->demand[f] - p->unmet[f], MILP_FREE, group_of(p, WIJK_RULE_UNMET, f));
    for (size_t i = 0; i < p->site_count; i++)
      if (w->housed[allocation_cell(w, i, f)] != WIJK_NONE)
        milp_add_term(w->m, w->housed[allocation_cell(w, i, f)], 1);
  }
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++) {
    if (w->came[allocation_cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->came[allocation_cell(w, i, f)], 1);
    if (p->sites[i].form == f)
      milp_add_term(w->m, w->left[i], -1);
  }
  milp_add_rule(w->m, -MILP_FREE, fmax(0, now_of(p, f) - p->demand[f]) + p->demand[f], MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++) {
    if (w->housed[allocation_cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->housed[allocation_cell(w, i, f)], 1);
    if (p->sites[i].form == f)
      milp_add_term(w->m, w->gone[i], 1);
  }
}

static bool too_near(const wijk_allocation_problem *p, size_t form, size_t a, size_t b) {
  const bool both_there = p->sites[a].form == form && p->sites[b].form == form;
  const bool together = p->building && p->building[a] == p->building[b];
  return !both_there && !together &&
         hypot(p->sites[a].x - p->sites[b].x, p->sites[a].y - p->sites[b].y) < p->spacing[form];
}

static void add_spacing(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t f = 0; f < p->form_count && p->spacing; f++)
    for (size_t i = 0; i < p->site_count && p->spacing[f] > 0; i++)
      for (size_t k = 0; k < i; k++) {
        size_t a = w->used[allocation_cell(w, i, f)], b = w->used[allocation_cell(w, k, f)];
        if (a == WIJK_NONE || b == WIJK_NONE || !too_near(p, f, i, k))
          continue;
        milp_add_rule(w->m, 0, 1, group_of(p, WIJK_RULE_SPACING, f));
        milp_add_term(w->m, a, 1);
        milp_add_term(w->m, b, 1);
      }
}

/* A location of whatever form. */
static void add_terms_of_site(allocation_work *w, size_t site, double factor) {
  for (size_t f = 0; f < w->p->form_count; f++)
    if (w->used[allocation_cell(w, site, f)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, site, f)], factor);
}

static void add_after(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0; i < p->site_count && p->after; i++) {
    if (p->after[i] == WIJK_NONE || p->sites[i].form != WIJK_NONE)
      continue;
    milp_add_rule(w->m, -MILP_FREE, 0, group_of(p, WIJK_RULE_AFTER, i));
    add_terms_of_site(w, i, 1);
    add_terms_of_site(w, p->after[i], -1);
  }
}

/* ---- zones, budget, number ---- */

static void add_places_of(allocation_work *w, size_t zone) {
  for (size_t i = 0; i < w->p->site_count; i++)
    for (size_t f = 0; f < w->p->form_count && w->p->sites[i].zone == zone; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE)
        milp_add_term(w->m, w->used[allocation_cell(w, i, f)], w->p->sites[i].capacity[f]);
}

static void add_zone(allocation_work *w, size_t z) {
  const wijk_allocation_problem *p = w->p;
  const wijk_ground *zone = &p->zones[z];
  double now = 0;
  for (size_t i = 0; i < p->site_count; i++)
    now += p->sites[i].zone == z && p->sites[i].form != WIJK_NONE ? p->sites[i].places : 0;
  w->over[z] = WIJK_NONE;
  if (!isnan(zone->allowed)) {
    milp_add_rule(w->m, -MILP_FREE, fmax(zone->allowed, now), group_of(p, WIJK_RULE_NORM, z));
    add_places_of(w, z);
  }
  if (zone->norm > 0) { /* heaviest * norm >= places */
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    add_places_of(w, z);
    milp_add_term(w->m, w->heaviest, -zone->norm);
  }
  if (zone->vulnerable && !isnan(zone->norm)) {
    w->over[z] = milp_add_variable(w->m, 0, MILP_FREE, false);
    milp_add_rule(w->m, -MILP_FREE, zone->norm, MILP_SURE);
    add_places_of(w, z);
    milp_add_term(w->m, w->over[z], -1);
  }
}

/* Calls for every form that a site could newly have. */
static void add_new_terms(allocation_work *w, bool costs) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE && f != p->sites[i].form &&
          (costs || p->sites[i].form == WIJK_NONE))
        milp_add_term(w->m, w->used[allocation_cell(w, i, f)], costs ? p->sites[i].cost[f] : 1);
}

static void add_totals(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  if (!isnan(p->budget)) {
    milp_add_rule(w->m, -MILP_FREE, p->budget, GROUP_BUDGET);
    add_new_terms(w, true);
  }
  if (p->open_least > 0 || p->open_most != WIJK_NONE) {
    milp_add_rule(w->m, (double)p->open_least, p->open_most == WIJK_NONE ? MILP_FREE : (double)p->open_most,
                  GROUP_OPENED);
    add_new_terms(w, false);
  }
}

/* ---- goals ---- */

static wijk_status add_goal(allocation_work *w, wijk_allocation_goal goal, milp_term *terms, size_t count,
                            double constant, bool whole) {
  w->goals[goal] = (milp_goal){terms, count, constant, whole};
  return WIJK_OK;
}

static bool whole_costs(const wijk_allocation_problem *p) {
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (p->sites[i].cost && f != p->sites[i].form && p->sites[i].cost[f] != nearbyint(p->sites[i].cost[f]))
        return false;
  return true;
}

static wijk_status make_goals(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t cells = p->site_count * p->form_count;
  milp_term *unmet = WIJK_ARENA_ADD(w->arena, milp_term, cells, err),
            *over = WIJK_ARENA_ADD(w->arena, milp_term, p->zone_count, err),
            *heaviest = WIJK_ARENA_ADD(w->arena, milp_term, 1, err),
            *moved = WIJK_ARENA_ADD(w->arena, milp_term, p->site_count, err),
            *cost = WIJK_ARENA_ADD(w->arena, milp_term, cells, err),
            *opened = WIJK_ARENA_ADD(w->arena, milp_term, cells, err);
  size_t unmet_count = 0, over_count = 0, moved_count = 0, cost_count = 0, opened_count = 0;
  double demand = 0;
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < p->form_count; f++)
    demand += p->demand[f];
  for (size_t i = 0; i < p->site_count; i++) {
    if (w->left[i] != WIJK_NONE)
      moved[moved_count++] = (milp_term){w->left[i], 1};
    for (size_t f = 0; f < p->form_count; f++) {
      const size_t c = allocation_cell(w, i, f);
      if (w->used[c] == WIJK_NONE)
        continue;
      unmet[unmet_count++] = (milp_term){w->housed[c], -1};
      if (f != p->sites[i].form)
        cost[cost_count++] = (milp_term){w->used[c], p->sites[i].cost[f]};
      if (p->sites[i].form == WIJK_NONE)
        opened[opened_count++] = (milp_term){w->used[c], 1};
    }
  }
  for (size_t z = 0; z < p->zone_count; z++)
    if (w->over[z] != WIJK_NONE)
      over[over_count++] = (milp_term){w->over[z], 1};
  *heaviest = (milp_term){w->heaviest, 1};
  add_goal(w, WIJK_GOAL_UNMET, unmet, unmet_count, demand, true);
  add_goal(w, WIJK_GOAL_HEAVIEST, heaviest, 1, 0, false);
  add_goal(w, WIJK_GOAL_OVERLOAD, over, over_count, 0, false);
  add_goal(w, WIJK_GOAL_MOVED, moved, moved_count, 0, true);
  add_goal(w, WIJK_GOAL_COST, cost, cost_count, 0, whole_costs(p));
  return add_goal(w, WIJK_GOAL_OPENED, opened, opened_count, 0, true);
}

wijk_status allocation_make(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t cells = p->site_count * p->form_count;
  size_t *all = WIJK_ARENA_ADD(w->arena, size_t, 3 * cells + 3 * p->site_count + p->zone_count, err);
  w->m = milp_new(w->arena, err);
  if (!all || !w->m)
    return err->status;
  w->used = all;
  w->housed = all + cells;
  w->came = all + 2 * cells;
  w->stay = all + 3 * cells;
  w->gone = w->stay + p->site_count;
  w->left = w->gone + p->site_count;
  w->over = w->left + p->site_count;
  w->heaviest = milp_add_variable(w->m, 0, MILP_FREE, false);
  for (size_t i = 0; i < p->site_count; i++)
    add_site(w, i);
  for (size_t i = 0; i < p->site_count; i++)
    add_people(w, i);
  for (size_t f = 0; f < p->form_count; f++)
    add_form(w, f);
  add_spacing(w);
  add_after(w);
  for (size_t z = 0; z < p->zone_count; z++)
    add_zone(w, z);
  add_totals(w);
  if (!isnan(p->furthest) && allocation_add_ways(w, err) != WIJK_OK)
    return err->status;
  return make_goals(w, err) == WIJK_OK ? milp_check(w->m, err) : err->status;
}
