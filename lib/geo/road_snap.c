/* SPDX-License-Identifier: EUPL-1.2 */
/* The nearest place on any edge. Points are asked for in the order of a curve, so that those which follow each other
 * look at the same boxes and edges. */
#include <float.h>

#include "base/memory.h"
#include "base/sort.h"
#include "geo/curve.h"
#include "geo/roads.h"

typedef struct road_spot {
  double square; /* of the distance */
  uint32_t edge;
  size_t point; /* where the stretch of it begins */
  double along; /* share of that stretch */
} road_spot;

/* A box still to be looked at. */
typedef struct road_visit {
  double square;
  size_t level, box;
} road_visit;

static double box_square(const road_box *box, double x, double y) {
  double left = box->min_x - x, right = x - box->max_x, below = box->min_y - y, above = y - box->max_y;
  double dx = left > right ? left : right, dy = below > above ? below : above;
  dx = dx > 0 ? dx : 0;
  dy = dy > 0 ? dy : 0;
  return dx * dx + dy * dy;
}

/* Coordinates are taken from the point asked for, so that large ones lose nothing. */
static void meet_edge(const wijk_roads *roads, uint32_t edge, double x, double y, road_spot *best) {
  const wijk_geometry *g = &roads->lines->geometry;
  size_t ring = roads->edges[edge].ring;
  for (size_t i = g->point_of_ring[ring]; i + 1 < g->point_of_ring[ring + 1]; i++) {
    double ax = g->x[i] - x, ay = g->y[i] - y, bx = g->x[i + 1] - x, by = g->y[i + 1] - y;
    double dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    double along = length > 0 ? -(ax * dx + ay * dy) / length : 0;
    double qx = ax, qy = ay;
    if (along >= 1)
      along = 1, qx = bx, qy = by;
    else if (along > 0)
      qx = ax + along * dx, qy = ay + along * dy;
    else
      along = 0;
    double square = qx * qx + qy * qy;
    if (square < best->square || (square == best->square && edge < best->edge))
      *best = (road_spot){square, edge, i, along};
  }
}

/* The parts of a box, nearest last so that it is taken first. */
static void open_box(const road_tree *tree, road_visit now, double x, double y, double most, road_visit *waiting,
                     size_t *depth) {
  size_t below = now.level - 1, first = now.box * ROAD_FAN, base = *depth;
  for (size_t b = first; b < first + ROAD_FAN && b < tree->level_size[below]; b++) {
    road_visit part = {box_square(&tree->boxes[tree->level_first[below] + b], x, y), below, b};
    if (part.square > most)
      continue;
    size_t at = (*depth)++;
    for (; at > base && waiting[at - 1].square < part.square; at--)
      waiting[at] = waiting[at - 1];
    waiting[at] = part;
  }
}

static road_spot find_spot(const wijk_roads *roads, double x, double y, double limit_m) {
  const road_tree *tree = &roads->tree;
  road_visit waiting[ROAD_FAN * ROAD_LEVELS];
  size_t depth = 0;
  /* a little more than the limit: whether it is kept is decided by the distance itself */
  road_spot best = {.square = limit_m * limit_m * (1 + 8 * DBL_EPSILON) + DBL_MIN, .edge = WIJK_NO_EDGE};
  waiting[depth++] = (road_visit){0, tree->level_count - 1, 0};
  while (depth) {
    road_visit now = waiting[--depth];
    if (now.square > best.square)
      continue;
    if (now.level) {
      open_box(tree, now, x, y, best.square, waiting, &depth);
      continue;
    }
    for (size_t i = now.box * ROAD_FAN; i < (now.box + 1) * ROAD_FAN && i < roads->edge_count; i++)
      meet_edge(roads, tree->order[i], x, y, &best);
  }
  return best;
}

/* Measured along the shape, whatever the edge's own length. */
static double share_of(const wijk_roads *roads, const road_spot *spot) {
  const wijk_geometry *g = &roads->lines->geometry;
  size_t ring = roads->edges[spot->edge].ring;
  double before = 0, all = 0;
  for (size_t i = g->point_of_ring[ring]; i + 1 < g->point_of_ring[ring + 1]; i++) {
    double dx = g->x[i + 1] - g->x[i], dy = g->y[i + 1] - g->y[i], length = sqrt(dx * dx + dy * dy);
    if (i == spot->point)
      before = spot->along == 1 ? all + length : all + spot->along * length;
    all += length;
  }
  double share = all > 0 ? before / all : 0;
  return share < 1 ? share : 1;
}

/* ---- many points ---- */

/* Points are ordered BLOCK at a time, which bounds memory; FEW are asked for as they come. */
enum { BLOCK = 1 << 20, FEW = 64 };

static wijk_road_place find_place(const wijk_roads *roads, double x, double y, double limit_m) {
  const wijk_road_place nowhere = {.edge = WIJK_NO_EDGE, .share = NAN, .off_m = NAN};
  if (!isfinite(x) || !isfinite(y))
    return nowhere;
  const road_spot spot = find_spot(roads, x, y, limit_m);
  const double off_m = sqrt(spot.square);
  return spot.edge != WIJK_NO_EDGE && off_m <= limit_m ? (wijk_road_place){spot.edge, share_of(roads, &spot), off_m}
                                                       : nowhere;
}

static wijk_status order_along_curve(const wijk_roads *roads, size_t count, const double *x, const double *y,
                                     int threads, double *keys, size_t *order, wijk_error *err) {
  const road_tree *tree = &roads->tree;
  const road_box *box = &tree->boxes[tree->level_first[tree->level_count - 1]];
  const curve_map map = curve_map_of(box->min_x, box->min_y, box->max_x, box->max_y);
#pragma omp parallel for schedule(static) num_threads(road_workers(threads, count))
  for (size_t i = 0; i < count; i++)
    keys[i] = curve_map_place(&map, x[i], y[i]);
  return wijk_sort_numbers(count, keys, order, err);
}

wijk_status wijk_roads_snap(const wijk_roads *roads, size_t count, const double *x, const double *y, double limit_m,
                            int threads, wijk_road_place *places, wijk_error *err) {
  if (!(limit_m >= 0))
    return wijk_error_set(err, WIJK_USAGE, "the distance within which points are put on a road is no number of metres");
  const size_t most = count < BLOCK ? count : BLOCK;
  double *keys = count > FEW ? memory_resize(NULL, most, sizeof *keys) : NULL;
  size_t *order = count > FEW ? memory_resize(NULL, most, sizeof *order) : NULL;
  if (count > FEW && (!keys || !order))
    wijk_error_set(err, WIJK_MEMORY, "no memory to put %zu points on roads", count);
  for (size_t first = 0; first < count && err->status == WIJK_OK; first += BLOCK) {
    const size_t some = count - first < BLOCK ? count - first : BLOCK;
    if (keys && order_along_curve(roads, some, x + first, y + first, threads, keys, order, err) != WIJK_OK)
      break;
#pragma omp parallel for schedule(dynamic, 256) num_threads(road_workers(threads, 16 * some))
    for (size_t i = 0; i < some; i++) {
      const size_t at = first + (order ? order[i] : i);
      places[at] = find_place(roads, x[at], y[at], limit_m);
    }
  }
  memory_free(keys);
  memory_free(order);
  return err->status;
}
