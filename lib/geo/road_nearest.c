/* SPDX-License-Identifier: EUPL-1.2 */
/* The cheapest way to any of many places, for every place at once: one search from all of them, backwards. */
#include "base/memory.h"
#include "geo/road_tiles.h"

/* What is known of a node: the cost from it to the nearest, and which that is. */
typedef struct road_label {
  double cost;
  uint32_t source;
} road_label;

typedef struct road_search {
  const wijk_roads *roads;
  int cost;
  road_label *labels;
  road_tiles tiles;
  bool no_memory;
} road_search;

static bool is_better(double cost, uint32_t source, const road_label *label) {
  return cost < label->cost || (cost == label->cost && source < label->source);
}

static void reach_node(road_search *search, uint32_t node, double cost, uint32_t source) {
  road_label *label = &search->labels[node];
  if (!(cost < INFINITY) || !is_better(cost, source, label))
    return;
  *label = (road_label){cost, source};
  search->no_memory |= !road_tiles_add(&search->tiles, (road_wait){cost, node, source});
}

static double beyond_of(const double *beyond, size_t to) {
  return beyond ? beyond[to] : 0;
}

static void start_from(road_search *search, size_t count, const wijk_road_place *to, const double *beyond) {
  for (size_t i = 0; i < count; i++) {
    if (!road_place_is(search->roads, &to[i]))
      continue;
    const road_edge *edge = &search->roads->edges[to[i].edge];
    double reach[2];
    road_place_arrive(edge, search->cost, to[i].share, reach);
    reach_node(search, edge->from, beyond_of(beyond, i) + reach[0], (uint32_t)i);
    reach_node(search, edge->to, beyond_of(beyond, i) + reach[1], (uint32_t)i);
  }
}

static void run(road_search *search) {
  const wijk_roads *roads = search->roads;
  const double *costs = roads->arc_cost[search->cost];
  road_wait now;
  while (!search->no_memory && road_tiles_take(&search->tiles, &now)) {
    if (now.cost != search->labels[now.node].cost || now.source != search->labels[now.node].source)
      continue; /* a better way was found since */
    for (size_t a = roads->first_arc[now.node]; costs && a < roads->first_arc[now.node + 1]; a++)
      reach_node(search, roads->arc_node[a], now.cost + costs[a], now.source);
  }
}

static double mean_cost(const wijk_roads *roads, int cost) {
  const double *costs = roads->arc_cost[cost];
  size_t count = roads->first_arc[roads->node_count], known = 0;
  double sum = 0;
  for (size_t a = 0; costs && a < count; a++)
    if (costs[a] < INFINITY) {
      sum += costs[a];
      known++;
    }
  return known ? sum / (double)known : 0;
}

static void better(road_label *best, double cost, uint32_t source) {
  if (is_better(cost, source, best))
    *best = (road_label){cost, source};
}

static road_label look_up(const road_search *search, const road_places *by_edge, const wijk_road_place *to,
                          const double *beyond, const wijk_road_place *from) {
  road_label best = {INFINITY, UINT32_MAX};
  if (!road_place_is(search->roads, from))
    return best;
  const road_edge *edge = &search->roads->edges[from->edge];
  double reach[2];
  road_place_leave(edge, search->cost, from->share, reach);
  const road_label *start = &search->labels[edge->from], *end = &search->labels[edge->to];
  better(&best, start->cost + reach[0], start->source);
  better(&best, end->cost + reach[1], end->source);
  for (size_t i = by_edge->first[from->edge]; i < by_edge->first[from->edge + 1]; i++) {
    uint32_t source = by_edge->items[i];
    better(&best, beyond_of(beyond, source) + road_place_along(edge, search->cost, from->share, to[source].share),
           source);
  }
  return best;
}

wijk_status wijk_roads_nearest_beyond(const wijk_roads *roads, wijk_road_cost cost, size_t to_count,
                                      const wijk_road_place *to, const double *beyond, size_t from_count,
                                      const wijk_road_place *from, double *distance, size_t *nearest, wijk_error *err) {
  road_search search = {.roads = roads, .cost = (int)cost};
  road_places by_edge;
  if (road_places_by_edge(roads, to_count, to, &by_edge, err) != WIJK_OK)
    return err->status;
  search.labels = memory_resize(NULL, roads->node_count, sizeof *search.labels);
  search.no_memory = !road_tiles_open(&search.tiles, roads->node_count, mean_cost(roads, search.cost));
  if (search.labels && !search.no_memory) {
    for (size_t node = 0; node < roads->node_count; node++)
      search.labels[node] = (road_label){INFINITY, UINT32_MAX};
    start_from(&search, to_count, to, beyond);
    run(&search);
  }
  if (!search.labels || search.no_memory)
    wijk_error_set(err, WIJK_MEMORY, "no memory for a search over %zu nodes of roads", roads->node_count);
  for (size_t i = 0; i < from_count && err->status == WIJK_OK; i++) {
    road_label best = look_up(&search, &by_edge, to, beyond, &from[i]);
    distance[i] = best.cost < INFINITY ? best.cost : NAN;
    nearest[i] = best.cost < INFINITY ? best.source : WIJK_NONE;
  }
  road_tiles_close(&search.tiles);
  road_places_free(&by_edge);
  memory_free(search.labels);
  return err->status;
}

wijk_status wijk_roads_nearest(const wijk_roads *roads, wijk_road_cost cost, size_t to_count, const wijk_road_place *to,
                               size_t from_count, const wijk_road_place *from, double *distance, size_t *nearest,
                               wijk_error *err) {
  return wijk_roads_nearest_beyond(roads, cost, to_count, to, NULL, from_count, from, distance, nearest, err);
}
