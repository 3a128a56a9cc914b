/* SPDX-License-Identifier: EUPL-1.2 */
/* Every request for memory in this room refused in turn: a status or NULL, outputs untouched, nothing lost. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "unit/shapes.h"
#include <omp.h>
#include <wijk/geo.h>
#include <wijk/weights.h>

static const char *const texts[] = {"0 0, 10 0, 10 10, 0 10 + 50 50, 60 50, 60 60, 50 60", "8 0, 20 0, 20 10, 8 10",
                                    "0 30, 10 40, 10 30, 0 40", "20 0, 40 0, 40 40, 20 40 / 25 5, 30 5, 30 10, 25 10",
                                    "80 0, 90 0, 90 10, 80 10 / 100 0, 101 0, 101 1"};
enum { ZONES = sizeof texts / sizeof *texts };

/* Fills the arena so that it must ask for more, and makes the layer before memory is refused. */
static wijk_arena *arena;
static wijk_layer *zones;

static wijk_status try_repair(wijk_error *err) {
  wijk_report report;
  wijk_status status = wijk_report_new("test", arena, &report, err);
  return status == WIJK_OK ? wijk_polygons_repair(zones, NULL, "z", &report, err) : status;
}

static wijk_status try_zone_index(wijk_error *err) {
  wijk_zone_index *index = wijk_zone_index_new(zones, 1000, err);
  wijk_zone_index_free(index);
  return index ? WIJK_OK : err->status;
}

static wijk_status try_point_index(wijk_error *err) {
  enum { QUERIES = 100 };
  const double x[QUERIES] = {0}, y[QUERIES] = {0};
  double distance[QUERIES] = {77};
  size_t nearest[QUERIES];
  wijk_point_index *index = wijk_point_index_new(40, zones->geometry.x, zones->geometry.y, err);
  if (!index)
    return err->status;
  wijk_status status = wijk_point_index_nearest(index, QUERIES, x, y, NULL, 1, distance, nearest, err);
  assert_true(status == WIJK_OK || distance[0] == 77);
  if (status == WIJK_OK)
    status = wijk_point_index_within(index, QUERIES, x, y, 10, 1, nearest, err);
  wijk_point_index_free(index);
  return status;
}

static wijk_status try_fit(wijk_error *err) {
  wijk_fit fit = {.sliver_gap_count = 77};
  wijk_status status = wijk_polygons_fit(zones, 1, arena, &fit, err);
  assert_true(status == WIJK_OK || fit.sliver_gap_count == 77);
  return status;
}

static wijk_status try_overlay(wijk_error *err) {
  wijk_overlay overlay = {.count = 77};
  wijk_status status = wijk_polygons_overlay(zones, zones, arena, &overlay, err);
  assert_true(status == WIJK_OK || overlay.count == 77);
  return status;
}

static wijk_status try_interior(wijk_error *err) {
  double x[ZONES] = {77}, y[ZONES];
  wijk_status status = wijk_polygons_interior(zones, x, y, err);
  assert_true(status == WIJK_OK || x[0] == 77);
  return status;
}

static wijk_status try_projection(wijk_error *err) {
  wijk_projection *projection = wijk_projection_open("EPSG:4326", "EPSG:28992", err);
  wijk_projection_close(projection);
  return projection ? WIJK_OK : err->status;
}

static wijk_status try_weights(wijk_error *err) {
  static const wijk_weights_rule rules[] = {{.kind = WIJK_WEIGHTS_QUEEN, .snap_m = 0.5},
                                            {.kind = WIJK_WEIGHTS_ROOK, .snap_m = 0.5},
                                            {.kind = WIJK_WEIGHTS_NEAREST, .nearest = 2},
                                            {.kind = WIJK_WEIGHTS_INVERSE, .band_m = 50}};
  wijk_status status = WIJK_OK;
  for (size_t i = 0; status == WIJK_OK && i < sizeof rules / sizeof *rules; i++) {
    wijk_weights weights = {.count = 77};
    status = wijk_weights_new(zones, NULL, &rules[i], 1, arena, &weights, err);
    assert_true(status == WIJK_OK ? weights.first[ZONES] > 0 : weights.count == 77);
  }
  return status;
}

static void refuse_each(wijk_status (*attempt)(wijk_error *err), bool repaired) {
  long refused = 0;
  omp_set_num_threads(1);
  for (long allowed = 0;; allowed++) {
    wijk_error err = {0};
    arena = wijk_arena_new(&(wijk_error){0});
    zones = shapes_layer(arena, texts, ZONES);
    wijk_report report;
    wijk_report_new("test", arena, &report, NULL);
    if (repaired)
      assert_int_equal(wijk_polygons_repair(zones, NULL, "z", &report, &err), WIJK_OK);
    memory_refuse_after(allowed);
    wijk_status status = attempt(&err);
    memory_refuse_after(-1);
    wijk_arena_free(arena);
    if (status == WIJK_OK)
      break;
    if (status != WIJK_MEMORY)
      fail_msg("%s", err.message);
    assert_int_equal(err.status, WIJK_MEMORY);
    refused++;
    assert_true(allowed < 10000);
  }
  assert_true(refused > 0);
}

static void test_all(void **state) {
  (void)state;
  refuse_each(try_repair, false);
  refuse_each(try_zone_index, true);
  refuse_each(try_point_index, true);
  refuse_each(try_fit, true);
  refuse_each(try_overlay, true);
  refuse_each(try_interior, true);
  refuse_each(try_weights, true);
  refuse_each(try_projection, true);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_all)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
