/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses: places within a buurt that are certainly inside it. */
#include "demo/city.h"

struct demo_places {
  const demo_city *city;
  size_t *first;   /* per buurt, one more at the end */
  uint32_t *cells; /* land that is no park, by buurt; all its cells where a buurt has no such */
};

static bool is_built(const demo_city *city, size_t cell) {
  return city->park[cell] == DEMO_NO_ZONE && city->urban[cell] > 8;
}

/* Counts, then fills, in one order. */
static void sort_cells(const demo_city *city, const size_t *built, size_t *next, uint32_t *cells) {
  for (size_t cell = 0; cell < city->cell_count; cell++) {
    uint32_t buurt = city->buurt[cell];
    if (buurt == DEMO_NO_ZONE || (built[buurt] > 0 && !is_built(city, cell)))
      continue;
    if (cells)
      cells[next[buurt]] = (uint32_t)cell;
    next[buurt]++;
  }
}

wijk_status demo_places_new(const demo_city *city, demo_places **places, wijk_error *err) {
  wijk_arena *arena = city->arena;
  demo_places *made = WIJK_ARENA_ADD(arena, demo_places, 1, err);
  size_t *built = WIJK_ARENA_ADD(arena, size_t, city->buurt_count, err);
  size_t *next = WIJK_ARENA_ADD(arena, size_t, city->buurt_count, err);
  if (!made || !built || !next)
    return WIJK_MEMORY;
  made->city = city;
  made->first = WIJK_ARENA_ADD(arena, size_t, city->buurt_count + 1, err);
  made->cells = WIJK_ARENA_ADD(arena, uint32_t, city->cell_count, err);
  if (!made->first || !made->cells)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    if (city->buurt[cell] != DEMO_NO_ZONE && is_built(city, cell))
      built[city->buurt[cell]]++;
  sort_cells(city, built, next, NULL);
  for (size_t i = 0; i < city->buurt_count; i++) {
    made->first[i + 1] = made->first[i] + next[i];
    next[i] = made->first[i];
  }
  sort_cells(city, built, next, made->cells);
  *places = made;
  return WIJK_OK;
}

void demo_places_find(const demo_places *places, uint32_t buurt, wijk_random *random, double *x, double *y) {
  size_t first = places->first[buurt], count = places->first[buurt + 1] - first;
  size_t cell = places->cells[first + (size_t)wijk_random_below(random, count)];
  double u, v;
  do {
    u = 2 * wijk_random_share(random) - 1;
    v = 2 * wijk_random_share(random) - 1;
  } while (u * u + v * v > 1);
  demo_cell_middle(places->city, cell, x, y);
  *x = demo_round(*x + 0.44 * DEMO_CELL_M * u, 10); /* smoothed boundaries come no nearer than 0.46 */
  *y = demo_round(*y + 0.44 * DEMO_CELL_M * v, 10);
}
