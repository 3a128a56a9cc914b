/* SPDX-License-Identifier: EUPL-1.2 */
/* Boxes around edges, and the nearest place on any of them. */
#include <float.h>
#include <string.h>

#include "base/memory.h"
#include "geo/roads.h"

/* ---- making ---- */

static road_box join_boxes(road_box a, road_box b) {
  return (road_box){a.min_x < b.min_x ? a.min_x : b.min_x, a.min_y < b.min_y ? a.min_y : b.min_y,
                    a.max_x > b.max_x ? a.max_x : b.max_x, a.max_y > b.max_y ? a.max_y : b.max_y};
}

static const road_box no_box = {INFINITY, INFINITY, -INFINITY, -INFINITY};

/* A little wider than its points, so that no rounding of a distance passes over an edge. */
static road_box box_of_edge(const wijk_roads *roads, uint32_t edge) {
  const wijk_geometry *g = &roads->lines->geometry;
  size_t ring = roads->edges[edge].ring;
  road_box box = no_box;
  for (size_t i = g->point_of_ring[ring]; i < g->point_of_ring[ring + 1]; i++)
    box = join_boxes(box, (road_box){g->x[i], g->y[i], g->x[i], g->y[i]});
  double most = fmax(fmax(fabs(box.min_x), fabs(box.max_x)), fmax(fabs(box.min_y), fabs(box.max_y)));
  double wider = most * 64 * DBL_EPSILON;
  return (road_box){box.min_x - wider, box.min_y - wider, box.max_x + wider, box.max_y + wider};
}

/* Edges by their first node, which is numbered along the curve. */
static wijk_status order_edges(wijk_roads *roads, wijk_error *err) {
  size_t *next = memory_new_zeroed(roads->node_count + 1, sizeof *next);
  if (!next)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for %zu nodes of roads", roads->node_count);
  for (size_t e = 0; e < roads->edge_count; e++)
    next[roads->edges[e].from + 1]++;
  for (size_t node = 0; node < roads->node_count; node++)
    next[node + 1] += next[node];
  for (size_t e = 0; e < roads->edge_count; e++)
    roads->tree.order[next[roads->edges[e].from]++] = (uint32_t)e;
  memory_free(next);
  return WIJK_OK;
}

static void fill_boxes(wijk_roads *roads, int threads) {
  road_tree *tree = &roads->tree;
#pragma omp parallel for schedule(static) num_threads(road_workers(threads, roads->edge_count))
  for (size_t b = 0; b < tree->level_size[0]; b++) {
    road_box box = no_box;
    for (size_t i = b * ROAD_FAN; i < (b + 1) * ROAD_FAN && i < roads->edge_count; i++)
      box = join_boxes(box, box_of_edge(roads, tree->order[i]));
    tree->boxes[b] = box;
  }
  for (size_t level = 1; level < tree->level_count; level++)
    for (size_t b = 0; b < tree->level_size[level]; b++) {
      road_box box = no_box;
      for (size_t i = b * ROAD_FAN; i < (b + 1) * ROAD_FAN && i < tree->level_size[level - 1]; i++)
        box = join_boxes(box, tree->boxes[tree->level_first[level - 1] + i]);
      tree->boxes[tree->level_first[level] + b] = box;
    }
}

wijk_status road_tree_make(wijk_roads *roads, int threads, wijk_error *err) {
  road_tree *tree = &roads->tree;
  size_t boxes = 0, size = roads->edge_count;
  do {
    size = (size + ROAD_FAN - 1) / ROAD_FAN;
    tree->level_first[tree->level_count] = boxes;
    tree->level_size[tree->level_count++] = size;
    boxes += size;
  } while (size > 1);
  tree->order = memory_resize(NULL, roads->edge_count, sizeof *tree->order);
  tree->boxes = memory_resize(NULL, boxes, sizeof *tree->boxes);
  if (!tree->order || !tree->boxes)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the boxes of %zu roads", roads->edge_count);
  if (order_edges(roads, err) == WIJK_OK)
    fill_boxes(roads, threads);
  return err->status;
}

void road_tree_free(road_tree *tree) {
  memory_free(tree->order);
  memory_free(tree->boxes);
}

/* ---- asking ---- */

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

wijk_status wijk_roads_snap(const wijk_roads *roads, size_t count, const double *x, const double *y, double limit_m,
                            int threads, wijk_road_place *places, wijk_error *err) {
  if (!(limit_m >= 0))
    return wijk_error_set(err, WIJK_USAGE, "the distance within which points are put on a road is no number of metres");
#pragma omp parallel for schedule(dynamic, 256) num_threads(road_workers(threads, 16 * count))
  for (size_t i = 0; i < count; i++) {
    places[i] = (wijk_road_place){.edge = WIJK_NO_EDGE, .share = NAN, .off_m = NAN};
    if (!isfinite(x[i]) || !isfinite(y[i]))
      continue;
    road_spot spot = find_spot(roads, x[i], y[i], limit_m);
    double off_m = sqrt(spot.square);
    if (spot.edge != WIJK_NO_EDGE && off_m <= limit_m)
      places[i] = (wijk_road_place){spot.edge, share_of(roads, &spot), off_m};
  }
  return WIJK_OK;
}
