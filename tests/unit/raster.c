/* SPDX-License-Identifier: EUPL-1.2 */
/* A raster as a GeoTIFF: read back, the same bytes again, broken on purpose, at the gate, and without memory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/memory.h"
#include "write/tiff.h"
#include <wijk/wijk.h>

#define FINE(call) assert_int_equal((call), WIJK_OK)

enum { COLUMNS = 300, ROWS = 70 };

static wijk_arena *arena;
static wijk_report report;
static char folder[] = "/tmp/wijk-raster-XXXXXX";

static int start(void **state) {
  (void)state;
  wijk_error err = {0};
  arena = wijk_arena_new(&err);
  return arena && mkdtemp(folder) && wijk_report_new("test", arena, &report, &err) == WIJK_OK ? 0 : -1;
}

static int end(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return rmdir(folder);
}

static wijk_raster hill(const char *crs) {
  wijk_raster raster = {.name = "place_density_kde",
                        .title_nl = "Dichtheid <van> \"plaatsen\" & meer",
                        .unit_nl = "plaatsen per km²",
                        .crs = crs,
                        .left_m = 92000,
                        .top_m = 437000,
                        .cell_m = 12.5,
                        .columns = COLUMNS,
                        .rows = ROWS,
                        .values = WIJK_ARENA_ADD(arena, double, COLUMNS *ROWS, NULL)};
  for (size_t i = 0; i < COLUMNS * ROWS; i++)
    raster.values[i] = i % 37 == 0 ? NAN : 9.5 * fabs(sin((double)i / 900));
  return raster;
}

static const wijk_style style = {.column = "place_density_kde",
                                 .class_count = 3,
                                 .breaks = (const double[]){0, 2, 5, 10},
                                 .colours = (const char *const[]){"#ffffcc", "#fd8d3c", "#800026"},
                                 .labels = (const char *const[]){"0 – 2", "2 – 5", "5 – 10"}};

static void test_round_trip(void **state) {
  (void)state;
  static const char *const systems[] = {"EPSG:28992", "local", NULL, "EPSG:32631",
                                        "+proj=tmerc +lat_0=50 +lon_0=4 +x_0=100000 +ellps=GRS80 +units=m +type=crs"};
  for (size_t s = 0; s < sizeof systems / sizeof *systems; s++)
    for (int classed = 0; classed < 2; classed++) {
      wijk_raster raster = hill(systems[s]);
      tiff_job job = {&raster, classed ? &style : NULL, "{\"program\":\"test\"}", true, arena};
      tiff_bytes file, again;
      wijk_error err = {0};
      assert_int_equal(tiff_encode(&job, &file, &err), WIJK_OK);
      assert_int_equal(tiff_encode(&job, &again, &err), WIJK_OK);
      assert_int_equal(file.length, again.length);
      assert_memory_equal(file.bytes, again.bytes, file.length);
      assert_int_equal(tiff_check(&job, file.bytes, file.length, &err), WIJK_OK);
      /* Cut off, or another number in one cell. */
      wijk_error cut = {0}, other = {0};
      assert_int_equal(tiff_check(&job, file.bytes, 100, &cut), WIJK_IO);
      raster.values[COLUMNS * ROWS - 1] = classed ? 9.9 : 0.001;
      raster.values[COLUMNS * ROWS - 2] = 0.1;
      assert_int_equal(tiff_check(&job, file.bytes, file.length, &other), WIJK_IO);
      tiff_free(&file);
      tiff_free(&again);
    }
}

static void test_files(void **state) {
  (void)state;
  wijk_raster raster = hill("EPSG:28992");
  char path[64], beside[64];
  snprintf(path, sizeof path, "%s/a.tif", folder);
  snprintf(beside, sizeof beside, "%s/a.qml", folder);
  wijk_write_options options = {.path = path, .style = &style};
  wijk_error err = {0}, there = {0}, wrong = {0};
  FINE(wijk_write_raster_check(&options, &err));
  FINE(wijk_write_raster(&raster, &options, false, &report, &err));
  assert_int_equal(access(path, R_OK), 0);
  assert_int_equal(access(beside, R_OK), 0);
  assert_int_equal(report.output_count, 2);
  assert_string_equal(report.outputs[1], "a.qml");
  assert_int_equal(wijk_write_raster(&raster, &options, false, &report, &there), WIJK_IO); /* no --overwrite */
  assert_int_equal(report.output_count, 2);
  /* Statistics of the old file go with it. */
  char old[64];
  snprintf(old, sizeof old, "%s/a.tif.aux.xml", folder);
  FILE *file = fopen(old, "w");
  assert_non_null(file);
  fclose(file);
  options.overwrite = true;
  FINE(wijk_write_raster(&raster, &options, true, &report, &err));
  assert_int_not_equal(access(old, F_OK), 0);
  options.path = "a.png";
  assert_int_equal(wijk_write_raster_check(&options, &wrong), WIJK_USAGE);
  unlink(path);
  unlink(beside);
}

static void test_gate(void **state) {
  (void)state;
  wijk_raster raster = hill("local");
  wijk_report public_report = report;
  public_report.public_edition = true;
  wijk_error internal = {0}, secret = {0}, people = {0}, fine = {0};
  assert_int_equal(wijk_gate_pass_raster(&raster, &report, &internal), WIJK_OK);
  assert_int_equal(wijk_gate_pass_raster(&raster, &public_report, &secret), WIJK_DATA);
  raster.secrets_removed = true;
  assert_int_equal(wijk_gate_pass_raster(&raster, &public_report, &fine), WIJK_OK);
  raster.of_people = true;
  assert_int_equal(wijk_gate_pass_raster(&raster, &public_report, &people), WIJK_DATA);
}

static void test_memory(void **state) {
  (void)state;
  wijk_raster raster = hill("EPSG:28992");
  long refused = 0;
  for (long allowed = 0;; allowed++) {
    wijk_error err = {0};
    wijk_arena *own = wijk_arena_new(&err);
    tiff_job job = {&raster, NULL, "{}", true, own};
    tiff_bytes file = {0};
    memory_refuse_after(allowed);
    wijk_status status = tiff_encode(&job, &file, &err);
    if (status == WIJK_OK)
      status = tiff_check(&job, file.bytes, file.length, &err);
    memory_refuse_after(-1);
    tiff_free(&file);
    wijk_arena_free(own);
    if (status == WIJK_OK)
      break;
    assert_int_equal(status, WIJK_MEMORY);
    refused++;
    assert_true(allowed < 1000);
  }
  assert_true(refused > 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_round_trip), cmocka_unit_test(test_files),
                                     cmocka_unit_test(test_gate), cmocka_unit_test(test_memory)};
  return cmocka_run_group_tests(tests, start, end);
}
