/* SPDX-License-Identifier: EUPL-1.2 */
/* Flows while they are made. */
#ifndef WIJK_SCENARIO_FLOWS_H
#define WIJK_SCENARIO_FLOWS_H

#include <wijk/forecast.h>
#include <wijk/number.h>

/* People are whole multiples of 1 / PEOPLE_UNIT: sums of up to WIJK_PEOPLE_MOST are below 2^51 units, and exact. */
#define PEOPLE_UNIT 67108864.0 /* 2^26 */

/* WIJK_DATA as wijk_flows_compute says. */
wijk_status flow_model_check(const wijk_flow_model *model, wijk_error *err);
/* Arrays of zeros. */
wijk_status flows_new(size_t form_count, size_t year_count, wijk_arena *arena, wijk_flows *flows, wijk_error *err);
/* From a model that was checked. */
void flows_fill(const wijk_flow_model *model, wijk_flows *flows);
/* Which share of those who would leave in a year finds a home. */
double flow_leaving_share(const wijk_flow_model *model, const double *opening, size_t year);

#endif
