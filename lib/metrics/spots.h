/* SPDX-License-Identifier: EUPL-1.2 */
/* Facilities as points in a window, ready for the statistics of point patterns; and what chance makes of those. */
#ifndef WIJK_METRICS_SPOTS_H
#define WIJK_METRICS_SPOTS_H

#include <wijk/metric.h>

#include "geo/pattern.h"

typedef struct wijk_spots {
  size_t count, outside, doubled; /* in the zones; outside them; on the spot of one before */
  double *x, *y;                  /* by x, then y: nothing depends on the order of rows */
  size_t *row;                    /* which facility each is */
  wijk_reason reason;             /* why there is no statistic; WIJK_PRESENT when there are some */
  pattern_rule rule;              /* radii that fit, ascending */
  size_t *radius;                 /* which of the subject's each is */
} wijk_spots;

/* Those with side[f] != 0 (`side` NULL: all) that lie in a zone. `with_radii` false = only distances to the nearest.
 * Made in `scratch`. */
wijk_status wijk_spots_new(const wijk_subject *subject, const uint8_t *side, bool with_radii, wijk_arena *scratch,
                           wijk_spots *spots, wijk_error *err);
/* "isotropic", for findings. */
const char *wijk_spots_edge(const wijk_spots *spots);
/* Where a radius of the subject stands in rule.radii; WIJK_NONE when it does not fit. */
size_t wijk_spots_bin(const wijk_spots *spots, size_t radius);

/* What simulations make of a statistic. p is two-sided, twice the smaller tail: 2 min(b, c) + 2 over R + 1 with b
 * simulations as low and c as high; so p is smallest where the value leaves the envelope from low to high. The
 * statistics of patterns are skewed, which a distance from the mean would not see. NaN where R = 0. Sources: Besag and
 * Diggle (1977); Ripley (1977). */
typedef struct wijk_envelope {
  double mean, variance, low, high, p;
} wijk_envelope;
/* Of simulated[s * stride], s < count. */
wijk_envelope wijk_envelope_compute(double value, const double *simulated, size_t stride, size_t count);

#endif
