/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/global.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#include <wijk/random.h>

#include "base/memory.h"
#include "metrics/value.h"

/* ---- the zones that take part ---- */

static double find_weight(const wijk_global *g, size_t row, uint32_t column) {
  size_t low = g->first[row], high = g->first[row + 1];
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (g->neighbour[middle] == column) {
      return g->weight[middle];
    }
    *(g->neighbour[middle] < column ? &low : &high) = g->neighbour[middle] < column ? middle + 1 : middle;
  }
  return 0;
}

static void add_sums(wijk_global *g) {
  for (size_t i = 0; i < g->n; i++) {
    for (size_t k = g->first[i]; k < g->first[i + 1]; k++) {
      const uint32_t j = g->neighbour[k];
      const double w = g->weight[k], back = find_weight(g, j, (uint32_t)i);
      g->sums.s0 += w;
      g->sums.s1 += w * (w + back); /* ½ (w + back)² of both orders of a pair, shared out */
      g->binary.s0 += 1;
      g->binary.s1 += back > 0 ? 2 : 1;
      g->both[i] += w;
      g->both[j] += w;
      g->both_binary[i] += 1;
      g->both_binary[j] += 1;
    }
  }
  for (size_t i = 0; i < g->n; i++) {
    g->sums.s2 += g->both[i] * g->both[i];
    g->binary.s2 += g->both_binary[i] * g->both_binary[i];
  }
}

static void add_values(const wijk_lattice *lattice, wijk_global *g) {
  double sum = 0, low = INFINITY, high = -INFINITY, largest = 0;
  for (size_t i = 0; i < g->n; i++) {
    largest = fmax(largest, fabs(lattice->numbers[lattice->zone[i]]));
  }
  const int shift = wijk_value_shift(largest);
  for (size_t i = 0; i < g->n; i++) {
    const double x = scalbn(lattice->numbers[lattice->zone[i]], shift);
    g->x[i] = x;
    g->below += 2 * sum * x; /* of values from 0 up, all of one sign: no difference of large sums */
    sum += x;
    low = x < low ? x : low;
    high = x > high ? x : high;
  }
  g->mean = g->n > 0 ? sum / (double)g->n : 0;
  g->equal = wijk_value_even(low, high);
  g->negative = low < 0;
  for (size_t i = 0; i < g->n; i++) {
    const double z = g->x[i] - g->mean;
    g->z2 += z * z;
    g->z3 += z * z * z;
    g->z4 += z * z * z * z;
  }
}

wijk_status wijk_global_new(const wijk_lattice *lattice, wijk_arena *arena, wijk_global *global, wijk_error *err) {
  const wijk_weights *w = &lattice->weights;
  wijk_global g = {.n = lattice->count};
  const size_t links = w->first[w->count];
  uint32_t *place = WIJK_ARENA_ADD(arena, uint32_t, w->count, err);
  g.x = WIJK_ARENA_ADD(arena, double, g.n, err);
  g.first = WIJK_ARENA_ADD(arena, size_t, g.n + 1, err);
  g.neighbour = WIJK_ARENA_ADD(arena, uint32_t, links, err);
  g.weight = WIJK_ARENA_ADD(arena, double, links, err);
  g.both = WIJK_ARENA_ADD(arena, double, g.n, err);
  g.both_binary = WIJK_ARENA_ADD(arena, double, g.n, err);
  if (place == NULL || g.x == NULL || g.first == NULL || g.neighbour == NULL || g.weight == NULL || g.both == NULL ||
      g.both_binary == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < g.n; i++) {
    place[lattice->zone[i]] = (uint32_t)i;
  }
  for (size_t i = 0; i < g.n; i++) {
    const size_t row = lattice->zone[i], count = w->first[row + 1] - w->first[row];
    for (size_t k = 0; k < count; k++) {
      g.neighbour[g.first[i] + k] = place[w->neighbour[w->first[row] + k]];
      g.weight[g.first[i] + k] = w->weight[w->first[row] + k];
    }
    g.first[i + 1] = g.first[i] + count;
  }
  add_values(lattice, &g);
  add_sums(&g);
  *global = g;
  return WIJK_OK;
}

