/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/spread.h"

#include <math.h>

#include "metrics/homes.h"

static double known(double value) {
  return value > 0 ? value : 0;
}

/* `share` of what the zone has, to the area. */
static void give(const wijk_subject *subject, wijk_spread *spread, size_t zone, size_t area, double share) {
  if (!subject->water[zone]) {
    spread->residents[area] += share * known(subject->residents[zone]);
  }
  spread->group[area] += share * known(subject->group[zone]);
}

static wijk_status spread_points(const wijk_subject *subject, const wijk_layer *areas, const double *people,
                                 wijk_arena *scratch, wijk_spread *spread, wijk_error *err) {
  size_t *area = WIJK_ARENA_ADD(scratch, size_t, subject->population_count, err);
  wijk_zone_index *index = area == NULL ? NULL : wijk_zone_index_new(areas, subject->population_count, err);
  if (index == NULL) {
    return err->status;
  }
  const wijk_status status = wijk_zone_index_find(index, subject->population_count, subject->population_x,
                                                  subject->population_y, subject->threads, area, NULL, err);
  wijk_zone_index_free(index);
  for (size_t p = 0; status == WIJK_OK && p < subject->population_count; p++) {
    const size_t zone = subject->zone_of_population[p];
    const double weight = subject->population_weight[p];
    if (zone != WIJK_NONE && people[zone] > 0 && weight > 0) {
      const double share = weight / people[zone];
      if (area[p] == WIJK_NONE) {
        spread->residents_lost += share * known(subject->residents[zone]);
      } else {
        give(subject, spread, zone, area[p], share);
      }
    }
  }
  return status;
}

static wijk_status spread_areas(const wijk_subject *subject, const wijk_layer *areas, const double *people,
                                wijk_arena *scratch, wijk_spread *spread, wijk_error *err) {
  wijk_overlay overlay;
  double *covered = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
  double *whole = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
  if (covered == NULL || whole == NULL ||
      wijk_polygons_overlay(areas, subject->zones, scratch, &overlay, err) != WIJK_OK) {
    return err->status;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    whole[i] = wijk_layer_area(subject->zones, i);
  }
  for (size_t k = 0; k < overlay.count; k++) {
    const size_t area = overlay.a[k], zone = overlay.b[k];
    const double share = overlay.area_m2[k] / whole[zone];
    spread->shared_m2[area] += overlay.area_m2[k];
    spread->land_m2[area] += 1e6 * share * known(subject->land_km2[zone]);
    covered[zone] += share;
    if (!(people[zone] > 0)) {
      give(subject, spread, zone, area, share);
    }
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (!(people[i] > 0) && known(subject->residents[i]) > 0) {
      spread->by_area++;
      spread->residents_lost += covered[i] < 1 - 1e-9 ? (1 - covered[i]) * subject->residents[i] : 0;
    }
  }
  return WIJK_OK;
}

wijk_status wijk_spread_zones(const wijk_subject *subject, const wijk_layer *areas, wijk_arena *scratch,
                              wijk_spread *spread, wijk_error *err) {
  wijk_spread made = {.residents = WIJK_ARENA_ADD(scratch, double, areas->row_count, err),
                      .group = WIJK_ARENA_ADD(scratch, double, areas->row_count, err),
                      .land_m2 = WIJK_ARENA_ADD(scratch, double, areas->row_count, err),
                      .shared_m2 = WIJK_ARENA_ADD(scratch, double, areas->row_count, err)};
  double *people = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
  if (made.residents == NULL || made.group == NULL || made.land_m2 == NULL || made.shared_m2 == NULL ||
      people == NULL) {
    return WIJK_MEMORY;
  }
  wijk_homes_sum(subject, people);
  wijk_status status =
      subject->population_count == 0 ? WIJK_OK : spread_points(subject, areas, people, scratch, &made, err);
  if (status == WIJK_OK) {
    status = spread_areas(subject, areas, people, scratch, &made, err);
  }
  if (status == WIJK_OK) {
    *spread = made;
  }
  return status;
}
