/* SPDX-License-Identifier: EUPL-1.2 */
/* From scaled indicators to score, class, rank, and how far the class hangs on the weights. */
#include <math.h>
#include <string.h>

#include <wijk/random.h>

#include "base/sort.h"
#include "zoning/scale.h"

/* What one draw of the weights needs, so that draws can be made side by side. */
typedef struct bench {
  double *weights, *scores, *sorted, *limits;
  size_t *starts, *order;
  int *zone_class;
} bench;

static wijk_status bench_new(size_t zone_count, const wijk_zoning_options *options, wijk_arena *arena, bench *made,
                             wijk_error *err) {
  *made = (bench){.weights = WIJK_ARENA_ADD(arena, double, options->indicator_count, err),
                  .scores = WIJK_ARENA_ADD(arena, double, zone_count, err),
                  .sorted = WIJK_ARENA_ADD(arena, double, zone_count, err),
                  .limits = WIJK_ARENA_ADD(arena, double, options->class_count, err),
                  .starts = WIJK_ARENA_ADD(arena, size_t, options->class_count, err),
                  .order = WIJK_ARENA_ADD(arena, size_t, zone_count, err),
                  .zone_class = WIJK_ARENA_ADD(arena, int, zone_count, err)};
  return made->weights == NULL || made->scores == NULL || made->sorted == NULL || made->limits == NULL ||
                 made->starts == NULL || made->order == NULL || made->zone_class == NULL
             ? WIJK_MEMORY
             : WIJK_OK;
}

static wijk_status check_options(const wijk_zoning_options *options, wijk_error *err) {
  if (options->indicator_count == 0) {
    wijk_error_set(err, WIJK_USAGE, "no indicator is given");
    return wijk_error_hint(err, "say what makes a zone strong or weak, as in --indicator leefbaarheid:higher:2");
  }
  if (options->class_count == 0) {
    return wijk_error_set(err, WIJK_USAGE, "no class is given");
  }
  for (size_t k = 1; options->classing == WIJK_CLASSING_THRESHOLDS && k + 1 < options->class_count; k++) {
    if (!(options->thresholds[k] > options->thresholds[k - 1])) {
      return wijk_error_set(err, WIJK_USAGE, "the thresholds do not rise");
    }
  }
  for (size_t j = 0; j < options->indicator_count; j++) {
    if (!(options->indicators[j].weight > 0) || isinf(options->indicators[j].weight)) {
      return wijk_error_set(err, WIJK_USAGE, "the weight of '%s' is not above 0", options->indicators[j].field);
    }
  }
  return WIJK_OK;
}

/* Weighted mean of the scaled values that are there. */
static double score_of(const double *scaled, size_t zone, size_t zone_count, const double *weights, size_t count) {
  double sum = 0, weight = 0;
  for (size_t j = 0; j < count; j++) {
    const double value = scaled[j * zone_count + zone];
    if (!isnan(value)) {
      sum += weights[j] * value;
      weight += weights[j];
    }
  }
  return weight > 0 ? sum / weight : NAN;
}

/* Scores of all zones that can have one, their limits and classes under some weights. */
static wijk_status classify(const double *scaled, const uint8_t *unknown, size_t zone_count,
                            const wijk_zoning_options *options, bench *b, wijk_error *err) {
  size_t known = 0;
  for (size_t i = 0; i < zone_count; i++) {
    b->scores[i] = unknown[i] ? NAN : score_of(scaled, i, zone_count, b->weights, options->indicator_count);
  }
  wijk_status status = wijk_sort_numbers(zone_count, b->scores, b->order, err);
  while (status == WIJK_OK && known < zone_count && !isnan(b->scores[b->order[known]])) {
    b->sorted[known] = b->scores[b->order[known]];
    known++;
  }
  if (status == WIJK_OK) {
    status = wijk_zoning_limits(options, b->sorted, known, b->limits, b->starts, err);
  }
  for (size_t i = 0; status == WIJK_OK && i < zone_count; i++) {
    b->zone_class[i] = isnan(b->scores[i]) ? -1 : 0;
    for (size_t k = 0; k + 1 < options->class_count && b->scores[i] >= b->limits[k]; k++) {
      b->zone_class[i] = (int)k + 1;
    }
  }
  return status;
}

/* One draw of the weights: Dirichlet with alpha_j = 10 J w_j, as gammas divided by their sum (which the weighted mean
 * does by itself). Draw `d` has a stream of its own. */
static void draw_weights(const wijk_zoning_options *options, const double *weights, size_t d, double *drawn) {
  wijk_random random = wijk_random_new(options->seed, d);
  for (size_t j = 0; j < options->indicator_count; j++) {
    drawn[j] = wijk_random_gamma(&random, 10 * (double)options->indicator_count * weights[j]);
  }
}

/* Draws `first` .. `last` - 1; adds to `kept[zone]` how often the class stays. */
static wijk_status draw_some(const double *scaled, const uint8_t *unknown, size_t zone_count,
                             const wijk_zoning_options *options, const double *weights, const int *zone_class,
                             size_t first, size_t last, uint32_t *kept, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err);
  if (arena == NULL) {
    return WIJK_MEMORY;
  }
  bench b;
  wijk_status status = bench_new(zone_count, options, arena, &b, err);
  for (size_t d = first; status == WIJK_OK && d < last; d++) {
    draw_weights(options, weights, d, b.weights);
    status = classify(scaled, unknown, zone_count, options, &b, err);
    for (size_t i = 0; status == WIJK_OK && i < zone_count; i++) {
      kept[i] += b.zone_class[i] == zone_class[i];
    }
  }
  wijk_arena_free(arena);
  return status;
}

