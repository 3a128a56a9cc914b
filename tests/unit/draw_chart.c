/* SPDX-License-Identifier: EUPL-1.2 */
/* Charts: round ticks, Lorenz points worked by hand, labels that do not meet, and tables that make no picture. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/chart_lines.h"
#include "draw/list.h"
#include "draw/lorenz.h"
#include "unit/draw_zones.h"
#include <wijk/chart.h>
#include <wijk/random.h>

static void assert_close(double a, double b, double within) {
  if (!(fabs(a - b) <= within))
    fail_msg("%a is not %a", a, b);
}

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

/* ---- ticks ---- */

/* By hand: the smallest of 1, 2, 5 times a power of ten that spans the values in so many steps. */
static void test_ticks(void **state) {
  (void)state;
  static const struct {
    double least, most;
    size_t steps;
    bool whole;
    double step, high;
    size_t count;
    int decimals;
  } cases[] = {{0, 2663, 6, false, 500, 3000, 7, 0}, {0, 2663, 4, false, 1000, 3000, 4, 0},
               {0, 0.73, 5, false, 0.2, 0.8, 5, 1},  {0, 0.73, 5, true, 1, 1, 2, 0},
               {0, 0, 5, false, 0.2, 1, 6, 1},       {0, 100, 5, false, 20, 100, 6, 0},
               {0, 0.3, 3, false, 0.1, 0.3, 4, 1},   {0, 9e9, 5, false, 2e9, 1e10, 6, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    draw_axis axis;
    axis_compute(cases[i].least, cases[i].most, cases[i].steps, cases[i].whole, &axis);
    assert_close(axis_tick(&axis, 1) - axis_tick(&axis, 0), cases[i].step, 1e-12 * cases[i].step);
    assert_true(axis.high == cases[i].high);
    assert_int_equal(axis.tick_count, cases[i].count);
    assert_int_equal(axis.decimals, cases[i].decimals);
  }
  draw_axis axis;
  axis_compute(0, 0.3, 3, false, &axis);
  assert_true(axis_tick(&axis, 3) == 0.3); /* not 0.30000000000000004 */
  axis_place(&axis, 100, 10);
  assert_close(axis_mm(&axis, 0), 100, 1e-12);
  assert_close(axis_mm(&axis, 0.3), 10, 1e-12);
}

/* ---- Lorenz ---- */

static void test_lorenz_by_hand(void **state) {
  wijk_error err = {0};
  lorenz curve;
  /* 10 of 40 for three quarters of the people: (3/4, 1/4); G = 1 - 3/4·1/4 - 1/4·5/4; half of them have 2/3 of that */
  const double amounts[] = {30, 10}, people[] = {10, 30};
  assert_int_equal(lorenz_compute(amounts, people, 2, *state, &curve, &err), WIJK_OK);
  assert_int_equal(curve.count, 3);
  assert_true(curve.weight[1] == 0.75 && curve.amount[1] == 0.25);
  assert_true(curve.weight[2] == 1 && curve.amount[2] == 1);
  assert_close(curve.gini, 0.5, 1e-15);
  assert_close(lorenz_half(&curve), 1.0 / 6, 1e-15);
  /* half lies between two points: 1/20 at 9/20, then 19 of 20 over the other 11 */
  const double few[] = {1, 19}, many[] = {9, 11};
  assert_int_equal(lorenz_compute(few, many, 2, *state, &curve, &err), WIJK_OK);
  assert_close(lorenz_half(&curve), 0.05 + 0.95 * 1 / 11, 1e-15);
  /* all four in one of four zones: 0.75 */
  const double one[] = {0, 4, 0, 0}, even[] = {1, 1, 1, 1};
  assert_int_equal(lorenz_compute(one, even, 4, *state, &curve, &err), WIJK_OK);
  assert_close(curve.gini, 0.75, 1e-15);
  assert_true(lorenz_half(&curve) == 0);
  /* all alike: the line of equality */
  const double alike[] = {3, 3, 3, 3};
  assert_int_equal(lorenz_compute(alike, even, 4, *state, &curve, &err), WIJK_OK);
  assert_true(curve.gini == 0 && lorenz_half(&curve) == 0.5);
  /* places where nobody lives come last, upright */
  const double lonely[] = {5, 5}, nobody[] = {0, 7};
  assert_int_equal(lorenz_compute(lonely, nobody, 2, *state, &curve, &err), WIJK_OK);
  assert_true(curve.weight[1] == 1 && curve.amount[1] == 0.5);
  assert_close(curve.gini, 0.5, 1e-15);
}

/* Against the formulas of the metrics: by ranks where zones are even, by pairs where they are not. */
static void test_gini_formulas(void **state) {
  enum { COUNT = 40 };
  double amounts[COUNT], people[COUNT], even[COUNT];
  wijk_random random = wijk_random_new(7, 0);
  for (size_t i = 0; i < COUNT; i++) {
    amounts[i] = floor(50 * wijk_random_share(&random));
    people[i] = floor(1 + 900 * wijk_random_share(&random));
    even[i] = 1;
  }
  wijk_error err = {0};
  lorenz by_zone, by_people;
  assert_int_equal(lorenz_compute(amounts, even, COUNT, *state, &by_zone, &err), WIJK_OK);
  assert_int_equal(lorenz_compute(amounts, people, COUNT, *state, &by_people, &err), WIJK_OK);
  double x = 0, t = 0, zone_pairs = 0, people_pairs = 0;
  for (size_t i = 0; i < COUNT; i++) {
    x += amounts[i];
    t += people[i];
    for (size_t j = 0; j < COUNT; j++) {
      zone_pairs += fabs(amounts[i] - amounts[j]);
      people_pairs += fabs(amounts[i] * people[j] - amounts[j] * people[i]);
    }
  }
  assert_close(by_zone.gini, zone_pairs / (2 * COUNT * x), 1e-12);
  assert_close(by_people.gini, people_pairs / (2 * t * x), 1e-12);
}

/* ---- labels ---- */

static void test_labels_spread(void **state) {
  (void)state;
  double y[] = {50, 51, 20, 51}, height[] = {4, 4, 4, 4};
  chart_spread(y, height, 4, 0, 100);
  assert_true(y[2] == 20); /* meets nobody: stays */
  assert_close((y[0] + y[1] + y[3]) / 3, 152.0 / 3, 1e-12);
  assert_close(y[1] - y[0], 4, 1e-12);
  assert_close(y[3] - y[1], 4, 1e-12); /* in their order, equal ones as they came */
  double low[] = {99, 99};
  chart_spread(low, height, 2, 0, 100);
  assert_close(low[0], 94, 1e-12);
  assert_close(low[1], 98, 1e-12);
}

/* ---- demand ---- */

static const double years[] = {2026, 2027, 2029, 2026, 2027, 2028, 2029};
static const char *const forms[] = {"opvang", "opvang", "opvang", "verblijf", "verblijf", "verblijf", "verblijf"};
static const double demand[] = {10, 20, 30, 5, NAN, 6, 7}, places[] = {15, 15, 15, 6, 6, 6, 6};

static const wijk_map_request sheet = {.dutch = true, .width_mm = 200, .height_mm = 140};

static wijk_chart_demand request(void) {
  return (wijk_chart_demand){.page = &sheet,
                             .table = "t.csv",
                             .row_count = 7,
                             .year = years,
                             .demand = demand,
                             .places = places,
                             .form = forms};
}

static bool has_text(const wijk_drawing *drawing, const char *words) {
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_TEXT && strcmp(drawing->items[i].title, words) == 0)
      return true;
  return false;
}

