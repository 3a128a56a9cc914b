/* SPDX-License-Identifier: EUPL-1.2 */
/* An allocation problem without a family of its rules. */
#ifndef WIJK_SCENARIO_EXPLAIN_MILDER_H
#define WIJK_SCENARIO_EXPLAIN_MILDER_H

#include <wijk/explain.h>

/* The copies that such a problem is made of. */
typedef struct explain_milder {
  wijk_allocation_problem problem;
  wijk_site *sites;
  wijk_ground *zones;
  double *demand, *unmet;
  double most[WIJK_GOAL_COUNT];
} explain_milder;

/* Whether a family has a rule, for an allocation that was found. */
bool explain_has_rule(const wijk_allocation_problem *p, const wijk_allocation *found, wijk_barrier barrier);
/* The problem without a family (WIJK_BARRIER_COUNT: without any; above that: with all), in which of no form more people
 * are without a place than in the allocation, and goals that come before people without a place hold. For one `form`
 * alone (else WIJK_NONE) nobody else is asked to be helped: the others' demand is as many as have a place. */
wijk_status explain_make_milder(const wijk_allocation_problem *p, const wijk_allocation *found, wijk_barrier barrier,
                                size_t form, wijk_arena *arena, explain_milder *m, wijk_error *err);

#endif
