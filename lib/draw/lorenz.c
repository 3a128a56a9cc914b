/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/lorenz.h"
#include "base/sort.h"
#include <math.h>

typedef struct zones {
  const double *amounts, *weights;
} zones;

/* Amount per weight without dividing; no weight at all is more than any ratio. Equal ones lie on one straight piece,
 * and go by size so that the order of zones does not matter. */
static int by_ratio(const void *context, size_t a, size_t b) {
  const zones *z = context;
  if ((z->weights[a] > 0) != (z->weights[b] > 0))
    return z->weights[a] > 0 ? -1 : 1;
  double left = z->amounts[a] * z->weights[b], right = z->amounts[b] * z->weights[a];
  if (left != right)
    return left < right ? -1 : 1;
  return (z->amounts[a] > z->amounts[b]) - (z->amounts[a] < z->amounts[b]);
}

wijk_status lorenz_compute(const double *amounts, const double *weights, size_t count, wijk_arena *arena, lorenz *curve,
                           wijk_error *err) {
  const zones z = {amounts, weights};
  size_t *order = WIJK_ARENA_ADD(arena, size_t, count, err);
  *curve = (lorenz){count + 1, WIJK_ARENA_ADD(arena, double, count + 1, err),
                    WIJK_ARENA_ADD(arena, double, count + 1, err), NAN};
  if (!order || !curve->weight || !curve->amount || wijk_sort(count, by_ratio, &z, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < count; k++) {
    curve->weight[k + 1] = curve->weight[k] + weights[order[k]];
    curve->amount[k + 1] = curve->amount[k] + amounts[order[k]];
  }
  double sum = 0;
  const double weight = curve->weight[count], amount = curve->amount[count];
  for (size_t k = 0; k < count; k++)
    sum += weights[order[k]] * (curve->amount[k] + curve->amount[k + 1]);
  curve->gini = fmax(0, 1 - sum / (weight * amount));
  for (size_t k = 1; k <= count; k++) {
    curve->weight[k] /= weight;
    curve->amount[k] /= amount;
  }
  return WIJK_OK;
}

double lorenz_half(const lorenz *curve) {
  size_t k = 1;
  while (k + 1 < curve->count && curve->weight[k] < 0.5)
    k++;
  double width = curve->weight[k] - curve->weight[k - 1];
  double share = width > 0 ? (0.5 - curve->weight[k - 1]) / width : 0;
  return curve->amount[k - 1] + share * (curve->amount[k] - curve->amount[k - 1]);
}
