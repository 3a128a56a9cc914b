/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapefiles, sound and damaged: made here byte by byte, so that each lie is known. */
#include "unit/read_fixture.h"

#include "base/memory.h"

/* ---- a set of three squares, written by hand ---- */

typedef struct bytes {
  unsigned char data[8192];
  size_t length;
} bytes;

static void put_big(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (24 - 8 * i));
}
static void put_little(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (8 * i));
}
static uint32_t get_big(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
static void put_double(unsigned char *at, double value) {
  memcpy(at, &value, 8);
}

typedef struct set {
  bytes shp, shx, dbf;
} set;

static void start(bytes *b, uint32_t type) {
  *b = (bytes){.length = 100};
  put_big(b->data, 9994);
  put_little(b->data + 28, 1000);
  put_little(b->data + 32, type);
}

static void finish(bytes *b) {
  put_big(b->data + 24, (uint32_t)(b->length / 2));
}

/* A polygon of squares, each from its south-west corner with a side; a negative side runs anticlockwise (a hole). */
static void add_squares(set *s, size_t count, const double (*squares)[3]) {
  unsigned char *record = s->shp.data + s->shp.length;
  uint32_t number = (uint32_t)((s->shx.length - 100) / 8) + 1, length = (uint32_t)(44 + 4 * count + 80 * count);
  put_big(record, number);
  put_big(record + 4, length / 2);
  put_little(record + 8, 5);
  put_little(record + 44, (uint32_t)count);
  put_little(record + 48, (uint32_t)(5 * count));
  unsigned char *points = record + 52 + 4 * count;
  for (size_t r = 0; r < count; r++) {
    put_little(record + 52 + 4 * r, (uint32_t)(5 * r));
    double x = squares[r][0], y = squares[r][1], side = fabs(squares[r][2]);
    const double corners[5][2] = {{x, y}, {x, y + side}, {x + side, y + side}, {x + side, y}, {x, y}};
    for (int i = 0; i < 5; i++, points += 16) {
      int from = squares[r][2] < 0 ? 4 - i : i;
      put_double(points, corners[from][0]);
      put_double(points + 8, corners[from][1]);
    }
  }
  put_big(s->shx.data + s->shx.length, (uint32_t)(s->shp.length / 2));
  put_big(s->shx.data + s->shx.length + 4, length / 2);
  s->shp.length += 8 + length;
  s->shx.length += 8;
}

/* Fields WK_CODE (C 6), WK_NAAM (C 8), AANT_INW (N 9). */
static void start_dbf(bytes *b, const char (*rows)[24], size_t count) {
  static const struct {
    const char *name;
    char type;
    unsigned char width;
  } fields[] = {{"WK_CODE", 'C', 6}, {"WK_NAAM", 'C', 8}, {"AANT_INW", 'N', 9}};
  *b = (bytes){.length = 32 + 3 * 32 + 1};
  b->data[0] = 3;
  put_little(b->data + 4, (uint32_t)count);
  b->data[8] = (unsigned char)b->length;
  b->data[10] = 24;
  for (size_t f = 0; f < 3; f++) {
    memcpy(b->data + 32 * (f + 1), fields[f].name, strlen(fields[f].name));
    b->data[32 * (f + 1) + 11] = (unsigned char)fields[f].type;
    b->data[32 * (f + 1) + 16] = fields[f].width;
  }
  b->data[b->length - 1] = 0x0d;
  for (size_t i = 0; i < count; i++, b->length += 24) {
    b->data[b->length] = ' ';
    memcpy(b->data + b->length + 1, rows[i], 23);
  }
  b->data[b->length++] = 0x1a;
}

static const char table[3][24] = {"WK0002Oost           20", "WK0001West           10", "WK0003Haven   -99999999"};
static const double squares[3][3] = {{100000, 400000, 1000}, {101000, 400000, 1000}, {102000, 400000, 1000}};

static void make(set *s) {
  start(&s->shp, 5);
  start(&s->shx, 5);
  for (int i = 0; i < 3; i++)
    add_squares(s, 1, &squares[i]);
  finish(&s->shp);
  finish(&s->shx);
  start_dbf(&s->dbf, table, 3);
}

static void put_set(fixture *f, const set *s) {
  put_bytes(f, "a.shp", s->shp.data, s->shp.length);
  put_bytes(f, "a.shx", s->shx.data, s->shx.length);
  put_bytes(f, "a.dbf", s->dbf.data, s->dbf.length);
}

static wijk_status read_set(fixture *f, const set *s) {
  put_set(f, s);
  point_at(f, "a.shp", "zones");
  return wijk_read_zones(&f->source, f->arena, &f->report, &f->layer, &f->err);
}

/* ---- sound ---- */

static void sound_set(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_int_equal(f->layer->row_count, 3);
  assert_string_equal(text(f, "WK_CODE", 0), "WK0001"); /* sorted by key */
  assert_int_equal(f->layer->source_rows[0], 2);
  assert_number(number(f, "AANT_INW", 0), 10);
  assert_true(isnan(number(f, "AANT_INW", 2)));
  assert_number(wijk_layer_area(f->layer, 0), 1e6);
  assert_number(f->layer->geometry.x[0] >= 101000, true);
  assert_string_equal(f->layer->crs, "EPSG:28992");
  assert_string_equal(f->report.inputs[0].crs_found, "recognised");
  assert_counts(f, 3, 3, 0, 0);
}

static void rings_without_order(void **state) {
  fixture *f = *state;
  static const double rings[4][3] = {
      {100100, 400100, -100}, {100000, 400000, 1000}, {105000, 400000, 500}, {105100, 400100, -50}};
  set s;
  make(&s);
  start(&s.shp, 5);
  start(&s.shx, 5);
  add_squares(&s, 4, rings);
  static const double reversed[1][3] = {{110000, 400000, -1000}};
  add_squares(&s, 1, reversed);
  add_squares(&s, 1, &squares[2]);
  finish(&s.shp);
  finish(&s.shx);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  const wijk_geometry *g = &f->layer->geometry;
  assert_int_equal(g->part_of_row[2] - g->part_of_row[1], 2); /* WK0002: two shells, each with its hole */
  assert_number(wijk_layer_area(f->layer, 1), 1e6 - 1e4 + 25e4 - 2500);
  assert_number(wijk_layer_area(f->layer, 0), 1e6); /* the wrong way round, and a shell all the same */
}

static void encodings(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  memcpy(s.dbf.data + 32 * 4 + 1 + 7, "Caf\xe9    ", 8);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(text(f, "WK_NAAM", 1), "Café");
  assert_string_equal(f->report.inputs[0].encoding, "windows-1252 (by its bytes)");
  s.dbf.data[29] = 0x02; /* code page 850, in which this byte is another letter */
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(text(f, "WK_NAAM", 1), "CafÚ");
  memcpy(s.dbf.data + 32 * 4 + 1 + 7, "Caf\xc3\xa9   ", 8);
  put_bytes(f, "a.cpg", "UTF-8\r\n", 7);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(text(f, "WK_NAAM", 1), "Café");
  assert_string_equal(f->report.inputs[0].encoding, "UTF-8 (by its .cpg)");
  memcpy(s.dbf.data + 32 * 4 + 1 + 7, "Caf\xe9    ", 8);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(text(f, "WK_NAAM", 1), "Café");
  assert_non_null(find_code(f, "encoding-contradiction"));
  assert_null(find_code(f, "unreadable-text"));
  memcpy(s.dbf.data + 32 * 4 + 1 + 7, "Caf\x81    ", 8);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(text(f, "WK_NAAM", 1), "Caf\xef\xbf\xbd");
  assert_non_null(find_code(f, "unreadable-text"));
}

static void deleted_rows_are_passed_over(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  s.dbf.data[32 * 4 + 1] = '*';
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_int_equal(f->layer->row_count, 2);
  assert_non_null(find_code(f, "deleted-rows"));
  assert_counts(f, 2, 2, 0, 0);
}

/* A row that is deleted takes what is wrong with it along, and those behind it keep their numbers. */
static void deleted_rows_and_faulty_ones(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  unsigned char *rows = s.dbf.data + 32 * 4 + 1;
  rows[0] = '*';
  memcpy(rows + 15, "     acht", 9);
  put_little(s.shp.data + 108, 99); /* the type of its shape, which does not exist */
  memcpy(rows + 2 * 24 + 15, "     vier", 9);
  assert_int_equal(read_set(f, &s), WIJK_DATA);
  assert_int_equal(f->report.fault_count, 1);
  assert_says(f, "row 3: AANT_INW 'vier' is not a number");
}

static void declared_by_prj(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  static const char rd[] =
      "PROJCS[\"Anything\",GEOGCS[\"GCS_Amersfoort\",DATUM[\"D_Amersfoort\",SPHEROID[\"Bessel_1841\",6377397.155,299."
      "1528128]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Double_Stereographic\"],"
      "PARAMETER[\"False_Easting\",155000.0],PARAMETER[\"False_Northing\",463000.0],PARAMETER[\"Central_Meridian\",5."
      "38763888888889],PARAMETER[\"Scale_Factor\",0.9999079],PARAMETER[\"Latitude_Of_Origin\",52.1561605555556],UNIT["
      "\"Meter\",1.0]]";
  put_bytes(f, "a.prj", rd, sizeof rd - 1);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  assert_string_equal(f->report.inputs[0].crs, "EPSG:28992");
  assert_string_equal(f->report.inputs[0].crs_found, "declared");
  assert_int_equal(f->report.warning_count, 0);
  static const char degrees[] = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298."
                                "257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
  put_bytes(f, "a.prj", degrees, sizeof degrees - 1);
  assert_int_equal(read_set(f, &s), WIJK_DATA);
  assert_says(f, "says it is EPSG:4326, but its coordinates");
  assert_says(f, "are RD metres");
}

/* ---- damaged ---- */

static void refuses(fixture *f, const set *s, const char *part) {
  assert_int_equal(read_set(f, s), WIJK_DATA);
  assert_says(f, part);
}

static void damaged_sets_are_refused(void **state) {
  fixture *f = *state;
  set good, s;
  make(&good);
  s = good, s.shp.length -= 40;
  refuses(f, &s, "'a.shp': it says it has");
  s = good, s.shx.length -= 4;
  refuses(f, &s, "'a.shx': it says it has");
  s = good, put_big(s.shp.data, 1);
  refuses(f, &s, "no part of a Shapefile");
  s = good, put_little(s.dbf.data + 4, 2);
  refuses(f, &s, "2 rows, for 3 shapes");
  s = good, put_little(s.dbf.data + 4, 4000000000u);
  refuses(f, &s, "4000000000 rows, for 3 shapes");
  s = good, s.dbf.length -= 30;
  refuses(f, &s, "ends after 1 of them");
  s = good, s.dbf.data[32 + 16] = 200;
  refuses(f, &s, "its fields take");
  s = good, s.dbf.length = 20;
  refuses(f, &s, "cut off");
  s = good, put_big(s.shx.data + 108, get_big(s.shx.data + 100)); /* the first record twice */
  refuses(f, &s, "points to record 1 where record 2 should be");
  s = good, put_big(s.shx.data + 112, 132), put_big(s.shp.data + 240, 132); /* the second record holds the third */
  refuses(f, &s, "some lie in each other");
  s = good, put_big(s.shx.data + 108, 0x7fffffff);
  refuses(f, &s, "places its shape at byte");
  s = good, put_little(s.shp.data + 108 + 36, 100000000); /* parts */
  refuses(f, &s, "row 1: its shape claims 100000000 parts");
  s = good, put_little(s.shp.data + 108 + 40, 0xffffffffu); /* points */
  refuses(f, &s, "row 1: its shape claims");
  s = good, put_little(s.shp.data + 108 + 44, 77); /* part index */
  refuses(f, &s, "part 1 of its shape starts at point 77");
  s = good, put_little(s.shp.data + 108, 15);
  refuses(f, &s, "type 15, in a file of type 5");
  s = good, put_little(s.shp.data + 32, 8);
  refuses(f, &s, "'a.shx': it says its shapes have type 5, but 'a.shp' says 8");
  s = good, put_little(s.shp.data + 32, 8), put_little(s.shp.data + 108, 0), put_little(s.shp.data + 244, 0),
  put_little(s.shp.data + 380, 0);
  assert_int_equal(read_set(f, &s), WIJK_DATA);
}

static void any_changed_byte_is_survived(void **state) {
  fixture *f = *state;
  set good;
  make(&good);
  unsigned seed = 11;
  for (int round = 0; round < 3000; round++) {
    set s = good;
    bytes *parts[] = {&s.shp, &s.shx, &s.dbf};
    for (int change = 0; change < 1 + round % 3; change++) {
      seed = seed * 1103515245u + 12345u;
      bytes *part = parts[(seed >> 8) % 3];
      part->data[(seed >> 12) % part->length] = (unsigned char)(seed >> 24);
    }
    wijk_status status = read_set(f, &s);
    assert_true(status == WIJK_OK || status == WIJK_DATA || status == WIJK_MEMORY);
  }
}

static void missing_parts(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  put_bytes(f, "a.shp", s.shp.data, s.shp.length);
  point_at(f, "a.shp", "zones");
  assert_int_equal(wijk_read_zones(&f->source, f->arena, &f->report, &f->layer, &f->err), WIJK_DATA);
  assert_says(f, "'a.shx': it is not there");
  assert_says(f, "'a.dbf': it is not there");
  assert_says(f, "a Shapefile is a set");
}

/* Each request for memory refused in turn: an error of its own kind, and nothing left behind (the sanitizers see). */
static void memory_may_run_out_anywhere(void **state) {
  fixture *f = *state;
  set s;
  make(&s);
  put_set(f, &s);
  wijk_status status = WIJK_MEMORY;
  for (long allowed = 0; status != WIJK_OK && allowed < 2000; allowed++) {
    point_at(f, "a.shp", "zones");
    memory_refuse_after(allowed);
    status = wijk_read_zones(&f->source, f->arena, &f->report, &f->layer, &f->err);
    memory_refuse_after(-1);
    assert_true(status == WIJK_OK || status == WIJK_MEMORY);
  }
  assert_int_equal(status, WIJK_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(sound_set),
      TEST(rings_without_order),
      TEST(encodings),
      TEST(deleted_rows_are_passed_over),
      TEST(deleted_rows_and_faulty_ones),
      TEST(declared_by_prj),
      TEST(damaged_sets_are_refused),
      TEST(any_changed_byte_is_survived),
      TEST(missing_parts),
      TEST(memory_may_run_out_anywhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
