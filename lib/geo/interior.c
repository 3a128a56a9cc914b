/* SPDX-License-Identifier: EUPL-1.2 */
/* A point inside each zone. */
#include "base/memory.h"
#include "geo/geos.h"
#include "geo/polygon.h"

#include <math.h>
#include <string.h>
#include <wijk/geo.h>

/* The part with the largest area, the first of equals; WIJK_NONE where there is none. */
static size_t largest_part(const wijk_geometry *shapes, size_t row) {
  size_t found = WIJK_NONE;
  double most = -1;
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++) {
    double area = 0;
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++) {
      size_t start = shapes->point_of_ring[ring];
      area += ring_area(shapes->x + start, shapes->y + start, shapes->point_of_ring[ring + 1] - start);
    }
    if (area > most) {
      most = area;
      found = part;
    }
  }
  return found;
}

wijk_status wijk_polygons_interior(const wijk_layer *zones, double *x, double *y, wijk_error *err) {
  const wijk_geometry *shapes = &zones->geometry;
  if (shapes->type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons", zones->name);
  geos *door = geos_open(err);
  if (!door)
    return WIJK_MEMORY;
  size_t count = zones->row_count;
  double *found = memory_new_zeroed(count + 1, 2 * sizeof *found);
  wijk_status status = found ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for points inside zones");
  for (size_t row = 0; status == WIJK_OK && row < count; row++) {
    size_t part = largest_part(shapes, row);
    found[row] = found[count + row] = NAN;
    if (part == WIJK_NONE)
      continue;
    geos_shape *shape = geos_shape_new_part(door, shapes, part);
    if (!shape || !geos_shape_find_inside(door, shape, &found[row], &found[count + row]))
      status = geos_fail(door, err, "finding a point inside a zone");
    geos_shape_free(door, shape);
  }
  if (status == WIJK_OK && count) {
    memcpy(x, found, count * sizeof *x);
    memcpy(y, found + count, count * sizeof *y);
  }
  memory_free(found);
  geos_close(door);
  return status;
}
