/* SPDX-License-Identifier: EUPL-1.2 */
/* The column that statistics are about: a figure of the zones by its id, or a field of theirs. */
#ifndef WIJK_METRICS_VALUE_H
#define WIJK_METRICS_VALUE_H

#include <math.h>
#include <wijk/metric.h>

typedef struct wijk_value {
  const double *numbers;  /* of every zone; NaN = missing */
  const uint8_t *reasons; /* NULL = WIJK_REASON_MISSING wherever the value is not there */
} wijk_value;

/* Do values from `low` to `high` differ by a rounding only? What is computed to be the same everywhere (places on land
 * of one size, a share) seldom is to the last bit, and statistics would make a pattern of that. */
static inline bool wijk_value_even(double low, double high) {
  return !(high - low > 0x1p-40 * fmax(fabs(low), fabs(high)));
}

/* Statistics of a value take its fourth power, and do not change with its unit. So that none overflows or is lost, a
 * value whose largest number is outside 2^-100 to 2^100 is taken in another: `scalbn(x, wijk_value_shift(largest))`,
 * exact but for what is nothing beside the largest. */
static inline int wijk_value_shift(double largest) {
  int exponent = 0;
  frexp(largest, &exponent);
  return largest > 0 && (exponent > 100 || exponent < -100) ? -exponent : 0;
}

/* WIJK_USAGE, with the nearest word, where `name` is neither; where it is a figure that cannot be made of what was
 * given, is not for this edition, holds words, or is itself about a value. A figure goes before a field of its name, as
 * it does in the zones that come out. */
wijk_status wijk_value_check(const wijk_subject *subject, const char *name, bool public_edition, wijk_error *err);

/* A figure that this round has made already is taken as it is; one that it has not is made now, for this only. Made in
 * `arena`. Errors as above, and those of making it. */
wijk_status wijk_value_find(const wijk_subject *subject, const wijk_results *results, const char *name,
                            wijk_arena *arena, wijk_value *value, wijk_error *err);

#endif
