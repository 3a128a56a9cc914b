/* SPDX-License-Identifier: EUPL-1.2 */
/* Making the grid of the zone index: the cells of each zone are found on all threads, then put together in row order.
 * What a lower zone covers is never given to a higher one. */
#include "base/memory.h"
#include "geo/zone_sweep.h"

#include <float.h>
#include <math.h>
#include <omp.h>
#include <string.h>

#define CELL_CLOSED 0x40000000u /* while filling: a mixed cell whose last zone covers it */
#define CELL_WORDS 0x3fffffffu  /* while filling: the words of its lists so far, or where the next is to stand */
#define MOST_CELLS (1u << 24)

enum { ZONES_TOGETHER = 128 }; /* swept by one thread, one after the other */

typedef struct grid_work {
  wijk_zone_index *index;
  const wijk_geometry *shapes;
  size_t zone_count, batch_count;
  sweep_words *batches;
} grid_work;

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for the zone index");
}

/* ---- size of the grid ---- */

static wijk_status find_bounds(wijk_zone_index *index, const wijk_layer *zones, wijk_error *err) {
  const wijk_geometry *shapes = &zones->geometry;
  double min_x = INFINITY, min_y = INFINITY, max_x = -INFINITY, max_y = -INFINITY;
  bool measured = true;
  for (size_t i = 0; i < shapes->point_count; i++) {
    double x = shapes->x[i], y = shapes->y[i];
    measured &= (fabs(x) < 1e100) & (fabs(y) < 1e100);
    min_x = x < min_x ? x : min_x;
    max_x = x > max_x ? x : max_x;
    min_y = y < min_y ? y : min_y;
    max_y = y > max_y ? y : max_y;
  }
  if (!measured)
    return wijk_error_set(err, WIJK_DATA, "zones hold a coordinate that is no number or beyond all measure");
  index->min_x = min_x;
  index->min_y = min_y;
  index->max_x = max_x;
  index->max_y = max_y;
  return WIJK_OK;
}

static uint32_t places(double extent, double side) {
  double count = side > 0 ? ceil(extent / side) : 1;
  return count >= 1 ? (uint32_t)fmin(count, MOST_CELLS) : 1;
}

/* With two cells for each piece of border most cells hold one or two pieces, and most points fall in none of them; that
 * is worth its making for points far more than pieces. For fewer, a quarter of a cell. */
static void choose_size(wijk_zone_index *index, size_t piece_count, size_t point_count) {
  double width = index->max_x - index->min_x, height = index->max_y - index->min_y;
  double pieces = (double)piece_count, wanted = fmax(0.25 * pieces, fmin(0.5 * (double)point_count, 2 * pieces));
  wanted = fmin(wanted + 16, MOST_CELLS / 4);
  double side = sqrt(width * height / wanted);
  side = fmax(side, fmax(width, height) / (MOST_CELLS / 4));
  index->columns = places(width, side);
  index->rows = places(height, side);
  index->cell_x = width / index->columns;
  index->cell_y = height / index->rows;
  index->per_x = width > 0 ? index->columns / width : 0;
  index->per_y = height > 0 ? index->rows / height : 0;
  double largest = fmax(fmax(fabs(index->min_x), fabs(index->max_x)), fmax(fabs(index->min_y), fabs(index->max_y)));
  index->slack = 1e-6 * fmax(index->cell_x, index->cell_y) + 32 * DBL_EPSILON * largest + DBL_MIN;
}

/* ---- zones ---- */

static void copy_points(wijk_zone_index *index, const wijk_geometry *shapes) {
#pragma omp parallel for schedule(static)
  for (size_t i = 0; i < shapes->point_count; i++) {
    index->points[2 * i] = shapes->x[i];
    index->points[2 * i + 1] = shapes->y[i];
  }
}

static bool sweep_zones(grid_work *work) {
  bool failed = false;
#pragma omp parallel reduction(|| : failed)
  {
    sweep_room room = {0};
#pragma omp for schedule(dynamic, 1)
    for (size_t batch = 0; batch < work->batch_count; batch++) {
      size_t first = batch * ZONES_TOGETHER, end = first + ZONES_TOGETHER;
      for (size_t zone = first; zone < end && zone < work->zone_count && !failed; zone++)
        failed = !zone_sweep(work->index, work->shapes, (uint32_t)zone, &room, &work->batches[batch]);
    }
    sweep_room_free(&room);
  }
  return !failed;
}

/* ---- cells ---- */

/* One list of a cell: its room counted, or its words written, as `lists` is NULL or not. */
static inline void take_list(uint32_t *cell, uint32_t *lists, uint32_t zone, uint32_t head, const uint32_t *pieces) {
  uint32_t count = head >> 1;
  if (*cell == CELL_OUTSIDE)
    *cell = CELL_MIXED;
  if (!(*cell & CELL_MIXED) || (*cell & CELL_CLOSED))
    return;
  if (lists) {
    uint32_t *next = lists + (*cell & CELL_WORDS);
    next[0] = zone;
    next[1] = head;
    for (uint32_t i = 0; i < count; i++)
      next[2 + i] = pieces[i];
  }
  *cell += 2 + count;
  if (!count)
    *cell |= CELL_CLOSED;
}

/* Twice over the same words in the same order: what the first time counts, the second time finds its place. Only the
 * cells from `low` up to `high` are touched: whole rows of the grid, so that no run of covered cells is cut. */
