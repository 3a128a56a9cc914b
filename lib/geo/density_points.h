/* SPDX-License-Identifier: EUPL-1.2 */
/* Which points count in a density, and the same at places instead of cells. */
#ifndef WIJK_GEO_DENSITY_POINTS_H
#define WIJK_GEO_DENSITY_POINTS_H

#include "geo/window.h"

#include <wijk/density.h>

/* The numbers of those that count into list[points->count], in an order that does not depend on theirs: all that is
 * added up, is added up in it. */
wijk_status density_points_list(const wijk_density_points *points, wijk_density_edge edge, size_t *list, size_t *count,
                                wijk_error *err);

/* `wijk_density_find` in a window that is there already; NULL for WIJK_DENSITY_EDGE_NONE, which needs none. */
wijk_status density_find_in(const window *ground, const wijk_density_points *points,
                            const wijk_density_options *options, size_t count, const double *x, const double *y,
                            double *density, wijk_error *err);

#endif
