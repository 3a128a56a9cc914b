/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/conditional.h"

#include <math.h>
#include <omp.h>
#include <string.h>

#include "metrics/lots.h"

#define EQUAL 0x1p-40 /* of the largest possible sum */

/* What one thread works with. */
typedef struct hand {
  double *z;
  int16_t *coarse;
  uint32_t *deck, *drawn; /* of sequences; NULL where no zone draws one */
} hand;

typedef struct table {
  uint32_t *lots;
  size_t width, take;
} table;

/* ---- which zones draw what ---- */

static size_t neighbours_of(const wijk_conditional *job, size_t zone) {
  return job->first[zone + 1] - job->first[zone];
}

static bool has_equal_weights(const wijk_conditional *job, size_t zone) {
  const double *weight = job->weight + job->first[zone];
  for (size_t k = 1; k < neighbours_of(job, zone); k++) {
    if (weight[k] != weight[0]) {
      return false;
    }
  }
  return true;
}

static bool draws_sets(const wijk_conditional *job, size_t zone) {
  return neighbours_of(job, zone) <= WIJK_LOT_FEW && has_equal_weights(job, zone);
}

static size_t most_neighbours(const wijk_conditional *job) {
  size_t most = 0;
  for (size_t i = 0; i < job->count; i++) {
    most = neighbours_of(job, i) > most ? neighbours_of(job, i) : most;
  }
  return most;
}

static bool any_sequences(const wijk_conditional *job) {
  for (size_t i = 0; i < job->count; i++) {
    if (!draws_sets(job, i)) {
      return true;
    }
  }
  return false;
}

/* ---- the obvious loop ---- */

static wijk_extremes count_plain(const wijk_permuted *p, const double *weight, const hand *own) {
  uint32_t set[WIJK_LOT_FEW];
  const wijk_lots lots = {p->seed, p->stream, p->others, p->take};
  wijk_extremes counts = {0, 0};
  for (size_t r = 0; r < p->permutations; r++) {
    const uint32_t *drawn = weight == NULL ? set : own->drawn;
    if (p->table != NULL) {
      drawn = NULL;
    } else if (weight == NULL) {
      wijk_lots_set(&lots, r, set);
    } else {
      wijk_lots_sequence(&lots, r, own->deck, own->drawn);
    }
    double sum = 0;
    for (size_t t = 0; t < p->take; t++) {
      const double z = p->z[drawn == NULL ? p->table[t * p->table_width + r] : drawn[t]];
      sum += weight == NULL ? z : weight[t] * z;
    }
    counts.upper += sum >= p->upper;
    counts.lower += sum <= p->lower;
  }
  return counts;
}

/* ---- the same by wide registers ---- */

static int32_t whole(double value) {
  return value >= INT32_MAX ? INT32_MAX : value <= -INT32_MAX ? -INT32_MAX : (int32_t)value;
}

/* A coarse sum is off by at most a unit per value; two units more than cover every rounding of doubles. */
wijk_coarse_limits wijk_conditional_limits(const wijk_permuted *p) {
  const double off = (double)p->take + 2, upper = p->upper * p->fineness, lower = p->lower * p->fineness;
  return (wijk_coarse_limits){.upper_sure = whole(ceil(upper + off)),
                              .upper_maybe = whole(floor(upper - off)),
                              .lower_sure = whole(floor(lower - off)),
                              .lower_maybe = whole(ceil(lower + off))};
}

static wijk_extremes count_sets(wijk_conditional_way way, const wijk_permuted *p, const hand *own) {
  if (way == WIJK_WAY_BEST && wijk_conditional_has_avx512()) {
    return wijk_conditional_count_avx512(p);
  }
  return way != WIJK_WAY_PLAIN && wijk_conditional_has_avx2() ? wijk_conditional_count_avx2(p)
                                                              : count_plain(p, NULL, own);
}

/* ---- one zone ---- */

static void tally_zone(const wijk_conditional *job, size_t zone, const hand *own, const table *shared, double fineness,
                       wijk_tally *tally) {
  const size_t begin = job->first[zone], take = neighbours_of(job, zone), last = job->count - 1;
  const bool sets = draws_sets(job, zone);
  const double *weight = sets ? NULL : job->weight + begin; /* equal weights change nothing in how sums compare */
  double sum = 0, total = 0, most = 0;
  for (size_t k = 0; k < take; k++) {
    const double w = sets ? 1 : weight[k];
    sum += w * job->z[job->neighbour[begin + k]];
    total += w;
    most += fabs(w);
  }
  const double expected = -job->z[zone] * total / (double)last, away = fabs(sum - expected);
  const double equal = EQUAL * most * ldexp(1, WIJK_LOT_BITS) / fineness;
  const wijk_permuted permuted = {.z = own->z,
                                  .coarse = own->coarse,
                                  .fineness = fineness,
                                  .seed = job->seed,
                                  .stream = job->stream[zone],
                                  .others = (uint32_t)last,
                                  .take = (uint32_t)take,
                                  .permutations = job->permutations,
                                  .table = shared->lots,
                                  .table_width = shared->width,
                                  .upper = expected + away - equal,
                                  .lower = expected - away + equal};
  own->z[zone] = job->z[last];
  const int16_t coarse = own->coarse[zone];
  own->coarse[zone] = own->coarse[last];
  const wijk_extremes counts = sets ? count_sets(job->way, &permuted, own) : count_plain(&permuted, weight, own);
  own->z[zone] = job->z[zone];
  own->coarse[zone] = coarse;
  const bool above = sum >= expected;
  *tally = (wijk_tally){.beyond = above ? counts.upper : counts.lower,
                        .mirrored = above ? counts.lower : counts.upper,
                        .side = (int8_t)(away <= equal ? 0
                                         : above       ? 1
                                                       : -1)};
}

