/* SPDX-License-Identifier: EUPL-1.2 */
/* Kernel density: by hand, against every point on every cell, and that no place is lost over the border. */
#include <math.h>
#include <omp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/kernel.h"
#include "unit/density_town.h"
#include <wijk/wijk.h>

typedef struct cell_list {
  size_t count, *number;
  double *x, *y;
} cell_list;

static cell_list cells_inside(const wijk_frame *frame) {
  size_t all = frame->rows * frame->columns;
  cell_list list = {0, WIJK_ARENA_ADD(arena, size_t, all, NULL), WIJK_ARENA_ADD(arena, double, all, NULL),
                    WIJK_ARENA_ADD(arena, double, all, NULL)};
  for (size_t r = 0; r < frame->rows; r++)
    for (size_t k = frame->first[r]; k < frame->first[r + 1]; k++)
      for (size_t c = frame->start[k]; c < frame->end[k]; c++, list.count++) {
        list.number[list.count] = r * frame->columns + c;
        list.x[list.count] = frame->left_m + ((double)c + 0.5) * frame->cell_m;
        list.y[list.count] = frame->top_m - ((double)r + 0.5) * frame->cell_m;
      }
  return list;
}

static double plain_part(const cell_list *cells, double cell_m, wijk_kernel kind, double h, double x, double y) {
  double part = 0;
  for (size_t i = 0; i < cells->count; i++)
    part += plain_kernel(kind, h, cells->x[i] - x, cells->y[i] - y) * cell_m * cell_m;
  return part;
}

static void plain_density(const wijk_frame *frame, const wijk_density_points *points,
                          const wijk_density_options *options, double *values) {
  cell_list cells = cells_inside(frame);
  wijk_kernel kind = options->kernel;
  double h = options->bandwidth_m;
  for (size_t i = 0; i < frame->rows * frame->columns; i++)
    values[i] = NAN;
  for (size_t i = 0; i < cells.count; i++)
    values[cells.number[i]] = 0;
  for (size_t k = 0; k < points->count; k++) {
    double part = 1;
    if (options->edge != WIJK_DENSITY_EDGE_NONE && !points->inside[k])
      continue;
    if (options->edge == WIJK_DENSITY_EDGE_BOUNDARY)
      part = plain_part(&cells, frame->cell_m, kind, h, points->x[k], points->y[k]);
    for (size_t i = 0; i < cells.count && part > 0; i++)
      values[cells.number[i]] +=
          1e6 * points->weight[k] * plain_kernel(kind, h, cells.x[i] - points->x[k], cells.y[i] - points->y[k]) / part;
  }
  for (size_t i = 0; options->edge == WIJK_DENSITY_EDGE_UNIFORM && i < cells.count; i++)
    values[cells.number[i]] /= plain_part(&cells, frame->cell_m, kind, h, cells.x[i], cells.y[i]);
}

static void test_as_plain(void **state) {
  (void)state;
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_frame frame = frame_of(zones, 130);
  wijk_density_points points = points_over(zones, 150, 7);
  size_t all = frame.rows * frame.columns;
  double *fast = WIJK_ARENA_ADD(arena, double, all, NULL), *plain = WIJK_ARENA_ADD(arena, double, all, NULL);
  static const double bandwidths[] = {130, 777, 4000};
  for (int kind = 0; kind < 2; kind++)
    for (size_t e = 0; e < 3; e++)
      for (size_t b = 0; b < 3; b++) {
        wijk_density_options options = {(wijk_kernel)kind, bandwidths[b], edges[e], 2};
        wijk_density_sums sums;
        wijk_error err = {0};
        double most = 0;
        assert_int_equal(wijk_density_compute(&frame, &points, &options, fast, &sums, &err), WIJK_OK);
        plain_density(&frame, &points, &options, plain);
        for (size_t i = 0; i < all; i++)
          most = fmax(most, isnan(plain[i]) ? 0 : plain[i]);
        assert_true(most > 0);
        for (size_t i = 0; i < all; i++)
          if (isnan(plain[i]) != isnan(fast[i]) || fabs(plain[i] - fast[i]) > 1e-12 * most)
            fail_msg("kernel %d edge %zu bandwidth %zu cell %zu: %.17g, plainly %.17g", kind, e, b, i, fast[i],
                     plain[i]);
      }
}

