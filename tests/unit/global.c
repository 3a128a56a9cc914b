/* SPDX-License-Identifier: EUPL-1.2 */
/* Moran's I, Geary's C and the general G: by hand, by their definitions, and their moments and p against all orders
 * that the values can have. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "metrics/global.h"
#include <wijk/random.h>

enum { MOST = 12 };

typedef struct scene {
  size_t zones, count, zone[MOST], first[MOST + 1];
  double numbers[MOST], w[MOST][MOST], weight[MOST * MOST];
  uint32_t neighbour[MOST * MOST];
  wijk_lattice lattice;
} scene;

/* From a full matrix; zones without a value are in no row. */
static void settle(scene *s) {
  size_t links = 0;
  s->count = 0;
  for (size_t i = 0; i < s->zones; i++) {
    s->first[i] = links;
    for (size_t j = 0; j < s->zones; j++)
      if (s->w[i][j] > 0 && !isnan(s->numbers[i]) && !isnan(s->numbers[j])) {
        s->neighbour[links] = (uint32_t)j;
        s->weight[links++] = s->w[i][j];
      }
    if (links > s->first[i])
      s->zone[s->count++] = i;
  }
  s->first[s->zones] = links;
  s->lattice = (wijk_lattice){.numbers = s->numbers, .count = s->count, .zone = s->zone};
  s->lattice.weights =
      (wijk_weights){.count = s->zones, .first = s->first, .neighbour = s->neighbour, .weight = s->weight};
}

/* By their definitions, for values x of the zones that take part. */
static void plain(const scene *s, const double *x, double figures[WIJK_GLOBAL_COUNT]) {
  double n = (double)s->count, mean = 0, s0 = 0, squares = 0, moran = 0, geary = 0, above = 0, below = 0;
  for (size_t a = 0; a < s->count; a++)
    mean += x[a] / n;
  for (size_t a = 0; a < s->count; a++) {
    squares += (x[a] - mean) * (x[a] - mean);
    for (size_t b = 0; b < s->count; b++) {
      double w = a == b ? 0 : s->w[s->zone[a]][s->zone[b]];
      s0 += w;
      moran += w * (x[a] - mean) * (x[b] - mean);
      geary += w * (x[a] - x[b]) * (x[a] - x[b]);
      above += w > 0 ? x[a] * x[b] : 0;
      below += a == b ? 0 : x[a] * x[b];
    }
  }
  figures[WIJK_GLOBAL_I] = n / s0 * moran / squares;
  figures[WIJK_GLOBAL_C] = (n - 1) / (2 * s0) * geary / squares;
  figures[WIJK_GLOBAL_G] = above / below;
}

static bool next_order(size_t *order, size_t n) {
  size_t i = n - 1, j = n - 1;
  while (i > 0 && order[i - 1] > order[i])
    i--;
  if (i == 0)
    return false;
  while (order[j] < order[i - 1])
    j--;
  size_t kept = order[i - 1];
  order[i - 1] = order[j];
  order[j] = kept;
  for (j = n - 1; i < j; i++, j--) {
    kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return true;
}

static void near(double a, double b, double within, const char *what) {
  if (!(fabs(a - b) <= within * fmax(1, fabs(b))))
    fail_msg("%s: %.17g instead of %.17g", what, a, b);
}

static void check_all_orders(const scene *s, uint64_t seed) {
  static const char *const names[] = {"I", "C", "G"};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_global g;
  double own[3], expected[3], variance[3], sum[3] = {0}, square[3] = {0}, x[MOST], orders = 0, plain_own[3];
  size_t order[MOST], extreme[3] = {0}, drawn[3], again[3];
  assert_int_equal(wijk_global_new(&s->lattice, arena, &g, &err), WIJK_OK);
  assert_int_equal(g.n, s->count);
  wijk_global_compute(&g, g.x, own);
  wijk_global_moments(&g, false, expected, variance);
  for (size_t i = 0; i < s->count; i++) {
    order[i] = i;
    x[i] = s->numbers[s->zone[i]];
  }
  plain(s, x, plain_own);
  for (int k = 0; k < 3; k++)
    near(own[k], plain_own[k], 1e-12, names[k]);
  do {
    double figures[3];
    for (size_t i = 0; i < s->count; i++)
      x[i] = s->numbers[s->zone[order[i]]];
    plain(s, x, figures);
    for (int k = 0; k < 3; k++) {
      sum[k] += figures[k];
      square[k] += (figures[k] - expected[k]) * (figures[k] - expected[k]);
      extreme[k] += fabs(figures[k] - expected[k]) >= fabs(own[k] - expected[k]) - 1e-12;
    }
    orders++;
  } while (next_order(order, s->count));
  enum { DRAWS = 20000 };
  assert_int_equal(wijk_global_permute(&g, expected, DRAWS, seed, 1, drawn, &err), WIJK_OK);
  assert_int_equal(wijk_global_permute(&g, expected, DRAWS, seed, 7, again, &err), WIJK_OK);
  for (int k = 0; k < 3; k++) {
    double share = (double)extreme[k] / orders;
    near(sum[k] / orders, expected[k], 1e-10, "expectation");
    near(variance[k] / (square[k] / orders), 1, 1e-9, "variance");
    near((double)drawn[k] / DRAWS, share, 5 * sqrt(share * (1 - share) / DRAWS) + 1e-12, "p");
    assert_int_equal(drawn[k], again[k]);
  }
  wijk_arena_free(arena);
}

/* Weights in one direction only, of any size, zones without a value and without neighbours; n from 4 to 7. */
static void test_all_orders(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 40; seed++) {
    static scene s;
    wijk_random random = wijk_random_new(seed, 9);
    s = (scene){.zones = 5 + seed % 5};
    for (size_t i = 0; i < s.zones; i++) {
      s.numbers[i] = seed % 4 == 0 ? 1000 + wijk_random_share(&random) : 10 * wijk_random_share(&random);
      for (size_t j = 0; j < s.zones; j++)
        if (i != j && wijk_random_share(&random) < 0.4)
          s.w[i][j] = seed % 2 ? wijk_random_share(&random) + 0.1 : 1;
    }
    s.numbers[seed % s.zones] = NAN;
    for (size_t i = 0, last = s.zones; i < 2 * s.zones; i++) /* nobody is without neighbours */
      if (!isnan(s.numbers[i % s.zones])) {
        if (last < s.zones && s.w[last][i % s.zones] == 0 && last != i % s.zones)
          s.w[last][i % s.zones] = 1;
        last = i % s.zones;
      }
    settle(&s);
    if (s.count >= 4 && s.count <= 7)
      check_all_orders(&s, seed);
  }
}

