/* SPDX-License-Identifier: EUPL-1.2 */
/* Which coordinate system a source means, and what of it is refused. */
#include "unit/read_fixture.h"

#include "read/file.h"
#include "read/ogr.h"

static const wijk_input *input(const fixture *f) {
  return &f->report.inputs[0];
}

/* ---- tables with coordinates ---- */

static void by_values_or_by_name(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "n;x;y\na;92518,2;432350,1\nb;91568,1;432397,7\n"), WIJK_OK);
  assert_string_equal(input(f)->crs, "EPSG:28992");
  assert_string_equal(input(f)->crs_found, "recognised");
  assert_int_equal(f->report.warning_count, 1);
  assert_int_equal(f->layer->geometry.type, WIJK_GEOMETRY_POINT);
  assert_number(f->layer->geometry.x[0], 92518.2);
  assert_null(wijk_layer_find(f->layer, "x"));
  assert_int_equal(read_csv(f, "naam,X,Y\na,4.4640366,51.919018\n"), WIJK_OK); /* x and y that hold degrees */
  assert_string_equal(input(f)->crs, "EPSG:4326");
  assert_string_equal(f->layer->crs, "EPSG:28992");
  assert_int_equal(f->report.warning_count, 1);
  assert_int_equal(read_csv(f, "lon,lat\n4.4640366,51.919018\n"), WIJK_OK);
  assert_int_equal(f->report.warning_count, 0);
  assert_int_equal(read_csv(f, "rd_x,rd_y\n92518.2,432350.1\n"), WIJK_OK);
  assert_int_equal(f->report.warning_count, 0);
  assert_int_equal(read_csv(f, "a,b\n1,2\n"), WIJK_OK);
  assert_int_equal(f->layer->geometry.type, WIJK_GEOMETRY_NONE);
  assert_null(input(f)->crs);
}

/* A point of the test sheet of RDNAPTRANS (Kadaster and Rijkswaterstaat), within what is left without the correction
 * grid. */
static void degrees_arrive_where_they_should(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "lon,lat\n4.824761912,53.160753042\n"), WIJK_OK);
  assert_true(hypot(f->layer->geometry.x[0] - 117380.12, f->layer->geometry.y[0] - 575040.34) < 0.25);
}

static void swapped_axes_are_an_error(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "lon,lat\n51.919018,4.4640366\n52.0,4.5\n"), WIJK_DATA);
  assert_says(f, "axes swapped");
  assert_says(f, "latitude and longitude");
  assert_int_equal(read_csv(f, "x,y\n432350,92518\n432397,91568\n"), WIJK_DATA);
  assert_says(f, "RD the wrong way round");
}

static void nowhere_asks_for_a_crs(void **state) {
  fixture *f = *state;
  assert_int_equal(read_csv(f, "x,y\n500000,5700000\n500100,5700100\n"), WIJK_DATA);
  assert_says(f, "do not tell");
  assert_says(f, "--assume-crs");
  point_at(f, "a.csv", "layer");
  f->source.assume_crs = "EPSG:25831";
  assert_int_equal(read_table(f), WIJK_DATA); /* UTM, but in Belgium */
  assert_says(f, "row 1: coordinates");
  assert_says(f, "outside the range of RD");
  assert_int_equal(read_csv(f, "x,y\n1,2\n3,4\n"), WIJK_DATA);
  point_at(f, "a.csv", "layer");
  f->source.assume_crs = "local";
  assert_int_equal(read_table(f), WIJK_OK);
  assert_string_equal(f->layer->crs, "local");
  assert_number(f->layer->geometry.x[1], 3);
  assert_int_equal(read_csv(f, "x,y\n592000,5760000\n"), WIJK_DATA);
  point_at(f, "a.csv", "layer");
  f->source.assume_crs = "EPSG:32631";
  assert_int_equal(read_table(f), WIJK_OK);
  assert_string_equal(input(f)->crs_found, "assumed");
  assert_true(f->layer->geometry.x[0] > 80000 && f->layer->geometry.x[0] < 100000);
  point_at(f, "a.csv", "layer");
  f->source.assume_crs = "EPSG:nothing";
  assert_int_equal(read_table(f), WIJK_USAGE);
}

