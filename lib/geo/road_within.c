/* SPDX-License-Identifier: EUPL-1.2 */
/* Every pair within a limit: a search backwards from each place, no further than the limit. */
#include <omp.h>
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/roads.h"

typedef struct road_pair {
  uint32_t from;
  double distance;
} road_pair;

/* The pairs of one `to`, and who holds them. */
typedef struct road_row {
  int hand;
  size_t first, count;
} road_row;

typedef struct within_work {
  const wijk_roads *roads;
  int cost;
  double limit;
  const wijk_road_place *to, *from;
  size_t to_count, from_count;
  road_places by_edge, by_node; /* of `from` */
  road_row *rows;
  bool no_memory;
} within_work;

/* What one thread works with. A node, or a place, is known to the search whose number it bears. */
typedef struct within_hand {
  double *cost;    /* by node */
  uint32_t *known; /* by node */
  uint32_t *seen;  /* by place of `from` */
  uint32_t *nodes; /* those reached by this search */
  size_t node_count;
  road_heap heap;
  road_pair *pairs; /* of all its searches */
  size_t pair_count, pair_capacity;
  uint32_t search;
  bool no_memory;
} within_hand;

/* ---- one search ---- */

static void reach_node(const within_work *work, within_hand *hand, uint32_t node, double cost) {
  bool known = hand->known[node] == hand->search;
  if (!(cost <= work->limit) || !(cost < INFINITY) || (known && cost >= hand->cost[node]))
    return;
  if (!known) {
    hand->known[node] = hand->search;
    hand->nodes[hand->node_count++] = node;
  }
  hand->cost[node] = cost;
  hand->no_memory |= !road_heap_add(&hand->heap, (road_wait){cost, node, 0});
}

static void spread(const within_work *work, within_hand *hand, const wijk_road_place *to) {
  const wijk_roads *roads = work->roads;
  const road_edge *edge = &roads->edges[to->edge];
  const double *costs = roads->arc_cost[work->cost];
  double reach[2];
  road_place_arrive(edge, work->cost, to->share, reach);
  reach_node(work, hand, edge->from, reach[0]);
  reach_node(work, hand, edge->to, reach[1]);
  while (hand->heap.count && !hand->no_memory) {
    road_wait now = road_heap_take(&hand->heap);
    if (now.cost != hand->cost[now.node])
      continue;
    for (size_t a = roads->first_arc[now.node]; costs && a < roads->first_arc[now.node + 1]; a++)
      reach_node(work, hand, roads->arc_node[a], now.cost + costs[a]);
  }
}

/* ---- which places it found ---- */

static double cost_of_place(const within_work *work, const within_hand *hand, const wijk_road_place *from,
                            const wijk_road_place *to) {
  const road_edge *edge = &work->roads->edges[from->edge];
  double reach[2];
  road_place_leave(edge, work->cost, from->share, reach);
  double best = from->edge == to->edge ? road_place_along(edge, work->cost, from->share, to->share) : INFINITY;
  if (hand->known[edge->from] == hand->search)
    best = fmin(best, hand->cost[edge->from] + reach[0]);
  if (hand->known[edge->to] == hand->search)
    best = fmin(best, hand->cost[edge->to] + reach[1]);
  return best;
}

static bool add_pair(within_hand *hand, uint32_t from, double distance) {
  if (hand->pair_count == hand->pair_capacity) {
    size_t capacity = hand->pair_capacity ? 2 * hand->pair_capacity : 4096;
    road_pair *larger = memory_resize(hand->pairs, capacity, sizeof *larger);
    if (!larger)
      return false;
    hand->pairs = larger;
    hand->pair_capacity = capacity;
  }
  hand->pairs[hand->pair_count++] = (road_pair){from, distance};
  return true;
}

static void gather_places(const within_work *work, within_hand *hand, const road_places *by, uint32_t key,
                          const wijk_road_place *to) {
  for (size_t i = by->first[key]; i < by->first[key + 1]; i++) {
    uint32_t from = by->items[i];
    if (hand->seen[from] == hand->search)
      continue;
    hand->seen[from] = hand->search;
    double cost = cost_of_place(work, hand, &work->from[from], to);
    if (cost <= work->limit && cost < INFINITY)
      hand->no_memory |= !add_pair(hand, from, cost);
  }
}

/* Those on the edge itself, those on an edge that leads to a node that was reached, and those that stand at one. */
static void gather(const within_work *work, within_hand *hand, const wijk_road_place *to) {
  const wijk_roads *roads = work->roads;
  gather_places(work, hand, &work->by_edge, to->edge, to);
  for (size_t n = 0; n < hand->node_count; n++) {
    uint32_t node = hand->nodes[n];
    gather_places(work, hand, &work->by_node, node, to);
    for (size_t a = roads->first_arc[node]; a < roads->first_arc[node + 1]; a++)
      gather_places(work, hand, &work->by_edge, roads->arc_edge[a], to);
  }
}