static void test_no_year_is_missing_in_silence(void **state) {
  wijk_chart_demand r = request();
  wijk_chart_result chart;
  wijk_error err = {0};
  assert_int_equal(wijk_chart_draw_demand(&r, *state, &chart, &err), WIJK_OK);
  assert_int_equal(chart.missing_count, 2);
  assert_true(has_text(chart.drawing, "Zonder gegevens (vraag en plaatsen): opvang 2028, verblijf 2027."));
  assert_string_equal(chart.text,
                      "vraag en plaatsen per jaar, 2026 tot en met 2029. opvang: vraag 10 in 2026 en 30 in 2029, "
                      "plaatsen 15 en 15 (tekort 15); verblijf: vraag 5 in 2026 en 7 in 2029, plaatsen 6 en 6 "
                      "(tekort 1). Zonder gegevens: opvang 2028, verblijf 2027.");
}

static void test_table_is_put_in_order(void **state) {
  wijk_chart_demand r = request();
  lines_table table;
  wijk_error err = {0};
  assert_int_equal(lines_compute(&r, *state, &table, &err), WIJK_OK);
  assert_int_equal(table.panel_count, 2);
  assert_int_equal(table.year_count, 4);
  assert_true(table.most == 30);
  assert_true(isnan(table.panels[0].lines[0].demand[2]) && table.panels[0].lines[0].demand[3] == 30);
  /* together: unknown in the years in which one of them is */
  r.panels = WIJK_CHART_BY_SCENARIO;
  assert_int_equal(lines_compute(&r, *state, &table, &err), WIJK_OK);
  assert_int_equal(table.panel_count, 1);
  const double *sum = table.panels[0].lines[0].demand;
  assert_true(sum[0] == 15 && isnan(sum[1]) && isnan(sum[2]) && sum[3] == 37);
  /* every second year is no hole */
  static const double even[] = {2026, 2028, 2030, 2026, 2028, 2030, 2032};
  r = request();
  r.year = even;
  assert_int_equal(lines_compute(&r, *state, &table, &err), WIJK_OK);
  assert_int_equal(table.year_step, 2);
  assert_int_equal(table.year_count, 4);
}

