/* SPDX-License-Identifier: EUPL-1.2 */
/* Points on roads: by hand, and against looking at every stretch of every road. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "unit/roads.h"
#include <wijk/random.h>

static wijk_arena *arena;
static wijk_report report;

static int open_arena(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return wijk_report_new("test", arena, &report, &err);
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static wijk_roads *make_roads(const wijk_layer *layer) {
  wijk_error err = {0};
  wijk_roads *roads = NULL;
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  if (wijk_roads_new(layer, &rule, 1, &report, &roads, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return roads;
}

static void test_by_hand(void **state) {
  (void)state;
  /* An L of 10 + 10 m, a road 6 m above its foot, one that starts where the L ends, and one of no length. */
  const char *const lines[] = {"100 200, 110 200, 110 210", "100 206, 108 206", "110 210, 120 210", "90 200, 90 200"};
  wijk_roads *roads = make_roads(roads_layer(arena, 4, lines));
  static const struct {
    double x, y;
    uint32_t edge;
    double share, off_m;
  } cases[] = {
      {105, 202, 0, 0.25, 2},
      {105, 203, 0, 0.25, 3}, /* as far from both: the lowest */
      {105, 203.5, 1, 0.625, 2.5},
      {112, 205, 0, 0.75, 2},
      {110, 200, 0, 0.5, 0}, /* at its bend */
      {110, 210, 0, 1, 0},
      {113, 214, 2, 0.3, 4},
      {97, 196, 0, 0, 5}, /* beyond its end: 3, 4, 5 */
      {86, 197, 3, 0, 5},
      {105, 300, WIJK_NO_EDGE, NAN, NAN},
      {NAN, 200, WIJK_NO_EDGE, NAN, NAN},
      {105, INFINITY, WIJK_NO_EDGE, NAN, NAN},
  };
  enum { CASES = sizeof cases / sizeof *cases };
  double x[CASES], y[CASES];
  wijk_road_place places[CASES];
  wijk_error err = {0};
  for (size_t i = 0; i < CASES; i++)
    x[i] = cases[i].x, y[i] = cases[i].y;
  assert_int_equal(wijk_roads_snap(roads, CASES, x, y, 5, 2, places, &err), WIJK_OK); /* at the limit counts */
  for (size_t i = 0; i < CASES; i++) {
    bool nowhere = cases[i].edge == WIJK_NO_EDGE;
    if (places[i].edge != cases[i].edge ||
        (nowhere ? !isnan(places[i].share) || !isnan(places[i].off_m)
                 : fabs(places[i].share - cases[i].share) > 1e-15 || fabs(places[i].off_m - cases[i].off_m) > 1e-12))
      fail_msg("case %zu: edge %u, share %.17g, %.17g m", i, places[i].edge, places[i].share, places[i].off_m);
  }
  wijk_roads_snap(roads, 1, &(double){105}, &(double){202}, 1.999, 1, places, &err);
  assert_int_equal(places[0].edge, WIJK_NO_EDGE);
  wijk_roads_snap(roads, 1, &(double){105}, &(double){200}, 0, 1, places, &err);
  assert_int_equal(places[0].edge, 0);
  wijk_roads_snap(roads, 1, &(double){1e9}, &(double){1e9}, INFINITY, 1, places, &err);
  assert_int_equal(places[0].edge, 2);
  assert_true(places[0].share == 1);
  assert_int_equal(wijk_roads_snap(roads, 1, x, y, NAN, 1, places, &err), WIJK_USAGE);
  err = (wijk_error){0};
  assert_int_equal(wijk_roads_snap(roads, 1, x, y, -1, 1, places, &err), WIJK_USAGE);
  wijk_roads_free(roads);
}

/* The foot of a perpendicular, or an end, by the books. */
static double distance_to(const wijk_geometry *g, size_t i, double x, double y) {
  double dx = g->x[i + 1] - g->x[i], dy = g->y[i + 1] - g->y[i], length = dx * dx + dy * dy;
  double t = length > 0 ? ((x - g->x[i]) * dx + (y - g->y[i]) * dy) / length : 0;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  return hypot(g->x[i] + t * dx - x, g->y[i] + t * dy - y);
}

