/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/explain_program.h"
#include <math.h>

bool explain_program_can(const wijk_allocation_problem *p) {
  bool can = isnan(p->furthest);
  for (size_t g = 0; g < WIJK_GOAL_COUNT && p->most; g++)
    can &= isnan(p->most[g]);
  return can;
}

static size_t cell(const explain_program *e, size_t site, size_t form) {
  return site * e->p->form_count + form;
}

/* ---- rules ---- */

static size_t add_rule(explain_program *e, wijk_barrier barrier, double low, double high) {
  const size_t rule = milp_add_rule(e->m, low, high, MILP_SURE);
  e->rules[e->rule_count++] = (explain_rule){barrier, rule, low, high};
  return rule;
}

static void add_term(explain_program *e, size_t site, size_t form, double factor) {
  if (e->used[cell(e, site, form)] != WIJK_NONE)
    milp_add_term(e->m, e->used[cell(e, site, form)], factor);
}

static void add_site_terms(explain_program *e, size_t site, double factor) {
  for (size_t f = 0; f < e->p->form_count; f++)
    add_term(e, site, f, factor);
}

static void add_variables(explain_program *e) {
  const wijk_allocation_problem *p = e->p;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++) {
      const wijk_site *s = &p->sites[i];
      const bool small = p->least && f != s->form && s->capacity[f] < p->least[f];
      e->used[cell(e, i, f)] = s->capacity[f] > 0 ? milp_add_variable(e->m, 0, small ? 0 : 1, e->whole) : WIJK_NONE;
      if (s->capacity[f] > 0 && small)
        e->small[e->small_count++] = e->used[cell(e, i, f)];
    }
  for (size_t f = 0; f < p->form_count; f++)
    e->without[f] = milp_add_variable(e->m, 0, e->unmet[f], e->whole);
}

static void add_site(explain_program *e, size_t i) {
  const wijk_allocation_problem *p = e->p;
  const wijk_site *s = &p->sites[i];
  milp_add_rule(e->m, 0, 1, MILP_SURE);
  add_site_terms(e, i, 1);
  if ((s->stays || s->closes) && s->form != WIJK_NONE) {
    const double as_it_is = s->stays ? 1 : 0;
    add_rule(e, s->stays ? WIJK_BARRIER_STAYS : WIJK_BARRIER_CLOSES, as_it_is, as_it_is);
    add_term(e, i, s->form, 1);
  }
  if (p->after && p->after[i] != WIJK_NONE && s->form == WIJK_NONE) {
    add_rule(e, WIJK_BARRIER_AFTER, -MILP_FREE, 0);
    add_site_terms(e, i, 1);
    add_site_terms(e, p->after[i], -1);
  }
}

static bool too_near(const wijk_allocation_problem *p, size_t form, size_t a, size_t b) {
  const bool both_there = p->sites[a].form == form && p->sites[b].form == form;
  const bool together = p->building && p->building[a] == p->building[b];
  return !both_there && !together && p->sites[a].capacity[form] > 0 && p->sites[b].capacity[form] > 0 &&
         hypot(p->sites[a].x - p->sites[b].x, p->sites[a].y - p->sites[b].y) < p->spacing[form];
}

/* Pairs that are too near, counted where `add` is false. */
static size_t go_over_pairs(explain_program *e, bool add) {
  const wijk_allocation_problem *p = e->p;
  size_t pairs = 0;
  for (size_t f = 0; f < p->form_count && p->spacing; f++)
    for (size_t i = 0; i < p->site_count && p->spacing[f] > 0; i++)
      for (size_t k = 0; k < i; k++) {
        if (!too_near(p, f, i, k))
          continue;
        pairs++;
        if (!add)
          continue;
        add_rule(e, WIJK_BARRIER_SPACING, 0, 1);
        add_term(e, i, f, 1);
        add_term(e, k, f, 1);
      }
  return pairs;
}

static void add_form(explain_program *e, size_t f) {
  milp_add_rule(e->m, e->p->demand[f], MILP_FREE, MILP_SURE);
  milp_add_term(e->m, e->without[f], 1);
  for (size_t i = 0; i < e->p->site_count; i++)
    add_term(e, i, f, e->p->sites[i].capacity[f]);
}

static void add_zone(explain_program *e, size_t z) {
  const wijk_allocation_problem *p = e->p;
  double now = 0;
  for (size_t i = 0; i < p->site_count; i++)
    now += p->sites[i].zone == z && p->sites[i].form != WIJK_NONE ? p->sites[i].places : 0;
  if (isnan(p->zones[z].allowed))
    return;
  add_rule(e, WIJK_BARRIER_NORM, -MILP_FREE, floor(fmax(p->zones[z].allowed, now) + 1e-9)); /* places are whole */
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count && p->sites[i].zone == z; f++)
      add_term(e, i, f, p->sites[i].capacity[f]);
}

static void add_totals(explain_program *e) {
  const wijk_allocation_problem *p = e->p;
  if (!isnan(p->budget)) {
    add_rule(e, WIJK_BARRIER_BUDGET, -MILP_FREE, p->budget);
    for (size_t i = 0; i < p->site_count; i++)
      for (size_t f = 0; f < p->form_count; f++)
        if (f != p->sites[i].form)
          add_term(e, i, f, p->sites[i].cost[f]);
  }
  if (p->open_least == 0 && p->open_most == WIJK_NONE)
    return;
  add_rule(e, WIJK_BARRIER_OPENED, (double)p->open_least, p->open_most == WIJK_NONE ? MILP_FREE : (double)p->open_most);
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].form == WIJK_NONE)
      add_site_terms(e, i, 1);
}

