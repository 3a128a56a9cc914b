/* SPDX-License-Identifier: EUPL-1.2 */
/* The plan: what could open, close and change in a city, as an allocation problem whose parts have names. */
#ifndef WIJK_PLAN_H
#define WIJK_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>
#include <wijk/read.h>
#include <wijk/report.h>
#include <wijk/zoning.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where a site comes from. */
typedef enum wijk_origin {
  WIJK_ORIGIN_LOCATION, /* a facility that is there now */
  WIJK_ORIGIN_PROPOSAL, /* a new location that somebody proposes, of one form */
  WIJK_ORIGIN_BUILDING  /* a vacant building, to be converted to any form that fits */
} wijk_origin;

/* Why a location has to close. */
typedef enum wijk_closing {
  WIJK_CLOSING_NONE,
  WIJK_CLOSING_ASKED,  /* by id (--close) */
  WIJK_CLOSING_COLUMN, /* its column closes says so */
  WIJK_CLOSING_ENDS    /* its last day lies before 31 December of the year */
} wijk_closing;

/* What a site of the problem is called. A building of several units is as many sites, in a row. */
typedef struct wijk_plan_site {
  wijk_origin origin;
  size_t row;            /* in the layer of its origin */
  const char *id, *name; /* of the unit: "P003/2" where there are several; a name may be NULL */
  const char *opens;     /* "2027-07-01": the first day on which it may be used; NULL = now */
  double floor_m2;       /* NaN = not known */
  wijk_closing closing;
  const char *ends; /* "2029-06-30": its last day, where that is why it closes */
} wijk_plan_site;

typedef struct wijk_plan_zone {
  const char *key, *name; /* a name may be NULL */
  const char *class_name; /* of the zoning map; NULL = none */
  double residents;       /* NaN = not known */
  bool unmeasured;        /* its load is no part of any goal, as was asked for; its norm holds */
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

/* ---- a plan from sources and tables ---- */

typedef struct wijk_plan_amount { /* "opvang:14" */
  const char *form;
  double amount;
} wijk_plan_amount;

typedef struct wijk_plan_request {
  const wijk_layer *zones; /* as wijk_read_zones gives them */
  /* Points as wijk_read_facilities gives them, with the further roles of the columns below. A layer of candidates or
   * of buildings may be NULL. */
  const wijk_layer *facilities, *proposals, *buildings;
  const wijk_layer *zoning; /* NULL = every zone may have what the city has on average */
  wijk_table rates;         /* without a layer no location changes its form, and each proposal states its cost */
  wijk_table forecast;
  const char *const *forms; /* the ladder, heavy to light, with the form that people leave to last */
  size_t form_count;
  bool forms_given;             /* all of the ladder are asked for; else those of which the forecast speaks */
  const wijk_zone_class *norms; /* instead of what the zoning says */
  size_t norm_count;
  const char *const *vulnerable; /* classes whose overload is a goal of its own */
  size_t vulnerable_count;
  const char *const *scenarios; /* which, in this order; none = all of the forecast */
  size_t scenario_count;
  const char *source;                                   /* whose forecast; NULL = the only one */
  int year;                                             /* 0 = the only one of the forecast */
  const wijk_plan_amount *least, *spacing, *unmet_most; /* per form; least stands instead of that of the rates */
  size_t least_count, spacing_count, unmet_most_count;
  const char *const *keep, *const *close; /* ids, of a building with several units too */
  size_t keep_count, close_count;
  double budget, furthest;       /* NaN = none */
  double least_residents;        /* zones of fewer are not measured; 0 = all are */
  const char *const *unmeasured; /* keys of zones that are not */
  size_t unmeasured_count;
  size_t open_least, open_most;
  int threads;
} wijk_plan_request;

/* Columns of the sources of a plan, by role. Of rates: form, m2_per_place, new_cost_m2, conversion_cost_m2, least.
 * Of a forecast: year, form, demand, and scenario and source, which may be missing; rows of a year that differ in
 * another column of words (a group) are added up. Beside what any facility has: of facilities stays and closes (ja,
 * nee); of proposals floor, cost, available, opens_after; of buildings floor, conversion_cost_m2, units, available,
 * opens_after. A number of columns, closed by one without a role. */
extern const wijk_table_column wijk_plan_rates[], wijk_plan_forecast[], wijk_plan_facilities[], wijk_plan_proposals[],
    wijk_plan_buildings[];
size_t wijk_plan_column_count(const wijk_table_column *columns);

/* The scenarios of a forecast, or those `asked` for; none where it does not tell any apart. WIJK_USAGE for one that is
 * named twice or not there. */
wijk_status wijk_plan_scenarios(const wijk_table *forecast, const char *const *asked, size_t asked_count,
                                wijk_arena *arena, const char *const **names, size_t *count, wijk_error *err);

/* One plan per scenario (one where there are none), which share all but the demand. The sites are the facilities, the
 * proposals and the units of the buildings, each in the order of their layer.
 *
 * Places of a site in form f: those that it has, of a facility or proposal in its own form; of a facility in another,
 *   floor(places * m2_per_place(own) / m2_per_place(f)); of a unit, floor(floor_m2 / units / m2_per_place(f)).
 * Cost, in whole euro: of a proposal its own, else floor_m2 * new_cost_m2; of a conversion floor_m2 * the cost per m2
 * of the building, else of the form. floor_m2 of a facility is places * m2_per_place; of a proposal likewise, unless it
 *   states its own.
 * A zone allows norm * residents / 1000 places, the norm per 1000 residents as wijk_subject_new resolves it against the
 *   facilities (wijk/metric.h); 0 where nobody lives, and in water. Load is measured against the same, but
 *   not in zones of fewer than least_residents, or named by unmeasured: there the norm holds, and no goal counts them.
 * A facility that ends before 31 December of the year, or that is to close, is to be a location of no form. One that
 *   begins after that day is left out, and a candidate that opens after it has no places; both are told. A candidate
 *   opens on the first day on which it, and what it waits for, is there.
 *
 * All that is wrong with the sources is a fault in the report, and then WIJK_DATA lists the faults from number `first`
 * on: forms that are not on the ladder, or not in the forecast or the rates; cells given twice; a scenario without the
 * year; unknown numbers of places or people; an id in two sources; dates that are none; what waits for itself, for what
 * is not there, or opens before what it waits for; zones without a norm. WIJK_USAGE for names of scenarios, sources,
 * forms and locations that are not there, and for what contradicts itself. */
wijk_status wijk_plan_make(const wijk_plan_request *request, size_t first, wijk_arena *arena, wijk_report *report,
                           wijk_plan **plans, size_t *plan_count, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
