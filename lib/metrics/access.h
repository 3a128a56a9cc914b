/* SPDX-License-Identifier: EUPL-1.2 */
/* Places a resident has access to: what the straight way and the way over the roads share. */
#ifndef WIJK_METRICS_ACCESS_H
#define WIJK_METRICS_ACCESS_H

#include "metrics/homes.h"

/* How much a place at a distance weighs: rings by their outer radius, rising; nothing beyond the last. */
typedef struct wijk_rings {
  size_t count;
  const double *radius_m, *weight;
} wijk_rings;

/* Who shares the places: the homes, and behind them the population points outside every zone. */
typedef struct wijk_demand {
  wijk_homes homes;
  size_t count;
  double *x, *y, *weight;
} wijk_demand;

/* The two steps of a floating catchment. `access[h]` of each home, in places per resident; `people[f]`, the weighted
 * residents that share facility f. NaN where it is not known. */
typedef struct wijk_access {
  double *access, *people;
} wijk_access;

wijk_status wijk_access_straight(const wijk_subject *subject, const wijk_demand *demand, const wijk_rings *rings,
                                 wijk_arena *scratch, wijk_access *found, wijk_error *err);

/* R_j = S_j / D_j: places per resident that a facility gives; NaN for unknown places, and for D_j = 0. */
void wijk_access_supply(const wijk_subject *subject, const double *people, double *per_resident);

#endif
