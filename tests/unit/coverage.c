/* SPDX-License-Identifier: EUPL-1.2 */
/* Coverages against trying every one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/coverage.h"
#include <math.h>
#include <string.h>
#include <wijk/coverage.h>
#include <wijk/random.h>

enum { HOMES = 3, BASES = 3 };
static const wijk_coverage_limits proved = {0, 0, 0, 0};

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

/* ---- every coverage ---- */

typedef struct trying {
  const wijk_coverage_problem *p;
  double room[BASES], best[WIJK_COVERAGE_GOALS];
} trying;

/* Home after home, `left` households of it go to base `base` and those behind it, or to nobody. */
static void try_homes(trying *t, size_t home, size_t base, double left, double workers, double unserved,
                      double metres) {
  const wijk_coverage_problem *p = t->p;
  if (home == p->home_count) {
    const double own[] = {unserved, workers, metres};
    for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++)
      if (own[g] != t->best[g]) {
        if (own[g] < t->best[g])
          memcpy(t->best, own, sizeof own);
        return;
      }
    return;
  }
  if (base == p->base_count) {
    try_homes(t, home + 1, 0, home + 1 < p->home_count ? p->households[home + 1] : 0, workers, unserved + left, metres);
    return;
  }
  const double far = p->distance_m[home * p->base_count + base];
  const double most = isnan(far) || far > p->furthest_m ? 0 : fmin(left, t->room[base]);
  for (double many = 0; many <= most; many++) {
    t->room[base] -= many;
    try_homes(t, home, base + 1, left - many, workers, unserved, metres + many * (many > 0 ? far : 0));
    t->room[base] += many;
  }
}

static void try_workers(trying *t, size_t base, double count) {
  const wijk_coverage_problem *p = t->p;
  if (base == p->base_count) {
    double room[BASES];
    memcpy(room, t->room, sizeof room);
    try_homes(t, 0, 0, p->households[0], count, 0, 0);
    memcpy(t->room, room, sizeof room);
    return;
  }
  for (double own = 0; base < BASES && count + own <= fmin(9, (double)p->workers); own++) {
    t->room[base] = own * (double)p->caseload;
    try_workers(t, base + 1, count + own);
  }
}

typedef struct town {
  double households[HOMES], distance_m[HOMES * BASES];
  wijk_coverage_problem problem;
} town;

static double below(wijk_random *random, uint64_t limit) {
  return (double)wijk_random_below(random, limit);
}

static void make_town(wijk_random *random, town *t) {
  for (size_t i = 0; i < HOMES; i++)
    t->households[i] = below(random, 6);
  for (size_t k = 0; k < (size_t)HOMES * BASES; k++)
    t->distance_m[k] = below(random, 8) > 0 ? 100 * below(random, 9) : NAN;
  const size_t caseload = 2 + (size_t)below(random, 3);
  t->problem = (wijk_coverage_problem){.home_count = HOMES,
                                       .base_count = BASES,
                                       .households = t->households,
                                       .distance_m = t->distance_m,
                                       .caseload = caseload,
                                       .workers = below(random, 2) > 0 ? WIJK_NONE : (size_t)below(random, 6),
                                       .furthest_m = below(random, 2) > 0 ? NAN : 100 * below(random, 9)};
}

