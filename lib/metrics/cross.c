/* SPDX-License-Identifier: EUPL-1.2 */
/* Do two kinds of facilities seek each other, or keep apart? Facilities as a whole stand where people live, so against
 * points at random any two kinds would attract each other. Hence the other null hypothesis of the literature: the
 * places are given, and which of them are of the one kind is chance (random labelling; Diggle 2003). Then the expected
 * cross K is the K of both kinds together, exactly. */
#include <string.h>
#include <wijk/random.h>

#include "metrics/family.h"
#include "metrics/spots.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define NEEDS (WIJK_NEEDS_FACILITIES | WIJK_NEEDS_SHAPES | WIJK_NEEDS_CROSS)
#define STREAM 0x63726F7373000000u

static const wijk_metric metrics[] = {
    {"cross_{r}_k", WIJK_METRIC_CITY, WIJK_PART_RADIUS, 0, NEEDS, LAWS, "K tussen twee soorten tot {r}",
     "Cross K of two kinds at {r}", "m²", "m²",
     "A / (n_1 n_2) Σ_{i of kind 1} Σ_{j of kind 2} w_ij [d_ij <= r], the kinds and w by --cross and --edge",
     "Ripley 1977; Lotwick & Silverman 1982"},
    {"cross_{r}_k_low", WIJK_METRIC_CITY, WIJK_PART_RADIUS, 0, NEEDS, LAWS,
     "K tussen twee soorten tot {r}, laagste bij toeval", "Cross K of two kinds at {r}, lowest by chance", "m²", "m²",
     "least of --envelope random labellings", "Diggle 2003"},
    {"cross_{r}_k_high", WIJK_METRIC_CITY, WIJK_PART_RADIUS, 0, NEEDS, LAWS,
     "K tussen twee soorten tot {r}, hoogste bij toeval", "Cross K of two kinds at {r}, highest by chance", "m²", "m²",
     "largest of --envelope random labellings", "Diggle 2003"},
};

/* Labellings are looked at some at a time, a bit each: 1 = the point is of kind 1. Number 0 is the one there is. Pairs
 * come by as often as there are lots of labellings, and none is kept. */
enum { WORD = 64, WORDS = 16, LOT = WORD * WORDS };

typedef struct cross_work {
  const wijk_cross *cross;
  wijk_spots spots;
  size_t first_count, labellings;
  wijk_reason reason;
  double *expected;         /* [bin] */
  double *sums;             /* [labelling * bins + bin] */
  uint64_t (*label)[WORDS]; /* [point], of this lot */
  size_t lot;               /* its first labelling */
  bool mutual;
} cross_work;

/* Which of the points are of kind 1, by chance: each arrangement is as likely (Fisher and Yates 1938). */
static void draw_labels(wijk_random random, size_t count, size_t of_first, bool *first) {
  for (size_t i = 0; i < count; i++) {
    first[i] = i < of_first;
  }
  for (size_t i = count; i > 1; i--) {
    const size_t other = (size_t)wijk_random_below(&random, i);
    const bool moved = first[i - 1];
    first[i - 1] = first[other];
    first[other] = moved;
  }
}

static void fill_lot(const wijk_subject *subject, cross_work *work, uint64_t stream, bool *first) {
  const size_t n = work->spots.count;
  memset(work->label, 0, n * sizeof *work->label);
  for (size_t k = 0; k < LOT && work->lot + k < work->labellings; k++) {
    const size_t labelling = work->lot + k;
    if (labelling > 0) {
      draw_labels(wijk_random_new(subject->seed, stream + labelling - 1), n, work->first_count, first);
    }
    for (size_t i = 0; i < n; i++) {
      const bool is_first = labelling > 0 ? first[i] : work->cross->side[work->spots.row[i]] == 1;
      work->label[i][k / WORD] |= (uint64_t)is_first << k % WORD;
    }
  }
}

/* Adds the pair to every labelling of the lot in which a is of kind 1 and b is not, or, mutual, the one and the other
 * not; and to what is expected. */
static void take_pair(void *context, const pattern_pair *pair) {
  const cross_work *work = context;
  const size_t bins = work->spots.rule.radius_count;
  const uint64_t *a = work->label[pair->a], *b = work->label[pair->b];
  if (work->lot == 0) {
    work->expected[pair->bin] += work->mutual ? 2 * pair->weight : pair->weight;
  }
  for (size_t w = 0; w < WORDS && work->lot + w * WORD < work->labellings; w++) {
    double *sums = work->sums + (work->lot + w * WORD) * bins + pair->bin;
    for (uint64_t left = work->mutual ? a[w] ^ b[w] : a[w] & ~b[w]; left != 0; left &= left - 1) {
      sums[(size_t)__builtin_ctzll(left) * bins] += pair->weight;
    }
  }
}

