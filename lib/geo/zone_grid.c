/* SPDX-License-Identifier: EUPL-1.2 */
/* Making the grid of the zone index, zone by zone in row order: which cells its border touches, which lie wholly
 * inside it. What a lower zone covers is never given to a higher one. */
#include "base/memory.h"
#include "geo/zone_index.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#define CELL_CLOSED 0x40000000u /* while filling: a mixed cell whose last zone covers it */
#define CELL_COUNT 0x3fffffffu  /* while filling: its number of lists so far */
#define MOST_CELLS (1u << 24)

typedef struct touch {
  uint32_t row, column, piece;
} touch;

/* Where a zone's border crosses the middle line of a row of cells. */
typedef struct crossing {
  uint32_t row;
  double x;
} crossing;

typedef struct found_list {
  uint32_t cell;
  piece_list list;
} found_list;

typedef struct grid_work {
  touch *touches;
  size_t touch_count, touch_capacity;
  crossing *crossings;
  size_t crossing_count, crossing_capacity;
  found_list *lists;
  size_t list_count, list_capacity;
  uint32_t *pieces;
  size_t piece_count, piece_capacity;
} grid_work;

/* The next free place of a growing array; NULL when there is no memory. */
static void *grow(void *array, size_t *count, size_t *capacity, size_t size) {
  void **items = array;
  if (*count == *capacity) {
    size_t wider = *capacity ? *capacity * 2 : 256;
    void *moved = memory_resize(*items, wider, size);
    if (!moved)
      return NULL;
    *items = moved;
    *capacity = wider;
  }
  return (char *)*items + size * (*count)++;
}

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for the zone index");
}

/* ---- size of the grid ---- */

static wijk_status find_bounds(wijk_zone_index *index, const wijk_layer *zones, wijk_error *err) {
  const wijk_geometry *shapes = &zones->geometry;
  index->min_x = index->min_y = INFINITY;
  index->max_x = index->max_y = -INFINITY;
  for (size_t i = 0; i < shapes->point_count; i++) {
    double x = shapes->x[i], y = shapes->y[i];
    if (!(fabs(x) < 1e100 && fabs(y) < 1e100))
      return wijk_error_set(err, WIJK_DATA, "zones hold a coordinate that is no number or beyond all measure");
    index->min_x = fmin(index->min_x, x);
    index->max_x = fmax(index->max_x, x);
    index->min_y = fmin(index->min_y, y);
    index->max_y = fmax(index->max_y, y);
  }
  return WIJK_OK;
}

static uint32_t places(double extent, double side) {
  double count = side > 0 ? ceil(extent / side) : 1;
  return count >= 1 ? (uint32_t)fmin(count, MOST_CELLS) : 1;
}

