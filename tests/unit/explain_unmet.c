/* SPDX-License-Identifier: EUPL-1.2 */
/* A law: the rule that a reason names, taken away, helps as many people as it says, and none helps more; zones,
 * locations and money that it names are enough. Against trying all there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <wijk/explain.h>
#include <wijk/random.h>

enum { FORMS = 2, SITES = 6, THERE = 3, ZONES = 2, ROUNDS = 120 };
typedef struct city {
  wijk_site sites[SITES];
  wijk_ground zones[ZONES];
  wijk_plan_site names[SITES];
  wijk_plan_zone zone_names[ZONES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS], least[FORMS], spacing[FORMS];
  size_t after[SITES];
  char ids[SITES][8];
  wijk_plan plan;
} city;

static const char *const forms[] = {"beschermd", "begeleid"};
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

static double below(wijk_random *random, int limit) {
  return (double)wijk_random_below(random, (uint64_t)limit);
}

/* ---- cities ---- */

static void make_site(wijk_random *random, city *c, size_t i) {
  const bool there = i < THERE;
  const size_t form = (size_t)below(random, FORMS);
  snprintf(c->ids[i], sizeof c->ids[i], "S%zu", i);
  c->names[i] = (wijk_plan_site){.id = c->ids[i]};
  for (size_t f = 0; f < FORMS; f++) {
    c->capacity[i][f] = below(random, 6);
    c->cost[i][f] = 1000 * (1 + below(random, 9));
  }
  c->sites[i] = (wijk_site){.x = 100 * below(random, 9),
                            .y = 100 * below(random, 9),
                            .zone = (size_t)below(random, ZONES),
                            .form = there ? form : WIJK_NONE,
                            .places = there ? c->capacity[i][form] : 0,
                            .capacity = c->capacity[i],
                            .cost = c->cost[i]};
  c->sites[i].occupied = there ? below(random, (int)c->sites[i].places + 1) : 0;
  const int must = (int)below(random, 6);
  c->sites[i].closes = there && must == 0;
  c->sites[i].stays = there && must == 1 && c->capacity[i][form] > 0;
  c->after[i] = !there && below(random, 2) == 0 ? (size_t)below(random, (int)i) : WIJK_NONE;
}

static void make_city(wijk_random *random, city *c) {
  static const char *const zones[] = {"Noord", "Zuid"};
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < SITES; i++)
    make_site(random, c, i);
  for (size_t z = 0; z < ZONES; z++) {
    c->zones[z].allowed = below(random, 4) == 0 ? NAN : below(random, 15);
    c->zones[z].norm = NAN;
    c->zone_names[z] = (wijk_plan_zone){.key = zones[z], .name = zones[z]};
  }
  for (size_t f = 0; f < FORMS; f++) {
    c->demand[f] = 3 + below(random, 10);
    c->least[f] = below(random, 3) == 0 ? 1 + below(random, 4) : 0;
    c->spacing[f] = below(random, 3) == 0 ? 100 * below(random, 7) : 0;
  }
  c->plan = (wijk_plan){.problem = {.form_count = FORMS,
                                    .site_count = SITES,
                                    .zone_count = ZONES,
                                    .sites = c->sites,
                                    .zones = c->zones,
                                    .demand = c->demand,
                                    .least = c->least,
                                    .spacing = c->spacing,
                                    .after = c->after,
                                    .budget = below(random, 2) == 0 ? NAN : 1000 * below(random, 20),
                                    .furthest = below(random, 12) == 0 ? 1e6 : NAN, /* as far as anybody would go */
                                    .open_most = below(random, 3) == 0 ? 1 : WIJK_NONE},
                        .forms = forms,
                        .sites = c->names,
                        .zones = c->zone_names,
                        .year = 2030};
}

/* ---- trying all ---- */

/* Which rules do not hold. */
typedef struct gone {
  bool barrier[WIJK_BARRIER_COUNT], zone[ZONES], site[SITES];
  double money;
} gone;

