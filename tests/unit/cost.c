/* SPDX-License-Identifier: EUPL-1.2 */
/* Business cases: figures worked by hand, laws of present values, sensitivities, and tables with faults in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>
#include <wijk/cost.h>
#include <wijk/number.h>
#include <wijk/random.h>

static wijk_arena *arena;

static int open_arena(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static void near(double a, double b, double within) {
  if (!(fabs(a - b) <= within))
    fail_msg("%.15g is not %.15g", a, b);
}

static const wijk_cost_price unknown = {NAN, NAN};

/* 10 places in a building of 1000 m2, converted for 1000 euro per m2, at 50 a year of rent, 2000 of care per place. */
static wijk_cost_case conversion(void) {
  return (wijk_cost_case){.places_after = 10,
                          .floor_m2 = 1000,
                          .conversion_eur_m2 = 1000,
                          .rent_begins = 1,
                          .rent_eur_m2_year = 50,
                          .care = {NAN, 2000},
                          .operation = unknown,
                          .income = unknown};
}

/* Without discount ten years cost 1,000,000 + 10 (50,000 + 20,000). With 13,000 a place received, what is left of
 * 1,300,000 - 1,000,000 - 200,000 pays 10 a year for each of 1000 m2. */
static void without_discount(void **state) {
  (void)state;
  const wijk_cost_terms terms = {0, 0, 10};
  wijk_cost_case of = conversion();
  wijk_cost_result r;
  wijk_cost_compute(&of, &terms, &r);
  near(r.conversion_eur, 1e6, 0);
  near(r.new_eur, 0, 0);
  near(r.investment_eur, 1e6, 0);
  near(r.rent_eur_year, 50000, 0);
  near(r.care_eur_year, 20000, 0);
  assert_true(isnan(r.operation_eur_year) && isnan(r.income_eur_year));
  near(r.net_eur_year, 70000, 0);
  near(r.npv_eur, -1.7e6, 0);
  near(r.place_eur, 170000, 0);
  near(r.place_year_eur, 17000, 0);
  assert_true(isnan(r.break_even_eur_m2));
  of.income = (wijk_cost_price){NAN, 13000};
  wijk_cost_compute(&of, &terms, &r);
  near(r.npv_eur, -1.7e6 + 1.3e6, 0);
  near(r.break_even_eur_m2, 10, 1e-12);
  of.rent_eur_m2_year = r.break_even_eur_m2;
  wijk_cost_compute(&of, &terms, &r);
  near(r.npv_eur, 0, 1e-6);
}

/* 100 at the end of two years at 5 percent: 100 / 1.05 + 100 / 1.1025 = 205 / 1.1025. A loan of 100,000 over 20 years
 * at 5 percent is paid off with 8,024.26 a year (annuity factor 12.4622, as in any table of them). */
static void discounted(void **state) {
  (void)state;
  const wijk_cost_case yearly = {.places_after = 1, .care = {NAN, 100}, .operation = {NAN, 0}, .income = unknown};
  const wijk_cost_case once = {
      .places_after = 1, .once_eur = 100000, .care = {NAN, 0}, .operation = unknown, .income = unknown};
  wijk_cost_result r;
  wijk_cost_compute(&yearly, &(wijk_cost_terms){.05, 0, 2}, &r);
  near(r.npv_eur, -205 / 1.1025, 1e-12);
  near(r.place_year_eur, 100, 1e-12);
  wijk_cost_compute(&once, &(wijk_cost_terms){.05, 0, 20}, &r);
  near(r.npv_eur, -100000, 0);
  near(r.place_year_eur, 100000 * .05 / (1 - pow(1.05, -20)), 1e-8);
  near(r.place_year_eur, 8024.26, .005);
}

/* A year later at 10 percent: 1000 once is worth 1000 / 1.1, and 121 at the end of the year behind it 121 / 1.21. A
 * level sum x in prices of today is worth x / 1.21. */
