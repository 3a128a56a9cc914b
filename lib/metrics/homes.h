/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the residents of each zone live: the places from which distances are measured. */
#ifndef WIJK_METRICS_HOMES_H
#define WIJK_METRICS_HOMES_H

#include <wijk/metric.h>

/* Homes of zone i are first[i] .. first[i + 1] - 1. */
typedef struct wijk_homes {
  size_t count;
  size_t *first;
  double *x, *y, *weight;
} wijk_homes;

/* The population points inside the zone where somebody lives. A zone without any is measured from its interior point,
 * which weighs the zone's residents in figures of the city, and in the zone's own is all there is. Water, and a zone
 * where it is known that nobody lives, have no homes without population points. Made in `scratch`. */
wijk_status wijk_homes_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_homes *homes, wijk_error *err);

/* Zones measured from their interior point: no population point in them, not water, and not known to have no residents
 * (from nobody there is no distance). */
bool wijk_homes_is_interior(const wijk_subject *subject, const double *population_of_zone, size_t zone);
/* Why a zone without homes has none. */
wijk_reason wijk_homes_reason(const wijk_subject *subject, size_t zone);

/* The interior points of those zones, NaN for the others: dear to make (GEOS), and made when the first figure needs
 * them; kept with the subject, or where it keeps nothing made in `scratch`. */
wijk_status wijk_homes_interior(const wijk_subject *subject, wijk_arena *scratch, const double **x, const double **y,
                                wijk_error *err);

/* Sum of population weights at points inside each zone, into `sums[zone_count]`. */
void wijk_homes_sum(const wijk_subject *subject, double *sums);

/* Mean of `values` with `weights`, the one value when there is only one; NaN when the weights sum to 0. */
double wijk_weighted_mean(const double *values, const double *weights, size_t count);

#endif
