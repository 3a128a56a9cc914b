/* SPDX-License-Identifier: EUPL-1.2 */
/* How much area two rows of polygons share, without their common shape.
 *
 * A polygon is the sum of what lies below the pieces of its border, each with a sign: +1 for a piece along its top, -1
 * for one along its bottom. What two polygons share is then the sum over all pairs of pieces, one of each, of both
 * signs times what lies below both: the integral of the lower of two straight lines, over the x that they have in
 * common. Each of these is a closed formula. No crossing decides anything, so no rounding can make a figure jump and no
 * border is too tangled: borders that coincide, holes and parts need no case of their own. Cost: the pieces over the x
 * that both have, and pairs of pieces above each other. Precision: some 1e-16 of the pieces' height (from the middle of
 * what both boxes have in common) times their width. */
#ifndef WIJK_GEO_SHARED_H
#define WIJK_GEO_SHARED_H

#include "geo/polygon.h"

#include <stdint.h>

/* A piece of border, from point `at` of its row to the next; upright ones have nothing below them, and are left out. */
typedef struct shared_piece {
  uint32_t at;
  int32_t sign;
} shared_piece;

/* The pieces of every row, by their left ends, and how far the pieces up to each reach to the right. */
typedef struct shared_pieces {
  const wijk_geometry *shapes;
  polygon_box *boxes;
  size_t *first; /* per row, and one more */
  shared_piece *pieces;
  double *reach;
  size_t most; /* pieces of a row */
} shared_pieces;

/* `rows` rows. False without memory, or where a row has 2^32 points; freed by the caller whatever happens. */
bool shared_pieces_new(const wijk_geometry *shapes, size_t rows, shared_pieces *made);
void shared_pieces_free(shared_pieces *made);

/* Room for one thread to compare rows in. */
typedef struct shared_room {
  struct shared_line *lines[2];
} shared_room;
bool shared_room_new(const shared_pieces *a, const shared_pieces *b, shared_room *room);
void shared_room_free(shared_room *room);

/* The shared area of row `a` and row `b`, in square metres; less than 0 by a rounding where they only touch. */
double shared_area(const shared_pieces *a, size_t row_a, const shared_pieces *b, size_t row_b, shared_room *room);

#endif
