/* SPDX-License-Identifier: EUPL-1.2 */
/* Quantiles of all zones at once: by hand, and against sorting the homes of each zone by themselves. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <wijk/random.h>

#include "base/sort.h"
#include "metrics/quantiles.h"

enum { SHARES = 3, MOST_ZONES = 200 };
static const double shares[SHARES] = {0.5, 0.9, 1};

static wijk_arena *arena;

static void compute(const wijk_homes *homes, size_t zones, const double *values, wijk_quantile quantiles[SHARES]) {
  wijk_error err = {0};
  for (size_t k = 0; k < SHARES; k++)
    quantiles[k] = (wijk_quantile){.share = shares[k], .of_zone = WIJK_ARENA_ADD(arena, double, zones, &err)};
  assert_int_equal(wijk_quantiles_compute(homes, zones, values, SHARES, quantiles, arena, &err), WIJK_OK);
}

static void test_by_hand(void **state) {
  (void)state;
  /* Ten people at 1 to 4 m; nobody; one home without people; 1 person at 5 m and 9 at 3 m. */
  size_t first[] = {0, 4, 4, 5, 7};
  double values[] = {4, 2, 1, 3, 70, 5, 3}, weights[] = {1, 4, 4, 1, 0, 1, 9}, nowhere[7] = {0};
  wijk_homes homes = {.count = 7, .first = first, .x = nowhere, .y = nowhere, .weight = weights};
  wijk_quantile quantiles[SHARES];
  compute(&homes, 4, values, quantiles);
  const double want[SHARES][4] = {{2, NAN, 70, 3}, {3, NAN, 70, 3}, {4, NAN, 70, 5}};
  for (size_t k = 0; k < SHARES; k++)
    for (size_t zone = 0; zone < 4; zone++)
      assert_true(quantiles[k].of_zone[zone] == want[k][zone] ||
                  (isnan(want[k][zone]) && isnan(quantiles[k].of_zone[zone])));
  /* Of twenty people the tenth lives at 3 m, the eighteenth too (4 at 1, 4 at 2, 10 at 3, 1 at 4, 1 at 5). */
  assert_true(quantiles[0].of_all == 3 && quantiles[1].of_all == 3 && quantiles[2].of_all == 5);
}

static int by_value(const void *context, size_t a, size_t b) {
  const double *values = context;
  return (values[a] > values[b]) - (values[a] < values[b]);
}

/* The definition, word for word. */
static double plain(const double *values, const double *weights, size_t count, double share) {
  size_t *order = calloc(count + 1, sizeof *order);
  wijk_error err = {0};
  wijk_sort(count, by_value, values, order, &err);
  double total = 0, below = 0, found = NAN;
  for (size_t i = 0; i < count; i++)
    total += weights[i];
  for (size_t i = 0; i < count && total > 0 && (i == 0 || below < share * total); i++) {
    below += weights[order[i]];
    found = weights[order[i]] > 0 ? values[order[i]] : found;
  }
  free(order);
  return count == 1 ? values[0] : found;
}

static void assert_same(double a, double b) {
  assert_true(a == b || (isnan(a) && isnan(b)));
}

static void test_random(void **state) {
  (void)state;
  for (uint64_t turn = 0; turn < 60; turn++) {
    wijk_random random = wijk_random_new(turn, 5);
    const size_t zones = 1 + (size_t)wijk_random_below(&random, MOST_ZONES);
    size_t first[MOST_ZONES + 1] = {0};
    for (size_t zone = 0; zone < zones; zone++)
      first[zone + 1] = first[zone] + (size_t)wijk_random_below(&random, turn % 2 ? 40 : 3);
    const size_t count = first[zones];
    double *values = calloc(count + 1, sizeof *values), *weights = calloc(count + 1, sizeof *weights);
    for (size_t i = 0; i < count; i++) {
      values[i] = turn % 3 ? 5000 * wijk_random_share(&random) : (double)wijk_random_below(&random, 6);
      weights[i] = turn % 5 ? (double)wijk_random_below(&random, 4) : wijk_random_share(&random);
    }
    wijk_homes homes = {.count = count, .first = first, .x = values, .y = values, .weight = weights};
    wijk_quantile quantiles[SHARES];
    compute(&homes, zones, values, quantiles);
    for (size_t k = 0; k < SHARES; k++) {
      for (size_t zone = 0; zone < zones; zone++)
        assert_same(quantiles[k].of_zone[zone],
                    plain(values + first[zone], weights + first[zone], first[zone + 1] - first[zone], shares[k]));
      assert_same(quantiles[k].of_all, plain(values, weights, count, shares[k]));
    }
    free(values);
    free(weights);
  }
}

static int open_arena(void **state) {
  (void)state;
  arena = wijk_arena_new(&(wijk_error){0});
  return arena ? 0 : -1;
}

static int close_arena(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_by_hand), cmocka_unit_test(test_random)};
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
