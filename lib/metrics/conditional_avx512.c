/* SPDX-License-Identifier: EUPL-1.2 */
/* Sixteen permutations side by side, otherwise as conditional_avx2.c. */
#include "metrics/conditional.h"

#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "metrics/lots.h"

#define WIDE __attribute__((target("avx512f")))
#define WIDE_INSIDE static inline __attribute__((target("avx512f"), always_inline))

/* Philox 4x32-10 (Salmon, Moraes, Dror & Shaw 2011), as wijk_random has it. */
enum { ROUNDS = 10 };
#define MULTIPLY_0 0xD2511F53u
#define MULTIPLY_1 0xCD9E8D57u
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define XOR_OF_THREE 0x96

/* A word of sixteen lanes: each in the low half of 64 bits (the high half is anything), even lanes and odd ones. */
typedef struct word16 {
  __m512i even, odd;
} word16;

typedef struct drawer {
  __m512i key[ROUNDS][2], stream[2];
  word16 lane;
} drawer;

typedef struct limits {
  __m512i upper_sure, upper_maybe, lower_sure, lower_maybe;
  __m512d upper, lower;
} limits;

bool wijk_conditional_has_avx512(void) {
  return __builtin_cpu_supports("avx512f");
}

WIDE_INSIDE __m512i all(uint32_t word) {
  return _mm512_set1_epi32((int)word);
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
  d->lane.even = _mm512_set_epi64(14, 12, 10, 8, 6, 4, 2, 0);
  d->lane.odd = _mm512_set_epi64(15, 13, 11, 9, 7, 5, 3, 1);
}

WIDE_INSIDE void turn(__m512i c[4], const __m512i key[2]) {
  const __m512i a = _mm512_mul_epu32(c[0], all(MULTIPLY_0)), b = _mm512_mul_epu32(c[2], all(MULTIPLY_1));
  c[0] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(b, 32), c[1], key[0], XOR_OF_THREE);
  c[2] = _mm512_ternarylogic_epi64(_mm512_srli_epi64(a, 32), c[3], key[1], XOR_OF_THREE);
  c[1] = b;
  c[3] = a;
}

/* Four words of each of sixteen lanes. */
WIDE_INSIDE void draw_words(const drawer *d, uint32_t block, word16 words[4]) {
  __m512i even[4] = {all(block), d->lane.even, d->stream[0], d->stream[1]};
  __m512i odd[4] = {all(block), d->lane.odd, d->stream[0], d->stream[1]};
  for (int round = 0; round < ROUNDS; round++) {
    turn(even, d->key[round]);
    turn(odd, d->key[round]);
  }
  for (int w = 0; w < 4; w++) {
    words[w] = (word16){even[w], odd[w]};
  }
}

/* words * limit / 2^32, lanes in order. */
WIDE_INSIDE __m512i below(word16 words, uint32_t limit) {
  const __m512i even = _mm512_mul_epu32(words.even, all(limit)), odd = _mm512_mul_epu32(words.odd, all(limit));
  return _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(even, 32), odd);
}

/* wijk_lots_set of sixteen permutations. */
WIDE_INSIDE void draw_sets(const word16 *words, uint32_t others, uint32_t take, __m512i *drawn) {
  for (uint32_t t = 0; t < take; t++) {
    const uint32_t last = others - take + t;
    const __m512i lot = below(words[t], last + 1);
    __mmask16 again = 0;
    for (uint32_t s = 0; s < t; s++) {
      again |= _mm512_cmpeq_epi32_mask(drawn[s], lot);
    }
    drawn[t] = _mm512_mask_blend_epi32(again, lot, all(last));
  }
}

WIDE static limits find_limits(const wijk_permuted *p) {
  const wijk_coarse_limits coarse = wijk_conditional_limits(p);
  return (limits){.upper_sure = _mm512_set1_epi32(coarse.upper_sure),
                  .upper_maybe = _mm512_set1_epi32(coarse.upper_maybe),
                  .lower_sure = _mm512_set1_epi32(coarse.lower_sure),
                  .lower_maybe = _mm512_set1_epi32(coarse.lower_maybe),
                  .upper = _mm512_set1_pd(p->upper),
                  .lower = _mm512_set1_pd(p->lower)};
}

