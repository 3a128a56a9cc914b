/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"
#include "metrics/indices.h"

#define SAME 1e-9

wijk_status wijk_ranking_new(const double *values, size_t count, wijk_arena *arena, wijk_ranking *ranking,
                             wijk_error *err) {
  wijk_ranking made = {.order = WIJK_ARENA_ADD(arena, size_t, count, err),
                       .end = WIJK_ARENA_ADD(arena, size_t, count, err)};
  if (made.order == NULL || made.end == NULL || wijk_sort_numbers(count, values, made.order, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  const double rounding = count == 0 ? 0 : SAME * fabs(values[made.order[count - 1]]);
  double first = 0;
  for (size_t k = 0; k < count; k++) {
    const double value = values[made.order[k]];
    if (k == 0 || value - first > rounding) {
      first = value;
      made.count++;
    }
    made.end[made.count - 1] = k + 1;
  }
  *ranking = made;
  return WIJK_OK;
}