static void take_words(const sweep_words *words, uint32_t low, uint32_t high, uint32_t *cells, uint32_t *lists) {
  for (size_t i = 0; i < words->count;) {
    const uint32_t *next = words->items + i;
    uint32_t zone = next[1], place = next[0] & ~SWEEP_COVERS;
    if (place < low || place >= high) {
      i += next[0] & SWEEP_COVERS ? 3 : 3 + (next[2] >> 1);
    } else if (next[0] & SWEEP_COVERS) {
      uint32_t *cell = cells + place;
      for (uint32_t left = next[2]; left; left--, cell++) {
        if (*cell == CELL_OUTSIDE)
          *cell = zone;
        else
          take_list(cell, lists, zone, 1, NULL);
      }
      i += 3;
    } else {
      take_list(cells + place, lists, zone, next[2], next + 3);
      i += 3 + (next[2] >> 1);
    }
  }
}

static inline bool is_mixed(uint32_t cell) {
  return cell != CELL_OUTSIDE && (cell & CELL_MIXED);
}

/* From the words of each cell to their place; a word more for the end of its lists. */
static size_t place_lists(wijk_zone_index *index) {
  size_t cell_count = (size_t)index->rows * index->columns, at = 0;
  for (size_t cell = 0; cell < cell_count; cell++)
    if (is_mixed(index->cells[cell])) {
      size_t start = at;
      at += (index->cells[cell] & CELL_WORDS) + 1;
      index->cells[cell] = CELL_MIXED | (uint32_t)(start & CELL_WORDS);
    }
  return at;
}

/* Each cell's place moved to the end of its lists while they were written: it begins where that of the one before
 * ends. */
static void end_lists(wijk_zone_index *index) {
  size_t cell_count = (size_t)index->rows * index->columns;
  uint32_t start = 0;
  for (size_t cell = 0; cell < cell_count; cell++)
    if (is_mixed(index->cells[cell])) {
      uint32_t end = index->cells[cell] & CELL_WORDS;
      index->lists[end] = NO_LIST;
      index->cells[cell] = CELL_MIXED | start;
      start = end + 1;
    }
}

/* Every thread reads all words, and writes in a band of rows of its own. */
static void take_all(const grid_work *work, uint32_t *lists) {
  const wijk_zone_index *index = work->index;
#pragma omp parallel if (work->batch_count > 1)
  {
    uint64_t bands = (uint64_t)omp_get_num_threads(), band = (uint64_t)omp_get_thread_num();
    uint32_t low = (uint32_t)(index->rows * band / bands) * index->columns;
    uint32_t high = (uint32_t)(index->rows * (band + 1) / bands) * index->columns;
    for (size_t batch = 0; batch < work->batch_count; batch++)
      take_words(&work->batches[batch], low, high, index->cells, lists);
  }
}

static wijk_status gather_cells(grid_work *work, wijk_error *err) {
  wijk_zone_index *index = work->index;
  size_t cell_count = (size_t)index->rows * index->columns, word_count = 0;
  for (size_t batch = 0; batch < work->batch_count; batch++)
    word_count += work->batches[batch].count;
  /* A cell has at most one list that stands in no words of its own, two words long, and one word for the end. */
  if (word_count + 3 * cell_count >= CELL_WORDS)
    return wijk_error_set(err, WIJK_DATA, "zones have more border than an index can hold");
  index->cells = memory_resize(NULL, cell_count, sizeof *index->cells);
  if (!index->cells)
    return no_memory(err);
  memset(index->cells, 0xff, cell_count * sizeof *index->cells); /* CELL_OUTSIDE */
  take_all(work, NULL);
  index->lists = memory_resize(NULL, place_lists(index), sizeof *index->lists);
  if (!index->lists)
    return no_memory(err);
  take_all(work, index->lists);
  end_lists(index);
  return WIJK_OK;
}

static wijk_status fill_grid(grid_work *work, wijk_error *err) {
  work->index->points = memory_resize(NULL, work->shapes->point_count, 2 * sizeof(double));
  work->batch_count = (work->zone_count + ZONES_TOGETHER - 1) / ZONES_TOGETHER;
  work->batches = memory_new_zeroed(work->batch_count, sizeof *work->batches);
  if (!work->index->points || !work->batches)
    return no_memory(err);
  copy_points(work->index, work->shapes);
  return sweep_zones(work) ? gather_cells(work, err) : no_memory(err);
}

wijk_status zone_grid_compute(wijk_zone_index *index, const wijk_layer *zones, size_t points, wijk_error *err) {
  const wijk_geometry *shapes = &zones->geometry;
  if (shapes->type != WIJK_GEOMETRY_POLYGON && zones->row_count)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons, so nothing can lie in them",
                          zones->name ? zones->name : "");
  if (!zones->row_count || !shapes->point_count)
    return WIJK_OK;
  if (zones->row_count >= CELL_MIXED || shapes->point_count >= CELL_MIXED)
    return wijk_error_set(err, WIJK_DATA, "more than two thousand million zones or points of their borders");
  if (find_bounds(index, zones, err) != WIJK_OK)
    return WIJK_DATA;
  choose_size(index, shapes->point_count, points);
  grid_work work = {.index = index, .shapes = shapes, .zone_count = zones->row_count};
  wijk_status status = fill_grid(&work, err);
  for (size_t batch = 0; work.batches && batch < work.batch_count; batch++)
    memory_free(work.batches[batch].items);
  memory_free(work.batches);
  return status;
}
