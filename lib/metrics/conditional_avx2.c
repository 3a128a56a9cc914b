/* SPDX-License-Identifier: EUPL-1.2 */
/* Eight permutations side by side. Sums are first taken in whole numbers (WIJK_LOT_BITS of each value), which decides
 * about all but those that come within rounding of a limit; where one of eight does, all eight are added up as
 * doubles in the order drawn. So no count can differ from the obvious loop's. */
#include "metrics/conditional.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "metrics/lots.h"

#define WIDE __attribute__((target("avx2")))
#define WIDE_INSIDE static inline __attribute__((target("avx2"), always_inline))

/* Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011), as wijk_random has it. */
enum { ROUNDS = 10 };
#define MULTIPLY_0 0xD2511F53u
#define MULTIPLY_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u

/* A word of eight lanes: each in the low half of 64 bits (the high half is anything), lanes 0 2 4 6 and 1 3 5 7.
 * So a product of 64 bits needs no shuffling. */
typedef struct word8 {
  __m256i even, odd;
} word8;

/* What stays the same for all words of a zone. */
typedef struct drawer {
  __m256i key[ROUNDS][2], stream[2];
  word8 lane[WIJK_LOT_LANES / 8];
} drawer;

typedef struct limits {
  __m256i upper_sure, upper_maybe, lower_sure, lower_maybe;
  __m256d upper, lower;
} limits;

bool wijk_conditional_has_avx2(void) {
  return __builtin_cpu_supports("avx2");
}

WIDE_INSIDE __m256i all(uint32_t word) {
  return _mm256_set1_epi32((int)word);
}

WIDE static void start(drawer *d, uint64_t seed, uint64_t stream) {
  uint32_t key_0 = (uint32_t)seed, key_1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < ROUNDS; round++) {
    d->key[round][0] = all(key_0);
    d->key[round][1] = all(key_1);
    key_0 += WEYL_0;
    key_1 += WEYL_1;
  }
  d->stream[0] = all((uint32_t)stream);
  d->stream[1] = all((uint32_t)(stream >> 32));
  for (int half = 0; half < WIJK_LOT_LANES / 8; half++) {
    const __m256i even = _mm256_set_epi64x(6, 4, 2, 0);
    d->lane[half].even = _mm256_add_epi64(even, all((uint32_t)half * 8));
    d->lane[half].odd = _mm256_add_epi64(even, all((uint32_t)half * 8 + 1));
  }
}

WIDE_INSIDE void turn(__m256i c[4], const __m256i key[2]) {
  const __m256i a = _mm256_mul_epu32(c[0], all(MULTIPLY_0)), b = _mm256_mul_epu32(c[2], all(MULTIPLY_1));
  c[0] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(b, 32), c[1]), key[0]);
  c[2] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(a, 32), c[3]), key[1]);
  c[1] = b;
  c[3] = a;
}

/* Four words of each of eight lanes. */
WIDE_INSIDE void draw_words(const drawer *d, int half, uint32_t block, word8 words[4]) {
  __m256i even[4] = {all(block), d->lane[half].even, d->stream[0], d->stream[1]};
  __m256i odd[4] = {all(block), d->lane[half].odd, d->stream[0], d->stream[1]};
  for (int round = 0; round < ROUNDS; round++) {
    turn(even, d->key[round]);
    turn(odd, d->key[round]);
  }
  for (int w = 0; w < 4; w++) {
    words[w] = (word8){even[w], odd[w]};
  }
}

/* words * limit / 2^32, lanes in order. */
WIDE_INSIDE __m256i below(word8 words, uint32_t limit) {
  const __m256i even = _mm256_mul_epu32(words.even, all(limit)), odd = _mm256_mul_epu32(words.odd, all(limit));
  return _mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA);
}

/* wijk_lots_set of eight permutations. */
WIDE_INSIDE void draw_sets(const word8 *words, uint32_t others, uint32_t take, __m256i *drawn) {
  for (uint32_t t = 0; t < take; t++) {
    const uint32_t last = others - take + t;
    const __m256i lot = below(words[t], last + 1);
    __m256i again = _mm256_setzero_si256();
    for (uint32_t s = 0; s < t; s++) {
      again = _mm256_or_si256(again, _mm256_cmpeq_epi32(drawn[s], lot));
    }
    drawn[t] = _mm256_blendv_epi8(lot, all(last), again);
  }
}

WIDE static limits find_limits(const wijk_permuted *p) {
  const wijk_coarse_limits coarse = wijk_conditional_limits(p);
  return (limits){.upper_sure = _mm256_set1_epi32(coarse.upper_sure),
                  .upper_maybe = _mm256_set1_epi32(coarse.upper_maybe),
                  .lower_sure = _mm256_set1_epi32(coarse.lower_sure),
                  .lower_maybe = _mm256_set1_epi32(coarse.lower_maybe),
                  .upper = _mm256_set1_pd(p->upper),
                  .lower = _mm256_set1_pd(p->lower)};
}