static void strays_are_named_one_by_one(void **state) {
  fixture *f = *state;
  static const char points[] = "naam,lon,lat\nRotterdam,4.46,51.92\nNew York,-74.0,40.7\nDelft,4.36,52.01\nZero,0,0\n"
                               "Hoog,4.4,1e400\nLeeg,,\n";
  assert_int_equal(read_csv(f, points), WIJK_DATA);
  assert_says(f, "row 2: coordinates -74 40.7 are not in or near the Netherlands");
  assert_says(f, "row 4: coordinates 0 0");
  assert_says(f, "row 5: lat '1e400' is not a number");
  assert_null(strstr(f->err.message, "row 1"));
  point_at(f, "a.csv", "layer");
  f->source.skip_faulty = true;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_counts(f, 6, 3, 0, 3);
  assert_true(isnan(f->layer->geometry.x[2])); /* a row of a table may be without a place */
}

/* What most rows say holds, whichever row it is that says something else: all of them are counted at once where all lie
 * in one place, one by one else. */
static void one_row_elsewhere(void **state) {
  fixture *f = *state;
  static const char *const places[] = {"90100,430000", "1e6,2e6", "4.5,51.9", "nan,430000", "430000,90000", "0,0"};
  for (size_t odd = 0; odd < sizeof places / sizeof *places; odd++)
    for (size_t at = 0; at < 20; at += 19) {
      wijk_text csv = {0};
      wijk_text_add(&csv, "x,y\n");
      for (size_t i = 0; i < 20; i++)
        if (i == at)
          wijk_text_add_format(&csv, "%s\n", places[odd]);
        else
          wijk_text_add_format(&csv, "%zu.5,%zu\n", 90000 + i, 430000 - i);
      put_bytes(f, "a.csv", csv.bytes, csv.length);
      wijk_text_free(&csv);
      point_at(f, "a.csv", "layer");
      f->source.skip_faulty = true;
      assert_int_equal(read_table(f), WIJK_OK);
      assert_string_equal(input(f)->crs, "EPSG:28992");
      assert_counts(f, 20, odd ? 19 : 20, 0, odd ? 1 : 0);
    }
}

static void work_must_be_in_metres(void **state) {
  fixture *f = *state;
  read_csv(f, "lon,lat\n4.46,51.92\n");
  point_at(f, "a.csv", "layer");
  f->source.work_crs = "EPSG:4326";
  assert_int_equal(read_table(f), WIJK_USAGE);
  assert_says(f, "projected and in metres");
  point_at(f, "a.csv", "layer");
  f->source.work_crs = "EPSG:25831";
  assert_int_equal(read_table(f), WIJK_OK);
  assert_string_equal(f->layer->crs, "EPSG:25831");
  assert_true(f->layer->geometry.y[0] > 5700000);
}

static void chosen_fields(void **state) {
  fixture *f = *state;
  read_csv(f, "oost;noord;n\n92518;432350;1\n");
  point_at(f, "a.csv", "layer");
  const wijk_field_choice both[] = {{"x", "oost"}, {"layer.y", "NOORD"}, {"zones.key", "elsewhere"}};
  f->source.choices = both;
  f->source.choice_count = 3;
  assert_int_equal(read_table(f), WIJK_OK);
  assert_number(f->layer->geometry.y[0], 432350);
  point_at(f, "a.csv", "layer");
  f->source.choices = both;
  f->source.choice_count = 1;
  assert_int_equal(read_table(f), WIJK_USAGE);
  const wijk_field_choice wrong[] = {{"x", "oots"}, {"y", "noord"}};
  point_at(f, "a.csv", "layer");
  f->source.choices = wrong;
  f->source.choice_count = 2;
  assert_int_equal(read_table(f), WIJK_USAGE);
  assert_says(f, "has no field 'oots'");
  assert_says(f, "did you mean 'oost'?");
}

/* ---- GeoJSON ---- */

