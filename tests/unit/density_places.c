/* SPDX-License-Identifier: EUPL-1.2 */
/* Density at places: against every point, parts of kernels in closed form, and whatever the order of points. */
#include "unit/density_town.h"

#include "base/memory.h"
#include "geo/kernel.h"

/* At places: every point looked at, with parts of kernels from cells of 10 m. */
static void test_places(void **state) {
  (void)state;
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_density_points points = points_over(zones, 60, 5);
  wijk_frame frame = frame_of(zones, 10);
  enum { PLACES = 200 };
  wijk_density_points places = points_over(zones, PLACES, 6);
  double found[PLACES], worst = 0, most = 0;
  for (int kind = 0; kind < 2; kind++)
    for (size_t e = 0; e < 3; e++) {
      wijk_density_options options = {(wijk_kernel)kind, 600, edges[e], 2};
      wijk_error err = {0};
      kernel kernel;
      assert_int_equal(wijk_density_find(zones, &points, &options, PLACES, places.x, places.y, found, &err), WIJK_OK);
      assert_int_equal(kernel_make(&frame, &options, &kernel, &err), WIJK_OK);
      double *room = WIJK_ARENA_ADD(arena, double, 4 * (kernel.most + 1), NULL);
      for (size_t i = 0; i < PLACES; i++) {
        double sum = 0, cell = kernel.peak * 100;
        if (e == 2 && !places.inside[i])
          continue;
        for (size_t k = 0; k < points.count; k++) {
          double part = e == 0 ? cell * kernel_inside(&kernel, points.x[k], points.y[k], room) : 1;
          if (e == 1 || points.inside[k])
            sum += 1e6 * points.weight[k] / part *
                   plain_kernel(options.kernel, 600, points.x[k] - places.x[i], points.y[k] - places.y[i]);
        }
        if (e == 2)
          sum /= cell * kernel_inside(&kernel, places.x[i], places.y[i], room);
        most = fmax(most, sum);
        worst = fmax(worst, sum > 0 ? fabs(found[i] - sum) / sum : found[i]);
      }
      kernel_free(&kernel);
    }
  assert_true(most > 10);
  print_message("at places within %.1e of parts from cells of 10 m\n", worst);
  if (worst > 1e-3) /* what cells leave of a border */
    fail_msg("%.5f", worst);
}

/* The kernel along one axis, to the one side of a line `away` from its middle (less than 0: beyond the line): of a
 * gaussian by erfc, of a quartic 16/5pi ∫ (1 - u^2)^(5/2) by Simpson's rule. */
static double plain_side(wijk_kernel kind, double away) {
  enum { STEPS = 20000 };
  double sum = 0, from = -1, to = fmax(-1, fmin(1, away));
  if (kind == WIJK_KERNEL_GAUSSIAN)
    return erfc(-away / sqrt(2)) / 2;
  for (int k = 0; k <= STEPS; k++) {
    double u = from + (to - from) * k / STEPS;
    sum += (k == 0 || k == STEPS ? 1 : k % 2 ? 4 : 2) * pow(fmax(1 - u * u, 0), 2.5);
  }
  return 16 / (5 * PI) * sum * (to - from) / STEPS / 3;
}

/* A strip with many points on its sides, at any place in it, on its border and in its corners; one part of a kernel. */
static void test_parts(void **state) {
  (void)state;
  static const char *const strip[] = {"0 0, 300 0, 301 0, 5000 0, 10000 0, 10000 900, 7000 900, 0 900"};
  wijk_layer *zones = shapes_layer(arena, strip, 1);
  static const double ys[] = {0, 1e-9, 1, 250, 450, 899.5, 900};
  wijk_error err = {0};
  double worst[2] = {0, 0};
  for (int kind = 0; kind < 2; kind++)
    for (size_t k = 0; k < 7; k++) {
      bool inside = true;
      double x = k % 2 ? 301 : 300, found, weight = 1, h = kind == WIJK_KERNEL_GAUSSIAN ? 55 : 280;
      wijk_density_points point = {1, &x, &ys[k], &weight, &inside};
      wijk_density_options options = {(wijk_kernel)kind, h, WIJK_DENSITY_EDGE_BOUNDARY, 1};
      double peak = 1e6 * (kind == WIJK_KERNEL_GAUSSIAN ? 1 / (2 * PI * h * h) : 3 / (PI * h * h));
      assert_int_equal(wijk_density_find(zones, &point, &options, 1, &x, &ys[k], &found, &err), WIJK_OK);
      double part = plain_side(options.kernel, ys[k] / h) + plain_side(options.kernel, (900 - ys[k]) / h) - 1;
      worst[kind] = fmax(worst[kind], fabs(peak / found - part));
    }
  /* in a corner, where the sides of a gaussian are independent of each other */
  double x = 9950, y = 880, weight = 1, found, h = 200;
  bool inside = true;
  wijk_density_points point = {1, &x, &y, &weight, &inside};
  wijk_density_options options = {WIJK_KERNEL_GAUSSIAN, h, WIJK_DENSITY_EDGE_BOUNDARY, 1};
  assert_int_equal(wijk_density_find(zones, &point, &options, 1, &x, &y, &found, &err), WIJK_OK);
  double part = plain_side(options.kernel, 50 / h) *
                (plain_side(options.kernel, 20 / h) + plain_side(options.kernel, 880 / h) - 1);
  print_message("parts within %.1e (quartic), %.1e (gaussian), %.1e (its corner)\n", worst[0], worst[1],
                fabs(1e6 / (2 * PI * h * h) / found - part));
  assert_true(worst[0] < 1e-9 && worst[1] < 4e-6);
  assert_true(fabs(1e6 / (2 * PI * h * h) / found - part) < 4e-6);
}

