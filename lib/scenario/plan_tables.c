/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of a plan: which forms there are, what a place of each takes and costs, and how many are needed. */
#include "base/sort.h"
#include "scenario/plan.h"
#include <math.h>
#include <string.h>
#include <wijk/forecast.h>
#include <wijk/number.h>
#include <wijk/text.h>

/* ---- forms ---- */

size_t plan_find_form(const plan_work *w, const char *name) {
  for (size_t f = 0; f < w->form_count; f++)
    if (wijk_text_same(w->forms[f], name))
      return f;
  return WIJK_NONE;
}

static size_t find_name(const char *name, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (wijk_text_same(name, names[i]))
      return i;
  return WIJK_NONE;
}

size_t plan_form_at(const plan_work *w, const wijk_table *table, size_t row, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  const char *name = plan_text(table->layer, "form", row);
  const size_t form = name ? plan_find_form(w, name) : WIJK_NONE;
  if (form != WIJK_NONE)
    return form;
  if (!name) {
    PLAN_FAULT(w, ((plan_spot){table, row, "form", "no-form", "write one of the ladder of forms", NULL}), err,
               "it has no form of housing");
    return WIJK_NONE;
  }
  const size_t rung = find_name(name, r->forms, r->form_count);
  const char *near = wijk_text_find_nearest(name, r->forms, r->form_count - 1);
  if (rung == r->form_count - 1)
    PLAN_FAULT(w,
               ((plan_spot){table, row, "form", "absorbing-form", "leave the row out, or give another --forms", NULL}),
               err, "'%s' is where people leave to, and no form with places", name);
  else if (rung != WIJK_NONE)
    PLAN_FAULT(w,
               ((plan_spot){table, row, "form", "form-not-forecast",
                            "add rows of it to the forecast, of 0 people if there are none", NULL}),
               err, "the forecast has no demand for '%s'", name);
  else
    PLAN_FAULT(
        w, ((plan_spot){table, row, "form", "unknown-form", "correct it, or add it to the ladder of --forms", NULL}),
        err, "'%s' is no form of the ladder%s%s%s", name, near ? "; is it '" : "", near ? near : "", near ? "'?" : "");
  return WIJK_NONE;
}

static bool is_forecast(const wijk_layer *forecast, const char *form) {
  for (size_t row = 0; row < forecast->row_count; row++) {
    const char *name = plan_text(forecast, "form", row);
    if (name && wijk_text_same(name, form))
      return true;
  }
  return false;
}

static wijk_status check_twice(const char *what, const char *const *names, size_t count, wijk_error *err) {
  for (size_t i = 0; i < count; i++)
    if (find_name(names[i], names, i) != WIJK_NONE)
      return wijk_error_set(err, WIJK_USAGE, "%s '%s' is named twice", what, names[i]);
  return WIJK_OK;
}

