/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/homes.h"

#include <math.h>
#include <omp.h>

#include <wijk/geo.h>

#include "metrics/kept.h"

void wijk_homes_sum(const wijk_subject *subject, double *sums) {
  for (size_t i = 0; i < subject->zone_count; i++) {
    sums[i] = 0;
  }
  for (size_t p = 0; p < subject->population_count; p++) {
    if (subject->zone_of_population[p] != WIJK_NONE && subject->population_weight[p] > 0) {
      sums[subject->zone_of_population[p]] += subject->population_weight[p];
    }
  }
}

bool wijk_homes_is_interior(const wijk_subject *subject, const double *population_of_zone, size_t zone) {
  return !(population_of_zone[zone] > 0) && !subject->water[zone] && subject->residents[zone] != 0;
}

wijk_reason wijk_homes_reason(const wijk_subject *subject, size_t zone) {
  return subject->water[zone] ? WIJK_REASON_WATER : WIJK_REASON_NO_RESIDENTS;
}

static wijk_status make_interior(const wijk_subject *subject, wijk_arena *arena, double **made_x, double **made_y,
                                 wijk_error *err) {
  const size_t n = subject->zone_count;
  double *x = WIJK_ARENA_ADD(arena, double, n, err), *y = WIJK_ARENA_ADD(arena, double, n, err);
  double *people = WIJK_ARENA_ADD(arena, double, n, err);
  size_t *rows = WIJK_ARENA_ADD(arena, size_t, n, err), count = 0;
  if (x == NULL || y == NULL || people == NULL || rows == NULL) {
    return WIJK_MEMORY;
  }
  wijk_homes_sum(subject, people);
  for (size_t i = 0; i < n; i++) {
    x[i] = y[i] = NAN;
    if (wijk_homes_is_interior(subject, people, i)) {
      rows[count++] = i;
    }
  }
  const wijk_layer *some = count == n ? subject->zones : wijk_layer_select(subject->zones, rows, count, arena, err);
  if (some == NULL || (count > 0 && wijk_polygons_interior(some, x, y, err) != WIJK_OK)) {
    return err->status;
  }
  for (size_t k = count; k-- > 0;) { /* from the end, so that none is overwritten before it is moved */
    const double inside_x = x[k], inside_y = y[k];
    x[k] = y[k] = NAN;
    x[rows[k]] = inside_x;
    y[rows[k]] = inside_y;
  }
  *made_x = x;
  *made_y = y;
  return WIJK_OK;
}

wijk_status wijk_homes_interior(const wijk_subject *subject, wijk_arena *scratch, const double **x, const double **y,
                                wijk_error *err) {
  wijk_kept *kept = subject->kept;
  const double *found_x = subject->interior_x, *found_y = subject->interior_y;
  if (found_x == NULL && kept != NULL) {
    found_x = kept->interior_x;
    found_y = kept->interior_y;
  }
  if (found_x == NULL) {
    double *made_x = NULL, *made_y = NULL;
    if (make_interior(subject, kept == NULL ? scratch : kept->arena, &made_x, &made_y, err) != WIJK_OK) {
      return err->status;
    }
    if (kept != NULL) {
      kept->interior_x = made_x;
      kept->interior_y = made_y;
    }
    found_x = made_x;
    found_y = made_y;
  }
  *x = found_x; /* which may be the subject's own members */
  *y = found_y;
  return WIJK_OK;
}

/* ---- homes by zone: a counting sort that keeps the order of the points, by as many threads as there are ---- */

enum { MOST_HANDS = 16, POINTS_PER_HAND = 1 << 16 };

/* Each hand has a piece of the points, one behind the other, and a place in every zone's homes that starts where that
 * of the hand before it ends; so the outcome is that of one hand. */
typedef struct sorting {
  const wijk_subject *subject;
  size_t hands;
  size_t *at; /* of each hand: per zone how many homes it has, then where its next goes */
  const double *interior_x, *interior_y;
} sorting;

static size_t home_zone(const wijk_subject *subject, size_t point) {
  return subject->population_weight[point] > 0 ? subject->zone_of_population[point] : WIJK_NONE;
}

static size_t first_point(const sorting *sort, size_t hand) {
  return sort->subject->population_count / sort->hands * hand +
         (hand == sort->hands ? sort->subject->population_count % sort->hands : 0);
}

