/* SPDX-License-Identifier: EUPL-1.2 */
/* Small files in a folder of their own, read through the doors. */
#ifndef TESTS_READ_FIXTURE_H
#define TESTS_READ_FIXTURE_H

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
#include <wijk/read.h>
#include <wijk/text.h>

typedef struct fixture {
  char folder[64], path[128];
  wijk_arena *arena;
  wijk_report report;
  wijk_source source;
  wijk_layer *layer;
  wijk_error err;
} fixture;

/* Forgets the last read, so that one test can read many files. */
static inline void fixture_clear(fixture *f) {
  wijk_arena_free(f->arena);
  f->err = (wijk_error){0};
  f->layer = NULL;
  f->arena = wijk_arena_new(&f->err);
  wijk_report_new("test", f->arena, &f->report, &f->err);
}

static inline int fixture_open(void **state) {
  fixture *f = calloc(1, sizeof *f);
  snprintf(f->folder, sizeof f->folder, "/tmp/wijk-read-XXXXXX");
  fixture_clear(f);
  *state = f;
  return mkdtemp(f->folder) ? 0 : -1;
}

static inline int fixture_close(void **state) {
  fixture *f = *state;
  static const char *const names[] = {"a.csv", "a.geojson", "a.shp", "a.shx", "a.dbf",
                                      "a.prj", "a.cpg",     "a.fgb", "a.gpkg"};
  char path[128];
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    snprintf(path, sizeof path, "%s/%s", f->folder, names[i]);
    unlink(path);
  }
  rmdir(f->folder);
  wijk_arena_free(f->arena);
  free(f);
  return 0;
}

static inline void put_bytes(fixture *f, const char *name, const void *bytes, size_t length) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, length, file), length);
  fclose(file);
}

static inline void point_at(fixture *f, const char *name, const char *role) {
  fixture_clear(f);
  snprintf(f->path, sizeof f->path, "%s/%s", f->folder, name);
  f->source = (wijk_source){.role = role, .path = f->path};
}

static inline wijk_status read_table(fixture *f) {
  return wijk_read_layer(&f->source, f->arena, &f->report, &f->layer, &f->err);
}

/* Writes `text` as a CSV and reads it as a table. */
static inline wijk_status read_csv(fixture *f, const char *text) {
  put_bytes(f, "a.csv", text, strlen(text));
  point_at(f, "a.csv", "layer");
  return read_table(f);
}

static inline double number(const fixture *f, const char *column, size_t row) {
  const wijk_column *found = wijk_layer_find(f->layer, column);
  assert_non_null(found);
  assert_int_equal(found->type, WIJK_COLUMN_NUMBER);
  return found->numbers[row];
}

#define assert_number(found, expected)                                                                                 \
  do {                                                                                                                 \
    double found_number = (found);                                                                                     \
    if (found_number != (expected))                                                                                    \
      fail_msg("%.17g is not %.17g", found_number, (double)(expected));                                                \
  } while (0)

static inline const char *text(const fixture *f, const char *column, size_t row) {
  const wijk_column *found = wijk_layer_find(f->layer, column);
  assert_non_null(found);
  assert_int_not_equal(found->type, WIJK_COLUMN_NUMBER);
  return found->texts[row];
}

static inline const wijk_finding *find_code(const fixture *f, const char *code) {
  for (size_t i = 0; i < f->report.finding_count; i++)
    if (strcmp(f->report.findings[i].code, code) == 0)
      return &f->report.findings[i];
  return NULL;
}

static inline void assert_says(const fixture *f, const char *part) {
  if (!strstr(f->err.message, part) && !strstr(f->err.hint, part))
    fail_msg("'%s' is not in: %s (hint: %s)", part, f->err.message, f->err.hint);
}

static inline void assert_counts(const fixture *f, size_t read, size_t used, size_t not_selected, size_t rejected) {
  assert_int_equal(f->report.counts_count, 1);
  const wijk_counts *c = &f->report.counts[0];
  assert_int_equal(c->read, read);
  assert_int_equal(c->used, used);
  assert_int_equal(c->not_selected, not_selected);
  assert_int_equal(c->rejected, rejected);
  assert_int_equal(c->withheld, 0);
  assert_int_equal(c->read, c->used + c->not_selected + c->outside + c->rejected + c->withheld);
}

#endif
