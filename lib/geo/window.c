/* SPDX-License-Identifier: EUPL-1.2 */
/* Border pieces that are no seam (seam.h) divide the plane into faces; those that lie in a zone, and slivers between
 * zones, are joined. Zones that fit to the bit leave next to nothing to join, whatever their number. */
#include "geo/window.h"

#include "base/memory.h"
#include "geo/geos.h"
#include "geo/seam.h"
#include "geo/window_rim.h"

#include <math.h>
#include <string.h>

/* Narrower than this is no ground that anybody left out. */
#define SLIVER_M 1.0

/* ---- faces ---- */

typedef struct face_work {
  geos *door;
  geos_shape *faces;
  size_t count;
  double *x, *y; /* inside each; NaN for one without area */
  size_t *zone;
  bool *keep;
} face_work;

static wijk_status fail(const face_work *work, wijk_error *err) {
  return geos_fail(work->door, err, "joining the zones");
}

/* 1 when the face is a gap that only a rounding made, 0 not, -1 failed. */
static int is_sliver(const face_work *work, const geos_shape *face) {
  double area_m2, border_m;
  geos_shape_measure(work->door, face, &area_m2, &border_m);
  return area_m2 / (border_m / 2) >= SLIVER_M ? 0 : geos_shape_narrow(work->door, face, SLIVER_M);
}

static wijk_status choose_faces(face_work *work, const wijk_layer *zones, wijk_error *err) {
  for (size_t i = 0; i < work->count; i++) {
    work->x[i] = work->y[i] = NAN;
    if (!geos_shape_find_inside(work->door, geos_shape_find(work->door, work->faces, i), &work->x[i], &work->y[i]))
      return fail(work, err);
  }
  wijk_zone_index *index = wijk_zone_index_new(zones, work->count, err);
  wijk_status status =
      index ? wijk_zone_index_find(index, work->count, work->x, work->y, 1, work->zone, NULL, err) : err->status;
  wijk_zone_index_free(index);
  for (size_t i = 0; status == WIJK_OK && i < work->count; i++) {
    int sliver = work->zone[i] == WIJK_NONE ? is_sliver(work, geos_shape_find(work->door, work->faces, i)) : 0;
    if (sliver < 0)
      return fail(work, err);
    work->keep[i] = work->zone[i] != WIJK_NONE || sliver;
  }
  return status;
}

static wijk_status write_union(face_work *work, shape_builder *builder, wijk_error *err) {
  geos_shape *joined = geos_shape_join(work->door, work->faces, work->keep);
  if (!joined)
    return fail(work, err);
  bool written = geos_shape_write(work->door, joined, builder);
  geos_shape_free(work->door, joined);
  return written ? WIJK_OK : fail(work, err);
}

static wijk_status join_zones(const wijk_layer *zones, shape_builder *builder, wijk_error *err) {
  shape_builder lines = {0};
  face_work work = {.door = geos_open(err)};
  wijk_status status = work.door ? seam_find_open(&zones->geometry, &lines, err) : WIJK_MEMORY;
  if (status == WIJK_OK && lines.rings.count) {
    work.faces = geos_faces_new(work.door, &lines);
    status = work.faces ? WIJK_OK : fail(&work, err);
  }
  work.count = work.faces ? geos_shape_count(work.door, work.faces) : 0;
  work.x = memory_new_zeroed(work.count + 1, sizeof *work.x);
  work.y = memory_new_zeroed(work.count + 1, sizeof *work.y);
  work.zone = memory_new_zeroed(work.count + 1, sizeof *work.zone);
  work.keep = memory_new_zeroed(work.count + 1, sizeof *work.keep);
  if (status == WIJK_OK && !(work.x && work.y && work.zone && work.keep))
    status = wijk_error_set(err, WIJK_MEMORY, "no memory for the outline of the zones");
  if (status == WIJK_OK && work.count)
    status = choose_faces(&work, zones, err);
  if (status == WIJK_OK && work.count)
    status = write_union(&work, builder, err);
  shape_builder_free(&lines);
  memory_free(work.x);
  memory_free(work.y);
  memory_free(work.zone);
  memory_free(work.keep);
  if (work.door)
    geos_shape_free(work.door, work.faces);
  geos_close(work.door);
  return status;
}

/* ---- what is known of the union ---- */

static double ring_length(const double *x, const double *y, size_t count) {
  double length = 0;
  for (size_t i = 0; i + 1 < count; i++)
    length += hypot(x[i + 1] - x[i], y[i + 1] - y[i]);
  return length;
}

static void measure(window *made) {
  const wijk_geometry *shapes = &made->parts->geometry;
  for (size_t part = 0; part < shapes->part_count; part++) {
    polygon_box box = polygon_box_of_row(shapes, part);
    made->area_m2 += wijk_layer_area(made->parts, part);
    made->boxes[part] = box;
    made->boxes_m2_up_to[part] =
        (part ? made->boxes_m2_up_to[part - 1] : 0) + (box.max_x - box.min_x) * (box.max_y - box.min_y);
  }
  for (size_t ring = 0; ring < shapes->ring_count; ring++) {
    size_t start = shapes->point_of_ring[ring];
    made->perimeter_m += ring_length(shapes->x + start, shapes->y + start, shapes->point_of_ring[ring + 1] - start);
  }
  made->box = polygon_box_of_rings(shapes, 0, shapes->ring_count);
}

static wijk_status keep_parts(const shape_builder *builder, wijk_arena *arena, window *made, wijk_error *err) {
  wijk_geometry shapes;
  wijk_status status = shape_builder_copy(builder, arena, &shapes, err);
  if (status != WIJK_OK)
    return status;
  made->parts = wijk_layer_new(arena, "window", shapes.part_count, err);
  size_t *rows = WIJK_ARENA_ADD(arena, size_t, shapes.part_count + 1, err);
  made->boxes_m2_up_to = WIJK_ARENA_ADD(arena, double, shapes.part_count, err);
  made->boxes = WIJK_ARENA_ADD(arena, polygon_box, shapes.part_count, err);
  if (!made->parts || !rows || !made->boxes_m2_up_to || !made->boxes)
    return WIJK_MEMORY;
  for (size_t part = 0; part <= shapes.part_count; part++)
    rows[part] = part;
  made->parts->geometry = shapes;
  made->parts->geometry.type = WIJK_GEOMETRY_POLYGON;
  made->parts->geometry.part_of_row = rows;
  measure(made);
  made->rim = window_rim_new(&made->parts->geometry, arena, err);
  made->index = made->rim ? wijk_zone_index_new(made->parts, 100000, err) : NULL;
  return made->index ? WIJK_OK : err->status;
}

wijk_status window_new(const wijk_layer *zones, wijk_arena *arena, window *made, wijk_error *err) {
  shape_builder builder = {0};
  window result = {0};
  wijk_status status = join_zones(zones, &builder, err);
  if (status == WIJK_OK) {
    shape_builder_end_row(&builder);
    status = keep_parts(&builder, arena, &result, err);
  }
  shape_builder_free(&builder);
  if (status == WIJK_OK)
    *made = result;
  return status;
}

void window_close(window *made) {
  wijk_zone_index_free(made->index);
  made->index = NULL;
}
