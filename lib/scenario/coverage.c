/* SPDX-License-Identifier: EUPL-1.2 */
/* The search for a coverage: a guess, then goal by goal. */
#include "scenario/coverage.h"
#include <math.h>

/* ---- problems that cannot be ---- */

static wijk_status check_problem(const wijk_coverage_problem *p, wijk_error *err) {
  if (p->home_count == 0 || p->base_count == 0)
    return wijk_error_set(err, WIJK_USAGE, "there is no %s", p->home_count ? "base for a worker" : "home");
  if (p->caseload == 0)
    return wijk_error_set(err, WIJK_USAGE, "a caseload is 1 or more");
  for (size_t i = 0; i < p->home_count; i++)
    if (!(p->households[i] >= 0 && p->households[i] <= 1e7 && p->households[i] == nearbyint(p->households[i])))
      return wijk_error_set(err, WIJK_USAGE, "home %zu has a number of households that is not whole", i + 1);
  for (size_t k = 0; k < p->home_count * p->base_count; k++)
    if (p->distance_m[k] < 0 || isinf(p->distance_m[k]))
      return wijk_error_set(err, WIJK_USAGE, "home %zu has a distance that is below 0 or endless",
                            k / p->base_count + 1);
  return WIJK_OK;
}

/* ---- what follows from the numbers alone ---- */

typedef struct sums {
  double homes, served, workers; /* households that some base reaches, those that can be served, and by how many */
  bool sure;                     /* every home reaches every base, so that nothing but the number of workers counts */
} sums;

static sums sum_up(const wijk_coverage_problem *p) {
  sums s = {.sure = true};
  for (size_t i = 0; i < p->home_count; i++) {
    const bool lost = coverage_is_lost(p, i);
    bool all = true;
    for (size_t j = 0; j < p->base_count; j++)
      all &= coverage_reaches(p, i, j);
    s.homes += lost ? 0 : p->households[i];
    s.sure &= p->households[i] == 0 || all || lost;
  }
  const double caseload = (double)p->caseload;
  s.served = p->workers == WIJK_NONE ? s.homes : fmin(s.homes, caseload * (double)p->workers);
  s.workers = ceil(s.served / caseload);
  return s;
}

/* ---- the search ---- */

typedef struct search {
  const wijk_coverage_problem *p;
  wijk_arena *arena;
  sums s;
  double *workers, *served; /* the best so far */
  double reached[WIJK_COVERAGE_GOALS];
} search;

static void count_served(const wijk_coverage_problem *p, const double *workers, const double *served, double *reached) {
  const size_t bases = p->base_count;
  for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++)
    reached[g] = 0;
  for (size_t i = 0; i < p->home_count; i++) {
    reached[WIJK_COVERAGE_UNSERVED] += served[i * (bases + 1) + bases];
    for (size_t j = 0; j < bases; j++)
      if (served[i * (bases + 1) + j] > 0)
        reached[WIJK_COVERAGE_METRES] += served[i * (bases + 1) + j] * p->distance_m[i * bases + j];
  }
  for (size_t j = 0; j < bases; j++)
    reached[WIJK_COVERAGE_WORKERS] += workers[j];
}

/* A base has as many workers as those it serves need. */
static void trim(const wijk_coverage_problem *p, double *workers, const double *served) {
  for (size_t j = 0; j < p->base_count; j++) {
    double from = 0;
    for (size_t i = 0; i < p->home_count; i++)
      from += served[i * (p->base_count + 1) + j];
    workers[j] = ceil(from / (double)p->caseload);
  }
}

static bool is_better(const double *a, const double *b) {
  for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++)
    if (fabs(a[g] - b[g]) > 1e-9 * fmax(1, fabs(b[g])))
      return a[g] < b[g];
  return false;
}

/* Workers as given, households as well as they can then be served; kept where that is better. */
static wijk_status try_workers(search *s, const double *workers, wijk_error *err) {
  const wijk_coverage_problem *p = s->p;
  double reached[WIJK_COVERAGE_GOALS];
  double *own = WIJK_ARENA_ADD(s->arena, double, p->base_count, err);
  double *served = WIJK_ARENA_ADD(s->arena, double, p->home_count *(p->base_count + 1), err);
  if (err->status != WIJK_OK || coverage_serve(p, workers, s->arena, served, NULL, err) != WIJK_OK)
    return err->status;
  trim(p, own, served);
  count_served(p, own, served, reached);
  if (!s->workers || is_better(reached, s->reached)) {
    s->workers = own;
    s->served = served;
    for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++)
      s->reached[g] = reached[g];
  }
  return WIJK_OK;
}

