/* SPDX-License-Identifier: EUPL-1.2 */
/* The allocation as an integer program. */
#include "scenario/milp.h"
#include <math.h>
#include <string.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>

typedef struct way { /* somebody of `from` may move to `to` */
  size_t from, to, variable;
  double metres;
} way;

typedef struct work {
  const wijk_allocation_problem *p;
  wijk_arena *arena;
  milp *m;
  size_t *used, *housed; /* [site][form] variables: whether it has the form, and its people; WIJK_NONE = cannot */
  size_t *stay, *gone; /* [site] of its people: how many stay, and how many go elsewhere; WIJK_NONE = none are there */
  size_t *left, *came; /* [site] how many move away; [site][form] how many come from another site */
  size_t *over;        /* [zone] places above the norm; WIJK_NONE = not measured */
  size_t heaviest;
  way *ways;
  size_t way_count;
  bool joined; /* the ways are part of the program */
  milp_goal goals[WIJK_GOAL_COUNT];
} work;

static size_t cell(const work *w, size_t site, size_t form) {
  return site * w->p->form_count + form;
}

static double metres_between(const wijk_site *a, const wijk_site *b) {
  return hypot(a->x - b->x, a->y - b->y);
}

/* Ways beyond which the rules that tie each to its site cost more than they save. */
enum { WAYS_TIED = 4000 };

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
  default:
    return GROUPS_SINGLE + 2 * forms + 2 * sites + of; /* WIJK_RULE_NORM */
  }
}

static size_t group_count(const wijk_allocation_problem *p) {
  return GROUPS_SINGLE + 2 * p->form_count + 2 * p->site_count + p->zone_count;
}

