/* SPDX-License-Identifier: EUPL-1.2 */
/* Layers that hold all that is awkward to write: missing values, codes, quotes, line feeds, formulas, holes. */
#ifndef WIJK_TESTS_WRITE_FIXTURE_H
#define WIJK_TESTS_WRITE_FIXTURE_H

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <wijk/wijk.h>

#define FINE(call) assert_int_equal((call), WIJK_OK)

static const char *const awkward_names[4] = {"Zéro \"noord\", <b>", "=cmd|' /C calc'!A0", "regel 1\nregel 2", NULL};
static const char *const awkward_codes[4] = {"BU05990101", "0599", "007", "-12"};

static wijk_column *add(wijk_layer *layer, const char *name, wijk_column_type type) {
  wijk_error err = {0};
  wijk_column *column = wijk_layer_add_column(layer, name, type, &err);
  assert_non_null(column);
  return column;
}

static void add_awkward_columns(wijk_layer *layer) {
  wijk_column *code = add(layer, "buurtcode", WIJK_COLUMN_CODE);
  code->role = "key";
  for (size_t i = 0; i < 4; i++)
    code->texts[i] = awkward_codes[i];
  wijk_column *name = add(layer, "naam", WIJK_COLUMN_TEXT);
  for (size_t i = 0; i < 4; i++)
    name->texts[i] = awkward_names[i];
  wijk_column *count = add(layer, "places_count__beschermd", WIJK_COLUMN_NUMBER);
  count->whole = true;
  count->title_nl = "Plaatsen & <beschermd>";
  count->title_en = "Places, sheltered";
  memcpy(count->numbers, (double[]){0, 12, 100000, NAN}, 4 * sizeof(double));
  wijk_column *rate = add(layer, "places_per_1000", WIJK_COLUMN_NUMBER);
  rate->title_nl = "Plaatsen per 1.000 inwoners";
  rate->unit_nl = "plaatsen per 1.000 inwoners";
  memcpy(rate->numbers, (double[]){0.1, NAN, -1.0 / 3.0, 1e-7}, 4 * sizeof(double));
  rate->reasons[1] = WIJK_REASON_NO_RESIDENTS;
  wijk_column *people = add(layer, "occupied_count", WIJK_COLUMN_NUMBER);
  people->whole = people->of_people = true;
  memcpy(people->numbers, (double[]){11, 22, 33, 44}, 4 * sizeof(double));
}

/* Four rows: a square with a hole, two squares, one square, no shape. Shells anticlockwise, holes clockwise. */
static wijk_layer *awkward_zones(wijk_arena *arena) {
  static size_t part_of_row[] = {0, 1, 3, 4, 4}, ring_of_part[] = {0, 2, 3, 4, 5},
                point_of_ring[] = {0, 5, 10, 15, 20, 25};
  static double x[] = {92000, 93000, 93000, 92000,     92000,     92200, 92200, 92400, 92400,
                       92200, 93000, 94000, 94000,     93000,     93000, 95000, 95500, 95500,
                       95000, 95000, 92000, 92000.125, 92000.125, 92000, 92000};
  static double y[] = {436000, 436000, 437000, 437000, 436000, 436200, 436400, 436400, 436200,
                       436200, 436000, 436000, 437000, 437000, 436000, 436000, 436000, 436500,
                       436500, 436000, 437000, 437000, 438000, 438000, 437000};
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, "zones", 4, &err);
  assert_non_null(layer);
  layer->crs = "EPSG:28992";
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POLYGON,
                                    .part_count = 4,
                                    .ring_count = 5,
                                    .point_count = 25,
                                    .part_of_row = part_of_row,
                                    .ring_of_part = ring_of_part,
                                    .point_of_ring = point_of_ring,
                                    .x = x,
                                    .y = y};
  add_awkward_columns(layer);
  return layer;
}

static wijk_layer *awkward_points(wijk_arena *arena) {
  static double x[] = {92000.1, 93000, NAN, 155000}, y[] = {436000.7, 437000, NAN, 463000};
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, "points", 4, &err);
  assert_non_null(layer);
  layer->crs = "EPSG:28992";
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = 4, .x = x, .y = y};
  add_awkward_columns(layer);
  return layer;
}

typedef struct fixture {
  wijk_arena *arena;
  wijk_report report;
  wijk_error err;
  char folder[64];
} fixture;

static int fixture_open(void **state) {
  fixture *f = calloc(1, sizeof *f);
  f->arena = wijk_arena_new(&f->err);
  wijk_report_new("wijk-test", f->arena, &f->report, &f->err);
  f->report.language = "nl";
  wijk_report_add_parameter(&f->report, "by", "woonvorm", &f->err);
  wijk_report_add_parameter(&f->report, "layer", "a", &f->err);
  wijk_report_add_parameter(&f->report, "layer", "b", &f->err);
  wijk_input input = {.role = "zones",
                      .source = "buurten \"2024\".shp",
                      .crs = "EPSG:28992",
                      .crs_found = "declared",
                      .encoding = "UTF-8",
                      .rows = 4,
                      .hash_name = "sha256",
                      .hash = "00ff"};
  wijk_report_add_input(&f->report, &input, &f->err);
  memcpy(f->folder, "/tmp/wijk-write-XXXXXX", 23);
  *state = f;
  return mkdtemp(f->folder) && f->err.status == WIJK_OK ? 0 : -1;
}

static const char *in_folder(fixture *f, const char *name) {
  const char *path = wijk_arena_format(f->arena, &f->err, "%s/%s", f->folder, name);
  assert_non_null(path);
  return path;
}

static int fixture_close(void **state) {
  fixture *f = *state;
  DIR *folder = getenv("WIJK_KEEP") ? NULL : opendir(f->folder);
  for (const struct dirent *entry; folder && (entry = readdir(folder));)
    unlink(in_folder(f, entry->d_name));
  if (folder)
    closedir(folder);
  int empty = getenv("WIJK_KEEP") ? 0 : rmdir(f->folder);
  wijk_arena_free(f->arena);
  free(f);
  return empty;
}

static char *slurp(fixture *f, const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  fseek(file, 0, SEEK_END);
  *length = (size_t)ftell(file);
  rewind(file);
  char *bytes = wijk_arena_add(f->arena, *length + 1, 1, &f->err);
  assert_int_equal(fread(bytes, 1, *length, file), *length);
  fclose(file);
  return bytes;
}

/* Number of files in the folder, hidden ones too. */
static size_t files_in(fixture *f) {
  DIR *folder = opendir(f->folder);
  size_t count = 0;
  while (folder && readdir(folder))
    count++;
  closedir(folder);
  return count - 2;
}

#endif
