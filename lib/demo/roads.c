/* SPDX-License-Identifier: EUPL-1.2 */
/* The road network: the street plan with smaller streets between the main ones where the city is dense enough, in one
 * connected piece; over water only main roads, on bridges. */
#include "demo/city.h"

#include <math.h>

typedef enum level { STREET, COLLECTOR, AVENUE, MAIN_ROAD } level;

static const uint8_t least_urban[] = {46, 16, 6, 0};

enum { EAST = 1, NORTH = 2 }; /* edges of a node: to the next column, to the next row */

typedef struct net {
  const demo_city *city;
  int fine;        /* streets between main streets, and one */
  int64_t reach;   /* columns and rows run from -reach to reach */
  size_t side;     /* 2 * reach + 1 */
  double *x, *y;   /* NaN where no road comes */
  uint8_t *edges;  /* per node: EAST, NORTH as far as the ground allows */
  uint8_t *kept;   /* per node: those of them that are built */
  uint32_t *group; /* per node: a node of the same connected piece */
  size_t *number;  /* per node: as it is written */
  double drop_share;
} net;

static int64_t floor_mod(int64_t value, int64_t by) {
  return ((value % by) + by) % by;
}

static level level_of(const net *net, int64_t line) {
  if (floor_mod(line, net->fine) != 0)
    return STREET;
  int64_t avenue = line / net->fine;
  return floor_mod(avenue, 4) == 2 ? MAIN_ROAD : floor_mod(avenue, 2) == 0 ? AVENUE : COLLECTOR;
}

static int64_t column_of(const net *net, size_t node) {
  return (int64_t)(node % net->side) - net->reach;
}
static int64_t row_of(const net *net, size_t node) {
  return (int64_t)(node / net->side) - net->reach;
}
static size_t end_of(const net *net, size_t node, int edge) {
  return edge == EAST ? node + 1 : node + net->side;
}
static level level_of_edge(const net *net, size_t node, int edge) {
  return level_of(net, edge == EAST ? row_of(net, node) : column_of(net, node));
}

static uint8_t ground_at(const demo_city *city, double x, double y, size_t *cell) {
  *cell = demo_cell_find(city, x, y);
  return *cell == WIJK_NONE ? DEMO_OUTSIDE : city->ground[*cell];
}

/* Only main roads from bank to bank go over water. */
static bool is_bridge(const net *net, size_t node, int edge) {
  return edge == NORTH && level_of_edge(net, node, edge) == MAIN_ROAD;
}

static void place_nodes(net *net) {
  for (size_t node = 0; node < net->side * net->side; node++) {
    int64_t column = column_of(net, node), row = row_of(net, node);
    wijk_random random = demo_random(net->city, DEMO_ROADS, node);
    double p = (double)column / net->fine, q = (double)row / net->fine, x, y;
    if (level_of(net, column) == STREET)
      p += 0.36 * (wijk_random_share(&random) - 0.5) / net->fine;
    if (level_of(net, row) == STREET)
      q += 0.36 * (wijk_random_share(&random) - 0.5) / net->fine;
    demo_street_place(net->city, p, q, &x, &y);
    size_t cell;
    uint8_t ground = ground_at(net->city, x, y, &cell);
    bool possible = ground == DEMO_LAND || (ground == DEMO_WATER && level_of(net, column) == MAIN_ROAD);
    net->x[node] = possible ? demo_round(x, 1000) : NAN;
    net->y[node] = possible ? demo_round(y, 1000) : NAN;
  }
}

static bool is_possible(const net *net, size_t node, int edge) {
  size_t end = end_of(net, node, edge);
  if (end >= net->side * net->side || (edge == EAST && end % net->side == 0))
    return false;
  if (isnan(net->x[node]) || isnan(net->x[end]))
    return false;
  level level = level_of_edge(net, node, edge);
  for (int step = 0; step <= 8; step++) {
    size_t cell;
    double x = net->x[node] + (net->x[end] - net->x[node]) * step / 8;
    double y = net->y[node] + (net->y[end] - net->y[node]) * step / 8;
    uint8_t ground = ground_at(net->city, x, y, &cell);
    if (ground == DEMO_OUTSIDE || (ground == DEMO_WATER && !is_bridge(net, node, edge)))
      return false;
    if (ground == DEMO_LAND && net->city->urban[cell] < least_urban[level])
      return false;
    if (ground == DEMO_LAND && level == STREET && net->city->park[cell] != DEMO_NO_ZONE)
      return false;
  }
  return true;
}

static uint32_t group_of(net *net, uint32_t node) {
  while (net->group[node] != node)
    node = net->group[node] = net->group[net->group[node]];
  return node;
}

