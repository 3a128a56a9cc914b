/* SPDX-License-Identifier: EUPL-1.2 */
/* Integer programs against trying every answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/milp.h"
#include <math.h>
#include <string.h>
#include <wijk/random.h>

static const milp_limits all = {0};
static wijk_arena *arena;

static int open_arena(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static void near(double a, double b, double within) {
  if (!(fabs(a - b) <= within))
    fail_msg("%.15g is not %.15g", a, b);
}

/* 3 x + 2 y <= 7, x and y whole: of -(2 x + y) the least is -4, at (2, 0) and (1, 2), beside -4.67 that fractions would
 * give; with that held the least x is 1, with y 2. */
static void by_hand(void **state) {
  (void)state;
  wijk_error err = {0};
  milp *m = milp_new(arena, &err);
  size_t x = milp_add_variable(m, 0, 10, true), y = milp_add_variable(m, 0, 10, true);
  milp_add_rule(m, -MILP_FREE, 7, MILP_SURE);
  milp_add_term(m, x, 3);
  milp_add_term(m, y, 2);
  const milp_term first[] = {{x, -2}, {y, -1}}, second[] = {{x, 1}};
  const milp_goal goals[] = {{first, 2, 100, true}, {second, 1, 0, true}};
  milp_answer answers[2];
  assert_int_equal(milp_solve_goals(m, goals, 2, &all, arena, answers, &err), WIJK_OK);
  assert_int_equal(answers[0].outcome, MILP_BEST);
  near(answers[0].value, 96, 1e-9);
  near(answers[0].bound, 96, 1e-9);
  near(answers[1].value, 1, 1e-9);
  near(answers[1].values[y], 2, 0);
}

/* The same where x and y need not be whole: -4.67, at (2.33, 0). */
static void relaxed_by_hand(void **state) {
  (void)state;
  wijk_error err = {0};
  milp *m = milp_new(arena, &err);
  size_t x = milp_add_variable(m, 0, 10, true), y = milp_add_variable(m, 0, 10, true);
  milp_add_rule(m, -MILP_FREE, 7, MILP_SURE);
  milp_add_term(m, x, 3);
  milp_add_term(m, y, 2);
  const milp_term terms[] = {{x, -2}, {y, -1}};
  const milp_goal goal = {terms, 2, 0, false};
  milp_relaxed relaxed;
  assert_int_equal(milp_relax(m, &goal, arena, &relaxed, &err), WIJK_OK);
  assert_int_equal(relaxed.outcome, MILP_BEST);
  near(relaxed.bound, -14. / 3, 1e-9);
  near(relaxed.values[x], 7. / 3, 1e-9);
  near(relaxed.values[y], 0, 1e-9);
  near(relaxed.price[0], -2. / 3, 1e-9);
  near(relaxed.reduced[y], 1. / 3, 1e-9);
}

static void none_and_endless(void **state) {
  (void)state;
  wijk_error err = {0};
  milp *m = milp_new(arena, &err);
  size_t x = milp_add_variable(m, 0, MILP_FREE, true);
  const milp_term term[] = {{x, -1}};
  const milp_goal goal = {term, 1, 0, true};
  milp_answer answer;
  assert_int_equal(milp_solve(m, &goal, &all, NULL, arena, &answer, &err), WIJK_OK);
  assert_int_equal(answer.outcome, MILP_ENDLESS);
  milp_add_rule(m, -MILP_FREE, 3.5, 0);
  milp_add_term(m, x, 1);
  milp_add_rule(m, 3.2, MILP_FREE, 1);
  milp_add_term(m, x, 1);
  assert_int_equal(milp_solve(m, &goal, &all, NULL, arena, &answer, &err), WIJK_OK);
  assert_int_equal(answer.outcome, MILP_NONE);
  assert_null(answer.values);
}

/* Rules 0 and 3 clash; 1 and 2 have nothing to do with it. */
static void the_rules_that_clash(void **state) {
  (void)state;
  wijk_error err = {0};
  milp *m = milp_new(arena, &err);
  size_t x = milp_add_variable(m, 0, 10, true), y = milp_add_variable(m, 0, 10, true);
  const struct { double low, high, x, y; } rules[] = {{6, 100, 1, 1}, {-5, 5, 1, -1}, {0, 9, 1, 0}, {-100, 4, 1, 1}};
  for (size_t r = 0; r < 4; r++) {
    milp_add_rule(m, rules[r].low, rules[r].high, r);
    milp_add_term(m, x, rules[r].x);
    milp_add_term(m, y, rules[r].y);
  }
  bool clash[4];
  assert_int_equal(milp_find_clash(m, 4, &all, arena, clash, &err), WIJK_OK);
  assert_true(clash[0] && !clash[1] && !clash[2] && clash[3]);
}

/* ---- laws ---- */

enum { VARIABLES = 5, RULES = 4, VALUES = 4 };
typedef struct instance {
  double low[RULES], high[RULES], factor[RULES][VARIABLES], goals[2][VARIABLES];
} instance;

static double whole_between(wijk_random *random, int low, int high) {
  return low + (double)wijk_random_below(random, (uint64_t)high - (uint64_t)low + 1);
}

static instance any_instance(wijk_random *random) {
  instance in;
  for (int r = 0; r < RULES; r++) {
    in.low[r] = whole_between(random, -6, 4);
    in.high[r] = in.low[r] + whole_between(random, 0, 8);
    for (int v = 0; v < VARIABLES; v++)
      in.factor[r][v] = whole_between(random, 0, 2) ? whole_between(random, -3, 3) : 0;
  }
  for (int g = 0; g < 2; g++)
    for (int v = 0; v < VARIABLES; v++)
      in.goals[g][v] = whole_between(random, -4, 4);
  return in;
}

