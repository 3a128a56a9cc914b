/* SPDX-License-Identifier: EUPL-1.2 */
/* Local statistics of zones and weights made by hand, in any order; and the adjustment of many p. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <wijk/random.h>

#include "metrics/fdr.h"
#include "metrics/local.h"

enum { MOST = 64 };

typedef struct town {
  size_t count;
  double values[MOST];
  char names[MOST][8];
  const char *keys[MOST];
  bool linked[MOST][MOST];
  double weight[MOST][MOST];
} town;

static wijk_arena *arena;
static wijk_error err;

static int set_up(void **state) {
  (void)state;
  err = (wijk_error){0};
  arena = wijk_arena_new(&err);
  return arena == NULL;
}

static int tear_down(void **state) {
  (void)state;
  wijk_arena_free(arena);
  return 0;
}

static void link_zones(town *t, size_t a, size_t b, double weight) {
  t->linked[a][b] = true;
  t->weight[a][b] = weight;
}

/* Zones in a row, each next to the one before and the one after it. */
static town make_row(size_t count, const double *values) {
  town t = {.count = count};
  for (size_t i = 0; i < count; i++) {
    t.values[i] = values[i];
    t.names[i][0] = (char)('A' + (char)i);
    for (size_t j = i == 0 ? 1 : i - 1; j < count && j <= i + 1; j++) {
      if (j != i) {
        link_zones(&t, i, j, 1);
      }
    }
  }
  return t;
}

/* Zone i of the town stands at row to[i]. */
static wijk_local make_local(town *t, const size_t *to) {
  wijk_weights w = {.count = t->count,
                    .first = WIJK_ARENA_ADD(arena, size_t, t->count + 1, &err),
                    .neighbour = WIJK_ARENA_ADD(arena, uint32_t, t->count * t->count, &err),
                    .weight = WIJK_ARENA_ADD(arena, double, t->count * t->count, &err)};
  double values[MOST];
  size_t at[MOST], rows[MOST], taking = 0, links = 0;
  for (size_t i = 0; i < t->count; i++) {
    at[to == NULL ? i : to[i]] = i;
  }
  for (size_t row = 0; row < t->count; row++) {
    const size_t i = at[row];
    values[row] = t->values[i];
    t->keys[row] = t->names[i];
    if (!isnan(values[row])) {
      rows[taking++] = row;
    }
    for (size_t other = 0; other < t->count; other++) {
      if (t->linked[i][at[other]] && !isnan(t->values[i]) && !isnan(t->values[at[other]])) {
        w.neighbour[links] = (uint32_t)other;
        w.weight[links++] = t->weight[i][at[other]];
      }
    }
    w.first[row + 1] = links;
  }
  wijk_local local;
  assert_int_equal(wijk_local_new(&w, values, rows, taking, t->keys, arena, &local, &err), WIJK_OK);
  return local;
}

static void assert_near(double found, double wanted) {
  assert_true(fabs(found - wanted) <= 1e-12 * fmax(1, fabs(wanted)));
}

/* Values 1 2 3 4 10: mean 4, z = -3 -2 -1 0 6, sum of squares 50, m2 = 10. */
static void test_by_hand(void **state) {
  (void)state;
  town t = make_row(5, (double[]){1, 2, 3, 4, 10});
  const wijk_local local = make_local(&t, NULL);
  /* A: -3 * -2 / 10; B: -2 * (-3 - 1) / 10; C: -1 * (-2 + 0) / 10; D: 0; E: 6 * 0 / 10 */
  const double moran[5] = {0.6, 0.8, 0.2, 0, 0};
  for (size_t i = 0; i < 5; i++) {
    assert_near(wijk_local_moran(&local, i, false), moran[i]);
    assert_near(wijk_local_moran(&local, i, true), moran[i] * 4 / 5); /* / (50 / 4) instead of / (50 / 5) */
  }
  /* Gi of A: others 2 3 4 10, mean 4.75, s^2 = (4 + 9 + 16 + 100)/4 - 4.75^2 = 9.6875; W = S1 = 1:
   * (2 - 4.75) / sqrt(9.6875 * (4 - 1)/3). Of C: others 1 2 4 10, mean 4.25, s^2 = 121/4 - 18.0625 = 12.1875,
   * W = S1 = 2: (2 + 4 - 8.5) / sqrt(12.1875 * (4 * 2 - 4)/3) */
  assert_near(wijk_local_gi(&local, 0), -2.75 / sqrt(9.6875));
  assert_near(wijk_local_gi(&local, 2), -2.5 / sqrt(12.1875 * 4 / 3));
  /* Gi* of B: 1 + 2 + 3 = 6, W = S1 = 3, mean 4, s^2 = 10: (6 - 12) / sqrt(10 * (5 * 3 - 9)/4); of E: 4 + 10 = 14,
   * W = S1 = 2: (14 - 8) / sqrt(10 * (5 * 2 - 4)/4) = 6 / sqrt(15) */
  assert_near(wijk_local_gi_star(&local, 1), -6 / sqrt(15));
  assert_near(wijk_local_gi_star(&local, 4), 6 / sqrt(15));
}