/* Two cells for each piece of border: most cells then hold one or two pieces, and most points fall in none of them. */
static void choose_size(wijk_zone_index *index, size_t piece_count) {
  double width = index->max_x - index->min_x, height = index->max_y - index->min_y;
  double wanted = fmin(2.0 * (double)piece_count + 16, MOST_CELLS / 4);
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

/* ---- one zone ---- */

static double middle_of(const wijk_zone_index *index, uint32_t row) {
  return index->min_y + ((double)row + 0.5) * index->cell_y;
}

/* x of a piece at height y; exact enough (a few units in the last place) for all but deciding a side. */
static double piece_x(const double *step, double y) {
  double share = (y - step[1]) / (step[3] - step[1]);
  return step[0] + fmin(fmax(share, 0), 1) * (step[2] - step[0]);
}

/* Every cell that the piece may touch, with slack; and its crossings of middle lines. */
static bool add_piece(const wijk_zone_index *index, grid_work *work, uint32_t piece) {
  const double *step = index->points + 2 * (size_t)piece;
  double low = fmin(step[1], step[3]), high = fmax(step[1], step[3]);
  uint32_t first = grid_place(low - index->slack, index->min_y, index->per_y, index->rows);
  uint32_t last = grid_place(high + index->slack, index->min_y, index->per_y, index->rows);
  for (uint32_t row = first; row <= last; row++) {
    double from = step[0], to = step[2];
    if (first != last && high > low) {
      double floor_y = index->min_y + row * index->cell_y - index->slack;
      bool up = step[1] < step[3];
      double at_floor = piece_x(step, floor_y);
      double at_ceiling = piece_x(step, floor_y + index->cell_y + 2 * index->slack);
      from = up ? at_floor : at_ceiling;
      to = up ? at_ceiling : at_floor;
    }
    uint32_t left = grid_place(fmin(from, to) - index->slack, index->min_x, index->per_x, index->columns);
    uint32_t right = grid_place(fmax(from, to) + index->slack, index->min_x, index->per_x, index->columns);
    for (uint32_t column = left; column <= right; column++) {
      touch *next = grow(&work->touches, &work->touch_count, &work->touch_capacity, sizeof *next);
      if (!next)
        return false;
      *next = (touch){row, column, piece};
    }
    double middle = middle_of(index, row);
    if ((step[1] > middle) != (step[3] > middle)) {
      crossing *next = grow(&work->crossings, &work->crossing_count, &work->crossing_capacity, sizeof *next);
      if (!next)
        return false;
      *next = (crossing){row, piece_x(step, middle)};
    }
  }
  return true;
}

static int order_touches(const void *a, const void *b) {
  const touch *left = a, *right = b;
  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;
  if (left->column != right->column)
    return left->column < right->column ? -1 : 1;
  return (left->piece > right->piece) - (left->piece < right->piece);
}

static int order_crossings(const void *a, const void *b) {
  const crossing *left = a, *right = b;
  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;
  return (left->x > right->x) - (left->x < right->x);
}

static bool add_list(wijk_zone_index *index, grid_work *work, uint32_t cell, const piece_list *list) {
  found_list *next = grow(&work->lists, &work->list_count, &work->list_capacity, sizeof *next);
  if (!next)
    return false;
  *next = (found_list){cell, *list};
  uint32_t count = index->cells[cell] == CELL_OUTSIDE ? 0 : index->cells[cell] & CELL_COUNT;
  index->cells[cell] = CELL_MIXED | (list->count ? 0 : CELL_CLOSED) | (count + 1);
  return true;
}

static bool is_closed(uint32_t cell) {
  return cell != CELL_OUTSIDE && (!(cell & CELL_MIXED) || (cell & CELL_CLOSED));
}

/* A cell that lies wholly inside the zone. */
static bool cover_cell(wijk_zone_index *index, grid_work *work, uint32_t cell, uint32_t zone) {
  if (is_closed(index->cells[cell]))
    return true;
  if (index->cells[cell] == CELL_OUTSIDE) {
    index->cells[cell] = zone;
    return true;
  }
  return add_list(index, work, cell, &(piece_list){.zone = zone, .label = true});
}

/* A spot of the cell on its row's middle line, as far from the zone's border as that line allows, and whether it is
 * inside. `crossings` are those of the row, `passed` of them left of the cell; returns how many are left of its end. */
static size_t find_spot(const crossing *crossings, size_t count, size_t passed, double start, double end, double *spot,
                        bool *inside) {
  double widest = -1, from = start;
  size_t next = passed;
  for (;; next++) {
    bool in_cell = next < count && crossings[next].x < end;
    double to = in_cell ? fmax(crossings[next].x, start) : end;
    if (to - from > widest) {
      widest = to - from;
      *spot = from + (to - from) / 2;
      *inside = next & 1;
    }
    if (!in_cell)
      return next;
    from = to;
  }
}

static bool add_mixed_cell(wijk_zone_index *index, grid_work *work, uint32_t zone, const touch *touches, size_t count,
                           double spot, bool inside) {
  uint32_t cell = touches->row * index->columns + touches->column;
  if (is_closed(index->cells[cell]))
    return true;
  double left = grid_left(index, touches->column);
  piece_list list = {.zone = zone, .first = (uint32_t)work->piece_count};
  for (size_t i = 0; i < count; i++) {
    const double *step = index->points + 2 * (size_t)touches[i].piece;
    if (step[0] <= left && step[2] <= left)
      continue;
    uint32_t *next = grow(&work->pieces, &work->piece_count, &work->piece_capacity, sizeof *next);
    if (!next)
      return false;
    *next = touches[i].piece;
  }
  list.count = (uint32_t)(work->piece_count - list.first);
  if (!list.count)
    return inside ? cover_cell(index, work, cell, zone) : true;
  index->pieces = work->pieces;
  bool changed = zone_state_find(index, &list, left, spot, middle_of(index, touches->row), true) == ZONE_INSIDE;
  index->pieces = NULL;
  list.label = inside != changed;
  return add_list(index, work, cell, &list);
}

/* One row of cells, from the first that the zone's border touches to the last. */
static bool add_row(wijk_zone_index *index, grid_work *work, uint32_t zone, const touch *touches, size_t touch_count,
                    const crossing *crossings, size_t crossing_count) {
  size_t passed = 0;
  uint32_t row = touches->row, column = touches->column;
  for (size_t i = 0; i < touch_count;) {
    for (; column < touches[i].column; column++)
      if ((passed & 1) && !cover_cell(index, work, row * index->columns + column, zone))
        return false;
    size_t end = i;
    while (end < touch_count && touches[end].column == column)
      end++;
    double start = index->min_x + column * index->cell_x, spot = start;
    bool inside = false;
    passed = find_spot(crossings, crossing_count, passed, start, start + index->cell_x, &spot, &inside);
    if (!add_mixed_cell(index, work, zone, touches + i, end - i, spot, inside))
      return false;
    i = end;
    column++;
  }
  return true;
}

static bool add_zone(wijk_zone_index *index, grid_work *work, const wijk_geometry *shapes, uint32_t zone) {
  work->touch_count = work->crossing_count = 0;
  size_t first_ring = shapes->ring_of_part[shapes->part_of_row[zone]];
  size_t last_ring = shapes->ring_of_part[shapes->part_of_row[zone + 1]];
  for (size_t ring = first_ring; ring < last_ring; ring++)
    for (size_t point = shapes->point_of_ring[ring]; point + 1 < shapes->point_of_ring[ring + 1]; point++)
      if (!add_piece(index, work, (uint32_t)point))
        return false;
  if (work->touch_count)
    qsort(work->touches, work->touch_count, sizeof *work->touches, order_touches);
  if (work->crossing_count)
    qsort(work->crossings, work->crossing_count, sizeof *work->crossings, order_crossings);
  size_t crossing_at = 0;
  for (size_t i = 0; i < work->touch_count;) {
    uint32_t row = work->touches[i].row;
    size_t end = i, crossing_end = crossing_at;
    while (end < work->touch_count && work->touches[end].row == row)
      end++;
    while (crossing_end < work->crossing_count && work->crossings[crossing_end].row == row)
      crossing_end++;
    if (!add_row(index, work, zone, work->touches + i, end - i, work->crossings + crossing_at,
                 crossing_end - crossing_at))
      return false;
    i = end;
    crossing_at = crossing_end;
  }
  return true;
}

/* ---- all zones ---- */

/* Lists from the order of zones to the order of cells. */
static bool gather_lists(wijk_zone_index *index, const grid_work *work) {
  index->lists = memory_new_zeroed(work->list_count + 1, sizeof *index->lists);
  if (!index->lists)
    return false;
  size_t cell_count = (size_t)index->rows * index->columns;
  uint32_t start = 0;
  for (size_t cell = 0; cell < cell_count; cell++) {
    uint32_t state = index->cells[cell];
    if (state == CELL_OUTSIDE || !(state & CELL_MIXED))
      continue;
    index->cells[cell] = CELL_MIXED | start;
    start += state & CELL_COUNT;
  }
  for (size_t i = 0; i < work->list_count; i++)
    index->lists[index->cells[work->lists[i].cell]++ & ~CELL_MIXED] = work->lists[i].list;
  start = 0;
  for (size_t cell = 0; cell < cell_count; cell++) {
    uint32_t state = index->cells[cell];
    if (state == CELL_OUTSIDE || !(state & CELL_MIXED))
      continue;
    index->cells[cell] = CELL_MIXED | start;
    start = state & ~CELL_MIXED;
    index->lists[start - 1].last = true;
  }
  return true;
}

static bool fill_grid(wijk_zone_index *index, grid_work *work, const wijk_layer *zones) {
  const wijk_geometry *shapes = &zones->geometry;
  size_t cell_count = (size_t)index->rows * index->columns;
  index->points = memory_new_zeroed(shapes->point_count, 2 * sizeof *index->points);
  index->cells = memory_new_zeroed(cell_count, sizeof *index->cells);
  if (!index->points || !index->cells)
    return false;
  for (size_t i = 0; i < shapes->point_count; i++) {
    index->points[2 * i] = shapes->x[i];
    index->points[2 * i + 1] = shapes->y[i];
  }
  for (size_t cell = 0; cell < cell_count; cell++)
    index->cells[cell] = CELL_OUTSIDE;
  for (size_t zone = 0; zone < zones->row_count; zone++)
    if (!add_zone(index, work, shapes, (uint32_t)zone))
      return false;
  return gather_lists(index, work);
}

wijk_status zone_grid_compute(wijk_zone_index *index, const wijk_layer *zones, wijk_error *err) {
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
  choose_size(index, shapes->point_count);
  grid_work work = {0};
  bool filled = fill_grid(index, &work, zones);
  memory_free(work.touches);
  memory_free(work.crossings);
  memory_free(work.lists);
  if (filled)
    index->pieces = work.pieces;
  else
    memory_free(work.pieces);
  return filled ? WIJK_OK : no_memory(err);
}
