/* SPDX-License-Identifier: EUPL-1.2 */
/* e^(-d) against the C library's in long double, and its sums against the plain double loop. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "geo/decay.h"
#include <wijk/random.h>

static void check_exp(double d) {
  double value;
  wijk_decay_exp(&d, 1, &value);
  const long double wanted = expl(-(long double)d);
  const double last = nextafter((double)wanted, 2) - (double)wanted;
  if (!(fabsl((long double)value - wanted) < 1.0L * last)) {
    fail_msg("e^-%.17g: %.17g is off by %.3Lg units in the last place", d, value,
             fabsl((long double)value - wanted) / last);
  }
}

static void test_exp(void **state) {
  (void)state;
  wijk_random random = wijk_random_new(1, 1);
  double none = 0, value;
  wijk_decay_exp(&none, 1, &value);
  assert_true(value == 1);
  for (size_t i = 0; i < 2000000; i++) {
    const double share = wijk_random_share(&random);
    check_exp(i % 2 == 0 ? 708 * share : 40 * share * share);
  }
  for (int k = 0; k < 1021; k++) { /* where one power of two hands over to the next */
    const double middle = (k + 0.5) * 0.693147180559945309;
    check_exp(fmin(708, middle));
    check_exp(fmin(708, nextafter(middle, 0)));
    check_exp(fmin(708, nextafter(middle, 1e9)));
  }
  for (double d = 1e-300; d < 1; d *= 7) {
    check_exp(d);
  }
  const double beyond[] = {709, 1e6, 1e300, INFINITY};
  double values[4];
  wijk_decay_exp(beyond, 4, values);
  for (size_t i = 0; i < 4; i++) {
    assert_true(values[i] > 0 && values[i] < 4e-308);
  }
}

enum { MOST = 1500, MASSES = 3 };
typedef struct places {
  size_t count;
  double x[MOST], y[MOST], own[MOST], mass[MASSES][MOST];
} places;

/* As one would write it. */
static double plain(const places *p, size_t k, size_t i) {
  double sum = 0;
  for (size_t j = 0; j < p->count; j++) {
    const double dx = p->x[i] - p->x[j], dy = p->y[i] - p->y[j];
    sum += (i == j ? p->own[i] : exp(-sqrt(dx * dx + dy * dy) / 1000)) * p->mass[k][j];
  }
  return sum;
}

static void compute(const places *p, int threads, double out[MASSES][MOST]) {
  const double *mass[MASSES] = {p->mass[0], p->mass[1], p->mass[2]};
  double *sum[MASSES] = {out[0], out[1], out[2]};
  assert_int_equal(wijk_decay_sums(p->count, p->x, p->y, p->own, MASSES, mass, threads, sum, NULL), 0);
}

static void make(places *p, size_t count, double side_m, uint64_t seed) {
  wijk_random random = wijk_random_new(seed, count);
  p->count = count;
  for (size_t i = 0; i < count; i++) {
    p->x[i] = 100000 + side_m * wijk_random_share(&random);
    p->y[i] = 400000 + side_m * wijk_random_share(&random);
    if (i % 50 == 49) { /* two zones with one centre */
      p->x[i] = p->x[i - 1];
      p->y[i] = p->y[i - 1];
    }
    p->own[i] = exp(-2 * wijk_random_share(&random));
    p->mass[0][i] = wijk_random_below(&random, 5) > 0 ? 0 : (double)wijk_random_below(&random, 300);
    p->mass[1][i] = 1 + (double)wijk_random_below(&random, 9000);
    p->mass[2][i] = 1;
  }
}

static void test_sums(void **state) {
  (void)state;
  static places p;
  static double sums[MASSES][MOST], again[MASSES][MOST];
  static const size_t counts[] = {1, 2, 63, 64, 65, 128, 129, 700, MOST};
  static const double sides[] = {0,     3,      5000,
                                 60000, 900000, 4e7}; /* m: all at one place, a city, a country, the earth */
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    for (size_t s = 0; s < sizeof sides / sizeof *sides; s++) {
      make(&p, counts[c], sides[s], s);
      compute(&p, 1, sums);
      for (int threads = 2; threads <= 7; threads += 5) {
        compute(&p, threads, again);
        for (size_t k = 0; k < MASSES; k++) {
          assert_memory_equal(sums[k], again[k], p.count * sizeof(double));
        }
      }
      for (size_t k = 0; k < MASSES; k++) {
        double smallest_own = INFINITY;
        for (size_t i = 0; i < p.count; i++) {
          smallest_own = p.mass[k][i] > 0 ? fmin(smallest_own, p.own[i] * p.mass[k][i]) : smallest_own;
        }
        for (size_t i = 0; i < p.count; i++) {
          const double wanted = plain(&p, k, i);
          const double lost = isinf(smallest_own) ? 0 : ldexp(smallest_own, -60);
          if (!(fabs(sums[k][i] - wanted) <= 1e-13 * wanted + lost)) {
            fail_msg("%zu places on %g m, mass %zu, place %zu: %.17g is not %.17g", p.count, sides[s], k, i, sums[k][i],
                     wanted);
          }
        }
      }
    }
  }
}

static void test_nothing(void **state) {
  (void)state;
  places *p = calloc(1, sizeof *p);
  static double sums[MASSES][MOST];
  compute(p, 1, sums);
  make(p, 100, 5000, 1);
  memset(p->mass, 0, sizeof p->mass);
  compute(p, 2, sums);
  for (size_t i = 0; i < 100; i++) {
    assert_true(sums[0][i] == 0 && sums[2][i] == 0);
  }
  free(p);
}

static void test_memory(void **state) {
  (void)state;
  static places p;
  static double sums[MASSES][MOST];
  const double *mass[MASSES] = {p.mass[0], p.mass[1], p.mass[2]};
  double *sum[MASSES] = {sums[0], sums[1], sums[2]};
  make(&p, 200, 5000, 1);
  sums[0][0] = -1;
  long allowed = 0;
  for (wijk_status status = WIJK_MEMORY; status != WIJK_OK; allowed++) {
    wijk_error err = {0};
    memory_refuse_after(allowed);
    status = wijk_decay_sums(p.count, p.x, p.y, p.own, MASSES, mass, 1, sum, &err);
    memory_refuse_after(-1);
    assert_true(status == WIJK_OK || (status == WIJK_MEMORY && err.status == WIJK_MEMORY && sums[0][0] == -1));
  }
  assert_true(allowed > 7);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_exp), cmocka_unit_test(test_sums),
                                     cmocka_unit_test(test_nothing), cmocka_unit_test(test_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
