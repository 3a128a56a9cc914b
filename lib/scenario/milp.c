/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/milp.h"
#include "scenario/cbc.h"
#include "scenario/milp_columns.h"
#include "scenario/milp_program.h"
#include <math.h>
#include <string.h>

milp *milp_new(wijk_arena *arena, wijk_error *err) {
  milp *m = WIJK_ARENA_ADD(arena, milp, 1, err);
  if (m)
    m->arena = arena;
  return m;
}

/* Room for one more of `size` bytes, in an arena: old room is left behind, twice the size each time. */
static void *grow(milp *m, void *old, size_t count, size_t *room, size_t size) {
  if (count < *room || m->failure.status != WIJK_OK)
    return old;
  size_t more = *room ? 2 * *room : 64;
  void *made = wijk_arena_add(m->arena, more, size, &m->failure);
  if (!made)
    return old;
  if (count > 0)
    memcpy(made, old, count * size);
  *room = more;
  return made;
}

size_t milp_add_variable(milp *m, double low, double high, bool whole) {
  m->variables = grow(m, m->variables, m->variable_count, &m->variable_room, sizeof(milp_variable));
  if (m->failure.status != WIJK_OK)
    return 0;
  m->variables[m->variable_count] = (milp_variable){low, high, whole};
  return m->variable_count++;
}

void milp_set_variable(milp *m, size_t variable, double low, double high, bool whole) {
  if (m->failure.status != WIJK_OK)
    return;
  m->variables[variable] = (milp_variable){low, high, whole};
}

size_t milp_variable_count(const milp *m) {
  return m->variable_count;
}

size_t milp_term_count(const milp *m) {
  return m->term_count;
}

size_t milp_add_rule(milp *m, double low, double high, size_t group) {
  m->rules = grow(m, m->rules, m->rule_count, &m->rule_room, sizeof(milp_rule));
  if (m->failure.status != WIJK_OK)
    return 0;
  m->rules[m->rule_count] = (milp_rule){low, high, group, m->term_count};
  return m->rule_count++;
}

void milp_set_rule(milp *m, size_t rule, double low, double high) {
  if (m->failure.status != WIJK_OK)
    return;
  m->rules[rule].low = low;
  m->rules[rule].high = high;
}

void milp_add_term(milp *m, size_t variable, double factor) {
  m->terms = grow(m, m->terms, m->term_count, &m->term_room, sizeof(milp_term));
  if (m->failure.status == WIJK_OK)
    m->terms[m->term_count++] = (milp_term){variable, factor};
}

wijk_status milp_check(const milp *m, wijk_error *err) {
  return m->failure.status == WIJK_OK ? WIJK_OK : wijk_error_set(err, m->failure.status, "%s", m->failure.message);
}

/* ---- to CBC ---- */

static void fill_columns(const milp *m, const milp_goal *goal, const bool *without, milp_columns *c) {
  for (size_t t = 0; t < m->term_count; t++)
    c->start[m->terms[t].variable + 1]++;
  for (size_t v = 0; v < m->variable_count; v++) {
    c->start[v + 1] += c->start[v];
    c->low[v] = m->variables[v].low;
    c->high[v] = m->variables[v].high;
  }
  for (size_t r = m->rule_count; r-- > 0;) { /* backward, so that each start ends where it began */
    const milp_rule *rule = &m->rules[r];
    const bool out = without && rule->group != MILP_SURE && without[rule->group];
    c->row_low[r] = out ? -MILP_FREE : rule->low;
    c->row_high[r] = out ? MILP_FREE : rule->high;
    for (size_t t = rule->first_term; t < milp_rule_end(m, r); t++) {
      const int at = --c->start[m->terms[t].variable + 1];
      c->row[at] = (int)r;
      c->factor[at] = m->terms[t].factor;
    }
  }
  /* Now start[v + 1] is where the column of v begins. */
  memmove(c->start, c->start + 1, m->variable_count * sizeof *c->start);
  c->start[m->variable_count] = (int)m->term_count;
  for (size_t t = 0; t < goal->term_count; t++)
    c->goal[goal->terms[t].variable] += goal->terms[t].factor;
}

wijk_status milp_make_columns(const milp *m, const milp_goal *goal, const bool *without, wijk_arena *arena,
                              milp_columns *c, wijk_error *err) {
  const size_t variables = m->variable_count, rules = m->rule_count, terms = m->term_count;
  *c = (milp_columns){.count = (int)variables,
                      .row_count = (int)rules,
                      .start = WIJK_ARENA_ADD(arena, int, variables + 2, err),
                      .row = WIJK_ARENA_ADD(arena, int, terms + 1, err),
                      .factor = WIJK_ARENA_ADD(arena, double, terms + 1, err),
                      .low = WIJK_ARENA_ADD(arena, double, variables + 1, err),
                      .high = WIJK_ARENA_ADD(arena, double, variables + 1, err),
                      .goal = WIJK_ARENA_ADD(arena, double, variables + 1, err),
                      .row_low = WIJK_ARENA_ADD(arena, double, rules + 1, err),
                      .row_high = WIJK_ARENA_ADD(arena, double, rules + 1, err)};
  if (err->status == WIJK_OK)
    fill_columns(m, goal, without, c);
  return err->status;
}

