/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines straight from the bytes of records that were checked; a record is laid out as that of a polygon is, and each of
 * its parts is one line. */
#include <omp.h>
#include <string.h>

#include "read/shapefile.h"

enum { HEADER = 100, ENTRY = 8, PARTS_AT = 36, POINTS_AT = 40, STARTS_AT = 44, MANY_ROWS = 65536 };

static uint32_t big(const unsigned char *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t little(const unsigned char *b) {
  return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static double little_double(const unsigned char *b) {
  uint64_t word = (uint64_t)little(b + 4) << 32 | little(b);
  double value;
  memcpy(&value, &word, sizeof value);
  return value;
}

typedef struct record {
  const unsigned char *starts, *points;
  size_t part_count, point_count;
} record;

/* Nothing for a row that is damaged or has no shape. A shape of points but no part has none either. */
static record find_record(const shapefile *files, const bool *broken, size_t row) {
  if (broken[row])
    return (record){0};
  const unsigned char *content =
      files->parts[SHAPEFILE_SHP].bytes + 8 + 2 * (size_t)big(files->parts[SHAPEFILE_SHX].bytes + HEADER + ENTRY * row);
  if (little(content) == 0)
    return (record){0};
  size_t parts = little(content + PARTS_AT);
  return (record){content + STARTS_AT, content + STARTS_AT + 4 * parts, parts, parts ? little(content + POINTS_AT) : 0};
}

/* Where rows begin is known, so that each can be filled by itself. */
static void fill_row(wijk_geometry *g, size_t row, size_t first_point, const record *from) {
  for (size_t p = 0; p < from->part_count; p++) {
    size_t end = p + 1 < from->part_count ? little(from->starts + 4 * (p + 1)) : from->point_count;
    g->point_of_ring[g->part_of_row[row] + p + 1] = first_point + end;
  }
  for (size_t i = 0; i < from->point_count; i++) {
    g->x[first_point + i] = little_double(from->points + 16 * i);
    g->y[first_point + i] = little_double(from->points + 16 * i + 8);
  }
}

wijk_status shapefile_read_lines(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t rows = layer->row_count;
  wijk_geometry g = {.type = WIJK_GEOMETRY_LINE};
  size_t *first_point = WIJK_ARENA_ADD(reading->arena, size_t, rows + 1, err);
  g.part_of_row = WIJK_ARENA_ADD(reading->arena, size_t, rows + 1, err);
  for (size_t row = 0; err->status == WIJK_OK && row < rows; row++) {
    record found = find_record(files, broken, row);
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
    record found = find_record(files, broken, row);
    fill_row(&g, row, first_point[row], &found);
  }
  layer->geometry = g;
  return WIJK_OK;
}
