/* SPDX-License-Identifier: EUPL-1.2 */
/* Explanations of a small city that was worked out by hand, and people settled by counting against the solver. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/plan_fixture.h"
#include <wijk/explain.h>
#include <wijk/random.h>

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

/* ---- the city by hand ---- */

static wijk_explanation explain(const plan_fixture *f, bool dutch) {
  wijk_error err = {0};
  wijk_explanation e;
  assert_int_equal(wijk_explain_actions(&f->plan, &f->allocation, dutch, arena, &e, &err), WIJK_OK);
  return e;
}

static void says(const char *sentence, const char *expected) {
  if (!sentence || strcmp(sentence, expected) != 0)
    fail_msg("it says: %s", sentence ? sentence : "nothing");
}

/* Without P1 nine more of begeleid have no place, without unit 2 four of beschermd. L1 as it was is opvang with 8
 * places beside unit 1: nobody moves there, but begeleid has six places less. Without unit 1, opvang has no place but
 * L1, which is begeleid: the seven who moved have none. L4 is to close. */
static void actions_by_hand(void **state) {
  (void)state;
  plan_fixture f;
  plan_fixture_make(&f, arena);
  wijk_explanation e = explain(&f, true);
  assert_int_equal(e.sites[HAND_L2].kind, WIJK_WHY_NONE);
  assert_int_equal(e.sites[HAND_P2].kind, WIJK_WHY_NONE);
  assert_true(e.sites[HAND_P1].kind == WIJK_WHY_GOAL && e.sites[HAND_P1].goal == WIJK_GOAL_UNMET);
  assert_float_equal(e.sites[HAND_P1].change, 9, 0);
  says(e.sites[HAND_P1].sentence, "zonder deze opening hebben nog 9 mensen geen plaats (begeleid)");
  says(e.sites[HAND_B1_2].sentence, "zonder deze opening hebben nog 4 mensen geen plaats (beschermd)");
  says(e.sites[HAND_B1_1].sentence, "zonder deze opening hebben nog 7 mensen geen plaats (opvang)");
  assert_int_equal(e.sites[HAND_L4].kind, WIJK_WHY_MUST);
  says(e.sites[HAND_L4].sentence, "moet sluiten: opgegeven met --close");
  f.names[HAND_L4].closing = WIJK_CLOSING_COLUMN;
  says(explain(&f, true).sites[HAND_L4].sentence, "moet sluiten: zo staat het in de kolom 'sluit'");
  f.names[HAND_L4].closing = WIJK_CLOSING_ENDS;
  f.names[HAND_L4].ends = "2029-06-30";
  says(explain(&f, true).sites[HAND_L4].sentence, "moet sluiten: geldig tot en met 30 juni 2029");
  says(explain(&f, false).sites[HAND_L4].sentence, "is to close: valid until 30 June 2029");
  assert_float_equal(e.sites[HAND_L1].change, 6, 0);
  says(e.sites[HAND_L1].sentence, "zonder deze ombouw hebben nog 6 mensen geen plaats (begeleid)");
  says(e.moves[0].sentence, "L1 (Havenhuis) wordt omgebouwd tot begeleid en deze 7 mensen hebben anders geen plaats");
  says(e.moves[1].sentence, "L4 (Oude Wal) sluit en deze 3 mensen hebben anders geen plaats");
  e = explain(&f, false);
  says(e.sites[HAND_P1].sentence, "without this opening 9 more people have no place (begeleid)");
  says(e.moves[1].sentence, "L4 (Oude Wal) closes and these 3 people have no place otherwise");
}

/* L2 closes to make room in Noord (14 places at most) for P2, which takes its people too. */
static void an_action_that_another_needs(void **state) {
  (void)state;
  plan_fixture f;
  plan_fixture_make(&f, arena);
  memcpy(f.form,
         (const size_t[]){HAND_OPVANG, WIJK_NONE, HAND_BEGELEID, WIJK_NONE, HAND_BEGELEID, HAND_BEGELEID,
                          HAND_BESCHERMD, HAND_BESCHERMD},
         sizeof f.form);
  memcpy(f.demand, (const double[]){8, 10, 23}, sizeof f.demand);
  wijk_explanation e = explain(&f, true);
  assert_int_equal(e.sites[HAND_L2].kind, WIJK_WHY_RULE);
  assert_true(e.sites[HAND_L2].rule.rule == WIJK_RULE_NORM && e.sites[HAND_L2].rule.of == HAND_NOORD);
  assert_int_equal(e.sites[HAND_L2].needed_by, HAND_P2);
  assert_true(e.sites[HAND_L2].serves && e.sites[HAND_L2].goal == WIJK_GOAL_UNMET && e.sites[HAND_L2].change == 4);
  says(e.sites[HAND_L2].sentence, "maakt in Noord ruimte voor P2 (Kadehof): met beide heeft de wijk meer plaatsen dan "
                                  "mag (14); zonder beide hebben "
                                  "4 mensen geen plaats (begeleid)");
  f.demand[HAND_BEGELEID] = 19; /* nobody needs P2: it costs and moves people for nothing */
  e = explain(&f, true);
  assert_true(e.sites[HAND_P2].kind == WIJK_WHY_FREE && e.sites[HAND_P2].change < 0);
}