static wijk_status load(const milp *m, const milp_goal *goal, const bool *without, wijk_arena *arena, Cbc_Model *model,
                        wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(arena);
  milp_columns c;
  if (milp_make_columns(m, goal, without, arena, &c, err) != WIJK_OK)
    return err->status;
  cbc.loadProblem(model, c.count, c.row_count, c.start, c.row, c.factor, c.low, c.high, c.goal, c.row_low, c.row_high);
  for (size_t v = 0; v < m->variable_count; v++)
    if (m->variables[v].whole)
      cbc.setInteger(model, (int)v);
  wijk_arena_reset(arena, mark);
  return WIJK_OK;
}

static void set_limits(Cbc_Model *model, const milp_goal *goal, const milp_limits *limits) {
  cbc.setObjSense(model, 1);
  cbc.setLogLevel(model, 0);
  cbc.setParameter(model, "log", "0");
  cbc.setParameter(model, "slog", "0");
  /* With it CBC 2.10.8 takes some programs that have an answer for ones without. */
  cbc.setParameter(model, "preprocess", "off");
  if (limits->nodes > 0)
    cbc.setMaximumNodes(model, (int)limits->nodes);
  if (limits->seconds > 0)
    cbc.setMaximumSeconds(model, limits->seconds);
  if (limits->uncut)
    cbc.setParameter(model, "cuts", "off");
  if (limits->proving)
    cbc.setParameter(model, "heuristicsOnOff", "off");
  cbc.setAllowableFractionGap(model, limits->gap_share);
  cbc.setAllowableGap(model, fmax(limits->gap, goal->whole ? 0.999 : 1e-9));
}

static wijk_status set_start(const milp *m, const double *start, wijk_arena *arena, Cbc_Model *model, wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(arena);
  int *numbers = WIJK_ARENA_ADD(arena, int, m->variable_count, err);
  for (size_t v = 0; numbers && v < m->variable_count; v++)
    numbers[v] = (int)v;
  if (numbers)
    cbc.setMIPStartI(model, (int)m->variable_count, numbers, start);
  wijk_arena_reset(arena, mark);
  return err->status;
}

/* A bound of a whole goal is the next whole number: 2.3 proves 3. */
static double bound_of(const milp_goal *goal, double bound, double value) {
  double whole = goal->whole ? ceil(bound - 1e-6) : bound;
  return fmin(whole, value);
}

static wijk_status take_values(const milp *m, const milp_goal *goal, const double *solution, wijk_arena *arena,
                               milp_answer *answer, wijk_error *err) {
  answer->values = WIJK_ARENA_ADD(arena, double, m->variable_count, err);
  if (!answer->values)
    return err->status;
  for (size_t v = 0; v < m->variable_count; v++) {
    double value = fmin(m->variables[v].high, fmax(m->variables[v].low, solution[v]));
    answer->values[v] = m->variables[v].whole ? nearbyint(value) : value;
  }
  answer->value = goal->constant;
  for (size_t t = 0; t < goal->term_count; t++)
    answer->value += goal->terms[t].factor * answer->values[goal->terms[t].variable];
  return WIJK_OK;
}

static bool keeps_rules(const milp *m, const double *values) {
  for (size_t r = 0; r < m->rule_count; r++) {
    double sum = 0, size = 1;
    for (size_t t = m->rules[r].first_term; t < milp_rule_end(m, r); t++) {
      double term = m->terms[t].factor * values[m->terms[t].variable];
      sum += term;
      size = fmax(size, fabs(term));
    }
    if (sum < m->rules[r].low - 1e-6 * size || sum > m->rules[r].high + 1e-6 * size)
      return false;
  }
  return true;
}

/* CBC does not look for what is better by less than the gap, and calls what it then has the bound. */
static double passed_over(const milp_goal *goal, const milp_limits *limits, double value) {
  const double share = limits->gap_share * fabs(value);
  return fmax(fmax(limits->gap, goal->whole ? 0.999 : 0), value < 0 ? share / (1 - limits->gap_share) : share);
}

static bool has_whole(const milp *m) {
  for (size_t v = 0; v < m->variable_count; v++)
    if (m->variables[v].whole)
      return true;
  return false;
}

/* Of a search that CBC abandoned, as it does when numbers fail it, nothing is proved.
 * CBC also says that there is no answer when there is none better than the start: then that is the best. */
