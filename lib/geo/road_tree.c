/* SPDX-License-Identifier: EUPL-1.2 */
/* Boxes around edges, and boxes around those. */
#include <float.h>

#include "base/memory.h"
#include "geo/roads.h"

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