static void later(void **state) {
  (void)state;
  const wijk_cost_case of = {
      .delay = 1, .places_after = 2, .once_eur = 1000, .care = {NAN, 60.5}, .operation = unknown, .income = unknown};
  wijk_cost_result r;
  wijk_cost_compute(&of, &(wijk_cost_terms){.1, 0, 1}, &r);
  near(r.npv_eur, -(1000 / 1.1 + 100), 1e-10);
  near(r.place_year_eur, (1000 / 1.1 + 100) * 1.21 / 2, 1e-10);
  /* Prices that rise as fast as money loses worth are prices without either. */
  wijk_cost_compute(&of, &(wijk_cost_terms){.1, .1, 1}, &r);
  near(r.npv_eur, -1121, 1e-10);
  wijk_cost_compute(&of, &(wijk_cost_terms){0, .5, 1}, &r);
  near(r.npv_eur, -(1500 + 121 * 2.25), 1e-10);
}

/* Closing saves: 12 places at 50,000 a year and 300 m2 at 100 of rent; 40,000 a place no longer comes in. */
static void closing(void **state) {
  (void)state;
  const wijk_cost_case of = {.places_before = 12,
                             .floor_m2 = 300,
                             .rent_begins = -1,
                             .rent_eur_m2_year = 100,
                             .care = {50000, NAN},
                             .operation = unknown,
                             .income = {40000, NAN}};
  wijk_cost_result r;
  wijk_cost_compute(&of, &(wijk_cost_terms){0, 0, 5}, &r);
  near(r.investment_eur, 0, 0);
  near(r.care_eur_year, -600000, 0);
  near(r.rent_eur_year, -30000, 0);
  near(r.income_eur_year, -480000, 0);
  near(r.npv_eur, 5 * 150000, 0);
  near(r.places, 12, 0);
  near(r.place_year_eur, -150000. / 12, 1e-9);
  near(r.break_even_eur_m2, -400, 1e-9); /* 300 m2 at -400 would eat the 120,000 that care saves */
}

/* From 10 places of 50,500 to 20 of 20,500: 410,000 - 505,000 of care a year. A price for what is not there is not
 * needed; half of what is needed is none. */
static void converting(void **state) {
  (void)state;
  wijk_cost_case of = {.places_before = 10,
                       .places_after = 20,
                       .floor_m2 = 460,
                       .conversion_eur_m2 = 1100,
                       .care = {50500, 20500},
                       .operation = {1000, NAN},
                       .income = {9000, 9000}};
  wijk_cost_result r;
  wijk_cost_compute(&of, &(wijk_cost_terms){0, 0, 1}, &r);
  near(r.care_eur_year, -95000, 0);
  assert_true(isnan(r.operation_eur_year));
  near(r.npv_eur, -(506000 - 95000 - 90000), 0);
  assert_true(isnan(r.break_even_eur_m2)); /* no rent begins */
  near(r.rent_eur_year, 0, 0);
}

static void moving(void **state) {
  (void)state;
  wijk_cost_case of = {.people = 8, .move_eur_person = 750, .care = unknown, .operation = unknown, .income = unknown};
  wijk_cost_result r;
  wijk_cost_swing swings[WIJK_COST_INPUTS];
  const wijk_cost_terms terms = {.03, 0, 30};
  wijk_cost_compute(&of, &terms, &r);
  near(r.npv_eur, -6000, 0);
  assert_true(isnan(r.place_eur) && isnan(r.place_year_eur) && isnan(r.break_even_eur_m2));
  assert_int_equal(wijk_cost_sensitivity(&of, &terms, .2, swings), 2);
  assert_int_equal(swings[0].input, WIJK_COST_PEOPLE);
  near(swings[0].low_npv_eur, -4800, 1e-9);
  near(swings[1].high_npv_eur, -7200, 1e-9);
  of.move_eur_person = NAN;
  assert_int_equal(wijk_cost_sensitivity(&of, &terms, .2, swings), 0);
}

/* 1,000,000 once, 50,000 of rent and 20,000 of care for 10 years without discount: a fifth of each either way; the
 * floor moves what is once and the rent, years what is yearly. */
