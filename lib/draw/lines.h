/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines of a layer on the page: only what lies in a box, and only points that can be told apart. */
#ifndef WIJK_DRAW_LINES_H
#define WIJK_DRAW_LINES_H

#include "draw/arcs.h"
#include "draw/list.h"

/* What of the segment lies in the box (Liang and Barsky 1984); false where nothing does. */
bool line_clip(const draw_box *box, double *x1, double *y1, double *x2, double *y2);
/* Adds to the drawing's path what of row `row` lies in the box, without points nearer than `tolerance_mm` to the one
 * before. Returns whether anything does. */
bool lines_add_row(wijk_drawing *drawing, const wijk_layer *lines, size_t row, const draw_view *view,
                   const draw_box *box, double tolerance_mm);
/* Whether anything of the row can lie in `bounds` (low x, low y, high x, high y, in metres): their boxes meet. */
bool row_in_bounds(const wijk_layer *layer, size_t row, const double bounds[4]);

#endif
