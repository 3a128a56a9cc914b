/* SPDX-License-Identifier: EUPL-1.2 */
/* Bars of load against norm: which they are, and how they stand on the page. */
#ifndef WIJK_DRAW_CHART_BARS_H
#define WIJK_DRAW_CHART_BARS_H

#include "draw/chart.h"
#include "draw/label.h"
#include "draw/map.h"

typedef struct bar {
  size_t row;
  double load, norm; /* NaN = no norm */
  const char *zone_class, *value;
  label_text name;
} bar;

typedef struct bars {
  chart *c;
  const wijk_chart_load *request;
  bar *all;
  size_t count, shown, over_count, missing_count, norm_missing;
  double most;
  zoning_names classes;
  size_t columns, per_column;
  double em, row_em, name_width, value_width, swatch;
  draw_axis axis; /* not placed */
} bars;

/* The zoning map's hatching, closer: a swatch beside a bar is small, and its lines are to be seen. */
draw_style bars_class_style(const draw_theme *theme, const char *zone_class, size_t number);

/* chart_rows.c: how many columns of which letters, and how many of the bars find room in the page. */
wijk_status bars_arrange(bars *b, wijk_error *err);
wijk_status bars_draw(bars *b, wijk_error *err);

#endif
