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
    return wijk_index_##name arguments;                                                                                \
  }
#define INSIDE(name)                                                                                                   \
  static double name(wijk_index_view *view) {                                                                          \
    return view->u->exceeding == 0 ? wijk_index_##name(view->u) : NAN;                                                 \
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

const wijk_index wijk_index_list[] = {
    {"dissimilarity", WIJK_WORLD_RATIO, dissimilarity},
    {"hoover", WIJK_WORLD_RATIO, hoover},
    {"gini_segregation", WIJK_WORLD_RATIO, gini_segregation},
    {"information_theory_h", WIJK_WORLD_RATIO, information_theory_h},
    {"atkinson", WIJK_WORLD_RATIO, atkinson},
    {"isolation", WIJK_WORLD_RATIO, isolation},
    {"interaction", WIJK_WORLD_RATIO, interaction},
    {"eta2", WIJK_WORLD_RATIO, eta2},
    {"gini", WIJK_WORLD_LAND, gini},
    {"theil_t", WIJK_WORLD_RATIO, theil_t},
    {"theil_between_share", WIJK_WORLD_RATIO, theil_between_share},
    {"hhi", WIJK_WORLD_LAND, hhi},
    {"hhi_normalised", WIJK_WORLD_LAND, hhi_normalised},
    {"delta", WIJK_WORLD_LAND, delta},
    {"absolute_concentration", WIJK_WORLD_SETTLED, absolute_concentration},
    {"relative_concentration", WIJK_WORLD_SETTLED, relative_concentration},
    {"absolute_centralisation", WIJK_WORLD_SETTLED, absolute_centralisation},
    {"relative_centralisation", WIJK_WORLD_SETTLED, relative_centralisation},
};
const size_t wijk_index_count = sizeof wijk_index_list / sizeof wijk_index_list[0];
