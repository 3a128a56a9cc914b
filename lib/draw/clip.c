/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/clip.h"
#include <string.h>

typedef struct ring {
  double *x, *y;
  size_t count;
} ring;

static bool within(double value, double limit, bool low) {
  return low ? value >= limit : value <= limit;
}

/* Where the segment a-b meets x = limit; the same from either end. */
static double meet(double ax, double ay, double bx, double by, double limit) {
  if (ax > bx || (ax == bx && ay > by))
    return meet(bx, by, ax, ay, limit);
  return ay + (limit - ax) / (bx - ax) * (by - ay);
}

/* What of a ring lies on one side of a line: `along` holds the coordinate that is limited, `across` the other. */
static void cut(const double *along, const double *across, size_t count, double limit, bool low, double *out_along,
                double *out_across, size_t *out_count) {
  size_t n = 0;
  for (size_t i = 0, j = count - 1; i < count; j = i++) {
    bool inside = within(along[i], limit, low);
    if (inside != within(along[j], limit, low)) {
      out_along[n] = limit;
      out_across[n++] = meet(along[j], across[j], along[i], across[i], limit);
    }
    if (inside) {
      out_along[n] = along[i];
      out_across[n++] = across[i];
    }
  }
  *out_count = n;
}

/* `a` becomes what of it lies in the box; `b` is a second place of the same room. */
static void cut_box(ring *a, ring *b, const double box[4]) {
  for (int edge = 0; edge < 4 && a->count > 0; edge++) {
    bool low = edge < 2;
    if (edge % 2 == 0)
      cut(a->x, a->y, a->count, box[edge], low, b->x, b->y, &b->count);
    else
      cut(a->y, a->x, a->count, box[edge], low, b->y, b->x, &b->count);
    ring other = *a;
    *a = *b;
    *b = other;
  }
}

static wijk_status make_room(ring *r, size_t count, wijk_arena *arena, wijk_error *err) {
  r->x = WIJK_ARENA_ADD(arena, double, count, err);
  r->y = WIJK_ARENA_ADD(arena, double, count, err);
  return r->x && r->y ? WIJK_OK : WIJK_MEMORY;
}

static void add_closed(wijk_geometry *to, const ring *r) {
  for (size_t i = 0; i <= r->count; i++) {
    to->x[to->point_count] = r->x[i % r->count];
    to->y[to->point_count++] = r->y[i % r->count];
  }
}

/* Every ring of every part, those that are gone left out; a part goes with its shell. */
static void cut_all(const wijk_geometry *from, wijk_geometry *to, size_t rows, const double box[4], ring scratch[2]) {
  for (size_t row = 0; row < rows; row++) {
    for (size_t part = from->part_of_row[row]; part < from->part_of_row[row + 1]; part++) {
      size_t rings = to->ring_count;
      for (size_t k = from->ring_of_part[part]; k < from->ring_of_part[part + 1]; k++) {
        size_t first = from->point_of_ring[k], closed = from->point_of_ring[k + 1] - first;
        size_t count = closed > 0 ? closed - 1 : 0; /* the last is the first */
        memcpy(scratch[0].x, from->x + first, count * sizeof(double));
        memcpy(scratch[0].y, from->y + first, count * sizeof(double));
        scratch[0].count = count;
        cut_box(&scratch[0], &scratch[1], box);
        if (scratch[0].count < 3 && k == from->ring_of_part[part])
          break;
        if (scratch[0].count < 3)
          continue;
        add_closed(to, &scratch[0]);
        to->point_of_ring[++to->ring_count] = to->point_count;
      }
      if (to->ring_count > rings)
        to->ring_of_part[++to->part_count] = to->ring_count;
    }
    to->part_of_row[row + 1] = to->part_count;
  }
}

wijk_status layer_clip(const wijk_layer *zones, const size_t *rows, size_t count, const double box[4],
                       wijk_arena *arena, wijk_layer **clipped, wijk_error *err) {
  wijk_layer *layer = wijk_layer_select(zones, rows, count, arena, err);
  if (!layer)
    return err->status;
  wijk_geometry *g = &layer->geometry, made = *g;
  size_t most = 0, all = 0;
  for (size_t k = 0; k < g->ring_count; k++) {
    size_t points = g->point_of_ring[k + 1] - g->point_of_ring[k];
    most = points > most ? points : most;
    all += 16 * points; /* each of four cuts adds a point for every one at most */
  }
  ring scratch[2];
  made.part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  made.ring_of_part = WIJK_ARENA_ADD(arena, size_t, g->part_count + 1, err);
  made.point_of_ring = WIJK_ARENA_ADD(arena, size_t, g->ring_count + 1, err);
  made.x = WIJK_ARENA_ADD(arena, double, all, err);
  made.y = WIJK_ARENA_ADD(arena, double, all, err);
  made.part_count = made.ring_count = made.point_count = 0;
  if (!made.part_of_row || !made.ring_of_part || !made.point_of_ring || !made.x || !made.y ||
      make_room(&scratch[0], 16 * most + 1, arena, err) != WIJK_OK ||
      make_room(&scratch[1], 16 * most + 1, arena, err) != WIJK_OK)
    return WIJK_MEMORY;
  cut_all(g, &made, count, box, scratch);
  *g = made;
  *clipped = layer;
  return WIJK_OK;
}
