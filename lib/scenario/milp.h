/* SPDX-License-Identifier: EUPL-1.2 */
/* An integer program: whole and other numbers, rules they keep, and goals one after another. The door to CBC.
 *
 * As with wijk_text, builders add first and check once: after a failure further additions do nothing. */
#ifndef WIJK_SCENARIO_MILP_H
#define WIJK_SCENARIO_MILP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>

#define MILP_FREE 1e30 /* as a limit: none */

typedef struct milp milp;
milp *milp_new(wijk_arena *arena, wijk_error *err);

/* A number from `low` to `high`; returns its place. */
size_t milp_add_variable(milp *m, double low, double high, bool whole);
/* Changes what was said of one. */
void milp_set_variable(milp *m, size_t variable, double low, double high, bool whole);
size_t milp_variable_count(const milp *m);
size_t milp_term_count(const milp *m);
/* A rule low <= sum <= high, whose terms follow. Rules of one `group` stand or fall together where the program asks
 * which ones clash; those of group MILP_SURE are part of what a variable means and never named. Returns its place. */
#define MILP_SURE SIZE_MAX
size_t milp_add_rule(milp *m, double low, double high, size_t group);
/* Changes what was said of one. */
void milp_set_rule(milp *m, size_t rule, double low, double high);
/* A term of the rule added last. */
void milp_add_term(milp *m, size_t variable, double factor);
wijk_status milp_check(const milp *m, wijk_error *err);

typedef struct milp_term {
  size_t variable;
  double factor;
} milp_term;

/* What is to be as small as can be: a sum of terms and a constant. */
typedef struct milp_goal {
  const milp_term *terms;
  size_t term_count;
  double constant;
  bool whole; /* its value is a whole number for every answer: so is its bound */
} milp_goal;

typedef struct milp_limits {
  long nodes;       /* of the search, per goal; 0 = none */
  double gap_share; /* stop when value and bound differ by no more than this share */
  double seconds;   /* 0 = none; with it an answer is not reproducible */
  double gap;       /* stop too when they differ by no more than this */
  bool proving;     /* an answer is rather not expected: none is guessed at */
  bool uncut;       /* cutting planes cost more than they save */
} milp_limits;

typedef enum milp_outcome {
  MILP_BEST,      /* proved, within the gap asked for */
  MILP_FOUND,     /* stopped by a limit: an answer and a bound */
  MILP_NONE,      /* no numbers keep all rules */
  MILP_NOT_KNOWN, /* stopped by a limit before any answer */
  MILP_ENDLESS    /* the goal falls without end */
} milp_outcome;

typedef struct milp_answer {
  milp_outcome outcome;
  double value, bound; /* of the goal; bound <= value, which is NaN where not known */
  double *values;      /* of the variables, whole ones whole; NULL without an answer */
  long nodes;
} milp_answer;

/* The least value of one goal. `start`, where not NULL, holds values that keep all rules. The same program gives the
 * same answer, unless seconds are limited. WIJK_BUG for a program that cannot be. */
wijk_status milp_solve(const milp *m, const milp_goal *goal, const milp_limits *limits, const double *start,
                       wijk_arena *arena, milp_answer *answer, wijk_error *err);

typedef struct milp_relaxed {
  milp_outcome outcome;
  double bound;    /* of the goal, from the prices: whatever they are, no answer is less. INFINITY if there is none */
  double *values;  /* of the variables, where outcome is MILP_BEST; so are: */
  double *reduced; /* what is left of each variable's factor in the goal, less what its rules cost */
  double *price;   /* [rule] what the goal rises by for each by which the rule's limit does */
} milp_relaxed;
/* The program whose whole numbers need not be whole. MILP_NONE is then true of whole ones too. */
wijk_status milp_relax(const milp *m, const milp_goal *goal, wijk_arena *arena, milp_relaxed *relaxed, wijk_error *err);

/* Adds the rule that a goal may not get worse than `value` again. */
void milp_hold(milp *m, const milp_goal *goal, double value);

/* Goals in order, each held at what it reached while the next is improved: answers[goal_count]. Where one is MILP_NONE,
 * MILP_NOT_KNOWN or MILP_ENDLESS those behind it are too. `*last` has the values that reach them all. */
wijk_status milp_solve_goals(milp *m, const milp_goal *goals, size_t goal_count, const milp_limits *limits,
                             wijk_arena *arena, milp_answer *answers, wijk_error *err);

/* Of a program without an answer: groups[group_count] says of each group whether it is in a set of groups that clash,
 * no smaller part of which does (deletion filter: Chinneck and Dravnieks 1991, ORSA Journal on Computing 3). Groups of
 * a lower number go first, so that those of a higher number are named where there is a choice. One search per group. */
wijk_status milp_find_clash(const milp *m, size_t group_count, const milp_limits *limits, wijk_arena *arena,
                            bool *groups, wijk_error *err);

#endif
