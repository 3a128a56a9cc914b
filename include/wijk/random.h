/* SPDX-License-Identifier: EUPL-1.2 */
/* Chance by counter (Philox 4x32-10; Salmon, Moraes, Dror and Shaw 2011): draw k of stream s under a seed
 * is a pure function of (seed, s, k), so no result depends on threads or order. */
#ifndef WIJK_RANDOM_H
#define WIJK_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Plain value: copy it to fork, set `draw` to jump. */
typedef struct wijk_random {
  uint64_t seed;
  uint64_t stream;
  uint64_t draw; /* the next draw; each call below says how many it takes */
} wijk_random;

/* The same seed and stream give the same draws, everywhere. Streams of one seed are independent. */
wijk_random wijk_random_new(uint64_t seed, uint64_t stream);
uint64_t wijk_random_bits(wijk_random *random);                  /* 64 fair bits; one draw */
double wijk_random_share(wijk_random *random);                   /* uniform in [0, 1), 53 bits; one draw */
uint64_t wijk_random_below(wijk_random *random, uint64_t limit); /* uniform in [0, limit), unbiased; limit > 0 */
double wijk_random_normal(wijk_random *random); /* mean 0, variance 1 (Box and Muller 1958); two draws */
/* `count` times 64 fair bits, two for each draw: the draw's low two words, then its high two. For many at once. */
void wijk_random_fill(wijk_random *random, size_t count, uint64_t *bits);
double wijk_random_gamma(wijk_random *random, double shape); /* scale 1, shape > 0 (Marsaglia and Tsang 2000) */

#ifdef __cplusplus
}
#endif
#endif