static double nearest_of_all(const wijk_layer *layer, double x, double y) {
  const wijk_geometry *g = &layer->geometry;
  double best = INFINITY;
  for (size_t ring = 0; ring < g->ring_count; ring++)
    for (size_t i = g->point_of_ring[ring]; i + 1 < g->point_of_ring[ring + 1]; i++)
      best = fmin(best, distance_to(g, i, x, y));
  return best;
}

/* The place that a share stands for. */
static void walk(const wijk_layer *layer, uint32_t edge, double share, double *x, double *y) {
  const wijk_geometry *g = &layer->geometry;
  double left = 0;
  for (size_t i = g->point_of_ring[edge]; i + 1 < g->point_of_ring[edge + 1]; i++)
    left += share * hypot(g->x[i + 1] - g->x[i], g->y[i + 1] - g->y[i]);
  for (size_t i = g->point_of_ring[edge]; i + 1 < g->point_of_ring[edge + 1]; i++) {
    double length = hypot(g->x[i + 1] - g->x[i], g->y[i + 1] - g->y[i]), t = length > 0 ? left / length : 0;
    bool last = i + 2 == g->point_of_ring[edge + 1];
    *x = g->x[i] + t * (g->x[i + 1] - g->x[i]);
    *y = g->y[i] + t * (g->y[i + 1] - g->y[i]);
    if (left <= length || last)
      return;
    left -= length;
  }
}

static void test_against_all(void **state) {
  (void)state;
  enum { LINES = 700, POINTS = 400 };
  static char texts[LINES][160];
  const char *lines[LINES];
  for (int round = 0; round < 20; round++) {
    wijk_random random = wijk_random_new(11, (uint64_t)round);
    size_t count = 1 + (size_t)wijk_random_below(&random, round % 2 ? LINES : 40);
    unsigned spread = round % 3 ? 40 : 400;
    for (size_t i = 0; i < count; i++) {
      unsigned x = 90000 + (unsigned)wijk_random_below(&random, 3000);
      unsigned y = 430000 + (unsigned)wijk_random_below(&random, 3000);
      unsigned far[4];
      for (int k = 0; k < 4; k++)
        far[k] = (unsigned)wijk_random_below(&random, spread);
      snprintf(texts[i], sizeof texts[i], "%u %u, %u %u, %u.5 %u.25", x, y, x + far[0], y + far[1], x + far[2],
               y + far[3]);
      lines[i] = texts[i];
    }
    wijk_layer *layer = roads_layer(arena, count, lines);
    wijk_roads *roads = make_roads(layer);
    double x[POINTS], y[POINTS];
    wijk_road_place places[POINTS], again[POINTS];
    wijk_error err = {0};
    for (size_t p = 0; p < POINTS; p++) {
      x[p] = 89000 + 5000 * wijk_random_share(&random);
      y[p] = 429000 + 5000 * wijk_random_share(&random);
    }
    x[7] = NAN; /* stands among the others, wherever the curve puts it */
    double limit_m = round % 4 ? 200 : INFINITY;
    assert_int_equal(wijk_roads_snap(roads, POINTS, x, y, limit_m, 1, places, &err), WIJK_OK);
    assert_int_equal(wijk_roads_snap(roads, POINTS, x, y, limit_m, 7, again, &err), WIJK_OK);
    for (size_t p = 0; p < POINTS; p++) {
      double best = p == 7 ? INFINITY : nearest_of_all(layer, x[p], y[p]), at_x = NAN, at_y = NAN;
      assert_int_equal(places[p].edge, again[p].edge);
      if (best > limit_m || p == 7) {
        assert_int_equal(places[p].edge, WIJK_NO_EDGE);
        continue;
      }
      assert_true(places[p].edge < count && places[p].share == again[p].share);
      if (fabs(places[p].off_m - best) > 1e-9)
        fail_msg("round %d, point %zu: %.17g m, but there is a road at %.17g m", round, p, places[p].off_m, best);
      walk(layer, places[p].edge, places[p].share, &at_x, &at_y);
      if (!(fabs(hypot(at_x - x[p], at_y - y[p]) - best) < 1e-6))
        fail_msg("round %d, point %zu: its share %.17g is not where it should be", round, p, places[p].share);
    }
    wijk_roads_free(roads);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_by_hand, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_against_all, open_arena, close_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
