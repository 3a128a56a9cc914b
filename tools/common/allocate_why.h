/* SPDX-License-Identifier: EUPL-1.2 */
/* What wijk-allocate says of an allocation: reasons, what another wish would change, and the frontier of two goals. */
#ifndef WIJK_TOOLS_ALLOCATE_WHY_H
#define WIJK_TOOLS_ALLOCATE_WHY_H

#include "common/plan_request.h"

#include <wijk/outcome.h>

/* What --what-if and --pareto ask for. */
typedef struct allocate_wishes {
  struct allocate_wish *wishes;
  size_t count;
  wijk_allocation_goal pareto[2];
  size_t steps;
} allocate_wishes;

/* Reads them, with the checks of the options that they name; before any source is opened. */
wijk_status allocate_read_wishes(run *run, allocate_wishes *wishes, wijk_error *err);
/* Makes the plans of each wish, of the sources of `request`. */
wijk_status allocate_plan_wishes(run *run, allocate_wishes *wishes, const wijk_plan_request *request, wijk_error *err);

/* Reasons, as columns of the actions and the demand of an outcome that is to be written. */
wijk_status allocate_add_reasons(run *run, const wijk_plan *plan, const wijk_allocation *allocation,
                                 const wijk_allocation_limits *limits, wijk_outcome *outcome, wijk_error *err);
/* --what-if-output and --pareto-output of scenario `number`. */
wijk_status allocate_write_wishes(run *run, const allocate_wishes *wishes, const wijk_plan *plan,
                                  const wijk_allocation *base, size_t number, wijk_error *err);
wijk_status allocate_write_frontier(run *run, const allocate_wishes *wishes, const wijk_plan *plan,
                                    const wijk_allocation_limits *limits, size_t number, wijk_error *err);
/* WIJK_ANSWER_NO, with the rules that clash. */
wijk_status allocate_say_clash(run *run, const wijk_plan *plan, const wijk_clash *clash, size_t count, wijk_error *err);

#endif
