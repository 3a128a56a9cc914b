/* SPDX-License-Identifier: EUPL-1.2 */
/* Nearest and within: by hand, and against looking at every point. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <wijk/geo.h>
#include <wijk/random.h>

static void test_by_hand(void **state) {
  (void)state;
  /* Points 0 and 3 stand on one spot; 1 has no place; 4 is as far from (5, 0) as 0 is. */
  const double x[] = {0, NAN, 30, 0, 10}, y[] = {0, 3, 40, 0, 0};
  const double at_x[] = {3, 5, 30, 0, NAN, 0}, at_y[] = {4, 0, 0, 0, 0, NAN};
  const size_t skip[] = {WIJK_NONE, 0, WIJK_NONE, 0, WIJK_NONE, WIJK_NONE};
  wijk_error err = {0};
  wijk_point_index *index = wijk_point_index_new(5, x, y, &err);
  assert_non_null(index);
  double distance[6];
  size_t nearest[6], found[6];
  assert_int_equal(wijk_point_index_nearest(index, 6, at_x, at_y, NULL, 1, distance, nearest, &err), WIJK_OK);
  const double want_m[] = {5, 5, 20, 0};
  const size_t want[] = {0, 0, 4, 0};
  for (int i = 0; i < 4; i++) {
    assert_true(distance[i] == want_m[i]);
    assert_int_equal(nearest[i], want[i]);
  }
  assert_true(isnan(distance[4]) && isnan(distance[5]));
  assert_true(nearest[4] == WIJK_NONE && nearest[5] == WIJK_NONE);
  assert_int_equal(wijk_point_index_nearest(index, 6, at_x, at_y, skip, 1, distance, nearest, &err), WIJK_OK);
  assert_int_equal(nearest[1], 3); /* point 4 is no nearer and has a higher number */
  assert_int_equal(nearest[3], 3);
  assert_true(distance[3] == 0);
  /* A distance equal to the radius counts. */
  assert_int_equal(wijk_point_index_within(index, 6, at_x, at_y, 5, 1, found, &err), WIJK_OK);
  const size_t want_5[] = {2, 3, 0, 2, 0, 0};
  for (int i = 0; i < 6; i++)
    assert_int_equal(found[i], want_5[i]);
  wijk_point_index_within(index, 6, at_x, at_y, 0, 1, found, &err);
  assert_int_equal(found[3], 2);
  assert_int_equal(found[0], 0);
  wijk_point_index_within(index, 6, at_x, at_y, INFINITY, 1, found, &err);
  assert_int_equal(found[0], 4);
  wijk_point_index_within(index, 6, at_x, at_y, NAN, 1, found, &err);
  assert_int_equal(found[0], 0);
  wijk_point_index_free(index);
}

static void test_none(void **state) {
  (void)state;
  wijk_error err = {0};
  const double nowhere = NAN, x = 1, y = 2;
  const size_t self = 0;
  for (int points = 0; points < 2; points++) {
    wijk_point_index *index = wijk_point_index_new((size_t)points, &nowhere, &nowhere, &err);
    double distance = 7;
    size_t nearest = 7, found = 7;
    wijk_point_index_nearest(index, 1, &x, &y, NULL, 0, &distance, &nearest, &err);
    wijk_point_index_within(index, 1, &x, &y, 1e9, 0, &found, &err);
    assert_true(isnan(distance) && nearest == WIJK_NONE && found == 0);
    wijk_point_index_free(index);
  }
  /* Its only neighbour is itself. */
  wijk_point_index *alone = wijk_point_index_new(1, &x, &y, &err);
  double distance = 7;
  size_t nearest = 7;
  wijk_point_index_nearest(alone, 1, &x, &y, &self, 1, &distance, &nearest, &err);
  assert_true(isnan(distance) && nearest == WIJK_NONE);
  wijk_point_index_free(alone);
}

