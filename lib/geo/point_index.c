/* SPDX-License-Identifier: EUPL-1.2 */
/* Making the tree in which what is nearest, and how much is near, is looked up. */
#include "geo/point_index.h"

#include "base/memory.h"

#include <math.h>

enum { BUCKET = 8, BINS_A_BUCKET = 4 };

static double place_of(const wijk_point_index *index, size_t i, bool by_y) {
  return by_y ? index->y[i] : index->x[i];
}

/* Points differ at least in number, so there are no ties to go wrong. */
static bool comes_before(const wijk_point_index *index, size_t a, double place, uint32_t number, bool by_y) {
  double own = place_of(index, a, by_y);
  return own < place || (own == place && index->number[a] < number);
}

static void swap_points(wijk_point_index *index, size_t a, size_t b) {
  double x = index->x[a], y = index->y[a];
  uint32_t number = index->number[a];
  index->x[a] = index->x[b];
  index->y[a] = index->y[b];
  index->number[a] = index->number[b];
  index->x[b] = x;
  index->y[b] = y;
  index->number[b] = number;
}

/* Puts the `middle`th point of from..end-1 in its place, lower ones before it (Hoare's selection). */
static void divide_points(wijk_point_index *index, size_t from, size_t middle, size_t end, bool by_y) {
  while (end - from > 1) {
    size_t pivot = from + (end - from) / 2, kept = from;
    double place = place_of(index, pivot, by_y);
    uint32_t number = index->number[pivot];
    swap_points(index, pivot, end - 1);
    for (size_t i = from; i + 1 < end; i++)
      if (comes_before(index, i, place, number, by_y))
        swap_points(index, i, kept++);
    swap_points(index, kept, end - 1);
    if (kept == middle)
      return;
    if (kept < middle)
      from = kept + 1;
    else
      end = kept;
  }
}

static point_box box_around(const wijk_point_index *index, size_t from, size_t end) {
  point_box around = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = from; i < end; i++) {
    around.min_x = fmin(around.min_x, index->x[i]);
    around.min_y = fmin(around.min_y, index->y[i]);
    around.max_x = fmax(around.max_x, index->x[i]);
    around.max_y = fmax(around.max_y, index->y[i]);
  }
  return around;
}

static uint32_t lowest_of(const wijk_point_index *index, size_t from, size_t end) {
  uint32_t lowest = UINT32_MAX;
  for (size_t i = from; i < end; i++)
    lowest = index->number[i] < lowest ? index->number[i] : lowest;
  return lowest;
}

static void make_node(wijk_point_index *index, size_t node, size_t from, size_t end) {
  const point_box around = box_around(index, from, end);
  if (node < 2 * index->first_bucket) {
    index->boxes[node] = around;
    index->lowest[node] = lowest_of(index, from, end);
  }
  if (node >= index->first_bin)
    return;
  const size_t middle = from + (end - from) / 2;
  const bool by_y = around.max_y - around.min_y > around.max_x - around.min_x;
  divide_points(index, from, middle, end, by_y);
  index->splits[node] = (point_split){middle < end ? (float)place_of(index, middle, by_y) : 0, by_y};
  make_node(index, 2 * node, from, middle);
  make_node(index, 2 * node + 1, middle, end);
}

static bool fill_index(wijk_point_index *index, size_t count, const double *x, const double *y) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    kept += isfinite(x[i]) && isfinite(y[i]);
  index->first_bucket = 1;
  while (kept > index->first_bucket * BUCKET)
    index->first_bucket *= 2;
  index->first_bin = index->first_bucket * BINS_A_BUCKET;
  index->x = memory_new_zeroed(kept + 1, sizeof *index->x);
  index->y = memory_new_zeroed(kept + 1, sizeof *index->y);
  index->number = memory_new_zeroed(kept + 1, sizeof *index->number);
  index->boxes = memory_new_zeroed(2 * index->first_bucket, sizeof *index->boxes);
  index->lowest = memory_new_zeroed(2 * index->first_bucket, sizeof *index->lowest);
  index->splits = memory_new_zeroed(index->first_bin, sizeof *index->splits);
  if (!index->x || !index->y || !index->number || !index->boxes || !index->lowest || !index->splits)
    return false;
  for (size_t i = 0; i < count; i++)
    if (isfinite(x[i]) && isfinite(y[i])) {
      index->x[index->count] = x[i];
      index->y[index->count] = y[i];
      index->number[index->count++] = (uint32_t)i;
    }
  make_node(index, 1, 0, kept);
  return true;
}

wijk_point_index *wijk_point_index_new(size_t count, const double *x, const double *y, wijk_error *err) {
  if (count > UINT32_MAX) {
    wijk_error_set(err, WIJK_DATA, "more than four thousand million points to look among");
    return NULL;
  }
  wijk_point_index *index = memory_new_zeroed(1, sizeof *index);
  if (!index || !fill_index(index, count, x, y)) {
    wijk_point_index_free(index);
    wijk_error_set(err, WIJK_MEMORY, "no memory to index %zu points", count);
    return NULL;
  }
  return index;
}

void wijk_point_index_free(wijk_point_index *index) {
  if (!index)
    return;
  memory_free(index->x);
  memory_free(index->y);
  memory_free(index->number);
  memory_free(index->boxes);
  memory_free(index->lowest);
  memory_free(index->splits);
  memory_free(index);
}

double point_square_limit(double radius) {
  if (!(radius >= 0))
    return -1;
  double limit = radius * radius;
  while (limit > 0 && sqrt(limit) > radius)
    limit = nextafter(limit, 0);
  while (limit < INFINITY && sqrt(nextafter(limit, INFINITY)) <= radius)
    limit = nextafter(limit, INFINITY);
  return limit;
}
