/* SPDX-License-Identifier: EUPL-1.2 */
/* What is dear to make and the same for every value of --by: made by the first family that asks, and kept. */
#ifndef WIJK_METRICS_KEPT_H
#define WIJK_METRICS_KEPT_H

#include <wijk/metric.h>

#include "geo/window.h"

typedef struct wijk_kept {
  wijk_arena *arena;
  bool has_window;
  window window;
  window_shift *shift;
  double shift_reach_m;
  double *interior_x, *interior_y; /* NULL until somebody needs them (homes.h) */
} wijk_kept;

/* The ground that all zones cover together, water too. */
wijk_status wijk_kept_window(const wijk_subject *subject, const window **made, wijk_error *err);
/* How much it shares with itself when shifted by no more than `reach_m`. */
wijk_status wijk_kept_shift(const wijk_subject *subject, double reach_m, const window_shift **made, wijk_error *err);
void wijk_kept_close(wijk_kept *kept);

#endif
