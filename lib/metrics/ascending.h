/* SPDX-License-Identifier: EUPL-1.2 */
/* Numbers in ascending order, thousands of times over: room is asked for once, and sorting takes time in proportion to
 * how many there are, for numbers that lie as those of zones do. */
#ifndef WIJK_METRICS_ASCENDING_H
#define WIJK_METRICS_ASCENDING_H

#include <stdint.h>
#include <wijk/arena.h>

typedef struct wijk_ascending_pair {
  double key, weight;
} wijk_ascending_pair;

typedef struct wijk_ascending {
  size_t room;
  uint32_t *bucket, *start;
  wijk_ascending_pair *pairs, *spare; /* what was sorted last */
} wijk_ascending;

/* Room for `room` pairs, in `arena`. */
wijk_status wijk_ascending_new(size_t room, wijk_arena *arena, wijk_ascending *ascending, wijk_error *err);

/* The `count` <= room pairs that `pairs` holds, by key, equal ones in their order. Keys are finite numbers. Into
 * buckets of equal width, and in these by insertion; a bucket in which many different ones fall by merging: O(n) for
 * keys that are spread, O(n log n) at most. */
void wijk_ascending_sort(wijk_ascending *ascending, size_t count);

#endif
