/* SPDX-License-Identifier: EUPL-1.2 */
/* Projected places as whole numbers: the same as projecting every point by itself and rounding. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/patch.h"
#include <wijk/geo.h>
#include <wijk/random.h>

#define PARTS 1e7

typedef struct points {
  size_t count;
  double *x, *y;
} points;

static points points_new(size_t count) {
  return (points){count, memory_new_zeroed(count, sizeof(double)), memory_new_zeroed(count, sizeof(double))};
}

static void points_free(points *p) {
  memory_free(p->x);
  memory_free(p->y);
}

static wijk_projection *open_way(const char *from, const char *to) {
  wijk_error err = {0};
  wijk_projection *projection = wijk_projection_open(from, to, &err);
  if (!projection)
    fail_msg("%s", err.message);
  return projection;
}

/* Against the plain algorithm; gives back how many points only PROJ could round. */
static size_t check_same(const wijk_projection *projection, const points *p, int threads) {
  wijk_error err = {0};
  size_t lost = 77, expected_lost = 77, left = 0;
  int32_t *x = memory_new_zeroed(p->count, sizeof *x), *y = memory_new_zeroed(p->count, sizeof *y);
  points plain = points_new(p->count);
  memcpy(plain.x, p->x, p->count * sizeof *p->x);
  memcpy(plain.y, p->y, p->count * sizeof *p->y);
  wijk_projection *own = projection_copy(projection, &err);
  assert_int_equal(wijk_projection_compute(own, p->count, plain.x, plain.y, &expected_lost, &err), WIJK_OK);
  assert_int_equal(wijk_projection_round(projection, p->count, p->x, p->y, PARTS, threads, x, y, &lost, &err), WIJK_OK);
  assert_int_equal(lost, expected_lost);
  for (size_t i = 0; i < p->count; i++) {
    bool nowhere = isnan(plain.x[i]);
    long expected_x = nowhere ? WIJK_NOWHERE : lrint(plain.x[i] * PARTS);
    long expected_y = nowhere ? WIJK_NOWHERE : lrint(plain.y[i] * PARTS);
    if (x[i] != expected_x || y[i] != expected_y)
      fail_msg("point %zu: %d %d instead of %ld %ld", i, (int)x[i], (int)y[i], expected_x, expected_y);
  }
  patch_map *map = patches_fit(projection, p->x, p->y, p->count, PARTS, 1, &err);
  for (size_t i = 0; i < p->count; i++)
    left += !patches_round(map, p->x[i], p->y[i], (int32_t[2]){0, 0});
  patches_free(map);
  wijk_projection_close(own);
  points_free(&plain);
  memory_free(x);
  memory_free(y);
  return left;
}

static points scattered(size_t count, double x0, double y0, double width, double height, uint64_t stream) {
  points p = points_new(count);
  wijk_random random = wijk_random_new(28992, stream);
  for (size_t i = 0; i < count; i++) {
    p.x[i] = x0 + width * wijk_random_share(&random);
    p.y[i] = y0 + height * wijk_random_share(&random);
  }
  return p;
}

/* All of the Netherlands: patches round nearly every point, and each as PROJ does. */
static void test_country(void **state) {
  (void)state;
  wijk_projection *projection = open_way("EPSG:28992", "EPSG:4326");
  points p = scattered(200000, 0, 300000, 280000, 330000, 1);
  size_t left = check_same(projection, &p, 2);
  assert_true(left < p.count / 200);
  assert_true(left > 0); /* some lie in the middle between two whole numbers */
  points_free(&p);
  wijk_projection_close(projection);
}

/* Where in RD a point lies whose degrees are given: moved by what it is off, until it is not. */
static void find_sources(const wijk_projection *projection, points *p) {
  wijk_error err = {0};
  size_t lost;
  wijk_projection *own = projection_copy(projection, &err);
  points target = points_new(p->count), found = points_new(p->count);
  memcpy(target.x, p->x, p->count * sizeof *p->x);
  memcpy(target.y, p->y, p->count * sizeof *p->y);
  for (size_t i = 0; i < p->count; i++) {
    p->x[i] = 155000 + (target.x[i] - 5.387) * 68700;
    p->y[i] = 463000 + (target.y[i] - 52.155) * 111200;
  }
  for (int round = 0; round < 9; round++) {
    memcpy(found.x, p->x, p->count * sizeof *p->x);
    memcpy(found.y, p->y, p->count * sizeof *p->y);
    assert_int_equal(wijk_projection_compute(own, p->count, found.x, found.y, &lost, &err), WIJK_OK);
    for (size_t i = 0; i < p->count; i++) {
      p->x[i] += (target.x[i] - found.x[i]) * 68700;
      p->y[i] += (target.y[i] - found.y[i]) * 111200;
    }
  }
  wijk_projection_close(own);
  points_free(&target);
  points_free(&found);
}

