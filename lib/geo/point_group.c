/* SPDX-License-Identifier: EUPL-1.2 */
/* Queries in groups of neighbours: sorted by the bin of the tree in which they fall.
 *
 * Bins follow the points, so crowds, lines and points far off do them no harm; and queries of one bin have the same
 * few points near them, which are then looked at once for all. */
#include "base/memory.h"
#include "geo/point_index.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* What one worker sorts at a time; FEW queries are not worth sorting. Neighbours lie far apart in memory, so their
 * coordinates are fetched AHEAD of their use. Bins with fewer than A_BIN queries would not be asked by themselves. */
enum { BLOCK_MOST = 1 << 17, BLOCK_LEAST = 1 << 12, FEW = 64, AHEAD = 32, A_BIN = 16 };

#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) ((void)(place))
#endif

typedef struct asking {
  const wijk_point_index *index;
  const double *x, *y;
  size_t levels; /* of the tree that are used to sort */
  point_answer answer;
  void *context;
} asking;

/* A worker's room: the bin of each query of its block, the queries by bin, and where each bin's queries end. */
typedef struct room {
  uint32_t *bin, *order, *ends;
} room;

static bool has_place(const asking *all, size_t query) {
  return isfinite(all->x[query]) && isfinite(all->y[query]);
}

/* Bins 0 .. 2^levels - 1, in the order of the tree; then that of the queries nowhere. */
static uint32_t find_bin(const asking *all, size_t query) {
  if (!has_place(all, query))
    return (uint32_t)1 << all->levels;
  const float place[2] = {(float)all->x[query], (float)all->y[query]};
  const point_split *splits = all->index->splits;
  size_t node = 1;
  for (size_t level = 0; level < all->levels; level++)
    node = 2 * node + (place[splits[node].by_y] >= splits[node].place);
  return (uint32_t)(node - ((size_t)1 << all->levels));
}

static void sort_block(const asking *all, size_t first, size_t count, const room *room) {
  const size_t bins = ((size_t)1 << all->levels) + 1;
  memset(room->ends, 0, bins * sizeof *room->ends);
  for (size_t i = 0; i < count; i++) {
    room->bin[i] = find_bin(all, first + i);
    room->ends[room->bin[i]]++;
  }
  uint32_t before = 0;
  for (size_t bin = 0; bin < bins; bin++) {
    const uint32_t own = room->ends[bin];
    room->ends[bin] = before;
    before += own;
  }
  for (size_t i = 0; i < count; i++)
    room->order[room->ends[room->bin[i]]++] = (uint32_t)i;
}

static void answer_group(const asking *all, point_group *group) {
  if (!group->count)
    return;
  point_box box = point_group_spot(group, 0);
  for (size_t i = 1; i < group->count; i++) {
    box.min_x = group->x[i] < box.min_x ? group->x[i] : box.min_x;
    box.max_x = group->x[i] > box.max_x ? group->x[i] : box.max_x;
    box.min_y = group->y[i] < box.min_y ? group->y[i] : box.min_y;
    box.max_y = group->y[i] > box.max_y ? group->y[i] : box.max_y;
  }
  group->box = box;
  all->answer(all->index, group, all->context);
  group->count = 0;
}

static void add_member(const asking *all, point_group *group, size_t query) {
  group->x[group->count] = all->x[query];
  group->y[group->count] = all->y[query];
  group->member[group->count++] = query;
  if (group->count == POINT_GROUP)
    answer_group(all, group);
}

/* A group never reaches from one bucket into another, lest a few queries far apart be asked together. */
static void answer_block(const asking *all, size_t first, size_t count, const room *room) {
  const size_t bins = (size_t)1 << all->levels, buckets = all->index->first_bucket;
  const size_t together = bins > buckets ? bins / buckets : 1;
  sort_block(all, first, count, room);
  point_group group = {0};
  size_t next = 0;
  for (size_t bin = 0; bin <= bins; bin++) {
    if (bin % together == 0)
      answer_group(all, &group);
    group.nowhere = bin == bins;
    for (; next < room->ends[bin]; next++) {
      if (next + AHEAD < count) {
        FETCH(&all->x[first + room->order[next + AHEAD]]);
        FETCH(&all->y[first + room->order[next + AHEAD]]);
      }
      add_member(all, &group, first + room->order[next]);
    }
  }
  answer_group(all, &group);
}

static wijk_status answer_in_blocks(const asking *all, size_t count, int workers, wijk_error *err) {
  size_t block = count / (size_t)workers + 1;
  block = block > BLOCK_MOST ? BLOCK_MOST : block < BLOCK_LEAST ? BLOCK_LEAST : block;
  const size_t blocks = count / block + (count % block != 0), bins = ((size_t)1 << all->levels) + 1;
  const size_t each = 2 * block + bins, used = blocks < (size_t)workers ? blocks : (size_t)workers;
  uint32_t *rooms = memory_new_zeroed(used * each, sizeof *rooms);
  if (!rooms)
    return wijk_error_set(err, WIJK_MEMORY, "no memory to look near %zu places", count);
#pragma omp parallel for schedule(dynamic, 1) num_threads((int)used) if (used > 1)
  for (size_t b = 0; b < blocks; b++) {
    uint32_t *own = rooms + (size_t)omp_get_thread_num() * each;
    const size_t first = b * block, rest = count - first;
    answer_block(all, first, rest < block ? rest : block, &(room){own, own + block, own + 2 * block});
  }
  memory_free(rooms);
  return WIJK_OK;
}

wijk_status point_group_each(const wijk_point_index *index, size_t count, const double *x, const double *y, int threads,
                             point_answer answer, void *context, wijk_error *err) {
  asking all = {.index = index, .x = x, .y = y, .answer = answer, .context = context};
  if (count > FEW) {
    const size_t most = count < BLOCK_MOST ? count : BLOCK_MOST;
    while (((size_t)2 << all.levels) <= index->first_bin && ((size_t)2 << all.levels) * A_BIN <= most)
      all.levels++;
    return answer_in_blocks(&all, count, threads > 0 ? threads : omp_get_max_threads(), err);
  }
  point_group group = {0};
  for (size_t query = 0; query < count; query++) {
    group.nowhere = !has_place(&all, query);
    add_member(&all, &group, query);
    answer_group(&all, &group);
  }
  return WIJK_OK;
}
