/* SPDX-License-Identifier: EUPL-1.2 */
/* Neighbours by the distance of centroids, which are found in a grid. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "geo/weights_parts.h"
#include <wijk/geo.h>

enum { MOST_PAIRS = 1 << 28 }; /* 3 GiB of neighbours and weights */

/* Centroids of the zones that take part, in square cells; in each by row. */
typedef struct centre_grid {
  size_t count, zone_count;
  double *x, *y; /* of all zones; NaN = takes no part */
  double min_x, min_y, side;
  long columns, rows;
  size_t *start;
  uint32_t *zones;
} centre_grid;

typedef struct distance_work {
  centre_grid grid;
  const wijk_weights_rule *rule;
  int threads;
} distance_work;

/* ---- the grid ---- */

static inline long place(double value, double start, double side, long count) {
  double at = (value - start) / side;
  return at >= (double)count ? count - 1 : at > 0 ? (long)at : 0;
}

static inline long cell_of(const centre_grid *grid, size_t zone) {
  return place(grid->y[zone], grid->min_y, grid->side, grid->rows) * grid->columns +
         place(grid->x[zone], grid->min_x, grid->side, grid->columns);
}

/* About as many cells as centroids. */
static void choose_grid(centre_grid *grid) {
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (size_t zone = 0; zone < grid->zone_count; zone++) {
    if (isnan(grid->x[zone]))
      continue;
    low[0] = fmin(low[0], grid->x[zone]);
    low[1] = fmin(low[1], grid->y[zone]);
    high[0] = fmax(high[0], grid->x[zone]);
    high[1] = fmax(high[1], grid->y[zone]);
    grid->count++;
  }
  double width = grid->count ? high[0] - low[0] : 0, height = grid->count ? high[1] - low[1] : 0;
  double count = (double)grid->count, side = fmax(sqrt(width * height / count), fmax(width, height) / count);
  grid->min_x = low[0];
  grid->min_y = low[1];
  grid->side = side > 0 ? side : 1;
  grid->columns = (long)(width / grid->side) + 1;
  grid->rows = (long)(height / grid->side) + 1;
}

static bool fill_grid(centre_grid *grid) {
  choose_grid(grid);
  size_t cells = (size_t)grid->columns * (size_t)grid->rows;
  grid->start = memory_new_zeroed(cells + 2, sizeof *grid->start);
  grid->zones = memory_resize(NULL, grid->count, sizeof *grid->zones);
  if (!grid->start || !grid->zones)
    return false;
  for (size_t zone = 0; zone < grid->zone_count; zone++)
    if (!isnan(grid->x[zone]))
      grid->start[cell_of(grid, zone) + 2]++;
  for (size_t cell = 0; cell < cells; cell++)
    grid->start[cell + 2] += grid->start[cell + 1];
  for (size_t zone = 0; zone < grid->zone_count; zone++)
    if (!isnan(grid->x[zone]))
      grid->zones[grid->start[cell_of(grid, zone) + 1]++] = (uint32_t)zone;
  return true;
}

static inline double squared_distance(const centre_grid *grid, size_t a, size_t b) {
  double dx = grid->x[a] - grid->x[b], dy = grid->y[a] - grid->y[b];
  return dx * dx + dy * dy;
}

/* ---- the k nearest ---- */

typedef struct near {
  double squared;
  uint32_t zone;
} near;

static inline bool is_further(near a, near b) {
  return a.squared > b.squared || (a.squared == b.squared && a.zone > b.zone);
}

/* Keeps the best of those seen in a heap, the furthest of them on top; of equals the higher row is further. */
static void offer(near *heap, size_t *count, size_t most, near found) {
  size_t at;
  if (*count < most) {
    for (at = (*count)++; at && is_further(found, heap[(at - 1) / 2]); at = (at - 1) / 2)
      heap[at] = heap[(at - 1) / 2];
  } else {
    if (!is_further(heap[0], found))
      return;
    for (at = 0; 2 * at + 1 < most;) {
      size_t child = 2 * at + 1;
      child += child + 1 < most && is_further(heap[child + 1], heap[child]);
      if (!is_further(heap[child], found))
        break;
      heap[at] = heap[child];
      at = child;
    }
  }
  heap[at] = found;
}