/* Four zones in a row with 1, 2, 3, 6: mean 3, z = -2 -1 0 3, Σ z² = 14, Σ z⁴ = 98. Neighbours, both ways: 1-2, 2-3,
 * 3-4, so S0 = 6, S1 = ½ · 6 · 2² = 12, S2 = 2² + 4² + 4² + 2² = 40.
 *   I = 4/6 · 2 (2 + 0 + 0) / 14 = 4/21;  C = 3/12 · 2 (1 + 1 + 9) / 14 = 11/28
 *   G = 2 (2 + 6 + 18) / (12² - 50) = 52/94
 *   E = -1/3, 1, 6/12
 * Normality: var I = (16 · 12 - 4 · 40 + 3 · 36) / (15 · 36) - 1/9 = 140/540 - 1/9 = 4/27
 *            var C = ((24 + 40) 3 - 144) / (2 · 5 · 36) = 48/360
 * Randomisation: b2 = 4 · 98 / 14² = 2;
 *   var I = (4 (7 · 12 - 160 + 108) - 2 (12 · 12 - 320 + 216)) / (3 · 2 · 1 · 36) - 1/9 = (128 - 80) / 216 - 1/9 = 1/9
 *   var C = (3 · 12 (7 - 3 · 2) - ¼ · 3 · 40 (22 - 14 · 2) + 36 (13 - 9 · 2)) / (4 · 2 · 1 · 36) = (36 + 180 - 180) /
 * 288 */
static void test_by_hand(void **state) {
  (void)state;
  static scene s;
  s = (scene){.zones = 4, .numbers = {1, 2, 3, 6}};
  for (size_t i = 0; i < 3; i++)
    s.w[i][i + 1] = s.w[i + 1][i] = 1;
  settle(&s);
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_global g;
  double own[3], expected[3], variance[3];
  assert_int_equal(wijk_global_new(&s.lattice, arena, &g, &err), WIJK_OK);
  wijk_global_compute(&g, g.x, own);
  near(own[WIJK_GLOBAL_I], 4. / 21, 1e-14, "I");
  near(own[WIJK_GLOBAL_C], 11. / 28, 1e-14, "C");
  near(own[WIJK_GLOBAL_G], 52. / 94, 1e-14, "G");
  wijk_global_moments(&g, true, expected, variance);
  near(expected[WIJK_GLOBAL_I], -1. / 3, 1e-14, "E I");
  near(expected[WIJK_GLOBAL_C], 1, 1e-14, "E C");
  near(expected[WIJK_GLOBAL_G], 0.5, 1e-14, "E G");
  near(variance[WIJK_GLOBAL_I], 4. / 27, 1e-14, "var I, normality");
  near(variance[WIJK_GLOBAL_C], 48. / 360, 1e-14, "var C, normality");
  wijk_global_moments(&g, false, expected, variance);
  near(variance[WIJK_GLOBAL_I], 1. / 9, 1e-14, "var I");
  near(variance[WIJK_GLOBAL_C], 36. / 288, 1e-14, "var C");
  wijk_arena_free(arena);
}

/* Three zones have no variance under randomisation, one value has none of its own, and G knows of nothing below 0. */
static void test_corners(void **state) {
  (void)state;
  static scene s;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_global g;
  double expected[3], variance[3];
  s = (scene){.zones = 3, .numbers = {0.1, 0.1, 0.1}};
  for (size_t i = 0; i < 2; i++)
    s.w[i][i + 1] = s.w[i + 1][i] = 1;
  settle(&s);
  assert_int_equal(wijk_global_new(&s.lattice, arena, &g, &err), WIJK_OK);
  assert_true(g.equal && !g.negative);
  s.numbers[0] = 0.1 * 3; /* one bit from 0.3: what is computed to be equal */
  s.numbers[1] = s.numbers[2] = s.numbers[3] = 0.3;
  assert_true(s.numbers[0] != s.numbers[1]);
  assert_int_equal(wijk_global_new(&s.lattice, arena, &g, &err), WIJK_OK);
  assert_true(g.equal && !g.negative);
  s.numbers[0] = -1;
  settle(&s);
  assert_int_equal(wijk_global_new(&s.lattice, arena, &g, &err), WIJK_OK);
  assert_true(!g.equal && g.negative);
  wijk_global_moments(&g, false, expected, variance);
  assert_true(isnan(variance[0]) && isnan(variance[1]) && isnan(variance[2]));
  wijk_global_moments(&g, true, expected, variance);
  assert_true(variance[0] >= 0 && variance[1] >= 0 && isnan(variance[2]));
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_all_orders),
                                     cmocka_unit_test(test_corners)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
