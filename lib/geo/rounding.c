/* SPDX-License-Identifier: EUPL-1.2 */
/* Projected places as whole numbers of a small unit, which is what a format with a fixed number of decimals holds.
 * Most are rounded from patches; what is left goes through PROJ, each different place once: neighbours share their
 * borders. */
#include "base/memory.h"
#include "geo/patch.h"
#include "geo/projecting.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#define FEW 20000 /* below this, a handle per thread costs more than it saves */
#define PIECE 8192
#define LEFT (WIJK_NOWHERE + 1) /* for PROJ */

/* The different places among the points that are left, in order of first appearance. */
typedef struct places {
  size_t count;
  double *x, *y;
  uint32_t *point, *place; /* [left] a point and its place */
  size_t left;
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

static void places_free(places *found) {
  memory_free(found->x);
  memory_free(found->y);
  memory_free(found->point);
  memory_free(found->place);
}

static void add_place(places *found, uint32_t *table, size_t mask, double x, double y, size_t point) {
  size_t slot = mix(x, y) & mask;
  uint32_t place;
  /* 0 in the table means nothing there, so places count from 1 in it. */
  while ((place = table[slot]) != 0 && !same(found->x[place - 1], x, found->y[place - 1], y))
    slot = (slot + 1) & mask;
  if (!place) {
    found->x[found->count] = x;
    found->y[found->count] = y;
    table[slot] = place = (uint32_t)++found->count;
  }
  found->point[found->left] = (uint32_t)point;
  found->place[found->left++] = place - 1;
}

static wijk_status find_places(const double *x, const double *y, size_t count, const int32_t *rounded, places *found,
                               wijk_error *err) {
  size_t left = 0, slots = 1024;
  for (size_t i = 0; i < count; i++)
    left += rounded[i] == LEFT;
  while (slots < left * 2)
    slots *= 2;
  uint32_t *table = memory_new_zeroed(slots, sizeof *table);
  *found = (places){.x = memory_new_zeroed(left + 1, sizeof(double)),
                    .y = memory_new_zeroed(left + 1, sizeof(double)),
                    .point = memory_new_zeroed(left + 1, sizeof(uint32_t)),
                    .place = memory_new_zeroed(left + 1, sizeof(uint32_t))};
  wijk_status status = WIJK_OK;
  if (!table || !found->x || !found->y || !found->point || !found->place)
    status = wijk_error_set(err, WIJK_MEMORY, "no memory for the coordinates of %zu points", left);
  for (size_t i = 0; status == WIJK_OK && i < count; i++)
    if (rounded[i] == LEFT)
      add_place(found, table, slots - 1, x[i], y[i], i);
  memory_free(table);
  return status;
}

static wijk_status project(const wijk_projection *projection, places *found, int threads, wijk_error *err) {
  wijk_status worst = WIJK_OK;
  long pieces = (long)((found->count + PIECE - 1) / PIECE);
#pragma omp parallel num_threads(threads) if (found->count >= FEW)
  {
    wijk_error own = {0}; /* threads must not write the caller's at once */
    size_t lost;
    wijk_projection *copy = projection_copy(projection, &own);
#pragma omp for schedule(dynamic)
    for (long piece = 0; piece < pieces; piece++) {
      size_t start = (size_t)piece * PIECE, end = start + PIECE < found->count ? start + PIECE : found->count;
      if (copy && own.status == WIJK_OK)
        wijk_projection_compute(copy, end - start, found->x + start, found->y + start, &lost, &own);
    }
    wijk_projection_close(copy);
#pragma omp critical
    if (own.status != WIJK_OK && worst == WIJK_OK) {
      worst = own.status;
      *err = own;
    }
  }
  return worst;
}

static int32_t whole_of(double value, double per_unit) {
  double scaled = value * per_unit;
  return fabs(scaled) < 2147483646.0 ? (int32_t)lrint(scaled) : WIJK_NOWHERE;
}

static wijk_status round_left(const wijk_projection *projection, size_t count, const double *x, const double *y,
                              double per_unit, int threads, int32_t *rounded_x, int32_t *rounded_y, wijk_error *err) {
  places found;
  wijk_status status = find_places(x, y, count, rounded_x, &found, err);
  if (status == WIJK_OK)
    status = project(projection, &found, threads, err);
  for (size_t i = 0; status == WIJK_OK && i < found.left; i++) {
    size_t point = found.point[i], place = found.place[i];
    rounded_x[point] = whole_of(found.x[place], per_unit);
    rounded_y[point] = whole_of(found.y[place], per_unit);
    if (rounded_x[point] == WIJK_NOWHERE || rounded_y[point] == WIJK_NOWHERE)
      rounded_x[point] = rounded_y[point] = WIJK_NOWHERE;
  }
  places_free(&found);
  return status;
}

wijk_status wijk_projection_round(const wijk_projection *projection, size_t count, const double *x, const double *y,
                                  double per_unit, int threads, int32_t *rounded_x, int32_t *rounded_y, size_t *lost,
                                  wijk_error *err) {
  *lost = 0;
  if (count >= UINT32_MAX)
    return wijk_error_set(err, WIJK_DATA, "%zu points are too many to project at once", count);
  int workers = threads > 0 ? threads : omp_get_max_threads();
  patch_map *map = patches_fit(projection, x, y, count, per_unit, workers, err);
  if (!map)
    return err->status;
  long total = (long)count;
#pragma omp parallel for schedule(static, PIECE) num_threads(workers) if (count >= FEW)
  for (long i = 0; i < total; i++) {
    int32_t rounded[2] = {LEFT, LEFT};
    patches_round(map, x[i], y[i], rounded);
    rounded_x[i] = rounded[0];
    rounded_y[i] = rounded[1];
  }
  patches_free(map);
  if (round_left(projection, count, x, y, per_unit, workers, rounded_x, rounded_y, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++)
    *lost += rounded_x[i] == WIJK_NOWHERE && !isnan(x[i]) && !isnan(y[i]);
  return WIJK_OK;
}
