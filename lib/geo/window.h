/* SPDX-License-Identifier: EUPL-1.2 */
/* The window of a point pattern: the ground that the zones cover together, with its holes and parts, and what the
 * corrections for its edge ask of it. */
#ifndef WIJK_GEO_WINDOW_H
#define WIJK_GEO_WINDOW_H

#include "geo/polygon.h"

#include <stdbool.h>
#include <stddef.h>
#include <wijk/density.h>
#include <wijk/geo.h>
#include <wijk/layer.h>
#include <wijk/random.h>

typedef struct window_rim window_rim;

/* Read-only once made. The arena owns all but the index: `window_close` frees that. */
typedef struct window {
  wijk_layer *parts; /* row i is part i of the union: valid, shells anticlockwise, holes clockwise */
  polygon_box box;
  double area_m2, perimeter_m;
  polygon_box *boxes;     /* of each part */
  double *boxes_m2_up_to; /* area of the boxes of parts 0..i */
  wijk_zone_index *index;
  const window_rim *rim; /* the border pieces in runs, each with its box */
} window;

/* The union of the zones. Gaps in which no circle of a metre fits are roundings of borders and are filled; wider ones
 * are holes. A layer without any area gives a window of area 0. Cost: a table of all border pieces, and GEOS for
 * those that no neighbour shares. WIJK_MEMORY; WIJK_DATA where GEOS cannot join the zones. */
wijk_status window_new(const wijk_layer *zones, wijk_arena *arena, window *made, wijk_error *err);
void window_close(window *made); /* of one that is all zeros, too */

/* ---- chance (window_scatter.c) ---- */

/* `count` places in the window, each as likely as any other: a pure function of seed and stream, whoever asks. Cost: by
 * rejection in the box of each part. */
wijk_status window_scatter(const window *made, wijk_random *random, size_t count, double *x, double *y,
                           wijk_error *err);

/* ---- circles (window_circle.c) ---- */

/* Which share of the circumference of each circle about (x, y) lies in the window, into `share`; `square` are the
 * squares of the radii, in any order. Exact but for roundings: the angles at which the circle enters and leaves are
 * added up. A circle that does not cross the border is taken to lie inside. `room` is for one more. Cost: the border
 * pieces within reach. Source: Ripley (1976, 1977). */
typedef struct circle_turn {
  size_t number;
  double square, inverse, cosine, sine;
  bool crossed;
} circle_turn;
void window_circle_shares(const window *made, double x, double y, size_t count, const double *square, double *share,
                          circle_turn *room);

/* ---- kernels (window_kernel.c) ---- */

/* The part of the kernel about (x, y), a place in the window, that lies in the window; a gaussian as far as `reach_m`
 * only. Exact but for roundings. Cost: the border pieces within reach. Source: Green's theorem; the correction is that
 * of Diggle (1985) and Jones (1993). */
typedef struct window_kernel {
  wijk_kernel kind;
  double bandwidth_m, reach_m;
} window_kernel;
double window_kernel_part(const window *made, const window_kernel *kernel, double x, double y);

/* ---- shifts (window_shift.c) ---- */

/* The set covariance: area of the window's overlap with itself shifted by (dx, dy), by neither more than `reach_m`. The
 * window is cut into 2048 bands of one height, and each band has the breadth of its middle line; the overlap is known
 * at whole bands (1024 of them at most) and at 2049 places along, and interpolated between: Rotterdam's and a ragged
 * town's are within 1e-4 of the exact overlap (tests). Made on `threads` threads (0 = all), and the same for any
 * number. Cost: a pass over the lines for each row of the table, whatever its breadth. Source: Ohser (1983); Ohser and
 * Stoyan (1981). */
typedef struct window_shift window_shift;
window_shift *window_shift_new(const window *made, double reach_m, int threads, wijk_arena *arena, wijk_error *err);
double window_shift_area(const window_shift *shift); /* the overlap without a shift */
double window_shift_overlap(const window_shift *shift, double dx, double dy);

#endif
