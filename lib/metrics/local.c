/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/local.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "metrics/conditional.h"
#include "metrics/value.h"

#define ROUNDING                                                                                                       \
  0x1p-40 /* of the largest deviation: what a mean and a difference can be off by, and much less than                  \
             any value is known to */

/* ---- who takes part, in which order ---- */

/* FNV-1a (Fowler, Noll & Vo), its bits mixed once more (Steele, Lea & Flood 2014): keys differ by little. */
static uint64_t stream_of(const char *key, size_t row) {
  uint64_t hash = 0xCBF29CE484222325u;
  const char *bytes = key != NULL ? key : (const char *)&row;
  const size_t length = key != NULL ? strlen(key) : sizeof row;
  for (size_t k = 0; k < length; k++) {
    hash = (hash ^ (unsigned char)bytes[k]) * 0x100000001B3u;
  }
  hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9u;
  hash = (hash ^ hash >> 27) * 0x94D049BB133111EBu;
  return hash ^ hash >> 31;
}

typedef struct order_context {
  const char *const *keys;
  const size_t *rows;
} order_context;

static int by_key(const void *context, size_t a, size_t b) {
  const order_context *of = context;
  const char *first = of->keys[of->rows[a]], *second = of->keys[of->rows[b]];
  return strcmp(first != NULL ? first : "", second != NULL ? second : "");
}

