/* SPDX-License-Identifier: EUPL-1.2 */
/* Every format writes the same layer, twice the same bytes, and says nothing that was not there. */
#include <locale.h>
#include <time.h>

#include "unit/write_fixture.h"
#include "write/blocks.h"
#include "write/format.h"

static void write_as(fixture *f, const wijk_layer *layer, const char *name) {
  wijk_write_options options = {.path = in_folder(f, name)};
  if (wijk_write_layer(layer, &options, &f->report, &f->err) != WIJK_OK)
    fail_msg("%s: %s", name, f->err.message);
}

static char *text_of(fixture *f, const wijk_layer *layer, const char *name) {
  size_t length;
  write_as(f, layer, name);
  return slurp(f, in_folder(f, name), &length);
}

static void geojson_is_rfc7946(void **state) {
  fixture *f = *state;
  char *text = text_of(f, awkward_zones(f->arena), "z.geojson");
  assert_null(strstr(text, "\"crs\":{"));
  assert_non_null(
      strstr(text, "{\"type\":\"FeatureCollection\",\"name\":\"z\",\"provenance\":{\"program\":\"wijk-test\""));
  assert_non_null(strstr(text, "\"parameters\":{\"by\":\"woonvorm\",\"layer\":[\"a\",\"b\"]}"));
  assert_non_null(
      strstr(text, "\"naam\":\"Zéro \\\"noord\\\", <b>\",\"places_count__beschermd\":0,\"places_per_1000\":0.1"));
  assert_non_null(strstr(text, "\"places_per_1000\":null"));
  assert_non_null(strstr(text, "\"naam\":null"));
  assert_non_null(strstr(text, "\"geometry\":null}"));
  assert_non_null(strstr(text, "\"type\":\"MultiPolygon\",\"coordinates\":[[[["));
  /* RD (92000, 436000) by gdaltransform of GDAL 3.6.2 without the Dutch grid. */
  double lon = 0, lat = 0;
  char *first = strstr(text, "[[[");
  assert_non_null(first);
  size_t digits = strspn(first + 3, "0123456789.");
  assert_true(wijk_number_read(first + 3, digits, &lon));
  assert_true(wijk_number_read(first + 4 + digits, strspn(first + 4 + digits, "0123456789."), &lat));
  assert_float_equal(lon, 4.4716407, 3e-6);
  assert_float_equal(lat, 51.9089280, 3e-6);
}

static void csv_escapes(void **state) {
  fixture *f = *state;
  char *text = text_of(f, awkward_points(f->arena), "p.csv");
  assert_string_equal(text, "buurtcode,naam,places_count__beschermd,places_per_1000,occupied_count,x,y\n"
                            "BU05990101,\"Zéro \"\"noord\"\", <b>\",0,0.1,11,92000.1,436000.7\n"
                            "0599,\"'=cmd|' /C calc'!A0\",12,,22,93000,437000\n"
                            "007,\"regel 1\nregel 2\",100000,-0.3333333333333333,33,,\n"
                            "\"'-12\",,,1e-07,44,155000,463000\n");
}

static void json_gives_reasons(void **state) {
  fixture *f = *state;
  char *text = text_of(f, awkward_zones(f->arena), "z.json");
  assert_non_null(strstr(text, "{\"row\":2,\"column\":\"places_per_1000\",\"reason\":\"geen inwoners\"}"));
  /* a figure that is missing too, but not what the source left empty */
  assert_non_null(strstr(text, "{\"row\":4,\"column\":\"places_count__beschermd\",\"reason\":\"onbekend\"}"));
  assert_null(strstr(text, "\"row\":4,\"column\":\"naam\""));
  assert_non_null(strstr(text, "\"title\":\"Plaatsen & <beschermd>\",\"unit\":null,\"type\":\"number\"}"));
}

