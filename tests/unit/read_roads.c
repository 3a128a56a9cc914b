/* SPDX-License-Identifier: EUPL-1.2 */
/* Roads through the doors: lines, their roles, and what is no road. */
#include "unit/read_fixture.h"

static wijk_status read_roads(fixture *f) {
  return wijk_read_roads(&f->source, f->arena, &f->report, &f->layer, &f->err);
}

static wijk_status read_geojson(fixture *f, const char *features) {
  char text[4000];
  snprintf(text, sizeof text,
           "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:28992\"}},"
           "\"features\":[%s]}",
           features);
  put_bytes(f, "a.geojson", text, strlen(text));
  point_at(f, "a.geojson", "roads");
  return read_roads(f);
}

static const char *field_of(const fixture *f, const char *role) {
  const wijk_column *column = wijk_layer_find_role(f->layer, role);
  return column ? column->name : "none";
}

/* shapes/wegen.shp has 4017 roads, and van, naar, klasse, eenricht, kmh and lengte_m, of which it says that they are
 * the rounded length of the shape. */
static void city_of_the_house(void **state) {
  fixture *f = *state;
  const char *source = getenv("WIJK_SOURCE");
  if (!source)
    skip();
  point_at(f, "a.shp", "roads");
  f->source.path = wijk_arena_format(f->arena, &f->err, "%s/shapes/wegen.shp", source);
  double first_x = 0;
  for (int threads = 1; threads <= 7; threads += 6) {
    f->report.counts_count = f->report.input_count = 0;
    f->source.threads = threads;
    f->source.only_needed = threads == 7;
    f->source.also_count = 0;
    assert_int_equal(read_roads(f), WIJK_OK);
    const wijk_geometry *g = &f->layer->geometry;
    assert_int_equal(g->type, WIJK_GEOMETRY_LINE);
    assert_int_equal(f->layer->row_count, 4017);
    assert_int_equal(g->part_count, 4017);
    assert_string_equal(field_of(f, "from"), "van");
    assert_string_equal(field_of(f, "to"), "naar");
    assert_string_equal(field_of(f, "oneway"), "eenricht");
    assert_string_equal(field_of(f, "speed"), "kmh");
    static const char *const also[] = {"LENGTE_M"};
    assert_string_equal(field_of(f, "length"), threads == 7 ? "none" : "lengte_m");
    f->source.also = also;
    f->source.also_count = 1;
    f->report.counts_count = f->report.input_count = 0;
    assert_int_equal(read_roads(f), WIJK_OK);
    assert_string_equal(field_of(f, "length"), "lengte_m");
    assert_string_equal(field_of(f, "class"), "klasse");
    for (size_t row = 0; row < g->part_count; row++) {
      double length = 0;
      for (size_t i = g->point_of_ring[row]; i + 1 < g->point_of_ring[row + 1]; i++)
        length += hypot(g->x[i + 1] - g->x[i], g->y[i + 1] - g->y[i]);
      if (fabs(length - number(f, "lengte_m", row)) > 1)
        fail_msg("row %zu is %.17g m", row + 1, length);
    }
    assert_true(threads == 1 || g->x[0] == first_x);
    first_x = g->x[0];
    assert_counts(f, 4017, 4017, 0, 0);
  }
}

#define LINE(properties, places)                                                                                       \
  "{\"type\":\"Feature\",\"properties\":{" properties                                                                  \
  "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[" places "]}}"

/* Words stay as they are written: what they mean is for the graph to say. */
static void other_names(void **state) {
  fixture *f = *state;
  assert_int_equal(
      read_geojson(f, LINE("\"u\":1,\"v\":2,\"oneway\":\"-1\",\"maxspeed\":\"30 mph\",\"highway\":\"primary\"",
                           "[90000,430000],[90100,430000]") "," LINE("\"u\":2,\"v\":3,\"oneway\":\"no\",\"maxspeed\":"
                                                                     "\"none\",\"highway\":\"track\"",
                                                                     "[90100,430000],[90100,430100],[90200,430100]")),
      WIJK_OK);
  assert_string_equal(field_of(f, "from"), "u");
  assert_string_equal(field_of(f, "to"), "v");
  assert_string_equal(field_of(f, "class"), "highway");
  assert_string_equal(text(f, "maxspeed", 0), "30 mph");
  assert_string_equal(text(f, "maxspeed", 1), "none");
  assert_string_equal(text(f, "oneway", 0), "-1");
  assert_int_equal(f->layer->geometry.point_count, 5);
}

static void no_lines(void **state) {
  fixture *f = *state;
  assert_int_equal(read_geojson(f, "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\","
                                   "\"coordinates\":[90000,430000]}}"),
                   WIJK_DATA);
  assert_says(f, "has no lines, where roads are lines");
  assert_int_equal(read_geojson(f, ""), WIJK_DATA);
  assert_says(f, "has no shapes, where roads are lines");
}

/* ---- a Shapefile written by hand ---- */

static void put_big(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (24 - 8 * i));
}
static void put_little(unsigned char *at, uint32_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (8 * i));
}

typedef struct set {
  unsigned char shp[2000], shx[400], dbf[400];
  size_t shp_length, shx_length, rows;
} set;

