/* SPDX-License-Identifier: EUPL-1.2 */
/* Which of many boxes meet a box: a grid of cells, each with the boxes that touch it. */
#ifndef WIJK_GEO_BOX_INDEX_H
#define WIJK_GEO_BOX_INDEX_H

#include "geo/polygon.h"

#include <stdint.h>

typedef struct box_index {
  const polygon_box *boxes;
  double min_x, min_y, per_x, per_y;
  uint32_t columns, rows;
  size_t *start; /* per cell, and one more */
  uint32_t *items;
} box_index;

/* Of `boxes`, which must outlive it; empty ones (min > max) meet nothing. Memory: some 20 bytes a box. False when there
 * is none; `index` is freed by the caller whatever happens. */
bool box_index_new(const polygon_box *boxes, size_t count, box_index *index);
void box_index_free(box_index *index);

/* Writes those that meet `box` (a common point is enough), each once, in no order that means anything; `found` has room
 * for all. */
size_t box_index_find(const box_index *index, const polygon_box *box, uint32_t *found);

#endif
