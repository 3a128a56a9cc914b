/* SPDX-License-Identifier: EUPL-1.2 */
/* A coverage as an integer program, with rules that rounding makes tight. */
#include "base/sort.h"
#include "scenario/coverage.h"
#include <math.h>
#include <string.h>

enum { SET_MOST = 16 }; /* homes and bases that lie together, for which there is a rule */

static size_t cell(const coverage_program *c, size_t home, size_t base) {
  return home * c->p->base_count + base;
}

static double everybody(const wijk_coverage_problem *p) {
  double sum = 0;
  for (size_t i = 0; i < p->home_count; i++)
    sum += p->households[i];
  return sum;
}

static void add_workers(coverage_program *c) {
  const double most = ceil(everybody(c->p) / (double)c->p->caseload);
  for (size_t j = 0; j < c->p->base_count; j++)
    c->workers[j] = milp_add_variable(c->m, 0, most, true);
}

/* ---- pairs ---- */

typedef struct row {
  const wijk_coverage_problem *p;
  size_t home;
} row;

static int compare_bases(const void *context, size_t a, size_t b) {
  const row *r = context;
  const bool near_a = coverage_reaches(r->p, r->home, a), near_b = coverage_reaches(r->p, r->home, b);
  const double x = r->p->distance_m[r->home * r->p->base_count + a],
               y = r->p->distance_m[r->home * r->p->base_count + b];
  return near_a && near_b ? (x > y) - (x < y) : near_b - near_a;
}

/* The nearest `keep` bases of each home get a variable. `terms` gets the metres; `*count` how many. */
static wijk_status add_pairs(coverage_program *c, size_t keep, milp_term *terms, size_t *count, wijk_error *err) {
  const wijk_coverage_problem *p = c->p;
  size_t *order = WIJK_ARENA_ADD(c->arena, size_t, p->base_count, err);
  for (size_t i = 0; i < p->home_count && err->status == WIJK_OK; i++) {
    const row r = {p, i};
    size_t k = 0;
    c->unserved[i] = milp_add_variable(c->m, 0, p->households[i], false);
    c->far[i] = WIJK_NONE;
    if (p->households[i] == 0 || wijk_sort(p->base_count, compare_bases, &r, order, err) != WIJK_OK)
      continue;
    for (; k < keep && k < p->base_count && coverage_reaches(p, i, order[k]); k++) {
      c->pairs[cell(c, i, order[k])] = milp_add_variable(c->m, 0, p->households[i], false);
      terms[(*count)++] = (milp_term){c->pairs[cell(c, i, order[k])], p->distance_m[cell(c, i, order[k])]};
    }
    if (k < p->base_count && coverage_reaches(p, i, order[k])) {
      c->far[i] = milp_add_variable(c->m, 0, p->households[i], false);
      terms[(*count)++] = (milp_term){c->far[i], p->distance_m[cell(c, i, order[k])]};
    }
  }
  return err->status;
}

/* What homes send beyond their pairs arrives at some base. */
static void add_far(coverage_program *c) {
  const double all = everybody(c->p);
  bool any = false;
  for (size_t i = 0; i < c->p->home_count; i++)
    any |= c->far[i] != WIJK_NONE;
  for (size_t j = 0; j < c->p->base_count; j++)
    c->from_far[j] = any ? milp_add_variable(c->m, 0, all, false) : WIJK_NONE;
  if (!any)
    return;
  milp_add_rule(c->m, 0, 0, MILP_SURE);
  for (size_t i = 0; i < c->p->home_count; i++)
    if (c->far[i] != WIJK_NONE)
      milp_add_term(c->m, c->far[i], 1);
  for (size_t j = 0; j < c->p->base_count; j++)
    milp_add_term(c->m, c->from_far[j], -1);
}

/* ---- rules ---- */

static void add_balances(coverage_program *c) {
  const wijk_coverage_problem *p = c->p;
  for (size_t i = 0; i < p->home_count; i++) {
    milp_add_rule(c->m, p->households[i], p->households[i], MILP_SURE);
    milp_add_term(c->m, c->unserved[i], 1);
    if (c->far[i] != WIJK_NONE)
      milp_add_term(c->m, c->far[i], 1);
    for (size_t j = 0; j < p->base_count; j++)
      if (c->pairs[cell(c, i, j)] != WIJK_NONE)
        milp_add_term(c->m, c->pairs[cell(c, i, j)], 1);
  }
}

