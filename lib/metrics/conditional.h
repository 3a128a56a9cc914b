/* SPDX-License-Identifier: EUPL-1.2 */
/* Conditional permutation (Anselin 1995): the value of zone i stays, its k_i neighbours are drawn without replacement
 * from the other n - 1 zones, R times; how often is the sum over the drawn as far from its expectation as the sum over
 * the real neighbours? Local Moran, Gi and Gi* of a zone all rise and fall with that one sum, so one answer serves
 * all three. */
#ifndef WIJK_METRICS_CONDITIONAL_H
#define WIJK_METRICS_CONDITIONAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>

/* For tests: no wider registers than these, and no shortcuts at all with PLAIN. */
typedef enum wijk_conditional_way { WIJK_WAY_BEST, WIJK_WAY_AVX2, WIJK_WAY_PLAIN } wijk_conditional_way;

typedef struct wijk_conditional {
  size_t count;           /* zones n < 2^31, in an order that has nothing to do with where they stand in a file */
  const double *z;        /* their values less the mean, not all 0 */
  const uint64_t *stream; /* of chance: one per zone, that goes with the zone */
  const size_t *first;    /* neighbours and weights as in wijk_weights; each row in ascending order */
  const uint32_t *neighbour;
  const double *weight;
  size_t permutations; /* R < 2^31 */
  uint64_t seed;
  bool shared; /* one table of lots for all zones: faster still, but the p of different zones share their chance */
  wijk_conditional_way way;
  int threads; /* 0 = all */
} wijk_conditional;

/* With s_i = sum of w_ij z_j over the neighbours and E_i = -z_i W_i / (n - 1), what permutations give for it:
 * how many lie at or beyond s_i, seen from E_i, and how many at or beyond its mirror image 2 E_i - s_i. Sums that
 * differ by less than 2^-40 of the largest possible are equal: else rounding would decide about ties. */
typedef struct wijk_tally {
  uint32_t beyond, mirrored;
  int8_t side; /* of s_i: 1 above E_i, -1 below, 0 equal (all permutations are then as extreme, on both sides) */
} wijk_tally;

/* `tally[n]`; 0, 0, 0 for a zone without neighbours. Where all weights of a zone are equal and its neighbours are few
 * (WIJK_LOT_FEW), it draws sets; else sequences. O(R times the number of links). WIJK_MEMORY. */
wijk_status wijk_conditional_compute(const wijk_conditional *job, wijk_arena *scratch, wijk_tally *tally,
                                     wijk_error *err);

/* ---- inside: one zone ---- */

enum { WIJK_LOT_FEW = 48, WIJK_LOT_BITS = 15 };

/* Place l of z holds lot l: the other zones in order, but at place i (which would be the zone itself) the last. */
typedef struct wijk_permuted {
  const double *z;
  const int16_t *coarse; /* z in whole units of 1 / fineness, fewer than 2^WIJK_LOT_BITS of them, so that the values of
                            the whole country stay in the nearest cache; coarse[-1] may be read */
  double fineness;
  uint64_t seed, stream;
  uint32_t others, take;
  size_t permutations;
  const uint32_t *table; /* shared lots: [t * table_width + r], `table_width` a multiple of 16; NULL = draw */
  size_t table_width;
  double upper, lower; /* a sum >= upper counts, and one <= lower */
} wijk_permuted;

typedef struct wijk_extremes {
  uint32_t upper, lower;
} wijk_extremes;

/* What a sum of coarse values is held against: beyond `sure` it counts, within `maybe` it does not, between them the
 * doubles decide. */
typedef struct wijk_coarse_limits {
  int32_t upper_sure, upper_maybe, lower_sure, lower_maybe;
} wijk_coarse_limits;
wijk_coarse_limits wijk_conditional_limits(const wijk_permuted *permuted);

/* Unweighted sums over sets (or the table); take <= WIJK_LOT_FEW. The same counts as adding the doubles one by one in
 * the order drawn, eight or sixteen permutations side by side. Only where the machine has such registers. */
bool wijk_conditional_has_avx2(void);
wijk_extremes wijk_conditional_count_avx2(const wijk_permuted *permuted);
bool wijk_conditional_has_avx512(void);
wijk_extremes wijk_conditional_count_avx512(const wijk_permuted *permuted);

#endif
