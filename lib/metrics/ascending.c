/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/ascending.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef wijk_ascending_pair pair;

enum { FEW = 24 }; /* pairs that are sorted fastest by insertion */

wijk_status wijk_ascending_new(size_t room, wijk_arena *arena, wijk_ascending *ascending, wijk_error *err) {
  *ascending = (wijk_ascending){.room = room,
                                .bucket = WIJK_ARENA_ADD(arena, uint32_t, room, err),
                                .start = WIJK_ARENA_ADD(arena, uint32_t, 2 * room + 1, err),
                                .pairs = WIJK_ARENA_ADD(arena, pair, room, err),
                                .spare = WIJK_ARENA_ADD(arena, pair, room, err)};
  return ascending->bucket == NULL || ascending->start == NULL || ascending->pairs == NULL || ascending->spare == NULL
             ? WIJK_MEMORY
             : WIJK_OK;
}

static void insert(pair *pairs, size_t count) {
  for (size_t i = 1; i < count; i++) {
    const pair moved = pairs[i];
    size_t at = i;
    for (; at > 0 && pairs[at - 1].key > moved.key; at--) {
      pairs[at] = pairs[at - 1];
    }
    pairs[at] = moved;
  }
}

static void merge(pair *pairs, pair *spare, size_t count) {
  if (count <= FEW) {
    insert(pairs, count);
    return;
  }
  const size_t half = count / 2;
  merge(pairs, spare, half);
  merge(pairs + half, spare + half, count - half);
  memcpy(spare, pairs, half * sizeof *spare);
  for (size_t a = 0, b = half, out = 0; a < half; out++) {
    pairs[out] = b < count && pairs[b].key < spare[a].key ? pairs[b++] : spare[a++];
  }
}

static bool in_order(const pair *pairs, size_t count) {
  for (size_t i = 1; i < count; i++) {
    if (pairs[i - 1].key > pairs[i].key) {
      return false;
    }
  }
  return true;
}

/* Deals the pairs into `spare`, by bucket; `start` becomes where each bucket ends. There are two buckets a pair: keys
 * crowd around their middle. */
static void deal(wijk_ascending *ascending, size_t count, double least, double scale) {
  const pair *pairs = ascending->pairs;
  uint32_t *bucket = ascending->bucket, *start = ascending->start;
  memset(start, 0, (2 * count + 1) * sizeof *start);
  for (size_t i = 0; i < count; i++) {
    bucket[i] = (uint32_t)((pairs[i].key - least) * scale); /* never falls as the key rises */
    start[bucket[i] + 1]++;
  }
  for (size_t b = 0; b < 2 * count; b++) {
    start[b + 1] += start[b];
  }
  for (size_t i = 0; i < count; i++) {
    ascending->spare[start[bucket[i]]++] = pairs[i];
  }
}

void wijk_ascending_sort(wijk_ascending *ascending, size_t count) {
  pair *pairs = ascending->pairs, *spare = ascending->spare;
  double least = count > 0 ? pairs[0].key : 0, most = least;
  for (size_t i = 1; i < count; i++) {
    least = pairs[i].key < least ? pairs[i].key : least;
    most = pairs[i].key > most ? pairs[i].key : most;
  }
  const double scale = ((double)(2 * count) - 1) / (most - least);
  if (count <= FEW || !isfinite(scale) || !(scale > 0)) {
    merge(pairs, spare, count);
    return;
  }
  deal(ascending, count, least, scale);
  ascending->pairs = spare;
  ascending->spare = pairs;
  for (size_t from = 0; from < count;) {
    const size_t end = ascending->start[(uint32_t)((spare[from].key - least) * scale)];
    if (!in_order(spare + from, end - from)) {
      merge(spare + from, pairs + from, end - from);
    }
    from = end;
  }
}
