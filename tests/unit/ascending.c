/* SPDX-License-Identifier: EUPL-1.2 */
/* Ascending order, against the sort of the house, for keys that lie in every way that could harm. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <wijk/random.h>

#include "base/sort.h"
#include "metrics/ascending.h"

enum { MOST = 3000, WAYS = 9 };

static double key(int way, size_t i, wijk_random *random) {
  const double share = wijk_random_share(random);
  switch (way) {
  case 0:
    return share;
  case 1:
    return floor(share * 7);
  case 2:
    return share < 0.8 ? 0 : share;
  case 3:
    return exp2(-1000 * share); /* all in one bucket but few */
  case 4:
    return i == 0 ? 1e300 : share; /* likewise */
  case 5:
    return share < 0.5 ? -1e308 : 1e308; /* no width to divide */
  case 6:
    return 5e-324 * floor(share * 5);
  case 7:
    return 3;
  default:
    return -(double)i;
  }
}

static void test_as_the_house_sorts(void **state) {
  (void)state;
  static double keys[MOST];
  static size_t order[MOST];
  static const size_t counts[] = {0, 1, 2, 24, 25, 100, MOST};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_ascending ascending;
  assert_int_equal(wijk_ascending_new(MOST, arena, &ascending, &err), WIJK_OK);
  for (int way = 0; way < WAYS; way++) {
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
      wijk_random random = wijk_random_new(1, (uint64_t)way);
      for (size_t i = 0; i < counts[c]; i++) {
        keys[i] = key(way, i, &random);
        ascending.pairs[i] = (wijk_ascending_pair){keys[i], (double)i};
      }
      assert_int_equal(wijk_sort_numbers(counts[c], keys, order, &err), WIJK_OK);
      wijk_ascending_sort(&ascending, counts[c]);
      for (size_t i = 0; i < counts[c]; i++) {
        assert_true(ascending.pairs[i].key == keys[order[i]] && ascending.pairs[i].weight == (double)order[i]);
      }
    }
  }
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_the_house_sorts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
