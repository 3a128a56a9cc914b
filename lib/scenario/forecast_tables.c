/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables to models: every cell filled once, and what is missing or twice said. */
#include "scenario/forecast.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

size_t forecast_find_form(const wijk_forecast *f, const char *name) {
  for (size_t i = 0; i <= f->form_count; i++)
    if (wijk_text_same(f->forms[i], name))
      return i;
  return WIJK_NONE;
}

const char *forecast_stratum_text(const wijk_forecast *f, size_t number, wijk_error *err) {
  const char *text = "";
  for (size_t d = 0; d < f->all.dimension_count && text; d++) {
    const char *value = strata_value(&f->all, number, d);
    if (value)
      text = wijk_arena_format(f->arena, err, "%s%s%s %s", text, *text ? ", " : "", f->all.dimensions[d].name, value);
  }
  return text;
}

/* ---- one table ---- */

typedef struct filling {
  wijk_forecast *f;
  const wijk_table *table;
  wijk_report *report;
  strata_key key;
} filling;

static wijk_status filling_open(wijk_forecast *f, const wijk_table *table, wijk_report *report, filling *made,
                                wijk_error *err) {
  *made = (filling){.f = f, .table = table, .report = report};
  return strata_key_open(&f->all, table->layer, f->arena, &made->key, err);
}

static const char *text_at(const filling *in, const char *role, size_t row) {
  const wijk_column *column = wijk_layer_find_role(in->table->layer, role);
  return column && column->texts ? column->texts[row] : NULL;
}

static double number_at(const filling *in, const char *role, size_t row, double otherwise) {
  const wijk_column *column = wijk_layer_find_role(in->table->layer, role);
  return column && !isnan(column->numbers[row]) ? column->numbers[row] : otherwise;
}

/* The form that a row names; WIJK_NONE with a fault where there is none such. */
static size_t form_at(const filling *in, const char *role, size_t row, bool absorbing, wijk_error *err) {
  const wijk_forecast *f = in->f;
  const char *name = text_at(in, role, row);
  size_t form = name ? forecast_find_form(f, name) : WIJK_NONE;
  if (form == WIJK_NONE && name) {
    const char *near = wijk_text_find_nearest(name, f->forms, f->form_count + 1);
    row_fault(in->table, row, role, "unknown-form", in->report, err, "'%s' is no form of the ladder%s%s%s", name,
              near ? "; is it '" : "", near ? near : "", near ? "'?" : "");
  } else if (form == f->form_count && !absorbing) {
    row_fault(in->table, row, role, "absorbing-form", in->report, err,
              "'%s' is where people leave to: nobody comes in there or is counted there", name);
    form = WIJK_NONE;
  }
  return form;
}

/* A cell of every stratum of the row; one that is there already is a fault, once per row. */
static wijk_status fill(const filling *in, size_t row, size_t strata_count, double *(*cell)(stratum *s, size_t at),
                        size_t at, double value, const char *what, wijk_error *err) {
  bool twice = false;
  for (size_t k = 0; k < strata_count; k++) {
    stratum *s = &in->f->strata[in->key.found[k]];
    double *to = cell(s, at);
    twice |= !isnan(*to);
    *to = value;
  }
  return twice ? row_fault(in->table, row, NULL, "twice", in->report, err, "%s is given twice", what) : err->status;
}

/* Chances and homes that hold for all do not make a stratum; people do. */
static void mark_there(const filling *in, size_t strata_count) {
  for (size_t k = 0; k < strata_count; k++)
    in->f->strata[in->key.found[k]].there = true;
}

static double *stock_cell(stratum *s, size_t at) {
  return &s->stock[at];
}
static double *inflow_cell(stratum *s, size_t at) {
  return &s->inflow[at];
}
static double *chance_cell(stratum *s, size_t at) {
  return &s->chance[at];
}
static double *leave_cell(stratum *s, size_t at) {
  return &s->leave[at];
}

