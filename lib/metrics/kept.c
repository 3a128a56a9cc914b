/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/kept.h"

#include <math.h>

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

wijk_status wijk_kept_shift(const wijk_subject *subject, bool tabulate, const window_shift **made, wijk_error *err) {
  wijk_kept *kept = subject->kept;
  const window *ground;
  if (wijk_kept_window(subject, &ground, err) != WIJK_OK) {
    return err->status;
  }
  if (kept->shift == NULL) {
    kept->shift = window_shift_new(ground, kept->arena, err);
  }
  if (kept->shift == NULL) {
    return WIJK_MEMORY;
  }
  double reach = 0;
  for (size_t r = 0; r < subject->radius_count; r++) {
    reach = fmax(reach, subject->radii_m[r]);
  }
  if (tabulate && !kept->has_table) {
    if (window_shift_tabulate(kept->shift, reach, subject->threads, kept->arena, err) != WIJK_OK) {
      return err->status;
    }
    kept->has_table = true;
  }
  *made = kept->shift;
  return WIJK_OK;
}

void wijk_kept_close(wijk_kept *kept) {
  window_close(&kept->window);
}
