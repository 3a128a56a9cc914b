/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of the search for a coverage share. */
#ifndef WIJK_SCENARIO_COVERAGE_H
#define WIJK_SCENARIO_COVERAGE_H

#include "scenario/milp.h"
#include <wijk/coverage.h>

/* Whether a worker of the base may go to the home. */
bool coverage_reaches(const wijk_coverage_problem *p, size_t home, size_t base);
/* Whether no base reaches it. */
bool coverage_is_lost(const wijk_coverage_problem *p, size_t home);

/* How many households workers[base_count] serve at most, and of those ways the one with the fewest metres: a transport
 * problem, by successive shortest paths with potentials (Edmonds and Karp 1972; Tomizawa 1971). `served` gets
 * [home_count][base_count + 1], the last of each row without a worker; all whole. `prices`, where not NULL, gets the
 * potentials of the homes, then of the bases and of having none; that of a base with room is 0. Cost: about homes times
 * what a path looks at, at most (homes + bases)². */
wijk_status coverage_serve(const wijk_coverage_problem *p, const double *workers, wijk_arena *arena, double *served,
                           double *prices, wijk_error *err);
/* What having no worker counts as, in metres: more than any detour. */
double coverage_none_m(const wijk_coverage_problem *p);
/* Moves workers from base to base, one at a time, for as long as each move leaves fewer households unserved or fewer
 * metres to go. Bounded by steps, so that it is the same each time. */
wijk_status coverage_improve(const wijk_coverage_problem *p, wijk_arena *arena, double *workers, wijk_error *err);

/* Workers one after another, each where the households that would be its caseload are the most, and then the nearest.
 * `workers[base_count]` gets `count` of them or as many as have somebody to go to. */
wijk_status coverage_guess(const wijk_coverage_problem *p, size_t count, wijk_arena *arena, double *workers,
                           wijk_error *err);

/* The integer program. Pairs of a home and a base that are left out have a place of their own in it, as near as the
 * nearest of them, so that what it proves holds with them too. */
typedef struct coverage_program {
  const wijk_coverage_problem *p;
  wijk_arena *arena;
  milp *m;
  size_t *workers;        /* [base_count] variables */
  size_t *pairs;          /* [home_count][base_count]; WIJK_NONE = left out */
  size_t *unserved, *far; /* [home_count] */
  size_t *from_far;       /* [base_count] households that it serves beyond its pairs */
  milp_goal goals[WIJK_COVERAGE_GOALS];
} coverage_program;

/* `most_pairs` is about how many pairs are kept. */
wijk_status coverage_make(const wijk_coverage_problem *p, size_t most_pairs, wijk_arena *arena, coverage_program *made,
                          wijk_error *err);
/* The values of the program's variables for a coverage. NULL on failure. */
double *coverage_values(const coverage_program *c, const double *workers, const double *served, wijk_error *err);

#endif
