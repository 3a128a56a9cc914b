/* SPDX-License-Identifier: EUPL-1.2 */
/* Which zone holds a point: by hand, and against the plain way of asking every border piece of every zone. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <omp.h>

#include "geo/orientation.h"
#include "unit/shapes.h"
#include <wijk/geo.h>
#include <wijk/random.h>

/* ---- the plain way ---- */

static int plain_state(const wijk_layer *zones, size_t zone, double x, double y) {
  const wijk_geometry *shapes = &zones->geometry;
  bool inside = false;
  for (size_t part = shapes->part_of_row[zone]; part < shapes->part_of_row[zone + 1]; part++)
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++)
      for (size_t i = shapes->point_of_ring[ring]; i + 1 < shapes->point_of_ring[ring + 1]; i++) {
        double ax = shapes->x[i], ay = shapes->y[i], bx = shapes->x[i + 1], by = shapes->y[i + 1];
        int side = orientation_find_exact(ax, ay, bx, by, x, y);
        if (side == 0 && x >= fmin(ax, bx) && x <= fmax(ax, bx) && y >= fmin(ay, by) && y <= fmax(ay, by))
          return 2;
        if ((ay > y) != (by > y) && (by > ay ? side > 0 : side < 0))
          inside = !inside;
      }
  return inside;
}

static size_t plain_find(const wijk_layer *zones, double x, double y, bool *border) {
  *border = false;
  for (size_t zone = 0; zone < zones->row_count; zone++) {
    int state = plain_state(zones, zone, x, y);
    *border = state == 2;
    if (state)
      return zone;
  }
  return WIJK_NONE;
}

/* ---- by hand ---- */

typedef struct expected {
  double x, y;
  size_t zone;
  bool border;
} expected;

static void check_points(const char *const *texts, size_t zone_count, const expected *points, size_t count) {
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_zone_index *index = wijk_zone_index_new(shapes_layer(arena, texts, zone_count), count, &err);
  assert_non_null(index);
  for (size_t i = 0; i < count; i++) {
    size_t zone = 77;
    bool border = !points[i].border;
    assert_int_equal(wijk_zone_index_find(index, 1, &points[i].x, &points[i].y, 1, &zone, &border, &err), WIJK_OK);
    if (zone != points[i].zone || border != points[i].border)
      fail_msg("point %zu (%g, %g): zone %zd, border %d", i, points[i].x, points[i].y, (ptrdiff_t)zone, border);
  }
  wijk_zone_index_free(index);
  wijk_arena_free(arena);
}
#define CHECK(zones, points)                                                                                           \
  check_points(zones, sizeof(zones) / sizeof *(zones), points, sizeof(points) / sizeof *(points))

static void test_four_squares(void **state) {
  (void)state;
  static const char *const zones[] = {"0 10, 10 10, 10 20, 0 20", "10 10, 20 10, 20 20, 10 20",
                                      "0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10"};
  static const expected points[] = {{5, 15, 0, false},
                                    {15, 15, 1, false},
                                    {5, 5, 2, false},
                                    {15, 5, 3, false},
                                    {10, 10, 0, true}, /* the corner of all four */
                                    {10, 15, 0, true},
                                    {15, 10, 1, true},
                                    {5, 10, 0, true},
                                    {10, 5, 2, true},
                                    {0, 0, 2, true},
                                    {20, 20, 1, true},
                                    {20, 0, 3, true},
                                    {0, 20, 0, true},
                                    {0, 10, 0, true},
                                    {20, 10, 1, true},
                                    {10, 0, 2, true},
                                    {10, 20, 0, true},
                                    {-1, 5, WIJK_NONE, false},
                                    {5, 20.0000001, WIJK_NONE, false},
                                    {20.0000001, 5, WIJK_NONE, false},
                                    {NAN, 5, WIJK_NONE, false},
                                    {5, NAN, WIJK_NONE, false},
                                    {INFINITY, 5, WIJK_NONE, false},
                                    {5, -INFINITY, WIJK_NONE, false}};
  CHECK(zones, points);
}

