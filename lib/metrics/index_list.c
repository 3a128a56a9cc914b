/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/indices.h"

/* An index of two groups, where these have something to say. */
#define TWO_GROUPS(name, arguments)                                                                                    \
  static double name(wijk_index_view *view) {                                                                          \
    const wijk_universe *u = view->u;                                                                                  \
    return wijk_index_two_groups(u) == WIJK_PRESENT ? wijk_index_##name arguments : NAN;                               \
  }
#define ONE_GROUP(name, arguments)                                                                                     \
  static double name(wijk_index_view *view) {                                                                          \
    const wijk_universe *u = view->u;                                                                                  \
    return wijk_universe_reason(u) == WIJK_PRESENT ? wijk_index_##name arguments : NAN;                                \
  }
#define INSIDE(name)                                                                                                   \
  static double name(wijk_index_view *view) {                                                                          \
    const wijk_universe *u = view->u;                                                                                  \
    return wijk_universe_reason(u) == WIJK_PRESENT && u->exceeding == 0 ? wijk_index_##name(u) : NAN;                  \
  }

TWO_GROUPS(dissimilarity, (u))
ONE_GROUP(hoover, (u))
TWO_GROUPS(gini_segregation, (u, view->ascending))
TWO_GROUPS(information_theory_h, (u))
TWO_GROUPS(atkinson, (u, view->subject->method->atkinson_b))
INSIDE(isolation)
INSIDE(interaction)
TWO_GROUPS(eta2, (u))
ONE_GROUP(gini, (u, view->ascending))
ONE_GROUP(theil_t, (u))
ONE_GROUP(theil_between_share, (u, view->subject))
ONE_GROUP(hhi, (u))
ONE_GROUP(hhi_normalised, (u))
ONE_GROUP(delta, (u))
TWO_GROUPS(absolute_concentration, (u, view->by_area))
TWO_GROUPS(relative_concentration, (u, view->by_area, view->subject->method->concentration_on_total))
ONE_GROUP(absolute_centralisation, (u, view->by_distance))
TWO_GROUPS(relative_centralisation, (u, view->by_distance))

static double dissimilarity_adjacent(wijk_index_view *view) {
  return wijk_index_two_groups(view->u) == WIJK_PRESENT
             ? wijk_index_dissimilarity_adjacent(view->u, view->neighbours, view->share)
             : NAN;
}

/* What is near each zone is found once for all that need it: `inference.c` forgets it with each draw. */
static double of_nearness(wijk_index_view *view, bool by_contiguity,
                          double (*index)(const wijk_universe *, const wijk_nearness *)) {
  wijk_error own = {0}; /* the caller's is not for threads to write at once */
  if (wijk_index_two_groups(view->u) != WIJK_PRESENT || wijk_vicinity_is_apart(view->vicinity[by_contiguity])) {
    return NAN;
  }
  if (!view->found[by_contiguity]) {
    view->failed = view->failed || wijk_nearness_find(view->vicinity[by_contiguity], view->u, 1,
                                                      &view->near[by_contiguity], &own) != WIJK_OK;
    view->found[by_contiguity] = true;
  }
  return index(view->u, &view->near[by_contiguity]);
}

static double distance_decay_isolation(wijk_index_view *view) {
  return of_nearness(view, false, wijk_index_distance_decay_isolation);
}

static double absolute_clustering(wijk_index_view *view) {
  return of_nearness(view, view->subject->method->clustering_contiguity, wijk_index_absolute_clustering);
}

static double spatial_proximity(wijk_index_view *view) {
  return of_nearness(view, view->subject->method->clustering_contiguity, wijk_index_spatial_proximity);
}

static double relative_clustering(wijk_index_view *view) {
  return of_nearness(view, view->subject->method->clustering_contiguity, wijk_index_relative_clustering);
}

const wijk_index wijk_index_list[] = {
    {"dissimilarity", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, dissimilarity},
    {"hoover", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, hoover},
    {"gini_segregation", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, gini_segregation},
    {"information_theory_h", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, information_theory_h},
    {"atkinson", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, atkinson},
    {"isolation", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, isolation},
    {"interaction", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, interaction},
    {"eta2", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, eta2},
    {"gini", WIJK_WORLD_LAND, WIJK_INDEX_PLAIN, gini},
    {"theil_t", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, theil_t},
    {"theil_between_share", WIJK_WORLD_RATIO, WIJK_INDEX_PLAIN, theil_between_share},
    {"hhi", WIJK_WORLD_LAND, WIJK_INDEX_PLAIN, hhi},
    {"hhi_normalised", WIJK_WORLD_LAND, WIJK_INDEX_PLAIN, hhi_normalised},
    {"delta", WIJK_WORLD_LAND, WIJK_INDEX_PLAIN, delta},
    {"absolute_concentration", WIJK_WORLD_SETTLED, WIJK_INDEX_PLAIN, absolute_concentration},
    {"relative_concentration", WIJK_WORLD_SETTLED, WIJK_INDEX_PLAIN, relative_concentration},
    {"absolute_centralisation", WIJK_WORLD_SETTLED, WIJK_INDEX_PLAIN, absolute_centralisation},
    {"relative_centralisation", WIJK_WORLD_SETTLED, WIJK_INDEX_PLAIN, relative_centralisation},
    {"dissimilarity_adjacent", WIJK_WORLD_RATIO, WIJK_INDEX_NEIGHBOURS, dissimilarity_adjacent},
    {"distance_decay_isolation", WIJK_WORLD_SETTLED, WIJK_INDEX_NEAR, distance_decay_isolation},
    {"absolute_clustering", WIJK_WORLD_SETTLED, WIJK_INDEX_KIN, absolute_clustering},
    {"spatial_proximity", WIJK_WORLD_SETTLED, WIJK_INDEX_KIN, spatial_proximity},
    {"relative_clustering", WIJK_WORLD_SETTLED, WIJK_INDEX_KIN, relative_clustering},
};
const size_t wijk_index_count = sizeof wijk_index_list / sizeof wijk_index_list[0];
