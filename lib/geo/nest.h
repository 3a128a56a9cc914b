/* SPDX-License-Identifier: EUPL-1.2 */
/* Which ring is a shell and which a hole of which, by how the rings lie and not by how they were given. */
#ifndef WIJK_GEO_NEST_H
#define WIJK_GEO_NEST_H

#include "geo/shape_builder.h"

/* Adds the rings of one row of `shapes` to `builder` as parts: a ring inside an even number of others is a shell, one
 * inside an odd number a hole of the smallest around it. Rings that cross or cover each other end up somewhere; the
 * caller checks. Cost: the square of the number of rings, so above some thousands the row is added as it is. */
wijk_status nest_compute(const wijk_geometry *shapes, size_t row, shape_builder *builder, wijk_error *err);

#endif
