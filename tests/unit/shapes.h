/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygon layers for tests, from text a person can draw: "0 0, 4 0, 4 4, 0 4 / 1 1, 1 2, 2 2 + 6 0, 7 0, 7 1" is a
 * square with a hole, and a second part. Rings are closed here unless told otherwise. */
#ifndef WIJK_TESTS_SHAPES_H
#define WIJK_TESTS_SHAPES_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wijk/layer.h>
#include <wijk/number.h>

static inline void shapes_end_ring(wijk_geometry *shapes, size_t start, bool close) {
  size_t end = shapes->point_count;
  if (close && end > start && (shapes->x[start] != shapes->x[end - 1] || shapes->y[start] != shapes->y[end - 1])) {
    shapes->x[end] = shapes->x[start];
    shapes->y[end] = shapes->y[start];
    shapes->point_count++;
  }
  shapes->point_of_ring[++shapes->ring_count] = shapes->point_count;
}

static inline wijk_layer *shapes_layer_of(wijk_arena *arena, const char *const *texts, size_t count, bool close) {
  size_t room = 16;
  for (size_t i = 0; i < count; i++)
    room += texts[i] ? strlen(texts[i]) + 2 : 0;
  wijk_layer *layer = wijk_layer_new(arena, "zones", count, NULL);
  wijk_geometry *shapes = &layer->geometry;
  layer->crs = "EPSG:28992";
  shapes->type = WIJK_GEOMETRY_POLYGON;
  shapes->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->ring_of_part = WIJK_ARENA_ADD(arena, size_t, room, NULL);
  shapes->point_of_ring = WIJK_ARENA_ADD(arena, size_t, room, NULL);
  shapes->x = WIJK_ARENA_ADD(arena, double, room, NULL);
  shapes->y = WIJK_ARENA_ADD(arena, double, room, NULL);
  for (size_t i = 0; i < count; i++) {
    const char *at = texts[i];
    size_t start = shapes->point_count;
    bool on_y = false;
    while (at && *at) {
      if (*at == '/' || *at == '+') {
        shapes_end_ring(shapes, start, close);
        start = shapes->point_count;
        if (*at == '+')
          shapes->ring_of_part[++shapes->part_count] = shapes->ring_count;
        at++;
      } else if (*at == ' ' || *at == ',') {
        at++;
      } else {
        size_t length = strcspn(at, " ,/+");
        double *place = on_y ? shapes->y : shapes->x;
        if (!wijk_number_read(at, length, &place[shapes->point_count]))
          abort();
        shapes->point_count += on_y;
        on_y = !on_y;
        at += length;
      }
    }
    if (texts[i]) {
      shapes_end_ring(shapes, start, close);
      shapes->ring_of_part[++shapes->part_count] = shapes->ring_count;
    }
    shapes->part_of_row[i + 1] = shapes->part_count;
  }
  return layer;
}

static inline wijk_layer *shapes_layer(wijk_arena *arena, const char *const *texts, size_t count) {
  return shapes_layer_of(arena, texts, count, true);
}

/* `side` x `side` four-cornered zones that share corners to the bit; corner (i, j) stands at
 * corners[2 * (j * (side + 1) + i)] and the next number. */
static inline wijk_layer *shapes_mesh(wijk_arena *arena, size_t side, const double *corners) {
  size_t count = side * side;
  wijk_layer *layer = wijk_layer_new(arena, "mesh", count, NULL);
  wijk_geometry *shapes = &layer->geometry;
  layer->crs = "EPSG:28992";
  shapes->type = WIJK_GEOMETRY_POLYGON;
  shapes->part_count = shapes->ring_count = count;
  shapes->point_count = 5 * count;
  shapes->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->ring_of_part = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->point_of_ring = WIJK_ARENA_ADD(arena, size_t, count + 1, NULL);
  shapes->x = WIJK_ARENA_ADD(arena, double, 5 * count, NULL);
  shapes->y = WIJK_ARENA_ADD(arena, double, 5 * count, NULL);
  for (size_t zone = 0; zone < count; zone++) {
    static const size_t right[] = {0, 1, 1, 0, 0}, up[] = {0, 0, 1, 1, 0};
    for (size_t k = 0; k < 5; k++) {
      size_t corner = (zone / side + up[k]) * (side + 1) + zone % side + right[k];
      shapes->x[5 * zone + k] = corners[2 * corner];
      shapes->y[5 * zone + k] = corners[2 * corner + 1];
    }
    shapes->part_of_row[zone + 1] = shapes->ring_of_part[zone + 1] = zone + 1;
    shapes->point_of_ring[zone + 1] = 5 * (zone + 1);
  }
  return layer;
}

#endif
