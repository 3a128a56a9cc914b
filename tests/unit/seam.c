/* SPDX-License-Identifier: EUPL-1.2 */
/* Border pieces that are no seam, against the plain way of comparing each with each. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/seam.h"
#include "unit/shapes.h"
#include <wijk/random.h>

static bool is_forth(const wijk_geometry *s, size_t piece) {
  return s->x[piece] < s->x[piece + 1] || (s->x[piece] == s->x[piece + 1] && s->y[piece] < s->y[piece + 1]);
}

static bool plain_is_open(const wijk_geometry *s, size_t piece) {
  size_t forth = 0, back = 0;
  size_t low = is_forth(s, piece) ? piece : piece + 1, high = 2 * piece + 1 - low;
  for (size_t ring = 0; ring < s->ring_count; ring++)
    for (size_t i = s->point_of_ring[ring]; i + 1 < s->point_of_ring[ring + 1]; i++) {
      size_t a = is_forth(s, i) ? i : i + 1, b = 2 * i + 1 - a;
      if (s->x[a] == s->x[low] && s->y[a] == s->y[low] && s->x[b] == s->x[high] && s->y[b] == s->y[high])
        ++*(is_forth(s, i) ? &forth : &back);
    }
  return forth != 1 || back != 1;
}

static void compare(const wijk_layer *zones, size_t *open_count, size_t *seam_count) {
  const wijk_geometry *shapes = &zones->geometry;
  shape_builder found = {0}, plain = {0};
  wijk_error err = {0};
  assert_int_equal(seam_find_open(shapes, &found, &err), WIJK_OK);
  for (size_t ring = 0; ring < shapes->ring_count; ring++) {
    bool running = false;
    for (size_t i = shapes->point_of_ring[ring]; i + 1 < shapes->point_of_ring[ring + 1]; i++) {
      bool open = plain_is_open(shapes, i);
      if (open && !running)
        shape_builder_add_point(&plain, shapes->x[i], shapes->y[i]);
      if (open)
        shape_builder_add_point(&plain, shapes->x[i + 1], shapes->y[i + 1]);
      else if (running)
        shape_builder_end_ring(&plain);
      running = open;
      ++*(open ? open_count : seam_count);
    }
    if (running)
      shape_builder_end_ring(&plain);
  }
  assert_int_equal(found.point_count, plain.point_count);
  assert_int_equal(found.rings.count, plain.rings.count);
  for (size_t i = 0; i < found.point_count; i++)
    assert_true(found.x[i] == plain.x[i] && found.y[i] == plain.y[i]);
  for (size_t i = 0; found.rings.count && i <= found.rings.count; i++)
    assert_int_equal(found.rings.ends[i], plain.rings.ends[i]);
  shape_builder_free(&found);
  shape_builder_free(&plain);
}

/* Few whole numbers: pieces that run twice, thrice, back and forth, and over no distance at all; -0 is 0. */
static void test_random_rings(void **state) {
  (void)state;
  size_t open = 0, seams = 0;
  for (uint64_t seed = 0; seed < 300; seed++) {
    wijk_random random = wijk_random_new(seed, 6);
    wijk_arena *arena = wijk_arena_new(NULL);
    const char *texts[12];
    uint32_t span = 2 + (uint32_t)wijk_random_below(&random, 4);
    for (int zone = 0; zone < 12; zone++)
      texts[zone] = wijk_arena_format(arena, NULL, "%d %d, %d %d, %d %d, %d %d", (int)wijk_random_below(&random, span),
                                      (int)wijk_random_below(&random, span), (int)wijk_random_below(&random, span),
                                      (int)wijk_random_below(&random, span), (int)wijk_random_below(&random, span),
                                      (int)wijk_random_below(&random, span), (int)wijk_random_below(&random, span),
                                      (int)wijk_random_below(&random, span));
    wijk_layer *zones = shapes_layer(arena, texts, 12);
    for (size_t i = 0; i < zones->geometry.point_count; i += 3)
      zones->geometry.x[i] *= zones->geometry.x[i] == 0 ? -1 : 1;
    compare(zones, &open, &seams);
    wijk_arena_free(arena);
  }
  assert_true(open > 1000 && seams > 1000); /* or the case would prove nothing */
}

/* A mesh is all seams but for its outer border. */
static void test_mesh(void **state) {
  (void)state;
  enum { SIDE = 12 };
  static double corners[2 * (SIDE + 1) * (SIDE + 1)];
  wijk_arena *arena = wijk_arena_new(NULL);
  for (int i = 0; i < (SIDE + 1) * (SIDE + 1); i++) {
    corners[2 * i] = 92000.1 + 137.7 * (i % (SIDE + 1));
    corners[2 * i + 1] = 437000.3 + 137.7 * (i / (SIDE + 1));
  }
  size_t open = 0, seams = 0;
  compare(shapes_mesh(arena, SIDE, corners), &open, &seams);
  assert_int_equal(open, 4 * SIDE);
  assert_int_equal(seams, 4 * SIDE * (SIDE - 1));
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_rings), cmocka_unit_test(test_mesh)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
