/* SPDX-License-Identifier: EUPL-1.2 */
/* A part of the page in small square cells: which of them are inside a zone or taken, and how many of a box are. */
#ifndef WIJK_DRAW_CELLS_H
#define WIJK_DRAW_CELLS_H

#include "draw/arcs.h"
#include "draw/list.h"

#define CELL_INSIDE 1 /* its middle lies in the zone */
#define CELL_EDGE 2   /* a border crosses it */
#define CELL_TAKEN 4  /* a box touches it */
#define CELL_ANY 7

typedef struct cells {
  double x, y, side; /* upper left corner, mm */
  size_t columns, rows;
  uint8_t *mark; /* [rows * columns] */
} cells;

/* Cells that cover `box`, all marked 0. WIJK_MEMORY. */
wijk_status cells_new(const draw_box *box, double side_mm, wijk_arena *arena, cells *made, wijk_error *err);
/* Marks what lies inside rings first..first+count-1 of the arcs (even-odd), and the cells their borders cross. Cells
 * must be marked 0. `x` and `y` have room for arcs_ring_most. */
void cells_add_rings(cells *c, const draw_arcs *arcs, size_t first, size_t count, double *x, double *y);
/* Marks what a zone covers, all its parts, and the cells its borders cross, as inside; other marks stay. WIJK_MEMORY.
 */
wijk_status cells_add_zone(cells *c, const wijk_layer *zones, const draw_arcs *arcs, size_t row, double *x, double *y,
                           wijk_arena *arena, wijk_error *err);
/* Marks every cell that the box touches as taken. */
void cells_add_box(cells *c, const draw_box *box);
/* Sums of the cells with (mark & mask) == wanted, up and left of each corner: [(rows + 1) * (columns + 1)]. */
void cells_sum(const cells *c, uint8_t mask, uint8_t wanted, uint32_t *sums);
/* How many of them there are in a box of cells. */
uint32_t cells_count(const cells *c, const uint32_t *sums, size_t column, size_t row, size_t width, size_t height);

#endif