static void add_caseloads(coverage_program *c) {
  const wijk_coverage_problem *p = c->p;
  for (size_t j = 0; j < p->base_count; j++) {
    milp_add_rule(c->m, -MILP_FREE, 0, MILP_SURE);
    milp_add_term(c->m, c->workers[j], -(double)p->caseload);
    if (c->from_far[j] != WIJK_NONE)
      milp_add_term(c->m, c->from_far[j], 1);
    for (size_t i = 0; i < p->home_count; i++)
      if (c->pairs[cell(c, i, j)] != WIJK_NONE)
        milp_add_term(c->m, c->pairs[cell(c, i, j)], 1);
  }
  if (p->workers == WIJK_NONE)
    return;
  milp_add_rule(c->m, 0, (double)p->workers, MILP_SURE);
  for (size_t j = 0; j < p->base_count; j++)
    milp_add_term(c->m, c->workers[j], 1);
}

/* Homes of one set, each with the bases of it. Served within it are at most r w + (caseload - r) floor(h / caseload):
 * with fewer workers than the homes need no more than the caseload of each, with more no more than all. */
static void add_rounded(coverage_program *c, const size_t *homes, size_t home_count, const size_t *bases,
                        size_t base_count) {
  const double caseload = (double)c->p->caseload;
  double all = 0;
  for (size_t i = 0; i < home_count; i++)
    all += c->p->households[homes[i]];
  const double whole = floor(all / caseload), rest = all - whole * caseload;
  if (rest == 0)
    return;
  milp_add_rule(c->m, -MILP_FREE, (caseload - rest) * whole, MILP_SURE);
  for (size_t j = 0; j < base_count; j++)
    milp_add_term(c->m, c->workers[bases[j]], -rest);
  for (size_t i = 0; i < home_count; i++)
    for (size_t j = 0; j < base_count; j++)
      if (c->pairs[cell(c, homes[i], bases[j])] != WIJK_NONE)
        milp_add_term(c->m, c->pairs[cell(c, homes[i], bases[j])], 1);
}

static void round_pairs(coverage_program *c) {
  for (size_t i = 0; i < c->p->home_count; i++)
    for (size_t j = 0; j < c->p->base_count; j++)
      if (c->pairs[cell(c, i, j)] != WIJK_NONE)
        add_rounded(c, &i, 1, &j, 1);
}

/* A base with the homes that are nearest to it; -1 of a base that is the nearest of none. */
typedef struct quarters {
  size_t *nearest; /* [home] base, or WIJK_NONE */
  double *apart;   /* [base] metres from the homes of the one at hand to each */
  bool *taken;     /* [base] */
} quarters;

static size_t nearest_base(const wijk_coverage_problem *p, size_t home) {
  size_t nearest = WIJK_NONE;
  for (size_t j = 0; j < p->base_count; j++)
    if (coverage_reaches(p, home, j) && (nearest == WIJK_NONE || p->distance_m[home * p->base_count + j] <
                                                                     p->distance_m[home * p->base_count + nearest]))
      nearest = j;
  return p->households[home] > 0 ? nearest : WIJK_NONE;
}

static void measure_apart(const wijk_coverage_problem *p, quarters *q, size_t base) {
  for (size_t k = 0; k < p->base_count; k++) {
    q->apart[k] = INFINITY;
    q->taken[k] = false;
  }
  for (size_t i = 0; i < p->home_count; i++)
    for (size_t k = 0; q->nearest[i] == base && k < p->base_count; k++)
      if (coverage_reaches(p, i, k))
        q->apart[k] = fmin(q->apart[k], p->distance_m[i * p->base_count + k]);
  q->apart[base] = -1;
}