static bool site_may(const city *c, const size_t *form, size_t i, const gone *g) {
  const wijk_allocation_problem *p = &c->plan.problem;
  const wijk_site *s = &c->sites[i];
  const size_t f = form[i];
  if (s->stays && f != s->form && !g->barrier[WIJK_BARRIER_STAYS] && !g->site[i])
    return false;
  if (s->closes && f == s->form && !g->barrier[WIJK_BARRIER_CLOSES] && !g->site[i])
    return false;
  if (f == WIJK_NONE)
    return true;
  if (c->capacity[i][f] == 0 || (f != s->form && c->capacity[i][f] < c->least[f] && !g->barrier[WIJK_BARRIER_LEAST]))
    return false;
  if (s->form == WIJK_NONE && c->after[i] != WIJK_NONE && form[c->after[i]] == WIJK_NONE &&
      !g->barrier[WIJK_BARRIER_AFTER] && !g->site[i])
    return false;
  for (size_t k = 0; k < i && !g->barrier[WIJK_BARRIER_SPACING]; k++)
    if (form[k] == f && !(s->form == f && c->sites[k].form == f) &&
        hypot(s->x - c->sites[k].x, s->y - c->sites[k].y) < p->spacing[f])
      return false;
  return true;
}

static bool zone_may(const city *c, const size_t *form, size_t z) {
  double now = 0, then = 0;
  for (size_t i = 0; i < SITES; i++)
    if (c->sites[i].zone == z) {
      now += c->sites[i].places;
      then += form[i] == WIJK_NONE ? 0 : c->capacity[i][form[i]];
    }
  return isnan(c->zones[z].allowed) || then <= fmax(c->zones[z].allowed, now);
}

static double cost_of(const city *c, const size_t *form) {
  double cost = 0;
  for (size_t i = 0; i < SITES; i++)
    cost += form[i] == WIJK_NONE || form[i] == c->sites[i].form ? 0 : c->cost[i][form[i]];
  return cost;
}

static bool may(const city *c, const wijk_allocation *found, const size_t *form, const gone *g) {
  const wijk_allocation_problem *p = &c->plan.problem;
  size_t opened = 0;
  for (size_t i = 0; i < SITES; i++) {
    if (!site_may(c, form, i, g))
      return false;
    opened += c->sites[i].form == WIJK_NONE && form[i] != WIJK_NONE;
  }
  for (size_t z = 0; z < ZONES; z++)
    if (!g->barrier[WIJK_BARRIER_NORM] && !g->zone[z] && !zone_may(c, form, z))
      return false;
  if (found->goals[0].goal == WIJK_GOAL_COST && !g->barrier[WIJK_BARRIER_GOALS] &&
      cost_of(c, form) > found->goals[0].value)
    return false;
  return (g->barrier[WIJK_BARRIER_OPENED] || opened <= p->open_most) &&
         (g->barrier[WIJK_BARRIER_BUDGET] || !(cost_of(c, form) > p->budget + g->money));
}

/* How many people of a form have a place at most whom the allocation leaves without, while nobody else loses one. */
static double help(const city *c, const wijk_allocation *found, size_t of, const gone *g) {
  double most = 0;
  int all = 1;
  for (int i = 0; i < SITES; i++)
    all *= FORMS + 1;
  for (int number = 0; number < all; number++) {
    size_t form[SITES];
    double places[FORMS] = {0};
    for (int i = 0, rest = number; i < SITES; i++, rest /= FORMS + 1) {
      form[i] = rest % (FORMS + 1) == FORMS ? WIJK_NONE : (size_t)(rest % (FORMS + 1));
      if (form[i] != WIJK_NONE)
        places[form[i]] += c->capacity[i][form[i]];
    }
    const size_t other = 1 - of;
    if (c->demand[other] - places[other] <= found->unmet[other] && may(c, found, form, g))
      most = fmax(most, found->unmet[of] - fmax(0, c->demand[of] - places[of]));
  }
  return most;
}

/* ---- the law ---- */

