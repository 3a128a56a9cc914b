/* SPDX-License-Identifier: EUPL-1.2 */
/* How zones fit together. Border pieces that are no seam (seam.h) divide the plane into faces; over all of a face
 * lie equally many zones: none is a gap, two or more an overlap. Where zones fit to the bit there is next to
 * nothing to compute, whatever their number. */
#include "base/memory.h"
#include "geo/geos.h"
#include "geo/polygon.h"
#include "geo/seam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <wijk/geo.h>

/* Borders that should meet miss each other by roundings; nothing that people drew is a micrometre wide. */
#define ROUNDING_M 1e-6
/* How near a zone must come to a gap to be its neighbour: more than the lines can move when they are cut. */
#define TOUCHING_M 1e-3

typedef struct zone_pair {
  size_t a, b;
} zone_pair;

typedef struct fit_work {
  const wijk_geometry *shapes;
  size_t zone_count;
  double sliver_m;
  geos *door;
  polygon_box *boxes;
  geos_shape **zones; /* made when first needed */
  size_t *near;       /* zones about the face at hand */
  zone_pair *pairs;
  size_t pair_count, pair_capacity;
  struct wijk_fit_item *items;
  size_t item_count, item_capacity;
  wijk_fit sums;
} fit_work;

static wijk_status fail(const fit_work *work, wijk_error *err) {
  return geos_fail(work->door, err, "looking for gaps and overlaps between zones");
}

static wijk_status no_memory(wijk_error *err) {
  return wijk_error_set(err, WIJK_MEMORY, "no memory for gaps and overlaps between zones");
}

static const geos_shape *find_zone(fit_work *work, size_t zone) {
  if (!work->zones[zone])
    work->zones[zone] = geos_shape_new(work->door, work->shapes, zone);
  return work->zones[zone];
}

/* ---- what is found ---- */

/* Circles tell slivers from the rest; plain figures spare most shapes the trouble. */
static int is_sliver(const fit_work *work, const geos_shape *shape, double area_m2, double border_m) {
  const double quarter_turn = 0.78539816339744831;
  if (area_m2 < quarter_turn * work->sliver_m * work->sliver_m)
    return 1;
  if (area_m2 / (border_m / 2) >= work->sliver_m)
    return 0;
  return geos_shape_narrow(work->door, shape, work->sliver_m);
}

/* The width of the widest part, and a point in it. */
static bool find_width(const fit_work *work, const geos_shape *shape, struct wijk_fit_item *item) {
  for (size_t i = 0; i < geos_shape_count(work->door, shape); i++) {
    const geos_shape *part = geos_shape_find(work->door, shape, i);
    double area_m2, border_m, width_m, x, y;
    geos_shape_measure(work->door, part, &area_m2, &border_m);
    if (!(area_m2 > 0))
      continue;
    if (!geos_shape_find_width(work->door, part, fmax(work->sliver_m, 2 * area_m2 / border_m) / 50, &width_m, &x, &y))
      return false;
    if (width_m > item->width_m) {
      item->width_m = width_m;
      item->x = x;
      item->y = y;
    }
  }
  return true;
}

static wijk_status add_found(fit_work *work, const geos_shape *shape, struct wijk_fit_item item, wijk_error *err) {
  double border_m;
  geos_shape_measure(work->door, shape, &item.area_m2, &border_m);
  if (item.area_m2 <= ROUNDING_M * border_m / 2)
    return WIJK_OK;
  int sliver = is_sliver(work, shape, item.area_m2, border_m);
  if (sliver < 0)
    return fail(work, err);
  if (sliver) {
    *(item.overlap ? &work->sums.sliver_overlap_count : &work->sums.sliver_gap_count) += 1;
    *(item.overlap ? &work->sums.sliver_overlap_m2 : &work->sums.sliver_gap_m2) += item.area_m2;
    return WIJK_OK;
  }
  if (!find_width(work, shape, &item))
    return fail(work, err);
  if (work->item_count == work->item_capacity) {
    size_t capacity = work->item_capacity ? 2 * work->item_capacity : 16;
    struct wijk_fit_item *items = memory_resize(work->items, capacity, sizeof *items);
    if (!items)
      return no_memory(err);
    work->items = items;
    work->item_capacity = capacity;
  }
  work->items[work->item_count++] = item;
  return WIJK_OK;
}

