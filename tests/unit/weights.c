/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is next to whom: by hand, and against the plain way of comparing every border piece with every other. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "unit/shapes.h"
#include "unit/weights_plain.h"
#include <wijk/geo.h>
#include <wijk/random.h>
#include <wijk/read.h>

/* ---- by hand ---- */

static wijk_weights find(const wijk_layer *zones, wijk_weights_kind kind, double snap, wijk_arena *arena) {
  wijk_weights found = {0};
  wijk_error err = {0};
  wijk_weights_rule rule = {.kind = kind, .snap_m = snap};
  if (wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return found;
}

/* "1 2; 0; 0;" is: 0 has 1 and 2, 1 and 2 have 0. */
static void check_rows(const wijk_weights *found, const char *expected, const char *what) {
  char text[4000];
  int at = 0;
  for (size_t zone = 0; zone < found->count; zone++) {
    for (size_t i = found->first[zone]; i < found->first[zone + 1]; i++)
      at +=
          snprintf(text + at, sizeof text - (size_t)at, "%s%u", i > found->first[zone] ? " " : "", found->neighbour[i]);
    at += snprintf(text + at, sizeof text - (size_t)at, "%s", zone + 1 < found->count ? "; " : "");
  }
  if (strcmp(text, expected) != 0)
    fail_msg("%s: '%s' instead of '%s'", what, text, expected);
}

typedef struct scene {
  const char *what;
  const char *zones[5]; /* NULL ends; "" is a zone without a shape */
  double snap;
  const char *queen, *rook;
} scene;

static const scene scenes[] = {
    {"four squares about a corner",
     {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", "0 10, 10 10, 10 20, 0 20", "10 10, 20 10, 20 20, 10 20"},
     0.5,
     "1 2 3; 0 2 3; 0 1 3; 0 1 2",
     "1 2; 0 3; 0 3; 1 2"},
    {"the same to the bit, without tolerance",
     {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", "0 10, 10 10, 10 20, 0 20", "10 10, 20 10, 20 20, 10 20"},
     0,
     "1 2 3; 0 2 3; 0 1 3; 0 1 2",
     "1 2; 0 3; 0 3; 1 2"},
    {"a corner on the middle of an edge", {"0 0, 10 0, 10 10, 0 10", "10 5, 20 0, 20 10"}, 0.5, "1; 0", "; "},
    {"an edge on the middle of an edge", {"0 0, 10 0, 10 10, 0 10", "10 3, 20 3, 20 6, 10 6"}, 0.5, "1; 0", "1; 0"},
    {"a gap under the tolerance", {"0 0, 10 0, 10 10, 0 10", "10.4 0, 20 0, 20 10, 10.4 10"}, 0.5, "1; 0", "1; 0"},
    {"a gap of the tolerance", {"0 0, 10 0, 10 10, 0 10", "10.5 0, 20 0, 20 10, 10.5 10"}, 0.5, "1; 0", "1; 0"},
    {"a gap over the tolerance", {"0 0, 10 0, 10 10, 0 10", "10.6 0, 20 0, 20 10, 10.6 10"}, 0.5, "; ", "; "},
    {"an overlap under the tolerance", {"0 0, 10 0, 10 10, 0 10", "9.6 -3, 20 0, 20 10, 9.6 13"}, 0.5, "1; 0", "1; 0"},
    {"corners with a gap", {"0 0, 10 0, 10 10, 0 10", "10.3 10.3, 20 10.3, 20 20, 10.3 20"}, 0.5, "1; 0", "; "},
    {"corners with a gap of more", {"0 0, 10 0, 10 10, 0 10", "10.4 10.4, 20 10.4, 20 20, 10.4 20"}, 0.5, "; ", "; "},
    /* 120 degrees each, so that 60 lie between them above and below */
    {"two blunt points that meet", {"0 0, -10 5.8, -10 -5.8", "0 0, 10 -5.8, 10 5.8"}, 0.5, "1; 0", "; "},
    {"two blunter points that meet", {"0 0, -10 17.3, -10 -17.3", "0 0, 10 -17.3, 10 17.3"}, 0.5, "1; 0", "; "},
    /* 1 m of common border is longer than half a metre, and 0.4 m is not */
    {"a short common border", {"0 0, 10 0, 10 10, 0 10", "10 9, 20 9, 20 20, 10 20"}, 0.5, "1; 0", "1; 0"},
    {"a shorter one", {"0 0, 10 0, 10 10, 0 10", "10 9.6, 20 9.6, 20 20, 10 20"}, 0.5, "1; 0", "; "},
    {"an enclave, and a zone in it that touches nothing",
     {"0 0, 30 0, 30 30, 0 30 / 5 5, 5 25, 25 25, 25 5", "5 5, 25 5, 25 25, 5 25 / 10 10, 10 20, 20 20, 20 10",
      "12 12, 18 12, 18 18, 12 18"},
     0.5,
     "1; 0; ",
     "1; 0; "},
    {"a second part that touches, and a zone without a shape",
     {"0 0, 10 0, 10 10, 0 10 + 50 0, 60 0, 60 10, 50 10", "60 0, 70 0, 70 10, 60 10", "", "30 0, 40 0, 40 10, 30 10"},
     0.5,
     "1; 0; ; ",
     "1; 0; ; "},
    {"borders that cross in a star, no corner near", {"0 0, 30 0, 15 26", "0 17, 15 -9, 30 17"}, 0.5, "1; 0", "; "},
    /* The border of the first in pieces of 2 m, of the second in one: 9 m of it */
    {"many pieces beside one",
     {"0 0, 10 0, 10 2, 10 4, 10 6, 10 8, 10 10, 0 10", "10.2 1, 20 1, 20 10, 10.2 10"},
     8.9,
     "1; 0",
     "1; 0"},
    {"many pieces beside one, too short for it",
     {"0 0, 10 0, 10 2, 10 4, 10 6, 10 8, 10 10, 0 10", "10 1, 40 1, 40 10, 10 10"},
     9.1,
     "1; 0",
     "; "},
};

static void test_by_hand(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof scenes / sizeof *scenes; i++) {
    wijk_arena *arena = wijk_arena_new(NULL);
    const char *texts[5];
    size_t count = 0;
    for (; count < 5 && scenes[i].zones[count]; count++)
      texts[count] = *scenes[i].zones[count] ? scenes[i].zones[count] : NULL;
    wijk_layer *zones = shapes_layer(arena, texts, count);
    wijk_weights queen = find(zones, WIJK_WEIGHTS_QUEEN, scenes[i].snap, arena);
    wijk_weights rook = find(zones, WIJK_WEIGHTS_ROOK, scenes[i].snap, arena);
    check_rows(&queen, scenes[i].queen, scenes[i].what);
    check_rows(&rook, scenes[i].rook, scenes[i].what);
    wijk_arena_free(arena);
  }
}

/* Three in a row, the middle one left out: the outer two are islands, and the middle one is not. */
static void test_left_out(void **state) {
  (void)state;
  static const char *const texts[] = {"0 0, 10 0, 10 10, 0 10", "10 0, 20 0, 20 10, 10 10", "20 0, 30 0, 30 10, 20 10",
                                      "30 0, 40 0, 40 10, 30 10"};
  const bool in[] = {true, false, true, true};
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_layer *zones = shapes_layer(arena, texts, 4);
  wijk_weights found = {0};
  wijk_error err = {0};
  wijk_weights_rule rule = {.kind = WIJK_WEIGHTS_QUEEN, .snap_m = NAN, .row_standardise = true};
  assert_int_equal(wijk_weights_new(zones, in, &rule, 1, arena, &found, &err), WIJK_OK);
  check_rows(&found, "; ; 3; 2", "left out");
  assert_int_equal(found.island_count, 1);
  assert_int_equal(wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err), WIJK_OK);
  check_rows(&found, "1; 0 2; 1 3; 2", "all");
  assert_int_equal(found.island_count, 0);
  assert_true(found.weight[0] == 1 && found.weight[1] == 0.5 && found.weight[2] == 0.5);
  wijk_arena_free(arena);
}

/* ---- by distance ---- */

/* Squares of 10 m whose centroids are 1,000, 2,000, 3,000 m apart: 0, 1, 3, 6 km, and one 4 km above the second. */
static const char *const far_apart[] = {"-5 -5, 5 -5, 5 5, -5 5", "995 -5, 1005 -5, 1005 5, 995 5",
                                        "2995 -5, 3005 -5, 3005 5, 2995 5", "5995 -5, 6005 -5, 6005 5, 5995 5",
                                        "995 3995, 1005 3995, 1005 4005, 995 4005"};

static void test_distance(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_layer *zones = shapes_layer(arena, far_apart, 5);
  wijk_weights found = {0};
  wijk_error err = {0};
  wijk_weights_rule rule = {.kind = WIJK_WEIGHTS_NEAREST, .nearest = 2};
  assert_int_equal(wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err), WIJK_OK);
  check_rows(&found, "1 2; 0 2; 0 1; 1 2; 0 1", "two nearest"); /* 2 has 0 and 3 at 3 km: the lower row */
  rule = (wijk_weights_rule){.kind = WIJK_WEIGHTS_BAND, .band_m = 3000};
  assert_int_equal(wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err), WIJK_OK);
  check_rows(&found, "1 2; 0 2; 0 1 3; 2; ", "band");
  assert_int_equal(found.island_count, 1);
  rule.kind = WIJK_WEIGHTS_INVERSE;
  assert_int_equal(wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err), WIJK_OK);
  const double inverse[] = {1, 1 / 3., 1, 1 / 2., 1 / 3., 1 / 2., 1 / 3., 1 / 3.};
  for (size_t i = 0; i < 8; i++)
    assert_true(fabs(found.weight[i] - inverse[i]) < 1e-15);
  rule.row_standardise = true;
  assert_int_equal(wijk_weights_new(zones, NULL, &rule, 1, arena, &found, &err), WIJK_OK);
  assert_true(fabs(found.weight[0] - 0.75) < 1e-15 && fabs(found.weight[1] - 0.25) < 1e-15);
  wijk_arena_free(arena);
}

