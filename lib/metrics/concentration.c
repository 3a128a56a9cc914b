/* SPDX-License-Identifier: EUPL-1.2 */
/* How few zones hold the whole group, and how little land; over all zones with land, whoever lives there. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX)
#define LAWS (WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)

static const wijk_metric metrics[] = {
    {"hhi", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Herfindahl-Hirschman-index",
     "Herfindahl-Hirschman index", "0-1", "0-1", "H = Σ s_i², s_i = x_i/X", "Hirschman 1945; Herfindahl 1950"},
    {"hhi_normalised", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Herfindahl-Hirschman-index, genormaliseerd",
     "Herfindahl-Hirschman index, normalised", "0-1", "0-1", "(H - 1/n) / (1 - 1/n)",
     "Hirschman 1945; Herfindahl 1950"},
    {"delta", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS | WIJK_LAW_DOUBLING_FREE, "Delta (concentratie op land)",
     "Delta (concentration on land)", "0-1", "0-1", "½ Σ |x_i/X - a_i/A|", "Duncan, Cuzzort & Duncan 1961"},
};

double wijk_index_hhi(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    const double share = u->x[i] / u->x_sum;
    sum += share * share;
  }
  return wijk_trim_share(sum);
}

double wijk_index_hhi_normalised(const wijk_universe *u) {
  const double even = 1 / (double)u->count;
  return wijk_trim_share((wijk_index_hhi(u) - even) / (1 - even));
}

double wijk_index_delta(const wijk_universe *u) {
  double sum = 0;
  for (size_t i = 0; i < u->count; i++) {
    sum += fabs(u->x[i] / u->x_sum - u->a[i] / u->a_sum) / 2;
  }
  return wijk_trim_share(sum);
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_status status = wijk_universe_land(subject, scratch, &u, err);
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_reason reason = wijk_universe_reason(&u);
  status = wijk_results_add_city(results, "hhi", 0, reason ? NAN : wijk_index_hhi(&u), reason, err);
  if (status == WIJK_OK) {
    status =
        wijk_results_add_city(results, "hhi_normalised", 0, reason ? NAN : wijk_index_hhi_normalised(&u), reason, err);
  }
  return status == WIJK_OK
             ? wijk_results_add_city(results, "delta", 0, reason ? NAN : wijk_index_delta(&u), reason, err)
             : status;
}

WIJK_FAMILY(concentration);
