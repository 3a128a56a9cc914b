/* SPDX-License-Identifier: EUPL-1.2 */
/* Polygons repaired: each fault by hand, and sound shapes to the bit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "unit/shapes.h"
#include <omp.h>
#include <wijk/geo.h>
#include <wijk/random.h>

typedef struct bench {
  wijk_arena *arena;
  wijk_report report;
  wijk_layer *layer;
} bench;

static bench repair(const char *const *texts, size_t count, bool close) {
  bench made = {.arena = wijk_arena_new(NULL)};
  wijk_error err = {0};
  assert_int_equal(wijk_report_new("test", made.arena, &made.report, &err), WIJK_OK);
  made.layer = shapes_layer_of(made.arena, texts, count, close);
  wijk_column *key = wijk_layer_add_column(made.layer, "code", WIJK_COLUMN_CODE, &err);
  for (size_t i = 0; i < count; i++)
    key->texts[i] = wijk_arena_format(made.arena, &err, "Z%zu", i);
  if (wijk_polygons_repair(made.layer, key, "zones.shp", &made.report, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return made;
}

/* One row: the finding it gives (NULL = none), its severity, the area and numbers of parts and rings after. */
static void check_row(const char *text, bool close, const char *code, wijk_severity severity, double area_m2,
                      size_t parts, size_t rings) {
  bench made = repair(&text, 1, close);
  if (!code && made.report.finding_count)
    fail_msg("%s: %s", text ? text : "", made.report.findings[0].message);
  if (code) {
    assert_int_equal(made.report.finding_count, 1);
    const wijk_finding *finding = &made.report.findings[0];
    assert_string_equal(finding->code, code);
    if (finding->severity != severity)
      fail_msg("%s", finding->message);
    assert_string_equal(finding->source, "zones.shp");
    assert_string_equal(finding->value, "Z0");
    assert_int_equal(finding->row, 1);
    assert_non_null(strstr(finding->message, "zone 'Z0'"));
  }
  const wijk_geometry *shapes = &made.layer->geometry;
  assert_int_equal(shapes->part_count, parts);
  assert_int_equal(shapes->ring_count, rings);
  assert_float_equal(wijk_layer_area(made.layer, 0), area_m2, 1e-9);
  for (size_t part = 0; part < shapes->part_count; part++)
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++) {
      size_t first = shapes->point_of_ring[ring], last = shapes->point_of_ring[ring + 1] - 1;
      assert_true(shapes->x[first] == shapes->x[last] && shapes->y[first] == shapes->y[last]);
      double twice = 0;
      for (size_t i = first; i < last; i++)
        twice += shapes->x[i] * shapes->y[i + 1] - shapes->x[i + 1] * shapes->y[i];
      assert_true((twice > 0) == (ring == shapes->ring_of_part[part]));
    }
  wijk_arena_free(made.arena);
}

static void test_sound(void **state) {
  (void)state;
  check_row("0 0, 4 0, 4 4, 0 4", true, NULL, 0, 16, 1, 1);
  check_row("0 0, 0 4, 4 4, 4 0", true, NULL, 0, 16, 1, 1); /* clockwise: turned, no finding */
  check_row("0 0, 9 0, 9 9, 0 9 / 1 1, 2 1, 2 2, 1 2", true, NULL, 0, 80, 1, 2);
  check_row("0 0, 9 0, 9 9, 0 9 / 1 1, 8 1, 8 8, 1 8 + 3 3, 4 3, 4 4, 3 4", true, NULL, 0, 33, 2, 3);
  check_row("0 0, 4 0, 4 4, 0 4 + 4 4, 5 4, 5 5, 4 5", true, NULL, 0, 17, 2, 2); /* parts touch in a corner */
}

static void test_faults_of_rings(void **state) {
  (void)state;
  check_row("0 0, 4 0, 4 4, 0 4", false, "ring-closed", WIJK_NOTE, 16, 1, 1);
  check_row("0 0, 4 0, 4 0, 4 0, 4 4, 0 4", true, "double-points-dropped", WIJK_NOTE, 16, 1, 1);
  check_row("0 0, 4 0, 4 4, 0 4 / 1 1, 2 2", true, "ring-dropped", WIJK_WARNING, 16, 1, 1);
  check_row("0 0, 4 0, 4 4, 0 4 + 7 7, 7 7, 7 7", true, "ring-dropped", WIJK_WARNING, 16, 1, 1);
}

static void test_mended(void **state) {
  (void)state;
  /* Bow-tie: two triangles of 4 each, where the signed sum was 0. */
  check_row("0 0, 4 4, 4 0, 0 4", true, "polygon-repaired", WIJK_WARNING, 8, 2, 2);
  /* A spike out and back: the area stays. */
  check_row("0 0, 4 0, 4 4, 2 4, 2 9, 2 4, 0 4", true, "polygon-repaired", WIJK_NOTE, 16, 1, 1);
  /* Parts that overlap become one. */
  check_row("0 0, 4 0, 4 4, 0 4 + 2 0, 6 0, 6 4, 2 4", true, "polygon-repaired", WIJK_WARNING, 24, 1, 1);
  /* A ring given twice. */
  check_row("0 0, 4 0, 4 4, 0 4 + 0 0, 4 0, 4 4, 0 4", true, "polygon-repaired", WIJK_WARNING, 16, 1, 1);
}

