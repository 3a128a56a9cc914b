/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/cells.h"
#include <math.h>
#include <string.h>

wijk_status cells_new(const draw_box *box, double side_mm, wijk_arena *arena, cells *made, wijk_error *err) {
  *made = (cells){.x = box->x,
                  .y = box->y,
                  .side = side_mm,
                  .columns = (size_t)ceil(box->width / side_mm) + 1,
                  .rows = (size_t)ceil(box->height / side_mm) + 1};
  made->mark = WIJK_ARENA_ADD(arena, uint8_t, made->columns * made->rows, err);
  return made->mark ? WIJK_OK : WIJK_MEMORY;
}

/* Turns the cell right of every crossing of an edge with a row's middle: summing along the row tells in from out. */
static void turn_ring(cells *c, const double *x, const double *y, size_t count) {
  for (size_t i = 0, j = count - 1; i < count; j = i++) {
    double y1 = (y[j] - c->y) / c->side, y2 = (y[i] - c->y) / c->side;
    double x1 = (x[j] - c->x) / c->side, x2 = (x[i] - c->x) / c->side;
    double low = fmax(0, fmin(y1, y2)), high = fmin((double)c->rows, fmax(y1, y2));
    for (double row = ceil(low - 0.5); row + 0.5 < high; row++) {
      double column = fmax(0, ceil(x1 + (row + 0.5 - y1) / (y2 - y1) * (x2 - x1) - 0.5));
      if (column < (double)c->columns)
        c->mark[(size_t)row * c->columns + (size_t)column] ^= CELL_INSIDE;
    }
  }
}

static void fill_rows(cells *c) {
  for (size_t row = 0; row < c->rows; row++) {
    uint8_t inside = 0;
    for (size_t column = 0; column < c->columns; column++) {
      uint8_t *mark = &c->mark[row * c->columns + column];
      inside ^= *mark;
      *mark = inside;
    }
  }
}

/* The edge goes from row to row; in each it marks the columns it passes. */
static void mark_edge(cells *c, double x1, double y1, double x2, double y2) {
  x1 = (x1 - c->x) / c->side;
  x2 = (x2 - c->x) / c->side;
  y1 = (y1 - c->y) / c->side;
  y2 = (y2 - c->y) / c->side;
  double low = fmin(y1, y2), high = fmax(y1, y2), slope = high > low ? (x2 - x1) / (y2 - y1) : 0;
  double first = fmax(0, floor(low)), last = fmin((double)c->rows - 1, floor(high));
  for (double row = first; row <= last; row++) {
    double from = high > low ? x1 + (fmax(row, low) - y1) * slope : x1;
    double to = high > low ? x1 + (fmin(row + 1, high) - y1) * slope : x2;
    double left = fmax(0, floor(fmin(from, to))), right = fmin((double)c->columns - 1, floor(fmax(from, to)));
    for (double column = left; column <= right; column++)
      c->mark[(size_t)row * c->columns + (size_t)column] |= CELL_EDGE;
  }
}

void cells_add_rings(cells *c, const draw_arcs *arcs, size_t first, size_t count, double *x, double *y) {
  for (size_t ring = first; ring < first + count; ring++) {
    size_t points = arcs_ring(arcs, ring, x, y);
    if (points > 0)
      turn_ring(c, x, y, points);
  }
  fill_rows(c);
  for (size_t ring = first; ring < first + count; ring++) {
    size_t points = arcs_ring(arcs, ring, x, y);
    for (size_t i = 0, j = points - 1; i < points; j = i++)
      mark_edge(c, x[j], y[j], x[i], y[i]);
  }
}

void cells_add_box(cells *c, const draw_box *box) {
  double left = fmax(0, floor((box->x - c->x) / c->side));
  double right = fmin(ceil((box->x + box->width - c->x) / c->side), (double)c->columns);
  double top = fmax(0, floor((box->y - c->y) / c->side));
  double base = fmin(ceil((box->y + box->height - c->y) / c->side), (double)c->rows);
  for (double row = top; row < base; row++)
    for (double column = left; column < right; column++)
      c->mark[(size_t)row * c->columns + (size_t)column] |= CELL_TAKEN;
}

void cells_sum(const cells *c, uint8_t mask, uint8_t wanted, uint32_t *sums) {
  size_t stride = c->columns + 1;
  memset(sums, 0, stride * sizeof *sums);
  for (size_t row = 0; row < c->rows; row++) {
    uint32_t line = 0;
    sums[(row + 1) * stride] = 0;
    for (size_t column = 0; column < c->columns; column++) {
      line += (c->mark[row * c->columns + column] & mask) == wanted;
      sums[(row + 1) * stride + column + 1] = sums[row * stride + column + 1] + line;
    }
  }
}

uint32_t cells_count(const cells *c, const uint32_t *sums, size_t column, size_t row, size_t width, size_t height) {
  size_t stride = c->columns + 1;
  return sums[(row + height) * stride + column + width] - sums[row * stride + column + width] -
         sums[(row + height) * stride + column] + sums[row * stride + column];
}

/* Marks what a part of a zone covers. It has cells of the same side, on the same lines. */
static void add_part(cells *c, const cells *part) {
  double left = round((part->x - c->x) / c->side), top = round((part->y - c->y) / c->side);
  for (size_t row = 0; row < part->rows; row++)
    for (size_t column = 0; column < part->columns; column++) {
      double x = left + (double)column, y = top + (double)row;
      if (part->mark[row * part->columns + column] && x >= 0 && y >= 0 && x < (double)c->columns && y < (double)c->rows)
        c->mark[(size_t)y * c->columns + (size_t)x] |= CELL_INSIDE;
    }
}

wijk_status cells_add_zone(cells *c, const wijk_layer *zones, const draw_arcs *arcs, size_t row, double *x, double *y,
                           wijk_arena *arena, wijk_error *err) {
  const wijk_geometry *g = &zones->geometry;
  for (size_t part = g->part_of_row[row]; part < g->part_of_row[row + 1]; part++) {
    size_t shell = g->ring_of_part[part], rings = g->ring_of_part[part + 1] - shell;
    size_t count = rings > 0 ? arcs_ring(arcs, shell, x, y) : 0;
    if (count == 0)
      continue;
    double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < count; i++) {
      low[0] = fmin(low[0], x[i]);
      high[0] = fmax(high[0], x[i]);
      low[1] = fmin(low[1], y[i]);
      high[1] = fmax(high[1], y[i]);
    }
    low[0] = c->x + floor((low[0] - c->x) / c->side) * c->side;
    low[1] = c->y + floor((low[1] - c->y) / c->side) * c->side;
    wijk_arena_mark mark = wijk_arena_now(arena);
    cells here;
    if (cells_new(&(draw_box){low[0], low[1], high[0] - low[0], high[1] - low[1]}, c->side, arena, &here, err) !=
        WIJK_OK)
      return err->status;
    cells_add_rings(&here, arcs, shell, rings, x, y);
    add_part(c, &here);
    wijk_arena_reset(arena, mark);
  }
  return WIJK_OK;
}
