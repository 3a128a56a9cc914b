/* SPDX-License-Identifier: EUPL-1.2 */
/* Lots without replacement: no lot twice, every set and every sequence as likely, nothing of one permutation in the
 * next. Chi-square against its 99.9 % point; the seeds are fixed, so what passes once passes always. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "metrics/lots.h"

/* Wilson & Hilferty 1931: the 99.9 % point of chi-square; within 0.5 % from 10 degrees of freedom on. */
static double critical(size_t degrees) {
  const double d = (double)degrees, t = 1 - 2 / (9 * d) + 3.0902 * sqrt(2 / (9 * d));
  return d * t * t * t;
}

static void assert_uniform(const size_t *seen, size_t cells, double total) {
  double chi = 0;
  for (size_t i = 0; i < cells; i++) {
    const double expected = total / (double)cells;
    chi += ((double)seen[i] - expected) * ((double)seen[i] - expected) / expected;
  }
  assert_true(chi < critical(cells - 1));
  assert_true(chi > (double)(cells - 1) - (critical(cells - 1) - (double)(cells - 1))); /* nor too even */
}

static void test_every_set(void **state) {
  (void)state;
  const wijk_lots lots = {.seed = 11, .stream = 5, .of = 7, .take = 3};
  size_t seen[128] = {0}, sets[35], kinds = 0;
  for (size_t r = 0; r < 70000; r++) {
    uint32_t drawn[3];
    wijk_lots_set(&lots, r, drawn);
    assert_true(drawn[0] < 7 && drawn[1] < 7 && drawn[2] < 7);
    assert_true(drawn[0] != drawn[1] && drawn[0] != drawn[2] && drawn[1] != drawn[2]);
    seen[1u << drawn[0] | 1u << drawn[1] | 1u << drawn[2]]++;
  }
  for (size_t i = 0; i < 128; i++) {
    if (seen[i] > 0) {
      assert_true(kinds < 35);
      sets[kinds++] = seen[i];
    }
  }
  assert_int_equal(kinds, 35); /* 7 over 3 */
  assert_uniform(sets, 35, 70000);
}

static void test_every_sequence(void **state) {
  (void)state;
  const wijk_lots lots = {.seed = 11, .stream = 6, .of = 5, .take = 3};
  uint32_t deck[5] = {0, 1, 2, 3, 4};
  size_t seen[125] = {0}, sequences[60], kinds = 0;
  for (size_t r = 0; r < 60000; r++) {
    uint32_t drawn[3];
    wijk_lots_sequence(&lots, r, deck, drawn);
    seen[drawn[0] * 25 + drawn[1] * 5 + drawn[2]]++;
    for (uint32_t i = 0; i < 5; i++) {
      assert_int_equal(deck[i], i); /* as it was */
    }
  }
  for (size_t i = 0; i < 125; i++) {
    if (seen[i] > 0) {
      assert_true(kinds < 60);
      sequences[kinds++] = seen[i];
    }
  }
  assert_int_equal(kinds, 60); /* 5 * 4 * 3 */
  assert_uniform(sequences, 60, 60000);
}

/* At the size of a country: which zones are drawn, by the first and by the last lot of six. */
static void test_many(void **state) {
  (void)state;
  enum { CELLS = 97 };
  const uint32_t of = CELLS * 149; /* 14,453 */
  size_t first[CELLS] = {0}, last[CELLS] = {0}, all[CELLS] = {0};
  for (uint64_t stream = 0; stream < 200; stream++) {
    const wijk_lots lots = {.seed = 3, .stream = stream * 0x9E3779B97F4A7C15u, .of = of, .take = 6};
    for (size_t r = 0; r < 999; r++) {
      uint32_t drawn[6];
      wijk_lots_set(&lots, r, drawn);
      for (size_t t = 0; t < 6; t++) {
        assert_true(drawn[t] < of);
        all[drawn[t] / 149]++;
        for (size_t s = 0; s < t; s++) {
          assert_int_not_equal(drawn[s], drawn[t]);
        }
      }
      first[drawn[0] / 149]++;
      last[drawn[5] % CELLS]++;
    }
  }
  assert_uniform(first, CELLS, 200 * 999);
  assert_uniform(last, CELLS, 200 * 999);
  assert_uniform(all, CELLS, 200 * 999 * 6);
}

/* What one permutation draws says nothing about the next one, the next of its lane, or the same of the next stream. */
static void test_independent(void **state) {
  (void)state;
  enum { OF = 8 };
  const size_t apart[3] = {1, WIJK_LOT_LANES, 0};
  for (size_t k = 0; k < 3; k++) {
    size_t seen[OF * OF] = {0};
    for (size_t r = 0; r < 64000; r++) {
      const wijk_lots here = {.seed = 21, .stream = 9, .of = OF, .take = 5}, there = {21, 9 + (apart[k] == 0), OF, 5};
      uint32_t a[5], b[5];
      wijk_lots_set(&here, r, a);
      wijk_lots_set(&there, r + apart[k], b);
      seen[a[4 - k] * OF + b[0]]++;
    }
    size_t rows[OF] = {0}, columns[OF] = {0};
    double chi = 0;
    for (size_t i = 0; i < OF * OF; i++) {
      rows[i / OF] += seen[i];
      columns[i % OF] += seen[i];
    }
    for (size_t i = 0; i < OF * OF; i++) {
      const double expected = (double)rows[i / OF] * (double)columns[i % OF] / 64000;
      if (expected > 0) {
        chi += ((double)seen[i] - expected) * ((double)seen[i] - expected) / expected;
      }
    }
    assert_true(chi < critical((OF - 1) * (OF - 1)));
  }
}

static void test_all_of_them(void **state) {
  (void)state;
  for (uint32_t of = 1; of < 40; of++) {
    const wijk_lots lots = {.seed = 1, .stream = of, .of = of, .take = of};
    uint32_t drawn[40], deck[40];
    uint64_t set = 0, sequence = 0;
    for (uint32_t i = 0; i < of; i++) {
      deck[i] = i;
    }
    wijk_lots_set(&lots, of, drawn);
    for (uint32_t t = 0; t < of; t++) {
      set |= (uint64_t)1 << drawn[t];
    }
    wijk_lots_sequence(&lots, of, deck, drawn);
    for (uint32_t t = 0; t < of; t++) {
      sequence |= (uint64_t)1 << drawn[t];
    }
    assert_true(set == ((uint64_t)1 << of) - 1 && sequence == set);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_set),   cmocka_unit_test(test_every_sequence), cmocka_unit_test(test_many),
      cmocka_unit_test(test_independent), cmocka_unit_test(test_all_of_them),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
