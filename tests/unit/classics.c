/* SPDX-License-Identifier: EUPL-1.2 */
/* Classic problems of location reach their published optima. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/location_data.h"
#include <math.h>
#include <time.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>

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

/* Customers are locations that must close, each with its people; then candidates come. */
typedef struct classic {
  wijk_site *sites;
  double *room, *cost, *metres, demand, unmet;
  size_t customers, candidates;
  wijk_allocation_problem problem;
} classic;

static const double nothing[1] = {0};

static void *add(size_t count, size_t size) {
  wijk_error err = {0};
  void *made = wijk_arena_add(arena, count, size, &err);
  assert_int_equal(err.status, WIJK_OK);
  return made;
}

/* Every candidate has room for all and costs nothing; ways, if they are to be given, have no length yet. */
static classic open_classic(size_t customers, size_t candidates, bool ways) {
  const size_t count = customers + candidates;
  classic c = {.sites = add(count, sizeof(wijk_site)),
               .room = add(candidates, sizeof(double)),
               .cost = add(candidates, sizeof(double)),
               .metres = ways ? add(count * count, sizeof(double)) : NULL,
               .customers = customers,
               .candidates = candidates,
               .problem.budget = NAN};
  for (size_t i = 0; i < customers; i++)
    c.sites[i] = (wijk_site){.zone = WIJK_NONE, .closes = true, .capacity = nothing, .cost = nothing};
  for (size_t k = 0; k < candidates; k++) {
    c.room[k] = 1e7;
    c.sites[customers + k] =
        (wijk_site){.zone = WIJK_NONE, .form = WIJK_NONE, .capacity = &c.room[k], .cost = &c.cost[k]};
  }
  return c;
}

static void add_people(classic *c, size_t customer, double people) {
  c->sites[customer].places = c->sites[customer].occupied = people;
  c->demand += people;
}

static void set_way(const classic *c, size_t customer, size_t candidate, double metres) {
  c->metres[customer * (c->customers + c->candidates) + c->customers + candidate] = metres;
}

