/* SPDX-License-Identifier: EUPL-1.2 */
/* Homes over the roads: where each is on them, what is near, and for whom there is no answer. */
#ifndef WIJK_METRICS_ROAD_HOMES_H
#define WIJK_METRICS_ROAD_HOMES_H

#include "metrics/homes.h"

typedef struct wijk_road_homes {
  wijk_homes all;
  wijk_road_place *place; /* of each home */
} wijk_road_homes;

/* `subject` has its places on the roads. Made in `scratch`. */
wijk_status wijk_road_homes_compute(const wijk_subject *subject, wijk_arena *scratch, wijk_road_homes *homes,
                                    wijk_error *err);

static inline bool wijk_is_on_road(const wijk_road_place *place) {
  return place->edge != WIJK_NO_EDGE;
}

/* What the way between a place on the road and the point that was snapped adds to a distance: nothing, unless the
 * method lets it count. */
double wijk_road_leg(const wijk_subject *subject, wijk_road_cost cost, const wijk_road_place *place);

/* The homes for which there is an answer, and what is to be said of zones and city where there is none: those who are
 * too far from a road, or have no way, are in no mean, and are counted. */
typedef struct wijk_road_answers {
  wijk_homes homes;    /* without places */
  double *values;      /* one per home */
  uint8_t *why;        /* of each zone: why it has none; WIJK_PRESENT where it has */
  wijk_reason why_all; /* of the city */
  double *lost;        /* residents of each zone without an answer */
  double lost_in_all;
} wijk_road_answers;

/* From the value at every home and whether it is one. Where a home has none it is too far from a road, else there is no
 * way. Made in `scratch`. */
wijk_status wijk_road_homes_answer(const wijk_subject *subject, const wijk_road_homes *homes, const double *values,
                                   const bool *known, wijk_arena *scratch, wijk_road_answers *answers, wijk_error *err);

/* Calls `answer` for every facility, in order, with the places (rows of `places`, in order) from which it is within
 * `limit_m` over the roads, and the distances, legs included. Made in parts, so that memory stays bounded where pairs
 * are very many. */
typedef void (*wijk_road_row)(size_t facility, size_t count, const uint32_t *from, const double *distance,
                              void *context);
wijk_status wijk_road_rows(const wijk_subject *subject, double limit_m, size_t count, const wijk_road_place *places,
                           wijk_road_row answer, void *context, wijk_arena *scratch, wijk_error *err);

/* How many facilities are asked for at once where there are `count` places and the `asked` before had `pairs` (0 asked
 * = these are the first): few where everybody may be near everything, more as it shows that they are not. */
size_t wijk_road_rows_at_once(size_t count, size_t asked, size_t pairs);

#endif
