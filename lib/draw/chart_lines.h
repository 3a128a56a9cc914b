/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand against places: the table put in order by panel, line and year. */
#ifndef WIJK_DRAW_CHART_LINES_H
#define WIJK_DRAW_CHART_LINES_H

#include "draw/chart.h"

typedef struct lines_one {
  const char *name;                     /* scenario; NULL = the only one */
  double *demand, *places, *low, *high; /* [year_count], NaN = not known */
} lines_one;

typedef struct lines_panel {
  const char *name; /* NULL = the only one */
  lines_one lines[WIJK_CHART_LINES_MOST];
  size_t line_count;
} lines_panel;

typedef struct lines_table {
  size_t year_count, year_step;
  double first_year;
  lines_panel panels[WIJK_CHART_PANELS_MOST];
  size_t panel_count;
  size_t missing_count; /* years of a line without demand, or without places */
  const char *missing;  /* "opvang 2028, beschermd 2030"; NULL = none */
  double most;          /* of all that is drawn */
  bool places, band;    /* there are any */
  bool summed;          /* lines are of several forms together */
} lines_table;

wijk_status lines_compute(const wijk_chart_demand *request, wijk_arena *arena, lines_table *table, wijk_error *err);

/* "vraag", "plaatsen", or what the request calls them. */
const char *lines_demand_title(const wijk_chart_demand *request);
const char *lines_places_title(const wijk_chart_demand *request);

/* chart_panels.c: the panels, in the room that the page leaves. */
wijk_status lines_draw(chart *c, const wijk_chart_demand *request, const lines_table *table, wijk_error *err);

#endif
