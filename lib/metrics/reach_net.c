/* SPDX-License-Identifier: EUPL-1.2 */
/* What residents have within a radius over the roads. Who is too far from a road is in no mean; who is on one from
 * which nothing is within the radius has 0. */
#include "metrics/family.h"
#include "metrics/homes_spread.h"
#include "metrics/road_homes.h"

#define LAWS (WIJK_LAW_NOT_NEGATIVE | WIJK_LAW_ORDER_FREE | WIJK_LAW_GROUP_SCALE_FREE | WIJK_LAW_TOTAL_SCALE_FREE)
#define NEEDS (WIJK_NEEDS_FACILITIES | WIJK_NEEDS_ROADS)
#define LEVEL(level, of_nl, of_en, where)                                                                              \
  {"within_{r}_net_count",                                                                                             \
   level,                                                                                                              \
   WIJK_PART_RADIUS,                                                                                                   \
   WIJK_METRIC_BY,                                                                                                     \
   NEEDS,                                                                                                              \
   LAWS,                                                                                                               \
   "Voorzieningen binnen {r} over de weg van een inwoner" of_nl,                                                       \
   "Facilities within {r} over the roads of a resident" of_en,                                                         \
   "voorzieningen",                                                                                                    \
   "facilities",                                                                                                       \
   "Σ w c / Σ w, c = facilities within r over the roads of a population point " where,                                 \
   "CBS Nabijheidsstatistiek (definition of proximity)"},                                                              \
  {                                                                                                                    \
    "reach_{r}_net_share", level, WIJK_PART_RADIUS, WIJK_METRIC_BY, NEEDS,                                             \
        LAWS | WIJK_LAW_UNIT_INTERVAL | WIJK_LAW_DOUBLING_FREE,                                                        \
        "Aandeel inwoners met een voorziening binnen {r} over de weg" of_nl,                                           \
        "Share of residents with a facility within {r} over the roads" of_en, "aandeel", "share",                      \
        "Σ w [c >= 1] / Σ w over population points near a road " where, ""                                             \
  }

static const wijk_metric metrics[] = {LEVEL(WIJK_METRIC_ZONE, "", "", "in the zone"),
                                      LEVEL(WIJK_METRIC_CITY, ", stad", ", city", "in all zones")};

typedef struct counting {
  const wijk_subject *subject;
  size_t homes;
  double *count; /* [radius * homes + home] */
} counting;

static void count_row(size_t facility, size_t count, const uint32_t *from, const double *distance, void *context) {
  const counting *all = context;
  (void)facility;
  for (size_t r = 0; r < all->subject->radius_count; r++) {
    double *counts = all->count + r * all->homes;
    for (size_t p = 0; p < count; p++) {
      counts[from[p]] += distance[p] <= all->subject->radii_m[r];
    }
  }
}

static wijk_status fill(const wijk_subject *subject, const wijk_road_homes *homes, const bool *known, size_t radius,
                        double *counts, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  static const char *const ids[] = {"within_{r}_net_count", "reach_{r}_net_share"};
  wijk_status status = WIJK_OK;
  for (size_t k = 0; status == WIJK_OK && k < 2; k++) {
    const wijk_arena_mark mark = wijk_arena_now(scratch);
    wijk_road_answers answers;
    for (size_t h = 0; k == 1 && h < homes->all.count; h++) {
      counts[h] = counts[h] > 0;
    }
    status = wijk_road_homes_answer(subject, homes, counts, known, scratch, &answers, err);
    if (status == WIJK_OK) {
      const wijk_homes_spread spread = {.why = answers.why, .why_all = answers.why_all};
      status = wijk_homes_spread_fill_mean(&spread, subject->zone_count, ids[k], radius, &answers.homes, answers.values,
                                           results, err);
    }
    wijk_arena_reset(scratch, mark);
  }
  return status;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_road_homes homes;
  wijk_status status = wijk_road_homes_compute(subject, scratch, &homes, err);
  if (status != WIJK_OK) {
    return status;
  }
  counting all = {subject, homes.all.count,
                  WIJK_ARENA_ADD(scratch, double, subject->radius_count *homes.all.count, err)};
  bool *known = WIJK_ARENA_ADD(scratch, bool, homes.all.count, err);
  if (all.count == NULL || known == NULL) {
    return WIJK_MEMORY;
  }
  double furthest = 0;
  for (size_t r = 0; r < subject->radius_count; r++) {
    furthest = fmax(furthest, subject->radii_m[r]);
  }
  for (size_t h = 0; h < homes.all.count; h++) {
    known[h] = wijk_is_on_road(&homes.place[h]);
  }
  status = wijk_road_rows(subject, furthest, homes.all.count, homes.place, count_row, &all, scratch, err);
  for (size_t r = 0; status == WIJK_OK && r < subject->radius_count; r++) {
    status = fill(subject, &homes, known, r, all.count + r * homes.all.count, scratch, results, err);
  }
  return status;
}

WIJK_FAMILY(reach_net);
