/* SPDX-License-Identifier: EUPL-1.2 */
/* Flows between places: which are drawn, how wide, and where their numbers stand. */
#ifndef WIJK_DRAW_FLOWS_H
#define WIJK_DRAW_FLOWS_H

#include "draw/arcs.h"
#include "draw/arrow.h"
#include "draw/legend.h"
#include <wijk/map.h>

/* Rows of one direction between the same two places are one flow. */
typedef struct flow {
  double from[2], to[2]; /* metres */
  double weight;
  size_t row; /* the first of its rows */
} flow;

typedef struct flow_set {
  flow *flows; /* heaviest first */
  size_t count;
  double most, total;
  size_t none;  /* rows without a weight, or of weight 0 */
  size_t below; /* flows under the threshold */
  double mm_per_weight;
  bool thin; /* some are drawn at the least width */
} flow_set;

typedef struct flow_number {
  double x, y;
  const char *words;
} flow_number;

/* What one frame shows of them. */
typedef struct flow_view {
  arrow *arrows; /* heaviest first */
  const flow **of;
  size_t count, too_short, beyond; /* beyond: both ends outside what is seen */
  draw_box *boxes;                 /* heads, wide bodies and numbers: no name lies over them */
  size_t box_count;
  flow_number *numbers;
  size_t number_count;
} flow_view;

/* Which of them a frame is to show; NULL = all. */
typedef bool (*flow_choice)(void *context, const flow *f);

typedef struct flow_frame {
  const draw_view *view;
  const draw_box *ground;
  const draw_box *taken; /* symbols and marks: heads stop before them, numbers stand clear */
  size_t taken_count;
  flow_choice choice;
  void *context;
} flow_frame;

/* Of the request's flows; `theme` gives their width. Weights are 0 or more, or NaN. WIJK_MEMORY. */
wijk_status flows_find(const wijk_map_request *request, const draw_theme *theme, wijk_arena *arena, flow_set *set,
                       wijk_error *err);
wijk_status flows_place(const flow_set *set, const draw_theme *theme, const flow_frame *frame, wijk_arena *arena,
                        flow_view *shown, wijk_error *err);
/* Of the heaviest, where there is room beside them; their boxes are added. */
wijk_status flows_place_numbers(const wijk_map_request *request, const draw_theme *theme, draw_pen *pen,
                                const flow_frame *frame, wijk_arena *arena, flow_view *shown, wijk_error *err);
void flows_draw(const wijk_map_request *request, const flow_view *shown, const draw_theme *theme, wijk_drawing *drawing,
                wijk_arena *arena, wijk_error *err);
void flows_draw_numbers(const wijk_map_request *request, const flow_view *shown, const draw_theme *theme,
                        wijk_drawing *drawing);

/* A weight as it is written on the map. */
const char *flows_number(double weight, bool dutch, wijk_arena *arena, wijk_error *err);
const char *flows_title(const wijk_map_request *request);
/* A block without rows where no flow is drawn. `of_zone`: the map shows those of one zone only. */
wijk_status flows_legend(const wijk_map_request *request, const flow_set *set, bool of_zone, const draw_theme *theme,
                         wijk_arena *arena, legend_block *block, wijk_error *err);
/* How a body of this width looks, without its ends. */
arrow_style flow_style(const draw_theme *theme, double width_mm);

#endif
