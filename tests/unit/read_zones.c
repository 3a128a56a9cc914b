/* SPDX-License-Identifier: EUPL-1.2 */
/* Zones through the GeoJSON door: keys, land, water, shapes that cannot be. */
#include "unit/read_fixture.h"

/* Squares of 1 km in a row, each with properties of its own (JSON members). */
static void put_zones(fixture *f, const char *const *properties, size_t count) {
  wijk_text json = {0};
  wijk_text_add(&json, "{\"type\":\"FeatureCollection\",\"features\":[");
  for (size_t i = 0; i < count; i++) {
    unsigned x = 100000 + 1000 * (unsigned)i;
    wijk_text_add_format(&json,
                         "%s{\"type\":\"Feature\",\"properties\":{%s},\"geometry\":{\"type\":\"Polygon\","
                         "\"coordinates\":[[[%u,400000],[%u,400000],[%u,401000],[%u,401000],[%u,400000]]]}}",
                         i ? "," : "", properties[i], x, x + 1000, x + 1000, x, x);
  }
  wijk_text_add(&json, "]}");
  put_bytes(f, "a.geojson", json.bytes, json.length);
  wijk_text_free(&json);
  point_at(f, "a.geojson", "zones");
}

static wijk_status read_zones(fixture *f) {
  return wijk_read_zones(&f->source, f->arena, &f->report, &f->layer, &f->err);
}

static void put_json(fixture *f, const char *json) {
  put_bytes(f, "a.geojson", json, strlen(json));
  point_at(f, "a.geojson", "zones");
}

static void key_is_the_first_that_is_unique(void **state) {
  fixture *f = *state;
  static const char *const zones[] = {"\"WK_CODE\":\"WK2\",\"id\":7", "\"WK_CODE\":\"WK1\",\"id\":12",
                                      "\"WK_CODE\":\"WK1\",\"id\":3"};
  put_zones(f, zones, 3);
  assert_int_equal(read_zones(f), WIJK_OK);
  const wijk_column *key = wijk_layer_find_role(f->layer, "key");
  assert_string_equal(key->name, "id");
  assert_int_equal(key->type, WIJK_COLUMN_CODE);
  assert_string_equal(key->texts[0], "12"); /* as text: "12" < "3" < "7" */
  const wijk_finding *finding = find_code(f, "key-not-unique");
  assert_string_equal(finding->value, "WK1");
  assert_int_equal(finding->row, 3);
  put_zones(f, zones, 3);
  const wijk_field_choice choice = {"key", "WK_CODE"};
  f->source.choices = &choice;
  f->source.choice_count = 1;
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "row 3: WK_CODE 'WK1' is there already in row 2");
}

/* A table of buurten that also names their wijk is joined by its buurt. */
static void key_of_a_table(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "code;naam;wk_code;n\nBU1;a;WK1;1\nBU2;b;WK1;2\n"), WIJK_OK);
  assert_string_equal(wijk_layer_find_role(f->layer, "key")->name, "code");
  assert_int_equal(f->report.finding_count, 0);
  assert_int_equal(read_csv(f, "wk_code;jaar\nWK1;2024\nWK1;2025\n"), WIJK_OK);
  assert_string_equal(wijk_layer_find_role(f->layer, "key")->name, "wk_code");
  assert_int_equal(read_csv(f, "a;b\n1;2\n"), WIJK_OK);
  assert_null(wijk_layer_find_role(f->layer, "key"));
}

static void key_must_be_there(void **state) {
  fixture *f = *state;
  static const char *const nameless[] = {"\"omschrijving\":\"a\"", "\"omschrijving\":\"b\""};
  put_zones(f, nameless, 2);
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "--zone-key: omschrijving");
  static const char *const empty[] = {"\"code\":\"a\"", "\"code\":null"};
  put_zones(f, empty, 2);
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "row 2: code is empty");
}

static void land_in_any_unit(void **state) {
  fixture *f = *state;
  static const char *const hectares[] = {"\"code\":\"a\",\"OPP_LAND\":80,\"H2O\":\"NEE\"",
                                         "\"code\":\"b\",\"OPP_LAND\":0,\"H2O\":\"NEE\"",
                                         "\"code\":\"c\",\"OPP_LAND\":60,\"H2O\":\"JA\""};
  put_zones(f, hectares, 3);
  assert_int_equal(read_zones(f), WIJK_OK);
  assert_number(wijk_layer_find_role(f->layer, "land_area")->numbers[0], 0.8);
  assert_false(wijk_zones_is_water(f->layer, 0));
  assert_true(wijk_zones_is_water(f->layer, 1));
  assert_true(wijk_zones_is_water(f->layer, 2));
  static const struct {
    const char *value;
    double km2;
  } units[] = {{"0.8", 0.8}, {"80", 0.8}, {"800000", 0.8}};
  for (size_t i = 0; i < 3; i++) {
    char properties[80];
    snprintf(properties, sizeof properties, "\"code\":\"a\",\"land_area\":%s", units[i].value);
    const char *const one[] = {properties};
    put_zones(f, one, 1);
    assert_int_equal(read_zones(f), WIJK_OK);
    assert_number(wijk_layer_find_role(f->layer, "land_area")->numbers[0], units[i].km2);
  }
}

