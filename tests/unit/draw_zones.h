/* SPDX-License-Identifier: EUPL-1.2 */
/* Layers of rectangles for the tests of drawing: what is on the map can be worked out on squared paper. */
#ifndef WIJK_TEST_DRAW_ZONES_H
#define WIJK_TEST_DRAW_ZONES_H

#include <string.h>
#include <wijk/layer.h>

typedef struct test_zone {
  const char *key, *name;
  double x0, y0, x1, y1; /* m */
  double value;
} test_zone;

/* One rectangle per zone, corners anticlockwise from the lower left, closed. */
static wijk_layer *zones_of(const test_zone *zones, size_t count, wijk_arena *arena, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, "test", count, err);
  wijk_column *key = wijk_layer_add_column(layer, "BU_CODE", WIJK_COLUMN_CODE, err);
  key->role = "key";
  for (size_t i = 0; i < count; i++)
    key->texts[i] = zones[i].key;
  wijk_column *name = wijk_layer_add_column(layer, "BU_NAAM", WIJK_COLUMN_TEXT, err);
  name->role = "name";
  for (size_t i = 0; i < count; i++)
    name->texts[i] = zones[i].name;
  wijk_column *value = wijk_layer_add_column(layer, "waarde", WIJK_COLUMN_NUMBER, err);
  for (size_t i = 0; i < count; i++)
    value->numbers[i] = zones[i].value;
  wijk_geometry *g = &layer->geometry;
  *g = (wijk_geometry){
      .type = WIJK_GEOMETRY_POLYGON, .part_count = count, .ring_count = count, .point_count = 5 * count};
  g->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->ring_of_part = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->point_of_ring = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->x = WIJK_ARENA_ADD(arena, double, 5 * count, err);
  g->y = WIJK_ARENA_ADD(arena, double, 5 * count, err);
  for (size_t i = 0; i <= count; i++) {
    g->part_of_row[i] = g->ring_of_part[i] = i;
    g->point_of_ring[i] = 5 * i;
  }
  for (size_t i = 0; i < count; i++) {
    const test_zone *z = &zones[i];
    const double x[] = {z->x0, z->x1, z->x1, z->x0, z->x0}, y[] = {z->y0, z->y0, z->y1, z->y1, z->y0};
    memcpy(g->x + 5 * i, x, sizeof x);
    memcpy(g->y + 5 * i, y, sizeof y);
  }
  layer->crs = "EPSG:28992";
  return layer;
}

#endif
