/* SPDX-License-Identifier: EUPL-1.2 */
/* Points in bulk: 28 bytes each in the .shp (number, length, type, x, y), 8 in the .shx (place, length). */
#include <omp.h>
#include <string.h>

#include "read/shapefile_bytes.h"

enum { RECORD = 28, TYPE_POINT = 1 };

static int workers_of(const wijk_reading *reading) {
  return reading->source->threads > 0 ? reading->source->threads : omp_get_max_threads();
}

bool shapefile_is_plain_points(const wijk_reading *reading, const shapefile *files) {
  const wijk_file *shp = &files->parts[SHAPEFILE_SHP], *shx = &files->parts[SHAPEFILE_SHX];
  if (!shp->bytes || !shx->bytes || shp->length < SHAPEFILE_HEADER || shx->length < SHAPEFILE_HEADER)
    return false;
  size_t count = (shx->length - SHAPEFILE_HEADER) / SHAPEFILE_ENTRY;
  if (shx->length != SHAPEFILE_HEADER + SHAPEFILE_ENTRY * count || shp->length != SHAPEFILE_HEADER + RECORD * count ||
      shapefile_little(shp->bytes + 32) != TYPE_POINT || shapefile_little(shx->bytes + 32) != TYPE_POINT)
    return false;
  uint32_t odd = 0;
#pragma omp parallel for schedule(static) num_threads(workers_of(reading)) reduction(| : odd) if (count > 65536)
  for (size_t i = 0; i < count; i++) {
    const unsigned char *record = shp->bytes + SHAPEFILE_HEADER + RECORD * i,
                        *entry = shx->bytes + SHAPEFILE_HEADER + SHAPEFILE_ENTRY * i;
    odd |= (shapefile_big(entry) ^ (uint32_t)((SHAPEFILE_HEADER + RECORD * i) / 2)) |
           (shapefile_big(entry + 4) ^ (RECORD - 8) / 2) | (shapefile_big(record) ^ (uint32_t)(i + 1)) |
           (shapefile_big(record + 4) ^ (RECORD - 8) / 2) | (shapefile_little(record + 8) ^ TYPE_POINT);
  }
  return odd == 0;
}

wijk_status shapefile_read_plain_points(wijk_reading *reading, const shapefile *files, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  const unsigned char *records = files->parts[SHAPEFILE_SHP].bytes + SHAPEFILE_HEADER;
  size_t count = layer->row_count;
  double *x = WIJK_ARENA_ADD(reading->arena, double, count, err);
  double *y = WIJK_ARENA_ADD(reading->arena, double, count, err);
  if (!x || !y || wijk_limit_check(reading->file, "points", count, WIJK_LIMIT_POINTS, err) != WIJK_OK)
    return err->status;
#pragma omp parallel for schedule(static) num_threads(workers_of(reading)) if (count > 65536)
  for (size_t i = 0; i < count; i++) {
    x[i] = shapefile_double(records + RECORD * i + 12);
    y[i] = shapefile_double(records + RECORD * i + 20);
  }
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = count, .x = x, .y = y};
  return WIJK_OK;
}
