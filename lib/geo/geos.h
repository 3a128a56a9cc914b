/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to GEOS: rows of a layer as shapes that can be checked, mended, cut and joined, and back. A handle
 * belongs to one thread. A call that gives NULL leaves its reason in the handle; `geos_fail` turns it into an
 * error. Shapes are freed by `geos_shape_free`, before the handle is closed. */
#ifndef WIJK_GEO_GEOS_H
#define WIJK_GEO_GEOS_H

#include "geo/polygon.h"
#include "geo/shape_builder.h"

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>

typedef struct geos geos;
typedef struct geos_shape geos_shape;

geos *geos_open(wijk_error *err);
void geos_close(geos *door);
wijk_status geos_fail(const geos *door, wijk_error *err, const char *doing);
/* Whether anything failed for want of memory; a shape that failed so is not at fault. */
bool geos_lacks_memory(const geos *door);

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

/* The union of those faces of a shape for which `keep` is true. Faces (geos_faces_new) fit to the bit and do not
 * overlap: the pieces that two of them share are dropped, nothing is computed anew. */
geos_shape *geos_shape_join(geos *door, const geos_shape *shape, const bool *keep);
/* What two shapes share; a shape without area when they only touch. */
geos_shape *geos_shape_cut(geos *door, const geos_shape *a, const geos_shape *b);
/* 1 when no point of the two is farther apart than `metres` at the nearest, 0 not, -1 failed. */
int geos_shape_near(geos *door, const geos_shape *a, const geos_shape *b, double metres);
/* Area, and length of all borders, of the polygons in the shape. */
void geos_shape_measure(geos *door, const geos_shape *shape, double *area_m2, double *border_m);
/* Left as it is for a shape without points. */
void geos_shape_find_box(const geos *door, const geos_shape *shape, polygon_box *box);
/* A point inside: the middle of the widest stretch of a scan line half-way up. */
bool geos_shape_find_inside(geos *door, const geos_shape *shape, double *x, double *y);
/* 1 when no circle of diameter `metres` fits in the shape, 0 when one does, -1 failed. */
int geos_shape_narrow(geos *door, const geos_shape *shape, double metres);
/* Diameter of the largest circle in a polygon, to within `tolerance`, and its middle. */
bool geos_shape_find_width(geos *door, const geos_shape *shape, double tolerance, double *width_m, double *x,
                           double *y);

/* The bounded areas into which lines (the rings of `lines`, open or not) divide the plane, as one shape. Lines are
 * cut where they cross; where GEOS cannot do that exactly, to a tenth of a millimetre. */
geos_shape *geos_faces_new(geos *door, const shape_builder *lines);
size_t geos_shape_count(geos *door, const geos_shape *shape);
/* One polygon of it, owned by it. */
const geos_shape *geos_shape_find(geos *door, const geos_shape *shape, size_t part);
#endif
