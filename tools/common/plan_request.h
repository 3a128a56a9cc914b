/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to what a plan is made of. */
#ifndef WIJK_TOOLS_PLAN_REQUEST_H
#define WIJK_TOOLS_PLAN_REQUEST_H

#include "common/program.h"

#include <wijk/plan.h>

/* The forecast, and its scenarios that are asked for: what outputs are named by. */
wijk_status plan_read_forecast(run *run, wijk_plan_request *request, const char *const **scenarios, size_t *count,
                               wijk_error *err);
/* Every other source. Faults of rows are kept in the report, so that those of all sources are listed together. */
wijk_status plan_read_sources(run *run, wijk_plan_request *request, wijk_error *err);
/* Rules and years, without a look at any source. */
wijk_status plan_read_options(run *run, wijk_plan_request *request, wijk_error *err);
/* --goals, --nodes, --gap and --max-seconds. */
wijk_status plan_read_limits(run *run, wijk_allocation_limits *limits, wijk_error *err);

/* A goal by its wijk_goal_name; WIJK_GOAL_COUNT for none. */
wijk_allocation_goal plan_goal_find(const char *word);
/* WIJK_USAGE says which words there are. */
wijk_status plan_goal_read(const char *option, const char *word, wijk_allocation_goal *goal, wijk_error *err);

#endif