/* Noord has no room for P2 since its norm allows 14 places: without, both have a place there. */
static void a_lack_by_hand(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_lack lacks[HAND_FORMS];
  plan_fixture_make(&f, arena);
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_true(!lacks[HAND_OPVANG].sentence && !lacks[HAND_BESCHERMD].sentence);
  assert_int_equal(lacks[HAND_BEGELEID].barrier, WIJK_BARRIER_NORM);
  assert_true(lacks[HAND_BEGELEID].least == 2 && lacks[HAND_BEGELEID].most == 2);
  says(lacks[HAND_BEGELEID].sentence, "door de norm (Noord); zonder die regel is er voor deze 2 mensen wel plaats");
}

/* A ninth person in opvang: L1 could have it, and its six of begeleid P2 and L4, which takes both the norm of Noord and
 * L4's closing away. Without L4 there is nothing. */
static void lacks_that_no_rule_makes(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_lack lacks[HAND_FORMS];
  plan_fixture_make(&f, arena);
  f.demand[HAND_OPVANG] = 9;
  f.unmet[HAND_OPVANG] = 1;
  f.people[HAND_B1_1] = 8;
  f.moves[0].people = 8;
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_true(lacks[HAND_OPVANG].barrier == WIJK_BARRIER_COUNT && lacks[HAND_OPVANG].together == 1);
  says(lacks[HAND_OPVANG].sentence,
       "geen regel staat alleen in de weg; pas zonder alle regels is er voor deze persoon wel plaats");
  f.capacity[HAND_L4][HAND_BEGELEID] = 0;
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_true(lacks[HAND_OPVANG].barrier == WIJK_BARRIER_COUNT && lacks[HAND_OPVANG].together == 0);
  says(lacks[HAND_OPVANG].sentence,
       "er zijn te weinig gebouwen: ook zonder alle regels is er geen plaats voor deze persoon");
}

/* An allocation that a search ended early left without unit 2: no rule keeps the four of beschermd from it. */
static void a_lack_of_searching(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_lack lacks[HAND_FORMS];
  plan_fixture_make(&f, arena);
  f.form[HAND_B1_2] = WIJK_NONE;
  f.people[HAND_B1_2] = 0;
  f.unmet[HAND_BESCHERMD] = 4;
  f.goals[0].proved = false;
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_int_equal(lacks[HAND_BESCHERMD].barrier, WIJK_BARRIER_COUNT);
  says(lacks[HAND_BESCHERMD].sentence,
       "geen regel staat in de weg: het zoeken stopte voordat de beste verdeling gevonden was");
}

/* With 170,000 euro unit 2 (25,000) is out of reach beside P1, unit 1 and L1: 5,000 euro more and its four have a
 * place. */
static void a_lack_of_money(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_lack lacks[HAND_FORMS];
  plan_fixture_make(&f, arena);
  f.plan.problem.budget = 170000;
  f.form[HAND_B1_2] = WIJK_NONE;
  f.people[HAND_B1_2] = 0;
  f.unmet[HAND_BESCHERMD] = 4;
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_int_equal(lacks[HAND_BESCHERMD].barrier, WIJK_BARRIER_BUDGET);
  says(lacks[HAND_BESCHERMD].sentence,
       "door het budget (€ 170.000); met € 5.000 meer is er voor deze 4 mensen wel plaats");
}

static void words_for_rules_that_clash(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  double unmet[] = {0, 3, 1};
  plan_fixture_make(&f, arena);
  f.plan.problem.unmet = unmet;
  const wijk_clash clash[] = {
      {WIJK_RULE_NORM, HAND_NOORD}, {WIJK_RULE_UNMET, HAND_BESCHERMD}, {WIJK_RULE_STAYS, HAND_L3}};
  says(wijk_explain_clash(&f.plan, clash, 3, true, arena, &err),
       "de norm van Noord (hoogstens 14 plaatsen), de eis dat voor beschermd hoogstens 3 mensen geen plaats hebben en "
       "het "
       "open blijven van L3 (Spoorzicht) gaan niet samen");
  const wijk_clash one[] = {{WIJK_RULE_UNMET, HAND_OPVANG}};
  says(wijk_explain_clash(&f.plan, one, 1, true, arena, &err),
       "de eis dat voor opvang iedereen een plaats heeft is niet haalbaar");
  const wijk_clash two[] = {{WIJK_RULE_BUDGET, 0}, {WIJK_RULE_CLOSES, HAND_L4}};
  says(wijk_explain_clash(&f.plan, two, 2, false, arena, &err),
       "the budget of €200,000 and closing L4 (Oude Wal) cannot hold together");
  says(wijk_explain_clash(&f.plan, two, 2, true, arena, &err),
       "het budget van € 200.000 en het sluiten van L4 (Oude Wal) gaan niet samen");
}

