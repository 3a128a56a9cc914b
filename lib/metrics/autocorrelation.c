/* SPDX-License-Identifier: EUPL-1.2 */
/* Are like values near each other? One figure each for the city, with what chance would give. */
#include "metrics/family.h"
#include "metrics/global.h"

#define FLAGS (WIJK_METRIC_BY | WIJK_METRIC_INDEX)
#define NEEDS (WIJK_NEEDS_SHAPES | WIJK_NEEDS_VALUE)

static const wijk_metric metrics[] = {
    {"moran_i", WIJK_METRIC_CITY, WIJK_PART_NONE, FLAGS, NEEDS, WIJK_LAW_ORDER_FREE,
     "Moran's I: liggen gelijke waarden bij elkaar?", "Moran's I: do like values lie near each other?", NULL, NULL,
     "(n/S0) ΣΣ w_ij z_i z_j / Σ z_i²; z = v − mean v, v the column of --value", "Moran 1950; Cliff & Ord 1981"},
    {"geary_c", WIJK_METRIC_CITY, WIJK_PART_NONE, FLAGS, NEEDS, WIJK_LAW_ORDER_FREE | WIJK_LAW_NOT_NEGATIVE,
     "Geary's C: verschillen buren minder dan willekeurige zones?",
     "Geary's C: do neighbours differ less than any two zones?", NULL, NULL,
     "((n − 1)/2S0) ΣΣ w_ij (v_i − v_j)² / Σ z_i²", "Geary 1954; Cliff & Ord 1981"},
    {"getis_g", WIJK_METRIC_CITY, WIJK_PART_NONE, FLAGS, NEEDS,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_UNIT_INTERVAL,
     "G van Getis en Ord: liggen hoge waarden bij elkaar?", "Getis and Ord's G: do high values lie near each other?",
     NULL, NULL, "ΣΣ b_ij v_i v_j / ΣΣ_{i≠j} v_i v_j; b_ij = 1 for neighbours, v ≥ 0", "Getis & Ord 1992"},
};

static wijk_reason reason_of(const wijk_lattice *lattice, const wijk_global *g, int figure) {
  return lattice->none != WIJK_PRESENT            ? lattice->none
         : g->equal || !(g->z2 > 0)               ? WIJK_REASON_ZERO_VARIANCE
         : figure == WIJK_GLOBAL_G && g->negative ? WIJK_REASON_NEGATIVE
                                                  : WIJK_PRESENT;
}

/* Two sides of the normal distribution. */
static double normal_p(double value, double expected, double variance) {
  return variance > 0 ? erfc(fabs(value - expected) / sqrt(2 * variance)) : NAN;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  const wijk_method *method = subject->method;
  const wijk_lattice *lattice;
  wijk_global g;
  double figures[WIJK_GLOBAL_COUNT] = {NAN, NAN, NAN}, expected[WIJK_GLOBAL_COUNT], variance[WIJK_GLOBAL_COUNT];
  size_t extreme[WIJK_GLOBAL_COUNT] = {0};
  if (wijk_lattice_find(subject, results, &lattice, err) != WIJK_OK ||
      wijk_global_new(lattice, scratch, &g, err) != WIJK_OK) {
    return err->status;
  }
  if (reason_of(lattice, &g, WIJK_GLOBAL_I) == WIJK_PRESENT) {
    wijk_global_compute(&g, g.x, figures);
    figures[WIJK_GLOBAL_G] = wijk_trim_share(figures[WIJK_GLOBAL_G]);
    wijk_global_moments(&g, method->normality, expected, variance);
    if (wijk_global_permute(&g, expected, method->permutations, subject->seed, subject->threads, extreme, err) !=
        WIJK_OK) {
      return err->status;
    }
  }
  for (int k = 0; k < WIJK_GLOBAL_COUNT; k++) {
    wijk_reason reason = reason_of(lattice, &g, k);
    if (reason == WIJK_PRESENT && !isfinite(figures[k])) {
      reason = WIJK_REASON_ZERO_VARIANCE; /* G of values of which fewer than two are above 0 */
    }
    wijk_inference inference = {NAN, NAN, NAN};
    if (reason == WIJK_PRESENT) {
      inference =
          (wijk_inference){expected[k], variance[k],
                           method->permutations > 0 ? (double)(extreme[k] + 1) / (double)(method->permutations + 1)
                                                    : normal_p(figures[k], expected[k], variance[k])};
    }
    if (wijk_results_add_tested(results, metrics[k].id, 0, reason == WIJK_PRESENT ? figures[k] : NAN, reason,
                                &inference, err) != WIJK_OK) {
      return err->status;
    }
  }
  return WIJK_OK;
}

WIJK_FAMILY(autocorrelation);