/* Rows that sum to 1 change Moran, and not what is standardised. */
static void test_row_standardised(void **state) {
  (void)state;
  town t = make_row(5, (double[]){1, 2, 3, 4, 10}), half = t;
  for (size_t i = 1; i < 4; i++) {
    link_zones(&half, i, i - 1, 0.5);
    link_zones(&half, i, i + 1, 0.5);
  }
  const wijk_local whole = make_local(&t, NULL), shares = make_local(&half, NULL);
  assert_near(wijk_local_moran(&shares, 1, false), 0.4);
  assert_near(wijk_local_moran(&shares, 0, false), 0.6);
  for (size_t i = 0; i < 5; i++) {
    assert_near(wijk_local_gi(&shares, i), wijk_local_gi(&whole, i));
    assert_near(wijk_local_gi_star(&shares, i), wijk_local_gi_star(&whole, i));
  }
  /* 1/2 and 1/4 for B, itself 1/2: as 2, 1 and 2: 2 * 1 + 2 * 2 + 3 = 9, W = 5, S1 = 9, mean 4:
   * (9 - 20) / sqrt(10 * (5 * 9 - 25)/4) = -11 / sqrt(50) */
  link_zones(&half, 1, 2, 0.25);
  const wijk_local uneven = make_local(&half, NULL);
  assert_near(wijk_local_gi_star(&uneven, 1), -11 / sqrt(50));
}

static wijk_method with(size_t permutations, wijk_tail tail) {
  wijk_method method = wijk_method_default();
  method.permutations = permutations;
  method.tail = tail;
  return method;
}

/* B: of the others 1 3 4 10 two at a time: 4 5 11 7 13 14, expected 9; the real 4 is 5 away, and 14 is: 2 of 6.
 * Only those as low: 1 of 6. */
static void test_p_by_hand(void **state) {
  (void)state;
  town t = make_row(5, (double[]){1, 2, 3, 4, 10});
  const wijk_local local = make_local(&t, NULL);
  double p[5];
  int8_t side[5];
  const struct {
    wijk_tail tail;
    double p;
  } wanted[] = {{WIJK_TAIL_BOTH, 2 / 6.0}, {WIJK_TAIL_DOUBLED, 2 / 6.0}, {WIJK_TAIL_ONE, 1 / 6.0}};
  for (size_t k = 0; k < 3; k++) {
    for (int shared = 0; shared < 2; shared++) {
      wijk_method method = with(20000, wanted[k].tail);
      method.shared_draws = shared;
      assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
      assert_true(fabs(p[1] - wanted[k].p) < 0.012);
      assert_true(side[1] == -1 && side[4] == 1); /* E: 4, expected 10/4 */
    }
  }
  /* Never 0, and with one permutation 1/2 or 1. */
  wijk_method method = with(1, WIJK_TAIL_BOTH);
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
  for (size_t i = 0; i < 5; i++) {
    assert_true(p[i] == 0.5 || p[i] == 1);
  }
}

static bool same(double a, double b) {
  return a == b || (isnan(a) && isnan(b));
}