/* Builds what chance leaves, and of that the largest connected piece; the number of roads. */
static size_t build(net *net, wijk_arena *scratch, wijk_error *err) {
  size_t count = net->side * net->side, roads = 0;
  uint32_t *size = WIJK_ARENA_ADD(scratch, uint32_t, count, err), largest = 0;
  if (!size)
    return WIJK_NONE;
  for (size_t node = 0; node < count; node++) {
    net->group[node] = (uint32_t)node;
    net->kept[node] = 0;
  }
  for (size_t node = 0; node < count; node++)
    for (int edge = EAST; edge <= NORTH; edge++) {
      wijk_random random = demo_random(net->city, DEMO_ROADS, ((uint64_t)edge << 40) + node);
      bool dropped = level_of_edge(net, node, edge) == STREET && wijk_random_share(&random) < net->drop_share;
      if (!(net->edges[node] & edge) || dropped)
        continue;
      net->kept[node] |= (uint8_t)edge;
      uint32_t a = group_of(net, (uint32_t)node), b = group_of(net, (uint32_t)end_of(net, node, edge));
      net->group[a > b ? a : b] = a > b ? b : a;
    }
  for (size_t node = 0; node < count; node++)
    if (++size[group_of(net, (uint32_t)node)] > size[largest])
      largest = group_of(net, (uint32_t)node);
  for (size_t node = 0; node < count; node++) {
    if (group_of(net, (uint32_t)node) != largest)
      net->kept[node] = 0;
    roads += (size_t)(net->kept[node] & 1) + (net->kept[node] >> 1 & 1);
  }
  return roads;
}

static bool lay_out(net *net, int fine, wijk_arena *arena, wijk_error *err) {
  const demo_city *city = net->city;
  double half = 0.5 * (1.7320508075688772 * (double)city->columns + 1.5 * (double)city->rows) * DEMO_CELL_M;
  net->fine = fine;
  net->reach = (int64_t)((half + 900) / DEMO_ARTERIAL_M) * fine;
  net->side = (size_t)(2 * net->reach + 1);
  size_t count = net->side * net->side;
  net->x = WIJK_ARENA_ADD(arena, double, count, err);
  net->y = WIJK_ARENA_ADD(arena, double, count, err);
  net->edges = WIJK_ARENA_ADD(arena, uint8_t, count, err);
  net->kept = WIJK_ARENA_ADD(arena, uint8_t, count, err);
  net->group = WIJK_ARENA_ADD(arena, uint32_t, count, err);
  net->number = WIJK_ARENA_ADD(arena, size_t, count, err);
  if (!net->x || !net->y || !net->edges || !net->kept || !net->group || !net->number)
    return false;
  place_nodes(net);
  for (size_t node = 0; node < count; node++)
    for (int edge = EAST; edge <= NORTH; edge++)
      if (is_possible(net, node, edge))
        net->edges[node] |= (uint8_t)edge;
  return true;
}

static size_t count_streets(const net *net) {
  size_t streets = 0;
  for (size_t node = 0; node < net->side * net->side; node++)
    for (int edge = EAST; edge <= NORTH; edge++)
      streets += (net->kept[node] & edge) && level_of_edge(net, node, edge) == STREET;
  return streets;
}

/* The coarsest plan that holds enough streets, thinned to about as many as wanted. */
static wijk_status plan_net(net *net, size_t *roads, wijk_arena *arena, wijk_error *err) {
  double dense = 0, wanted = (double)net->city->demo->roads;
  for (size_t cell = 0; cell < net->city->cell_count; cell++)
    dense += net->city->urban[cell] >= least_urban[STREET] && net->city->ground[cell] == DEMO_LAND;
  dense *= 2.598076211353316 * DEMO_CELL_M * DEMO_CELL_M;
  wijk_arena_mark start = wijk_arena_now(arena);
  int fine = 1;
  while (2.0 * fine * fine * dense / (DEMO_ARTERIAL_M * DEMO_ARTERIAL_M) < wanted && fine < 200)
    fine++;
  for (*roads = 0; *roads < net->city->demo->roads && fine <= 200; fine++) {
    wijk_arena_reset(arena, start);
    net->drop_share = 0;
    if (!lay_out(net, fine, arena, err) || (*roads = build(net, arena, err)) == WIJK_NONE)
      return WIJK_MEMORY;
  }
  for (int round = 0; round < 4 && (double)*roads > 1.01 * wanted; round++) {
    size_t streets = count_streets(net);
    if (streets == 0)
      break;
    double excess = ((double)*roads - wanted) / (double)streets;
    net->drop_share += (1 - net->drop_share) * (excess < 0.5 ? excess : 0.5);
    if ((*roads = build(net, arena, err)) == WIJK_NONE)
      return WIJK_MEMORY;
  }
  return WIJK_OK;
}

typedef struct road_columns {
  wijk_column *from, *to, *class, *one_way, *speed, *length;
} road_columns;