static void test_refused(void **state) {
  (void)state;
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_layer *zones = shapes_layer(arena, far_apart, 5);
  static const char *const same[] = {"0 0, 9 0, 9 9, 0 9 / 3 3, 3 6, 6 6, 6 3", "3 3, 6 3, 6 6, 3 6"};
  static const struct {
    wijk_weights_rule rule;
    wijk_status status;
  } rules[] = {{{.kind = WIJK_WEIGHTS_NEAREST, .nearest = 0}, WIJK_USAGE},
               {{.kind = WIJK_WEIGHTS_NEAREST, .nearest = 5}, WIJK_DATA},
               {{.kind = WIJK_WEIGHTS_BAND, .band_m = 0}, WIJK_USAGE},
               {{.kind = WIJK_WEIGHTS_BAND, .band_m = NAN}, WIJK_USAGE},
               {{.kind = WIJK_WEIGHTS_INVERSE, .band_m = INFINITY}, WIJK_USAGE},
               {{.kind = WIJK_WEIGHTS_QUEEN, .snap_m = -1}, WIJK_USAGE}};
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    wijk_weights found = {.count = 77};
    wijk_error err = {0};
    assert_int_equal(wijk_weights_new(zones, NULL, &rules[i].rule, 1, arena, &found, &err), rules[i].status);
    assert_int_equal(found.count, 77);
  }
  wijk_weights found = {0};
  wijk_error err = {0};
  wijk_weights_rule inverse = {.kind = WIJK_WEIGHTS_INVERSE, .band_m = 100};
  assert_int_equal(wijk_weights_new(shapes_layer(arena, same, 2), NULL, &inverse, 1, arena, &found, &err), WIJK_DATA);
  wijk_error other = {0};
  assert_int_equal(
      wijk_weights_new(wijk_layer_new(arena, "table", 3, &other), NULL, &rules[0].rule, 1, arena, &found, &other),
      WIJK_USAGE);
  wijk_arena_free(arena);
}