/* Points made to lie in the middle between two whole numbers, or a hair beside it: there PROJ must decide. */
static void test_middles(void **state) {
  (void)state;
  wijk_projection *projection = open_way("EPSG:28992", "EPSG:4326");
  points p = scattered(20000, 5, 51.8, 0.6, 0.5, 2);
  for (size_t i = 0; i < p.count; i++) {
    double hair = ldexp(i % 2 ? 1 : -1, -(int)(1 + i % 32));
    p.x[i] = (floor(p.x[i] * PARTS) + 0.5 + (i % 3 == 0 ? hair : 0)) / PARTS;
    p.y[i] = (floor(p.y[i] * PARTS) + 0.5 + (i % 3 == 1 ? hair : 0)) / PARTS;
  }
  find_sources(projection, &p);
  assert_int_equal(check_same(projection, &p, 2), p.count);
  points_free(&p);
  wijk_projection_close(projection);
}

/* Other grids and other sizes; those that are not smooth go to PROJ one by one. */
static void test_other_ways(void **state) {
  (void)state;
  static const struct {
    const char *from, *to;
    double x0, y0, width, height;
    bool patched;
  } ways[] = {
      {"EPSG:25831", "EPSG:4326", 500000, 5600000, 250000, 350000, true},
      {"EPSG:3857", "EPSG:4326", 350000, 6500000, 250000, 300000, true},
      {"EPSG:3857", "EPSG:4326", -2e7, -2e7, 4e7, 4e7, false}, /* thin as the world is large */
      {"EPSG:31370", "EPSG:4326", 20000, 20000, 250000, 220000, false},
      {"EPSG:4258", "EPSG:4326", 3, 50, 4, 4, false},
  };
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    wijk_projection *projection = open_way(ways[i].from, ways[i].to);
    points p = scattered(40000, ways[i].x0, ways[i].y0, ways[i].width, ways[i].height, 10 + i);
    size_t left = check_same(projection, &p, 2);
    if (ways[i].patched ? left > p.count / 10 : left < p.count)
      fail_msg("%s to %s: %zu of %zu points left to PROJ", ways[i].from, ways[i].to, left, p.count);
    points_free(&p);
    wijk_projection_close(projection);
  }
}

/* Metres of UTM in parts of 1e-7 do not fit 32 bits. */
static void test_too_large(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_projection *projection = open_way("EPSG:28992", "EPSG:25831");
  points p = scattered(1000, 100000, 400000, 900, 900, 6);
  int32_t x[1000], y[1000];
  size_t lost;
  assert_int_equal(wijk_projection_round(projection, p.count, p.x, p.y, PARTS, 1, x, y, &lost, &err), WIJK_OK);
  assert_int_equal(lost, p.count);
  for (size_t i = 0; i < p.count; i++)
    assert_true(x[i] == WIJK_NOWHERE && y[i] == WIJK_NOWHERE);
  assert_int_equal(wijk_projection_round(projection, p.count, p.x, p.y, 100, 1, x, y, &lost, &err), WIJK_OK);
  assert_int_equal(lost, 0);
  points_free(&p);
  wijk_projection_close(projection);
}

static void test_nowhere(void **state) {
  (void)state;
  wijk_projection *projection = open_way("EPSG:28992", "EPSG:4326");
  points p = scattered(30000, 90000, 430000, 9000, 9000, 3);
  const double odd[][2] = {{NAN, 5},   {5, NAN},   {INFINITY, 5}, {5, -INFINITY},
                           {NAN, NAN}, {1e9, 1e9}, {-1e6, 1e7},   {0, 0}};
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    p.x[100 * i + 7] = odd[i][0];
    p.y[100 * i + 7] = odd[i][1];
  }
  check_same(projection, &p, 2);
  p.count = 0;
  check_same(projection, &p, 2);
  points_free(&p);
  wijk_projection_close(projection);
}

/* Borders shared by neighbours: the same places, on any number of threads. */
static void test_threads(void **state) {
  (void)state;
  wijk_projection *projection = open_way("EPSG:31370", "EPSG:4326");
  points p = scattered(60000, 20000, 20000, 250000, 220000, 4);
  memcpy(p.x + 30000, p.x, 30000 * sizeof *p.x);
  memcpy(p.y + 30000, p.y, 30000 * sizeof *p.y);
  static const int threads[] = {1, 2, 7, 0};
  for (size_t i = 0; i < 4; i++)
    assert_int_equal(check_same(projection, &p, threads[i]), p.count);
  points_free(&p);
  wijk_projection_close(projection);
}

static void test_memory(void **state) {
  (void)state;
  wijk_projection *projection = open_way("EPSG:28992", "EPSG:4326");
  points p = scattered(3000, 90000, 430000, 900, 900, 5);
  int32_t x[3000], y[3000];
  size_t lost, refused = 0;
  for (long allowed = 0;; allowed++) {
    wijk_error err = {0};
    memory_refuse_after(allowed);
    wijk_status status = wijk_projection_round(projection, p.count, p.x, p.y, PARTS, 1, x, y, &lost, &err);
    memory_refuse_after(-1);
    if (status == WIJK_OK)
      break;
    assert_int_equal(status, WIJK_MEMORY);
    assert_int_equal(err.status, WIJK_MEMORY);
    refused++;
  }
  assert_true(refused > 10);
  points_free(&p);
  wijk_projection_close(projection);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_country),    cmocka_unit_test(test_middles),
                                     cmocka_unit_test(test_other_ways), cmocka_unit_test(test_too_large),
                                     cmocka_unit_test(test_nowhere),    cmocka_unit_test(test_threads),
                                     cmocka_unit_test(test_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
