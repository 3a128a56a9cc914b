/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditional permutation: wide registers against the obvious loop, to the last count; small cities against every way
 * to draw; p under the null; threads and the order of zones. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <wijk/random.h>

#include "metrics/conditional.h"

typedef struct city {
  size_t n, links;
  double *z, *weight;
  uint64_t *stream;
  size_t *first;
  uint32_t *neighbour;
} city;

typedef enum kind { SMOOTH, MOSTLY_ZERO, WHOLE, HUGE_OFFSET, TWO_VALUES, KINDS } kind;

static double make_value(kind kind, wijk_random *random) {
  switch (kind) {
  case MOSTLY_ZERO:
    return wijk_random_below(random, 10) > 0 ? 0 : wijk_random_share(random) * 100;
  case WHOLE:
    return (double)wijk_random_below(random, 5);
  case HUGE_OFFSET:
    return 1e12 + wijk_random_share(random);
  case TWO_VALUES:
    return wijk_random_below(random, 4) == 0 ? 0.1 : 0.7;
  default:
    return wijk_random_gamma(random, 0.7);
  }
}

/* Zones with 0 to `most` neighbours anywhere, in ascending order; weights equal in a row, or not. */
static city make_city(size_t n, size_t most, kind kind, bool equal, uint64_t seed) {
  wijk_random random = wijk_random_new(seed, 77);
  city c = {.n = n,
            .z = calloc(n, sizeof(double)),
            .weight = calloc(n * most + 1, sizeof(double)),
            .stream = calloc(n, sizeof(uint64_t)),
            .first = calloc(n + 1, sizeof(size_t)),
            .neighbour = calloc(n * most + 1, sizeof(uint32_t))};
  double mean = 0;
  for (size_t i = 0; i < n; i++) {
    c.z[i] = make_value(kind, &random);
    mean += c.z[i] / (double)n;
    c.stream[i] = wijk_random_bits(&random);
  }
  for (size_t i = 0; i < n; i++) {
    c.z[i] -= mean;
    const size_t take = wijk_random_below(&random, most + 1);
    for (size_t j = 0, left = n - 1, want = take < n - 1 ? take : n - 1; j < n && want > 0; j++) {
      if (j != i && wijk_random_below(&random, left--) < want) {
        c.neighbour[c.links] = (uint32_t)j;
        c.weight[c.links++] = equal ? 1 / (double)take : 0.1 + wijk_random_share(&random);
        want--;
      }
    }
    c.first[i + 1] = c.links;
  }
  return c;
}

static void free_city(city *c) {
  free(c->z);
  free(c->weight);
  free(c->stream);
  free(c->first);
  free(c->neighbour);
}

static wijk_conditional job_of(const city *c, size_t permutations) {
  return (wijk_conditional){.count = c->n,
                            .z = c->z,
                            .stream = c->stream,
                            .first = c->first,
                            .neighbour = c->neighbour,
                            .weight = c->weight,
                            .permutations = permutations,
                            .seed = 42,
                            .threads = 1};
}

static wijk_tally *compute(const wijk_conditional *job) {
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_tally *tally = calloc(job->count, sizeof *tally);
  assert_int_equal(wijk_conditional_compute(job, arena, tally, &err), WIJK_OK);
  wijk_arena_free(arena);
  return tally;
}

static void assert_same(const wijk_tally *a, const wijk_tally *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(a[i].beyond, b[i].beyond);
    assert_int_equal(a[i].mirrored, b[i].mirrored);
    assert_int_equal(a[i].side, b[i].side);
  }
}

static void test_wide_is_plain(void **state) {
  (void)state;
  if (!wijk_conditional_has_avx2() || !wijk_conditional_has_avx512()) {
    print_message("no AVX2 or no AVX-512 here: what needs it is not tested\n");
  }
  const size_t rounds[] = {1, 7, 8, 9, 63, 64, 65, 200, 999};
  for (size_t turn = 0; turn < 90; turn++) {
    const size_t most = turn % 3 == 0 ? 8 : turn % 3 == 1 ? 14 : 70, n = 2 + turn * 7 % 160;
    city c = make_city(n, most, (kind)(turn % KINDS), turn % 4 != 3, turn);
    wijk_conditional job = job_of(&c, rounds[turn % (sizeof rounds / sizeof rounds[0])]);
    job.shared = turn % 6 == 2;
    wijk_tally *widest = compute(&job);
    job.way = WIJK_WAY_AVX2;
    wijk_tally *wide = compute(&job);
    job.way = WIJK_WAY_PLAIN;
    wijk_tally *plain = compute(&job);
    assert_same(widest, plain, n);
    assert_same(wide, plain, n);
    free(widest);
    free(wide);
    free(plain);
    free_city(&c);
  }
}

static void test_threads(void **state) {
  (void)state;
  city c = make_city(700, 20, SMOOTH, true, 3);
  wijk_conditional job = job_of(&c, 199);
  wijk_tally *one = compute(&job);
  for (int threads = 2; threads < 8; threads += 5) {
    job.threads = threads;
    wijk_tally *more = compute(&job);
    assert_same(one, more, c.n);
    free(more);
  }
  free(one);
  free_city(&c);
}

