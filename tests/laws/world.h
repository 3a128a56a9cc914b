/* SPDX-License-Identifier: EUPL-1.2 */
/* Invented subjects: plain arrays, at random or in a corner, and what can be done to them. */
#ifndef WIJK_TESTS_LAWS_WORLD_H
#define WIJK_TESTS_LAWS_WORLD_H

#include <wijk/wijk.h>

enum { MOST_ZONES = 64, MOST_FACILITIES = 256, MOST_PEOPLE = 256, CLASSES = 3 };

typedef enum world_kind {
  WORLD_RANDOM,
  WORLD_ONE_ZONE,  /* n = 1 */
  WORLD_TWO_ZONES, /* n = 2 */
  WORLD_IN_ONE,    /* everything in one zone */
  WORLD_EQUAL,     /* the same in every zone */
  WORLD_MOSTLY_ZERO,
  WORLD_EMPTY,   /* no facility at all */
  WORLD_MISSING, /* residents and capacities unknown here and there, zones without residents, water */
  WORLD_CROWDED, /* more places than residents in some zone */
  WORLD_KINDS
} world_kind;
extern const char *const world_names[WORLD_KINDS];

/* The source of a subject: sums and norms are left to the library. */
typedef struct world {
  size_t zones, facilities, people;
  unsigned key[MOST_ZONES];
  double residents[MOST_ZONES], land[MOST_ZONES], interior_x[MOST_ZONES], interior_y[MOST_ZONES];
  uint8_t water[MOST_ZONES];
  int zone_class[MOST_ZONES];
  double class_share[MOST_ZONES * CLASSES];
  double x[MOST_FACILITIES], y[MOST_FACILITIES], capacity[MOST_FACILITIES], occupied[MOST_FACILITIES];
  size_t zone_of_facility[MOST_FACILITIES];
  const char *form[MOST_FACILITIES], *provider[MOST_FACILITIES];
  double people_x[MOST_PEOPLE], people_y[MOST_PEOPLE], weight[MOST_PEOPLE];
  size_t zone_of_people[MOST_PEOPLE];
} world;

void world_make(world *w, world_kind kind, wijk_random *random);

/* What a law says must not matter. */
void world_scale_group(world *w, double factor);
void world_scale_total(world *w, double factor);
void world_permute(world *w, const size_t *to); /* zone i becomes zone to[i] */
void world_double(world *w);                    /* zone i is there again as zone i + n; n at most half of what fits */
void world_even(world *w);                      /* one facility per zone, a tenth of its residents */

/* Roads that fit every world, to be freed; NULL without memory. */
wijk_roads *world_roads(wijk_arena *arena);
/* Places of the facilities that somebody is within `limit_m` of, straight (roads NULL) or over the roads;
 * `people[zone]` gets the residents that are anywhere at all, or on the roads. */
double world_served(const world *w, const wijk_roads *roads, double limit_m, double *people);

/* A subject over the world's arrays, sums and norms by the library. */
wijk_status world_subject(const world *w, const wijk_roads *roads, wijk_arena *arena, wijk_subject *subject,
                          wijk_error *err);

#endif
