/* SPDX-License-Identifier: EUPL-1.2 */
/* How many places there are around a zone, whatever its borders: the kernel density at its interior point. */
#include <string.h>
#include <wijk/geo.h>

#include "geo/density_points.h"
#include "metrics/family.h"
#include "metrics/kept.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_TOTAL_SCALE_FREE)

static const wijk_metric metrics[] = {
    {"place_density_kde", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES | WIJK_NEEDS_SHAPES,
     LAWS, "Dichtheid van plaatsen rond de zone", "Density of places around the zone", "plaatsen per km²",
     "places per km²",
     "Σ w_k K(d_ik)/e_k, d_ik from the zone's interior point to facility k, w_k its places, e_k the part of its kernel "
     "inside all zones, of --context-zones too; K quartic or gaussian with a fixed bandwidth",
     "Silverman 1986; Jones 1993; Diggle 2010"},
};

/* The facilities as points: with their places (where the source knows none, one each), or, `unknown`, those without a
 * known number, one each. */
static wijk_status make_points(const wijk_subject *subject, bool unknown, wijk_arena *scratch,
                               wijk_density_points *points, wijk_error *err) {
  const size_t n = subject->facility_count;
  double *weight = WIJK_ARENA_ADD(scratch, double, n, err);
  bool *inside = WIJK_ARENA_ADD(scratch, bool, n, err);
  if (weight == NULL || inside == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < n; f++) {
    const double places = subject->capacity == NULL ? 1 : subject->capacity[f];
    weight[f] = unknown ? isnan(places) : places;
    inside[f] = subject->zone_of_facility[f] != WIJK_NONE;
  }
  *points = (wijk_density_points){n, subject->facility_x, subject->facility_y, weight, inside};
  return WIJK_OK;
}

static bool any_unknown(const wijk_subject *subject) {
  for (size_t f = 0; subject->capacity != NULL && f < subject->facility_count; f++) {
    if (isnan(subject->capacity[f])) {
      return true;
    }
  }
  return false;
}

/* Zones in reach of a facility whose places are unknown have an unknown density themselves. */
static wijk_status find_unknown(const wijk_subject *subject, const window *ground, const wijk_density_options *options,
                                const double *x, const double *y, double *unknown, wijk_arena *scratch,
                                wijk_error *err) {
  wijk_density_points points;
  if (!any_unknown(subject)) {
    return WIJK_OK;
  }
  if (make_points(subject, true, scratch, &points, err) != WIJK_OK) {
    return err->status;
  }
  return density_find_in(ground, &points, options, subject->zone_count, x, y, unknown, err);
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  const size_t n = subject->zone_count;
  wijk_result result;
  if (!wijk_results_find(results, "place_density_kde", 0, &result)) {
    return WIJK_OK;
  }
  double *x = WIJK_ARENA_ADD(scratch, double, n, err), *y = WIJK_ARENA_ADD(scratch, double, n, err);
  double *density = WIJK_ARENA_ADD(scratch, double, n, err), *unknown = WIJK_ARENA_ADD(scratch, double, n, err);
  wijk_density_points points;
  const wijk_density_options options = {subject->method->kernel, subject->method->bandwidth_m,
                                        subject->method->density_edge, subject->threads};
  const window *ground = NULL;
  if (err->status != WIJK_OK || wijk_polygons_interior(subject->zones, x, y, err) != WIJK_OK ||
      make_points(subject, false, scratch, &points, err) != WIJK_OK ||
      (options.edge != WIJK_DENSITY_EDGE_NONE && wijk_kept_window(subject, &ground, err) != WIJK_OK) ||
      density_find_in(ground, &points, &options, n, x, y, density, err) != WIJK_OK ||
      find_unknown(subject, ground, &options, x, y, unknown, scratch, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t i = 0; i < n; i++) {
    const wijk_reason reason = subject->water[i]   ? WIJK_REASON_WATER
                               : isnan(density[i]) ? WIJK_REASON_MISSING
                               : unknown[i] > 0    ? WIJK_REASON_UNKNOWN_CAPACITY
                                                   : WIJK_PRESENT;
    wijk_result_set(&result, i, density[i], reason);
  }
  return WIJK_OK;
}

WIJK_FAMILY(density);
