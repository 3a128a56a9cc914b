/* SPDX-License-Identifier: EUPL-1.2 */
/* Classes on two sides of a midpoint: by hand, and over seeded values what must always hold. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/parting.h"
#include <wijk/random.h>

static wijk_classes classed(const double *values, size_t count, wijk_class_method method, size_t asked) {
  wijk_error err = {0};
  wijk_classes classes;
  assert_int_equal(wijk_classes_compute(values, count, method, asked, NULL, 0, &classes, &err), WIJK_OK);
  return classes;
}

static void check(const double *values, size_t count, double midpoint, const wijk_classes *classes, int still) {
  size_t equal = 0, members = 0;
  for (size_t i = 0; i < count; i++) {
    equal += values[i] == midpoint;
    assert_true(wijk_classes_find(classes, values[i]) >= 0);
  }
  for (size_t k = 0; k < classes->count; k++) {
    assert_true(classes->members[k] > 0);
    assert_true(classes->breaks[k] < classes->breaks[k + 1] || classes->count == 1);
    members += classes->members[k];
    bool below = false, above = false;
    for (size_t i = 0; i < count; i++)
      if (wijk_classes_find(classes, values[i]) == (int)k) {
        below = below || values[i] < midpoint;
        above = above || values[i] > midpoint;
      }
    assert_false(below && above);
    assert_true((int)k == still ? !below && !above : below || above || still == -1);
  }
  assert_int_equal(members, count);
  if (still >= 0)
    assert_int_equal(classes->members[still], equal);
}

static void test_all_on_one_side(void **state) {
  (void)state;
  wijk_error err = {0};
  int still;
  const double down[] = {0, 0, 0, -1, -2, -18}, up[] = {0, 0, 1, 2, 3, 9, 27};
  wijk_classes classes = classed(down, 6, WIJK_CLASSES_FISHER, 4);
  assert_int_equal(classes_part(0, down, 6, &classes, &still, &err), WIJK_OK);
  assert_int_equal(still, (int)classes.count - 1);
  check(down, 6, 0, &classes, still);
  classes = classed(up, 7, WIJK_CLASSES_FISHER, 5);
  size_t asked = classes.count;
  assert_int_equal(classes_part(0, up, 7, &classes, &still, &err), WIJK_OK);
  assert_int_equal(still, 0);
  assert_true(classes.count <= asked);
  check(up, 7, 0, &classes, still);
}

/* Round limits that reach beyond the values: the midpoint lies between the last value and the last limit. */
static void test_a_midpoint_beyond_the_values_is_no_class(void **state) {
  (void)state;
  wijk_error err = {0};
  int still;
  const double values[] = {0, 0.7, 1.2, 2.1, 3.4};
  wijk_classes classes = classed(values, 5, WIJK_CLASSES_PRETTY, 4);
  assert_int_equal(classes_part(3.45, values, 5, &classes, &still, &err), WIJK_OK);
  assert_int_equal(still, -1);
  assert_true(classes.breaks[classes.count] <= 3.45);
  check(values, 5, 3.45, &classes, still);
}

static void test_what_always_holds(void **state) {
  (void)state;
  static const wijk_class_method methods[] = {WIJK_CLASSES_QUANTILE, WIJK_CLASSES_EQUAL, WIJK_CLASSES_FISHER,
                                              WIJK_CLASSES_PRETTY};
  for (uint64_t seed = 1; seed <= 4000; seed++) {
    wijk_random random = wijk_random_new(seed, 0);
    double values[40];
    size_t count = 2 + wijk_random_below(&random, 38);
    for (size_t i = 0; i < count; i++)
      values[i] =
          (double)wijk_random_below(&random, 21) - 10 + (seed % 2 ? 0.25 * (double)wijk_random_below(&random, 3) : 0);
    double midpoint = (double)wijk_random_below(&random, 25) - 12;
    wijk_error err = {0};
    wijk_classes classes = classed(values, count, methods[seed % 4], 1 + seed % 7);
    int still;
    assert_int_equal(classes_part(midpoint, values, count, &classes, &still, &err), WIJK_OK);
    check(values, count, midpoint, &classes, still);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_all_on_one_side),
                                     cmocka_unit_test(test_a_midpoint_beyond_the_values_is_no_class),
                                     cmocka_unit_test(test_what_always_holds)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
