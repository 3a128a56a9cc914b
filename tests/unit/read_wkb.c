/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapes of a GeoPackage: every kind, every form of header, and bytes that lie. */
#include "unit/geopackage_fixture.h"

#define SHAPES(type) FRAME REGISTER("a", type, "28992") "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom " type ");"
#define ROW(shape) "INSERT INTO a (geom) VALUES (" shape ");"
#define SQUARE "u5 100000 400000 101000 400000 101000 401000 100000 401000 100000 400000"
#define HOLE "u4 100200 400200 100200 400400 100400 400400 100200 400200"

static void assert_point(const fixture *f, size_t row, double x, double y) {
  assert_number(f->layer->geometry.x[row], x);
  assert_number(f->layer->geometry.y[row], y);
}

static void points_of_every_form(void **state) {
  fixture *f = *state;
  make(f, SHAPES("POINT") ROW("{gp0 < u1 100000 400000}") ROW("{gp0 > u1 100000 400000}")
              ROW("{gp1 < u1 100000 400000}") ROW("{gp2 < u1001 100000 400000 7}") ROW("{gp3 < u2001 100000 400000 7}")
                  ROW("{gp4 > u3001 100000 400000 7 8}") ROW("{gp0 < u2147483649 100000 400000 7}")
                      ROW("{gp0 < u4 u1 < u1 100000 400000}") ROW("{gp0 < u4 u1 > u1 100000 400000}"));
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->geometry.type, WIJK_GEOMETRY_POINT);
  assert_int_equal(f->layer->row_count, 9);
  for (size_t i = 0; i < 9; i++)
    assert_point(f, i, 100000, 400000);
}

static void no_point_is_no_place(void **state) {
  fixture *f = *state;
  make(f, SHAPES("POINT") ROW("{gp0 < u1 nan nan}") ROW("NULL") ROW("{gp0 < u4 u0}") ROW("{gp0 < u1 100000 400000}"));
  assert_int_equal(read_table(f), WIJK_OK);
  for (size_t i = 0; i < 3; i++)
    assert_true(isnan(f->layer->geometry.x[i]) && isnan(f->layer->geometry.y[i]));
  assert_point(f, 3, 100000, 400000);
}

static void half_a_point_is_a_fault(void **state) {
  fixture *f = *state;
  make(f, SHAPES("POINT") ROW("{gp0 < u1 100000 400000}") ROW("{gp0 < u1 100000 nan}") ROW("{gp0 < u1 inf 400000}"));
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "row 2: a coordinate is missing or no finite number");
  assert_says(f, "row 3: a coordinate is missing or no finite number");
}

static void lines_and_polygons(void **state) {
  fixture *f = *state;
  make(f, SHAPES("LINESTRING") ROW("{gp0 < u2 u2 100000 400000 101000 400000}") ROW("{gp0 < u2 u0}")
              ROW("{gp1 < u5 u3 < u2 u2 100000 400000 101000 400000 < u2 u0 > u1002 u1 100000 400000 9}"));
  assert_int_equal(read_table(f), WIJK_OK);
  const wijk_geometry *g = &f->layer->geometry;
  assert_int_equal(g->type, WIJK_GEOMETRY_LINE);
  assert_int_equal(g->part_count, 3);
  assert_int_equal(g->part_of_row[1], 1);
  assert_int_equal(g->part_of_row[2], 1);
  assert_int_equal(g->part_of_row[3], 3);
  assert_int_equal(g->point_count, 5);
  make(f, SHAPES("POLYGON") ROW("{gp1 < u3 u2 " SQUARE " " HOLE "}") ROW("{gp0 < u3 u0}") ROW("{gp0 < u6 u0}")
              ROW("{gp0 < u6 u3 < u3 u1 " SQUARE " < u3 u1 u0 > u3 u1 " SQUARE "}"));
  assert_int_equal(read_table(f), WIJK_OK);
  g = &f->layer->geometry;
  assert_int_equal(g->type, WIJK_GEOMETRY_POLYGON);
  assert_int_equal(g->part_count, 3);
  assert_int_equal(g->ring_count, 4);
  assert_int_equal(g->part_of_row[2], 1);
  assert_number(wijk_layer_area(f->layer, 0), 1e6 - 2e4);
  assert_number(wijk_layer_area(f->layer, 3), 2e6);
}

static void what_does_not_fit(void **state) {
  fixture *f = *state;
  make(f, SHAPES("GEOMETRY") ROW("{gp0 < u7 u0}") ROW(POINT_A) ROW("{gp0 < u2 u2 100000 400000 101000 400000}")
              ROW("{gp0 < u4 u2 < u1 100000 400000 < u1 100000 400000}") ROW("{gp0 < u8 u0}") ROW("'een punt'"));
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "row 1: its shape is a GEOMETRYCOLLECTION, which does not fit the rest");
  assert_says(f, "row 3: its shape is a LINESTRING");
  assert_says(f, "row 4: its shape is a MULTIPOINT, which does not fit the rest: one row is one point");
  assert_says(f, "row 5: its shape is a CIRCULARSTRING");
  assert_says(f, "row 6: its shape cannot be read: it is a number or a text");
  f->source.skip_faulty = true;
  fixture_clear(f);
  assert_int_equal(read_table(f), WIJK_OK);
  assert_counts(f, 6, 1, 0, 5);
  assert_point(f, 0, 100000, 400000);
}

