/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/road_homes.h"

#include <math.h>
#include <string.h>

#include "metrics/family.h"

/* Homes stand by zone, and in a zone in the order of the population points; one that is of no point is the zone's
 * interior point. */
wijk_status wijk_road_homes_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_road_homes *homes,
                                    wijk_error *err) {
  const wijk_status status = wijk_homes_compute(subject, scratch, &homes->all, err);
  if (status != WIJK_OK) {
    return status;
  }
  homes->place = WIJK_ARENA_ADD(scratch, wijk_road_place, homes->all.count, err);
  size_t *next = WIJK_ARENA_ADD(scratch, size_t, subject->zone_count, err);
  if (homes->place == NULL || next == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    next[i] = homes->all.first[i];
  }
  for (size_t p = 0; p < subject->population_count; p++) {
    const size_t zone = subject->zone_of_population[p];
    if (zone != WIJK_NONE && subject->population_weight[p] > 0) {
      homes->place[next[zone]++] = subject->population_place[p];
    }
  }
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (next[i] < homes->all.first[i + 1]) {
      homes->place[next[i]] = subject->interior_place[i];
    }
  }
  return WIJK_OK;
}

double wijk_road_leg(const wijk_subject *subject, wijk_road_cost cost, const wijk_road_place *place) {
  if (!subject->method->snap_counts || !wijk_is_on_road(place)) {
    return 0;
  }
  return cost == WIJK_ROAD_METRES ? place->off_m : place->off_m * 60 / (1000 * subject->method->snap_kmh);
}

/* ---- for whom there is an answer ---- */

/* `lacking` = why there are no homes, where there are none. */
static wijk_reason why_none(const wijk_subject *subject, size_t homes, size_t off_road, wijk_reason lacking) {
  return homes == 0                     ? lacking
         : subject->facility_count == 0 ? WIJK_REASON_NO_FACILITIES
         : off_road == homes            ? WIJK_REASON_NO_ROAD
                                        : WIJK_REASON_UNREACHABLE;
}

wijk_status wijk_road_homes_answer(const wijk_subject *subject, const wijk_road_homes *homes, const double *values,
                                   const bool *known, wijk_arena *scratch, wijk_road_answers *answers,
                                   wijk_error *err) {
  const size_t n = subject->zone_count, count = homes->all.count;
  wijk_road_answers made = {.homes = {.first = WIJK_ARENA_ADD(scratch, size_t, n + 1, err),
                                      .weight = WIJK_ARENA_ADD(scratch, double, count, err)},
                            .values = WIJK_ARENA_ADD(scratch, double, count, err),
                            .why = WIJK_ARENA_ADD(scratch, uint8_t, n, err),
                            .lost = WIJK_ARENA_ADD(scratch, double, n, err)};
  if (made.homes.first == NULL || made.homes.weight == NULL || made.values == NULL || made.why == NULL ||
      made.lost == NULL) {
    return WIJK_MEMORY;
  }
  size_t at = 0, off_road_in_all = 0;
  for (size_t i = 0; i < n; i++) {
    size_t off_road = 0;
    made.homes.first[i] = at;
    for (size_t h = homes->all.first[i]; h < homes->all.first[i + 1]; h++) {
      if (known[h]) {
        made.values[at] = values[h];
        made.homes.weight[at++] = homes->all.weight[h];
      } else {
        made.lost[i] += homes->all.weight[h];
        off_road += !wijk_is_on_road(&homes->place[h]);
      }
    }
    made.why[i] = at > made.homes.first[i] ? WIJK_PRESENT
                                           : (uint8_t)why_none(subject, homes->all.first[i + 1] - homes->all.first[i],
                                                               off_road, wijk_homes_reason(subject, i));
    made.lost_in_all += made.lost[i];
    off_road_in_all += off_road;
  }
  made.homes.first[n] = made.homes.count = at;
  made.why_all = at > 0 || count == 0 ? WIJK_REASON_NO_RESIDENTS
                                      : why_none(subject, count, off_road_in_all, WIJK_REASON_NO_RESIDENTS);
  *answers = made;
  return WIJK_OK;
}

/* ---- what is near over the roads ---- */

/* A pair takes some 40 bytes while it is found. */
enum { FACILITIES_AT_MOST = 4096, PAIRS_AT_ONCE = 1 << 22, GROWTH = 4 };

size_t wijk_road_rows_at_once(size_t count, size_t asked, size_t pairs) {
  size_t some = PAIRS_AT_ONCE / (count + 1); /* everybody may be near everything */
  if (asked > 0) {
    const size_t by_found = (size_t)((double)PAIRS_AT_ONCE * (double)asked / ((double)pairs + 1));
    const size_t grown = GROWTH * asked < by_found ? GROWTH * asked : by_found;
    some = grown > some ? grown : some;
  }
  return some < 1 ? 1 : some < FACILITIES_AT_MOST ? some : FACILITIES_AT_MOST;
}

wijk_status wijk_road_rows(const wijk_subject *subject, double limit_m, size_t count, const wijk_road_place *places,
                           wijk_road_row answer, void *context, wijk_arena *scratch, wijk_error *err) {
  wijk_status status = WIJK_OK;
  size_t some = 0, found = 0;
  for (size_t first = 0; status == WIJK_OK && first < subject->facility_count; first += some) {
    const size_t rest = subject->facility_count - first, most = wijk_road_rows_at_once(count, some, found);
    some = rest < most ? rest : most;
    const wijk_arena_mark mark = wijk_arena_now(scratch);
    wijk_road_pairs pairs;
    status = wijk_roads_within(subject->roads, WIJK_ROAD_METRES, limit_m, some, subject->facility_place + first, count,
                               places, subject->threads, scratch, &pairs, err);
    for (size_t f = 0; status == WIJK_OK && f < some; f++) {
      const double leg = wijk_road_leg(subject, WIJK_ROAD_METRES, &subject->facility_place[first + f]);
      for (size_t p = pairs.first[f]; p < pairs.first[f + 1]; p++) {
        pairs.distance[p] += leg + wijk_road_leg(subject, WIJK_ROAD_METRES, &places[pairs.from[p]]);
      }
      answer(first + f, pairs.first[f + 1] - pairs.first[f], pairs.from + pairs.first[f],
             pairs.distance + pairs.first[f], context);
    }
    wijk_arena_reset(scratch, mark);
  }
  return status;
}
