/* SPDX-License-Identifier: EUPL-1.2 */
/* A plane cut into equal cells. */
#include <math.h>
#include <string.h>

#include <wijk/geo.h>

#include "geo/shape_builder.h"

/* Corners lie on a lattice of whole numbers times `unit`: cells that touch have the same corner to the bit. */
typedef struct lattice {
  double unit_x, unit_y;
  long step_x, step_y, shift;        /* from cell to cell, from row to row; odd rows are shifted */
  long low_x, high_x, low_y, high_y; /* ends of the cell at 0, 0 */
  int corner_count;
  const int (*corners)[2]; /* anticlockwise */
} lattice;

static lattice lattice_of(wijk_cell_shape shape, double size_m) {
  static const int square[][2] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  static const int hexagon[][2] = {{0, 2}, {-1, 1}, {-1, -1}, {0, -2}, {1, -1}, {1, 1}};
  const double side = size_m * sqrt(2 / (3 * sqrt(3.0))); /* 3/2 sqrt(3) side² = size² */
  return shape == WIJK_CELL_SQUARE ? (lattice){size_m, size_m, 1, 1, 0, 0, 1, 0, 1, 4, square}
                                   : (lattice){side * sqrt(3.0) / 2, side / 2, 2, 3, 1, -1, 1, -2, 2, 6, hexagon};
}

typedef struct cell_range {
  long first_column, last_column, first_row, last_row;
} cell_range;

static cell_range range_of(const lattice *l, const double bounds[4]) {
  return (cell_range){(long)floor(bounds[0] / l->unit_x / (double)l->step_x) - 1,
                      (long)floor(bounds[2] / l->unit_x / (double)l->step_x) + 1,
                      (long)floor(bounds[1] / l->unit_y / (double)l->step_y) - 1,
                      (long)floor(bounds[3] / l->unit_y / (double)l->step_y) + 1};
}

/* Cells at the rim of the range that lie wholly outside the bounds are left out. */
static bool add_cell(shape_builder *builder, const lattice *l, const double bounds[4], long column, long row) {
  const long x = column * l->step_x + (row % 2 != 0 ? l->shift : 0), y = row * l->step_y;
  if ((double)(x + l->high_x) * l->unit_x < bounds[0] || (double)(x + l->low_x) * l->unit_x > bounds[2] ||
      (double)(y + l->high_y) * l->unit_y < bounds[1] || (double)(y + l->low_y) * l->unit_y > bounds[3]) {
    return false;
  }
  for (int k = 0; k <= l->corner_count; k++) {
    const int *corner = l->corners[k % l->corner_count];
    shape_builder_add_point(builder, (double)(x + corner[0]) * l->unit_x, (double)(y + corner[1]) * l->unit_y);
  }
  shape_builder_end_ring(builder);
  shape_builder_end_part(builder);
  shape_builder_end_row(builder);
  return true;
}

static wijk_status add_keys(wijk_layer *layer, wijk_error *err) {
  wijk_column *key = wijk_layer_add_column(layer, "cell", WIJK_COLUMN_CODE, err);
  if (key == NULL) {
    return WIJK_MEMORY;
  }
  key->role = "key";
  for (size_t i = 0; i < layer->row_count; i++) {
    key->texts[i] = wijk_arena_format(layer->arena, err, "%08zu", i + 1);
    key->reasons[i] = WIJK_PRESENT;
    if (key->texts[i] == NULL) {
      return WIJK_MEMORY;
    }
  }
  return WIJK_OK;
}

wijk_status wijk_tessellation_new(wijk_cell_shape shape, double size_m, const double bounds[4], const char *crs,
                                  wijk_arena *arena, wijk_layer **cells, wijk_error *err) {
  const lattice l = lattice_of(shape, size_m);
  if (!(size_m > 0) || !((bounds[2] - bounds[0]) / size_m * ((bounds[3] - bounds[1]) / size_m) <= WIJK_MOST_CELLS) ||
      !(fabs(bounds[0]) + fabs(bounds[1]) + fabs(bounds[2]) + fabs(bounds[3]) < 1e12 * size_m)) {
    return wijk_error_set(err, WIJK_USAGE, "cells of this size would be more than %d", WIJK_MOST_CELLS);
  }
  const cell_range range = range_of(&l, bounds);
  shape_builder builder = {0};
  size_t count = 0;
  for (long row = range.first_row; row <= range.last_row; row++) {
    for (long column = range.first_column; column <= range.last_column; column++) {
      count += add_cell(&builder, &l, bounds, column, row);
    }
  }
  wijk_layer *layer = wijk_layer_new(arena, shape == WIJK_CELL_SQUARE ? "square" : "hexagon", count, err);
  wijk_status status = layer == NULL ? WIJK_MEMORY : shape_builder_copy(&builder, arena, &layer->geometry, err);
  shape_builder_free(&builder);
  if (status == WIJK_OK) {
    layer->crs = crs;
    layer->geometry.type = WIJK_GEOMETRY_POLYGON;
    status = add_keys(layer, err);
  }
  if (status == WIJK_OK) {
    *cells = layer;
  }
  return status;
}
