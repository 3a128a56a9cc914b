/* SPDX-License-Identifier: EUPL-1.2 */
/* Cells cover the plane once: areas, gaps and overlaps by GEOS, points at random; by hand where they lie. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <wijk/geo.h>
#include <wijk/random.h>

static wijk_arena *arena;

static wijk_layer *cells_of(wijk_cell_shape shape, double size_m, const double bounds[4]) {
  wijk_error err = {0};
  wijk_layer *cells = NULL;
  assert_int_equal(wijk_tessellation_new(shape, size_m, bounds, "local", arena, &cells, &err), WIJK_OK);
  return cells;
}

static void test_squares_by_hand(void **state) {
  (void)state;
  /* 100 to 450 by -20 to 90: columns from 0 (it touches) to 500, rows from -100 to 100 */
  const wijk_layer *cells = cells_of(WIJK_CELL_SQUARE, 100, (const double[]){100, -20, 450, 90});
  double bounds[4];
  assert_true(wijk_layer_bounds(cells, bounds));
  for (size_t i = 0; i < cells->row_count; i++) {
    assert_true(wijk_layer_area(cells, i) == 10000);
    assert_true(fmod(cells->geometry.x[5 * i], 100) == 0 && fmod(cells->geometry.y[5 * i], 100) == 0);
  }
  assert_true(bounds[0] == 0 && bounds[1] == -100 && bounds[2] == 500 && bounds[3] == 100);
}

static void test_hexagon_by_hand(void **state) {
  (void)state;
  /* Area 10,000 m²: side 62.0403 m, width 107.457 m; the cell around the origin has its corner at (0, 62.0403) */
  const wijk_layer *cells = cells_of(WIJK_CELL_HEXAGON, 100, (const double[]){-1, -1, 1, 1});
  bool found = false;
  for (size_t p = 0; p < cells->geometry.point_count; p++) {
    found = found || (cells->geometry.x[p] == 0 && fabs(cells->geometry.y[p] - 62.04032394013998) < 1e-9);
  }
  assert_true(found);
  for (size_t i = 0; i < cells->row_count; i++) {
    assert_true(fabs(wijk_layer_area(cells, i) - 10000) < 1e-6);
  }
}

static void test_plane_is_covered_once(void **state) {
  (void)state;
  static const double bounds[4] = {91234.5, 431000.25, 95111.125, 434321};
  for (int shape = WIJK_CELL_HEXAGON; shape <= WIJK_CELL_SQUARE; shape++) {
    wijk_error err = {0};
    const wijk_layer *cells = cells_of((wijk_cell_shape)shape, 137, bounds);
    wijk_fit fit;
    assert_int_equal(wijk_polygons_fit(cells, 1, arena, &fit, &err), WIJK_OK);
    assert_int_equal(fit.item_count + fit.sliver_gap_count + fit.sliver_overlap_count, 0);
    wijk_zone_index *index = wijk_zone_index_new(cells, 5000, &err);
    wijk_random random = wijk_random_new(1, 0);
    for (size_t k = 0; k < 5000; k++) {
      const double x = bounds[0] + (bounds[2] - bounds[0]) * wijk_random_share(&random);
      const double y = bounds[1] + (bounds[3] - bounds[1]) * wijk_random_share(&random);
      size_t cell;
      assert_int_equal(wijk_zone_index_find(index, 1, &x, &y, 1, &cell, NULL, &err), WIJK_OK);
      assert_true(cell != WIJK_NONE);
    }
    wijk_zone_index_free(index);
  }
}

/* The same places have the same cells whatever else is covered. */
static void test_net_stays(void **state) {
  (void)state;
  const wijk_layer *few = cells_of(WIJK_CELL_HEXAGON, 50, (const double[]){1000, 1000, 1010, 1010});
  const wijk_layer *many = cells_of(WIJK_CELL_HEXAGON, 50, (const double[]){0, 0, 2000, 2000});
  for (size_t i = 0; i < few->row_count; i++) {
    const double x = few->geometry.x[7 * i], y = few->geometry.y[7 * i];
    bool found = false;
    for (size_t j = 0; j < many->row_count && !found; j++) {
      found = many->geometry.x[7 * j] == x && many->geometry.y[7 * j] == y;
    }
    assert_true(found);
  }
}

static void test_too_many(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_layer *cells = NULL;
  const double bounds[4] = {0, 0, 300000, 300000};
  assert_int_equal(wijk_tessellation_new(WIJK_CELL_SQUARE, 100, bounds, "local", arena, &cells, &err), WIJK_USAGE);
  assert_null(cells);
}

static int set_up(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena == NULL;
}

static int tear_down(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_squares_by_hand),
      cmocka_unit_test(test_hexagon_by_hand),
      cmocka_unit_test(test_plane_is_covered_once),
      cmocka_unit_test(test_net_stays),
      cmocka_unit_test(test_too_many),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
