/* SPDX-License-Identifier: EUPL-1.2 */
/* The inside of the zone index: a grid of cells, each of which knows at once in which zone it lies, or holds the few
 * border pieces that decide.
 *
 * A point of a cell is inside a zone when the zone's label for that cell, changed once for each border piece
 * crossed on the way to the point, says so. The way runs up the cell's left side from far below, then right to the
 * point. For a piece a-b with a the lower end that is:
 *   - it crosses the left side: changed when the point is above it (above both ends, or above its line);
 *   - it lies right of the left side: changed when the point is level with it (a.y <= y < b.y) and right of it.
 * Pieces far from the cell play no part, whatever the size of the zone. The label is found once, when the index is
 * made, from the cell's lower left corner.
 *
 * Every comparison is exact (plain comparisons of coordinates, and orientation.h), so a point on a border is known as
 * such and no point falls between two zones that share a border. */
#ifndef WIJK_GEO_ZONE_INDEX_H
#define WIJK_GEO_ZONE_INDEX_H

#include "geo/orientation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/geo.h>

#define CELL_OUTSIDE UINT32_MAX /* in no zone */
#define CELL_MIXED 0x80000000u  /* with the place of its lists; else the number of the zone */
#define NO_LIST UINT32_MAX      /* where the lists of a cell end */

struct wijk_zone_index {
  double min_x, min_y, max_x, max_y; /* of all zones; meaningless when there are no cells */
  double cell_x, cell_y;             /* size of a cell */
  double per_x, per_y;               /* cells per unit */
  double slack;                      /* far more than any rounding of a cell's limits, far less than a cell */
  uint32_t columns, rows;
  uint32_t *cells;
  /* The lists of a cell stand together, lowest zone first: the zone; twice the number of pieces, plus 1 where its label
   * says inside; the pieces. After the last stands NO_LIST. */
  uint32_t *lists;
  double *points; /* x, y of all zones; a piece is the step from point p to point p + 1 */
};

/* Number of the column or row. Never decreases when the coordinate grows, which is all that correctness asks of it. */
static inline uint32_t grid_place(double value, double start, double per, uint32_t count) {
  double place = (value - start) * per;
  return place >= (double)count ? count - 1 : place > 0 ? (uint32_t)place : 0;
}

/* Left of, and below, every point that falls in the column, or row, by less than the slack. */
static inline double grid_left(const wijk_zone_index *index, uint32_t column) {
  return index->min_x + (double)column * index->cell_x - index->slack * 0.5;
}
static inline double grid_low(const wijk_zone_index *index, uint32_t row) {
  return index->min_y + (double)row * index->cell_y - index->slack * 0.5;
}

/* Where a point of a cell stands to a zone: outside, inside, or on its border. */
typedef enum zone_state { ZONE_OUTSIDE = 0, ZONE_INSIDE = 1, ZONE_BORDER = 2 } zone_state;

/* With `beside`, the spot next to (x, y) is meant, a shade to the right and far less than a shade up: never on a
 * border. */
static inline zone_state zone_state_find(const double *points, const uint32_t *pieces, uint32_t count, bool label,
                                         double left, double x, double y, bool beside) {
  bool inside = label;
  for (uint32_t i = 0; i < count; i++) {
    const double *step = points + 2 * (size_t)pieces[i];
    bool falls = step[1] > step[3];
    double ax = step[falls ? 2 : 0], ay = step[falls ? 3 : 1], bx = step[falls ? 0 : 2], by = step[falls ? 1 : 3];
    if (y < ay)
      continue;
    bool crosses_left = (ax > left) != (bx > left);
    if (y > by) {
      inside ^= crosses_left;
      continue;
    }
    bool right_of;
    if (x < ax && x < bx) {
      right_of = false;
    } else if (x > ax && x > bx) {
      right_of = true;
    } else {
      int side = orientation_find(ax, ay, bx, by, x, y);
      if (side == 0 && !beside)
        return ZONE_BORDER;
      right_of = side <= 0;
    }
    if (y == by)
      inside ^= crosses_left;
    else
      inside ^= crosses_left && bx > ax ? !right_of : right_of;
  }
  return inside ? ZONE_INSIDE : ZONE_OUTSIDE;
}

/* Fills the grid from the zones, as fine as `points` are many; `index` is zeroed, and freed by the caller whatever
 * happens. */
wijk_status zone_grid_compute(wijk_zone_index *index, const wijk_layer *zones, size_t points, wijk_error *err);

#endif
