/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/alias.h"

#include <math.h>

unsigned wijk_alias_bits(size_t count) {
  unsigned bits = 0;
  while (((size_t)1 << bits) < count) {
    bits++;
  }
  return bits;
}

static bool whole(const double *weights, size_t count, double *sum) {
  bool all = true;
  *sum = 0;
  for (size_t i = 0; i < count; i++) {
    all = all && weights[i] == floor(weights[i]);
    *sum += weights[i];
  }
  return all && *sum <= 0x1p32;
}

void wijk_alias_share(const double *weights, size_t count, unsigned bits, uint64_t *lots, uint64_t *capacity) {
  double sum;
  const bool exact = whole(weights, count, &sum);
  const uint64_t wanted = (exact ? (uint64_t)sum : (uint64_t)1 << 32) << bits;
  uint64_t given = 0;
  size_t largest = 0;
  for (size_t i = 0; i < count; i++) {
    lots[i] = exact ? (uint64_t)weights[i] << bits : (uint64_t)(weights[i] / sum * (double)wanted + 0.5);
    given += lots[i];
    largest = lots[i] > lots[largest] ? i : largest;
  }
  lots[largest] += wanted - given; /* modulo 2^64: also where too much was given */
  for (size_t i = count; i < (size_t)1 << bits; i++) {
    lots[i] = 0;
  }
  *capacity = wanted >> bits;
}

/* One after another a column that is not full is filled up from one that is more than full. Those not full wait in
 * front in `stack`, the others behind. */
wijk_alias wijk_alias_make(uint64_t *lots, unsigned bits, uint64_t capacity, wijk_alias_column *columns,
                           uint32_t *stack) {
  const size_t count = (size_t)1 << bits;
  size_t small = 0, large = count;
  for (size_t i = 0; i < count; i++) {
    columns[i] = (wijk_alias_column){UINT32_MAX, (uint32_t)i};
    if (lots[i] < capacity) {
      stack[small++] = (uint32_t)i;
    } else {
      stack[--large] = (uint32_t)i;
    }
  }
  while (small > 0 && large < count) {
    const uint32_t less = stack[--small], more = stack[large];
    columns[less] = (wijk_alias_column){(uint32_t)lots[less], more};
    lots[more] -= capacity - lots[less];
    if (lots[more] < capacity) {
      large++;
      stack[small++] = more;
    }
  }
  return (wijk_alias){.bits = bits,
                      .capacity = capacity,
                      .unfair = ((UINT64_MAX >> bits) % capacity + 1) % capacity << bits,
                      .columns = columns};
}
