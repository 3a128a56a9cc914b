/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/density_points.h"

#include "base/memory.h"
#include "geo/point_order.h"

#include <math.h>

static bool counts(const wijk_density_points *points, wijk_density_edge edge, size_t k) {
  return isfinite(points->x[k]) && isfinite(points->y[k]) && isfinite(points->weight[k]) && points->weight[k] != 0 &&
         (edge == WIJK_DENSITY_EDGE_NONE || points->inside[k]);
}

wijk_status density_points_list(const wijk_density_points *points, wijk_density_edge edge, size_t *list, size_t *count,
                                wijk_error *err) {
  double *x = memory_resize(NULL, points->count + 1, sizeof *x), *y = memory_resize(NULL, points->count + 1, sizeof *y);
  double *weight = memory_resize(NULL, points->count + 1, sizeof *weight);
  size_t *number = memory_resize(NULL, points->count + 1, sizeof *number), made = 0;
  wijk_status status =
      x && y && weight && number ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for the points of a density");
  for (size_t k = 0; status == WIJK_OK && k < points->count; k++)
    if (counts(points, edge, k)) {
      x[made] = points->x[k];
      y[made] = points->y[k];
      weight[made] = points->weight[k];
      number[made++] = k;
    }
  if (status == WIJK_OK)
    status = point_order(made, x, y, weight, list, err);
  for (size_t i = 0; status == WIJK_OK && i < made; i++)
    list[i] = number[list[i]];
  *count = made;
  memory_free(x);
  memory_free(y);
  memory_free(weight);
  memory_free(number);
  return status;
}
