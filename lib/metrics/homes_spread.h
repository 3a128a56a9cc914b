/* SPDX-License-Identifier: EUPL-1.2 */
/* What a value at every home comes to per zone and in the city: mean, median, 90th percentile and largest. */
#ifndef WIJK_METRICS_HOMES_SPREAD_H
#define WIJK_METRICS_HOMES_SPREAD_H

#include "metrics/homes.h"

typedef struct wijk_homes_spread {
  const char *mean, *median, *p90, *max; /* ids, of zones and of the city */
  const uint8_t *why;                    /* of each zone that has no value */
  wijk_reason why_all;                   /* of the city, when it has none */
} wijk_homes_spread;

/* Fills those of the four that are asked for. */
wijk_status wijk_homes_spread_fill(const wijk_homes_spread *spread, size_t zone_count, const wijk_homes *homes,
                                   const double *values, wijk_arena *scratch, wijk_results *results, wijk_error *err);

/* One figure that is a mean over homes, of zones and of the city. */
wijk_status wijk_homes_spread_fill_mean(const wijk_homes_spread *spread, size_t zone_count, const char *id, size_t part,
                                        const wijk_homes *homes, const double *values, wijk_results *results,
                                        wijk_error *err);

#endif
