/* SPDX-License-Identifier: EUPL-1.2 */
/* The Lorenz curve of an amount over zones, and the Gini index that belongs to it. */
#ifndef WIJK_DRAW_LORENZ_H
#define WIJK_DRAW_LORENZ_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>

typedef struct lorenz {
  size_t count;            /* points, the first 0, 0, the last 1, 1 */
  double *weight, *amount; /* [count] shares, cumulated */
  double gini;
} lorenz;

/* Of `count` zones with an amount of 0 or more and a weight of 0 or more each, both with a sum above 0. Zones go in the
 * order of amount per weight, those without weight last; the order given does not matter. O(n log n). */
wijk_status lorenz_compute(const double *amounts, const double *weights, size_t count, wijk_arena *arena, lorenz *curve,
                           wijk_error *err);
/* Share of the amount that the lower half of the weight has: between two points the curve runs straight. */
double lorenz_half(const lorenz *curve);

#endif