static void sensitivity(void **state) {
  (void)state;
  const wijk_cost_case of = conversion();
  wijk_cost_swing swings[WIJK_COST_INPUTS];
  const struct {
    wijk_cost_input input;
    double low, high;
  } expected[] = {{WIJK_COST_FLOOR, -1.4e6, -2e6},      {WIJK_COST_CONVERSION, -1.5e6, -1.9e6},
                  {WIJK_COST_YEARS, -1.56e6, -1.84e6},  {WIJK_COST_RENT, -1.6e6, -1.8e6},
                  {WIJK_COST_PLACES, -1.66e6, -1.74e6}, {WIJK_COST_CARE, -1.66e6, -1.74e6}};
  const size_t count = sizeof expected / sizeof *expected;
  assert_int_equal(wijk_cost_sensitivity(&of, &(wijk_cost_terms){0, 0, 10}, .2, swings), count);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(swings[i].input, expected[i].input);
    near(swings[i].low_npv_eur, expected[i].low, 1e-6);
    near(swings[i].high_npv_eur, expected[i].high, 1e-6);
  }
  /* A year stays a year; 3 years are 2 and 4. */
  const wijk_cost_case care = {.places_after = 1, .care = {NAN, 1}, .operation = unknown, .income = unknown};
  assert_int_equal(wijk_cost_sensitivity(&care, &(wijk_cost_terms){0, 0, 1}, .2, swings), 3);
  near(swings[2].low_npv_eur, -1, 0);
  wijk_cost_sensitivity(&care, &(wijk_cost_terms){0, 0, 3}, .3, swings);
  assert_int_equal(swings[0].input, WIJK_COST_YEARS);
  near(swings[0].low_npv_eur, -2, 0);
  near(swings[0].high_npv_eur, -4, 0);
}

/* Over random cases: the sum of parts is the whole, the level sum has the same worth, and at the break-even rent
 * nothing is left. */
static void laws(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(11, 0);
  for (int i = 0; i < 300; i++) {
#define ANY(most) (wijk_random_share(&random) * (most))
    const wijk_cost_terms terms = {ANY(.3), ANY(.1) - .05, 1 + floor(ANY(60))};
    wijk_cost_case of = {.delay = floor(ANY(9)),
                         .places_before = floor(ANY(30)),
                         .places_after = 1 + floor(ANY(30)),
                         .floor_m2 = ANY(3000),
                         .conversion_eur_m2 = ANY(2000),
                         .rent_begins = 1,
                         .rent_eur_m2_year = ANY(100),
                         .care = {ANY(50000), ANY(50000)},
                         .operation = {ANY(5000), ANY(5000)},
                         .income = {ANY(60000), ANY(60000)}};
#undef ANY
    wijk_cost_result r, even, once, level;
    wijk_cost_compute(&of, &terms, &r);
    wijk_cost_case other = of;
    other.rent_eur_m2_year = r.break_even_eur_m2;
    wijk_cost_compute(&other, &terms, &even);
    near(even.npv_eur, 0, 1e-9 * (fabs(r.npv_eur) + r.investment_eur + fabs(r.net_eur_year) * terms.years) * 50);
    other = of;
    other.rent_begins = 0;
    other.care = other.operation = other.income = (wijk_cost_price){0, 0};
    wijk_cost_compute(&other, &terms, &once);
    wijk_cost_case rest = of;
    rest.conversion_eur_m2 = 0;
    wijk_cost_compute(&rest, &terms, &level);
    near(once.npv_eur + level.npv_eur, r.npv_eur, 1e-9 * (fabs(once.npv_eur) + fabs(level.npv_eur)));
    /* That many euros per place and year, and nothing else. */
    const wijk_cost_case sum = {.delay = of.delay,
                                .places_after = of.places_after,
                                .care = {NAN, r.place_year_eur},
                                .operation = unknown,
                                .income = unknown};
    wijk_cost_compute(&sum, &terms, &level);
    near(level.npv_eur, r.npv_eur, 1e-9 * fabs(r.npv_eur));
  }
}

/* ---- tables ---- */

/* A table of texts, a row each, with roles for names; numbers where a column holds nothing else. */
static wijk_table table_of(const char *file, const char *const *roles, const char *const *cells, size_t rows) {
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, file, rows, &err);
  size_t columns = 0;
  while (roles[columns])
    columns++;
  for (size_t i = 0; i < columns; i++) {
    bool numbers = true;
    double value;
    for (size_t row = 0; row < rows; row++) {
      const char *cell = cells[row * columns + i];
      numbers &= !cell || wijk_number_read(cell, strlen(cell), &value);
    }
    numbers &= strcmp(roles[i], "id") != 0;
    wijk_column *column = wijk_layer_add_column(layer, roles[i], numbers ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, &err);
    column->role = column->name;
    for (size_t row = 0; row < rows; row++) {
      const char *cell = cells[row * columns + i];
      if (!numbers)
        column->texts[row] = cell;
      else if (cell)
        wijk_number_read(cell, strlen(cell), &column->numbers[row]);
    }
  }
  return (wijk_table){layer, file};
}

