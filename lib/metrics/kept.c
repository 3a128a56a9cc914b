/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/kept.h"

wijk_status wijk_kept_window(const wijk_subject *subject, const window **made, wijk_error *err) {
  wijk_kept *kept = subject->kept;
  if (!kept->has_window) {
    const wijk_status status = window_new(subject->zones, kept->arena, &kept->window, err);
    if (status != WIJK_OK) {
      return status;
    }
    kept->has_window = true;
  }
  *made = &kept->window;
  return WIJK_OK;
}

wijk_status wijk_kept_shift(const wijk_subject *subject, double reach_m, const window_shift **made, wijk_error *err) {
  wijk_kept *kept = subject->kept;
  const window *ground;
  if (wijk_kept_window(subject, &ground, err) != WIJK_OK) {
    return err->status;
  }
  if (kept->shift == NULL || kept->shift_reach_m != reach_m) {
    kept->shift = window_shift_new(ground, reach_m, subject->threads, kept->arena, err);
    kept->shift_reach_m = reach_m;
  }
  *made = kept->shift;
  return kept->shift == NULL ? WIJK_MEMORY : WIJK_OK;
}

void wijk_kept_close(wijk_kept *kept) {
  window_close(&kept->window);
}
