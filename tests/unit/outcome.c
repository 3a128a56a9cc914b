/* SPDX-License-Identifier: EUPL-1.2 */
/* What an allocation means for people who plan: layers and tables, against a city worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_fixture.h"

static wijk_arena *arena;
static plan_fixture hand;

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = arena = wijk_arena_new(&err);
  if (arena)
    plan_fixture_make(&hand, arena);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

/* What was found by hand is what the solver finds, and there is nothing better. */
static void hand_is_best(void **state) {
  (void)state;
  const wijk_allocation_limits proved = {NULL, 0, 0, 0, 0};
  wijk_allocation found;
  wijk_error err = {0};
  assert_null(wijk_allocation_check(&hand.plan.problem, &hand.allocation));
  if (wijk_allocation_compute(&hand.plan.problem, &proved, arena, &found, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  assert_true(found.found);
  assert_int_equal(found.goal_count, hand.allocation.goal_count);
  for (size_t k = 0; k < found.goal_count; k++) {
    assert_true(found.goals[k].proved);
    assert_true(fabs(found.goals[k].value - hand.goals[k].value) < 1e-6);
    assert_true(wijk_allocation_value(&hand.plan.problem, &hand.allocation, found.goals[k].goal) ==
                hand.goals[k].value);
  }
  for (size_t i = 0; i < HAND_SITES; i++) {
    assert_int_equal(found.form[i], hand.form[i]);
    assert_true(found.people[i] == hand.people[i]);
  }
  for (size_t f = 0; f < HAND_FORMS; f++)
    assert_true(found.unmet[f] == hand.unmet[f]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(hand_is_best, open_arena, close_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
