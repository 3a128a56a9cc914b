/* SPDX-License-Identifier: EUPL-1.2 */
/* The search for an allocation, goal by goal, and what it found. */
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>
#include <wijk/explain.h>

/* How often as many ways of a site when more are tried. */
enum { WAYS_TIMES = 4 };
/* Searches for one goal. */
enum { ROUNDS = 12 };

static wijk_status name_clash(allocation_work *w, const milp_limits *limits, wijk_allocation *a, wijk_error *err) {
  const size_t groups = allocation_group_count(w->p);
  bool *clash = WIJK_ARENA_ADD(w->arena, bool, groups, err);
  a->clash = WIJK_ARENA_ADD(w->arena, wijk_clash, groups, err);
  if (!clash || !a->clash || milp_find_clash(w->m, groups, limits, w->arena, clash, err) != WIJK_OK)
    return err->status;
  for (size_t g = 0; g < groups; g++)
    if (clash[g])
      a->clash[a->clash_count++] = allocation_clash(w->p, g);
  return WIJK_OK;
}

/* ---- from and to the program ---- */

/* Of the ways, which stand by where they begin; way_count if it is not among them. */
static size_t way_of(const allocation_work *w, const wijk_move *move) {
  size_t low = 0, high = w->way_count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (w->ways[middle].from < move->from)
      low = middle + 1;
    else
      high = middle;
  }
  while (low < w->way_count && w->ways[low].from == move->from && w->ways[low].to != move->to)
    low++;
  return low < w->way_count && w->ways[low].from == move->from ? low : w->way_count;
}

static void tell_move(const allocation_work *w, const wijk_move *move, double *values) {
  values[w->leave[w->p->sites[move->from].form]] += move->people;
  if (!w->pooled || w->way_most == 0)
    return;
  const size_t way = way_of(w, move);
  values[w->left[move->from]] += move->people;
  values[way < w->way_count ? w->ways[way].variable : w->far[move->from]] += move->people;
}

static void tell_zones(const allocation_work *w, const wijk_allocation *a, double *values) {
  const wijk_allocation_problem *p = w->p;
  for (size_t z = 0; z < p->zone_count; z++) {
    double places = 0;
    for (size_t i = 0; i < p->site_count; i++)
      places += p->sites[i].zone == z && a->form[i] != WIJK_NONE ? p->sites[i].capacity[a->form[i]] : 0;
    if (w->over[z] != WIJK_NONE)
      values[w->over[z]] = fmax(0, places - p->zones[z].norm);
    if (p->zones[z].norm > 0)
      values[w->heaviest] = fmax(values[w->heaviest], places / p->zones[z].norm);
  }
}

/* The variables of a program that tell an allocation; unless pooled, not who moves and lives where. */
static const double *tell(const allocation_work *w, const wijk_allocation *a, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  double *values = WIJK_ARENA_ADD(w->arena, double, milp_variable_count(w->m), err);
  if (!values)
    return NULL;
  for (size_t i = 0; i < p->site_count; i++)
    if (a->form[i] != WIJK_NONE)
      values[w->used[allocation_cell(w, i, a->form[i])]] = 1;
  for (size_t f = 0; f < p->form_count; f++) {
    values[w->without[f]] = a->unmet[f];
    values[w->leave[f]] = values[w->displaced[f]] = a->displaced[f];
  }
  for (size_t k = 0; k < a->move_count; k++)
    tell_move(w, &a->moves[k], values);
  tell_zones(w, a, values);
  return values;
}

/* ---- goal after goal ---- */

/* What a share of the gap is of, where the goal itself is less. */
double allocation_unit(wijk_allocation_goal goal) {
  static const double units[WIJK_GOAL_COUNT] = {
      [WIJK_GOAL_UNMET] = 100,  [WIJK_GOAL_HEAVIEST] = 1, [WIJK_GOAL_OVERLOAD] = 100, [WIJK_GOAL_MOVED] = 100,
      [WIJK_GOAL_METRES] = 1e5, [WIJK_GOAL_COST] = 1e5,   [WIJK_GOAL_OPENED] = 1};
  return units[goal];
}

static bool is_proved(const allocation_search *s, const wijk_goal_value *reached) {
  const double unit = allocation_unit(reached->goal);
  const double gap = fmax(s->limits.gap_share * fmax(unit, fabs(reached->value)), 1e-5 * fmax(1, reached->value));
  return reached->value - reached->bound <= gap;
}

static bool keeps_held(const allocation_search *s, const wijk_allocation *a) {
  for (size_t h = 0; h < s->w.held_count; h++) {
    const allocation_held *held = &s->w.held[h];
    if (wijk_allocation_value(s->w.p, a, held->goal) > held->value + 1e-6 * fmax(1, fabs(held->value)))
      return false;
  }
  return true;
}