/* What a sentence names, taken away. Money in whole euro: "met € 5.000 meer". */
static gone named(const wijk_lack *lack, const city *c) {
  gone g = {0};
  const char *with = strstr(lack->sentence, "; met € ");
  for (size_t z = 0; z < ZONES; z++)
    g.zone[z] = lack->barrier == WIJK_BARRIER_NORM && strstr(lack->sentence, c->zone_names[z].name);
  for (size_t i = 0; i < SITES; i++)
    g.site[i] = (lack->barrier == WIJK_BARRIER_STAYS || lack->barrier == WIJK_BARRIER_CLOSES ||
                 lack->barrier == WIJK_BARRIER_AFTER) &&
                strstr(lack->sentence, c->ids[i]);
  for (const char *at = with ? with + strlen("; met € ") : ""; *at && *at != ' '; at++)
    g.money = *at == '.' ? g.money : 10 * g.money + (*at - '0');
  return g;
}

static void check_form(int round, const city *c, const wijk_allocation *found, size_t f, const wijk_lack *lack,
                       int *seen) {
  double most = 0;
  wijk_barrier best = WIJK_BARRIER_COUNT;
  gone every = {0};
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++) {
    gone g = {0};
    g.barrier[b] = every.barrier[b] = true;
    if (help(c, found, f, &g) <= most)
      continue;
    most = help(c, found, f, &g);
    best = b;
  }
  if (lack->barrier != best || (best != WIJK_BARRIER_COUNT && (lack->least != most || lack->most != most)))
    fail_msg("round %d: rule %d helps %g to %g, of all it is %d with %g: %s", round, (int)lack->barrier, lack->least,
             lack->most, (int)best, most, lack->sentence);
  seen[best]++;
  const gone g = named(lack, c);
  if (best == WIJK_BARRIER_COUNT && lack->together != help(c, found, f, &every))
    fail_msg("round %d: without any rule %g: %s", round, help(c, found, f, &every), lack->sentence);
  const bool names = best == WIJK_BARRIER_NORM || best == WIJK_BARRIER_STAYS || best == WIJK_BARRIER_CLOSES ||
                     best == WIJK_BARRIER_AFTER || best == WIJK_BARRIER_BUDGET;
  if (names && help(c, found, f, &g) < most)
    fail_msg("round %d: what it names is not enough: %s", round, lack->sentence);
  gone less = g;
  less.money = g.money - 1;
  if (best == WIJK_BARRIER_BUDGET && help(c, found, f, &less) >= most)
    fail_msg("round %d: less money would do: %s", round, lack->sentence);
}

static void reasons_as_by_trying_all(void **state) {
  (void)state;
  static const wijk_allocation_goal orders[][2] = {{WIJK_GOAL_UNMET, WIJK_GOAL_COST},
                                                   {WIJK_GOAL_COST, WIJK_GOAL_UNMET}};
  wijk_random random = wijk_random_new(31, 0);
  int seen[WIJK_BARRIER_COUNT + 1] = {0};
  for (int round = 0; round < ROUNDS; round++) {
    const wijk_allocation_limits limits = {orders[round % 8 == 7], 2, 0, 0, 0};
    const wijk_arena_mark mark = wijk_arena_now(arena);
    wijk_error err = {0};
    wijk_allocation a;
    wijk_lack lacks[FORMS];
    city c;
    make_city(&random, &c);
    if (wijk_allocation_compute(&c.plan.problem, &limits, arena, &a, &err) != WIJK_OK ||
        (a.found && wijk_explain_unmet(&c.plan, &a, &limits, true, arena, lacks, &err) != WIJK_OK))
      fail_msg("round %d: %s", round, err.message);
    for (size_t f = 0; f < FORMS && a.found; f++)
      if (a.unmet[f] > 0)
        check_form(round, &c, &a, f, &lacks[f], seen);
    wijk_arena_reset(arena, mark);
  }
  for (int b = 0; b <= WIJK_BARRIER_COUNT; b++)
    if (seen[b] == 0 && b != WIJK_BARRIER_FURTHEST)
      fail_msg("no city in which rule %d stands in the way", b);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(reasons_as_by_trying_all)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
