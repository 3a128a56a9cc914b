/* SPDX-License-Identifier: EUPL-1.2 */
/* From lines to a graph: nodes by ids and by place, what fields say, what is wrong with a row. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/road_words.h"
#include "unit/roads.h"

static wijk_arena *arena;
static wijk_report report;
static wijk_error err;
static wijk_roads *roads;
static wijk_roads_facts facts;

static int open_arena(void **state) {
  (void)state;
  err = (wijk_error){0};
  roads = NULL;
  arena = wijk_arena_new(&err);
  return wijk_report_new("test", arena, &report, &err);
}

static int close_arena(void **state) {
  (void)state;
  wijk_roads_free(roads);
  wijk_arena_free(arena);
  return 0;
}

static wijk_status make_roads(const wijk_layer *layer, const wijk_roads_rule *rule) {
  wijk_roads_free(roads);
  roads = NULL;
  err = (wijk_error){0};
  wijk_report_new("test", arena, &report, &err);
  wijk_status status = wijk_roads_new(layer, rule, 2, &report, &roads, &err);
  if (status == WIJK_OK)
    wijk_roads_describe(roads, &facts);
  else
    assert_null(roads);
  return status;
}

static const wijk_finding *find_code(const char *code) {
  for (size_t i = 0; i < report.finding_count; i++)
    if (strcmp(report.findings[i].code, code) == 0)
      return &report.findings[i];
  return NULL;
}

static void test_words(void **state) {
  (void)state;
  static const struct {
    const char *word;
    unsigned ways;
  } words[] = {{"0", 3},  {"NO", 3},    {"nee", 3}, {"B", 3}, {"beide", 3},      {"1", 1},  {"Yes", 1},
               {"ja", 1}, {"true", 1},  {"H", 1},   {"F", 1}, {"heen", 1},       {"-1", 2}, {"reverse", 2},
               {"T", 2},  {"terug", 2}, {"2", 0},   {"", 0},  {"reversible", 0}, {"x", 0},  {"O", 0}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (road_word_ways(words[i].word) != words[i].ways)
      fail_msg("'%s'", words[i].word);
  assert_true(road_word_kmh("50") == 50);
  assert_true(road_word_kmh("30 mph") == 30 * 1.609344);
  assert_true(road_word_kmh("30mph") == 30 * 1.609344);
  assert_true(road_word_kmh("50 km/h") == 50 && road_word_kmh("50KMH") == 50 && road_word_kmh("50.5kph") == 50.5);
  static const char *const none[] = {"", "none", "NL:urban", "0", "-30", "mph", "km/h", "50 m/s", "50;30", "walk"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    assert_true(isnan(road_word_kmh(none[i])));
}

/* Two lines that cross without meeting, one that meets the first at its end, one of no length, and a loop. */
static void test_nodes_by_place(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 10", "0 10, 10 0", "10 10, 20 10", "20 10, 20 10", "30 0, 40 0, 40 10, 30 0",
                               "-0 0, 0 -5"};
  wijk_layer *layer = roads_layer(arena, 6, lines);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_null(rule.from_field);
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  /* {0,0; 10,10; 20,10; 0,-5}, {0,10; 10,0}, {30,0} */
  assert_int_equal(facts.node_count, 7);
  assert_int_equal(facts.edge_count, 6);
  assert_int_equal(facts.component_count, 3);
  assert_int_equal(facts.largest_component_nodes, 4);
  assert_false(facts.has_minutes);
  assert_true(fabs(facts.length_m - (2 * sqrt(200) + 10 + 0 + 20 + sqrt(200) + 5)) < 1e-9);
  wijk_road_edge loop = wijk_roads_edge(roads, 4), nothing = wijk_roads_edge(roads, 3);
  assert_int_equal(loop.from, loop.to);
  assert_int_equal(nothing.from, nothing.to);
  assert_true(nothing.metres == 0);
  assert_int_equal(wijk_roads_edge(roads, 0).from, wijk_roads_edge(roads, 5).from);
  const wijk_finding *said = find_code("road-graph");
  assert_non_null(said);
  assert_string_equal(said->message,
                      "the roads have 7 nodes and 6 edges in 3 components; the largest has 57.1 % of the nodes");
}

