/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to a chart: which kind, of which columns of which layer or table. */
#ifndef WIJK_TOOLS_CHART_PLAN_H
#define WIJK_TOOLS_CHART_PLAN_H

#include "common/map_plan.h"

typedef enum chart_kind { CHART_DEMAND, CHART_LORENZ, CHART_LOAD } chart_kind;

typedef struct chart_plan {
  chart_kind kind;
  wijk_chart_demand demand;
  wijk_chart_lorenz lorenz;
  wijk_chart_load load;
} chart_plan;

/* Everything but the layer; the page goes into `page`. WIJK_USAGE for an option that is not for this chart. */
wijk_status chart_plan_parse(run *run, chart_plan *plan, map_plan *page, wijk_error *err);
/* The operand, and its columns. `page` must outlive the plan. */
wijk_status chart_plan_load(run *run, chart_plan *plan, map_plan *page, wijk_error *err);
wijk_status chart_plan_draw(const chart_plan *plan, wijk_arena *arena, wijk_chart_result *result, wijk_error *err);
/* Findings for what the chart leaves out. */
wijk_status chart_plan_note(run *run, const chart_plan *plan, const wijk_chart_result *chart, wijk_error *err);

#endif
