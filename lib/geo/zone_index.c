/* SPDX-License-Identifier: EUPL-1.2 */
/* Which zone holds a point. */
#include "geo/zone_index.h"

#include "base/memory.h"

#include <omp.h>

wijk_zone_index *wijk_zone_index_new(const wijk_layer *zones, size_t points, wijk_error *err) {
  wijk_zone_index *index = memory_new_zeroed(1, sizeof *index);
  if (!index) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for the zone index");
    return NULL;
  }
  if (zone_grid_compute(index, zones, points, err) != WIJK_OK) {
    wijk_zone_index_free(index);
    return NULL;
  }
  return index;
}

void wijk_zone_index_free(wijk_zone_index *index) {
  if (!index)
    return;
  memory_free(index->cells);
  memory_free(index->lists);
  memory_free(index->points);
  memory_free(index);
}

/* Points asked about together. Each answer hangs on a chain of memory far apart (cell, lists, border points);
 * taken step by step for many points at once, the waiting for one overlaps with that for the others. */
enum { TOGETHER = 64 };

#define NO_CELL SIZE_MAX

#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) ((void)(place))
#endif

/* Where the point's cell stands in `cells`. The comparisons are written so that NaN fails them. */
static inline size_t find_cell(const wijk_zone_index *index, double x, double y, uint32_t *column) {
  if (!(index->cells && x >= index->min_x && x <= index->max_x && y >= index->min_y && y <= index->max_y))
    return NO_CELL;
  *column = grid_place(x, index->min_x, index->per_x, index->columns);
  return (size_t)grid_place(y, index->min_y, index->per_y, index->rows) * index->columns + *column;
}

static inline size_t find_in_lists(const wijk_zone_index *index, const uint32_t *list, uint32_t column, double x,
                                   double y, bool *border) {
  double left = grid_left(index, column);
  for (; *list != NO_LIST; list += 2 + (list[1] >> 1)) {
    zone_state state = zone_state_find(index->points, list + 2, list[1] >> 1, list[1] & 1, left, x, y, false);
    if (state != ZONE_OUTSIDE) {
      *border = state == ZONE_BORDER;
      return *list;
    }
  }
  return WIJK_NONE;
}

/* What the lists need: their pieces mostly follow on each other, so the ends of the first and the last are all. */
static inline void fetch_pieces(const wijk_zone_index *index, const uint32_t *list) {
  for (int lists = 0; lists < 3 && *list != NO_LIST; lists++, list += 2 + (list[1] >> 1)) {
    uint32_t count = list[1] >> 1;
    if (count) {
      FETCH(&index->points[2 * (size_t)list[2]]);
      FETCH(&index->points[2 * (size_t)list[1 + count] + 3]);
    }
  }
}

static void find_together(const wijk_zone_index *index, size_t count, const double *x, const double *y, size_t *zone,
                          bool *on_boundary) {
  size_t place[TOGETHER], mixed[TOGETHER], mixed_count = 0;
  uint32_t column[TOGETHER];
  const uint32_t *lists[TOGETHER];
  for (size_t i = 0; i < count; i++) {
    place[i] = find_cell(index, x[i], y[i], &column[i]);
    if (place[i] != NO_CELL)
      FETCH(&index->cells[place[i]]);
  }
  for (size_t i = 0; i < count; i++) {
    uint32_t cell = place[i] == NO_CELL ? CELL_OUTSIDE : index->cells[place[i]];
    zone[i] = cell == CELL_OUTSIDE ? WIJK_NONE : cell;
    if (on_boundary)
      on_boundary[i] = false;
    if (cell != CELL_OUTSIDE && (cell & CELL_MIXED)) {
      lists[mixed_count] = index->lists + (cell & ~CELL_MIXED);
      FETCH(lists[mixed_count]);
      mixed[mixed_count++] = i;
    }
  }
  for (size_t m = 0; m < mixed_count; m++)
    fetch_pieces(index, lists[m]);
  for (size_t m = 0; m < mixed_count; m++) {
    size_t i = mixed[m];
    bool border = false;
    zone[i] = find_in_lists(index, lists[m], column[i], x[i], y[i], &border);
    if (on_boundary)
      on_boundary[i] = border;
  }
}

wijk_status wijk_zone_index_find(const wijk_zone_index *index, size_t count, const double *x, const double *y,
                                 int threads, size_t *zone, bool *on_boundary, wijk_error *err) {
  (void)err;
  int workers = threads > 0 ? threads : omp_get_max_threads();
  size_t groups = count / TOGETHER + (count % TOGETHER != 0);
#pragma omp parallel for schedule(static) num_threads(workers) if (count > 4096)
  for (size_t group = 0; group < groups; group++) {
    size_t first = group * TOGETHER, rest = count - first;
    find_together(index, rest < TOGETHER ? rest : TOGETHER, x + first, y + first, zone + first,
                  on_boundary ? on_boundary + first : NULL);
  }
  return WIJK_OK;
}