static void compare_distance(const wijk_layer *zones, const wijk_weights_rule *rule, wijk_arena *arena) {
  size_t n = zones->row_count, at = 0;
  double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
  wijk_polygons_centroid(zones, x, y);
  wijk_weights found = {0};
  wijk_error err = {0};
  assert_int_equal(wijk_weights_new(zones, NULL, rule, 2, arena, &found, &err), WIJK_OK);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(found.first[i], at);
    for (size_t j = 0; j < n; j++) {
      double own = (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]);
      size_t before = 0;
      for (size_t k = 0; k < n && rule->kind == WIJK_WEIGHTS_NEAREST; k++) {
        double other = (x[i] - x[k]) * (x[i] - x[k]) + (y[i] - y[k]) * (y[i] - y[k]);
        before += k != i && (other < own || (other == own && k < j));
      }
      bool next = rule->kind == WIJK_WEIGHTS_NEAREST ? before < rule->nearest : own <= rule->band_m * rule->band_m;
      if (i == j || !next)
        continue;
      assert_int_equal(found.neighbour[at], j);
      double weight = rule->kind == WIJK_WEIGHTS_INVERSE ? 1000 / sqrt(own) : 1;
      assert_true(fabs(found.weight[at] - weight) <= 1e-14 * weight);
      at++;
    }
  }
  assert_int_equal(found.first[n], at);
  free(x);
  free(y);
}

