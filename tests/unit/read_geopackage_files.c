/* SPDX-License-Identifier: EUPL-1.2 */
/* GeoPackages as files: damaged, hostile, open elsewhere; and read by several threads, or without memory. */
#include <sys/stat.h>

#include "base/memory.h"
#include "unit/geopackage_fixture.h"

/* ---- files that are no GeoPackage, or not all of one ---- */

static unsigned char *bytes_of(const fixture *f, size_t *length) {
  char path[128];
  snprintf(path, sizeof path, "%s/a.gpkg", f->folder);
  FILE *file = fopen(path, "rb");
  unsigned char *bytes = malloc(10000000);
  *length = fread(bytes, 1, 10000000, file);
  fclose(file);
  return bytes;
}

#define THOUSAND                                                                                                       \
  POINTS "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 1000) INSERT INTO a SELECT "        \
         "i, " POINT_A ", i FROM r;"

static void no_geopackage(void **state) {
  fixture *f = *state;
  static const char *const texts[] = {"", "<html></html>", "SQLite format 3", "SQLite format 3\0aaaaaaaaaaaaaaaaaaaa"};
  for (size_t i = 0; i < 4; i++) {
    put_bytes(f, "a.gpkg", texts[i], i == 3 ? 36 : strlen(texts[i]));
    point_at(f, "a.gpkg", "layer");
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "'a.gpkg' cannot be read as a GeoPackage");
  }
  point_at(f, "b.gpkg", "layer");
  assert_int_equal(read_table(f), WIJK_IO);
  assert_says(f, "is not there");
}

static void cut_files(void **state) {
  fixture *f = *state;
  make(f, THOUSAND);
  size_t length;
  unsigned char *bytes = bytes_of(f, &length);
  for (size_t part = 100; part < length; part += 9713) {
    put_bytes(f, "a.gpkg", bytes, part);
    point_at(f, "a.gpkg", "layer");
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "damaged or cut short");
  }
  free(bytes);
}

/* Any page turned to zeros, to noise, or into its neighbour: an error, or the layer as it was (the page was of no
 * matter); never another layer, and never fewer rows. */
static void damaged_pages(void **state) {
  fixture *f = *state;
  make(f, THOUSAND "INSERT INTO gpkg_ogr_contents VALUES ('a', 1000);");
  size_t length, errors = 0;
  unsigned char *bytes = bytes_of(f, &length), *broken = malloc(length);
  for (size_t page = 1; page < length / 4096; page++)
    for (int way = 0; way < 3; way++) {
      memcpy(broken, bytes, length);
      for (size_t i = 0; i < 4096; i++)
        broken[page * 4096 + i] = (unsigned char)(way == 0   ? 0
                                                  : way == 1 ? i * 2654435761u >> 13
                                                             : bytes[(page - 1) * 4096 + i]);
      put_bytes(f, "a.gpkg", broken, length);
      point_at(f, "a.gpkg", "layer");
      wijk_status status = read_table(f);
      if (status == WIJK_OK) {
        assert_int_equal(f->layer->row_count, 1000);
        assert_number(number(f, "n", 999), 1000);
        continue;
      }
      assert_true(status == WIJK_DATA || status == WIJK_USAGE);
      assert_true(f->err.message[0] != '\0');
      errors++;
    }
  assert_true(errors > 10);
  free(broken);
  free(bytes);
}

/* Two rows that changed places within a page: SQLite gives them as they stand. */
static void rows_out_of_order(void **state) {
  fixture *f = *state;
  make(f, THOUSAND);
  size_t length, found = 0;
  unsigned char *bytes = bytes_of(f, &length);
  for (size_t page = 1; page < length / 4096; page++) {
    unsigned char *at = bytes + page * 4096, swapped[2];
    if (at[0] != 13 || at[4] * 256 + at[3] < 2) /* a leaf of a table */
      continue;
    memcpy(swapped, at + 8, 2);
    memcpy(at + 8, at + 10, 2);
    memcpy(at + 10, swapped, 2);
    put_bytes(f, "a.gpkg", bytes, length);
    point_at(f, "a.gpkg", "layer");
    found += read_table(f) == WIJK_DATA && strstr(f->err.message, "the rows of 'a' are not in order");
    memcpy(swapped, at + 8, 2);
    memcpy(at + 8, at + 10, 2);
    memcpy(at + 10, swapped, 2);
  }
  assert_true(found > 5);
  free(bytes);
}