static void test_trying_every_one_finds_none_better(void **state) {
  (void)state;
  size_t short_of_workers = 0, out_of_reach = 0;
  for (uint64_t round = 0; round < 400; round++) {
    wijk_random random = wijk_random_new(12, round);
    wijk_error err = {0};
    wijk_coverage c = {0};
    town t;
    make_town(&random, &t);
    const wijk_arena_mark mark = wijk_arena_now(arena);
    assert_int_equal(wijk_coverage_compute(&t.problem, &proved, arena, &c, &err), WIJK_OK);
    trying all = {.p = &t.problem, .best = {INFINITY, INFINITY, INFINITY}};
    try_workers(&all, 0, 0);
    for (size_t g = 0; g < WIJK_COVERAGE_GOALS; g++) {
      if (c.goals[g].value != all.best[g])
        print_message("town %d goal %d\n", (int)round, (int)g);
      assert_float_equal(c.goals[g].value, all.best[g], 0);
      assert_true(c.goals[g].proved);
      assert_true(c.goals[g].bound <= c.goals[g].value);
    }
    short_of_workers += all.best[0] > 0 && t.problem.workers != WIJK_NONE;
    out_of_reach += all.best[0] > 0 && t.problem.workers == WIJK_NONE;
    wijk_arena_reset(arena, mark);
  }
  assert_true(short_of_workers > 40);
  assert_true(out_of_reach > 20);
}

/* ---- by hand ---- */

/* 13 households in A and 11 in B, 1 km apart: of two workers with 12 households one goes over for one household. */
static void test_a_rest_is_served_from_the_neighbour(void **state) {
  (void)state;
  const double households[] = {13, 11}, distance_m[] = {0, 1000, 1000, 0};
  const wijk_coverage_problem p = {2, 2, households, distance_m, 12, WIJK_NONE, NAN};
  wijk_coverage c = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_coverage_compute(&p, &proved, arena, &c, &err), WIJK_OK);
  assert_float_equal(c.goals[WIJK_COVERAGE_WORKERS].value, 2, 0);
  assert_float_equal(c.goals[WIJK_COVERAGE_METRES].value, 1000, 0);
  assert_int_equal(c.flow_count, 3);
  assert_int_equal(c.flows[1].base, 1);
  assert_int_equal(c.flows[1].home, 0);
  assert_float_equal(c.flows[1].households, 1, 0);
}

/* The same with nobody going further than 500 m: a third worker, who stays at home. */
static void test_who_may_not_go_far_is_more(void **state) {
  (void)state;
  const double households[] = {13, 11}, distance_m[] = {0, 1000, 1000, 0};
  const wijk_coverage_problem p = {2, 2, households, distance_m, 12, WIJK_NONE, 500};
  wijk_coverage c = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_coverage_compute(&p, &proved, arena, &c, &err), WIJK_OK);
  assert_float_equal(c.goals[WIJK_COVERAGE_UNSERVED].value, 0, 0);
  assert_float_equal(c.goals[WIJK_COVERAGE_WORKERS].value, 3, 0);
  assert_float_equal(c.goals[WIJK_COVERAGE_METRES].value, 0, 0);
}

/* One worker too few: as many as one caseload are left, and those for whom the way is longest. */
static void test_too_few_workers_leave_the_farthest(void **state) {
  (void)state;
  const double households[] = {12, 5, 7}, distance_m[] = {10, 300, 200};
  const wijk_coverage_problem p = {3, 1, households, distance_m, 12, 1, NAN};
  wijk_coverage c = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_coverage_compute(&p, &proved, arena, &c, &err), WIJK_OK);
  assert_float_equal(c.goals[WIJK_COVERAGE_UNSERVED].value, 12, 0);
  assert_float_equal(c.goals[WIJK_COVERAGE_METRES].value, 120, 0);
  assert_float_equal(c.unserved[1], 5, 0);
}

/* ---- one worker at a time ---- */

enum { MANY = 7 };

/* Households unserved, then metres, with these workers. */
static void serve(const wijk_coverage_problem *p, const double *workers, double *unserved, double *metres) {
  double served[MANY * (MANY + 1)];
  wijk_error err = {0};
  *unserved = *metres = 0;
  assert_int_equal(coverage_serve(p, workers, arena, served, NULL, &err), WIJK_OK);
  for (size_t i = 0; i < MANY; i++) {
    *unserved += served[i * (MANY + 1) + MANY];
    for (size_t j = 0; j < MANY; j++)
      *metres += served[i * (MANY + 1) + j] > 0 ? served[i * (MANY + 1) + j] * p->distance_m[i * MANY + j] : 0;
  }
}

