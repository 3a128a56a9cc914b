/* SPDX-License-Identifier: EUPL-1.2 */
/* The road network as it is written, block by block: in one connected piece; over water only main roads, on bridges. */
#include <math.h>
#include <string.h>

#include "demo/net.h"
#include "write/blocks.h"

#define BLOCK_ROADS ((size_t)1 << 15)

typedef struct road_columns {
  wijk_column *from, *to, *class, *one_way, *speed, *length;
} road_columns;

/* The roads of a block and how far the walk over the net has come. */
typedef struct walk {
  const net *net;
  wijk_layer *block;
  road_columns columns;
  strip strip;
  size_t node, numbers;
  uint8_t *one_way; /* per node: it has a street of one way */
} walk;

static wijk_status new_block(walk *walk, wijk_error *err) {
  static const char *const names[] = {"van", "naar", "klasse", "eenricht", "kmh", "lengte_m"};
  wijk_arena *arena = walk->net->city->arena;
  wijk_layer *layer = wijk_layer_new(arena, "wegen", BLOCK_ROADS, err);
  for (int i = 0; layer && i < 6; i++)
    if (!wijk_layer_add_column(layer, names[i], i == 2 ? WIJK_COLUMN_TEXT : WIJK_COLUMN_NUMBER, err))
      return WIJK_MEMORY;
  if (!layer)
    return WIJK_MEMORY;
  wijk_column *found[6];
  for (int i = 0; i < 6; i++) {
    found[i] = wijk_layer_find(layer, names[i]);
    found[i]->whole = i != 2;
  }
  walk->columns = (road_columns){found[0], found[1], found[2], found[3], found[4], found[5]};
  layer->crs = "EPSG:28992";
  wijk_geometry *geometry = &layer->geometry;
  geometry->type = WIJK_GEOMETRY_LINE;
  geometry->part_of_row = WIJK_ARENA_ADD(arena, size_t, BLOCK_ROADS + 1, err);
  geometry->ring_of_part = WIJK_ARENA_ADD(arena, size_t, BLOCK_ROADS + 1, err);
  geometry->point_of_ring = WIJK_ARENA_ADD(arena, size_t, BLOCK_ROADS + 1, err);
  geometry->x = WIJK_ARENA_ADD(arena, double, 3 * BLOCK_ROADS, err);
  geometry->y = WIJK_ARENA_ADD(arena, double, 3 * BLOCK_ROADS, err);
  walk->block = layer;
  return err->status;
}

/* Straight for main streets, with a slight bow for the others. The length as drawn. */
static double draw_road(walk *walk, int edge, wijk_random *random) {
  wijk_geometry *geometry = &walk->block->geometry;
  size_t road = geometry->part_count++;
  double ends[4], length = 0;
  strip_find(&walk->strip, walk->node % walk->net->side, edge, ends);
  geometry->part_of_row[road] = geometry->ring_of_part[road] = road;
  geometry->point_of_ring[road] = geometry->point_count;
  geometry->ring_count = geometry->part_count;
  double x[3] = {ends[0]}, y[3] = {ends[1]};
  int count = 1;
  if (net_level(walk->net, walk->node, edge) == STREET) {
    double bow = 0.16 * (wijk_random_share(random) - 0.5);
    x[count] = demo_round(0.5 * (ends[0] + ends[2]) - bow * (ends[3] - ends[1]), 1000);
    y[count++] = demo_round(0.5 * (ends[1] + ends[3]) + bow * (ends[2] - ends[0]), 1000);
  }
  x[count] = ends[2];
  y[count++] = ends[3];
  for (int i = 0; i < count; i++) {
    if (i > 0)
      length += sqrt((x[i] - x[i - 1]) * (x[i] - x[i - 1]) + (y[i] - y[i - 1]) * (y[i] - y[i - 1]));
    geometry->x[geometry->point_count] = x[i];
    geometry->y[geometry->point_count++] = y[i];
  }
  return length;
}

/* Nodes are numbered as they come; a node gets at most one one-way street, so that it can be left and reached. */
static void add_road(walk *walk, int edge) {
  static const char *const classes[] = {"residential", "tertiary", "secondary", "primary"};
  static const double speeds[] = {30, 50, 50, 70};
  const net *net = walk->net;
  size_t ends[2] = {walk->node, net_end(net, walk->node, edge)}, road = walk->block->geometry.part_count;
  wijk_random random = demo_random(net->city, DEMO_ROADS, ((uint64_t)(edge + 4) << 40) + walk->node);
  double length = draw_road(walk, edge, &random);
  level level = net_level(net, walk->node, edge);
  for (int i = 0; i < 2; i++)
    if (net->note[ends[i]] == 0)
      net->note[ends[i]] = (uint32_t)++walk->numbers;
  uint8_t *one_way = walk->one_way;
  bool once = level == STREET && !one_way[ends[0]] && !one_way[ends[1]] && wijk_random_share(&random) < 0.3;
  if (once)
    one_way[ends[0]] = one_way[ends[1]] = 1;
  road_columns *columns = &walk->columns;
  columns->from->numbers[road] = net->note[ends[0]];
  columns->to->numbers[road] = net->note[ends[1]];
  columns->class->texts[road] = classes[level];
  columns->one_way->numbers[road] = once;
  columns->speed->numbers[road] = speeds[level];
  columns->length->numbers[road] = floor(length + 0.5) < 1 ? 1 : floor(length + 0.5);
}

static wijk_status walk_restart(void *context, wijk_error *err) {
  walk *walk = context;
  size_t count = walk->net->side * walk->net->side;
  (void)err;
  walk->node = walk->numbers = 0;
  memset(walk->one_way, 0, count);
  memset(walk->net->note, 0, count * sizeof *walk->net->note);
  return WIJK_OK;
}

static wijk_status walk_next(void *context, wijk_layer **block, wijk_error *err) {
  walk *walk = context;
  const net *net = walk->net;
  wijk_geometry *geometry = &walk->block->geometry;
  (void)err;
  geometry->part_count = geometry->ring_count = geometry->point_count = 0;
  for (; walk->node < net->side * net->side && geometry->part_count + 2 <= BLOCK_ROADS; walk->node++) {
    if (!net->kept[walk->node])
      continue;
    if (walk->strip.row != walk->node / net->side)
      strip_move(&walk->strip, net, walk->node / net->side);
    for (int edge = EAST; edge <= NORTH; edge++)
      if (net->kept[walk->node] & edge)
        add_road(walk, edge);
  }
  size_t roads = walk->block->row_count = geometry->part_count;
  geometry->part_of_row[roads] = geometry->ring_of_part[roads] = roads;
  geometry->point_of_ring[roads] = geometry->point_count;
  *block = roads ? walk->block : NULL;
  return WIJK_OK;
}

wijk_status demo_roads_write(const demo_city *city, wijk_error *err) {
  net net = {.city = city};
  wijk_status status = net_plan(&net, err);
  if (status != WIJK_OK)
    return status;
  walk walk = {.net = &net, .one_way = WIJK_ARENA_ADD(city->arena, uint8_t, net.side * net.side, err)};
  if (!walk.one_way || new_block(&walk, err) != WIJK_OK)
    return err->status;
  if (!strip_new(&walk.strip, &net))
    return wijk_error_set(err, WIJK_MEMORY, "no memory for roads");
  const wijk_blocks blocks = {.context = &walk, .restart = walk_restart, .next = walk_next};
  status = wijk_write_blocks(&blocks, "wegen", city->folder, city->report, err);
  strip_free(&walk.strip);
  return status;
}
