/* SPDX-License-Identifier: EUPL-1.2 */
/* The plan: what could open, close and change in a city, as an allocation problem whose parts have names. */
#ifndef WIJK_PLAN_H
#define WIJK_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a site comes from. */
typedef enum wijk_origin {
  WIJK_ORIGIN_LOCATION, /* a facility that is there now */
  WIJK_ORIGIN_PROPOSAL, /* a new location that somebody proposes, of one form */
  WIJK_ORIGIN_BUILDING  /* a vacant building, to be converted to any form that fits */
} wijk_origin;

/* What a site of the problem is called. A building of several units is as many sites, in a row. */
typedef struct wijk_plan_site {
  wijk_origin origin;
  size_t row;            /* in the layer of its origin */
  const char *id, *name; /* of the unit: "P003/2" where there are several; a name may be NULL */
  const char *opens;     /* "2027-07-01": the first day on which it may be used; NULL = now */
  double floor_m2;       /* NaN = not known */
} wijk_plan_site;

typedef struct wijk_plan_zone {
  const char *key, *name; /* a name may be NULL */
  const char *class_name; /* of the zoning map; NULL = none */
  double residents;       /* NaN = not known */
} wijk_plan_zone;

/* Rows of `zone_layer` are the zones of the problem, in their order. All of it lives in one arena. */
typedef struct wijk_plan {
  wijk_allocation_problem problem;
  const char *const *forms; /* [form_count] names, heavy to light */
  const wijk_plan_site *sites;
  const wijk_plan_zone *zones;
  const wijk_layer *zone_layer;
  const wijk_layer *layers[3]; /* by origin; NULL = none given */
  const char *scenario;        /* of the forecast; NULL = it has none */
  int year;
} wijk_plan;

#ifdef __cplusplus
}
#endif
#endif
