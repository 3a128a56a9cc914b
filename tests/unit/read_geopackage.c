/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to GeoPackages: layers, values, coordinate systems, and the same layer as GDAL reads. */
#include "unit/geopackage_fixture.h"

static size_t column_count(const fixture *f) {
  return f->layer->column_count;
}

static void values_of_every_type(void **state) {
  fixture *f = *state;
  make(f, FRAME REGISTER_TABLE(
              "t") "CREATE TABLE t (id INTEGER PRIMARY KEY, whole INTEGER, small MEDIUMINT, open BOOLEAN, "
                   "real REAL, text TEXT(20), day DATE, moment DATETIME, bytes BLOB, "
                   "\"with \"\"quotes\" TEXT, other VARCHAR(9), amount NUMERIC);"
                   "INSERT INTO t VALUES (7, -5, 3, 1, 0.1, 'Café', '2020-01-02', '2020-01-02T03:04:05.678Z', x'00ff', "
                   "'a', "
                   "'007', 12.5);"
                   "INSERT INTO t VALUES (9, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
                   "INSERT INTO t VALUES (12, 0, 0, 0, 1, '', '2020/01/02', '2020-01-02 00:00:00', NULL, '', '', 3);");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 3);
  assert_int_equal(column_count(f), 10);
  assert_null(wijk_layer_find(f->layer, "id"));
  assert_null(wijk_layer_find(f->layer, "bytes"));
  assert_number(number(f, "whole", 0), -5);
  assert_number(number(f, "small", 0), 3);
  assert_number(number(f, "open", 0), 1);
  assert_number(number(f, "real", 0), 0.1);
  assert_number(number(f, "amount", 0), 12.5);
  assert_true(wijk_layer_find(f->layer, "whole")->whole);
  assert_false(wijk_layer_find(f->layer, "real")->whole);
  assert_string_equal(text(f, "text", 0), "Café");
  assert_string_equal(text(f, "day", 0), "2020-01-02");
  assert_string_equal(text(f, "moment", 0), "2020-01-02T03:04:05");
  assert_string_equal(text(f, "with \"quotes", 0), "a");
  assert_string_equal(text(f, "other", 0), "007");
  for (size_t c = 0; c < column_count(f); c++)
    assert_false(wijk_column_has(&f->layer->columns[c], 1));
  assert_null(text(f, "text", 2));
  assert_string_equal(text(f, "day", 2), "2020-01-02");
  assert_string_equal(text(f, "moment", 2), "2020-01-02");
}

static void long_numbers_become_codes(void **state) {
  fixture *f = *state;
  make(f, FRAME REGISTER_TABLE("t") "CREATE TABLE t (id INTEGER PRIMARY KEY, bag INTEGER, most INTEGER);"
                                    "INSERT INTO t VALUES (1, 12, 9007199254740992), (2, NULL, -9007199254740992), "
                                    "(3, 599010000123456789, 1), (4, -9007199254740993, 2);");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(wijk_layer_find(f->layer, "bag")->type, WIJK_COLUMN_CODE);
  assert_string_equal(text(f, "bag", 0), "12");
  assert_null(text(f, "bag", 1));
  assert_string_equal(text(f, "bag", 2), "599010000123456789");
  assert_string_equal(text(f, "bag", 3), "-9007199254740993");
  assert_number(number(f, "most", 0), 9007199254740992);
}

static void values_of_another_type(void **state) {
  fixture *f = *state;
#define ODD                                                                                                            \
  FRAME REGISTER_TABLE("t") "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, r REAL, s TEXT, d DATE);"              \
                            "INSERT INTO t VALUES (1, 1, 1, 'a', '2020-01-01'), (2, 'onbekend', 1, 'b', NULL), "       \
                            "(3, 3, x'00', 'c', NULL), (4, 4, 1, CAST(x'ff' AS TEXT), NULL), "                         \
                            "(5, 5, 1, CAST(x'410042' AS TEXT), NULL), (6, '', 0.5, 12, '31-12-2020'), "               \
                            "(7, 7.5, 1, 0.1, 20200101);"
  make(f, ODD);
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "row 2: n 'onbekend' is not a number");
  assert_says(f, "row 3: r is not a number");
  assert_says(f, "row 4: s is not UTF-8");
  assert_says(f, "row 5: s holds a byte 0");
  make(f, ODD);
  f->source.skip_faulty = true;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_counts(f, 7, 3, 0, 4);
  assert_true(isnan(number(f, "n", 1)));
  assert_number(number(f, "n", 2), 7.5);
  assert_false(wijk_layer_find(f->layer, "n")->whole);
  assert_string_equal(text(f, "s", 1), "12");
  assert_string_equal(text(f, "s", 2), "0.1");
  assert_string_equal(text(f, "d", 1), "31-12-2020");
  assert_string_equal(text(f, "d", 2), "20200101");
}