/* ---- against the plain way ---- */

static size_t compare(const wijk_layer *zones, double snap, bool rook) {
  size_t n = zones->row_count, at = 0;
  bool *next = malloc(n * n);
  plain_contact(zones, rook, snap, next);
  for (int threads = 1; threads <= 7; threads += 3) {
    wijk_arena *arena = wijk_arena_new(NULL);
    wijk_error err = {0};
    wijk_weights found = {0};
    wijk_weights_rule rule = {.kind = rook ? WIJK_WEIGHTS_ROOK : WIJK_WEIGHTS_QUEEN, .snap_m = snap};
    assert_int_equal(wijk_weights_new(zones, NULL, &rule, threads, arena, &found, &err), WIJK_OK);
    at = 0;
    for (size_t i = 0; i < n; i++)
      for (size_t j = 0; j < n; j++) {
        bool has = at < found.first[i + 1] && found.neighbour[at] == j;
        if (has != next[i * n + j])
          fail_msg("%s within %g: zones %zu and %zu: %d instead of %d", rook ? "rook" : "queen", snap, i, j, has,
                   next[i * n + j]);
        at += has;
      }
    assert_int_equal(found.first[n], at);
    wijk_arena_free(arena);
  }
  free(next);
  return at;
}

/* Few whole numbers, shifted a little: rings that cross themselves and each other, fold back, touch in points and lie
 * on each other, about the tolerance apart. */
static void test_random_rings(void **state) {
  (void)state;
  size_t queen = 0, rook = 0;
  for (uint64_t seed = 0; seed < 80; seed++) {
    wijk_random random = wijk_random_new(seed, 7);
    wijk_arena *arena = wijk_arena_new(NULL);
    const char *texts[20];
    uint64_t span = 4 + wijk_random_below(&random, 16);
    for (int zone = 0; zone < 20; zone++) {
      int p[10];
      for (int k = 0; k < 10; k++)
        p[k] = (int)wijk_random_below(&random, span);
      texts[zone] = wijk_arena_format(arena, NULL, "%d %d, %d %d, %d %d %s %d %d, %d %d", p[0], p[1], p[2], p[3], p[4],
                                      p[5], seed % 2 ? "," : "+", p[6], p[7], p[8], p[9]);
    }
    wijk_layer *zones = shapes_layer(arena, texts, 20);
    for (size_t i = 0; seed % 3 && i < zones->geometry.point_count; i++)
      zones->geometry.x[i] += 0.2 * wijk_random_share(&random);
    double snap = 0.1317 * (double)wijk_random_below(&random, 5);
    if (seed % 3 || snap > 0) { /* on whole numbers without tolerance a rounding decides */
      queen += compare(zones, snap, false);
      rook += compare(zones, snap, true);
    }
    wijk_arena_free(arena);
  }
  assert_true(queen > 4000 && rook > 400 && rook < queen);
}

/* A mesh whose zones were each digitised anew: every corner of every zone moved by up to 0.3 m. */
static void test_shaken_mesh(void **state) {
  (void)state;
  enum { SIDE = 12 };
  static double corners[2 * (SIDE + 1) * (SIDE + 1)];
  wijk_arena *arena = wijk_arena_new(NULL);
  wijk_random random = wijk_random_new(3, 8);
  for (int i = 0; i < (SIDE + 1) * (SIDE + 1); i++) {
    corners[2 * i] = 92000.1 + 137.7 * (i % (SIDE + 1)) + 40 * wijk_random_share(&random);
    corners[2 * i + 1] = 437000.3 + 137.7 * (i / (SIDE + 1)) + 40 * wijk_random_share(&random);
  }
  wijk_layer *zones = shapes_mesh(arena, SIDE, corners);
  assert_int_equal(compare(zones, 0, true), 4 * SIDE * (SIDE - 1));
  assert_int_equal(compare(zones, 0, false), 4 * SIDE * (SIDE - 1) + 4 * (SIDE - 1) * (SIDE - 1));
  for (size_t i = 0; i < zones->geometry.point_count; i++) {
    if (i % 5 < 4) {
      zones->geometry.x[i] += 0.3 * wijk_random_share(&random);
      zones->geometry.y[i] += 0.3 * wijk_random_share(&random);
    } else {
      zones->geometry.x[i] = zones->geometry.x[i - 4];
      zones->geometry.y[i] = zones->geometry.y[i - 4];
    }
  }
  assert_int_equal(compare(zones, 0.5, true), 4 * SIDE * (SIDE - 1));
  assert_int_equal(compare(zones, 0.5, false), 4 * SIDE * (SIDE - 1) + 4 * (SIDE - 1) * (SIDE - 1));
  compare(zones, 0.001, false);
  compare(zones, 0.001, true);
  for (size_t k = 1; k < 140; k += 23)
    compare_distance(zones, &(wijk_weights_rule){.kind = WIJK_WEIGHTS_NEAREST, .nearest = k}, arena);
  for (double band = 100; band < 3000; band *= 1.7) {
    compare_distance(zones, &(wijk_weights_rule){.kind = WIJK_WEIGHTS_BAND, .band_m = band}, arena);
    compare_distance(zones, &(wijk_weights_rule){.kind = WIJK_WEIGHTS_INVERSE, .band_m = band}, arena);
  }
  wijk_arena_free(arena);
}

