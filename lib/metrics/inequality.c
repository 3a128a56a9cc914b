/* SPDX-License-Identifier: EUPL-1.2 */
/* How unequal the zones are in what they hold, whoever lives there. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX)
#define LAWS                                                                                                           \
  (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_GROUP_SCALE_FREE |                  \
   WIJK_LAW_TOTAL_SCALE_FREE)

static const wijk_metric metrics[] = {
    {"gini", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS | WIJK_LAW_UNIT_INTERVAL, "Gini-index van de plaatsen",
     "Gini index of places", "0-1", "0-1", "Σ (2r - n - 1) x_(r) / (n Σ x), r the rank, over all zones with land",
     "Gini 1912"},
    {"theil_t", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Theil-index (T)", "Theil index (T)", "nats", "nats",
     "Σ s_i ln(n s_i), s_i = x_i/X, over zones with residents", "Theil 1967"},
    {"theil_between_share", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, WIJK_NEEDS_ZONING, LAWS | WIJK_LAW_UNIT_INTERVAL,
     "Aandeel van de Theil-index tussen zoneklassen", "Share of the Theil index between zone classes", "aandeel",
     "share", "Σ_g S_g ln(n S_g / n_g) / theil_t, S_g the share of places and n_g the zones of class g", "Theil 1967"},
};

double wijk_index_gini(const wijk_universe *u, wijk_ascending *ascending) {
  for (size_t i = 0; i < u->count; i++) {
    ascending->pairs[i] = (wijk_ascending_pair){.key = u->x[i]};
  }
  wijk_ascending_sort(ascending, u->count);
  const double n = (double)u->count;
  double sum = 0;
  for (size_t r = 1; r <= u->count; r++) {
    sum += (2 * (double)r - n - 1) * ascending->pairs[r - 1].key;
  }
  return wijk_trim_share(sum / (n * u->x_sum));
}

double wijk_index_theil_t(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    const double share = u->x[i] / u->x_sum;
    sum += share > 0 ? share * log((double)u->count * share) : 0;
  }
  return sum > -1e-12 && sum < 0 ? 0 : sum;
}

/* Zones without a class are a class of their own: a decomposition needs every zone in one. */
static double theil_between(const wijk_universe *u, const wijk_subject *subject) {
  double sum = 0;
  for (int k = -1; k < (int)subject->class_count; k++) {
    double x = 0;
    size_t zones = 0;
    for (size_t i = 0; i < u->count; i++) {
      if (subject->zone_class[u->zone[i]] == k) {
        x += u->x[i];
        zones++;
      }
    }
    const double share = x / u->x_sum;
    sum += share > 0 ? share * log((double)u->count * share / (double)zones) : 0;
  }
  return sum > -1e-12 && sum < 0 ? 0 : sum;
}

double wijk_index_theil_between_share(const wijk_universe *u, const wijk_subject *subject) {
  const double total = wijk_index_theil_t(u);
  /* Equal zones leave a rounding, not an inequality to divide. */
  return total > 1e-12 ? wijk_trim_share(theil_between(u, subject) / total) : NAN;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe ratio, land;
  wijk_ascending ascending;
  wijk_status status = wijk_universe_ratio(subject, scratch, &ratio, err);
  if (status == WIJK_OK) {
    status = wijk_universe_land(subject, scratch, &land, err);
  }
  if (status == WIJK_OK) {
    status = wijk_ascending_new(land.count, scratch, &ascending, err);
  }
  if (status == WIJK_OK) {
    const wijk_reason reason = wijk_universe_reason(&land);
    status = wijk_results_add_city(results, "gini", 0, reason ? NAN : wijk_index_gini(&land, &ascending), reason, err);
  }
  const wijk_reason reason = status == WIJK_OK ? wijk_universe_reason(&ratio) : WIJK_PRESENT;
  if (status == WIJK_OK) {
    status = wijk_results_add_city(results, "theil_t", 0, reason ? NAN : wijk_index_theil_t(&ratio), reason, err);
  }
  return status != WIJK_OK || subject->zone_class == NULL
             ? status
             : wijk_results_add_city(results, "theil_between_share", 0,
                                     reason ? NAN : wijk_index_theil_between_share(&ratio, subject),
                                     reason ? reason : WIJK_REASON_ZERO_VARIANCE, err);
}

WIJK_FAMILY(inequality);
