/* SPDX-License-Identifier: EUPL-1.2 */
/* What searches share: which places lie on an edge, and the heap of nodes to be looked at. */
#include "base/memory.h"
#include "geo/roads.h"

/* ---- places by edge ---- */

typedef uint32_t place_key(const wijk_roads *roads, const wijk_road_place *place);

static uint32_t edge_of(const wijk_roads *roads, const wijk_road_place *place) {
  return road_place_is(roads, place) ? place->edge : UINT32_MAX;
}

static uint32_t node_of(const wijk_roads *roads, const wijk_road_place *place) {
  if (!road_place_is(roads, place))
    return UINT32_MAX;
  const road_edge *edge = &roads->edges[place->edge];
  return place->share == 0 ? edge->from : place->share == 1 ? edge->to : UINT32_MAX;
}

/* While items are laid, an offset is where the next goes; it ends as that of the next key: so they start one further.
 */
static wijk_status group_places(const wijk_roads *roads, size_t key_count, place_key *key_of, size_t count,
                                const wijk_road_place *places, road_places *by, wijk_error *err) {
  *by = (road_places){.first = memory_new_zeroed(key_count + 2, sizeof *by->first),
                      .items = memory_resize(NULL, count + 1, sizeof *by->items)};
  if (!by->first || !by->items || count >= UINT32_MAX) {
    road_places_free(by);
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu places on roads", count);
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t key = key_of(roads, &places[i]);
    if (key != UINT32_MAX)
      by->first[key + 2]++;
  }
  for (size_t k = 0; k < key_count; k++)
    by->first[k + 2] += by->first[k + 1];
  for (size_t i = 0; i < count; i++) {
    uint32_t key = key_of(roads, &places[i]);
    if (key != UINT32_MAX)
      by->items[by->first[key + 1]++] = (uint32_t)i;
  }
  return WIJK_OK;
}

wijk_status road_places_by_edge(const wijk_roads *roads, size_t count, const wijk_road_place *places, road_places *by,
                                wijk_error *err) {
  return group_places(roads, roads->edge_count, edge_of, count, places, by, err);
}

wijk_status road_places_by_node(const wijk_roads *roads, size_t count, const wijk_road_place *places, road_places *by,
                                wijk_error *err) {
  return group_places(roads, roads->node_count, node_of, count, places, by, err);
}

void road_places_free(road_places *by) {
  memory_free(by->first);
  memory_free(by->items);
  *by = (road_places){0};
}

/* ---- the heap ---- */

enum { CHILDREN = 4 };

static bool is_before(const road_wait *a, const road_wait *b) {
  return a->cost < b->cost;
}

bool road_heap_add(road_heap *heap, road_wait item) {
  if (heap->count == heap->capacity) {
    size_t capacity = heap->capacity ? 2 * heap->capacity : 64;
    road_wait *larger = memory_resize(heap->items, capacity, sizeof *larger);
    if (!larger)
      return false;
    heap->items = larger;
    heap->capacity = capacity;
  }
  size_t at = heap->count++;
  while (at) {
    size_t parent = (at - 1) / CHILDREN;
    if (!is_before(&item, &heap->items[parent]))
      break;
    heap->items[at] = heap->items[parent];
    at = parent;
  }
  heap->items[at] = item;
  return true;
}

road_wait road_heap_take(road_heap *heap) {
  road_wait top = heap->items[0], last = heap->items[--heap->count];
  size_t at = 0;
  for (;;) {
    size_t child = CHILDREN * at + 1, end = child + CHILDREN;
    if (child >= heap->count)
      break;
    end = end < heap->count ? end : heap->count;
    size_t least = child;
    for (child++; child < end; child++)
      least = is_before(&heap->items[child], &heap->items[least]) ? child : least;
    if (!is_before(&heap->items[least], &last))
      break;
    heap->items[at] = heap->items[least];
    at = least;
  }
  if (heap->count)
    heap->items[at] = last;
  return top;
}

void road_heap_free(road_heap *heap) {
  memory_free(heap->items);
  *heap = (road_heap){0};
}
