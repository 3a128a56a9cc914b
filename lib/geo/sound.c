/* SPDX-License-Identifier: EUPL-1.2 */
/* A row's border pieces are put into a grid of about as many cells, each compared with what is there before it: pieces
 * with a point in common have a cell in common. A piece is known by its first point, counted from the row's first. */
#include "geo/sound.h"

#include "base/memory.h"
#include "geo/orientation.h"
#include "geo/polygon.h"

#include <math.h>
#include <string.h>

enum {
  LONG_CELLS = 12,    /* a piece that may lie in more cells is compared with every other */
  MOST_COMPARED = 64, /* pairs for each piece, on average, before GEOS is thought to do better */
  MOST_RINGS = 256,
};

typedef struct proof {
  const wijk_geometry *shapes;
  const double *x, *y;               /* of the row's points */
  size_t first, end;                 /* its rings */
  size_t origin, point_count;        /* its points */
  double min_x, min_y, per_x, per_y; /* the grid */
  uint32_t columns, rows;
  sound_room *room;
  uint32_t entry_count;
  size_t budget;
  bool no_memory;
} proof;

/* ---- two pieces ---- */

static inline double lower(double a, double b) {
  return a < b ? a : b;
}

static inline double upper(double a, double b) {
  return a > b ? a : b;
}

/* Whether pieces i and j have a point in common. */
static inline bool meet(const double *x, const double *y, size_t i, size_t j) {
  double ax = x[i], ay = y[i], bx = x[i + 1], by = y[i + 1], cx = x[j], cy = y[j], dx = x[j + 1], dy = y[j + 1];
  /* as numbers, so that there is one branch and not four */
  int boxes_meet = (int)(upper(ax, bx) >= lower(cx, dx)) & (int)(upper(cx, dx) >= lower(ax, bx)) &
                   (int)(upper(ay, by) >= lower(cy, dy)) & (int)(upper(cy, dy) >= lower(ay, by));
  return boxes_meet && orientation_find(ax, ay, bx, by, cx, cy) * orientation_find(ax, ay, bx, by, dx, dy) <= 0 &&
         orientation_find(cx, cy, dx, dy, ax, ay) * orientation_find(cx, cy, dx, dy, bx, by) <= 0;
}

/* Whether the way a-b-c goes back over itself. */
static inline bool turns_back(double ax, double ay, double bx, double by, double cx, double cy) {
  if ((bx > ax && cx > bx) || (bx < ax && cx < bx) || (by > ay && cy > by) || (by < ay && cy < by))
    return false;
  return orientation_find(ax, ay, bx, by, cx, cy) == 0;
}

/* Whether pieces i < j are the first and the last of one ring. */
static bool close_ring(const proof *work, size_t i, size_t j) {
  const size_t *starts = work->shapes->point_of_ring;
  size_t low = work->first, high = work->end;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    *(starts[middle] <= work->origin + i ? &low : &high) = middle;
  }
  return starts[low] == work->origin + i && starts[low + 1] == work->origin + j + 2;
}

/* Pieces i < j. What successive ones share beyond their end is found apart. */
static inline bool conflict(const proof *work, size_t i, size_t j) {
  return j != i + 1 && meet(work->x, work->y, i, j) && !close_ring(work, i, j);
}

/* ---- one ring ---- */

static bool ring_goes_on(const double *x, const double *y, size_t count) {
  if (turns_back(x[count - 2], y[count - 2], x[0], y[0], x[1], y[1]))
    return false;
  for (size_t i = 0; i + 2 < count; i++)
    if (turns_back(x[i], y[i], x[i + 1], y[i + 1], x[i + 2], y[i + 2]))
      return false;
  return true;
}

/* ---- the grid ---- */

static bool choose_grid(proof *work, const polygon_box *box) {
  double width = box->max_x - box->min_x, height = box->max_y - box->min_y, cells = 2 * (double)work->point_count;
  /* Beyond these, products over- or underflow; no map is that large, or a millionth of an atom wide. */
  double most = upper(upper(-box->min_x, box->max_x), upper(-box->min_y, box->max_y));
  if (!(most < 1e100 && width > 1e-16 && height > 1e-16) || work->point_count > UINT32_MAX / (2 * LONG_CELLS))
    return false;
  double columns = lower(upper(ceil(sqrt(cells * width / height)), 1), cells), rows = ceil(cells / columns);
  work->columns = (uint32_t)columns;
  work->rows = (uint32_t)rows;
  work->min_x = box->min_x;
  work->min_y = box->min_y;
  work->per_x = columns / width;
  work->per_y = rows / height;
  return true;
}

/* Never decreases when the value grows, so that a point of a piece lies between the cells of its ends. */
static inline uint32_t place(double value, double start, double per, uint32_t count) {
  uint32_t at = (uint32_t)((value - start) * per);
  return at < count ? at : count - 1;
}

static bool make_cells(sound_room *room, size_t count) {
  if (count > room->cell_capacity) {
    memory_free(room->cells);
    room->cells = memory_new_zeroed(2 * count, sizeof *room->cells);
    room->cell_capacity = room->cells ? 2 * count : 0;
  }
  if (room->cells)
    memset(room->cells, 0, count * sizeof *room->cells);
  return room->cells;
}

static bool make_entries(sound_room *room, size_t count) {
  if (count <= room->entry_capacity)
    return true;
  sound_entry *wider = memory_resize(room->entries, 2 * count, sizeof *wider);
  if (!wider)
    return false;
  room->entries = wider;
  room->entry_capacity = 2 * count;
  return true;
}