static wijk_status read_geojson(fixture *f, const char *extra, const char *coordinates) {
  char json[1000];
  int length =
      snprintf(json, sizeof json,
               "{\"type\":\"FeatureCollection\",%s\"features\":[{\"type\":\"Feature\",\"properties\":{\"id\":"
               "\"a\",\"crs\":\"no member of the file\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":%s}}]}",
               extra, coordinates);
  put_bytes(f, "a.geojson", json, (size_t)length);
  point_at(f, "a.geojson", "layer");
  return read_table(f);
}

static void geojson_without_crs_declares_nothing(void **state) {
  fixture *f = *state;
  static const char rd[] = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::28992\"}},";
  static const char wgs[] = "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},";
  assert_int_equal(read_geojson(f, "", "[4.46,51.92]"), WIJK_OK);
  assert_string_equal(input(f)->crs, "EPSG:4326");
  assert_int_equal(f->report.warning_count, 0); /* as its standard says */
  assert_int_equal(read_geojson(f, "", "[92518.2,432350.1]"), WIJK_OK);
  assert_string_equal(input(f)->crs, "EPSG:28992");
  assert_int_equal(f->report.warning_count, 1);
  assert_number(f->layer->geometry.x[0], 92518.2);
  assert_int_equal(read_geojson(f, rd, "[92518.2,432350.1]"), WIJK_OK);
  assert_string_equal(input(f)->crs_found, "declared");
  assert_int_equal(read_geojson(f, wgs, "[4.46,51.92]"), WIJK_OK);
  assert_string_equal(input(f)->crs_found, "declared");
  assert_int_equal(read_geojson(f, wgs, "[92518.2,432350.1]"), WIJK_DATA);
  assert_says(f, "are RD metres");
  assert_int_equal(read_geojson(f, rd, "[4.46,51.92]"), WIJK_DATA);
  assert_says(f, "are degrees");
  assert_int_equal(read_geojson(f, "", "[51.92,4.46]"), WIJK_DATA);
  assert_says(f, "axes swapped");
}

static void members_of_json(void **state) {
  (void)state;
#define HAS(text) json_has_member((const unsigned char *)(text), strlen(text), "crs")
  assert_true(HAS("{\"crs\":1}"));
  assert_true(HAS("{\"a\":{\"b\":[1,2]},\"crs\" : {}}"));
  assert_false(HAS("{\"a\":{\"crs\":1}}"));
  assert_false(HAS("{\"a\":\"crs\",\"b\":\"\\\"crs\\\":1\"}"));
  assert_false(HAS("{\"a\":[\"crs\"]}"));
  assert_false(HAS("{\"crs"));
  assert_false(HAS("\"\\"));
#undef HAS
  /* what a crs that is no object does not have is not looked for behind it */
  static const char other[] = "{\"crs\":null,\"meta\":{\"properties\":{\"name\":\"b\"}}}";
  static const char own[] = "{\"crs\":{\"properties\":{\"name\":\"a\"}}}";
  size_t length;
  assert_null(json_crs_name((const unsigned char *)other, sizeof other - 1, &length));
  assert_non_null(json_crs_name((const unsigned char *)own, sizeof own - 1, &length));
  assert_int_equal(length, 1);
}

/* ---- what is let in ---- */

static void only_known_doors(void **state) {
  fixture *f = *state;
  static const char vrt[] = "<OGRVRTDataSource><OGRVRTLayer name=\"a\"><SrcDataSource>/etc/hostname</SrcDataSource>"
                            "</OGRVRTLayer></OGRVRTDataSource>";
  static const char *const disguises[] = {"a.geojson", "a.gpkg", "a.fgb"};
  for (size_t i = 0; i < 3; i++) {
    put_bytes(f, disguises[i], vrt, sizeof vrt - 1);
    point_at(f, disguises[i], "layer");
    assert_int_equal(read_table(f), WIJK_DATA);
    assert_says(f, i ? "cannot be read as" : "this is not JSON");
  }
  put_bytes(f, "a.shp", vrt, sizeof vrt - 1);
  put_bytes(f, "a.shx", vrt, sizeof vrt - 1);
  put_bytes(f, "a.dbf", vrt, sizeof vrt - 1);
  point_at(f, "a.shp", "layer");
  assert_int_equal(read_table(f), WIJK_DATA);
  static const char *const away[] = {"/vsicurl/http://example.org/a.csv",
                                     "/vsizip//vsicurl/http://example.org/a.zip/a.shp", "http://example.org/a.geojson",
                                     "/vsis3/bucket/a.csv"};
  for (size_t i = 0; i < 4; i++) {
    point_at(f, "a.csv", "layer");
    f->source.path = away[i];
    assert_int_equal(read_table(f), WIJK_USAGE);
    assert_says(f, "--allow-network");
  }
  point_at(f, "a.csv", "layer");
  f->source.path = "PG:host=db.example.org dbname=x";
  assert_int_equal(read_table(f), WIJK_USAGE);
  point_at(f, "a.vrt", "layer");
  assert_int_equal(read_table(f), WIJK_USAGE);
  assert_says(f, "no extension");
  assert_true(database_is_local("PG:host=localhost dbname=x"));
  assert_true(database_is_local("PG:host=/var/run/postgresql"));
  assert_false(database_is_local("PG:host=localhost.example.org"));
  assert_false(database_is_local("PG:host=localhost hostaddr=10.0.0.1"));
}