/* ---- faces ---- */

static size_t count_over(const fit_work *work, double x, double y) {
  size_t over = 0;
  for (size_t zone = 0; zone < work->zone_count; zone++) {
    const polygon_box *box = &work->boxes[zone];
    if (x >= box->min_x && x <= box->max_x && y >= box->min_y && y <= box->max_y)
      over += polygon_holds_beside(work->shapes, zone, x, y);
  }
  return over;
}

static polygon_box box_of(const geos *door, const geos_shape *face) {
  polygon_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
  geos_shape_find_box(door, face, &box);
  return (polygon_box){box.min_x - TOUCHING_M, box.min_y - TOUCHING_M, box.max_x + TOUCHING_M, box.max_y + TOUCHING_M};
}

static wijk_status add_gap(fit_work *work, const geos_shape *face, wijk_error *err) {
  struct wijk_fit_item gap = {.a = WIJK_NONE, .b = WIJK_NONE};
  polygon_box box = box_of(work->door, face);
  for (size_t zone = 0; zone < work->zone_count && gap.b == WIJK_NONE; zone++) {
    if (!polygon_boxes_meet(&box, &work->boxes[zone]))
      continue;
    const geos_shape *shape = find_zone(work, zone);
    int near = shape ? geos_shape_near(work->door, face, shape, TOUCHING_M) : -1;
    if (near < 0)
      return fail(work, err);
    if (near)
      *(gap.a == WIJK_NONE ? &gap.a : &gap.b) = zone;
  }
  return add_found(work, face, gap, err);
}

static bool add_pair(fit_work *work, size_t a, size_t b) {
  if (work->pair_count == work->pair_capacity) {
    size_t capacity = work->pair_capacity ? 2 * work->pair_capacity : 64;
    zone_pair *pairs = memory_resize(work->pairs, capacity, sizeof *pairs);
    if (!pairs)
      return false;
    work->pairs = pairs;
    work->pair_capacity = capacity;
  }
  work->pairs[work->pair_count++] = (zone_pair){a, b};
  return true;
}

/* Not all zones over a face lie over all of it: seams may run through. */
static wijk_status add_overlaps(fit_work *work, const geos_shape *face, wijk_error *err) {
  size_t near_count = 0;
  polygon_box box = box_of(work->door, face);
  for (size_t zone = 0; zone < work->zone_count; zone++) {
    if (!polygon_boxes_meet(&box, &work->boxes[zone]))
      continue;
    const geos_shape *shape = find_zone(work, zone);
    geos_shape *shared = shape ? geos_shape_cut(work->door, face, shape) : NULL;
    if (!shared)
      return fail(work, err);
    double area_m2, border_m;
    geos_shape_measure(work->door, shared, &area_m2, &border_m);
    geos_shape_free(work->door, shared);
    if (area_m2 > ROUNDING_M * border_m / 2)
      work->near[near_count++] = zone;
  }
  for (size_t i = 0; i < near_count; i++)
    for (size_t j = i + 1; j < near_count; j++)
      if (polygon_boxes_meet(&work->boxes[work->near[i]], &work->boxes[work->near[j]]) &&
          !add_pair(work, work->near[i], work->near[j]))
        return no_memory(err);
  return WIJK_OK;
}

static wijk_status sort_face(fit_work *work, const geos_shape *face, wijk_error *err) {
  double area_m2, border_m, x, y;
  geos_shape_measure(work->door, face, &area_m2, &border_m);
  if (area_m2 <= ROUNDING_M * border_m / 2)
    return WIJK_OK;
  if (!geos_shape_find_inside(work->door, face, &x, &y))
    return fail(work, err);
  size_t over = count_over(work, x, y);
  if (over == 0)
    return add_gap(work, face, err);
  return over == 1 ? WIJK_OK : add_overlaps(work, face, err);
}

/* ---- overlaps ---- */

static int order_pairs(const void *a, const void *b) {
  const zone_pair *left = a, *right = b;
  if (left->a != right->a)
    return left->a < right->a ? -1 : 1;
  return (left->b > right->b) - (left->b < right->b);
}