static wijk_status find_forms(plan_work *w, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  if (r->form_count < 2 || r->form_count > WIJK_FORMS_MOST)
    return wijk_error_set(err, WIJK_USAGE, "a ladder has 2 to %d forms, the last where people leave to; it has %zu",
                          WIJK_FORMS_MOST, r->form_count);
  w->forms = WIJK_ARENA_ADD(w->arena, const char *, r->form_count, err);
  if (!w->forms || check_twice("form", r->forms, r->form_count, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i + 1 < r->form_count; i++)
    if (r->forms_given || is_forecast(r->forecast.layer, r->forms[i]))
      w->forms[w->form_count++] = r->forms[i];
  return w->form_count ? WIJK_OK : wijk_error_set(err, WIJK_DATA, "the forecast speaks of no form of the ladder");
}

/* ---- rates ---- */

/* A rate of a form of the ladder that nobody needs is no fault. */
static bool is_idle(const plan_work *w, const char *name) {
  return name && plan_find_form(w, name) == WIJK_NONE && find_name(name, w->r->forms, w->r->form_count) != WIJK_NONE;
}

static wijk_status read_rates(plan_work *w, wijk_error *err) {
  const wijk_table *table = &w->r->rates;
  w->rates = WIJK_ARENA_ADD(w->arena, plan_rate, w->form_count, err);
  if (!w->rates || !table->layer)
    return err->status;
  for (size_t row = 0; row < table->layer->row_count && err->status == WIJK_OK; row++) {
    const wijk_layer *layer = table->layer;
    const size_t form = is_idle(w, plan_text(layer, "form", row)) ? WIJK_NONE : plan_form_at(w, table, row, err);
    if (form == WIJK_NONE)
      continue;
    if (w->rates[form].there)
      PLAN_FAULT(w, ((plan_spot){table, row, "form", "twice", "leave one row per form", NULL}), err,
                 "%s is given twice", w->forms[form]);
    w->rates[form] = (plan_rate){true, plan_number(layer, "m2_per_place", row), plan_number(layer, "new_cost_m2", row),
                                 plan_number(layer, "conversion_cost_m2", row), plan_number(layer, "least", row)};
  }
  for (size_t f = 0; f < w->form_count && err->status == WIJK_OK; f++)
    if (!w->rates[f].there)
      PLAN_FAULT(
          w, ((plan_spot){table, WIJK_NONE, NULL, "missing-row", "give a row for every form of the forecast", NULL}),
          err, "the rates of %s are missing", w->forms[f]);
  return err->status;
}

/* ---- scenarios and sources ---- */

enum { BY_SCENARIO, BY_SOURCE, DIMENSIONS };

static wijk_status check_known(const dimension *given, const wijk_layer *forecast, wijk_arena *arena, wijk_error *err) {
  dimension known = {.name = given->name, .role = given->role};
  if (dimension_add_values(&known, &forecast, 1, NULL, 0, arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < given->count; i++) {
    if (find_name(given->values[i], known.values, known.count) != WIJK_NONE)
      continue;
    wijk_error_set(err, WIJK_USAGE, "the forecast has no %s '%s'", given->role, given->values[i]);
    const char *near = wijk_text_find_nearest(given->values[i], known.values, known.count);
    return near          ? wijk_error_hint(err, "did you mean '%s'?", near)
           : known.count ? wijk_error_hint(err, "there are %zu, the first is '%s'", known.count, known.values[0])
                         : wijk_error_hint(err, "it has no column for it: leave the option out");
  }
  return WIJK_OK;
}

static wijk_status find_dimension(dimension *d, const char *role, const wijk_layer *forecast, const char *const *asked,
                                  size_t count, wijk_arena *arena, wijk_error *err) {
  *d = (dimension){.name = role, .role = role};
  if (check_twice(role, asked, count, err) != WIJK_OK ||
      dimension_add_values(d, &forecast, 1, asked, count, arena, err) != WIJK_OK)
    return err->status;
  return count ? check_known(d, forecast, arena, err) : WIJK_OK;
}

wijk_status wijk_plan_scenarios(const wijk_table *forecast, const char *const *asked, size_t asked_count,
                                wijk_arena *arena, const char *const **names, size_t *count, wijk_error *err) {
  dimension d;
  if (find_dimension(&d, "scenario", forecast->layer, asked, asked_count, arena, err) != WIJK_OK)
    return err->status;
  *names = d.values;
  *count = d.count;
  return WIJK_OK;
}

static wijk_status find_strata(plan_work *w, wijk_error *err) {
  const wijk_plan_request *r = w->r;
  dimension *d = w->all.dimensions;
  w->all.dimension_count = DIMENSIONS;
  if (find_dimension(&d[BY_SCENARIO], "scenario", r->forecast.layer, r->scenarios, r->scenario_count, w->arena, err) !=
          WIJK_OK ||
      find_dimension(&d[BY_SOURCE], "source", r->forecast.layer, &r->source, r->source != NULL, w->arena, err) !=
          WIJK_OK)
    return err->status;
  if (d[BY_SOURCE].count > 1) {
    wijk_error_set(err, WIJK_USAGE, "'%s' holds the forecasts of %zu sources", r->forecast.file, d[BY_SOURCE].count);
    return wijk_error_hint(err, "choose one with --source, as in --source '%s'", d[BY_SOURCE].values[0]);
  }
  return strata_settle(&w->all, err);
}

static wijk_status find_year(plan_work *w, wijk_error *err) {
  const wijk_layer *forecast = w->r->forecast.layer;
  double first = INFINITY, last = -INFINITY;
  bool there = false;
  for (size_t row = 0; row < forecast->row_count; row++) {
    const double year = plan_number(forecast, "year", row);
    first = fmin(first, year);
    last = fmax(last, year);
    there |= year == w->r->year;
  }
  if (first > last) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no row: there is no demand", w->r->forecast.file);
    return wijk_error_hint(err, "give what wijk-forecast writes, or a table of year, form and demand");
  }
  w->year = w->r->year ? w->r->year : (int)first;
  w->last_day = w->year * 10000 + 1231;
  if (w->r->year ? there : first == last)
    return WIJK_OK;
  if (w->r->year)
    wijk_error_set(err, WIJK_USAGE, "the forecast has no year %d", w->r->year);
  else
    wijk_error_set(err, WIJK_USAGE, "no year is named, and the forecast has several");
  return wijk_error_hint(err, "name one from %d to %d with --year", (int)first, (int)last);
}

/* ---- demand ---- */

typedef struct demand_cell {
  size_t stratum, form, row;
} demand_cell;

typedef struct demand_cells {
  const wijk_layer *layer;
  demand_cell *all;
  size_t count;
  const wijk_column *form;
} demand_cells;

/* A column of words, or of codes before the form, says of which group a row is: such rows are added up. */
static bool is_group(const demand_cells *cells, const wijk_column *column) {
  return !column->role && (column->texts || column < cells->form);
}

static int compare_rows(const demand_cells *cells, size_t a, size_t b) {
  for (size_t c = 0; c < cells->layer->column_count; c++) {
    const wijk_column *column = &cells->layer->columns[c];
    if (!is_group(cells, column))
      continue;
    if (!column->texts) {
      const double x = column->numbers[a], y = column->numbers[b];
      if (x != y && !(isnan(x) && isnan(y)))
        return isnan(x) || x < y ? -1 : 1;
      continue;
    }
    const char *x = column->texts[a] ? column->texts[a] : "", *y = column->texts[b] ? column->texts[b] : "";
    const int order = strcmp(x, y);
    if (order)
      return order;
  }
  return 0;
}

static int compare_cells(const void *context, size_t a, size_t b) {
  const demand_cells *cells = context;
  const demand_cell *x = &cells->all[a], *y = &cells->all[b];
  if (x->stratum != y->stratum)
    return x->stratum < y->stratum ? -1 : 1;
  if (x->form != y->form)
    return x->form < y->form ? -1 : 1;
  return compare_rows(cells, x->row, y->row);
}

static wijk_status collect(plan_work *w, demand_cells *cells, wijk_error *err) {
  const wijk_table *table = &w->r->forecast;
  strata_key key;
  cells->all = WIJK_ARENA_ADD(w->arena, demand_cell, table->layer->row_count * w->all.count, err);
  if (!cells->all || strata_key_open(&w->all, table->layer, w->arena, &key, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < table->layer->row_count && err->status == WIJK_OK; row++) {
    const size_t form = plan_form_at(w, table, row, err);
    const size_t found =
        form != WIJK_NONE && plan_number(table->layer, "year", row) == w->year ? strata_key_find(&key, row) : 0;
    for (size_t k = 0; k < found; k++)
      cells->all[cells->count++] = (demand_cell){key.found[k], form, row};
  }
  return err->status;
}

/* A row of several scenarios is said to be there twice once. */
static wijk_status check_cells(const plan_work *w, const demand_cells *cells, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, cells->count, err);
  bool *said = WIJK_ARENA_ADD(w->arena, bool, cells->layer->row_count, err);
  if (!order || !said || wijk_sort(cells->count, compare_cells, cells, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 1; i < cells->count && err->status == WIJK_OK; i++) {
    const demand_cell *cell = &cells->all[order[i]];
    if (compare_cells(cells, order[i - 1], order[i]) != 0 || said[cell->row])
      continue;
    said[cell->row] = true;
    PLAN_FAULT(w,
               ((plan_spot){&w->r->forecast, cell->row, "form", "twice",
                            "rows are added up where a column says of which group each is", NULL}),
               err, "%s in %d is given twice", w->forms[cell->form], w->year);
  }
  return err->status;
}

static wijk_status check_missing(const plan_work *w, const bool *there, wijk_error *err) {
  for (size_t s = 0; s < w->all.count; s++)
    for (size_t f = 0; f < w->form_count && err->status == WIJK_OK; f++) {
      const char *scenario = strata_value(&w->all, s, BY_SCENARIO);
      if (!there[s * w->form_count + f])
        PLAN_FAULT(w,
                   ((plan_spot){&w->r->forecast, WIJK_NONE, NULL, "missing-row",
                                "give a row for every form, of 0 people if there are none", NULL}),
                   err, "the demand for %s in %d%s%s%s is missing", w->forms[f], w->year, scenario ? " (scenario " : "",
                   scenario ? scenario : "", scenario ? ")" : "");
    }
  return err->status;
}

static wijk_status read_demand(plan_work *w, wijk_error *err) {
  const size_t count = w->all.count * w->form_count;
  demand_cells cells = {.layer = w->r->forecast.layer, .form = wijk_layer_find_role(w->r->forecast.layer, "form")};
  bool *there = WIJK_ARENA_ADD(w->arena, bool, count, err);
  w->demand = WIJK_ARENA_ADD(w->arena, double, count, err);
  if (!there || !w->demand || collect(w, &cells, err) != WIJK_OK || check_cells(w, &cells, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < cells.count; i++) {
    const size_t at = cells.all[i].stratum * w->form_count + cells.all[i].form;
    w->demand[at] += plan_number(cells.layer, "demand", cells.all[i].row);
    there[at] = true;
  }
  return check_missing(w, there, err);
}

wijk_status plan_read_tables(plan_work *w, wijk_error *err) {
  if (find_forms(w, err) != WIJK_OK || find_year(w, err) != WIJK_OK || find_strata(w, err) != WIJK_OK ||
      read_rates(w, err) != WIJK_OK)
    return err->status;
  return read_demand(w, err);
}