/* Every figure, and every p, to the last bit, wherever the zones stand. */
static void test_any_order(void **state) {
  (void)state;
  for (uint64_t turn = 0; turn < 20; turn++) {
    wijk_random random = wijk_random_new(turn, 3);
    town t = {.count = 6 + (size_t)wijk_random_below(&random, MOST - 6)};
    size_t to[MOST], where[MOST];
    for (size_t i = 0; i < t.count; i++) {
      t.values[i] = wijk_random_below(&random, 9) == 0 ? NAN : wijk_random_normal(&random);
      t.names[i][0] = (char)('a' + (char)(i / 10));
      t.names[i][1] = (char)('0' + (char)(i % 10));
      to[i] = i;
      for (size_t j = 0; j < t.count; j++) {
        if (j != i && wijk_random_below(&random, 8) == 0) {
          link_zones(&t, i, j, turn % 2 ? 1 : wijk_random_share(&random));
        }
      }
    }
    for (size_t i = t.count; i-- > 1;) {
      const size_t j = (size_t)wijk_random_below(&random, i + 1), kept = to[i];
      to[i] = to[j];
      to[j] = kept;
    }
    const wijk_local here = make_local(&t, NULL), there = make_local(&t, to);
    const wijk_method method = with(99, WIJK_TAIL_BOTH);
    double p_here[MOST], p_there[MOST];
    int8_t side[MOST];
    assert_int_equal(wijk_local_permute(&here, &method, 1, 1, arena, p_here, side, &err), WIJK_OK);
    assert_int_equal(wijk_local_permute(&there, &method, 1, 2, arena, p_there, side, &err), WIJK_OK);
    assert_int_equal(here.count, there.count);
    for (size_t i = 0; i < here.count; i++) {
      where[here.row[i]] = i;
    }
    for (size_t k = 0; k < there.count; k++) {
      size_t zone = 0;
      while (to[zone] != there.row[k]) {
        zone++;
      }
      const size_t i = where[zone];
      assert_true(same(wijk_local_moran(&here, i, false), wijk_local_moran(&there, k, false)));
      assert_true(same(wijk_local_gi(&here, i), wijk_local_gi(&there, k)));
      assert_true(same(wijk_local_gi_star(&here, i), wijk_local_gi_star(&there, k)));
      assert_true(same(p_here[i], p_there[k]));
    }
  }
}

/* Local Moran standardised by its conditional moments is Gi, but for the sign of z_i. */
static void test_moran_and_gi(void **state) {
  (void)state;
  town t = make_row(9, (double[]){3, 1, 4, 1, 5, 9, 2, 6, 7});
  link_zones(&t, 2, 7, 0.3);
  const wijk_local local = make_local(&t, NULL);
  const double n = 9, m2 = local.sum_squares / n;
  for (size_t i = 0; i < 9; i++) {
    const double z = local.z[i];
    double w = 0, w2 = 0;
    for (size_t k = local.first[i]; k < local.first[i + 1]; k++) {
      w += local.weight[k];
      w2 += local.weight[k] * local.weight[k];
    }
    const double expected = -z * z * w / ((n - 1) * m2);
    const double variance = z / m2 * (z / m2) * (n / (n - 2)) * (w2 - w * w / (n - 1)) * (m2 - z * z / (n - 1));
    const double standardised = (wijk_local_moran(&local, i, false) - expected) / sqrt(variance);
    assert_near(standardised, z > 0 ? wijk_local_gi(&local, i) : -wijk_local_gi(&local, i));
  }
}