/* ---- layers ---- */

#define TWO                                                                                                            \
  POINTS REGISTER("Scholen", "POINT", "28992") REGISTER_TABLE("layer_styles") "CREATE TABLE layer_styles (a TEXT);"    \
                                                                              "CREATE TABLE Scholen (fid INTEGER "     \
                                                                              "PRIMARY KEY, geom POINT, n TEXT);"      \
                                                                              "INSERT INTO Scholen (n) VALUES ('x');"

static void one_layer_of_several(void **state) {
  fixture *f = *state;
  make(f, TWO);
  assert_int_equal(read_table(f), WIJK_USAGE);
  assert_says(f, "has 2 layers: ");
  assert_says(f, "--layer layer=NAME");
  make(f, TWO);
  f->source.layer = "scholen";
  assert_int_equal(read_table(f), WIJK_OK);
  assert_string_equal(f->layer->name, "Scholen");
  assert_string_equal(text(f, "n", 0), "x");
  make(f, TWO);
  f->source.layer = "Scolen";
  assert_int_equal(read_table(f), WIJK_USAGE);
  assert_says(f, "did you mean 'Scholen'?");
  make(f, TWO);
  f->source.layer = "a'; DROP TABLE a; --";
  assert_int_equal(read_table(f), WIJK_USAGE);
}

/* What is not registered, or registered and not there, is no layer; what programs keep for themselves neither. */
static void what_is_no_layer(void **state) {
  fixture *f = *state;
  make(f, POINTS REGISTER_TABLE("weg") REGISTER_TABLE("layer_styles") "CREATE TABLE layer_styles (a); CREATE TABLE los "
                                                                      "(b); INSERT INTO a (n) VALUES (1);");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_string_equal(f->layer->name, "a");
  make(f, FRAME);
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "has no layer");
  make(f, "CREATE TABLE a (b)");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "gpkg_contents");
  make(f, POINTS "DELETE FROM gpkg_geometry_columns");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "which column of 'a' holds its shapes");
  make(f, POINTS "UPDATE gpkg_geometry_columns SET column_name = 'vorm'");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "no column 'vorm'");
  make(f, FRAME REGISTER_TABLE("v") "CREATE VIRTUAL TABLE v USING rtree(id, a, b)");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "neither a table nor a view");
}

/* ---- which rows, in which order ---- */

static void rows_without_a_number_of_their_own(void **state) {
  fixture *f = *state;
  static const char *const tables[] = {
      "CREATE TABLE a (geom POINT, n TEXT);",
      "CREATE TABLE a (geom POINT, n TEXT PRIMARY KEY) WITHOUT ROWID;",
      "CREATE TABLE a (rowid TEXT, oid TEXT, _rowid_ TEXT, geom POINT, n TEXT);",
      "CREATE TABLE a (geom POINT, n TEXT); CREATE INDEX i ON a (n DESC); ",
      "CREATE TABLE b (fid INTEGER PRIMARY KEY, geom POINT, n TEXT); CREATE VIEW a AS SELECT fid, geom, n FROM b "
      "ORDER BY n; CREATE TRIGGER t INSTEAD OF INSERT ON a BEGIN INSERT INTO b (geom, n) VALUES (new.geom, new.n); "
      "END;",
      "CREATE TABLE a (id INTEGER PRIMARY KEY, geom POINT, n TEXT GENERATED ALWAYS AS (m || '') VIRTUAL, m TEXT); "
      "CREATE TABLE z (geom, n); CREATE TRIGGER t AFTER INSERT ON z BEGIN INSERT INTO a (geom, m) VALUES (new.geom, "
      "new.n); END;",
  };
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql,
             FRAME REGISTER("a", "POINT", "28992") "%s INSERT INTO %s (geom, n) VALUES (" POINT_A
                                                   ", 'een'), (NULL, 'twee'), (" POINT_B ", 'vier')",
             tables[i], i == 5 ? "z" : "a");
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_OK);
    assert_int_equal(f->layer->row_count, 3);
    assert_string_equal(text(f, "n", 0), "een");
    assert_string_equal(text(f, "n", 1), "twee");
    assert_string_equal(text(f, "n", 2), "vier");
    assert_number(f->layer->geometry.x[0], 100000);
    assert_true(isnan(f->layer->geometry.x[1]));
    assert_number(f->layer->geometry.y[2], 401000);
  }
}

