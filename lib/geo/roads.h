/* SPDX-License-Identifier: EUPL-1.2 */
/* What making and asking the graph of roads share. */
#ifndef WIJK_GEO_ROADS_H
#define WIJK_GEO_ROADS_H

#include <math.h>
#include <wijk/roads.h>

/* From the first point of the line to its last, and back. */
enum { ROAD_ALONG = 1, ROAD_AGAINST = 2 };

typedef struct road_edge {
  uint32_t from, to;  /* nodes */
  uint32_t row, ring; /* of the layer */
  double cost[2];     /* by wijk_road_cost; NaN = unknown */
  uint32_t ways;
} road_edge;

typedef struct road_box {
  double min_x, min_y, max_x, max_y;
} road_box;

/* Boxes of eight edges that follow each other along a curve through the map, boxes of eight of those, and so on to one
 * that holds all. */
enum { ROAD_FAN = 8, ROAD_LEVELS = 12 };
typedef struct road_tree {
  uint32_t *order; /* edges along the curve */
  road_box *boxes;
  size_t level_count, level_first[ROAD_LEVELS], level_size[ROAD_LEVELS];
} road_tree;

/* Who leads to a node: arcs first_arc[node] .. first_arc[node + 1] - 1, in order of their edges. Searches run
 * backwards, from where one wants to be. */
struct wijk_roads {
  const wijk_layer *lines;
  road_edge *edges;
  size_t edge_count, node_count;
  wijk_roads_facts facts;
  size_t *first_arc;
  uint32_t *arc_node, *arc_edge;
  double *arc_cost[2]; /* minutes: NULL where no edge has any */
  road_tree tree;
};

/* ---- from rows to edges ---- */

/* The columns that a rule names. */
typedef struct road_fields {
  const wijk_column *from, *to, *length, *oneway, *speed, *kind;
} road_fields;

typedef struct road_making {
  const wijk_layer *lines;
  const wijk_roads_rule *rule;
  road_fields fields;
  wijk_report *report;
  const char *source; /* for findings */
  int threads;
  wijk_roads *roads;
} road_making;

/* Says what is wrong and gives `roads` its edges, without nodes. */
wijk_status road_edges_make(road_making *making, wijk_error *err);

/* Gives edges their nodes and `roads` the number of those; `*node_end` gets for each node the lowest of its ends (end
 * 2 · edge is the first point of an edge, 2 · edge + 1 the last), to be freed by memory_free. */
wijk_status road_nodes_make(road_making *making, uint32_t **node_end, wijk_error *err);
/* Joins nodes whose ends lie within snap_m of each other. */
wijk_status road_nodes_join(road_making *making, uint32_t **node_end, wijk_error *err);
/* Numbers nodes along a Hilbert curve, so that neighbours on the map mostly are neighbours in memory. */
wijk_status road_nodes_order(road_making *making, const uint32_t *node_end, wijk_error *err);

/* Where an end of an edge lies. */
static inline size_t road_end_point(const wijk_roads *roads, uint32_t end) {
  const wijk_geometry *g = &roads->lines->geometry;
  uint32_t ring = roads->edges[end / 2].ring;
  return end % 2 ? g->point_of_ring[ring + 1] - 1 : g->point_of_ring[ring];
}

/* Groups of numbers that were joined two by two; the lowest of a group stands for it. */
static inline uint32_t road_group_find(uint32_t *group, uint32_t one) {
  while (group[one] != one) {
    group[one] = group[group[one]];
    one = group[one];
  }
  return one;
}
static inline void road_group_join(uint32_t *group, uint32_t a, uint32_t b) {
  a = road_group_find(group, a);
  b = road_group_find(group, b);
  if (a < b)
    group[b] = a;
  else
    group[a] = b;
}

wijk_status road_tree_make(wijk_roads *roads, int threads, wijk_error *err);
void road_tree_free(road_tree *tree);

int road_workers(int threads, size_t work);

/* ---- places ---- */

static inline bool road_place_is(const wijk_roads *roads, const wijk_road_place *place) {
  return place->edge < roads->edge_count && place->share >= 0 && place->share <= 1;
}

static inline double road_known(double cost) {
  return cost >= 0 ? cost : INFINITY;
}

/* What it costs from a place to the nodes of its edge, or to it from them; INFINITY where one may not. */
static inline void road_place_leave(const road_edge *edge, int cost, double share, double reach[2]) {
  reach[0] = share == 0 ? 0 : edge->ways & ROAD_AGAINST ? road_known(edge->cost[cost] * share) : INFINITY;
  reach[1] = share == 1 ? 0 : edge->ways & ROAD_ALONG ? road_known(edge->cost[cost] * (1 - share)) : INFINITY;
}
static inline void road_place_arrive(const road_edge *edge, int cost, double share, double reach[2]) {
  reach[0] = share == 0 ? 0 : edge->ways & ROAD_ALONG ? road_known(edge->cost[cost] * share) : INFINITY;
  reach[1] = share == 1 ? 0 : edge->ways & ROAD_AGAINST ? road_known(edge->cost[cost] * (1 - share)) : INFINITY;
}
/* From one place on an edge to another without leaving it. */
static inline double road_place_along(const road_edge *edge, int cost, double from, double to) {
  if (from == to)
    return 0;
  unsigned way = to > from ? ROAD_ALONG : ROAD_AGAINST;
  return edge->ways & way ? road_known(edge->cost[cost] * fabs(to - from)) : INFINITY;
}

/* ---- searches ---- */

/* Places by edge: those on edge e are items[first[e]] .. items[first[e + 1] - 1], rising. By node: those that stand at
 * it, their share being exactly 0 or 1. */
typedef struct road_places {
  uint32_t *first, *items;
} road_places;
wijk_status road_places_by_edge(const wijk_roads *roads, size_t count, const wijk_road_place *places, road_places *by,
                                wijk_error *err);
wijk_status road_places_by_node(const wijk_roads *roads, size_t count, const wijk_road_place *places, road_places *by,
                                wijk_error *err);
void road_places_free(road_places *by);

/* Nodes to be looked at, cheapest first: a heap of four children a node. */
typedef struct road_wait {
  double cost;
  uint32_t node, source;
} road_wait;
typedef struct road_heap {
  road_wait *items;
  size_t count, capacity;
} road_heap;
bool road_heap_add(road_heap *heap, road_wait item); /* false without memory */
road_wait road_heap_take(road_heap *heap);           /* of one that is not empty */
void road_heap_free(road_heap *heap);

#endif
