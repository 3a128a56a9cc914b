/* SPDX-License-Identifier: EUPL-1.2 */
/* A stable sort of indices, so that equal things keep their order whatever the C library. */
#ifndef WIJK_BASE_SORT_H
#define WIJK_BASE_SORT_H

#include <stddef.h>
#include <wijk/error.h>

typedef int (*wijk_compare)(const void *context, size_t a, size_t b);

/* Fills `order[count]` with 0..count-1, ascending by `compare`, equal ones in their own order. O(n log n). */
wijk_status wijk_sort(size_t count, wijk_compare compare, const void *context, size_t *order, wijk_error *err);

/* The same for numbers, NaN last, both zeros equal. O(n). */
wijk_status wijk_sort_numbers(size_t count, const double *values, size_t *order, wijk_error *err);

#endif
