/* SPDX-License-Identifier: EUPL-1.2 */
/* Plans from hand-made layers: places and cost of every site, norms, dates, groups and scenarios, worked by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan_fixture.h"
#include <math.h>

static wijk_arena *arena;
static wijk_report report;
static wijk_plan_request request;
static wijk_plan *plans;
static size_t plan_count;

/* Zones WK01 to WK03 of 1000, 2000 and 3000 people, 1 km wide from x = 0. L1: 24 places of 24 m2 in the first; L2, on
 * the border of the first two: 10 of 52 m2. */
static int make_request(void **state) {
  wijk_error err = {0};
  (void)state;
  arena = wijk_arena_new(&err);
  if (!arena || wijk_report_new("plan", arena, &report, &err) != WIJK_OK)
    return -1;
  static const char *const forms[] = {"opvang", "begeleid", "regulier"}, *const vulnerable[] = {"kwetsbaar"};
  wijk_layer *facilities = plan_fixture_points(arena, "nu.csv", 2, (const double[]){500, 1000},
                                               (const char *const[]){"L1", "L2"}, (const char *const[]){"Een", NULL});
  plan_fixture_texts(facilities, "woonvorm", "form", (const char *const[]){"Opvang", "begeleid"});
  plan_fixture_numbers(facilities, "capaciteit", "capacity", (const double[]){24, 10});
  plan_fixture_numbers(facilities, "bezet", "occupied", (const double[]){20, 10});
  wijk_layer *proposals = plan_fixture_points(arena, "nieuw.csv", 2, (const double[]){2500, 1500},
                                              (const char *const[]){"N1", "N2"}, (const char *const[]){NULL, NULL});
  plan_fixture_texts(proposals, "woonvorm", "form", (const char *const[]){"opvang", "begeleid"});
  plan_fixture_numbers(proposals, "capaciteit", "capacity", (const double[]){12, 6});
  plan_fixture_numbers(proposals, "kosten_eur", "cost", (const double[]){1000.4, NAN});
  plan_fixture_texts(proposals, "opent_na", "opens_after", (const char *const[]){NULL, "P1/2"});
  wijk_layer *buildings = plan_fixture_points(arena, "panden.csv", 2, (const double[]){2500, 5000},
                                              (const char *const[]){"P1", "P2"}, (const char *const[]){"Pand", NULL});
  plan_fixture_numbers(buildings, "bvo_m2", "floor", (const double[]){1000, 519});
  plan_fixture_numbers(buildings, "verbouw_eur_m2", "conversion_cost_m2", (const double[]){450.5, NAN});
  plan_fixture_numbers(buildings, "eenheden", "units", (const double[]){2, NAN});
  plan_fixture_texts(buildings, "beschikbaar_per", "available", (const char *const[]){"2027-03-01", NULL});
  wijk_layer *zoning = wijk_layer_new(arena, "zonering.csv", 3, &err);
  plan_fixture_texts(zoning, "id", "key", (const char *const[]){"WK01", "WK02", "WK03"});
  plan_fixture_texts(zoning, "zone_class", NULL, (const char *const[]){"kwetsbaar", "aandacht", "draagkrachtig"});
  wijk_layer *rates = wijk_layer_new(arena, "tarief.csv", 2, &err);
  plan_fixture_texts(rates, "woonvorm", "form", (const char *const[]){"opvang", "begeleid"});
  plan_fixture_numbers(rates, "m2", "m2_per_place", (const double[]){24, 52});
  plan_fixture_numbers(rates, "nieuw", "new_cost_m2", (const double[]){2650, 2550});
  plan_fixture_numbers(rates, "ombouw", "conversion_cost_m2", (const double[]){950, 1050});
  plan_fixture_numbers(rates, "min", "least", (const double[]){15, NAN});
  /* Demand of two scenarios; of groups in the first; what names no scenario holds for both. */
  wijk_layer *forecast = wijk_layer_new(arena, "raming.csv", 5, &err);
  plan_fixture_texts(forecast, "scenario", "scenario", (const char *const[]){"a", "a", "b", NULL, "a"});
  plan_fixture_numbers(forecast, "jaar", "year", (const double[]){2030, 2030, 2030, 2030, 2031});
  plan_fixture_texts(forecast, "groep", NULL, (const char *const[]){"ggz", "lvb", "ggz", NULL, NULL});
  plan_fixture_texts(forecast, "woonvorm", "form",
                     (const char *const[]){"opvang", "opvang", "opvang", "begeleid", "begeleid"});
  plan_fixture_numbers(forecast, "vraag", "demand", (const double[]){20, 5, 30, 16, 99});
  request = (wijk_plan_request){.zones = plan_fixture_zones(arena),
                                .facilities = facilities,
                                .proposals = proposals,
                                .buildings = buildings,
                                .zoning = zoning,
                                .rates = {rates, "tarief.csv"},
                                .forecast = {forecast, "raming.csv"},
                                .forms = forms,
                                .form_count = 3,
                                .vulnerable = vulnerable,
                                .vulnerable_count = 1,
                                .year = 2030,
                                .budget = NAN,
                                .furthest = NAN,
                                .open_most = WIJK_NONE,
                                .threads = 1};
  return err.status == WIJK_OK ? 0 : -1;
}