static void test_nodes_by_ids(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 10", "0 10, 10 0", "10 10, 20 10", "0 0, 20 10"};
  const double from[] = {5, 1000000000, 7, -3}, to[] = {7, 7, 1e15, 5};
  const char *const from_text[] = {"a", "b", "c", "a"}, *const to_text[] = {"c", "c", "d", "b"};
  wijk_layer *layer = roads_layer(arena, 4, lines);
  roads_add_numbers(layer, "VAN", "from", from);
  roads_add_numbers(layer, "naar", "to", to);
  roads_add_texts(layer, "a", NULL, from_text);
  roads_add_texts(layer, "b", NULL, to_text);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_string_equal(rule.from_field, "VAN");
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.node_count, 5); /* 5 7 1000000000 1e15 -3 */
  assert_int_equal(facts.component_count, 1);
  assert_int_equal(wijk_roads_edge(roads, 0).to, wijk_roads_edge(roads, 1).to);
  assert_int_equal(wijk_roads_edge(roads, 0).to, wijk_roads_edge(roads, 2).from);
  /* Ends with the id 7 lie at (10, 10) and (10, 0); those with 5 at (0, 0) and (20, 10): 22.4 m. */
  const wijk_finding *apart = find_code("node-apart");
  assert_non_null(apart);
  assert_int_equal(apart->row, 2);
  assert_non_null(strstr(apart->message, "2 ends of roads"));
  assert_non_null(strstr(apart->message, "up to 22 m"));
  rule.from_field = "a";
  assert_int_equal(make_roads(layer, &rule), WIJK_USAGE); /* one text, one numbers */
  rule.to_field = "b";
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.node_count, 4);
  rule.to_field = NULL;
  assert_int_equal(make_roads(layer, &rule), WIJK_USAGE);
  rule.to_field = "c";
  assert_int_equal(make_roads(layer, &rule), WIJK_USAGE);
  assert_non_null(strstr(err.message, "'wegen.shp' has no field 'c'"));
}

/* Ends 0.6 m apart in a row of three are one node by way of the middle one; those on the edge of a strip too. */
static void test_ends_that_nearly_meet(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 10",     "10.6 10, 20 10", "11.2 10, 11.2 30", "50 50, 60 50",
                               "60 50.9, 70 50", "90 2, 99 2",     "99.8 1.9, 120 1"};
  wijk_layer *layer = roads_layer(arena, 7, lines);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.component_count, 7);
  rule.snap_m = 0.95;
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.component_count, 3);
  assert_int_equal(facts.node_count, 10);
  assert_int_equal(wijk_roads_edge(roads, 0).to, wijk_roads_edge(roads, 1).from);
  assert_int_equal(wijk_roads_edge(roads, 0).to, wijk_roads_edge(roads, 2).from);
  assert_int_equal(wijk_roads_edge(roads, 3).to, wijk_roads_edge(roads, 4).from);
  assert_int_equal(wijk_roads_edge(roads, 5).to, wijk_roads_edge(roads, 6).from);
  rule.snap_m = 0.6; /* exactly as far apart as binary numbers put them: 10.6 - 10 is a little less, 11.2 - 10.6 not */
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(wijk_roads_edge(roads, 0).to, wijk_roads_edge(roads, 1).from);
  rule.snap_m = -1;
  assert_int_equal(make_roads(layer, &rule), WIJK_USAGE);
}

static void test_parts(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 0 + 10 5, 20 5, 20 9", "10 0, 10 5"};
  const double ids[] = {1, 2}, lengths[] = {5, 6};
  wijk_layer *layer = roads_layer(arena, 2, lines);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.edge_count, 3);
  assert_int_equal(facts.component_count, 1);
  assert_true(wijk_roads_edge(roads, 1).metres == 14 && wijk_roads_edge(roads, 1).row == 0);
  roads_add_numbers(layer, "van", "from", ids);
  roads_add_numbers(layer, "naar", "to", ids);
  roads_add_numbers(layer, "lengte", "length", lengths);
  rule = wijk_roads_rule_find(layer);
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA);
  assert_string_equal(find_code("several-parts")->source, "wegen.shp");
  rule.from_field = rule.to_field = NULL;
  rule.length_field = "lengte";
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA);
  assert_non_null(find_code("several-parts"));
}