static void refuse(wijk_chart_demand r, wijk_arena *arena, wijk_status status, const char *words) {
  wijk_chart_result chart;
  wijk_error err = {0};
  assert_int_equal(wijk_chart_draw_demand(&r, arena, &chart, &err), status);
  if (!strstr(err.message, words))
    fail_msg("%s", err.message);
}

static void test_tables_that_make_no_picture(void **state) {
  wijk_chart_demand r = request();
  r.row_count = 0;
  refuse(r, *state, WIJK_DATA, "'t.csv' has no rows to draw");
  r.row_count = 1;
  refuse(r, *state, WIJK_DATA, "holds one year only, 2026");
  r = request();
  r.form = NULL;
  refuse(r, *state, WIJK_DATA, "rows 1 and 4 are of one year, scenario and form");
  static const double negative[] = {10, 20, -3, 5, 6, 7, 8}, halves[] = {2026, 2026.5, 2027, 2028, 2029, 2030, 2031};
  static const double unknown[] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN}, timeless[] = {2026, NAN, 2027, 1, 2, 3, 4};
  r = request();
  r.demand = negative;
  refuse(r, *state, WIJK_DATA, "'t.csv' row 3: demand -3");
  r = request();
  r.year = halves;
  refuse(r, *state, WIJK_DATA, "row 2: year 2026.5 is not a year");
  r.year = timeless;
  refuse(r, *state, WIJK_DATA, "row 2 has no year");
  r = request();
  r.demand = unknown;
  r.places = NULL;
  refuse(r, *state, WIJK_DATA, "knows neither demand nor places");
  r = request();
  r.low = demand;
  r.high = places;
  refuse(r, *state, WIJK_DATA, "row 2: the lower end of the band, 20 lies above");
  r = request();
  r.only_form = "opvagn";
  refuse(r, *state, WIJK_USAGE, "the table has no form 'opvagn'");
  wijk_map_request stamp = sheet;
  stamp.width_mm = stamp.height_mm = 30;
  r = request();
  r.page = &stamp;
  refuse(r, *state, WIJK_USAGE, "the page is too small");
}

static void test_all_zero_is_said(void **state) {
  static const double zero[] = {0, 0, 0, 0, 0, 0, 0};
  wijk_chart_demand r = request();
  wijk_chart_result chart;
  wijk_error err = {0};
  r.demand = r.places = zero;
  assert_int_equal(wijk_chart_draw_demand(&r, *state, &chart, &err), WIJK_OK);
  assert_true(has_text(chart.drawing, "Alle waarden zijn 0. Zonder gegevens (vraag en plaatsen): opvang 2028."));
}

/* ---- zones ---- */