static int free_request(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static wijk_status make(wijk_error *err) {
  *err = (wijk_error){0};
  return wijk_plan_make(&request, report.finding_count, arena, &report, &plans, &plan_count, err);
}

static void made(void) {
  wijk_error err;
  if (make(&err) != WIJK_OK)
    fail_msg("%s", err.message);
}

static void refused(wijk_status status, const char *text) {
  wijk_error err;
  assert_int_equal(make(&err), status);
  if (!strstr(err.message, text))
    fail_msg("'%s' is not in '%s'", text, err.message);
}

static void site_is(size_t site, const char *id, size_t zone, double opvang, double begeleid, double cost_opvang,
                    double cost_begeleid) {
  const wijk_site *s = &plans[0].problem.sites[site];
  assert_string_equal(plans[0].sites[site].id, id);
  assert_int_equal(s->zone, zone);
  const double expected[] = {opvang, begeleid, cost_opvang, cost_begeleid},
               found[] = {s->capacity[0], s->capacity[1], s->cost[0], s->cost[1]};
  for (size_t k = 0; k < 4; k++)
    if (fabs(expected[k] - found[k]) > 1e-9)
      fail_msg("%s: figure %zu is %g, not %g", id, k, found[k], expected[k]);
}

static void places_and_cost(void **state) {
  (void)state;
  made();
  assert_int_equal(plans[0].problem.site_count, 7);
  /* 24 x 24 = 576 m2: 11 x 52; 10 x 52 = 520 m2: 21 x 24. On the border: the lowest key. */
  site_is(0, "L1", 0, 24, 11, 0, 576 * 1050);
  site_is(1, "L2", 0, 21, 10, 520 * 950, 0);
  site_is(2, "N1", 2, 12, 0, 1000, 0);
  site_is(3, "N2", 1, 0, 6, 0, 6 * 52 * 2550);
  /* Two units of 500 m2 for 450.50 a m2; the other has the rates, and lies nowhere. */
  site_is(4, "P1/1", 2, 20, 9, 225250, 225250);
  site_is(5, "P1/2", 2, 20, 9, 225250, 225250);
  site_is(6, "P2", WIJK_NONE, 21, 9, 519 * 950, 519 * 1050);
  const wijk_allocation_problem *p = &plans[0].problem;
  assert_int_equal(p->building[4], p->building[5]);
  assert_int_not_equal(p->building[5], p->building[6]);
  assert_int_equal(p->sites[0].form, 0);
  assert_true(p->sites[0].places == 24 && p->sites[0].occupied == 20);
  assert_int_equal(p->sites[2].form, WIJK_NONE);
  assert_true(p->least[0] == 15 && p->least[1] == 0);
  assert_null(p->unmet);
  assert_true(plans[0].sites[0].floor_m2 == 576 && plans[0].sites[4].floor_m2 == 500);
}

/* 34 places for 6000 people. The first has 34 per 1000, and may have the city's 5.67; the others 1 and 1.5 times it. */
static void norms(void **state) {
  (void)state;
  made();
  const wijk_ground *zones = plans[0].problem.zones;
  const double city = 34.0 / 6;
  const double allowed[] = {city, 2 * city, 3 * 1.5 * city};
  for (size_t z = 0; z < 3; z++) {
    assert_true(fabs(zones[z].allowed - allowed[z]) < 1e-9);
    assert_true(zones[z].norm == zones[z].allowed);
    assert_int_equal(zones[z].vulnerable, z == 0);
  }
  assert_string_equal(plans[0].zones[2].class_name, "draagkrachtig");
  assert_true(plans[0].zones[1].residents == 2000);
  /* Nobody lives in the second: nothing is allowed. */
  wijk_layer_find_role(request.zones, "residents")->numbers[1] = 0;
  made();
  assert_true(plans[0].problem.zones[1].allowed == 0);
  wijk_layer_find_role(request.zones, "residents")->numbers[1] = NAN;
  refused(WIJK_DATA, "how many people live in zone 'WK02' is not known");
}

static void groups_and_scenarios(void **state) {
  (void)state;
  made();
  assert_int_equal(plan_count, 2);
  assert_string_equal(plans[0].scenario, "a");
  assert_true(plans[0].problem.demand[0] == 25 && plans[0].problem.demand[1] == 16);
  assert_true(plans[1].problem.demand[0] == 30 && plans[1].problem.demand[1] == 16);
  assert_ptr_equal(plans[0].problem.sites, plans[1].problem.sites);
  static const wijk_plan_amount most[] = {{"OPVANG", 3}};
  request.unmet_most = most;
  request.unmet_most_count = 1;
  made(); /* of which nothing is asked may leave all */
  assert_true(plans[0].problem.unmet[0] == 3 && plans[0].problem.unmet[1] == 16);
  wijk_layer_find(request.forecast.layer, "groep")->texts[1] = "ggz";
  refused(WIJK_DATA, "'raming.csv' row 2: opvang in 2030 is given twice");
  request.year = 2031;
  refused(WIJK_DATA, "the demand for opvang in 2031 (scenario a) is missing");
}

/* N2 waits for the second unit of P1, which is there from March 2027, and has no day of its own. */
static void waiting(void **state) {
  (void)state;
  made();
  assert_int_equal(plans[0].problem.after[3], 5);
  assert_int_equal(plans[0].problem.after[2], WIJK_NONE);
  assert_string_equal(plans[0].sites[3].opens, "2027-03-01");
  assert_null(plans[0].sites[0].opens);
  assert_null(plans[0].sites[2].opens);
  wijk_layer *buildings = (wijk_layer *)request.buildings;
  wijk_layer_find_role(buildings, "available")->texts[0] = "2031-01-01";
  made(); /* neither comes in time */
  site_is(3, "N2", 1, 0, 0, 0, 6 * 52 * 2550);
  site_is(5, "P1/2", 2, 0, 0, 225250, 225250);
  plan_fixture_texts(buildings, "opent_na", "opens_after", (const char *const[]){"N2", NULL});
  refused(WIJK_DATA, "N2 waits for P1/2, which waits for N2");
  wijk_layer_find_role(request.proposals, "opens_after")->texts[1] = "P1";
  refused(WIJK_DATA, "it waits for 'P1', which has 2 units");
}

static void staying_and_closing(void **state) {
  (void)state;
  static const char *const keep[] = {"L1"}, *const close[] = {"P1", "L2"};
  request.keep = keep;
  request.keep_count = 1;
  request.close = close;
  request.close_count = 2;
  made();
  const wijk_site *sites = plans[0].problem.sites;
  assert_true(sites[0].stays && !sites[0].closes && sites[1].closes);
  site_is(1, "L2", 0, 0, 10, 520 * 950, 0); /* it may become nothing else */
  site_is(4, "P1/1", 2, 0, 0, 225250, 225250);
  assert_false(sites[4].closes);
  request.keep = close;
  refused(WIJK_USAGE, "'P1' is named by both --keep and --close");
  request.close_count = 0;
  refused(WIJK_USAGE, "--keep 'P1': it is not there now");
  static const char *const other[] = {"L8"};
  request.keep = other;
  refused(WIJK_USAGE, "--keep 'L8': there is no location or candidate with that id");
}

static void years_of_locations(void **state) {
  (void)state;
  plan_fixture_texts((wijk_layer *)request.facilities, "tot", "valid_to", (const char *const[]){"2030-12-30", NULL});
  plan_fixture_texts((wijk_layer *)request.facilities, "van", "valid_from", (const char *const[]){NULL, "2031-01-01"});
  made();
  assert_int_equal(plans[0].problem.site_count, 6); /* the second is not there in time */
  assert_true(plans[0].problem.sites[0].closes);
  assert_int_equal(plans[0].layers[0]->row_count, 1);
}

#define PLAN_TEST(test) cmocka_unit_test_setup_teardown(test, make_request, free_request)

int main(void) {
  const struct CMUnitTest tests[] = {PLAN_TEST(places_and_cost),      PLAN_TEST(norms),
                                     PLAN_TEST(groups_and_scenarios), PLAN_TEST(waiting),
                                     PLAN_TEST(staying_and_closing),  PLAN_TEST(years_of_locations)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
