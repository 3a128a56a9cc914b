/* SPDX-License-Identifier: EUPL-1.2 */
/* Dividing cells into pieces the way a city divides itself: each piece grows from a seed until it meets another, and
 * meets it preferably at a main street or the edge of a park. */
#include "demo/city.h"

#include <math.h>

#include "base/memory.h"

#define LLOYD_ROUNDS 7

/* What it takes to enter a cell; side by side, since all of it is asked for together. */
typedef struct plot {
  uint32_t group, block, park; /* block: of streets */
  uint32_t effort;
} plot;

/* How a cell was reached so far: at what cost, from where, and by which piece. */
typedef struct reach {
  uint32_t cost, from, piece;
} reach;

typedef struct growth {
  const demo_city *city;
  const uint32_t *group;
  plot *plots;
  reach *reached;
  size_t *seeds; /* cell per piece */
  size_t piece_count;
  size_t group_count, *first; /* pieces of group g: first[g] .. first[g + 1] - 1 */
} growth;

/* ---- the front of a growing group ---- */

/* Cells by cost. No step costs more than there are lists, so a list is empty again before its turn comes round. */
#define LISTS 1024

typedef struct front {
  struct front_list {
    uint32_t *cells;
    size_t count, capacity;
  } lists[LISTS];
  size_t waiting;
} front;

static bool push(front *front, uint32_t cost, uint32_t cell) {
  struct front_list *list = &front->lists[cost % LISTS];
  if (list->count == list->capacity) {
    size_t capacity = list->capacity ? 2 * list->capacity : 64;
    uint32_t *larger = memory_resize(list->cells, capacity, sizeof *larger);
    if (!larger)
      return false;
    list->cells = larger;
    list->capacity = capacity;
  }
  list->cells[list->count++] = cell;
  front->waiting++;
  return true;
}

static void front_free(front *front) {
  for (size_t i = 0; front && i < LISTS; i++)
    memory_free(front->lists[i].cells);
  memory_free(front);
}

/* ---- growth ---- */

static void measure_efforts(growth *growth, demo_stream stream) {
  const demo_city *city = growth->city;
#pragma omp parallel for schedule(static)
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    growth->plots[cell].group = growth->group[cell];
    if (growth->group[cell] == DEMO_NO_ZONE)
      continue;
    double x, y, p, q;
    demo_cell_middle(city, cell, &x, &y);
    plot *plot = &growth->plots[cell];
    plot->effort = (uint32_t)(60 + 90 * demo_noise(city, DEMO_GROWTH, x + 1e5 * (double)stream, y, 700, 3));
    demo_street_find(city, x, y, &p, &q);
    plot->block = (uint32_t)(int32_t)floor(p) * 65536u + (uint32_t)(int32_t)floor(q);
    plot->park = city->park[cell];
  }
}

static uint32_t effort_between(plot from, plot to) {
  return to.effort + (from.block != to.block ? 330 : 0) + (from.park != to.park ? 160 : 0);
}

/* One cell on to its neighbours. Where two ways cost the same, the one from the cell that was reached more cheaply
 * counts, and of equals that from the lower cell: so the order within a list does not matter. */
static bool spread(const growth *growth, front *front, uint32_t cell) {
  size_t neighbours[6];
  demo_cell_neighbours(growth->city, cell, neighbours);
  plot here = growth->plots[cell];
  reach way = growth->reached[cell];
  for (int k = 0; k < 6; k++) {
    plot there = growth->plots[neighbours[k]];
    if (there.group != here.group)
      continue;
    reach *next = &growth->reached[neighbours[k]];
    uint32_t cost = way.cost + effort_between(here, there);
    bool cheaper = cost < next->cost;
    if (!cheaper && (cost > next->cost || growth->reached[next->from].cost != way.cost || next->from <= cell))
      continue;
    *next = (reach){cost, cell, way.piece};
    if (cheaper && !push(front, cost, (uint32_t)neighbours[k]))
      return false;
  }
  return true;
}

static bool grow_group(const growth *growth, size_t group, front *front) {
  bool fine = true;
  for (size_t piece = growth->first[group]; fine && piece < growth->first[group + 1]; piece++) {
    uint32_t seed = (uint32_t)growth->seeds[piece];
    growth->reached[seed] = (reach){0, seed, (uint32_t)piece};
    fine = push(front, 0, seed);
  }
  for (uint32_t cost = 0; fine && front->waiting; cost++) {
    struct front_list *list = &front->lists[cost % LISTS];
    for (size_t i = 0; fine && i < list->count; i++)
      if (growth->reached[list->cells[i]].cost == cost) /* else a cheaper way was found since */
        fine = spread(growth, front, list->cells[i]);
    front->waiting -= list->count;
    list->count = 0;
  }
  return fine;
}

/* Groups do not touch one another. */
static wijk_status grow(const growth *growth, wijk_error *err) {
  size_t cells = growth->city->cell_count;
  bool fine = true;
#pragma omp parallel
  {
    front *front = memory_new_zeroed(1, sizeof *front);
    if (!front) {
#pragma omp atomic write
      fine = false;
    }
#pragma omp for schedule(static)
    for (size_t cell = 0; cell < cells; cell++)
      growth->reached[cell] = (reach){UINT32_MAX, 0, DEMO_NO_ZONE};
#pragma omp for schedule(dynamic, 4)
    for (size_t group = 0; group < growth->group_count; group++)
      if (front && !grow_group(growth, group, front)) {
#pragma omp atomic write
        fine = false;
      }
    front_free(front);
  }
  return fine ? WIJK_OK : wijk_error_set(err, WIJK_MEMORY, "no memory to divide the city");
}

