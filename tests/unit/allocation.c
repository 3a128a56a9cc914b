/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocations against trying every one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/allocation_city.h"

enum { ROUNDS = 500 };

static wijk_arena *arena;

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

static void try_rounds(bool ways) {
  wijk_random random = wijk_random_new(2026, 0), roads = wijk_random_new(2026, 1);
  int none = 0;
  for (int round = 0; round < ROUNDS; round++) {
    wijk_error err = {0};
    wijk_allocation a;
    city c;
    double best[GOALS];
    make_city(&random, &c);
    if (ways)
      make_ways(&roads, &c);
    const wijk_allocation_limits proved = {c.goals, c.goal_count, 0, 0, 0};
    wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_status status = wijk_allocation_compute(&c.problem, &proved, arena, &a, &err);
    if (status != WIJK_OK)
      fail_msg("round %d: %s", round, err.message);
    bool any = enumerate(&c, best);
    if (any != a.found)
      fail_msg("round %d: an allocation is %sfound", round, a.found ? "" : "not ");
    none += !any;
    for (size_t g = 0; any && g < c.goal_count; g++) {
      const double least = best[c.goals[g]];
      if (fabs(a.goals[g].value - least) > 1e-6 || fabs(a.goals[g].bound - least) > 1e-5 * fmax(1, least) ||
          !a.goals[g].proved)
        fail_msg("round %d: goal %d is %.10g from %.10g, of all it is %.10g", round, (int)c.goals[g], a.goals[g].value,
                 a.goals[g].bound, least);
      if (fabs(wijk_allocation_value(&c.problem, &a, c.goals[g]) - least) > 1e-6)
        fail_msg("round %d: counted, goal %d is not %.10g", round, (int)c.goals[g], least);
    }
    assert_true(any || a.clash_count > 0);
    wijk_arena_reset(arena, mark);
  }
  print_message("without an allocation: %d of %d\n", none, ROUNDS);
  assert_in_range(none, 10, ROUNDS / 2);
}

static void as_by_trying_all(void **state) {
  (void)state;
  try_rounds(false);
}

static void as_by_trying_all_ways_that_are_given(void **state) {
  (void)state;
  try_rounds(true);
}

static void a_way_of_no_length(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(2026, 2);
  const wijk_allocation_limits limits = {.gap_share = 0.005};
  wijk_error err = {0};
  wijk_allocation a;
  city c;
  make_city(&random, &c);
  make_ways(&random, &c);
  c.metres[1][3] = -1;
  assert_int_equal(wijk_allocation_compute(&c.problem, &limits, arena, &a, &err), WIJK_USAGE);
  assert_string_equal(err.message, "the way from site 2 to site 4 has no length");
  c.metres[1][3] = NAN;
  assert_int_equal(wijk_allocation_compute(&c.problem, &limits, arena, &a, &err), WIJK_USAGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_by_trying_all),
                                     cmocka_unit_test(as_by_trying_all_ways_that_are_given),
                                     cmocka_unit_test(a_way_of_no_length)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
