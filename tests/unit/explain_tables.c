/* SPDX-License-Identifier: EUPL-1.2 */
/* Explanations as tables, of a small city that was worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/plan_fixture.h"
#include <wijk/explain.h>
#include <wijk/outcome.h>

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

static const char *text(const wijk_layer *layer, const char *column, size_t row) {
  const wijk_column *c = wijk_layer_find(layer, column);
  assert_non_null(c);
  return c->texts[row] ? c->texts[row] : "";
}

static double number(const wijk_layer *layer, const char *column, size_t row) {
  const wijk_column *c = wijk_layer_find(layer, column);
  assert_non_null(c);
  return c->numbers[row];
}

static size_t find(const wijk_layer *layer, const char *column, const char *value, const char *other,
                   const char *other_value) {
  for (size_t row = 0; row < layer->row_count; row++)
    if (strcmp(text(layer, column, row), value) == 0 && strcmp(text(layer, other, row), other_value) == 0)
      return row;
  fail_msg("no row has %s '%s' and %s '%s'", column, value, other, other_value);
  return 0;
}

static void reasons_beside_an_outcome(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_outcome o;
  wijk_explanation e;
  wijk_lack lacks[HAND_FORMS];
  plan_fixture_make(&f, arena);
  assert_int_equal(wijk_outcome_make(&f.plan, &f.allocation, true, arena, &o, &err), WIJK_OK);
  assert_int_equal(wijk_explain_actions(&f.plan, &f.allocation, true, arena, &e, &err), WIJK_OK);
  assert_int_equal(wijk_explain_unmet(&f.plan, &f.allocation, &proved, true, arena, lacks, &err), WIJK_OK);
  assert_int_equal(wijk_explain_action_columns(&f.plan, &f.allocation, &e, true, o.actions, &err), WIJK_OK);
  assert_int_equal(wijk_explain_demand_columns(&f.plan, lacks, true, o.demand, &err), WIJK_OK);
  size_t row = find(o.actions, "location_id", "P1", "to_id", "");
  assert_string_equal(text(o.actions, "goal", row), "mensen zonder plaats");
  assert_float_equal(number(o.actions, "goal_change", row), 9, 0);
  row = find(o.actions, "location_id", "L4", "to_id", "L3");
  assert_string_equal(text(o.actions, "reason", row), "L4 (Oude Wal) sluit en deze 3 mensen hebben anders geen plaats");
  row = find(o.actions, "location_id", "L4", "to_id", "");
  assert_true(strncmp(text(o.actions, "reason", row), "moet sluiten", 12) == 0);
  assert_true(isnan(number(o.actions, "goal_change", row)));
  assert_string_equal(text(o.demand, "barrier", HAND_BEGELEID), "norm");
  assert_float_equal(number(o.demand, "barrier_count", HAND_BEGELEID), 2, 0);
  assert_string_equal(text(o.demand, "reason", HAND_OPVANG), "");
}

/* With a norm of 18 in Noord P2 opens and both have a place; its load is still measured against 12: 16 / 12. */
static void another_wish(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f, other, none;
  wijk_layer *table;
  plan_fixture_make(&f, arena);
  plan_fixture_make(&other, arena);
  plan_fixture_make(&none, arena);
  other.form[HAND_P2] = HAND_BEGELEID;
  other.people[HAND_P2] = 2;
  other.unmet[HAND_BEGELEID] = 0;
  const wijk_clash clash[] = {{WIJK_RULE_BUDGET, 0}, {WIJK_RULE_UNMET, HAND_OPVANG}};
  const double unmet[] = {0, 0, 0};
  none.plan.problem.unmet = unmet;
  none.allocation = (wijk_allocation){.clash = (wijk_clash *)clash, .clash_count = 2};
  const wijk_wish wishes[] = {{"norm=kwetsbaar:18", &other.plan, &other.allocation},
                              {"budget=0", &none.plan, &none.allocation}};
  assert_int_equal(wijk_explain_wishes(&f.plan, &f.allocation, wishes, 2, true, arena, &table, &err), WIJK_OK);
  /* seven goals, three forms, P2, Noord; and what cannot be */
  assert_int_equal(table->row_count, 13);
  assert_string_equal(text(table, "sentence", 0), "mensen zonder plaats: 0 in plaats van 2");
  assert_float_equal(number(table, "difference", 0), -2, 0);
  assert_string_equal(text(table, "sentence", 1), "zwaarste belasting: 1,33 in plaats van 1,00 maal de norm");
  assert_string_equal(text(table, "sentence", 3), "mensen die verhuizen: blijft 10");
  assert_string_equal(text(table, "sentence", 5), "kosten: € 205.000 in plaats van € 175.000");
  assert_string_equal(text(table, "sentence", 9), "zonder plaats voor begeleid: 0 in plaats van 2");
  size_t row = find(table, "subject", "locatie", "subject_id", "P2");
  assert_string_equal(text(table, "sentence", row), "P2 (Kadehof): openen als begeleid in plaats van niet gebruiken");
  assert_float_equal(number(table, "after", row), 4, 0);
  row = find(table, "subject", "wijk", "subject_id", "WK01");
  assert_string_equal(text(table, "sentence", row), "Noord: 16 plaatsen in plaats van 12");
  assert_string_equal(text(table, "what_if", 12), "budget=0");
  assert_string_equal(text(table, "sentence", 12),
                      "het budget van € 200.000 en de eis dat voor opvang iedereen een plaats heeft gaan niet samen");
  assert_int_equal(wijk_explain_wishes(&f.plan, &f.allocation, wishes, 1, false, arena, &table, &err), WIJK_OK);
  assert_string_equal(text(table, "sentence", 10), "P2 (Kadehof): opened as begeleid instead of not used");
}

static void a_frontier(void **state) {
  (void)state;
  wijk_error err = {0};
  plan_fixture f;
  wijk_frontier frontier;
  wijk_layer *table;
  plan_fixture_make(&f, arena);
  assert_int_equal(
      wijk_allocation_frontier(&f.plan.problem, &proved, WIJK_GOAL_UNMET, WIJK_GOAL_COST, 0, arena, &frontier, &err),
      WIJK_OK);
  assert_int_equal(
      wijk_explain_frontier(&f.plan, &frontier, WIJK_GOAL_UNMET, WIJK_GOAL_COST, true, arena, &table, &err), WIJK_OK);
  assert_int_equal(table->row_count, frontier.count);
  /* By hand: two without a place for 175,000; with nothing done 17 of begeleid and 4 of beschermd have none. */
  assert_float_equal(number(table, "goal_unmet", 0), 2, 0);
  assert_float_equal(number(table, "goal_cost", 0), 175000, 0);
  assert_float_equal(number(table, "unmet_count__begeleid", 0), 2, 0);
  assert_float_equal(number(table, "opens_count", 0), 3, 0);
  const size_t last = table->row_count - 1;
  assert_float_equal(number(table, "goal_unmet", last), 21, 0);
  assert_float_equal(number(table, "goal_cost", last), 0, 0);
  assert_string_equal(text(table, "proved", last), "ja");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(reasons_beside_an_outcome), cmocka_unit_test(another_wish),
                                     cmocka_unit_test(a_frontier)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
