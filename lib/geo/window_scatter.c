/* SPDX-License-Identifier: EUPL-1.2 */
/* Places by chance: a part by the area of its box, then a place in the box, kept where it lies in the part; so every
 * spot of the window is as likely. The tries are one row of draws, whatever is asked at once. */
#include "geo/window.h"

enum { TRIES = 256 };

static size_t draw_part(const window *made, wijk_random *random) {
  size_t low = 0, high = made->parts->row_count - 1;
  if (high == 0)
    return 0;
  double place = wijk_random_share(random) * made->boxes_m2_up_to[high];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (made->boxes_m2_up_to[middle] > place)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

wijk_status window_scatter(const window *made, wijk_random *random, size_t count, double *x, double *y,
                           wijk_error *err) {
  double tried_x[TRIES], tried_y[TRIES];
  size_t part[TRIES], found[TRIES], have = 0;
  while (have < count) {
    size_t tries = 2 * (count - have) < TRIES ? 2 * (count - have) : TRIES;
    for (size_t i = 0; i < tries; i++) {
      part[i] = draw_part(made, random);
      polygon_box box = made->boxes[part[i]];
      tried_x[i] = box.min_x + wijk_random_share(random) * (box.max_x - box.min_x);
      tried_y[i] = box.min_y + wijk_random_share(random) * (box.max_y - box.min_y);
    }
    wijk_status status = wijk_zone_index_find(made->index, tries, tried_x, tried_y, 1, found, NULL, err);
    if (status != WIJK_OK)
      return status;
    for (size_t i = 0; i < tries && have < count; i++)
      if (found[i] == part[i]) {
        x[have] = tried_x[i];
        y[have++] = tried_y[i];
      }
  }
  return WIJK_OK;
}