/* ---- of real places ---- */

static void compare_file(const char *folder, const char *name, const char *crs, const double *snaps,
                         size_t snap_count) {
  char path[512];
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_report_new("test", arena, &report, &err);
  snprintf(path, sizeof path, "%s/%s", folder, name);
  wijk_source source = {.role = "zones", .path = path, .assume_crs = crs};
  wijk_layer *zones = NULL;
  if (wijk_read_zones(&source, arena, &report, &zones, &err) != WIJK_OK)
    fail_msg("%s: %s", path, err.message);
  for (size_t i = 0; i < snap_count; i++) {
    size_t queen = compare(zones, snaps[i], false), rook = compare(zones, snaps[i], true);
    printf("%s within %g: queen %zu, rook %zu\n", name, snaps[i], queen, rook);
    assert_true(rook > 0 && queen >= rook);
  }
  wijk_arena_free(arena);
}

static void test_invented_city(void **state) {
  (void)state;
  const char *source = getenv("WIJK_SOURCE");
  if (!source)
    skip();
  char folder[512];
  snprintf(folder, sizeof folder, "%s/shapes", source);
  compare_file(folder, "buurten.shp", NULL, (double[]){0.5}, 1);
}

static void test_rotterdam(void **state) {
  (void)state;
  const char *shared = getenv("WIJK_SHARED");
  if (!shared || !*shared) {
    printf("SKIPPED: real data are not here (WIJK_SHARED)\n");
    skip();
  }
  char folder[512];
  snprintf(folder, sizeof folder, "%s/data/rotterdam", shared);
  compare_file(folder, "wijken_2024.shp", NULL, (double[]){0.5}, 1);
}

/* Columbus, Ohio (Anselin 1988), in a unit of its own; 236 and 200 pairs by R spdep 1.2-7, poly2nb. */
static void test_columbus(void **state) {
  (void)state;
  const char *shared = getenv("WIJK_SHARED");
  if (!shared || !*shared) {
    printf("SKIPPED: reference data are not here (WIJK_SHARED)\n");
    skip();
  }
  char path[512];
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report report;
  wijk_report_new("test", arena, &report, &err);
  snprintf(path, sizeof path, "%s/oracles/columbus.shp", shared);
  wijk_field_choice key = {"key", "POLYID"};
  wijk_source source = {.role = "zones", .path = path, .assume_crs = "local", .choices = &key, .choice_count = 1};
  wijk_layer *zones = NULL;
  if (wijk_read_zones(&source, arena, &report, &zones, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  wijk_weights queen = find(zones, WIJK_WEIGHTS_QUEEN, NAN, arena), rook = find(zones, WIJK_WEIGHTS_ROOK, NAN, arena);
  assert_int_equal(queen.first[49], 236);
  assert_int_equal(rook.first[49], 200);
  wijk_weights_rule rule = {.snap_m = NAN};
  assert_true(wijk_weights_snap(zones, &rule) > 1e-6 && wijk_weights_snap(zones, &rule) < 1e-5);
  assert_int_equal(compare(zones, wijk_weights_snap(zones, &rule), false), 236);
  assert_int_equal(compare(zones, wijk_weights_snap(zones, &rule), true), 200);
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),       cmocka_unit_test(test_left_out),     cmocka_unit_test(test_distance),
      cmocka_unit_test(test_refused),       cmocka_unit_test(test_random_rings), cmocka_unit_test(test_shaken_mesh),
      cmocka_unit_test(test_invented_city), cmocka_unit_test(test_rotterdam),    cmocka_unit_test(test_columbus)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
