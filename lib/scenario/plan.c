/* SPDX-License-Identifier: EUPL-1.2 */
/* From what was read to the plan of each scenario. */
#include "scenario/plan.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* ---- what is said of a row ---- */

wijk_status plan_say(const plan_work *w, wijk_severity severity, plan_spot spot, wijk_error *err, const char *format,
                     ...) {
  const wijk_layer *layer = spot.table->layer;
  const wijk_column *column = spot.role && layer ? wijk_layer_find_role(layer, spot.role) : NULL;
  const bool of_row = spot.row != WIJK_NONE;
  char value[WIJK_NUMBER_SIZE] = "", message[600];
  if (column && of_row && column->numbers && !isnan(column->numbers[spot.row]))
    wijk_number_write(column->numbers[spot.row], value);
  const wijk_finding finding = {.severity = severity,
                                .code = spot.code,
                                .source = spot.table->file,
                                .row = !of_row              ? 0
                                       : layer->source_rows ? layer->source_rows[spot.row]
                                                            : spot.row + 1,
                                .field = column ? column->name : NULL,
                                .value = spot.value           ? spot.value
                                         : !column || !of_row ? NULL
                                         : column->texts      ? column->texts[spot.row]
                                         : *value             ? value
                                                              : NULL,
                                .hint = spot.hint};
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  return wijk_report_add_finding(w->report, &finding, err, "%s", message);
}

double plan_number(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column && column->numbers ? column->numbers[row] : NAN;
}

const char *plan_text(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(layer, role);
  return column && column->texts ? column->texts[row] : NULL;
}

/* ---- what can be read ---- */

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200 };

const wijk_table_column wijk_plan_rates[] = {
    {"form", "woonvorm form", 't', true, 0, 0},
    {"m2_per_place", "bvo_m2_per_plaats m2_per_plaats m2_per_place", 'n', true, 1, 1e4},
    {"new_cost_m2", "nieuwbouw_eur_m2 new_build_eur_m2", 'n', true, 0, 1e5},
    {"conversion_cost_m2", "ombouw_eur_m2 conversion_eur_m2", 'n', true, 0, 1e5},
    {"least", "min_plaatsen min_places", 'w', false, 0, 1e6},
    {0}};
const wijk_table_column wijk_plan_forecast[] = {{"year", "jaar year", 'w', true, FIRST_YEAR, LAST_YEAR},
                                                {"form", "woonvorm form", 't', true, 0, 0},
                                                {"demand", "vraag demand", 'w', true, 0, 1e7},
                                                {"scenario", "scenario", 't', false, 0, 0},
                                                {"source", "bron source", 't', false, 0, 0},
                                                {0}};
const wijk_table_column wijk_plan_facilities[] = {
    {"stays", "blijft stays", 't', false, 0, 0}, {"closes", "sluit closes", 't', false, 0, 0}, {0}};
const wijk_table_column wijk_plan_proposals[] = {{"floor", "bvo_m2 floor_m2", 'n', false, 1, 1e6},
                                                 {"cost", "kosten_eur cost_eur", 'n', false, 0, 1e10},
                                                 {"available", "beschikbaar_per available_from", 't', false, 0, 0},
                                                 {"opens_after", "opent_na opens_after", 't', false, 0, 0},
                                                 {0}};
const wijk_table_column wijk_plan_buildings[] = {
    {"floor", "bvo_m2 floor_m2", 'n', true, 1, 1e6},
    {"conversion_cost_m2", "verbouw_eur_m2 conversion_eur_m2", 'n', false, 0, 1e5},
    {"units", "eenheden units", 'w', false, 1, 1000},
    {"available", "beschikbaar_per available_from", 't', false, 0, 0},
    {"opens_after", "opent_na opens_after", 't', false, 0, 0},
    {0}};

size_t wijk_plan_column_count(const wijk_table_column *columns) {
  size_t count = 0;
  while (columns[count].role)
    count++;
  return count;
}

/* ---- the plans ---- */

/* The file that a layer came from, for messages. */
static const char *file_of(const wijk_report *report, const char *role, const wijk_layer *layer) {
  for (size_t i = 0; i < report->input_count; i++)
    if (report->inputs[i].role && strcmp(report->inputs[i].role, role) == 0)
      return report->inputs[i].source;
  return layer ? layer->name : NULL;
}