/* One point of 12 places in the middle of a cell, far from any border, h = 1 km:
 *   quartic   in its own cell 12 * 3 / pi; 600 m east 12 * 3 / pi * (1 - 0.36)^2; 1 km east 0
 *   gaussian  12 / (2 pi); 600 m east times e^-0.18; 1 km east and 2 km north times e^-2.5 */
static void test_by_hand(void **state) {
  (void)state;
  static const char *const square[] = {"0 0, 20000 0, 20000 20000, 0 20000"};
  wijk_frame frame = frame_of(shapes_layer(arena, square, 1), 100);
  double x[] = {10050, NAN, 300}, y[] = {9950, 5, 300}, weight[] = {12, 4, NAN};
  bool inside[] = {true, true, true};
  wijk_density_points points = {3, x, y, weight, inside};
  double *values = WIJK_ARENA_ADD(arena, double, frame.rows *frame.columns, NULL);
  size_t own = 100 * frame.columns + 100;
  wijk_density_sums sums;
  wijk_error err = {0};
  assert_int_equal(frame.columns, 200);
  assert_int_equal(frame.rows, 200);
  assert_int_equal(frame.cell_count, 40000);
  wijk_density_options options = {WIJK_KERNEL_QUARTIC, 1000, WIJK_DENSITY_EDGE_NONE, 0};
  assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
  assert_true(fabs(values[own] - 36 / PI) < 1e-12);
  assert_true(fabs(values[own + 6] - 36 / PI * 0.64 * 0.64) < 1e-12);
  assert_true(values[own + 10] == 0 && values[own + 8 * frame.columns + 8] == 0);
  assert_true(fabs(sums.integral - 12) < 0.012 && sums.inside == 12);
  options.kernel = WIJK_KERNEL_GAUSSIAN;
  assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
  assert_true(fabs(values[own] - 6 / PI) < 1e-12);
  assert_true(fabs(values[own + 6] - 6 / PI * exp(-0.18)) < 1e-12);
  assert_true(fabs(values[own - 20 * frame.columns + 10] - 6 / PI * exp(-2.5)) < 1e-12);
  assert_true(fabs(sums.integral - 12) < 1.3e-6 * 12);
}

/* The corner of a square: with the correction all 8 places are in it, without it a quarter of them. */
static void test_corner(void **state) {
  (void)state;
  static const char *const square[] = {"0 0, 10000 0, 10000 10000, 0 10000"};
  wijk_layer *zones = shapes_layer(arena, square, 1);
  wijk_frame frame = frame_of(zones, 50);
  double x[] = {0, -1}, y[] = {0, 5000}, weight[] = {8, 100};
  bool inside[] = {true, false};
  wijk_density_points points = {2, x, y, weight, inside};
  double *values = WIJK_ARENA_ADD(arena, double, frame.rows *frame.columns, NULL), at[1];
  wijk_density_sums sums;
  wijk_error err = {0};
  for (int kind = 0; kind < 2; kind++) {
    wijk_density_options options = {(wijk_kernel)kind, 500, WIJK_DENSITY_EDGE_BOUNDARY, 0};
    assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
    assert_true(fabs(sums.integral - 8) < 1e-12 && sums.inside == 8);
    /* At a place of its own, the same from the border instead of cells. */
    assert_int_equal(wijk_density_find(zones, &points, &options, 1, (double[]){125}, (double[]){75}, at, &err),
                     WIJK_OK);
    double cell = values[198 * frame.columns + 2];
    assert_true(fabs(at[0] - cell) < 0.002 * cell);
    options.edge = WIJK_DENSITY_EDGE_NONE;
    points.count = 1;
    assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
    assert_true(fabs(sums.integral - 2) < 0.01);
    points.count = 2;
    assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
    assert_true(sums.integral > 40); /* of the 108 also what spreads over the border from beyond */
  }
}

