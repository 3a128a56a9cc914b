/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom a member of the group meets in the own zone: the own group, or the others. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX | WIJK_METRIC_TWO_GROUPS)
#define LAWS (WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE)

static const wijk_metric metrics[] = {
    {"isolation", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Isolatie-index", "Index of isolation", "0-1",
     "0-1", "Σ s_i p_i, s_i = x_i/X, p_i = x_i/t_i", "Bell 1954; Lieberson 1981"},
    {"interaction", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Interactie-index", "Index of interaction", "0-1",
     "0-1", "Σ s_i y_i/t_i, s_i = x_i/X, y_i = t_i - x_i", "Bell 1954; Lieberson 1981"},
    {"eta2", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS | WIJK_LAW_ZERO_WHEN_EVEN, "Correlatieverhouding (eta²)",
     "Correlation ratio (eta²)", "0-1", "0-1", "(I - P) / (1 - P), I = isolation, P = X/T",
     "Bell 1954; Lieberson 1981"},
};

double wijk_index_isolation(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += u->x[i] / u->x_sum * (u->x[i] / u->t[i]);
  }
  return wijk_trim_share(sum);
}

double wijk_index_interaction(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += u->x[i] / u->x_sum * ((u->t[i] - u->x[i]) / u->t[i]);
  }
  return wijk_trim_share(sum);
}

double wijk_index_eta2(const wijk_universe *u) {
  const double share = u->x_sum / u->t_sum;
  return wijk_trim_share((wijk_index_isolation(u) - share) / (1 - share));
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  if (status != WIJK_OK) {
    return status;
  }
  wijk_reason reason = wijk_universe_reason(&u);
  reason = reason == WIJK_PRESENT && u.exceeding > 0 ? WIJK_REASON_GROUP_EXCEEDS_TOTAL : reason;
  status = wijk_results_add_city(results, "isolation", 0, reason ? NAN : wijk_index_isolation(&u), reason, err);
  if (status == WIJK_OK) {
    status = wijk_results_add_city(results, "interaction", 0, reason ? NAN : wijk_index_interaction(&u), reason, err);
  }
  const wijk_reason objection = wijk_index_two_groups(&u);
  return status == WIJK_OK
             ? wijk_results_add_city(results, "eta2", 0, objection ? NAN : wijk_index_eta2(&u), objection, err)
             : status;
}

WIJK_FAMILY(exposure);