/* ---- the figures ---- */

void wijk_global_compute(const wijk_global *g, const double *x, double figures[WIJK_GLOBAL_COUNT]) {
  const double n = (double)g->n, m = g->mean;
  double weighted = 0, squares = 0, above = 0;
  for (size_t i = 0; i < g->n; i++) {
    double own = 0, own_binary = 0;
    for (size_t k = g->first[i]; k < g->first[i + 1]; k++) {
      const double other = x[g->neighbour[k]];
      own += g->weight[k] * (other - m);
      own_binary += other;
    }
    weighted += own * (x[i] - m);
    squares += g->both[i] * (x[i] - m) * (x[i] - m);
    above += own_binary * x[i];
  }
  figures[WIJK_GLOBAL_I] = n / g->sums.s0 * weighted / g->z2;
  /* Σ w (x_i - x_j)² = Σ (w_i. + w_.i) z_i² - 2 ΣΣ w z z */
  figures[WIJK_GLOBAL_C] = (n - 1) / (2 * g->sums.s0) * (squares - 2 * weighted) / g->z2;
  figures[WIJK_GLOBAL_G] = g->below > 0 ? above / g->below : NAN;
}

/* ---- moments ---- */

/* Of ΣΣ w z z: its mean square over all orders of the values. */
static double product_square(const wijk_global *g, const wijk_weight_sums *s) {
  const double n = (double)g->n, s02 = s->s0 * s->s0;
  const double b2 = n * g->z4 / (g->z2 * g->z2);
  const double share =
      (n * ((n * n - 3 * n + 3) * s->s1 - n * s->s2 + 3 * s02) - b2 * ((n * n - n) * s->s1 - 2 * n * s->s2 + 6 * s02)) /
      ((n - 1) * (n - 2) * (n - 3));
  return share * (g->z2 / n) * (g->z2 / n);
}

static double variance_i(const wijk_global *g, bool normality) {
  const wijk_weight_sums *s = &g->sums;
  const double n = (double)g->n, s02 = s->s0 * s->s0, expected2 = 1 / ((n - 1) * (n - 1));
  if (normality) {
    return (n * n * s->s1 - n * s->s2 + 3 * s02) / ((n * n - 1) * s02) - expected2;
  }
  const double scale = n / (s->s0 * g->z2);
  return product_square(g, s) * scale * scale - expected2;
}

static double variance_c(const wijk_global *g, bool normality) {
  const wijk_weight_sums *s = &g->sums;
  const double n = (double)g->n, s02 = s->s0 * s->s0, b2 = n * g->z4 / (g->z2 * g->z2);
  if (normality) {
    return ((2 * s->s1 + s->s2) * (n - 1) - 4 * s02) / (2 * (n + 1) * s02);
  }
  return ((n - 1) * s->s1 * (n * n - 3 * n + 3 - (n - 1) * b2) -
          0.25 * (n - 1) * s->s2 * (n * n + 3 * n - 6 - (n * n - n + 2) * b2) +
          s02 * (n * n - 3 - (n - 1) * (n - 1) * b2)) /
         (n * (n - 2) * (n - 3) * s02);
}

/* ΣΣ b x x = A + m L + m² S0 with A = ΣΣ b z z and L = Σ (b_i. + b_.i) z_i, so that its variance is
 * var A + 2 m cov(A, L) + m² var L. */
static double variance_g(const wijk_global *g) {
  const wijk_weight_sums *s = &g->binary;
  const double n = (double)g->n, m = g->mean, mean_a = -s->s0 * g->z2 / (n * (n - 1));
  const double var_a = product_square(g, s) - mean_a * mean_a;
  const double var_l = (s->s2 - 4 * s->s0 * s->s0 / n) * g->z2 / (n - 1);
  const double twice = -g->z3 / (n * (n - 1)),
               thrice = 2 * g->z3 / (n * (n - 1) * (n - 2)); /* E z_i² z_j, z_i z_j z_k */
  const double cov = s->s2 * twice + (2 * s->s0 * s->s0 - s->s2) * thrice;
  return (var_a + 2 * m * cov + m * m * var_l) / (g->below * g->below);
}

