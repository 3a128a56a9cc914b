/* SPDX-License-Identifier: EUPL-1.2 */
/* Where zones fit to the bit: a border piece that one other runs back along is a seam, and nothing is amiss there. */
#ifndef WIJK_GEO_SEAM_H
#define WIJK_GEO_SEAM_H

#include "geo/shape_builder.h"

/* Adds to `lines` every border piece of the layer that is no seam, chained where they follow on each other. Crossing
 * a seam one leaves one zone and enters another, so the number of zones over a point changes at these lines only:
 * gaps and overlaps are among the areas they bound. Cost: a table of all pieces. */
wijk_status seam_find_open(const wijk_geometry *shapes, shape_builder *lines, wijk_error *err);

#endif
