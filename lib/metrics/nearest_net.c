/* SPDX-License-Identifier: EUPL-1.2 */
/* How far residents are from the nearest facility over the roads, in metres and in minutes.
 *
 * Everybody starts at the place on the roads nearest to where they live (perpendicular, no further than the method's
 * limit) and goes to the facility, one-way roads obeyed. Who is too far from a road, or on roads from which no way
 * leads to a facility, is in no mean: there is no distance to give them, and a large one would be made up. They are
 * counted instead. Quantiles are those of the straight distance (nearest.c). */
#include <wijk/number.h>

#include "metrics/family.h"
#include "metrics/homes_spread.h"
#include "metrics/road_homes.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define NEEDS (WIJK_NEEDS_FACILITIES | WIJK_NEEDS_ROADS)
#define NEAREST(id, level, needs, unit, title_nl, title_en, formula)                                                   \
  {                                                                                                                    \
    id, level, WIJK_PART_NONE, WIJK_METRIC_BY, needs, LAWS | WIJK_LAW_DOUBLING_FREE, title_nl, title_en, unit, unit,   \
        formula, "CBS Nabijheidsstatistiek (definition of proximity)"                                                  \
  }
#define FOUR(id, level, needs, unit, what_nl, what_en, of_nl, of_en, where)                                            \
  NEAREST(id "_mean", level, needs, unit, "Gemiddelde " what_nl " tot de dichtstbijzijnde voorziening" of_nl,          \
          "Mean " what_en " to the nearest facility" of_en, "Σ w d / Σ w over population points with a way " where),   \
      NEAREST(id "_median", level, needs, unit, "Mediane " what_nl " tot de dichtstbijzijnde voorziening" of_nl,       \
              "Median " what_en " to the nearest facility" of_en,                                                      \
              "smallest d with at least half of the residents that have a way " where " within d"),                    \
      NEAREST(id "_p90", level, needs, unit, "90%-" what_nl " tot de dichtstbijzijnde voorziening" of_nl,              \
              "90th percentile of the " what_en " to the nearest facility" of_en,                                      \
              "smallest d with at least 0.9 of the residents that have a way " where " within d"),                     \
      NEAREST(id "_max", level, needs, unit, "Grootste " what_nl " tot de dichtstbijzijnde voorziening" of_nl,         \
              "Largest " what_en " to the nearest facility" of_en, "max d over population points with a way " where)
#define LOST(id, level, needs, title_nl, title_en, where)                                                              \
  {                                                                                                                    \
    id, level, WIJK_PART_NONE, WIJK_METRIC_BY | WIJK_METRIC_WHOLE, needs,                                              \
        WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE, title_nl, title_en, "inwoners",       \
        "residents", "Σ w over population points too far from a road, or without a way, " where, ""                    \
  }
#define LEVEL(level, of_nl, of_en, where)                                                                              \
  FOUR("nearest_net_m", level, NEEDS, "m", "afstand over de weg", "distance over the roads", of_nl, of_en, where),     \
      FOUR("nearest_net_min", level, NEEDS | WIJK_NEEDS_MINUTES, "min", "reistijd over de weg", "time over the roads", \
           of_nl, of_en, where),                                                                                       \
      LOST("unreachable_net_count", level, NEEDS, "Inwoners die over de weg geen voorziening bereiken" of_nl,          \
           "Residents who reach no facility over the roads" of_en, where),                                             \
      LOST("unreachable_net_min_count", level, NEEDS | WIJK_NEEDS_MINUTES,                                             \
           "Inwoners die over wegen met een snelheid geen voorziening bereiken" of_nl,                                 \
           "Residents who reach no facility over roads with a speed" of_en, where)

static const wijk_metric metrics[] = {LEVEL(WIJK_METRIC_ZONE, "", "", "in the zone"),
                                      LEVEL(WIJK_METRIC_CITY, ", stad", ", city", "in all zones")};

/* What is made by one cost. */
typedef struct net_figures {
  wijk_road_cost cost;
  wijk_homes_spread spread;
  const char *lost, *code, *no_way, *what;
} net_figures;

static const net_figures figures[] = {
    {WIJK_ROAD_METRES,
     {.mean = "nearest_net_m_mean",
      .median = "nearest_net_m_median",
      .p90 = "nearest_net_m_p90",
      .max = "nearest_net_m_max"},
     "unreachable_net_count",
     "unreachable",
     "no way",
     "distance"},
    {WIJK_ROAD_MINUTES,
     {.mean = "nearest_net_min_mean",
      .median = "nearest_net_min_median",
      .p90 = "nearest_net_min_p90",
      .max = "nearest_net_min_max"},
     "unreachable_net_min_count",
     "unreachable-in-minutes",
     "no way with known speeds",
     "time"},
};

