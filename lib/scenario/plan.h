/* SPDX-License-Identifier: EUPL-1.2 */
/* A plan while it is made: what the tables say, and the sites one by one. */
#ifndef WIJK_SCENARIO_PLAN_H
#define WIJK_SCENARIO_PLAN_H

#include "scenario/strata.h"
#include <wijk/plan.h>

typedef struct plan_rate {
  bool there;
  double m2_per_place, new_cost_m2, conversion_cost_m2, least;
} plan_rate;

typedef struct plan_work {
  const wijk_plan_request *r;
  wijk_arena *arena;
  wijk_report *report;
  wijk_table layers[3];                 /* by origin */
  wijk_table zones_table, zoning_table; /* for what is said of them as a whole */
  int year, last_day;                   /* 31 December of the year, as a day */

  const char **forms;
  size_t form_count;
  plan_rate *rates; /* [form] */
  strata all;
  double *demand; /* [stratum][form] */

  size_t site_count;
  wijk_plan_site *names;
  wijk_site *sites;
  double *capacity, *cost; /* [site][form] */
  size_t *building, *after;
  int *opens; /* day, 0 = now */

  wijk_plan_zone *zones;
  wijk_ground *grounds;
} plan_work;

/* What is wrong with a row of a table, or with the table where `row` is WIJK_NONE. */
typedef struct plan_spot {
  const wijk_table *table;
  size_t row;
  const char *role, *code, *hint;
  const char *value; /* where no column holds it */
} plan_spot;
wijk_status plan_say(const plan_work *w, wijk_severity severity, plan_spot spot, wijk_error *err, const char *format,
                     ...) WIJK_PRINTF(5, 6);
#define PLAN_FAULT(w, spot, err, ...) plan_say(w, WIJK_FAULT, spot, err, __VA_ARGS__)

/* Number of a form, WIJK_NONE for none of the problem. */
size_t plan_find_form(const plan_work *w, const char *name);
/* The form that a row names; WIJK_NONE with a fault where there is none such. */
size_t plan_form_at(const plan_work *w, const wijk_table *table, size_t row, wijk_error *err);
double plan_number(const wijk_layer *layer, const char *role, size_t row);
const char *plan_text(const wijk_layer *layer, const char *role, size_t row); /* NULL = none */

/* plan_tables.c: forms, rates and demand. */
wijk_status plan_read_tables(plan_work *w, wijk_error *err);
/* plan_sites.c: the sites, without zones and dates. */
wijk_status plan_read_sites(plan_work *w, wijk_error *err);
/* plan_dates.c: when each site is there, and what it waits for. */
wijk_status plan_read_dates(plan_work *w, wijk_error *err);
/* plan_zones.c: the zone of each site, and what each zone allows. */
wijk_status plan_read_zones(plan_work *w, wijk_error *err);
/* plan_rules.c: what is asked of single sites. */
wijk_status plan_read_rules(plan_work *w, wijk_error *err);

#endif