static void claims_that_lie(void **state) {
  fixture *f = *state;
  static const char *const claims[] = {"999", "1001", "4000000000", "0"};
  for (size_t i = 0; i < 4; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, THOUSAND "INSERT INTO gpkg_ogr_contents VALUES ('A', %s);", claims[i]);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "rows, but it has 1000");
  }
  /* as many as the row numbers span, so that only reading tells */
  make(f, THOUSAND "INSERT INTO gpkg_ogr_contents VALUES ('a', 1000); DELETE FROM a WHERE fid BETWEEN 10 AND 12;");
  assert_int_equal(read_table(f), WIJK_DATA);
  assert_says(f, "has 1000 rows, but it has 997");
  make(f, THOUSAND "INSERT INTO gpkg_ogr_contents VALUES ('a', NULL); DELETE FROM a WHERE fid = 10;");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 999);
}

/* ---- what a hostile file would have run ---- */

static void views_without_end(void **state) {
  fixture *f = *state;
  static const char *const views[] = {
      "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT i AS n FROM r",
      "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT max(i) AS n FROM r"};
  for (size_t i = 0; i < 2; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, FRAME REGISTER_TABLE("v") "CREATE VIEW v AS %s", views[i]);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "a view in it finds no end");
  }
}

static void views_that_want_more_than_reading(void **state) {
  fixture *f = *state;
  static const char *const views[] = {
      "SELECT load_extension('/tmp/x.so') AS n",
      "SELECT wijk_take_0(1, 2) AS n",
      "SELECT name AS n FROM pragma_database_list",
      "SELECT fts3_tokenizer('x') AS n",
      "SELECT sqlite_rename_table(1,2,3,4,5,6,7) AS n",
      "SELECT n FROM niets",
      "SELECT n FROM v",
      "SELECT count(*) AS n FROM dbstat",
  };
  for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
    char sql[4000];
    snprintf(sql, sizeof sql, FRAME REGISTER_TABLE("v") "CREATE VIEW v AS %s", views[i]);
    make(f, sql);
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, "cannot be read as a GeoPackage");
  }
  make(f, FRAME REGISTER_TABLE("v") "CREATE VIEW v AS SELECT length(hex(zeroblob(400000000))) AS n");
  assert_int_equal(read_table(f), WIJK_DATA);
}

/* The tables of the format may be views too. */
static void the_format_as_views(void **state) {
  fixture *f = *state;
  make(f,
       POINTS "INSERT INTO a (n) VALUES (1); ALTER TABLE gpkg_contents RENAME TO b; CREATE VIEW gpkg_contents AS WITH "
              "RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT b.* FROM b, r");
  wijk_status status = read_table(f);
  assert_true(status == WIJK_DATA || status == WIJK_USAGE);
}

/* ---- files that others have open ---- */

static bool is_there(const fixture *f, const char *name) {
  char path[128];
  struct stat facts;
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  return stat(path, &facts) == 0;
}

static void beside_a_program_that_writes(void **state) {
  fixture *f = *state;
  make(f, POINTS "INSERT INTO a (n) VALUES (1);");
  sqlite3 *other = open_database(f, "a.gpkg");
  run_sql(other, "PRAGMA journal_mode = WAL; INSERT INTO a (n) VALUES (2); BEGIN; INSERT INTO a (n) VALUES (3);");
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 2); /* what is committed, also where it stands in the log only */
  run_sql(other, "COMMIT");
  fixture_clear(f);
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 3);
  sqlite3_close(other);
  /* in WAL mode, and nobody has it open: nothing is left beside it */
  assert_false(is_there(f, "a.gpkg-wal"));
  fixture_clear(f);
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 3);
  assert_false(is_there(f, "a.gpkg-wal"));
  assert_false(is_there(f, "a.gpkg-shm"));
}