static void test_no_move_of_one_worker_is_left_that_helps(void **state) {
  (void)state;
  size_t better = 0;
  for (uint64_t round = 0; round < 300; round++) {
    wijk_random random = wijk_random_new(29, round);
    const wijk_arena_mark mark = wijk_arena_now(arena);
    double households[MANY], distance_m[MANY * MANY], workers[MANY], before, after, unserved, metres;
    double all = 0, unserved_before;
    wijk_error err = {0};
    for (size_t i = 0; i < MANY; i++)
      all += households[i] = (double)wijk_random_below(&random, 30);
    for (size_t k = 0; k < MANY * MANY; k++)
      distance_m[k] = wijk_random_below(&random, 12) == 0 ? NAN : (double)wijk_random_below(&random, 2000);
    const wijk_coverage_problem p = {MANY, MANY, households, distance_m, 8, WIJK_NONE, round % 3 == 0 ? 1200 : NAN};
    const double most = ceil(all / 8) - (double)(round % 4);
    for (size_t j = 0; j < MANY; j++)
      workers[j] = 0;
    for (double w = 0; w < most; w++)
      workers[wijk_random_below(&random, MANY)]++;
    serve(&p, workers, &unserved_before, &before);
    assert_int_equal(coverage_improve(&p, arena, workers, &err), WIJK_OK);
    serve(&p, workers, &unserved, &after);
    assert_true(unserved < unserved_before || (unserved == unserved_before && after <= before));
    better += unserved < unserved_before || after < before;
    for (size_t from = 0; from < MANY; from++)
      for (size_t to = 0; to < MANY && workers[from] > 0; to++) {
        double left;
        workers[from]--, workers[to]++;
        serve(&p, workers, &left, &metres);
        assert_true(left > unserved || (left == unserved && metres >= after));
        workers[from]++, workers[to]--;
      }
    wijk_arena_reset(arena, mark);
  }
  assert_true(better > 200);
}

/* 156 homes, each a base: beyond what a search settles, and yet within a few percent of the least. */
static void test_many_homes_are_near_their_bound(void **state) {
  (void)state;
  enum { WIDE = 12, HIGH = 13, ALL = WIDE * HIGH };
  const wijk_coverage_limits usual = {2000, .005, 0, 0};
  static double households[ALL], distance_m[ALL * ALL], x[ALL], y[ALL];
  wijk_random random = wijk_random_new(31, 0);
  wijk_coverage c = {0};
  wijk_error err = {0};
  for (size_t i = 0; i < ALL; i++) {
    x[i] = (double)(i % WIDE) * 600 + (double)wijk_random_below(&random, 400);
    y[i] = (double)(i / WIDE) * 600 + (double)wijk_random_below(&random, 400);
    households[i] = (double)wijk_random_below(&random, 30);
  }
  for (size_t k = 0; k < ALL * ALL; k++)
    distance_m[k] = hypot(x[k / ALL] - x[k % ALL], y[k / ALL] - y[k % ALL]);
  const wijk_coverage_problem p = {ALL, ALL, households, distance_m, 12, WIJK_NONE, NAN};
  assert_int_equal(wijk_coverage_compute(&p, &usual, arena, &c, &err), WIJK_OK);
  const wijk_coverage_value *metres = &c.goals[WIJK_COVERAGE_METRES];
  assert_true(c.goals[WIJK_COVERAGE_UNSERVED].value == 0 && c.goals[WIJK_COVERAGE_WORKERS].proved);
  assert_true(metres->bound > 0.95 * metres->value && metres->bound < metres->value);
}

