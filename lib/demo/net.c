/* SPDX-License-Identifier: EUPL-1.2 */
#include "demo/net.h"

#include <math.h>

#include "base/memory.h"

#define FINE_MOST 200 /* streets less than 4 m apart, which none are */

static const uint8_t least_urban[] = {46, 16, 6, 0};

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
size_t net_end(const net *net, size_t node, int edge) {
  return edge == EAST ? node + 1 : node + net->side;
}
level net_level(const net *net, size_t node, int edge) {
  return level_of(net, edge == EAST ? row_of(net, node) : column_of(net, node));
}

static uint8_t ground_at(const demo_city *city, double x, double y, size_t *cell) {
  *cell = demo_cell_find(city, x, y);
  return *cell == WIJK_NONE ? DEMO_OUTSIDE : city->ground[*cell];
}

/* Only main roads from bank to bank go over water. */
static bool is_bridge(const net *net, size_t node, int edge) {
  return edge == NORTH && net_level(net, node, edge) == MAIN_ROAD;
}

/* Far outside the mesh, whatever the bends: no need to look. */
static bool is_far(const demo_city *city, double x, double y) {
  double width = 1.7320508075688772 * DEMO_CELL_M * (double)city->columns;
  double height = 1.5 * DEMO_CELL_M * (double)city->rows;
  return x < city->x0 - 1000 || x > city->x0 + width + 1000 || y < city->y0 - 1000 || y > city->y0 + height + 1000;
}

/* NaN where no road comes. */
static void place_node(const net *net, size_t node, double *x, double *y) {
  const demo_city *city = net->city;
  int64_t column = column_of(net, node), row = row_of(net, node);
  wijk_random random = demo_random(city, DEMO_ROADS, node);
  double p = (double)column / net->fine, q = (double)row / net->fine;
  *x = *y = NAN;
  if (level_of(net, column) == STREET)
    p += 0.36 * (wijk_random_share(&random) - 0.5) / net->fine;
  if (level_of(net, row) == STREET)
    q += 0.36 * (wijk_random_share(&random) - 0.5) / net->fine;
  double u, v;
  demo_street_place_straight(city, p, q, &u, &v);
  if (is_far(city, u, v))
    return;
  demo_street_place(city, p, q, &u, &v);
  size_t cell;
  uint8_t ground = ground_at(city, u, v, &cell);
  if (ground == DEMO_LAND || (ground == DEMO_WATER && level_of(net, column) == MAIN_ROAD)) {
    *x = demo_round(u, 1000);
    *y = demo_round(v, 1000);
  }
}

bool strip_new(strip *strip, const net *net) {
  *strip = (struct strip){.row = WIJK_NONE};
  double *places = memory_new(4 * net->side * sizeof *places);
  for (int i = 0; places && i < 2; i++) {
    strip->x[i] = places + (size_t)(2 * i) * net->side;
    strip->y[i] = places + (size_t)(2 * i + 1) * net->side;
  }
  return places != NULL;
}

void strip_move(strip *strip, const net *net, size_t row) {
  bool next = strip->row != WIJK_NONE && row == strip->row + 1;
  if (next) {
    double *x = strip->x[0], *y = strip->y[0];
    strip->x[0] = strip->x[1], strip->y[0] = strip->y[1];
    strip->x[1] = x, strip->y[1] = y;
  }
  for (size_t i = next ? 1 : 0; i < 2; i++)
    for (size_t column = 0; column < net->side; column++) {
      strip->x[i][column] = strip->y[i][column] = NAN;
      if (row + i < net->side)
        place_node(net, (row + i) * net->side + column, &strip->x[i][column], &strip->y[i][column]);
    }
  strip->row = row;
}

void strip_free(strip *strip) {
  double *lowest = strip->x[0] < strip->x[1] ? strip->x[0] : strip->x[1];
  memory_free(lowest);
}

void strip_find(const strip *strip, size_t column, int edge, double ends[4]) {
  size_t i = edge == NORTH, k = column + (edge == EAST);
  ends[0] = strip->x[0][column], ends[1] = strip->y[0][column];
  ends[2] = strip->x[i][k], ends[3] = strip->y[i][k];
}