static void test_fields(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 0", "10 0, 20 0", "20 0, 30 0", "30 0, 40 0", "40 0, 50 0"};
  const char *const ways[] = {"H", "T", "B", NULL, ""}, *const kinds[] = {"A", "b", "a", "c", NULL};
  const char *const speeds[] = {"60", "none", NULL, "0", "30"};
  const double lengths[] = {100, 0, 7, 8, 9};
  wijk_layer *layer = roads_layer(arena, 5, lines);
  roads_add_texts(layer, "RIJRICHTNG", "oneway", ways);
  roads_add_texts(layer, "klasse", "class", kinds);
  roads_add_texts(layer, "maxspeed", "speed", speeds);
  roads_add_numbers(layer, "lengte_m", "length", lengths);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  static const bool forward[] = {true, false, true, true, true}, backward[] = {false, true, true, true, true};
  for (uint32_t e = 0; e < 5; e++) {
    wijk_road_edge edge = wijk_roads_edge(roads, e);
    assert_true(edge.forward == forward[e] && edge.backward == backward[e] && edge.metres == 10);
  }
  assert_int_equal(facts.oneway_count, 2);
  assert_true(fabs(wijk_roads_edge(roads, 0).minutes - 0.01) < 1e-15); /* 10 m at 1,000 m a minute */
  assert_true(isnan(wijk_roads_edge(roads, 1).minutes) && isnan(wijk_roads_edge(roads, 3).minutes));
  assert_int_equal(facts.without_minutes_count, 3);
  assert_non_null(strstr(find_code("no-speed")->message, "3 of 5 roads"));
  assert_int_equal(find_code("bad-speed")->row, 2); /* "none" and "0"; one that is missing is not bad */
  assert_string_equal(find_code("bad-speed")->message,
                      "maxspeed of 2 roads is no speed above 0 km/h, as 'none' here: they have none");
  rule.speed_kmh = 30;
  rule.length_field = "lengte_m";
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.without_minutes_count, 0);
  assert_non_null(strstr(find_code("bad-speed")->message, "they have 30 km/h"));
  assert_true(wijk_roads_edge(roads, 0).metres == 100 && wijk_roads_edge(roads, 1).metres == 0);
  assert_true(fabs(wijk_roads_edge(roads, 2).minutes - 7 * 60 / 30000.0) < 1e-15);
  const char *const classes[] = {"a", "B", "motorway"};
  rule.classes = classes;
  rule.class_count = 3;
  wijk_counts counts = {.role = "roads", .read = 5, .used = 5};
  err = (wijk_error){0};
  wijk_report_new("test", arena, &report, &err);
  wijk_report_add_counts(&report, &counts, &err);
  wijk_roads_free(roads);
  roads = NULL;
  assert_int_equal(wijk_roads_new(layer, &rule, 1, &report, &roads, &err), WIJK_OK);
  wijk_roads_describe(roads, &facts);
  assert_int_equal(facts.edge_count, 3);
  assert_int_equal(wijk_roads_edge(roads, 2).row, 2);
  assert_int_equal(report.counts[0].used, 3);
  assert_int_equal(report.counts[0].not_selected, 2);
  assert_string_equal(find_code("unknown-class")->value, "motorway");
  rule.classes = classes + 2;
  rule.class_count = 1;
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA); /* none left */
  rule.class_field = NULL;
  assert_int_equal(make_roads(layer, &rule), WIJK_USAGE);
}

static void test_speeds_in_numbers(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 0", "10 0, 20 0", "20 0, 30 0", "30 0, 40 0"};
  const double speeds[] = {NAN, 0, -30, 60};
  wijk_layer *layer = roads_layer(arena, 4, lines);
  roads_add_numbers(layer, "kmh", "speed", speeds);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  for (uint32_t e = 0; e < 4; e++)
    assert_true(isnan(wijk_roads_edge(roads, e).minutes) == (e < 3));
  assert_non_null(strstr(find_code("bad-speed")->message, "kmh of 2 roads"));
  assert_string_equal(find_code("bad-speed")->value, "0");
  rule.speed_kmh = -1; /* is none either */
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.without_minutes_count, 3);
}

static void test_letters_that_read_two_ways(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 0", "10 0, 20 0", "20 0, 30 0"};
  const char *const two[] = {"T", "F", NULL}, *const told[] = {"T", "F", "B"};
  wijk_layer *layer = roads_layer(arena, 3, lines);
  roads_add_texts(layer, "two", NULL, two);
  roads_add_texts(layer, "told", NULL, told);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  rule.oneway_field = "two";
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA);
  assert_non_null(strstr(err.message, "two ways"));
  rule.oneway_field = "told";
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_true(wijk_roads_edge(roads, 0).backward && !wijk_roads_edge(roads, 0).forward);
  assert_true(wijk_roads_edge(roads, 1).forward && !wijk_roads_edge(roads, 1).backward);
}