static void residents_that_cannot_be(void **state) {
  fixture *f = *state;
  static const char *const zones[] = {"\"code\":\"a\",\"inwoners\":-5", "\"code\":\"b\",\"inwoners\":-99999999",
                                      "\"code\":\"c\",\"inwoners\":7"};
  put_zones(f, zones, 3);
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "row 1: inwoners is -5");
  put_zones(f, zones, 3);
  f->source.skip_faulty = true;
  assert_int_equal(read_zones(f), WIJK_OK);
  assert_counts(f, 3, 2, 0, 1);
  assert_true(isnan(number(f, "inwoners", 0)));
}

static void shapes_that_cannot_be(void **state) {
  fixture *f = *state;
#define HEAD "{\"type\":\"FeatureCollection\",\"features\":["
#define ZONE(id, geometry) "{\"type\":\"Feature\",\"properties\":{\"code\":\"" id "\"},\"geometry\":" geometry "}"
#define SQUARE                                                                                                         \
  "{\"type\":\"Polygon\",\"coordinates\":[[[100000,400000],[101000,400000],[101000,401000],[100000,400000]]]}"
  put_json(f, HEAD ZONE("a", SQUARE) "," ZONE("b", "null") "," ZONE("c", "{\"type\":\"Point\",\"coordinates\":[100000,"
                                                                         "400000]}") "]}");
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "row 2: zone 'b': there is no shape");
  assert_says(f, "row 3: its shape is a POINT");
  f->source.path = f->path;
  point_at(f, "a.geojson", "zones");
  f->source.skip_faulty = true;
  assert_int_equal(read_zones(f), WIJK_OK);
  assert_counts(f, 3, 1, 0, 2);
  put_json(f, HEAD ZONE("a", "{\"type\":\"Point\",\"coordinates\":[100000,400000]}") "]}");
  assert_int_equal(read_zones(f), WIJK_DATA);
  assert_says(f, "has points, where zones are polygons");
  put_json(f, HEAD ZONE("a", "{\"type\":\"Polygon\",\"coordinates\":[[[100000,400000],[1e400,400000],[101000,401000],"
                             "[100000,400000]]]}") "]}");
  assert_int_equal(read_zones(f), WIJK_DATA);
  put_json(f, HEAD);
  assert_int_equal(read_zones(f), WIJK_DATA);
}

static void inspection_goes_on(void **state) {
  fixture *f = *state;
  static const char *const zones[] = {"\"code\":\"a\",\"inwoners\":-5", "\"code\":\"b\",\"inwoners\":7",
                                      "\"code\":\"b\",\"inwoners\":7"};
  put_zones(f, zones, 3);
  f->source.keep_going = true;
  assert_int_equal(read_zones(f), WIJK_OK);
  assert_counts(f, 3, 1, 0, 2);
  assert_int_equal(f->report.fault_count, 2);
}

/* Any double as JSON writes it is the same double here. */
static void properties_come_through(void **state) {
  fixture *f = *state;
  static const char *const zones[] = {
      "\"code\":\"0012\",\"bag\":599010000123456789,\"score\":0.1,\"naam\":\"Caf\\u00e9\",\"open\":true,\"van\":\"2020-"
      "01-02\",\"niets\":null"};
  put_zones(f, zones, 1);
  assert_int_equal(read_zones(f), WIJK_OK);
  assert_string_equal(text(f, "code", 0), "0012");
  assert_number(number(f, "score", 0), 0.1);
  assert_string_equal(text(f, "naam", 0), "Café");
  assert_string_equal(text(f, "van", 0), "2020-01-02");
  assert_string_equal(text(f, "bag", 0), "599010000123456789");
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(key_is_the_first_that_is_unique),
      TEST(key_of_a_table),
      TEST(key_must_be_there),
      TEST(land_in_any_unit),
      TEST(residents_that_cannot_be),
      TEST(shapes_that_cannot_be),
      TEST(inspection_goes_on),
      TEST(properties_come_through),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
