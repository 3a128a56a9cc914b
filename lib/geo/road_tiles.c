/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/road_tiles.h"

#include "base/memory.h"

bool road_tiles_open(road_tiles *tiles, size_t node_count, double mean) {
  size_t count = (node_count >> ROAD_TILE_BITS) + 1;
  *tiles = (road_tiles){.heaps = memory_new_zeroed(count, sizeof *tiles->heaps),
                        .least = memory_resize(NULL, count, sizeof *tiles->least),
                        .count = count,
                        .slack = mean * (1 << ROAD_TILE_BITS / 2),
                        .until = -1};
  for (size_t t = 0; tiles->least && t < count; t++)
    tiles->least[t] = INFINITY;
  return tiles->heaps && tiles->least;
}

bool road_tiles_add(road_tiles *tiles, road_wait item) {
  size_t tile = item.node >> ROAD_TILE_BITS;
  if (item.cost < tiles->least[tile])
    tiles->least[tile] = item.cost;
  return road_heap_add(&tiles->heaps[tile], item);
}

/* The tile with the cheapest, to be worked off until that of the next is passed. */
static bool choose_tile(road_tiles *tiles) {
  const road_heap *left = &tiles->heaps[tiles->current];
  tiles->least[tiles->current] = left->count ? left->items[0].cost : INFINITY;
  double first = INFINITY, second = INFINITY;
  for (size_t t = 0; t < tiles->count; t++) {
    double cost = tiles->least[t];
    if (cost < first) {
      second = first;
      first = cost;
      tiles->current = t;
    } else if (cost < second) {
      second = cost;
    }
  }
  tiles->until = second + tiles->slack;
  return first < INFINITY;
}

bool road_tiles_take(road_tiles *tiles, road_wait *item) {
  const road_heap *heap = &tiles->heaps[tiles->current];
  if (!heap->count || heap->items[0].cost > tiles->until) {
    if (!choose_tile(tiles))
      return false;
  }
  *item = road_heap_take(&tiles->heaps[tiles->current]);
  return true;
}

void road_tiles_close(road_tiles *tiles) {
  for (size_t t = 0; tiles->heaps && t < tiles->count; t++)
    road_heap_free(&tiles->heaps[t]);
  memory_free(tiles->heaps);
  memory_free(tiles->least);
}