static const test_zone five[] = {{"WK01", "Alfa", 0, 0, 1000, 1000, 12},
                                 {"WK02", "Bravo", 1000, 0, 2000, 1000, 4},
                                 {"WK03", "Charlie", 2000, 0, 3000, 1000, 30},
                                 {"WK04", "Delta", 0, 1000, 1000, 2000, NAN},
                                 {"WK05", "Zee", 1000, 1000, 2000, 2000, 99}};

/* Zones with a norm of 10 for all but the second, and the last of water. */
static wijk_layer *load_zones(wijk_arena *arena, wijk_error *err) {
  wijk_layer *zones = zones_of(five, 5, arena, err);
  wijk_column *water = wijk_layer_add_column(zones, "H2O", WIJK_COLUMN_TEXT, err);
  water->role = "water";
  water->texts[4] = "JA";
  wijk_column *norm = wijk_layer_add_column(zones, "norm", WIJK_COLUMN_NUMBER, err);
  for (size_t i = 0; i < 5; i++)
    norm->numbers[i] = i == 1 ? NAN : 10;
  return zones;
}

static void test_load(void **state) {
  wijk_error err = {0};
  wijk_chart_result chart;
  wijk_layer *zones = load_zones(*state, &err);
  wijk_chart_load r = {.page = &sheet,
                       .zones = zones,
                       .column = wijk_layer_find(zones, "waarde"),
                       .title = "Last",
                       .norm = wijk_layer_find(zones, "norm")};
  assert_int_equal(wijk_chart_draw_load(&r, *state, &chart, &err), WIJK_OK);
  assert_int_equal(chart.missing_count, 1);
  assert_int_equal(chart.left_out_count, 0);
  assert_string_equal(chart.text, "Last, per wijk (3 wijken): het hoogst in Charlie (30), het laagst in Bravo (4); 2 "
                                  "wijken boven de norm, het verst Charlie (20 erboven); van 1 wijk is niets bekend.");
  assert_true(has_text(chart.drawing, "Zonder gegevens: 1 wijk. Zonder norm: 1 wijk."));
  assert_true(has_text(chart.drawing, "Alfa") && !has_text(chart.drawing, "Zee"));
  wijk_layer_find(zones, "waarde")->numbers[1] = -1;
  assert_int_equal(wijk_chart_draw_load(&r, *state, &chart, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "row 2: waarde -1 is no load or norm"));
}

static void test_lorenz_zones(void **state) {
  wijk_error err = {0};
  wijk_chart_result chart;
  wijk_layer *zones = load_zones(*state, &err);
  const wijk_column *columns[] = {wijk_layer_find(zones, "waarde")};
  const char *titles[] = {"Aantal plaatsen"};
  wijk_chart_lorenz r = {.page = &sheet, .zones = zones, .columns = columns, .titles = titles, .count = 1};
  /* 4, 12, 30 of 46: G = ((-2)·4 + 0 + 2·30) / (3·46); half is half way through the second: (4 + 6) / 46 */
  assert_int_equal(wijk_chart_draw_lorenz(&r, *state, &chart, &err), WIJK_OK);
  assert_close(chart.gini[0], 52.0 / 138, 1e-15);
  assert_string_equal(chart.text,
                      "Lorenzcurve over 3 wijken. De helft van de wijken heeft samen 22 % van de plaatsen. Gini 0,38.");
  assert_true(has_text(chart.drawing, "Plaatsen: Gini 0,38"));
  assert_true(has_text(chart.drawing, "Zonder gegevens en niet meegeteld: 1 wijk."));
  double *values = wijk_layer_find(zones, "waarde")->numbers;
  values[0] = values[1] = values[2] = 0;
  assert_int_equal(wijk_chart_draw_lorenz(&r, *state, &chart, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "column 'waarde' is 0 in every zone"));
  values[0] = values[1] = NAN;
  err = (wijk_error){0};
  assert_int_equal(wijk_chart_draw_lorenz(&r, *state, &chart, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "1 zone with a value"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ticks),
      cmocka_unit_test_setup_teardown(test_lorenz_by_hand, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_gini_formulas, open_arena, close_arena),
      cmocka_unit_test(test_labels_spread),
      cmocka_unit_test_setup_teardown(test_no_year_is_missing_in_silence, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_table_is_put_in_order, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_tables_that_make_no_picture, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_all_zero_is_said, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_load, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(test_lorenz_zones, open_arena, close_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
