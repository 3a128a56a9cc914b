/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapes as they come in, row by row, into the flat arrays of a layer. */
#ifndef WIJK_READ_SHAPES_H
#define WIJK_READ_SHAPES_H

#include <wijk/layer.h>

typedef struct wijk_size_list {
  size_t *items, count, capacity;
} wijk_size_list;

/* Start one as {0}; `shapes_free` it when the layer has its copy. */
typedef struct shapes {
  wijk_size_list part_of_row, ring_of_part, point_of_ring;
  double *x, *y;
  size_t point_count, point_capacity;
  bool failed; /* out of memory */
} shapes;

void shapes_add_row(shapes *s); /* the parts that follow are this row's */
void shapes_add_part(shapes *s);
/* Room for a ring of `count` points, to be filled at once; false without memory. */
bool shapes_add_ring(shapes *s, size_t count, double **x, double **y);
/* A polygon row given as rings without order: those that run clockwise are shells, each with the rings of the other way
 * that lie in it; where none runs clockwise, nesting decides. Rings are `first[0..ring_count]` in x and y. */
wijk_status shapes_add_rings(shapes *s, const double *x, const double *y, const size_t *first, size_t ring_count,
                             wijk_error *err);
/* Moves all into the layer; polygons get shells anticlockwise and holes clockwise. */
wijk_status shapes_finish(shapes *s, wijk_geometry_type type, wijk_layer *layer, wijk_error *err);
/* The same of rows that were gathered in several pieces, one behind the other; each is freed as soon as it is moved. */
wijk_status shapes_finish_all(shapes *list, size_t count, wijk_geometry_type type, wijk_layer *layer, wijk_error *err);
void shapes_free(shapes *s);
/* The first ring of a part anticlockwise, the others clockwise. */
void shapes_orient(wijk_geometry *g, size_t part);

#endif
