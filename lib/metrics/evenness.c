/* SPDX-License-Identifier: EUPL-1.2 */
/* How far the mix of group and others in the zones is from that of the whole city. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX | WIJK_METRIC_TWO_GROUPS)
#define LAWS (WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_ZERO_WHEN_EVEN)

static const wijk_metric metrics[] = {
    {"information_theory_h", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Informatie-index (H)",
     "Information theory index (H)", "0-1", "0-1",
     "Σ t_i (E - E_i) / (E T), E = -P ln P - (1 - P) ln(1 - P), E_i likewise of p_i", "Theil & Finizza 1971"},
    {"atkinson", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Atkinson-index", "Atkinson index", "0-1", "0-1",
     "1 - P/(1 - P) · (Σ (1 - p_i)^(1-b) p_i^b t_i / (P T))^(1/(1-b)), b = 0.5 or --atkinson",
     "Atkinson 1970; Massey & Denton 1988"},
};

wijk_reason wijk_index_two_groups(const wijk_universe *u) {
  const wijk_reason reason = wijk_universe_reason(u);
  return reason != WIJK_PRESENT   ? reason
         : u->exceeding > 0       ? WIJK_REASON_GROUP_EXCEEDS_TOTAL
         : !(u->x_sum < u->t_sum) ? WIJK_REASON_ZERO_VARIANCE
                                  : WIJK_PRESENT;
}

/* 0 ln 0 = 0. The share of the others comes from their number: 1 - p would lose the digits of a small one. */
static double entropy(double x, double t) {
  const double p = x / t, q = (t - x) / t;
  return -(p > 0 ? p * log(p) : 0) - (q > 0 ? q * log(q) : 0);
}

double wijk_index_information_theory_h(const wijk_universe *u) {
  const double whole = entropy(u->x_sum, u->t_sum);
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += u->t[i] * (whole - entropy(u->x[i], u->t[i]));
  }
  return wijk_trim_share(sum / (whole * u->t_sum));
}

double wijk_index_atkinson(const wijk_universe *u, double b) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += pow((u->t[i] - u->x[i]) / u->t[i], 1 - b) * pow(u->x[i] / u->t[i], b) * u->t[i];
  }
  return wijk_trim_share(1 - u->x_sum / (u->t_sum - u->x_sum) * pow(sum / u->x_sum, 1 / (1 - b)));
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_reason reason = wijk_index_two_groups(&u);
  const bool defined = reason == WIJK_PRESENT;
  status = wijk_results_add_city(results, "information_theory_h", 0,
                                 defined ? wijk_index_information_theory_h(&u) : NAN, reason, err);
  return status == WIJK_OK
             ? wijk_results_add_city(results, "atkinson", 0,
                                     defined ? wijk_index_atkinson(&u, subject->method->atkinson_b) : NAN, reason, err)
             : status;
}

WIJK_FAMILY(evenness);