static wijk_status read_demand(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  filling in;
  if (filling_open(f, &f->request->demand, report, &in, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < in.table->layer->row_count && err->status == WIJK_OK; row++) {
    size_t form = form_at(&in, "form", row, false, err), count = strata_key_find(&in.key, row);
    const double people = number_at(&in, "people", row, 0);
    mark_there(&in, count);
    if (form != WIJK_NONE && forecast_check_share(in.table, &in.key, row, people, report, err) == WIJK_OK)
      fill(&in, row, count, stock_cell, form, people, f->forms[form], err);
  }
  return err->status;
}

/* Year t of the forecast is base_year + 1 + t. */
static wijk_status read_inflow(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  filling in;
  if (filling_open(f, &f->request->inflow, report, &in, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < in.table->layer->row_count && err->status == WIJK_OK; row++) {
    double year = number_at(&in, "year", row, NAN) - f->base_year - 1;
    size_t form = form_at(&in, "form", row, false, err), count = strata_key_find(&in.key, row);
    const double people = number_at(&in, "people", row, 0);
    mark_there(&in, count);
    if (year < 0)
      row_fault(in.table, row, "year", "year-before", report, err,
                "its year is not after %d, of whose end the stock is", f->base_year);
    else if (form != WIJK_NONE && forecast_check_share(in.table, &in.key, row, people, report, err) == WIJK_OK)
      fill(&in, row, count, inflow_cell, (size_t)year * f->form_count + form, people, f->forms[form], err);
  }
  return err->status;
}

/* The sum of a row of chances is looked at when its last one comes. */
static wijk_status check_sum(const filling *in, size_t row, size_t strata_count, size_t from, wijk_error *err) {
  const size_t forms = in->f->form_count;
  for (size_t k = 0; k < strata_count; k++) {
    const double *chance = &in->f->strata[in->key.found[k]].chance[from * (forms + 1)];
    double sum = 0;
    for (size_t j = 0; j <= forms; j++)
      sum += isnan(chance[j]) ? 0 : chance[j];
    if (sum > 1 + 1e-9) {
      char text[WIJK_NUMBER_SIZE];
      wijk_number_write_fixed(sum, 4, text);
      return row_fault(in->table, row, "chance", "chances-above-1", in->report, err,
                       "the chances from %s sum to %s here, more than 1", in->f->forms[from], text);
    }
  }
  return err->status;
}

static wijk_status read_transitions(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  filling in;
  idle_rows idle = {0};
  if (filling_open(f, &f->request->transitions, report, &in, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < in.table->layer->row_count && err->status == WIJK_OK; row++) {
    size_t from = form_at(&in, "from", row, false, err), to = form_at(&in, "to", row, true, err);
    size_t count = strata_key_find(&in.key, row);
    forecast_note_idle(f, &in.key, count, row, &idle);
    if (from == WIJK_NONE || to == WIJK_NONE)
      continue;
    const char *what = wijk_arena_format(f->arena, err, "%s to %s", f->forms[from], f->forms[to]);
    if (from == to)
      row_fault(in.table, row, "to", "move-to-itself", report, err,
                "it goes from %s to itself; who does not move stays", f->forms[from]);
    else if (what && fill(&in, row, count, chance_cell, from * (f->form_count + 1) + to,
                          number_at(&in, "chance", row, 0), what, err) == WIJK_OK)
      check_sum(&in, row, count, from, err);
  }
  return forecast_say_idle(in.table, &idle, report, err);
}

static wijk_status read_homes(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  filling in;
  idle_rows idle = {0};
  if (!f->request->homes.layer)
    return WIJK_OK;
  if (filling_open(f, &f->request->homes, report, &in, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < in.table->layer->row_count && err->status == WIJK_OK; row++) {
    double year = number_at(&in, "year", row, NAN) - f->base_year - 1;
    size_t count = strata_key_find(&in.key, row);
    const double homes = number_at(&in, "homes", row, 0) * number_at(&in, "people_per_home", row, 1);
    forecast_note_idle(f, &in.key, count, row, &idle);
    if (year >= 0 && year < (double)f->year_count &&
        forecast_check_share(in.table, &in.key, row, homes, report, err) == WIJK_OK)
      fill(&in, row, count, leave_cell, (size_t)year, homes, "a number of homes", err);
  }
  return forecast_say_idle(in.table, &idle, report, err);
}

/* ---- what is missing ---- */

static wijk_status missing(const wijk_forecast *f, const wijk_table *table, size_t number, const char *what,
                           const char *form, wijk_report *report, wijk_error *err) {
  const char *text = forecast_stratum_text(f, number, err);
  return !text ? err->status
               : row_fault(table, WIJK_NONE, NULL, "missing-row", report, err, "%s of %s%s%s%s is missing", what, form,
                           *text ? " (" : "", text, *text ? ")" : "");
}

/* Years of one form without inflow are one fault, with the first and their number. */
static wijk_status check_inflow(wijk_forecast *f, size_t number, size_t form, wijk_report *report, wijk_error *err) {
  const stratum *s = &f->strata[number];
  size_t first = 0, lacking = 0;
  for (size_t year = f->year_count; year-- > 0;)
    if (isnan(s->inflow[year * f->form_count + form])) {
      first = year;
      lacking++;
    }
  if (lacking == 0)
    return err->status;
  const char *what = wijk_arena_format(f->arena, err, "inflow in %d%s", f->base_year + 1 + (int)first,
                                       lacking > 1 ? " and other years" : "");
  return what ? missing(f, &f->request->inflow, number, what, f->forms[form], report, err) : err->status;
}

/* A year without homes has no limit, which a table of homes seldom means. */
static wijk_status check_homes(const wijk_forecast *f, size_t number, wijk_report *report, wijk_error *err) {
  const double *leave = f->strata[number].leave;
  size_t first = 0, lacking = 0;
  for (size_t year = f->year_count; year-- > 0;)
    if (isnan(leave[year])) {
      first = year;
      lacking++;
    }
  if (!f->request->homes.layer || lacking == 0)
    return err->status;
  const char *text = forecast_stratum_text(f, number, err);
  const wijk_finding finding = {.severity = WIJK_WARNING, .code = "no-homes-given", .source = f->request->homes.file};
  return !text ? err->status
               : wijk_report_add_finding(report, &finding, err,
                                         "no homes are given for %d%s%s%s%s: as many leave then as want to",
                                         f->base_year + 1 + (int)first, lacking > 1 ? " and other years" : "",
                                         *text ? " (" : "", text, *text ? ")" : "");
}

static wijk_status check_stratum(wijk_forecast *f, size_t number, wijk_report *report, wijk_error *err) {
  stratum *s = &f->strata[number];
  const size_t forms = f->form_count;
  for (size_t form = 0; form < forms && err->status == WIJK_OK; form++) {
    bool moves = false;
    if (isnan(s->stock[form]))
      missing(f, &f->request->demand, number, "the number of people", f->forms[form], report, err);
    check_inflow(f, number, form, report, err);
    for (size_t j = 0; j <= forms; j++) {
      double *chance = &s->chance[form * (forms + 1) + j];
      moves |= !isnan(*chance);
      *chance = isnan(*chance) ? 0 : *chance;
    }
    if (!moves)
      missing(f, &f->request->transitions, number, "every chance to move on", f->forms[form], report, err);
  }
  return check_homes(f, number, report, err);
}

/* ---- strata and years ---- */

/* Years are those of the inflow, from the one after the base year on. */
static wijk_status find_years(wijk_forecast *f, wijk_error *err) {
  const wijk_layer *inflow = f->request->inflow.layer;
  const wijk_column *years = wijk_layer_find_role(inflow, "year");
  double first = INFINITY, last = -INFINITY;
  for (size_t row = 0; row < inflow->row_count; row++) {
    first = fmin(first, years->numbers[row]);
    last = fmax(last, years->numbers[row]);
  }
  if (first > last) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no row: there is no year to forecast", f->request->inflow.file);
    return wijk_error_hint(err, "give the people who come in per scenario, year and form");
  }
  f->base_year = f->request->base_year ? f->request->base_year : (int)first - 1;
  if (last <= f->base_year)
    return wijk_error_set(err, WIJK_USAGE, "no year of '%s' lies after the base year %d", f->request->inflow.file,
                          f->base_year);
  f->year_count = (size_t)(last - f->base_year);
  return WIJK_OK;
}

static wijk_status check_twice(const char *what, const char *const *names, size_t count, wijk_error *err) {
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < i; k++)
      if (wijk_text_same(names[i], names[k]))
        return wijk_error_set(err, WIJK_USAGE, "%s '%s' is named twice", what, names[i]);
  return WIJK_OK;
}

/* Every name asked for is in a table. */
static wijk_status check_known(const dimension *given, const wijk_layer *const *layers, size_t layer_count,
                               wijk_arena *arena, wijk_error *err) {
  dimension known = {.name = given->name, .role = given->role};
  if (dimension_add_values(&known, layers, layer_count, NULL, 0, arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < given->count; i++) {
    bool found = false;
    for (size_t k = 0; k < known.count; k++)
      found |= wijk_text_same(known.values[k], given->values[i]);
    if (found)
      continue;
    wijk_error_set(err, WIJK_USAGE, "no table has a %s '%s'", given->role, given->values[i]);
    const char *near = wijk_text_find_nearest(given->values[i], known.values, known.count);
    return near          ? wijk_error_hint(err, "did you mean '%s'?", near)
           : known.count ? wijk_error_hint(err, "there are %zu; leave the option out for all of them", known.count)
                         : wijk_error_hint(err, "no table has a column for it: leave the option out");
  }
  return WIJK_OK;
}

static wijk_status find_strata(wijk_forecast *f, wijk_error *err) {
  const wijk_forecast_request *r = f->request;
  const wijk_layer *layers[] = {r->transitions.layer, r->inflow.layer, r->demand.layer, r->homes.layer};
  const size_t count = sizeof layers / sizeof *layers;
  if (r->by_count + BY_OTHER > STRATA_DIMENSIONS)
    return wijk_error_set(err, WIJK_USAGE, "forecasts stand apart by %d columns at most", STRATA_DIMENSIONS - BY_OTHER);
  if (check_twice("scenario", r->scenarios, r->scenario_count, err) != WIJK_OK ||
      check_twice("source", r->sources, r->source_count, err) != WIJK_OK ||
      check_twice("column", r->by, r->by_count, err) != WIJK_OK)
    return err->status;
  f->all.dimension_count = BY_OTHER + r->by_count;
  for (size_t d = 0; d < f->all.dimension_count; d++) {
    dimension *at = &f->all.dimensions[d];
    at->name = d == BY_SCENARIO ? "scenario" : d == BY_SOURCE ? "bron" : r->by[d - BY_OTHER];
    at->role = d == BY_SCENARIO ? "scenario" : d == BY_SOURCE ? "source" : at->name;
    const char *const *given = d == BY_SCENARIO ? r->scenarios : d == BY_SOURCE ? r->sources : NULL;
    size_t given_count = d == BY_SCENARIO ? r->scenario_count : d == BY_SOURCE ? r->source_count : 0;
    if (dimension_add_values(at, layers, count, given, given_count, f->arena, err) != WIJK_OK ||
        (given && check_known(at, layers, count, f->arena, err) != WIJK_OK))
      return err->status;
    if (d >= BY_OTHER && at->count == 0) {
      wijk_error_set(err, WIJK_USAGE, "no table has a column '%s' to forecast by", at->name);
      return wijk_error_hint(err, "it is to be in the demand, the inflow or the transitions");
    }
  }
  return strata_settle(&f->all, err);
}

static double *unknowns(size_t count, wijk_arena *arena, wijk_error *err) {
  double *values = WIJK_ARENA_ADD(arena, double, count, err);
  for (size_t i = 0; values && i < count; i++)
    values[i] = NAN;
  return values;
}

static wijk_status new_strata(wijk_forecast *f, wijk_error *err) {
  const size_t forms = f->form_count, years = f->year_count;
  f->strata = WIJK_ARENA_ADD(f->arena, stratum, f->all.count, err);
  for (size_t k = 0; k < f->all.count && err->status == WIJK_OK; k++) {
    stratum *s = &f->strata[k];
    s->stock = unknowns(forms, f->arena, err);
    s->chance = unknowns(forms * (forms + 1), f->arena, err);
    s->inflow = unknowns(forms * years, f->arena, err);
    s->leave = unknowns(years, f->arena, err);
    s->places = unknowns(forms * (years + 1), f->arena, err);
  }
  return err->status;
}

/* Without a ladder of its own a study has the forms of which its tables speak. */
static bool is_spoken_of(const wijk_forecast_request *r, const char *form) {
  const wijk_layer *layers[] = {r->demand.layer, r->inflow.layer, r->transitions.layer, r->transitions.layer};
  const char *const roles[] = {"form", "form", "from", "to"};
  for (size_t t = 0; t < sizeof layers / sizeof *layers; t++) {
    const wijk_column *column = wijk_layer_find_role(layers[t], roles[t]);
    for (size_t row = 0; row < layers[t]->row_count; row++)
      if (column->texts[row] && wijk_text_same(column->texts[row], form))
        return true;
  }
  return false;
}

static wijk_status find_forms(wijk_forecast *f, wijk_error *err) {
  const wijk_forecast_request *r = f->request;
  if (r->form_count < 2 || r->form_count > WIJK_FORMS_MOST)
    return wijk_error_set(err, WIJK_USAGE, "a ladder has 2 to %d forms, the last where people leave to; it has %zu",
                          WIJK_FORMS_MOST, r->form_count);
  if (check_twice("form", r->forms, r->form_count, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i + 1 < r->form_count; i++)
    if (r->forms_given || is_spoken_of(r, r->forms[i]))
      f->forms[f->form_count++] = r->forms[i];
  f->forms[f->form_count] = r->forms[r->form_count - 1];
  return f->form_count ? WIJK_OK : wijk_error_set(err, WIJK_DATA, "no table speaks of a form of the ladder");
}

wijk_status forecast_read(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  if (find_forms(f, err) != WIJK_OK || find_years(f, err) != WIJK_OK || find_strata(f, err) != WIJK_OK ||
      new_strata(f, err) != WIJK_OK || read_demand(f, report, err) != WIJK_OK ||
      read_inflow(f, report, err) != WIJK_OK || read_transitions(f, report, err) != WIJK_OK ||
      read_homes(f, report, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < f->all.count && err->status == WIJK_OK; k++)
    if (f->strata[k].there)
      check_stratum(f, k, report, err);
  return err->status;
}
