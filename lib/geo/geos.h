/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to GEOS: rows of a layer as shapes that can be checked, mended, cut and joined, and back. A handle
 * belongs to one thread. A call that gives NULL leaves its reason in the handle; `geos_fail` turns it into an
 * error. Shapes are freed by `geos_shape_free`, before the handle is closed. */
#ifndef WIJK_GEO_GEOS_H
#define WIJK_GEO_GEOS_H

#include "geo/shape_builder.h"

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>

typedef struct geos geos;
typedef struct geos_shape geos_shape;

geos *geos_open(wijk_error *err);
void geos_close(geos *door);
wijk_status geos_fail(const geos *door, wijk_error *err, const char *doing);

/* Row `row` as a multipolygon, coordinates to the bit. Rings must be closed and have four points or more. */
geos_shape *geos_shape_new(geos *door, const wijk_geometry *shapes, size_t row);
/* One part of it as a polygon. */
geos_shape *geos_shape_new_part(geos *door, const wijk_geometry *shapes, size_t part);
void geos_shape_free(geos *door, geos_shape *shape); /* NULL is fine */
/* Adds the polygons of the shape as parts; lines and points in it are left out. False when GEOS fails. */
bool geos_shape_write(geos *door, const geos_shape *shape, shape_builder *builder);

typedef struct geos_flaw {
  char what[80]; /* "self-intersection" */
  double x, y;
} geos_flaw;
/* 1 valid, 0 not (`flaw` says why, where not NULL), -1 failed. */
int geos_shape_check(geos *door, const geos_shape *shape, geos_flaw *flaw);
/* Each ring mended by itself, shells joined, holes taken out of them. */
geos_shape *geos_shape_mend(geos *door, const geos_shape *shape);

bool geos_shape_find_area(geos *door, const geos_shape *shape, double *area_m2);
#endif