static void accumulate(double *sums, size_t bins, double scale) {
  for (size_t k = 1; k < bins; k++) {
    sums[k] += sums[k - 1];
  }
  for (size_t k = 0; k < bins; k++) {
    sums[k] *= scale;
  }
}

/* Random labelling leads on average to K of both kinds together. */
static wijk_status measure(const wijk_subject *subject, cross_work *work, uint64_t stream, wijk_arena *scratch,
                           wijk_error *err) {
  const wijk_spots *spots = &work->spots;
  const size_t bins = spots->rule.radius_count;
  const double n = (double)spots->count, first = (double)work->first_count, area = spots->rule.window->area_m2;
  bool *drawn = WIJK_ARENA_ADD(scratch, bool, spots->count, err);
  work->labellings = 1 + subject->method->envelope;
  work->mutual = pattern_is_mutual(&spots->rule);
  work->expected = WIJK_ARENA_ADD(scratch, double, bins, err);
  work->sums = WIJK_ARENA_ADD(scratch, double, work->labellings *bins, err);
  work->label = wijk_arena_add(scratch, spots->count, sizeof *work->label, err);
  if (drawn == NULL || work->expected == NULL || work->sums == NULL || work->label == NULL) {
    return WIJK_MEMORY;
  }
  for (work->lot = 0; work->lot < work->labellings; work->lot += LOT) {
    fill_lot(subject, work, stream, drawn);
    if (pattern_each(&spots->rule, spots->count, spots->x, spots->y, take_pair, work, err) != WIJK_OK) {
      return err->status;
    }
  }
  accumulate(work->expected, bins, area / (n * (n - 1)));
  for (size_t k = 0; k < work->labellings; k++) {
    accumulate(work->sums + k * bins, bins, area / (first * (n - first)));
  }
  return WIJK_OK;
}

static wijk_status add(const wijk_subject *subject, const cross_work *work, size_t radius, wijk_results *results,
                       wijk_error *err) {
  static const char *const ids[] = {"cross_{r}_k", "cross_{r}_k_low", "cross_{r}_k_high"};
  const size_t bins = work->spots.rule.radius_count, simulations = subject->method->envelope;
  const size_t bin = work->reason == WIJK_PRESENT ? wijk_spots_bin(&work->spots, radius) : WIJK_NONE;
  wijk_reason reason = work->reason == WIJK_PRESENT ? WIJK_REASON_RADIUS : work->reason;
  double value = NAN;
  wijk_envelope chance = {NAN, NAN, NAN, NAN, NAN};
  wijk_inference inference = {NAN, NAN, NAN};
  if (bin != WIJK_NONE) {
    value = work->sums[bin];
    chance = wijk_envelope_compute(value, work->sums + bins + bin, bins, simulations);
    inference = (wijk_inference){work->expected[bin], chance.variance, chance.p};
    reason = WIJK_REASON_NO_SIMULATIONS;
  }
  const wijk_inference none = {NAN, NAN, NAN};
  const char *by = work->cross->by;
  wijk_status status = wijk_results_add_of(results, ids[0], radius, by, value, reason, &inference, err);
  if (status == WIJK_OK) {
    status = wijk_results_add_of(results, ids[1], radius, by, chance.low, reason, &none, err);
  }
  return status == WIJK_OK ? wijk_results_add_of(results, ids[2], radius, by, chance.high, reason, &none, err) : status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (size_t c = 0; c < subject->cross_count && status == WIJK_OK; c++) {
    const wijk_arena_mark mark = wijk_arena_now(scratch);
    cross_work work = {.cross = &subject->cross[c]};
    status = wijk_spots_new(subject, work.cross->side, true, scratch, &work.spots, err);
    for (size_t i = 0; status == WIJK_OK && i < work.spots.count; i++) {
      work.first_count += work.cross->side[work.spots.row[i]] == 1;
    }
    const bool both = work.first_count > 0 && work.first_count < work.spots.count;
    work.reason = both ? work.spots.reason : WIJK_REASON_NO_FACILITIES;
    if (status == WIJK_OK && work.reason == WIJK_PRESENT) {
      status = measure(subject, &work, STREAM + ((uint64_t)c << 32), scratch, err);
    }
    for (size_t r = 0; status == WIJK_OK && r < subject->radius_count; r++) {
      status = add(subject, &work, r, results, err);
    }
    wijk_arena_reset(scratch, mark);
  }
  return status;
}

WIJK_FAMILY(cross);