static wijk_status improve(search *s, double *workers, wijk_error *err) {
  return coverage_improve(s->p, s->arena, workers, err) == WIJK_OK ? try_workers(s, workers, err) : err->status;
}

static wijk_status begin(search *s, wijk_error *err) {
  const wijk_coverage_problem *p = s->p;
  double *workers = WIJK_ARENA_ADD(s->arena, double, p->base_count, err);
  const size_t most = p->workers == WIJK_NONE ? (size_t)s->s.homes : p->workers;
  /* As few as can be, which need not serve all where not every base reaches everybody; then as many as do. */
  if (!workers || coverage_guess(p, (size_t)s->s.workers, s->arena, workers, err) != WIJK_OK ||
      try_workers(s, workers, err) != WIJK_OK || s->s.sure)
    return err->status;
  return coverage_guess(p, most, s->arena, workers, err) == WIJK_OK ? improve(s, workers, err) : err->status;
}

enum { PAIRS_USUAL = 12000, PAIRS_RELAXED = 16 /* of each home */, PAIRS_SEARCHED = 22500 };

/* The least that a goal can be, where those before it are what was reached. */
static double least_value(const search *s, wijk_coverage_goal goal) {
  double all = 0;
  for (size_t i = 0; i < s->p->home_count; i++)
    all += s->p->households[i];
  if (goal == WIJK_COVERAGE_UNSERVED)
    return all - s->s.served;
  return goal == WIJK_COVERAGE_WORKERS ? ceil((all - s->reached[WIJK_COVERAGE_UNSERVED]) / (double)s->p->caseload) : 0;
}

/* Without the tolerance that a value of a search needs, which would leave presolving less to find. */
static void hold_exactly(coverage_program *program, wijk_coverage_goal goal, double value) {
  const wijk_coverage_problem *p = program->p;
  double lost = 0;
  milp_add_rule(program->m, 0, value, MILP_SURE);
  for (size_t k = 0; k < program->goals[goal].term_count; k++)
    milp_add_term(program->m, program->goals[goal].terms[k].variable, 1);
  for (size_t i = 0; i < p->home_count; i++)
    lost += coverage_is_lost(p, i) ? p->households[i] : 0;
  if (goal == WIJK_COVERAGE_UNSERVED && value == lost)
    for (size_t i = 0; i < p->home_count; i++) {
      const double own = coverage_is_lost(p, i) ? p->households[i] : 0;
      milp_set_variable(program->m, program->unserved[i], own, own, false);
    }
}

/* Shares of workers as whole ones, as many as together: those that lack least of one more get it. */
static void round_workers(const double *shares, size_t bases, double *workers) {
  double rest = 0;
  for (size_t j = 0; j < bases; j++) {
    workers[j] = floor(shares[j] + 1e-9);
    rest += shares[j] - workers[j];
  }
  for (size_t left = (size_t)fmax(0, nearbyint(rest)); left > 0; left--) {
    size_t most = 0;
    for (size_t j = 1; j < bases; j++)
      if (shares[j] - workers[j] > shares[most] - workers[most])
        most = j;
    workers[most]++;
  }
}

/* Metres when workers need not be whole: no coverage goes less far. Rounded, its workers are where to begin from. */
static wijk_status relax(search *s, double *bound, wijk_error *err) {
  const size_t bases = s->p->base_count;
  double *shares = WIJK_ARENA_ADD(s->arena, double, bases, err),
         *workers = WIJK_ARENA_ADD(s->arena, double, bases, err);
  coverage_program program;
  milp_relaxed part;
  if (err->status != WIJK_OK ||
      coverage_make(s->p, PAIRS_RELAXED * s->p->home_count, s->arena, &program, err) != WIJK_OK)
    return err->status;
  hold_exactly(&program, WIJK_COVERAGE_UNSERVED, s->reached[WIJK_COVERAGE_UNSERVED]);
  hold_exactly(&program, WIJK_COVERAGE_WORKERS, s->reached[WIJK_COVERAGE_WORKERS]);
  if (milp_relax(program.m, &program.goals[WIJK_COVERAGE_METRES], s->arena, &part, err) != WIJK_OK)
    return err->status;
  *bound = part.values ? fmax(0, part.bound) : 0;
  for (size_t j = 0; j < bases; j++) {
    shares[j] = part.values ? part.values[program.workers[j]] : s->workers[j];
    workers[j] = shares[j];
  }
  if (part.values)
    round_workers(shares, bases, workers);
  return improve(s, workers, err);
}

/* Of so many pairs that a search would not come to a better answer or bound within its nodes, nor soon end. */
static bool is_large(const wijk_coverage_problem *p) {
  return p->home_count * p->base_count > PAIRS_SEARCHED;
}

