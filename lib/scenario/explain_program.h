/* SPDX-License-Identifier: EUPL-1.2 */
/* People without a place as an integer program of their own, whose families of rules can be taken away one by one. */
#ifndef WIJK_SCENARIO_EXPLAIN_PROGRAM_H
#define WIJK_SCENARIO_EXPLAIN_PROGRAM_H

#include "scenario/milp.h"
#include <wijk/explain.h>

typedef struct explain_rule {
  wijk_barrier barrier;
  size_t at; /* in the program */
  double low, high;
} explain_rule;

typedef struct explain_program {
  const wijk_allocation_problem *p;
  milp *m;
  bool whole;
  size_t *used;    /* [site][form] whether it has the form; WIJK_NONE = cannot */
  size_t *without; /* [form] people without a place */
  explain_rule *rules;
  size_t *small; /* variables of sites that are smaller than the form may be */
  size_t rule_count, small_count;
  milp_term *terms;    /* of a goal: room for as many as there are variables */
  const double *unmet; /* [form] without a place at most */
} explain_program;

/* Whether the program tells all of a problem: not how far people move at most, and no goal that has to hold. */
bool explain_program_can(const wijk_allocation_problem *p);
/* Of each form at most `unmet` people are without a place. Not whole: sites may be used in part, so that what is
 * reached is a bound. `unmet` has to live as long as the program. */
wijk_status explain_program_make(const wijk_allocation_problem *p, const double *unmet, bool whole, wijk_arena *arena,
                                 explain_program *program, wijk_error *err);
/* Takes a family of rules away (WIJK_BARRIER_COUNT: every one; above that: none), and the others back. */
void explain_program_relax(explain_program *program, wijk_barrier barrier);
/* The least sum of people without a place, each counted `weight` of its form: forms[site], and what the sum is no less
 * than. NULL where nothing better than `start` (forms of an allocation that keeps the rules; NULL = none) was found. */
wijk_status explain_program_solve(explain_program *program, const double *weight, const size_t *start,
                                  const milp_limits *limits, wijk_arena *arena, size_t **form, double *bound,
                                  wijk_error *err);
/* The least cost, with of each form at most `unmet` people without a place. */
wijk_status explain_program_solve_cost(explain_program *program, const double *unmet, const size_t *start,
                                       const milp_limits *limits, wijk_arena *arena, size_t **form, wijk_error *err);

#endif