static wijk_table rates(void) {
  static const char *const roles[] = {"form", "care", "m2_per_place", "new_cost_m2", "conversion_cost_m2", "least",
                                      "rent", NULL};
  static const char *const cells[] = {"opvang",   "36500", "23", "2700", "1000", "14", NULL,
                                      "begeleid", "20000", "50", "2500", "1100", "4",  "80"};
  return table_of("rates.csv", roles, cells, 2);
}

static wijk_table buildings(void) {
  static const char *const roles[] = {"id", "floor", "rent", "conversion_cost_m2", "monument", "available", NULL};
  static const char *const cells[] = {"P1", "1000", "60", "900", "ja", "2027-01-01",
                                      "P2", "100",  NULL, NULL,  NULL, NULL};
  return table_of("buildings.csv", roles, cells, 2);
}

static wijk_cost_request request_of(wijk_table actions) {
  return (wijk_cost_request){.actions = actions,
                             .rates = rates(),
                             .buildings = buildings(),
                             .terms = {0, 0, 10},
                             .share = .2,
                             .rent_eur_m2 = NAN,
                             .move_eur_person = NAN};
}

static const char *const action_roles[] = {
    "id",           "action", "location", "to",       "form_before", "form_after", "places_before",
    "places_after", "people", "date",     "zone_key", "zone_class",  NULL};

