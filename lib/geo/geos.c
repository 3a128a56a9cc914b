/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/geos.h"

#include "base/memory.h"

#include <geos_c.h>
#include <stdio.h>
#include <string.h>

/* A geos_shape is a GEOSGeometry; only this file knows. */
struct geos {
  GEOSContextHandle_t context;
  char last[300];
  bool no_memory;
};

static GEOSGeometry *inner(const geos_shape *shape) {
  return (GEOSGeometry *)shape;
}

static geos_shape *outer(GEOSGeometry *shape) {
  return (geos_shape *)shape;
}

static void keep_last(const char *message, void *user) {
  geos *door = user;
  snprintf(door->last, sizeof door->last, "%s", message);
  door->no_memory |= strstr(message, "bad_alloc") != NULL;
}

/* As memory_new_zeroed, with a place more so that none is never NULL, and remembered where it fails. */
static GEOSGeometry **new_list(geos *door, size_t count) {
  GEOSGeometry **list = memory_new_zeroed(count + 1, sizeof *list);
  door->no_memory |= !list;
  return list;
}

geos *geos_open(wijk_error *err) {
  geos *door = memory_new_zeroed(1, sizeof *door);
  if (door)
    door->context = GEOS_init_r();
  if (!door || !door->context) {
    memory_free(door);
    wijk_error_set(err, WIJK_MEMORY, "no memory for GEOS");
    return NULL;
  }
  GEOSContext_setErrorMessageHandler_r(door->context, keep_last, door);
  return door;
}

void geos_close(geos *door) {
  if (!door)
    return;
  GEOS_finish_r(door->context);
  memory_free(door);
}

wijk_status geos_fail(const geos *door, wijk_error *err, const char *doing) {
  return wijk_error_set(err, door->no_memory ? WIJK_MEMORY : WIJK_DATA, "%s failed: %s", doing,
                        door->no_memory ? "no memory"
                        : door->last[0] ? door->last
                                        : "GEOS does not say why");
}

bool geos_lacks_memory(const geos *door) {
  return door->no_memory;
}

/* ---- in ---- */

static GEOSGeometry *new_ring(geos *door, const wijk_geometry *shapes, size_t ring) {
  size_t start = shapes->point_of_ring[ring], count = shapes->point_of_ring[ring + 1] - start;
  GEOSCoordSequence *points = GEOSCoordSeq_copyFromArrays_r(door->context, shapes->x + start, shapes->y + start, NULL,
                                                            NULL, (unsigned int)count);
  return points ? GEOSGeom_createLinearRing_r(door->context, points) : NULL;
}

static void free_all(geos *door, GEOSGeometry **shapes, size_t count) {
  for (size_t i = 0; i < count; i++)
    GEOSGeom_destroy_r(door->context, shapes[i]);
  memory_free(shapes);
}

static GEOSGeometry *new_polygon(geos *door, const wijk_geometry *shapes, size_t part) {
  size_t first = shapes->ring_of_part[part], count = shapes->ring_of_part[part + 1] - first, made = 0;
  GEOSGeometry **rings = new_list(door, count);
  for (; rings && made < count; made++) {
    rings[made] = new_ring(door, shapes, first + made);
    if (!rings[made])
      break;
  }
  GEOSGeometry *polygon = NULL;
  if (rings && made == count && count) {
    polygon = GEOSGeom_createPolygon_r(door->context, rings[0], rings + 1, (unsigned int)(count - 1));
    made = 0; /* GEOS owns them now, even if it failed */
  }
  if (rings)
    free_all(door, rings, made);
  return polygon;
}

geos_shape *geos_shape_new_part(geos *door, const wijk_geometry *shapes, size_t part) {
  return outer(new_polygon(door, shapes, part));
}

geos_shape *geos_shape_new(geos *door, const wijk_geometry *shapes, size_t row) {
  size_t first = shapes->part_of_row[row], count = shapes->part_of_row[row + 1] - first, made = 0;
  GEOSGeometry **parts = new_list(door, count);
  for (; parts && made < count; made++) {
    parts[made] = new_polygon(door, shapes, first + made);
    if (!parts[made])
      break;
  }
  GEOSGeometry *shape = NULL;
  if (parts && made == count) {
    shape = GEOSGeom_createCollection_r(door->context, GEOS_MULTIPOLYGON, parts, (unsigned int)count);
    made = 0;
  }
  if (parts)
    free_all(door, parts, made);
  return outer(shape);
}

void geos_shape_free(geos *door, geos_shape *shape) {
  if (shape)
    GEOSGeom_destroy_r(door->context, inner(shape));
}

/* ---- out ---- */