static void solve(classic *c, const wijk_allocation_goal *goals, size_t goal_count, wijk_allocation *a) {
  const wijk_allocation_limits proved = {goals, goal_count, 0, 0, 0};
  const clock_t start = clock();
  wijk_error err = {0};
  c->problem.form_count = 1;
  c->problem.site_count = c->customers + c->candidates;
  c->problem.sites = c->sites;
  c->problem.demand = &c->demand;
  c->problem.unmet = &c->unmet;
  c->problem.metres = c->metres;
  if (wijk_allocation_compute(&c->problem, &proved, arena, a, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  assert_true(a->found);
  for (size_t g = 0; g < goal_count; g++)
    assert_true(a->goals[g].proved);
  assert_null(wijk_allocation_check(&c->problem, a));
  print_message("%.10g in %.1f s\n", a->goals[goal_count - 1].value, (double)(clock() - start) / CLOCKS_PER_SEC);
}

/* p-median: Hakimi 1964. Distances along the network by Floyd's algorithm. */
static void medians(void **state) {
  (void)state;
  static const wijk_allocation_goal goals[] = {WIJK_GOAL_METRES};
  static double far[PMED_NODES][PMED_NODES];
  wijk_allocation a;
  classic c = open_classic(PMED_NODES, PMED_NODES, true);
  for (size_t i = 0; i < PMED_NODES; i++)
    for (size_t k = 0; k < PMED_NODES; k++)
      far[i][k] = i == k ? 0 : INFINITY;
  for (size_t e = 0; e < PMED_EDGES; e++) {
    const size_t i = pmed_edges[3 * e] - 1U, k = pmed_edges[3 * e + 1] - 1U;
    far[i][k] = far[k][i] = pmed_edges[3 * e + 2];
  }
  for (size_t by = 0; by < PMED_NODES; by++)
    for (size_t i = 0; i < PMED_NODES; i++)
      for (size_t k = 0; k < PMED_NODES; k++)
        far[i][k] = fmin(far[i][k], far[i][by] + far[by][k]);
  for (size_t i = 0; i < PMED_NODES; i++) {
    add_people(&c, i, 1);
    for (size_t k = 0; k < PMED_NODES; k++)
      set_way(&c, i, k, far[i][k]);
  }
  c.problem.furthest = NAN;
  c.problem.open_most = PMED_MEDIANS;
  solve(&c, goals, 1, &a);
  assert_float_equal(a.goals[0].value, PMED_LEAST, 1e-6);
}

/* Maximal covering: Church and ReVelle 1974. */
static void coverings(void **state) {
  (void)state;
  static const wijk_allocation_goal goals[] = {WIJK_GOAL_UNMET};
  for (size_t count = 1; count <= SJC_MOST; count++) {
    const wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_allocation a;
    classic c = open_classic(SJC_BLOCKS, SJC_BLOCKS, false);
    for (size_t i = 0; i < SJC_BLOCKS; i++) {
      const short *block = &sjc_blocks[3 * i];
      add_people(&c, i, block[2]);
      c.sites[i].x = c.sites[SJC_BLOCKS + i].x = block[0];
      c.sites[i].y = c.sites[SJC_BLOCKS + i].y = block[1];
    }
    c.unmet = c.demand;
    c.problem.furthest = SJC_METRES;
    c.problem.open_most = count;
    solve(&c, goals, 1, &a);
    assert_float_equal(c.demand - a.goals[0].value, sjc_covered[count - 1], 1e-6);
    wijk_arena_reset(arena, mark);
  }
}

/* Set covering: the Steiner triple system of 27 points, three of which are a triple when they sum to 0 in each of three
 * digits. A set that meets every triple has 18 points at least (Fulkerson, Nemhauser and Trotter 1974, Mathematical
 * Programming Study 2). */
static void triples(void **state) {
  (void)state;
  enum { POINTS = 27, TRIPLES = 117, LEAST = 18 };
  static const wijk_allocation_goal goals[] = {WIJK_GOAL_OPENED};
  wijk_allocation a;
  size_t triple = 0;
  classic c = open_classic(TRIPLES, POINTS, true);
  for (size_t x = 0; x < POINTS; x++)
    for (size_t y = x + 1; y < POINTS; y++)
      for (size_t z = y + 1; z < POINTS; z++) {
        if ((x + y + z) % 3 || (x / 3 + y / 3 + z / 3) % 3 || (x / 9 + y / 9 + z / 9) % 3)
          continue;
        for (size_t k = 0; k < POINTS; k++)
          set_way(&c, triple, k, k == x || k == y || k == z ? 1 : INFINITY);
        add_people(&c, triple++, 1);
      }
  assert_int_equal(triple, TRIPLES);
  c.problem.furthest = NAN;
  c.problem.open_most = WIJK_NONE;
  solve(&c, goals, 1, &a);
  assert_float_equal(a.goals[0].value, LEAST, 1e-6);
}

/* Warehouses with a fixed cost and no more than they hold: of all that can be spent on warehouses, what it takes to
 * bring all goods. Twelve hold 60,000 of the 58,268; beyond fifteen there is but one more, at full cost. */
static void warehouses(void **state) {
  (void)state;
  static const wijk_allocation_goal goals[] = {WIJK_GOAL_METRES};
  double least = INFINITY;
  for (size_t paid = 11; paid < CAP_SITES; paid++) {
    const wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_allocation a;
    classic c = open_classic(CAP_CUSTOMERS, CAP_SITES, true);
    for (size_t i = 0; i < CAP_CUSTOMERS; i++) {
      add_people(&c, i, cap_demand[i]);
      for (size_t k = 0; k < CAP_SITES; k++)
        set_way(&c, i, k, (double)cap_units[CAP_SITES * i + k] / CAP_PARTS);
    }
    for (size_t k = 0; k < CAP_SITES; k++) {
      c.room[k] = CAP_ROOM;
      c.cost[k] = k == CAP_FREE ? 0 : CAP_COST;
    }
    c.problem.furthest = NAN;
    c.problem.open_most = WIJK_NONE;
    c.problem.budget = (double)(CAP_COST * paid);
    solve(&c, goals, 1, &a);
    least = fmin(least, a.goals[0].value + wijk_allocation_value(&c.problem, &a, WIJK_GOAL_COST));
    wijk_arena_reset(arena, mark);
  }
  assert_float_equal(least, CAP_LEAST, 1e-6);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(medians), cmocka_unit_test(coverings), cmocka_unit_test(triples),
                                     cmocka_unit_test(warehouses)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
