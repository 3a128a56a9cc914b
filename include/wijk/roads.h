/* SPDX-License-Identifier: EUPL-1.2 */
/* Roads as a graph: places on it, and how far they are from each other along it. */
#ifndef WIJK_ROADS_H
#define WIJK_ROADS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/layer.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a layer of lines becomes a graph: each line is an edge between its ends, and lines meet only there. Start from
 * `wijk_roads_rule_find`. A field that is NULL is not used.
 *
 *   nodes   by the ids of `from_field` and `to_field` (both or neither), so that a bridge and the road under it do not
 *           meet; else by the place of the ends: those with the same coordinates, and those within `snap_m` of each
 *           other, or of one that is. Parts of a line of several parts are then edges of their own; with ids, or a
 *           length from a field, such a line is a fault
 *   length  of the shape, in metres, unless `length_field` is asked for: the shape is what places are snapped to, and
 *           fields of lengths are often rounded, of another unit, or older than the shape
 *   ways    what `oneway_field` says, in any case:
 *             both ways        0 no nee n false onwaar b beide both, and no value (as OpenStreetMap means it)
 *             from first to last point   1 yes ja y j true waar h heen f ft forward
 *             from last to first point   -1 reverse t terug tf backward
 *           (H, T, B: RIJRICHTNG of the Dutch NWB; F, T, B: extracts of OpenStreetMap.) Any other word is a fault of
 *           its row. A field whose only letters are T and F reads two ways (true and false; forward and back): an
 *           error
 *   speed   km/h, as a number or as text ("50", "50 km/h", "30 mph"); where it is missing, no number, or not above 0:
 *           `speed_kmh`; where that is not above 0 either, the edge has no minutes, and is no way for those who count
 *           in them
 *   class   only rows with one of `classes` in `class_field` (any case) are usable; none given = all */
typedef struct wijk_roads_rule {
  const char *from_field, *to_field;
  const char *length_field; /* metres, 0 or more */
  const char *oneway_field;
  const char *speed_field;
  double speed_kmh; /* of an edge without a speed of its own; NaN = none */
  const char *class_field;
  const char *const *classes;
  size_t class_count;
  double snap_m;    /* 0 = the same place to the bit */
  bool skip_faulty; /* a faulty row is left out with a warning; otherwise it fails, after all rows were seen */
} wijk_roads_rule;

/* The rule that the roles of the columns make ("from" and "to", "oneway", "speed", "class"; `wijk_read_roads` gives
 * them): no default speed, no class left out, lengths of the shapes, ends that meet exactly. */
wijk_roads_rule wijk_roads_rule_find(const wijk_layer *lines);

typedef struct wijk_roads wijk_roads;

/* The graph of a layer of lines, whose shapes it goes on using: the layer must outlive it. Edges are numbered in the
 * order of rows and parts. Adds to `report` what is wrong with a row (a line without length or end, a coordinate,
 * length, id or word that is none), how nodes, edges and components lie ("road-graph", a note), speeds that are none,
 * edges without minutes, classes that no row has, and ids whose ends lie apart; and takes rows that are rejected or not
 * selected out of those used of the counts of "roads", where the report has them. WIJK_USAGE for a field that is not
 * there or a rule that cannot be, WIJK_DATA for faults and where no road is left, WIJK_MEMORY; `*roads` is set only on
 * WIJK_OK. Cost: about that of sorting the nodes, on `threads` threads (0 = all) in part; the result does not depend on
 * them. */
wijk_status wijk_roads_new(const wijk_layer *lines, const wijk_roads_rule *rule, int threads, wijk_report *report,
                           wijk_roads **roads, wijk_error *err);
/* NULL is fine. */
void wijk_roads_free(wijk_roads *roads);

/* What the graph is. A component is what hangs together when ways are not looked at. */
typedef struct wijk_roads_facts {
  size_t node_count, edge_count, component_count, largest_component_nodes;
  size_t oneway_count;          /* edges */
  size_t without_minutes_count; /* edges */
  bool has_minutes;             /* some edge has */
  double length_m;              /* of all edges */
} wijk_roads_facts;
void wijk_roads_describe(const wijk_roads *roads, wijk_roads_facts *facts);