static void offer_cell(const centre_grid *grid, size_t zone, long column, long row, near *heap, size_t *count,
                       size_t most) {
  if (column < 0 || row < 0 || column >= grid->columns || row >= grid->rows)
    return;
  size_t cell = (size_t)(row * grid->columns + column);
  for (size_t i = grid->start[cell]; i < grid->start[cell + 1]; i++)
    if (grid->zones[i] != zone)
      offer(heap, count, most, (near){squared_distance(grid, zone, grid->zones[i]), grid->zones[i]});
}

/* Ring after ring of cells about its own, until whoever lies further out is further away than the last of k. */
static void find_nearest(const centre_grid *grid, size_t zone, size_t most, near *heap) {
  size_t count = 0;
  long column = place(grid->x[zone], grid->min_x, grid->side, grid->columns);
  long row = place(grid->y[zone], grid->min_y, grid->side, grid->rows);
  for (long ring = 0; ring <= grid->columns || ring <= grid->rows; ring++) {
    double out = (double)(ring - 1) * grid->side * (1 - 1e-9);
    if (count == most && ring > 1 && out * out > heap[0].squared)
      return;
    for (long step = -ring; step <= ring; step++) {
      offer_cell(grid, zone, column + step, row - ring, heap, &count, most);
      if (ring)
        offer_cell(grid, zone, column + step, row + ring, heap, &count, most);
    }
    for (long step = 1 - ring; step < ring; step++) {
      offer_cell(grid, zone, column - ring, row + step, heap, &count, most);
      offer_cell(grid, zone, column + ring, row + step, heap, &count, most);
    }
  }
}

static bool fill_nearest(const distance_work *work, const size_t *first, uint32_t *neighbour) {
  size_t most = work->rule->nearest;
  bool no_memory = false;
#pragma omp parallel num_threads(work->threads) if (work->grid.zone_count > 64)
  {
    near *heap = memory_resize(NULL, most, sizeof *heap);
#pragma omp for schedule(dynamic, 64) reduction(|| : no_memory)
    for (size_t zone = 0; zone < work->grid.zone_count; zone++) {
      no_memory = no_memory || !heap;
      if (!heap || first[zone] == first[zone + 1])
        continue;
      find_nearest(&work->grid, zone, most, heap);
      for (size_t i = 0; i < most; i++)
        neighbour[first[zone] + i] = heap[i].zone;
    }
    memory_free(heap);
  }
  return !no_memory;
}

/* ---- within a distance ---- */

/* How many there are; and who, where `neighbour` is not NULL. */
static size_t find_within(const distance_work *work, size_t zone, uint32_t *neighbour) {
  const centre_grid *grid = &work->grid;
  double band = work->rule->band_m, most = band * band, reach = band * (1 + 1e-9);
  long left = place(grid->x[zone] - reach, grid->min_x, grid->side, grid->columns);
  long right = place(grid->x[zone] + reach, grid->min_x, grid->side, grid->columns);
  long low = place(grid->y[zone] - reach, grid->min_y, grid->side, grid->rows);
  long high = place(grid->y[zone] + reach, grid->min_y, grid->side, grid->rows);
  size_t count = 0;
  for (long row = low; row <= high; row++)
    for (size_t i = grid->start[row * grid->columns + left]; i < grid->start[row * grid->columns + right + 1]; i++)
      if (grid->zones[i] != zone && squared_distance(grid, zone, grid->zones[i]) <= most) {
        if (neighbour)
          neighbour[count] = grid->zones[i];
        count++;
      }
  return count;
}

static void count_within(const distance_work *work, size_t *first) {
#pragma omp parallel for schedule(dynamic, 64) num_threads(work->threads) if (work->grid.zone_count > 64)
  for (size_t zone = 0; zone < work->grid.zone_count; zone++)
    first[zone + 1] = isnan(work->grid.x[zone]) ? 0 : find_within(work, zone, NULL);
}

