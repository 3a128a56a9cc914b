/* SPDX-License-Identifier: EUPL-1.2 */
/* A honeycomb in which every corner belongs to exactly three cells: boundaries between sets of cells never cross and
 * never meet in a point, so any set has plain rings. */
#include "demo/city.h"

#include <math.h>

#define ROOT3 1.7320508075688772
#define CELL_WIDTH (ROOT3 * DEMO_CELL_M)
#define ROW_HEIGHT (1.5 * DEMO_CELL_M)

void demo_cell_middle(const demo_city *city, size_t cell, double *x, double *y) {
  size_t row = cell / city->columns, column = cell % city->columns;
  *x = city->x0 + CELL_WIDTH * ((double)column + 0.5 * (double)(row & 1));
  *y = city->y0 + ROW_HEIGHT * (double)row;
}

bool demo_cell_on_rim(const demo_city *city, size_t cell) {
  size_t row = cell / city->columns, column = cell % city->columns;
  return row < 2 || column < 2 || row + 2 >= city->rows || column + 2 >= city->columns;
}

void demo_cell_neighbours(const demo_city *city, size_t cell, size_t neighbours[6]) {
  size_t shifted = cell / city->columns & 1; /* odd rows stand half a cell to the east */
  neighbours[0] = cell + 1;
  neighbours[1] = cell + city->columns + shifted;
  neighbours[2] = cell + city->columns + shifted - 1;
  neighbours[3] = cell - 1;
  neighbours[4] = cell - city->columns + shifted - 1;
  neighbours[5] = cell - city->columns + shifted;
}

/* A cell owns its north corner (number 2 * cell) and its south corner (2 * cell + 1). */
void demo_cell_corners(const demo_city *city, size_t cell, size_t corners[6]) {
  size_t neighbours[6];
  demo_cell_neighbours(city, cell, neighbours);
  corners[0] = 2 * neighbours[5];
  corners[1] = 2 * neighbours[1] + 1;
  corners[2] = 2 * cell;
  corners[3] = 2 * neighbours[2] + 1;
  corners[4] = 2 * neighbours[4];
  corners[5] = 2 * cell + 1;
}

void demo_corner_place(const demo_city *city, size_t corner, double *x, double *y) {
  demo_cell_middle(city, corner / 2, x, y);
  *y += corner & 1 ? -DEMO_CELL_M : DEMO_CELL_M;
}

size_t demo_cell_find(const demo_city *city, double x, double y) {
  double nearest = INFINITY;
  size_t found = WIJK_NONE;
  double middle_row = floor((y - city->y0) / ROW_HEIGHT);
  for (double row = middle_row; row <= middle_row + 1; row++) {
    if (row < 0 || row >= (double)city->rows)
      continue;
    double shift = 0.5 * (double)((size_t)row & 1);
    double column = floor((x - city->x0) / CELL_WIDTH - shift + 0.5);
    if (column < 0 || column >= (double)city->columns)
      continue;
    size_t cell = (size_t)row * city->columns + (size_t)column;
    double cx, cy;
    demo_cell_middle(city, cell, &cx, &cy);
    double square = (x - cx) * (x - cx) + (y - cy) * (y - cy);
    if (square < nearest) {
      nearest = square;
      found = cell;
    }
  }
  return found;
}
