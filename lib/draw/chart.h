/* SPDX-License-Identifier: EUPL-1.2 */
/* A chart while it is made: the page it shares with maps, and what its kinds have in common. */
#ifndef WIJK_DRAW_CHART_H
#define WIJK_DRAW_CHART_H

#include "draw/axis.h"
#include "draw/page.h"
#include <wijk/chart.h>

typedef struct chart {
  const wijk_map_request *request;
  wijk_arena *arena;
  draw_pen *pen;
  page page;
  wijk_drawing *drawing;
  bool dutch;
  const char *note; /* below the chart: what is not in it; NULL = nothing */
} chart;

/* A chart of `page` and a result that knows no Gini yet; WIJK_IO without the font. What is opened is closed by
 * pen_close(c->pen). */
wijk_status chart_open(const wijk_map_request *page, wijk_arena *arena, chart *c, wijk_chart_result *result,
                       wijk_error *err);
/* Page and drawing, with the legend that `fill` gives. */
wijk_status chart_begin(chart *c, double aspect, page_legend fill, void *context, wijk_error *err);
/* Legend and words, and the result; `name` is what a chart without a title is called. */
wijk_status chart_finish(chart *c, const char *name, const char *text, wijk_chart_result *result, wijk_error *err);

/* A number as it is written at a bar or a line: no decimals where whole or from 1,000 on, else `decimals`. */
const char *chart_number(const chart *c, double value, int decimals, wijk_error *err);

/* A line through `count` points, whole for number 0, dashed or dotted for others; NaN lifts the pen. */
void chart_line(chart *c, const double *x, const double *y, size_t count, size_t number, wijk_colour colour,
                double width_mm, const char *title);
void chart_stroke(chart *c, double x0, double y0, double x1, double y1, const draw_style *style);
/* What the builder holds, in the chart's arena; frees the builder. */
const char *chart_keep(const chart *c, wijk_text *text, wijk_error *err);

/* Labels of `height_mm[i]` about `y[i]`, SPREAD_MOST at most, moved until none covers another: in the order of their
 * y, each group that touches as near to where its members want to be as it can, within top..base where all fit. */
#define SPREAD_MOST 16
void chart_spread(double *y, const double *height_mm, size_t count, double top, double base);

#endif
