/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocations against trying every one, and classic problems of location with known answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>
#include <wijk/random.h>

enum { FORMS = 2, SITES = 5, ZONES = 2, GOALS = 6 };
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

static double metres(const wijk_site *a, const wijk_site *b) {
  return hypot(a->x - b->x, a->y - b->y);
}

/* ---- small invented cities ---- */

typedef struct city {
  wijk_site sites[SITES];
  wijk_ground zones[ZONES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS], least[FORMS], spacing[FORMS], unmet[FORMS];
  wijk_allocation_problem problem;
} city;

static double below(wijk_random *random, int limit) {
  return (double)wijk_random_below(random, (uint64_t)limit);
}

static void make_city(wijk_random *random, city *c) {
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < SITES; i++) {
    const bool there = i < 3;
    for (size_t f = 0; f < FORMS; f++) {
      c->capacity[i][f] = below(random, 3) > 0 ? below(random, 4) : 0;
      c->cost[i][f] = 10 * below(random, 5);
    }
    size_t form = below(random, FORMS) > 0;
    if (there && c->capacity[i][form] == 0 && below(random, 3) > 0)
      c->capacity[i][form] = 2;
    double places = there ? fmax(c->capacity[i][form], 1 + below(random, 2)) : 0;
    c->sites[i] = (wijk_site){.x = 100 * below(random, 8),
                              .y = 100 * below(random, 8),
                              .zone = below(random, 6) > 0 ? (size_t)below(random, ZONES) : WIJK_NONE,
                              .form = there ? form : WIJK_NONE,
                              .places = places,
                              .occupied = there ? fmin(2, below(random, (int)places + 1)) : 0,
                              .stays = there && c->capacity[i][form] > 0 && below(random, 8) == 0,
                              .capacity = c->capacity[i],
                              .cost = c->cost[i]};
    c->sites[i].closes = there && !c->sites[i].stays && below(random, 10) == 0;
  }
  for (size_t z = 0; z < ZONES; z++)
    c->zones[z] =
        (wijk_ground){below(random, 5) > 0 ? below(random, 7) : NAN, 1 + below(random, 5), below(random, 2) > 0};
  for (size_t f = 0; f < FORMS; f++) {
    c->demand[f] = below(random, 7);
    c->least[f] = below(random, 3);
    c->spacing[f] = 100 * below(random, 4);
    c->unmet[f] = 1 + below(random, 4);
  }
  c->problem = (wijk_allocation_problem){FORMS,
                                         SITES,
                                         ZONES,
                                         c->sites,
                                         c->zones,
                                         c->demand,
                                         c->least,
                                         c->spacing,
                                         below(random, 3) > 0 ? NULL : c->unmet,
                                         below(random, 2) > 0 ? NAN : 10 * below(random, 9),
                                         below(random, 2) > 0 ? NAN : 100 * below(random, 9),
                                         (size_t)below(random, 2),
                                         below(random, 2) > 0 ? WIJK_NONE : 1 + (size_t)below(random, 2)};
}

/* ---- every allocation ---- */

/* People of one form: where each of those who are there now goes. */
typedef struct trying {
  const city *c;
  const size_t *form;
  size_t of;
  double room[SITES], gone, best_unmet, best_moved, best_metres;
  bool any;
} trying;

/* After all who are there now have been dealt with, new people fill what is left. */
static void weigh(trying *t, double moved, double far) {
  const wijk_allocation_problem *p = &t->c->problem;
  double room = 0, capacity = 0, now = 0;
  for (size_t i = 0; i < SITES; i++) {
    room += t->room[i];
    capacity += t->form[i] == t->of ? t->c->capacity[i][t->of] : 0;
    now += p->sites[i].form == t->of ? p->sites[i].occupied : 0;
  }
  double taken = capacity - room, demand = p->demand[t->of];
  for (double housed = fmin(capacity, demand); housed >= taken; housed--) {
    double unmet = demand - housed;
    if (t->gone > fmax(0, now - demand) + unmet || (p->unmet && unmet > p->unmet[t->of]))
      continue;
    bool better =
        !t->any || unmet < t->best_unmet ||
        (unmet == t->best_unmet && (moved < t->best_moved || (moved == t->best_moved && far < t->best_metres)));
    if (better) {
      t->best_unmet = unmet;
      t->best_moved = moved;
      t->best_metres = far;
      t->any = true;
    }
  }
}

/* One person after another; `site` and `left` say whose turn it is. */
static void try_people(trying *t, size_t site, double left, double moved, double far) {
  const wijk_allocation_problem *p = &t->c->problem;
  while (left == 0) {
    if (++site >= SITES) {
      weigh(t, moved, far);
      return;
    }
    left = p->sites[site].form == t->of ? p->sites[site].occupied : 0;
  }
  t->gone++;
  try_people(t, site, left - 1, moved, far);
  t->gone--;
  for (size_t to = 0; to < SITES; to++) {
    double way = metres(&p->sites[site], &p->sites[to]);
    if (t->room[to] < 1 || (to != site && way > p->furthest))
      continue;
    t->room[to]--;
    try_people(t, site, left - 1, moved + (to != site), to == site ? far : far + way);
    t->room[to]++;
  }
}

static double places_of(const city *c, const size_t *form, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < SITES; i++)
    places += c->sites[i].zone == zone && form[i] != WIJK_NONE ? c->capacity[i][form[i]] : 0;
  return places;
}