static void test_hole_island_parts(void **state) {
  (void)state;
  /* A ring of land, a lake in it left open, an island filled by another zone, and two parts that touch in a corner. */
  static const char *const zones[] = {"0 0, 30 0, 30 30, 0 30 / 5 5, 5 10, 10 10, 10 5 / 15 15, 15 25, 25 25, 25 15",
                                      "15 15, 25 15, 25 25, 15 25 / 18 18, 18 20, 20 20, 20 18",
                                      "40 0, 50 0, 50 10, 40 10 + 50 10, 60 10, 60 20, 50 20", NULL,
                                      "60 0, 70 10, 60 20, 65 10"};
  static const expected points[] = {{1, 1, 0, false},          {7, 7, WIJK_NONE, false},   {5, 7, 0, true},
                                    {10, 10, 0, true},         {20, 16, 1, false},         {15, 15, 0, true},
                                    {15, 20, 0, true},         {19, 19, WIJK_NONE, false}, {18, 19, 1, true},
                                    {45, 5, 2, false},         {55, 15, 2, false},         {50, 10, 2, true},
                                    {55, 5, WIJK_NONE, false}, {45, 15, WIJK_NONE, false}, {60, 20, 2, true},
                                    {60, 0, 4, true},          {64, 10, WIJK_NONE, false}, {67, 10, 4, false},
                                    {65, 10, 4, true},         {70, 10, 4, true},          {35, 10, WIJK_NONE, false}};
  CHECK(zones, points);
}

static void test_collinear_and_spikes(void **state) {
  (void)state;
  /* Points along straight sides, teeth that end level with the point, a side on the level of the point. */
  static const char *const zones[] = {
      "0 0, 2 0, 5 0, 9 0, 10 0, 10 5, 10 10, 8 10, 8 5, 6 5, 6 10, 4 10, 3 5, 2 10, 0 10, 0 5"};
  static const expected points[] = {{5, 0, 0, true},           {1, 0, 0, true},
                                    {10, 5, 0, true},          {9, 5, 0, false},
                                    {7, 5, 0, true},           {7, 7, WIJK_NONE, false},
                                    {5, 5, 0, false},          {3, 5, 0, true},
                                    {1, 5, 0, false},          {3, 5.5, WIJK_NONE, false},
                                    {-1, 5, WIJK_NONE, false}, {-1, 10, WIJK_NONE, false},
                                    {1, 10, 0, true},          {3, 10, WIJK_NONE, false},
                                    {5, 10, 0, true},          {7, 10, WIJK_NONE, false},
                                    {11, 10, WIJK_NONE, false}};
  CHECK(zones, points);
}

static void test_overlap(void **state) {
  (void)state;
  static const char *const zones[] = {"10 0, 30 0, 30 10, 10 10", "0 0, 100 0, 100 100, 0 100",
                                      "5 0, 20 0, 20 50, 5 50"};
  static const expected points[] = {{15, 5, 0, false},  {10, 5, 0, true},  {7, 5, 1, false},
                                    {15, 20, 1, false}, {30, 10, 0, true}, {5, 20, 1, false}};
  CHECK(zones, points);
}

static void test_nothing_there(void **state) {
  (void)state;
  static const char *const none[] = {NULL, NULL};
  static const expected points[] = {{0, 0, WIJK_NONE, false}};
  CHECK(none, points);
  /* All in a line, and all in a point: no area, but a border. */
  static const char *const flat[] = {"0 0, 10 0, 5 0", "3 3, 3 3, 3 3"};
  static const expected on_flat[] = {{2, 0, 0, true}, {3, 3, 1, true}, {2, 1, WIJK_NONE, false}};
  CHECK(flat, on_flat);
  static const char *const line[] = {"0 7, 10 7, 5 7"};
  static const expected on_line[] = {{2, 7, 0, true}, {10, 7, 0, true}, {2, 8, WIJK_NONE, false}};
  CHECK(line, on_line);
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *table = wijk_layer_new(arena, "table", 3, &err);
  assert_null(wijk_zone_index_new(table, 1, &err));
  assert_int_equal(err.status, WIJK_DATA);
  static const char *const square[] = {"0 0, 1 0, 1 1, 0 1"};
  wijk_layer *broken = shapes_layer(arena, square, 1);
  broken->geometry.x[2] = NAN;
  wijk_error nan_err = {0};
  assert_null(wijk_zone_index_new(broken, 1, &nan_err));
  assert_int_equal(nan_err.status, WIJK_DATA);
  wijk_arena_free(arena);
}

/* ---- against the plain way ---- */