static void shapefile_has_short_names(void **state) {
  fixture *f = *state;
  write_as(f, awkward_zones(f->arena), "z.shp");
  size_t length;
  char *fields = slurp(f, in_folder(f, "z.fields.csv"), &length);
  assert_memory_equal(fields, "field,name,title,unit\nbuurtcode,buurtcode,buurtcode,\nnaam,naam,naam,\nplcobes", 76);
  assert_non_null(strstr(fields, ",places_per_1000,Plaatsen per 1.000 inwoners,plaatsen per 1.000 inwoners\n"));
  assert_string_equal(slurp(f, in_folder(f, "z.cpg"), &length), "UTF-8");
  assert_non_null(strstr(slurp(f, in_folder(f, "z.prj"), &length), "PROJCS[\"RD_New\""));
  assert_int_equal(f->report.output_count, 6);
  assert_string_equal(f->report.outputs[5], "z.shp");
}

/* ---- block by block ---- */

typedef struct pieces {
  const wijk_layer *whole;
  wijk_arena *arena;
  size_t size, next;
} pieces;

static wijk_status restart(void *context, wijk_error *err) {
  (void)err;
  ((pieces *)context)->next = 0;
  return WIJK_OK;
}

static wijk_status next(void *context, wijk_layer **block, wijk_error *err) {
  pieces *pieces = context;
  size_t rows[4], count = 0;
  while (count < pieces->size && pieces->next < pieces->whole->row_count)
    rows[count++] = pieces->next++;
  *block = count ? wijk_layer_select(pieces->whole, rows, count, pieces->arena, err) : NULL;
  return err->status;
}