/* ---- all zones ---- */

/* A power of two, so that scaling rounds nothing, which brings the largest |z| to 2^(BITS - 1) .. 2^BITS. */
static double find_fineness(const wijk_conditional *job) {
  double most = 0;
  for (size_t i = 0; i < job->count; i++) {
    most = fmax(most, fabs(job->z[i]));
  }
  int exponent;
  frexp(most, &exponent);
  return ldexp(1, WIJK_LOT_BITS - exponent);
}

static wijk_status make_table(const wijk_conditional *job, wijk_arena *scratch, table *shared, wijk_error *err) {
  *shared = (table){.width = (job->permutations + 15) / 16 * 16, .take = most_neighbours(job)};
  const uint32_t others = (uint32_t)(job->count - 1);
  uint32_t *deck = WIJK_ARENA_ADD(scratch, uint32_t, others, err);
  uint32_t *drawn = WIJK_ARENA_ADD(scratch, uint32_t, shared->take, err);
  shared->lots = WIJK_ARENA_ADD(scratch, uint32_t, shared->width * shared->take, err);
  if (deck == NULL || drawn == NULL || shared->lots == NULL) {
    return WIJK_MEMORY;
  }
  for (uint32_t i = 0; i < others; i++) {
    deck[i] = i;
  }
  const wijk_lots lots = {job->seed, 0, others, (uint32_t)shared->take};
  for (size_t r = 0; r < job->permutations; r++) {
    wijk_lots_sequence(&lots, r, deck, drawn);
    for (size_t t = 0; t < shared->take; t++) {
      shared->lots[t * shared->width + r] = drawn[t];
    }
  }
  return WIJK_OK;
}

static wijk_status make_hand(const wijk_conditional *job, double fineness, bool sequences, wijk_arena *scratch,
                             hand *made, wijk_error *err) {
  const size_t n = job->count, most = sequences ? most_neighbours(job) : 0;
  *made = (hand){.z = WIJK_ARENA_ADD(scratch, double, n, err), .coarse = WIJK_ARENA_ADD(scratch, int16_t, n + 1, err)};
  if (sequences) {
    made->deck = WIJK_ARENA_ADD(scratch, uint32_t, n - 1, err);
    made->drawn = WIJK_ARENA_ADD(scratch, uint32_t, most, err);
  }
  if (made->z == NULL || made->coarse == NULL || (sequences && (made->deck == NULL || made->drawn == NULL))) {
    return WIJK_MEMORY;
  }
  memcpy(made->z, job->z, n * sizeof *made->z);
  made->coarse++; /* wide reads begin one before */
  for (size_t i = 0; i < n; i++) {
    made->coarse[i] = (int16_t)fmax(-0x7FFF, fmin(nearbyint(job->z[i] * fineness), 0x7FFF));
  }
  for (uint32_t i = 0; sequences && i < n - 1; i++) {
    made->deck[i] = i;
  }
  return WIJK_OK;
}

wijk_status wijk_conditional_compute(const wijk_conditional *job, wijk_arena *scratch, wijk_tally *tally,
                                     wijk_error *err) {
  const size_t threads = (size_t)(job->threads > 0 ? job->threads : omp_get_max_threads());
  const double fineness = find_fineness(job);
  const bool sequences = any_sequences(job);
  table shared = {NULL, 0, 0};
  hand *hands = WIJK_ARENA_ADD(scratch, hand, threads, err);
  if (hands == NULL || (job->shared && make_table(job, scratch, &shared, err) != WIJK_OK)) {
    return WIJK_MEMORY;
  }
  for (size_t h = 0; h < threads; h++) {
    if (make_hand(job, fineness, sequences, scratch, &hands[h], err) != WIJK_OK) {
      return WIJK_MEMORY;
    }
  }
#pragma omp parallel for schedule(dynamic, 16) num_threads((int)threads) if (threads > 1)
  for (size_t i = 0; i < job->count; i++) {
    tally[i] = (wijk_tally){0, 0, 0};
    if (neighbours_of(job, i) > 0) {
      tally_zone(job, i, &hands[omp_get_thread_num()], &shared, fineness, &tally[i]);
    }
  }
  return WIJK_OK;
}
