/* SPDX-License-Identifier: EUPL-1.2 */
/* Business cases while they are made: sources to look things up in, and entries that fill. */
#ifndef WIJK_SCENARIO_COST_H
#define WIJK_SCENARIO_COST_H

#include "scenario/row_fault.h"
#include <wijk/cost.h>
#include <wijk/geo.h>
#include <wijk/layer.h>

/* Rows of a layer by a text that is unique in it. */
typedef struct cost_index {
  const wijk_layer *layer; /* NULL = not given: nothing is found */
  const wijk_column *ids;
  size_t *order;
  size_t count;
} cost_index;

typedef struct costing {
  const wijk_cost_request *request;
  wijk_arena *arena;
  wijk_report *report;
  cost_index buildings, proposals, facilities, zoning;
  wijk_zone_index *places; /* of the zoning, where it has polygons */
  wijk_cost_entry *entries;
  size_t count;
  size_t *rank;     /* [count] place of each entry in it */
  size_t *order;    /* of the entries */
  size_t *building; /* [count] rows of the buildings; WIJK_NONE */
  size_t *proposal; /* [count] rows of the proposals */
  size_t *rate;     /* [count] rows of the rates of the form that the case is of */
  int *available;   /* [count] day from which its building is free; 0 = not known */
} costing;

/* cost_sources.c: values by role, NULL and NaN where there are none. */
const char *cost_text(const wijk_layer *layer, const char *role, size_t row);
double cost_number(const wijk_layer *layer, const char *role, size_t row);
wijk_status cost_sources_open(costing *c, wijk_error *err); /* rows given twice are faults */
void cost_sources_close(costing *c);
size_t cost_index_find(const cost_index *index, const char *id);
/* The building of a unit: "P003" of "P003/2". */
size_t cost_find_building(const costing *c, const char *id);
size_t cost_find_rate(const costing *c, const char *form);
/* Key, name and class of the wijk, where the actions do not say them. */
wijk_status cost_find_zones(costing *c, wijk_error *err);

/* cost_read.c: names, forms, places, dates of the actions. */
wijk_status cost_read_actions(costing *c, wijk_error *err);
/* cost_prices.c: areas, prices and years ahead of the base year, which is 0 where no action has a date. */
wijk_status cost_find_prices(costing *c, int *base_year, wijk_error *err);
/* cost_order.c: actions given twice, and who comes before whom. */
wijk_status cost_check_twice(const costing *c, wijk_error *err);
wijk_status cost_sort(costing *c, wijk_error *err);
/* cost_checks.c: preconditions. */
wijk_status cost_find_checks(costing *c, size_t number, wijk_error *err);
/* cost_steps.c: what is done, one after another. */
wijk_status cost_find_steps(costing *c, size_t number, wijk_error *err); /* and WIJK_COST_ORDER */

/* cost_words.c: sentences. */
wijk_status cost_say(costing *c, size_t number, wijk_error *err); /* title, task, not_counted */
const char *cost_name(const wijk_cost_entry *e);                  /* of its location */
const char *cost_to_name(const wijk_cost_entry *e);               /* where it moves to */
const char *cost_form(const wijk_cost_entry *e);                  /* the one it is of; NULL = none is said */
const char *cost_day(const costing *c, int day, wijk_error *err); /* "1 juli 2027" */
const char *cost_figure(const costing *c, double value, int decimals, wijk_error *err); /* "1.360" */
const char *cost_people(const costing *c, double people, wijk_error *err);              /* "11 personen" */
const char *cost_places(const costing *c, double places, wijk_error *err);              /* "36 plaatsen" */

#endif