static void limits_have_their_own_error(void **state) {
  (void)state;
  wijk_error err = {0};
  assert_int_equal(wijk_limit_check("a.csv", "rows", 10, 10, &err), WIJK_OK);
  assert_int_equal(wijk_limit_check("a.csv", "rows", 11, 10, &err), WIJK_DATA);
  assert_string_equal(err.message, "'a.csv' claims 11 rows, over the limit of 10");
}

/* FIPS 180-4, and the same digest as `cat` of the parts. */
static void fingerprints(void **state) {
  fixture *f = *state;
  const wijk_file parts[] = {{"a", (unsigned char *)(size_t) "ab", 2}, {"b", (unsigned char *)(size_t) "c", 1}};
  const char *name, *hash;
  assert_int_equal(wijk_hash_files(parts, 2, false, f->arena, &name, &hash, &f->err), WIJK_OK);
  assert_string_equal(name, "sha256");
  assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  put_bytes(f, "a.csv", "abc", 3);
  point_at(f, "a.csv", "layer");
  assert_int_equal(wijk_hash_path(f->path, false, f->arena, &name, &hash, &f->err), WIJK_OK);
  assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* Over 256 MiB: the size and 1024 blocks; a change in a block shows. */
static void big_inputs_are_sampled(void **state) {
  fixture *f = *state;
  point_at(f, "a.csv", "layer");
  FILE *file = fopen(f->path, "wb");
  assert_non_null(file);
  assert_int_equal(fseek(file, ((long)256 << 20) + 4096, SEEK_SET), 0); /* a hole: takes no room */
  fputc('x', file);
  fclose(file);
  const char *name, *first, *second;
  assert_int_equal(wijk_hash_path(f->path, false, f->arena, &name, &first, &f->err), WIJK_OK);
  assert_string_equal(name, "sha256_sampled");
  file = fopen(f->path, "r+b");
  fputc('y', file);
  fclose(file);
  assert_int_equal(wijk_hash_path(f->path, false, f->arena, &name, &second, &f->err), WIJK_OK);
  assert_string_not_equal(first, second);
  /* the same beside other work */
  wijk_hashing *hashing = wijk_hash_begin_path(f->path, false, 2, &f->err);
  assert_non_null(hashing);
  assert_int_equal(wijk_hash_end(hashing, f->arena, &name, &first, &f->err), WIJK_OK);
  assert_string_equal(first, second);
  assert_null(wijk_hash_begin_path("/nowhere", false, 2, &f->err));
  assert_int_equal(wijk_hash_end(NULL, f->arena, &name, &first, &f->err), WIJK_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
      TEST(by_values_or_by_name),
      TEST(degrees_arrive_where_they_should),
      TEST(swapped_axes_are_an_error),
      TEST(nowhere_asks_for_a_crs),
      TEST(strays_are_named_one_by_one),
      TEST(one_row_elsewhere),
      TEST(work_must_be_in_metres),
      TEST(chosen_fields),
      TEST(geojson_without_crs_declares_nothing),
      TEST(members_of_json),
      TEST(only_known_doors),
      TEST(limits_have_their_own_error),
      TEST(fingerprints),
      TEST(big_inputs_are_sampled),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
