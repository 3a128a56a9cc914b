/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables to draw from: the chances that a table holds are those it was asked for, to the lot; by hand and for weights
 * at random. And binomial chances against those from the gamma function. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <wijk/random.h>

#include "base/alias.h"
#include "base/binomial.h"

enum { MOST = 1024 };

typedef struct table {
  uint64_t lots[MOST], asked[MOST];
  wijk_alias_column columns[MOST];
  uint32_t stack[MOST];
  wijk_alias alias;
} table;

static void make(table *t, const double *weights, size_t count) {
  const unsigned bits = wijk_alias_bits(count);
  uint64_t capacity;
  wijk_alias_share(weights, count, bits, t->lots, &capacity);
  for (size_t i = 0; i < (size_t)1 << bits; i++) {
    t->asked[i] = t->lots[i];
  }
  t->alias = wijk_alias_make(t->lots, bits, capacity, t->columns, t->stack);
}

/* What the columns hold of each thing. */
static void check_lots(const table *t) {
  static uint64_t held[MOST];
  const size_t count = (size_t)1 << t->alias.bits;
  for (size_t i = 0; i < count; i++) {
    held[i] = 0;
  }
  for (size_t c = 0; c < count; c++) {
    const wijk_alias_column *column = &t->columns[c];
    const uint64_t own = column->other == c ? t->alias.capacity : column->below;
    assert_true(own <= t->alias.capacity);
    held[c] += own;
    held[column->other] += t->alias.capacity - own;
  }
  for (size_t i = 0; i < count; i++) {
    assert_true(held[i] == t->asked[i]);
  }
}

static void test_whole_weights_are_exact(void **state) {
  (void)state;
  static table t;
  /* 10, 30 and 60 residents: of 4 columns of 100 lots the zones have 40, 120 and 240. */
  make(&t, (const double[]){10, 30, 60}, 3);
  assert_int_equal(t.alias.bits, 2);
  assert_true(t.alias.capacity == 100);
  assert_true(t.asked[0] == 40 && t.asked[1] == 120 && t.asked[2] == 240 && t.asked[3] == 0);
  check_lots(&t);
}

static void test_any_weights(void **state) {
  (void)state;
  static table t;
  wijk_random random = wijk_random_new(5, 0);
  for (int round = 0; round < 200; round++) {
    const size_t count = 1 + (size_t)wijk_random_below(&random, MOST);
    static double weights[MOST];
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
      const double share = wijk_random_share(&random);
      weights[i] = round % 4 == 0 ? floor(share * 1e4) : round % 4 == 1 ? (share < 0.9 ? 0 : share) : exp(20 * share);
      sum += weights[i];
    }
    weights[0] += sum == 0;
    sum += sum == 0;
    make(&t, weights, count);
    check_lots(&t);
    const double unit = (double)t.alias.capacity * (double)((size_t)1 << t.alias.bits);
    for (size_t i = 0; i < count; i++) {
      assert_true(fabs((double)t.asked[i] / unit - weights[i] / sum) < 1e-9);
    }
  }
}

static void test_one_thing(void **state) {
  (void)state;
  static table t;
  make(&t, (const double[]){7}, 1);
  uint32_t drawn = 9;
  assert_true(wijk_alias_draw(&t.alias, UINT64_MAX, &drawn));
  assert_int_equal(drawn, 0);
}

/* Lots of a column and the ends of its range: the draw is a whole number below the capacity. */
static void test_draws(void **state) {
  (void)state;
  static table t;
  double weights[5] = {1, 2, 3, 4, 0};
  size_t counts[8] = {0}, again = 0;
  make(&t, weights, 5);
  wijk_random random = wijk_random_new(11, 2);
  for (size_t k = 0; k < 200000; k++) {
    uint32_t drawn;
    again += !wijk_alias_draw(&t.alias, wijk_random_bits(&random), &drawn);
    counts[drawn]++;
  }
  for (size_t i = 0; i < 8; i++) { /* within five standard deviations */
    const double share = i < 5 ? weights[i] / 10 : 0;
    assert_true(fabs((double)counts[i] - 200000 * share) <= 5 * sqrt(200000 * share * (1 - share)));
  }
  assert_int_equal(again, 0); /* once in 2^61 / 10 times */
}

static void test_binomial(void **state) {
  (void)state;
  static const double cases[][2] = {{0, 0.3},    {1, 0.25},      {3, 0.5},    {10, 0},      {10, 1},
                                    {43, 0.137}, {12000, 0.137}, {1e6, 1e-7}, {1e6, 0.999}, {20000000, 0.01}};
  for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
    const double n = cases[c][0], p = cases[c][1];
    const wijk_binomial b = wijk_binomial_of(n, p);
    double *weights = calloc(b.count, sizeof *weights), sum = 0, known = 0;
    wijk_binomial_weights(&b, weights);
    for (size_t i = 0; i < b.count; i++) {
      sum += weights[i];
    }
    for (size_t i = 0; i < b.count; i++) {
      const double k = (double)b.least + (double)i;
      const double log_chance = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + (k > 0 ? k * log(p) : 0) +
                                (k < n ? (n - k) * log1p(-p) : 0);
      known += exp(log_chance);
      assert_true(fabs(weights[i] / sum - exp(log_chance)) <= 1e-9 * fmax(1e-3, exp(log_chance)) * fmax(1, n / 1e4));
    }
    assert_true(fabs(known - 1) < 1e-9 * fmax(1, n / 1e3)); /* nothing that matters is left out */
    free(weights);
  }
}

static void test_bits_come_in_pairs(void **state) {
  (void)state;
  uint64_t bits[7];
  wijk_random all = wijk_random_new(3, 4), one = wijk_random_new(3, 4);
  wijk_random_fill(&all, 7, bits);
  for (size_t k = 0; k < 4; k++) {
    assert_true(bits[2 * k] == wijk_random_bits(&one));
  }
  assert_true(all.draw == 4 && bits[1] != bits[0] && bits[1] != bits[2]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_whole_weights_are_exact),
      cmocka_unit_test(test_any_weights),
      cmocka_unit_test(test_one_thing),
      cmocka_unit_test(test_draws),
      cmocka_unit_test(test_binomial),
      cmocka_unit_test(test_bits_come_in_pairs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
