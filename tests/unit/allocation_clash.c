/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules that clash, against every part of them and every allocation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/allocation_city.h"

enum { CLASHES = 400, RULES_MOST = 10 };

/* More of the rules that may clash than a city has of itself. */
static void tighten(wijk_random *random, city *c) {
  for (size_t f = 0; f < FORMS; f++)
    c->unmet[f] = below(random, 3);
  c->problem.unmet = c->unmet;
  c->problem.open_least += (size_t)below(random, 2);
  c->problem.after = c->after;
}

/* A city of its own in which no rule holds that may clash. */
static void loosen(const city *from, city *c) {
  *c = *from;
  for (size_t i = 0; i < SITES; i++) {
    c->sites[i].stays = c->sites[i].closes = false;
    c->sites[i].capacity = c->capacity[i];
    c->sites[i].cost = c->cost[i];
    c->after[i] = WIJK_NONE;
  }
  for (size_t f = 0; f < FORMS; f++) {
    c->spacing[f] = 0;
    c->unmet[f] = c->demand[f];
  }
  for (size_t z = 0; z < ZONES; z++)
    c->zones[z].allowed = NAN;
  wijk_allocation_problem *p = &c->problem;
  p->sites = c->sites;
  p->zones = c->zones;
  p->demand = c->demand;
  p->least = c->least;
  p->spacing = c->spacing;
  p->unmet = c->unmet;
  p->after = c->after;
  p->building = p->building ? c->building : NULL;
  p->budget = NAN;
  p->open_least = 0;
  p->open_most = WIJK_NONE;
}

static void restore(const city *from, const wijk_clash *clash, city *c) {
  const size_t of = clash->of;
  switch (clash->rule) {
  case WIJK_RULE_NORM:
    c->zones[of].allowed = from->zones[of].allowed;
    break;
  case WIJK_RULE_SPACING:
    c->spacing[of] = from->spacing[of];
    break;
  case WIJK_RULE_UNMET:
    c->unmet[of] = from->unmet[of];
    break;
  case WIJK_RULE_STAYS:
    c->sites[of].stays = from->sites[of].stays;
    break;
  case WIJK_RULE_CLOSES:
    c->sites[of].closes = from->sites[of].closes;
    break;
  case WIJK_RULE_BUDGET:
    c->problem.budget = from->problem.budget;
    break;
  case WIJK_RULE_OPENED:
    c->problem.open_least = from->problem.open_least;
    c->problem.open_most = from->problem.open_most;
    break;
  case WIJK_RULE_AFTER:
    c->after[of] = from->after[of];
    break;
  }
}

/* What is named leaves no allocation, though no other rule holds; every part of it leaves one. */
static void check_clash(int round, const city *c, const wijk_allocation *a) {
  const unsigned all = (1U << a->clash_count) - 1;
  for (unsigned kept = 0; kept <= all; kept++) {
    double best[GOALS];
    city part;
    loosen(c, &part);
    for (size_t k = 0; k < a->clash_count; k++)
      if (kept >> k & 1)
        restore(c, &a->clash[k], &part);
    if (enumerate(&part, best) == (kept == all))
      fail_msg("round %d: of %zu rules %#x leave %s allocation", round, a->clash_count, kept,
               kept == all ? "an" : "no");
  }
}

static void no_rule_of_a_clash_can_be_spared(void **state) {
  static const wijk_allocation_goal goal = WIJK_GOAL_UNMET;
  static const wijk_allocation_limits proved = {&goal, 1, 0, 0, 0};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_random random = wijk_random_new(2026, 3);
  int sizes[RULES_MOST + 1] = {0}, of_rule[WIJK_RULE_AFTER + 1] = {0};
  (void)state;
  for (int round = 0, found = 0; found < CLASHES; round++) {
    wijk_allocation a;
    city c;
    make_city(&random, &c);
    tighten(&random, &c);
    const wijk_arena_mark mark = wijk_arena_now(arena);
    if (wijk_allocation_compute(&c.problem, &proved, arena, &a, &err) != WIJK_OK)
      fail_msg("round %d: %s", round, err.message);
    if (!a.found) {
      assert_in_range(a.clash_count, 1, RULES_MOST);
      check_clash(round, &c, &a);
      for (size_t k = 0; k < a.clash_count; k++)
        of_rule[a.clash[k].rule]++;
      sizes[a.clash_count]++;
      found++;
    }
    wijk_arena_reset(arena, mark);
  }
  print_message("clashes of one rule: %d, of two: %d, of three: %d, of four: %d, of more: %d\n", sizes[1], sizes[2],
                sizes[3], sizes[4], CLASHES - sizes[1] - sizes[2] - sizes[3] - sizes[4]);
  for (int rule = 0; rule <= WIJK_RULE_AFTER; rule++)
    if (of_rule[rule] == 0)
      fail_msg("no clash has a rule %d", rule);
  assert_true(sizes[2] > 10 && sizes[3] > 10);
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(no_rule_of_a_clash_can_be_spared)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
