/* SPDX-License-Identifier: EUPL-1.2 */
/* Where people live: squares, denser near the centres, none in water or parks. Two passes over the map and no list:
 * the number of squares does not touch memory. */
#include "demo/city.h"

#include <math.h>
#include <stdio.h>

#define WHOLE ((uint64_t)1 << 32) /* a chance of one */
#define MOST_PER_HA 210.0

/* How well a cell is lived in, 0 to 255. Cells at the water's edge or the outline are left empty, so that no square
 * falls outside the zones. */
static uint8_t weight_of(const demo_city *city, size_t cell) {
  if (city->ground[cell] != DEMO_LAND || city->park[cell] != DEMO_NO_ZONE)
    return 0;
  size_t neighbours[6];
  demo_cell_neighbours(city, cell, neighbours);
  for (int k = 0; k < 6; k++)
    if (city->ground[neighbours[k]] != DEMO_LAND)
      return 0;
  if (city->buurten[city->buurt[cell]].industrial)
    return city->urban[cell] / 60;
  double x, y;
  demo_cell_middle(city, cell, &x, &y);
  double patch = 0.35 + 1.3 * demo_noise(city, DEMO_PEOPLE, x, y, 420, 2); /* estates, offices, allotments */
  double weight = city->urban[cell] * patch;
  return weight < 12 ? 0 : weight >= 255 ? 255 : (uint8_t)weight;
}

/* The largest usual square of which there are enough. */
static int choose_side(const demo_city *city, const uint8_t *weights) {
  static const int sides[] = {100, 50, 25, 20, 10, 5, 2, 1};
  double cells = 0;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    cells += weights[cell] > 0;
  double area_m2 = cells * 2.598076211353316 * DEMO_CELL_M * DEMO_CELL_M;
  size_t i = 0;
  while (i + 1 < sizeof sides / sizeof *sides &&
         area_m2 / (sides[i] * sides[i]) < 1.3 * (double)city->demo->population_points)
    i++;
  return sides[i];
}

typedef struct scan {
  const demo_city *city;
  const uint8_t *weights;
  int side;
  int64_t column, row, last_column, first_row, last_row;
} scan;

static scan scan_start(const demo_city *city, const uint8_t *weights, int side) {
  double width = 1.7320508075688772 * DEMO_CELL_M * (double)city->columns;
  double height = 1.5 * DEMO_CELL_M * (double)city->rows;
  scan scan = {.city = city, .weights = weights, .side = side};
  scan.column = (int64_t)(city->x0 / side);
  scan.last_column = (int64_t)((city->x0 + width) / side);
  scan.first_row = scan.row = (int64_t)(city->y0 / side);
  scan.last_row = (int64_t)((city->y0 + height) / side);
  return scan;
}

/* The next square with people, column by column from the south; false at the end. */
static bool scan_next(scan *scan, int64_t *column, int64_t *row, size_t *cell) {
  for (; scan->column <= scan->last_column; scan->column++, scan->row = scan->first_row)
    while (scan->row <= scan->last_row) {
      *column = scan->column;
      *row = scan->row++;
      double half = 0.5 * scan->side;
      *cell = demo_cell_find(scan->city, (double)*column * scan->side + half, (double)*row * scan->side + half);
      if (*cell != WIJK_NONE && scan->weights[*cell] > 0)
        return true;
    }
  return false;
}

/* The factor from weight to chance by which at least `wanted` squares are expected. */
static uint64_t find_factor(const uint64_t counts[256], uint64_t wanted) {
  uint64_t low = 0, high = WHOLE;
  while (low < high) {
    uint64_t factor = (low + high) / 2, total = 0;
    for (uint64_t weight = 1; weight < 256; weight++) {
      uint64_t chance = factor * weight < WHOLE ? factor * weight : WHOLE;
      total += counts[weight] * chance;
    }
    if (total >= wanted * WHOLE)
      high = factor;
    else
      low = factor + 1;
  }
  return low;
}