static wijk_status take_answer(const milp *m, const milp_goal *goal, const milp_limits *limits, bool abandoned,
                               const double *start, Cbc_Model *model, wijk_arena *arena, milp_answer *answer,
                               wijk_error *err) {
  const double *solution = cbc.bestSolution(model);
  const bool none = !abandoned && (cbc.isProvenInfeasible(model) || cbc.isInitialSolveProvenPrimalInfeasible(model));
  *answer = (milp_answer){.value = NAN, .bound = NAN, .nodes = cbc.getNodeCount(model)};
  if (!solution && !abandoned && cbc.isProvenOptimal(model) && !has_whole(m))
    solution = cbc.getColSolution(model); /* without whole numbers there was no search to have a best */
  if (!solution && start && keeps_rules(m, start))
    solution = start;
  if (!solution) {
    answer->outcome = none ? MILP_NONE : cbc.isContinuousUnbounded(model) ? MILP_ENDLESS : MILP_NOT_KNOWN;
    const double bound = cbc.getBestPossibleObjValue(model); /* beyond measure where CBC has not come to one */
    if (answer->outcome == MILP_NOT_KNOWN)
      answer->bound = fabs(bound) < 1e40 && !abandoned ? bound_of(goal, bound + goal->constant, INFINITY) : -INFINITY;
    return WIJK_OK;
  }
  if (take_values(m, goal, solution, arena, answer, err) != WIJK_OK)
    return err->status;
  answer->outcome = none || (!abandoned && cbc.isProvenOptimal(model)) ? MILP_BEST : MILP_FOUND;
  answer->bound = abandoned ? -INFINITY
                  : none    ? answer->value
                            : bound_of(goal,
                                       fmin(cbc.getBestPossibleObjValue(model) + goal->constant,
                                            answer->value - passed_over(goal, limits, answer->value)),
                                       answer->value);
  return WIJK_OK;
}

static wijk_status solve_without(const milp *m, const milp_goal *goal, const milp_limits *limits, const bool *without,
                                 const double *start, wijk_arena *arena, milp_answer *answer, wijk_error *err) {
  if (milp_check(m, err) != WIJK_OK || cbc_bind(err) != WIJK_OK)
    return err->status;
  Cbc_Model *model = cbc.newModel();
  if (!model)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the solver");
  set_limits(model, goal, limits);
  if (load(m, goal, without, arena, model, err) == WIJK_OK &&
      (!start || set_start(m, start, arena, model, err) == WIJK_OK)) {
    const bool abandoned = cbc.solve(model) > 1;
    take_answer(m, goal, limits, abandoned, start, model, arena, answer, err);
  }
  cbc.deleteModel(model);
  return err->status;
}

/* Numbers that are fixed are left out, unless there is a start to tell of. */
wijk_status milp_solve(const milp *m, const milp_goal *goal, const milp_limits *limits, const double *start,
                       wijk_arena *arena, milp_answer *answer, wijk_error *err) {
  milp_reduced r;
  if (start)
    return solve_without(m, goal, limits, NULL, start, arena, answer, err);
  if (milp_reduce(m, goal, arena, &r, err) != WIJK_OK)
    return err->status;
  *answer = (milp_answer){.outcome = MILP_NONE, .value = NAN, .bound = NAN};
  if (!r.none && milp_variable_count(r.m) == 0)
    *answer = (milp_answer){MILP_BEST, r.goal.constant, r.goal.constant, r.value, 0};
  else if (r.none || solve_without(r.m, &r.goal, limits, NULL, NULL, arena, answer, err) != WIJK_OK || !answer->values)
    return err->status;
  answer->values = milp_unreduce(m, &r, answer->values, arena, err);
  return err->status;
}

/* ---- goals one after another ---- */

/* What a goal reached may not be lost again; of a goal that is not whole by no more than the solver's own tolerance. */
void milp_hold(milp *m, const milp_goal *goal, double value) {
  double slack = goal->whole ? 1e-6 : 1e-9 * fmax(1, fabs(value));
  milp_add_rule(m, -MILP_FREE, value - goal->constant + slack, MILP_SURE);
  for (size_t t = 0; t < goal->term_count; t++)
    milp_add_term(m, goal->terms[t].variable, goal->terms[t].factor);
}

wijk_status milp_solve_goals(milp *m, const milp_goal *goals, size_t goal_count, const milp_limits *limits,
                             wijk_arena *arena, milp_answer *answers, wijk_error *err) {
  const double *start = NULL;
  for (size_t g = 0; g < goal_count; g++) {
    if (g > 0 && !answers[g - 1].values) {
      answers[g] = answers[g - 1];
      continue;
    }
    if (milp_solve(m, &goals[g], limits, start, arena, &answers[g], err) != WIJK_OK)
      return err->status;
    if (answers[g].values) {
      start = answers[g].values;
      milp_hold(m, &goals[g], answers[g].value);
    }
  }
  return err->status;
}

wijk_status milp_find_clash(const milp *m, size_t group_count, const milp_limits *limits, wijk_arena *arena,
                            bool *groups, wijk_error *err) {
  static const milp_goal none = {NULL, 0, 0, true};
  bool *without = WIJK_ARENA_ADD(arena, bool, group_count + 1, err);
  for (size_t g = 0; g < group_count && without; g++) {
    milp_answer answer;
    without[g] = true;
    if (solve_without(m, &none, limits, without, NULL, arena, &answer, err) != WIJK_OK)
      return err->status;
    without[g] = answer.outcome == MILP_NONE; /* the others clash without it: it is not needed */
  }
  for (size_t g = 0; g < group_count && without; g++)
    groups[g] = !without[g];
  return err->status;
}
