/* SPDX-License-Identifier: EUPL-1.2 */
/* How unevenly the group lies over the zones, against the people who live there. */
#include <stdlib.h>

#include "metrics/family.h"

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

static double dissimilarity(const wijk_universe *u) {
  const double y_sum = u->t_sum - u->x_sum;
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += fabs(u->x[i] / u->x_sum - (u->t[i] - u->x[i]) / y_sum);
  }
  return sum / 2;
}

static double hoover(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += fabs(u->x[i] / u->x_sum - u->t[i] / u->t_sum);
  }
  return sum / 2;
}

typedef struct zone_part {
  double p, t;
} zone_part;

static int order_parts(const void *a, const void *b) {
  const zone_part *p = a, *q = b;
  return (p->p > q->p) - (p->p < q->p);
}

/* By p ascending the double sum is 2 Σ_j t_j (p_j T_<j - S_<j), with T and S the sums of t and t p before j: n log n
 * time and n memory for what reads as n². */
static wijk_status gini_segregation(const wijk_universe *u, wijk_arena *scratch, double *gini, wijk_error *err) {
  zone_part *parts = WIJK_ARENA_ADD(scratch, zone_part, u->count, err);
  if (parts == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < u->count; i++) {
    parts[i] = (zone_part){u->x[i] / u->t[i], u->t[i]};
  }
  qsort(parts, u->count, sizeof *parts, order_parts);
  double t_before = 0, s_before = 0, half = 0;
  for (size_t j = 0; j < u->count; j++) {
    half += parts[j].t * (parts[j].p * t_before - s_before);
    t_before += parts[j].t;
    s_before += parts[j].t * parts[j].p;
  }
  const double share = u->x_sum / u->t_sum;
  *gini = wijk_trim_share(half / (u->t_sum * u->t_sum * share * (1 - share)));
  return WIJK_OK;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  if (status != WIJK_OK) {
    return status;
  }
  const bool lived_in = u.count > 0, used = u.x_sum > 0;
  wijk_reason reason = !lived_in ? WIJK_REASON_NO_RESIDENTS : WIJK_REASON_NO_FACILITIES;
  status =
      wijk_results_add_city(results, "hoover", 0, lived_in && used ? wijk_trim_share(hoover(&u)) : NAN, reason, err);
  const bool two_groups = lived_in && used && u.exceeding == 0 && u.x_sum < u.t_sum;
  double gini = NAN;
  if (two_groups && status == WIJK_OK) {
    status = gini_segregation(&u, scratch, &gini, err);
  }
  if (lived_in && used) {
    reason = u.exceeding > 0 ? WIJK_REASON_GROUP_EXCEEDS_TOTAL : WIJK_REASON_ZERO_VARIANCE;
  }
  if (status == WIJK_OK) {
    status = wijk_results_add_city(results, "dissimilarity", 0, two_groups ? wijk_trim_share(dissimilarity(&u)) : NAN,
                                   reason, err);
  }
  return status == WIJK_OK ? wijk_results_add_city(results, "gini_segregation", 0, gini, reason, err) : status;
}

WIJK_FAMILY(segregation);
