/* SPDX-License-Identifier: EUPL-1.2 */
/* The search for an allocation, goal by goal, and what it found. */
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>

static wijk_status take_answer(allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err) {
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
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE && values[w->used[allocation_cell(w, i, f)]] > 0.5) {
        a->form[i] = f;
        a->people[i] = values[w->housed[allocation_cell(w, i, f)]];
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

/* One goal, and then it holds. `*values` is where the search begins, and then what it found. */
static wijk_status reach(allocation_work *w, wijk_allocation_goal goal, const milp_limits *limits,
                         const double **values, milp_answer *answer, wijk_error *err) {
  if (goal == WIJK_GOAL_METRES && !w->joined) {
    if (allocation_add_ways(w, err) != WIJK_OK || (*values && !(*values = allocation_walk(w, *values, err))))
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

/* Goals that may be no worse than the problem says. */
static wijk_status hold_most(allocation_work *w, wijk_error *err) {
  for (size_t goal = 0; goal < WIJK_GOAL_COUNT && w->p->most; goal++) {
    if (isnan(w->p->most[goal]))
      continue;
    if (goal == WIJK_GOAL_METRES && allocation_add_ways(w, err) != WIJK_OK)
      return err->status;
    milp_hold(w->m, &w->goals[goal], w->p->most[goal]);
  }
  return err->status;
}

/* Sites are as found; people are made whole, and move as few metres as that allows. */
static wijk_status settle(allocation_work *w, const milp_limits *limits, const double *values, wijk_allocation *a,
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

static wijk_status solve(allocation_work *w, const wijk_allocation_limits *asked, wijk_allocation *a, wijk_error *err) {
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
    if (p->after && p->after[i] != WIJK_NONE && (p->after[i] >= p->site_count || p->after[i] == i))
      return wijk_error_set(err, WIJK_USAGE, "site %zu waits for a site that is not there, or for itself", i + 1);
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
  allocation_work w = {.p = problem, .arena = arena};
  wijk_allocation made = {0};
  if (check_problem(problem, err) != WIJK_OK || allocation_make(&w, err) != WIJK_OK || hold_most(&w, err) != WIJK_OK ||
      solve(&w, limits, &made, err) != WIJK_OK || (made.found && count_goals(problem, &made, err) != WIJK_OK))
    return err->status;
  *allocation = made;
  return WIJK_OK;
}
