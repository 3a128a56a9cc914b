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

/* How a layer of lines becomes a graph: each line is an edge between its ends. Lines meet where their ends do (ends
 * within `snap_m`), or where their fields say so. */
typedef struct wijk_roads_rule {
  const char *from_field, *to_field; /* ids of the nodes; NULL = by the place of the ends */
  const char *length_field;          /* metres; NULL = the length of the shape */
  const char *oneway_field;          /* NULL = all both ways */
  const char *speed_field;           /* km/h; NULL = `speed_kmh` for all */
  double speed_kmh;                  /* of an edge without a speed of its own; NaN = no minutes for it */
  const char *class_field;
  const char *const *classes; /* usable ones; none = all */
  size_t class_count;
  double snap_m;
} wijk_roads_rule;

typedef struct wijk_roads wijk_roads;
typedef struct wijk_roads_facts {
  size_t node_count, edge_count, component_count, largest_component_nodes;
  bool has_minutes;
} wijk_roads_facts;

wijk_status wijk_roads_new(const wijk_layer *lines, const wijk_roads_rule *rule, int threads, wijk_report *report,
                           wijk_roads **roads, wijk_error *err);
void wijk_roads_free(wijk_roads *roads);
void wijk_roads_describe(const wijk_roads *roads, wijk_roads_facts *facts);

/* A place on the network: how far along which edge, and how far from the point that was snapped. */
typedef struct wijk_road_place {
  uint32_t edge; /* UINT32_MAX = nowhere: no usable edge within the limit */
  double share;  /* of the edge's length, from its first end */
  double off_m;  /* perpendicular distance from point to edge */
} wijk_road_place;

wijk_status wijk_roads_snap(const wijk_roads *roads, size_t count, const double *x, const double *y, double limit_m,
                            int threads, wijk_road_place *places, wijk_error *err);

typedef enum wijk_road_cost { WIJK_ROAD_METRES, WIJK_ROAD_MINUTES } wijk_road_cost;

/* For each of `from`: the cost of the cheapest way to any of `to`, one-way roads obeyed, and which (lowest of equals);
 * NaN and WIJK_NONE where there is no way. One search from all of `to` backwards. */
wijk_status wijk_roads_nearest(const wijk_roads *roads, wijk_road_cost cost, size_t to_count, const wijk_road_place *to,
                               size_t from_count, const wijk_road_place *from, double *distance, size_t *nearest,
                               wijk_error *err);

/* Every pair with a way of at most `limit` from `from` to `to`: for each `to`, in order, the `from` and their costs, as
 * sparse rows in `arena`. Searches run on `threads`; the result does not depend on it. */
typedef struct wijk_road_pairs {
  size_t to_count;
  size_t *first; /* to_count + 1 */
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
