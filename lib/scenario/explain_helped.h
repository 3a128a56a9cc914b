/* SPDX-License-Identifier: EUPL-1.2 */
/* How many people without a place are helped where a family of rules is taken away, and what is done for them. */
#ifndef WIJK_SCENARIO_EXPLAIN_HELPED_H
#define WIJK_SCENARIO_EXPLAIN_HELPED_H

#include "scenario/explain_milder.h"
#include "scenario/explain_program.h"

/* Beside the families: no rule at all is taken away. */
#define EXPLAIN_NO_BARRIER ((wijk_barrier)(WIJK_BARRIER_COUNT + 1))
enum { EXPLAIN_BARRIERS = WIJK_BARRIER_COUNT + 2 };

typedef struct explain_helped {
  double *least, *most; /* [form] people helped: so many at least, and at most */
  size_t **sites;       /* [form] forms of the sites of an allocation that helps `least`; NULL = none is known */
} explain_helped;

typedef struct explain_seeking {
  const wijk_allocation_problem *p;
  const wijk_allocation *found;
  const wijk_allocation_limits *limits;
  wijk_arena *arena; /* of answers */
  bool programmed;   /* the programs below tell the problem; else whole allocations are sought */
  explain_milder base;
  explain_program part, whole; /* the first with sites used in part: bounds */
  explain_helped helped[EXPLAIN_BARRIERS];
} explain_seeking;

wijk_status explain_seek_open(explain_seeking *s, wijk_error *err);
/* At most how many of each form that lacks places are helped without a family of rules: a bound, without a search. */
wijk_status explain_seek_bound(explain_seeking *s, wijk_barrier barrier, wijk_error *err);
/* A search for all forms together (WIJK_NONE) or for one, that no other has to pay for. */
wijk_status explain_seek(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_error *err);
/* An allocation without the family that helps so many of the form with few changes, or, of the budget, for little more
 * money. Not found where none is known. It lives in `arena`. */
wijk_status explain_seek_few(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_arena *arena,
                             wijk_allocation *few, wijk_error *err);

#endif
