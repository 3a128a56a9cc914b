/* SPDX-License-Identifier: EUPL-1.2 */
/* A PDF with a page for each business case, and a list of moves where they are many. */
#ifndef WIJK_TOOLS_COST_SHEETS_H
#define WIJK_TOOLS_COST_SHEETS_H

#include "common/program.h"

/* WIJK_USAGE when --sheets names something else than a .pdf; else the theme of the sheets. */
wijk_status cost_sheets_check(run *run, const wijk_theme **theme, wijk_error *err);
/* To --sheets; a warning where a page has no room for all. */
wijk_status cost_sheets_write(run *run, const wijk_costs *costs, const wijk_theme *theme, wijk_error *err);

#endif