/* `row` by key; the usual case is that it is so. */
static wijk_status sort_rows(const char *const *keys, size_t *row, size_t count, wijk_arena *scratch, wijk_error *err) {
  const order_context context = {keys, row};
  bool sorted = true;
  for (size_t i = 1; i < count && sorted && keys != NULL; i++) {
    sorted = by_key(&context, i - 1, i) <= 0;
  }
  if (sorted) {
    return WIJK_OK;
  }
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, count, err), *old = WIJK_ARENA_ADD(scratch, size_t, count, err);
  if (order == NULL || old == NULL || wijk_sort(count, by_key, &context, order, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  memcpy(old, row, count * sizeof *row);
  for (size_t i = 0; i < count; i++) {
    row[i] = old[order[i]];
  }
  return WIJK_OK;
}

/* A row of W, sorted: few, and nearly always so already. */
static void sort_links(uint32_t *neighbour, double *weight, size_t count) {
  for (size_t k = 1; k < count; k++) {
    const uint32_t who = neighbour[k];
    const double what = weight[k];
    size_t at = k;
    for (; at > 0 && neighbour[at - 1] > who; at--) {
      neighbour[at] = neighbour[at - 1];
      weight[at] = weight[at - 1];
    }
    neighbour[at] = who;
    weight[at] = what;
  }
}

static void copy_links(const wijk_weights *weights, const uint32_t *place, wijk_local *local) {
  size_t links = 0;
  for (size_t i = 0; i < local->count; i++) {
    const size_t row = local->row[i];
    for (size_t k = weights->first[row]; k < weights->first[row + 1]; k++) {
      const uint32_t other = place[weights->neighbour[k]];
      if (other != UINT32_MAX) {
        local->neighbour[links] = other;
        local->weight[links++] = weights->weight[k];
      }
    }
    local->first[i + 1] = links;
    sort_links(local->neighbour + local->first[i], local->weight + local->first[i], links - local->first[i]);
  }
}

/* ---- values ---- */

/* z[i] = x_i to begin with. */
static void take_values(wijk_local *local, const double *values) {
  double largest = 0;
  for (size_t i = 0; i < local->count; i++) {
    largest = fmax(largest, fabs(values[local->row[i]]));
  }
  const int shift = wijk_value_shift(largest);
  for (size_t i = 0; i < local->count; i++) {
    local->z[i] = scalbn(values[local->row[i]], shift);
  }
}

static void centre(wijk_local *local) {
  const size_t n = local->count;
  double low = INFINITY, high = -INFINITY, mean = 0, correction = 0, most = 0;
  size_t lowest = 0, highest = 0, lows = 0, highs = 0;
  for (size_t i = 0; i < n; i++) {
    const double x = local->z[i];
    lowest = x < low ? i : lowest;
    highest = x > high ? i : highest;
    low = fmin(low, x);
    high = fmax(high, x);
    mean += x;
  }
  mean /= (double)n;
  for (size_t i = 0; i < n; i++) {
    lows += wijk_value_even(low, local->z[i]);
    highs += wijk_value_even(local->z[i], high);
    local->z[i] -= mean;
    correction += local->z[i];
  }
  for (size_t i = 0; i < n; i++) {
    local->z[i] -= correction / (double)n;
    most = fmax(most, fabs(local->z[i]));
  }
  local->sum_squares = 0;
  for (size_t i = 0; i < n; i++) {
    local->z[i] = fabs(local->z[i]) <= ROUNDING * most ? 0 : local->z[i];
    local->sum_squares += local->z[i] * local->z[i];
  }
  local->even = wijk_value_even(low, high);
  local->odd = local->even ? WIJK_NONE : lows == n - 1 ? highest : highs == n - 1 ? lowest : WIJK_NONE;
}

wijk_status wijk_local_new(const wijk_weights *weights, const double *values, const size_t *rows, size_t count,
                           const char *const *keys, wijk_arena *arena, wijk_local *local, wijk_error *err) {
  uint32_t *place = WIJK_ARENA_ADD(arena, uint32_t, weights->count, err);
  *local = (wijk_local){.count = count,
                        .row = WIJK_ARENA_ADD(arena, size_t, count, err),
                        .z = WIJK_ARENA_ADD(arena, double, count, err),
                        .first = WIJK_ARENA_ADD(arena, size_t, count + 1, err),
                        .neighbour = WIJK_ARENA_ADD(arena, uint32_t, weights->first[weights->count], err),
                        .weight = WIJK_ARENA_ADD(arena, double, weights->first[weights->count], err),
                        .stream = WIJK_ARENA_ADD(arena, uint64_t, count, err)};
  if (place == NULL || local->row == NULL || local->z == NULL || local->first == NULL || local->neighbour == NULL ||
      local->weight == NULL || local->stream == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < count; i++) {
    local->row[i] = rows == NULL ? i : rows[i];
  }
  if (sort_rows(keys, local->row, count, arena, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  memset(place, 0xFF, weights->count * sizeof *place);
  for (size_t i = 0; i < count; i++) {
    place[local->row[i]] = (uint32_t)i;
    local->stream[i] = stream_of(keys == NULL ? NULL : keys[local->row[i]], local->row[i]);
  }
  copy_links(weights, place, local);
  take_values(local, values);
  centre(local);
  return WIJK_OK;
}

/* ---- statistics ---- */

wijk_reason wijk_local_reason(const wijk_local *local, size_t i) {
  return local->count < 4                         ? WIJK_REASON_TOO_FEW
         : local->even                            ? WIJK_REASON_ZERO_VARIANCE
         : local->first[i] == local->first[i + 1] ? WIJK_REASON_NO_NEIGHBOURS
                                                  : WIJK_PRESENT;
}

typedef struct sums {
  double lag, weight, squares, largest; /* sum of w z, of w, of w^2; largest w */
  bool everybody;                       /* all other zones, with equal weights: no permutation can change the lag */
} sums;

static sums add_up(const wijk_local *local, size_t i) {
  const size_t begin = local->first[i], end = local->first[i + 1];
  sums s = {0, 0, 0, 0, end - begin == local->count - 1};
  for (size_t k = begin; k < end; k++) {
    const double w = local->weight[k];
    s.lag += w * local->z[local->neighbour[k]];
    s.weight += w;
    s.squares += w * w;
    s.largest = fmax(s.largest, w);
    s.everybody = s.everybody && w == local->weight[begin];
  }
  return s;
}

double wijk_local_lag(const wijk_local *local, size_t i) {
  return wijk_local_reason(local, i) == WIJK_PRESENT ? add_up(local, i).lag : NAN;
}

double wijk_local_moran(const wijk_local *local, size_t i, bool esda) {
  const double n = (double)local->count;
  return local->z[i] * wijk_local_lag(local, i) / (local->sum_squares / (esda ? n - 1 : n));
}

double wijk_local_gi(const wijk_local *local, size_t i) {
  const sums s = add_up(local, i);
  if (wijk_local_reason(local, i) != WIJK_PRESENT || s.everybody || local->odd == i) {
    return NAN;
  }
  const double n = (double)local->count, z = local->z[i];
  const double variance = (local->sum_squares - z * z * n / (n - 1)) / (n - 2); /* of the others, whose mean is */
  const double expected = -z / (n - 1) * s.weight;                              /* -z / (n - 1) */
  return (s.lag - expected) / sqrt(variance * (s.squares - s.weight * s.weight / (n - 1)));
}

double wijk_local_gi_star(const wijk_local *local, size_t i) {
  const sums s = add_up(local, i);
  if (wijk_local_reason(local, i) != WIJK_PRESENT || s.everybody) {
    return NAN;
  }
  const double n = (double)local->count, own = s.largest, weight = s.weight + own, squares = s.squares + own * own;
  const double spread = local->sum_squares / n * (n * squares - weight * weight) / (n - 1);
  return (s.lag + own * local->z[i]) / sqrt(spread);
}

/* ---- chance ---- */

double wijk_local_normal_p(double standardised) {
  return erfc(fabs(standardised) / sqrt(2));
}

static double count_extreme(const wijk_tally *tally, const wijk_method *method) {
  const double all = (double)method->permutations;
  const double beyond = fmin(tally->beyond, all);
  switch (method->tail) {
  case WIJK_TAIL_DOUBLED:
    return fmin(1, 2 * (beyond + 1) / (all + 1));
  case WIJK_TAIL_ONE:
    return (beyond + 1) / (all + 1);
  case WIJK_TAIL_BOTH:
  default:
    return (fmin(beyond + tally->mirrored, all) + 1) / (all + 1);
  }
}

wijk_status wijk_local_permute(const wijk_local *local, const wijk_method *method, uint64_t seed, int threads,
                               wijk_arena *scratch, double *p, int8_t *side, wijk_error *err) {
  const wijk_conditional job = {.count = local->count,
                                .z = local->z,
                                .stream = local->stream,
                                .first = local->first,
                                .neighbour = local->neighbour,
                                .weight = local->weight,
                                .permutations = method->permutations,
                                .seed = seed,
                                .shared = method->shared_draws,
                                .threads = threads};
  wijk_tally *tally = WIJK_ARENA_ADD(scratch, wijk_tally, local->count, err);
  if (tally == NULL) {
    return WIJK_MEMORY;
  }
  const bool any = local->count >= 4 && !local->even;
  const wijk_status status = any ? wijk_conditional_compute(&job, scratch, tally, err) : WIJK_OK;
  for (size_t i = 0; status == WIJK_OK && i < local->count; i++) {
    p[i] = wijk_local_reason(local, i) == WIJK_PRESENT ? count_extreme(&tally[i], method) : NAN;
    side[i] = tally[i].side;
  }
  return status;
}
