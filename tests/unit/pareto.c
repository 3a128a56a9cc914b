/* SPDX-License-Identifier: EUPL-1.2 */
/* The frontier of two goals against the allocations of small invented cities, every one of them. */
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

enum { FORMS = 2, SITES = 5, ZONES = 2, GOALS = WIJK_GOAL_COUNT, PEOPLE = 10, ROUNDS = 100 };

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

typedef struct city {
  wijk_site sites[SITES];
  wijk_ground zones[ZONES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS];
  wijk_allocation_problem problem;
} city;

static double below(wijk_random *random, int limit) {
  return (double)wijk_random_below(random, (uint64_t)limit);
}

static void make_city(wijk_random *random, city *c) {
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < SITES; i++) {
    const bool there = i < 2;
    const size_t form = (size_t)below(random, FORMS);
    for (size_t f = 0; f < FORMS; f++) {
      c->capacity[i][f] = 1 + below(random, 3);
      c->cost[i][f] = 10 * (1 + below(random, 5));
    }
    c->sites[i] = (wijk_site){.x = 100 * below(random, 8),
                              .y = 100 * below(random, 8),
                              .zone = (size_t)below(random, ZONES),
                              .form = there ? form : WIJK_NONE,
                              .places = there ? c->capacity[i][form] : 0,
                              .occupied = there ? below(random, (int)c->capacity[i][form] + 1) : 0,
                              .capacity = c->capacity[i],
                              .cost = c->cost[i]};
  }
  for (size_t z = 0; z < ZONES; z++)
    c->zones[z] = (wijk_ground){below(random, 3) > 0 ? NAN : 1 + below(random, 7), 1 + below(random, 5), true};
  for (size_t f = 0; f < FORMS; f++)
    c->demand[f] = below(random, 9);
  c->problem = (wijk_allocation_problem){.form_count = FORMS,
                                         .site_count = SITES,
                                         .zone_count = ZONES,
                                         .sites = c->sites,
                                         .zones = c->zones,
                                         .demand = c->demand,
                                         .budget = below(random, 5) > 0 ? NAN : 60,
                                         .furthest = NAN,
                                         .open_most = WIJK_NONE};
}

/* ---- every allocation ---- */

static double diagonal(const city *c) {
  double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
  for (size_t i = 0; i < SITES; i++) {
    low[0] = fmin(low[0], c->sites[i].x);
    low[1] = fmin(low[1], c->sites[i].y);
    high[0] = fmax(high[0], c->sites[i].x);
    high[1] = fmax(high[1], c->sites[i].y);
  }
  return hypot(high[0] - low[0], high[1] - low[1]);
}

/* People of one form: the least metres for each number without a place and number of those who leave. */
typedef struct trying {
  const city *c;
  const size_t *form;
  size_t of;
  double room[SITES], gone, metres[PEOPLE][PEOPLE];
} trying;

static void weigh(trying *t, double moved, double far) {
  double room = 0, capacity = 0, now = 0;
  for (size_t i = 0; i < SITES; i++) {
    room += t->room[i];
    capacity += t->form[i] == t->of ? t->c->capacity[i][t->of] : 0;
    now += t->c->sites[i].form == t->of ? t->c->sites[i].occupied : 0;
  }
  const double demand = t->c->demand[t->of], displaced = fmax(0, t->gone - fmax(0, now - demand));
  const int leave = (int)(moved + displaced);
  far += displaced * diagonal(t->c);
  for (double housed = fmin(capacity, demand); housed >= capacity - room; housed--)
    if (t->gone <= fmax(0, now - demand) + demand - housed)
      t->metres[(int)(demand - housed)][leave] = fmin(t->metres[(int)(demand - housed)][leave], far);
}

static void try_people(trying *t, size_t site, double left, double moved, double far) {
  const wijk_site *sites = t->c->sites;
  while (left == 0) {
    if (++site >= SITES) {
      weigh(t, moved, far);
      return;
    }
    left = sites[site].form == t->of ? sites[site].occupied : 0;
  }
  t->gone++;
  try_people(t, site, left - 1, moved, far);
  t->gone--;
  for (size_t to = 0; to < SITES; to++) {
    if (t->room[to] < 1)
      continue;
    t->room[to]--;
    try_people(t, site, left - 1, moved + (to != site),
               far + hypot(sites[site].x - sites[to].x, sites[site].y - sites[to].y));
    t->room[to]++;
  }
}

typedef struct outcomes {
  double (*values)[GOALS];
  size_t count, room;
} outcomes;

static void add_outcome(outcomes *all, const double values[GOALS]) {
  assert_true(all->count < all->room);
  memcpy(all->values[all->count++], values, GOALS * sizeof(double));
}

