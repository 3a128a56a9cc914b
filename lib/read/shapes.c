/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/shapes.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* ---- growing ---- */

static void push(shapes *s, wijk_size_list *list, size_t value) {
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? list->capacity * 2 : 1024;
    size_t *larger = memory_resize(list->items, capacity, sizeof *larger);
    if (!larger) {
      s->failed = true;
      return;
    }
    list->items = larger;
    list->capacity = capacity;
  }
  list->items[list->count++] = value;
}

void shapes_add_row(shapes *s) {
  push(s, &s->part_of_row, s->ring_of_part.count);
}

void shapes_add_part(shapes *s) {
  push(s, &s->ring_of_part, s->point_of_ring.count);
}

static bool resize_points(shapes *s, size_t capacity) {
  double *x = memory_resize(s->x, capacity, sizeof *x);
  if (x)
    s->x = x;
  double *y = memory_resize(s->y, capacity, sizeof *y);
  if (y)
    s->y = y;
  if (!x || !y)
    return false;
  s->point_capacity = capacity;
  return true;
}

bool shapes_add_ring(shapes *s, size_t count, double **x, double **y) {
  push(s, &s->point_of_ring, s->point_count);
  size_t wanted = s->point_count + count;
  if ((wanted > s->point_capacity || !s->x) && !resize_points(s, wanted < 4096 ? 4096 : wanted + wanted / 2))
    s->failed = true;
  if (s->failed)
    return false;
  *x = s->x + s->point_count;
  *y = s->y + s->point_count;
  s->point_count = wanted;
  return true;
}

void shapes_free(shapes *s) {
  memory_free(s->part_of_row.items);
  memory_free(s->ring_of_part.items);
  memory_free(s->point_of_ring.items);
  memory_free(s->x);
  memory_free(s->y);
  *s = (shapes){0};
}

/* ---- which ring lies in which ---- */

typedef struct ring {
  const double *x, *y;
  size_t count;
  double area; /* signed: below 0 clockwise */
  double x0, y0, x1, y1;
  size_t shell; /* own number for a shell, else that of the ring it is a hole in */
} ring;

static ring look_at(const double *x, const double *y, size_t count) {
  ring r = {.x = x, .y = y, .count = count, .x0 = INFINITY, .y0 = INFINITY, .x1 = -INFINITY, .y1 = -INFINITY};
  for (size_t i = 0; i < count; i++) {
    size_t next = i + 1 < count ? i + 1 : 0;
    r.area += ((x[i] - x[0]) * (y[next] - y[0]) - (x[next] - x[0]) * (y[i] - y[0])) / 2;
    r.x0 = x[i] < r.x0 ? x[i] : r.x0;
    r.x1 = x[i] > r.x1 ? x[i] : r.x1;
    r.y0 = y[i] < r.y0 ? y[i] : r.y0;
    r.y1 = y[i] > r.y1 ? y[i] : r.y1;
  }
  return r;
}

static bool point_in(const ring *r, double x, double y) {
  bool in = false;
  for (size_t i = 0, j = r->count - 1; i < r->count; j = i++)
    if ((r->y[i] > y) != (r->y[j] > y) && x < (r->x[j] - r->x[i]) * (y - r->y[i]) / (r->y[j] - r->y[i]) + r->x[i])
      in = !in;
  return in;
}

/* By most of its points, since some may lie on the other's edge. */
static bool lies_in(const ring *inner, const ring *outer) {
  if (!inner->count || inner->x0 < outer->x0 || inner->x1 > outer->x1 || inner->y0 < outer->y0 || inner->y1 > outer->y1)
    return false;
  size_t in = 0;
  for (size_t i = 0; i < inner->count; i++)
    in += point_in(outer, inner->x[i], inner->y[i]);
  return in * 2 > inner->count;
}

/* Where no ring runs clockwise: those at even depth are shells. */
static void nest(ring *rings, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t depth = 0;
    for (size_t j = 0; j < count; j++)
      depth += j != i && fabs(rings[j].area) > fabs(rings[i].area) && lies_in(&rings[i], &rings[j]);
    rings[i].shell = depth % 2 == 0 ? i : WIJK_NONE;
  }
}

static void find_shells(ring *rings, size_t count) {
  bool any = false;
  for (size_t i = 0; i < count; i++) {
    rings[i].shell = rings[i].area < 0 ? i : WIJK_NONE;
    any |= rings[i].area < 0;
  }
  if (!any)
    nest(rings, count);
  for (size_t i = 0; i < count; i++) {
    if (rings[i].shell == i)
      continue;
    size_t best = WIJK_NONE, before = WIJK_NONE;
    for (size_t j = 0; j < count; j++) {
      if (rings[j].shell != j)
        continue;
      if (j < i || before == WIJK_NONE)
        before = j;
      if (lies_in(&rings[i], &rings[j]) && (best == WIJK_NONE || fabs(rings[j].area) < fabs(rings[best].area)))
        best = j;
    }
    rings[i].shell = best != WIJK_NONE ? best : before; /* outside every shell: the repair will say so */
  }
}

static void copy_ring(shapes *s, const ring *r) {
  double *x, *y;
  if (!shapes_add_ring(s, r->count, &x, &y) || !r->count)
    return;
  memcpy(x, r->x, r->count * sizeof *x);
  memcpy(y, r->y, r->count * sizeof *y);
}

