/* SPDX-License-Identifier: EUPL-1.2 */
/* The cells of one zone: which hold pieces of its border, which lie wholly inside it. */
#ifndef WIJK_GEO_ZONE_SWEEP_H
#define WIJK_GEO_ZONE_SWEEP_H

#include "geo/zone_index.h"

/* What is found, as words that follow on each other. Of a cell with pieces: the cell, the zone, twice the number of
 * pieces plus 1 where the label says inside, the pieces. Of cells of one row that lie wholly inside: the first of them
 * with SWEEP_COVERS, the zone, how many. */
typedef struct sweep_words {
  uint32_t *items;
  size_t count, capacity;
} sweep_words;
#define SWEEP_COVERS 0x80000000u

/* Pieces in a cell that follow on each other, as most do; or, with NO_PIECE, the first cell of a row whose lower left
 * corner lies beyond one more piece. */
typedef struct sweep_touch {
  uint32_t row, column, piece, count;
} sweep_touch;
#define NO_PIECE UINT32_MAX

/* Room that is used from zone to zone; start one as {0}. One thread each. */
typedef struct sweep_room {
  sweep_touch *touches, *spare;
  size_t touch_count, touch_capacity, spare_capacity;
  uint32_t *counts;
  size_t count_capacity;
} sweep_room;

void sweep_room_free(sweep_room *room);

/* Adds the cells of a zone, row by row from the left. The index has its size and its points. False without memory. */
bool zone_sweep(const wijk_zone_index *index, const wijk_geometry *shapes, uint32_t zone, sweep_room *room,
                sweep_words *words);

#endif
