/* SPDX-License-Identifier: EUPL-1.2 */
/* Within which distance a share of the residents lives, of every zone and of the city. */
#ifndef WIJK_METRICS_QUANTILES_H
#define WIJK_METRICS_QUANTILES_H

#include "metrics/homes.h"

/* The smallest of `values` (one per home) such that at least `share` of the weight lies at or below it: of each zone
 * into `of_zone[zone_count]`, of all homes into `*of_all`. The one value where there is one home; NaN without weight,
 * and where values are NaN. */
typedef struct wijk_quantile {
  double share;
  double *of_zone, of_all;
} wijk_quantile;

/* Fills `quantiles`, in order of rising share. All homes are sorted once, and every zone meets its own in that order:
 * O(homes). */
wijk_status wijk_quantiles_compute(const wijk_homes *homes, size_t zone_count, const double *values, size_t count,
                                   wijk_quantile *quantiles, wijk_arena *scratch, wijk_error *err);

#endif
