/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of a demand chart: which columns are what, by name or by --field. */
#ifndef WIJK_TOOLS_CHART_TABLE_H
#define WIJK_TOOLS_CHART_TABLE_H

#include "common/program.h"

/* Reads the operand. WIJK_USAGE for a column that is not there, and for people in the public edition. */
wijk_status chart_table_load(run *run, wijk_chart_demand *demand, wijk_error *err);

#endif