static void while_another_program_holds_it(void **state) {
  fixture *f = *state;
  make(f, POINTS "INSERT INTO a (n) VALUES (1);");
  sqlite3 *other = open_database(f, "a.gpkg");
  run_sql(other, "BEGIN IMMEDIATE; INSERT INTO a (n) VALUES (2);"); /* not yet in the file */
  assert_int_equal(read_table(f), WIJK_OK);
  assert_int_equal(f->layer->row_count, 1);
  run_sql(other, "ROLLBACK; BEGIN EXCLUSIVE");
  fixture_clear(f);
  assert_int_equal(read_table(f), WIJK_IO);
  assert_says(f, "another program is writing to it");
  sqlite3_close(other);
}

/* A journal left by a program that was killed in the middle of a change: only who may write can undo it. */
static void left_in_the_middle(void **state) {
  fixture *f = *state;
  make(f, THOUSAND);
  char from[128], to[128];
  sqlite3 *other = open_database(f, "a.gpkg");
  run_sql(other, "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE a SET n = "
                 "n + 1, geom = zeroblob(400);");
  size_t length;
  unsigned char *bytes = bytes_of(f, &length);
  snprintf(from, sizeof from, "%s/a.gpkg-journal", f->folder);
  snprintf(to, sizeof to, "%s/a.fgb", f->folder);
  assert_int_equal(rename(from, to), 0);
  sqlite3_close(other);
  put_bytes(f, "a.gpkg", bytes, length);
  free(bytes);
  assert_int_equal(rename(to, from), 0);
  wijk_status status = read_table(f);
  unlink(from);
  assert_int_equal(status, WIJK_IO);
  assert_says(f, "left in the middle of a change");
}

static void names_that_mean_something_else(void **state) {
  fixture *f = *state;
  make(f, POINTS "PRAGMA journal_mode = WAL; INSERT INTO a (n) VALUES (1);");
  char path[128], here[1000];
  static const char *const names[] = {"file:a?mode=rwc.gpkg", "a%41#b?immutable=0.gpkg", "-a.gpkg"};
  assert_non_null(getcwd(here, sizeof here));
  assert_int_equal(chdir(f->folder), 0);
  for (size_t i = 0; i < 3; i++) {
    assert_int_equal(rename("a.gpkg", names[i]), 0);
    for (int absolute = 0; absolute < 2; absolute++) {
      fixture_clear(f);
      snprintf(path, sizeof path, "/%s/%s", f->folder, names[i]);
      f->source.path = absolute ? path : names[i];
      assert_int_equal(read_table(f), WIJK_OK);
      assert_int_equal(f->layer->row_count, 1);
    }
    assert_int_equal(rename(names[i], "a.gpkg"), 0);
  }
  assert_int_equal(chdir(here), 0);
}

/* ---- threads ---- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t length) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ at[i]) * 1099511628211u;
  return hash;
}

static uint64_t digest(const fixture *f) {
  uint64_t hash = 14695981039346656037u;
  const wijk_geometry *g = &f->layer->geometry;
  hash = mix(hash, g->x, g->point_count * sizeof *g->x);
  hash = mix(hash, g->y, g->point_count * sizeof *g->y);
  if (g->type > WIJK_GEOMETRY_POINT) {
    hash = mix(hash, g->part_of_row, (f->layer->row_count + 1) * sizeof(size_t));
    hash = mix(hash, g->ring_of_part, (g->part_count + 1) * sizeof(size_t));
    hash = mix(hash, g->point_of_ring, (g->ring_count + 1) * sizeof(size_t));
  }
  for (size_t c = 0; c < f->layer->column_count; c++)
    for (size_t i = 0; i < f->layer->row_count; i++) {
      const wijk_column *column = &f->layer->columns[c];
      if (column->numbers)
        hash = mix(hash, &column->numbers[i], sizeof(double));
      else if (column->texts[i])
        hash = mix(hash, column->texts[i], strlen(column->texts[i]) + 1);
    }
  for (size_t i = 0; i < f->report.finding_count; i++)
    hash = mix(hash, f->report.findings[i].message, strlen(f->report.findings[i].message));
  return mix(hash, &f->layer->row_count, sizeof(size_t));
}

/* 150,000 rows with texts, codes, shapes and faults (of the multiples of 9999 and 7777, two of which are both); then
 * with gaps; then with row numbers far apart. */