void wijk_global_moments(const wijk_global *g, bool normality, double expected[WIJK_GLOBAL_COUNT],
                         double variance[WIJK_GLOBAL_COUNT]) {
  const double n = (double)g->n;
  const bool few = g->n < 4;
  expected[WIJK_GLOBAL_I] = -1 / (n - 1);
  expected[WIJK_GLOBAL_C] = 1;
  expected[WIJK_GLOBAL_G] = g->binary.s0 / (n * (n - 1));
  variance[WIJK_GLOBAL_I] = few && !normality ? NAN : variance_i(g, normality);
  variance[WIJK_GLOBAL_C] = few && !normality ? NAN : variance_c(g, normality);
  variance[WIJK_GLOBAL_G] = few ? NAN : variance_g(g);
}

/* ---- permutations ---- */

enum { WORDS = 512 };
static const uint64_t stream = (uint64_t)0x9106a1 << 40; /* of permutation 0; no other figure has streams there */

/* Any order of the values is as likely as any other (Fisher and Yates 1938; Durstenfeld 1964), but for a relative error
 * of n / 2^32 in each choice. */
static void shuffle(uint64_t seed, size_t permutation, double *x, size_t n) {
  uint64_t words[WORDS];
  wijk_random random = wijk_random_new(seed, stream + permutation);
  for (size_t left = n, at = WORDS; left > 1; left--) {
    if (at == WORDS) {
      wijk_random_fill(&random, left < WORDS ? left : WORDS, words);
      at = 0;
    }
    const size_t chosen = (size_t)((words[at++] >> 32) * left >> 32);
    const double value = x[chosen];
    x[chosen] = x[left - 1];
    x[left - 1] = value;
  }
}

wijk_status wijk_global_permute(const wijk_global *g, const double expected[WIJK_GLOBAL_COUNT], size_t permutations,
                                uint64_t seed, int threads, size_t extreme[WIJK_GLOBAL_COUNT], wijk_error *err) {
  const int workers = threads > 0 ? threads : omp_get_max_threads();
  double own[WIJK_GLOBAL_COUNT], least[WIJK_GLOBAL_COUNT];
  size_t found_i = 0, found_c = 0, found_g = 0;
  bool no_memory = false;
  wijk_global_compute(g, g->x, own);
  for (int k = 0; k < WIJK_GLOBAL_COUNT; k++) {
    least[k] = fabs(own[k] - expected[k]) - 1e-12 * (fabs(own[k]) + fabs(expected[k]));
  }
#pragma omp parallel num_threads(workers) if (permutations > 1 && g->n * permutations > 10000)
  {
    double *x = memory_resize(NULL, g->n, sizeof *x);
#pragma omp for schedule(dynamic, 8) reduction(+ : found_i, found_c, found_g) reduction(|| : no_memory)
    for (size_t r = 0; r < permutations; r++) {
      double figures[WIJK_GLOBAL_COUNT];
      if (x == NULL) {
        no_memory = true;
        continue;
      }
      memcpy(x, g->x, g->n * sizeof *x);
      shuffle(seed, r, x, g->n);
      wijk_global_compute(g, x, figures);
      found_i += fabs(figures[WIJK_GLOBAL_I] - expected[WIJK_GLOBAL_I]) >= least[WIJK_GLOBAL_I];
      found_c += fabs(figures[WIJK_GLOBAL_C] - expected[WIJK_GLOBAL_C]) >= least[WIJK_GLOBAL_C];
      found_g += fabs(figures[WIJK_GLOBAL_G] - expected[WIJK_GLOBAL_G]) >= least[WIJK_GLOBAL_G];
    }
    memory_free(x);
  }
  extreme[WIJK_GLOBAL_I] = found_i;
  extreme[WIJK_GLOBAL_C] = found_c;
  extreme[WIJK_GLOBAL_G] = found_g;
  return no_memory ? wijk_error_set(err, WIJK_MEMORY, "out of memory") : WIJK_OK;
}
