/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/zone_sweep.h"

#include "base/memory.h"

#include <math.h>
#include <string.h>

static inline double lower(double a, double b) {
  return a < b ? a : b;
}

static inline double upper(double a, double b) {
  return a > b ? a : b;
}

static bool make_touches(sweep_touch **list, size_t *capacity, size_t count) {
  if (count <= *capacity)
    return true;
  sweep_touch *wider = memory_resize(*list, 2 * count, sizeof *wider);
  if (!wider)
    return false;
  *list = wider;
  *capacity = 2 * count;
  return true;
}

static bool make_words(sweep_words *words, size_t more) {
  if (words->count + more <= words->capacity)
    return true;
  size_t capacity = 2 * (words->count + more) + 1024;
  uint32_t *wider = memory_resize(words->items, capacity, sizeof *wider);
  if (!wider)
    return false;
  words->items = wider;
  words->capacity = capacity;
  return true;
}

void sweep_room_free(sweep_room *room) {
  memory_free(room->touches);
  memory_free(room->spare);
  memory_free(room->counts);
  *room = (sweep_room){0};
}

/* ---- one piece ---- */

/* A piece from its lower end a to its upper end b. */
typedef struct rising {
  double ax, ay, bx, by, min_x, max_x, slope;
  bool level; /* so nearly that the slope is beyond numbers */
} rising;

static rising rise(const double *step) {
  bool falls = step[1] > step[3];
  rising piece = {step[falls ? 2 : 0], step[falls ? 3 : 1], step[falls ? 0 : 2], step[falls ? 1 : 3], 0, 0, 0, false};
  piece.min_x = lower(piece.ax, piece.bx);
  piece.max_x = upper(piece.ax, piece.bx);
  piece.slope = (piece.bx - piece.ax) / (piece.by - piece.ay);
  piece.level = !(fabs(piece.slope) < 1e300);
  return piece;
}

/* x of the piece at height y: right to a few units in the last place, which is less than a quarter of the slack. */
static inline double x_at(const rising *piece, double y) {
  return lower(upper(piece->ax + (y - piece->ay) * piece->slope, piece->min_x), piece->max_x);
}

static inline bool add_touch(sweep_room *room, uint32_t row, uint32_t column, uint32_t piece) {
  if (room->touch_count == room->touch_capacity &&
      !make_touches(&room->touches, &room->touch_capacity, room->touch_count + 1))
    return false;
  room->touches[room->touch_count++] = (sweep_touch){row, column, piece, piece != NO_PIECE};
  return true;
}

/* The first column whose lower left corner in the row (or the spot beside it, zone_state_find) is right of the piece;
 * the number of columns where none is. */
static uint32_t first_beyond(const wijk_zone_index *index, const rising *piece, double y) {
  double from = piece->level ? piece->min_x : x_at(piece, y), to = piece->level ? piece->max_x : from;
  double doubt = index->slack * 0.25;
  uint32_t column = grid_place(from - index->slack, index->min_x, index->per_x, index->columns) + 1;
  for (; column < index->columns; column++) {
    double left = grid_left(index, column);
    if (left > to + doubt ||
        (left >= from - doubt && orientation_find(piece->ax, piece->ay, piece->bx, piece->by, left, y) <= 0))
      break;
  }
  return column;
}

static inline bool add_beyond(const wijk_zone_index *index, sweep_room *room, uint32_t row, uint32_t column) {
  return column >= index->columns || add_touch(room, row, column, NO_PIECE);
}

/* A piece that keeps to one column by more than the slack: every corner of the next is beyond it. */
static bool add_upright(const wijk_zone_index *index, sweep_room *room, uint32_t number, uint32_t first, uint32_t last,
                        uint32_t column) {
  const double *step = index->points + 2 * (size_t)number;
  double ay = lower(step[1], step[3]), by = upper(step[1], step[3]);
  for (uint32_t row = first; row <= last; row++) {
    double low = grid_low(index, row);
    if (!add_touch(room, row, column, number) || (ay <= low && low < by && !add_beyond(index, room, row, column + 1)))
      return false;
  }
  return true;
}