static bool write_ring(geos *door, const GEOSGeometry *ring, shape_builder *builder) {
  const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(door->context, ring) : NULL;
  unsigned int count = 0;
  if (!points || !GEOSCoordSeq_getSize_r(door->context, points, &count))
    return false;
  for (unsigned int i = 0; i < count; i++) {
    double x, y;
    if (!GEOSCoordSeq_getXY_r(door->context, points, i, &x, &y))
      return false;
    shape_builder_add_point(builder, x, y);
  }
  shape_builder_end_ring(builder);
  return true;
}

static bool write_polygon(geos *door, const GEOSGeometry *polygon, shape_builder *builder) {
  int holes = GEOSGetNumInteriorRings_r(door->context, polygon);
  bool written = holes >= 0 && write_ring(door, GEOSGetExteriorRing_r(door->context, polygon), builder);
  for (int i = 0; written && i < holes; i++)
    written = write_ring(door, GEOSGetInteriorRingN_r(door->context, polygon, i), builder);
  shape_builder_end_part(builder);
  return written;
}

static bool write_shape(geos *door, const GEOSGeometry *shape, shape_builder *builder) {
  int type = GEOSGeomTypeId_r(door->context, shape);
  if (type == GEOS_POLYGON)
    return GEOSisEmpty_r(door->context, shape) || write_polygon(door, shape, builder);
  if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION)
    return type >= 0;
  int count = GEOSGetNumGeometries_r(door->context, shape);
  for (int i = 0; i < count; i++)
    if (!write_shape(door, GEOSGetGeometryN_r(door->context, shape, i), builder))
      return false;
  return count >= 0;
}

bool geos_shape_write(geos *door, const geos_shape *shape, shape_builder *builder) {
  return write_shape(door, inner(shape), builder);
}

/* ---- checks and repairs ---- */

int geos_shape_check(geos *door, const geos_shape *shape, geos_flaw *flaw) {
  char *reason = NULL;
  GEOSGeometry *place = NULL;
  char valid = GEOSisValidDetail_r(door->context, inner(shape), 0, &reason, &place);
  if (flaw && valid == 0) {
    *flaw = (geos_flaw){{0}, 0, 0};
    snprintf(flaw->what, sizeof flaw->what, "%s", reason ? reason : "invalid");
    if (flaw->what[0] >= 'A' && flaw->what[0] <= 'Z')
      flaw->what[0] = (char)(flaw->what[0] - 'A' + 'a');
    if (place) {
      GEOSGeomGetX_r(door->context, place, &flaw->x);
      GEOSGeomGetY_r(door->context, place, &flaw->y);
    }
  }
  GEOSFree_r(door->context, reason);
  if (place)
    GEOSGeom_destroy_r(door->context, place);
  return valid == 0 || valid == 1 ? valid : -1;
}

geos_shape *geos_shape_mend(geos *door, const geos_shape *shape) {
  GEOSMakeValidParams *method = GEOSMakeValidParams_create_r(door->context);
  if (!method)
    return NULL;
  GEOSGeometry *mended = NULL;
  if (GEOSMakeValidParams_setMethod_r(door->context, method, GEOS_MAKE_VALID_STRUCTURE) &&
      GEOSMakeValidParams_setKeepCollapsed_r(door->context, method, 0))
    mended = GEOSMakeValidWithParams_r(door->context, inner(shape), method);
  GEOSMakeValidParams_destroy_r(door->context, method);
  return outer(mended);
}

/* ---- measures and cuts ---- */

geos_shape *geos_shape_cut(geos *door, const geos_shape *a, const geos_shape *b) {
  return outer(GEOSIntersection_r(door->context, inner(a), inner(b)));
}

geos_shape *geos_shape_join(geos *door, const geos_shape *shape, const bool *keep) {
  size_t count = geos_shape_count(door, shape), made = 0;
  GEOSGeometry **parts = new_list(door, count);
  bool failed = !parts;
  for (size_t i = 0; !failed && i < count; i++)
    if (keep[i]) {
      parts[made] = GEOSGeom_clone_r(door->context, GEOSGetGeometryN_r(door->context, inner(shape), (int)i));
      failed = !parts[made];
      made += !failed;
    }
  GEOSGeometry *all = NULL, *joined = NULL;
  if (!failed) {
    all = GEOSGeom_createCollection_r(door->context, GEOS_GEOMETRYCOLLECTION, parts, (unsigned int)made);
    made = 0; /* GEOS owns them now, even if it failed */
  }
  if (parts)
    free_all(door, parts, made);
  if (all) {
    joined = GEOSCoverageUnion_r(door->context, all);
    GEOSGeom_destroy_r(door->context, all);
  }
  return outer(joined);
}

int geos_shape_near(geos *door, const geos_shape *a, const geos_shape *b, double metres) {
  char near = GEOSDistanceWithin_r(door->context, inner(a), inner(b), metres);
  return near == 0 || near == 1 ? near : -1;
}

