/* SPDX-License-Identifier: EUPL-1.2 */
/* Classic problems of location with known answers, as allocations; and rules that clash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>

static const wijk_allocation_limits proved = {NULL, 0, 0, 0, 0};

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

/* ---- classic problems ---- */

/* Customers are locations that must close, each with its people; candidates have room for all. */
typedef struct plan {
  wijk_site sites[64];
  double capacity[64], none, free;
  wijk_allocation_problem problem;
  double demand;
} plan;

static const double nothing[1] = {0};

static void add_customer(plan *p, double x, double y, double people) {
  p->sites[p->problem.site_count++] = (wijk_site){.x = x,
                                                  .y = y,
                                                  .zone = WIJK_NONE,
                                                  .places = people,
                                                  .occupied = people,
                                                  .closes = true,
                                                  .capacity = nothing,
                                                  .cost = nothing};
  p->demand += people;
}

static void add_candidate(plan *p, double x, double y, double room) {
  size_t i = p->problem.site_count++;
  p->capacity[i] = room;
  p->sites[i] =
      (wijk_site){.x = x, .y = y, .zone = WIJK_NONE, .form = WIJK_NONE, .capacity = &p->capacity[i], .cost = nothing};
}

static void settle(plan *p, size_t least, size_t most, double furthest) {
  p->problem.form_count = 1;
  p->problem.sites = p->sites;
  p->problem.demand = &p->demand;
  p->problem.budget = NAN;
  p->problem.furthest = furthest;
  p->problem.open_least = least;
  p->problem.open_most = most;
}

/* Five towns on a line at 0, 1, 4, 8, 9 with 3, 2, 4, 1, 5 people, which are the candidates too. One median: at 4 it is
 * 3*4 + 2*3 + 0 + 1*4 + 5*5 = 47, at its neighbours 1 and 8 it is 62 and 59. Of two and three all sets are tried. */
static void medians(void **state) {
  (void)state;
  const double at[] = {0, 1, 4, 8, 9}, people[] = {3, 2, 4, 1, 5};
  for (size_t count = 1; count <= 3; count++) {
    static const wijk_allocation_goal goals[] = {WIJK_GOAL_UNMET, WIJK_GOAL_METRES};
    const wijk_allocation_limits limits = {goals, 2, 0, 0, 0};
    wijk_error err = {0};
    wijk_allocation a;
    plan p = {.free = 0};
    for (int i = 0; i < 5; i++)
      add_customer(&p, at[i], 0, people[i]);
    for (int i = 0; i < 5; i++)
      add_candidate(&p, at[i], 0, 15);
    settle(&p, count, count, NAN);
    assert_int_equal(wijk_allocation_compute(&p.problem, &limits, arena, &a, &err), WIJK_OK);
    assert_true(a.found && a.goals[0].value == 0);
    double tried = INFINITY;
    for (int set = 0; set < 32; set++) {
      double sum = 0;
      if (__builtin_popcount((unsigned)set) != (int)count)
        continue;
      for (int i = 0; i < 5; i++) {
        double near = INFINITY;
        for (int k = 0; k < 5; k++)
          near = set >> k & 1 ? fmin(near, fabs(at[i] - at[k])) : near;
        sum += people[i] * near;
      }
      tried = fmin(tried, sum);
    }
    if (fabs(a.goals[1].value - tried) > 1e-6)
      fail_msg("%zu medians: %g, tried %g", count, a.goals[1].value, tried);
    if (count == 1)
      assert_float_equal(tried, 47, 1e-9);
  }
}

/* Within 2 km, one site at 0 or 1 serves 5 people, at 4 serves 4, at 8 or 9 serves 6: most covering 6, with two 11; all
 * need three. */
static void coverings(void **state) {
  (void)state;
  const double at[] = {0, 1, 4, 8, 9}, people[] = {3, 2, 4, 1, 5}, unserved[] = {0, 9, 4, 0};
  for (size_t count = 0; count <= 3; count++) {
    static const wijk_allocation_goal most[] = {WIJK_GOAL_UNMET}, all[] = {WIJK_GOAL_UNMET, WIJK_GOAL_OPENED};
    const wijk_allocation_limits limits = {count ? most : all, count ? 1 : 2, 0, 0, 0};
    wijk_error err = {0};
    wijk_allocation a;
    plan p = {.free = 0};
    for (int i = 0; i < 5; i++)
      add_customer(&p, 1000 * at[i], 0, people[i]);
    for (int i = 0; i < 5; i++)
      add_candidate(&p, 1000 * at[i], 0, 15);
    settle(&p, 0, count ? count : WIJK_NONE, 2000);
    assert_int_equal(wijk_allocation_compute(&p.problem, &limits, arena, &a, &err), WIJK_OK);
    assert_true(a.found);
    assert_float_equal(a.goals[0].value, unserved[count], 1e-9);
    if (count == 0)
      assert_float_equal(a.goals[1].value, 3, 1e-9);
  }
}

/* Two zones without room and a demand that must be met: norm, and how many may go without. */
static void the_rules_that_clash(void **state) {
  (void)state;
  const double room[] = {5}, price[] = {100}, demand[] = {8}, unmet[] = {3};
  const wijk_site sites[] = {{.zone = 0, .form = WIJK_NONE, .capacity = room, .cost = price},
                             {.x = 500, .zone = 1, .form = WIJK_NONE, .capacity = room, .cost = price}};
  const wijk_ground zones[] = {{4, 4, true}, {4, 4, false}};
  wijk_allocation_problem p = {1,    2,   2, sites,     zones, demand, NULL, NULL, unmet,
                               1000, NAN, 0, WIJK_NONE, NULL,  NULL,   NULL, NULL};
  wijk_error err = {0};
  wijk_allocation a;
  assert_int_equal(wijk_allocation_compute(&p, &proved, arena, &a, &err), WIJK_OK);
  assert_true(!a.found && a.clash_count == 3);
  assert_int_equal(a.clash[0].rule, WIJK_RULE_UNMET);
  assert_true(a.clash[1].rule == WIJK_RULE_NORM && a.clash[1].of == 0);
  assert_true(a.clash[2].rule == WIJK_RULE_NORM && a.clash[2].of == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(medians), cmocka_unit_test(coverings),
                                     cmocka_unit_test(the_rules_that_clash)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
