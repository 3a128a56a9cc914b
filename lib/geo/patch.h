/* SPDX-License-Identifier: EUPL-1.2 */
/* A projection in patches: squares of the source's plane, each with a polynomial fitted to PROJ and measured against
 * PROJ. Good for figures that will be rounded, never instead of PROJ: a place that a patch cannot round for certain is
 * left to PROJ. */
#ifndef WIJK_GEO_PATCH_H
#define WIJK_GEO_PATCH_H

#include "geo/projecting.h"

#include <stdint.h>

typedef struct patch_map patch_map;

/* Patches where `count` points lie densely enough to pay for them; none at all for a projection that is not smooth (a
 * correction grid). `per_unit`: of how small parts of the target's unit whole numbers will be made. On `threads`
 * threads; the patches do not depend on how many. NULL with `err` set when there is no memory. */
patch_map *patches_fit(const wijk_projection *projection, const double *x, const double *y, size_t count,
                       double per_unit, int threads, wijk_error *err);
void patches_free(patch_map *map);

/* The whole numbers that PROJ's result times `per_unit` rounds to (ties cannot occur: they are never certain). False
 * where only PROJ can tell. */
bool patches_round(const patch_map *map, double x, double y, int32_t rounded[2]);

#endif