/* An island smaller than its kernel holds all of its places: 12 in 0.0004 km2. */
static void test_islet(void **state) {
  (void)state;
  static const char *const islet[] = {"100 100, 120 100, 120 120, 100 120"};
  wijk_layer *zones = shapes_layer(arena, islet, 1);
  double x = 104, y = 113, weight = 12, found;
  bool inside = true;
  wijk_density_points point = {1, &x, &y, &weight, &inside};
  wijk_error err = {0};
  for (int kind = 0; kind < 2; kind++) {
    wijk_density_options options = {(wijk_kernel)kind, 1e5, WIJK_DENSITY_EDGE_BOUNDARY, 1};
    assert_int_equal(wijk_density_find(zones, &point, &options, 1, &x, &y, &found, &err), WIJK_OK);
    assert_true(fabs(found - 12 / 0.0004) < 1e-3 * 30000);
  }
}

/* Points in another order, of which many lie on one spot: the same to the last bit. */
static void test_order(void **state) {
  (void)state;
  enum { N = 500, PLACES = 50 };
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_frame frame = frame_of(zones, 70);
  wijk_density_points points = points_over(zones, N, 4), places = points_over(zones, PLACES, 8);
  size_t all = frame.rows * frame.columns;
  double x[N], y[N], weight[N], first[PLACES], second[PLACES], own[N];
  bool inside[N];
  for (size_t k = 0; k < N; k++) {
    own[k] = points.weight[k] / 7;
    ((double *)points.x)[k] = points.x[k % 200]; /* several on one spot, of different weight */
    ((double *)points.y)[k] = points.y[k % 200];
    ((bool *)points.inside)[k] = points.inside[k % 200];
  }
  points.weight = own;
  for (size_t k = 0; k < N; k++) {
    size_t from = k * 77 % N;
    x[k] = points.x[from];
    y[k] = points.y[from];
    weight[k] = points.weight[from];
    inside[k] = points.inside[from];
  }
  wijk_density_points moved = {N, x, y, weight, inside};
  double *one = WIJK_ARENA_ADD(arena, double, all, NULL), *other = WIJK_ARENA_ADD(arena, double, all, NULL);
  for (int kind = 0; kind < 2; kind++)
    for (size_t e = 0; e < 3; e++) {
      wijk_density_options options = {(wijk_kernel)kind, 700, edges[e], 2};
      wijk_density_sums sums, others;
      wijk_error err = {0};
      assert_int_equal(wijk_density_compute(&frame, &points, &options, one, &sums, &err), WIJK_OK);
      assert_int_equal(wijk_density_compute(&frame, &moved, &options, other, &others, &err), WIJK_OK);
      assert_memory_equal(one, other, all * sizeof *one);
      assert_memory_equal(&sums, &others, sizeof sums);
      assert_int_equal(wijk_density_find(zones, &points, &options, PLACES, places.x, places.y, first, &err), WIJK_OK);
      assert_int_equal(wijk_density_find(zones, &moved, &options, PLACES, places.x, places.y, second, &err), WIJK_OK);
      assert_memory_equal(first, second, sizeof first);
    }
}

/* sigma^2 = 1 km2 in x and 4 in y: their mean 2.5; n = 64, and 64^(1/6) = 2. */
static void test_reference(void **state) {
  (void)state;
  enum { N = 64 };
  double x[N], y[N], weight[N];
  bool inside[N];
  for (size_t k = 0; k < N; k++) {
    double away = sqrt((N - 1.0) / N);
    x[k] = (k % 2 ? 1000 : -1000) * away;
    y[k] = (k / 2 % 2 ? 2000 : -2000) * away;
    weight[k] = 1;
    inside[k] = true;
  }
  wijk_density_points points = {N, x, y, weight, inside};
  assert_true(fabs(wijk_density_reference(&points, WIJK_KERNEL_GAUSSIAN) - 1000 * sqrt(2.5) / 2) < 1e-9);
  assert_true(fabs(wijk_density_reference(&points, WIJK_KERNEL_QUARTIC) - 1000 * sqrt(2.5) / 2 * sqrt(8)) < 1e-9);
  points.count = 1;
  assert_true(isnan(wijk_density_reference(&points, WIJK_KERNEL_QUARTIC)));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_places), cmocka_unit_test(test_parts),
                                     cmocka_unit_test(test_islet), cmocka_unit_test(test_order),
                                     cmocka_unit_test(test_reference)};
  return cmocka_run_group_tests(tests, make_arena, free_arena);
}
