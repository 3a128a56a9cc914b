/* SPDX-License-Identifier: EUPL-1.2 */
/* How unevenly the group lies over the zones, against the people who live there. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX)
#define LAWS (WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_ZERO_WHEN_EVEN)

static const wijk_metric metrics[] = {
    {"dissimilarity", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX | WIJK_METRIC_TWO_GROUPS, 0, LAWS,
     "Dissimilariteitsindex", "Index of dissimilarity", "0-1", "0-1", "½ Σ |x_i/X - y_i/Y|, y_i = t_i - x_i",
     "Duncan & Duncan 1955"},
    {"hoover", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE,
     "Hoover-index", "Hoover index", "0-1", "0-1", "½ Σ |x_i/X - t_i/T|", "Hoover 1936"},
    {"gini_segregation", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX | WIJK_METRIC_TWO_GROUPS, 0, LAWS,
     "Gini-index van segregatie", "Gini index of segregation", "0-1", "0-1",
     "Σ Σ t_i t_j |p_i - p_j| / (2 T² P (1 - P)), p_i = x_i/t_i, P = X/T", "Duncan & Duncan 1955"},
};

double wijk_index_dissimilarity(const wijk_universe *u) {
  const double y_sum = u->t_sum - u->x_sum;
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += fabs(u->x[i] / u->x_sum - (u->t[i] - u->x[i]) / y_sum);
  }
  return wijk_trim_share(sum / 2);
}

double wijk_index_hoover(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += fabs(u->x[i] / u->x_sum - u->t[i] / u->t_sum);
  }
  return wijk_trim_share(sum / 2);
}

/* By p ascending the double sum is 2 Σ_j t_j (p_j T_<j - S_<j), with T and S the sums of t and t p before j: a sort
 * instead of what reads as n². */
double wijk_index_gini_segregation(const wijk_universe *u, wijk_ascending *ascending) {
  for (size_t i = 0; i < u->count; i++) {
    ascending->pairs[i] = (wijk_ascending_pair){.key = u->x[i] / u->t[i], .weight = u->t[i]};
  }
  wijk_ascending_sort(ascending, u->count);
  double t_before = 0, s_before = 0, half = 0;
  for (size_t j = 0; j < u->count; j++) {
    const double p = ascending->pairs[j].key, t = ascending->pairs[j].weight;
    half += t * (p * t_before - s_before);
    t_before += t;
    s_before += t * p;
  }
  const double share = u->x_sum / u->t_sum;
  return wijk_trim_share(half / (u->t_sum * u->t_sum * share * (1 - share)));
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_ascending ascending;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  if (status == WIJK_OK) {
    status = wijk_ascending_new(u.count, scratch, &ascending, err);
  }
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_reason none = wijk_universe_reason(&u), reason = wijk_index_two_groups(&u);
  status = wijk_results_add_city(results, "hoover", 0, none ? NAN : wijk_index_hoover(&u), none, err);
  if (status == WIJK_OK) {
    status =
        wijk_results_add_city(results, "dissimilarity", 0, reason ? NAN : wijk_index_dissimilarity(&u), reason, err);
  }
  return status == WIJK_OK
             ? wijk_results_add_city(results, "gini_segregation", 0,
                                     reason ? NAN : wijk_index_gini_segregation(&u, &ascending), reason, err)
             : status;
}

WIJK_FAMILY(segregation);
