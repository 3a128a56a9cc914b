/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/nearness.h"

#include <wijk/geo.h>

#include "geo/decay.h"

wijk_status wijk_universe_neighbours(const wijk_subject *subject, const wijk_universe *u, wijk_arena *arena,
                                     wijk_weights *weights, wijk_error *err) {
  bool *in = WIJK_ARENA_ADD(arena, bool, subject->zone_count, err);
  if (in == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < u->count; k++) {
    in[u->zone[k]] = true;
  }
  wijk_weights_rule rule = subject->method->weights;
  rule.kind = rule.kind == WIJK_WEIGHTS_ROOK ? WIJK_WEIGHTS_ROOK : WIJK_WEIGHTS_QUEEN;
  rule.row_standardise = false;
  return wijk_weights_new(subject->zones, in, &rule, subject->threads, arena, weights, err);
}

static wijk_status add_places(const wijk_subject *subject, const wijk_universe *u, wijk_arena *arena,
                              wijk_vicinity *vicinity, wijk_error *err) {
  double *x = WIJK_ARENA_ADD(arena, double, subject->zone_count, err);
  double *y = WIJK_ARENA_ADD(arena, double, subject->zone_count, err);
  double *own = WIJK_ARENA_ADD(arena, double, u->count, err), *one = WIJK_ARENA_ADD(arena, double, u->count, err);
  if (x == NULL || y == NULL || own == NULL || one == NULL) {
    return WIJK_MEMORY;
  }
  wijk_polygons_centroid(subject->zones, x, y);
  for (size_t k = 0; k < u->count; k++) { /* zone[k] >= k: none is overwritten before it is moved */
    x[k] = x[u->zone[k]];
    y[k] = y[u->zone[k]];
    own[k] = exp(-0.6 * sqrt(u->a[k]));
    one[k] = 1;
  }
  vicinity->x = x;
  vicinity->y = y;
  vicinity->own = own;
  vicinity->one = one;
  return WIJK_OK;
}

static wijk_status add_neighbours(const wijk_subject *subject, const wijk_universe *u, wijk_arena *arena,
                                  wijk_vicinity *vicinity, wijk_error *err) {
  vicinity->place = WIJK_ARENA_ADD(arena, size_t, subject->zone_count, err);
  if (vicinity->place == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; k < u->count; k++) {
    vicinity->place[u->zone[k]] = k;
  }
  return wijk_universe_neighbours(subject, u, arena, &vicinity->weights, err);
}

wijk_status wijk_vicinity_new(const wijk_subject *subject, const wijk_universe *u, bool by_contiguity,
                              wijk_arena *arena, wijk_vicinity *vicinity, wijk_error *err) {
  *vicinity = (wijk_vicinity){.by_contiguity = by_contiguity, .rest = WIJK_ARENA_ADD(arena, double, u->count, err)};
  return vicinity->rest == NULL ? WIJK_MEMORY
                                : (by_contiguity ? add_neighbours : add_places)(subject, u, arena, vicinity, err);
}

wijk_status wijk_nearness_new(const wijk_universe *u, wijk_arena *arena, wijk_nearness *near, wijk_error *err) {
  *near = (wijk_nearness){.x = WIJK_ARENA_ADD(arena, double, u->count, err),
                          .y = WIJK_ARENA_ADD(arena, double, u->count, err),
                          .one = WIJK_ARENA_ADD(arena, double, u->count, err)};
  return near->x == NULL || near->y == NULL || near->one == NULL ? WIJK_MEMORY : WIJK_OK;
}

static void sum_neighbours(const wijk_vicinity *vicinity, const wijk_universe *u, wijk_nearness *near) {
  const wijk_weights *w = &vicinity->weights;
  for (size_t k = 0; k < u->count; k++) {
    double x = u->x[k], y = vicinity->rest[k], one = 1;
    for (size_t at = w->first[u->zone[k]]; at < w->first[u->zone[k] + 1]; at++) {
      const size_t j = vicinity->place[w->neighbour[at]];
      x += u->x[j];
      y += vicinity->rest[j];
      one++;
    }
    near->x[k] = x;
    near->y[k] = y;
    near->one[k] = one;
  }
}

wijk_status wijk_nearness_find(const wijk_vicinity *vicinity, const wijk_universe *u, int threads, wijk_nearness *near,
                               wijk_error *err) {
  for (size_t k = 0; k < u->count; k++) {
    vicinity->rest[k] = u->t[k] - u->x[k];
  }
  if (vicinity->by_contiguity) {
    sum_neighbours(vicinity, u, near);
    return WIJK_OK;
  }
  const double *mass[] = {u->x, vicinity->rest, vicinity->one};
  double *const sum[] = {near->x, near->y, near->one};
  return wijk_decay_sums(u->count, vicinity->x, vicinity->y, vicinity->own, 3, mass, threads, sum, err);
}
