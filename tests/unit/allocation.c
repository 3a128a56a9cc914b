/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocations against trying every one. */
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

enum { ROUNDS = 500, FORMS = 2, SITES = 5, ZONES = 2, GOALS = WIJK_GOAL_COUNT };

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

static double straight(const wijk_site *a, const wijk_site *b) {
  return hypot(a->x - b->x, a->y - b->y);
}

/* ---- small invented cities ---- */

typedef struct city {
  wijk_site sites[SITES];
  wijk_ground zones[ZONES];
  double metres[SITES][SITES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS], least[FORMS], spacing[FORMS], unmet[FORMS];
  size_t after[SITES], building[SITES];
  wijk_allocation_problem problem;
  wijk_allocation_goal goals[GOALS]; /* in an order of its own */
  size_t goal_count;
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
    c->zones[z] = (wijk_ground){below(random, 5) > 0 ? below(random, 7) : NAN,
                                below(random, 8) > 0 ? 1 + below(random, 5) : NAN, below(random, 2) > 0};
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
                                         below(random, 2) > 0 ? WIJK_NONE : 1 + (size_t)below(random, 2),
                                         below(random, 2) > 0 ? NULL : c->after,
                                         below(random, 2) > 0 ? NULL : c->building,
                                         NULL,
                                         NULL};
  for (size_t i = 0; i < SITES; i++) {
    c->building[i] = (size_t)below(random, 3);
    c->after[i] = (size_t)below(random, SITES);
    if (c->after[i] == i)
      c->after[i] = WIJK_NONE;
  }
  for (size_t g = 0; g < GOALS; g++)
    c->goals[g] = (wijk_allocation_goal)g;
  for (size_t g = GOALS; g-- > 1;) {
    size_t other = (size_t)below(random, (int)g + 1);
    wijk_allocation_goal goal = c->goals[g];
    c->goals[g] = c->goals[other];
    c->goals[other] = goal;
  }
  c->goal_count = 1 + (size_t)below(random, GOALS);
}

/* Ways of their own from site to site, not as far back as there, some of them none; none shorter over another site. */
static void make_ways(wijk_random *random, city *c) {
  for (size_t a = 0; a < SITES; a++)
    for (size_t b = 0; b < SITES; b++)
      c->metres[a][b] = a == b ? 0 : below(random, 4) > 0 ? 100 * below(random, 9) : INFINITY;
  for (size_t by = 0; by < SITES; by++)
    for (size_t a = 0; a < SITES; a++)
      for (size_t b = 0; b < SITES; b++)
        c->metres[a][b] = fmin(c->metres[a][b], c->metres[a][by] + c->metres[by][b]);
  c->problem.metres = &c->metres[0][0];
}

static double way(const city *c, size_t from, size_t to) {
  return c->problem.metres ? c->metres[from][to] : straight(&c->sites[from], &c->sites[to]);
}

/* -1, 0 or 1: the city's goals in their order. */
static int compare(const city *c, const double *a, const double *b) {
  for (size_t g = 0; g < c->goal_count; g++) {
    const wijk_allocation_goal goal = c->goals[g];
    if (fabs(a[goal] - b[goal]) > 1e-7)
      return a[goal] < b[goal] ? -1 : 1;
  }
  return 0;
}

/* ---- every allocation ---- */

/* People of one form: where each of those who are there now goes. */
typedef struct trying {
  const city *c;
  const size_t *form;
  size_t of;
  double room[SITES], gone, best[GOALS];
  bool any;
} trying;

static double furthest_way(const city *c) {
  double longest = 0;
  for (size_t way = 0; way < SITES * SITES && c->problem.metres; way++)
    longest = isinf(c->problem.metres[way]) ? longest : fmax(longest, c->problem.metres[way]);
  if (c->problem.metres)
    return longest;
  wijk_site low = c->sites[0], high = c->sites[0];
  for (size_t i = 0; i < SITES; i++) {
    low.x = fmin(low.x, c->sites[i].x);
    low.y = fmin(low.y, c->sites[i].y);
    high.x = fmax(high.x, c->sites[i].x);
    high.y = fmax(high.y, c->sites[i].y);
  }
  return straight(&low, &high);
}

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
    double goals[GOALS] = {0}, displaced = fmax(0, t->gone - fmax(0, now - demand));
    goals[WIJK_GOAL_UNMET] = unmet;
    goals[WIJK_GOAL_MOVED] = moved + displaced;
    goals[WIJK_GOAL_METRES] = far + displaced * furthest_way(t->c);
    if (!t->any || compare(t->c, goals, t->best) < 0)
      memcpy(t->best, goals, sizeof goals);
    t->any = true;
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
    const double metres = way(t->c, site, to);
    if (t->room[to] < 1 || (to != site && (isinf(metres) || metres > p->furthest)))
      continue;
    t->room[to]--;
    try_people(t, site, left - 1, moved + (to != site), to == site ? far : far + metres);
    t->room[to]++;
  }
}

static double places_of(const city *c, const size_t *form, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < SITES; i++)
    places += c->sites[i].zone == zone && form[i] != WIJK_NONE ? c->capacity[i][form[i]] : 0;
  return places;
}

static bool keeps_rules(const city *c, const size_t *form, double *cost, double *new_ones) {
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
    if (p->after && s->form == WIJK_NONE && c->after[i] != WIJK_NONE && form[c->after[i]] == WIJK_NONE)
      return false;
    for (size_t k = 0; k < i; k++)
      if (form[k] == f && !(p->building && c->building[i] == c->building[k]) &&
          straight(s, &c->sites[k]) < c->spacing[f] && !(s->form == f && c->sites[k].form == f))
        return false;
  }
  *new_ones = (double)opened;
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
    bool possible = keeps_rules(c, form, &cost, &goals[WIJK_GOAL_OPENED]);
    for (size_t f = 0; f < FORMS && possible; f++) {
      trying t = {.c = c, .form = form, .of = f};
      for (size_t i = 0; i < SITES; i++)
        t.room[i] = form[i] == f ? c->capacity[i][f] : 0;
      try_people(&t, WIJK_NONE, 0, 0, 0);
      possible = t.any;
      for (size_t g = 0; g < GOALS; g++)
        goals[g] += t.best[g];
    }
    for (size_t z = 0; z < ZONES; z++) {
      if (isnan(c->zones[z].norm))
        continue;
      goals[WIJK_GOAL_HEAVIEST] = fmax(goals[WIJK_GOAL_HEAVIEST], places_of(c, form, z) / c->zones[z].norm);
      goals[WIJK_GOAL_OVERLOAD] += c->zones[z].vulnerable ? fmax(0, places_of(c, form, z) - c->zones[z].norm) : 0;
    }
    goals[WIJK_GOAL_COST] = cost;
    if (possible && (!any || compare(c, goals, best) < 0)) {
      memcpy(best, goals, sizeof goals);
      any = true;
    }
  }
  return any;
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
