/* SPDX-License-Identifier: EUPL-1.2 */
/* The coordinates of a layer in degrees. Projecting is most of the work of a GeoJSON, and neighbours share their
 * borders: every place is projected once, on all threads. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <wijk/geo.h>

#include "write/format.h"

#define FEW 20000 /* below this, opening a projection per thread costs more than it saves */

typedef struct places {
  size_t count;
  double *x, *y;
  uint32_t *place_of_point;
} places;

static uint64_t mix(double x, double y) {
  uint64_t a, b;
  memcpy(&a, &x, sizeof a);
  memcpy(&b, &y, sizeof b);
  a = (a ^ (b << 32 | b >> 32)) * 0x9E3779B97F4A7C15u;
  return a ^ a >> 29;
}

/* By their bits: a point that is nowhere is the same as another one. */
static bool same(double x, double other_x, double y, double other_y) {
  return memcmp(&x, &other_x, sizeof x) == 0 && memcmp(&y, &other_y, sizeof y) == 0;
}

/* The different places among the points, in order of first appearance. */
static wijk_status find_places(const double *x, const double *y, size_t count, wijk_arena *scratch, places *found,
                               wijk_error *err) {
  size_t slots = 1024;
  while (slots < count * 2)
    slots *= 2;
  uint32_t *table = WIJK_ARENA_ADD(scratch, uint32_t, slots, err);
  *found = (places){0, WIJK_ARENA_ADD(scratch, double, count, err), WIJK_ARENA_ADD(scratch, double, count, err),
                    WIJK_ARENA_ADD(scratch, uint32_t, count, err)};
  if (!table || !found->x || !found->y || !found->place_of_point)
    return WIJK_MEMORY;
  for (size_t i = 0; i < count; i++) {
    size_t slot = mix(x[i], y[i]) & (slots - 1);
    uint32_t place;
    /* Slot 0 of the table means nothing there, so places count from 1 in it. */
    while ((place = table[slot]) != 0 && !same(found->x[place - 1], x[i], found->y[place - 1], y[i]))
      slot = (slot + 1) & (slots - 1);
    if (!place) {
      found->x[found->count] = x[i];
      found->y[found->count] = y[i];
      table[slot] = place = (uint32_t)++found->count;
    }
    found->place_of_point[i] = place - 1;
  }
  return WIJK_OK;
}

static wijk_status project_part(const char *crs, double *x, double *y, size_t count, wijk_error *err) {
  size_t lost;
  wijk_projection *projection = wijk_projection_open(crs, "EPSG:4326", err);
  if (projection)
    wijk_projection_compute(projection, count, x, y, &lost, err);
  wijk_projection_close(projection);
  return err->status;
}

static wijk_status project_all(const char *crs, double *x, double *y, size_t count, wijk_error *err) {
  wijk_status worst = WIJK_OK;
  long pieces = (long)((count + FEW - 1) / FEW);
  if (pieces < 2)
    return project_part(crs, x, y, count, err);
  pieces = pieces > 64 ? 64 : pieces;
#pragma omp parallel
  {
    wijk_error own = {0};
    size_t lost;
    wijk_projection *projection = wijk_projection_open(crs, "EPSG:4326", &own);
#pragma omp for schedule(dynamic)
    for (long piece = 0; piece < pieces; piece++) {
      size_t start = count * (size_t)piece / (size_t)pieces, end = count * (size_t)(piece + 1) / (size_t)pieces;
      if (projection && own.status == WIJK_OK)
        wijk_projection_compute(projection, end - start, x + start, y + start, &lost, &own);
    }
    wijk_projection_close(projection);
#pragma omp critical
    if (own.status != WIJK_OK && worst == WIJK_OK) {
      worst = own.status;
      *err = own;
    }
  }
  return worst;
}

static wijk_status tell_lost(const write_job *job, const double *x, const double *y, size_t count, wijk_error *err) {
  const wijk_geometry *shape = &job->layer->geometry;
  size_t lost = 0;
  for (size_t i = 0; i < count; i++)
    lost += (isnan(x[i]) || isnan(y[i])) && !isnan(shape->x[i]) && !isnan(shape->y[i]);
  if (!lost)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "%zu of %zu points of layer '%s' have no place in degrees", lost, count, job->name);
  return wijk_error_hint(err, "write a GeoPackage, which keeps the coordinates as they are");
}

wijk_status degrees_compute(const write_job *job, double **x, double **y, wijk_error *err) {
  const wijk_geometry *shape = &job->layer->geometry;
  size_t count = shape->type == WIJK_GEOMETRY_POINT ? job->layer->row_count : shape->point_count;
  places found;
  *x = WIJK_ARENA_ADD(job->scratch, double, count, err);
  *y = WIJK_ARENA_ADD(job->scratch, double, count, err);
  if (!*x || !*y)
    return WIJK_MEMORY;
  if (shape->type == WIJK_GEOMETRY_NONE || count == 0)
    return WIJK_OK;
  if (count >= UINT32_MAX / 2)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has more than two thousand million points", job->name);
  wijk_status status = find_places(shape->x, shape->y, count, job->scratch, &found, err);
  if (status == WIJK_OK)
    status = project_all(job->layer->crs, found.x, found.y, found.count, err);
  for (size_t i = 0; status == WIJK_OK && i < count; i++) {
    (*x)[i] = found.x[found.place_of_point[i]];
    (*y)[i] = found.y[found.place_of_point[i]];
  }
  return status == WIJK_OK ? tell_lost(job, *x, *y, count, err) : status;
}
