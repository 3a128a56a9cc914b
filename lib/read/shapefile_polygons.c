/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons straight from the bytes of records that were checked; each part of one is a ring. */
#include <string.h>

#include "base/memory.h"
#include "read/shapefile_bytes.h"
#include "read/shapes.h"

typedef struct filling {
  wijk_geometry g;
  double *x, *y; /* of one row of several rings */
  size_t *first;
  size_t point_capacity, ring_capacity;
} filling;

static void add_one_ring(filling *to, const shapefile_record *from) {
  wijk_geometry *g = &to->g;
  shapefile_split_points(from->points, from->point_count, g->x + g->point_count, g->y + g->point_count);
  g->point_count += from->point_count;
  g->point_of_ring[++g->ring_count] = g->point_count;
  g->ring_of_part[++g->part_count] = g->ring_count;
}

static bool make_room(filling *to, const shapefile_record *from) {
  if (from->point_count > to->point_capacity) {
    to->point_capacity = 2 * from->point_count;
    memory_free(to->x);
    memory_free(to->y);
    to->x = memory_new_zeroed(to->point_capacity, sizeof *to->x);
    to->y = memory_new_zeroed(to->point_capacity, sizeof *to->y);
  }
  if (from->part_count + 1 > to->ring_capacity) {
    to->ring_capacity = 2 * from->part_count + 1;
    memory_free(to->first);
    to->first = memory_new_zeroed(to->ring_capacity, sizeof *to->first);
  }
  return to->x && to->y && to->first;
}

/* Several rings are put in order first: each shell with its holes. */
static wijk_status add_rings(filling *to, const shapefile_record *from, wijk_error *err) {
  if (!make_room(to, from))
    return wijk_error_set(err, WIJK_MEMORY, "no memory for shapes");
  shapefile_split_points(from->points, from->point_count, to->x, to->y);
  for (size_t r = 0; r < from->part_count; r++)
    to->first[r] = shapefile_little(from->starts + 4 * r);
  to->first[from->part_count] = from->point_count;
  shapes row = {0};
  wijk_status status = shapes_add_rings(&row, to->x, to->y, to->first, from->part_count, err);
  wijk_geometry *g = &to->g;
  if (status == WIJK_OK && row.point_count) {
    memcpy(g->x + g->point_count, row.x, row.point_count * sizeof *g->x);
    memcpy(g->y + g->point_count, row.y, row.point_count * sizeof *g->y);
  }
  for (size_t r = 0; status == WIJK_OK && r < row.point_of_ring.count; r++)
    g->point_of_ring[g->ring_count + r + 1] =
        g->point_count + (r + 1 < row.point_of_ring.count ? row.point_of_ring.items[r + 1] : row.point_count);
  for (size_t p = 0; status == WIJK_OK && p < row.ring_of_part.count; p++)
    g->ring_of_part[g->part_count + p + 1] =
        g->ring_count + (p + 1 < row.ring_of_part.count ? row.ring_of_part.items[p + 1] : row.point_of_ring.count);
  g->point_count += row.point_count;
  g->ring_count += row.point_of_ring.count;
  g->part_count += row.ring_of_part.count;
  shapes_free(&row);
  return status;
}

wijk_status shapefile_read_polygons(wijk_reading *reading, const shapefile *files, const bool *broken,
                                    wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t rings = 0, points = 0;
  for (size_t row = 0; row < layer->row_count; row++) {
    const shapefile_record found = shapefile_record_find(files, broken, row);
    rings += found.part_count;
    points += found.point_count;
  }
  if (wijk_limit_check(reading->file, "points", points, WIJK_LIMIT_POINTS, err) != WIJK_OK)
    return err->status;
  filling to = {.g.type = WIJK_GEOMETRY_POLYGON};
  to.g.part_of_row = WIJK_ARENA_ADD(reading->arena, size_t, layer->row_count + 1, err);
  to.g.ring_of_part = WIJK_ARENA_ADD(reading->arena, size_t, rings + 1, err);
  to.g.point_of_ring = WIJK_ARENA_ADD(reading->arena, size_t, rings + 1, err);
  to.g.x = WIJK_ARENA_ADD(reading->arena, double, points, err);
  to.g.y = WIJK_ARENA_ADD(reading->arena, double, points, err);
  for (size_t row = 0; err->status == WIJK_OK && row < layer->row_count; row++) {
    const shapefile_record found = shapefile_record_find(files, broken, row);
    size_t parts = to.g.part_count;
    if (found.part_count == 1)
      add_one_ring(&to, &found);
    else if (found.part_count)
      add_rings(&to, &found, err);
    for (size_t part = parts; part < to.g.part_count; part++)
      shapes_orient(&to.g, part);
    to.g.part_of_row[row + 1] = to.g.part_count;
  }
  memory_free(to.x);
  memory_free(to.y);
  memory_free(to.first);
  if (err->status == WIJK_OK)
    layer->geometry = to.g;
  return err->status;
}
