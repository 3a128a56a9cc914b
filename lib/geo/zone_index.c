/* SPDX-License-Identifier: EUPL-1.2 */
/* Which zone holds a point. */
#include "geo/zone_index.h"

#include "base/memory.h"

#include <math.h>
#include <omp.h>

wijk_zone_index *wijk_zone_index_new(const wijk_layer *zones, wijk_error *err) {
  wijk_zone_index *index = memory_new_zeroed(1, sizeof *index);
  if (!index) {
    wijk_error_set(err, WIJK_MEMORY, "no memory for the zone index");
    return NULL;
  }
  if (zone_grid_compute(index, zones, err) != WIJK_OK) {
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
  memory_free(index->pieces);
  memory_free(index->points);
  memory_free(index);
}

static inline size_t find_one(const wijk_zone_index *index, double x, double y, bool *border) {
  *border = false;
  /* Written so that NaN fails it. */
  if (!(index->cells && x >= index->min_x && x <= index->max_x && y >= index->min_y && y <= index->max_y))
    return WIJK_NONE;
  uint32_t column = grid_place(x, index->min_x, index->per_x, index->columns);
  uint32_t row = grid_place(y, index->min_y, index->per_y, index->rows);
  uint32_t cell = index->cells[(size_t)row * index->columns + column];
  if (cell == CELL_OUTSIDE)
    return WIJK_NONE;
  if (!(cell & CELL_MIXED))
    return cell;
  double left = grid_left(index, column);
  for (const piece_list *list = index->lists + (cell & ~CELL_MIXED);; list++) {
    zone_state state = zone_state_find(index, list, left, x, y, false);
    if (state != ZONE_OUTSIDE) {
      *border = state == ZONE_BORDER;
      return list->zone;
    }
    if (list->last)
      return WIJK_NONE;
  }
}

wijk_status wijk_zone_index_find(const wijk_zone_index *index, size_t count, const double *x, const double *y,
                                 int threads, size_t *zone, bool *on_boundary, wijk_error *err) {
  (void)err;
  int workers = threads > 0 ? threads : omp_get_max_threads();
#pragma omp parallel for schedule(static) num_threads(workers) if (count > 4096)
  for (size_t i = 0; i < count; i++) {
    bool border;
    zone[i] = find_one(index, x[i], y[i], &border);
    if (on_boundary)
      on_boundary[i] = border;
  }
  return WIJK_OK;
}