static bool add_slanting(const wijk_zone_index *index, sweep_room *room, uint32_t number, uint32_t first,
                         uint32_t last) {
  rising piece = rise(index->points + 2 * (size_t)number);
  for (uint32_t row = first; row <= last; row++) {
    double from = piece.min_x, to = piece.max_x, low = grid_low(index, row);
    if (first != last && !piece.level) {
      double floor_x = x_at(&piece, low - index->slack * 0.5);
      double ceiling_x = x_at(&piece, low + index->cell_y + index->slack * 1.5);
      from = lower(floor_x, ceiling_x);
      to = upper(floor_x, ceiling_x);
    }
    uint32_t left = grid_place(from - index->slack, index->min_x, index->per_x, index->columns);
    uint32_t right = grid_place(to + index->slack, index->min_x, index->per_x, index->columns);
    for (uint32_t column = left; column <= right; column++)
      if (!add_touch(room, row, column, number))
        return false;
    if (piece.ay <= low && low < piece.by && !add_beyond(index, room, row, first_beyond(index, &piece, low)))
      return false;
  }
  return true;
}

/* Every cell that the piece may touch, with slack; and where it passes the corners of a row. */
static bool add_piece(const wijk_zone_index *index, sweep_room *room, uint32_t number) {
  const double *step = index->points + 2 * (size_t)number;
  uint32_t first = grid_place(lower(step[1], step[3]) - index->slack, index->min_y, index->per_y, index->rows);
  uint32_t last = grid_place(upper(step[1], step[3]) + index->slack, index->min_y, index->per_y, index->rows);
  uint32_t west = grid_place(lower(step[0], step[2]) - index->slack, index->min_x, index->per_x, index->columns);
  uint32_t east = grid_place(upper(step[0], step[2]) + index->slack, index->min_x, index->per_x, index->columns);
  return west == east ? add_upright(index, room, number, first, last, west)
                      : add_slanting(index, room, number, first, last);
}

/* ---- one ring ---- */

/* The cell of a point that lies inside it by more than the slack; with NO_CELL as row where it lies on an edge. */
typedef struct home {
  uint32_t row, column;
} home;
#define NO_CELL UINT32_MAX

static inline home find_home(const wijk_zone_index *index, const double *point, double margin) {
  double x = (point[0] - index->min_x) * index->per_x, y = (point[1] - index->min_y) * index->per_y;
  home found = {(uint32_t)y, (uint32_t)x};
  double off_x = x - (double)found.column, off_y = y - (double)found.row;
  bool inside = off_x > margin && off_x < 1 - margin && off_y > margin && off_y < 1 - margin;
  found.row = inside ? found.row : NO_CELL;
  return found;
}

/* A piece within one cell touches no other and passes no corner: it only makes the last touch longer. */
static inline bool add_within(sweep_room *room, home at, uint32_t piece) {
  sweep_touch *last = room->touch_count ? &room->touches[room->touch_count - 1] : NULL;
  if (last && last->row == at.row && last->column == at.column && last->piece + last->count == piece) {
    last->count++;
    return true;
  }
  return add_touch(room, at.row, at.column, piece);
}

static bool add_ring(const wijk_zone_index *index, sweep_room *room, size_t first, size_t end) {
  /* Twice the slack, in cells of the smaller side; a cell that is not far wider than that has no inside. */
  double margin = 2 * index->slack * upper(index->per_x, index->per_y);
  home from = find_home(index, index->points + 2 * first, margin);
  for (size_t point = first; point + 1 < end; point++) {
    home to = find_home(index, index->points + 2 * (point + 1), margin);
    bool within = from.row != NO_CELL && from.row == to.row && from.column == to.column;
    if (!(within ? add_within(room, to, (uint32_t)point) : add_piece(index, room, (uint32_t)point)))
      return false;
    from = to;
  }
  return true;
}

/* ---- order ---- */

