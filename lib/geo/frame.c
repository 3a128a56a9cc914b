/* SPDX-License-Identifier: EUPL-1.2 */
/* Which cells of a raster lie in the zones. */
#include "base/memory.h"

#include <math.h>
#include <wijk/geo.h>
#include <wijk/number.h>
#include <wijk/raster.h>

enum { CELLS_TOGETHER = 1 << 16 }; /* about as many middles are asked about at once */

static wijk_status too_many(double cell_m, const double bounds[4], wijk_error *err) {
  char cell[WIJK_NUMBER_SIZE], fits[WIJK_NUMBER_SIZE];
  double width = bounds[2] - bounds[0], height = bounds[3] - bounds[1];
  /* A row and a column more than fit exactly, and rounded up to two digits. */
  double least = 1.01 * sqrt(width * height / (double)WIJK_RASTER_CELLS_MOST) + fmax(width, height) / 1e9;
  double step = pow(10, floor(log10(least)) - 1);
  wijk_number_write(cell_m, cell);
  wijk_number_write_fixed(ceil(least / step) * step, 6, fits);
  wijk_error_set(err, WIJK_USAGE, "cells of %s m over all zones make more than %zu million of them", cell,
                 WIJK_RASTER_CELLS_MOST / 1000000);
  return wijk_error_hint(err, "take cells of %s m or more", fits);
}

static wijk_status set_size(const wijk_layer *zones, double cell_m, wijk_frame *frame, wijk_error *err) {
  double bounds[4];
  if (!(cell_m > 0) || !(cell_m <= 1e7))
    return wijk_error_set(err, WIJK_USAGE, "the size of a cell is a number of metres above 0 and at most 10 million");
  if (zones->geometry.type != WIJK_GEOMETRY_POLYGON || !wijk_layer_bounds(zones, bounds))
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons to lay cells over",
                          zones->name ? zones->name : "");
  double left = floor(bounds[0] / cell_m), right = ceil(bounds[2] / cell_m), low = floor(bounds[1] / cell_m),
         top = ceil(bounds[3] / cell_m);
  if (!((right - left) * (top - low) <= (double)WIJK_RASTER_CELLS_MOST) || !(fabs(top) < 1e15) || !(fabs(left) < 1e15))
    return too_many(cell_m, bounds, err);
  *frame = (wijk_frame){.left_m = left * cell_m,
                        .top_m = top * cell_m,
                        .cell_m = cell_m,
                        .columns = right > left ? (size_t)(right - left) : 1,
                        .rows = top > low ? (size_t)(top - low) : 1};
  return WIJK_OK;
}

/* One byte per cell: 1 = inside. */
static wijk_status mark(const wijk_frame *frame, const wijk_zone_index *index, int threads, unsigned char *inside,
                        wijk_error *err) {
  size_t rows_together = CELLS_TOGETHER / frame->columns + 1, most = rows_together * frame->columns;
  double *x = memory_resize(NULL, most, sizeof *x), *y = memory_resize(NULL, most, sizeof *y);
  size_t *zone = memory_resize(NULL, most, sizeof *zone);
  wijk_status status = x && y && zone ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for the cells");
  for (size_t row = 0; status == WIJK_OK && row < frame->rows; row += rows_together) {
    size_t count = 0;
    for (size_t r = row; r < row + rows_together && r < frame->rows; r++)
      for (size_t c = 0; c < frame->columns; c++, count++) {
        x[count] = frame->left_m + ((double)c + 0.5) * frame->cell_m;
        y[count] = frame->top_m - ((double)r + 0.5) * frame->cell_m;
      }
    status = wijk_zone_index_find(index, count, x, y, threads, zone, NULL, err);
    for (size_t i = 0; status == WIJK_OK && i < count; i++)
      inside[row * frame->columns + i] = zone[i] != WIJK_NONE;
  }
  memory_free(x);
  memory_free(y);
  memory_free(zone);
  return status;
}

static size_t count_runs(const wijk_frame *frame, const unsigned char *inside) {
  size_t runs = 0;
  for (size_t r = 0; r < frame->rows; r++)
    for (size_t c = 0; c < frame->columns; c++)
      runs += inside[r * frame->columns + c] && (c == 0 || !inside[r * frame->columns + c - 1]);
  return runs;
}

static wijk_status gather_runs(wijk_frame *frame, const unsigned char *inside, wijk_arena *arena, wijk_error *err) {
  size_t runs = count_runs(frame, inside), at = 0;
  size_t *first = WIJK_ARENA_ADD(arena, size_t, frame->rows + 1, err);
  size_t *start = WIJK_ARENA_ADD(arena, size_t, runs, err), *end = WIJK_ARENA_ADD(arena, size_t, runs, err);
  if (!first || !start || !end)
    return WIJK_MEMORY;
  for (size_t r = 0; r < frame->rows; r++) {
    const unsigned char *row = inside + r * frame->columns;
    first[r] = at;
    for (size_t c = 0; c < frame->columns; c++) {
      if (!row[c])
        continue;
      start[at] = c;
      while (c < frame->columns && row[c])
        c++;
      end[at] = c;
      frame->cell_count += end[at] - start[at];
      at++;
    }
  }
  first[frame->rows] = at;
  frame->first = first;
  frame->start = start;
  frame->end = end;
  return WIJK_OK;
}

wijk_status wijk_frame_new(const wijk_layer *zones, double cell_m, int threads, wijk_arena *arena, wijk_frame *frame,
                           wijk_error *err) {
  wijk_frame made = {0};
  if (set_size(zones, cell_m, &made, err) != WIJK_OK)
    return err->status;
  wijk_zone_index *index = wijk_zone_index_new(zones, made.rows * made.columns, err);
  unsigned char *inside = memory_new_zeroed(made.rows * made.columns, 1);
  wijk_status status = !index   ? err->status
                       : inside ? mark(&made, index, threads, inside, err)
                                : wijk_error_set(err, WIJK_MEMORY, "no memory for the cells");
  wijk_zone_index_free(index);
  if (status == WIJK_OK)
    status = gather_runs(&made, inside, arena, err);
  memory_free(inside);
  if (status == WIJK_OK && !made.cell_count) {
    wijk_error_set(err, WIJK_DATA, "no cell has its middle in a zone");
    status = wijk_error_hint(err, "take smaller cells");
  }
  if (status == WIJK_OK)
    *frame = made;
  return status;
}
