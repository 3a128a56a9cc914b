/* SPDX-License-Identifier: EUPL-1.2 */
/* Weighted sums by ring: by hand, and against looking at every point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <wijk/geo.h>
#include <wijk/random.h>

static void test_by_hand(void **state) {
  (void)state;
  /* Points on a line, worth 1, 10, 100, 1000 and unknown; point 2 has no place. */
  const double x[] = {0, 3, NAN, 5, 20}, y[] = {0, 0, 0, 0, 0}, values[] = {1, 10, 100, 1000, NAN};
  const double radius[] = {3, 5}, weight[] = {1, 0.5};
  const double at_x[] = {0, 3, 18, NAN, 100}, at_y[] = {0, 0, 0, 0, 0};
  wijk_error err = {0};
  double sums[5];
  wijk_point_index *index = wijk_point_index_new(5, x, y, &err);
  assert_int_equal(wijk_point_index_sum(index, values, 2, radius, weight, 5, at_x, at_y, 1, sums, &err), WIJK_OK);
  assert_true(sums[0] == 511);  /* 1 at 0, 10 on the first radius, 1000 on the second: 11 + 500 */
  assert_true(sums[1] == 1011); /* all three within 3 */
  assert_true(isnan(sums[2]));  /* near what is unknown */
  assert_true(sums[3] == 0 && sums[4] == 0);
  double radii[17];
  memset(radii, 0, sizeof radii);
  assert_int_equal(wijk_point_index_sum(index, values, 17, radii, radii, 5, at_x, at_y, 1, sums, &err), WIJK_USAGE);
  wijk_point_index_free(index);
  err = (wijk_error){0};
  index = wijk_point_index_new(1, &at_x[3], &at_y[3], &err); /* no point at all */
  assert_int_equal(wijk_point_index_sum(index, values, 2, radius, weight, 1, at_x, at_y, 1, sums, &err), WIJK_OK);
  assert_true(sums[0] == 0);
  wijk_point_index_free(index);
}

enum { POINTS = 3000, QUERIES = 4000, RINGS = 3 };

static void test_every_point(void **state) {
  (void)state;
  static double x[POINTS], y[POINTS], values[POINTS], at_x[QUERIES], at_y[QUERIES], sums[QUERIES], again[QUERIES];
  const double radius[RINGS] = {700, 1500, 4000}, weight[RINGS] = {1, 0.5, 0.25};
  wijk_random random = wijk_random_new(11, 2);
  for (size_t p = 0; p < POINTS; p++) { /* half in a crowd, and many on one lattice */
    x[p] = p % 2 ? 10 * floor(80 * wijk_random_share(&random)) : 20000 * wijk_random_share(&random);
    y[p] = p % 2 ? 10 * floor(80 * wijk_random_share(&random)) : 20000 * wijk_random_share(&random);
    values[p] = (double)wijk_random_below(&random, 500);
  }
  for (size_t q = 0; q < QUERIES; q++) {
    at_x[q] = q % 3 ? 20000 * wijk_random_share(&random) : x[q % POINTS];
    at_y[q] = q % 3 ? 20000 * wijk_random_share(&random) : y[q % POINTS];
  }
  wijk_error err = {0};
  wijk_point_index *index = wijk_point_index_new(POINTS, x, y, &err);
  wijk_point_index_sum(index, values, RINGS, radius, weight, QUERIES, at_x, at_y, 1, sums, &err);
  for (size_t q = 0; q < QUERIES; q++) { /* whole numbers and halves of them: exact, so equal to the bit */
    double plain = 0;
    for (size_t p = 0; p < POINTS; p++) {
      const double d = sqrt((x[p] - at_x[q]) * (x[p] - at_x[q]) + (y[p] - at_y[q]) * (y[p] - at_y[q]));
      plain += d <= radius[0] ? values[p] : d <= radius[1] ? 0.5 * values[p] : d <= radius[2] ? 0.25 * values[p] : 0;
    }
    if (sums[q] != plain)
      fail_msg("query %zu: %.17g against %.17g", q, sums[q], plain);
  }
  /* Values that round: the same to the bit for any threads, and for a query asked alone. */
  for (size_t p = 0; p < POINTS; p++)
    values[p] = wijk_random_share(&random);
  wijk_point_index_sum(index, values, RINGS, radius, weight, QUERIES, at_x, at_y, 1, sums, &err);
  for (int threads = 2; threads <= 7; threads += 5) {
    wijk_point_index_sum(index, values, RINGS, radius, weight, QUERIES, at_x, at_y, threads, again, &err);
    assert_memory_equal(sums, again, sizeof sums);
  }
  for (size_t q = 0; q < QUERIES; q += 97) {
    wijk_point_index_sum(index, values, RINGS, radius, weight, 1, &at_x[q], &at_y[q], 1, again, &err);
    assert_true(again[0] == sums[q]);
  }
  wijk_point_index_free(index);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_every_point)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