/* Each base alone, with the next one, with the next two, …, each with the homes that are nearest to them. */
static wijk_status round_sets(coverage_program *c, wijk_error *err) {
  const wijk_coverage_problem *p = c->p;
  quarters q = {WIJK_ARENA_ADD(c->arena, size_t, p->home_count, err),
                WIJK_ARENA_ADD(c->arena, double, p->base_count, err),
                WIJK_ARENA_ADD(c->arena, bool, p->base_count, err)};
  size_t *homes = WIJK_ARENA_ADD(c->arena, size_t, p->home_count, err), bases[SET_MOST];
  bool *has_homes = WIJK_ARENA_ADD(c->arena, bool, p->base_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->home_count; i++)
    if ((q.nearest[i] = nearest_base(p, i)) != WIJK_NONE)
      has_homes[q.nearest[i]] = true;
  for (size_t j = 0; j < p->base_count; j++) {
    if (!has_homes[j])
      continue;
    measure_apart(p, &q, j);
    for (size_t size = 0, home_count = 0; size < SET_MOST; size++) {
      size_t next = WIJK_NONE;
      for (size_t k = 0; k < p->base_count; k++)
        if (has_homes[k] && !q.taken[k] && q.apart[k] < (next == WIJK_NONE ? INFINITY : q.apart[next]))
          next = k;
      if (next == WIJK_NONE)
        break;
      q.taken[next] = true;
      bases[size] = next;
      for (size_t i = 0; i < p->home_count; i++)
        if (q.nearest[i] == next)
          homes[home_count++] = i;
      add_rounded(c, homes, home_count, bases, size + 1);
    }
  }
  return WIJK_OK;
}

/* ---- goals, and the whole ---- */

static wijk_status add_goal(coverage_program *c, wijk_coverage_goal goal, const size_t *variables, size_t count,
                            wijk_error *err) {
  milp_term *terms = WIJK_ARENA_ADD(c->arena, milp_term, count, err);
  for (size_t k = 0; terms && k < count; k++)
    terms[k] = (milp_term){variables[k], 1};
  c->goals[goal] = (milp_goal){terms, count, 0, true};
  return err->status;
}

wijk_status coverage_make(const wijk_coverage_problem *p, size_t most_pairs, wijk_arena *arena, coverage_program *made,
                          wijk_error *err) {
  const size_t homes = p->home_count, bases = p->base_count, all = homes * bases;
  const size_t keep = all <= most_pairs ? bases : most_pairs / homes < 2 ? 2 : most_pairs / homes;
  coverage_program c = {.p = p, .arena = arena, .m = milp_new(arena, err)};
  milp_term *metres = WIJK_ARENA_ADD(arena, milp_term, homes * (keep + 1) + 1, err);
  size_t count = 0;
  c.workers = WIJK_ARENA_ADD(arena, size_t, bases, err);
  c.pairs = WIJK_ARENA_ADD(arena, size_t, all, err);
  c.unserved = WIJK_ARENA_ADD(arena, size_t, homes, err);
  c.far = WIJK_ARENA_ADD(arena, size_t, homes, err);
  c.from_far = WIJK_ARENA_ADD(arena, size_t, bases, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < all; k++)
    c.pairs[k] = WIJK_NONE;
  add_workers(&c);
  if (add_pairs(&c, keep, metres, &count, err) != WIJK_OK)
    return err->status;
  add_far(&c);
  add_balances(&c);
  add_caseloads(&c);
  round_pairs(&c);
  if (round_sets(&c, err) != WIJK_OK || add_goal(&c, WIJK_COVERAGE_UNSERVED, c.unserved, homes, err) != WIJK_OK ||
      add_goal(&c, WIJK_COVERAGE_WORKERS, c.workers, bases, err) != WIJK_OK)
    return err->status;
  c.goals[WIJK_COVERAGE_METRES] = (milp_goal){metres, count, 0, false};
  *made = c;
  return milp_check(c.m, err);
}

double *coverage_values(const coverage_program *c, const double *workers, const double *served, wijk_error *err) {
  const wijk_coverage_problem *p = c->p;
  double *values = WIJK_ARENA_ADD(c->arena, double, milp_variable_count(c->m), err);
  if (!values)
    return NULL;
  for (size_t j = 0; j < p->base_count; j++)
    values[c->workers[j]] = workers[j];
  for (size_t i = 0; i < p->home_count; i++) {
    const double *own = &served[i * (p->base_count + 1)];
    values[c->unserved[i]] = own[p->base_count];
    for (size_t j = 0; j < p->base_count; j++) {
      const size_t pair = c->pairs[cell(c, i, j)];
      if (pair != WIJK_NONE)
        values[pair] = own[j];
      else if (own[j] > 0) {
        values[c->far[i]] += own[j];
        values[c->from_far[j]] += own[j];
      }
    }
  }
  return values;
}