static void test_undefined(void **state) {
  (void)state;
  const wijk_method method = with(99, WIJK_TAIL_BOTH);
  double p[MOST];
  int8_t side[MOST];
  town few = make_row(3, (double[]){1, 2, 3}), even = make_row(5, (double[]){0.1, 0.1, 0.1, 0.1, 0.1});
  town gap = make_row(6, (double[]){1, NAN, 3, 4, 5, 6}), odd = make_row(5, (double[]){7, 7, 9, 7, 7});
  town all = make_row(4, (double[]){1, 2, 4, 9}), none = {0};
  wijk_local local = make_local(&few, NULL);
  assert_int_equal(wijk_local_reason(&local, 1), WIJK_REASON_TOO_FEW);
  town rounded = make_row(5, (double[]){0.3, 0.1 * 3, 0.3, 0.3, 0.1 * 3}); /* 0.1 * 3 is one bit above 0.3 */
  local = make_local(&rounded, NULL);
  assert_int_equal(wijk_local_reason(&local, 1), WIJK_REASON_ZERO_VARIANCE);
  town alone = make_row(5, (double[]){0.3, 0.1 * 3, 9, 0.3, 0.1 * 3}); /* the others of C are equal but for that */
  local = make_local(&alone, NULL);
  assert_int_equal(local.odd, 2);
  local = make_local(&even, NULL);
  assert_int_equal(wijk_local_reason(&local, 1), WIJK_REASON_ZERO_VARIANCE);
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
  assert_true(isnan(p[1]) && isnan(wijk_local_moran(&local, 1, false)) && isnan(wijk_local_gi_star(&local, 1)));
  local = make_local(&gap, NULL); /* A has lost its only neighbour; C has one left */
  assert_int_equal(local.count, 5);
  assert_int_equal(wijk_local_reason(&local, 0), WIJK_REASON_NO_NEIGHBOURS);
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
  assert_true(isnan(p[0]) && isnan(wijk_local_gi(&local, 0)) && !isnan(p[1]));
  local = make_local(&odd, NULL); /* the others of C are all equal: nothing varies for it, but for B and D it does */
  assert_int_equal(local.odd, 2);
  assert_true(isnan(wijk_local_gi(&local, 2)) && !isnan(wijk_local_gi(&local, 1)));
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
  assert_true(p[2] == 1 && side[2] == 0);
  for (size_t j = 1; j < 4; j++) {
    link_zones(&all, 0, j, 1);
  }
  local = make_local(&all, NULL); /* everybody is a neighbour of A */
  assert_true(isnan(wijk_local_gi(&local, 0)) && isnan(wijk_local_gi_star(&local, 0)));
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
  assert_true(p[0] == 1);
  local = make_local(&none, NULL);
  assert_int_equal(wijk_local_permute(&local, &method, 1, 1, arena, p, side, &err), WIJK_OK);
}

/* The fifteen p of Benjamini & Hochberg (1995), table 1 in its order: at 0.05 four are discoveries. Adjusted as R's
 * p.adjust has it: 15 p_(j) / j from the last: 1; .759 * 15/14 = .8132; .6528 * 15/13 = .7532; .5719 * 15/12 = .7149;
 * .4262 * 15/11 = .5812; .324 * 15/10 = .486; .0459 * 15/9 = .0765; .0344 * 15/8 = .0645; .0298 * 15/7 = .06386;
 * .0278 * 15/6 = .0695 > .06386; .0201 * 15/5 = .0603; .0095 * 15/4 = .035625; .0019 * 5 = .0095; .0004 * 7.5 = .003;
 * .0001 * 15 = .0015 */
static void test_fdr(void **state) {
  (void)state;
  double p[17] = {0.3240, 0.0001, NAN,    0.0095, 0.4262, 0.0004, 0.0278, 0.5719, 0.0298,
                  0.0201, 0.0344, 0.6528, 0.0459, 0.0019, 0.7590, 1,      NAN};
  const double wanted[17] = {0.486,
                             0.0015,
                             NAN,
                             0.035625,
                             0.4262 * 15 / 11,
                             0.003,
                             0.0298 * 15 / 7,
                             0.5719 * 15 / 12,
                             0.0298 * 15 / 7,
                             0.0603,
                             0.0645,
                             0.6528 * 15 / 13,
                             0.0765,
                             0.0095,
                             0.759 * 15 / 14,
                             1,
                             NAN};
  double adjusted[17];
  assert_int_equal(wijk_fdr_compute(17, p, adjusted, arena, &err), WIJK_OK);
  size_t discoveries = 0;
  for (size_t i = 0; i < 17; i++) {
    assert_true(isnan(wanted[i]) ? isnan(adjusted[i]) : fabs(adjusted[i] - wanted[i]) < 1e-12);
    discoveries += adjusted[i] <= 0.05;
  }
  assert_int_equal(discoveries, 4);
  assert_int_equal(wijk_fdr_compute(17, p, p, arena, &err), WIJK_OK); /* in place */
  assert_memory_equal(p, adjusted, sizeof p);
  assert_int_equal(wijk_fdr_compute(0, p, p, arena, &err), WIJK_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),   cmocka_unit_test(test_row_standardised), cmocka_unit_test(test_p_by_hand),
      cmocka_unit_test(test_any_order), cmocka_unit_test(test_moran_and_gi),     cmocka_unit_test(test_undefined),
      cmocka_unit_test(test_fdr),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