static void row_numbers_anywhere(void **state) {
  fixture *f = *state;
  make(f,
       FRAME REGISTER_TABLE("t") "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);"
                                 "INSERT INTO t VALUES (9223372036854775807, 3), (-9223372036854775808, 1), (5, 2);");
  assert_int_equal(read_table(f), WIJK_OK);
  for (size_t i = 0; i < 3; i++)
    assert_number(number(f, "n", i), (double)i + 1);
  make(f, POINTS);
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 0);
}

/* A table with an index that holds all that is read gives its rows in their own order all the same. */
static void an_index_changes_nothing(void **state) {
  fixture *f = *state;
  make(f, FRAME REGISTER_TABLE("t") "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, ballast BLOB);"
                                    "CREATE INDEX i ON t (n); INSERT INTO t VALUES (1, 30, zeroblob(900)), "
                                    "(2, 10, zeroblob(900)), (3, 20, zeroblob(900));");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_number(number(f, "n", 0), 30);
  assert_number(number(f, "n", 2), 20);
}

/* Nor where a view is read twice: the second time for a column that its index alone would give, in another order. */
static void an_index_changes_no_view(void **state) {
  fixture *f = *state;
  make(f, FRAME REGISTER_TABLE("v") "CREATE TABLE t (n INTEGER, bag INTEGER, ballast TEXT);"
                                    "CREATE INDEX i ON t (bag); CREATE VIEW v AS SELECT n, bag, ballast FROM t;"
                                    "INSERT INTO t VALUES (1, 599010000123456789, hex(zeroblob(900))), "
                                    "(2, 12, hex(zeroblob(900))), (3, 34, hex(zeroblob(900)));");
  assert_int_equal(read_table(f), WIJK_OK);
  for (size_t i = 0; i < 3; i++)
    assert_string_equal(text(f, "bag", i), number(f, "n", i) == 1   ? "599010000123456789"
                                           : number(f, "n", i) == 2 ? "12"
                                                                    : "34");
}

static void only_what_is_wanted(void **state) {
  fixture *f = *state;
  make(f, POINTS "ALTER TABLE a ADD COLUMN inwoners INTEGER; INSERT INTO a VALUES (1, " POINT_A ", 'geen getal', 3);");
  f->source.role = "population";
  f->source.only_needed = true;
  wijk_layer *layer;
  assert_int_equal(wijk_read_population(&f->source, f->arena, &f->report, &layer, &f->err), WIJK_OK);
  assert_int_equal(layer->column_count, 1);
  assert_number(layer->columns[0].numbers[0], 3);
  fixture_clear(f);
  const wijk_field_choice choice = {"residents", "n"};
  f->source.choices = &choice;
  f->source.choice_count = 1;
  assert_int_equal(wijk_read_population(&f->source, f->arena, &f->report, &layer, &f->err), WIJK_DATA);
  assert_says(f, "n 'geen getal' is not a number");
}

