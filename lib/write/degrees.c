/* SPDX-License-Identifier: EUPL-1.2 */
/* The coordinates of a layer in degrees, as whole numbers of the last decimal. */
#include <math.h>

#include <wijk/geo.h>

#include "write/format.h"

static wijk_status tell_lost(const write_job *job, size_t lost, size_t count, wijk_error *err) {
  if (!lost)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "%zu of %zu points of layer '%s' have no place in degrees", lost, count, job->name);
  return wijk_error_hint(err, "write a GeoPackage, which keeps the coordinates as they are");
}

wijk_status degrees_compute(const write_job *job, degrees *result, wijk_error *err) {
  const wijk_geometry *shape = &job->layer->geometry;
  size_t count = shape->type == WIJK_GEOMETRY_POINT ? job->layer->row_count : shape->point_count, lost = 0;
  *result = (degrees){0};
  if (shape->type == WIJK_GEOMETRY_NONE)
    return WIJK_OK;
  result->x = WIJK_ARENA_ADD(job->scratch, int32_t, count, err);
  result->y = WIJK_ARENA_ADD(job->scratch, int32_t, count, err);
  wijk_projection *projection = result->x && result->y ? wijk_projection_open(job->layer->crs, "EPSG:4326", err) : NULL;
  if (!projection)
    return err->status;
  result->pipeline = wijk_arena_text(job->scratch, wijk_projection_pipeline(projection), err);
  if (result->pipeline && wijk_projection_round(projection, count, shape->x, shape->y, DEGREE_PARTS, job->threads,
                                                result->x, result->y, &lost, err) == WIJK_OK)
    tell_lost(job, lost, count, err);
  wijk_projection_close(projection);
  return err->status;
}
