/* SPDX-License-Identifier: EUPL-1.2 */
/* Dividing cells into pieces the way a city divides itself: each piece grows from a seed until it meets another, and
 * meets it preferably at a main street or the edge of a park. */
#include "demo/city.h"

#include <math.h>

#define LLOYD_ROUNDS 7

typedef struct front {
  uint32_t cost, cell;
} front;

typedef struct growth {
  const demo_city *city;
  const uint32_t *group;
  uint16_t *effort;  /* to enter a cell */
  uint32_t *block;   /* of streets it lies in */
  uint32_t *reached; /* cost so far */
  uint32_t *piece;
  size_t *seeds; /* cell per piece */
  size_t piece_count;
  front *heap;
  size_t heap_count;
} growth;

static bool is_before(front a, front b) {
  return a.cost != b.cost ? a.cost < b.cost : a.cell < b.cell;
}

static void push(growth *growth, front item) {
  size_t i = growth->heap_count++;
  while (i > 0 && is_before(item, growth->heap[(i - 1) / 2])) {
    growth->heap[i] = growth->heap[(i - 1) / 2];
    i = (i - 1) / 2;
  }
  growth->heap[i] = item;
}

static front pop(growth *growth) {
  front top = growth->heap[0], last = growth->heap[--growth->heap_count];
  size_t i = 0;
  for (size_t child; (child = 2 * i + 1) < growth->heap_count; i = child) {
    if (child + 1 < growth->heap_count && is_before(growth->heap[child + 1], growth->heap[child]))
      child++;
    if (!is_before(growth->heap[child], last))
      break;
    growth->heap[i] = growth->heap[child];
  }
  growth->heap[i] = last;
  return top;
}

static void measure_efforts(growth *growth, demo_stream stream) {
  const demo_city *city = growth->city;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (growth->group[cell] == DEMO_NO_ZONE)
      continue;
    double x, y, p, q;
    demo_cell_middle(city, cell, &x, &y);
    growth->effort[cell] = (uint16_t)(60 + 90 * demo_noise(city, DEMO_GROWTH, x + 1e5 * (double)stream, y, 700, 3));
    demo_street_find(city, x, y, &p, &q);
    growth->block[cell] = (uint32_t)(int32_t)floor(p) * 65536u + (uint32_t)(int32_t)floor(q);
  }
}

static uint32_t effort_between(const growth *growth, size_t from, size_t to) {
  uint32_t effort = growth->effort[to];
  if (growth->block[from] != growth->block[to])
    effort += 330;
  if (growth->city->park[from] != growth->city->park[to])
    effort += 160;
  return effort;
}

static void grow(growth *growth) {
  const demo_city *city = growth->city;
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    growth->piece[cell] = DEMO_NO_ZONE;
    growth->reached[cell] = UINT32_MAX;
  }
  for (size_t piece = 0; piece < growth->piece_count; piece++) {
    size_t seed = growth->seeds[piece];
    growth->piece[seed] = (uint32_t)piece;
    growth->reached[seed] = 0;
    push(growth, (front){0, (uint32_t)seed});
  }
  while (growth->heap_count > 0) {
    front here = pop(growth);
    if (here.cost != growth->reached[here.cell])
      continue; /* a dearer way to a cell reached since */
    size_t neighbours[6];
    demo_cell_neighbours(city, here.cell, neighbours);
    for (int k = 0; k < 6; k++) {
      size_t next = neighbours[k];
      if (growth->group[next] != growth->group[here.cell])
        continue;
      uint32_t cost = here.cost + effort_between(growth, here.cell, next);
      if (cost < growth->reached[next]) {
        growth->reached[next] = cost;
        growth->piece[next] = growth->piece[here.cell];
        push(growth, (front){cost, (uint32_t)next});
      }
    }
  }
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
    if (growth->piece[cell] == DEMO_NO_ZONE)
      continue;
    middle *middle = &middles[growth->piece[cell]];
    double x, y, weight = weight_of(city, cell);
    demo_cell_middle(city, cell, &x, &y);
    middle->x += weight * (x - city->x);
    middle->y += weight * (y - city->y);
    middle->weight += weight;
  }
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    if (growth->piece[cell] == DEMO_NO_ZONE)
      continue;
    middle *middle = &middles[growth->piece[cell]];
    double x, y;
    demo_cell_middle(city, cell, &x, &y);
    double dx = x - city->x - middle->x / middle->weight, dy = y - city->y - middle->y / middle->weight;
    if (dx * dx + dy * dy < middle->nearest) {
      middle->nearest = dx * dx + dy * dy;
      growth->seeds[growth->piece[cell]] = cell;
    }
  }
}

wijk_status demo_growth_compute(const demo_city *city, const uint32_t *group, size_t group_count, const size_t *parts,
                                demo_stream stream, uint32_t *piece, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  if (!arena)
    return WIJK_MEMORY;
  growth growth = {.city = city, .group = group, .piece = piece};
  for (size_t i = 0; i < group_count; i++)
    growth.piece_count += parts[i];
  growth.effort = WIJK_ARENA_ADD(arena, uint16_t, city->cell_count, err);
  growth.block = WIJK_ARENA_ADD(arena, uint32_t, city->cell_count, err);
  growth.reached = WIJK_ARENA_ADD(arena, uint32_t, city->cell_count, err);
  growth.seeds = WIJK_ARENA_ADD(arena, size_t, growth.piece_count, err);
  growth.heap = WIJK_ARENA_ADD(arena, front, 6 * city->cell_count, err);
  uint64_t *scratch = WIJK_ARENA_ADD(arena, uint64_t, 4 * group_count, err);
  middle *middles = WIJK_ARENA_ADD(arena, middle, growth.piece_count, err);
  bool room = growth.effort && growth.block && growth.reached && growth.seeds && growth.heap && scratch && middles;
  if (room) {
    measure_efforts(&growth, stream);
    sow(&growth, group_count, parts, stream, scratch);
    for (int round = 0; round < LLOYD_ROUNDS; round++) {
      grow(&growth);
      resow(&growth, middles);
    }
    grow(&growth);
  }
  wijk_arena_free(arena);
  return room ? WIJK_OK : WIJK_MEMORY;
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