static bool keeps_rules(const city *c, const size_t *form, double *cost) {
  const wijk_allocation_problem *p = &c->problem;
  size_t opened = 0;
  *cost = 0;
  for (size_t i = 0; i < SITES; i++) {
    const wijk_site *s = &c->sites[i];
    const size_t f = form[i];
    if ((s->stays && f != s->form) || (s->closes && f == s->form))
      return false;
    if (f == WIJK_NONE)
      continue;
    if (c->capacity[i][f] == 0 || (f != s->form && c->capacity[i][f] < c->least[f]))
      return false;
    *cost += f != s->form ? c->cost[i][f] : 0;
    opened += s->form == WIJK_NONE;
    for (size_t k = 0; k < i; k++)
      if (form[k] == f && metres(s, &c->sites[k]) < c->spacing[f] && !(s->form == f && c->sites[k].form == f))
        return false;
  }
  for (size_t z = 0; z < ZONES; z++) {
    double now = 0;
    for (size_t i = 0; i < SITES; i++)
      now += c->sites[i].zone == z && c->sites[i].form != WIJK_NONE ? c->sites[i].places : 0;
    if (places_of(c, form, z) > c->zones[z].allowed && places_of(c, form, z) > now)
      return false;
  }
  return !(*cost > p->budget) && opened >= p->open_least && (p->open_most == WIJK_NONE || opened <= p->open_most);
}

static bool enumerate(const city *c, double best[GOALS]) {
  bool any = false;
  int all = 1;
  for (int i = 0; i < SITES; i++)
    all *= FORMS + 1;
  for (int number = 0; number < all; number++) {
    size_t form[SITES];
    double cost, goals[GOALS] = {0};
    for (int i = 0, rest = number; i < SITES; i++, rest /= FORMS + 1)
      form[i] = rest % (FORMS + 1) == FORMS ? WIJK_NONE : (size_t)(rest % (FORMS + 1));
    bool possible = keeps_rules(c, form, &cost);
    for (size_t f = 0; f < FORMS && possible; f++) {
      trying t = {.c = c, .form = form, .of = f};
      for (size_t i = 0; i < SITES; i++)
        t.room[i] = form[i] == f ? c->capacity[i][f] : 0;
      try_people(&t, WIJK_NONE, 0, 0, 0);
      possible = t.any;
      goals[0] += t.best_unmet;
      goals[3] += t.best_moved;
      goals[4] += t.best_metres;
    }
    for (size_t z = 0; z < ZONES; z++) {
      goals[1] = fmax(goals[1], places_of(c, form, z) / c->zones[z].norm);
      goals[2] += c->zones[z].vulnerable ? fmax(0, places_of(c, form, z) - c->zones[z].norm) : 0;
    }
    goals[5] = cost;
    int order = any ? 0 : -1;
    for (int g = 0; g < GOALS && order == 0; g++)
      order = goals[g] < best[g] - 1e-7 ? -1 : goals[g] > best[g] + 1e-7 ? 1 : 0;
    if (possible && order < 0) {
      memcpy(best, goals, sizeof goals);
      any = true;
    }
  }
  return any;
}

static void as_by_trying_all(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(2026, 0);
  int none = 0;
  for (int round = 0; round < 250; round++) {
    wijk_error err = {0};
    wijk_allocation a;
    city c;
    double best[GOALS];
    make_city(&random, &c);
    wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_status status = wijk_allocation_compute(&c.problem, &proved, arena, &a, &err);
    if (status != WIJK_OK)
      fail_msg("round %d: %s", round, err.message);
    bool any = enumerate(&c, best);
    if (any != a.found)
      fail_msg("round %d: an allocation is %sfound", round, a.found ? "" : "not ");
    none += !any;
    for (size_t g = 0; any && g < GOALS; g++) {
      if (fabs(a.goals[g].value - best[g]) > 1e-6 || !a.goals[g].proved)
        fail_msg("round %d: goal %zu is %.10g, of all it is %.10g", round, g, a.goals[g].value, best[g]);
      if (fabs(wijk_allocation_value(&c.problem, &a, a.goals[g].goal) - best[g]) > 1e-6)
        fail_msg("round %d: counted, goal %zu is not %.10g", round, g, best[g]);
    }
    assert_true(any || a.clash_count > 0);
    wijk_arena_reset(arena, mark);
  }
  print_message("without an allocation: %d of 250\n", none);
  assert_in_range(none, 10, 200);
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
  wijk_allocation_problem p = {1, 2, 2, sites, zones, demand, NULL, NULL, unmet, 1000, NAN, 0, WIJK_NONE};
  wijk_error err = {0};
  wijk_allocation a;
  assert_int_equal(wijk_allocation_compute(&p, &proved, arena, &a, &err), WIJK_OK);
  assert_true(!a.found && a.clash_count == 3);
  assert_int_equal(a.clash[0].rule, WIJK_RULE_UNMET);
  assert_true(a.clash[1].rule == WIJK_RULE_NORM && a.clash[1].of == 0);
  assert_true(a.clash[2].rule == WIJK_RULE_NORM && a.clash[2].of == 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(as_by_trying_all), cmocka_unit_test(medians),
                                     cmocka_unit_test(coverings), cmocka_unit_test(the_rules_that_clash)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