static void test_nothing_lost(void **state) {
  (void)state;
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_density_points points = points_over(zones, 400, 3);
  double total = 0;
  for (size_t k = 0; k < points.count; k++)
    total += points.inside[k] ? points.weight[k] : 0;
  static const double cells[] = {37, 100, 250};
  for (size_t c = 0; c < 3; c++) {
    wijk_frame frame = frame_of(zones, cells[c]);
    double *values = WIJK_ARENA_ADD(arena, double, frame.rows *frame.columns, NULL);
    for (int kind = 0; kind < 2; kind++)
      for (int h = 250; h < 3000; h *= 3) {
        wijk_density_options options = {(wijk_kernel)kind, h, WIJK_DENSITY_EDGE_BOUNDARY, 0};
        wijk_density_sums sums;
        wijk_error err = {0};
        assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
        assert_true(sums.inside == total);
        assert_true(fabs(sums.integral + sums.unreached - total) < 1e-11 * total);
        assert_true(sums.unreached_count == 0 || (cells[c] == 250 && h == 250));
      }
  }
}

/* The end of a strip 60 m wide, where cells of 250 m have no middle inside: said, and not made up. */
static void test_unreached(void **state) {
  (void)state;
  wijk_frame frame = frame_of(shapes_layer(arena, town, 3), 250);
  double x[] = {98990, 93500}, y[] = {436050, 440000}, weight[] = {5, 7};
  bool inside[] = {true, true};
  wijk_density_points points = {2, x, y, weight, inside};
  double *values = WIJK_ARENA_ADD(arena, double, frame.rows *frame.columns, NULL);
  wijk_density_options options = {WIJK_KERNEL_QUARTIC, 250, WIJK_DENSITY_EDGE_BOUNDARY, 0};
  wijk_density_sums sums;
  wijk_error err = {0};
  assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
  assert_true(sums.unreached == 5 && sums.unreached_count == 1 && sums.inside == 12);
  assert_true(fabs(sums.integral - 7) < 1e-12);
}

/* A flat density stays flat up to the border, which is what the uniform correction is for. */
static void test_flat(void **state) {
  (void)state;
  static const char *const square[] = {"0 0, 3000 0, 3000 2000, 0 2000"};
  wijk_layer *zones = shapes_layer(arena, square, 1);
  wijk_frame frame = frame_of(zones, 100);
  cell_list cells = cells_inside(&frame);
  double *weight = WIJK_ARENA_ADD(arena, double, cells.count, NULL);
  bool *inside = WIJK_ARENA_ADD(arena, bool, cells.count, NULL);
  for (size_t i = 0; i < cells.count; i++) {
    weight[i] = 0.07; /* 7 per km2 */
    inside[i] = true;
  }
  wijk_density_points points = {cells.count, cells.x, cells.y, weight, inside};
  double *values = WIJK_ARENA_ADD(arena, double, frame.rows *frame.columns, NULL), at[2];
  for (int kind = 0; kind < 2; kind++) {
    wijk_density_options options = {(wijk_kernel)kind, 400, WIJK_DENSITY_EDGE_UNIFORM, 0};
    wijk_density_sums sums;
    wijk_error err = {0};
    assert_int_equal(wijk_density_compute(&frame, &points, &options, values, &sums, &err), WIJK_OK);
    for (size_t i = 0; i < cells.count; i++)
      assert_true(fabs(values[i] - 7) < 1e-11);
    assert_int_equal(wijk_density_find(zones, &points, &options, 2, (double[]){1, NAN}, (double[]){1, 0}, at, &err),
                     WIJK_OK);
    assert_true(fabs(at[0] - 7) < 0.15 && isnan(at[1]));
  }
}

static void test_threads_and_vectors(void **state) {
  (void)state;
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_frame frame = frame_of(zones, 60);
  wijk_density_points points = points_over(zones, 2000, 11);
  size_t all = frame.rows * frame.columns;
  double *one = WIJK_ARENA_ADD(arena, double, all, NULL), *more = WIJK_ARENA_ADD(arena, double, all, NULL);
  wijk_density_sums sums, others;
  wijk_error err = {0};
  for (int kind = 0; kind < 2; kind++)
    for (size_t e = 0; e < 3; e++) {
      wijk_density_options options = {(wijk_kernel)kind, 700, edges[e], 1};
      assert_int_equal(wijk_density_compute(&frame, &points, &options, one, &sums, &err), WIJK_OK);
      for (int threads = 2; threads <= 7; threads += 5) {
        options.threads = threads;
        assert_int_equal(wijk_density_compute(&frame, &points, &options, more, &others, &err), WIJK_OK);
        assert_memory_equal(one, more, all * sizeof *one);
        assert_memory_equal(&sums, &others, sizeof sums);
      }
    }
  /* Whatever the machine can: what is added is what one plain loop adds. */
  double columns[37], rows[3] = {0.9, 0.31, -0.2}, fast[3 * 40], plain[3 * 40];
  for (int kind = 0; kind < 2; kind++) {
    for (size_t i = 0; i < 37; i++)
      columns[i] = fabs((double)i - 17.3) / 18;
    for (size_t i = 0; i < 120; i++)
      fast[i] = plain[i] = 1 / (double)(i + 3);
    kernel_find_adder((wijk_kernel)kind)(fast, 40, 3, rows, 37, columns, 1.7);
    for (volatile size_t i = 0; i < 111; i++) {
      double row = rows[i / 37], over = row - columns[i % 37], high = 1.7 * row;
      plain[i / 37 * 40 + i % 37] += kind ? high * columns[i % 37] : over > 0 ? 1.7 * (over * over) : 0;
    }
    assert_memory_equal(fast, plain, sizeof fast);
  }
}