static wijk_clash clash_of(const wijk_allocation_problem *p, size_t group) {
  static const wijk_rule many[] = {WIJK_RULE_UNMET, WIJK_RULE_SPACING, WIJK_RULE_STAYS, WIJK_RULE_CLOSES};
  const size_t counts[] = {p->form_count, p->form_count, p->site_count, p->site_count};
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
static void add_site(work *w, size_t i) {
  const wijk_site *s = &w->p->sites[i];
  for (size_t f = 0; f < w->p->form_count; f++) {
    const size_t c = cell(w, i, f);
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
    if (w->used[cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->used[cell(w, i, f)], 1);
  if (s->stays || s->closes) {
    milp_add_rule(w->m, s->stays ? 1 : 0, s->stays ? 1 : 0,
                  group_of(w->p, s->stays ? WIJK_RULE_STAYS : WIJK_RULE_CLOSES, i));
    if (s->form != WIJK_NONE && w->used[cell(w, i, s->form)] != WIJK_NONE)
      milp_add_term(w->m, w->used[cell(w, i, s->form)], 1);
  }
}

/* Who is there now stays, moves or goes; who is there afterwards stayed, came, or is new. */
static void add_people(work *w, size_t i) {
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
    if (w->used[cell(w, i, s->form)] == WIJK_NONE) {
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->stay[i], 1);
    }
  }
  for (size_t f = 0; f < w->p->form_count; f++) {
    const size_t c = cell(w, i, f);
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
static void add_form(work *w, size_t f) {
  const wijk_allocation_problem *p = w->p;
  milp_add_rule(w->m, 0, p->demand[f], MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++)
    if (w->housed[cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->housed[cell(w, i, f)], 1);
  if (p->unmet) {
    milp_add_rule(w->m, p->demand[f] - p->unmet[f], MILP_FREE, group_of(p, WIJK_RULE_UNMET, f));
    for (size_t i = 0; i < p->site_count; i++)
      if (w->housed[cell(w, i, f)] != WIJK_NONE)
        milp_add_term(w->m, w->housed[cell(w, i, f)], 1);
  }
  milp_add_rule(w->m, 0, 0, MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++) {
    if (w->came[cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->came[cell(w, i, f)], 1);
    if (p->sites[i].form == f)
      milp_add_term(w->m, w->left[i], -1);
  }
  milp_add_rule(w->m, -MILP_FREE, fmax(0, now_of(p, f) - p->demand[f]) + p->demand[f], MILP_SURE);
  for (size_t i = 0; i < p->site_count; i++) {
    if (w->housed[cell(w, i, f)] != WIJK_NONE)
      milp_add_term(w->m, w->housed[cell(w, i, f)], 1);
    if (p->sites[i].form == f)
      milp_add_term(w->m, w->gone[i], 1);
  }
}

static void add_spacing(work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t f = 0; f < p->form_count && p->spacing; f++)
    for (size_t i = 0; i < p->site_count && p->spacing[f] > 0; i++)
      for (size_t k = 0; k < i; k++) {
        size_t a = w->used[cell(w, i, f)], b = w->used[cell(w, k, f)];
        const bool both_there = p->sites[i].form == f && p->sites[k].form == f;
        if (a == WIJK_NONE || b == WIJK_NONE || both_there ||
            metres_between(&p->sites[i], &p->sites[k]) >= p->spacing[f])
          continue;
        milp_add_rule(w->m, 0, 1, group_of(p, WIJK_RULE_SPACING, f));
        milp_add_term(w->m, a, 1);
        milp_add_term(w->m, b, 1);
      }
}

/* ---- zones, budget, number ---- */

static void add_places_of(work *w, size_t zone) {
  for (size_t i = 0; i < w->p->site_count; i++)
    for (size_t f = 0; f < w->p->form_count && w->p->sites[i].zone == zone; f++)
      if (w->used[cell(w, i, f)] != WIJK_NONE)
        milp_add_term(w->m, w->used[cell(w, i, f)], w->p->sites[i].capacity[f]);
}

static void add_zone(work *w, size_t z) {
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
static void add_new_terms(work *w, bool costs) {
  const wijk_allocation_problem *p = w->p;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (w->used[cell(w, i, f)] != WIJK_NONE && f != p->sites[i].form && (costs || p->sites[i].form == WIJK_NONE))
        milp_add_term(w->m, w->used[cell(w, i, f)], costs ? p->sites[i].cost[f] : 1);
}

static void add_totals(work *w) {
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

/* ---- ways: who moves where ---- */

static bool is_way(const work *w, size_t from, size_t to, double *metres) {
  const wijk_allocation_problem *p = w->p;
  const size_t form = p->sites[from].form;
  *metres = metres_between(&p->sites[from], &p->sites[to]);
  return from != to && form != WIJK_NONE && p->sites[from].occupied > 0 && w->used[cell(w, to, form)] != WIJK_NONE &&
         !(*metres > p->furthest);
}

static wijk_status find_ways(work *w, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  double metres;
  size_t count = 0;
  for (size_t from = 0; from < p->site_count; from++)
    for (size_t to = 0; to < p->site_count; to++)
      count += is_way(w, from, to, &metres);
  w->ways = WIJK_ARENA_ADD(w->arena, way, count, err);
  for (size_t from = 0; from < p->site_count && w->ways; from++)
    for (size_t to = 0; to < p->site_count; to++)
      if (is_way(w, from, to, &metres))
        w->ways[w->way_count++] = (way){from, to, milp_add_variable(w->m, 0, p->sites[from].occupied, false), metres};
  return err->status;
}

/* Nobody comes to a site that is not used: said of each way, which makes a search for sites far shorter. */
static void tie_ways(work *w) {
  const wijk_allocation_problem *p = w->p;
  for (size_t k = 0; k < w->way_count; k++) {
    const way *at = &w->ways[k];
    milp_add_rule(w->m, -MILP_FREE, 0, MILP_SURE);
    milp_add_term(w->m, at->variable, 1);
    milp_add_term(w->m, w->used[cell(w, at->to, p->sites[at->from].form)], -p->sites[at->from].occupied);
  }
}

static wijk_status join_ways(work *w, wijk_error *err) {
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
      if (w->came[cell(w, i, f)] == WIJK_NONE)
        continue;
      size_t end = i + 1 < p->site_count ? first[i + 2] : w->way_count;
      milp_add_rule(w->m, 0, 0, MILP_SURE);
      milp_add_term(w->m, w->came[cell(w, i, f)], -1);
      for (size_t at = first[i + 1]; at < end; at++)
        if (p->sites[w->ways[order[at]].from].form == f)
          milp_add_term(w->m, w->ways[order[at]].variable, 1);
    }
  return err->status;
}

/* Ways are many: they are made when a rule or a goal first asks how far people move. */
static wijk_status add_ways(work *w, wijk_error *err) {
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

/* Values from before there were ways, with people on the first ways that offer themselves: a start for the search,
 * which looks whether it keeps the rules. */
static const double *walk(const work *w, const double *before, wijk_error *err) {
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
    const way *at = &w->ways[k];
    double *room = &came[cell(w, at->to, p->sites[at->from].form)], people = fmin(left[at->from], *room);
    values[at->variable] = people;
    left[at->from] -= people;
    *room -= people;
  }
  return values;
}

/* ---- goals ---- */

static wijk_status add_goal(work *w, wijk_allocation_goal goal, milp_term *terms, size_t count, double constant,
                            bool whole) {
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

static wijk_status make_goals(work *w, wijk_error *err) {
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
      const size_t c = cell(w, i, f);
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

static wijk_status make_program(work *w, wijk_error *err) {
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
  for (size_t z = 0; z < p->zone_count; z++)
    add_zone(w, z);
  add_totals(w);
  if (!isnan(p->furthest) && add_ways(w, err) != WIJK_OK)
    return err->status;
  return make_goals(w, err) == WIJK_OK ? milp_check(w->m, err) : err->status;
}

/* ---- answers ---- */

static wijk_status take_answer(work *w, const double *values, wijk_allocation *a, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  a->form = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  a->people = WIJK_ARENA_ADD(w->arena, double, p->site_count, err);
  a->unmet = WIJK_ARENA_ADD(w->arena, double, p->form_count, err);
  a->moves = WIJK_ARENA_ADD(w->arena, wijk_move, w->way_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(a->unmet, p->demand, p->form_count * sizeof(double));
  for (size_t i = 0; i < p->site_count; i++) {
    a->form[i] = WIJK_NONE;
    for (size_t f = 0; f < p->form_count; f++)
      if (w->used[cell(w, i, f)] != WIJK_NONE && values[w->used[cell(w, i, f)]] > 0.5) {
        a->form[i] = f;
        a->people[i] = values[w->housed[cell(w, i, f)]];
        a->unmet[f] -= a->people[i];
      }
  }
  for (size_t k = 0; k < w->way_count; k++) {
    double people = nearbyint(values[w->ways[k].variable]);
    if (people > 0)
      a->moves[a->move_count++] = (wijk_move){w->ways[k].from, w->ways[k].to, people};
  }
  a->found = true;
  const char *broken = wijk_allocation_check(p, a);
  return broken ? wijk_error_set(err, WIJK_BUG, "the allocation found breaks a rule: %s", broken) : WIJK_OK;
}

static wijk_status name_clash(work *w, const milp_limits *limits, wijk_allocation *a, wijk_error *err) {
  const size_t groups = group_count(w->p);
  bool *clash = WIJK_ARENA_ADD(w->arena, bool, groups, err);
  a->clash = WIJK_ARENA_ADD(w->arena, wijk_clash, groups, err);
  if (!clash || !a->clash || milp_find_clash(w->m, groups, limits, w->arena, clash, err) != WIJK_OK)
    return err->status;
  for (size_t g = 0; g < groups; g++)
    if (clash[g])
      a->clash[a->clash_count++] = clash_of(w->p, g);
  return WIJK_OK;
}

/* One goal, and then it holds. `*values` is where the search begins, and then what it found. */
static wijk_status reach(work *w, wijk_allocation_goal goal, const milp_limits *limits, const double **values,
                         milp_answer *answer, wijk_error *err) {
  if (goal == WIJK_GOAL_METRES && !w->joined) {
    if (add_ways(w, err) != WIJK_OK || (*values && !(*values = walk(w, *values, err))))
      return err->status;
  }
  if (milp_solve(w->m, &w->goals[goal], limits, *values, w->arena, answer, err) != WIJK_OK || !answer->values)
    return err->status;
  *values = answer->values;
  /* Of people in fractions no allocation of whole people has less than the next whole number. */
  answer->value = w->goals[goal].whole ? ceil(answer->value - 1e-4) : answer->value;
  milp_hold(w->m, &w->goals[goal], answer->value);
  return WIJK_OK;
}

/* Sites are as found; people are made whole, and move as few metres as that allows. */
static wijk_status settle(work *w, const milp_limits *limits, const double *values, wijk_allocation *a,
                          wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t cells = p->site_count * p->form_count;
  milp_answer answer;
  for (size_t c = 0; c < cells; c++)
    if (w->used[c] != WIJK_NONE) {
      const double capacity = p->sites[c / p->form_count].capacity[c % p->form_count];
      milp_set_variable(w->m, w->used[c], values[w->used[c]], values[w->used[c]], true);
      milp_set_variable(w->m, w->housed[c], 0, capacity, true);
      milp_set_variable(w->m, w->came[c], 0, capacity, true);
    }
  for (size_t i = 0; i < p->site_count; i++)
    if (w->stay[i] != WIJK_NONE) {
      milp_set_variable(w->m, w->stay[i], 0, p->sites[i].occupied, true);
      milp_set_variable(w->m, w->gone[i], 0, p->sites[i].occupied, true);
      milp_set_variable(w->m, w->left[i], 0, p->sites[i].occupied, true);
    }
  if (reach(w, WIJK_GOAL_METRES, limits, &values, &answer, err) != WIJK_OK)
    return err->status;
  if (answer.outcome == MILP_NONE)
    return wijk_error_set(err, WIJK_BUG, "people of the allocation found cannot be made whole");
  return take_answer(w, answer.values ? answer.values : values, a, err);
}

static wijk_status solve(work *w, const wijk_allocation_limits *asked, wijk_allocation *a, wijk_error *err) {
  static const wijk_allocation_goal usual[] = {WIJK_GOAL_UNMET, WIJK_GOAL_HEAVIEST, WIJK_GOAL_OVERLOAD,
                                               WIJK_GOAL_MOVED, WIJK_GOAL_METRES,   WIJK_GOAL_COST};
  const wijk_allocation_goal *goals = asked->goals ? asked->goals : usual;
  const size_t count = asked->goals ? asked->goal_count : sizeof usual / sizeof *usual;
  const milp_limits limits = {asked->nodes, asked->gap_share, asked->seconds};
  const double *values = NULL;
  a->goals = WIJK_ARENA_ADD(w->arena, wijk_goal_value, count, err);
  for (size_t g = 0; g < count && err->status == WIJK_OK; g++) {
    milp_answer answer;
    if (reach(w, goals[g], &limits, &values, &answer, err) != WIJK_OK)
      return err->status;
    if (answer.outcome == MILP_NONE && g == 0)
      return name_clash(w, &limits, a, err);
    if (!answer.values) {
      wijk_error_set(err, WIJK_DATA, "no allocation was found within the limits");
      return wijk_error_hint(err, "allow more nodes, or take a rule away");
    }
    a->goals[a->goal_count++] =
        (wijk_goal_value){goals[g], answer.value, answer.bound, answer.outcome == MILP_BEST, answer.nodes};
  }
  return err->status == WIJK_OK ? settle(w, &limits, values, a, err) : err->status;
}

/* What is told is what was counted: the solver's values carry its tolerance. */
static wijk_status count_goals(const wijk_allocation_problem *p, wijk_allocation *a, wijk_error *err) {
  for (size_t g = 0; g < a->goal_count; g++) {
    wijk_goal_value *goal = &a->goals[g];
    double counted = wijk_allocation_value(p, a, goal->goal);
    if (counted > goal->value + 1e-4 * fmax(1, fabs(goal->value)))
      return wijk_error_set(err, WIJK_BUG, "a goal of the allocation is worse than what was solved");
    goal->value = counted;
    goal->bound = fmin(goal->bound, counted);
  }
  return WIJK_OK;
}

/* ---- problems that cannot be ---- */

static bool is_whole(double value) {
  return value >= 0 && value <= 1e7 && value == nearbyint(value);
}

static wijk_status check_problem(const wijk_allocation_problem *p, wijk_error *err) {
  for (size_t f = 0; f < p->form_count; f++)
    if (!is_whole(p->demand[f]))
      return wijk_error_set(err, WIJK_USAGE, "the demand for form %zu is not a whole number of people", f + 1);
  for (size_t i = 0; i < p->site_count; i++) {
    const wijk_site *s = &p->sites[i];
    if ((s->form != WIJK_NONE && s->form >= p->form_count) || (s->zone != WIJK_NONE && s->zone >= p->zone_count))
      return wijk_error_set(err, WIJK_USAGE, "site %zu has a form or a zone that is not there", i + 1);
    if (s->form != WIJK_NONE && (!is_whole(s->occupied) || !is_whole(s->places)))
      return wijk_error_set(err, WIJK_USAGE, "site %zu has a number of people or places that is not whole", i + 1);
    for (size_t f = 0; f < p->form_count; f++)
      if (!is_whole(s->capacity[f]) || (f != s->form && s->capacity[f] > 0 && !(s->cost[f] >= 0)))
        return wijk_error_set(err, WIJK_USAGE, "site %zu has a capacity that is not whole, or no cost", i + 1);
  }
  return WIJK_OK;
}

wijk_status wijk_allocation_compute(const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                                    wijk_arena *arena, wijk_allocation *allocation, wijk_error *err) {
  work w = {.p = problem, .arena = arena};
  wijk_allocation made = {0};
  if (check_problem(problem, err) != WIJK_OK || make_program(&w, err) != WIJK_OK ||
      solve(&w, limits, &made, err) != WIJK_OK || (made.found && count_goals(problem, &made, err) != WIJK_OK))
    return err->status;
  *allocation = made;
  return WIJK_OK;
}
