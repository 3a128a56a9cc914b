/* SPDX-License-Identifier: EUPL-1.2 */
/* How much a road matters on a map, by the word for its class. */
#ifndef WIJK_DRAW_ROAD_RANK_H
#define WIJK_DRAW_ROAD_RANK_H

#include <wijk/layer.h>

typedef enum road_rank {
  ROAD_MOTORWAY,
  ROAD_MAIN,
  ROAD_THROUGH, /* between districts */
  ROAD_STREET,
  ROAD_PATH,
  ROAD_RANKS
} road_rank;

/* Words of OpenStreetMap and of Dutch road authorities, in any case; a number is a functional road class (0 = motorway
 * … 7). False for any other. */
bool road_rank_find(const char *word, road_rank *rank);
/* Rank of every row, into `ranks`: by the role "class"; words that are not known are streets. Without the role, or
 * where no word is known, all are ROAD_THROUGH and the result is false. */
bool road_ranks(const wijk_layer *roads, road_rank *ranks);
/* The least that is still drawn at a scale of 1 to `denominator`. */
road_rank road_rank_least(double denominator);

#endif