/* The distance found and the count within that very distance agree, for every rounding. */
static void test_within_meets_nearest(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_random random = wijk_random_new(3, 3);
  for (int i = 0; i < 20000; i++) {
    double px = wijk_random_share(&random), py = wijk_random_share(&random), x = wijk_random_share(&random),
           y = wijk_random_share(&random), distance = 0;
    size_t nearest = 0, at = 0, below = 0;
    wijk_point_index *index = wijk_point_index_new(1, &px, &py, &err);
    wijk_point_index_nearest(index, 1, &x, &y, NULL, 1, &distance, &nearest, &err);
    wijk_point_index_within(index, 1, &x, &y, distance, 1, &at, &err);
    wijk_point_index_within(index, 1, &x, &y, nextafter(distance, 0), 1, &below, &err);
    assert_true(at == 1 && below == 0);
    wijk_point_index_free(index);
  }
}

/* ---- against looking at every point ---- */

/* Ways in which points, and queries, may lie. Those on whole numbers have equal distances and double points. */
typedef enum lie {
  LIE_CROWDED,
  LIE_LATTICE,
  LIE_ONE_SPOT,
  LIE_LINE,
  LIE_ONE_FAR,
  LIE_CIRCLE,
  LIE_ANYWHERE,
  LIE_HUGE,
  LIE_COUNT
} lie;

static void place(wijk_random *random, lie how, size_t i, double *x, double *y) {
  const double a = wijk_random_share(random), b = wijk_random_share(random);
  const double angle = 6.283185307179586 * a;
  switch (how) {
  case LIE_CROWDED:
    *x = 90000 + (i % 3 ? 100 : 50000) * a;
    *y = 430000 + (i % 3 ? 100 : 50000) * b;
    break;
  case LIE_LATTICE:
    *x = floor(12 * a);
    *y = floor(12 * b);
    break;
  case LIE_ONE_SPOT:
    *x = 5;
    *y = 7;
    break;
  case LIE_LINE:
    *x = 90000 + 1000 * a;
    *y = 430000;
    break;
  case LIE_ONE_FAR:
    *x = i == 17 ? 1e6 : 90000 + 1000 * a;
    *y = i == 17 ? -1e6 : 430000 + 1000 * b;
    break;
  case LIE_CIRCLE: /* in the middle all are nearly as near */
    *x = 90000 + 1000 * cos(angle);
    *y = 430000 + 1000 * sin(angle);
    break;
  case LIE_HUGE: /* squares overflow */
    *x = 1e200 * (a - 0.5);
    *y = 1e200 * (b - 0.5);
    break;
  default:
    *x = 80000 + 70000 * a;
    *y = 420000 + 70000 * b;
  }
}

typedef struct set {
  size_t count;
  double *x, *y;
} set;

/* Every eleventh has no place, when asked for. */
static set make_set(uint64_t seed, size_t count, lie how, bool holes) {
  set made = {count, calloc(count, sizeof(double)), calloc(count, sizeof(double))};
  wijk_random random = wijk_random_new(seed, count);
  for (size_t i = 0; i < count; i++) {
    place(&random, how, i, &made.x[i], &made.y[i]);
    if (holes && i % 11 == 5)
      (i % 2 ? made.x : made.y)[i] = i % 3 ? NAN : INFINITY;
  }
  return made;
}

static bool has_place(const set *set, size_t i) {
  return isfinite(set->x[i]) && isfinite(set->y[i]);
}

typedef struct answer {
  double distance_m;
  size_t nearest, within;
} answer;

static answer look_at_all(const set *points, const set *queries, size_t q, size_t skip, double radius) {
  answer found = {NAN, WIJK_NONE, 0};
  double best = INFINITY;
  for (size_t p = 0; has_place(queries, q) && p < points->count; p++) {
    if (!has_place(points, p))
      continue;
    const double dx = points->x[p] - queries->x[q], dy = points->y[p] - queries->y[q], square = dx * dx + dy * dy;
    found.within += sqrt(square) <= radius;
    if (p != skip && (found.nearest == WIJK_NONE || square < best)) {
      best = square;
      found.nearest = p;
      found.distance_m = sqrt(square);
    }
  }
  return found;
}

