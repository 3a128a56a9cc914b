/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes worked by hand, and the rules that hold for any values. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <wijk/draw.h>
#include <wijk/random.h>

static void expect_classes(const double *values, size_t value_count, wijk_class_method method, size_t class_count,
                           const double *breaks, const size_t *members, size_t expected) {
  wijk_classes classes;
  wijk_error err = {0};
  assert_int_equal(WIJK_OK, wijk_classes_compute(values, value_count, method, class_count, NULL, 0, &classes, &err));
  assert_int_equal(expected, classes.count);
  for (size_t k = 0; k <= expected; k++)
    assert_true(classes.breaks[k] == breaks[k]);
  for (size_t k = 0; k < expected; k++)
    assert_int_equal(members[k], classes.members[k]);
}

/* ten values, five pairs: breaks halfway between 2 and 3, 4 and 5, … rounded up to whole ones */
static void quantiles_of_ten(void **state) {
  (void)state;
  const double values[] = {9, 1, 8, 2, 7, 3, 6, 4, 5, 10};
  expect_classes(values, 10, WIJK_CLASSES_QUANTILE, 5, (double[]){1, 3, 5, 7, 9, 10}, (size_t[]){2, 2, 2, 2, 2}, 5);
}

/* the fifth to ninth of twelve are equal: thirds would fall in the run, which goes whole to one side */
static void quantiles_keep_ties_together(void **state) {
  (void)state;
  const double values[] = {1, 2, 3, 4, 5, 5, 5, 5, 5, 6, 7, 8};
  expect_classes(values, 12, WIJK_CLASSES_QUANTILE, 3, (double[]){1, 5, 6, 8}, (size_t[]){4, 5, 3}, 3);
}

static void quantiles_of_mostly_zeros_are_fewer(void **state) {
  (void)state;
  const double values[] = {0, 0, 0, 0, 0, 0, 0, 0, 3.2, 7.9};
  wijk_classes classes;
  assert_int_equal(WIJK_OK,
                   wijk_classes_compute(values, 10, WIJK_CLASSES_QUANTILE, 5, NULL, 0, &classes, &(wijk_error){0}));
  assert_int_equal(2, classes.count);
  assert_int_equal(8, classes.members[0]);
  assert_true(classes.breaks[1] > 0 && classes.breaks[1] <= 3.2);
}

/* 0 to 10 in four: 2.5, 5, 7.5; nothing lies between 5 and 7.5, so that class joins the one below */
static void equal_widths_leave_no_class_empty(void **state) {
  (void)state;
  const double values[] = {0, 1.2, 2.6, 4.9, 8.1, 10};
  expect_classes(values, 6, WIJK_CLASSES_EQUAL, 4, (double[]){0, 2.5, 7.5, 10}, (size_t[]){2, 2, 2}, 3);
}

/* 1.5 and not 1.4999997: the break may be any number above 1.38 and up to 1.61 near the place wanted */
static void breaks_are_round(void **state) {
  (void)state;
  const double values[] = {0, 0.7, 1.38, 1.61, 2.2, 2.9999994};
  expect_classes(values, 6, WIJK_CLASSES_EQUAL, 2, (double[]){0, 1.5, 3}, (size_t[]){3, 3}, 2);
}

static void pretty_breaks_are_multiples(void **state) {
  (void)state;
  const double values[] = {0.3, 4.1, 9.7, 13.2, 22.9, 37.3};
  expect_classes(values, 6, WIJK_CLASSES_PRETTY, 5, (double[]){0, 10, 20, 30, 40}, (size_t[]){3, 1, 1, 1}, 4);
}

/* mean 5, deviation 2 (squares 8 + 8 + 0 = 16 over 4): breaks at 4 and 6 for three classes, 3, 5, 7 for four */
static void deviations_about_the_mean(void **state) {
  (void)state;
  const double values[] = {5 - 2.8284271247461903, 5, 5, 5, 5 + 2.8284271247461903};
  expect_classes(values, 5, WIJK_CLASSES_DEVIATION, 3, (double[]){2, 4, 6, 8}, (size_t[]){1, 3, 1}, 3);
}

