/* SPDX-License-Identifier: EUPL-1.2 */
/* Do facilities stand nearer to each other than chance would put them? The window is the ground of all zones together;
 * chance is complete spatial randomness in that window with as many points.
 *
 * Clark and Evans compare the mean distance to the nearest with that of an endless plane, where nobody's nearest lies
 * beyond the edge: in a window R leans to above 1. Donnelly's correction was fitted to rectangles and takes the length
 * of the border, which for a municipality grows with the detail of the map. So the p of both ratios is that of
 * simulations in the window itself, which have its edge too; the p of both z is that of the normal distribution.
 *
 * K is divided by n(n - 1) and not by n^2: so it is unbiased for points of a given number (Ripley 1977; spatstat).
 * Facilities on one spot count as pairs at distance 0. */
#include <wijk/text.h>

#include <string.h>
#include <wijk/number.h>

#include "metrics/family.h"
#include "metrics/spots.h"

#define LAWS (WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define NEEDS (WIJK_NEEDS_FACILITIES | WIJK_NEEDS_SHAPES)
#define STREAM 0x7061747465726E00u /* apart from the streams of zones and of other families */

#define RATIO(id, title_nl, title_en, formula, source)                                                                 \
  {                                                                                                                    \
    id, WIJK_METRIC_CITY, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS | WIJK_LAW_NOT_NEGATIVE, title_nl, title_en,     \
        "verhouding", "ratio", formula, source                                                                         \
  }
#define SCORE(id, title_nl, title_en, formula, source)                                                                 \
  {                                                                                                                    \
    id, WIJK_METRIC_CITY, WIJK_PART_NONE, WIJK_METRIC_BY, NEEDS, LAWS, title_nl, title_en, "standaardfouten",          \
        "standard errors", formula, source                                                                             \
  }
#define CURVE(id, title_nl, title_en, unit, formula, source)                                                           \
  {                                                                                                                    \
    id, WIJK_METRIC_CITY, WIJK_PART_RADIUS, WIJK_METRIC_BY, NEEDS, LAWS | WIJK_LAW_NOT_NEGATIVE, title_nl, title_en,   \
        unit, unit, formula, source                                                                                    \
  }

static const wijk_metric metrics[] = {
    RATIO("clark_evans_r", "Clark-Evans R, zonder randcorrectie", "Clark-Evans R, no edge correction",
          "mean d_i / E, d_i = distance to the nearest other, E = 1/2 sqrt(A/n), A = area of all zones",
          "Clark & Evans 1954"),
    SCORE("clark_evans_z", "Clark-Evans z, zonder randcorrectie", "Clark-Evans z, no edge correction",
          "(mean d_i - E) / sqrt((4 - π) A / (4 π n^2))", "Clark & Evans 1954"),
    RATIO("clark_evans_donnelly_r", "Clark-Evans R, gecorrigeerd naar Donnelly", "Clark-Evans R, Donnelly's correction",
          "mean d_i / (1/2 sqrt(A/n) + (0.0514 + 0.0412/sqrt(n)) L/n), L = length of the border of all zones together",
          "Donnelly 1978"),
    SCORE("clark_evans_donnelly_z", "Clark-Evans z, gecorrigeerd naar Donnelly", "Clark-Evans z, Donnelly's correction",
          "(mean d_i - E) / sqrt(0.0703 A/n^2 + 0.037 L sqrt(A/n^5))", "Donnelly 1978"),
    CURVE("ripley_{r}_k", "Ripley's K tot {r}", "Ripley's K at {r}", "m²",
          "A / (n (n - 1)) ΣΣ_{i≠j} w_ij [d_ij <= r], w by --edge", "Ripley 1976, 1977; Ohser 1983 (translation)"),
    CURVE("ripley_{r}_k_low", "Ripley's K tot {r}, laagste bij toeval", "Ripley's K at {r}, lowest by chance", "m²",
          "least K of --envelope simulations", "Ripley 1977"),
    CURVE("ripley_{r}_k_high", "Ripley's K tot {r}, hoogste bij toeval", "Ripley's K at {r}, highest by chance", "m²",
          "largest K of --envelope simulations", "Ripley 1977"),
    CURVE("ripley_{r}_l", "Ripley's L tot {r}", "Ripley's L at {r}", "m", "sqrt(K / π)", "Besag 1977"),
    CURVE("ripley_{r}_l_low", "Ripley's L tot {r}, laagste bij toeval", "Ripley's L at {r}, lowest by chance", "m",
          "least L of --envelope simulations", "Besag 1977; Ripley 1977"),
    CURVE("ripley_{r}_l_high", "Ripley's L tot {r}, hoogste bij toeval", "Ripley's L at {r}, highest by chance", "m",
          "largest L of --envelope simulations", "Besag 1977; Ripley 1977"),
};