bool allocation_goes_far(const allocation_search *s, const double *values) {
  for (size_t i = 0; i < s->w.p->site_count && s->w.pooled && s->w.way_most > 0; i++)
    if (s->w.far[i] != WIJK_NONE && values[s->w.far[i]] > 1e-6)
      return true;
  return false;
}

/* What was found, if it is better than the best so far: all of it counted anew, as searches have their tolerances.
 * `values` NULL, or of the program. */
static wijk_status consider(allocation_search *s, wijk_allocation_goal goal, const wijk_allocation *a,
                            const double *values, wijk_error *err) {
  const wijk_allocation_problem *p = s->w.p;
  const char *broken = wijk_allocation_check(p, a);
  if (broken && values && allocation_goes_far(s, values)) /* the program took them to be nearer than they are */
    return WIJK_OK;
  if (broken)
    return wijk_error_set(err, WIJK_BUG, "the allocation found breaks a rule: %s", broken);
  if (!keeps_held(s, a) ||
      (s->best.found && wijk_allocation_value(p, a, goal) >= wijk_allocation_value(p, &s->best, goal)))
    return WIJK_OK;
  s->best = *a;
  s->begun = false;
  s->values = tell(&s->w, a, err);
  return err->status;
}

wijk_status allocation_take(allocation_search *s, wijk_allocation_goal goal, const double *values, wijk_error *err) {
  wijk_allocation a;
  if (allocation_settle(&s->w, values, &a, err) != WIJK_OK)
    return err->status;
  if (!s->w.pooled && s->w.whole && (wijk_allocation_check(s->w.p, &a) || !keeps_held(s, &a)) &&
      allocation_follow(&s->w, values, &a, err) != WIJK_OK)
    return err->status;
  return consider(s, goal, &a, values, err);
}

wijk_status allocation_take_sites(allocation_search *s, wijk_allocation_goal goal, const size_t *form,
                                  wijk_error *err) {
  wijk_allocation a;
  if (wijk_allocation_settle(s->w.p, form, s->w.order, s->w.order_count, s->w.arena, &a, err) != WIJK_OK)
    return err->status;
  return consider(s, goal, &a, NULL, err);
}

/* A program for a goal, without what no answer has that is as good as what is held. */
static wijk_status make_again(allocation_search *s, wijk_allocation_goal goal, wijk_error *err) {
  if (allocation_make(&s->w, err) != WIJK_OK)
    return err->status;
  for (size_t h = 0; h < s->w.held_count; h++) {
    allocation_prices prices;
    if (s->w.held[h].goal == WIJK_GOAL_HEAVIEST)
      continue;
    if (allocation_price(&s->w, s->w.held[h].goal, &prices, err) != WIJK_OK)
      return err->status;
    allocation_bar(&s->w, &prices, s->w.held[h].value, &s->best);
  }
  if (s->w.held_count > 0 && allocation_make(&s->w, err) != WIJK_OK)
    return err->status;
  allocation_aim(&s->w, goal);
  if (s->best.found)
    s->values = tell(&s->w, &s->best, err);
  return err->status;
}

void allocation_judge(const allocation_search *s, wijk_goal_value *reached) {
  if (!s->best.found)
    return;
  reached->value = wijk_allocation_value(s->w.p, &s->best, reached->goal);
  reached->bound = fmin(reached->value, reached->bound);
  if (s->w.goals[reached->goal].whole)
    reached->bound = ceil(reached->bound - 1e-6);
  reached->proved = is_proved(s, reached);
}

/* What a value may be at most to be proved by the bound. */
static double aim_of(const allocation_search *s, const wijk_goal_value *reached) {
  const double share = s->limits.gap_share;
  return fmax(reached->bound + share * allocation_unit(reached->goal), reached->bound / (1 - fmin(share, 0.5)));
}

/* Searches of the program as it stands, each for what is better by more than the gap, until none is found. */
static wijk_status look(allocation_search *s, allocation_seek *seek, wijk_goal_value *reached, wijk_error *err) {
  seek->found = true;
  for (int round = 0; round < ROUNDS && seek->found && !reached->proved; round++) {
    const double gap = s->limits.gap_share * fmax(allocation_unit(reached->goal), fabs(reached->value));
    seek->limit = reached->value - gap;
    allocation_ask(&s->w, reached->goal, seek->limit);
    if (allocation_look(s, seek, err) != WIJK_OK)
      return err->status;
    allocation_ask(&s->w, reached->goal, INFINITY);
    reached->bound = fmax(reached->bound, seek->none ? seek->limit : seek->bound);
    allocation_judge(s, reached);
  }
  return WIJK_OK;
}

