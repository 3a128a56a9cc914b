/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"

#include <math.h>
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

wijk_status wijk_sort_numbers(size_t count, const double *values, size_t *order, wijk_error *err) {
  return wijk_sort(count, by_number, values, order, err);
}