static wijk_layer *new_layer(const demo_city *city, size_t roads, road_columns *columns, wijk_error *err) {
  static const char *const names[] = {"van", "naar", "klasse", "eenricht", "kmh", "lengte_m"};
  wijk_layer *layer = wijk_layer_new(city->arena, "wegen", roads, err);
  for (int i = 0; layer && i < 6; i++)
    if (!wijk_layer_add_column(layer, names[i], i == 2 ? WIJK_COLUMN_TEXT : WIJK_COLUMN_NUMBER, err))
      return NULL;
  if (!layer)
    return NULL;
  wijk_column *found[6];
  for (int i = 0; i < 6; i++) {
    found[i] = wijk_layer_find(layer, names[i]);
    found[i]->whole = i != 2;
  }
  *columns = (road_columns){found[0], found[1], found[2], found[3], found[4], found[5]};
  wijk_geometry *geometry = &layer->geometry;
  geometry->type = WIJK_GEOMETRY_LINE;
  geometry->part_of_row = WIJK_ARENA_ADD(city->arena, size_t, roads + 1, err);
  geometry->ring_of_part = WIJK_ARENA_ADD(city->arena, size_t, roads + 1, err);
  geometry->point_of_ring = WIJK_ARENA_ADD(city->arena, size_t, roads + 1, err);
  geometry->x = WIJK_ARENA_ADD(city->arena, double, 3 * roads, err);
  geometry->y = WIJK_ARENA_ADD(city->arena, double, 3 * roads, err);
  return geometry->part_of_row && geometry->ring_of_part && geometry->point_of_ring && geometry->x && geometry->y
             ? layer
             : NULL;
}

/* Straight for main streets, with a slight bow for the others. The length as drawn. */
static double draw_road(const net *net, size_t node, int edge, wijk_random *random, wijk_geometry *geometry) {
  size_t end = end_of(net, node, edge), road = geometry->part_count++;
  geometry->part_of_row[road] = geometry->ring_of_part[road] = road;
  geometry->point_of_ring[road] = geometry->point_count;
  geometry->ring_count = geometry->part_count;
  double x[3] = {net->x[node]}, y[3] = {net->y[node]}, length = 0;
  int count = 1;
  if (level_of_edge(net, node, edge) == STREET) {
    double bow = 0.16 * (wijk_random_share(random) - 0.5);
    x[count] = demo_round(0.5 * (net->x[node] + net->x[end]) - bow * (net->y[end] - net->y[node]), 1000);
    y[count++] = demo_round(0.5 * (net->y[node] + net->y[end]) + bow * (net->x[end] - net->x[node]), 1000);
  }
  x[count] = net->x[end];
  y[count++] = net->y[end];
  for (int i = 0; i < count; i++) {
    if (i > 0)
      length += sqrt((x[i] - x[i - 1]) * (x[i] - x[i - 1]) + (y[i] - y[i - 1]) * (y[i] - y[i - 1]));
    geometry->x[geometry->point_count] = x[i];
    geometry->y[geometry->point_count++] = y[i];
  }
  return length;
}

/* Nodes are numbered as they come; a node gets at most one one-way street, so that it can be left and reached. */
static void fill(const net *net, const road_columns *columns, uint8_t *one_way, wijk_geometry *geometry) {
  static const char *const classes[] = {"residential", "tertiary", "secondary", "primary"};
  static const double speeds[] = {30, 50, 50, 70};
  size_t road = 0, numbers = 0;
  for (size_t node = 0; node < net->side * net->side; node++)
    for (int edge = EAST; edge <= NORTH; edge++) {
      if (!(net->kept[node] & edge))
        continue;
      size_t ends[2] = {node, end_of(net, node, edge)};
      wijk_random random = demo_random(net->city, DEMO_ROADS, ((uint64_t)(edge + 4) << 40) + node);
      double length = draw_road(net, node, edge, &random, geometry);
      level level = level_of_edge(net, node, edge);
      for (int i = 0; i < 2; i++)
        if (net->number[ends[i]] == 0)
          net->number[ends[i]] = ++numbers;
      bool once = level == STREET && !one_way[ends[0]] && !one_way[ends[1]] && wijk_random_share(&random) < 0.3;
      if (once)
        one_way[ends[0]] = one_way[ends[1]] = 1;
      columns->from->numbers[road] = (double)net->number[ends[0]];
      columns->to->numbers[road] = (double)net->number[ends[1]];
      columns->class->texts[road] = classes[level];
      columns->one_way->numbers[road] = once;
      columns->speed->numbers[road] = speeds[level];
      columns->length->numbers[road++] = floor(length + 0.5) < 1 ? 1 : floor(length + 0.5);
    }
  geometry->part_of_row[road] = geometry->ring_of_part[road] = road;
  geometry->point_of_ring[road] = geometry->point_count;
}

wijk_status demo_roads_write(const demo_city *city, wijk_error *err) {
  net net = {.city = city};
  size_t roads;
  road_columns columns;
  wijk_status status = plan_net(&net, &roads, city->arena, err);
  if (status != WIJK_OK)
    return status;
  wijk_layer *layer = new_layer(city, roads, &columns, err);
  uint8_t *one_way = WIJK_ARENA_ADD(city->arena, uint8_t, net.side * net.side, err);
  if (!layer || !one_way)
    return WIJK_MEMORY;
  fill(&net, &columns, one_way, &layer->geometry);
  return demo_layer_write(city, layer, err);
}