static void compare(lie of_points, size_t point_count, lie of_queries, size_t query_count, double radius) {
  static const int threads[] = {1, 2, 7, 0};
  wijk_error err = {0};
  set points = make_set(1, point_count, of_points, point_count > 20);
  set queries = make_set(2, query_count, of_queries, true);
  double *distance = calloc(query_count, sizeof *distance);
  size_t *nearest = calloc(query_count, sizeof *nearest), *skip = calloc(query_count, sizeof *skip);
  size_t *found = calloc(query_count, sizeof *found);
  answer *plain = calloc(query_count, sizeof *plain), *plain_skip = calloc(query_count, sizeof *plain);
  for (size_t q = 0; q < query_count; q++) {
    skip[q] = q % 3 ? q % point_count : WIJK_NONE;
    plain[q] = look_at_all(&points, &queries, q, WIJK_NONE, radius);
    plain_skip[q] = look_at_all(&points, &queries, q, skip[q], radius);
  }
  wijk_point_index *index = wijk_point_index_new(point_count, points.x, points.y, &err);
  assert_non_null(index);
  for (size_t t = 0; t < 2 * sizeof threads / sizeof *threads; t++) {
    const answer *want = t % 2 ? plain_skip : plain;
    wijk_point_index_nearest(index, query_count, queries.x, queries.y, t % 2 ? skip : NULL, threads[t / 2], distance,
                             nearest, &err);
    wijk_point_index_within(index, query_count, queries.x, queries.y, radius, threads[t / 2], found, &err);
    for (size_t q = 0; q < query_count; q++) {
      if (nearest[q] != want[q].nearest || found[q] != want[q].within)
        fail_msg("points %d (%zu), queries %d: query %zu finds %zu and %zu within, not %zu and %zu", of_points,
                 point_count, of_queries, q, nearest[q], found[q], want[q].nearest, want[q].within);
      assert_true(distance[q] == want[q].distance_m || (isnan(distance[q]) && isnan(want[q].distance_m)));
    }
  }
  assert_int_equal(err.status, WIJK_OK);
  wijk_point_index_free(index);
  free(points.x), free(points.y), free(queries.x), free(queries.y);
  free(distance), free(nearest), free(skip), free(found), free(plain), free(plain_skip);
}

static void test_random(void **state) {
  (void)state;
  static const size_t counts[] = {1, 2, 8, 9, 17, 100, 1000};
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
    for (lie points = 0; points < LIE_COUNT; points++) {
      const double radius = points == LIE_LATTICE || points == LIE_ONE_SPOT ? 3 : 1000;
      compare(points, counts[i], points, 700, radius);
      compare(points, counts[i], LIE_ANYWHERE, 300, 20000);
    }
  compare(LIE_CROWDED, 500, LIE_ONE_FAR, 64, 300);     /* as many as are answered one by one */
  compare(LIE_ANYWHERE, 300, LIE_CROWDED, 9000, 5000); /* many a bin, more than one block for two */
}

/* Forty thousand million pairs, a time too long for any test: most must be passed over unseen. */
static void test_hostile_is_fast(void **state) {
  (void)state;
  enum { POINTS = 200000, QUERIES = 200000 };
  static const lie points_lie[] = {LIE_ONE_SPOT, LIE_ONE_FAR, LIE_LINE}, queries_lie[] = {LIE_ONE_SPOT, LIE_ANYWHERE};
  wijk_error err = {0};
  double *distance = calloc(QUERIES, sizeof *distance);
  size_t *nearest = calloc(QUERIES, sizeof *nearest);
  for (size_t i = 0; i < 6; i++) {
    set points = make_set(1, POINTS, points_lie[i % 3], false);
    set queries = make_set(2, QUERIES, queries_lie[i / 3], false);
    wijk_point_index *index = wijk_point_index_new(POINTS, points.x, points.y, &err);
    wijk_point_index_nearest(index, QUERIES, queries.x, queries.y, NULL, 0, distance, nearest, &err);
    if (points_lie[i % 3] == LIE_ONE_SPOT)
      for (size_t q = 0; q < QUERIES; q++)
        assert_int_equal(nearest[q], 0);
    wijk_point_index_within(index, QUERIES, queries.x, queries.y, 1e7, 0, nearest, &err);
    for (size_t q = 0; q < QUERIES; q++)
      assert_int_equal(nearest[q], POINTS);
    wijk_point_index_free(index);
    free(points.x), free(points.y), free(queries.x), free(queries.y);
  }
  free(distance), free(nearest);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_none),
                                     cmocka_unit_test(test_within_meets_nearest), cmocka_unit_test(test_random),
                                     cmocka_unit_test(test_hostile_is_fast)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
