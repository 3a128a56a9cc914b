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

typedef struct search {
  const wijk_geometry *shapes;
  double *x, *y;
  wijk_error failure; /* of the lowest row that failed, whatever thread came upon it */
  size_t failed_row;
} search;

static wijk_status find_row(geos *door, const search *work, size_t row, wijk_error *err) {
  size_t part = largest_part(work->shapes, row);
  work->x[row] = work->y[row] = NAN;
  if (part == WIJK_NONE)
    return WIJK_OK;
  geos_shape *shape = geos_shape_new_part(door, work->shapes, part);
  if (!shape || !geos_shape_find_inside(door, shape, &work->x[row], &work->y[row]))
    geos_fail(door, err, "finding a point inside a zone");
  geos_shape_free(door, shape);
  return err->status;
}

static void keep_failure(search *work, size_t row, const wijk_error *failure) {
#pragma omp critical(wijk_interior)
  if (row < work->failed_row) {
    work->failed_row = row;
    work->failure = *failure;
  }
}

static void find_rows(search *work, size_t count) {
#pragma omp parallel if (work->shapes->point_count > 20000)
  {
    wijk_error failure = {0};
    geos *door = geos_open(&failure);
#pragma omp for schedule(dynamic, 16)
    for (size_t row = 0; row < count; row++)
      if (failure.status == WIJK_OK && find_row(door, work, row, &failure) != WIJK_OK)
        keep_failure(work, row, &failure);
    if (!door)
      keep_failure(work, 0, &failure);
    else
      geos_close(door);
  }
}

wijk_status wijk_polygons_interior(const wijk_layer *zones, double *x, double *y, wijk_error *err) {
  size_t count = zones->row_count;
  if (zones->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons", zones->name);
  double *found = memory_new_zeroed(count + 1, 2 * sizeof *found);
  if (!found)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for points inside zones");
  search work = {.shapes = &zones->geometry, .x = found, .y = found + count, .failed_row = WIJK_NONE};
  find_rows(&work, count);
  if (work.failed_row != WIJK_NONE) {
    *err = err->status == WIJK_OK ? work.failure : *err;
  } else if (count) {
    memcpy(x, found, count * sizeof *x);
    memcpy(y, found + count, count * sizeof *y);
  }
  memory_free(found);
  return err->status;
}