wijk_status shapes_add_rings(shapes *s, const double *x, const double *y, const size_t *first, size_t ring_count,
                             wijk_error *err) {
  ring *rings = memory_new_zeroed(ring_count ? ring_count : 1, sizeof *rings);
  if (!rings)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu rings", ring_count);
  for (size_t i = 0; i < ring_count; i++)
    rings[i] = look_at(x + first[i], y + first[i], first[i + 1] - first[i]);
  if (ring_count > 1)
    find_shells(rings, ring_count);
  for (size_t i = 0; i < ring_count; i++) {
    if (rings[i].shell != i)
      continue;
    shapes_add_part(s);
    copy_ring(s, &rings[i]);
    for (size_t j = 0; j < ring_count; j++)
      if (j != i && rings[j].shell == i)
        copy_ring(s, &rings[j]);
  }
  memory_free(rings);
  return s->failed ? wijk_error_set(err, WIJK_MEMORY, "no memory for shapes") : WIJK_OK;
}

/* ---- to the layer ---- */

/* Behind what others gave: every number moves up by what they had of the things it counts. */
static void append_list(const wijk_size_list *list, size_t before, size_t *to) {
  for (size_t i = 0; i < list->count; i++)
    to[i] = list->items[i] + before;
}

static void append(const shapes *s, wijk_geometry *g) {
  if (s->point_count) {
    memcpy(g->x + g->point_count, s->x, s->point_count * sizeof *g->x);
    memcpy(g->y + g->point_count, s->y, s->point_count * sizeof *g->y);
  }
  g->point_count += s->point_count;
}

static void append_offsets(const shapes *s, wijk_geometry *g, size_t row, size_t first_point) {
  append_list(&s->part_of_row, g->part_count, g->part_of_row + row);
  append_list(&s->ring_of_part, g->ring_count, g->ring_of_part + g->part_count);
  append_list(&s->point_of_ring, first_point, g->point_of_ring + g->ring_count);
  g->part_count += s->ring_of_part.count;
  g->ring_count += s->point_of_ring.count;
}

static void reverse(double *values, size_t count) {
  for (size_t i = 0; i < count / 2; i++) {
    double other = values[i];
    values[i] = values[count - 1 - i];
    values[count - 1 - i] = other;
  }
}

void shapes_orient(wijk_geometry *g, size_t part) {
  for (size_t r = g->ring_of_part[part]; r < g->ring_of_part[part + 1]; r++) {
    size_t first = g->point_of_ring[r], count = g->point_of_ring[r + 1] - first;
    double area = look_at(g->x + first, g->y + first, count).area;
    bool shell = r == g->ring_of_part[part];
    if (shell ? area < 0 : area > 0) {
      reverse(g->x + first, count);
      reverse(g->y + first, count);
    }
  }
}

static wijk_status make_room(const shapes *list, size_t count, wijk_geometry *g, wijk_layer *layer, wijk_error *err) {
  size_t points = 0, rings = 0, parts = 0, rows = 0;
  for (size_t i = 0; i < count; i++) {
    if (list[i].failed)
      return wijk_error_set(err, WIJK_MEMORY, "no memory for the shapes of '%s'", layer->name);
    points += list[i].point_count;
    rings += list[i].point_of_ring.count;
    parts += list[i].ring_of_part.count;
    rows += list[i].part_of_row.count;
  }
  g->x = WIJK_ARENA_ADD(layer->arena, double, points, err);
  g->y = WIJK_ARENA_ADD(layer->arena, double, points, err);
  if (g->type == WIJK_GEOMETRY_POINT)
    return err->status;
  g->part_of_row = WIJK_ARENA_ADD(layer->arena, size_t, rows + 1, err);
  g->ring_of_part = WIJK_ARENA_ADD(layer->arena, size_t, parts + 1, err);
  g->point_of_ring = WIJK_ARENA_ADD(layer->arena, size_t, rings + 1, err);
  return err->status;
}

wijk_status shapes_finish_all(shapes *list, size_t count, wijk_geometry_type type, wijk_layer *layer, wijk_error *err) {
  wijk_geometry g = {.type = type};
  if (make_room(list, count, &g, layer, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0, row = 0; i < count; i++) {
    size_t first_point = g.point_count, rows = list[i].part_of_row.count;
    append(&list[i], &g);
    if (type != WIJK_GEOMETRY_POINT)
      append_offsets(&list[i], &g, row, first_point);
    row += rows;
    shapes_free(&list[i]);
    if (i + 1 == count && type != WIJK_GEOMETRY_POINT) {
      g.part_of_row[row] = g.part_count;
      g.ring_of_part[g.part_count] = g.ring_count;
      g.point_of_ring[g.ring_count] = g.point_count;
    }
  }
  for (size_t part = 0; type == WIJK_GEOMETRY_POLYGON && part < g.part_count; part++)
    shapes_orient(&g, part);
  layer->geometry = g;
  return WIJK_OK;
}

wijk_status shapes_finish(shapes *s, wijk_geometry_type type, wijk_layer *layer, wijk_error *err) {
  return shapes_finish_all(s, 1, type, layer, err);
}
