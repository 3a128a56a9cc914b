/* SPDX-License-Identifier: EUPL-1.2 */
/* The centre of gravity of a shape: by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/shapes.h"
#include <wijk/geo.h>

static void test_by_hand(void **state) {
  (void)state;
  static const char *const texts[] = {
      "0 0, 4 0, 4 2, 0 2",                          /* a rectangle: its middle */
      "0 0, 3 0, 0 3",                               /* a triangle: the mean of its corners */
      "0 0, 4 0, 4 4, 0 4 / 2 1, 2 3, 4 3, 4 1",     /* 16 at (2, 2) less 4 at (3, 2): (32 - 12) / 12, 2 */
      "0 0, 4 0, 4 4, 0 4 / 2 1, 4 1, 4 3, 2 3",     /* the same with the hole the other way round */
      "0 0, 0 2, 2 2, 2 0 + 10 0, 14 0, 14 1, 10 1", /* 4 at (1, 1) and 4 at (12, 0.5), the first clockwise */
      "155000 463000, 155001 463000, 155001 463001, 155000 463001", /* far from the origin, to the last digit */
      NULL,
  };
  static const double wanted[][2] = {{2, 1},    {1, 1}, {5.0 / 3, 2}, {5.0 / 3, 2}, {6.5, 0.75}, {155000.5, 463000.5},
                                     {NAN, NAN}};
  wijk_arena *arena = wijk_arena_new(NULL);
  const wijk_layer *layer = shapes_layer(arena, texts, 7);
  double x[7], y[7];
  wijk_polygons_centroid(layer, x, y);
  for (size_t i = 0; i < 6; i++) {
    assert_true(fabs(x[i] - wanted[i][0]) < 1e-14 * fmax(1, x[i]));
    assert_true(fabs(y[i] - wanted[i][1]) < 1e-14 * fmax(1, y[i]));
  }
  assert_true(isnan(x[6]) && isnan(y[6]));
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