static wijk_status measure_pairs(fit_work *work, wijk_error *err) {
  if (work->pair_count)
    qsort(work->pairs, work->pair_count, sizeof *work->pairs, order_pairs);
  for (size_t i = 0; i < work->pair_count; i++) {
    zone_pair pair = work->pairs[i];
    if (i && order_pairs(&work->pairs[i - 1], &pair) == 0)
      continue;
    geos_shape *shared = geos_shape_cut(work->door, find_zone(work, pair.a), find_zone(work, pair.b));
    if (!shared)
      return fail(work, err);
    wijk_status status =
        add_found(work, shared, (struct wijk_fit_item){.overlap = true, .a = pair.a, .b = pair.b}, err);
    geos_shape_free(work->door, shared);
    if (status != WIJK_OK)
      return status;
  }
  return WIJK_OK;
}

/* ---- all ---- */

static int order_items(const void *a, const void *b) {
  const struct wijk_fit_item *left = a, *right = b;
  if (left->area_m2 != right->area_m2)
    return left->area_m2 > right->area_m2 ? -1 : 1;
  if (left->a != right->a)
    return left->a < right->a ? -1 : 1;
  if (left->b != right->b)
    return left->b < right->b ? -1 : 1;
  if (left->x != right->x)
    return left->x < right->x ? -1 : 1;
  return (left->y > right->y) - (left->y < right->y);
}

static wijk_status find_all(fit_work *work, wijk_error *err) {
  shape_builder lines = {0};
  wijk_status status = seam_find_open(work->shapes, &lines, err);
  geos_shape *faces = NULL;
  if (status == WIJK_OK && lines.rings.count) {
    faces = geos_faces_new(work->door, &lines);
    if (!faces)
      status = fail(work, err);
  }
  shape_builder_free(&lines);
  size_t face_count = faces ? geos_shape_count(work->door, faces) : 0;
  for (size_t i = 0; status == WIJK_OK && i < face_count; i++)
    status = sort_face(work, geos_shape_find(work->door, faces, i), err);
  geos_shape_free(work->door, faces);
  return status == WIJK_OK ? measure_pairs(work, err) : status;
}

static wijk_status give_result(fit_work *work, wijk_arena *arena, wijk_fit *fit, wijk_error *err) {
  work->sums.items = WIJK_ARENA_ADD(arena, struct wijk_fit_item, work->item_count, err);
  work->sums.item_count = work->item_count;
  if (!work->sums.items)
    return WIJK_MEMORY;
  if (work->item_count) {
    qsort(work->items, work->item_count, sizeof *work->items, order_items);
    memcpy(work->sums.items, work->items, work->item_count * sizeof *work->items);
  }
  *fit = work->sums;
  return WIJK_OK;
}

wijk_status wijk_polygons_fit(const wijk_layer *zones, double sliver_m, wijk_arena *arena, wijk_fit *fit,
                              wijk_error *err) {
  if (zones->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layer '%s' has no polygons", zones->name);
  size_t count = zones->row_count;
  fit_work work = {.shapes = &zones->geometry, .zone_count = count, .sliver_m = sliver_m > 0 ? sliver_m : 0};
  work.door = geos_open(err);
  work.boxes = memory_new_zeroed(count + 1, sizeof *work.boxes);
  work.zones = memory_new_zeroed(count + 1, sizeof *work.zones);
  work.near = memory_new_zeroed(count + 1, sizeof *work.near);
  wijk_status status = work.door && work.boxes && work.zones && work.near ? WIJK_OK : no_memory(err);
  for (size_t zone = 0; status == WIJK_OK && zone < count; zone++)
    work.boxes[zone] = polygon_box_of_row(work.shapes, zone);
  if (status == WIJK_OK)
    status = find_all(&work, err);
  if (status == WIJK_OK)
    status = give_result(&work, arena, fit, err);
  for (size_t zone = 0; work.door && work.zones && zone < count; zone++)
    geos_shape_free(work.door, work.zones[zone]);
  memory_free(work.boxes);
  memory_free(work.zones);
  memory_free(work.near);
  memory_free(work.pairs);
  memory_free(work.items);
  geos_close(work.door);
  return status;
}
