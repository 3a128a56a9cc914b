/* SPDX-License-Identifier: EUPL-1.2 */
/* A curve through the map that keeps neighbours together. */
#ifndef WIJK_GEO_CURVE_H
#define WIJK_GEO_CURVE_H

#include <math.h>
#include <stdint.h>

/* Place along the Hilbert curve of 2^16 by 2^16 cells: quarter by quarter, turned so that each begins where the last
 * one ended. Source: Hilbert 1891. */
static inline uint32_t curve_place(uint32_t x, uint32_t y) {
  uint32_t place = 0;
  for (uint32_t side = 1u << 15; side; side /= 2) {
    uint32_t right = (x & side) != 0, up = (y & side) != 0;
    place = place * 4 + ((3 * right) ^ up);
    if (!up) {
      uint32_t turned = right ? ~x : x;
      x = right ? ~y : y;
      y = turned;
    }
  }
  return place;
}

/* The same of a place on the map, with cells over its square; what lies beside that is taken for its edge. */
typedef struct curve_map {
  double min_x, min_y, cells_per_m;
} curve_map;

static inline curve_map curve_map_of(double min_x, double min_y, double max_x, double max_y) {
  const double side = fmax(max_x - min_x, max_y - min_y);
  return (curve_map){min_x, min_y, side > 0 ? 65536 / side : 0};
}

static inline uint32_t curve_cell(double value, double least, double cells_per_m) {
  const double cell = (value - least) * cells_per_m;
  return cell > 0 ? cell < 65535 ? (uint32_t)cell : 65535 : 0;
}

static inline uint32_t curve_map_place(const curve_map *map, double x, double y) {
  return curve_place(curve_cell(x, map->min_x, map->cells_per_m), curve_cell(y, map->min_y, map->cells_per_m));
}

#endif