static void test_refused(void **state) {
  (void)state;
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_frame frame, made = frame_of(zones, 100);
  double values[1], x = 1;
  bool inside = true;
  wijk_density_points points = {1, &x, &x, &x, &inside};
  static const double cells[] = {0, -1, NAN, INFINITY, 0.001, 1e-300};
  for (size_t i = 0; i < 6; i++) {
    wijk_error err = {0};
    assert_int_equal(wijk_frame_new(zones, cells[i], 0, arena, &frame, &err), WIJK_USAGE);
  }
  wijk_error coarse = {0};
  assert_int_equal(wijk_frame_new(zones, 50000, 0, arena, &frame, &coarse), WIJK_DATA);
  static const double bandwidths[] = {0, -5, NAN, INFINITY, 99, 2e7};
  for (size_t i = 0; i < 6; i++) {
    wijk_error err = {0}, other = {0};
    wijk_density_sums sums;
    wijk_density_options options = {WIJK_KERNEL_QUARTIC, bandwidths[i], WIJK_DENSITY_EDGE_NONE, 1};
    assert_int_equal(wijk_density_compute(&made, &points, &options, values, &sums, &err), WIJK_USAGE);
    if (i < 4)
      assert_int_equal(wijk_density_find(zones, &points, &options, 1, &x, &x, values, &other), WIJK_USAGE);
  }
}

static wijk_status try_all(const wijk_layer *zones, const wijk_density_points *points, wijk_arena *own,
                           wijk_error *err) {
  wijk_frame frame = {0};
  wijk_density_sums sums = {.inside = -1};
  double x = 93000, found = 0;
  if (wijk_frame_new(zones, 500, 1, own, &frame, err) != WIJK_OK)
    return err->status;
  double *values = WIJK_ARENA_ADD(own, double, frame.rows *frame.columns, err);
  for (int kind = 0; values && err->status == WIJK_OK && kind < 2; kind++) {
    wijk_density_options options = {(wijk_kernel)kind, 600, kind ? edges[2] : edges[0], 1};
    if (wijk_density_compute(&frame, points, &options, values, &sums, err) == WIJK_OK)
      wijk_density_find(zones, points, &options, 1, &x, &x, &found, err);
  }
  return err->status;
}

static void test_memory(void **state) {
  (void)state;
  omp_set_num_threads(1);
  wijk_layer *zones = shapes_layer(arena, town, 3);
  wijk_density_points points = points_over(zones, 40, 2);
  long refused = 0;
  for (long allowed = 0;; allowed++) {
    wijk_error err = {0};
    wijk_arena *own = wijk_arena_new(&err);
    memory_refuse_after(allowed);
    wijk_status status = try_all(zones, &points, own, &err);
    memory_refuse_after(-1);
    wijk_arena_free(own);
    if (status == WIJK_OK)
      break;
    assert_int_equal(status, WIJK_MEMORY);
    refused++;
    assert_true(allowed < 10000);
  }
  assert_true(refused > 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_as_plain),     cmocka_unit_test(test_by_hand),
                                     cmocka_unit_test(test_corner),       cmocka_unit_test(test_flat),
                                     cmocka_unit_test(test_nothing_lost), cmocka_unit_test(test_unreached),
                                     cmocka_unit_test(test_refused),      cmocka_unit_test(test_threads_and_vectors),
                                     cmocka_unit_test(test_memory)};
  return cmocka_run_group_tests(tests, make_arena, free_arena);
}