/* The index made, and asked, by any number of threads. */
static void compare(const wijk_layer *zones, const double *x, const double *y, size_t count, bool all_found) {
  static const int threads[] = {1, 1, 2, 7, 0};
  wijk_error err = {0};
  size_t *zone = calloc(count, sizeof *zone), *plain = calloc(count, sizeof *plain);
  bool *border = calloc(count, sizeof *border), *plain_border = calloc(count, sizeof *plain_border);
  for (size_t i = 0; i < count; i++) {
    plain[i] = plain_find(zones, x[i], y[i], &plain_border[i]);
    assert_true(!all_found || plain[i] != WIJK_NONE);
  }
  for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
    omp_set_num_threads(threads[t] ? threads[t] : 3);
    wijk_zone_index *index = wijk_zone_index_new(zones, t % 2 ? 0 : SIZE_MAX, &err);
    assert_non_null(index);
    memset(zone, 1, count * sizeof *zone);
    assert_int_equal(wijk_zone_index_find(index, count, x, y, threads[t], zone, border, &err), WIJK_OK);
    for (size_t i = 0; i < count; i++)
      if (zone[i] != plain[i] || border[i] != plain_border[i])
        fail_msg("point %.17g %.17g: %zd %d, plain %zd %d", x[i], y[i], (ptrdiff_t)zone[i], border[i],
                 (ptrdiff_t)plain[i], plain_border[i]);
    wijk_zone_index_free(index);
  }
  free(plain);
  free(plain_border);
  free(zone);
  free(border);
}

/* A mesh without gaps in RD-like metres; points anywhere, on corners, and on borders as near as doubles allow. Every
 * one of them lies in some zone. */
static void test_random_mesh(void **state) {
  (void)state;
  enum { SIDE = 13, STEP = 137, POINTS = 2000 };
  static double corners[2 * (SIDE + 1) * (SIDE + 1)], x[POINTS], y[POINTS];
  for (uint64_t seed = 0; seed < 6; seed++) {
    wijk_random random = wijk_random_new(seed, 1);
    wijk_arena *arena = wijk_arena_new(NULL);
    for (int j = 0; j <= SIDE; j++)
      for (int i = 0; i <= SIDE; i++) {
        double *corner = corners + 2 * (j * (SIDE + 1) + i);
        double shake = i % SIDE && j % SIDE ? 60 : 0;
        corner[0] = 92000 + STEP * i + shake * (wijk_random_share(&random) - 0.5);
        corner[1] = 437000 + STEP * j + shake * (wijk_random_share(&random) - 0.5);
        if (seed % 2) {
          corner[0] = floor(corner[0]);
          corner[1] = floor(corner[1]);
        }
      }
    wijk_layer *zones = shapes_mesh(arena, SIDE, corners);
    for (int i = 0; i < POINTS; i++) {
      size_t from = (size_t)wijk_random_below(&random, 5 * SIDE * SIDE);
      size_t to = from % 5 == 4 ? from - 1 : from + 1;
      double share = wijk_random_share(&random);
      if (i % 5 == 0)
        share = 0;
      const wijk_geometry *shapes = &zones->geometry;
      x[i] = shapes->x[from] + share * (shapes->x[to] - shapes->x[from]);
      y[i] = shapes->y[from] + share * (shapes->y[to] - shapes->y[from]);
      if (i % 5 == 1) {
        x[i] = 92000 + SIDE * STEP * wijk_random_share(&random);
        y[i] = 437000 + SIDE * STEP * wijk_random_share(&random);
      }
      if (i % 5 == 2) {
        x[i] = floor(x[i]);
        y[i] = floor(y[i]);
      }
      x[i] = fmin(fmax(x[i], 92000), 92000 + SIDE * STEP);
      y[i] = fmin(fmax(y[i], 437000), 437000 + SIDE * STEP);
    }
    compare(zones, x, y, POINTS, true);
    wijk_arena_free(arena);
  }
}

