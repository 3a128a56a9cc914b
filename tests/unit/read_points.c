/* SPDX-License-Identifier: EUPL-1.2 */
/* Points of a Shapefile, read in bulk where the set is plain and record by record where it is not: the same layer. */
#include "unit/read_fixture.h"

enum { ROWS = 70000, HEADER = 100, RECORD = 28, TABLE = 32 + 2 * 32 + 1, WIDTH = 1 + 9 + 5 };

typedef struct point_set {
  unsigned char *shp, *shx, *dbf;
  size_t shp_length, shx_length, dbf_length;
} point_set;

static void put_big(unsigned char *at, size_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (24 - 8 * i));
}
static void put_little(unsigned char *at, size_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (8 * i));
}

static double x_of(size_t row) {
  return 90000 + (double)row * 1.25;
}
static double y_of(size_t row) {
  return 430000 + (double)(row * 7919 % ROWS) / 3;
}

static unsigned char *start(size_t length, size_t claimed) {
  unsigned char *bytes = calloc(length, 1);
  put_big(bytes, 9994);
  put_big(bytes + 24, claimed / 2);
  put_little(bytes + 28, 1000);
  put_little(bytes + 32, 1);
  return bytes;
}

/* `gap` bytes that belong to no record stand before record `gap_row`, as editing leaves them. */
static void make(point_set *s, size_t gap_row, size_t gap) {
  s->shp_length = HEADER + ROWS * (size_t)RECORD + gap;
  s->shx_length = HEADER + ROWS * (size_t)8;
  s->dbf_length = TABLE + ROWS * (size_t)WIDTH;
  s->shp = start(s->shp_length, s->shp_length);
  s->shx = start(s->shx_length, s->shx_length);
  s->dbf = calloc(s->dbf_length, 1);
  s->dbf[0] = 3;
  put_little(s->dbf + 4, ROWS);
  s->dbf[8] = TABLE;
  s->dbf[10] = WIDTH;
  memcpy(s->dbf + 32, "aantal_inw\0N", 12);
  s->dbf[32 + 16] = 9;
  memcpy(s->dbf + 64, "kleur\0\0\0\0\0\0C", 12);
  s->dbf[64 + 16] = 5;
  s->dbf[TABLE - 1] = 0x0d;
  for (size_t i = 0; i < ROWS; i++) {
    size_t at = HEADER + RECORD * i + (i >= gap_row ? gap : 0);
    double point[2] = {x_of(i), y_of(i)};
    put_big(s->shx + HEADER + 8 * i, at / 2);
    put_big(s->shx + HEADER + 8 * i + 4, 10);
    put_big(s->shp + at, i + 1);
    put_big(s->shp + at + 4, 10);
    put_little(s->shp + at + 8, 1);
    memcpy(s->shp + at + 12, point, sizeof point);
    char row[WIDTH + 1];
    snprintf(row, sizeof row, " %9zu%-5s", i % 1000, i % 2 ? "rood" : "blauw");
    memcpy(s->dbf + TABLE + WIDTH * i, row, WIDTH);
  }
}

static void drop(point_set *s) {
  free(s->shp);
  free(s->shx);
  free(s->dbf);
}

static wijk_status read_set(fixture *f, const point_set *s, int threads, bool only_needed) {
  put_bytes(f, "a.shp", s->shp, s->shp_length);
  put_bytes(f, "a.shx", s->shx, s->shx_length);
  put_bytes(f, "a.dbf", s->dbf, s->dbf_length);
  point_at(f, "a.shp", "population");
  f->source.threads = threads;
  f->source.only_needed = only_needed;
  return wijk_read_population(&f->source, f->arena, &f->report, &f->layer, &f->err);
}

static void assert_rows(const fixture *f) {
  assert_counts(f, ROWS, ROWS, 0, 0);
  const double *residents = wijk_layer_find_role(f->layer, "residents")->numbers;
  for (size_t i = 0; i < ROWS; i++)
    if (f->layer->geometry.x[i] != x_of(i) || f->layer->geometry.y[i] != y_of(i) || residents[i] != (double)(i % 1000))
      fail_msg("row %zu is another", i + 1);
}

static void bulk_and_piecemeal_agree(void **state) {
  fixture *f = *state;
  point_set plain, edited;
  make(&plain, 0, 0);
  make(&edited, 40000, 36);
  static const int threads[] = {1, 2, 7};
  for (size_t t = 0; t < 3; t++) {
    assert_int_equal(read_set(f, &plain, threads[t], false), WIJK_OK);
    assert_rows(f);
    assert_string_equal(text(f, "kleur", 1), "rood");
    assert_int_equal(read_set(f, &edited, threads[t], false), WIJK_OK);
    assert_rows(f);
  }
  drop(&plain);
  drop(&edited);
}

static void only_needed_fields(void **state) {
  fixture *f = *state;
  static const char names[] = "field,name,titel,eenheid\naantal_inw,aantal_inwoners_totaal,,\nkleur,inwoners,,\n";
  point_set s;
  make(&s, 0, 0);
  assert_int_equal(read_set(f, &s, 1, true), WIJK_OK);
  assert_int_equal(f->layer->column_count, 1);
  assert_rows(f);
  /* what a field is to the program goes by its whole name, not by the cut one */
  put_bytes(f, "a.fields.csv", names, sizeof names - 1);
  memcpy(s.dbf + 32 + 11, "C", 1);
  memcpy(s.dbf + 64 + 11, "N", 1);
  for (size_t i = 0; i < ROWS; i++)
    memcpy(s.dbf + TABLE + WIDTH * i, "      x      3", 15);
  assert_int_equal(read_set(f, &s, 2, true), WIJK_OK);
  assert_int_equal(f->layer->column_count, 1);
  assert_number(number(f, "inwoners", ROWS - 1), 3);
  char path[160];
  snprintf(path, sizeof path, "%s/a.fields.csv", f->folder);
  unlink(path);
  drop(&s);
}

static void faults_in_the_order_of_rows(void **state) {
  fixture *f = *state;
  point_set s;
  make(&s, 0, 0);
  memcpy(s.dbf + TABLE + WIDTH * (size_t)69999 + 1, "    vier ", 9);
  memcpy(s.dbf + TABLE + WIDTH * (size_t)4 + 1, "    acht ", 9);
  put_little(s.shp + HEADER + RECORD * (size_t)50000 + 8, 0); /* a shape that is none */
  assert_int_equal(read_set(f, &s, 7, false), WIJK_DATA);
  assert_says(f, "row 5: aantal_inw 'acht' is not a number\n'a.shp' row 70000: aantal_inw 'vier' is not a number\n"
                 "'a.shp' row 50001: there are no coordinates");
  drop(&s);
}

static void one_wrong_entry_is_found(void **state) {
  fixture *f = *state;
  point_set s;
  make(&s, 0, 0);
  put_big(s.shx + HEADER + 8 * (size_t)60000, (HEADER + RECORD * (size_t)59999) / 2);
  assert_int_equal(read_set(f, &s, 2, false), WIJK_DATA);
  assert_says(f, "row 60001: 'a.shx' points to record 60000");
  drop(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(bulk_and_piecemeal_agree),
      TEST(only_needed_fields),
      TEST(faults_in_the_order_of_rows),
      TEST(one_wrong_entry_is_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
