/* SPDX-License-Identifier: EUPL-1.2 */
/* Cities as chance would have made them: another x over the zones of a universe, by number. Draw r is a pure function
 * of seed, r and what is given; threads and order change nothing. */
#ifndef WIJK_METRICS_NULL_H
#define WIJK_METRICS_NULL_H

#include "base/alias.h"
#include "metrics/family.h"

typedef enum wijk_null_kind {
  /* Every facility whole, with all its places, to a zone with chance t_i/T: the facilities that are counted in the
   * universe, in ascending order of their places, so that the order of the source plays no part. */
  WIJK_NULL_FACILITIES,
  /* Counts without facilities, of a group that is part of the total: each of the t_i belongs to it with chance X/T,
   * x_i ~ B(t_i, X/T). No zone can hold more than it has; X differs from draw to draw as it does in life. Draws come
   * from a table per zone, exact to 2^-40, with a stream of chance per zone. */
  WIJK_NULL_MEMBERS,
  /* Counts without facilities that are no part of the total (X > T, or parts of people): each of the X units by
   * itself to a zone with chance t_i/T. */
  WIJK_NULL_UNITS,
  /* The x_i as they are, each zone given that of another: every order has the same chance (Fisher & Yates 1938). */
  WIJK_NULL_PERMUTATION,
  WIJK_NULL_NONE /* X is no whole number of units, or too many of them */
} wijk_null_kind;

typedef struct wijk_null {
  wijk_null_kind kind;
  const wijk_universe *u;
  uint64_t seed;
  size_t unit_count; /* facilities or units */
  double *capacity;  /* ascending; NULL = 1 each */
  wijk_alias alias;  /* over zones, by t_i */
  /* members */
  double share;
  uint32_t *drawn; /* [draw - first][zone], rows of `stride` */
  size_t stride, first, block;
} wijk_null;

/* For `draws` draws. `zone_count` of the universe > 0, X > 0. Made in `scratch`. */
wijk_status wijk_null_new(const wijk_subject *subject, const wijk_universe *u, size_t draws, wijk_arena *scratch,
                          wijk_null *null, wijk_error *err);

/* Makes draws first .. first + count - 1 ready, count <= null->block; `first` is even. */
wijk_status wijk_null_prepare(wijk_null *null, size_t first, size_t count, int threads, wijk_error *err);

/* Draw `draw` of those made ready, into x[u->count]. By any thread. */
void wijk_null_draw(const wijk_null *null, size_t draw, double *x);

#endif