static void fill_within(const distance_work *work, const size_t *first, uint32_t *neighbour) {
#pragma omp parallel for schedule(dynamic, 64) num_threads(work->threads) if (work->grid.zone_count > 64)
  for (size_t zone = 0; zone < work->grid.zone_count; zone++)
    if (first[zone] < first[zone + 1])
      find_within(work, zone, neighbour + first[zone]);
}

/* ---- weights ---- */

static wijk_status fill_weights(const distance_work *work, wijk_weights *weights, wijk_error *err) {
  for (size_t zone = 0; zone < weights->count; zone++)
    for (size_t i = weights->first[zone]; i < weights->first[zone + 1]; i++) {
      double distance = sqrt(squared_distance(&work->grid, zone, weights->neighbour[i]));
      if (work->rule->kind == WIJK_WEIGHTS_INVERSE && !(distance > 0)) {
        wijk_error_set(err, WIJK_DATA, "zones in rows %zu and %zu have one centroid, and 1 / 0 is no weight", zone + 1,
                       (size_t)weights->neighbour[i] + 1);
        return wijk_error_hint(err, "use weights that do not divide by distance");
      }
      weights->weight[i] = work->rule->kind == WIJK_WEIGHTS_INVERSE ? 1000 / distance : 1;
    }
  return WIJK_OK;
}

static wijk_status find_rows(distance_work *work, wijk_arena *arena, wijk_weights *weights, wijk_error *err) {
  const wijk_weights_rule *rule = work->rule;
  bool nearest = rule->kind == WIJK_WEIGHTS_NEAREST;
  size_t n = weights->count;
  if (!fill_grid(&work->grid))
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  if (nearest && work->grid.count && work->grid.count <= rule->nearest) {
    wijk_error_set(err, WIJK_DATA, "of %zu zones none has %zu nearest others", work->grid.count, rule->nearest);
    return wijk_error_hint(err, "take fewer nearest than there are zones with a value");
  }
  weights->first = WIJK_ARENA_ADD(arena, size_t, n + 1, err);
  if (!weights->first)
    return err->status;
  if (nearest)
    for (size_t zone = 0; zone < n; zone++)
      weights->first[zone + 1] = isnan(work->grid.x[zone]) ? 0 : rule->nearest;
  else
    count_within(work, weights->first);
  for (size_t zone = 0; zone < n; zone++)
    weights->first[zone + 1] += weights->first[zone];
  size_t count = weights->first[n];
  if (count > MOST_PAIRS) {
    wijk_error_set(err, WIJK_DATA, "there are %zu pairs of neighbours, more than the %d that are allowed", count,
                   (int)MOST_PAIRS);
    return wijk_error_hint(err, "choose a shorter distance or fewer nearest zones");
  }
  weights->neighbour = WIJK_ARENA_ADD(arena, uint32_t, count, err);
  weights->weight = WIJK_ARENA_ADD(arena, double, count, err);
  if (!weights->neighbour || !weights->weight)
    return err->status;
  if (!nearest)
    fill_within(work, weights->first, weights->neighbour);
  else if (!fill_nearest(work, weights->first, weights->neighbour))
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  return weights_sort_rows(weights, err) == WIJK_OK ? fill_weights(work, weights, err) : err->status;
}

wijk_status weights_find_distance(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                                  wijk_arena *arena, wijk_weights *weights, wijk_error *err) {
  distance_work work = {.grid = {.zone_count = weights->count}, .rule = rule, .threads = threads};
  work.grid.x = WIJK_ARENA_ADD(arena, double, weights->count, err);
  work.grid.y = WIJK_ARENA_ADD(arena, double, weights->count, err);
  if (!work.grid.x || !work.grid.y)
    return err->status;
  wijk_polygons_centroid(zones, work.grid.x, work.grid.y);
  for (size_t zone = 0; zone < weights->count; zone++)
    if (!in[zone] || !isfinite(work.grid.x[zone]) || !isfinite(work.grid.y[zone]))
      work.grid.x[zone] = NAN;
  wijk_status status = find_rows(&work, arena, weights, err);
  memory_free(work.grid.start);
  memory_free(work.grid.zones);
  return status;
}