static void count_homes(const sorting *sort) {
#pragma omp parallel for schedule(static, 1) num_threads((int)sort->hands) if (sort->hands > 1)
  for (size_t hand = 0; hand < sort->hands; hand++) {
    size_t *own = sort->at + hand * sort->subject->zone_count;
    for (size_t p = first_point(sort, hand); p < first_point(sort, hand + 1); p++) {
      const size_t zone = home_zone(sort->subject, p);
      if (zone != WIJK_NONE) {
        own[zone]++;
      }
    }
  }
}

/* Counts become places; a zone without homes that is measured all the same gets one. */
static void place_zones(const sorting *sort, const double *sums, wijk_homes *homes) {
  const size_t n = sort->subject->zone_count;
  size_t next = 0;
  for (size_t i = 0; i < n; i++) {
    homes->first[i] = next;
    for (size_t hand = 0; hand < sort->hands; hand++) {
      const size_t count = sort->at[hand * n + i];
      sort->at[hand * n + i] = next;
      next += count;
    }
    if (wijk_homes_is_interior(sort->subject, sums, i)) {
      homes->x[next] = sort->interior_x[i];
      homes->y[next] = sort->interior_y[i];
      homes->weight[next++] = sort->subject->residents[i] > 0 ? sort->subject->residents[i] : 0;
    }
  }
  homes->first[n] = homes->count = next;
}

static void place_homes(const sorting *sort, wijk_homes *homes) {
  const wijk_subject *subject = sort->subject;
#pragma omp parallel for schedule(static, 1) num_threads((int)sort->hands) if (sort->hands > 1)
  for (size_t hand = 0; hand < sort->hands; hand++) {
    size_t *own = sort->at + hand * subject->zone_count;
    for (size_t p = first_point(sort, hand); p < first_point(sort, hand + 1); p++) {
      const size_t zone = home_zone(subject, p);
      if (zone != WIJK_NONE) {
        const size_t at = own[zone]++;
        homes->x[at] = subject->population_x[p];
        homes->y[at] = subject->population_y[p];
        homes->weight[at] = subject->population_weight[p];
      }
    }
  }
}

wijk_status wijk_homes_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_homes *homes, wijk_error *err) {
  const size_t n = subject->zone_count, m = subject->population_count;
  const size_t threads = (size_t)(subject->threads > 0 ? subject->threads : omp_get_max_threads());
  const size_t most = m / POINTS_PER_HAND < MOST_HANDS ? m / POINTS_PER_HAND : MOST_HANDS;
  sorting sort = {.subject = subject, .hands = threads < most ? threads : most};
  sort.hands = sort.hands > 0 ? sort.hands : 1;
  sort.at = WIJK_ARENA_ADD(scratch, size_t, sort.hands * n, err);
  wijk_homes h = {.first = WIJK_ARENA_ADD(scratch, size_t, n + 1, err),
                  .x = WIJK_ARENA_ADD(scratch, double, n + m, err),
                  .y = WIJK_ARENA_ADD(scratch, double, n + m, err),
                  .weight = WIJK_ARENA_ADD(scratch, double, n + m, err)};
  double *sums = WIJK_ARENA_ADD(scratch, double, n, err);
  if (sort.at == NULL || h.first == NULL || h.x == NULL || h.y == NULL || h.weight == NULL || sums == NULL) {
    return WIJK_MEMORY;
  }
  if (wijk_homes_interior(subject, scratch, &sort.interior_x, &sort.interior_y, err) != WIJK_OK) {
    return err->status;
  }
  wijk_homes_sum(subject, sums);
  count_homes(&sort);
  place_zones(&sort, sums, &h);
  place_homes(&sort, &h);
  *homes = h;
  return WIJK_OK;
}

double wijk_weighted_mean(const double *values, const double *weights, size_t count) {
  double sum = 0, weight = 0;
  for (size_t i = 0; i < count; i++) {
    if (weights[i] > 0) {
      sum += weights[i] * values[i];
      weight += weights[i];
    }
  }
  /* One home without weight (an interior point) is all there is to say about its zone. */
  return weight > 0 ? sum / weight : count == 1 ? values[0] : NAN;
}