/* More columns than one call within SQLite takes arguments. */
static void many_columns(void **state) {
  fixture *f = *state;
  enum { COLUMNS = 350 };
  wijk_text sql = {0};
  wijk_text_add(&sql, POINTS);
  for (int i = 0; i < COLUMNS; i++)
    wijk_text_add_format(&sql, "ALTER TABLE a ADD COLUMN c%d INTEGER DEFAULT %d;", i, i * 7);
  wijk_text_add(&sql, "INSERT INTO a (geom, n) VALUES (" POINT_A ", 1), (" POINT_B ", 2);");
  make(f, sql.bytes);
  wijk_text_free(&sql);
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(column_count(f), COLUMNS + 1);
  for (size_t i = 0; i < COLUMNS; i++)
    assert_number(f->layer->columns[i + 1].numbers[1], (double)i * 7);
  assert_number(f->layer->geometry.x[1], 101000);
}

/* ---- where it lies ---- */

static void coordinate_systems(void **state) {
  fixture *f = *state;
  static const struct {
    const char *change, *crs; /* what stands in the table, and where the point lies then */
    double x;
  } cases[] = {
      {"", "EPSG:28992", 100000},
      {"UPDATE gpkg_geometry_columns SET srs_id = -1;", "local", 100000},
      {"UPDATE gpkg_geometry_columns SET srs_id = 0;", "local", 100000},
      {"UPDATE gpkg_geometry_columns SET srs_id = 777;", "local", 100000},
      {"UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', definition = 'PROJCS[\"RD\",GEOGCS[\"Amersfoort\","
       "DATUM[\"Amersfoort\",SPHEROID[\"Bessel "
       "1841\",6377397.155,299.1528128]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\","
       "0.0174532925199433]],PROJECTION[\"Oblique_Stereographic\"],PARAMETER[\"latitude_of_origin\",52.1561605555556],"
       "PARAMETER[\"central_meridian\",5.38763888888889],PARAMETER[\"scale_factor\",0.9999079],PARAMETER["
       "\"false_easting\",155000],PARAMETER[\"false_northing\",463000],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"28992\"]]"
       "' "
       "WHERE srs_id = 28992;",
       "EPSG:28992", 100000},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, POINTS "INSERT INTO a VALUES (1, " POINT_A ", 1); %s", cases[i].change);
    make(f, sql);
    f->source.assume_crs = "local";
    assert_int_equal(read_table(f), WIJK_OK);
    assert_string_equal(f->layer->crs, cases[i].crs);
    assert_number(f->layer->geometry.x[0], cases[i].x);
  }
  make(f, POINTS "UPDATE gpkg_geometry_columns SET srs_id = 4326; INSERT INTO a VALUES (1, {gp0 < u1 5.387638889 "
                 "52.156160556}, 1);");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_true(fabs(f->layer->geometry.x[0] - 155000) < 150 && fabs(f->layer->geometry.y[0] - 463000) < 150);
}

static void public_editions_are_known(void **state) {
  fixture *f = *state;
#define METADATA                                                                                                       \
  POINTS "CREATE TABLE gpkg_metadata (id INTEGER PRIMARY KEY, metadata TEXT); CREATE TABLE gpkg_metadata_reference "   \
         "(reference_scope TEXT, md_file_id INTEGER); INSERT INTO gpkg_metadata_reference VALUES ('geopackage', 1); "  \
         "INSERT INTO gpkg_metadata VALUES (1, '{\"program\":\"wijk-export\",\"edition\":\"%s\",\"x\":1}')"
  static const char *const editions[] = {"internal", "public"};
  for (size_t i = 0; i < 2; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, METADATA, editions[i]);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_OK);
    assert_int_equal(f->layer->public_edition, i == 1);
  }
}

/* ---- as GDAL reads it ---- */