static milp *program_of(const instance *in, milp_term terms[2][VARIABLES], milp_goal goals[2]) {
  wijk_error err = {0};
  milp *m = milp_new(arena, &err);
  for (int v = 0; v < VARIABLES; v++)
    milp_add_variable(m, 0, VALUES - 1, true);
  for (int r = 0; r < RULES; r++) {
    milp_add_rule(m, in->low[r], in->high[r], (size_t)r);
    for (size_t v = 0; v < VARIABLES; v++)
      if (in->factor[r][v] != 0)
        milp_add_term(m, v, in->factor[r][v]);
  }
  for (int g = 0; g < 2; g++) {
    for (size_t v = 0; v < VARIABLES; v++)
      terms[g][v] = (milp_term){v, in->goals[g][v]};
    goals[g] = (milp_goal){terms[g], VARIABLES, 0, true};
  }
  return m;
}

/* All 4^5 answers: the least of the first goal, and of the second among those; false where none keeps the rules that
 * `held` names. */
static bool enumerate(const instance *in, const bool *held, double best[2]) {
  bool any = false;
  for (int number = 0; number < VALUES * VALUES * VALUES * VALUES * VALUES; number++) {
    double value[VARIABLES], goal[2] = {0, 0};
    for (int v = 0, rest = number; v < VARIABLES; v++, rest /= VALUES)
      value[v] = rest % VALUES;
    bool keeps = true;
    for (int r = 0; r < RULES && keeps; r++) {
      double sum = 0;
      for (int v = 0; v < VARIABLES; v++)
        sum += in->factor[r][v] * value[v];
      keeps = !held[r] || (sum >= in->low[r] && sum <= in->high[r]);
    }
    for (int g = 0; g < 2; g++)
      for (int v = 0; v < VARIABLES; v++)
        goal[g] += in->goals[g][v] * value[v];
    if (keeps && (!any || goal[0] < best[0] || (goal[0] == best[0] && goal[1] < best[1]))) {
      best[0] = goal[0];
      best[1] = goal[1];
      any = true;
    }
  }
  return any;
}

static void as_by_trying_all(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(5, 0);
  const bool every[RULES] = {true, true, true, true};
  int none = 0;
  for (int round = 0; round < 400; round++) {
    wijk_error err = {0};
    milp_term terms[2][VARIABLES];
    milp_goal goals[2];
    milp_answer answers[2];
    double best[2];
    instance in = any_instance(&random);
    milp *m = program_of(&in, terms, goals);
    assert_int_equal(milp_solve_goals(m, goals, 2, &all, arena, answers, &err), WIJK_OK);
    if (enumerate(&in, every, best)) {
      assert_int_equal(answers[1].outcome, MILP_BEST);
      near(answers[0].value, best[0], 1e-9);
      near(answers[1].value, best[1], 1e-9);
      near(answers[1].bound, best[1], 1e-9);
      continue;
    }
    none++;
    assert_int_equal(answers[1].outcome, MILP_NONE);
    /* The set that clashes has no answer; with any one of it left out there is one. */
    milp *again = program_of(&in, terms, goals);
    bool clash[RULES];
    assert_int_equal(milp_find_clash(again, RULES, &all, arena, clash, &err), WIJK_OK);
    assert_false(enumerate(&in, clash, best));
    for (int r = 0; r < RULES; r++) {
      bool less[RULES];
      memcpy(less, clash, sizeof less);
      less[r] = false;
      if (clash[r])
        assert_true(enumerate(&in, less, best));
    }
  }
  assert_in_range(none, 40, 360);
}

/* Whatever gap is good enough, and whatever is guessed at: no bound is above the least there is. */
static void bounds(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(9, 0);
  const bool every[RULES] = {true, true, true, true};
  for (int round = 0; round < 600; round++) {
    wijk_error err = {0};
    milp_term terms[2][VARIABLES];
    milp_goal goals[2];
    milp_answer answer;
    double best[2];
    const instance in = any_instance(&random);
    const milp *m = program_of(&in, terms, goals);
    if (!enumerate(&in, every, best))
      continue;
    const milp_limits limits = {
        .nodes = round % 3, .gap_share = round % 2 ? 0.5 : 0, .gap = round % 4, .proving = round % 5 > 2};
    goals[0].whole = round % 2;
    assert_int_equal(milp_solve(m, &goals[0], &limits, NULL, arena, &answer, &err), WIJK_OK);
    if (answer.bound > best[0] + 1e-6)
      fail_msg("round %d: %g from %g, of all %g", round, answer.value, answer.bound, best[0]);
    assert_true(!answer.values || answer.value > best[0] - 1e-6);
    milp_relaxed relaxed;
    assert_int_equal(milp_relax(m, &goals[0], arena, &relaxed, &err), WIJK_OK);
    if (relaxed.outcome == MILP_NONE || relaxed.bound > best[0] + 1e-6)
      fail_msg("round %d: in part no less than %g, of all %g", round, relaxed.bound, best[0]);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand),          cmocka_unit_test(relaxed_by_hand),
                                     cmocka_unit_test(none_and_endless), cmocka_unit_test(the_rules_that_clash),
                                     cmocka_unit_test(as_by_trying_all), cmocka_unit_test(bounds)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