static void start(set *s) {
  *s = (set){.shp_length = 100, .shx_length = 100};
  for (int i = 0; i < 2; i++) {
    unsigned char *bytes = i ? s->shx : s->shp;
    put_big(bytes, 9994);
    put_little(bytes + 28, 1000);
    put_little(bytes + 32, 3);
  }
}

/* `points` along x, from `starts[p]` on the part p; a count of 0 points is a null shape. */
static void add_line(set *s, size_t parts, const uint32_t *starts, size_t points, double x) {
  unsigned char *record = s->shp + s->shp_length;
  size_t length = points ? 44 + 4 * parts + 16 * points : 4;
  put_big(record, (uint32_t)++s->rows);
  put_big(record + 4, (uint32_t)(length / 2));
  put_little(record + 8, points ? 3 : 0);
  for (size_t p = 0; points && p < parts; p++)
    put_little(record + 52 + 4 * p, starts[p]);
  if (points) {
    put_little(record + 44, (uint32_t)parts);
    put_little(record + 48, (uint32_t)points);
  }
  for (size_t i = 0; i < points; i++) {
    double place[2] = {x + 10 * (double)i, 430000};
    memcpy(record + 52 + 4 * parts + 16 * i, place, sizeof place);
  }
  put_big(s->shx + s->shx_length, (uint32_t)(s->shp_length / 2));
  put_big(s->shx + s->shx_length + 4, (uint32_t)(length / 2));
  s->shp_length += 8 + length;
  s->shx_length += 8;
}

static wijk_status read_set(fixture *f, set *s) {
  put_big(s->shp + 24, (uint32_t)(s->shp_length / 2));
  put_big(s->shx + 24, (uint32_t)(s->shx_length / 2));
  s->dbf[0] = 3;
  put_little(s->dbf + 4, (uint32_t)s->rows);
  s->dbf[8] = 65;
  s->dbf[10] = 4;
  memcpy(s->dbf + 32, "kmh", 3);
  s->dbf[43] = 'N';
  s->dbf[48] = 3;
  s->dbf[64] = 0x0d;
  for (size_t row = 0; row < s->rows; row++)
    memcpy(s->dbf + 65 + 4 * row, "  50", 4);
  s->dbf[65 + 4 * s->rows] = 0x1a;
  put_bytes(f, "a.shp", s->shp, s->shp_length);
  put_bytes(f, "a.shx", s->shx, s->shx_length);
  put_bytes(f, "a.dbf", s->dbf, 66 + 4 * s->rows);
  point_at(f, "a.shp", "roads");
  return read_roads(f);
}

static void parts_and_empty_rows(void **state) {
  fixture *f = *state;
  const uint32_t one[] = {0}, three[] = {0, 2, 5};
  set s;
  start(&s);
  add_line(&s, 1, one, 2, 90000);
  add_line(&s, 3, three, 7, 91000);
  add_line(&s, 1, one, 3, 92000);
  assert_int_equal(read_set(f, &s), WIJK_OK);
  const wijk_geometry *g = &f->layer->geometry;
  static const size_t part_of_row[] = {0, 1, 4, 5}, point_of_ring[] = {0, 2, 4, 7, 9, 12};
  assert_memory_equal(g->part_of_row, part_of_row, sizeof part_of_row);
  assert_memory_equal(g->point_of_ring, point_of_ring, sizeof point_of_ring);
  assert_number(g->x[8], 91060);
  assert_number(g->x[9], 92000);
  assert_number(number(f, "kmh", 2), 50);

  start(&s);
  add_line(&s, 1, one, 2, 90000);
  add_line(&s, 1, one, 0, 0);
  add_line(&s, 0, one, 2, 91000); /* points, but of no part */
  add_line(&s, 1, one, 2, 92000);
  assert_int_equal(read_set(f, &s), WIJK_DATA);
  assert_int_equal(f->report.findings[0].row, 2);
  assert_int_equal(f->report.findings[1].row, 3);
  assert_non_null(find_code(f, "no-coordinates"));
  f->err = (wijk_error){0};
  point_at(f, "a.shp", "roads");
  f->source.skip_faulty = true;
  assert_int_equal(read_roads(f), WIJK_OK);
  assert_counts(f, 4, 2, 0, 2);
  assert_int_equal(f->layer->source_rows[1], 4);
  assert_number(f->layer->geometry.x[2], 92000);
}

/* A part that starts beyond the points, and a coordinate that is none. */
static void damaged_rows(void **state) {
  fixture *f = *state;
  const uint32_t one[] = {0}, beyond[] = {0, 9};
  set s;
  start(&s);
  add_line(&s, 1, one, 2, 90000);
  add_line(&s, 2, beyond, 4, 90100);
  add_line(&s, 1, one, 2, NAN);
  assert_int_equal(read_set(f, &s), WIJK_DATA);
  assert_int_equal(find_code(f, "damaged-record")->row, 2);
  assert_int_equal(find_code(f, "coordinates-not-finite")->row, 3);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
  const struct CMUnitTest tests[] = {TEST(city_of_the_house), TEST(other_names), TEST(no_lines),
                                     TEST(parts_and_empty_rows), TEST(damaged_rows)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
