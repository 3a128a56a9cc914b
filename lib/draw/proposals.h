/* SPDX-License-Identifier: EUPL-1.2 */
/* Proposed places: pins with a number, a shape that no facility has, and their list in the legend. */
#ifndef WIJK_DRAW_PROPOSALS_H
#define WIJK_DRAW_PROPOSALS_H

#include "draw/arcs.h"
#include "draw/legend.h"
#include <wijk/map.h>

typedef struct proposal_pin {
  size_t row;
  double x, y, head_x, head_y; /* mm: the place, and the middle of the head */
  const char *number;          /* NULL where there is one only */
} proposal_pin;

typedef struct proposal_set {
  proposal_pin *pins;
  size_t count;
  draw_box *boxes; /* [2 * count] heads and the places themselves */
} proposal_set;

/* Pins within `frame`, their heads above their places, or leaning where another head or a symbol (`taken`) stands; not
 * of those within `shown` (metres), which another frame shows (NULL = none). WIJK_MEMORY. */
wijk_status proposals_place(const wijk_map_request *request, const draw_theme *theme, const draw_view *view,
                            const draw_box *frame, const double shown[4], const draw_box *taken, size_t taken_count,
                            wijk_arena *arena, proposal_set *set, wijk_error *err);
void proposals_draw(const wijk_map_request *request, const proposal_set *set, const draw_theme *theme,
                    wijk_drawing *drawing, wijk_arena *arena, wijk_error *err);
/* A pin whose place is (x, y) and whose head is about (head_x, head_y). */
void proposal_add(wijk_drawing *drawing, const draw_theme *theme, double x, double y, double head_x, double head_y,
                  double radius, const char *number, const char *title);
/* "Voorstel Beverhof, begeleid" */
const char *proposal_words(const wijk_map_request *request, size_t row, wijk_arena *arena, wijk_error *err);
double proposal_head_mm(const draw_theme *theme); /* its radius on the map */

/* The proposals within `bounds` (metres), each with its name, form and places; in short, one row for all. A block
 * without rows where there are none. */
wijk_status proposals_legend(const wijk_map_request *request, const double bounds[4], bool in_short, wijk_arena *arena,
                             legend_block *block, wijk_error *err);

/* "V1 Voorstel Zwaluwkade, begeleid; V2 …": what such a row stands for. NULL without memory. */
const char *proposals_list(const wijk_map_request *request, const double bounds[4], wijk_arena *arena, wijk_error *err);

#endif