/* Six zones, zone 0 next to 1 and 2: ten ways to draw two of the other five, all worked out. */
static void test_every_way(void **state) {
  (void)state;
  double z[6] = {3, 2, 4, -5, -3, -1}, weight[2] = {1, 1}, unequal[2] = {1, 3};
  uint64_t stream[6] = {1, 2, 3, 4, 5, 6};
  size_t first[7] = {0, 2, 2, 2, 2, 2, 2};
  uint32_t neighbour[2] = {1, 2};
  city c = {.n = 6, .links = 2, .z = z, .weight = weight, .stream = stream, .first = first, .neighbour = neighbour};
  wijk_conditional job = job_of(&c, 40000);
  wijk_tally *tally = compute(&job);
  /* Sums of two of {2 4 -5 -3 -1}: 6 -3 -1 1 -1 1 3 -8 -6 -4. The real one is 6, expected 2 * -3/5 = -1.2, its mirror
   * image -8.4: one of ten at or beyond 6, none at or beyond the mirror image. */
  assert_true(fabs(tally[0].beyond / 40000.0 - 0.1) < 0.006 && tally[0].mirrored == 0 && tally[0].side == 1);
  assert_true(tally[1].beyond == 0 && tally[1].mirrored == 0 && tally[1].side == 0); /* no neighbours */
  free(tally);
  /* z = 3 less 4: neighbours 3 and 4 sum to -8, expected -1.2, mirror image 5.6: 1 of 10 each way. */
  neighbour[0] = 3;
  neighbour[1] = 4;
  tally = compute(&job);
  assert_true(fabs(tally[0].beyond / 40000.0 - 0.1) < 0.006 && fabs(tally[0].mirrored / 40000.0 - 0.1) < 0.006 &&
              tally[0].side == -1);
  free(tally);
  /* Weights 1 and 3, sequences: -5 + 3 * -3 = -14, expected 4 * -0.6 = -2.4, mirror image 9.2. Of the twenty
   * sequences (a + 3b) those at or below -14: (-5 -3), (-3 -5) -18, (-1 -5) -16, and with 2 or 4 first 2 - 15 = -13,
   * no: three. At or above 9.2: (2 4) 14, (-1 4) 11, (4 2) 10, (-3 4) 9, no: three. */
  c.weight = unequal;
  job = job_of(&c, 40000);
  tally = compute(&job);
  assert_true(fabs(tally[0].beyond / 40000.0 - 0.15) < 0.0075 && fabs(tally[0].mirrored / 40000.0 - 0.15) < 0.0075);
  free(tally);
}

/* Everybody a neighbour: every permutation is the real one. And values with ties: equal sums count on both sides. */
static void test_ties(void **state) {
  (void)state;
  double z[4] = {0.1 - 0.25, 0.2 - 0.25, 0.3 - 0.25, 0.4 - 0.25}, weight[3] = {1, 1, 1};
  uint64_t stream[4] = {1, 2, 3, 4};
  size_t first[5] = {0, 3, 3, 3, 3};
  uint32_t neighbour[3] = {1, 2, 3};
  city c = {.n = 4, .z = z, .weight = weight, .stream = stream, .first = first, .neighbour = neighbour};
  wijk_conditional job = job_of(&c, 999);
  wijk_tally *tally = compute(&job);
  assert_true(tally[0].beyond == 999 && tally[0].mirrored == 999 && tally[0].side == 0);
  free(tally);
  /* 0.1 + 0.4 and 0.2 + 0.3 differ as doubles; as numbers they are equal. */
  double tied[5] = {0, 0.1, 0.2, 0.3, 0.4}, mean = 0.2;
  size_t first_tied[6] = {0, 2, 2, 2, 2, 2};
  uint32_t pair[2] = {1, 4};
  uint64_t streams[5] = {9, 8, 7, 6, 5};
  for (size_t i = 0; i < 5; i++) {
    tied[i] -= mean;
  }
  city d = {.n = 5, .z = tied, .weight = weight, .stream = streams, .first = first_tied, .neighbour = pair};
  job = job_of(&d, 30000);
  tally = compute(&job);
  /* Of {.1 .2 .3 .4} two at a time: .3 .4 .5 .5 .6 .7, expected .5: all are as far as .5 is, on both sides two. */
  assert_true(tally[0].side == 0);
  assert_true(fabs(tally[0].beyond / 30000.0 - 4 / 6.0) < 0.01 && fabs(tally[0].mirrored / 30000.0 - 4 / 6.0) < 0.01);
  free(tally);
}

/* Where nothing depends on anything, a p below x has chance x: zones whose neighbours are nobody else's. */
static void test_null(void **state) {
  (void)state;
  enum { ZONES = 14000, GROUP = 7, BINS = 20 };
  for (int shared = 0; shared < 2; shared++) {
    city c = make_city(ZONES, 0, SMOOTH, true, 8);
    free(c.neighbour);
    free(c.weight);
    c.neighbour = calloc(ZONES, sizeof *c.neighbour);
    c.weight = calloc(ZONES, sizeof *c.weight);
    for (size_t i = 0; i < ZONES; i++) {
      for (size_t k = 1; k < GROUP && i % GROUP == 0; k++) {
        c.neighbour[c.links] = (uint32_t)(i + k);
        c.weight[c.links++] = 1;
      }
      c.first[i + 1] = c.links;
    }
    wijk_conditional job = job_of(&c, 999);
    job.shared = shared;
    wijk_tally *tally = compute(&job);
    size_t bins[BINS] = {0};
    for (size_t i = 0; i < ZONES; i += GROUP) {
      bins[(tally[i].beyond + tally[i].mirrored) * BINS / 1000]++; /* p = (b + 1) / 1000, b = 0 .. 999 */
    }
    double chi = 0;
    for (size_t b = 0; b < BINS; b++) {
      chi += ((double)bins[b] - 100) * ((double)bins[b] - 100) / 100; /* 2,000 zones */
    }
    assert_true(chi < 43.82); /* 99.9 % of 19 degrees of freedom */
    free(tally);
    free_city(&c);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_wide_is_plain), cmocka_unit_test(test_threads), cmocka_unit_test(test_every_way),
      cmocka_unit_test(test_ties),          cmocka_unit_test(test_null),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