/* P1 opens with 16 places of begeleid in 1000 m2; V1 closes; 10 people go from one to the other; N1 is built. */
static void from_tables(void **state) {
  (void)state;
  static const char *const cells[] = {
      "3", "sluit",    "V1", NULL, "opvang", NULL,       "10", NULL, NULL, "2028-07-01", "A",  "kwetsbaar",
      "1", "opens",    "P1", NULL, NULL,     "begeleid", NULL, "16", NULL, "2027-07-01", "A",  "kwetsbaar",
      "2", "verhuist", "V1", "P1", NULL,     NULL,       NULL, NULL, "10", "1-7-2027",   NULL, NULL,
      "4", "opent",    "N1", NULL, NULL,     "Begeleid", NULL, "3",  NULL, "2026",       "B",  "draagkrachtig"};
  const wijk_cost_request request = request_of(table_of("actions.csv", action_roles, cells, 4));
  wijk_error err = {0};
  wijk_report report;
  wijk_costs *costs;
  assert_int_equal(wijk_report_new("test", arena, &report, &err), WIJK_OK);
  if (wijk_costs_compute(&request, 0, arena, &report, &costs, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  assert_int_equal(costs->count, 4);
  assert_int_equal(costs->base_year, 2026);
  const wijk_cost_entry *opens = &costs->entries[0], *moves = &costs->entries[1], *closes = &costs->entries[2],
                        *built = &costs->entries[3];
  assert_string_equal(opens->id, "1");
  assert_true(opens->building && opens->of.delay == 1);
  near(opens->result.conversion_eur, 900000, 0); /* its own price */
  near(opens->result.rent_eur_year, 60000, 0);
  near(opens->result.npv_eur, -(900000 + 10 * (60000 + 320000)), 1e-6);
  assert_int_equal(opens->checks[WIJK_COST_PERMIT].state, WIJK_COST_TO_DO);
  assert_int_equal(opens->checks[WIJK_COST_MONUMENT].state, WIJK_COST_TO_DO);
  assert_int_equal(opens->checks[WIJK_COST_AVAILABLE].state, WIJK_COST_MET);
  assert_int_equal(opens->checks[WIJK_COST_LEAST].state, WIJK_COST_MET);
  assert_int_equal(opens->checks[WIJK_COST_ROOM].state, WIJK_COST_MET);
  assert_int_equal(opens->checks[WIJK_COST_CLASS].state, WIJK_COST_NOT_MET); /* 16 more, 10 less */
  assert_int_equal(opens->checks[WIJK_COST_ORDER].state, WIJK_COST_MET);
  assert_string_equal(opens->not_counted, "operation, income");
  assert_true(isnan(moves->result.npv_eur) && moves->swing_count == 0);
  assert_string_equal(moves->not_counted, "cost of a move");
  assert_int_equal(moves->checks[WIJK_COST_ORDER].state, WIJK_COST_MET);
  near(closes->result.npv_eur, 10 * 365000., 1e-6);
  assert_string_equal(closes->not_counted, "rent, operation, income");
  assert_int_equal(closes->checks[WIJK_COST_PERMIT].state, WIJK_COST_IDLE);
  near(built->result.new_eur, 3 * 50 * 2500, 0);
  near(built->result.rent_eur_year, 150 * 80, 0);
  assert_int_equal(built->checks[WIJK_COST_LEAST].state, WIJK_COST_NOT_MET); /* 4 at least */
  assert_int_equal(built->checks[WIJK_COST_CLASS].state, WIJK_COST_MET);
  wijk_layer *totals;
  assert_int_equal(wijk_costs_totals(costs, arena, &totals, &err), WIJK_OK);
  assert_int_equal(totals->row_count, 4); /* opvang, begeleid, no form, all */
  near(wijk_layer_find(totals, "npv_eur")->numbers[3],
       opens->result.npv_eur + closes->result.npv_eur + built->result.npv_eur, 1e-6);
  near(wijk_layer_find(totals, "unknown_count")->numbers[3], 1, 0);
}

/* Every fault of every row is listed, and nothing is computed. */
static void faults(void **state) {
  (void)state;
  static const char *const roles[] = {"id",           "action",        "location", "to",   "form_before", "form_after",
                                      "places_after", "places_before", "people",   "date", "building",    NULL};
  static const char *const cells[] = {
      "1", "sloopt",   "V1", NULL, NULL, NULL,       NULL, NULL, NULL, NULL,         NULL,
      "2", "opent",    NULL, NULL, NULL, "begeleid", "3",  NULL, NULL, NULL,         "P9",
      "3", "opent",    "N2", NULL, NULL, "beschut",  "3",  NULL, NULL, "2026-02-30", NULL,
      "4", "opent",    "N3", NULL, NULL, "begeleid", NULL, NULL, NULL, NULL,         NULL,
      "5", "verhuist", "V1", NULL, NULL, NULL,       NULL, NULL, NULL, NULL,         NULL,
      "6", "bouwt om", "V2", NULL, NULL, "begeleid", "3",  NULL, NULL, NULL,         NULL,
      "7", "opent",    "N4", NULL, NULL, "begeleid", "3",  NULL, NULL, NULL,         NULL,
      "7", "opent",    "N4", NULL, NULL, "begeleid", "4",  NULL, NULL, NULL,         NULL};
  const wijk_cost_request request = request_of(table_of("actions.csv", roles, cells, 8));
  static const char *const said[] = {"row 1: 'sloopt' is no action",
                                     "row 2: it names no location",
                                     "row 2: 'P9' is no building of 'buildings.csv'",
                                     "row 3: '2026-02-30' is no date",
                                     "row 3: 'beschut' has no rates in 'rates.csv'",
                                     "row 4: the number of places is missing",
                                     "row 5: it does not say where people move to",
                                     "row 5: the number of people who move is missing",
                                     "row 6: it converts what is no vacant building",
                                     "row 8: it is the action of row 7 once more",
                                     "row 8: row 7 has the same id"};
  wijk_error err = {0};
  wijk_report report;
  wijk_costs *costs = NULL;
  assert_int_equal(wijk_report_new("test", arena, &report, &err), WIJK_OK);
  assert_int_equal(wijk_costs_compute(&request, 0, arena, &report, &costs, &err), WIJK_DATA);
  for (size_t i = 0; i < sizeof said / sizeof *said; i++)
    if (!strstr(err.message, said[i]))
      fail_msg("not said: %s\n%s", said[i], err.message);
  assert_int_equal(report.fault_count, sizeof said / sizeof *said);
  assert_null(costs);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(without_discount),
                                     cmocka_unit_test(discounted),
                                     cmocka_unit_test(later),
                                     cmocka_unit_test(closing),
                                     cmocka_unit_test(converting),
                                     cmocka_unit_test(moving),
                                     cmocka_unit_test(sensitivity),
                                     cmocka_unit_test(laws),
                                     cmocka_unit_test(from_tables),
                                     cmocka_unit_test(faults)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
