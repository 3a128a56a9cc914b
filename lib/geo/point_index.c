/* SPDX-License-Identifier: EUPL-1.2 */
/* What is nearest, and how much is near: a balanced k-d tree (Bentley 1975) with the box of each node.
 *
 * The distance to a box is computed with the same roundings as the distance to a point in it, and rounding never
 * turns a larger difference into a smaller one; so passing over a box never loses a point, and the results are to
 * the bit those of looking at every point. */
#include "base/memory.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <wijk/geo.h>

enum { LEAF = 8, DEEPEST = 64 };

typedef struct box {
  double min_x, min_y, max_x, max_y;
} box;

/* Node 1 is the root, node k has children 2k and 2k + 1; each takes half of its parent's points. */
struct wijk_point_index {
  size_t count, first_leaf;
  double *x, *y;    /* in the order of the tree */
  uint32_t *number; /* as the caller counts them */
  box *boxes;
};

/* ---- making it ---- */

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

static box box_around(const wijk_point_index *index, size_t from, size_t end) {
  box around = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = from; i < end; i++) {
    around.min_x = fmin(around.min_x, index->x[i]);
    around.min_y = fmin(around.min_y, index->y[i]);
    around.max_x = fmax(around.max_x, index->x[i]);
    around.max_y = fmax(around.max_y, index->y[i]);
  }
  return around;
}

static void make_node(wijk_point_index *index, size_t node, size_t from, size_t end) {
  box around = box_around(index, from, end);
  index->boxes[node] = around;
  if (node >= index->first_leaf)
    return;
  size_t middle = from + (end - from) / 2;
  divide_points(index, from, middle, end, around.max_y - around.min_y > around.max_x - around.min_x);
  make_node(index, 2 * node, from, middle);
  make_node(index, 2 * node + 1, middle, end);
}

static bool fill_index(wijk_point_index *index, size_t count, const double *x, const double *y) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++)
    kept += isfinite(x[i]) && isfinite(y[i]);
  index->first_leaf = 1;
  while (kept > index->first_leaf * LEAF)
    index->first_leaf *= 2;
  index->x = memory_new_zeroed(kept + 1, sizeof *index->x);
  index->y = memory_new_zeroed(kept + 1, sizeof *index->y);
  index->number = memory_new_zeroed(kept + 1, sizeof *index->number);
  index->boxes = memory_new_zeroed(2 * index->first_leaf, sizeof *index->boxes);
  if (!index->x || !index->y || !index->number || !index->boxes)
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
  memory_free(index);
}

/* ---- asking ---- */

/* Square of the distance to the nearest spot of the box; 0 inside. */
static inline double box_near(const box *around, double x, double y) {
  double left = around->min_x - x, right = x - around->max_x, below = around->min_y - y, above = y - around->max_y;
  double dx = left > right ? left : right, dy = below > above ? below : above;
  dx = dx > 0 ? dx : 0;
  dy = dy > 0 ? dy : 0;
  return dx * dx + dy * dy;
}

/* Square of the distance to its farthest corner. */
static inline double box_far(const box *around, double x, double y) {
  double left = x - around->min_x, right = around->max_x - x, below = y - around->min_y, above = around->max_y - y;
  double dx = left > right ? left : right, dy = below > above ? below : above;
  return dx * dx + dy * dy;
}

/* A part of the tree still to be looked at. */
typedef struct visit {
  size_t node, from, end;
  double near;
} visit;

static double find_nearest(const wijk_point_index *index, double x, double y, size_t skip, size_t *nearest) {
  visit waiting[DEEPEST];
  int depth = 0;
  double best = INFINITY;
  *nearest = WIJK_NONE;
  if (!isfinite(x) || !isfinite(y))
    return NAN;
  waiting[depth++] = (visit){1, 0, index->count, 0};
  while (depth) {
    visit now = waiting[--depth];
    if (now.near > best)
      continue;
    while (now.node < index->first_leaf) {
      size_t middle = now.from + (now.end - now.from) / 2;
      visit low = {2 * now.node, now.from, middle, box_near(&index->boxes[2 * now.node], x, y)};
      visit high = {2 * now.node + 1, middle, now.end, box_near(&index->boxes[2 * now.node + 1], x, y)};
      bool low_first = low.near <= high.near;
      waiting[depth++] = low_first ? high : low;
      now = low_first ? low : high;
    }
    for (size_t i = now.from; i < now.end; i++) {
      double dx = index->x[i] - x, dy = index->y[i] - y, square = dx * dx + dy * dy;
      if (square > best || index->number[i] == skip)
        continue;
      if (square < best || index->number[i] < *nearest) {
        best = square;
        *nearest = index->number[i];
      }
    }
  }
  return *nearest == WIJK_NONE ? NAN : sqrt(best);
}

static int choose_threads(int threads) {
  return threads > 0 ? threads : omp_get_max_threads();
}

wijk_status wijk_point_index_nearest(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                     const size_t *skip, int threads, double *distance_m, size_t *nearest,
                                     wijk_error *err) {
  (void)err;
  int workers = choose_threads(threads);
#pragma omp parallel for schedule(static) num_threads(workers) if (count > 1024)
  for (size_t i = 0; i < count; i++)
    distance_m[i] = find_nearest(index, x[i], y[i], skip ? skip[i] : WIJK_NONE, &nearest[i]);
  return WIJK_OK;
}

static size_t count_within(const wijk_point_index *index, double x, double y, double limit) {
  visit waiting[DEEPEST];
  int depth = 0;
  size_t found = 0;
  waiting[depth++] = (visit){1, 0, index->count, 0};
  while (depth) {
    visit now = waiting[--depth];
    const box *around = &index->boxes[now.node];
    if (!(box_near(around, x, y) <= limit))
      continue;
    if (box_far(around, x, y) <= limit) {
      found += now.end - now.from;
    } else if (now.node >= index->first_leaf) {
      for (size_t i = now.from; i < now.end; i++) {
        double dx = index->x[i] - x, dy = index->y[i] - y;
        found += dx * dx + dy * dy <= limit;
      }
    } else {
      size_t middle = now.from + (now.end - now.from) / 2;
      waiting[depth++] = (visit){2 * now.node, now.from, middle, 0};
      waiting[depth++] = (visit){2 * now.node + 1, middle, now.end, 0};
    }
  }
  return found;
}

/* The largest square whose root is not beyond the radius, so that "within" and the distance of `nearest` never
 * contradict each other by a rounding. */
static double square_limit(double radius) {
  if (!(radius >= 0))
    return -1;
  double limit = radius * radius;
  while (limit > 0 && sqrt(limit) > radius)
    limit = nextafter(limit, 0);
  while (limit < INFINITY && sqrt(nextafter(limit, INFINITY)) <= radius)
    limit = nextafter(limit, INFINITY);
  return limit;
}

wijk_status wijk_point_index_within(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                    double radius_m, int threads, size_t *found, wijk_error *err) {
  (void)err;
  double limit = square_limit(radius_m);
  int workers = choose_threads(threads);
#pragma omp parallel for schedule(static) num_threads(workers) if (count > 1024)
  for (size_t i = 0; i < count; i++)
    found[i] = !isfinite(x[i]) || !isfinite(y[i]) ? 0 : count_within(index, x[i], y[i], limit);
  return WIJK_OK;
}