/* ---- people settled by counting, against the solver ---- */

enum { FORMS = 2, SITES = 7, ROUNDS = 200 };
typedef struct city {
  wijk_site sites[SITES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS];
  wijk_allocation_problem problem;
} city;

static double below(wijk_random *random, int limit) {
  return (double)wijk_random_below(random, (uint64_t)limit);
}

static void make_city(wijk_random *random, city *c) {
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < SITES; i++) {
    const size_t form = (size_t)below(random, FORMS);
    const bool there = i < 4;
    for (size_t f = 0; f < FORMS; f++)
      c->capacity[i][f] = 1 + below(random, 5);
    c->sites[i] = (wijk_site){.x = 100 * below(random, 9),
                              .y = 100 * below(random, 9),
                              .zone = WIJK_NONE,
                              .form = there ? form : WIJK_NONE,
                              .places = there ? c->capacity[i][form] + below(random, 2) : 0,
                              .capacity = c->capacity[i],
                              .cost = c->cost[i]};
    c->sites[i].occupied = there ? below(random, (int)c->sites[i].places + 1) : 0;
    c->sites[i].closes = below(random, 4) == 0; /* of a candidate: it is not used */
    if (!c->sites[i].closes && below(random, 2) > 0)
      c->sites[i].stays = there;
  }
  for (size_t f = 0; f < FORMS; f++)
    c->demand[f] = below(random, 14);
  c->problem = (wijk_allocation_problem){.form_count = FORMS,
                                         .site_count = SITES,
                                         .sites = c->sites,
                                         .demand = c->demand,
                                         .budget = NAN,
                                         .furthest = below(random, 2) > 0 ? NAN : 100 * below(random, 9),
                                         .open_most = WIJK_NONE};
}

static void settled_as_the_solver_does(void **state) {
  (void)state;
  static const wijk_allocation_goal orders[][3] = {{WIJK_GOAL_UNMET, WIJK_GOAL_MOVED, WIJK_GOAL_METRES},
                                                   {WIJK_GOAL_MOVED, WIJK_GOAL_UNMET, WIJK_GOAL_METRES}};
  wijk_random random = wijk_random_new(1961, 0);
  size_t moved = 0;
  for (int round = 0; round < ROUNDS; round++) {
    const wijk_allocation_limits limits = {orders[round % 2], 3, 0, 0, 0};
    wijk_error err = {0};
    wijk_allocation a, settled;
    city c;
    make_city(&random, &c);
    wijk_arena_mark mark = wijk_arena_now(arena);
    if (wijk_allocation_compute(&c.problem, &limits, arena, &a, &err) != WIJK_OK)
      fail_msg("round %d: %s", round, err.message);
    assert_true(a.found);
    assert_int_equal(wijk_allocation_settle(&c.problem, a.form, a.goals, a.goal_count, arena, &settled, &err), WIJK_OK);
    const char *broken = wijk_allocation_check(&c.problem, &settled);
    if (broken)
      fail_msg("round %d: %s", round, broken);
    for (size_t g = 0; g < 3; g++)
      if (fabs(wijk_allocation_value(&c.problem, &settled, orders[round % 2][g]) - a.goals[g].value) > 1e-6)
        fail_msg("round %d: goal %d is %g, of the solver %g", round, (int)orders[round % 2][g],
                 wijk_allocation_value(&c.problem, &settled, orders[round % 2][g]), a.goals[g].value);
    moved += settled.move_count > 0;
    wijk_arena_reset(arena, mark);
  }
  assert_in_range(moved, 30, ROUNDS);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(actions_by_hand),
                                     cmocka_unit_test(an_action_that_another_needs),
                                     cmocka_unit_test(a_lack_by_hand),
                                     cmocka_unit_test(lacks_that_no_rule_makes),
                                     cmocka_unit_test(a_lack_of_money),
                                     cmocka_unit_test(a_lack_of_searching),
                                     cmocka_unit_test(words_for_rules_that_clash),
                                     cmocka_unit_test(settled_as_the_solver_does)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
