/* SPDX-License-Identifier: EUPL-1.2 */
/* Nearest and within: by hand, and against looking at every point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <wijk/geo.h>
#include <wijk/random.h>

static void test_by_hand(void **state) {
  (void)state;
  /* Points 0 and 3 stand on one spot; 1 has no place; 4 is as far from (5, 0) as 0 is. */
  const double x[] = {0, NAN, 30, 0, 10}, y[] = {0, 3, 40, 0, 0};
  const double at_x[] = {3, 5, 30, 0, NAN, 0}, at_y[] = {4, 0, 0, 0, 0, NAN};
  const size_t skip[] = {WIJK_NONE, 0, WIJK_NONE, 0, WIJK_NONE, WIJK_NONE};
  wijk_error err = {0};
  wijk_point_index *index = wijk_point_index_new(5, x, y, &err);
  assert_non_null(index);
  double distance[6];
  size_t nearest[6], found[6];
  assert_int_equal(wijk_point_index_nearest(index, 6, at_x, at_y, NULL, 1, distance, nearest, &err), WIJK_OK);
  const double want_m[] = {5, 5, 20, 0};
  const size_t want[] = {0, 0, 4, 0};
  for (int i = 0; i < 4; i++) {
    assert_true(distance[i] == want_m[i]);
    assert_int_equal(nearest[i], want[i]);
  }
  assert_true(isnan(distance[4]) && isnan(distance[5]));
  assert_true(nearest[4] == WIJK_NONE && nearest[5] == WIJK_NONE);
  assert_int_equal(wijk_point_index_nearest(index, 6, at_x, at_y, skip, 1, distance, nearest, &err), WIJK_OK);
  assert_int_equal(nearest[1], 3); /* point 4 is no nearer and has a higher number */
  assert_int_equal(nearest[3], 3);
  assert_true(distance[3] == 0);
  /* A distance equal to the radius counts. */
  assert_int_equal(wijk_point_index_within(index, 6, at_x, at_y, 5, 1, found, &err), WIJK_OK);
  const size_t want_5[] = {2, 3, 0, 2, 0, 0};
  for (int i = 0; i < 6; i++)
    assert_int_equal(found[i], want_5[i]);
  wijk_point_index_within(index, 6, at_x, at_y, 0, 1, found, &err);
  assert_int_equal(found[3], 2);
  assert_int_equal(found[0], 0);
  wijk_point_index_within(index, 6, at_x, at_y, INFINITY, 1, found, &err);
  assert_int_equal(found[0], 4);
  wijk_point_index_within(index, 6, at_x, at_y, NAN, 1, found, &err);
  assert_int_equal(found[0], 0);
  wijk_point_index_free(index);
}

static void test_none(void **state) {
  (void)state;
  wijk_error err = {0};
  const double nowhere = NAN, x = 1, y = 2;
  const size_t self = 0;
  for (int points = 0; points < 2; points++) {
    wijk_point_index *index = wijk_point_index_new((size_t)points, &nowhere, &nowhere, &err);
    double distance = 7;
    size_t nearest = 7, found = 7;
    wijk_point_index_nearest(index, 1, &x, &y, NULL, 0, &distance, &nearest, &err);
    wijk_point_index_within(index, 1, &x, &y, 1e9, 0, &found, &err);
    assert_true(isnan(distance) && nearest == WIJK_NONE && found == 0);
    wijk_point_index_free(index);
  }
  /* Its only neighbour is itself. */
  wijk_point_index *alone = wijk_point_index_new(1, &x, &y, &err);
  double distance = 7;
  size_t nearest = 7;
  wijk_point_index_nearest(alone, 1, &x, &y, &self, 1, &distance, &nearest, &err);
  assert_true(isnan(distance) && nearest == WIJK_NONE);
  wijk_point_index_free(alone);
}

