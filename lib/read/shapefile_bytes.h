/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of a .shp and .shx, and the record of a row of lines or rings: kind (4 bytes), box (32), numbers of parts
 * and points, where each part begins, then x and y of each point; heights and measures stand behind all of it. */
#ifndef WIJK_READ_SHAPEFILE_BYTES_H
#define WIJK_READ_SHAPEFILE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "read/shapefile.h"

enum { SHAPEFILE_HEADER = 100, SHAPEFILE_ENTRY = 8 };

static inline uint32_t shapefile_big(const unsigned char *b) {
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static inline uint32_t shapefile_little(const unsigned char *b) {
  return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static inline double shapefile_double(const unsigned char *b) {
  const uint64_t word = (uint64_t)shapefile_little(b + 4) << 32 | shapefile_little(b);
  double value;
  memcpy(&value, &word, sizeof value);
  return value;
}

/* The x and y of `count` points that follow on each other. */
static inline void shapefile_split_points(const unsigned char *points, size_t count, double *x, double *y) {
  for (size_t i = 0; i < count; i++) {
    x[i] = shapefile_double(points + 16 * i);
    y[i] = shapefile_double(points + 16 * i + 8);
  }
}

typedef struct shapefile_record {
  const unsigned char *starts, *points;
  size_t part_count, point_count;
} shapefile_record;

/* Nothing for a row that is damaged or has no shape. A shape of points but no part has none either. */
static inline shapefile_record shapefile_record_find(const shapefile *files, const bool *broken, size_t row) {
  enum { PARTS_AT = 36, POINTS_AT = 40, STARTS_AT = 44 };
  if (broken[row])
    return (shapefile_record){0};
  const unsigned char *entry = files->parts[SHAPEFILE_SHX].bytes + SHAPEFILE_HEADER + SHAPEFILE_ENTRY * row;
  const unsigned char *content = files->parts[SHAPEFILE_SHP].bytes + 8 + 2 * (size_t)shapefile_big(entry);
  if (shapefile_little(content) == 0)
    return (shapefile_record){0};
  const size_t parts = shapefile_little(content + PARTS_AT);
  return (shapefile_record){content + STARTS_AT, content + STARTS_AT + 4 * parts, parts,
                            parts ? shapefile_little(content + POINTS_AT) : 0};
}

#endif