static void try_form(const city *c, const size_t *form, size_t of, trying *t) {
  *t = (trying){.c = c, .form = form, .of = of};
  for (int u = 0; u < PEOPLE; u++)
    for (int m = 0; m < PEOPLE; m++)
      t->metres[u][m] = INFINITY;
  for (size_t i = 0; i < SITES; i++)
    t->room[i] = form[i] == of ? c->capacity[i][of] : 0;
  try_people(t, WIJK_NONE, 0, 0, 0);
}

static void add_people(const city *c, const size_t *form, const double base[GOALS], outcomes *all) {
  trying t[FORMS];
  for (size_t f = 0; f < FORMS; f++)
    try_form(c, form, f, &t[f]);
  for (int pair = 0; pair < PEOPLE * PEOPLE * PEOPLE * PEOPLE; pair++) {
    const int u = pair % PEOPLE, m = pair / PEOPLE % PEOPLE, v = pair / PEOPLE / PEOPLE % PEOPLE,
              n = pair / PEOPLE / PEOPLE / PEOPLE;
    double values[GOALS];
    if (!isfinite(t[0].metres[u][m]) || !isfinite(t[1].metres[v][n]))
      continue;
    memcpy(values, base, sizeof values);
    values[WIJK_GOAL_UNMET] = u + v;
    values[WIJK_GOAL_MOVED] = m + n;
    values[WIJK_GOAL_METRES] = t[0].metres[u][m] + t[1].metres[v][n];
    add_outcome(all, values);
  }
}

static void enumerate(const city *c, outcomes *all) {
  for (int number = 0; number < 3 * 3 * 3 * 3 * 3; number++) {
    size_t form[SITES];
    double base[GOALS] = {0};
    bool possible = true;
    for (int i = 0, rest = number; i < SITES; i++, rest /= 3) {
      form[i] = rest % 3 == FORMS ? WIJK_NONE : (size_t)(rest % 3);
      if (form[i] != WIJK_NONE && form[i] != c->sites[i].form)
        base[WIJK_GOAL_COST] += c->cost[i][form[i]];
      base[WIJK_GOAL_OPENED] += form[i] != WIJK_NONE && c->sites[i].form == WIJK_NONE;
    }
    possible = !(base[WIJK_GOAL_COST] > c->problem.budget);
    for (size_t z = 0; z < ZONES; z++) {
      double places = 0, now = 0;
      for (size_t i = 0; i < SITES; i++)
        if (c->sites[i].zone == z) {
          places += form[i] == WIJK_NONE ? 0 : c->capacity[i][form[i]];
          now += c->sites[i].places;
        }
      possible &= !(places > c->zones[z].allowed && places > now);
      base[WIJK_GOAL_HEAVIEST] = fmax(base[WIJK_GOAL_HEAVIEST], places / c->zones[z].norm);
      base[WIJK_GOAL_OVERLOAD] += fmax(0, places - c->zones[z].norm);
    }
    if (possible)
      add_people(c, form, base, all);
  }
}

/* Those left that are least in a goal. */
static void keep_least(outcomes *all, wijk_allocation_goal goal) {
  double least = INFINITY;
  size_t kept = 0;
  for (size_t k = 0; k < all->count; k++)
    least = fmin(least, all->values[k][goal]);
  for (size_t k = 0; k < all->count; k++)
    if (all->values[k][goal] <= least + 1e-7)
      memmove(all->values[kept++], all->values[k], GOALS * sizeof(double));
  all->count = kept;
}

/* Points that no other beats, by the first goal. */
static size_t frontier_of(const outcomes *all, wijk_allocation_goal a, wijk_allocation_goal b, double points[][2]) {
  size_t count = 0;
  for (double last = -INFINITY, reached = INFINITY;; count++) {
    double next = INFINITY, with = INFINITY;
    for (size_t k = 0; k < all->count; k++) {
      const double *v = all->values[k];
      if (v[a] <= last + 1e-7 || v[b] >= reached - 1e-7)
        continue;
      if (v[a] < next - 1e-7 || (v[a] < next + 1e-7 && v[b] < with)) {
        next = v[a];
        with = v[b];
      }
    }
    if (!isfinite(next))
      return count;
    points[count][0] = last = next;
    points[count][1] = reached = with;
  }
}