static void write_square(demo_table *table, const scan *scan, int64_t column, int64_t row, double people) {
  char name[48];
  int unit = scan->side % 100 == 0 ? 100 : scan->side % 10 == 0 ? 10 : 1;
  snprintf(name, sizeof name, "E%04lldN%04lld", (long long)(column * scan->side / unit),
           (long long)(row * scan->side / unit));
  int decimals = scan->side % 2;
  demo_table_text(table, name);
  demo_table_number(table, ((double)column + 0.5) * scan->side, decimals);
  demo_table_number(table, ((double)row + 0.5) * scan->side, decimals);
  demo_table_number(table, people, 0);
  demo_table_end_row(table);
}

/* One square for each whole chance that has gone by, at a random moment of it: exactly as many as wanted, and no
 * pattern. */
static wijk_status write_squares(demo_city *city, const uint8_t *weights, int side, demo_table *table,
                                 wijk_error *err) {
  uint64_t counts[256] = {0}, wanted = city->demo->population_points, written = 0, gone = 0;
  int64_t column, row;
  size_t cell;
  for (scan scan = scan_start(city, weights, side); scan_next(&scan, &column, &row, &cell);)
    counts[weights[cell]]++;
  uint64_t factor = find_factor(counts, wanted);
  double most = MOST_PER_HA * side * side / 10000.0;
  for (scan scan = scan_start(city, weights, side); written < wanted && scan_next(&scan, &column, &row, &cell);) {
    uint64_t chance = factor * weights[cell];
    gone += chance < WHOLE ? chance : WHOLE;
    wijk_random random = demo_random(city, DEMO_PEOPLE, written);
    uint64_t moment = written + 64 < wanted ? wijk_random_bits(&random) >> 32 : 0;
    if (written * WHOLE + moment >= gone)
      continue;
    double people = floor(most * weights[cell] / 255.0 * (0.3 + 1.4 * wijk_random_share(&random)));
    people = people < 1 ? 1 : people;
    write_square(table, &scan, column, row, people);
    city->buurten[city->buurt[cell]].residents += people;
    written++;
  }
  if (written == wanted)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the city has no room for %zu population points", city->demo->population_points);
  return wijk_error_hint(err, "ask for fewer points or more buurten");
}

static double to_five(double value) {
  return 5 * floor(value / 5 + 0.5);
}

/* Residents and households as CBS publishes them: in fives. */
static void count_people(demo_city *city) {
  for (size_t i = 0; i < city->buurt_count; i++) {
    demo_zone *buurt = &city->buurten[i], *wijk = &city->wijken[buurt->wijk];
    wijk_random random = demo_random(city, DEMO_PEOPLE, ((uint64_t)1 << 40) + i);
    double per_household = 2.25 - 0.6 * buurt->urbanity + 0.25 * buurt->strength + 0.05 * demo_bell(&random);
    buurt->households = to_five(buurt->residents / per_household);
    buurt->residents = to_five(buurt->residents);
    wijk->residents += buurt->residents;
    wijk->households += buurt->households;
  }
}

wijk_status demo_people_write(demo_city *city, wijk_error *err) {
  wijk_arena_mark mark = wijk_arena_now(city->arena);
  uint8_t *weights = WIJK_ARENA_ADD(city->arena, uint8_t, city->cell_count, err);
  demo_table *table;
  if (!weights)
    return WIJK_MEMORY;
#pragma omp parallel for schedule(static)
  for (size_t cell = 0; cell < city->cell_count; cell++)
    weights[cell] = weight_of(city, cell);
  wijk_status status = demo_table_open(city, "inwoners.csv", "vak;x;y;inwoners", &table, err);
  if (status != WIJK_OK)
    return status;
  status = write_squares(city, weights, choose_side(city, weights), table, err);
  wijk_status closed = demo_table_close(table, err);
  count_people(city);
  wijk_arena_reset(city->arena, mark);
  return status != WIJK_OK ? status : closed;
}