static void test_holes_placed(void **state) {
  (void)state;
  /* Both holes with the second shell. */
  check_row("0 0, 9 0, 9 9, 0 9 + 20 0, 29 0, 29 9, 20 9 / 1 1, 2 1, 2 2, 1 2 / 21 1, 22 1, 22 2, 21 2", true,
            "holes-placed", WIJK_NOTE, 160, 2, 4);
  /* Every ring as a shell: a lake, and an island in it. */
  check_row("0 0, 9 0, 9 9, 0 9 + 1 1, 8 1, 8 8, 1 8 + 3 3, 4 3, 4 4, 3 4", true, "holes-placed", WIJK_WARNING, 33, 2,
            3);
  /* A hole in no shell is an island with its points the wrong way round: as it is drawn, so it is taken. */
  check_row("0 0, 9 0, 9 9, 0 9 / 20 0, 22 0, 22 2, 20 2", true, "holes-placed", WIJK_WARNING, 85, 2, 2);
  /* A hole that touches its shell in one point, given with the other shell. */
  check_row("20 0, 29 0, 29 9, 20 9 / 0 0, 2 1, 1 2 + 0 0, 9 0, 9 9, 0 9", true, "holes-placed", WIJK_NOTE, 160.5, 2,
            3);
}

static void test_beyond_repair(void **state) {
  (void)state;
  check_row(NULL, true, "empty-shape", WIJK_FAULT, 0, 0, 0);
  check_row("0 0, 4 4, 8 8", true, "unrepairable-shape", WIJK_FAULT, 0, 0, 0);
  static const char *const texts[] = {"0 0, 4 0, 4 4, 0 4", "10 0, 14 0, 14 4", "20 0, 24 0, 24 4"};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_report_new("test", arena, &report, &err);
  wijk_layer *layer = shapes_layer(arena, texts, 3);
  layer->geometry.x[7] = NAN;
  layer->source_rows = WIJK_ARENA_ADD(arena, size_t, 3, &err);
  layer->source_rows[1] = 40;
  assert_int_equal(wijk_polygons_repair(layer, NULL, "z.shp", &report, &err), WIJK_OK);
  assert_int_equal(report.finding_count, 1);
  assert_string_equal(report.findings[0].code, "no-coordinate");
  assert_int_equal(report.findings[0].row, 40);
  assert_null(report.findings[0].value);
  assert_int_equal(layer->geometry.part_of_row[2], 1);
  assert_int_equal(layer->geometry.part_of_row[3], 2);
  wijk_arena_free(arena);
}

/* Random rings: whatever goes in, what comes out is the same for any number of threads, and once repaired a layer needs
 * no repair: a second run finds nothing and changes no bit. */
static void test_random(void **state) {
  (void)state;
  enum { ROWS = 400 };
  wijk_arena *texts_arena = wijk_arena_new(NULL);
  const char *texts[ROWS];
  for (size_t row = 0; row < ROWS; row++) {
    wijk_random random = wijk_random_new(5, row);
    char text[2000] = "";
    size_t length = 0, rings = 1 + (size_t)wijk_random_below(&random, 3);
    for (size_t ring = 0; ring < rings; ring++) {
      if (ring)
        text[length++] = wijk_random_below(&random, 2) ? '/' : '+';
      size_t points = 3 + (size_t)wijk_random_below(&random, 7);
      for (size_t i = 0; i < points; i++) {
        char number[2][WIJK_NUMBER_SIZE];
        wijk_number_write(100000 + wijk_random_share(&random) * 100, number[0]);
        wijk_number_write(400000 + wijk_random_share(&random) * 100, number[1]);
        for (int k = 0; k < 2; k++) {
          text[length++] = ' ';
          memcpy(text + length, number[k], strlen(number[k]) + 1);
          length += strlen(number[k]);
        }
      }
      text[length] = '\0';
    }
    texts[row] = wijk_arena_text(texts_arena, text, NULL);
  }
  static const int threads[] = {1, 2, 7};
  bench first = {0};
  for (int t = 0; t < 3; t++) {
    omp_set_num_threads(threads[t]);
    bench made = repair(texts, ROWS, true);
    assert_int_equal(made.report.fault_count, 0);
    if (t) {
      assert_int_equal(made.report.finding_count, first.report.finding_count);
      for (size_t i = 0; i < made.report.finding_count; i++)
        assert_string_equal(made.report.findings[i].message, first.report.findings[i].message);
      assert_int_equal(made.layer->geometry.point_count, first.layer->geometry.point_count);
      assert_memory_equal(made.layer->geometry.x, first.layer->geometry.x, 8 * made.layer->geometry.point_count);
      wijk_arena_free(made.arena);
    } else {
      first = made;
    }
  }
  wijk_geometry before = first.layer->geometry;
  size_t found = first.report.finding_count;
  assert_true(found > ROWS / 2);
  wijk_error err = {0};
  assert_int_equal(wijk_polygons_repair(first.layer, NULL, "again", &first.report, &err), WIJK_OK);
  for (size_t i = found; i < first.report.finding_count; i++)
    print_message("%s\n", first.report.findings[i].message);
  assert_int_equal(first.report.finding_count, found);
  const wijk_geometry *after = &first.layer->geometry;
  assert_int_equal(after->point_count, before.point_count);
  assert_memory_equal(after->x, before.x, 8 * before.point_count);
  assert_memory_equal(after->y, before.y, 8 * before.point_count);
  assert_memory_equal(after->point_of_ring, before.point_of_ring, sizeof(size_t) * (before.ring_count + 1));
  wijk_arena_free(first.arena);
  wijk_arena_free(texts_arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sound),         cmocka_unit_test(test_faults_of_rings),
                                     cmocka_unit_test(test_mended),        cmocka_unit_test(test_holes_placed),
                                     cmocka_unit_test(test_beyond_repair), cmocka_unit_test(test_random)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
