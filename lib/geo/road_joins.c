/* SPDX-License-Identifier: EUPL-1.2 */
/* Ends that nearly meet are one node; and nodes are numbered along a curve through the map. */
#include <string.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/curve.h"
#include "geo/roads.h"

static wijk_status no_memory(const wijk_roads *roads, wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu nodes of roads", roads->node_count);
}

static void renumber(wijk_roads *roads, const uint32_t *number) {
  for (size_t e = 0; e < roads->edge_count; e++) {
    roads->edges[e].from = number[roads->edges[e].from];
    roads->edges[e].to = number[roads->edges[e].to];
  }
}

/* ---- ends that nearly meet ---- */

/* Nodes in strips as high as the reach, each from left to right: those within reach stand in one strip or the next. */
typedef struct strips {
  double *x, *y, *strip; /* by node */
  size_t *order;
  uint32_t *group;
  double reach_m;
} strips;

/* All nodes of order[from .. end) with those at or behind `*other` within reach to the right and left. */
static void join_strip(strips *s, size_t from, size_t end, size_t other, size_t other_end) {
  for (size_t i = from; i < end; i++) {
    size_t a = s->order[i];
    while (other < other_end && s->x[s->order[other]] < s->x[a] - s->reach_m)
      other++;
    for (size_t j = other > i || other_end != end ? other : i + 1; j < other_end; j++) {
      size_t b = s->order[j];
      double dx = s->x[b] - s->x[a], dy = s->y[b] - s->y[a];
      if (dx > s->reach_m)
        break;
      if (dx * dx + dy * dy <= s->reach_m * s->reach_m)
        road_group_join(s->group, (uint32_t)a, (uint32_t)b);
    }
  }
}

static void join_strips(strips *s, size_t count) {
  for (size_t from = 0, end; from < count; from = end) {
    double strip = s->strip[s->order[from]];
    for (end = from; end < count && s->strip[s->order[end]] == strip;)
      end++;
    size_t next = end;
    while (next < count && s->strip[s->order[next]] == strip + 1)
      next++;
    join_strip(s, from, end, from, end);
    if (next > end)
      join_strip(s, from, end, end, next);
  }
}

/* By strip, and in each by x: sorted by x first, since sorting keeps the order of equals. */
static wijk_status order_strips(strips *s, size_t count, wijk_error *err) {
  size_t *by_x = memory_resize(NULL, count, sizeof *by_x);
  double *strip = memory_resize(NULL, count, sizeof *strip);
  if (!by_x || !strip)
    wijk_error_set(err, WIJK_MEMORY, "no memory for %zu nodes of roads", count);
  else if (wijk_sort_numbers(count, s->x, by_x, err) == WIJK_OK) {
    for (size_t i = 0; i < count; i++)
      strip[i] = s->strip[by_x[i]];
    if (wijk_sort_numbers(count, strip, s->order, err) == WIJK_OK)
      for (size_t i = 0; i < count; i++)
        s->order[i] = by_x[s->order[i]];
  }
  memory_free(by_x);
  memory_free(strip);
  return err->status;
}

/* Each group becomes one node, known by its lowest. */
static void merge(wijk_roads *roads, uint32_t *group, uint32_t *node_end) {
  size_t kept = 0, count = roads->node_count;
  for (size_t node = 0; node < count; node++) {
    uint32_t lowest = road_group_find(group, (uint32_t)node);
    if (lowest == node) {
      node_end[kept] = node_end[node];
      group[node] = (uint32_t)node;
    }
    kept += lowest == node;
  }
  /* The lowest of a group comes first: its new number is known when the others ask for it. */
  uint32_t next = 0;
  for (size_t node = 0; node < count; node++) {
    uint32_t parent = group[node];
    group[node] = parent == node ? next++ : group[parent];
  }
  roads->node_count = kept;
  renumber(roads, group);
}

wijk_status road_nodes_join(road_making *making, uint32_t **node_end, wijk_error *err) {
  wijk_roads *roads = making->roads;
  const wijk_geometry *g = &making->lines->geometry;
  size_t count = roads->node_count;
  strips s = {.x = memory_resize(NULL, count, sizeof *s.x),
              .y = memory_resize(NULL, count, sizeof *s.y),
              .strip = memory_resize(NULL, count, sizeof *s.strip),
              .order = memory_resize(NULL, count, sizeof *s.order),
              .group = memory_resize(NULL, count, sizeof *s.group),
              .reach_m = making->rule->snap_m};
  if (s.x && s.y && s.strip && s.order && s.group) {
    for (size_t node = 0; node < count; node++) {
      size_t at = road_end_point(roads, (*node_end)[node]);
      s.x[node] = g->x[at];
      s.y[node] = g->y[at];
      s.strip[node] = floor(g->y[at] / s.reach_m);
      s.group[node] = (uint32_t)node;
    }
    if (order_strips(&s, count, err) == WIJK_OK) {
      join_strips(&s, count);
      merge(roads, s.group, *node_end);
    }
  } else {
    no_memory(roads, err);
  }
  memory_free(s.x);
  memory_free(s.y);
  memory_free(s.strip);
  memory_free(s.order);
  memory_free(s.group);
  return err->status;
}

/* ---- along a curve ---- */

wijk_status road_nodes_order(road_making *making, const uint32_t *node_end, wijk_error *err) {
  wijk_roads *roads = making->roads;
  const wijk_geometry *g = &making->lines->geometry;
  size_t count = roads->node_count;
  double bounds[4] = {0, 0, 1, 1};
  wijk_layer_bounds(making->lines, bounds);
  const curve_map map = curve_map_of(bounds[0], bounds[1], bounds[2], bounds[3]);
  double *keys = memory_resize(NULL, count, sizeof *keys);
  size_t *order = memory_resize(NULL, count, sizeof *order);
  uint32_t *number = memory_resize(NULL, count, sizeof *number);
  if (keys && order && number) {
#pragma omp parallel for schedule(static) num_threads(road_workers(making->threads, count))
    for (size_t node = 0; node < count; node++) {
      size_t at = road_end_point(roads, node_end[node]);
      keys[node] = curve_map_place(&map, g->x[at], g->y[at]);
    }
    if (wijk_sort_numbers(count, keys, order, err) == WIJK_OK) {
      for (size_t i = 0; i < count; i++)
        number[order[i]] = (uint32_t)i;
      renumber(roads, number);
    }
  } else {
    no_memory(roads, err);
  }
  memory_free(keys);
  memory_free(order);
  memory_free(number);
  return err->status;
}