static void test_faults(void **state) {
  (void)state;
  const char *const lines[] = {"0 0, 10 0", "",         "10 0",     "10 0, nan 5", "0 0, 1e308 0, -1e308 0, 1 1",
                               "5 5, 6 6",  "5 5, 7 7", "5 5, 8 8", "5 5, 9 9",    "5 5, 9 8"};
  const char *const ways[] = {"no", "no", "no", "no", "no", "maybe", "no", "no", "no", "no"};
  const double lengths[] = {1, 1, 1, 1, 1, 1, -1, NAN, INFINITY, 1}, ids[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, NAN};
  static const char *const codes[] = {"empty-shape",
                                      "one-point",
                                      "coordinates-not-finite",
                                      "coordinates-not-finite",
                                      "unknown-oneway",
                                      "bad-length",
                                      "bad-length",
                                      "bad-length",
                                      "no-node"};
  wijk_layer *layer = roads_layer(arena, 10, lines);
  roads_add_texts(layer, "oneway", "oneway", ways);
  roads_add_numbers(layer, "length", "length", lengths);
  roads_add_numbers(layer, "van", "from", ids);
  roads_add_numbers(layer, "naar", "to", ids);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  rule.length_field = "length";
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA);
  assert_int_equal(report.fault_count, 9);
  for (size_t i = 0; i < 9; i++) {
    assert_string_equal(report.findings[i].code, codes[i]);
    assert_int_equal(report.findings[i].row, i + 2);
    assert_int_equal(report.findings[i].severity, WIJK_FAULT);
  }
  assert_string_equal(report.findings[4].value, "maybe");
  assert_string_equal(report.findings[4].message, "oneway 'maybe' is no way that is known");
  assert_non_null(strstr(err.message, "'wegen.shp' row 6: oneway 'maybe' is no way that is known"));
  assert_string_equal(report.findings[5].message, "length '-1' is no length of 0 metres or more");
  assert_string_equal(report.findings[6].message, "its length is missing (length)");
  assert_string_equal(report.findings[8].message, "the id of one of its ends is missing (van)");
  assert_string_equal(report.findings[5].value, "-1");
  assert_string_equal(report.findings[8].field, "van");
  rule.skip_faulty = true;
  assert_int_equal(make_roads(layer, &rule), WIJK_OK);
  assert_int_equal(facts.edge_count, 1);
  assert_int_equal(report.fault_count, 0);
  assert_int_equal(report.warning_count, 10); /* and the ends of the road that is left bear one id, 10 m apart */
  layer->geometry.type = WIJK_GEOMETRY_POLYGON;
  assert_int_equal(make_roads(layer, &rule), WIJK_DATA);
  wijk_layer *empty = roads_layer(arena, 0, lines);
  rule = wijk_roads_rule_find(empty);
  assert_int_equal(make_roads(empty, &rule), WIJK_DATA);
  assert_non_null(strstr(err.message, "no road"));
}

/* Each request for memory refused in turn; what a function gives is untouched then. */
static void test_memory(void **state) {
  (void)state;
  enum { PLACES = 70 }; /* so many that they are put in order first */
  const char *const lines[] = {"0 0, 10 0", "10.2 0, 20 0", "20 0, 30 0, 30 50", "20 0, 20 40"};
  wijk_layer *layer = roads_layer(arena, 4, lines);
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  rule.snap_m = 0.5;
  rule.speed_kmh = 50;
  double x[PLACES] = {1, 25, 20}, y[PLACES] = {1, 1, 40};
  bool done = false;
  for (long allowed = 0; !done; allowed++) {
    wijk_error own = {0};
    wijk_arena *small = wijk_arena_new(&own);
    wijk_report said;
    wijk_report_new("test", small, &said, &own);
    wijk_roads *made = NULL;
    wijk_road_place places[PLACES];
    double distance[PLACES] = {77};
    size_t nearest[PLACES] = {77};
    wijk_road_pairs pairs = {.to_count = 77};
    memory_refuse_after(allowed);
    wijk_status status = wijk_roads_new(layer, &rule, 1, &said, &made, &own);
    assert_true(status == WIJK_OK || !made);
    if (status == WIJK_OK)
      status = wijk_roads_snap(made, PLACES, x, y, 10, 1, places, &own);
    if (status == WIJK_OK) {
      status = wijk_roads_nearest(made, WIJK_ROAD_MINUTES, PLACES, places, PLACES, places, distance, nearest, &own);
      assert_true(status == WIJK_OK || (distance[0] == 77 && nearest[0] == 77));
    }
    if (status == WIJK_OK) {
      status = wijk_roads_within(made, WIJK_ROAD_METRES, 100, PLACES, places, PLACES, places, 1, small, &pairs, &own);
      assert_true(status == WIJK_OK || pairs.to_count == 77);
    }
    memory_refuse_after(-1);
    assert_true(status == WIJK_OK || status == WIJK_MEMORY);
    done = status == WIJK_OK;
    wijk_roads_free(made);
    wijk_arena_free(small);
    assert_true(allowed < 500);
  }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
  const struct CMUnitTest tests[] = {
      TEST(test_words),  TEST(test_nodes_by_place), TEST(test_nodes_by_ids),      TEST(test_ends_that_nearly_meet),
      TEST(test_parts),  TEST(test_fields),         TEST(test_speeds_in_numbers), TEST(test_letters_that_read_two_ways),
      TEST(test_faults), TEST(test_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
