/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/fdr.h"

#include <math.h>

#include "base/sort.h"

wijk_status wijk_fdr_compute(size_t count, const double *p, double *adjusted, wijk_arena *scratch, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, count, err);
  if (order == NULL) {
    return WIJK_MEMORY;
  }
  const wijk_status status = count > 0 ? wijk_sort_numbers(count, p, order, err) : WIJK_OK;
  if (status != WIJK_OK) {
    return status;
  }
  size_t tests = count;
  while (tests > 0 && isnan(p[order[tests - 1]])) {
    adjusted[order[--tests]] = NAN;
  }
  double least = 1;
  for (size_t rank = tests; rank > 0; rank--) {
    const size_t i = order[rank - 1];
    least = fmin(least, p[i] * (double)tests / (double)rank);
    adjusted[i] = least;
  }
  return WIJK_OK;
}