/* The distance found and the count within that very distance agree, for every rounding. */
static void test_within_meets_nearest(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_random random = wijk_random_new(3, 3);
  for (int i = 0; i < 20000; i++) {
    double px = wijk_random_share(&random), py = wijk_random_share(&random), x = wijk_random_share(&random),
           y = wijk_random_share(&random), distance = 0;
    size_t nearest = 0, at = 0, below = 0;
    wijk_point_index *index = wijk_point_index_new(1, &px, &py, &err);
    wijk_point_index_nearest(index, 1, &x, &y, NULL, 1, &distance, &nearest, &err);
    wijk_point_index_within(index, 1, &x, &y, distance, 1, &at, &err);
    wijk_point_index_within(index, 1, &x, &y, nextafter(distance, 0), 1, &below, &err);
    assert_true(at == 1 && below == 0);
    wijk_point_index_free(index);
  }
}

/* `steps` > 0: whole numbers below it, so that distances are equal and points double; else clusters of anything. */
static void compare(uint64_t seed, size_t count, unsigned steps) {
  enum { QUERIES = 3000 };
  static const int threads[] = {1, 2, 7, 0};
  wijk_error err = {0};
  wijk_random random = wijk_random_new(seed, count);
  double *x = calloc(count, sizeof *x), *y = calloc(count, sizeof *y);
  double *at_x = calloc(QUERIES, sizeof *at_x), *at_y = calloc(QUERIES, sizeof *at_y);
  double *distance = calloc(QUERIES, sizeof *distance);
  size_t *nearest = calloc(QUERIES, sizeof *nearest), *skip = calloc(QUERIES, sizeof *skip);
  size_t *found = calloc(QUERIES, sizeof *found);
  for (size_t i = 0; i < count; i++) {
    double spread = i % 3 ? 100 : 50000;
    x[i] = steps ? (double)wijk_random_below(&random, steps) : 90000 + spread * wijk_random_share(&random);
    y[i] = steps ? (double)wijk_random_below(&random, steps) : 430000 + spread * wijk_random_share(&random);
    if (i % 11 == 5)
      y[i] = NAN;
  }
  for (size_t i = 0; i < QUERIES; i++) {
    at_x[i] = steps ? (double)wijk_random_below(&random, steps) : 80000 + 70000 * wijk_random_share(&random);
    at_y[i] = steps ? (double)wijk_random_below(&random, steps) : 420000 + 70000 * wijk_random_share(&random);
    skip[i] = i % 2 ? (size_t)wijk_random_below(&random, count) : WIJK_NONE;
    if (skip[i] != WIJK_NONE && !isnan(y[skip[i]])) {
      at_x[i] = x[skip[i]];
      at_y[i] = y[skip[i]];
    }
  }
  const double radius = steps ? 3 : 1000;
  wijk_point_index *index = wijk_point_index_new(count, x, y, &err);
  assert_non_null(index);
  for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
    wijk_point_index_nearest(index, QUERIES, at_x, at_y, skip, threads[t], distance, nearest, &err);
    wijk_point_index_within(index, QUERIES, at_x, at_y, radius, threads[t], found, &err);
    for (size_t i = 0; i < QUERIES; i++) {
      double best = INFINITY;
      size_t plain = WIJK_NONE, within = 0;
      for (size_t p = 0; p < count; p++) {
        double dx = x[p] - at_x[i], dy = y[p] - at_y[i], d = sqrt(dx * dx + dy * dy);
        within += d <= radius;
        if (p != skip[i] && d < best) {
          best = d;
          plain = p;
        }
      }
      assert_int_equal(found[i], within);
      /* Squares differ where their rounded roots do not: then the plain way may take a lower number, as near. */
      if (nearest[i] != plain)
        assert_true(plain != WIJK_NONE && nearest[i] != WIJK_NONE && !steps);
      assert_true(distance[i] == best || (plain == WIJK_NONE && isnan(distance[i])));
    }
  }
  wijk_point_index_free(index);
  free(x), free(y), free(at_x), free(at_y), free(distance), free(nearest), free(skip), free(found);
}

static void test_random(void **state) {
  (void)state;
  static const size_t counts[] = {1, 2, 8, 9, 17, 100, 1000};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    compare(1, counts[i], 0);
    compare(2, counts[i], 12);
    compare(3, counts[i], 1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_none),
                                     cmocka_unit_test(test_within_meets_nearest), cmocka_unit_test(test_random)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
