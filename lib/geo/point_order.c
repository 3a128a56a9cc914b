/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/point_order.h"

#include "base/sort.h"

typedef struct points {
  const double *x, *y, *weight;
} points;

static int order_numbers(double a, double b) {
  return (a > b) - (a < b);
}

static int order_points(const void *context, size_t a, size_t b) {
  const points *p = context;
  if (p->x[a] != p->x[b])
    return order_numbers(p->x[a], p->x[b]);
  if (p->y[a] != p->y[b])
    return order_numbers(p->y[a], p->y[b]);
  return p->weight ? order_numbers(p->weight[a], p->weight[b]) : 0;
}

wijk_status point_order(size_t count, const double *x, const double *y, const double *weight, size_t *order,
                        wijk_error *err) {
  const points all = {x, y, weight};
  return wijk_sort(count, order_points, &all, order, err);
}
