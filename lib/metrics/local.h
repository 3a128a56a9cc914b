/* SPDX-License-Identifier: EUPL-1.2 */
/* Local autocorrelation: is a zone's value alike its neighbours', and more than chance would have it? */
#ifndef WIJK_METRICS_LOCAL_H
#define WIJK_METRICS_LOCAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/metric.h>

/* The zones that have a value, in the order of their keys: what is computed of them does not depend on where they
 * stand in a file, to the last bit. */
typedef struct wijk_local {
  size_t count; /* n */
  size_t *row;  /* of the layer */
  double *z;    /* x_i less the mean; exactly 0 where the difference is rounding only */
  double sum_squares;
  size_t *first; /* W among them, as in wijk_weights, each row ascending */
  uint32_t *neighbour;
  double *weight;
  uint64_t *stream; /* of chance: from the key */
  bool even;        /* all values are equal */
  size_t odd;       /* the one zone but for which all values are equal; WIJK_NONE */
} wijk_local;

/* Of the zones in `rows[count]` (NULL = all), which have a value; others are nobody's neighbours. `keys` NULL: the
 * number of the row is its key. What is made refers to nothing it was made of. WIJK_MEMORY. */
wijk_status wijk_local_new(const wijk_weights *weights, const double *values, const size_t *rows, size_t count,
                           const char *const *keys, wijk_arena *arena, wijk_local *local, wijk_error *err);

/* Why zone i of `local` has no local statistic at all; WIJK_PRESENT where it has: fewer than 4 zones (of which no p
 * says anything), all values equal, no neighbours. */
wijk_reason wijk_local_reason(const wijk_local *local, size_t i);

/* All of the following: NaN where wijk_local_reason gives one, and where said. */

/* z_i sum_j w_ij z_j / m2, m2 = sum of z^2 / n; / (n - 1) with `esda` (Anselin 1995; Sokal, Oden & Thomson 1998). */
double wijk_local_moran(const wijk_local *local, size_t i, bool esda);

/* Standardised sum over the neighbours (Ord & Getis 1995), mean and variance those of the other zones: NaN when these
 * are all equal, or all of them neighbours of equal weight. It is also (I_i - E) / sd of local Moran, but for the sign
 * of z_i, with the conditional moments of Sokal, Oden & Thomson (1998): those of the permutations that leave zone i
 * where it is. The total moments (over all permutations) answer a question that no permutation here asks. */
double wijk_local_gi(const wijk_local *local, size_t i);

/* The same with the zone itself among its neighbours, mean and variance those of all zones (Ord & Getis 1995). Its
 * weight is the largest of its neighbours' (1 for binary W; 1/(k + 1) each when such rows are made to sum to 1, which
 * the standardised value does not show). NaN when all zones are neighbours of equal weight. */
double wijk_local_gi_star(const wijk_local *local, size_t i);

/* The value of the neighbours, sum_j w_ij z_j. */
double wijk_local_lag(const wijk_local *local, size_t i);

/* Two-sided p of the standardised value of a normal distribution. */
double wijk_local_normal_p(double standardised);

/* By conditional permutation: `p[count]` = (b + 1) / (R + 1), b the permutations whose sum over the neighbours lies at
 * least as far from its expectation as the real one. One p serves Gi, Gi* (whose own value stays) and local Moran,
 * which rises and falls with the same sum; but where z_i is 0, I_i is 0 whoever the neighbours are, and its p is 1.
 * `side[count]`: 1 where the neighbours lie above the expectation, -1 below, 0 neither.
 * Other programs count otherwise: spdep's "Sim" p is twice the smaller tail, GeoDa's and esda's the smaller tail alone
 * (one-sided, though the side was chosen after looking): `tail` gives these. */
wijk_status wijk_local_permute(const wijk_local *local, const wijk_method *method, uint64_t seed, int threads,
                               wijk_arena *scratch, double *p, int8_t *side, wijk_error *err);

#endif
