/* SPDX-License-Identifier: EUPL-1.2 */
/* The window of a point pattern: union, shares of circles, overlaps with its shifted self, places by chance. */
#include "geo/window.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <wijk/wijk.h>

#include "unit/shapes.h"

static wijk_arena *arena;
static wijk_error err;

static int open_arena(void **state) {
  (void)state;
  err = (wijk_error){0};
  arena = wijk_arena_new(&err);
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static window window_of(const char *const *texts, size_t count) {
  window made;
  assert_int_equal(window_new(shapes_layer(arena, texts, count), arena, &made, &err), WIJK_OK);
  return made;
}

static double share_of(const window *made, double x, double y, double radius) {
  double square = radius * radius, share;
  circle_turn room[2];
  window_circle_shares(made, x, y, 1, &square, &share, room);
  return share;
}

/* ---- plain answers ---- */

/* Overlap of a window with itself moved, to the last rounding: the window is a sum of regions to the right of its
 * border pieces, each with a sign, and what two such regions share has a closed form. Every pair of pieces is looked
 * at. */
static double plain_pair(const wijk_geometry *g, size_t a, size_t b, double dx, double dy) {
  double low = fmax(fmin(g->y[a], g->y[a + 1]), fmin(g->y[b], g->y[b + 1]) + dy);
  double high = fmin(fmax(g->y[a], g->y[a + 1]), fmax(g->y[b], g->y[b + 1]) + dy);
  if (!(low < high))
    return 0;
  double sign = (g->y[a + 1] > g->y[a] ? 1 : -1) * (g->y[b + 1] > g->y[b] ? 1 : -1);
  double slope_a = (g->x[a + 1] - g->x[a]) / (g->y[a + 1] - g->y[a]);
  double slope_b = (g->x[b + 1] - g->x[b]) / (g->y[b + 1] - g->y[b]);
  double a_low = g->x[a] - g->x[0] + slope_a * (low - g->y[a]), a_high = a_low + slope_a * (high - low);
  double b_low = g->x[b] - g->x[0] + dx + slope_b * (low - dy - g->y[b]), b_high = b_low + slope_b * (high - low);
  double before = a_low - b_low, after = a_high - b_high, height = high - low, part = 1;
  if (before * after < 0)
    part = before / (before - after); /* where the two cross */
  double at = a_low + part * (a_high - a_low);
  double integral = part * height * (fmax(a_low, b_low) + (part < 1 ? at : fmax(a_high, b_high))) / 2;
  if (part < 1)
    integral += (1 - part) * height * (at + fmax(a_high, b_high)) / 2;
  return -sign * integral;
}

static double plain_overlap(const window *made, double dx, double dy) {
  const wijk_geometry *g = &made->parts->geometry;
  double sum = 0;
  for (size_t r = 0; r < g->ring_count; r++)
    for (size_t a = g->point_of_ring[r]; a + 1 < g->point_of_ring[r + 1]; a++)
      for (size_t s = 0; s < g->ring_count; s++)
        for (size_t b = g->point_of_ring[s]; b + 1 < g->point_of_ring[s + 1]; b++)
          sum += plain_pair(g, a, b, dx, dy);
  return sum;
}

static int order_numbers(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

/* Share of a circle inside: where it meets the border cuts it into arcs, and the middle of each is asked about. */
static double plain_share(const window *made, double x, double y, double radius) {
  const wijk_geometry *g = &made->parts->geometry;
  double cut[200], turn = 6.283185307179586477, inside = 0;
  size_t cuts = 0;
  for (size_t r = 0; r < g->ring_count; r++)
    for (size_t p = g->point_of_ring[r]; p + 1 < g->point_of_ring[r + 1]; p++) {
      double ax = g->x[p] - x, ay = g->y[p] - y, ux = g->x[p + 1] - g->x[p], uy = g->y[p + 1] - g->y[p];
      double a = ux * ux + uy * uy, b = 2 * (ax * ux + ay * uy), c = ax * ax + ay * ay - radius * radius;
      double under = b * b - 4 * a * c;
      for (int sign = -1; under > 0 && sign < 2; sign += 2) {
        double s = (-b + sign * sqrt(under)) / (2 * a);
        if (s >= 0 && s <= 1) {
          assert_true(cuts < 198);
          cut[cuts++] = atan2(ay + s * uy, ax + s * ux);
        }
      }
    }
  qsort(cut, cuts, sizeof *cut, order_numbers);
  cut[cuts] = cuts ? cut[0] + turn : turn;
  for (size_t k = 0; k < (cuts ? cuts : 1); k++) {
    double from = cuts ? cut[k] : 0, to = cut[cuts ? k + 1 : 0], angle = (from + to) / 2;
    double px = x + radius * cos(angle), py = y + radius * sin(angle);
    size_t part = WIJK_NONE;
    wijk_zone_index_find(made->index, 1, &px, &py, 1, &part, NULL, &err);
    inside += part != WIJK_NONE ? to - from : 0;
  }
  return inside / turn;
}

/* A ragged outline with bays and a hole. */
static window ragged(size_t corners) {
  char *text = malloc(80 * corners + 200);
  size_t at = 0;
  wijk_random random = wijk_random_new(5, 1);
  for (size_t k = 0; k < corners; k++) {
    double angle = 6.283185307179586477 * (double)k / (double)corners;
    double far = 9000 + 4000 * cos(3 * angle) + 300 * wijk_random_share(&random);
    at += (size_t)snprintf(text + at, 80, "%s%ld.%02d %ld.%02d", k ? ", " : "", 20000 + (long)(far * cos(angle)),
                           (int)(k % 90) + 5, 20000 + (long)(far * sin(angle)), (int)(k % 80) + 7);
  }
  snprintf(text + at, 80, " / 19000 19000, 19500 21000, 21000 20500");
  const char *texts[] = {text};
  window made = window_of(texts, 1);
  free(text);
  return made;
}

/* ---- union ---- */

static void union_is_joined_and_measured(void **state) {
  (void)state;
  const char *two[] = {"0 0, 100 0, 100 100, 0 100", "100 0, 200 0, 200 100, 100 100"};
  window made = window_of(two, 2);
  assert_float_equal(made.area_m2, 20000, 1e-9);
  assert_float_equal(made.perimeter_m, 600, 1e-9);
  assert_int_equal(made.parts->row_count, 1);
  window_close(&made);
}

static void overlaps_count_once_and_holes_stay(void **state) {
  (void)state;
  /* 100 x 100 and 100 x 100 that share a strip of 50 x 100; a hole of 10 x 10 */
  const char *over[] = {"0 0, 100 0, 100 100, 0 100 / 10 10, 10 20, 20 20, 20 10", "50 0, 150 0, 150 100, 50 100"};
  window made = window_of(over, 2);
  assert_float_equal(made.area_m2, 15000 - 100, 1e-9);
  assert_float_equal(made.perimeter_m, 500 + 40, 1e-9);
  window_close(&made);
}

static void a_gap_of_less_than_a_metre_is_filled(void **state) {
  (void)state;
  /* two zones about a gap of 0.4 m by 60 m, and about one of 4 m by 60 m */
  const char *sliver[] = {"0 0, 100 0, 100 20, 99.6 20, 99.6 80, 100 80, 100 100, 0 100",
                          "100 0, 200 0, 200 100, 100 100, 100 80, 100 20"};
  const char *gap[] = {"0 0, 100 0, 100 20, 96 20, 96 80, 100 80, 100 100, 0 100",
                       "100 0, 200 0, 200 100, 100 100, 100 80, 100 20"};
  window filled = window_of(sliver, 2), open = window_of(gap, 2);
  assert_float_equal(filled.area_m2, 20000, 1e-6);
  assert_float_equal(filled.perimeter_m, 600, 1e-6);
  assert_float_equal(open.area_m2, 20000 - 240, 1e-6);
  window_close(&filled);
  window_close(&open);
}

static void two_parts_and_none(void **state) {
  (void)state;
  const char *apart[] = {"0 0, 10 0, 10 10, 0 10", "50 0, 60 0, 60 10, 50 10", NULL};
  window made = window_of(apart, 3);
  assert_int_equal(made.parts->row_count, 2);
  assert_float_equal(made.area_m2, 200, 1e-9);
  window_close(&made);
  const char *empty[] = {NULL};
  made = window_of(empty, 1);
  assert_float_equal(made.area_m2, 0, 0);
  window_close(&made);
}

/* ---- circles ---- */

static void shares_of_circles_by_hand(void **state) {
  (void)state;
  const char *square[] = {"0 0, 10 0, 10 10, 0 10"};
  window made = window_of(square, 1);
  assert_float_equal(share_of(&made, 5, 5, 4), 1, 0);
  assert_float_equal(share_of(&made, 0, 5, 2), 0.5, 1e-12);  /* on a side */
  assert_float_equal(share_of(&made, 0, 0, 2), 0.25, 1e-12); /* on a corner */
  /* 1 from the left side, radius 2: the arc beyond it spans 2 acos(1/2) = a third of a turn */
  assert_float_equal(share_of(&made, 1, 5, 2), 2.0 / 3, 1e-12);
  /* the middle, radius 5 sqrt 2 = the corners: nothing is inside but four points; radius 6: each side hides
   * 2 acos(5/6) */
  assert_float_equal(share_of(&made, 5, 5, 6), 1 - 4 * 2 * acos(5.0 / 6) / 6.283185307179586, 1e-12);
  assert_float_equal(share_of(&made, 5, 5, 5), 1, 1e-9); /* touches every side */
  window_close(&made);
}

static void shares_of_circles_about_holes_and_parts(void **state) {
  (void)state;
  const char *texts[] = {"0 0, 100 0, 100 100, 0 100 / 40 40, 40 60, 60 60, 60 40 + 130 10, 160 0, 150 90"};
  window made = window_of(texts, 1);
  wijk_random random = wijk_random_new(3, 1);
  for (size_t k = 0; k < 200; k++) {
    double x, y, radius = 3 + 120 * wijk_random_share(&random);
    assert_int_equal(window_scatter(&made, &random, 1, &x, &y, &err), WIJK_OK);
    double plain = plain_share(&made, x, y, radius), found = share_of(&made, x, y, radius);
    if (plain > 0)
      assert_float_equal(found, plain, 1e-9);
  }
  window_close(&made);
}

/* The runs of a long border are passed over where no circle meets them, and only there. */
static void shares_of_circles_in_a_ragged_window(void **state) {
  (void)state;
  window made = ragged(700);
  wijk_random random = wijk_random_new(9, 1);
  enum { CIRCLES = 300 };
  double square[CIRCLES], share[CIRCLES], worst = 0;
  circle_turn room[CIRCLES + 1];
  for (size_t place = 0; place < 60; place++) {
    double x, y;
    assert_int_equal(window_scatter(&made, &random, 1, &x, &y, &err), WIJK_OK);
    for (size_t k = 0; k < CIRCLES; k++) {
      double radius = (place % 2 ? 12000 : 1500) * wijk_random_share(&random) * wijk_random_share(&random);
      square[k] = radius * radius;
    }
    window_circle_shares(&made, x, y, CIRCLES, square, share, room);
    for (size_t k = 0; k < CIRCLES; k++) {
      double plain = plain_share(&made, x, y, sqrt(square[k]));
      worst = fmax(worst, plain > 0 ? fabs(share[k] - plain) : 0);
    }
  }
  print_message("share of a circle within %g\n", worst);
  assert_true(worst < 1e-9);
  window_close(&made);
}

/* Many radii at once give what each gives by itself. */
static void circles_together_are_circles_apart(void **state) {
  (void)state;
  const char *texts[] = {"0 0, 100 0, 100 100, 0 100 / 40 40, 40 60, 60 60, 60 40"};
  window made = window_of(texts, 1);
  double square[40], share[40];
  circle_turn room[41];
  for (size_t k = 0; k < 40; k++)
    square[k] = (1 + 2.0 * (double)k) * (1 + 2.0 * (double)k);
  window_circle_shares(&made, 31, 27, 40, square, share, room);
  for (size_t k = 0; k < 40; k++)
    assert_true(share[k] == share_of(&made, 31, 27, 1 + 2.0 * (double)k));
  window_close(&made);
}

/* ---- shifts ---- */

static void overlaps_by_hand(void **state) {
  (void)state;
  const char *square[] = {"0 0, 10 0, 10 10, 0 10"};
  window made = window_of(square, 1);
  window_shift *shift = window_shift_new(&made, 5, 1, arena, &err);
  assert_non_null(shift);
  assert_float_equal(window_shift_area(shift), 100, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 3, 4), 42, 1e-9); /* (10 - 3)(10 - 4) */
  assert_float_equal(window_shift_overlap(shift, -3, 4), 42, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 3, -4), 42, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 2.5, 4.1234), 7.5 * 5.8766, 1e-9);
  shift =
      window_shift_new(&made, 20, 1, arena, &err); /* beyond the square's height: rows of the table are 3 bands apart */
  assert_non_null(shift);
  assert_float_equal(window_shift_overlap(shift, 0, 10), 0, 0.06);
  assert_float_equal(window_shift_overlap(shift, 0, 10.1), 0, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 20, 0), 0, 1e-9);
  window_close(&made);
}

