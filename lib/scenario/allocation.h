/* SPDX-License-Identifier: EUPL-1.2 */
/* An allocation as an integer program: its variables, and the parts that make and read it. */
#ifndef WIJK_SCENARIO_ALLOCATION_H
#define WIJK_SCENARIO_ALLOCATION_H

#include "scenario/milp.h"
#include <wijk/allocate.h>
#include <wijk/layer.h>

typedef struct allocation_way { /* somebody of `from` may move to `to` */
  size_t from, to, variable;
  double metres;
} allocation_way;

typedef struct allocation_work {
  const wijk_allocation_problem *p;
  wijk_arena *arena;
  milp *m;
  size_t *used, *housed; /* [site][form] variables: whether it has the form, and its people; WIJK_NONE = cannot */
  size_t *stay, *gone; /* [site] of its people: how many stay, and how many go elsewhere; WIJK_NONE = none are there */
  size_t *left, *came; /* [site] how many move away; [site][form] how many come from another site */
  size_t *over;        /* [zone] places above the norm; WIJK_NONE = not measured */
  size_t heaviest;
  allocation_way *ways;
  size_t way_count;
  bool joined; /* the ways are part of the program */
  milp_goal goals[WIJK_GOAL_COUNT];
} allocation_work;

/* allocation_program.c: all but the ways. */
wijk_status allocation_make(allocation_work *w, wijk_error *err);
/* How many groups of rules there are that may clash, and what one of them is. */
size_t allocation_group_count(const wijk_allocation_problem *p);
wijk_clash allocation_clash(const wijk_allocation_problem *p, size_t group);
/* Number of a site's form among the variables. */
size_t allocation_cell(const allocation_work *w, size_t site, size_t form);

/* allocation_ways.c: who moves where. Ways are many: they are made when a rule or a goal first asks how far people
 * move.
 */
wijk_status allocation_add_ways(allocation_work *w, wijk_error *err);
/* Values from before there were ways, with people on the first ways that offer themselves: a start for the search,
 * which looks whether it keeps the rules. NULL without memory. */
const double *allocation_walk(const allocation_work *w, const double *before, wijk_error *err);

#endif