static void natural_breaks_find_the_gaps(void **state) {
  (void)state;
  const double values[] = {1, 2, 2, 3, 11, 12, 13, 30, 31, NAN};
  wijk_classes classes;
  assert_int_equal(WIJK_OK,
                   wijk_classes_compute(values, 10, WIJK_CLASSES_FISHER, 3, NULL, 0, &classes, &(wijk_error){0}));
  assert_int_equal(3, classes.count);
  assert_int_equal(1, classes.missing);
  assert_int_equal(4, classes.members[0]);
  assert_int_equal(3, classes.members[1]);
  assert_true(classes.breaks[1] == 5 || classes.breaks[1] == 10);
  assert_true(classes.breaks[2] == 20);
}

static void fixed_breaks_stay_as_given(void **state) {
  (void)state;
  const double values[] = {1, 5, 20}, breaks[] = {0, 5, 10, 15, 20};
  wijk_classes classes;
  assert_int_equal(WIJK_OK,
                   wijk_classes_compute(values, 3, WIJK_CLASSES_FIXED, 0, breaks, 5, &classes, &(wijk_error){0}));
  assert_int_equal(4, classes.count);
  assert_int_equal(1, classes.members[0]);
  assert_int_equal(1, classes.members[1]);
  assert_int_equal(0, classes.members[2]);
  assert_int_equal(1, classes.members[3]);
}

static void fixed_breaks_must_ascend_and_hold_all(void **state) {
  (void)state;
  const double values[] = {1, 5, 20}, falling[] = {0, 10, 10, 30}, narrow[] = {2, 10, 30};
  wijk_classes classes = {.count = 77};
  wijk_error err = {0};
  assert_int_equal(WIJK_USAGE, wijk_classes_compute(values, 3, WIJK_CLASSES_FIXED, 0, falling, 4, &classes, &err));
  assert_string_equal("break 3 is not above the one before it", err.message);
  err = (wijk_error){0};
  assert_int_equal(WIJK_USAGE, wijk_classes_compute(values, 3, WIJK_CLASSES_FIXED, 0, narrow, 3, &classes, &err));
  assert_string_equal("1 value lies outside the breaks", err.message);
  assert_int_equal(77, classes.count); /* untouched */
}

static void one_value_makes_one_class(void **state) {
  (void)state;
  const double values[] = {4.2, 4.2, 4.2};
  for (wijk_class_method method = WIJK_CLASSES_QUANTILE; method < WIJK_CLASSES_FIXED; method++)
    expect_classes(values, 3, method, 5, (double[]){4.2, 4.2}, (size_t[]){3}, 1);
}

/* Nine and ten: whole breaks leave only 10 for the last class, so that its upper limit goes up; a gap lets the break go
 * down. */
static void a_last_class_of_one_value_has_two_limits(void **state) {
  (void)state;
  const double near[] = {0, 0, 0, 9, 9, 9, 10}, broken[] = {0.5, 0.5, 2, 2, 9.75, 10.25};
  wijk_classes classes;
  for (wijk_class_method method = WIJK_CLASSES_QUANTILE; method < WIJK_CLASSES_FIXED; method++) {
    assert_int_equal(WIJK_OK, wijk_classes_compute(broken, 6, method, 9, NULL, 0, &classes, &(wijk_error){0}));
    assert_true(classes.breaks[classes.count - 1] < classes.breaks[classes.count]);
    assert_int_equal(WIJK_OK, wijk_classes_compute(near, 7, method, 9, NULL, 0, &classes, &(wijk_error){0}));
    assert_true(classes.breaks[classes.count - 1] < classes.breaks[classes.count]);
    if (method == WIJK_CLASSES_QUANTILE || method == WIJK_CLASSES_FISHER)
      assert_true(classes.breaks[classes.count - 1] == 10 && classes.breaks[classes.count] == 11);
  }
}