/* By row, then column, then as they came: two rounds of counting, the columns first. */
static bool sort_touches(sweep_room *room) {
  uint32_t low[2] = {UINT32_MAX, UINT32_MAX}, high[2] = {0, 0};
  for (size_t i = 0; i < room->touch_count; i++) {
    const uint32_t at[2] = {room->touches[i].column, room->touches[i].row};
    for (int k = 0; k < 2; k++) {
      low[k] = at[k] < low[k] ? at[k] : low[k];
      high[k] = at[k] > high[k] ? at[k] : high[k];
    }
  }
  if (!make_touches(&room->spare, &room->spare_capacity, room->touch_count))
    return false;
  for (int k = 0; k < 2; k++) {
    size_t places = (size_t)high[k] - low[k] + 1;
    if (places + 1 > room->count_capacity) {
      memory_free(room->counts);
      room->counts = memory_new_zeroed(2 * places + 1, sizeof *room->counts);
      room->count_capacity = room->counts ? 2 * places + 1 : 0;
    }
    if (!room->counts)
      return false;
    uint32_t *counts = room->counts;
    memset(counts, 0, (places + 1) * sizeof *counts);
    for (size_t i = 0; i < room->touch_count; i++)
      counts[(k ? room->touches[i].row : room->touches[i].column) - low[k] + 1]++;
    for (size_t p = 1; p < places; p++)
      counts[p] += counts[p - 1];
    for (size_t i = 0; i < room->touch_count; i++)
      room->spare[counts[(k ? room->touches[i].row : room->touches[i].column) - low[k]]++] = room->touches[i];
    sweep_touch *sorted = room->spare;
    size_t capacity = room->spare_capacity;
    room->spare = room->touches;
    room->spare_capacity = room->touch_capacity;
    room->touches = sorted;
    room->touch_capacity = capacity;
  }
  return true;
}

/* ---- cells ---- */

static bool add_cover(sweep_words *words, uint32_t cell, uint32_t zone, uint32_t length) {
  if (!make_words(words, 3))
    return false;
  uint32_t *next = words->items + words->count;
  next[0] = cell | SWEEP_COVERS;
  next[1] = zone;
  next[2] = length;
  words->count += 3;
  return true;
}

/* `inside` says where the cell's lower left corner lies. Pieces left of the cell play no part in it. */
static bool add_cell(const wijk_zone_index *index, uint32_t zone, const sweep_touch *touches, size_t count, bool inside,
                     sweep_words *words) {
  size_t most = 0;
  for (size_t i = 0; i < count; i++)
    most += touches[i].count;
  if (!make_words(words, most + 3))
    return false;
  uint32_t *next = words->items + words->count, *pieces = next + 3, piece_count = 0;
  double left = grid_left(index, touches->column);
  for (size_t i = 0; i < count; i++) {
    for (uint32_t k = 0; k < touches[i].count; k++) {
      const double *step = index->points + 2 * ((size_t)touches[i].piece + k);
      if (step[0] > left || step[2] > left)
        pieces[piece_count++] = touches[i].piece + k;
    }
  }
  uint32_t cell = touches->row * index->columns + touches->column;
  if (!piece_count)
    return inside ? add_cover(words, cell, zone, 1) : true;
  bool changed = zone_state_find(index->points, pieces, piece_count, false, left, left, grid_low(index, touches->row),
                                 true) == ZONE_INSIDE;
  next[0] = cell;
  next[1] = zone;
  next[2] = piece_count * 2 + (inside != changed);
  words->count += 3 + piece_count;
  return true;
}

static bool add_cells(const wijk_zone_index *index, uint32_t zone, const sweep_room *room, sweep_words *words) {
  bool inside = false;
  for (size_t i = 0, end; i < room->touch_count; i = end) {
    const sweep_touch *first = &room->touches[i];
    if (i && first[-1].row != first->row)
      inside = false;
    else if (i && inside && first->column > first[-1].column + 1 &&
             !add_cover(words, first->row * index->columns + first[-1].column + 1, zone,
                        first->column - first[-1].column - 1))
      return false;
    for (end = i;
         end < room->touch_count && room->touches[end].row == first->row && room->touches[end].column == first->column;
         end++)
      inside ^= room->touches[end].piece == NO_PIECE;
    if (!add_cell(index, zone, first, end - i, inside, words))
      return false;
  }
  return true;
}

bool zone_sweep(const wijk_zone_index *index, const wijk_geometry *shapes, uint32_t zone, sweep_room *room,
                sweep_words *words) {
  room->touch_count = 0;
  size_t first_ring = shapes->ring_of_part[shapes->part_of_row[zone]];
  size_t last_ring = shapes->ring_of_part[shapes->part_of_row[zone + 1]];
  for (size_t ring = first_ring; ring < last_ring; ring++)
    if (shapes->point_of_ring[ring + 1] > shapes->point_of_ring[ring] + 1 &&
        !add_ring(index, room, shapes->point_of_ring[ring], shapes->point_of_ring[ring + 1]))
      return false;
  return !room->touch_count || (sort_touches(room) && add_cells(index, zone, room, words));
}