static void overlaps_of_a_ragged_window_are_near_exact(void **state) {
  (void)state;
  window made = ragged(700);
  static const double reaches[] = {20, 3000, 14000}; /* a band or two, where the overlap falls off most sharply; … */
  static const double allowed[] = {2e-4, 2e-5, 5e-5};
  for (size_t r = 0; r < 3; r++) {
    window_shift *shift = window_shift_new(&made, reaches[r], 2, arena, &err);
    assert_non_null(shift);
    double worst = 0;
    wijk_random random = wijk_random_new(6, 1);
    for (size_t k = 0; k < 60; k++) {
      double angle = 6.283185307179586477 * wijk_random_share(&random), far = reaches[r] * wijk_random_share(&random);
      double dx = far * cos(angle), dy = far * sin(angle);
      worst = fmax(worst, fabs(window_shift_overlap(shift, dx, dy) / window_shift_area(shift) -
                               plain_overlap(&made, dx, dy) / made.area_m2));
    }
    print_message("up to %g m: overlap within %g of the area, area within %g\n", reaches[r], worst,
                  fabs(window_shift_area(shift) / made.area_m2 - 1));
    assert_true(worst < allowed[r]);
  }
  assert_float_equal(plain_overlap(&made, 0, 0), made.area_m2, 1e-6 * made.area_m2);
  window_close(&made);
}

