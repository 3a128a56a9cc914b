/* SPDX-License-Identifier: EUPL-1.2 */
/* How near the centre the group is, against the land and against the others. Zones come by the distance of their
 * centroid to the centre; zones equally far come as one. */
#include <wijk/geo.h>

#include "metrics/indices.h"

#define INDEX (WIJK_METRIC_BY | WIJK_METRIC_INDEX)
#define NEEDS (WIJK_NEEDS_CENTRE | WIJK_NEEDS_SHAPES)

static const wijk_metric metrics[] = {
    {"absolute_centralisation", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX, NEEDS,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE,
     "Absolute centralisatie-index", "Absolute centralisation index", "-1 tot 1", "-1 to 1",
     "Σ X_(i-1) A_i - Σ X_i A_(i-1), shares of the group and of the land up to and with zone i by distance to --centre",
     "Duncan & Duncan 1955; Massey & Denton 1988"},
    {"relative_centralisation", WIJK_METRIC_CITY, WIJK_PART_NONE, INDEX | WIJK_METRIC_TWO_GROUPS, NEEDS,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_DOUBLING_FREE | WIJK_LAW_ZERO_WHEN_EVEN, "Relatieve centralisatie-index",
     "Relative centralisation index", "-1 tot 1", "-1 to 1",
     "Σ X_(i-1) Y_i - Σ X_i Y_(i-1), shares of the group and of the others up to and with zone i by distance to "
     "--centre",
     "Duncan & Duncan 1955; Massey & Denton 1988"},
};

/* Σ X_(i-1) B_i - Σ X_i B_(i-1) over ranks, with b_i = `b[i]`, or t_i - x_i where that is NULL. One rank says nothing
 * of near and far. */
static double centralisation(const wijk_universe *u, const wijk_ranking *by_distance, const double *b, double b_sum) {
  double x_before = 0, b_before = 0, sum = 0;
  for (size_t rank = 0, at = 0; rank < by_distance->count; rank++) {
    double x = x_before, with = b_before;
    for (; at < by_distance->end[rank]; at++) {
      const size_t i = by_distance->order[at];
      x += u->x[i] / u->x_sum;
      with += (b != NULL ? b[i] : u->t[i] - u->x[i]) / b_sum;
    }
    sum += x_before * with - x * b_before;
    x_before = x;
    b_before = with;
  }
  return by_distance->count > 1 ? sum : NAN;
}

double wijk_index_absolute_centralisation(const wijk_universe *u, const wijk_ranking *by_distance) {
  return centralisation(u, by_distance, u->a, u->a_sum);
}

double wijk_index_relative_centralisation(const wijk_universe *u, const wijk_ranking *by_distance) {
  return centralisation(u, by_distance, NULL, u->t_sum - u->x_sum);
}

wijk_status wijk_centralisation_ranking(const wijk_subject *subject, const wijk_universe *u, wijk_arena *scratch,
                                        wijk_ranking *by_distance, wijk_error *err) {
  double *x = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
  double *y = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
  double *distance = WIJK_ARENA_ADD(scratch, double, u->count, err);
  if (x == NULL || y == NULL || distance == NULL) {
    return WIJK_MEMORY;
  }
  wijk_polygons_centroid(subject->zones, x, y);
  for (size_t k = 0; k < u->count; k++) {
    const size_t i = u->zone[k];
    distance[k] = hypot(x[i] - subject->method->centre_x, y[i] - subject->method->centre_y);
  }
  return wijk_ranking_new(distance, u->count, scratch, by_distance, err);
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_ranking by_distance;
  wijk_status status = wijk_universe_settled(subject, scratch, &u, err);
  if (status == WIJK_OK) {
    status = wijk_centralisation_ranking(subject, &u, scratch, &by_distance, err);
  }
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_reason none = wijk_universe_reason(&u), objection = wijk_index_two_groups(&u);
  status = wijk_results_add_city(results, "absolute_centralisation", 0,
                                 none ? NAN : wijk_index_absolute_centralisation(&u, &by_distance),
                                 none ? none : WIJK_REASON_ZERO_VARIANCE, err);
  const wijk_reason reason = objection ? objection : WIJK_REASON_ZERO_VARIANCE;
  return status == WIJK_OK
             ? wijk_results_add_city(results, "relative_centralisation", 0,
                                     objection ? NAN : wijk_index_relative_centralisation(&u, &by_distance), reason,
                                     err)
             : status;
}

WIJK_FAMILY(centralisation);