wijk_status explain_program_make(const wijk_allocation_problem *p, const double *unmet, bool whole, wijk_arena *arena,
                                 explain_program *program, wijk_error *err) {
  const size_t cells = p->site_count * p->form_count;
  explain_program e = {.p = p, .m = milp_new(arena, err), .whole = whole, .unmet = unmet};
  const size_t rules = 2 * p->site_count + go_over_pairs(&e, false) + p->zone_count + 2;
  e.used = WIJK_ARENA_ADD(arena, size_t, cells, err);
  e.without = WIJK_ARENA_ADD(arena, size_t, p->form_count, err);
  e.rules = WIJK_ARENA_ADD(arena, explain_rule, rules, err);
  e.small = WIJK_ARENA_ADD(arena, size_t, cells, err);
  e.terms = WIJK_ARENA_ADD(arena, milp_term, cells + p->form_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  add_variables(&e);
  for (size_t i = 0; i < p->site_count; i++)
    add_site(&e, i);
  go_over_pairs(&e, true);
  for (size_t f = 0; f < p->form_count; f++)
    add_form(&e, f);
  for (size_t z = 0; z < p->zone_count; z++)
    add_zone(&e, z);
  add_totals(&e);
  *program = e;
  return milp_check(e.m, err);
}

void explain_program_relax(explain_program *e, wijk_barrier barrier) {
  for (size_t k = 0; k < e->rule_count; k++) {
    const explain_rule *r = &e->rules[k];
    const bool gone = r->barrier == barrier || barrier == WIJK_BARRIER_COUNT;
    milp_set_rule(e->m, r->at, gone ? -MILP_FREE : r->low, gone ? MILP_FREE : r->high);
  }
  const bool any_size = barrier == WIJK_BARRIER_LEAST || barrier == WIJK_BARRIER_COUNT;
  for (size_t k = 0; k < e->small_count; k++)
    milp_set_variable(e->m, e->small[k], 0, any_size ? 1 : 0, e->whole);
}

/* ---- searches ---- */

static wijk_status tell_start(const explain_program *e, const size_t *form, wijk_arena *arena, const double **start,
                              wijk_error *err) {
  const wijk_allocation_problem *p = e->p;
  double *values = form ? WIJK_ARENA_ADD(arena, double, milp_variable_count(e->m), err) : NULL;
  for (size_t f = 0; values && f < p->form_count; f++)
    values[e->without[f]] = p->demand[f];
  for (size_t i = 0; values && i < p->site_count; i++)
    if (form[i] != WIJK_NONE && e->used[cell(e, i, form[i])] != WIJK_NONE) {
      values[e->used[cell(e, i, form[i])]] = 1;
      values[e->without[form[i]]] -= p->sites[i].capacity[form[i]];
    }
  for (size_t f = 0; values && f < p->form_count; f++)
    values[e->without[f]] = fmax(0, values[e->without[f]]);
  *start = values;
  return err->status;
}

static wijk_status solve(explain_program *e, size_t terms, const size_t *begin, const milp_limits *limits,
                         wijk_arena *arena, size_t **form, double *bound, wijk_error *err) {
  const wijk_allocation_problem *p = e->p;
  const milp_goal goal = {.terms = e->terms, .term_count = terms};
  const double *start;
  milp_answer answer;
  *form = NULL;
  *bound = 0;
  if (tell_start(e, begin, arena, &start, err) != WIJK_OK ||
      milp_solve(e->m, &goal, limits, start, arena, &answer, err) != WIJK_OK)
    return err->status;
  *bound = isnan(answer.bound) ? 0 : answer.bound;
  *form = answer.values ? WIJK_ARENA_ADD(arena, size_t, p->site_count, err) : NULL;
  for (size_t i = 0; *form && i < p->site_count; i++) {
    (*form)[i] = WIJK_NONE;
    for (size_t f = 0; f < p->form_count; f++)
      if (e->used[cell(e, i, f)] != WIJK_NONE && answer.values[e->used[cell(e, i, f)]] > 0.5)
        (*form)[i] = f;
  }
  return err->status;
}

wijk_status explain_program_solve(explain_program *e, const double *weight, const size_t *start,
                                  const milp_limits *limits, wijk_arena *arena, size_t **form, double *bound,
                                  wijk_error *err) {
  size_t terms = 0;
  for (size_t f = 0; f < e->p->form_count; f++)
    if (weight[f] > 0)
      e->terms[terms++] = (milp_term){e->without[f], weight[f]};
  return solve(e, terms, start, limits, arena, form, bound, err);
}

wijk_status explain_program_solve_cost(explain_program *e, const double *unmet, const size_t *start,
                                       const milp_limits *limits, wijk_arena *arena, size_t **form, wijk_error *err) {
  const wijk_allocation_problem *p = e->p;
  double bound;
  size_t terms = 0;
  for (size_t f = 0; f < p->form_count; f++)
    milp_set_variable(e->m, e->without[f], 0, unmet[f], e->whole);
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (f != p->sites[i].form && e->used[cell(e, i, f)] != WIJK_NONE)
        e->terms[terms++] = (milp_term){e->used[cell(e, i, f)], p->sites[i].cost[f]};
  solve(e, terms, start, limits, arena, form, &bound, err);
  for (size_t f = 0; f < p->form_count; f++)
    milp_set_variable(e->m, e->without[f], 0, e->unmet[f], e->whole);
  return err->status;
}
