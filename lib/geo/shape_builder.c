/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/shape_builder.h"

#include "base/memory.h"
#include "geo/polygon.h"

#include <string.h>

void shape_builder_free(shape_builder *builder) {
  memory_free(builder->x);
  memory_free(builder->y);
  memory_free(builder->rings.ends);
  memory_free(builder->parts.ends);
  memory_free(builder->rows.ends);
  *builder = (shape_builder){0};
}

static bool make_room(shape_builder *builder, size_t more) {
  if (builder->failed)
    return false;
  size_t wanted = builder->point_count + more;
  if (wanted <= builder->point_capacity)
    return true;
  size_t capacity = wanted > 2 * builder->point_capacity ? wanted + 64 : 2 * builder->point_capacity;
  double *x = memory_resize(builder->x, capacity, sizeof *x);
  builder->x = x ? x : builder->x;
  double *y = x ? memory_resize(builder->y, capacity, sizeof *y) : NULL;
  builder->y = y ? y : builder->y;
  builder->failed = !y;
  if (y)
    builder->point_capacity = capacity;
  return y;
}

void shape_builder_add_points(shape_builder *builder, const double *x, const double *y, size_t count) {
  if (!count || !make_room(builder, count))
    return;
  memcpy(builder->x + builder->point_count, x, count * sizeof *x);
  memcpy(builder->y + builder->point_count, y, count * sizeof *y);
  builder->point_count += count;
}

void shape_builder_add_point(shape_builder *builder, double x, double y) {
  shape_builder_add_points(builder, &x, &y, 1);
}

/* Offsets start with the 0 of the first thing. */
static void end_thing(shape_builder *builder, shape_list *list, size_t end) {
  if (builder->failed)
    return;
  if (list->count + 2 > list->capacity) {
    size_t capacity = list->capacity ? 2 * list->capacity : 64;
    size_t *ends = memory_resize(list->ends, capacity, sizeof *ends);
    builder->failed = !ends;
    if (!ends)
      return;
    list->ends = ends;
    list->capacity = capacity;
  }
  list->ends[0] = 0;
  list->ends[++list->count] = end;
}

void shape_builder_end_ring(shape_builder *builder) {
  end_thing(builder, &builder->rings, builder->point_count);
}

static void turn_ring(shape_builder *builder, size_t first, size_t end) {
  for (; first + 1 < end; first++, end--) {
    double x = builder->x[first], y = builder->y[first];
    builder->x[first] = builder->x[end - 1];
    builder->y[first] = builder->y[end - 1];
    builder->x[end - 1] = x;
    builder->y[end - 1] = y;
  }
}

void shape_builder_end_part(shape_builder *builder) {
  if (builder->failed)
    return;
  size_t first = builder->parts.count ? builder->parts.ends[builder->parts.count] : 0;
  for (size_t ring = first; ring < builder->rings.count; ring++) {
    size_t start = builder->rings.ends[ring], end = builder->rings.ends[ring + 1];
    if (!ring_runs_right(ring_area(builder->x + start, builder->y + start, end - start), ring == first))
      turn_ring(builder, start, end);
  }
  end_thing(builder, &builder->parts, builder->rings.count);
}

void shape_builder_end_row(shape_builder *builder) {
  end_thing(builder, &builder->rows, builder->parts.count);
}

static wijk_status check_memory(const shape_builder *builder, wijk_error *err) {
  return builder->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory for the shapes of zones") : WIJK_OK;
}

wijk_status shape_builder_view(shape_builder *builder, wijk_geometry *shapes, wijk_error *err) {
  shape_list *lists[] = {&builder->rings, &builder->parts, &builder->rows};
  for (int i = 0; i < 3; i++)
    if (!lists[i]->ends) {
      end_thing(builder, lists[i], 0);
      lists[i]->count = 0;
    }
  if (builder->failed)
    return check_memory(builder, err);
  *shapes = (wijk_geometry){.type = WIJK_GEOMETRY_POLYGON,
                            .part_count = builder->parts.count,
                            .ring_count = builder->rings.count,
                            .point_count = builder->point_count,
                            .part_of_row = builder->rows.ends,
                            .ring_of_part = builder->parts.ends,
                            .point_of_ring = builder->rings.ends,
                            .x = builder->x,
                            .y = builder->y};
  return WIJK_OK;
}

static size_t *copy_ends(const shape_list *list, wijk_arena *arena, wijk_error *err) {
  size_t *copy = WIJK_ARENA_ADD(arena, size_t, list->count + 1, err);
  if (copy && list->count)
    memcpy(copy, list->ends, (list->count + 1) * sizeof *copy);
  return copy;
}

wijk_status shape_builder_copy(const shape_builder *builder, wijk_arena *arena, wijk_geometry *shapes,
                               wijk_error *err) {
  if (builder->failed)
    return check_memory(builder, err);
  wijk_geometry made = {.type = WIJK_GEOMETRY_POLYGON,
                        .part_count = builder->parts.count,
                        .ring_count = builder->rings.count,
                        .point_count = builder->point_count};
  made.part_of_row = copy_ends(&builder->rows, arena, err);
  made.ring_of_part = copy_ends(&builder->parts, arena, err);
  made.point_of_ring = copy_ends(&builder->rings, arena, err);
  made.x = WIJK_ARENA_ADD(arena, double, made.point_count, err);
  made.y = WIJK_ARENA_ADD(arena, double, made.point_count, err);
  if (!made.part_of_row || !made.ring_of_part || !made.point_of_ring || !made.x || !made.y)
    return WIJK_MEMORY;
  if (made.point_count) {
    memcpy(made.x, builder->x, made.point_count * sizeof *made.x);
    memcpy(made.y, builder->y, made.point_count * sizeof *made.y);
  }
  *shapes = made;
  return WIJK_OK;
}