/* Two towns: nothing is shared half-way, and the one lies on the other in the end. */
static void overlaps_of_parts(void **state) {
  (void)state;
  const char *texts[] = {"0 0, 10 0, 10 10, 0 10", "50 0, 60 0, 60 10, 50 10"};
  window made = window_of(texts, 2);
  window_shift *shift = window_shift_new(&made, 64, 1, arena, &err);
  assert_non_null(shift);
  assert_float_equal(window_shift_area(shift), 200, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 50, 0), 100, 1e-9);
  assert_float_equal(window_shift_overlap(shift, -55, 4), 5 * 6, 1e-9);
  assert_float_equal(window_shift_overlap(shift, 5, -4), 2 * 5 * 6, 1e-9);
  for (int dx = 11; dx < 40; dx++)
    assert_true(window_shift_overlap(shift, dx, 3) >= 0 && window_shift_overlap(shift, dx, 3) < 1e-9);
  window_close(&made);
}

/* The same table for any number of threads. */
static void overlaps_do_not_depend_on_threads(void **state) {
  (void)state;
  window made = ragged(200);
  window_shift *one = window_shift_new(&made, 5000, 1, arena, &err),
               *seven = window_shift_new(&made, 5000, 7, arena, &err);
  assert_non_null(one);
  assert_non_null(seven);
  for (int k = -4900; k < 4900; k += 7)
    assert_true(window_shift_overlap(one, k, 0.37 * k) == window_shift_overlap(seven, k, 0.37 * k));
  window_close(&made);
}

