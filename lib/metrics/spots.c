/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/spots.h"

#include <math.h>

#include "base/sort.h"
#include "geo/point_order.h"
#include "metrics/kept.h"

/* Up to so many points each circle is measured; beyond, shifts of the window, whose cost does not grow with its
 * border. */
#define MOST_CIRCLES 1000

/* ---- points ---- */

static wijk_status gather(const wijk_subject *subject, const uint8_t *side, wijk_arena *scratch, wijk_spots *spots,
                          wijk_error *err) {
  const size_t n = subject->facility_count;
  double *x = WIJK_ARENA_ADD(scratch, double, n, err), *y = WIJK_ARENA_ADD(scratch, double, n, err);
  size_t *row = WIJK_ARENA_ADD(scratch, size_t, n, err), *order = WIJK_ARENA_ADD(scratch, size_t, n, err);
  spots->x = WIJK_ARENA_ADD(scratch, double, n, err);
  spots->y = WIJK_ARENA_ADD(scratch, double, n, err);
  spots->row = WIJK_ARENA_ADD(scratch, size_t, n, err);
  if (x == NULL || y == NULL || row == NULL || order == NULL || spots->x == NULL || spots->y == NULL ||
      spots->row == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t f = 0; f < n; f++) {
    if (side != NULL && side[f] == 0) {
      continue;
    }
    if (subject->zone_of_facility[f] == WIJK_NONE) {
      spots->outside++;
      continue;
    }
    x[spots->count] = subject->facility_x[f];
    y[spots->count] = subject->facility_y[f];
    row[spots->count++] = f;
  }
  if (point_order(spots->count, x, y, NULL, order, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t i = 0; i < spots->count; i++) {
    spots->x[i] = x[order[i]];
    spots->y[i] = y[order[i]];
    spots->row[i] = row[order[i]];
    spots->doubled += i > 0 && spots->x[i] == spots->x[i - 1] && spots->y[i] == spots->y[i - 1];
  }
  return WIJK_OK;
}

static wijk_reason why_not(const wijk_spots *spots, const window *ground) {
  return spots->count == 0                    ? WIJK_REASON_NO_FACILITIES
         : !(ground->area_m2 > 0)             ? WIJK_REASON_NO_LAND
         : spots->count == 1                  ? WIJK_REASON_NO_NEIGHBOURS
         : spots->doubled + 1 == spots->count ? WIJK_REASON_ZERO_VARIANCE
                                              : WIJK_PRESENT;
}

/* ---- radii and edge ---- */

static pattern_edge choose_edge(const wijk_subject *subject, size_t count) {
  switch (subject->method->edge) {
  case WIJK_EDGE_NONE:
    return PATTERN_EDGE_NONE;
  case WIJK_EDGE_TRANSLATION:
    return PATTERN_EDGE_SHIFT;
  case WIJK_EDGE_ISOTROPIC:
    return PATTERN_EDGE_CIRCLE;
  default:
    return count <= MOST_CIRCLES ? PATTERN_EDGE_CIRCLE : PATTERN_EDGE_SHIFT;
  }
}

/* Both corrections lose their sense where circles leave the window all round: from half the diagonal of its box on, as
 * in spatstat. */
static bool radius_fits(const wijk_spots *spots, double radius) {
  const polygon_box *box = &spots->rule.window->box;
  return radius > 0 && isfinite(radius) &&
         (spots->rule.edge == PATTERN_EDGE_NONE ||
          radius < hypot(box->max_x - box->min_x, box->max_y - box->min_y) / 2);
}

static wijk_status choose_radii(const wijk_subject *subject, wijk_arena *scratch, wijk_spots *spots, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, subject->radius_count, err);
  double *radii = WIJK_ARENA_ADD(scratch, double, subject->radius_count, err);
  spots->radius = WIJK_ARENA_ADD(scratch, size_t, subject->radius_count, err);
  if (order == NULL || radii == NULL || spots->radius == NULL ||
      wijk_sort_numbers(subject->radius_count, subject->radii_m, order, err) != WIJK_OK) {
    return err->status;
  }
  spots->rule.radii = radii;
  for (size_t k = 0; k < subject->radius_count; k++) {
    if (radius_fits(spots, subject->radii_m[order[k]])) {
      spots->radius[spots->rule.radius_count] = order[k];
      radii[spots->rule.radius_count++] = subject->radii_m[order[k]];
    }
  }
  return WIJK_OK;
}

wijk_status wijk_spots_new(const wijk_subject *subject, const uint8_t *side, bool with_radii, wijk_arena *scratch,
                           wijk_spots *spots, wijk_error *err) {
  *spots = (wijk_spots){0};
  if (gather(subject, side, scratch, spots, err) != WIJK_OK ||
      wijk_kept_window(subject, &spots->rule.window, err) != WIJK_OK) {
    return err->status;
  }
  spots->rule.edge = choose_edge(subject, spots->count);
  spots->reason = why_not(spots, spots->rule.window);
  if (spots->reason != WIJK_PRESENT || !with_radii) {
    return WIJK_OK;
  }
  if (choose_radii(subject, scratch, spots, err) != WIJK_OK) {
    return err->status;
  }
  return spots->rule.edge == PATTERN_EDGE_SHIFT && spots->rule.radius_count > 0
             ? wijk_kept_shift(subject, spots->rule.radii[spots->rule.radius_count - 1], &spots->rule.shift, err)
             : WIJK_OK;
}

const char *wijk_spots_edge(const wijk_spots *spots) {
  return spots->rule.edge == PATTERN_EDGE_NONE    ? "no"
         : spots->rule.edge == PATTERN_EDGE_SHIFT ? "translation"
                                                  : "isotropic";
}

size_t wijk_spots_bin(const wijk_spots *spots, size_t radius) {
  for (size_t k = 0; k < spots->rule.radius_count; k++) {
    if (spots->radius[k] == radius) {
      return k;
    }
  }
  return WIJK_NONE;
}

/* ---- chance ---- */

wijk_envelope wijk_envelope_compute(double value, const double *simulated, size_t stride, size_t count) {
  wijk_envelope made = {NAN, NAN, NAN, NAN, NAN};
  if (count == 0) {
    return made;
  }
  double sum = 0, squares = 0;
  size_t as_low = 0, as_high = 0;
  made.low = made.high = simulated[0];
  for (size_t s = 0; s < count; s++) {
    const double one = simulated[s * stride];
    sum += one;
    made.low = fmin(made.low, one);
    made.high = fmax(made.high, one);
    as_low += one <= value;
    as_high += one >= value;
  }
  made.mean = sum / (double)count;
  for (size_t s = 0; s < count; s++) {
    squares += (simulated[s * stride] - made.mean) * (simulated[s * stride] - made.mean);
  }
  made.variance = count > 1 ? squares / (double)(count - 1) : NAN;
  const double tail = (double)(as_low < as_high ? as_low : as_high);
  made.p = fmin(1, 2 * (tail + 1) / ((double)count + 1));
  return made;
}