static void no_value_makes_none(void **state) {
  (void)state;
  const double values[] = {NAN, NAN};
  wijk_classes classes;
  assert_int_equal(WIJK_OK,
                   wijk_classes_compute(values, 2, WIJK_CLASSES_FISHER, 5, NULL, 0, &classes, &(wijk_error){0}));
  assert_int_equal(0, classes.count);
  assert_int_equal(2, classes.missing);
  assert_int_equal(-1, wijk_classes_find(&classes, 1));
}

static void an_infinite_value_is_an_error(void **state) {
  (void)state;
  const double values[] = {1, HUGE_VAL};
  wijk_classes classes;
  assert_int_equal(WIJK_DATA,
                   wijk_classes_compute(values, 2, WIJK_CLASSES_FISHER, 5, NULL, 0, &classes, &(wijk_error){0}));
}

static double draw_value(wijk_random *random, int sort) {
  if (sort == 0)
    return (double)wijk_random_below(random, 12);
  if (sort == 1)
    return 1e6 * wijk_random_normal(random);
  if (sort == 2)
    return wijk_random_share(random) < 0.8 ? 0 : 40 * wijk_random_share(random);
  return 1e-7 * wijk_random_gamma(random, 0.3);
}

/* Whatever the values: counts add up, breaks ascend, none is empty, every member lies within its breaks. */
static void rules_hold_for_any_values(void **state) {
  (void)state;
  for (uint64_t round = 0; round < 2000; round++) {
    wijk_random random = wijk_random_new(1, round);
    double values[60];
    size_t count = 1 + wijk_random_below(&random, 60), asked = 1 + wijk_random_below(&random, 9), missing = 0;
    for (size_t i = 0; i < count; i++)
      values[i] = draw_value(&random, (int)(round % 4));
    if (count > 3)
      values[missing++] = NAN;
    double lowest = HUGE_VAL, highest = -HUGE_VAL;
    for (size_t i = 0; i < count; i++) {
      lowest = fmin(lowest, values[i]);
      highest = fmax(highest, values[i]);
    }
    for (wijk_class_method method = WIJK_CLASSES_QUANTILE; method < WIJK_CLASSES_FIXED; method++) {
      wijk_classes classes;
      if (wijk_classes_compute(values, count, method, asked, NULL, 0, &classes, &(wijk_error){0}) != WIJK_OK)
        fail_msg("round %u, method %d, %zu classes", (unsigned)round, (int)method, asked);
      assert_int_equal(missing, classes.missing);
      assert_in_range(classes.count, 1, asked);
      size_t members = 0;
      for (size_t k = 0; k < classes.count; k++) {
        assert_true(classes.members[k] > 0);
        bool one = classes.count == 1 && lowest == highest;
        if (!one && !(classes.breaks[k] < classes.breaks[k + 1]))
          fail_msg("round %u, method %d: break %.17g before %.17g", (unsigned)round, (int)method, classes.breaks[k],
                   classes.breaks[k + 1]);
        members += classes.members[k];
      }
      assert_int_equal(count - missing, members);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(quantiles_of_ten),
      cmocka_unit_test(quantiles_keep_ties_together),
      cmocka_unit_test(quantiles_of_mostly_zeros_are_fewer),
      cmocka_unit_test(equal_widths_leave_no_class_empty),
      cmocka_unit_test(breaks_are_round),
      cmocka_unit_test(pretty_breaks_are_multiples),
      cmocka_unit_test(deviations_about_the_mean),
      cmocka_unit_test(natural_breaks_find_the_gaps),
      cmocka_unit_test(fixed_breaks_stay_as_given),
      cmocka_unit_test(fixed_breaks_must_ascend_and_hold_all),
      cmocka_unit_test(one_value_makes_one_class),
      cmocka_unit_test(a_last_class_of_one_value_has_two_limits),
      cmocka_unit_test(no_value_makes_none),
      cmocka_unit_test(an_infinite_value_is_an_error),
      cmocka_unit_test(rules_hold_for_any_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