static uint32_t weight_of(const demo_city *city, size_t cell) {
  return 24u + city->urban[cell];
}

/* Spreads the seeds of each group over its cells by weight, one at a chance place in each equal share. */
static void sow(growth *growth, size_t group_count, const size_t *parts, demo_stream stream, uint64_t *scratch) {
  const demo_city *city = growth->city;
  uint64_t *total = scratch, *sum = scratch + group_count, *next = scratch + 2 * group_count;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    if (growth->group[cell] != DEMO_NO_ZONE)
      total[growth->group[cell]] += weight_of(city, cell);
  for (size_t group = 0, first = 0; group < group_count; first += parts[group++])
    next[group] = first;
  size_t *left = (size_t *)(scratch + 3 * group_count);
  for (size_t group = 0; group < group_count; group++)
    left[group] = parts[group];
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    uint32_t group = growth->group[cell];
    if (group == DEMO_NO_ZONE)
      continue;
    sum[group] += weight_of(city, cell);
    if (left[group] == 0)
      continue;
    wijk_random random = demo_random(city, stream, next[group]);
    double due = (double)(parts[group] - left[group]) + wijk_random_share(&random);
    if ((double)sum[group] * (double)parts[group] > due * (double)total[group]) {
      growth->seeds[next[group]++] = cell;
      left[group]--;
    }
  }
}

typedef struct middle {
  double x, y, weight, nearest;
} middle;

/* Each seed moves to the cell of its piece that is nearest to the middle of its weight. */
static void resow(growth *growth, middle *middles) {
  const demo_city *city = growth->city;
  for (size_t piece = 0; piece < growth->piece_count; piece++)
    middles[piece] = (middle){0, 0, 0, INFINITY};
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (growth->reached[cell].piece == DEMO_NO_ZONE)
      continue;
    middle *middle = &middles[growth->reached[cell].piece];
    double x, y, weight = weight_of(city, cell);
    demo_cell_middle(city, cell, &x, &y);
    middle->x += weight * (x - city->x);
    middle->y += weight * (y - city->y);
    middle->weight += weight;
  }
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (growth->reached[cell].piece == DEMO_NO_ZONE)
      continue;
    middle *middle = &middles[growth->reached[cell].piece];
    double x, y;
    demo_cell_middle(city, cell, &x, &y);
    double dx = x - city->x - middle->x / middle->weight, dy = y - city->y - middle->y / middle->weight;
    if (dx * dx + dy * dy < middle->nearest) {
      middle->nearest = dx * dx + dy * dy;
      growth->seeds[growth->reached[cell].piece] = cell;
    }
  }
}

wijk_status demo_growth_compute(const demo_city *city, const uint32_t *group, size_t group_count, const size_t *parts,
                                demo_stream stream, uint32_t *piece, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  if (!arena)
    return WIJK_MEMORY;
  growth growth = {.city = city, .group = group, .group_count = group_count};
  growth.first = WIJK_ARENA_ADD(arena, size_t, group_count + 1, err);
  for (size_t i = 0; growth.first && i < group_count; i++)
    growth.first[i + 1] = growth.piece_count += parts[i];
  growth.plots = WIJK_ARENA_ADD(arena, plot, city->cell_count, err);
  growth.reached = WIJK_ARENA_ADD(arena, reach, city->cell_count, err);
  growth.seeds = WIJK_ARENA_ADD(arena, size_t, growth.piece_count, err);
  uint64_t *scratch = WIJK_ARENA_ADD(arena, uint64_t, 4 * group_count, err);
  middle *middles = WIJK_ARENA_ADD(arena, middle, growth.piece_count, err);
  bool room = growth.first && growth.plots && growth.reached && growth.seeds && scratch && middles;
  wijk_status status = room ? WIJK_OK : WIJK_MEMORY;
  if (room) {
    measure_efforts(&growth, stream);
    sow(&growth, group_count, parts, stream, scratch);
    status = grow(&growth, err);
  }
  for (int round = 0; round < LLOYD_ROUNDS && status == WIJK_OK; round++) {
    resow(&growth, middles);
    status = grow(&growth, err);
  }
  for (size_t cell = 0; status == WIJK_OK && cell < city->cell_count; cell++)
    piece[cell] = growth.reached[cell].piece;
  wijk_arena_free(arena);
  return status;
}

wijk_status demo_components_compute(const demo_city *city, const uint32_t *label, uint32_t *component, size_t *count,
                                    wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  uint32_t *stack = arena ? WIJK_ARENA_ADD(arena, uint32_t, city->cell_count, err) : NULL;
  if (!stack) {
    wijk_arena_free(arena);
    return WIJK_MEMORY;
  }
  for (size_t cell = 0; cell < city->cell_count; cell++)
    component[cell] = DEMO_NO_ZONE;
  *count = 0;
  for (size_t start = 0; start < city->cell_count; start++) {
    if (label[start] == DEMO_NO_ZONE || component[start] != DEMO_NO_ZONE)
      continue;
    uint32_t number = (uint32_t)(*count)++;
    size_t depth = 0;
    component[start] = number;
    stack[depth++] = (uint32_t)start;
    while (depth > 0) {
      size_t cell = stack[--depth], neighbours[6];
      demo_cell_neighbours(city, cell, neighbours);
      for (int k = 0; k < 6; k++)
        if (label[neighbours[k]] == label[start] && component[neighbours[k]] == DEMO_NO_ZONE) {
          component[neighbours[k]] = number;
          stack[depth++] = (uint32_t)neighbours[k];
        }
    }
  }
  wijk_arena_free(arena);
  return WIJK_OK;
}
