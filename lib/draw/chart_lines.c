/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of a forecast put in order: a panel for each form or scenario, lines in it, a value for each year. */
#include "draw/chart_lines.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

#define NAMES_MOST 64
#define YEARS_MOST 200
#define MISSING_MOST 6 /* named below the chart */

/* Distinct texts in the order in which they are first met; rows without one share a name of NULL. */
typedef struct names {
  const char *all[NAMES_MOST];
  size_t count;
} names;

typedef struct sorting {
  const wijk_chart_demand *request;
  wijk_arena *arena;
  names scenarios, forms;
  size_t year_count;
  size_t *cells; /* [scenario][form][year] row, WIJK_NONE */
} sorting;

static bool same_name(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static size_t place_of(const names *found, const char *name) {
  size_t at = 0;
  while (at < found->count && !same_name(found->all[at], name))
    at++;
  return at;
}

static bool add_name(names *found, const char *name) {
  size_t at = place_of(found, name);
  if (at == NAMES_MOST)
    return false;
  found->all[at] = name;
  found->count += at == found->count;
  return true;
}

static const char *text_at(const char *const *texts, size_t row) {
  return texts ? texts[row] : NULL;
}

static bool is_chosen(const wijk_chart_demand *r, size_t row) {
  const char *scenario = text_at(r->scenario, row), *form = text_at(r->form, row);
  return (!r->only_scenario || (scenario && wijk_text_same(scenario, r->only_scenario))) &&
         (!r->only_form || (form && wijk_text_same(form, r->only_form)));
}

static size_t source_row(const wijk_chart_demand *r, size_t row) {
  return r->source_rows ? r->source_rows[row] : row + 1;
}

/* ---- what cannot be drawn ---- */

static wijk_status refuse_value(const wijk_chart_demand *r, size_t row, const char *what, double value, const char *why,
                                wijk_error *err) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_number_write(value, digits);
  return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s %s %s", r->table, source_row(r, row), what, digits, why);
}

static wijk_status check_row(const wijk_chart_demand *r, size_t row, wijk_error *err) {
  const struct {
    const char *what;
    const double *values;
  } amounts[] = {{"demand", r->demand},
                 {"places", r->places},
                 {"the lower end of the band", r->low},
                 {"the upper end of the band", r->high}};
  if (isnan(r->year[row]))
    return wijk_error_set(err, WIJK_DATA, "'%s' row %zu has no year", r->table, source_row(r, row));
  if (r->year[row] != floor(r->year[row]) || fabs(r->year[row]) > 9999)
    return refuse_value(r, row, "year", r->year[row], "is not a year", err);
  for (size_t a = 0; a < 4; a++) {
    if (!amounts[a].values || isnan(amounts[a].values[row]))
      continue;
    if (!(amounts[a].values[row] >= 0 && amounts[a].values[row] <= AXIS_MOST))
      return refuse_value(r, row, amounts[a].what, amounts[a].values[row], "is no number of people or places", err);
  }
  if (r->low && r->high && r->low[row] > r->high[row])
    return refuse_value(r, row, "the lower end of the band,", r->low[row], "lies above its upper end", err);
  return WIJK_OK;
}

static wijk_status refuse_choice(const char *what, const char *chosen, const char *const *texts, size_t row_count,
                                 wijk_error *err) {
  names found = {0};
  wijk_text list = {0};
  for (size_t row = 0; row < row_count; row++)
    if (text_at(texts, row))
      add_name(&found, texts[row]);
  for (size_t k = 0; k < found.count && k < 12; k++)
    wijk_text_add_format(&list, "%s%s", k > 0 ? ", " : "", found.all[k]);
  wijk_error_set(err, WIJK_USAGE, "the table has no %s '%s'", what, chosen);
  wijk_error_hint(err, "there are: %s", list.bytes ? list.bytes : "none");
  wijk_text_free(&list);
  return err->status;
}

static wijk_status check_choice(const wijk_chart_demand *r, const char *what, const char *chosen,
                                const char *const *texts, wijk_error *err) {
  bool found = !chosen;
  for (size_t row = 0; row < r->row_count && !found; row++)
    found = text_at(texts, row) && wijk_text_same(texts[row], chosen);
  return found ? WIJK_OK : refuse_choice(what, chosen, texts, r->row_count, err);
}

/* ---- years ---- */

