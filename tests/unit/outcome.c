/* SPDX-License-Identifier: EUPL-1.2 */
/* What an allocation means for people who plan: layers and tables, against a city worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "outcome_fixture.h"

/* What was found by hand is what the solver finds, and there is nothing better. */
static void hand_is_best(void **state) {
  (void)state;
  const wijk_allocation_limits proved = {NULL, 0, 0, 0, 0};
  wijk_allocation found;
  wijk_error err = {0};
  assert_null(wijk_allocation_check(&hand.plan.problem, &hand.allocation));
  if (wijk_allocation_compute(&hand.plan.problem, &proved, arena, &found, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  assert_true(found.found);
  assert_int_equal(found.goal_count, hand.allocation.goal_count);
  for (size_t k = 0; k < found.goal_count; k++) {
    assert_true(found.goals[k].proved);
    assert_true(fabs(found.goals[k].value - hand.goals[k].value) < 1e-6);
    assert_true(wijk_allocation_value(&hand.plan.problem, &hand.allocation, found.goals[k].goal) ==
                hand.goals[k].value);
  }
  for (size_t i = 0; i < HAND_SITES; i++) {
    assert_int_equal(found.form[i], hand.form[i]);
    assert_true(found.people[i] == hand.people[i]);
  }
  for (size_t f = 0; f < HAND_FORMS; f++)
    assert_true(found.unmet[f] == hand.unmet[f]);
}

/* ---- reading what was made ---- */

static void assert_text(const wijk_layer *layer, const char *name, size_t row, const char *expected) {
  const char *text = column(layer, name)->texts[row];
  if (!expected)
    assert_null(text);
  else if (!text || strcmp(text, expected) != 0)
    fail_msg("%s of row %zu is %s, not %s", name, row, text ? text : "missing", expected);
}

static void assert_numbers(const wijk_layer *layer, const char *name, const double *expected) {
  for (size_t row = 0; row < layer->row_count; row++) {
    double value = number(layer, name, row);
    if (isnan(expected[row]) ? !isnan(value) : !(fabs(value - expected[row]) < 1e-12))
      fail_msg("%s of row %zu is %g, not %g", name, row, value, expected[row]);
  }
}

/* ---- the city worked out by hand ---- */

/* By id: B1/1, B1/2, L1, L2, L3, L4, P1, P2. */
static void locations_by_hand(void **state) {
  (void)state;
  const wijk_layer *l = make(true).locations;
  static const char *const actions[] = {"opent",  "opent", "bouwt om", "blijft",
                                        "blijft", "sluit", "opent",    "niet gebruikt"};
  static const char *const after[] = {"opvang",   "beschermd", "begeleid", "beschermd",
                                      "begeleid", NULL,        "begeleid", NULL};
  assert_int_equal(l->row_count, HAND_SITES);
  for (size_t row = 0; row < HAND_SITES; row++) {
    assert_text(l, "action", row, actions[row]);
    assert_text(l, "form_after", row, after[row]);
  }
  assert_text(l, "id", 0, "B1/1");
  assert_text(l, "origin", 0, "pand");
  assert_text(l, "origin", 2, "locatie");
  assert_text(l, "form_before", 2, "opvang");
  assert_text(l, "form_before", 0, NULL);
  assert_text(l, "zone_key", 0, "WK03");
  assert_text(l, "zone_class", 7, "kwetsbaar");
  assert_numbers(l, "places_before", (const double[]){0, 0, 8, 6, 10, 4, 0, 0});
  assert_numbers(l, "places_after", (const double[]){8, 4, 6, 6, 10, 0, 9, 0});
  assert_numbers(l, "occupied_before", (const double[]){0, 0, 8, 6, 7, 3, 0, 0});
  assert_numbers(l, "occupied_after", (const double[]){7, 4, 6, 6, 10, 0, 9, 0});
  assert_numbers(l, "stayed_count", (const double[]){0, 0, 0, 6, 7, 0, 0, 0});
  assert_numbers(l, "left_count", (const double[]){0, 0, 7, 0, 0, 3, 0, 0});
  assert_numbers(l, "gone_count", (const double[]){0, 0, 1, 0, 0, 0, 0, 0});
  assert_numbers(l, "came_count", (const double[]){7, 0, 0, 0, 3, 0, 0, 0});
  assert_numbers(l, "new_count", (const double[]){0, 4, 6, 0, 0, 0, 9, 0});
  assert_numbers(l, "cost_eur", (const double[]){40000, 25000, 20000, NAN, NAN, NAN, 90000, NAN});
  assert_true(l->geometry.x[0] == 2600 && l->geometry.x[2] == 200);
}

static void flows_by_hand(void **state) {
  (void)state;
  const wijk_layer *l = make(true).flows;
  assert_int_equal(l->row_count, 2);
  assert_text(l, "from_id", 0, "L1");
  assert_text(l, "to_id", 0, "B1/1");
  assert_text(l, "form", 1, "begeleid");
  assert_numbers(l, "people_count", (const double[]){7, 3});
  assert_numbers(l, "distance_m", (const double[]){2400, 200});
  assert_int_equal(l->geometry.part_of_row[2], 2);
  assert_true(l->geometry.x[0] == 200 && l->geometry.x[1] == 2600);
}

static void zones_by_hand(void **state) {
  (void)state;
  const wijk_layer *l = make(true).zones;
  assert_string_equal(wijk_layer_find_role(l, "key")->texts[2], "WK03");
  assert_numbers(l, "places_before", (const double[]){14, 14, 0});
  assert_numbers(l, "places_after", (const double[]){12, 10, 21});
  assert_numbers(l, "locations_after", (const double[]){2, 1, 3});
  assert_numbers(l, "occupied_after", (const double[]){12, 10, 20});
  assert_numbers(l, "load_before", (const double[]){14.0 / 12, 0.7, 0});
  assert_numbers(l, "load_after", (const double[]){1, 0.5, 0.7});
  assert_numbers(l, "load_change", (const double[]){-2.0 / 12, -0.2, 0.7});
  assert_numbers(l, "headroom_after", (const double[]){0, 10, 9});
  assert_numbers(l, "over_norm_before", (const double[]){2, 0, 0});
  assert_numbers(l, "over_norm_after", (const double[]){0, 0, 0});
  assert_numbers(l, "places_per_1000_after", (const double[]){12, 5, 7});
  assert_numbers(l, "places_per_1000_change", (const double[]){-2, -2, 7});
}

/* The units open first, on their day, and the seven can move; L1 is then empty and converts. L4's three can go at
 * once. */
static void actions_by_hand(void **state) {
  (void)state;
  wijk_outcome made = make(false);
  const wijk_layer *l = made.actions;
  static const struct {
    const char *action, *id, *to, *day;
  } expected[] = {{"moves", "L4", "L3", NULL},           {"closes", "L4", NULL, NULL},
                  {"opens", "B1/1", NULL, "2027-07-01"}, {"opens", "B1/2", NULL, "2027-07-01"},
                  {"moves", "L1", "B1/1", "2027-07-01"}, {"converts", "L1", NULL, "2027-07-01"},
                  {"opens", "P1", NULL, "2028-03-01"}};
  assert_int_equal(l->row_count, 7);
  assert_int_equal(made.waiting, 0);
  for (size_t row = 0; row < 7; row++) {
    assert_true(number(l, "action_id", row) == (double)row + 1);
    assert_text(l, "action", row, expected[row].action);
    assert_text(l, "location_id", row, expected[row].id);
    assert_text(l, "to_id", row, expected[row].to);
    assert_text(l, "opens_on", row, expected[row].day);
  }
  assert_numbers(l, "cost_eur", (const double[]){NAN, NAN, 40000, 25000, NAN, 20000, 90000});
  assert_numbers(l, "people_count", (const double[]){3, NAN, NAN, NAN, 7, NAN, NAN});
  assert_numbers(l, "places_after", (const double[]){NAN, 0, 8, 4, NAN, 6, 9});
}

static void demand_by_hand(void **state) {
  (void)state;
  const wijk_layer *l = make(true).demand;
  assert_int_equal(l->row_count, 4);
  assert_text(l, "form", 2, "begeleid");
  assert_text(l, "form", 3, NULL);
  assert_numbers(l, "demand", (const double[]){7, 10, 27, 44});
  assert_numbers(l, "places_after", (const double[]){8, 10, 25, 43});
  assert_numbers(l, "housed", (const double[]){7, 10, 25, 42});
  assert_numbers(l, "unmet_count", (const double[]){0, 0, 2, 2});
  assert_numbers(l, "occupied_before", (const double[]){8, 6, 10, 24});
  assert_numbers(l, "stayed_count", (const double[]){0, 6, 7, 13});
  assert_numbers(l, "moved_count", (const double[]){7, 0, 3, 10});
  assert_numbers(l, "gone_count", (const double[]){1, 0, 0, 1});
  assert_numbers(l, "displaced_count", (const double[]){0, 0, 0, 0});
  assert_numbers(l, "new_count", (const double[]){0, 4, 15, 19});
  assert_numbers(l, "free_places", (const double[]){1, 0, 0, 1});
  assert_numbers(l, "occupancy_share", (const double[]){7.0 / 8, 1, 1, 42.0 / 43});
}

static wijk_layer *compare(size_t count) {
  const wijk_plan plans[] = {hand.plan, hand.plan};
  const wijk_allocation allocations[] = {hand.allocation, hand.allocation};
  wijk_layer *comparison;
  wijk_error err = {0};
  if (wijk_outcome_compare(plans, allocations, count, true, arena, &comparison, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return comparison;
}

/* Gini over three zones: 12, 10, 21 in order are 10, 12, 21: (-2 x 10 + 2 x 21) / (3 x 43); before 0, 14, 14. */
static void comparison_by_hand(void **state) {
  (void)state;
  const wijk_layer *l = compare(1);
  assert_int_equal(l->row_count, 2);
  assert_text(l, "scenario", 0, "nu");
  assert_text(l, "scenario", 1, "gematigd");
  assert_numbers(l, "demand", (const double[]){NAN, 44});
  assert_numbers(l, "places", (const double[]){28, 43});
  assert_numbers(l, "housed", (const double[]){24, 42});
  assert_numbers(l, "unmet_count", (const double[]){NAN, 2});
  assert_numbers(l, "unchanged_unmet_count", (const double[]){NAN, 4 + 13});
  assert_numbers(l, "heaviest_load", (const double[]){14.0 / 12, 1});
  assert_text(l, "heaviest_zone_name", 1, "Noord");
  assert_numbers(l, "overload_places", (const double[]){2, 0});
  assert_numbers(l, "zones_over_norm_count", (const double[]){1, 0});
  assert_numbers(l, "vulnerable_places_share", (const double[]){0.5, 12.0 / 43});
  assert_numbers(l, "gini", (const double[]){28.0 / (3 * 28), 22.0 / (3 * 43)});
  assert_numbers(l, "moved_count", (const double[]){0, 10});
  assert_numbers(l, "moved_m", (const double[]){0, 17400});
  assert_numbers(l, "moved_mean_m", (const double[]){NAN, 1740});
  assert_numbers(l, "cost_eur", (const double[]){0, 175000});
  assert_numbers(l, "opened_count", (const double[]){0, 3});
  assert_numbers(l, "closed_count", (const double[]){0, 1});
  assert_numbers(l, "converted_count", (const double[]){0, 1});
  assert_text(l, "proved", 1, "ja");
  assert_numbers(l, "gap_share", (const double[]){NAN, 0});
  assert_int_equal(wijk_column_reason(column(l, "demand"), 0), WIJK_REASON_NOT_FORECAST);
}

/* ---- what is not there ---- */

static void undefined_has_its_reason(void **state) {
  (void)state;
  hand.grounds[HAND_MIDDEN].norm = hand.grounds[HAND_MIDDEN].allowed = NAN;
  hand.zones[HAND_ZUID].class_name = NULL;
  hand.grounds[HAND_ZUID].norm = NAN;
  hand.zones[HAND_NOORD].residents = 0;
  const wijk_layer *l = make(true).zones;
  assert_int_equal(wijk_column_reason(column(l, "load_after"), HAND_MIDDEN), WIJK_REASON_NO_NORM);
  assert_int_equal(wijk_column_reason(column(l, "norm_places"), HAND_ZUID), WIJK_REASON_NO_CLASS);
  assert_int_equal(wijk_column_reason(column(l, "zone_class"), HAND_ZUID), WIJK_REASON_NO_CLASS);
  assert_int_equal(wijk_column_reason(column(l, "places_per_1000_after"), HAND_NOORD), WIJK_REASON_NO_RESIDENTS);
  assert_true(isnan(number(l, "headroom_after", HAND_MIDDEN)) && isnan(number(l, "over_norm_after", HAND_MIDDEN)));
  hand.grounds[HAND_NOORD].norm = 0;
  assert_int_equal(wijk_column_reason(column(compare(1), "heaviest_load"), 1), WIJK_REASON_NO_NORM);
  for (size_t z = 0; z < HAND_ZONES; z++)
    hand.zones[z].class_name = NULL;
  assert_int_equal(wijk_column_reason(column(compare(1), "vulnerable_places_share"), 1), WIJK_REASON_NO_CLASS);
}

static void nothing_to_do_is_fine(void **state) {
  (void)state;
  wijk_error err = {0};
  for (size_t i = 0; i < HAND_SITES; i++) {
    hand.form[i] = hand.sites[i].form;
    hand.people[i] = hand.sites[i].form == WIJK_NONE ? 0 : hand.sites[i].occupied;
    hand.sites[i].closes = false;
  }
  hand.allocation.move_count = 0;
  memcpy(hand.demand, (const double[]){8, 6, 10}, sizeof hand.demand);
  memset(hand.unmet, 0, sizeof hand.unmet);
  wijk_outcome made = make(true);
  assert_int_equal(made.actions->row_count, 0);
  assert_int_equal(made.flows->row_count, 0);
  assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_OK);
  assert_int_equal(wijk_column_reason(column(compare(1), "moved_mean_m"), 1), WIJK_REASON_NO_GROUP);
}

/* Two units of one building: who moves from one to the other goes nowhere on the map. */
static void no_line_within_a_building(void **state) {
  (void)state;
  hand.sites[HAND_L1].x = 2600;
  const wijk_layer *l = make(true).flows;
  assert_int_equal(l->geometry.part_of_row[1], 0);
  assert_int_equal(l->geometry.part_of_row[2], 1);
  assert_true(number(l, "distance_m", 0) == 0);
}

/* ---- order ---- */

static void step_is(const wijk_layer *l, size_t row, const char *action, const char *id, const char *day) {
  assert_text(l, "action", row, action);
  assert_text(l, "location_id", row, id);
  assert_text(l, "opens_on", row, day);
}

/* P1 comes after unit 2, whose day is later than its own. */
static void opens_after_another(void **state) {
  (void)state;
  size_t after[HAND_SITES];
  for (size_t i = 0; i < HAND_SITES; i++)
    after[i] = WIJK_NONE;
  after[HAND_B1_1] = HAND_P1;
  hand.plan.problem.after = after;
  wijk_outcome made = make(false);
  wijk_error err = {0};
  step_is(made.actions, 3, "opens", "P1", "2028-03-01");
  step_is(made.actions, 4, "opens", "B1/1", "2028-03-01");
  step_is(made.actions, 6, "converts", "L1", "2028-03-01");
  assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_OK);
}

/* L3 is full until its own people have gone to P1, in 2028; only then can the one of L4 come. */
static void waits_for_room(void **state) {
  (void)state;
  static wijk_move moves[] = {{HAND_L4, HAND_L3, 3}, {HAND_L3, HAND_P1, 3}, {HAND_L1, HAND_B1_1, 7}};
  hand.sites[HAND_L3].occupied = 10;
  hand.demand[HAND_BEGELEID] = 25;
  hand.unmet[HAND_BEGELEID] = 0;
  hand.allocation.moves = moves;
  hand.allocation.move_count = 3;
  assert_null(wijk_allocation_check(&hand.plan.problem, &hand.allocation));
  wijk_outcome made = make(false);
  wijk_error err = {0};
  assert_int_equal(made.waiting, 0);
  step_is(made.actions, 4, "opens", "P1", "2028-03-01");
  step_is(made.actions, 5, "moves", "L3", "2028-03-01");
  step_is(made.actions, 6, "moves", "L4", "2028-03-01");
  step_is(made.actions, 7, "closes", "L4", "2028-03-01");
  assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_OK);
}

/* Two locations that take each other's people and form: neither can begin. */
static void circle_is_told(void **state) {
  (void)state;
  static wijk_move moves[] = {{HAND_L1, HAND_L2, 6}, {HAND_L2, HAND_L1, 4}};
  hand.capacity[HAND_L1][HAND_BESCHERMD] = 8;
  hand.capacity[HAND_L2][HAND_OPVANG] = 6;
  hand.form[HAND_L1] = HAND_BESCHERMD;
  hand.form[HAND_L2] = HAND_OPVANG;
  hand.allocation.moves = moves;
  assert_true(make(true).waiting > 0);
}

/* ---- report and words ---- */

static double figure(const wijk_report *report, const char *id, const char *by) {
  for (size_t k = 0; k < report->city_count; k++)
    if (strcmp(report->city[k].id, id) == 0 && strcmp(report->city[k].by, by) == 0)
      return report->city[k].value;
  fail_msg("no figure %s by %s", id, by);
  return NAN;
}

static void report_has_goals(void **state) {
  (void)state;
  wijk_report report;
  wijk_error err = {0};
  assert_int_equal(wijk_report_new("wijk-allocate", arena, &report, &err), WIJK_OK);
  hand.goals[WIJK_GOAL_COST].bound = 140000;
  hand.goals[WIJK_GOAL_COST].proved = false;
  const wijk_layer *comparison = compare(1);
  assert_int_equal(wijk_outcome_report(&hand.allocation, 1, comparison, &report, &err), WIJK_OK);
  assert_true(figure(&report, "goal_cost", "scenario=gematigd") == 175000);
  assert_true(figure(&report, "goal_cost_bound", "scenario=gematigd") == 140000);
  assert_true(figure(&report, "goal_cost_gap_share", "scenario=gematigd") == 0.2);
  assert_true(figure(&report, "goal_cost_proved", "scenario=gematigd") == 0);
  assert_true(figure(&report, "goal_overload_gap_share", "scenario=gematigd") == 0);
  assert_true(figure(&report, "unmet_count", "scenario=gematigd") == 2);
  assert_true(isnan(figure(&report, "unmet_count", "scenario=nu")));
  assert_text(comparison, "proved", 1, "nee");
}

static void told_in_words(void **state) {
  (void)state;
  wijk_text text = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_outcome_tell(compare(1), 1, &hand.plan, &hand.allocation, make(true).demand, true, &text, &err),
                   WIJK_OK);
  assert_string_equal(
      text.bytes, "gematigd:\n"
                  "42 van de 44 mensen hebben een plaats, 2 niet: begeleid 2 (als alles blijft zoals het is 17)\n"
                  "zwaarst belast: Noord, 100% van de norm (nu 117%); boven de norm in kwetsbare wijken: 0 plaatsen "
                  "(nu 2)\n"
                  "locaties: 3 open, 1 dicht, 1 omgebouwd; verhuizingen: 10, gemiddeld 1,7 km; kosten: 175.000 euro\n"
                  "bewezen: op deze doelen is niets beter\n");
  wijk_text_free(&text);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
  const struct CMUnitTest tests[] = {
      TEST(hand_is_best),          TEST(locations_by_hand),
      TEST(flows_by_hand),         TEST(zones_by_hand),
      TEST(actions_by_hand),       TEST(demand_by_hand),
      TEST(comparison_by_hand),    TEST(undefined_has_its_reason),
      TEST(nothing_to_do_is_fine), TEST(no_line_within_a_building),
      TEST(opens_after_another),   TEST(waits_for_room),
      TEST(circle_is_told),        TEST(report_has_goals),
      TEST(told_in_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
