/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes on the two sides of a midpoint. */
#ifndef WIJK_DRAW_PARTING_H
#define WIJK_DRAW_PARTING_H

#include <wijk/draw.h>

/* Moves the limits of `classes`, made from these values (NaN = missing), so that no class lies on both sides of
 * `midpoint`. Where values lie at the midpoint itself, as "no difference" does, they become a class of their own, whose
 * number goes into `still` (else -1). A class that this leaves empty joins its neighbour on the same side. O(n log n)
 * for each class so joined. */
wijk_status classes_part(double midpoint, const double *values, size_t count, wijk_classes *classes, int *still,
                         wijk_error *err);

#endif
