/* SPDX-License-Identifier: EUPL-1.2 */
/* What wijk-allocate writes of an allocation. */
#ifndef WIJK_TOOLS_ALLOCATE_OUTCOME_H
#define WIJK_TOOLS_ALLOCATE_OUTCOME_H

#include "common/program.h"

#include <wijk/outcome.h>

/* Layers and tables of an allocation, checked against every rule: WIJK_BUG, and nothing is to be written, where one is
 * broken. */
wijk_status allocate_make_outcome(run *run, const wijk_plan *plan, const wijk_allocation *allocation,
                                  wijk_outcome *outcome, wijk_error *err);
/* To every output of scenario `number` that is asked for. */
wijk_status allocate_write_outcome(run *run, const wijk_outcome *outcome, size_t number, wijk_error *err);
/* All scenarios beside now: to --comparison-output, into the report, and in a few sentences on stderr. `outcomes` are
 * theirs. */
wijk_status allocate_write_comparison(run *run, const wijk_plan *plans, const wijk_allocation *allocations,
                                      const wijk_outcome *outcomes, size_t count, wijk_error *err);

#endif