/* A random walk, then parts around the best, then the whole: each unless what is before it was enough. */
static wijk_status search(allocation_search *s, wijk_goal_value *reached, wijk_error *err) {
  allocation_prices prices;
  allocation_seek seek = {.prices = &prices, .goal = reached->goal, .better = reached->goal, .nodes = &reached->nodes};
  if (allocation_price(&s->w, reached->goal, &prices, err) != WIJK_OK)
    return err->status;
  reached->bound = fmax(reached->bound, prices.bound);
  allocation_judge(s, reached);
  if (!reached->proved && allocation_can_anneal(s, reached->goal)) {
    if (allocation_anneal(s, &seek, INFINITY, aim_of(s, reached), err) != WIJK_OK)
      return err->status;
    allocation_judge(s, reached);
    seek.size = SIZE_MAX / 4;
  }
  if (!reached->proved && allocation_improve(s, reached, err) != WIJK_OK)
    return err->status;
  return look(s, &seek, reached, err);
}

/* One goal, and then it holds: searches of the whole program, and of parts of it around the best. */
static wijk_status reach(allocation_search *s, wijk_allocation_goal goal, wijk_goal_value *reached, wijk_error *err) {
  *reached = (wijk_goal_value){.goal = goal, .bound = -INFINITY};
  if (goal == WIJK_GOAL_METRES && s->w.way_most == 0)
    s->w.way_most = ALLOCATION_WAYS_FIRST;
  bool again = true;
  while (again && !reached->proved) {
    s->far = false;
    if (make_again(s, goal, err) != WIJK_OK)
      return err->status;
    if ((goal == WIJK_GOAL_HEAVIEST ? allocation_reach_heaviest(s, reached, err) : search(s, reached, err)) != WIJK_OK)
      return err->status;
    if (goal == WIJK_GOAL_HEAVIEST && !reached->proved && allocation_improve(s, reached, err) != WIJK_OK)
      return err->status;
    allocation_judge(s, reached);
    again = s->far;
    s->w.way_most *= again ? WAYS_TIMES : 1;
  }
  /* What is proved as good as the least leaves its margin to later goals. */
  allocation_hold(&s->w, goal, reached->proved ? fmax(reached->value, aim_of(s, reached)) : reached->value);
  return WIJK_OK;
}

/* People move no further than the sites found ask for. */
static wijk_status tidy(allocation_search *s, wijk_error *err) {
  wijk_goal_value metres;
  for (size_t c = 0; c < s->w.p->site_count * s->w.p->form_count; c++)
    if (s->w.used[c] != WIJK_NONE)
      milp_set_variable(s->w.m, s->w.used[c], s->values[s->w.used[c]], s->values[s->w.used[c]], true);
  metres = (wijk_goal_value){.goal = WIJK_GOAL_METRES};
  return search(s, &metres, err);
}

/* Some answer, whatever it is worth; or a proof that there is none. */
static wijk_status find_any(allocation_search *s, bool *none, wijk_error *err) {
  long nodes = 0;
  do {
    allocation_prices prices;
    allocation_seek seek = {.prices = &prices,
                            .goal = WIJK_GOAL_UNMET,
                            .better = WIJK_GOAL_UNMET,
                            .limit = INFINITY,
                            .any = true,
                            .nodes = &nodes};
    s->far = false;
    if (allocation_make(&s->w, err) != WIJK_OK || allocation_price(&s->w, WIJK_GOAL_UNMET, &prices, err) != WIJK_OK ||
        (!prices.none && allocation_look(s, &seek, err) != WIJK_OK))
      return err->status;
    *none = prices.none || seek.none;
    s->w.way_most *= WAYS_TIMES;
  } while (!s->best.found && s->far);
  return WIJK_OK;
}

/* All as it is, but for what must close, if that keeps the rules: so that whatever the limits there is an answer. */
static wijk_status begin(allocation_search *s, wijk_error *err) {
  const wijk_allocation_problem *p = s->w.p;
  size_t *form = WIJK_ARENA_ADD(s->w.arena, size_t, p->site_count, err);
  wijk_allocation a;
  if (!form)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++) {
    const wijk_site *site = &p->sites[i];
    const bool can_stay = site->form != WIJK_NONE && !site->closes && site->capacity[site->form] > 0;
    form[i] = can_stay ? site->form : WIJK_NONE;
  }
  if (wijk_allocation_settle(p, form, s->w.order, s->w.order_count, s->w.arena, &a, err) != WIJK_OK ||
      wijk_allocation_check(p, &a))
    return err->status;
  s->best = a;
  s->begun = true;
  s->values = tell(&s->w, &a, err);
  return err->status;
}

