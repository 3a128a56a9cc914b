/* SPDX-License-Identifier: EUPL-1.2 */
/* How zones fit together and over each other, and a point inside each: by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "geo/box_index.h"
#include "geo/geos.h"
#include "unit/shapes.h"
#include <omp.h>
#include <wijk/geo.h>
#include <wijk/random.h>
#include <wijk/text.h>

static wijk_fit fit_of(wijk_arena *arena, const char *const *texts, size_t count) {
  wijk_error err = {0};
  wijk_fit fit;
  if (wijk_polygons_fit(shapes_layer(arena, texts, count), 1, arena, &fit, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return fit;
}

static void check_item(const struct wijk_fit_item *item, bool overlap, size_t a, size_t b, double area_m2,
                       double width_m) {
  assert_int_equal(item->overlap, overlap);
  assert_true(item->a == a && item->b == b);
  assert_float_equal(item->area_m2, area_m2, 1e-6);
  assert_float_equal(item->width_m, width_m, 0.05 * width_m);
}

static void test_sound_fit(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  /* Shared to the bit; with a point more on one side; an island in a hole; zones apart; one point touched. */
  static const char *const exact[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10"};
  static const char *const halved[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10, 10 5"};
  static const char *const island[] = {"0 0, 30 0, 30 30, 0 30 / 10 10, 20 10, 20 20, 10 20",
                                       "10 10, 20 10, 20 20, 10 20"};
  static const char *const apart[] = {"0 0, 10 0, 10 10, 0 10", "50 0, 60 0, 60 10, 50 10", NULL};
  static const char *const corner[] = {"0 0, 10 0, 10 10, 0 10", "10 10, 20 10, 20 20, 10 20"};
  const struct {
    const char *const *texts;
    size_t count;
  } cases[] = {{exact, 2}, {halved, 2}, {island, 2}, {apart, 3}, {corner, 2}, {NULL, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    wijk_fit fit = fit_of(arena, cases[i].texts, cases[i].count);
    assert_int_equal(fit.item_count + fit.sliver_gap_count + fit.sliver_overlap_count, 0);
  }
  wijk_arena_free(arena);
}

static void test_gaps(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  /* A hole of 4 x 3 between two zones, and a slit half a metre wide and 20 long that is closed at both ends. */
  static const char *const zones[] = {
      "0 0, 25 0, 25 5, 24.5 5, 24.5 25, 25 25, 25 30, 23 30, 23 33, 25 33, 25 50, 0 50",
      "25 0, 50 0, 50 50, 25 50, 25 33, 27 33, 27 30, 25 30, 25 25, 25 5"};

  wijk_fit fit = fit_of(arena, zones, 2);
  assert_int_equal(fit.item_count, 1);
  check_item(&fit.items[0], false, 0, 1, 12, 3);
  assert_true(fit.items[0].x > 23 && fit.items[0].x < 27 && fit.items[0].y > 30 && fit.items[0].y < 33);
  assert_int_equal(fit.sliver_gap_count, 1);
  assert_float_equal(fit.sliver_gap_m2, 10, 1e-9);
  assert_int_equal(fit.sliver_overlap_count, 0);
  /* A hole of one zone that nobody fills has one neighbour. */
  static const char *const lake[] = {"100 0, 130 0, 130 30, 100 30",
                                     "0 0, 30 0, 30 30, 0 30 / 10 10, 20 10, 20 20, 10 20"};
  fit = fit_of(arena, lake, 2);
  assert_int_equal(fit.item_count, 1);
  check_item(&fit.items[0], false, 1, WIJK_NONE, 100, 10);
  wijk_arena_free(arena);
}

static void test_overlaps(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  /* 2 m wide over 10 m, and 0.25 m over 10 m. */
  static const char *const wide[] = {"0 0, 10 0, 10 10, 0 10", "8 0, 20 0, 20 10, 8 10",
                                     "19.75 0, 30 0, 30 10, 19.75 10"};
  wijk_fit fit = fit_of(arena, wide, 3);
  assert_int_equal(fit.item_count, 1);
  check_item(&fit.items[0], true, 0, 1, 20, 2);
  assert_int_equal(fit.sliver_overlap_count, 1);
  assert_float_equal(fit.sliver_overlap_m2, 2.5, 1e-9);
  assert_int_equal(fit.sliver_gap_count, 0);
  /* The same zone twice: every piece runs forth twice. */
  static const char *const twice[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", "0 0, 10 0, 10 10, 0 10"};
  fit = fit_of(arena, twice, 3);
  assert_int_equal(fit.item_count, 1);
  check_item(&fit.items[0], true, 0, 2, 100, 10);
  /* One zone over two whose own seam runs beneath it. */
  static const char *const over[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", "5 2, 18 2, 18 8, 5 8"};
  fit = fit_of(arena, over, 3);
  assert_int_equal(fit.item_count, 2);
  check_item(&fit.items[0], true, 1, 2, 48, 6);
  check_item(&fit.items[1], true, 0, 2, 30, 5);
  /* Two whole layers on each other: the inner zones of either are sound by themselves. */
  static double corners[2 * 25], shifted[2 * 25];
  for (int i = 0; i < 25; i++) {
    corners[2 * i] = 100 * (i % 5);
    corners[2 * i + 1] = 100 * (i / 5);
    shifted[2 * i] = corners[2 * i] + 50;
    shifted[2 * i + 1] = corners[2 * i + 1];
  }
  const wijk_layer *low = shapes_mesh(arena, 4, corners), *high = shapes_mesh(arena, 4, shifted);
  char text[32][120];
  const char *both[32];
  for (size_t i = 0; i < 32; i++) {
    const wijk_geometry *shapes = i < 16 ? &low->geometry : &high->geometry;
    size_t length = 0;
    for (size_t k = 5 * (i % 16); k < 5 * (i % 16) + 4; k++)
      length += (size_t)snprintf(text[i] + length, sizeof text[i] - length, "%.0f %.0f, ", shapes->x[k], shapes->y[k]);
    both[i] = text[i];
  }
  fit = fit_of(arena, both, 32);
  assert_int_equal(fit.item_count, 4 * 7);
  for (size_t i = 0; i < fit.item_count; i++)
    assert_float_equal(fit.items[i].area_m2, 5000, 1e-6);
  wijk_arena_free(arena);
}

static void test_interior(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  static const char *const zones[] = {"0 0, 10 0, 10 10, 0 10", "0 0, 1 0, 1 1, 0 1 + 20 0, 30 0, 30 10, 20 10", NULL,
                                      "0 0, 30 0, 30 30, 0 30 / 5 5, 25 5, 25 25, 5 25",
                                      "0 0, 9 0, 9 9, 8 9, 8 1, 1 1, 1 9, 0 9"};
  double x[5], y[5];
  wijk_error err = {0};
  wijk_layer *layer = shapes_layer(arena, zones, 5);
  assert_int_equal(wijk_polygons_interior(layer, x, y, &err), WIJK_OK);
  assert_true(x[0] == 5 && y[0] == 5);
  assert_true(x[1] == 25 && y[1] == 5); /* in the larger part */
  assert_true(isnan(x[2]) && isnan(y[2]));
  size_t found[5];
  bool border[5];
  for (size_t zone = 3; zone < 5; zone++) { /* a ring and a letter U: their centroids lie outside */
    wijk_zone_index *index = wijk_zone_index_new(shapes_layer(arena, zones + zone, 1), 1, &err);
    wijk_zone_index_find(index, 1, x + zone, y + zone, 1, found, border, &err);
    assert_true(found[0] == 0 && !border[0]);
    wijk_zone_index_free(index);
  }
  wijk_arena_free(arena);
}

static void test_overlay(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  static const char *const zones[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", NULL,
                                      "50 0, 60 0, 60 10, 50 10"};
  static const char *const classes[] = {"0 0, 15 0, 15 10, 0 10", "15 0, 40 0, 40 40, 15 40",
                                        "10 10, 20 10, 20 20, 10 20"};
  wijk_error err = {0};
  wijk_overlay overlay;
  assert_int_equal(
      wijk_polygons_overlay(shapes_layer(arena, zones, 4), shapes_layer(arena, classes, 3), arena, &overlay, &err),
      WIJK_OK);
  assert_int_equal(overlay.count, 3); /* sharing a side is not sharing area */
  static const size_t a[] = {0, 1, 1}, b[] = {0, 0, 1};
  static const double area_m2[] = {100, 50, 50};
  for (int i = 0; i < 3; i++) {
    assert_true(overlay.a[i] == a[i] && overlay.b[i] == b[i]);
    assert_float_equal(overlay.area_m2[i], area_m2[i], 1e-9);
  }
  wijk_arena_free(arena);
}

/* Two random meshes over the same square: shares add up to the zones, for any number of threads. */
static void test_overlay_adds_up(void **state) {
  (void)state;
  enum { SIDE = 9 };
  static double corners[2][2 * (SIDE + 1) * (SIDE + 1)];
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_error err = {0};
  for (uint64_t layer = 0; layer < 2; layer++) {
    wijk_random random = wijk_random_new(8, layer);
    for (int i = 0; i < (SIDE + 1) * (SIDE + 1); i++) {
      int column = i % (SIDE + 1), row = i / (SIDE + 1);
      double shake = column % SIDE && row % SIDE ? 40 : 0;
      corners[layer][2 * i] = 90000 + 100 * column + shake * (wijk_random_share(&random) - 0.5);
      corners[layer][2 * i + 1] = 430000 + 100 * row + shake * (wijk_random_share(&random) - 0.5);
    }
  }
  wijk_layer *a = shapes_mesh(arena, SIDE, corners[0]), *b = shapes_mesh(arena, SIDE, corners[1]);
  wijk_overlay first = {0};
  static const int threads[] = {1, 2, 7};
  for (int t = 0; t < 3; t++) {
    omp_set_num_threads(threads[t]);
    wijk_overlay overlay;
    assert_int_equal(wijk_polygons_overlay(a, b, arena, &overlay, &err), WIJK_OK);
    double shares[SIDE * SIDE] = {0};
    for (size_t i = 0; i < overlay.count; i++)
      shares[overlay.a[i]] += overlay.area_m2[i];
    for (size_t zone = 0; zone < SIDE * SIDE; zone++)
      assert_float_equal(shares[zone], wijk_layer_area(a, zone), 1e-6);
    if (t) {
      assert_int_equal(overlay.count, first.count);
      assert_memory_equal(overlay.area_m2, first.area_m2, overlay.count * sizeof(double));
      assert_memory_equal(overlay.b, first.b, overlay.count * sizeof(size_t));
    } else {
      first = overlay;
    }
  }
  wijk_fit fit;
  assert_int_equal(wijk_polygons_fit(a, 1, arena, &fit, &err), WIJK_OK);
  assert_int_equal(fit.item_count + fit.sliver_gap_count + fit.sliver_overlap_count, 0);
  wijk_arena_free(arena);
}

/* A star about (x, y) of `corners` corners that are anywhere between half and all of `radius_m` away, as text. */
static void add_star(wijk_text *text, wijk_random *random, double x, double y, double radius_m, int corners,
                     bool hole) {
  for (int i = 0; i < corners; i++) {
    double turn = 6.283185307179586 * (hole ? corners - i : i) / corners;
    double far = radius_m * (0.5 + 0.5 * wijk_random_share(random));
    wijk_text_add_format(text, "%s%.17g %.17g", i ? ", " : "", x + far * cos(turn), y + far * sin(turn));
  }
}

/* Ragged stars with holes and second parts, some of them the same, some with borders in common: as GEOS cuts them. */
static void test_overlay_is_as_geos(void **state) {
  (void)state;
  enum { ROWS = 40 };
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_error err = {0};
  const char *texts[2][ROWS];
  for (uint64_t layer = 0; layer < 2; layer++)
    for (int row = 0; row < ROWS; row++) {
      wijk_random random = wijk_random_new(31, row % 5 == 0 ? (uint64_t)row : layer * ROWS + (uint64_t)row);
      wijk_text text = {0};
      double x = 90000 + 1000 * wijk_random_share(&random), y = 430000 + 1000 * wijk_random_share(&random);
      add_star(&text, &random, x, y, 300, 60, false);
      wijk_text_add(&text, " / ");
      add_star(&text, &random, x, y, 100, 7, true);
      wijk_text_add(&text, " + ");
      add_star(&text, &random, x + 700, y, 200, 12, false);
      texts[layer][row] = wijk_arena_text(arena, text.bytes, &err);
      wijk_text_free(&text);
    }
  wijk_layer *a = shapes_layer(arena, texts[0], ROWS), *b = shapes_layer(arena, texts[1], ROWS);
  wijk_overlay overlay;
  assert_int_equal(wijk_polygons_overlay(a, b, arena, &overlay, &err), WIJK_OK);
  geos *door = geos_open(&err);
  size_t at = 0;
  for (size_t i = 0; i < ROWS; i++)
    for (size_t j = 0; j < ROWS; j++) {
      geos_shape *one = geos_shape_new(door, &a->geometry, i), *other = geos_shape_new(door, &b->geometry, j);
      geos_shape *shared = geos_shape_cut(door, one, other);
      double area_m2, border_m;
      geos_shape_measure(door, shared, &area_m2, &border_m);
      bool listed = at < overlay.count && overlay.a[at] == i && overlay.b[at] == j;
      assert_float_equal(listed ? overlay.area_m2[at] : area_m2, area_m2, 1e-7);
      assert_true(listed || area_m2 < 1e-3); /* a micrometre times the sides of a common box of 500 by 500 m */
      at += listed;
      geos_shape_free(door, one);
      geos_shape_free(door, other);
      geos_shape_free(door, shared);
    }
  assert_int_equal(at, overlay.count);
  assert_true(at > ROWS);
  geos_close(door);
  wijk_arena_free(arena);
}

/* Boxes of every size, also far larger than the others: those that meet, each once, as comparing all with all says. */
static void test_box_index(void **state) {
  (void)state;
  enum { BOXES = 300 };
  polygon_box boxes[BOXES];
  uint32_t found[BOXES];
  for (int round = 0; round < 3; round++) {
    wijk_random random = wijk_random_new(5, (uint64_t)round);
    for (int i = 0; i < BOXES; i++) {
      double size = round == 1 ? 1000 : i % 50 ? 20 : 2000;
      double x = 1000 * floor(20 * wijk_random_share(&random)) / 20,
             y = round == 2 ? 7 : 500 * wijk_random_share(&random);
      boxes[i] = (polygon_box){x, y, x + size, y + (round == 2 ? 0 : size)};
    }
    boxes[7] = (polygon_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    box_index index;
    assert_true(box_index_new(boxes, BOXES, &index));
    for (int i = 0; i < BOXES; i++) {
      bool seen[BOXES] = {false};
      size_t count = box_index_find(&index, &boxes[i], found);
      for (size_t k = 0; k < count; k++) {
        assert_false(seen[found[k]]);
        seen[found[k]] = true;
      }
      for (int j = 0; j < BOXES; j++)
        assert_int_equal(seen[j], i != 7 && j != 7 && polygon_boxes_meet(&boxes[i], &boxes[j]));
    }
    box_index_free(&index);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_sound_fit),
                                     cmocka_unit_test(test_gaps),
                                     cmocka_unit_test(test_overlaps),
                                     cmocka_unit_test(test_interior),
                                     cmocka_unit_test(test_overlay),
                                     cmocka_unit_test(test_overlay_adds_up),
                                     cmocka_unit_test(test_overlay_is_as_geos),
                                     cmocka_unit_test(test_box_index)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
