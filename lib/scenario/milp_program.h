/* SPDX-License-Identifier: EUPL-1.2 */
/* What a program is made of, and the smaller one that is left where numbers are fixed. */
#ifndef WIJK_SCENARIO_MILP_PROGRAM_H
#define WIJK_SCENARIO_MILP_PROGRAM_H

#include "scenario/milp.h"

typedef struct milp_rule {
  double low, high;
  size_t group, first_term;
} milp_rule;

typedef struct milp_variable {
  double low, high;
  bool whole;
} milp_variable;

struct milp {
  wijk_arena *arena;
  milp_variable *variables;
  milp_rule *rules; /* one behind the last knows where its terms end */
  milp_term *terms;
  size_t variable_count, variable_room, rule_count, rule_room, term_count, term_room;
  wijk_error failure;
};

/* Where the terms of a rule end. */
size_t milp_rule_end(const milp *m, size_t rule);

typedef struct milp_reduced {
  bool none; /* some rule cannot be kept */
  milp *m;
  milp_goal goal;
  size_t *place; /* [variable of the whole] its place, or SIZE_MAX = it has but one value: */
  double *value;
} milp_reduced;
/* The program without variables that can have but one value, as they are made or by rules of which but one term is
 * left, and without the rules that this leaves without terms. It may have none. */
wijk_status milp_reduce(const milp *m, const milp_goal *goal, wijk_arena *arena, milp_reduced *reduced,
                        wijk_error *err);
/* Values of the whole from those of the rest; NULL without memory. */
double *milp_unreduce(const milp *m, const milp_reduced *reduced, const double *values, wijk_arena *arena,
                      wijk_error *err);

#endif