static wijk_status solve(allocation_search *s, const wijk_allocation_limits *asked, wijk_allocation *a,
                         wijk_error *err) {
  static const wijk_allocation_goal usual[] = {WIJK_GOAL_UNMET, WIJK_GOAL_HEAVIEST, WIJK_GOAL_OVERLOAD,
                                               WIJK_GOAL_MOVED, WIJK_GOAL_METRES,   WIJK_GOAL_COST};
  const wijk_allocation_goal *goals = asked->goals ? asked->goals : usual;
  const size_t count = asked->goals ? asked->goal_count : sizeof usual / sizeof *usual;
  if (count == 0)
    return wijk_error_set(err, WIJK_USAGE, "an allocation needs a goal");
  wijk_goal_value *reached = WIJK_ARENA_ADD(s->w.arena, wijk_goal_value, count, err);
  wijk_goal_value *order = WIJK_ARENA_ADD(s->w.arena, wijk_goal_value, count, err);
  if (!reached || !order)
    return err->status;
  for (size_t g = 0; g < count; g++)
    order[g].goal = goals[g];
  s->w.order = order;
  s->w.order_count = count;
  if (begin(s, err) != WIJK_OK)
    return err->status;
  bool none = false;
  if (!s->best.found && find_any(s, &none, err) != WIJK_OK)
    return err->status;
  if (none)
    return name_clash(&s->w, &s->limits, a, err);
  if (!s->best.found) {
    wijk_error_set(err, WIJK_DATA, "no allocation was found within the limits");
    return wijk_error_hint(err, "allow more nodes, or take a rule away");
  }
  for (size_t g = 0; g < count && err->status == WIJK_OK; g++)
    reach(s, goals[g], &reached[g], err);
  if (err->status != WIJK_OK || (!s->w.pooled && s->w.whole && tidy(s, err) != WIJK_OK))
    return err->status;
  for (size_t g = 0; g < count; g++) /* a later goal may have bettered an earlier one */
    reached[g].value = fmin(reached[g].value, wijk_allocation_value(s->w.p, &s->best, reached[g].goal));
  *a = s->best;
  a->goals = reached;
  a->goal_count = count;
  return WIJK_OK;
}

/* ---- problems that cannot be ---- */

static bool is_whole(double value) {
  return value >= 0 && value <= 1e7 && value == nearbyint(value);
}

static wijk_status check_metres(const wijk_allocation_problem *p, wijk_error *err) {
  for (size_t way = 0; p->metres && way < p->site_count * p->site_count; way++)
    if (!(p->metres[way] >= 0))
      return wijk_error_set(err, WIJK_USAGE, "the way from site %zu to site %zu has no length", way / p->site_count + 1,
                            way % p->site_count + 1);
  return WIJK_OK;
}

static wijk_status check_problem(const wijk_allocation_problem *p, wijk_error *err) {
  for (size_t f = 0; f < p->form_count; f++)
    if (!is_whole(p->demand[f]))
      return wijk_error_set(err, WIJK_USAGE, "the demand for form %zu is not a whole number of people", f + 1);
  for (size_t i = 0; i < p->site_count; i++) {
    const wijk_site *s = &p->sites[i];
    if ((s->form != WIJK_NONE && s->form >= p->form_count) || (s->zone != WIJK_NONE && s->zone >= p->zone_count))
      return wijk_error_set(err, WIJK_USAGE, "site %zu has a form or a zone that is not there", i + 1);
    if (p->after && p->after[i] != WIJK_NONE && (p->after[i] >= p->site_count || p->after[i] == i))
      return wijk_error_set(err, WIJK_USAGE, "site %zu waits for a site that is not there, or for itself", i + 1);
    if (s->form != WIJK_NONE && (!is_whole(s->occupied) || !is_whole(s->places)))
      return wijk_error_set(err, WIJK_USAGE, "site %zu has a number of people or places that is not whole", i + 1);
    for (size_t f = 0; f < p->form_count; f++)
      if (!is_whole(s->capacity[f]) || (f != s->form && s->capacity[f] > 0 && !(s->cost[f] >= 0)))
        return wijk_error_set(err, WIJK_USAGE, "site %zu has a capacity that is not whole, or no cost", i + 1);
  }
  return check_metres(p, err);
}

wijk_status wijk_allocation_compute(const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                                    wijk_arena *arena, wijk_allocation *allocation, wijk_error *err) {
  allocation_search s = {
      .w = {.p = problem, .arena = arena},
      .limits = {.nodes = limits->nodes, .gap_share = limits->gap_share, .seconds = limits->seconds}};
  wijk_allocation made = {0};
  if (check_problem(problem, err) != WIJK_OK || allocation_make(&s.w, err) != WIJK_OK ||
      solve(&s, limits, &made, err) != WIJK_OK)
    return err->status;
  *allocation = made;
  return WIJK_OK;
}
