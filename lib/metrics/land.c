/* SPDX-License-Identifier: EUPL-1.2 */
/* On how little land the group lives, against the least and the most it could live on. A zone at a cut-off counts
 * whole, as in the source, so that a group inside the smallest of the zones can come out above 1. */
#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX | WIJK_METRIC_TWO_GROUPS)
#define LAWS (WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE)

static const wijk_metric metrics[] = {
    {"absolute_concentration", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Absolute concentratie-index",
     "Absolute concentration index", "0-1", "0-1",
     "1 - (Σ x_i a_i/X - m) / (M - m), m = Σ t_i a_i/T1 over the smallest zones until Σ t_i >= X, M = Σ t_i a_i/T2 "
     "over "
     "the largest likewise; zones of one size together",
     "Massey & Denton 1988"},
    {"relative_concentration", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, 0, LAWS, "Relatieve concentratie-index",
     "Relative concentration index", "-1 tot 1", "-1 to 1",
     "((Σ x_i a_i/X) / (Σ y_i a_i/Y) - 1) / (m/M - 1), m and M as of absolute_concentration, cut off at X or with "
     "--rco y at Y",
     "Massey & Denton 1988"},
};

/* The mean land of a resident in the first or last zones by size that together hold `people`. */
static double mean_land(const wijk_universe *u, const wijk_ranking *by_area, double people, bool largest) {
  double t = 0, land = 0;
  for (size_t k = 0; k < by_area->count && t < people * (1 - 1e-12); k++) {
    const size_t rank = largest ? by_area->count - 1 - k : k;
    for (size_t at = rank == 0 ? 0 : by_area->end[rank - 1]; at < by_area->end[rank]; at++) {
      const size_t i = by_area->order[at];
      t += u->t[i];
      land += u->t[i] * u->a[i];
    }
  }
  return land / t;
}

/* NaN when zones do not differ in size where it matters: then there is no least and most. */
static bool bounds_of(const wijk_universe *u, const wijk_ranking *by_area, double people, double *least, double *most) {
  *least = mean_land(u, by_area, people, false);
  *most = mean_land(u, by_area, people, true);
  return *most > *least * (1 + 1e-9);
}

double wijk_index_absolute_concentration(const wijk_universe *u, const wijk_ranking *by_area) {
  double least, most, land = 0;
  for (size_t i = 0; i < u->count; i++) {
    land += u->x[i] * u->a[i];
  }
  return bounds_of(u, by_area, u->x_sum, &least, &most) ? 1 - (land / u->x_sum - least) / (most - least) : NAN;
}

double wijk_index_relative_concentration(const wijk_universe *u, const wijk_ranking *by_area, bool on_rest) {
  const double y_sum = u->t_sum - u->x_sum;
  double least, most, group = 0, rest = 0;
  for (size_t i = 0; i < u->count; i++) {
    group += u->x[i] * u->a[i];
    rest += (u->t[i] - u->x[i]) * u->a[i];
  }
  return bounds_of(u, by_area, on_rest ? y_sum : u->x_sum, &least, &most)
             ? ((group / u->x_sum) / (rest / y_sum) - 1) / (least / most - 1)
             : NAN;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_ranking by_area;
  wijk_status status = wijk_universe_settled(subject, scratch, &u, err);
  if (status == WIJK_OK) {
    status = wijk_ranking_new(u.a, u.count, scratch, &by_area, err);
  }
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_reason reason = wijk_index_two_groups(&u), uneven = reason ? reason : WIJK_REASON_ZERO_VARIANCE;
  status = wijk_results_add_city(results, "absolute_concentration", 0,
                                 reason ? NAN : wijk_index_absolute_concentration(&u, &by_area), uneven, err);
  const bool on_rest = subject->method->concentration_on_total;
  return status == WIJK_OK
             ? wijk_results_add_city(results, "relative_concentration", 0,
                                     reason ? NAN : wijk_index_relative_concentration(&u, &by_area, on_rest), uneven,
                                     err)
             : status;
}

WIJK_FAMILY(land);
