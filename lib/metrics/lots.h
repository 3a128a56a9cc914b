/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing lots without replacement: which k of m things a permutation draws. A pure function of seed, stream, number
 * of the permutation, m and k, so that threads, order and width of the machine's registers change nothing.
 *
 * The words of chance: permutation r belongs to lane r mod 16, and lane l of a stream is the sequence of 32-bit words
 * that wijk_random_fill gives from draw l << 32 on (low half first); the permutation takes k words from place
 * (r div 16) * k on. So eight lanes can be drawn side by side, and no word is thrown away.
 *
 * A word w gives a number below L as w * L / 2^32: each of them has chance 1/L but for a relative error of at most
 * L / 2^32 (3.4e-6 for 14,500 zones), far below what any number of permutations that can be run would show. */
#ifndef WIJK_METRICS_LOTS_H
#define WIJK_METRICS_LOTS_H

#include <stddef.h>
#include <stdint.h>

enum { WIJK_LOT_LANES = 16 };

typedef struct wijk_lots {
  uint64_t seed, stream;
  uint32_t of, take; /* m and k <= m */
} wijk_lots;

/* A set: every set of k is as likely as every other (Floyd; Bentley & Floyd 1987), though not every order of it.
 * Into `drawn[k]`. O(k^2), for few. */
void wijk_lots_set(const wijk_lots *lots, size_t permutation, uint32_t *drawn);

/* A sequence: every order of every set is as likely (Fisher & Yates 1938, the first k steps; Durstenfeld 1964).
 * `deck[m]` holds 0 .. m - 1 before and after. O(k). */
void wijk_lots_sequence(const wijk_lots *lots, size_t permutation, uint32_t *deck, uint32_t *drawn);

#endif
