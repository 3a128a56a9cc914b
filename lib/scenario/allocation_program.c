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

static void add_variables(allocation_work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      w->used[allocation_cell(w, i, f)] = can_have(p, &p->sites[i], f) && !w->barred[allocation_cell(w, i, f)]
                                              ? milp_add_variable(w->m, 0, 1, true)
                                              : WIJK_NONE;
  for (size_t f = 0; f < p->form_count; f++) {
    w->without[f] = milp_add_variable(w->m, 0, p->demand[f], true);
    w->leave[f] = milp_add_variable(w->m, 0, p->demand[f], true);
    w->displaced[f] = milp_add_variable(w->m, 0, p->demand[f], true);
  }
  w->heaviest = milp_add_variable(w->m, 0, MILP_FREE, false);
}

/* A location of whatever form. */
static void add_terms_of_site(allocation_work *w, size_t site, double factor) {
  for (size_t f = 0; f < w->p->form_count; f++)
    if (w->used[allocation_cell(w, site, f)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, site, f)], factor);
}

static void add_site(allocation_work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  w->one[i] = milp_add_rule(w->m, w->kept[i], 1, MILP_SURE);
  add_terms_of_site(w, i, 1);
  if (s->stays || s->closes) {
    milp_add_rule(w->m, s->stays ? 1 : 0, s->stays ? 1 : 0,
                  group_of(w->p, s->stays ? WIJK_RULE_STAYS : WIJK_RULE_CLOSES, i));
    if (s->form != WIJK_NONE && w->used[allocation_cell(w, i, s->form)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, i, s->form)], 1);
  }
}

bool allocation_too_near(const wijk_allocation_problem *p, size_t form, size_t a, size_t b) {
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
        if (a == WIJK_NONE || b == WIJK_NONE || !allocation_too_near(p, f, i, k))
          continue;
        milp_add_rule(w->m, 0, 1, group_of(p, WIJK_RULE_SPACING, f));
        milp_add_term(w->m, a, 1);
        milp_add_term(w->m, b, 1);
      }
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

/* ---- people ---- */

double allocation_stayers(const wijk_allocation_problem *p, size_t site) {
  const wijk_site *s = &p->sites[site];
  return s->form == WIJK_NONE ? 0 : fmin(s->occupied, s->capacity[s->form]);
}

double allocation_room(const wijk_allocation_problem *p, size_t site, size_t form) {
  return p->sites[site].capacity[form] - (p->sites[site].form == form ? allocation_stayers(p, site) : 0);
}

double allocation_growth(const wijk_allocation_problem *p, size_t form) {
  double people = 0;
  for (size_t i = 0; i < p->site_count; i++)
    people += p->sites[i].form == form ? p->sites[i].occupied : 0;
  return fmax(0, p->demand[form] - people);
}

/* No more people than places: without >= demand - places. */
static void add_lack(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  milp_add_rule(w->m, p->demand[f], MILP_FREE, MILP_SURE);
  milp_add_term(w->m, w->without[f], 1);
  for (size_t i = 0; i < p->site_count; i++)
    if (w->used[allocation_cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->used[allocation_cell(w, i, f)], p->sites[i].capacity[f]);
}

/* Who is there now, still needs a place and cannot stay has to leave: leave >= demand - growth - those who can stay. */
static void add_pool(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  milp_add_rule(w->m, p->demand[f] - allocation_growth(p, f), MILP_FREE, MILP_SURE);
  milp_add_term(w->m, w->leave[f], 1);
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].form == f && w->used[allocation_cell(w, i, f)] != WIJK_NONE && allocation_stayers(p, i) > 0)
      milp_add_term(w->m, w->used[allocation_cell(w, i, f)], allocation_stayers(p, i));
}