static void assert_same(const wijk_layer *a, const wijk_layer *b) {
  assert_int_equal(a->row_count, b->row_count);
  assert_int_equal(a->column_count, b->column_count);
  assert_string_equal(a->crs, b->crs);
  for (size_t c = 0; c < a->column_count; c++) {
    assert_string_equal(a->columns[c].name, b->columns[c].name);
    assert_int_equal(a->columns[c].type, b->columns[c].type);
    assert_int_equal(a->columns[c].whole, b->columns[c].whole);
    for (size_t i = 0; i < a->row_count; i++) {
      if (a->columns[c].numbers)
        assert_memory_equal(&a->columns[c].numbers[i], &b->columns[c].numbers[i], sizeof(double));
      else if (!a->columns[c].texts[i] || !b->columns[c].texts[i])
        assert_ptr_equal(a->columns[c].texts[i], b->columns[c].texts[i]);
      else
        assert_string_equal(a->columns[c].texts[i], b->columns[c].texts[i]);
    }
  }
  const wijk_geometry *g = &a->geometry, *h = &b->geometry;
  assert_int_equal(g->type, h->type);
  assert_int_equal(g->point_count, h->point_count);
  assert_memory_equal(g->x, h->x, g->point_count * sizeof *g->x);
  assert_memory_equal(g->y, h->y, g->point_count * sizeof *g->y);
  assert_int_equal(g->part_count, h->part_count);
  assert_int_equal(g->ring_count, h->ring_count);
  if (g->type == WIJK_GEOMETRY_POINT)
    return;
  assert_memory_equal(g->part_of_row, h->part_of_row, (a->row_count + 1) * sizeof(size_t));
  assert_memory_equal(g->ring_of_part, h->ring_of_part, (g->part_count + 1) * sizeof(size_t));
  assert_memory_equal(g->point_of_ring, h->point_of_ring, (g->ring_count + 1) * sizeof(size_t));
}

static void the_same_as_gdal(void **state) {
  fixture *f = *state;
#define FIELDS                                                                                                         \
  "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom GEOMETRY, code TEXT, n INTEGER, m MEDIUMINT, r REAL, b BOOLEAN, d "   \
  "DATE, t DATETIME, bag INTEGER);"
#define VALUES(id, shape)                                                                                              \
  "INSERT INTO a VALUES (" id ", " shape ", '0" id "', " id "00, " id ", " id                                          \
  ".25, 1, '2020-01-02', '2020-01-02T03:04:05Z', 5990100001234567" id ");"
  static const char *const files[] = {
      FRAME REGISTER("a", "POINT", "28992") FIELDS VALUES("1", POINT_A) VALUES("3", POINT_B) VALUES("7", "NULL"),
      FRAME REGISTER("a", "LINESTRING", "28992") FIELDS VALUES("1", "{gp1 < u2 u2 100000 400000 101000 400000}")
          VALUES("2", "{gp0 > u1002 u2 1e5 4e5 7 "
                      "1.1e5 4e5 8}"),
      FRAME REGISTER("a", "MULTIPOLYGON", "28992") FIELDS VALUES(
          "1", "{gp1 < u6 u2 < u3 u1 u4 1e5 4e5 1.1e5 4e5 1.1e5 4.1e5 1e5 4e5 < u3 u2 u5 2e5 4e5 2.2e5 4e5 "
               "2.2e5 4.2e5 2e5 4.2e5 2e5 4e5 u4 2.1e5 4.1e5 2.1e5 4.15e5 2.15e5 4.15e5 2.1e5 4.1e5}")
          VALUES("2", "NULL") VALUES("5", "{gp0 < u3 u1 u4 1e5 4e5 1e5 4.1e5 1.1e5 4.1e5 1e5 4e5}"),
  };
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    make(f, files[i]);
    assert_int_equal(read_table(f), WIJK_OK);
    const wijk_layer *ours = f->layer;
    wijk_arena *kept = f->arena;
    f->arena = NULL;
    point_at_gdal(f, "a.gpkg");
    assert_int_equal(read_table(f), WIJK_OK);
    assert_same(ours, f->layer);
    wijk_arena_free(kept);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(values_of_every_type),     TEST(long_numbers_become_codes),
      TEST(values_of_another_type),   TEST(one_layer_of_several),
      TEST(what_is_no_layer),         TEST(rows_without_a_number_of_their_own),
      TEST(row_numbers_anywhere),     TEST(an_index_changes_nothing),
      TEST(only_what_is_wanted),      TEST(many_columns),
      TEST(coordinate_systems),       TEST(public_editions_are_known),
      TEST(an_index_changes_no_view), TEST(the_same_as_gdal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
