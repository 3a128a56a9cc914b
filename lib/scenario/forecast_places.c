/* SPDX-License-Identifier: EUPL-1.2 */
/* How many places each form has at the end of each year: counted from the facilities, or from a table. */
#include "base/dates.h"
#include "scenario/forecast.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>
#include <wijk/text.h>

static size_t row_of(const wijk_forecast *f, size_t year, size_t form) {
  return year * f->form_count + form;
}

/* ---- facilities ---- */

/* First and last day of a facility, open ends far away. */
static void days_of(const wijk_layer *facilities, size_t row, int *from, int *to) {
  const wijk_column *first = wijk_layer_find_role(facilities, "valid_from"),
                    *last = wijk_layer_find_role(facilities, "valid_to");
  if (!first || !first->texts[row] || !date_read(first->texts[row], from))
    *from = 0;
  if (!last || !last->texts[row] || !date_read(last->texts[row], to))
    *to = 99991231;
}

static void add_places(wijk_forecast *f, const size_t *strata, size_t count, size_t form, int from, int to,
                       double places) {
  for (size_t year = 0; year <= f->year_count; year++) {
    int day = (f->base_year + (int)year) * 10000 + 1231;
    for (size_t k = 0; k < count && from <= day && day <= to; k++)
      f->strata[strata[k]].places[row_of(f, year, form)] += places;
  }
}

/* A column of whole numbers, such as codes, as the texts that they are in the tables. */
static const wijk_column *as_texts(const wijk_column *column, size_t rows, wijk_arena *arena, wijk_error *err) {
  if (!column || column->texts)
    return column;
  wijk_column *made = WIJK_ARENA_ADD(arena, wijk_column, 1, err);
  const char **texts = WIJK_ARENA_ADD(arena, const char *, rows, err);
  if (!made || !texts)
    return NULL;
  for (size_t row = 0; row < rows; row++) {
    char text[WIJK_NUMBER_SIZE];
    wijk_number_write(column->numbers[row], text);
    texts[row] = isnan(column->numbers[row]) ? NULL : wijk_arena_text(arena, text, err);
  }
  *made = (wijk_column){.name = column->name, .texts = texts};
  return made;
}

/* Facilities know no scenario and no source: their places are those of every one. */
static wijk_status key_of_facilities(const wijk_forecast *f, strata_key *key, wijk_report *report, bool *known,
                                     wijk_error *err) {
  const wijk_layer *facilities = f->request->facilities;
  if (strata_key_open(&f->all, facilities, f->arena, key, err) != WIJK_OK)
    return err->status;
  key->columns[BY_SCENARIO] = key->columns[BY_SOURCE] = NULL;
  *known = true;
  for (size_t d = BY_OTHER; d < f->all.dimension_count; d++) {
    const wijk_column *column = wijk_layer_find(facilities, f->all.dimensions[d].name);
    key->columns[d] = as_texts(column, facilities->row_count, f->arena, err);
    if (!key->columns[d] && err->status == WIJK_OK) {
      *known = false;
      wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "places-not-known"}, err,
                              "the facilities have no column '%s': how many places each has is not known",
                              f->all.dimensions[d].name);
    }
  }
  return err->status;
}

static wijk_status say_left_out(size_t count, const char *code, const char *why, wijk_report *report, wijk_error *err) {
  if (count == 0)
    return WIJK_OK;
  return wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = code}, err,
                                 "%zu %s no place in the forecast: %s", count,
                                 wijk_plural(count, "facility has", "facilities have"), why);
}

