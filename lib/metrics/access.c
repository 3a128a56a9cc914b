/* SPDX-License-Identifier: EUPL-1.2 */
/* Places per resident within reach, shared with everybody who has them within reach: the two-step floating catchment.
 *
 * First each facility divides its places over the residents around it, R_j = S_j / Σ_k P_k W_kj; then each home adds up
 * what the facilities around it have for it, A_i = Σ_j R_j W_ij. W is 1 within the catchment (Luo and Wang 2003), or
 * falls from ring to ring (Luo and Qi 2009). Nothing is lost on the way: Σ P_i A_i = Σ S_j over the facilities that
 * anybody can reach. People just outside the zones share the places too, and facilities there have theirs. */
#include <string.h>

#include <wijk/geo.h>
#include <wijk/number.h>
#include <wijk/text.h>

#include "metrics/access.h"
#include "metrics/family.h"
#include "metrics/subject.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE)
#define ACCESS(id, level, needs, laws, title_nl, title_en, formula, source)                                            \
  {                                                                                                                    \
    id, level, WIJK_PART_NONE, WIJK_METRIC_BY, WIJK_NEEDS_FACILITIES | (needs), LAWS | (laws), title_nl, title_en,     \
        "plaatsen per 1.000 inwoners", "places per 1,000 residents", formula, source                                   \
  }
#define LEVELS(id, needs, title_nl, title_en, formula, source)                                                         \
  ACCESS(id, WIJK_METRIC_ZONE, needs, WIJK_LAW_SHARED_OUT, title_nl, title_en, formula, source),                       \
      ACCESS(id, WIJK_METRIC_CITY, needs, 0, title_nl ", stad", title_en ", city", formula ", in all zones", source)

static const wijk_metric metrics[] = {
    LEVELS("access_2sfca", 0, "Bereikbare plaatsen", "Places within reach",
           "1000 Σ_j R_j over facilities within the catchment, R_j = S_j / Σ_k P_k within it; mean over residents",
           "Luo & Wang 2003"),
    LEVELS("access_e2sfca", 0, "Bereikbare plaatsen, naar afstand gewogen", "Places within reach, weighted by distance",
           "1000 Σ_j R_j W_ij, R_j = S_j / Σ_k P_k W_kj, W by ring; mean over residents", "Luo & Qi 2009"),
};

void wijk_access_supply(const wijk_subject *subject, const double *people, double *per_resident) {
  for (size_t f = 0; f < subject->facility_count; f++) {
    per_resident[f] = people[f] > 0 ? subject->capacity[f] / people[f] : NAN;
  }
}

/* ---- who shares ---- */

static wijk_status gather(const wijk_subject *subject, wijk_arena *scratch, wijk_demand *demand, wijk_error *err) {
  wijk_status status = wijk_homes_compute(subject, scratch, &demand->homes, err);
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_homes *homes = &demand->homes;
  size_t outside = 0;
  for (size_t p = 0; p < subject->population_count; p++) {
    outside += subject->zone_of_population[p] == WIJK_NONE && subject->population_weight[p] > 0;
  }
  demand->count = homes->count + outside;
  demand->x = WIJK_ARENA_ADD(scratch, double, demand->count, err);
  demand->y = WIJK_ARENA_ADD(scratch, double, demand->count, err);
  demand->weight = WIJK_ARENA_ADD(scratch, double, demand->count, err);
  if (demand->x == NULL || demand->y == NULL || demand->weight == NULL) {
    return WIJK_MEMORY;
  }
  size_t at = homes->count;
  memcpy(demand->x, homes->x, at * sizeof *demand->x);
  memcpy(demand->y, homes->y, at * sizeof *demand->y);
  memcpy(demand->weight, homes->weight, at * sizeof *demand->weight);
  for (size_t p = 0; p < subject->population_count; p++) {
    if (subject->zone_of_population[p] == WIJK_NONE && subject->population_weight[p] > 0) {
      demand->x[at] = subject->population_x[p];
      demand->y[at] = subject->population_y[p];
      demand->weight[at++] = subject->population_weight[p];
    }
  }
  return WIJK_OK;
}

static wijk_status check_rings(const wijk_rings *rings, wijk_error *err) {
  for (size_t r = 0; r < rings->count; r++) {
    if (!(rings->radius_m[r] > (r == 0 ? 0 : rings->radius_m[r - 1])) || !(rings->weight[r] > 0)) {
      return wijk_error_set(err, WIJK_USAGE, "the rings of access need radii above 0 that rise, and weights above 0");
    }
  }
  return rings->count > 0 ? WIJK_OK : wijk_error_set(err, WIJK_USAGE, "access needs a radius");
}

/* ---- straight ---- */

wijk_status wijk_access_straight(const wijk_subject *subject, const wijk_demand *demand, const wijk_rings *rings,
                                 wijk_arena *scratch, wijk_access *found, wijk_error *err) {
  const size_t n = subject->facility_count;
  double *per_resident = WIJK_ARENA_ADD(scratch, double, n, err);
  if (per_resident == NULL) {
    return WIJK_MEMORY;
  }
  wijk_point_index *index = wijk_point_index_new(demand->count, demand->x, demand->y, err);
  if (index == NULL) {
    return err->status;
  }
  wijk_status status =
      wijk_point_index_sum(index, demand->weight, rings->count, rings->radius_m, rings->weight, n, subject->facility_x,
                           subject->facility_y, subject->threads, found->people, err);
  wijk_point_index_free(index);
  if (status != WIJK_OK) {
    return status;
  }
  wijk_access_supply(subject, found->people, per_resident);
  index = wijk_point_index_new(n, subject->facility_x, subject->facility_y, err);
  if (index == NULL) {
    return err->status;
  }
  status = wijk_point_index_sum(index, per_resident, rings->count, rings->radius_m, rings->weight, demand->homes.count,
                                demand->x, demand->y, subject->threads, found->access, err);
  wijk_point_index_free(index);
  return status;
}