size_t geos_shape_count(geos *door, const geos_shape *shape) {
  int count = GEOSGetNumGeometries_r(door->context, inner(shape));
  return count > 0 ? (size_t)count : 0;
}

const geos_shape *geos_shape_find(geos *door, const geos_shape *shape, size_t part) {
  return outer((GEOSGeometry *)GEOSGetGeometryN_r(door->context, inner(shape), (int)part));
}

void geos_shape_measure(geos *door, const geos_shape *shape, double *area_m2, double *border_m) {
  *area_m2 = *border_m = 0;
  int type = GEOSGeomTypeId_r(door->context, inner(shape));
  if (type == GEOS_POLYGON) {
    GEOSArea_r(door->context, inner(shape), area_m2);
    GEOSLength_r(door->context, inner(shape), border_m);
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    for (size_t i = 0; i < geos_shape_count(door, shape); i++) {
      double area, border;
      geos_shape_measure(door, geos_shape_find(door, shape, i), &area, &border);
      *area_m2 += area;
      *border_m += border;
    }
  }
}

void geos_shape_find_box(const geos *door, const geos_shape *shape, polygon_box *box) {
  polygon_box found;
  if (GEOSGeom_getXMin_r(door->context, inner(shape), &found.min_x) == 1 &&
      GEOSGeom_getYMin_r(door->context, inner(shape), &found.min_y) == 1 &&
      GEOSGeom_getXMax_r(door->context, inner(shape), &found.max_x) == 1 &&
      GEOSGeom_getYMax_r(door->context, inner(shape), &found.max_y) == 1)
    *box = found;
}

bool geos_shape_find_inside(geos *door, const geos_shape *shape, double *x, double *y) {
  GEOSGeometry *point = GEOSPointOnSurface_r(door->context, inner(shape));
  bool found = point && GEOSGeomGetX_r(door->context, point, x) == 1 && GEOSGeomGetY_r(door->context, point, y) == 1;
  if (point)
    GEOSGeom_destroy_r(door->context, point);
  return found;
}

int geos_shape_narrow(geos *door, const geos_shape *shape, double metres) {
  GEOSGeometry *middles = GEOSBuffer_r(door->context, inner(shape), -metres / 2, 8);
  char empty = middles ? GEOSisEmpty_r(door->context, middles) : 2;
  if (middles)
    GEOSGeom_destroy_r(door->context, middles);
  return empty == 0 || empty == 1 ? empty : -1;
}

bool geos_shape_find_width(geos *door, const geos_shape *shape, double tolerance, double *width_m, double *x,
                           double *y) {
  /* A line from the circle's middle to the border. */
  GEOSGeometry *radius = GEOSMaximumInscribedCircle_r(door->context, inner(shape), tolerance);
  const GEOSCoordSequence *points = radius ? GEOSGeom_getCoordSeq_r(door->context, radius) : NULL;
  bool found = points && GEOSLength_r(door->context, radius, width_m) == 1 &&
               GEOSCoordSeq_getXY_r(door->context, points, 0, x, y) == 1;
  *width_m *= 2;
  if (radius)
    GEOSGeom_destroy_r(door->context, radius);
  return found;
}

/* ---- faces ---- */

static GEOSGeometry *new_lines(geos *door, const shape_builder *lines) {
  size_t count = lines->rings.count, made = 0;
  GEOSGeometry **parts = new_list(door, count);
  for (; parts && made < count; made++) {
    size_t start = lines->rings.ends[made];
    GEOSCoordSequence *points =
        GEOSCoordSeq_copyFromArrays_r(door->context, lines->x + start, lines->y + start, NULL, NULL,
                                      (unsigned int)(lines->rings.ends[made + 1] - start));
    parts[made] = points ? GEOSGeom_createLineString_r(door->context, points) : NULL;
    if (!parts[made])
      break;
  }
  GEOSGeometry *all = NULL;
  if (parts && made == count) {
    all = GEOSGeom_createCollection_r(door->context, GEOS_MULTILINESTRING, parts, (unsigned int)count);
    made = 0;
  }
  if (parts)
    free_all(door, parts, made);
  return all;
}

geos_shape *geos_faces_new(geos *door, const shape_builder *lines) {
  GEOSGeometry *all = new_lines(door, lines);
  GEOSGeometry *cut = all ? GEOSUnaryUnion_r(door->context, all) : NULL;
  if (all && !cut)
    cut = GEOSUnaryUnionPrec_r(door->context, all, 1e-4);
  GEOSGeometry *faces = cut ? GEOSPolygonize_r(door->context, (const GEOSGeometry *const[]){cut}, 1) : NULL;
  if (all)
    GEOSGeom_destroy_r(door->context, all);
  if (cut)
    GEOSGeom_destroy_r(door->context, cut);
  return outer(faces);
}