static wijk_status count_facilities(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  const wijk_layer *facilities = f->request->facilities;
  const wijk_column *forms = wijk_layer_find_role(facilities, "form"),
                    *capacity = wijk_layer_find_role(facilities, "capacity");
  strata_key key;
  bool known = false;
  size_t no_form = 0, no_group = 0, unsaid = 0, no_capacity = 0;
  if (!forms || !capacity) {
    wijk_error_set(err, WIJK_DATA, "the facilities have no %s: their places cannot be counted by form",
                   forms ? "capacity" : "form");
    return wijk_error_hint(err, "choose the field with --field facilities.%s=FIELD", forms ? "capacity" : "form");
  }
  if (key_of_facilities(f, &key, report, &known, err) != WIJK_OK || !known)
    return err->status;
  for (size_t k = 0; k < f->all.count; k++)
    memset(f->strata[k].places, 0, (f->year_count + 1) * f->form_count * sizeof(double));
  for (size_t row = 0; row < facilities->row_count; row++) {
    size_t form = forms->texts[row] ? forecast_find_form(f, forms->texts[row]) : WIJK_NONE, strata = 0;
    int from, to;
    no_form += form >= f->form_count;
    if (form < f->form_count && strata_key_unsaid(&key, BY_OTHER, row))
      unsaid++; /* it would have its places once for each */
    else if (form < f->form_count)
      no_group += (strata = strata_key_find(&key, row)) == 0;
    no_capacity += isnan(capacity->numbers[row]);
    days_of(facilities, row, &from, &to);
    add_places(f, key.found, strata, form, from, to, capacity->numbers[row]);
  }
  f->unknown_places = no_capacity > 0;
  say_left_out(no_form, "form-not-forecast", "they have no form, or one that is not forecast", report, err);
  say_left_out(no_group, "group-not-forecast", "they belong to what is not forecast", report, err);
  say_left_out(unsaid, "group-not-said", "they do not say to what they belong, and would count once for each", report,
               err);
  if (no_capacity)
    wijk_report_add_finding(report, &(wijk_finding){.severity = WIJK_WARNING, .code = "unknown-capacity"}, err,
                            "%zu %s no known number of places: those of their form are not known while they are there",
                            no_capacity, wijk_plural(no_capacity, "facility has", "facilities have"));
  return err->status;
}

/* ---- a table ---- */

/* The places of a row for one stratum. Of what was said until the base year the last still holds: `since` is when that
 * was. False where a cell is there already. */
static bool take_places(wijk_forecast *f, size_t number, size_t form, double year, double places, double *since) {
  double *cell = &f->strata[number].places[row_of(f, year > 0 ? (size_t)year : 0, form)];
  double *last = &since[number * f->form_count + form];
  if (year <= 0 && year < *last)
    return true;
  bool twice = year > 0 ? !isnan(*cell) : year == *last;
  *cell = places;
  *last = year > 0 ? *last : year;
  return !twice;
}

/* What is not said again still holds. */
static void hold_places(wijk_forecast *f) {
  for (size_t k = 0; k < f->all.count; k++)
    for (size_t year = 1; year <= f->year_count; year++)
      for (size_t form = 0; form < f->form_count; form++) {
        double *now = &f->strata[k].places[row_of(f, year, form)];
        *now = isnan(*now) ? f->strata[k].places[row_of(f, year - 1, form)] : *now;
      }
}

static wijk_status read_places(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  const wijk_table *table = &f->request->places;
  const wijk_column *years = wijk_layer_find_role(table->layer, "year"),
                    *forms = wijk_layer_find_role(table->layer, "form"),
                    *places = wijk_layer_find_role(table->layer, "places");
  strata_key key;
  idle_rows idle = {0};
  double *since = WIJK_ARENA_ADD(f->arena, double, f->all.count * f->form_count, err);
  if (!since || strata_key_open(&f->all, table->layer, f->arena, &key, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < f->all.count * f->form_count; i++)
    since[i] = -INFINITY;
  for (size_t row = 0; row < table->layer->row_count && err->status == WIJK_OK; row++) {
    double year = years->numbers[row] - f->base_year;
    size_t form = forms->texts[row] ? forecast_find_form(f, forms->texts[row]) : WIJK_NONE;
    bool once = true;
    if (form >= f->form_count) {
      row_fault(table, row, "form", "unknown-form", report, err, "'%s' is no form that has places",
                forms->texts[row] ? forms->texts[row] : "");
      continue;
    }
    size_t count = strata_key_find(&key, row);
    forecast_note_idle(f, &key, count, row, &idle);
    if (!(year <= (double)f->year_count) ||
        forecast_check_share(table, &key, row, places->numbers[row], report, err) != WIJK_OK)
      continue;
    for (size_t k = 0; k < count; k++)
      once &= take_places(f, key.found[k], form, year, places->numbers[row], since);
    if (!once)
      row_fault(table, row, NULL, "twice", report, err, "%s is given twice", f->forms[form]);
  }
  hold_places(f);
  return forecast_say_idle(table, &idle, report, err);
}

wijk_status forecast_read_places(wijk_forecast *f, wijk_report *report, wijk_error *err) {
  if (f->request->places.layer)
    return read_places(f, report, err);
  return f->request->facilities ? count_facilities(f, report, err) : WIJK_OK;
}
