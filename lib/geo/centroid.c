/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>

#include <wijk/geo.h>

typedef struct moments {
  double area, x, y; /* ∫ 1, ∫ x, ∫ y, from an origin at the shape itself: far from it they would cancel out */
} moments;

/* By the triangles between the origin and each side. `sign` -1 = a hole, whichever way it goes round. */
static void add_ring(const wijk_geometry *g, size_t ring, double origin_x, double origin_y, double sign,
                     moments *whole) {
  moments m = {0, 0, 0};
  for (size_t i = g->point_of_ring[ring]; i + 1 < g->point_of_ring[ring + 1]; i++) {
    const double x0 = g->x[i] - origin_x, y0 = g->y[i] - origin_y;
    const double x1 = g->x[i + 1] - origin_x, y1 = g->y[i + 1] - origin_y;
    const double twice = x0 * y1 - x1 * y0;
    m.area += twice / 2;
    m.x += twice * (x0 + x1) / 6;
    m.y += twice * (y0 + y1) / 6;
  }
  sign = m.area < 0 ? -sign : sign;
  whole->area += sign * m.area;
  whole->x += sign * m.x;
  whole->y += sign * m.y;
}

void wijk_polygons_centroid(const wijk_layer *zones, double *x, double *y) {
  const wijk_geometry *g = &zones->geometry;
  for (size_t i = 0; i < zones->row_count; i++) {
    x[i] = y[i] = NAN;
    if (g->type != WIJK_GEOMETRY_POLYGON || g->part_of_row[i] == g->part_of_row[i + 1]) {
      continue;
    }
    const size_t first = g->point_of_ring[g->ring_of_part[g->part_of_row[i]]];
    moments m = {0, 0, 0};
    for (size_t p = g->part_of_row[i]; p < g->part_of_row[i + 1]; p++) {
      for (size_t r = g->ring_of_part[p]; r < g->ring_of_part[p + 1]; r++) {
        add_ring(g, r, g->x[first], g->y[first], r == g->ring_of_part[p] ? 1 : -1, &m);
      }
    }
    x[i] = m.area > 0 ? g->x[first] + m.x / m.area : NAN;
    y[i] = m.area > 0 ? g->y[first] + m.y / m.area : NAN;
  }
}