/* All eight as doubles. */
WIDE static void count_exactly(const wijk_permuted *p, const limits *limit, const __m256i *drawn, int valid,
                               wijk_extremes *counts) {
  __m256d low = _mm256_setzero_pd(), high = _mm256_setzero_pd();
  for (uint32_t t = 0; t < p->take; t++) {
    low = _mm256_add_pd(low, _mm256_i32gather_pd(p->z, _mm256_castsi256_si128(drawn[t]), 8));
    high = _mm256_add_pd(high, _mm256_i32gather_pd(p->z, _mm256_extracti128_si256(drawn[t], 1), 8));
  }
  const int upper = _mm256_movemask_pd(_mm256_cmp_pd(low, limit->upper, _CMP_GE_OQ)) |
                    _mm256_movemask_pd(_mm256_cmp_pd(high, limit->upper, _CMP_GE_OQ)) << 4;
  const int lower = _mm256_movemask_pd(_mm256_cmp_pd(low, limit->lower, _CMP_LE_OQ)) |
                    _mm256_movemask_pd(_mm256_cmp_pd(high, limit->lower, _CMP_LE_OQ)) << 4;
  counts->upper += (uint32_t)__builtin_popcount((unsigned)(upper & valid));
  counts->lower += (uint32_t)__builtin_popcount((unsigned)(lower & valid));
}

WIDE_INSIDE int bits_of(__m256i mask) {
  return _mm256_movemask_ps(_mm256_castsi256_ps(mask));
}

/* Permutations r .. r + 7, of which the first `left` are asked for. */
WIDE_INSIDE void count_eight(const wijk_permuted *p, const limits *limit, const __m256i *drawn, uint32_t take,
                             size_t left, wijk_extremes *counts) {
  const int *before =
      (const int *)(const void *)(p->coarse - 1); /* so that the value is the high half of what is read */
  __m256i sum = _mm256_setzero_si256();
  for (uint32_t t = 0; t < take; t++) {
    sum = _mm256_add_epi32(sum, _mm256_srai_epi32(_mm256_i32gather_epi32(before, drawn[t], 2), 16));
  }
  const int valid = left < 8 ? (1 << left) - 1 : 0xFF;
  const int upper = bits_of(_mm256_cmpgt_epi32(sum, limit->upper_sure));
  const int lower = bits_of(_mm256_cmpgt_epi32(limit->lower_sure, sum));
  const int upper_maybe = bits_of(_mm256_cmpgt_epi32(sum, limit->upper_maybe));
  const int lower_maybe = bits_of(_mm256_cmpgt_epi32(limit->lower_maybe, sum));
  if (((upper ^ upper_maybe) | (lower ^ lower_maybe)) & valid) {
    count_exactly(p, limit, drawn, valid, counts);
    return;
  }
  counts->upper += (uint32_t)__builtin_popcount((unsigned)(upper & valid));
  counts->lower += (uint32_t)__builtin_popcount((unsigned)(lower & valid));
}

/* Four permutations of a lane need `take` blocks of four words, to the word. */
WIDE_INSIDE void count_drawn(const wijk_permuted *p, const limits *limit, const drawer *d, uint32_t take,
                             wijk_extremes *counts) {
  word8 words[4 * WIJK_LOT_FEW];
  __m256i drawn[WIJK_LOT_FEW];
  for (size_t begin = 0, block = 0; begin < p->permutations; begin += 4 * WIJK_LOT_LANES, block += take) {
    for (int half = 0; half < WIJK_LOT_LANES / 8; half++) {
      for (uint32_t b = 0; b < take; b++) {
        draw_words(d, half, (uint32_t)(block + b), words + 4 * b);
      }
      for (size_t step = 0; step < 4; step++) {
        const size_t r = begin + step * WIJK_LOT_LANES + 8 * (size_t)half;
        if (r < p->permutations) {
          draw_sets(words + step * take, p->others, take, drawn);
          count_eight(p, limit, drawn, take, p->permutations - r, counts);
        }
      }
    }
  }
}

WIDE static void count_table(const wijk_permuted *p, const limits *limit, wijk_extremes *counts) {
  __m256i drawn[WIJK_LOT_FEW];
  for (size_t r = 0; r < p->permutations; r += 8) {
    for (uint32_t t = 0; t < p->take; t++) {
      memcpy(&drawn[t], p->table + t * p->table_width + r, sizeof drawn[t]);
    }
    count_eight(p, limit, drawn, p->take, p->permutations - r, counts);
  }
}

/* The usual numbers of neighbours each get a loop of their own, in which the compiler knows the number. */
#define COUNT_OF(number)                                                                                               \
  case number:                                                                                                         \
    count_drawn(p, &limit, &d, number, &counts);                                                                       \
    break

WIDE wijk_extremes wijk_conditional_count_avx2(const wijk_permuted *p) {
  const limits limit = find_limits(p);
  wijk_extremes counts = {0, 0};
  if (p->table != NULL) {
    count_table(p, &limit, &counts);
    return counts;
  }
  drawer d;
  start(&d, p->seed, p->stream);
  switch (p->take) {
    COUNT_OF(1);
    COUNT_OF(2);
    COUNT_OF(3);
    COUNT_OF(4);
    COUNT_OF(5);
    COUNT_OF(6);
    COUNT_OF(7);
    COUNT_OF(8);
    COUNT_OF(9);
    COUNT_OF(10);
    COUNT_OF(11);
    COUNT_OF(12);
  default:
    count_drawn(p, &limit, &d, p->take, &counts);
  }
  return counts;
}

#else

bool wijk_conditional_has_avx2(void) {
  return false;
}

wijk_extremes wijk_conditional_count_avx2(const wijk_permuted *p) {
  (void)p;
  return (wijk_extremes){0, 0};
}

#endif