/* One edge, 0 to edge_count - 1: its row in the layer, its nodes (0 to node_count - 1, numbered along a curve through
 * the map), ways and costs. `minutes` = metres · 60 / (1000 · km/h), NaN where it has none. */
typedef struct wijk_road_edge {
  size_t row;
  uint32_t from, to;
  bool forward, backward; /* from first to last point of the line; from last to first */
  double metres, minutes;
} wijk_road_edge;
wijk_road_edge wijk_roads_edge(const wijk_roads *roads, uint32_t edge);

/* A place on the network: how far along which edge, and how far from the point that was snapped. A share of exactly 0
 * or 1 is at the node itself: one may leave from there, and arrive there, by any of its roads. */
#define WIJK_NO_EDGE UINT32_MAX
typedef struct wijk_road_place {
  uint32_t edge; /* WIJK_NO_EDGE = nowhere: no usable edge within the limit */
  double share;  /* of the edge's length, from its first end */
  double off_m;  /* perpendicular distance from point to edge; NaN where there is none */
} wijk_road_place;

/* For each point: the nearest place on any edge, at most `limit_m` away (INFINITY = however far; WIJK_USAGE below 0 or
 * NaN); the lowest edge of equals, and on it the first. A point that is NaN or infinite is nowhere. Which edges are
 * usable is the graph's: one without minutes is snapped to as well, and then has no way in minutes. Same result for any
 * number of threads (0 = all). Points may come in any order: they are asked for along a curve. WIJK_MEMORY; then
 * nothing is written but what was found before. Cost: a microsecond or two a point. Source of the tree: Kamel and
 * Faloutsos (1993), boxes packed along a Hilbert curve. */
wijk_status wijk_roads_snap(const wijk_roads *roads, size_t count, const double *x, const double *y, double limit_m,
                            int threads, wijk_road_place *places, wijk_error *err);

/* The distance from point to road is part of no cost: metres and minutes are along the road. */
typedef enum wijk_road_cost { WIJK_ROAD_METRES, WIJK_ROAD_MINUTES } wijk_road_cost;

/* For each of `from`: the cost of the cheapest way to any of `to`, one-way roads obeyed, and which (lowest of equals);
 * NaN and WIJK_NONE where there is no way, or no place. Both may lie on one edge. One search from all of `to`
 * backwards, O((edges + nodes) log nodes) however many they are. Costs are summed from `to` on, so that they are to the
 * bit those of one search from each. WIJK_MEMORY; then nothing is written. Source: Dijkstra (1959), from several
 * sources at once. */
wijk_status wijk_roads_nearest(const wijk_roads *roads, wijk_road_cost cost, size_t to_count, const wijk_road_place *to,
                               size_t from_count, const wijk_road_place *from, double *distance, size_t *nearest,
                               wijk_error *err);

/* The same where the way ends beyond the road: `beyond[t]`, 0 or more and in the unit of `cost`, is what comes on top
 * at `to` t, and with it what is nearest is chosen. NULL = nothing. */
wijk_status wijk_roads_nearest_beyond(const wijk_roads *roads, wijk_road_cost cost, size_t to_count,
                                      const wijk_road_place *to, const double *beyond, size_t from_count,
                                      const wijk_road_place *from, double *distance, size_t *nearest, wijk_error *err);

/* Every pair with a way of at most `limit` (in the unit of `cost`; WIJK_USAGE where it is NaN) from `from` to `to`: for
 * each `to`, in order, the `from` in order and their costs, as sparse rows in `arena`. A search from each `to`, no
 * further than the limit, on `threads` threads (0 = all); the result does not depend on them. Memory: 12 bytes a pair,
 * and 28 to 60 while it works. */
typedef struct wijk_road_pairs {
  size_t to_count;
  size_t *first; /* to_count + 1: of `to` t, pairs first[t] .. first[t + 1] - 1 */
  uint32_t *from;
  double *distance;
} wijk_road_pairs;
wijk_status wijk_roads_within(const wijk_roads *roads, wijk_road_cost cost, double limit, size_t to_count,
                              const wijk_road_place *to, size_t from_count, const wijk_road_place *from, int threads,
                              wijk_arena *arena, wijk_road_pairs *pairs, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