static bool is_possible(const net *net, const strip *strip, size_t column, int edge) {
  double ends[4];
  if (edge == EAST ? column + 1 == net->side : strip->row + 1 == net->side)
    return false;
  strip_find(strip, column, edge, ends);
  if (isnan(ends[0]) || isnan(ends[2]))
    return false;
  size_t node = strip->row * net->side + column;
  level level = net_level(net, node, edge);
  for (int step = 0; step <= 8; step++) {
    size_t cell;
    double x = ends[0] + (ends[2] - ends[0]) * step / 8;
    double y = ends[1] + (ends[3] - ends[1]) * step / 8;
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

static wijk_status find_possible(const net *net, wijk_error *err) {
  bool fine = true;
#pragma omp parallel
  {
    strip strip;
    bool room = strip_new(&strip, net);
    if (!room) {
#pragma omp atomic write
      fine = false;
    }
#pragma omp for schedule(static)
    for (size_t row = 0; row < net->side; row++) {
      if (!room)
        continue;
      strip_move(&strip, net, row);
      for (size_t column = 0; column < net->side; column++)
        for (int edge = EAST; edge <= NORTH; edge++)
          if (is_possible(net, &strip, column, edge))
            net->edges[row * net->side + column] |= (uint8_t)edge;
    }
    strip_free(&strip);
  }
  return fine ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory for roads");
}

static uint32_t group_of(net *net, uint32_t node) {
  while (net->group[node] != node)
    node = net->group[node] = net->group[net->group[node]];
  return node;
}

/* Builds what chance leaves, and of that the largest connected piece; the number of roads. */
static size_t build(net *net) {
  size_t count = net->side * net->side, roads = 0;
  uint32_t largest = 0;
  for (size_t node = 0; node < count; node++) {
    net->group[node] = (uint32_t)node;
    net->kept[node] = 0;
    net->note[node] = 0;
  }
  for (size_t node = 0; node < count; node++)
    for (int edge = EAST; edge <= NORTH; edge++) {
      wijk_random random = demo_random(net->city, DEMO_ROADS, ((uint64_t)edge << 40) + node);
      bool dropped = net_level(net, node, edge) == STREET && wijk_random_share(&random) < net->drop_share;
      if (!(net->edges[node] & edge) || dropped)
        continue;
      net->kept[node] |= (uint8_t)edge;
      uint32_t a = group_of(net, (uint32_t)node), b = group_of(net, (uint32_t)net_end(net, node, edge));
      net->group[a > b ? a : b] = a > b ? b : a;
    }
  for (size_t node = 0; node < count; node++)
    if (++net->note[group_of(net, (uint32_t)node)] > net->note[largest])
      largest = group_of(net, (uint32_t)node);
  for (size_t node = 0; node < count; node++) {
    if (group_of(net, (uint32_t)node) != largest)
      net->kept[node] = 0;
    roads += (size_t)(net->kept[node] & 1) + (net->kept[node] >> 1 & 1);
  }
  return roads;
}

static wijk_status lay_out(net *net, int fine, wijk_arena *arena, wijk_error *err) {
  const demo_city *city = net->city;
  double half = 0.5 * (1.7320508075688772 * (double)city->columns + 1.5 * (double)city->rows) * DEMO_CELL_M;
  net->fine = fine;
  net->reach = (int64_t)((half + 900) / DEMO_ARTERIAL_M) * fine;
  net->side = (size_t)(2 * net->reach + 1);
  size_t count = net->side * net->side;
  net->edges = WIJK_ARENA_ADD(arena, uint8_t, count, err);
  net->kept = WIJK_ARENA_ADD(arena, uint8_t, count, err);
  net->group = WIJK_ARENA_ADD(arena, uint32_t, count, err);
  net->note = WIJK_ARENA_ADD(arena, uint32_t, count, err);
  if (!net->edges || !net->kept || !net->group || !net->note)
    return WIJK_MEMORY;
  return find_possible(net, err);
}

static size_t count_streets(const net *net) {
  size_t streets = 0;
  for (size_t node = 0; node < net->side * net->side; node++)
    for (int edge = EAST; edge <= NORTH; edge++)
      streets += (net->kept[node] & edge) && net_level(net, node, edge) == STREET;
  return streets;
}

static wijk_status refuse_roads(const net *net, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "the city has no room for %zu roads", net->city->demo->roads);
  return wijk_error_hint(err, "ask for fewer roads or more buurten");
}

wijk_status net_plan(net *net, wijk_error *err) {
  wijk_arena *arena = net->city->arena;
  size_t roads;
  double dense = 0, wanted = (double)net->city->demo->roads;
  for (size_t cell = 0; cell < net->city->cell_count; cell++)
    dense += net->city->urban[cell] >= least_urban[STREET] && net->city->ground[cell] == DEMO_LAND;
  dense *= 2.598076211353316 * DEMO_CELL_M * DEMO_CELL_M;
  wijk_arena_mark start = wijk_arena_now(arena);
  int fine = 1;
  while (2.0 * fine * fine * dense / (DEMO_ARTERIAL_M * DEMO_ARTERIAL_M) < wanted && fine <= FINE_MOST)
    fine++;
  for (roads = 0; roads < net->city->demo->roads; fine++) {
    if (fine > FINE_MOST)
      return refuse_roads(net, err);
    wijk_arena_reset(arena, start);
    net->drop_share = 0;
    wijk_status status = lay_out(net, fine, arena, err);
    if (status != WIJK_OK)
      return status;
    roads = build(net);
  }
  for (int round = 0; round < 4 && (double)roads > 1.01 * wanted; round++) {
    size_t streets = count_streets(net);
    if (streets == 0)
      break;
    double excess = ((double)roads - wanted) / (double)streets;
    net->drop_share += (1 - net->drop_share) * (excess < 0.5 ? excess : 0.5);
    roads = build(net);
  }
  return WIJK_OK;
}
