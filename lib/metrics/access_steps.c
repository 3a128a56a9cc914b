/* SPDX-License-Identifier: EUPL-1.2 */
#include <math.h>
#include <string.h>

#include "metrics/access.h"

/* R_j = S_j / D_j: places per resident that a facility gives; NaN for unknown places, and for places that nobody
 * shares. */
static double supply_of(const wijk_subject *subject, size_t facility, double people) {
  return people > 0 ? subject->capacity[facility] / people : NAN;
}

/* ---- who shares ---- */

static bool is_outsider(const wijk_subject *subject, size_t point) {
  return subject->zone_of_population[point] == WIJK_NONE && subject->population_weight[point] > 0;
}

wijk_status wijk_demand_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_demand *demand,
                                wijk_error *err) {
  const bool roads = subject->roads != NULL;
  wijk_demand made = {0};
  const wijk_status status = roads ? wijk_road_homes_compute(subject, scratch, &made.homes, err)
                                   : wijk_homes_compute(subject, scratch, &made.homes.all, err);
  if (status != WIJK_OK) {
    return status;
  }
  const wijk_homes *homes = &made.homes.all;
  made.count = homes->count;
  for (size_t p = 0; p < subject->population_count; p++) {
    made.count += is_outsider(subject, p);
  }
  made.x = WIJK_ARENA_ADD(scratch, double, made.count, err);
  made.y = WIJK_ARENA_ADD(scratch, double, made.count, err);
  made.weight = WIJK_ARENA_ADD(scratch, double, made.count, err);
  made.place = roads ? WIJK_ARENA_ADD(scratch, wijk_road_place, made.count, err) : NULL;
  if (made.x == NULL || made.y == NULL || made.weight == NULL || (roads && made.place == NULL)) {
    return WIJK_MEMORY;
  }
  size_t at = homes->count;
  for (size_t h = 0; h < at; h++) {
    made.x[h] = homes->x[h];
    made.y[h] = homes->y[h];
    made.weight[h] = homes->weight[h];
    if (roads) {
      made.place[h] = made.homes.place[h];
    }
  }
  for (size_t p = 0; p < subject->population_count; p++) {
    if (is_outsider(subject, p)) {
      made.x[at] = subject->population_x[p];
      made.y[at] = subject->population_y[p];
      made.weight[at] = subject->population_weight[p];
      if (roads) {
        made.place[at] = subject->population_place[p];
      }
      at++;
    }
  }
  *demand = made;
  return WIJK_OK;
}

/* ---- straight ---- */

static wijk_status make_indices(const wijk_subject *subject, wijk_demand *demand, wijk_error *err) {
  if (demand->index == NULL) {
    demand->index = wijk_point_index_new(demand->count, demand->x, demand->y, err);
  }
  if (demand->index != NULL && demand->of_facilities == NULL) {
    demand->of_facilities =
        wijk_point_index_new(subject->facility_count, subject->facility_x, subject->facility_y, err);
  }
  return err->status;
}

void wijk_demand_free(wijk_demand *demand) {
  wijk_point_index_free(demand->index);
  wijk_point_index_free(demand->of_facilities);
  demand->index = demand->of_facilities = NULL;
}

wijk_status wijk_access_straight(const wijk_subject *subject, wijk_demand *demand, const wijk_rings *rings,
                                 wijk_arena *scratch, wijk_access *found, wijk_error *err) {
  const size_t n = subject->facility_count;
  double *per_resident = WIJK_ARENA_ADD(scratch, double, n, err);
  if (per_resident == NULL || make_indices(subject, demand, err) != WIJK_OK ||
      wijk_point_index_sum(demand->index, demand->weight, rings->count, rings->radius_m, rings->weight, n,
                           subject->facility_x, subject->facility_y, subject->threads, found->people, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t f = 0; f < n; f++) {
    per_resident[f] = supply_of(subject, f, found->people[f]);
  }
  return wijk_point_index_sum(demand->of_facilities, per_resident, rings->count, rings->radius_m, rings->weight,
                              demand->homes.all.count, demand->x, demand->y, subject->threads, found->access, err);
}

/* ---- over the roads ---- */

typedef struct sharing {
  const wijk_subject *subject;
  const wijk_demand *demand;
  const wijk_rings *rings;
  wijk_access *found;
} sharing;

static double weight_at(const wijk_rings *rings, double distance) {
  size_t r = 0;
  while (r < rings->count && !(distance <= rings->radius_m[r])) {
    r++;
  }
  return r < rings->count ? rings->weight[r] : 0;
}

/* A row holds everybody who shares the facility, so both steps are taken at once. */
static void share_out(size_t facility, size_t count, const uint32_t *from, const double *distance, void *context) {
  const sharing *all = context;
  double people = 0;
  for (size_t p = 0; p < count; p++) {
    people += all->demand->weight[from[p]] * weight_at(all->rings, distance[p]);
  }
  all->found->people[facility] = people;
  const double per_resident = supply_of(all->subject, facility, people);
  for (size_t p = 0; p < count; p++) {
    const double weight = weight_at(all->rings, distance[p]);
    if (from[p] < all->demand->homes.all.count && weight > 0) {
      all->found->access[from[p]] += per_resident * weight;
    }
  }
}

wijk_status wijk_access_net(const wijk_subject *subject, wijk_demand *demand, const wijk_rings *rings,
                            wijk_arena *scratch, wijk_access *found, wijk_error *err) {
  sharing all = {subject, demand, rings, found};
  memset(found->access, 0, demand->homes.all.count * sizeof *found->access);
  return wijk_road_rows(subject, rings->radius_m[rings->count - 1], demand->count, demand->place, share_out, &all,
                        scratch, err);
}