static void blocks_make_the_shapefile_of_the_whole(void **state) {
  static const char *const parts[] = {".fields.csv", ".cpg", ".prj", ".dbf", ".shx", ".shp"};
  fixture *f = *state;
  wijk_layer *layer = awkward_zones(f->arena);
  write_as(f, layer, "z.shp");
  for (size_t size = 1; size <= 4; size++) {
    char *folder = wijk_arena_format(f->arena, &f->err, "%s/%zu", f->folder, size);
    pieces pieces = {.whole = layer, .arena = f->arena, .size = size};
    assert_int_equal(mkdir(folder, 0777), 0);
    FINE(wijk_write_blocks(&(wijk_blocks){&pieces, restart, next}, "z", folder, &f->report, &f->err));
    for (size_t part = 0; part < 6; part++) {
      size_t length, whole_length;
      char *path = wijk_arena_format(f->arena, &f->err, "%s/z%s", folder, parts[part]);
      char *bytes = slurp(f, path, &length);
      char *whole = slurp(f, wijk_arena_format(f->arena, &f->err, "%s/z%s", f->folder, parts[part]), &whole_length);
      assert_int_equal(length, whole_length);
      assert_memory_equal(bytes, whole, length);
      assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(rmdir(folder), 0);
  }
}

/* The same bytes under another locale, time zone and name of the day. */
static void bytes_are_the_same(void **state) {
  fixture *f = *state;
  static const char *const names[] = {"a.gpkg", "a.geojson", "a.shp", "a.dbf", "a.shx", "a.csv", "a.xlsx", "a.json"};
  char *before[8];
  size_t length[8];
  for (int turn = 0; turn < 2; turn++) {
    wijk_layer *layer = turn ? awkward_zones(f->arena) : awkward_zones(f->arena);
    for (int i = 0; i < 8; i++) {
      wijk_write_options options = {.path = in_folder(f, names[i]), .overwrite = true};
      if (i != 3 && i != 4)
        FINE(wijk_write_layer(layer, &options, &f->report, &f->err));
    }
    for (int i = 0; i < 8; i++) {
      size_t now;
      char *bytes = slurp(f, in_folder(f, names[i]), &now);
      if (!turn) {
        before[i] = bytes;
        length[i] = now;
        continue;
      }
      assert_int_equal(now, length[i]);
      assert_memory_equal(bytes, before[i], now);
    }
    setenv("TZ", "Asia/Tokyo", 1);
    tzset();
    setlocale(LC_ALL, "nl_NL.UTF-8");
  }
  setlocale(LC_ALL, "C");
}

static void formats_refuse_what_they_cannot_hold(void **state) {
  fixture *f = *state;
  wijk_layer *zones = awkward_zones(f->arena);
  wijk_error err = {0};
  wijk_write_options options = {.path = in_folder(f, "z.geojson")};
  zones->crs = "local";
  assert_int_equal(wijk_write_layer(zones, &options, &f->report, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "no place on earth"));
  err = (wijk_error){0};
  zones->geometry.type = WIJK_GEOMETRY_NONE;
  options.path = in_folder(f, "z.shp");
  assert_int_equal(wijk_write_layer(zones, &options, &f->report, &err), WIJK_DATA);
  err = (wijk_error){0};
  options.path = in_folder(f, "z.txt");
  assert_int_equal(wijk_write_layer(zones, &options, &f->report, &err), WIJK_USAGE);
  err = (wijk_error){0};
  options = (wijk_write_options){.path = "-", .format = "gpkg"};
  assert_int_equal(wijk_write_layer(zones, &options, &f->report, &err), WIJK_USAGE);
  err = (wijk_error){0};
  options = (wijk_write_options){.path = in_folder(f, "z.shp")};
  wijk_layer *points = awkward_points(f->arena);
  char *long_text = wijk_arena_add(f->arena, 301, 1, &err);
  memset(long_text, 'x', 300);
  wijk_layer_find(points, "naam")->texts[1] = long_text;
  assert_int_equal(wijk_write_layer(points, &options, &f->report, &err), WIJK_DATA);
  assert_non_null(strstr(err.message, "300 bytes"));
  assert_int_equal(files_in(f), 0);
}

static void gate_keeps_people_and_secrets_in(void **state) {
  fixture *f = *state;
  wijk_layer *passed, *zones = awkward_zones(f->arena), *points = awkward_points(f->arena);
  FINE(wijk_gate_pass(zones, &f->report, f->arena, &passed, &f->err));
  assert_int_equal(passed->column_count, 5);
  f->report.public_edition = true;
  FINE(wijk_gate_pass(zones, &f->report, f->arena, &passed, &f->err));
  assert_int_equal(passed->column_count, 4);
  assert_null(wijk_layer_find(passed, "occupied_count"));
  assert_non_null(wijk_layer_find(zones, "occupied_count"));
  wijk_error err = {0};
  assert_int_equal(wijk_gate_pass(points, &f->report, f->arena, &passed, &err), WIJK_DATA);
  points->secrets_removed = true;
  add(points, "geheim", WIJK_COLUMN_TEXT);
  FINE(wijk_gate_pass(points, &f->report, f->arena, &passed, &f->err));
  assert_int_equal(passed->column_count, 4);
  add(zones, "geheim", WIJK_COLUMN_TEXT);
  err = (wijk_error){0};
  assert_int_equal(wijk_gate_pass(zones, &f->report, f->arena, &passed, &err), WIJK_DATA);
}

static void report_is_schema_1(void **state) {
  fixture *f = *state;
  char *json;
  wijk_counts counts = {"facilities", 10, 7, 1, 1, 1, 0};
  FINE(wijk_report_add_counts(&f->report, &counts, &f->err));
  wijk_city_value city = {
      .id = "gini", .value = NAN, .reason = "no residents", .p = NAN, .expected = NAN, .variance = 0.5};
  FINE(wijk_report_add_city(&f->report, &city, &f->err));
  wijk_finding finding = {
      .severity = WIJK_WARNING, .code = "questionable", .source = "v.csv", .row = 12, .field = "bezet", .value = "8"};
  FINE(wijk_report_add_finding(&f->report, &finding, &f->err, "more occupied than %s", "there is"));
  FINE(wijk_report_add_output(&f->report, "a.csv", &f->err));
  FINE(wijk_write_report(&f->report, &json, f->arena, &f->err));
  assert_non_null(strstr(json, "{\"schema\":1,\"program\":\"wijk-test\",\"version\":\"" WIJK_VERSION
                               "\",\"libraries\":{\"gdal\":\"3."));
  assert_non_null(strstr(
      json, "\"parameters\":{\"by\":\"woonvorm\",\"layer\":[\"a\",\"b\"]},\"inputs\":[{\"role\":\"zones\",\"source\":"
            "\"buurten "
            "\\\"2024\\\".shp\",\"layer\":null,\"crs\":\"EPSG:28992\",\"crs_found\":\"declared\",\"pipeline\":null,"
            "\"encoding\":\"UTF-8\","
            "\"rows\":4,\"sha256\":\"00ff\",\"fields\":{}}],\"counts\":{\"facilities\":{\"read\":10,\"used\":7,"
            "\"not_selected\":1,\"outside\":1,\"rejected\":1,\"withheld\":0}},\"city\":[{\"id\":\"gini\",\"by\":null,"
            "\"value\":null,\"reason\":\"no residents\",\"variance\":0.5}],\"findings\":[{\"severity\":\"warning\","
            "\"code\":\"questionable\",\"source\":\"v.csv\",\"row\":12,\"field\":\"bezet\",\"value\":\"8\",\"message\":"
            "\"more occupied than there is\"}],\"outputs\":[\"a.csv\"]}\n"));
}

static const char *const colours[] = {"#f7fbff", "#08306B"};

/* Classes as rules, names as data: neither a quote nor a tag gets out of its place. */
static void style_is_of_rules(void **state) {
  fixture *f = *state;
  static const double breaks[] = {-0.5, 0.1, 2};
  static const char *const labels[] = {"tot <0,1>", "0,1 \"en\" meer"}, *const values[] = {"it's \\", "b"};
  wijk_layer *layer = awkward_zones(f->arena);
  wijk_style style = {
      .column = "places_per_1000", .class_count = 2, .breaks = breaks, .colours = colours, .labels = labels};
  write_job job = {.layer = layer, .style = &style, .dutch = true};
  wijk_text qml = {0};
  FINE(qml_write(&job, &qml, &f->err));
  assert_non_null(strstr(qml.bytes,
                         "filter=\"&quot;places_per_1000&quot; &gt;= -0.5 AND &quot;places_per_1000&quot; &lt; 0.1\" "
                         "label=\"tot &lt;0,1&gt;\"/>"));
  assert_non_null(strstr(qml.bytes, "&lt;= 2\" label=\"0,1 &quot;en&quot; meer\"/>"));
  assert_non_null(strstr(qml.bytes, "filter=\"ELSE\" label=\"geen gegevens\"/>"));
  assert_non_null(strstr(qml.bytes, "name=\"color\" value=\"8,48,107,255\""));
  wijk_text_free(&qml);
  style = (wijk_style){.column = "naam", .class_count = 2, .values = values, .colours = colours};
  FINE(qml_write(&job, &qml, &f->err));
  assert_non_null(
      strstr(qml.bytes, "filter=\"&quot;naam&quot; = &#39;it&#39;&#39;s \\\\&#39;\" label=\"it&#39;s \\\"/>"));
  wijk_text_free(&qml);
  wijk_write_options options = {.path = in_folder(f, "style.gpkg"), .style = &style};
  FINE(wijk_write_layer(layer, &options, &f->report, &f->err));
}

static void short_names_are_unique_and_stable(void **state) {
  fixture *f = *state;
  static const char *const names[] = {
      "naam", "places_per_1000",        "Inwonersaantal (2024)",  "é", "plpe100wsh", "GEHEEL_LANG_1",
      "1",    "places_count__begeleid", "places_count__beschermd"};
  enum { COUNT = sizeof names / sizeof *names };
  wijk_layer *layer = wijk_layer_new(f->arena, "n", 1, &f->err), *alone = wijk_layer_new(f->arena, "n", 1, &f->err);
  shapefile_name *made, *one;
  for (int i = 0; i < COUNT; i++)
    add(layer, names[i], WIJK_COLUMN_TEXT);
  add(alone, names[7], WIJK_COLUMN_TEXT);
  FINE(shapefile_names_find(layer, f->arena, &made, &f->err));
  FINE(shapefile_names_find(alone, f->arena, &one, &f->err));
  assert_string_equal(one[0], made[7]);
  assert_string_equal(made[0], "naam");
  assert_string_equal(made[4], "plpe100wsh"); /* and the name that would have been it gives way */
  assert_string_not_equal(made[1], "plpe100wsh");
  for (int i = 0; i < COUNT; i++) {
    assert_true(strlen(made[i]) > 0 && strlen(made[i]) <= 10);
    assert_int_equal(strspn(made[i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
                     strlen(made[i]));
    for (int k = 0; k < i; k++)
      assert_false(wijk_text_same(made[i], made[k]));
  }
}

static void a_stated_format_needs_no_extension(void **state) {
  fixture *f = *state;
  static const char *const formats[] = {"gpkg", "geojson", "shp", "csv", "xlsx", "json"};
  wijk_layer *layer = awkward_zones(f->arena);
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    wijk_write_options options = {.path = in_folder(f, "kaart"), .format = formats[i], .overwrite = true};
    FINE(wijk_write_check(&options, &f->err));
    FINE(wijk_write_layer(layer, &options, &f->report, &f->err));
  }
  assert_int_equal(access(in_folder(f, "kaart"), F_OK), 0);
  assert_int_equal(access(in_folder(f, "kaart.shp"), F_OK), 0);
}

static size_t count_of(fixture *f, const char *text, size_t length) {
  const char *path = in_folder(f, "count.json");
  FILE *file = fopen(path, "wb");
  assert_int_equal(fwrite(text, 1, length, file), length);
  fclose(file);
  write_job job = {.scratch = f->arena};
  size_t rows = 77;
  FINE(lines_count(path, &job, &rows, &f->err));
  return rows;
}

static size_t count_text(fixture *f, const char *text) {
  return count_of(f, text, strlen(text));
}

/* What is counted is the file: a row less, or an end less, is seen; so is a row across any piece that is read. */
static void rows_are_counted_in_the_file(void **state) {
  fixture *f = *state;
  assert_int_equal(count_text(f, "{\"rows\":[\n]}\n"), 0);
  assert_int_equal(count_text(f, "{\"rows\":[\n{}\n]}\n"), 1);
  assert_int_equal(count_text(f, "{\"a\":[\n1,\n2\n],\"rows\":[\n{},\n{}\n]}\n"), 2);
  assert_int_equal(count_text(f, "{\"rows\":[\n{}\n]}"), WIJK_NONE);
  assert_int_equal(count_text(f, ""), WIJK_NONE);
  static char text[300000] = "[\n{";
  for (size_t shift = 0; shift < 8; shift++) { /* the closing line falls before, on and after the end of a piece */
    size_t end = ((size_t)1 << 18) - 4 + shift;
    memset(text + 3, 'x', sizeof text - 3);
    memcpy(text + 99, "},\n{", 4);
    memcpy(text + end, "}\n]}\n", 5);
    assert_int_equal(count_of(f, text, end + 5), 2);
    assert_int_equal(count_of(f, text, end + 4), WIJK_NONE);
  }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
  const struct CMUnitTest tests[] = {
      TEST(geojson_is_rfc7946),
      TEST(csv_escapes),
      TEST(json_gives_reasons),
      TEST(shapefile_has_short_names),
      TEST(blocks_make_the_shapefile_of_the_whole),
      TEST(bytes_are_the_same),
      TEST(formats_refuse_what_they_cannot_hold),
      TEST(gate_keeps_people_and_secrets_in),
      TEST(report_is_schema_1),
      TEST(style_is_of_rules),
      TEST(short_names_are_unique_and_stable),
      TEST(a_stated_format_needs_no_extension),
      TEST(rows_are_counted_in_the_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
