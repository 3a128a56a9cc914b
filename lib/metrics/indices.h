/* SPDX-License-Identifier: EUPL-1.2 */
/* The indices of the city as functions of a universe and of what does not change with the group (an order of its
 * zones, who is how near): so that they can be computed again for another x. They take for granted that
 * `wijk_index_two_groups` has no objection, and give NaN where their own formula divides by nothing. */
#ifndef WIJK_METRICS_INDICES_H
#define WIJK_METRICS_INDICES_H

#include "metrics/ascending.h"
#include "metrics/family.h"
#include "metrics/nearness.h"

/* Why an index of two groups says nothing of this universe; WIJK_PRESENT when it does. */
wijk_reason wijk_index_two_groups(const wijk_universe *u);

/* ---- segregation.c, evenness.c, exposure.c: zones with residents ---- */
double wijk_index_dissimilarity(const wijk_universe *u);
double wijk_index_hoover(const wijk_universe *u);                                      /* needs X > 0 only */
double wijk_index_gini_segregation(const wijk_universe *u, wijk_ascending *ascending); /* with room for u->count */
double wijk_index_isolation(const wijk_universe *u);
double wijk_index_interaction(const wijk_universe *u);
double wijk_index_information_theory_h(const wijk_universe *u);
double wijk_index_atkinson(const wijk_universe *u, double b); /* 0 < b < 1 */
double wijk_index_eta2(const wijk_universe *u);

/* ---- inequality.c, concentration.c: these need X > 0 only. theil_t over zones with residents, the others with land */
double wijk_index_gini(const wijk_universe *u, wijk_ascending *ascending);
double wijk_index_theil_t(const wijk_universe *u);
double wijk_index_theil_between_share(const wijk_universe *u, const wijk_subject *subject); /* with its zone classes */
double wijk_index_hhi(const wijk_universe *u);
double wijk_index_hhi_normalised(const wijk_universe *u);
double wijk_index_delta(const wijk_universe *u);

/* ---- ranking.c ---- */

/* Zones of a universe in ascending order of something, equal ones as one: rank r holds the zones order[end[r - 1]] to
 * order[end[r] - 1], from 0. What differs by a rounding only (1e-9 of the largest) is equal, so that neither the order
 * of the zones nor the last digit of an area decides. */
typedef struct wijk_ranking {
  size_t count;
  size_t *order, *end;
} wijk_ranking;
wijk_status wijk_ranking_new(const double *values, size_t count, wijk_arena *arena, wijk_ranking *ranking,
                             wijk_error *err);

/* ---- land.c: `by_area` ranks u->a ---- */
double wijk_index_absolute_concentration(const wijk_universe *u, const wijk_ranking *by_area);
/* `on_rest`: cut off at Y instead of X. */
double wijk_index_relative_concentration(const wijk_universe *u, const wijk_ranking *by_area, bool on_rest);

/* ---- centralisation.c: `by_distance` ranks the distance to the centre ---- */
wijk_status wijk_centralisation_ranking(const wijk_subject *subject, const wijk_universe *u, wijk_arena *scratch,
                                        wijk_ranking *by_distance, wijk_error *err);
double wijk_index_absolute_centralisation(const wijk_universe *u, const wijk_ranking *by_distance);
double wijk_index_relative_centralisation(const wijk_universe *u, const wijk_ranking *by_distance);

/* ---- index_list.c: all of them, to be computed again for another x (inference.c) ---- */

typedef enum wijk_index_world { WIJK_WORLD_RATIO, WIJK_WORLD_LAND, WIJK_WORLD_SETTLED, WIJK_WORLDS } wijk_index_world;

/* What an index of any kind may need besides x. One for each thread. */
typedef struct wijk_index_view {
  const wijk_subject *subject;
  const wijk_universe *u;
  wijk_ascending *ascending;                 /* the thread's own */
  const wijk_ranking *by_area, *by_distance; /* `by_distance` NULL without a centre */
  const wijk_weights *neighbours;            /* NULL where no index asked for needs them */
  wijk_vicinity *vicinity[2];                /* by distance, by contiguity; the thread's own, NULL likewise */
  wijk_nearness near[2];
  bool found[2]; /* is `near` of the x of now? */
  double *share; /* the thread's own room, for a number per row of the zones */
  bool failed;   /* no memory */
} wijk_index_view;

/* What an index needs made for it. */
typedef enum wijk_index_need {
  WIJK_INDEX_PLAIN,
  WIJK_INDEX_NEIGHBOURS,
  WIJK_INDEX_NEAR,
  WIJK_INDEX_KIN
} wijk_index_need;

typedef struct wijk_index {
  const char *id;
  wijk_index_world world;
  wijk_index_need need; /* nearness by distance whatever --clustering says (NEAR), or as it says (KIN) */
  double (*value)(wijk_index_view *view); /* NaN where it is undefined; X > 0 is taken for granted */
} wijk_index;

extern const wijk_index wijk_index_list[];
extern const size_t wijk_index_count;

#endif
