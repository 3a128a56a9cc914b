/* SPDX-License-Identifier: EUPL-1.2 */
/* Nodes to be looked at in a search over a whole graph, by tile of the map.
 *
 * A search from thousands of places at once has its front everywhere, and in order of costs nearly each step waits for
 * memory. Nodes are numbered along a curve, so a run of them is a tile that fits a processor's own memory: a tile is
 * worked off while its costs are at most those of the others and about its own width more. A node that is reached
 * cheaper later on, from another tile, is simply looked at again; so the answer is that of any other order. */
#ifndef WIJK_GEO_ROAD_TILES_H
#define WIJK_GEO_ROAD_TILES_H

#include "geo/roads.h"

enum { ROAD_TILE_BITS = 11 };

typedef struct road_tiles {
  road_heap *heaps;
  double *least; /* cost of the cheapest in each, INFINITY for none; of the current one as it was */
  size_t count, current;
  double slack, until;
} road_tiles;

/* `mean`: about the cost of a mean edge. Any gives the same answers. */
bool road_tiles_open(road_tiles *tiles, size_t node_count, double mean); /* false without memory */
bool road_tiles_add(road_tiles *tiles, road_wait item);                  /* false without memory */
bool road_tiles_take(road_tiles *tiles, road_wait *item);                /* false when there is none */
void road_tiles_close(road_tiles *tiles);

#endif