static bool is_asked(const wijk_results *results, const char *id) {
  return wijk_results_has_zones(results, id, 0) || wijk_results_has_city(results, id, 0);
}

static bool any_asked(const wijk_results *results, const net_figures *f) {
  return is_asked(results, f->spread.mean) || is_asked(results, f->spread.median) || is_asked(results, f->spread.p90) ||
         is_asked(results, f->spread.max) || is_asked(results, f->lost);
}

static wijk_status tell(const net_figures *f, const wijk_road_homes *homes, const bool *known, wijk_results *results,
                        wijk_error *err) {
  size_t count = 0;
  double people = 0;
  for (size_t h = 0; h < homes->all.count; h++) {
    if (!known[h] && wijk_is_on_road(&homes->place[h])) {
      count++;
      people += homes->all.weight[h];
    }
  }
  char number[WIJK_NUMBER_SIZE];
  wijk_number_write(people, number);
  return count == 0 || !wijk_results_are_of_all(results)
             ? WIJK_OK
             : wijk_report_add_finding(wijk_results_report(results),
                                       &(wijk_finding){.severity = WIJK_WARNING, .code = f->code}, err,
                                       "%zu places with %s residents are on a road from which %s leads to a facility: "
                                       "they have no %s over the roads, and are counted in %s",
                                       count, number, f->no_way, f->what, f->lost);
}

/* The cost from every home, legs included; NaN where there is no way. */
static wijk_status measure(const wijk_subject *subject, const net_figures *f, const wijk_road_homes *homes,
                           double *cost, bool *known, wijk_arena *scratch, wijk_error *err) {
  const size_t n = subject->facility_count, count = homes->all.count;
  double *legs = subject->method->snap_counts ? WIJK_ARENA_ADD(scratch, double, n, err) : NULL;
  size_t *nearest = WIJK_ARENA_ADD(scratch, size_t, count, err);
  if (nearest == NULL || (subject->method->snap_counts && legs == NULL)) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; legs != NULL && k < n; k++) {
    legs[k] = wijk_road_leg(subject, f->cost, &subject->facility_place[k]);
  }
  const wijk_status status = wijk_roads_nearest_beyond(subject->roads, f->cost, n, subject->facility_place, legs, count,
                                                       homes->place, cost, nearest, err);
  for (size_t h = 0; status == WIJK_OK && h < count; h++) {
    known[h] = !isnan(cost[h]);
    cost[h] += wijk_road_leg(subject, f->cost, &homes->place[h]);
  }
  return status;
}

static wijk_status fill(const wijk_subject *subject, const net_figures *f, const wijk_road_homes *homes,
                        const double *cost, const bool *known, wijk_arena *scratch, wijk_results *results,
                        wijk_error *err) {
  wijk_road_answers answers;
  wijk_result lost;
  wijk_status status = wijk_road_homes_answer(subject, homes, cost, known, scratch, &answers, err);
  if (status != WIJK_OK) {
    return status;
  }
  wijk_homes_spread spread = f->spread;
  spread.why = answers.why;
  spread.why_all = answers.why_all;
  if (wijk_results_find(results, f->lost, 0, &lost)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const bool lived = homes->all.first[i + 1] > homes->all.first[i];
      wijk_result_set(&lost, i, answers.lost[i], lived ? WIJK_PRESENT : wijk_homes_reason(subject, i));
    }
  }
  status = wijk_results_add_city(results, f->lost, 0, answers.lost_in_all, WIJK_PRESENT, err);
  return status == WIJK_OK ? wijk_homes_spread_fill(&spread, subject->zone_count, &answers.homes, answers.values,
                                                    scratch, results, err)
                           : status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_road_homes homes;
  wijk_status status = wijk_road_homes_compute(subject, scratch, &homes, err);
  if (status != WIJK_OK) {
    return status;
  }
  double *cost = WIJK_ARENA_ADD(scratch, double, homes.all.count, err);
  bool *known = WIJK_ARENA_ADD(scratch, bool, homes.all.count, err);
  if (cost == NULL || known == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t k = 0; status == WIJK_OK && k < sizeof figures / sizeof figures[0]; k++) {
    if (!any_asked(results, &figures[k])) {
      continue;
    }
    status = measure(subject, &figures[k], &homes, cost, known, scratch, err);
    if (status == WIJK_OK) {
      status = fill(subject, &figures[k], &homes, cost, known, scratch, results, err);
    }
    if (status == WIJK_OK) {
      status = tell(&figures[k], &homes, known, results, err);
    }
  }
  return status;
}

WIJK_FAMILY(nearest_net);
