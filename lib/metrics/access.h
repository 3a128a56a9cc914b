/* SPDX-License-Identifier: EUPL-1.2 */
/* The two steps of a floating catchment, straight and over the roads. */
#ifndef WIJK_METRICS_ACCESS_H
#define WIJK_METRICS_ACCESS_H

#include <wijk/geo.h>

#include "metrics/road_homes.h"

/* How much a place at a distance weighs: rings by their outer radius, rising; nothing beyond the last. */
typedef struct wijk_rings {
  size_t count;
  const double *radius_m, *weight;
} wijk_rings;

/* Who shares the places: the homes, and behind them the population points outside every zone. */
typedef struct wijk_demand {
  wijk_road_homes homes; /* without places where there are no roads */
  size_t count;
  double *x, *y, *weight;
  wijk_road_place *place;                  /* NULL without roads */
  wijk_point_index *index, *of_facilities; /* made when first asked for something straight */
} wijk_demand;
wijk_status wijk_demand_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_demand *demand, wijk_error *err);
/* Its indices; the rest is the arena's. */
void wijk_demand_free(wijk_demand *demand);

/* `access[h]` of each home, in places per resident: NaN where unknown places are within reach, or places that nobody
 * shares. `people[f]`, the weighted residents that share facility f. */
typedef struct wijk_access {
  double *access, *people;
} wijk_access;

/* `subject` knows places. A home that is too far from a road has no access over the roads: 0, and the caller's to pass
 * over. Made in `scratch`. */
wijk_status wijk_access_straight(const wijk_subject *subject, wijk_demand *demand, const wijk_rings *rings,
                                 wijk_arena *scratch, wijk_access *found, wijk_error *err);
wijk_status wijk_access_net(const wijk_subject *subject, wijk_demand *demand, const wijk_rings *rings,
                            wijk_arena *scratch, wijk_access *found, wijk_error *err);

#endif
