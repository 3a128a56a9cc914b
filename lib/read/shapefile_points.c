/* SPDX-License-Identifier: EUPL-1.2 */
/* Points in bulk: 28 bytes each in the .shp (number, length, type, x, y), 8 in the .shx (place, length). */
#include <omp.h>
#include <string.h>

#include "read/shapefile.h"

enum { HEADER = 100, RECORD = 28, ENTRY = 8, TYPE_POINT = 1 };

static uint32_t big(const unsigned char *b) {
  uint32_t word;
  memcpy(&word, b, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  word = __builtin_bswap32(word);
#endif
  return word;
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

static int workers_of(const wijk_reading *reading) {
  return reading->source->threads > 0 ? reading->source->threads : omp_get_max_threads();
}

bool shapefile_is_plain_points(const wijk_reading *reading, const shapefile *files) {
  const wijk_file *shp = &files->parts[SHAPEFILE_SHP], *shx = &files->parts[SHAPEFILE_SHX];
  if (!shp->bytes || !shx->bytes || shp->length < HEADER || shx->length < HEADER)
    return false;
  size_t count = (shx->length - HEADER) / ENTRY;
  if (shx->length != HEADER + ENTRY * count || shp->length != HEADER + RECORD * count ||
      little(shp->bytes + 32) != TYPE_POINT || little(shx->bytes + 32) != TYPE_POINT)
    return false;
  uint32_t odd = 0;
#pragma omp parallel for schedule(static) num_threads(workers_of(reading)) reduction(| : odd) if (count > 65536)
  for (size_t i = 0; i < count; i++) {
    const unsigned char *record = shp->bytes + HEADER + RECORD * i, *entry = shx->bytes + HEADER + ENTRY * i;
    odd |= (big(entry) ^ (uint32_t)((HEADER + RECORD * i) / 2)) | (big(entry + 4) ^ (RECORD - 8) / 2) |
           (big(record) ^ (uint32_t)(i + 1)) | (big(record + 4) ^ (RECORD - 8) / 2) | (little(record + 8) ^ TYPE_POINT);
  }
  return odd == 0;
}

wijk_status shapefile_read_plain_points(wijk_reading *reading, const shapefile *files, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  const unsigned char *records = files->parts[SHAPEFILE_SHP].bytes + HEADER;
  size_t count = layer->row_count;
  double *x = WIJK_ARENA_ADD(reading->arena, double, count, err);
  double *y = WIJK_ARENA_ADD(reading->arena, double, count, err);
  if (!x || !y || wijk_limit_check(reading->file, "points", count, WIJK_LIMIT_POINTS, err) != WIJK_OK)
    return err->status;
#pragma omp parallel for schedule(static) num_threads(workers_of(reading)) if (count > 65536)
  for (size_t i = 0; i < count; i++) {
    x[i] = little_double(records + RECORD * i + 12);
    y[i] = little_double(records + RECORD * i + 20);
  }
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = count, .x = x, .y = y};
  return WIJK_OK;
}
