/* SPDX-License-Identifier: EUPL-1.2 */
/* A small town, points over it, and the kernel as it is defined: what tests of densities stand on. */
#ifndef WIJK_TESTS_UNIT_DENSITY_TOWN_H
#define WIJK_TESTS_UNIT_DENSITY_TOWN_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/shapes.h"
#include <wijk/wijk.h>

#define PI 3.14159265358979323846

/* A town with a lake in it, a slanted side, a strip narrower than a cell, and an island. */
static const char *const town[] = {("92000 436000, 97000 436000, 97030 438000, 95000 441000, 92000 441500 / "
                                    "93000 437000, 93000 438500, 94600 438500, 94200 437000"),
                                   "97000 436000, 99000 436000, 99000 436060, 97000 436060",
                                   "99500 439500, 100700 439500, 100700 440400, 99500 440400"};

static wijk_arena *arena;

static int make_arena(void **state) {
  (void)state;
  arena = wijk_arena_new(&(wijk_error){0});
  return arena ? 0 : -1;
}

static int free_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static wijk_frame frame_of(const wijk_layer *zones, double cell_m) {
  wijk_frame frame;
  wijk_error err = {0};
  assert_int_equal(wijk_frame_new(zones, cell_m, 0, arena, &frame, &err), WIJK_OK);
  return frame;
}

static wijk_density_points points_over(const wijk_layer *zones, size_t count, uint64_t seed) {
  double *x = WIJK_ARENA_ADD(arena, double, count, NULL), *y = WIJK_ARENA_ADD(arena, double, count, NULL);
  double *weight = WIJK_ARENA_ADD(arena, double, count, NULL);
  size_t *zone = WIJK_ARENA_ADD(arena, size_t, count, NULL);
  bool *inside = WIJK_ARENA_ADD(arena, bool, count, NULL);
  double bounds[4];
  wijk_error err = {0};
  wijk_random random = wijk_random_new(seed, 0);
  assert_true(wijk_layer_bounds(zones, bounds));
  for (size_t k = 0; k < count; k++) {
    x[k] = bounds[0] - 300 + wijk_random_share(&random) * (bounds[2] - bounds[0] + 600);
    y[k] = bounds[1] - 300 + wijk_random_share(&random) * (bounds[3] - bounds[1] + 600);
    weight[k] = (double)wijk_random_below(&random, 40);
  }
  wijk_zone_index *index = wijk_zone_index_new(zones, count, &err);
  assert_int_equal(wijk_zone_index_find(index, count, x, y, 0, zone, NULL, &err), WIJK_OK);
  wijk_zone_index_free(index);
  for (size_t k = 0; k < count; k++)
    inside[k] = zone[k] != WIJK_NONE;
  return (wijk_density_points){count, x, y, weight, inside};
}

/* The definition, word for word. */
static double plain_kernel(wijk_kernel kind, double h, double dx, double dy) {
  double square = (dx * dx + dy * dy) / (h * h);
  if (kind == WIJK_KERNEL_QUARTIC)
    return square < 1 ? 3 / (PI * h * h) * (1 - square) * (1 - square) : 0;
  return fabs(dx) <= 5 * h && fabs(dy) <= 5 * h ? exp(-square / 2) / (2 * PI * h * h) : 0;
}

static const wijk_density_edge edges[] = {WIJK_DENSITY_EDGE_BOUNDARY, WIJK_DENSITY_EDGE_NONE,
                                          WIJK_DENSITY_EDGE_UNIFORM};

#endif