/* With two of the three bases of each home in the program, what it says is least is so for all three. */
static void test_pairs_left_out_do_not_make_the_bound_too_high(void **state) {
  (void)state;
  const wijk_coverage_limits two = {0, 0, 0, 2 * HOMES};
  size_t best = 0, surely = 0;
  for (uint64_t round = 0; round < 300; round++) {
    wijk_random random = wijk_random_new(13, round);
    wijk_error err = {0};
    wijk_coverage c = {0};
    town t;
    make_town(&random, &t);
    const wijk_arena_mark mark = wijk_arena_now(arena);
    trying all = {.p = &t.problem, .best = {INFINITY, INFINITY, INFINITY}};
    try_workers(&all, 0, 0);
    assert_int_equal(wijk_coverage_compute(&t.problem, &two, arena, &c, &err), WIJK_OK);
    bool as_good = true; /* a bound is of its goal where those before it are what they are */
    for (size_t g = 0; g < WIJK_COVERAGE_GOALS && as_good; g++) {
      assert_true(c.goals[g].bound <= all.best[g]);
      assert_true(c.goals[g].value >= all.best[g]);
      as_good = c.goals[g].value == all.best[g];
    }
    best += as_good;
    surely += as_good && c.goals[0].proved && c.goals[1].proved && c.goals[2].proved;
    wijk_arena_reset(arena, mark);
  }
  assert_true(best > 250);
  assert_true(surely > 200);
}

/* ---- checks ---- */

static void test_a_broken_coverage_is_found(void **state) {
  (void)state;
  const double households[] = {3}, distance_m[] = {100};
  wijk_coverage_problem p = {1, 1, households, distance_m, 2, WIJK_NONE, NAN};
  double workers[] = {2}, unserved[] = {0};
  wijk_coverage_flow flow = {0, 0, 3};
  wijk_coverage c = {.workers = workers, .unserved = unserved, .flows = &flow, .flow_count = 1};
  assert_null(wijk_coverage_check(&p, &c));
  p.furthest_m = 99;
  assert_non_null(wijk_coverage_check(&p, &c));
  p.furthest_m = NAN;
  p.workers = 1;
  assert_non_null(wijk_coverage_check(&p, &c));
  p.workers = WIJK_NONE;
  workers[0] = 1;
  assert_non_null(wijk_coverage_check(&p, &c));
  workers[0] = 2;
  unserved[0] = 1;
  assert_non_null(wijk_coverage_check(&p, &c));
  unserved[0] = 0;
  flow.households = 2.5;
  assert_non_null(wijk_coverage_check(&p, &c));
}

static void refused(const wijk_coverage_problem *p) {
  wijk_coverage c = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_coverage_compute(p, &proved, arena, &c, &err), WIJK_USAGE);
}

static void test_a_problem_that_cannot_be_is_refused(void **state) {
  (void)state;
  const double households[] = {3}, half[] = {2.5}, below_0[] = {-1}, distance_m[] = {100}, back[] = {-1};
  refused(&(wijk_coverage_problem){1, 1, households, distance_m, 0, WIJK_NONE, NAN});
  refused(&(wijk_coverage_problem){1, 1, half, distance_m, 2, WIJK_NONE, NAN});
  refused(&(wijk_coverage_problem){1, 1, below_0, distance_m, 2, WIJK_NONE, NAN});
  refused(&(wijk_coverage_problem){1, 1, households, back, 2, WIJK_NONE, NAN});
  refused(&(wijk_coverage_problem){1, 0, households, distance_m, 2, WIJK_NONE, NAN});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_trying_every_one_finds_none_better),
      cmocka_unit_test(test_a_rest_is_served_from_the_neighbour),
      cmocka_unit_test(test_who_may_not_go_far_is_more),
      cmocka_unit_test(test_too_few_workers_leave_the_farthest),
      cmocka_unit_test(test_no_move_of_one_worker_is_left_that_helps),
      cmocka_unit_test(test_many_homes_are_near_their_bound),
      cmocka_unit_test(test_pairs_left_out_do_not_make_the_bound_too_high),
      cmocka_unit_test(test_a_broken_coverage_is_found),
      cmocka_unit_test(test_a_problem_that_cannot_be_is_refused),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