static void add_form(allocation_work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  add_lack(w, f);
  if (w->pooled)
    add_pool(w, f);
  if (p->unmet) {
    milp_add_rule(w->m, -MILP_FREE, p->unmet[f], group_of(p, WIJK_RULE_UNMET, f));
    milp_add_term(w->m, w->without[f], 1);
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
    milp_add_rule(w->m, -MILP_FREE, allocation_reach(w, z, fmax(zone->allowed, now)), group_of(p, WIJK_RULE_NORM, z));
    add_places_of(w, z);
  }
  w->crowd[z] = WIJK_NONE;
  if (zone->norm > 0) { /* heaviest * norm >= places */
    w->crowd[z] = milp_add_rule(w->m, -MILP_FREE, MILP_FREE, MILP_SURE);
    add_places_of(w, z);
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    add_places_of(w, z);
    milp_add_term(w->m, w->heaviest, -zone->norm);
  }
  if (zone->vulnerable && !isnan(zone->norm)) {
    w->over[z] = milp_add_variable(w->m, 0, fmax(0, w->most[z] - zone->norm), false);
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

static bool whole_norms(const wijk_allocation_problem *p) {
  for (size_t z = 0; z < p->zone_count; z++)
    if (p->zones[z].vulnerable && !isnan(p->zones[z].norm) && p->zones[z].norm != nearbyint(p->zones[z].norm))
      return false;
  return true;
}

static bool whole_costs(const wijk_allocation_problem *p) {
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (p->sites[i].cost && f != p->sites[i].form && p->sites[i].cost[f] != nearbyint(p->sites[i].cost[f]))
        return false;
  return true;
}

static void take_form_goals(allocation_work *w, milp_term *unmet, milp_term *moved) {
  const size_t forms = w->p->form_count;
  for (size_t f = 0; f < forms; f++) {
    unmet[f] = (milp_term){w->without[f], 1};
    moved[f] = (milp_term){w->leave[f], 1};
  }
  w->goals[WIJK_GOAL_UNMET] = (milp_goal){unmet, forms, 0, true};
  w->goals[WIJK_GOAL_MOVED] = (milp_goal){moved, forms, 0, true};
}

static void take_site_goals(allocation_work *w, milp_term *cost, milp_term *opened) {
  const wijk_allocation_problem *p = w->p;
  size_t cost_count = 0, opened_count = 0;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++) {
      const size_t used = w->used[allocation_cell(w, i, f)];
      if (used != WIJK_NONE && f != p->sites[i].form)
        cost[cost_count++] = (milp_term){used, p->sites[i].cost[f]};
      if (used != WIJK_NONE && p->sites[i].form == WIJK_NONE)
        opened[opened_count++] = (milp_term){used, 1};
    }
  w->goals[WIJK_GOAL_COST] = (milp_goal){cost, cost_count, 0, whole_costs(p)};
  w->goals[WIJK_GOAL_OPENED] = (milp_goal){opened, opened_count, 0, true};
}

static wijk_status make_goals(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t cells = p->site_count * p->form_count;
  milp_term *terms = WIJK_ARENA_ADD(w->arena, milp_term, 2 * cells + 2 * p->form_count + p->zone_count + 1, err);
  if (!terms)
    return err->status;
  take_site_goals(w, terms, terms + cells);
  terms += 2 * cells;
  take_form_goals(w, terms, terms + p->form_count);
  terms += 2 * p->form_count;
  size_t over = 0;
  for (size_t z = 0; z < p->zone_count; z++)
    if (w->over[z] != WIJK_NONE)
      terms[over++] = (milp_term){w->over[z], 1};
  w->goals[WIJK_GOAL_OVERLOAD] = (milp_goal){terms, over, 0, whole_norms(p)};
  terms[p->zone_count] = (milp_term){w->heaviest, 1};
  w->goals[WIJK_GOAL_HEAVIEST] = (milp_goal){terms + p->zone_count, 1, 0, false};
  return WIJK_OK;
}

static void hold(allocation_work *w, const allocation_held *held) {
  if (held->goal == WIJK_GOAL_HEAVIEST) {
    w->load_held = fmin(w->load_held, held->value);
    allocation_cap(w, INFINITY);
  } else
    milp_hold(w->m, &w->goals[held->goal], held->value);
}

void allocation_aim(allocation_work *w, wijk_allocation_goal goal) {
  w->below = milp_add_rule(w->m, -MILP_FREE, MILP_FREE, MILP_SURE);
  for (size_t t = 0; t < w->goals[goal].term_count; t++)
    milp_add_term(w->m, w->goals[goal].terms[t].variable, w->goals[goal].terms[t].factor);
}

void allocation_ask(allocation_work *w, wijk_allocation_goal goal, double less) {
  const bool whole = w->goals[goal].whole, any = isinf(less);
  const double slack = 1e-9 * fmax(1, fabs(less));
  milp_set_rule(w->m, w->below, -MILP_FREE, any ? MILP_FREE : whole ? ceil(less - 1e-6) - 1 + 1e-6 : less - slack);
  if (goal == WIJK_GOAL_HEAVIEST)
    allocation_cap(w, any ? less : less - slack);
}

void allocation_hold(allocation_work *w, wijk_allocation_goal goal, double value) {
  w->held[w->held_count] = (allocation_held){goal, value};
  hold(w, &w->held[w->held_count++]);
}

static wijk_status make_room(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t cells = p->site_count * p->form_count;
  size_t *all = WIJK_ARENA_ADD(w->arena, size_t, cells + p->site_count + 3 * p->form_count + 2 * p->zone_count, err);
  w->m = milp_new(w->arena, err);
  if (!w->barred) {
    w->barred = WIJK_ARENA_ADD(w->arena, bool, cells, err);
    w->kept = WIJK_ARENA_ADD(w->arena, bool, p->site_count, err);
  }
  if (err->status != WIJK_OK)
    return err->status;
  w->used = all;
  w->without = all + cells;
  w->leave = w->without + p->form_count;
  w->displaced = w->leave + p->form_count;
  w->over = w->displaced + p->form_count;
  w->crowd = w->over + p->zone_count;
  w->one = w->crowd + p->zone_count;
  return WIJK_OK;
}

wijk_status allocation_make(allocation_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  if (make_room(w, err) != WIJK_OK || (!w->reach && allocation_find_reach(w, err) != WIJK_OK))
    return err->status;
  w->pooled = allocation_is_pooled(p);
  if (p->most && !isnan(p->most[WIJK_GOAL_METRES]) && w->way_most == 0)
    w->way_most = ALLOCATION_WAYS_FIRST;
  w->load_held = INFINITY;
  add_variables(w);
  for (size_t i = 0; i < p->site_count; i++)
    add_site(w, i);
  for (size_t f = 0; f < p->form_count; f++)
    add_form(w, f);
  add_spacing(w);
  add_after(w);
  for (size_t z = 0; z < p->zone_count; z++)
    add_zone(w, z);
  add_totals(w);
  if (make_goals(w, err) != WIJK_OK || (!w->pooled && allocation_add_people(w, err) != WIJK_OK) ||
      (w->pooled && w->way_most > 0 && allocation_add_ways(w, err) != WIJK_OK))
    return err->status;
  for (size_t g = 0; g < WIJK_GOAL_COUNT && p->most; g++)
    if (!isnan(p->most[g]))
      hold(w, &(allocation_held){(wijk_allocation_goal)g, p->most[g]});
  for (size_t h = 0; h < w->held_count; h++)
    hold(w, &w->held[h]);
  return milp_check(w->m, err);
}
