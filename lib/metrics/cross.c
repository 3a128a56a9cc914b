/* SPDX-License-Identifier: EUPL-1.2 */
/* Do two kinds of facilities seek each other, or keep apart? Facilities as a whole stand where people live, so against
 * points at random any two kinds would attract each other. Hence the other null hypothesis of the literature: the
 * places are given, and which of them are of the one kind is chance (random labelling; Diggle 2003). Then the expected
 * cross K is the K of both kinds together, exactly. */
#include "base/memory.h"

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

/* The sums of one labelling, cumulative, times `scale`. */
static void sum_labels(const pattern_pair *pairs, size_t pair_count, const bool *first, size_t bins, double scale,
                       double *sums) {
  for (size_t k = 0; k < bins; k++) {
    sums[k] = 0;
  }
  for (size_t p = 0; p < pair_count; p++) {
    if (first[pairs[p].a] && !first[pairs[p].b]) {
      sums[pairs[p].bin] += pairs[p].weight;
    }
  }
  for (size_t k = 1; k < bins; k++) {
    sums[k] += sums[k - 1];
  }
  for (size_t k = 0; k < bins; k++) {
    sums[k] *= scale;
  }
}

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

/* The same with every pair counted: what random labelling leads to on average. */
static void sum_all(const pattern_pair *pairs, size_t pair_count, size_t bins, double scale, double *sums) {
  for (size_t p = 0; p < pair_count; p++) {
    sums[pairs[p].bin] += pairs[p].weight;
  }
  for (size_t k = 1; k < bins; k++) {
    sums[k] += sums[k - 1];
  }
  for (size_t k = 0; k < bins; k++) {
    sums[k] *= scale;
  }
}

typedef struct cross_work {
  const wijk_cross *cross;
  wijk_spots spots;
  size_t first_count;
  wijk_reason reason;
  double *value, *expected, *simulated; /* [bin], [bin], [simulation * bins + bin] */
} cross_work;

static wijk_status measure(const wijk_subject *subject, cross_work *work, uint64_t stream, wijk_arena *scratch,
                           wijk_error *err) {
  const size_t n = work->spots.count, bins = work->spots.rule.radius_count, simulations = subject->method->envelope;
  const double first = (double)work->first_count, second = (double)n - first;
  const double area = work->spots.rule.window->area_m2, scale = area / (first * second);
  bool *label = WIJK_ARENA_ADD(scratch, bool, n, err);
  work->value = WIJK_ARENA_ADD(scratch, double, bins, err);
  work->expected = WIJK_ARENA_ADD(scratch, double, bins, err);
  work->simulated = WIJK_ARENA_ADD(scratch, double, simulations *bins, err);
  pattern_pair *pairs = NULL;
  size_t pair_count = 0;
  if (label == NULL || work->value == NULL || work->expected == NULL || work->simulated == NULL ||
      pattern_pairs(&work->spots.rule, n, work->spots.x, work->spots.y, &pairs, &pair_count, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t i = 0; i < n; i++) {
    label[i] = work->cross->side[work->spots.row[i]] == 1;
  }
  sum_labels(pairs, pair_count, label, bins, scale, work->value);
  sum_all(pairs, pair_count, bins, area / ((double)n * (double)(n - 1)), work->expected);
  for (size_t s = 0; s < simulations; s++) {
    draw_labels(wijk_random_new(subject->seed, stream + s), n, work->first_count, label);
    sum_labels(pairs, pair_count, label, bins, scale, work->simulated + s * bins);
  }
  memory_free(pairs);
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
    value = work->value[bin];
    chance = wijk_envelope_compute(value, work->simulated + bin, bins, simulations);
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
