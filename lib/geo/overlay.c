/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared areas of two polygon layers. */
#include "base/memory.h"
#include "geo/box_index.h"
#include "geo/shared.h"

#include <math.h>
#include <stdlib.h>
#include <wijk/geo.h>

/* What shares a border shares slivers too, of the width of a rounding; nothing that people drew is a micrometre wide
 * over the whole of what both boxes have in common. */
#define ROUNDING_M 1e-6

typedef struct shared_area_of {
  size_t b;
  double area_m2;
} shared_area_of;

/* What one row of a shares with the rows of b. */
typedef struct row_shares {
  shared_area_of *items;
  size_t count, capacity;
} row_shares;

typedef struct overlay_work {
  size_t a_count, b_count;
  shared_pieces a, b;
  box_index near; /* of b */
  row_shares *rows;
  bool no_memory;
} overlay_work;

static bool add_share(row_shares *row, size_t b, double area_m2) {
  if (row->count == row->capacity) {
    size_t capacity = row->capacity ? 2 * row->capacity : 4;
    shared_area_of *items = memory_resize(row->items, capacity, sizeof *items);
    if (!items)
      return false;
    row->items = items;
    row->capacity = capacity;
  }
  row->items[row->count++] = (shared_area_of){b, area_m2};
  return true;
}

static int order_shares(const void *a, const void *b) {
  const shared_area_of *one = a, *other = b;
  return (one->b > other->b) - (one->b < other->b);
}

static bool share_row(overlay_work *work, size_t a, shared_room *room, uint32_t *near) {
  const polygon_box *box = &work->a.boxes[a];
  row_shares *row = &work->rows[a];
  size_t count = box_index_find(&work->near, box, near);
  for (size_t i = 0; i < count; i++) {
    const polygon_box *other = &work->b.boxes[near[i]];
    double width = fmin(box->max_x, other->max_x) - fmax(box->min_x, other->min_x);
    double height = fmin(box->max_y, other->max_y) - fmax(box->min_y, other->min_y);
    double area_m2 = width > 0 && height > 0 ? shared_area(&work->a, a, &work->b, near[i], room) : 0;
    if (area_m2 > ROUNDING_M * (width + height) && !add_share(row, near[i], area_m2))
      return false;
  }
  if (row->count)
    qsort(row->items, row->count, sizeof *row->items, order_shares);
  return true;
}

static void share_rows(overlay_work *work) {
  bool failed = false;
#pragma omp parallel if (work->a_count + work->b_count > 200) reduction(|| : failed)
  {
    shared_room room = {0};
    uint32_t *near = memory_resize(NULL, work->b_count + 1, sizeof *near);
    failed = !shared_room_new(&work->a, &work->b, &room) || !near;
#pragma omp for schedule(dynamic, 8)
    for (size_t a = 0; a < work->a_count; a++)
      failed = failed || !share_row(work, a, &room, near);
    shared_room_free(&room);
    memory_free(near);
  }
  work->no_memory = failed;
}

static wijk_status gather_shares(const overlay_work *work, wijk_arena *arena, wijk_overlay *overlay, wijk_error *err) {
  wijk_overlay made = {0};
  for (size_t a = 0; a < work->a_count; a++)
    made.count += work->rows[a].count;
  made.a = WIJK_ARENA_ADD(arena, size_t, made.count, err);
  made.b = WIJK_ARENA_ADD(arena, size_t, made.count, err);
  made.area_m2 = WIJK_ARENA_ADD(arena, double, made.count, err);
  if (!made.a || !made.b || !made.area_m2)
    return WIJK_MEMORY;
  size_t next = 0;
  for (size_t a = 0; a < work->a_count; a++)
    for (size_t i = 0; i < work->rows[a].count; i++, next++) {
      made.a[next] = a;
      made.b[next] = work->rows[a].items[i].b;
      made.area_m2[next] = work->rows[a].items[i].area_m2;
    }
  *overlay = made;
  return WIJK_OK;
}

wijk_status wijk_polygons_overlay(const wijk_layer *a, const wijk_layer *b, wijk_arena *arena, wijk_overlay *overlay,
                                  wijk_error *err) {
  if (a->geometry.type != WIJK_GEOMETRY_POLYGON || b->geometry.type != WIJK_GEOMETRY_POLYGON)
    return wijk_error_set(err, WIJK_DATA, "layers '%s' and '%s' do not both have polygons", a->name, b->name);
  overlay_work work = {.a_count = a->row_count, .b_count = b->row_count};
  work.rows = memory_new_zeroed(a->row_count + 1, sizeof *work.rows);
  work.no_memory = !work.rows || !shared_pieces_new(&a->geometry, a->row_count, &work.a) ||
                   !shared_pieces_new(&b->geometry, b->row_count, &work.b) ||
                   !box_index_new(work.b.boxes, b->row_count, &work.near);
  if (!work.no_memory)
    share_rows(&work);
  wijk_status status = work.no_memory
                           ? wijk_error_set(err, WIJK_MEMORY, "no memory to lay '%s' over '%s'", a->name, b->name)
                           : gather_shares(&work, arena, overlay, err);
  for (size_t i = 0; work.rows && i < a->row_count; i++)
    memory_free(work.rows[i].items);
  memory_free(work.rows);
  shared_pieces_free(&work.a);
  shared_pieces_free(&work.b);
  box_index_free(&work.near);
  return status;
}
