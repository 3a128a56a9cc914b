/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons put together point by point. Once memory runs out `failed` stays set and additions do nothing: callers
 * build first and look once. Start one as `shape_builder builder = {0}`. */
#ifndef WIJK_GEO_SHAPE_BUILDER_H
#define WIJK_GEO_SHAPE_BUILDER_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>

typedef struct shape_list {
  size_t *ends;
  size_t count, capacity;
} shape_list;

typedef struct shape_builder {
  double *x, *y;
  size_t point_count, point_capacity;
  shape_list rings, parts, rows;
  bool failed;
} shape_builder;

void shape_builder_free(shape_builder *builder);
void shape_builder_add_point(shape_builder *builder, double x, double y);
void shape_builder_add_points(shape_builder *builder, const double *x, const double *y, size_t count);
void shape_builder_end_ring(shape_builder *builder);
/* Turns the part's rings where need be: the first anticlockwise, the others clockwise. */
void shape_builder_end_part(shape_builder *builder);
void shape_builder_end_row(shape_builder *builder);

/* A view of what is there, with the row's offsets from 0; it holds until the next addition. */
wijk_status shape_builder_view(shape_builder *builder, wijk_geometry *shapes, wijk_error *err);
/* A copy in `arena`. */
wijk_status shape_builder_copy(const shape_builder *builder, wijk_arena *arena, wijk_geometry *shapes, wijk_error *err);

#endif
