/* SPDX-License-Identifier: EUPL-1.2 */
/* Natural breaks against trying every way to cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <wijk/fisher.h>
#include <wijk/random.h>

static int order_numbers(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Squared deviations from the mean of values[from..to-1], the plain way. */
static double deviations(const double *values, size_t from, size_t to) {
  double mean = 0, sum = 0;
  for (size_t i = from; i < to; i++)
    mean += values[i] / (double)(to - from);
  for (size_t i = from; i < to; i++)
    sum += (values[i] - mean) * (values[i] - mean);
  return sum;
}

/* Least cost of values[from..count-1] in `classes` classes, by trying all. */
static double least_cost(const double *values, size_t from, size_t count, size_t classes) {
  if (classes == 1)
    return deviations(values, from, count);
  double least = HUGE_VAL;
  for (size_t end = from + 1; end + classes - 1 <= count; end++)
    if (values[end] != values[end - 1])
      least = fmin(least, deviations(values, from, end) + least_cost(values, end, count, classes - 1));
  return least;
}

static void equals_every_way_to_cut(void **state) {
  (void)state;
  for (uint64_t round = 0; round < 400; round++) {
    wijk_random random = wijk_random_new(7, round);
    double values[14];
    size_t count = 2 + wijk_random_below(&random, 13), distinct = 1, starts[14];
    for (size_t i = 0; i < count; i++)
      values[i] = round % 2 ? (double)wijk_random_below(&random, 9) : 1e5 + wijk_random_normal(&random);
    qsort(values, count, sizeof *values, order_numbers);
    for (size_t i = 1; i < count; i++)
      distinct += values[i] != values[i - 1];
    for (size_t classes = 1; classes <= distinct && classes <= 5; classes++) {
      assert_int_equal(WIJK_OK, wijk_fisher_compute(values, count, classes, starts, &(wijk_error){0}));
      double cost = 0;
      assert_int_equal(0, starts[0]);
      for (size_t k = 0; k < classes; k++) {
        size_t end = k + 1 < classes ? starts[k + 1] : count;
        assert_true(starts[k] < end);
        assert_true(k == 0 || values[starts[k]] != values[starts[k] - 1]);
        cost += deviations(values, starts[k], end);
      }
      double least = least_cost(values, 0, count, classes);
      assert_true(cost <= least + 1e-9 * (1 + least));
    }
  }
}

/* 1 2 3 | 10 11 | 20: by eye */
static void finds_three_groups(void **state) {
  (void)state;
  const double values[] = {1, 2, 3, 10, 11, 20};
  size_t starts[3];
  assert_int_equal(WIJK_OK, wijk_fisher_compute(values, 6, 3, starts, &(wijk_error){0}));
  assert_int_equal(0, starts[0]);
  assert_int_equal(3, starts[1]);
  assert_int_equal(5, starts[2]);
}

/* 0 1 2 3 in three classes: three ways cost 0.5 each; the lowest starts win */
static void equally_good_answers_take_the_lowest_starts(void **state) {
  (void)state;
  const double values[] = {0, 1, 2, 3};
  size_t starts[3];
  assert_int_equal(WIJK_OK, wijk_fisher_compute(values, 4, 3, starts, &(wijk_error){0}));
  assert_int_equal(1, starts[1]);
  assert_int_equal(2, starts[2]);
}

static void more_classes_than_values_is_an_error(void **state) {
  (void)state;
  const double values[] = {4, 4, 5};
  size_t starts[3] = {9, 9, 9};
  assert_int_equal(WIJK_DATA, wijk_fisher_compute(values, 3, 3, starts, &(wijk_error){0}));
  assert_int_equal(9, starts[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equals_every_way_to_cut),
      cmocka_unit_test(finds_three_groups),
      cmocka_unit_test(equally_good_answers_take_the_lowest_starts),
      cmocka_unit_test(more_classes_than_values_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
