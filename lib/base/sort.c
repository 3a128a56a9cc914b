/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

/* Bottom-up merge sort. */
wijk_status wijk_sort(size_t count, wijk_compare compare, const void *context, size_t *order, wijk_error *err) {
  size_t *spare = memory_resize(NULL, count, sizeof *spare);
  if (!spare)
    return wijk_error_set(err, WIJK_MEMORY, "no memory to sort %zu rows", count);
  for (size_t i = 0; i < count; i++)
    order[i] = i;
  size_t *from = order, *to = spare;
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t start = 0; start < count; start += 2 * width) {
      size_t middle = start + width < count ? start + width : count;
      size_t end = middle + width < count ? middle + width : count;
      size_t a = start, b = middle, out = start;
      while (a < middle && b < end)
        to[out++] = compare(context, from[b], from[a]) < 0 ? from[b++] : from[a++];
      memcpy(to + out, from + a, (middle - a) * sizeof *to);
      memcpy(to + out + (middle - a), from + b, (end - b) * sizeof *to);
    }
    size_t *swap = from;
    from = to, to = swap;
  }
  if (from != order)
    memcpy(order, from, count * sizeof *order);
  memory_free(spare);
  return WIJK_OK;
}

static int by_number(const void *context, size_t a, size_t b) {
  const double *values = context;
  if (isnan(values[a]) || isnan(values[b]))
    return (isnan(values[a]) != 0) - (isnan(values[b]) != 0);
  return (values[a] > values[b]) - (values[a] < values[b]);
}

/* ---- many numbers: by their digits, lowest first (Knuth, The Art of Computer Programming 3, 5.2.5) ---- */

enum { MANY = 512, DIGIT_BITS = 11, DIGITS = 6, DIGIT_VALUES = 1 << DIGIT_BITS };

typedef struct keyed {
  uint64_t key;
  size_t index;
} keyed;

/* Rises with the number; the same for both zeros, and the highest for NaN. */
static uint64_t key_of(double value) {
  if (isnan(value))
    return UINT64_MAX;
  double whole = value + 0.0; /* -0 becomes 0 */
  uint64_t bits;
  memcpy(&bits, &whole, sizeof bits);
  return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static size_t digit_of(const keyed *item, int digit) {
  return item->key >> digit * DIGIT_BITS & (DIGIT_VALUES - 1);
}

/* Sorts by one digit, equal ones in their order; false when all have the same and nothing was moved. */
static bool sort_by_digit(const keyed *from, keyed *to, size_t count, int digit) {
  size_t next[DIGIT_VALUES] = {0}, before = 0;
  for (size_t i = 0; i < count; i++)
    next[digit_of(&from[i], digit)]++;
  if (next[digit_of(from, digit)] == count)
    return false;
  for (size_t value = 0; value < DIGIT_VALUES; value++) {
    const size_t own = next[value];
    next[value] = before;
    before += own;
  }
  for (size_t i = 0; i < count; i++)
    to[next[digit_of(&from[i], digit)]++] = from[i];
  return true;
}

wijk_status wijk_sort_numbers(size_t count, const double *values, size_t *order, wijk_error *err) {
  if (count < MANY)
    return wijk_sort(count, by_number, values, order, err);
  keyed *items = memory_resize(NULL, count, 2 * sizeof *items);
  if (!items)
    return wijk_error_set(err, WIJK_MEMORY, "no memory to sort %zu rows", count);
  keyed *from = items, *to = items + count;
  for (size_t i = 0; i < count; i++)
    from[i] = (keyed){key_of(values[i]), i};
  for (int digit = 0; digit < DIGITS; digit++)
    if (sort_by_digit(from, to, count, digit)) {
      keyed *swap = from;
      from = to, to = swap;
    }
  for (size_t i = 0; i < count; i++)
    order[i] = from[i].index;
  memory_free(items);
  return WIJK_OK;
}