static void any_number_of_threads(void **state) {
  fixture *f = *state;
#define MANY(shape)                                                                                                    \
  FRAME REGISTER("a", "GEOMETRY", "-1") "CREATE TABLE a (fid INTEGER PRIMARY KEY, geom BLOB, n INTEGER, t TEXT, bag "  \
                                        "INTEGER); WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r "    \
                                        "WHERE i < 150000) INSERT INTO a SELECT i, CASE WHEN i % 9999 = 0 THEN x'00' " \
                                        "ELSE " shape                                                                  \
                                        " END, CASE WHEN i % 7777 = 0 THEN 'x' ELSE i END, 'tekst ' || i, CASE WHEN "  \
                                        "i = 149999 THEN 599010000123456789 ELSE i END FROM r;"
  static const char *const changes[] = {"INSERT INTO gpkg_ogr_contents VALUES ('a', 150000);",
                                        "DELETE FROM a WHERE fid % 3 = 0;",
                                        ("CREATE TABLE b AS SELECT * FROM a; DELETE FROM a; INSERT INTO a "
                                         "SELECT fid * fid, geom, n, t, bag FROM b;")};
  for (size_t s = 0; s < 2; s++)
    for (size_t c = 0; c < 3; c++) {
      wijk_text sql = {0};
      wijk_text_add(&sql, s ? MANY("{gp0 < u2 u2 100000 400000 101000 400000}") : MANY(POINT_A));
      wijk_text_add(&sql, changes[c]);
      make(f, sql.bytes);
      wijk_text_free(&sql);
      uint64_t first = 0;
      static const int threads[] = {1, 2, 7};
      for (size_t i = 0; i < 3; i++) {
        fixture_clear(f);
        f->source.threads = threads[i];
        f->source.skip_faulty = true;
        f->source.assume_crs = "local";
        assert_int_equal(read_table(f), WIJK_OK);
        assert_int_equal(f->layer->row_count, c == 1 ? 100000 - 13 : 150000 - 15 - 19 + 2);
        assert_string_equal(text(f, "t", 0), "tekst 1");
        uint64_t found = digest(f);
        assert_true(i == 0 || found == first);
        first = found;
      }
    }
}

/* The first error in the order of the rows, whichever thread finds one first. */
static void the_first_error(void **state) {
  fixture *f = *state;
  make(f,
       POINTS "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 150000) INSERT INTO a SELECT "
              "i, " POINT_A ", i FROM r;");
  size_t length;
  unsigned char *bytes = bytes_of(f, &length);
  for (size_t page = length / 4096 / 2; page < length / 4096; page += 50)
    memset(bytes + page * 4096, 0, 4096);
  put_bytes(f, "a.gpkg", bytes, length);
  free(bytes);
  char frames[600] = "";
  for (int i = 0; i < 6; i++) {
    point_at(f, "a.gpkg", "layer");
    f->source.threads = i == 0 ? 2 : 7;
    assert_int_equal(read_table(f), WIJK_DATA);
    if (i)
      assert_string_equal(frames, f->err.frames);
    snprintf(frames, sizeof frames, "%s", f->err.frames);
  }
}

/* ---- without memory ---- */

static void every_request_refused(void **state) {
  fixture *f = *state;
  make(f, POINTS "INSERT INTO gpkg_ogr_contents VALUES ('a', 2); ALTER TABLE a ADD COLUMN t TEXT; INSERT INTO a VALUES "
                 "(1, " POINT_A ", 599010000123456789, 'a'), (2, x'00', 'x', 'b');");
  wijk_status status = WIJK_MEMORY;
  for (long allowed = 0; status != WIJK_OK; allowed++) {
    assert_true(allowed < 500);
    point_at(f, "a.gpkg", "layer");
    f->source.skip_faulty = true;
    memory_refuse_after(allowed);
    status = read_table(f);
    memory_refuse_after(-1);
    assert_true(status == WIJK_OK || status == WIJK_MEMORY);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(no_geopackage),
      TEST(cut_files),
      TEST(damaged_pages),
      TEST(rows_out_of_order),
      TEST(claims_that_lie),
      TEST(views_without_end),
      TEST(views_that_want_more_than_reading),
      TEST(the_format_as_views),
      TEST(beside_a_program_that_writes),
      TEST(while_another_program_holds_it),
      TEST(left_in_the_middle),
      TEST(names_that_mean_something_else),
      TEST(any_number_of_threads),
      TEST(the_first_error),
      TEST(every_request_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