/* Goals that the numbers alone settle are only held. */
static wijk_status reach_goals(search *s, coverage_program *program, const milp_limits *limits,
                               wijk_coverage_value *goals, wijk_error *err) {
  for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++) {
    milp_answer answer;
    if (g != WIJK_COVERAGE_METRES && s->s.sure) {
      goals[g] = (wijk_coverage_value){.bound = least_value(s, g)};
      hold_exactly(program, g, goals[g].bound);
      continue;
    }
    double relaxed = 0;
    if (g == WIJK_COVERAGE_METRES) {
      if (relax(s, &relaxed, err) != WIJK_OK)
        return err->status;
      if (s->reached[g] - relaxed <= limits->gap_share * s->reached[g] || (limits->nodes > 0 && is_large(s->p))) {
        goals[g] = (wijk_coverage_value){.bound = relaxed};
        continue;
      }
    }
    const double *start = coverage_values(program, s->workers, s->served, err);
    if (!start || milp_solve(program->m, &program->goals[g], limits, start, s->arena, &answer, err) != WIJK_OK)
      return err->status;
    if (!answer.values) /* no search got beyond the start, and nothing is known of what is least */
      answer = (milp_answer){.bound = least_value(s, g), .nodes = answer.nodes};
    else {
      double *workers = WIJK_ARENA_ADD(s->arena, double, s->p->base_count, err);
      for (size_t j = 0; workers && j < s->p->base_count; j++)
        workers[j] = answer.values[program->workers[j]];
      if (!workers || try_workers(s, workers, err) != WIJK_OK)
        return err->status;
    }
    goals[g] = (wijk_coverage_value){.bound = fmax(answer.bound, relaxed), .nodes = answer.nodes};
    milp_hold(program->m, &program->goals[g], s->reached[g]);
  }
  return err->status;
}

/* ---- the answer ---- */

static wijk_status take(const search *s, wijk_coverage *c, wijk_error *err) {
  const wijk_coverage_problem *p = s->p;
  const size_t width = p->base_count + 1;
  size_t count = 0;
  for (size_t k = 0; k < p->home_count * width; k++)
    count += s->served[k] > 0;
  c->workers = s->workers;
  c->unserved = WIJK_ARENA_ADD(s->arena, double, p->home_count, err);
  c->flows = WIJK_ARENA_ADD(s->arena, wijk_coverage_flow, count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->home_count; i++)
    c->unserved[i] = s->served[i * width + p->base_count];
  for (size_t j = 0; j < p->base_count; j++)
    for (size_t i = 0; i < p->home_count; i++)
      if (s->served[i * width + j] > 0)
        c->flows[c->flow_count++] = (wijk_coverage_flow){j, i, s->served[i * width + j]};
  const char *broken = wijk_coverage_check(p, c);
  return broken ? wijk_error_set(err, WIJK_BUG, "the coverage found breaks a rule: %s", broken) : WIJK_OK;
}

/* What is told is what was counted. A goal is held within the solver's tolerance, which the way of a household that is
 * so gained multiplies: metres of a sum. */
static void judge(const wijk_coverage_problem *p, double gap_share, wijk_coverage *c) {
  for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++) {
    wijk_coverage_value *goal = &c->goals[g];
    goal->value = wijk_coverage_count(p, c, g);
    goal->bound = fmin(fmax(goal->bound, 0), goal->value);
    if (goal->value - goal->bound <= fmax(0.1, 1e-6 * goal->value))
      goal->bound = goal->value;
    goal->proved = goal->value - goal->bound <= gap_share * goal->value * (1 + 1e-9);
  }
}

wijk_status wijk_coverage_compute(const wijk_coverage_problem *p, const wijk_coverage_limits *asked, wijk_arena *arena,
                                  wijk_coverage *coverage, wijk_error *err) {
  const milp_limits limits = {.nodes = asked->nodes, .gap_share = asked->gap_share, .seconds = asked->seconds};
  wijk_coverage made = {0};
  coverage_program program;
  if (check_problem(p, err) != WIJK_OK)
    return err->status;
  search s = {.p = p, .arena = arena, .s = sum_up(p)};
  if (begin(&s, err) != WIJK_OK ||
      coverage_make(p, asked->pairs ? asked->pairs : PAIRS_USUAL, arena, &program, err) != WIJK_OK ||
      reach_goals(&s, &program, &limits, made.goals, err) != WIJK_OK || take(&s, &made, err) != WIJK_OK)
    return err->status;
  judge(p, asked->gap_share, &made);
  *coverage = made;
  return WIJK_OK;
}