static void as_by_trying_all(void **state) {
  (void)state;
  static double values[300000][GOALS];
  static const wijk_allocation_goal order[] = {WIJK_GOAL_UNMET, WIJK_GOAL_HEAVIEST, WIJK_GOAL_OVERLOAD,
                                               WIJK_GOAL_MOVED, WIJK_GOAL_METRES,   WIJK_GOAL_COST};
  wijk_random random = wijk_random_new(1971, 0);
  size_t long_ones = 0;
  for (int round = 0; round < ROUNDS; round++) {
    wijk_error err = {0};
    city c;
    outcomes all = {values, 0, 300000};
    double points[400][2];
    wijk_frontier f;
    make_city(&random, &c);
    wijk_allocation_goal a = round % 4 ? WIJK_GOAL_UNMET : (wijk_allocation_goal)wijk_random_below(&random, GOALS);
    wijk_allocation_goal b = (wijk_allocation_goal)(((size_t)a + 1 + wijk_random_below(&random, GOALS - 1)) % GOALS);
    if (round % 8 > 4) {
      const wijk_allocation_goal kept = a;
      a = b;
      b = kept;
    }
    const size_t held = wijk_random_below(&random, 4) ? SIZE_MAX : 0; /* in the usual order, or these two alone */
    const wijk_allocation_goal two[] = {a, b};
    const wijk_allocation_limits limits = {held ? two : order, held ? 2 : 6, 0, 0, 0};
    enumerate(&c, &all);
    bool named = false;
    for (size_t g = 0; g < 6; g++)
      named |= order[g] == a || order[g] == b;
    for (size_t g = 0; g < 6 && !held && named && order[g] != a && order[g] != b; g++)
      keep_least(&all, order[g]);
    const size_t count = frontier_of(&all, a, b, points);
    wijk_arena_mark mark = wijk_arena_now(arena);
    if (wijk_allocation_frontier(&c.problem, &limits, a, b, 0, arena, &f, &err) != WIJK_OK)
      fail_msg("round %d: %s", round, err.message);
    if (f.count != count)
      fail_msg("round %d, goals %d and %d: %zu points, of all %zu", round, (int)a, (int)b, f.count, count);
    for (size_t k = 0; k < count; k++)
      if (fabs(f.points[k].value[0] - points[k][0]) > 1e-6 || fabs(f.points[k].value[1] - points[k][1]) > 1e-6 ||
          !f.points[k].proved || wijk_allocation_check(&c.problem, &f.points[k].allocation))
        fail_msg("round %d, goals %d and %d, point %zu: %.10g %.10g, of all %.10g %.10g", round, (int)a, (int)b, k,
                 f.points[k].value[0], f.points[k].value[1], points[k][0], points[k][1]);
    long_ones += count > 2;
    wijk_arena_reset(arena, mark);
  }
  print_message("with more than two points: %zu of %d\n", long_ones, ROUNDS);
  assert_in_range(long_ones, 25, ROUNDS);
}

/* Six candidates of one place each at 1, 2, 4, 8, 16, 32 euro and six people: with k places the cheapest k, so that
 * people without a place 0 ... 6 cost 63, 31, 15, 7, 3, 1, 0. Of three points the middle one is at 3. */
static void by_hand(void **state) {
  (void)state;
  const double room[] = {1}, price[][1] = {{1}, {2}, {4}, {8}, {16}, {32}}, demand[] = {6};
  const double costs[] = {63, 31, 15, 7, 3, 1, 0};
  wijk_site sites[6];
  for (size_t i = 0; i < 6; i++)
    sites[i] = (wijk_site){.zone = WIJK_NONE, .form = WIJK_NONE, .capacity = room, .cost = price[i]};
  const wijk_allocation_problem p = {.form_count = 1,
                                     .site_count = 6,
                                     .sites = sites,
                                     .demand = demand,
                                     .budget = NAN,
                                     .furthest = NAN,
                                     .open_most = WIJK_NONE};
  const wijk_allocation_limits limits = {NULL, 0, 0, 0, 0};
  wijk_error err = {0};
  wijk_frontier f;
  assert_int_equal(wijk_allocation_frontier(&p, &limits, WIJK_GOAL_UNMET, WIJK_GOAL_COST, 10, arena, &f, &err),
                   WIJK_OK);
  assert_int_equal(f.count, 7);
  for (size_t k = 0; k < 7; k++) {
    assert_float_equal(f.points[k].value[0], (double)k, 0);
    assert_float_equal(f.points[k].value[1], costs[k], 1e-9);
  }
  assert_int_equal(wijk_allocation_frontier(&p, &limits, WIJK_GOAL_COST, WIJK_GOAL_UNMET, 3, arena, &f, &err), WIJK_OK);
  assert_int_equal(f.count, 3);
  assert_true(f.points[0].value[0] == 0 && f.points[1].value[0] == 7 && f.points[2].value[0] == 63);
  assert_int_equal(wijk_allocation_frontier(&p, &limits, WIJK_GOAL_COST, WIJK_GOAL_COST, 3, arena, &f, &err),
                   WIJK_USAGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(by_hand), cmocka_unit_test(as_by_trying_all)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
