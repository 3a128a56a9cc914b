/* SPDX-License-Identifier: EUPL-1.2 */
/* Kernel density: how many places there are around here, per square kilometre.
 *
 *   f(u) = sum over points k of w_k K(|u - c_k|) / e_k       K integrates to 1 over the plane
 *
 *   quartic   K(d) = 3 / (pi h^2) (1 - d^2/h^2)^2 for d < h, else 0: h is where it ends (Silverman 1986, 4.5)
 *   gaussian  K(d) = 1 / (2 pi h^2) exp(-d^2 / 2h^2): h is its standard deviation; cut off beyond a square of 5h to
 *             each side, which leaves out 1.2 millionths of a point
 *
 * A quartic of radius h has the standard deviation h / sqrt(8): a gaussian of the same h is far smoother.
 *
 * At the border W of the zones, by choice:
 *   none      e_k = 1: near the border too little, since nothing is known to lie beyond. Points beyond it count by what
 *             they spread over it
 *   boundary  e_k = the part of the kernel about point k that lies in W (Jones 1993; Diggle 2010, 18.9): no
 *             place is lost over the border, so that the integral over W is the number of places in W. The default,
 *             because a map of places should add up to the places. Points outside W do not count
 *   uniform   the sum without e_k, divided at u by the part of the kernel about u that lies in W (Diggle 1985): a flat
 *             density stays flat up to the border, but the integral is not the number of places */
#ifndef WIJK_DENSITY_H
#define WIJK_DENSITY_H

#include <wijk/raster.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum wijk_kernel { WIJK_KERNEL_QUARTIC, WIJK_KERNEL_GAUSSIAN } wijk_kernel;
typedef enum wijk_density_edge {
  WIJK_DENSITY_EDGE_BOUNDARY,
  WIJK_DENSITY_EDGE_NONE,
  WIJK_DENSITY_EDGE_UNIFORM
} wijk_density_edge;

typedef struct wijk_density_options {
  wijk_kernel kernel;
  double bandwidth_m;
  wijk_density_edge edge;
  int threads; /* 0 = all; results do not depend on it */
} wijk_density_options;

/* Points that weigh 0, or whose place or weight is NaN, add nothing. `inside`, as the exact border has it, is read by
 * the two edge corrections only. */
typedef struct wijk_density_points {
  size_t count;
  const double *x, *y, *weight;
  const bool *inside;
} wijk_density_points;

typedef struct wijk_density_sums {
  double inside;    /* weight of the points that count: inside W, or all of them without correction */
  double unreached; /* of which that of points with no middle of a cell in reach: cells too large for the bandwidth */
  double integral;  /* of the surface over the cells */
  size_t unreached_count;
} wijk_density_sums;

/* The density per km2 at the middle of every cell of the frame, into values[frame->rows * frame->columns]; NaN outside.
 * e_k and the part at u are sums over the cells of the frame, so that with the correction at the boundary the integral
 * is the weight inside, whatever the size of the cells, to rounding. Each cell adds up its points in one fixed order.
 * On failure `values` hold nothing of use. WIJK_USAGE for a bandwidth that is no number above 0, smaller than a cell,
 * or more than 100,000 cells. Cost: points times cells in reach (pi h^2 / cell^2, gaussian 100 h^2 / cell^2). */
wijk_status wijk_density_compute(const wijk_frame *frame, const wijk_density_points *points,
                                 const wijk_density_options *options, double *values, wijk_density_sums *sums,
                                 wijk_error *err);

/* The same at `count` places instead of cells, into density[count]; NaN where a place is NaN. There is no frame here:
 * the part of a kernel inside the zones follows from their border, exactly but for roundings (of a gaussian, for what
 * lies beyond 5h: a few millionths). Cost: the border within reach of each point, and the points in reach of each
 * place; and that of joining the zones. */
wijk_status wijk_density_find(const wijk_layer *zones, const wijk_density_points *points,
                              const wijk_density_options *options, size_t count, const double *x, const double *y,
                              double *density, wijk_error *err);

/* How far a point's kernel reaches, in metres. */
double wijk_density_reach(wijk_kernel kernel, double bandwidth_m);

/* The bandwidth that the normal reference rule takes for these points: sigma n^(-1/6) (Silverman 1986, 4.3.2, for two
 * dimensions) as standard deviation of the kernel, sigma^2 the mean of the variances of x and y; times sqrt(8) for the
 * quartic. NaN for fewer than two places. A suggestion: it smooths away what lies in clusters. */
double wijk_density_reference(const wijk_density_points *points, wijk_kernel kernel);

#ifdef __cplusplus
}
#endif
#endif
