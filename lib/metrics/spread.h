/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of zones, told of other areas. */
#ifndef WIJK_METRICS_SPREAD_H
#define WIJK_METRICS_SPREAD_H

#include <wijk/geo.h>
#include <wijk/metric.h>

typedef struct wijk_spread {
  double *residents, *group, *land_m2; /* of each area */
  double *shared_m2;                   /* of each area: what lies in the zones */
  size_t by_area;                      /* zones whose numbers went by area: nobody's home is known in them */
  double residents_lost;               /* at points in no area, or where areas leave land open */
} wijk_spread;

/* Each zone's residents and x_i over the areas, by the residents at its population points; of a zone without any
 * such points by the area that it shares with each. So what the zones hold in all is kept wherever the areas cover
 * them: t_i stays the zones' own number, and points only divide it. Land likewise by area. A zone whose number is not
 * known gives none. Made in `scratch`. */
wijk_status wijk_spread_zones(const wijk_subject *subject, const wijk_layer *areas, wijk_arena *scratch,
                              wijk_spread *spread, wijk_error *err);

#endif