/* ---- chance ---- */

/* Places lie in the window, and each part and each quarter has its share. */
static void places_by_chance_are_even(void **state) {
  (void)state;
  const char *texts[] = {"0 0, 100 0, 100 100, 0 100 / 0 50, 50 100, 50 50 + 200 0, 300 0, 300 50, 200 50"};
  window made = window_of(texts, 1);
  enum { COUNT = 40000 };
  double *x = WIJK_ARENA_ADD(arena, double, COUNT, &err), *y = WIJK_ARENA_ADD(arena, double, COUNT, &err);
  wijk_random random = wijk_random_new(1, 7);
  assert_int_equal(window_scatter(&made, &random, COUNT, x, y, &err), WIJK_OK);
  size_t second = 0, low_left = 0, in_hole = 0;
  for (size_t k = 0; k < COUNT; k++) {
    second += x[k] > 150;
    low_left += x[k] < 50 && y[k] < 50;
    in_hole += x[k] < 50 && y[k] > 50 && y[k] < 50 + x[k];
  }
  double area = 10000 - 1250 + 5000;
  assert_int_equal(in_hole, 0);
  /* five standard errors of a share near a third of 40,000 are 0.012 */
  assert_float_equal((double)second / COUNT, 5000 / area, 0.012);
  assert_float_equal((double)low_left / COUNT, 2500 / area, 0.012);
  /* the same stream, asked in two goes from the start, gives the same first places */
  double again_x[10], again_y[10];
  random = wijk_random_new(1, 7);
  assert_int_equal(window_scatter(&made, &random, 10, again_x, again_y, &err), WIJK_OK);
  for (size_t k = 0; k < 10; k++)
    assert_true(again_x[k] == x[k] && again_y[k] == y[k]);
  window_close(&made);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(union_is_joined_and_measured, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(overlaps_count_once_and_holes_stay, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(a_gap_of_less_than_a_metre_is_filled, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(two_parts_and_none, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(shares_of_circles_by_hand, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(shares_of_circles_about_holes_and_parts, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(shares_of_circles_in_a_ragged_window, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(circles_together_are_circles_apart, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(overlaps_by_hand, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(overlaps_of_a_ragged_window_are_near_exact, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(overlaps_of_parts, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(overlaps_do_not_depend_on_threads, open_arena, close_arena),
      cmocka_unit_test_setup_teardown(places_by_chance_are_even, open_arena, close_arena),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
