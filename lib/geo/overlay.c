/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared areas of two polygon layers. */
#include "base/memory.h"
#include "geo/geos.h"
#include "geo/polygon.h"

#include <string.h>
#include <wijk/geo.h>

/* What shares a border shares slivers too, of the width of a rounding; nothing that people drew is a micrometre wide.
 */
#define ROUNDING_M 1e-6

typedef struct shared_area {
  size_t b;
  double area_m2;
} shared_area;

/* What one row of a shares with the rows of b. */
typedef struct row_shares {
  shared_area *items;
  size_t count, capacity;
} row_shares;

typedef struct overlay_work {
  const wijk_geometry *a, *b;
  size_t a_count, b_count;
  polygon_box *b_boxes;
  row_shares *rows;
  bool no_memory, failed;
} overlay_work;

/* One thread's shapes of b, made when first needed. */
typedef struct overlay_hand {
  geos *door;
  geos_shape **b;
  geos_holder **holders;
} overlay_hand;

static bool open_hand(overlay_hand *hand, size_t b_count) {
  wijk_error own = {0}; /* threads must not write the caller's at once */
  *hand = (overlay_hand){.door = geos_open(&own)};
  hand->b = memory_new_zeroed(b_count + 1, sizeof *hand->b);
  hand->holders = memory_new_zeroed(b_count + 1, sizeof *hand->holders);
  return hand->door && hand->b && hand->holders;
}

static void close_hand(overlay_hand *hand, size_t b_count) {
  for (size_t i = 0; hand->door && hand->b && hand->holders && i < b_count; i++) {
    geos_holder_free(hand->door, hand->holders[i]);
    geos_shape_free(hand->door, hand->b[i]);
  }
  memory_free(hand->b);
  memory_free(hand->holders);
  geos_close(hand->door);
}

static bool add_share(row_shares *row, size_t b, double area_m2) {
  if (row->count == row->capacity) {
    size_t capacity = row->capacity ? 2 * row->capacity : 8;
    shared_area *items = memory_resize(row->items, capacity, sizeof *items);
    if (!items)
      return false;
    row->items = items;
    row->capacity = capacity;
  }
  row->items[row->count++] = (shared_area){b, area_m2};
  return true;
}

static bool find_share(const overlay_work *work, overlay_hand *hand, const geos_shape *shape, size_t b,
                       double *area_m2) {
  if (!hand->b[b]) {
    hand->b[b] = geos_shape_new(hand->door, work->b, b);
    hand->holders[b] = hand->b[b] ? geos_holder_new(hand->door, hand->b[b]) : NULL;
    if (!hand->holders[b])
      return false;
  }
  double border_m;
  if (geos_holder_holds(hand->door, hand->holders[b], shape)) {
    geos_shape_measure(hand->door, shape, area_m2, &border_m);
    return true;
  }
  geos_shape *shared = geos_shape_cut(hand->door, shape, hand->b[b]);
  if (!shared)
    return false;
  geos_shape_measure(hand->door, shared, area_m2, &border_m);
  if (*area_m2 <= ROUNDING_M * border_m / 2)
    *area_m2 = 0;
  geos_shape_free(hand->door, shared);
  return true;
}

static void share_row(overlay_work *work, overlay_hand *hand, size_t a) {
  polygon_box box = polygon_box_of_row(work->a, a);
  geos_shape *shape = NULL;
  for (size_t b = 0; b < work->b_count; b++) {
    if (!polygon_boxes_meet(&box, &work->b_boxes[b]))
      continue;
    double area_m2 = 0;
    shape = shape ? shape : geos_shape_new(hand->door, work->a, a);
    bool found = shape && find_share(work, hand, shape, b, &area_m2);
    bool added = found && (!(area_m2 > 0) || add_share(&work->rows[a], b, area_m2));
    if (!added && (found || geos_lacks_memory(hand->door))) {
#pragma omp atomic write
      work->no_memory = true;
    } else if (!added) {
#pragma omp atomic write
      work->failed = true;
    }
  }
  geos_shape_free(hand->door, shape);
}

static void share_rows(overlay_work *work) {
#pragma omp parallel if (work->a_count + work->b_count > 200)
  {
    overlay_hand hand;
    bool ready = open_hand(&hand, work->b_count);
    if (!ready) {
#pragma omp atomic write
      work->no_memory = true;
    }
#pragma omp for schedule(dynamic, 8)
    for (size_t a = 0; a < work->a_count; a++)
      if (ready)
        share_row(work, &hand, a);
    close_hand(&hand, work->b_count);
  }
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
  overlay_work work = {.a = &a->geometry, .b = &b->geometry, .a_count = a->row_count, .b_count = b->row_count};
  work.rows = memory_new_zeroed(a->row_count + 1, sizeof *work.rows);
  work.b_boxes = memory_new_zeroed(b->row_count + 1, sizeof *work.b_boxes);
  work.no_memory = !work.rows || !work.b_boxes;
  if (!work.no_memory) {
    for (size_t i = 0; i < b->row_count; i++)
      work.b_boxes[i] = polygon_box_of_row(&b->geometry, i);
    share_rows(&work);
  }
  wijk_status status = WIJK_OK;
  if (work.no_memory)
    status = wijk_error_set(err, WIJK_MEMORY, "no memory to lay '%s' over '%s'", a->name, b->name);
  else if (work.failed)
    status = wijk_error_set(err, WIJK_DATA, "shapes of '%s' and '%s' cannot be laid over each other", a->name, b->name);
  else
    status = gather_shares(&work, arena, overlay, err);
  for (size_t i = 0; work.rows && i < a->row_count; i++)
    memory_free(work.rows[i].items);
  memory_free(work.rows);
  memory_free(work.b_boxes);
  return status;
}
