/* SPDX-License-Identifier: EUPL-1.2 */
/* Layers of roads for tests, from text a person can draw: "0 0, 4 0, 4 3" is a line, "0 0, 1 0 + 5 5, 6 5" one of two
 * parts; and the plain way to ask for the costs between places. */
#ifndef WIJK_TESTS_ROADS_H
#define WIJK_TESTS_ROADS_H

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/roads.h>

static inline wijk_layer *roads_layer(wijk_arena *arena, size_t count, const char *const *texts) {
  size_t room = 16;
  for (size_t i = 0; i < count; i++)
    room += strlen(texts[i]) + 2;
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, "wegen.shp", count, &err);
  wijk_geometry *g = &layer->geometry;
  layer->crs = "EPSG:28992";
  g->type = WIJK_GEOMETRY_LINE;
  g->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, &err);
  g->ring_of_part = WIJK_ARENA_ADD(arena, size_t, room, &err);
  g->point_of_ring = WIJK_ARENA_ADD(arena, size_t, room, &err);
  g->x = WIJK_ARENA_ADD(arena, double, room, &err);
  g->y = WIJK_ARENA_ADD(arena, double, room, &err);
  for (size_t i = 0; i < count; i++) {
    bool on_y = false;
    for (const char *at = texts[i]; *at;) {
      size_t length = strcspn(at, " ,+");
      if (length) {
        double value = NAN; /* "nan" too */
        wijk_number_read(at, length, &value);
        (on_y ? g->y : g->x)[g->point_count] = value;
        g->point_count += on_y;
        on_y = !on_y;
      }
      at += length;
      if (*at == '+')
        g->point_of_ring[++g->ring_count] = g->point_count;
      at += *at != '\0';
    }
    if (*texts[i])
      g->point_of_ring[++g->ring_count] = g->point_count;
    g->part_of_row[i + 1] = g->ring_count;
  }
  g->part_count = g->ring_count;
  for (size_t p = 0; p <= g->part_count; p++)
    g->ring_of_part[p] = p;
  return layer;
}

static inline void roads_add_numbers(wijk_layer *layer, const char *name, const char *role, const double *values) {
  wijk_error err = {0};
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, &err);
  column->role = role;
  memcpy(column->numbers, values, layer->row_count * sizeof *values);
}

static inline void roads_add_texts(wijk_layer *layer, const char *name, const char *role, const char *const *values) {
  wijk_error err = {0};
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_TEXT, &err);
  column->role = role;
  memcpy(column->texts, values, layer->row_count * sizeof *values);
}

/* ---- the plain way: every node and every place is a corner; the shortest ways by Floyd (1962) ---- */

typedef struct plain_costs {
  size_t node_count, count;
  double *cost; /* from corner a to corner b: cost[a * count + b] */
} plain_costs;

static inline void plain_lower(plain_costs *plain, size_t a, size_t b, double cost) {
  if (cost < plain->cost[a * plain->count + b])
    plain->cost[a * plain->count + b] = cost;
}

/* Corners: the nodes, then the places in their order. A place at an end is that node. */
static inline plain_costs plain_costs_new(const wijk_roads *roads, wijk_road_cost kind, size_t count,
                                          const wijk_road_place *places) {
  wijk_roads_facts facts;
  wijk_roads_describe(roads, &facts);
  plain_costs plain = {.node_count = facts.node_count, .count = facts.node_count + count};
  plain.cost = malloc(plain.count * plain.count * sizeof *plain.cost);
  for (size_t i = 0; i < plain.count * plain.count; i++)
    plain.cost[i] = i % (plain.count + 1) ? INFINITY : 0;
  for (uint32_t e = 0; e < facts.edge_count; e++) {
    wijk_road_edge edge = wijk_roads_edge(roads, e);
    double cost = kind == WIJK_ROAD_METRES ? edge.metres : edge.minutes;
    bool known = !isnan(cost);
    if (edge.forward && known)
      plain_lower(&plain, edge.from, edge.to, cost);
    if (edge.backward && known)
      plain_lower(&plain, edge.to, edge.from, cost);
    for (size_t p = 0; p < count; p++) {
      if (places[p].edge != e)
        continue;
      size_t own = plain.node_count + p;
      double share = places[p].share;
      if (share == 0 || share == 1) {
        plain_lower(&plain, own, share == 0 ? edge.from : edge.to, 0);
        plain_lower(&plain, share == 0 ? edge.from : edge.to, own, 0);
      }
      for (size_t q = 0; q < count; q++) {
        if (places[q].edge != e)
          continue;
        size_t other = plain.node_count + q;
        if (places[q].share == share)
          plain_lower(&plain, own, other, 0);
        if (known && places[q].share > share && edge.forward)
          plain_lower(&plain, own, other, cost * (places[q].share - share));
        if (known && places[q].share < share && edge.backward)
          plain_lower(&plain, own, other, cost * (share - places[q].share));
      }
      if (edge.forward && known) {
        plain_lower(&plain, own, edge.to, cost * (1 - share));
        plain_lower(&plain, edge.from, own, cost * share);
      }
      if (edge.backward && known) {
        plain_lower(&plain, own, edge.from, cost * share);
        plain_lower(&plain, edge.to, own, cost * (1 - share));
      }
    }
  }
  for (size_t k = 0; k < plain.count; k++)
    for (size_t a = 0; a < plain.count; a++)
      for (size_t b = 0; b < plain.count; b++)
        plain_lower(&plain, a, b, plain.cost[a * plain.count + k] + plain.cost[k * plain.count + b]);
  return plain;
}

static inline double plain_between(const plain_costs *plain, size_t place, size_t other) {
  return plain->cost[(plain->node_count + place) * plain->count + plain->node_count + other];
}

#endif