/* ---- per zone and city ---- */

/* A home where nobody lives may be near a facility that nobody shares: places for no residents. Anything else that is
 * not known is for want of places. */
static wijk_reason why_unknown(const wijk_homes *homes, size_t zone) {
  const size_t first = homes->first[zone], count = homes->first[zone + 1] - first;
  return count == 0                                  ? WIJK_REASON_WATER
         : count == 1 && !(homes->weight[first] > 0) ? WIJK_REASON_NO_RESIDENTS
                                                     : WIJK_REASON_UNKNOWN_CAPACITY;
}

static wijk_status fill(const wijk_subject *subject, const wijk_homes *homes, const double *access, const char *id,
                        wijk_results *results, wijk_error *err) {
  wijk_result result;
  if (wijk_results_find(results, id, 0, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const size_t first = homes->first[i], count = homes->first[i + 1] - first;
      const double value = 1000 * wijk_weighted_mean(access + first, homes->weight + first, count);
      wijk_result_set(&result, i, value, isnan(value) ? why_unknown(homes, i) : WIJK_PRESENT);
    }
  }
  const double mean = 1000 * wijk_weighted_mean(access, homes->weight, homes->count);
  bool anybody = false;
  for (size_t h = 0; h < homes->count && !anybody; h++) {
    anybody = homes->weight[h] > 0;
  }
  return wijk_results_add_city(results, id, 0, mean, anybody ? WIJK_REASON_UNKNOWN_CAPACITY : WIJK_REASON_NO_RESIDENTS,
                               err);
}

/* Places that are nobody's: they are in no figure, and that is to be known. */
static wijk_status tell_unserved(const wijk_subject *subject, const wijk_rings *rings, const double *people,
                                 const char *id, wijk_results *results, wijk_error *err) {
  wijk_text list = {0};
  size_t count = 0;
  double places = 0;
  for (size_t f = 0; f < subject->facility_count; f++) {
    if (!(people[f] > 0)) {
      char number[WIJK_NUMBER_SIZE];
      const char *name = subject->facility_id == NULL ? NULL : subject->facility_id[f];
      if (name == NULL) {
        wijk_number_write((double)(subject->facility_row == NULL ? f + 1 : subject->facility_row[f]), number);
      }
      wijk_subject_list(&list, name == NULL ? number : name, count++);
      places += subject->capacity[f] > 0 ? subject->capacity[f] : 0;
    }
  }
  wijk_status status = wijk_subject_list_end(&list, count, err);
  if (status == WIJK_OK && count > 0 && wijk_results_are_of_all(results)) {
    status = wijk_report_add_finding(
        wijk_results_report(results), &(wijk_finding){.severity = WIJK_WARNING, .code = "access-unserved"}, err,
        "%s: nobody lives within %.0f m of %zu facilities with %.0f places, which are in nobody's access: %s", id,
        rings->radius_m[rings->count - 1], count, places, list.bytes);
  }
  wijk_text_free(&list);
  return status;
}

typedef wijk_status (*access_way)(const wijk_subject *, const wijk_demand *, const wijk_rings *, wijk_arena *,
                                  wijk_access *, wijk_error *);

static wijk_status compute_figure(const wijk_subject *subject, const wijk_demand *demand, const char *id,
                                  const wijk_rings *rings, access_way way, wijk_arena *scratch, wijk_results *results,
                                  wijk_error *err) {
  if (!wijk_results_has_zones(results, id, 0) && !wijk_results_has_city(results, id, 0)) {
    return WIJK_OK;
  }
  const wijk_arena_mark mark = wijk_arena_now(scratch);
  wijk_access found = {.access = WIJK_ARENA_ADD(scratch, double, demand->homes.count, err),
                       .people = WIJK_ARENA_ADD(scratch, double, subject->facility_count, err)};
  if (found.access == NULL || found.people == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = check_rings(rings, err);
  for (size_t h = 0; h < demand->homes.count; h++) {
    found.access[h] = NAN;
  }
  if (status == WIJK_OK && subject->capacity != NULL) { /* a source without places says nothing of anybody */
    status = way(subject, demand, rings, scratch, &found, err);
  }
  if (status == WIJK_OK) {
    status = fill(subject, &demand->homes, found.access, id, results, err);
  }
  if (status == WIJK_OK && subject->capacity != NULL) {
    status = tell_unserved(subject, rings, found.people, id, results, err);
  }
  wijk_arena_reset(scratch, mark);
  return status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  static const double one = 1;
  const wijk_method *method = subject->method;
  const wijk_rings catchment = {1, &method->access_radius_m, &one};
  const wijk_rings rings = {method->ring_count, method->ring_m, method->ring_weight};
  wijk_demand demand;
  wijk_status status = gather(subject, scratch, &demand, err);
  if (status == WIJK_OK) {
    status = compute_figure(subject, &demand, "access_2sfca", &catchment, wijk_access_straight, scratch, results, err);
  }
  return status == WIJK_OK
             ? compute_figure(subject, &demand, "access_e2sfca", &rings, wijk_access_straight, scratch, results, err)
             : status;
}

WIJK_FAMILY(access);
