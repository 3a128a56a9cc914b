/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/box_index.h"

#include "base/memory.h"

#include <math.h>

enum { ENTRIES_PER_BOX = 4 };

typedef struct cell_range {
  uint32_t left, right, low, high;
} cell_range;

/* Never decreases when the coordinate grows, which is all that correctness asks of it. */
static inline uint32_t place(double value, double start, double per, uint32_t count) {
  double at = (value - start) * per;
  return at >= (double)count ? count - 1 : at > 0 ? (uint32_t)at : 0;
}

static cell_range cells_of(const box_index *index, const polygon_box *box) {
  return (cell_range){place(box->min_x, index->min_x, index->per_x, index->columns),
                      place(box->max_x, index->min_x, index->per_x, index->columns),
                      place(box->min_y, index->min_y, index->per_y, index->rows),
                      place(box->max_y, index->min_y, index->per_y, index->rows)};
}

static bool is_empty(const polygon_box *box) {
  return !(box->min_x <= box->max_x && box->min_y <= box->max_y);
}

static polygon_box around(const polygon_box *boxes, size_t count) {
  polygon_box all = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = 0; i < count; i++)
    if (!is_empty(&boxes[i])) {
      all.min_x = fmin(all.min_x, boxes[i].min_x);
      all.min_y = fmin(all.min_y, boxes[i].min_y);
      all.max_x = fmax(all.max_x, boxes[i].max_x);
      all.max_y = fmax(all.max_y, boxes[i].max_y);
    }
  return all;
}

static size_t count_entries(const box_index *index, size_t count) {
  size_t entries = 0;
  for (size_t i = 0; i < count; i++)
    if (!is_empty(&index->boxes[i])) {
      cell_range range = cells_of(index, &index->boxes[i]);
      entries += (size_t)(range.right - range.left + 1) * (range.high - range.low + 1);
    }
  return entries;
}

/* About as many cells as boxes, and fewer where boxes are so large that each touches many. */
static void choose_size(box_index *index, size_t count) {
  polygon_box all = around(index->boxes, count);
  double width = all.max_x - all.min_x, height = all.max_y - all.min_y, cells = (double)count;
  index->min_x = all.min_x;
  index->min_y = all.min_y;
  do {
    double columns = width > 0 && height > 0 ? fmin(fmax(ceil(sqrt(cells * width / height)), 1), cells) : 1;
    index->columns = (uint32_t)fmax(columns, 1);
    index->rows = width > 0 && height > 0 ? (uint32_t)fmax(floor(cells / columns), 1) : 1;
    index->per_x = width > 0 ? index->columns / width : 0;
    index->per_y = height > 0 ? index->rows / height : 0;
    cells /= 4;
  } while (index->columns * (size_t)index->rows > 1 && count_entries(index, count) > ENTRIES_PER_BOX * count);
}

/* How often each cell is touched, or by whom: `start` moves on from its own place to that of the next cell. */
static void visit_cells(const box_index *index, size_t count, size_t *start, uint32_t *items) {
  for (size_t i = 0; i < count; i++) {
    if (is_empty(&index->boxes[i]))
      continue;
    cell_range range = cells_of(index, &index->boxes[i]);
    for (uint32_t row = range.low; row <= range.high; row++)
      for (uint32_t column = range.left; column <= range.right; column++) {
        size_t *at = &start[(size_t)row * index->columns + column];
        if (items)
          items[*at] = (uint32_t)i;
        ++*at;
      }
  }
}

bool box_index_new(const polygon_box *boxes, size_t count, box_index *index) {
  *index = (box_index){.boxes = boxes};
  if (count >= UINT32_MAX)
    return false;
  choose_size(index, count);
  size_t cells = (size_t)index->rows * index->columns;
  index->start = memory_new_zeroed(cells + 2, sizeof *index->start);
  if (!index->start)
    return false;
  visit_cells(index, count, index->start + 2, NULL);
  for (size_t cell = 0; cell < cells; cell++)
    index->start[cell + 2] += index->start[cell + 1];
  index->items = memory_resize(NULL, index->start[cells + 1] + 1, sizeof *index->items);
  if (!index->items)
    return false;
  visit_cells(index, count, index->start + 1, index->items);
  return true;
}

void box_index_free(box_index *index) {
  memory_free(index->start);
  memory_free(index->items);
}

size_t box_index_find(const box_index *index, const polygon_box *box, uint32_t *found) {
  size_t count = 0;
  if (is_empty(box))
    return 0;
  cell_range range = cells_of(index, box);
  for (uint32_t row = range.low; row <= range.high; row++)
    for (uint32_t column = range.left; column <= range.right; column++) {
      size_t cell = (size_t)row * index->columns + column;
      for (size_t i = index->start[cell]; i < index->start[cell + 1]; i++) {
        const polygon_box *other = &index->boxes[index->items[i]];
        cell_range touched = cells_of(index, other); /* told in the first cell that both touch, and in no other */
        uint32_t first_column = touched.left > range.left ? touched.left : range.left;
        uint32_t first_row = touched.low > range.low ? touched.low : range.low;
        if (column == first_column && row == first_row && polygon_boxes_meet(box, other))
          found[count++] = index->items[i];
      }
    }
  return count;
}
