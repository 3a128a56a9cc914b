/* SPDX-License-Identifier: EUPL-1.2 */
/* GeoPackages made by hand, with SQL, and read through the door. */
#ifndef TESTS_GEOPACKAGE_FIXTURE_H
#define TESTS_GEOPACKAGE_FIXTURE_H

#include <sqlite3.h>

#include "unit/read_fixture.h"

#define FRAME                                                                                                          \
  "PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;"                                                   \
  "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, "                  \
  "organization_coordsys_id INTEGER, definition TEXT, description TEXT);"                                              \
  "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, "       \
  "last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);"                     \
  "CREATE TABLE gpkg_geometry_columns (table_name TEXT PRIMARY KEY, column_name TEXT, geometry_type_name TEXT, "       \
  "srs_id INTEGER, z TINYINT, m TINYINT);"                                                                             \
  "CREATE TABLE gpkg_ogr_contents (table_name TEXT PRIMARY KEY, feature_count INTEGER);"                               \
  "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT, definition TEXT, scope "      \
  "TEXT);"                                                                                                             \
  "INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', ''), "             \
  "('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', ''), ('Amersfoort / RD New', 28992, 'EPSG', 28992, "        \
  "'undefined', ''), ('WGS 84', 4326, 'epsg', 4326, 'undefined', '');"
#define REGISTER(table, type, srs)                                                                                     \
  "INSERT INTO gpkg_contents VALUES ('" table "', 'features', '" table "', '', '2020-01-01T00:00:00Z', NULL, NULL, "   \
  "NULL, NULL, " srs ");"                                                                                              \
  "INSERT INTO gpkg_geometry_columns VALUES ('" table "', 'geom', '" type "', " srs ", 2, 2);"
#define REGISTER_TABLE(table)                                                                                          \
  "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('" table "', 'attributes', 0);"
#define POINTS FRAME REGISTER("a", "POINT", "28992") "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom POINT, n INTEGER);"

static inline void put_hex(wijk_text *out, uint64_t bits, int count, bool big_endian) {
  for (int i = 0; i < count; i++)
    wijk_text_add_format(out, "%02X", (unsigned)(bits >> 8 * (big_endian ? count - 1 - i : i)) & 255);
}

/* A shape from words: gp0 to gp7 a header with that envelope, < and > a byte order, u7 a count or kind, xff a byte,
 * else a coordinate. Into `out` as hexadecimal digits. */
static inline void put_shape(wijk_text *out, const char *words) {
  bool big_endian = false;
  static const int envelopes[] = {0, 4, 6, 6, 8, 0, 0, 0};
  for (const char *at = words; *at; at += strspn(at, " ")) {
    size_t length = strcspn(at, " ");
    double value = 0;
    uint64_t bits;
    if (*at == 'g') {
      int envelope = at[2] - '0';
      wijk_text_add_format(out, "475000%02X40710000", 1 + 2 * envelope);
      for (int i = 0; i < envelopes[envelope]; i++)
        put_hex(out, 0, 8, false);
    } else if (*at == '<' || *at == '>') {
      big_endian = *at == '>';
      put_hex(out, !big_endian, 1, false);
    } else if (*at == 'x') {
      wijk_text_add_part(out, at + 1, 2);
    } else {
      bool count = *at == 'u';
      assert_true(wijk_number_read(at + count, length - count, &value) || *at == 'n' || *at == 'i');
      value = *at == 'n' ? NAN : *at == 'i' ? INFINITY : value;
      memcpy(&bits, &value, sizeof bits);
      put_hex(out, count ? (uint64_t)value : bits, count ? 4 : 8, big_endian);
    }
    at += length;
  }
}

/* SQL in which every {words} is a shape. */
static inline char *with_shapes(const char *sql) {
  wijk_text out = {0};
  for (const char *at = sql; *at; at++) {
    const char *close = strncmp(at, "{gp", 3) == 0 ? strchr(at, '}') : NULL;
    if (!close) {
      wijk_text_add_part(&out, at, 1);
      continue;
    }
    char words[600];
    snprintf(words, sizeof words, "%.*s", (int)(close - at - 1), at + 1);
    wijk_text_add(&out, "X'");
    put_shape(&out, words);
    wijk_text_add(&out, "'");
    at = close;
  }
  return out.bytes;
}
#define POINT_A "{gp0 < u1 100000 400000}"
#define POINT_B "{gp0 < u1 101000 401000}"

static inline sqlite3 *open_database(const fixture *f, const char *name) {
  char path[128];
  sqlite3 *database;
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
  return database;
}

static inline void run_sql(sqlite3 *database, const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
    fail_msg("%s: %s", sql, message);
}

/* A new a.gpkg. */
static inline void make(fixture *f, const char *sql) {
  put_bytes(f, "a.gpkg", "", 0);
  sqlite3 *database = open_database(f, "a.gpkg");
  run_sql(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  char *whole = with_shapes(sql);
  run_sql(database, whole);
  free(whole);
  sqlite3_close(database);
  point_at(f, "a.gpkg", "layer");
}

/* The same file through GDAL's own reader. */
static inline void point_at_gdal(fixture *f, const char *name) {
  fixture_clear(f);
  snprintf(f->path, sizeof f->path, "/vsisubfile/0,%s/%s", f->folder, name);
  f->source = (wijk_source){.role = "layer", .path = f->path};
}

#endif