static double amount_of(const wijk_plan_amount *amounts, size_t count, const char *form, double otherwise) {
  for (size_t i = 0; i < count; i++)
    if (wijk_text_same(amounts[i].form, form))
      return amounts[i].amount;
  return otherwise;
}

/* Per form, what was asked for it. */
static wijk_status make_limits(const plan_work *w, wijk_allocation_problem *p, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  double *least = WIJK_ARENA_ADD(w->arena, double, w->form_count, err),
         *spacing = WIJK_ARENA_ADD(w->arena, double, w->form_count, err);
  for (size_t f = 0; least && spacing && f < w->form_count; f++) {
    const double usual = w->rates[f].there && !isnan(w->rates[f].least) ? w->rates[f].least : 0;
    least[f] = amount_of(r->least, r->least_count, w->forms[f], usual);
    spacing[f] = amount_of(r->spacing, r->spacing_count, w->forms[f], 0);
  }
  p->least = least;
  p->spacing = spacing;
  return err->status;
}

/* A form of which nothing is asked may leave all of its people without a place. */
static wijk_status make_unmet(const plan_work *w, wijk_allocation_problem *p, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  if (r->unmet_most_count == 0)
    return WIJK_OK;
  double *unmet = WIJK_ARENA_ADD(w->arena, double, w->form_count, err);
  for (size_t f = 0; unmet && f < w->form_count; f++)
    unmet[f] = fmin(p->demand[f], amount_of(r->unmet_most, r->unmet_most_count, w->forms[f], p->demand[f]));
  p->unmet = unmet;
  return err->status;
}

static wijk_status assemble(const plan_work *w, wijk_plan *plans, size_t count, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  wijk_allocation_problem p = {.form_count = w->form_count,
                               .site_count = w->site_count,
                               .zone_count = r->zones->row_count,
                               .sites = w->sites,
                               .zones = w->grounds,
                               .budget = r->budget,
                               .furthest = r->furthest,
                               .open_least = r->open_least,
                               .open_most = r->open_most,
                               .after = w->after,
                               .building = w->building};
  if (make_limits(w, &p, err) != WIJK_OK)
    return err->status;
  for (size_t s = 0; s < count; s++) {
    p.demand = w->demand + s * w->form_count;
    if (make_unmet(w, &p, err) != WIJK_OK)
      return err->status;
    plans[s] = (wijk_plan){.problem = p,
                           .forms = w->forms,
                           .sites = w->names,
                           .zones = w->zones,
                           .zone_layer = r->zones,
                           .layers = {w->layers[0].layer, w->layers[1].layer, w->layers[2].layer},
                           .scenario = strata_value(&w->all, s, 0),
                           .year = w->year};
  }
  return WIJK_OK;
}

wijk_status wijk_plan_make(const wijk_plan_request *request, size_t first, wijk_arena *arena, wijk_report *report,
                           wijk_plan **plans, size_t *plan_count, wijk_error *err) {
  plan_work w = {.r = request, .arena = arena, .report = report};
  const wijk_layer *layers[] = {request->facilities, request->proposals, request->buildings};
  static const char *const roles[] = {"facilities", "proposals", "buildings"};
  for (size_t i = 0; i < 3; i++)
    w.layers[i] = (wijk_table){layers[i], file_of(report, roles[i], layers[i])};
  w.zones_table = (wijk_table){request->zones, file_of(report, "zones", request->zones)};
  w.zoning_table = (wijk_table){request->zoning, file_of(report, "zoning", request->zoning)};
  if (plan_read_tables(&w, err) != WIJK_OK || plan_read_sites(&w, err) != WIJK_OK ||
      plan_read_dates(&w, err) != WIJK_OK || plan_read_zones(&w, err) != WIJK_OK ||
      plan_read_rules(&w, err) != WIJK_OK || wijk_report_check(report, first, err) != WIJK_OK)
    return err->status;
  wijk_plan *made = WIJK_ARENA_ADD(arena, wijk_plan, w.all.count, err);
  if (!made || assemble(&w, made, w.all.count, err) != WIJK_OK)
    return err->status;
  *plans = made;
  *plan_count = w.all.count;
  return WIJK_OK;
}
