/* SPDX-License-Identifier: EUPL-1.2 */
/* An order of points that does not depend on that of their rows, so that what is added up in it does not either. */
#ifndef WIJK_GEO_POINT_ORDER_H
#define WIJK_GEO_POINT_ORDER_H

#include <stddef.h>
#include <wijk/error.h>

/* Fills `order[count]` with 0..count-1: by x, then y, then weight (NULL = none); equal ones in their own order. None is
 * NaN. */
wijk_status point_order(size_t count, const double *x, const double *y, const double *weight, size_t *order,
                        wijk_error *err);

#endif