/* False when the piece meets one that is there already. */
static inline bool add_to_cell(proof *work, uint32_t cell, uint32_t piece) {
  sound_room *room = work->room;
  for (uint32_t at = room->cells[cell]; at; at = room->entries[at].before)
    if (work->budget-- == 0 || conflict(work, room->entries[at].piece, piece))
      return false;
  room->entries[++work->entry_count] = (sound_entry){piece, room->cells[cell]};
  room->cells[cell] = work->entry_count;
  return true;
}

static bool compare_with_all(proof *work, size_t piece) {
  const size_t *starts = work->shapes->point_of_ring;
  if (work->budget < work->point_count)
    return false;
  work->budget -= work->point_count;
  for (size_t ring = work->first; ring < work->end; ring++)
    for (size_t i = starts[ring] - work->origin; i + 1 < starts[ring + 1] - work->origin; i++)
      if (i != piece && conflict(work, i < piece ? i : piece, i < piece ? piece : i))
        return false;
  return true;
}

static bool add_ring(proof *work, size_t start, size_t end) {
  const double *x = work->x, *y = work->y;
  uint32_t column = place(x[start], work->min_x, work->per_x, work->columns);
  uint32_t row = place(y[start], work->min_y, work->per_y, work->rows);
  for (size_t i = start; i + 1 < end; i++) {
    uint32_t from_column = column, from_row = row;
    column = place(x[i + 1], work->min_x, work->per_x, work->columns);
    row = place(y[i + 1], work->min_y, work->per_y, work->rows);
    uint32_t left = from_column < column ? from_column : column, right = from_column ^ column ^ left;
    uint32_t low = from_row < row ? from_row : row, high = from_row ^ row ^ low;
    if ((uint64_t)(right - left + 1) * (high - low + 1) > LONG_CELLS) {
      if (!compare_with_all(work, i))
        return false;
      continue;
    }
    if (work->entry_count + LONG_CELLS >= work->room->entry_capacity &&
        !make_entries(work->room, work->entry_count + LONG_CELLS + 1)) {
      work->no_memory = true;
      return false;
    }
    for (uint32_t across = low; across <= high; across++)
      for (uint32_t along = left; along <= right; along++)
        if (!add_to_cell(work, across * work->columns + along, (uint32_t)i))
          return false;
  }
  return true;
}

/* ---- rings in rings ---- */

/* Rings that have no point in common: those around a ring lie in each other, and so do their boxes. */
static bool ring_is_nested(const wijk_geometry *shapes, const polygon_box *boxes, size_t first, size_t count,
                           size_t ring, bool shell, size_t own_shell) {
  size_t depth = 0, around = WIJK_NONE, point = shapes->point_of_ring[first + ring];
  for (size_t j = 0; j < count; j++) {
    const polygon_box *in = &boxes[ring], *out = &boxes[j];
    size_t start = shapes->point_of_ring[first + j];
    if (j == ring || in->min_x <= out->min_x || in->max_x >= out->max_x || in->min_y <= out->min_y ||
        in->max_y >= out->max_y ||
        ring_side(shapes->x + start, shapes->y + start, shapes->point_of_ring[first + j + 1] - start, shapes->x[point],
                  shapes->y[point]) < 0)
      continue;
    depth++;
    if (around == WIJK_NONE || out->min_x > boxes[around].min_x)
      around = j;
  }
  return shell ? depth % 2 == 0 : depth % 2 == 1 && around == own_shell;
}

static bool rings_are_nested(const wijk_geometry *shapes, size_t row, size_t first, size_t end) {
  polygon_box boxes[MOST_RINGS];
  if (end - first == 1)
    return true;
  if (end - first > MOST_RINGS)
    return false;
  for (size_t ring = first; ring < end; ring++)
    boxes[ring - first] = polygon_box_of_rings(shapes, ring, ring + 1);
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++) {
    size_t shell = shapes->ring_of_part[part];
    for (size_t ring = shell; ring < shapes->ring_of_part[part + 1]; ring++)
      if (!ring_is_nested(shapes, boxes, first, end - first, ring - first, ring == shell, shell - first))
        return false;
  }
  return true;
}

/* ---- the whole ---- */

void sound_room_free(sound_room *room) {
  memory_free(room->cells);
  memory_free(room->entries);
  *room = (sound_room){0};
}

int sound_prove(sound_room *room, const wijk_geometry *shapes, size_t row) {
  size_t first = shapes->ring_of_part[shapes->part_of_row[row]];
  size_t end = shapes->ring_of_part[shapes->part_of_row[row + 1]];
  const size_t *starts = shapes->point_of_ring, origin = starts[first];
  proof work = {.shapes = shapes,
                .x = shapes->x + origin,
                .y = shapes->y + origin,
                .first = first,
                .end = end,
                .origin = origin,
                .point_count = starts[end] - origin,
                .room = room};
  work.budget = MOST_COMPARED * work.point_count;
  polygon_box box = polygon_box_of_rings(shapes, first, end);
  if (first == end || !choose_grid(&work, &box))
    return 0;
  if (!make_cells(room, (size_t)work.columns * work.rows))
    return -1;
  bool sound = true;
  for (size_t ring = first; ring < end && sound; ring++) {
    size_t start = starts[ring] - origin, stop = starts[ring + 1] - origin;
    sound = ring_goes_on(work.x + start, work.y + start, stop - start) && add_ring(&work, start, stop);
  }
  if (work.no_memory)
    return -1;
  return sound && rings_are_nested(shapes, row, first, end);
}
