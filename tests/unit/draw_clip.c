/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons cut off at a box: by hand, and that neighbours stay neighbours. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/clip.h"
#include "unit/draw_zones.h"

static double area(const wijk_layer *layer, size_t row) {
  const wijk_geometry *g = &layer->geometry;
  double sum = 0;
  for (size_t k = g->ring_of_part[g->part_of_row[row]]; k < g->ring_of_part[g->part_of_row[row + 1]]; k++)
    for (size_t i = g->point_of_ring[k]; i + 1 < g->point_of_ring[k + 1]; i++)
      sum += g->x[i] * g->y[i + 1] - g->x[i + 1] * g->y[i];
  return sum / 2;
}

/* A box of 1000 from (500, 500): of zone A a quarter, of B what lies left of 1500, of C (above 1500) nothing. */
static void test_what_lies_within_stays(void **state) {
  (void)state;
  static const test_zone zones[] = {
      {"A", "A", 0, 0, 1000, 1000, 1}, {"B", "B", 1000, 0, 3000, 1000, 1}, {"C", "C", 0, 1600, 1000, 2000, 1}};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = zones_of(zones, 3, arena, &err), *clipped = NULL;
  const size_t rows[] = {0, 1, 2};
  const double box[4] = {500, 500, 1500, 1500};
  assert_int_equal(layer_clip(layer, rows, 3, box, arena, &clipped, &err), WIJK_OK);
  assert_true(area(clipped, 0) == 500 * 500);
  assert_true(area(clipped, 1) == 500 * 500);
  assert_int_equal(clipped->geometry.part_of_row[2], clipped->geometry.part_of_row[3]);
  for (size_t i = 0; i < clipped->geometry.point_count; i++)
    assert_true(clipped->geometry.x[i] >= 500 && clipped->geometry.x[i] <= 1500 && clipped->geometry.y[i] >= 500 &&
                clipped->geometry.y[i] <= 1500);
  wijk_arena_free(arena);
}

/* A slanted border that two zones have in opposite directions crosses the box at the same point to the bit. */
static void test_neighbours_stay_neighbours(void **state) {
  (void)state;
  static const test_zone zones[] = {{"A", "A", 0, 0, 1000, 1000, 1}, {"B", "B", 1000, 0, 3000, 1000, 1}};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = zones_of(zones, 2, arena, &err), *clipped = NULL;
  layer->geometry.x[2] = layer->geometry.x[5 + 3] = 1300.7;
  const size_t rows[] = {0, 1};
  const double box[4] = {-10, 333.3, 5000, 777.7};
  assert_int_equal(layer_clip(layer, rows, 2, box, arena, &clipped, &err), WIJK_OK);
  double crossing[2][2] = {{0}};
  const wijk_geometry *g = &clipped->geometry;
  for (size_t row = 0; row < 2; row++)
    for (size_t i = g->point_of_ring[row]; i < g->point_of_ring[row + 1]; i++)
      if (g->x[i] > 1000 && g->x[i] < 1400)
        crossing[row][g->y[i] == 777.7] = g->x[i];
  assert_true(crossing[0][0] > 0 && crossing[0][0] == crossing[1][0]);
  assert_true(crossing[0][1] > 0 && crossing[0][1] == crossing[1][1]);
  assert_true(fabs(crossing[0][0] - (1000 + 300.7 * 0.3333)) < 1e-9);
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_lies_within_stays),
                                     cmocka_unit_test(test_neighbours_stay_neighbours)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