static size_t divisor_of(size_t a, size_t b) {
  while (b > 0) {
    size_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/* A forecast of every fifth year misses none between: steps are the largest that all years are a multiple of. */
static wijk_status find_years(const wijk_chart_demand *r, lines_table *table, wijk_error *err) {
  double first = NAN, last = NAN;
  size_t step = 0;
  for (size_t row = 0; row < r->row_count; row++)
    if (is_chosen(r, row)) {
      first = fmin(first, r->year[row]);
      last = fmax(last, r->year[row]);
    }
  if (isnan(first))
    return wijk_error_set(err, WIJK_DATA, "'%s' has no row of the scenario and form that are asked for", r->table);
  for (size_t row = 0; row < r->row_count; row++)
    if (is_chosen(r, row))
      step = divisor_of((size_t)(r->year[row] - first), step);
  if (step == 0) {
    wijk_error_set(err, WIJK_DATA, "'%s' holds one year only, %d: that is no course over the years", r->table,
                   (int)first);
    return wijk_error_hint(err, "give a table with two years or more");
  }
  table->first_year = first;
  table->year_step = step;
  table->year_count = (size_t)(last - first) / step + 1;
  if (table->year_count > YEARS_MOST)
    return wijk_error_set(err, WIJK_DATA, "'%s' goes from %d to %d: more years than the %d that fit a chart", r->table,
                          (int)first, (int)last, YEARS_MOST);
  return WIJK_OK;
}

/* ---- cells ---- */

static size_t *cell_of(const sorting *s, size_t scenario, size_t form, size_t year) {
  return &s->cells[(scenario * s->forms.count + form) * s->year_count + year];
}

static wijk_status fill_cells(sorting *s, const lines_table *table, wijk_error *err) {
  const wijk_chart_demand *r = s->request;
  for (size_t row = 0; row < r->row_count; row++)
    if (is_chosen(r, row) &&
        (!add_name(&s->scenarios, text_at(r->scenario, row)) || !add_name(&s->forms, text_at(r->form, row))))
      return wijk_error_set(err, WIJK_USAGE, "'%s' holds more than %d scenarios or forms", r->table, NAMES_MOST);
  s->year_count = table->year_count;
  const size_t count = s->scenarios.count * s->forms.count * s->year_count;
  s->cells = WIJK_ARENA_ADD(s->arena, size_t, count, err);
  if (!s->cells)
    return WIJK_MEMORY;
  for (size_t i = 0; i < count; i++)
    s->cells[i] = WIJK_NONE;
  for (size_t row = 0; row < r->row_count; row++) {
    if (!is_chosen(r, row))
      continue;
    size_t *cell =
        cell_of(s, place_of(&s->scenarios, text_at(r->scenario, row)), place_of(&s->forms, text_at(r->form, row)),
                (size_t)(r->year[row] - table->first_year) / table->year_step);
    if (*cell != WIJK_NONE) {
      wijk_error_set(err, WIJK_DATA, "'%s' rows %zu and %zu are of one year, scenario and form", r->table,
                     source_row(r, *cell), source_row(r, row));
      return wijk_error_hint(err, "give a table with one row for each, as without target groups or sectors");
    }
    *cell = row;
  }
  return WIJK_OK;
}

static double value_at(const double *values, size_t row) {
  return values && row != WIJK_NONE ? values[row] : NAN;
}

static wijk_status new_line(lines_one *line, const char *name, size_t year_count, wijk_arena *arena, wijk_error *err) {
  *line =
      (lines_one){name, WIJK_ARENA_ADD(arena, double, year_count, err), WIJK_ARENA_ADD(arena, double, year_count, err),
                  WIJK_ARENA_ADD(arena, double, year_count, err), WIJK_ARENA_ADD(arena, double, year_count, err)};
  return err->status;
}

static wijk_status line_of_cells(const sorting *s, size_t scenario, size_t form, lines_one *line, wijk_error *err) {
  const wijk_chart_demand *r = s->request;
  if (new_line(line, s->scenarios.all[scenario], s->year_count, s->arena, err) != WIJK_OK)
    return err->status;
  for (size_t y = 0; y < s->year_count; y++) {
    size_t row = *cell_of(s, scenario, form, y);
    line->demand[y] = value_at(r->demand, row);
    line->places[y] = value_at(r->places, row);
    line->low[y] = value_at(r->low, row);
    line->high[y] = value_at(r->high, row);
    if (isnan(line->low[y]) || isnan(line->high[y]))
      line->low[y] = line->high[y] = NAN;
  }
  return WIJK_OK;
}

/* Quantiles of a sum are not the sum of quantiles: of several forms together there is no band. */
static wijk_status line_of_sums(const sorting *s, size_t scenario, lines_one *line, wijk_error *err) {
  const wijk_chart_demand *r = s->request;
  if (s->forms.count == 1)
    return line_of_cells(s, scenario, 0, line, err);
  if (new_line(line, NULL, s->year_count, s->arena, err) != WIJK_OK)
    return err->status;
  for (size_t y = 0; y < s->year_count; y++) {
    line->low[y] = line->high[y] = NAN;
    for (size_t form = 0; form < s->forms.count; form++) {
      size_t row = *cell_of(s, scenario, form, y);
      line->demand[y] += value_at(r->demand, row);
      line->places[y] += value_at(r->places, row);
    }
  }
  return WIJK_OK;
}

static wijk_status fill_panels(const sorting *s, lines_table *table, wijk_error *err) {
  const bool by_form = s->request->panels == WIJK_CHART_BY_FORM;
  const names *across = by_form ? &s->forms : &s->scenarios;
  if (across->count > WIJK_CHART_PANELS_MOST) {
    wijk_error_set(err, WIJK_USAGE, "%zu %s are more than the %d panels of a chart", across->count,
                   by_form ? "forms" : "scenarios", WIJK_CHART_PANELS_MOST);
    return wijk_error_hint(err, by_form ? "choose one form, or panels by scenario" : "choose one scenario");
  }
  if (by_form && s->scenarios.count > WIJK_CHART_LINES_MOST) {
    wijk_error_set(err, WIJK_USAGE, "%zu scenarios are more than the %d lines of a panel", s->scenarios.count,
                   WIJK_CHART_LINES_MOST);
    return wijk_error_hint(err, "choose one scenario, or panels by scenario");
  }
  table->summed = !by_form && s->forms.count > 1;
  table->panel_count = across->count;
  for (size_t p = 0; p < across->count; p++) {
    lines_panel *panel = &table->panels[p];
    panel->name = across->all[p];
    panel->line_count = by_form ? s->scenarios.count : 1;
    for (size_t k = 0; k < panel->line_count; k++)
      if ((by_form ? line_of_cells(s, k, p, &panel->lines[k], err) : line_of_sums(s, p, &panel->lines[k], err)) !=
          WIJK_OK)
        return err->status;
  }
  return WIJK_OK;
}

/* ---- what is missing, and how high it goes ---- */

static void tell_missing(const lines_table *table, const lines_panel *panel, const lines_one *line, size_t year,
                         bool several, wijk_text *text) {
  if (table->missing_count > MISSING_MOST)
    return;
  wijk_text_add(text, table->missing_count > 1 ? ", " : "");
  if (panel->name)
    wijk_text_add_format(text, "%s ", panel->name);
  if (several && line->name)
    wijk_text_add_format(text, "%s ", line->name);
  wijk_text_add_format(text, "%d", (int)table->first_year + (int)(year * table->year_step));
}

static void measure_line(const wijk_chart_demand *r, const lines_panel *panel, const lines_one *line,
                         lines_table *table, wijk_text *text) {
  for (size_t y = 0; y < table->year_count; y++) {
    const double high = panel->line_count == 1 ? line->high[y] : NAN; /* a band is drawn about one line only */
    table->most = fmax(table->most, fmax(fmax(line->demand[y], high), line->places[y]));
    table->band = table->band || !isnan(high);
    if (!isnan(line->demand[y]) && !(r->places && isnan(line->places[y])))
      continue;
    table->missing_count++;
    tell_missing(table, panel, line, y, panel->line_count > 1, text);
  }
}

static wijk_status measure(const wijk_chart_demand *r, lines_table *table, wijk_arena *arena, wijk_error *err) {
  wijk_text text = {0};
  table->places = r->places != NULL;
  table->most = NAN;
  for (size_t p = 0; p < table->panel_count; p++)
    for (size_t k = 0; k < table->panels[p].line_count; k++)
      measure_line(r, &table->panels[p], &table->panels[p].lines[k], table, &text);
  if (table->missing_count > MISSING_MOST)
    wijk_text_add_format(&text, r->page->dutch ? " en %zu andere" : " and %zu more",
                         table->missing_count - MISSING_MOST);
  if (wijk_text_check(&text, err) == WIJK_OK && table->missing_count > 0)
    table->missing = wijk_arena_text(arena, text.bytes, err);
  wijk_text_free(&text);
  if (err->status == WIJK_OK && isnan(table->most))
    return wijk_error_set(err, WIJK_DATA, "'%s' knows neither demand nor places in any year", r->table);
  return err->status;
}

wijk_status lines_compute(const wijk_chart_demand *request, wijk_arena *arena, lines_table *table, wijk_error *err) {
  sorting s = {.request = request, .arena = arena};
  *table = (lines_table){0};
  if (request->row_count == 0)
    return wijk_error_set(err, WIJK_DATA, "'%s' has no rows to draw", request->table);
  for (size_t row = 0; row < request->row_count; row++)
    if (check_row(request, row, err) != WIJK_OK)
      return err->status;
  if (check_choice(request, "scenario", request->only_scenario, request->scenario, err) != WIJK_OK ||
      check_choice(request, "form", request->only_form, request->form, err) != WIJK_OK ||
      find_years(request, table, err) != WIJK_OK || fill_cells(&s, table, err) != WIJK_OK ||
      fill_panels(&s, table, err) != WIJK_OK)
    return err->status;
  return measure(request, table, arena, err);
}
