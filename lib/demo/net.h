/* SPDX-License-Identifier: EUPL-1.2 */
/* The street plan as a net: the main streets, with smaller ones between them where the city is dense enough. */
#ifndef WIJK_DEMO_NET_H
#define WIJK_DEMO_NET_H

#include "demo/city.h"

typedef enum level { STREET, COLLECTOR, AVENUE, MAIN_ROAD } level;

enum { EAST = 1, NORTH = 2 }; /* edges of a node: to the next column, to the next row */

/* Millions of nodes: where they are is worked out anew, row by row, whenever it is asked for. */
typedef struct net {
  const demo_city *city;
  int fine;        /* streets between main streets, and one */
  int64_t reach;   /* columns and rows run from -reach to reach */
  size_t side;     /* 2 * reach + 1 */
  uint8_t *edges;  /* per node: EAST, NORTH as far as the ground allows */
  uint8_t *kept;   /* per node: those of them that are built */
  uint32_t *group; /* per node: a node of the same connected piece */
  uint32_t *note;  /* per node: size of the piece; then its number as it is written */
  double drop_share;
} net;

/* The coarsest plan that holds enough streets, thinned to about as many as wanted: `kept` is one connected piece. */
wijk_status net_plan(net *net, wijk_error *err);

size_t net_end(const net *net, size_t node, int edge); /* the node at the other end */
level net_level(const net *net, size_t node, int edge);

/* Two rows of nodes that roads of the lower one lie between. */
typedef struct strip {
  size_t row;
  double *x[2], *y[2];
} strip;
bool strip_new(strip *strip, const net *net); /* false without memory */
void strip_free(strip *strip);
void strip_move(strip *strip, const net *net, size_t row);
/* From the node in the column of the lower row to the end of its edge: x, y, x, y. */
void strip_find(const strip *strip, size_t column, int edge, double ends[4]);

#endif
