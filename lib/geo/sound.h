/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons proven valid without building them in GEOS: what nearly all zones are, at a tenth of the cost. */
#ifndef WIJK_GEO_SOUND_H
#define WIJK_GEO_SOUND_H

#include <stdint.h>
#include <wijk/layer.h>

/* A piece in a cell, and the entry that was there before it; 0 = none. */
typedef struct sound_entry {
  uint32_t piece, before;
} sound_entry;

/* Room for the proof, reused from row to row; start one as {0}. One thread each. */
typedef struct sound_room {
  uint32_t *cells; /* the last entry of each */
  sound_entry *entries;
  size_t cell_capacity, entry_capacity;
} sound_room;

void sound_room_free(sound_room *room);

/* 1 when row `row` is certainly a valid multipolygon: no two pieces of its border have a point in common but the end
 * that successive ones share, and every ring lies as deep in the others as a shell or a hole of its part should. 0 when
 * that is not so, or too much to find out: GEOS shall say. -1 without memory. Rings must be closed, of finite
 * coordinates, four points or more, none the same as the one before. Exact. Cost: near that of a look at every point;
 * never more than some hundred comparisons for each. */
int sound_prove(sound_room *room, const wijk_geometry *shapes, size_t row);

#endif
