/* SPDX-License-Identifier: EUPL-1.2 */
/* One input is, by its first byte: "S…" a whole database as a file; "W" and the bytes of one shape; anything else rows
 * of a small GeoPackage, as values behind each other: a byte whose lowest bits say null, whole, real, text or bytes and
 * whose upper bits how long, and that many bytes. The last byte chooses how it is read. */
#include "fuzz.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "read/wkb.h"

static char path[64];

static void clean_up(void) {
  unlink(path);
}

static void need(bool fine) {
  if (!fine)
    abort();
}

static void choose_path(void) {
  if (path[0])
    return;
  snprintf(path, sizeof path, "%s/wijk-fuzz-%ld.gpkg", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
           (long)getpid());
  atexit(clean_up);
}

static void put_file(const void *bytes, size_t length) {
  FILE *file = fopen(path, "wb");
  need(file && fwrite(bytes, 1, length, file) == length && fclose(file) == 0);
}

/* ---- a shape ---- */

static void read_shape(const uint8_t *bytes, size_t length) {
  wkb shape;
  if (wkb_open((const char *)bytes, length, &shape) || shape.type == WIJK_GEOMETRY_NONE)
    return;
  double x, y;
  if (wkb_read_plain_point((const char *)bytes, length, &x, &y))
    need(shape.type == WIJK_GEOMETRY_POINT && shape.part_count == 1);
  if (shape.type == WIJK_GEOMETRY_POINT) {
    wkb_read_point(&shape, &x, &y);
    return;
  }
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = wijk_layer_new(arena, "fuzz", 1, &err);
  shapes s = {0};
  shapes_add_row(&s);
  wkb_add_parts(&shape, &s);
  need(!s.failed && s.point_count <= length / 16 && shapes_finish(&s, shape.type, layer, &err) == WIJK_OK);
  const wijk_geometry *g = &layer->geometry;
  need(g->part_of_row[1] == g->part_count && g->ring_of_part[g->part_count] == g->ring_count &&
       g->point_of_ring[g->ring_count] == g->point_count && g->part_count <= shape.part_count);
  for (size_t p = 0; p < g->part_count; p++)
    need(g->ring_of_part[p] < g->ring_of_part[p + 1]);
  shapes_free(&s);
  wijk_arena_free(arena);
}

/* ---- rows ---- */

static const char frame[] =
    "PRAGMA page_size = 512; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;"
    "CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id "
    "INTEGER, "
    "definition TEXT); INSERT INTO gpkg_spatial_ref_sys VALUES (28992, 'EPSG', 28992, 'undefined');"
    "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT); INSERT INTO gpkg_contents VALUES ('a', 'features');"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);"
    "INSERT INTO gpkg_geometry_columns VALUES ('a', 'geom', 'GEOMETRY', -1);"
    "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, code BLOB, inwoners INTEGER, geheim TEXT, geldig_van DATE, "
    "capaciteit REAL); COMMIT;";
enum { COLUMNS = 6, LARGEST = 1 << 16 };

static const void *template_bytes(size_t *length) {
  static unsigned char bytes[LARGEST];
  static size_t filled;
  sqlite3 *database;
  if (!filled) {
    unlink(path);
    need(sqlite3_open(path, &database) == SQLITE_OK && sqlite3_exec(database, frame, NULL, NULL, NULL) == SQLITE_OK);
    sqlite3_close(database);
    FILE *file = fopen(path, "rb");
    filled = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
  }
  *length = filled;
  return bytes;
}

static const uint8_t *bind(sqlite3_stmt *insert, int at, const uint8_t *bytes, const uint8_t *end) {
  unsigned what = *bytes & 7;
  size_t length = *bytes++ >> 3;
  uint64_t bits = 0;
  double real;
  length = length == 31 ? 31 + (bytes < end ? *bytes++ : 0u) : length;
  length = length < (size_t)(end - bytes) ? length : (size_t)(end - bytes);
  memcpy(&bits, bytes, length < 8 ? length : 8);
  memcpy(&real, &bits, sizeof real);
  if (what == 1)
    sqlite3_bind_int64(insert, at, (sqlite3_int64)bits);
  else if (what == 2)
    sqlite3_bind_double(insert, at, real);
  else if (what == 3 || what == 4)
    sqlite3_bind_text(insert, at, (const char *)bytes, (int)length, SQLITE_STATIC);
  else if (what > 4)
    sqlite3_bind_blob(insert, at, bytes, (int)length, SQLITE_STATIC);
  else
    sqlite3_bind_null(insert, at);
  return bytes + length;
}

static void put_rows(const uint8_t *bytes, size_t length) {
  size_t size;
  const void *empty = template_bytes(&size);
  const uint8_t *end = bytes + length;
  sqlite3 *database;
  sqlite3_stmt *insert = NULL;
  put_file(empty, size);
  need(sqlite3_open(path, &database) == SQLITE_OK);
  sqlite3_exec(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN", NULL, NULL, NULL);
  need(sqlite3_prepare_v2(database, "INSERT INTO a VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6)", -1, &insert, NULL) ==
       SQLITE_OK);
  while (bytes < end) {
    sqlite3_clear_bindings(insert);
    for (int c = 1; c <= COLUMNS && bytes < end; c++)
      bytes = bind(insert, c, bytes, end);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(database, "COMMIT", NULL, NULL, NULL);
  sqlite3_close(database);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  if (length == 0)
    return 0;
  choose_path();
  uint8_t choice = bytes[--length];
  if (length && bytes[0] == 'W') {
    uint8_t *copy =
        malloc(length > 1 ? length - 1 : 1); /* of its own length, so that a sanitizer sees a read beyond the end */
    memcpy(copy, bytes + 1, length - 1);
    read_shape(copy, length - 1);
    free(copy);
    return 0;
  }
  if (length && bytes[0] == 'S')
    put_file(bytes, length);
  else
    put_rows(bytes, length);
  fuzz_read(path, choice);
  return 0;
}
