/* SPDX-License-Identifier: EUPL-1.2 */
/* Statistics of autocorrelation over all zones: Moran's I, Geary's C and the general G of Getis and Ord, with their
 * moments and with how often a permutation of the values over the zones is as far off.
 *
 * n zones, values x of mean m, z = x - m, weights w, b = 1 where w is not 0, S0 = Σ w.
 *   I = n / S0 · ΣΣ w_ij z_i z_j / Σ z²
 *   C = (n - 1) / (2 S0) · ΣΣ w_ij (x_i - x_j)² / Σ z²
 *   G = ΣΣ b_ij x_i x_j / ΣΣ_{i≠j} x_i x_j, for x >= 0 */
#ifndef WIJK_METRICS_GLOBAL_H
#define WIJK_METRICS_GLOBAL_H

#include <wijk/metric.h>

#include "metrics/lattice.h"

/* S0 = ΣΣ w, S1 = ½ ΣΣ (w_ij + w_ji)², S2 = Σ_i (w_i. + w_.i)² (Cliff and Ord 1973). */
typedef struct wijk_weight_sums {
  double s0, s1, s2;
} wijk_weight_sums;

/* A lattice without the zones that take no part: neighbours are places 0 .. n - 1 in it. Whoever is a neighbour of
 * one that takes part does so too. */
typedef struct wijk_global {
  size_t n;
  double mean, z2, z3, z4; /* Σ z², Σ z³, Σ z⁴ */
  double below;            /* ΣΣ_{i≠j} x_i x_j */
  bool equal, negative;    /* all values are one, to a rounding; some are below 0 */
  double *x;
  size_t *first;
  uint32_t *neighbour;
  double *weight;
  double *both, *both_binary; /* w_i. + w_.i, and of b */
  wijk_weight_sums sums, binary;
} wijk_global;

/* Made in `arena`. */
wijk_status wijk_global_new(const wijk_lattice *lattice, wijk_arena *arena, wijk_global *global, wijk_error *err);

enum { WIJK_GLOBAL_I, WIJK_GLOBAL_C, WIJK_GLOBAL_G, WIJK_GLOBAL_COUNT };

/* The three for values `x` (global->x, or these in another order). G is NaN where fewer than two are not 0. */
void wijk_global_compute(const wijk_global *global, const double *x, double figures[WIJK_GLOBAL_COUNT]);

/* Expectation and variance, under randomisation (the values are these, in any order) or normality (they are draws from
 * a normal distribution; of G there is randomisation only). NaN where there are too few zones: randomisation needs 4.
 * Source: Cliff and Ord (1981), Spatial processes, 42-46 and 54-56; of G: Getis and Ord (1992), here written out about
 * the mean, so that little is lost where it is large. */
void wijk_global_moments(const wijk_global *global, bool normality, double expected[WIJK_GLOBAL_COUNT],
                         double variance[WIJK_GLOBAL_COUNT]);

/* Of R permutations, how many are as far from the expectation as the figures themselves, on either side, or further;
 * those that differ by no more than a rounding count. Permutation r is a pure function of the seed and r. */
wijk_status wijk_global_permute(const wijk_global *global, const double expected[WIJK_GLOBAL_COUNT],
                                size_t permutations, uint64_t seed, int threads, size_t extreme[WIJK_GLOBAL_COUNT],
                                wijk_error *err);

#endif