/* All sixteen as doubles. */
WIDE static void count_exactly(const wijk_permuted *p, const limits *limit, const __m512i *drawn, unsigned valid,
                               wijk_extremes *counts) {
  __m512d low = _mm512_setzero_pd(), high = _mm512_setzero_pd();
  for (uint32_t t = 0; t < p->take; t++) {
    low = _mm512_add_pd(low, _mm512_i32gather_pd(_mm512_castsi512_si256(drawn[t]), p->z, 8));
    high = _mm512_add_pd(high, _mm512_i32gather_pd(_mm512_extracti64x4_epi64(drawn[t], 1), p->z, 8));
  }
  const unsigned upper = _mm512_cmp_pd_mask(low, limit->upper, _CMP_GE_OQ) |
                         (unsigned)_mm512_cmp_pd_mask(high, limit->upper, _CMP_GE_OQ) << 8;
  const unsigned lower = _mm512_cmp_pd_mask(low, limit->lower, _CMP_LE_OQ) |
                         (unsigned)_mm512_cmp_pd_mask(high, limit->lower, _CMP_LE_OQ) << 8;
  counts->upper += (uint32_t)__builtin_popcount(upper & valid);
  counts->lower += (uint32_t)__builtin_popcount(lower & valid);
}

/* Permutations r .. r + 15, of which the first `left` are asked for. */
WIDE_INSIDE void count_sixteen(const wijk_permuted *p, const limits *limit, const __m512i *drawn, uint32_t take,
                               size_t left, wijk_extremes *counts) {
  const void *before = p->coarse - 1; /* so that the value is the high half of what is read */
  __m512i sum = _mm512_setzero_si512();
  for (uint32_t t = 0; t < take; t++) {
    sum = _mm512_add_epi32(sum, _mm512_srai_epi32(_mm512_i32gather_epi32(drawn[t], before, 2), 16));
  }
  const unsigned valid = left < 16 ? (1u << left) - 1 : 0xFFFF;
  const unsigned upper = _mm512_cmpgt_epi32_mask(sum, limit->upper_sure);
  const unsigned lower = _mm512_cmpgt_epi32_mask(limit->lower_sure, sum);
  const unsigned upper_maybe = _mm512_cmpgt_epi32_mask(sum, limit->upper_maybe);
  const unsigned lower_maybe = _mm512_cmpgt_epi32_mask(limit->lower_maybe, sum);
  if (((upper ^ upper_maybe) | (lower ^ lower_maybe)) & valid) {
    count_exactly(p, limit, drawn, valid, counts);
    return;
  }
  counts->upper += (uint32_t)__builtin_popcount(upper & valid);
  counts->lower += (uint32_t)__builtin_popcount(lower & valid);
}

/* Four permutations of a lane need `take` blocks of four words, to the word. */
WIDE_INSIDE void count_drawn(const wijk_permuted *p, const limits *limit, const drawer *d, uint32_t take,
                             wijk_extremes *counts) {
  word16 words[4 * WIJK_LOT_FEW];
  __m512i drawn[WIJK_LOT_FEW];
  for (size_t begin = 0, block = 0; begin < p->permutations; begin += 4 * WIJK_LOT_LANES, block += take) {
    for (uint32_t b = 0; b < take; b++) {
      draw_words(d, (uint32_t)(block + b), words + 4 * b);
    }
    for (size_t step = 0; step < 4; step++) {
      const size_t r = begin + step * WIJK_LOT_LANES;
      if (r < p->permutations) {
        draw_sets(words + step * take, p->others, take, drawn);
        count_sixteen(p, limit, drawn, take, p->permutations - r, counts);
      }
    }
  }
}

WIDE static void count_table(const wijk_permuted *p, const limits *limit, wijk_extremes *counts) {
  __m512i drawn[WIJK_LOT_FEW];
  for (size_t r = 0; r < p->permutations; r += 16) {
    for (uint32_t t = 0; t < p->take; t++) {
      memcpy(&drawn[t], p->table + t * p->table_width + r, sizeof drawn[t]);
    }
    count_sixteen(p, limit, drawn, p->take, p->permutations - r, counts);
  }
}

/* The usual numbers of neighbours each get a loop of their own, in which the compiler knows the number. */
#define COUNT_OF(number)                                                                                               \
  case number:                                                                                                         \
    count_drawn(p, &limit, &d, number, &counts);                                                                       \
    break

WIDE wijk_extremes wijk_conditional_count_avx512(const wijk_permuted *p) {
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

bool wijk_conditional_has_avx512(void) {
  return false;
}

wijk_extremes wijk_conditional_count_avx512(const wijk_permuted *p) {
  (void)p;
  return (wijk_extremes){0, 0};
}

#endif
