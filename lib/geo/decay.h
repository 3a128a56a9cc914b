/* SPDX-License-Identifier: EUPL-1.2 */
/* What is near, weighed by how near: Σ_j e^(-d_ij) m_j for every place i, with d in km. */
#ifndef WIJK_GEO_DECAY_H
#define WIJK_GEO_DECAY_H

#include <stddef.h>
#include <wijk/error.h>

/* For each of `count` places (metres) and each of `mass_count` masses (m >= 0): sum[k][i] = Σ_j c_ij mass[k][j], with
 * c_ij = e^(-d_ij), d in km, and c_ii = `own[i]` > 0. All masses in one pass over the pairs.
 *
 * Pairs so far apart that they cannot matter are not looked at: what all of them together would add to a sum is less
 * than 2^-60 of the smallest own_i mass[k][i] > 0 (so each place's sum of a mass it has is exact but for the roundings
 * of adding; a place without that mass may lose what is below that). No n² of memory; at most
 * count (count - 1) / 2 times e^(-d). The same to the bit for any number of threads (0 = all).
 * Fails for want of memory only; then nothing is written. */
wijk_status wijk_decay_sums(size_t count, const double *x, const double *y, const double *own, size_t mass_count,
                            const double *const *mass, int threads, double *const *sum, wijk_error *err);

/* e^(-d) for each d >= 0, to within 1 unit in the last place of the true value; the same on every machine. Beyond 708
 * it stays e^-708, 3e-308. */
void wijk_decay_exp(const double *d, size_t count, double *value);

#endif
