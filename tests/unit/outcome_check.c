/* SPDX-License-Identifier: EUPL-1.2 */
/* What is to be written is checked: each number, name and rule broken once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "outcome_fixture.h"

/* ---- the check of what is to be written ---- */

/* Changes one number, or one text, of a layer that was right: the check is to see it. */
static void spoil(const wijk_layer *layer, const char *name, size_t row, double value, const wijk_outcome *made) {
  double *cell = &column(layer, name)->numbers[row], was = *cell;
  wijk_error err = {0};
  *cell = value;
  if (wijk_outcome_check(&hand.plan, made, arena, &err) != WIJK_BUG)
    fail_msg("%s of row %zu may be %g unseen", name, row, value);
  *cell = was;
}

static void spoil_text(const wijk_layer *layer, const char *name, size_t row, const char *text,
                       const wijk_outcome *made) {
  const char **cell = &column(layer, name)->texts[row], *was = *cell;
  wijk_error err = {0};
  *cell = text;
  if (wijk_outcome_check(&hand.plan, made, arena, &err) != WIJK_BUG)
    fail_msg("%s of row %zu may be %s unseen", name, row, text ? text : "missing");
  *cell = was;
}

static void every_number_is_checked(void **state) {
  (void)state;
  const wijk_outcome made = make(true);
  wijk_error err = {0};
  static const char *const locations[] = {"places_before",  "places_after", "occupied_before",
                                          "occupied_after", "stayed_count", "left_count",
                                          "gone_count",     "came_count",   "new_count"};
  static const char *const forms[] = {"demand",      "places_before", "places_after", "occupied_before", "housed",
                                      "unmet_count", "stayed_count",  "moved_count",  "new_count",       "gone_count"};
  assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_OK);
  for (size_t k = 0; k < sizeof locations / sizeof *locations; k++)
    for (size_t row = 0; row < HAND_SITES; row++)
      spoil(made.locations, locations[k], row, number(made.locations, locations[k], row) + 1, &made);
  for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
    for (size_t row = 0; row <= HAND_FORMS; row++)
      spoil(made.demand, forms[k], row, number(made.demand, forms[k], row) + 1, &made);
  for (size_t row = 0; row < HAND_ZONES; row++) {
    spoil(made.zones, "places_before", row, 3, &made);
    spoil(made.zones, "places_after", row, 3, &made);
  }
  spoil(made.flows, "people_count", 0, 6, &made);
  spoil(made.flows, "distance_m", 0, 2399, &made);
  spoil(made.locations, "cost_eur", 0, 39999, &made);
  spoil(made.locations, "cost_eur", 3, 1, &made);
  spoil(made.actions, "cost_eur", 2, 39999, &made);
  spoil(made.actions, "people_count", 4, 6, &made);
}

static void every_name_is_checked(void **state) {
  (void)state;
  const wijk_outcome made = make(true);
  spoil_text(made.locations, "id", 0, "B1/3", &made);
  spoil_text(made.locations, "form_after", 0, "beschermd", &made);
  spoil_text(made.locations, "form_after", 0, "paleis", &made);
  spoil_text(made.locations, "form_before", 2, NULL, &made);
  spoil_text(made.locations, "zone_key", 0, "WK01", &made);
  spoil_text(made.flows, "to_id", 0, "B1/2", &made);
  spoil_text(made.flows, "from_id", 0, "X", &made);
  spoil_text(made.flows, "form", 0, "begeleid", &made);
  spoil_text(made.demand, "form", 0, "begeleid", &made);
  spoil_text(made.actions, "location_id", 2, "L2", &made);
  spoil_text(made.actions, "form_after", 2, "begeleid", &made);
  spoil_text(made.actions, "opens_on", 2, "2026-07-01", &made);
  made.locations->geometry.x[0]++;
  spoil(made.zones, "places_after", 0, 12, &made); /* the number is right, the place is not */
  made.locations->geometry.x[0]--;
  made.flows->geometry.x[1]++;
  spoil(made.zones, "places_after", 0, 12, &made);
}

/* What was made is right, and the rule is another: each is seen. */
static void every_rule_is_checked(void **state) {
  (void)state;
  const wijk_outcome made = make(true);
  size_t after[HAND_SITES];
  const plan_fixture was = hand;
  wijk_allocation_problem *p = &hand.plan.problem;
  for (size_t i = 0; i < HAND_SITES; i++)
    after[i] = i == HAND_P1 ? HAND_P2 : WIJK_NONE;
#define BREAKS(...)                                                                                                    \
  do {                                                                                                                 \
    wijk_error err = {0};                                                                                              \
    __VA_ARGS__;                                                                                                       \
    assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_BUG);                                    \
    hand = was;                                                                                                        \
  } while (0)
  BREAKS(p->budget = 174999);
  BREAKS(p->furthest = 2399);
  BREAKS(p->open_least = 4);
  BREAKS(p->open_most = 2);
  BREAKS(p->after = after);
  BREAKS(p->unmet = (const double[]){0, 0, 1});
  BREAKS(hand.least[HAND_BESCHERMD] = 5);
  BREAKS(hand.spacing[HAND_BEGELEID] = 701); /* P1 lies 700 m from L3 */
  BREAKS(hand.grounds[HAND_ZUID].allowed = 20);
  BREAKS(hand.sites[HAND_L1].stays = true);
  BREAKS(hand.sites[HAND_L2].closes = true);
  BREAKS(hand.names[HAND_P1].opens = "2029-01-01");
  BREAKS(hand.demand[HAND_BEGELEID] = 24);
  hand.spacing[HAND_BEGELEID] = 700;
  hand.grounds[HAND_ZUID].allowed = 21;
  p->budget = 175000;
  p->furthest = 2400;
  p->open_least = p->open_most = 3;
  wijk_error err = {0};
  assert_int_equal(wijk_outcome_check(&hand.plan, &made, arena, &err), WIJK_OK);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
  const struct CMUnitTest tests[] = {
      TEST(every_number_is_checked),
      TEST(every_name_is_checked),
      TEST(every_rule_is_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