static wijk_status order_pairs(road_pair *pairs, size_t count, wijk_error *err) {
  bool ordered = true;
  for (size_t i = 1; i < count && ordered; i++)
    ordered = pairs[i - 1].from < pairs[i].from;
  if (ordered)
    return WIJK_OK;
  double *keys = memory_resize(NULL, count, sizeof *keys);
  size_t *order = memory_resize(NULL, count, sizeof *order);
  road_pair *copy = memory_resize(NULL, count, sizeof *copy);
  if (!keys || !order || !copy) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for %zu pairs of places", count);
  } else {
    for (size_t i = 0; i < count; i++)
      keys[i] = pairs[i].from;
    memcpy(copy, pairs, count * sizeof *copy);
    if (wijk_sort_numbers(count, keys, order, err) == WIJK_OK)
      for (size_t i = 0; i < count; i++)
        pairs[i] = copy[order[i]];
  }
  memory_free(keys);
  memory_free(order);
  memory_free(copy);
  return err->status;
}

static void search_one(within_work *work, within_hand *hand, size_t to) {
  wijk_error own = {0}; /* threads must not write the caller's at once */
  road_row *row = &work->rows[to];
  *row = (road_row){.hand = omp_get_thread_num(), .first = hand->pair_count};
  if (!road_place_is(work->roads, &work->to[to]) || hand->no_memory)
    return;
  hand->search++;
  hand->node_count = 0;
  spread(work, hand, &work->to[to]);
  gather(work, hand, &work->to[to]);
  row->count = hand->pair_count - row->first;
  if (row->count && order_pairs(hand->pairs + row->first, row->count, &own) != WIJK_OK)
    hand->no_memory = true;
}

/* ---- all of them ---- */

static bool open_hand(const within_work *work, within_hand *hand) {
  size_t nodes = work->roads->node_count;
  *hand = (within_hand){.cost = memory_resize(NULL, nodes, sizeof *hand->cost),
                        .known = memory_new_zeroed(nodes, sizeof *hand->known),
                        .nodes = memory_resize(NULL, nodes, sizeof *hand->nodes),
                        .seen = memory_new_zeroed(work->from_count + 1, sizeof *hand->seen)};
  return hand->cost && hand->known && hand->nodes && hand->seen;
}

static void close_hand(within_hand *hand) {
  memory_free(hand->cost);
  memory_free(hand->known);
  memory_free(hand->nodes);
  memory_free(hand->seen);
  memory_free(hand->pairs);
  road_heap_free(&hand->heap);
}

static void search_all(within_work *work, within_hand *hands, int workers) {
#pragma omp parallel num_threads(workers)
  {
    within_hand *hand = &hands[omp_get_thread_num()];
    hand->no_memory = !open_hand(work, hand);
#pragma omp for schedule(dynamic, 4)
    for (size_t to = 0; to < work->to_count; to++)
      search_one(work, hand, to);
  }
  for (int h = 0; h < workers; h++)
    work->no_memory |= hands[h].no_memory;
}

static wijk_status deliver(const within_work *work, const within_hand *hands, wijk_arena *arena, wijk_road_pairs *pairs,
                           wijk_error *err) {
  wijk_road_pairs out = {.to_count = work->to_count};
  out.first = WIJK_ARENA_ADD(arena, size_t, work->to_count + 1, err);
  for (size_t to = 0; out.first && to < work->to_count; to++)
    out.first[to + 1] = out.first[to] + work->rows[to].count;
  size_t count = out.first ? out.first[work->to_count] : 0;
  out.from = WIJK_ARENA_ADD(arena, uint32_t, count, err);
  out.distance = WIJK_ARENA_ADD(arena, double, count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t to = 0; to < work->to_count; to++) {
    const road_row *row = &work->rows[to];
    const road_pair *own = row->count ? hands[row->hand].pairs + row->first : NULL;
    for (size_t i = 0; i < row->count; i++) {
      out.from[out.first[to] + i] = own[i].from;
      out.distance[out.first[to] + i] = own[i].distance;
    }
  }
  *pairs = out;
  return WIJK_OK;
}

wijk_status wijk_roads_within(const wijk_roads *roads, wijk_road_cost cost, double limit, size_t to_count,
                              const wijk_road_place *to, size_t from_count, const wijk_road_place *from, int threads,
                              wijk_arena *arena, wijk_road_pairs *pairs, wijk_error *err) {
  if (isnan(limit))
    return wijk_error_set(err, WIJK_USAGE, "the limit of a search over roads is no number");
  within_work work = {.roads = roads,
                      .cost = (int)cost,
                      .limit = limit,
                      .to = to,
                      .to_count = to_count,
                      .from = from,
                      .from_count = from_count};
  int workers = road_workers(threads, 20000 * to_count);
  workers = (size_t)workers < to_count ? workers : to_count ? (int)to_count : 1;
  if (road_places_by_edge(roads, from_count, from, &work.by_edge, err) == WIJK_OK)
    road_places_by_node(roads, from_count, from, &work.by_node, err);
  if (err->status != WIJK_OK) {
    road_places_free(&work.by_edge);
    return err->status;
  }
  work.rows = memory_new_zeroed(to_count + 1, sizeof *work.rows);
  within_hand *hands = memory_new_zeroed((size_t)workers, sizeof *hands);
  if (work.rows && hands)
    search_all(&work, hands, workers);
  if (!work.rows || !hands || work.no_memory)
    wijk_error_set(err, WIJK_MEMORY, "no memory for searches over %zu nodes of roads", roads->node_count);
  else
    deliver(&work, hands, arena, pairs, err);
  for (int h = 0; hands && h < workers; h++)
    close_hand(&hands[h]);
  memory_free(hands);
  memory_free(work.rows);
  road_places_free(&work.by_edge);
  road_places_free(&work.by_node);
  return err->status;
}