#define PIECES 16 /* of the draws, whatever the threads: counts are whole numbers, so their sum has no order */

static wijk_status compute_stability(const double *scaled, const uint8_t *unknown, size_t zone_count,
                                     const wijk_zoning_options *options, const double *weights, const int *zone_class,
                                     wijk_arena *arena, double *stability, wijk_error *err) {
  uint32_t *kept = WIJK_ARENA_ADD(arena, uint32_t, PIECES * zone_count, err);
  if (kept == NULL) {
    return WIJK_MEMORY;
  }
  wijk_error failures[PIECES];
  memset(failures, 0, sizeof failures);
  const int threads = options->threads > 0 ? options->threads : PIECES;
#pragma omp parallel for schedule(dynamic) num_threads(threads) if (options->threads != 1 && zone_count > 8)
  for (size_t piece = 0; piece < PIECES; piece++) {
    draw_some(scaled, unknown, zone_count, options, weights, zone_class, options->draws * piece / PIECES,
              options->draws * (piece + 1) / PIECES, kept + piece * zone_count, &failures[piece]);
  }
  for (size_t piece = 0; piece < PIECES; piece++) {
    if (failures[piece].status != WIJK_OK) {
      return wijk_error_set(err, failures[piece].status, "%s", failures[piece].message);
    }
  }
  for (size_t i = 0; i < zone_count; i++) {
    uint32_t sum = 0;
    for (size_t piece = 0; piece < PIECES; piece++) {
      sum += kept[piece * zone_count + i];
    }
    stability[i] = unknown[i] || options->draws == 0 ? NAN : (double)sum / (double)options->draws;
  }
  return WIJK_OK;
}

static void rank_scores(const bench *b, size_t zone_count, double *rank) {
  for (size_t k = 0; k < zone_count; k++) {
    const size_t zone = b->order[k];
    const bool tied = k > 0 && b->scores[zone] == b->scores[b->order[k - 1]];
    rank[zone] = isnan(b->scores[zone]) ? NAN : tied ? rank[b->order[k - 1]] : (double)k + 1;
  }
}

/* More than half of the weight missing: the zone is unknown, never guessed. Half itself is enough. */
static size_t find_unknown(const double *scaled, size_t zone_count, const double *weights, size_t count,
                           uint8_t *unknown) {
  size_t known = 0;
  for (size_t i = 0; i < zone_count; i++) {
    double missing = 0;
    for (size_t j = 0; j < count; j++) {
      missing += isnan(scaled[j * zone_count + i]) ? weights[j] : 0;
    }
    unknown[i] = missing > 0.5 + 1e-12;
    known += !unknown[i];
  }
  return known;
}

wijk_status wijk_zoning_compute(const double *const *values, size_t zone_count, const wijk_zoning_options *options,
                                wijk_arena *arena, wijk_zoning *zoning, wijk_error *err) {
  const size_t count = options->indicator_count;
  wijk_status status = check_options(options, err);
  if (status != WIJK_OK) {
    return status;
  }
  wijk_zoning made = {.scaled = WIJK_ARENA_ADD(arena, double, count *zone_count, err),
                      .rank = WIJK_ARENA_ADD(arena, double, zone_count, err),
                      .stability_share = WIJK_ARENA_ADD(arena, double, zone_count, err)};
  double *weights = WIJK_ARENA_ADD(arena, double, count, err);
  uint8_t *unknown = WIJK_ARENA_ADD(arena, uint8_t, zone_count, err);
  bench b;
  if (made.scaled == NULL || made.rank == NULL || made.stability_share == NULL || weights == NULL || unknown == NULL ||
      bench_new(zone_count, options, arena, &b, err) != WIJK_OK) {
    return WIJK_MEMORY;
  }
  double sum = 0;
  for (size_t j = 0; j < count; j++) {
    sum += options->indicators[j].weight;
  }
  for (size_t j = 0; j < count && status == WIJK_OK; j++) {
    b.weights[j] = weights[j] = options->indicators[j].weight / sum;
    status = wijk_indicator_scale(&options->indicators[j], values[j], zone_count, made.scaled + j * zone_count, err);
  }
  if (status == WIJK_OK && find_unknown(made.scaled, zone_count, weights, count, unknown) == 0) {
    wijk_error_set(err, WIJK_DATA, "no zone has a score: each misses more than half of the weight");
    return wijk_error_hint(err, "see whether the indicators join the zones, and whether they differ between zones");
  }
  if (status == WIJK_OK) {
    status = classify(made.scaled, unknown, zone_count, options, &b, err);
  }
  if (status == WIJK_OK) {
    made.score = b.scores;
    made.zone_class = b.zone_class;
    made.limits = b.limits;
    rank_scores(&b, zone_count, made.rank);
    status = compute_stability(made.scaled, unknown, zone_count, options, weights, made.zone_class, arena,
                               made.stability_share, err);
  }
  if (status == WIJK_OK) {
    *zoning = made;
  }
  return status;
}