/* Each is the second of two rows, and the fault of that row only. */
static void shapes_that_lie(void **state) {
  fixture *f = *state;
  static const char *const shapes[][2] = {
      {"X''", "cut short"},
      {"X'4750'", "cut short"},
      {"X'0001000000000000'", "does not start"},
      {"X'47500101407100000101000000'", "unknown form"},
      {"X'47500021407100000101000000'", "unknown form"},
      {"{gp5 < u1 1 2}", "unknown form"},
      {"{gp1}", "cut short"},
      {"{gp0 x02 u1 1 2}", "byte order"},
      {"{gp0 < u0 1 2}", "kind is unknown"},
      {"{gp0 < u18 1 2}", "kind is unknown"},
      {"{gp0 < u4001 1 2}", "kind is unknown"},
      {"{gp0 < u536870913 1 2}", "kind is unknown"},
      {"{gp0 < u1 1}", "cut short"},
      {"{gp0 < u1 1 2 3}", "more bytes"},
      {"{gp0 < u3 u4294967295 " SQUARE "}", "cut short"},
      {"{gp0 < u3 u1 u4294967295 1 2}", "cut short"},
      {"{gp0 < u3 u1 u268435456 1 2}", "cut short"},
      {"{gp0 < u6 u4294967295 < u3 u0}", "cut short"},
      {"{gp0 < u6 u1 < u2 u0 u0}", "not all of one kind"},
      {"{gp0 < u6 u1 < u6 u1 < u3 u0}", "not all of one kind"},
      {"{gp0 < u6 u0 u0}", "more bytes"},
      {"{gp0 < u4 u1 < u1 1}", "cut short"},
  };
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, SHAPES("POLYGON") ROW("{gp0 < u3 u1 " SQUARE "}") ROW("%s"), shapes[i][0]);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "row 2: its shape cannot be read");
    assert_says(f, shapes[i][1]);
    fixture_clear(f);
    f->source.skip_faulty = true;
    assert_int_equal(read_table(f), WIJK_OK);
    assert_counts(f, 2, 1, 0, 1);
  }
}

/* Cut anywhere, a shape is a fault; never a shorter shape. */
static void cut_anywhere(void **state) {
  fixture *f = *state;
  wijk_text hex = {0};
  put_shape(&hex, "gp1 < u6 u2 < u3 u2 " SQUARE " " HOLE " < u3 u1 " SQUARE);
  for (size_t bytes = 0; bytes * 2 < hex.length; bytes += bytes < 60 ? 1 : 7) {
    char sql[4000];
    snprintf(sql, sizeof sql, SHAPES("POLYGON") ROW("{gp0 < u3 u1 " SQUARE "}") ROW("X'%.*s'"), (int)bytes * 2,
             hex.bytes);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "row 2: its shape cannot be read");
  }
  wijk_text_free(&hex);
}

/* Collections in collections are not looked into, however deep. */
static void deeply_nested(void **state) {
  fixture *f = *state;
  wijk_text sql = {0};
  wijk_text_add(&sql, SHAPES("GEOMETRY") "INSERT INTO a (geom) VALUES (X'4750000140710000");
  for (int i = 0; i < 200000; i++)
    wijk_text_add(&sql, "010700000001000000");
  wijk_text_add(&sql, "')");
  make(f, sql.bytes);
  wijk_text_free(&sql);
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "row 1: its shape is a GEOMETRYCOLLECTION");
}

/* Arcs that the layer announces are drawn straight by GDAL: half a circle about (101000, 400000) has pi/2 km2. */
static void arcs_go_to_gdal(void **state) {
  fixture *f = *state;
  make(f, SHAPES("CURVEPOLYGON") "INSERT INTO gpkg_extensions VALUES ('a', 'geom', 'gpkg_geom_CURVEPOLYGON', '', "
                                 "'read-write');" ROW("{gp0 < u10 u1 < u9 u2 < u8 u3 102000 400000 101000 401000 "
                                                      "100000 400000 < u2 u2 100000 400000 102000 "
                                                      "400000}"));
  assert_int_equal(read_table(f), WIJK_OK);
  assert_true(f->layer->geometry.point_count > 20);
  assert_true(fabs(wijk_layer_area(f->layer, 0) - 1570796) < 2000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(points_of_every_form), TEST(no_point_is_no_place), TEST(half_a_point_is_a_fault),
      TEST(lines_and_polygons),   TEST(what_does_not_fit),    TEST(shapes_that_lie),
      TEST(cut_anywhere),         TEST(deeply_nested),        TEST(arcs_go_to_gdal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