/* As many as zones below which an index is warned about: 45 pairs at most. */
#define FEW_POINTS 10

static const double pi = 3.1415926535897932385;
static const wijk_inference nothing_known = {NAN, NAN, NAN};

/* ---- what is told ---- */

static wijk_status tell(const wijk_subject *subject, const wijk_spots *spots, wijk_results *results, wijk_error *err) {
  wijk_report *report = wijk_results_report(results);
  wijk_status status = WIJK_OK;
  if (!wijk_results_are_of_all(results)) {
    return WIJK_OK;
  }
  if (spots->outside > 0) {
    status = wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "pattern-outside"}, err,
                                     "%zu %s left out of the point pattern", spots->outside,
                                     wijk_plural(spots->outside, "facility lies outside every zone and is",
                                                 "facilities lie outside every zone and are"));
  }
  if (status == WIJK_OK && spots->reason == WIJK_PRESENT && spots->count < FEW_POINTS) {
    status = wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "few-points"}, err,
                                     "the point pattern has %zu %s: with fewer than %d its figures say little",
                                     spots->count, wijk_plural(spots->count, "facility", "facilities"), FEW_POINTS);
  }
  if (status == WIJK_OK && spots->doubled > 0) {
    status =
        wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_NOTE, .code = "pattern-doubled"}, err,
                                "%zu %s on the very spot of another: the point pattern counts them "
                                "as pairs at distance 0",
                                spots->doubled, wijk_plural(spots->doubled, "facility stands", "facilities stand"));
  }
  if (status == WIJK_OK && spots->reason == WIJK_PRESENT) {
    char area[64];
    wijk_number_write_grouped(spots->rule.window->area_m2 / 1e6, 1, false, area, sizeof area);
    status = wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_NOTE, .code = "pattern"}, err,
                                     "the point pattern has %zu %s in a window of %s km2: %s edge correction, "
                                     "%zu simulations",
                                     spots->count, wijk_plural(spots->count, "facility", "facilities"), area,
                                     wijk_spots_edge(spots), subject->method->envelope);
  }
  return status;
}

/* ---- Clark and Evans ---- */

static wijk_status add_clark_evans(const wijk_subject *subject, const wijk_spots *spots, double mean,
                                   const double *simulated, wijk_results *results, wijk_error *err) {
  const bool there = spots->reason == WIJK_PRESENT;
  const double n = (double)spots->count, area = spots->rule.window->area_m2, border = spots->rule.window->perimeter_m;
  const double plain = 0.5 * sqrt(area / n);
  const struct {
    const char *r, *z;
    double expected, error;
  } variants[] = {
      {"clark_evans_r", "clark_evans_z", plain, sqrt((4 - pi) * area / (4 * pi)) / n},
      {"clark_evans_donnelly_r", "clark_evans_donnelly_z", plain + (0.0514 + 0.0412 / sqrt(n)) * border / n,
       sqrt(0.0703 * area / (n * n) + 0.037 * border * sqrt(area / (n * n * n * n * n)))},
  };
  wijk_status status = WIJK_OK;
  for (size_t v = 0; v < 2 && status == WIJK_OK; v++) {
    const double expected = variants[v].expected, z = (mean - expected) / variants[v].error;
    wijk_inference ratio = nothing_known, score = nothing_known;
    if (there) {
      const wijk_envelope chance = wijk_envelope_compute(mean, simulated, 1, subject->method->envelope);
      ratio = (wijk_inference){chance.mean / expected, chance.variance / (expected * expected), chance.p};
      score = (wijk_inference){0, 1, erfc(fabs(z) / sqrt(2))};
    }
    status =
        wijk_results_add_tested(results, variants[v].r, 0, there ? mean / expected : NAN, spots->reason, &ratio, err);
    if (status == WIJK_OK) {
      status = wijk_results_add_tested(results, variants[v].z, 0, there ? z : NAN, spots->reason, &score, err);
    }
  }
  return status;
}

/* ---- Ripley ---- */

/* One of K and L, with its envelope. */
static wijk_status add_curve(const char *const ids[3], size_t radius, double value, double expected,
                             const wijk_envelope *chance, wijk_reason reason, wijk_results *results, wijk_error *err) {
  const wijk_inference inference = {expected, chance->variance, chance->p};
  wijk_status status = wijk_results_add_tested(results, ids[0], radius, value, reason, &inference, err);
  if (status == WIJK_OK) {
    status = wijk_results_add_city(results, ids[1], radius, chance->low, reason, err);
  }
  return status == WIJK_OK ? wijk_results_add_city(results, ids[2], radius, chance->high, reason, err) : status;
}

/* K and L of one radius; `k` NULL where there is none. By chance an endless plane, and so a corrected estimate, has
 * K = π r² and L = r; without correction the mean of the simulations says what to expect. */
