/* SPDX-License-Identifier: EUPL-1.2 */
/* A forecast while it is made: one model for each stratum. */
#ifndef WIJK_SCENARIO_FORECAST_H
#define WIJK_SCENARIO_FORECAST_H

#include "scenario/row_fault.h"
#include "scenario/strata.h"
#include <wijk/forecast.h>

enum { BY_SCENARIO, BY_SOURCE, BY_OTHER };

typedef struct stratum {
  bool there; /* a table speaks of it */
  double *stock, *chance, *inflow, *leave;
  double *places; /* [T + 1][F], from the base year on; NaN = not known */
  wijk_flow_model model;
  wijk_flows flows, whole;
  double *low, *middle, *high; /* NULL = not drawn */
} stratum;

struct wijk_forecast {
  const wijk_forecast_request *request;
  wijk_arena *arena;
  const char *forms[WIJK_FORMS_MOST + 1]; /* the form that absorbs is number form_count */
  size_t form_count, year_count;
  int base_year;
  strata all;
  stratum *strata;
  bool unknown_places; /* a facility has no known number of places */
};

/* forecast_tables.c: models from tables; what is wrong is a fault in the report. */
wijk_status forecast_read(wijk_forecast *f, wijk_report *report, wijk_error *err);
/* forecast_places.c */
wijk_status forecast_read_places(wijk_forecast *f, wijk_report *report, wijk_error *err);

/* Number of a form, form_count for the one that absorbs, WIJK_NONE for no form. */
size_t forecast_find_form(const wijk_forecast *f, const char *name);
/* People, homes and places are of one value of each column of --by: what holds for all of them would be there as often
 * as there are values. A fault where a row does not say which, and has any. */
wijk_status forecast_check_share(const wijk_table *table, const strata_key *key, size_t row, double amount,
                                 wijk_report *report, wijk_error *err);
/* Rows of a table that belong to nothing that is forecast: the first, and how many. */
typedef struct idle_rows {
  size_t first, count;
} idle_rows;
void forecast_note_idle(const wijk_forecast *f, const strata_key *key, size_t count, size_t row, idle_rows *idle);
wijk_status forecast_say_idle(const wijk_table *table, const idle_rows *idle, wijk_report *report, wijk_error *err);
/* "scenario behoud, doelgroep ggz"; "" where nothing stands apart. */
const char *forecast_stratum_text(const wijk_forecast *f, size_t number, wijk_error *err);

#endif
