/* SPDX-License-Identifier: EUPL-1.2 */
/* Curved, tapered arrows: pure geometry, millimetres on the page (y downward) in and out. */
#ifndef WIJK_DRAW_ARROW_H
#define WIJK_DRAW_ARROW_H

#include "draw/list.h"

#define ARROW_STEPS 24
#define ARROW_OUTLINE (2 * (ARROW_STEPS + 1) + 3)

typedef struct arrow_style {
  double width_mm;   /* of the body where it meets the head: what is in proportion */
  double tail_share; /* of that width, where the arrow begins */
  double head_mm;    /* length of the head; at most HEAD_SHARE of the arrow's */
  double barb_mm;    /* how far the head sticks out on either side of the body */
  double bow_share;  /* how far the middle of the curve lies aside, as a share of the distance; to the left of who
                        goes along it, so that arrows there and back stand apart */
  double bow_most_mm;
  double gap_from_mm, gap_to_mm; /* left free along the curve at either end */
  double least_mm;               /* shorter ones are no arrow */
} arrow_style;

typedef struct arrow {
  double x[ARROW_OUTLINE], y[ARROW_OUTLINE]; /* the outline */
  size_t count;
  double line_x[ARROW_STEPS + 1], line_y[ARROW_STEPS + 1]; /* middle of the body, from tail to neck */
  double width_mm;
  draw_box head;
} arrow;

/* From one place to another, along a parabola (quadratic Bézier curve). False where what the gaps leave is shorter than
 * `least_mm`: then there is nothing to draw. */
bool arrow_compute(const double from[2], const double to[2], const arrow_style *style, arrow *made);
/* Back to where it begins: most of a circle of radius `radius_mm` that stands on `at`, above it, a gap between. */
void arrow_loop(const double at[2], double radius_mm, const arrow_style *style, arrow *made);
/* Adds the outline to the drawing's path. */
void arrow_add(wijk_drawing *drawing, const arrow *a);

#endif
