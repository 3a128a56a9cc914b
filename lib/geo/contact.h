/* SPDX-License-Identifier: EUPL-1.2 */
/* Where boundaries of zones touch or run side by side, within a tolerance. */
#ifndef WIJK_GEO_CONTACT_H
#define WIJK_GEO_CONTACT_H

#include <stdint.h>

#include "geo/polygon.h"

/* A few border pieces that follow on each other in one ring, piece p being the step from point p to point p + 1. */
typedef struct contact_run {
  polygon_box box;
  uint32_t first, end;
} contact_run;

/* Borders of a layer in runs, made once. Boxes are compared with `reach`: the tolerance and a little more, so that no
 * rounding of a box hides a contact. */
typedef struct contact_borders {
  const wijk_geometry *shapes;
  double snap, reach;
  contact_run *runs;
  size_t *run_of_zone; /* zone_count + 1 */
  polygon_box *boxes;  /* of zones */
} contact_borders;

/* Of all zones of the layer. Freed by the caller whatever happens. */
wijk_status contact_borders_new(const wijk_layer *zones, double snap, int threads, contact_borders *borders,
                                wijk_error *err);
void contact_borders_free(contact_borders *borders);

/* Room that is used from pair to pair; start one as {0}. One thread each. */
typedef struct contact_room {
  struct contact_span {
    double from, to;
  } * spans;
  size_t capacity;
  bool no_memory;
} contact_room;
void contact_room_free(contact_room *room);

/* Do the borders of a and b come within the tolerance? Do they run side by side over a length greater than it? Both the
 * same for (b, a). */
bool contact_touches(const contact_borders *borders, size_t a, size_t b);
bool contact_runs_along(const contact_borders *borders, size_t a, size_t b, contact_room *room);

static inline bool contact_boxes_near(const polygon_box *a, const polygon_box *b, double reach) {
  return a->min_x - b->max_x <= reach && b->min_x - a->max_x <= reach && a->min_y - b->max_y <= reach &&
         b->min_y - a->max_y <= reach;
}

#endif