static wijk_status add_ripley(const wijk_spots *spots, size_t radius, double r, const double *k,
                              const double *simulated, size_t stride, size_t count, wijk_arena *scratch,
                              wijk_results *results, wijk_error *err) {
  static const char *const k_ids[] = {"ripley_{r}_k", "ripley_{r}_k_low", "ripley_{r}_k_high"};
  static const char *const l_ids[] = {"ripley_{r}_l", "ripley_{r}_l_low", "ripley_{r}_l_high"};
  const wijk_reason reason = spots->reason != WIJK_PRESENT ? spots->reason : WIJK_REASON_RADIUS;
  if (k == NULL) {
    const wijk_envelope none = {NAN, NAN, NAN, NAN, NAN};
    const wijk_status status = add_curve(k_ids, radius, NAN, NAN, &none, reason, results, err);
    return status == WIJK_OK ? add_curve(l_ids, radius, NAN, NAN, &none, reason, results, err) : status;
  }
  double *l = WIJK_ARENA_ADD(scratch, double, count, err);
  if (l == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t s = 0; s < count; s++) {
    l[s] = sqrt(simulated[s * stride] / pi);
  }
  const bool corrected = spots->rule.edge != PATTERN_EDGE_NONE;
  const wijk_envelope of_k = wijk_envelope_compute(*k, simulated, stride, count);
  const wijk_envelope of_l = wijk_envelope_compute(sqrt(*k / pi), l, 1, count);
  const wijk_reason none = count == 0 ? WIJK_REASON_NO_SIMULATIONS : WIJK_PRESENT;
  const wijk_status status =
      add_curve(k_ids, radius, *k, corrected ? pi * r * r : of_k.mean, &of_k, none, results, err);
  return status == WIJK_OK
             ? add_curve(l_ids, radius, sqrt(*k / pi), corrected ? r : of_l.mean, &of_l, none, results, err)
             : status;
}

static bool wants_ripley(const wijk_subject *subject, const wijk_results *results) {
  for (size_t m = 0; m < sizeof metrics / sizeof metrics[0]; m++) {
    for (size_t r = 0; r < subject->radius_count; r++) {
      if (metrics[m].part == WIJK_PART_RADIUS && wijk_results_has_city(results, metrics[m].id, r)) {
        return true;
      }
    }
  }
  return false;
}

static bool wants_clark_evans(const wijk_results *results) {
  for (size_t m = 0; m < sizeof metrics / sizeof metrics[0]; m++) {
    if (metrics[m].part == WIJK_PART_NONE && wijk_results_has_city(results, metrics[m].id, 0)) {
      return true;
    }
  }
  return false;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  const bool ripley = wants_ripley(subject, results), clark_evans = wants_clark_evans(results);
  const size_t simulations = subject->method->envelope;
  wijk_spots spots;
  wijk_status status = wijk_spots_new(subject, NULL, ripley, scratch, &spots, err);
  if (status == WIJK_OK) {
    status = tell(subject, &spots, results, err);
  }
  const size_t bins = spots.rule.radius_count;
  double *sums = status == WIJK_OK ? WIJK_ARENA_ADD(scratch, double, bins, err) : NULL;
  double *simulated = sums == NULL ? NULL : WIJK_ARENA_ADD(scratch, double, simulations *bins, err);
  double *nearest = simulated == NULL ? NULL : WIJK_ARENA_ADD(scratch, double, simulations, err);
  if (nearest == NULL) {
    return err->status;
  }
  double mean = NAN;
  if (spots.reason == WIJK_PRESENT) {
    status = pattern_sums(&spots.rule, spots.count, spots.x, spots.y, sums, err);
    if (status == WIJK_OK) {
      status = pattern_nearest_mean(spots.count, spots.x, spots.y, &mean, err);
    }
    if (status == WIJK_OK) {
      status = pattern_simulate(&spots.rule, spots.count, simulations, subject->seed, STREAM, subject->threads,
                                simulated, clark_evans ? nearest : NULL, err);
    }
  }
  const double n = (double)spots.count, scale = spots.rule.window->area_m2 / (n * (n - 1));
  for (size_t k = 0; k < bins; k++) {
    sums[k] *= scale;
  }
  for (size_t k = 0; k < simulations * bins; k++) {
    simulated[k] *= scale;
  }
  if (status == WIJK_OK && clark_evans) {
    status = add_clark_evans(subject, &spots, mean, nearest, results, err);
  }
  for (size_t r = 0; ripley && status == WIJK_OK && r < subject->radius_count; r++) {
    const size_t bin = wijk_spots_bin(&spots, r);
    status = add_ripley(&spots, r, subject->radii_m[r], bin == WIJK_NONE ? NULL : &sums[bin],
                        bin == WIJK_NONE ? NULL : simulated + bin, bins, simulations, scratch, results, err);
  }
  return status;
}

WIJK_FAMILY(pattern);
