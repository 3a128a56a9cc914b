/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines straight from the bytes of records that were checked; each part is one line. */
#include <omp.h>

#include "read/shapefile_bytes.h"

enum { MANY_ROWS = 65536 };

/* Where rows begin is known, so that each can be filled by itself. */
static void fill_row(wijk_geometry *g, size_t row, size_t first_point, const shapefile_record *from) {
  for (size_t p = 0; p < from->part_count; p++) {
    size_t end = p + 1 < from->part_count ? shapefile_little(from->starts + 4 * (p + 1)) : from->point_count;
    g->point_of_ring[g->part_of_row[row] + p + 1] = first_point + end;
  }
  shapefile_split_points(from->points, from->point_count, g->x + first_point, g->y + first_point);
}

wijk_status shapefile_read_lines(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t rows = layer->row_count;
  wijk_geometry g = {.type = WIJK_GEOMETRY_LINE};
  size_t *first_point = WIJK_ARENA_ADD(reading->arena, size_t, rows + 1, err);
  g.part_of_row = WIJK_ARENA_ADD(reading->arena, size_t, rows + 1, err);
  for (size_t row = 0; err->status == WIJK_OK && row < rows; row++) {
    const shapefile_record found = shapefile_record_find(files, broken, row);
    first_point[row] = g.point_count;
    g.part_count += found.part_count;
    g.point_count += found.point_count;
    g.part_of_row[row + 1] = g.part_count;
  }
  if (err->status != WIJK_OK ||
      wijk_limit_check(reading->file, "points", g.point_count, WIJK_LIMIT_POINTS, err) != WIJK_OK)
    return err->status;
  g.ring_count = g.part_count;
  g.ring_of_part = WIJK_ARENA_ADD(reading->arena, size_t, g.part_count + 1, err);
  g.point_of_ring = WIJK_ARENA_ADD(reading->arena, size_t, g.part_count + 1, err);
  g.x = WIJK_ARENA_ADD(reading->arena, double, g.point_count, err);
  g.y = WIJK_ARENA_ADD(reading->arena, double, g.point_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t part = 0; part <= g.part_count; part++)
    g.ring_of_part[part] = part;
  int workers = reading->source->threads > 0 ? reading->source->threads : omp_get_max_threads();
#pragma omp parallel for schedule(static) num_threads(workers) if (rows > MANY_ROWS)
  for (size_t row = 0; row < rows; row++) {
    const shapefile_record found = shapefile_record_find(files, broken, row);
    fill_row(&g, row, first_point[row], &found);
  }
  layer->geometry = g;
  return WIJK_OK;
}