/* Wild rings of few whole numbers: they cross themselves and each other, run level, repeat points. */
static void test_random_rings(void **state) {
  (void)state;
  enum { ZONES = 6, SPAN = 12 };
  double x[4 * (SPAN + 2) * (SPAN + 2)], y[4 * (SPAN + 2) * (SPAN + 2)];
  for (uint64_t seed = 0; seed < 120; seed++) {
    wijk_random random = wijk_random_new(seed, 2);
    wijk_arena *arena = wijk_arena_new(NULL);
    const char *texts[ZONES];
    for (int zone = 0; zone < ZONES; zone++) {
      char text[600] = "";
      size_t length = 0, rings = 1 + (size_t)wijk_random_below(&random, 3);
      for (size_t ring = 0; ring < rings; ring++) {
        size_t points = 3 + (size_t)wijk_random_below(&random, 9);
        if (ring)
          text[length++] = wijk_random_below(&random, 2) ? '/' : '+';
        for (size_t i = 0; i < points; i++)
          length += (size_t)snprintf(text + length, sizeof text - length, " %d %d",
                                     (int)wijk_random_below(&random, SPAN), (int)wijk_random_below(&random, SPAN));
      }
      texts[zone] = wijk_arena_text(arena, text, NULL);
    }
    size_t count = 0;
    for (int j = -2; j < 2 * SPAN; j++)
      for (int i = -2; i < 2 * SPAN; i++, count++) {
        x[count] = i * 0.5;
        y[count] = j * 0.5;
      }
    compare(shapes_layer(arena, texts, ZONES), x, y, count, false);
    wijk_arena_free(arena);
  }
}

/* Zones of all sizes over each other, far from whole numbers: a border that crosses many cells in a line, level and
 * upright sides, slivers far thinner than a cell, and cells that a lower zone covers. */
static void test_random_sizes(void **state) {
  (void)state;
  enum { ZONES = 150, POINTS = 1500 };
  static double x[POINTS], y[POINTS];
  for (uint64_t seed = 0; seed < 12; seed++) {
    wijk_random random = wijk_random_new(seed, 4);
    wijk_arena *arena = wijk_arena_new(NULL);
    const char *texts[ZONES];
    for (int zone = 0; zone < ZONES; zone++) {
      char text[900] = "";
      size_t length = 0, points = 3 + (size_t)wijk_random_below(&random, 8);
      double size = 2000 * pow(wijk_random_share(&random), 4) + 0.001;
      double at[2] = {90000 + 1000 * wijk_random_share(&random), 430000 + 1000 * wijk_random_share(&random)};
      for (size_t i = 0; i < points; i++)
        for (int k = 0; k < 2; k++) {
          char number[WIJK_NUMBER_SIZE];
          bool level = i && wijk_random_below(&random, 3) == 0;
          at[k] += level ? 0 : size * (wijk_random_share(&random) - 0.5);
          wijk_number_write(at[k], number);
          length += (size_t)snprintf(text + length, sizeof text - length, " %s", number);
        }
      texts[zone] = wijk_arena_text(arena, text, NULL);
    }
    wijk_layer *zones = shapes_layer(arena, texts, ZONES);
    const wijk_geometry *shapes = &zones->geometry;
    for (int i = 0; i < POINTS; i++) {
      size_t near = (size_t)wijk_random_below(&random, (uint32_t)shapes->point_count);
      double reach = i % 3 ? 200 * pow(wijk_random_share(&random), 3) : 0;
      x[i] = shapes->x[near] + reach * (wijk_random_share(&random) - 0.5);
      y[i] = shapes->y[near] + (i % 2 ? reach * (wijk_random_share(&random) - 0.5) : 0);
    }
    compare(zones, x, y, POINTS, false);
    wijk_arena_free(arena);
  }
}

/* Kettner et al. 2008: near (0.5, 0.5) plain arithmetic misjudges points beside the diagonal. */
static void test_orientation(void **state) {
  (void)state;
  const double ulp = 1.1102230246251565e-16;
  int misjudged = 0;
  for (int i = 0; i < 128; i++)
    for (int j = 0; j < 128; j++) {
      double x = 0.5 + i * ulp, y = 0.5 + j * ulp;
      int want = (j > i) - (j < i);
      assert_int_equal(orientation_find(12, 12, 24, 24, x, y), want);
      assert_int_equal(orientation_find_exact(12, 12, 24, 24, x, y), want);
      assert_int_equal(orientation_find(x, y, 12, 12, 24, 24), want);
      double rounded = (12 - x) * (24 - y) - (12 - y) * (24 - x);
      misjudged += (rounded > 0) - (rounded < 0) != want;
    }
  assert_true(misjudged > 100); /* or the case would prove nothing */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_four_squares),         cmocka_unit_test(test_hole_island_parts),
      cmocka_unit_test(test_collinear_and_spikes), cmocka_unit_test(test_overlap),
      cmocka_unit_test(test_nothing_there),        cmocka_unit_test(test_random_mesh),
      cmocka_unit_test(test_random_rings),         cmocka_unit_test(test_random_sizes),
      cmocka_unit_test(test_orientation)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
