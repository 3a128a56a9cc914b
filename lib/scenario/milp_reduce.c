/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/milp_program.h"
#include <math.h>

/* How often rules of one term are looked for: each time may leave others with one. */
enum { PASSES = 4 };

typedef struct ends {
  double *low, *high; /* [variable] */
} ends;

size_t milp_rule_end(const milp *m, size_t r) {
  return r + 1 < m->rule_count ? m->rules[r + 1].first_term : m->term_count;
}

static bool is_fixed(const ends *e, size_t v) {
  return e->high[v] <= e->low[v];
}

/* A rule without its fixed terms. */
typedef struct rest {
  double low, high, size; /* size: of the largest number in it */
  size_t count, last;     /* terms left, and one of them */
} rest;

static rest rest_of(const milp *m, const ends *e, size_t r) {
  double fixed = 0;
  rest left = {.size = 1};
  for (size_t t = m->rules[r].first_term; t < milp_rule_end(m, r); t++) {
    const size_t v = m->terms[t].variable;
    if (is_fixed(e, v)) {
      fixed += m->terms[t].factor * e->low[v];
      left.size = fmax(left.size, fabs(m->terms[t].factor * e->low[v]));
    } else {
      left.count++;
      left.last = t;
    }
  }
  left.low = m->rules[r].low <= -MILP_FREE ? -MILP_FREE : m->rules[r].low - fixed;
  left.high = m->rules[r].high >= MILP_FREE ? MILP_FREE : m->rules[r].high - fixed;
  return left;
}

/* What a rule of one term says of its variable; false if that is nothing it can be. Whole ones stay between whole ends:
 * a limit that is short of one by no more than the solver's tolerance means it. */
static bool tighten(const milp *m, ends *e, const rest *left, bool *changed) {
  const size_t v = m->terms[left->last].variable;
  const double factor = m->terms[left->last].factor;
  double low = left->low <= -MILP_FREE ? -INFINITY : left->low / factor;
  double high = left->high >= MILP_FREE ? INFINITY : left->high / factor;
  if (factor < 0) {
    const double other = left->low <= -MILP_FREE ? INFINITY : left->low / factor;
    low = left->high >= MILP_FREE ? -INFINITY : left->high / factor;
    high = other;
  }
  if (m->variables[v].whole) {
    low = ceil(low - 1e-6);
    high = floor(high + 1e-6);
  }
  if (low > e->low[v] + 1e-9 * fmax(1, fabs(low))) {
    e->low[v] = low;
    *changed = true;
  }
  if (high < e->high[v] - 1e-9 * fmax(1, fabs(high))) {
    e->high[v] = high;
    *changed = true;
  }
  if (e->low[v] <= e->high[v])
    return true;
  const bool near = e->low[v] - e->high[v] <= 1e-6 * fmax(1, fabs(e->low[v]));
  e->high[v] = e->low[v];
  return near;
}

static bool pass(const milp *m, ends *e, bool *changed) {
  *changed = false;
  for (size_t r = 0; r < m->rule_count; r++) {
    const rest left = rest_of(m, e, r);
    if (left.count == 0 && (left.low > 1e-6 * left.size || left.high < -1e-6 * left.size))
      return false;
    if (left.count == 1 && fabs(m->terms[left.last].factor) > 1e-9 && !tighten(m, e, &left, changed))
      return false;
  }
  return true;
}

/* Rules that say something still, of more than one variable. */
static void add_rules(const milp *m, const ends *e, milp_reduced *r) {
  for (size_t k = 0; k < m->rule_count; k++) {
    const rest left = rest_of(m, e, k);
    if (left.count == 0 || (left.low <= -MILP_FREE && left.high >= MILP_FREE))
      continue;
    milp_add_rule(r->m, left.low, left.high, m->rules[k].group);
    for (size_t t = m->rules[k].first_term; t < milp_rule_end(m, k); t++)
      if (r->place[m->terms[t].variable] != SIZE_MAX)
        milp_add_term(r->m, r->place[m->terms[t].variable], m->terms[t].factor);
  }
}

static wijk_status make_goal(const milp_goal *goal, const ends *e, wijk_arena *arena, milp_reduced *r,
                             wijk_error *err) {
  milp_term *terms = WIJK_ARENA_ADD(arena, milp_term, goal->term_count, err);
  r->goal = (milp_goal){.terms = terms, .constant = goal->constant, .whole = goal->whole};
  for (size_t t = 0; t < goal->term_count && terms; t++) {
    const milp_term *term = &goal->terms[t];
    if (r->place[term->variable] == SIZE_MAX)
      r->goal.constant += term->factor * e->low[term->variable];
    else
      terms[r->goal.term_count++] = (milp_term){r->place[term->variable], term->factor};
  }
  return err->status;
}

wijk_status milp_reduce(const milp *m, const milp_goal *goal, wijk_arena *arena, milp_reduced *r, wijk_error *err) {
  if (milp_check(m, err) != WIJK_OK)
    return err->status;
  ends e = {.low = WIJK_ARENA_ADD(arena, double, m->variable_count + 1, err),
            .high = WIJK_ARENA_ADD(arena, double, m->variable_count + 1, err)};
  *r = (milp_reduced){
      .m = milp_new(arena, err), .place = WIJK_ARENA_ADD(arena, size_t, m->variable_count + 1, err), .value = e.low};
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t v = 0; v < m->variable_count; v++) {
    e.low[v] = m->variables[v].low;
    e.high[v] = m->variables[v].high;
  }
  bool changed = true;
  for (int k = 0; k < PASSES && changed && !r->none; k++)
    r->none = !pass(m, &e, &changed);
  if (r->none)
    return WIJK_OK;
  for (size_t v = 0; v < m->variable_count; v++) {
    r->place[v] = is_fixed(&e, v) ? SIZE_MAX : milp_add_variable(r->m, e.low[v], e.high[v], m->variables[v].whole);
  }
  add_rules(m, &e, r);
  if (milp_variable_count(r->m) > 0) { /* a rule that is always kept: CBC wants one */
    milp_add_rule(r->m, -MILP_FREE, MILP_FREE, MILP_SURE);
    milp_add_term(r->m, 0, 1);
  }
  if (make_goal(goal, &e, arena, r, err) != WIJK_OK)
    return err->status;
  return milp_check(r->m, err);
}

double *milp_unreduce(const milp *m, const milp_reduced *r, const double *values, wijk_arena *arena, wijk_error *err) {
  double *all = WIJK_ARENA_ADD(arena, double, m->variable_count + 1, err);
  for (size_t v = 0; v < m->variable_count && all; v++)
    all[v] = r->place[v] == SIZE_MAX ? r->value[v] : values[r->place[v]];
  return all;
}
