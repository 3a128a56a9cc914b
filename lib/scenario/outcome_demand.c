/* SPDX-License-Identifier: EUPL-1.2 */
/* Demand, places and people of each form. */
#include "scenario/outcome.h"
#include <math.h>

enum {
  SCENARIO,
  YEAR,
  FORM,
  DEMAND,
  PLACES_BEFORE,
  PLACES_AFTER,
  OCCUPIED_BEFORE,
  HOUSED,
  UNMET,
  STAYED,
  MOVED,
  NEW,
  GONE,
  DISPLACED,
  FREE,
  OCCUPANCY,
  COLUMNS
};

static const outcome_column columns[COLUMNS] = {
    [SCENARIO] = {"scenario", "Scenario", "Scenario", NULL, NULL, 't'},
    [YEAR] = {"year", "Jaar", "Year", NULL, NULL, 'w'},
    [FORM] = {"form", "Woonvorm", "Form", NULL, NULL, 't'},
    [DEMAND] = {"demand", "Vraag", "Demand", "personen", "people", 'p'},
    [PLACES_BEFORE] = {"places_before", "Plaatsen nu", "Places now", "plaatsen", "places", 'w'},
    [PLACES_AFTER] = {"places_after", "Plaatsen straks", "Places afterwards", "plaatsen", "places", 'w'},
    [OCCUPIED_BEFORE] = {"occupied_before", "Bewoners nu", "People now", "personen", "people", 'p'},
    [HOUSED] = {"housed", "Bewoners straks", "People afterwards", "personen", "people", 'p'},
    [UNMET] = {"unmet_count", "Zonder plaats", "Without a place", "personen", "people", 'p'},
    [STAYED] = {"stayed_count", "Wie blijven", "Who stay", "personen", "people", 'p'},
    [MOVED] = {"moved_count", "Wie verhuizen", "Who move", "personen", "people", 'p'},
    [NEW] = {"new_count", "Wie nieuw zijn", "Who are new", "personen", "people", 'p'},
    [GONE] = {"gone_count", "Wie geen plaats meer hebben", "Who have no place any more", "personen", "people", 'p'},
    [DISPLACED] = {"displaced_count", "Van wie er nog een nodig hebben", "Of whom still need one", "personen", "people",
                   'p'},
    [FREE] = {"free_places", "Plaatsen over", "Places left", "plaatsen", "places", 'w'},
    [OCCUPANCY] = {"occupancy_share", "Bezettingsgraad", "Occupancy", "aandeel", "share", 's'},
};

static void add_site(const outcome_work *w, size_t i, double *forms) {
  const outcome_site *o = &w->sites[i];
  const size_t was = w->plan->problem.sites[i].form, is = w->allocation->form[i];
  if (was != WIJK_NONE) {
    double *values = forms + was * COLUMNS;
    values[PLACES_BEFORE] += o->places_before;
    values[OCCUPIED_BEFORE] += o->stayed + o->left + o->gone;
    values[STAYED] += o->stayed;
    values[MOVED] += o->left;
    values[GONE] += o->gone;
  }
  if (is != WIJK_NONE) {
    double *values = forms + is * COLUMNS;
    values[PLACES_AFTER] += o->places_after;
    values[HOUSED] += o->stayed + o->came + o->fresh;
    values[NEW] += o->fresh;
  }
}

/* Rows of all forms, and behind them the sum. */
static double *count_forms(const outcome_work *w, wijk_error *err) {
  const size_t forms = w->plan->problem.form_count;
  double *values = WIJK_ARENA_ADD(w->arena, double, (forms + 1) * COLUMNS, err);
  for (size_t i = 0; values && i < w->plan->problem.site_count; i++)
    add_site(w, i, values);
  for (size_t f = 0; values && f < forms; f++) {
    double *own = values + f * COLUMNS;
    own[DEMAND] = w->plan->problem.demand[f];
    own[UNMET] = own[DEMAND] - own[HOUSED];
    own[DISPLACED] = w->allocation->displaced ? w->allocation->displaced[f] : 0;
    own[FREE] = own[PLACES_AFTER] - own[HOUSED];
    for (size_t k = DEMAND; k <= FREE; k++)
      values[forms * COLUMNS + k] += own[k];
  }
  return values;
}

wijk_status outcome_demand(const outcome_work *w, wijk_layer **demand, wijk_error *err) {
  const size_t rows = w->plan->problem.form_count + 1;
  double *values = count_forms(w, err);
  wijk_layer *layer = wijk_layer_new(w->arena, w->dutch ? "vraag" : "demand", rows, err);
  if (!values || !layer || outcome_columns_add(layer, columns, COLUMNS, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < rows; row++) {
    const double *own = values + row * COLUMNS;
    outcome_set_text(layer, SCENARIO, row, w->plan->scenario);
    outcome_set_text(layer, FORM, row, row + 1 < rows ? w->plan->forms[row] : NULL);
    outcome_set(layer, YEAR, row, w->plan->year, WIJK_REASON_MISSING);
    for (size_t k = DEMAND; k <= FREE; k++)
      outcome_set(layer, k, row, own[k], WIJK_REASON_MISSING);
    outcome_set(layer, OCCUPANCY, row, own[PLACES_AFTER] > 0 ? own[HOUSED] / own[PLACES_AFTER] : NAN,
                WIJK_REASON_NO_PLACES);
  }
  *demand = layer;
  return WIJK_OK;
}
