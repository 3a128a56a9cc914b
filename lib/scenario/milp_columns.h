/* SPDX-License-Identifier: EUPL-1.2 */
/* A program by columns, as solvers read it. */
#ifndef WIJK_SCENARIO_MILP_COLUMNS_H
#define WIJK_SCENARIO_MILP_COLUMNS_H

#include "scenario/milp.h"

typedef struct milp_columns {
  int count, row_count;
  int *start; /* [count + 1] where the terms of each column begin */
  int *row;
  double *factor;
  double *low, *high, *goal;  /* [count] */
  double *row_low, *row_high; /* [row_count] */
} milp_columns;

/* `without`, where not NULL, says which groups of rules are left out. */
wijk_status milp_make_columns(const milp *m, const milp_goal *goal, const bool *without, wijk_arena *arena,
                              milp_columns *columns, wijk_error *err);

#endif
