/* SPDX-License-Identifier: EUPL-1.2 */
/* A forecast as tables, in Dutch or English. */
#include "scenario/columns.h"
#include "scenario/forecast.h"
#include <math.h>

/* ---- rows under way ---- */

typedef struct writing {
  const wijk_forecast *f;
  wijk_layer *layer;
  bool dutch;
  size_t row;
} writing;

/* The columns that say of what a row is: year, what it stands apart by, then `forms` (one or two names). */
static wijk_status add_keys(writing *w, const heading *forms, size_t form_count, wijk_error *err) {
  static const heading year = {"jaar", "year", false}, source = {"bron", "source", false};
  wijk_column *column = column_add(w->layer, &year, w->dutch, WIJK_COLUMN_NUMBER, err);
  if (column)
    column->whole = true;
  for (size_t d = 0; d < w->f->all.dimension_count && err->status == WIJK_OK; d++) {
    const dimension *at = &w->f->all.dimensions[d];
    heading own = {at->name, at->name, false};
    if (at->count)
      column_add(w->layer, d == BY_SOURCE ? &source : &own, w->dutch, WIJK_COLUMN_TEXT, err);
  }
  for (size_t i = 0; i < form_count && err->status == WIJK_OK; i++)
    column_add(w->layer, &forms[i], w->dutch, WIJK_COLUMN_TEXT, err);
  return err->status;
}

/* Fills them in; returns the number of the column behind. */
static size_t set_keys(writing *w, size_t number, int year, const char *form, const char *other, size_t form_count) {
  size_t at = 0;
  w->layer->columns[at++].numbers[w->row] = year;
  for (size_t d = 0; d < w->f->all.dimension_count; d++)
    if (w->f->all.dimensions[d].count)
      w->layer->columns[at++].texts[w->row] = strata_value(&w->f->all, number, d);
  for (size_t i = 0; i < form_count; i++)
    w->layer->columns[at++].texts[w->row] = i ? other : form;
  return at;
}

static void set(writing *w, size_t column, double value, wijk_reason why_not) {
  column_set(w->layer, column, w->row, value, why_not);
}

static wijk_status open_writing(const wijk_forecast *f, const char *name, size_t rows, bool dutch, wijk_arena *arena,
                                writing *w, wijk_error *err) {
  *w = (writing){f, wijk_layer_new(arena, name, rows, err), dutch, 0};
  return err->status;
}

static size_t count_there(const wijk_forecast *f) {
  size_t there = 0;
  for (size_t k = 0; k < f->all.count; k++)
    there += f->strata[k].there;
  return there;
}

/* ---- demand and places ---- */

enum {
  OPENING,
  INFLOW,
  MOVED_IN,
  MOVED_OUT,
  OUTFLOW,
  BLOCKED,
  DEMAND,
  PLACES,
  GAP,
  WHOLE_COLUMNS,
  OCCUPANCY = WHOLE_COLUMNS,
  STAY,
  VISIT,
  FULL,
  WAIT,
  COLUMNS,
  LOW = COLUMNS,
  MIDDLE,
  HIGH,
  ALL_COLUMNS
};

static const heading headings[ALL_COLUMNS] = {
    [OPENING] = {"beginstand", "opening", true},
    [INFLOW] = {"instroom", "inflow", true},
    [MOVED_IN] = {"doorstroom_in", "moved_in", true},
    [MOVED_OUT] = {"doorstroom_uit", "moved_out", true},
    [OUTFLOW] = {"uitstroom", "outflow", true},
    [BLOCKED] = {"geblokkeerd", "blocked", true},
    [DEMAND] = {"vraag", "demand", true},
    [PLACES] = {"plaatsen", "places", false},
    [GAP] = {"tekort", "gap", true},
    [OCCUPANCY] = {"bezettingsgraad", "occupancy_share", true},
    [STAY] = {"verblijf_jaren", "stay_years", false},
    [VISIT] = {"verblijf_in_vorm_jaren", "visit_years", false},
    [FULL] = {"kans_vol", "full_share", true},
    [WAIT] = {"wachttijd_dagen", "wait_days", true},
    [LOW] = {"vraag_p10", "demand_p10", true},
    [MIDDLE] = {"vraag_p50", "demand_p50", true},
    [HIGH] = {"vraag_p90", "demand_p90", true},
};

static const double days_per_year = 365.25;

/* What follows from people and places; `load` is the demand before it is rounded. */
static void set_places(writing *w, size_t at, double demand, double load, double places, double visit,
                       wijk_reason unknown) {
  const bool none = places == 0;
  set(w, at + PLACES, places, unknown);
  set(w, at + GAP, demand - places, unknown);
  set(w, at + OCCUPANCY, none ? NAN : fmin(load, places) / places, none ? WIJK_REASON_NO_PLACES : unknown);
  set(w, at + FULL, isnan(places) ? NAN : wijk_erlang_b(load, places), unknown);
  set(w, at + WAIT, isnan(places) ? NAN : wijk_erlang_wait(load, places, visit * days_per_year),
      isnan(places)    ? unknown
      : load >= places ? WIJK_REASON_QUEUE
                       : WIJK_REASON_NEVER_LEAVES);
}

static void set_flows(writing *w, size_t at, const stratum *s, size_t cell) {
  const wijk_flows *whole = &s->whole;
  const double values[] = {
      [OPENING] = whole->opening[cell],     [INFLOW] = whole->inflow[cell],   [MOVED_IN] = whole->moved_in[cell],
      [MOVED_OUT] = whole->moved_out[cell], [OUTFLOW] = whole->outflow[cell], [BLOCKED] = whole->blocked[cell],
      [DEMAND] = whole->closing[cell]};
  for (size_t i = 0; i <= DEMAND; i++)
    set(w, at + i, values[i], WIJK_REASON_MISSING);
  for (size_t i = LOW; i <= HIGH && s->low; i++)
    set(w, at + i, (i == LOW ? s->low : i == MIDDLE ? s->middle : s->high)[cell], WIJK_REASON_MISSING);
}

/* The base year has people and places, and no flows. */
static void set_base(writing *w, size_t at, const stratum *s, size_t form) {
  for (size_t i = 0; i < COLUMNS; i++)
    set(w, at + i, NAN, WIJK_REASON_BASE_YEAR);
  for (size_t i = LOW; i <= HIGH && s->low; i++)
    set(w, at + i, s->flows.opening[form], WIJK_REASON_MISSING);
  set(w, at + DEMAND, s->whole.opening[form], WIJK_REASON_MISSING);
}

static wijk_status write_stratum(writing *w, size_t number, wijk_error *err) {
  const wijk_forecast *f = w->f;
  const stratum *s = &f->strata[number];
  const wijk_reason unknown = f->unknown_places ? WIJK_REASON_UNKNOWN_CAPACITY : WIJK_REASON_MISSING;
  double stay[WIJK_FORMS_MOST], visit[WIJK_FORMS_MOST];
  for (size_t year = 0; year <= f->year_count; year++) {
    const size_t flow_year = year ? year - 1 : 0;
    if (wijk_flows_stay(&s->model, &s->flows, flow_year, stay, err) != WIJK_OK ||
        wijk_flows_visit(&s->model, &s->flows, flow_year, visit, err) != WIJK_OK)
      return err->status;
    for (size_t form = 0; form < f->form_count; form++, w->row++) {
      const size_t cell = flow_year * f->form_count + form;
      const size_t at = set_keys(w, number, f->base_year + (int)year, f->forms[form], NULL, 1);
      double places = s->places[year * f->form_count + form];
      if (year == 0)
        set_base(w, at, s, form);
      else
        set_flows(w, at, s, cell);
      set_places(w, at, year ? s->whole.closing[cell] : s->whole.opening[form],
                 year ? s->flows.closing[cell] : s->flows.opening[form], places, visit[form], unknown);
      set(w, at + STAY, stay[form], WIJK_REASON_NEVER_LEAVES);
      set(w, at + VISIT, visit[form], WIJK_REASON_NEVER_LEAVES);
    }
  }
  return WIJK_OK;
}

static const heading form_heading = {"woonvorm", "form", false};

wijk_status wijk_forecast_table(const wijk_forecast *f, bool dutch, wijk_arena *arena, wijk_layer **table,
                                wijk_error *err) {
  writing w;
  const size_t rows = count_there(f) * (f->year_count + 1) * f->form_count;
  if (open_writing(f, dutch ? "raming" : "forecast", rows, dutch, arena, &w, err) != WIJK_OK ||
      add_keys(&w, &form_heading, 1, err) != WIJK_OK ||
      columns_add(w.layer, headings, f->request->spread ? ALL_COLUMNS : COLUMNS, WHOLE_COLUMNS, dutch, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < f->all.count; k++)
    if (f->strata[k].there && write_stratum(&w, k, err) != WIJK_OK)
      return err->status;
  *table = w.layer;
  return WIJK_OK;
}

/* ---- moves ---- */

/* Who goes from `from` to `to`; form_count stands for outside on either side. */
static double moving(const wijk_forecast *f, const stratum *s, size_t year, size_t from, size_t to) {
  const size_t forms = f->form_count;
  return from == forms ? (to == forms ? 0 : s->whole.inflow[year * forms + to])
         : to == forms ? s->whole.outflow[year * forms + from]
                       : s->whole.moves[(year * forms + from) * forms + to];
}

wijk_status wijk_forecast_moves(const wijk_forecast *f, bool dutch, wijk_arena *arena, wijk_layer **moves,
                                wijk_error *err) {
  static const heading ends[] = {{"van", "from", false}, {"naar", "to", false}}, people = {"personen", "people", true};
  writing w = {0};
  size_t rows = 0;
  for (int filling = 0; filling < 2; filling++) {
    if (filling &&
        (open_writing(f, dutch ? "stromen" : "flows", rows, dutch, arena, &w, err) != WIJK_OK ||
         add_keys(&w, ends, 2, err) != WIJK_OK || columns_add(w.layer, &people, 1, 1, dutch, err) != WIJK_OK))
      return err->status;
    for (size_t k = 0; k < f->all.count; k++)
      for (size_t year = 0; f->strata[k].there && year < f->year_count; year++)
        for (size_t from = 0; from <= f->form_count; from++)
          for (size_t to = 0; to <= f->form_count; to++) {
            double count = moving(f, &f->strata[k], year, from, to);
            if (count == 0 || !filling) {
              rows += count != 0;
              continue;
            }
            size_t at = set_keys(&w, k, f->base_year + 1 + (int)year, from < f->form_count ? f->forms[from] : NULL,
                                 f->forms[to], 2);
            set(&w, at, count, WIJK_REASON_MISSING);
            w.row++;
          }
  }
  *moves = w.layer;
  return WIJK_OK;
}

/* ---- beside each other ---- */

/* The stratum that differs from this one in its source only, which is the first. */
static size_t beside_first(const strata *all, size_t number) {
  size_t step = 1;
  for (size_t d = all->dimension_count; d-- > BY_SOURCE + 1;)
    step *= all->dimensions[d].count ? all->dimensions[d].count : 1;
  return number - number / step % all->dimensions[BY_SOURCE].count * step;
}

wijk_status wijk_forecast_sources(const wijk_forecast *f, bool dutch, wijk_arena *arena, wijk_layer **beside,
                                  wijk_error *err) {
  const dimension *sources = &f->all.dimensions[BY_SOURCE];
  writing w;
  size_t rows = 0;
  *beside = NULL;
  if (sources->count < 2)
    return WIJK_OK;
  for (size_t k = 0; k < f->all.count; k++) {
    size_t first = beside_first(&f->all, k);
    rows += first != k && f->strata[k].there && f->strata[first].there ? (f->year_count + 1) * f->form_count : 0;
  }
  const char *other = wijk_arena_format(arena, err, "%s_%s", dutch ? "vraag" : "demand", sources->values[0]);
  const heading numbers[] = {{"vraag", "demand", true}, {other, other, true}, {"verschil", "difference", true}};
  if (open_writing(f, dutch ? "bronnen" : "sources", rows, dutch, arena, &w, err) != WIJK_OK ||
      add_keys(&w, &form_heading, 1, err) != WIJK_OK || columns_add(w.layer, numbers, 3, 3, dutch, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < f->all.count; k++) {
    size_t first = beside_first(&f->all, k);
    if (first == k || !f->strata[k].there || !f->strata[first].there)
      continue;
    for (size_t year = 0; year <= f->year_count; year++)
      for (size_t form = 0; form < f->form_count; form++, w.row++) {
        size_t at = set_keys(&w, k, f->base_year + (int)year, f->forms[form], NULL, 1);
        const wijk_flows *own = &f->strata[k].whole, *theirs = &f->strata[first].whole;
        size_t cell = (year ? year - 1 : 0) * f->form_count + form;
        double demand = year ? own->closing[cell] : own->opening[form],
               base = year ? theirs->closing[cell] : theirs->opening[form];
        set(&w, at, demand, WIJK_REASON_MISSING);
        set(&w, at + 1, base, WIJK_REASON_MISSING);
        set(&w, at + 2, demand - base, WIJK_REASON_MISSING);
      }
  }
  *beside = w.layer;
  return WIJK_OK;
}

/* ---- what came ---- */

typedef struct coming {
  const wijk_column *years, *forms, *people;
  strata_key key;
} coming;

/* Year and form of a row; false where the forecast has none such. */
static bool find_cell(const wijk_forecast *f, const coming *c, size_t row, size_t *year, size_t *form) {
  double at = c->years->numbers[row] - f->base_year;
  *form = c->forms->texts[row] ? forecast_find_form(f, c->forms->texts[row]) : WIJK_NONE;
  *year = at >= 0 && at <= (double)f->year_count ? (size_t)at : WIJK_NONE;
  return *form < f->form_count && *year != WIJK_NONE;
}

static void set_realised(writing *w, size_t number, size_t year, size_t form, double came) {
  const wijk_forecast *f = w->f;
  const wijk_flows *whole = &f->strata[number].whole;
  double planned = year ? whole->closing[(year - 1) * f->form_count + form] : whole->opening[form];
  size_t at = set_keys(w, number, f->base_year + (int)year, f->forms[form], NULL, 1);
  set(w, at, planned, WIJK_REASON_MISSING);
  set(w, at + 1, came, WIJK_REASON_MISSING);
  set(w, at + 2, came - planned, WIJK_REASON_MISSING);
  set(w, at + 3, planned > 0 ? came / planned - 1 : NAN, WIJK_REASON_MISSING);
  w->row++;
}

/* Each year and form of each stratum once. */
static wijk_status check_realised(const wijk_forecast *f, const coming *c, const wijk_table *realised,
                                  wijk_arena *arena, wijk_report *report, wijk_error *err) {
  const size_t years = f->year_count + 1, first = report->finding_count;
  bool *there = WIJK_ARENA_ADD(arena, bool, f->all.count *years * f->form_count, err);
  if (!there)
    return err->status;
  for (size_t row = 0; row < realised->layer->row_count && err->status == WIJK_OK; row++) {
    size_t year, form;
    bool twice = false;
    if (!find_cell(f, c, row, &year, &form) ||
        forecast_check_share(realised, &c->key, row, c->people->numbers[row], report, err) != WIJK_OK)
      continue;
    size_t count = strata_key_find(&c->key, row);
    for (size_t k = 0; k < count; k++) {
      bool *cell = &there[(c->key.found[k] * years + year) * f->form_count + form];
      twice |= *cell;
      *cell = true;
    }
    if (twice)
      row_fault(realised, row, NULL, "twice", report, err, "%s is given twice", f->forms[form]);
  }
  return err->status == WIJK_OK ? wijk_report_check(report, first, err) : err->status;
}

wijk_status wijk_forecast_realised(const wijk_forecast *f, const wijk_table *realised, bool dutch, wijk_arena *arena,
                                   wijk_report *report, wijk_layer **beside, wijk_error *err) {
  static const heading numbers[] = {{"geraamd", "planned", true},
                                    {"gerealiseerd", "realised", true},
                                    {"verschil", "difference", true},
                                    {"verschil_aandeel", "difference_share", true}};
  const wijk_layer *table = realised->layer;
  coming c = {wijk_layer_find_role(table, "year"),
              wijk_layer_find_role(table, "form"),
              wijk_layer_find_role(table, "people"),
              {0}};
  writing w = {0};
  size_t rows = 0, elsewhere = 0;
  if (strata_key_open(&f->all, table, arena, &c.key, err) != WIJK_OK ||
      check_realised(f, &c, realised, arena, report, err) != WIJK_OK)
    return err->status;
  for (int filling = 0; filling < 2; filling++) {
    if (filling &&
        (open_writing(f, dutch ? "gerealiseerd" : "realised", rows, dutch, arena, &w, err) != WIJK_OK ||
         add_keys(&w, &form_heading, 1, err) != WIJK_OK || columns_add(w.layer, numbers, 4, 3, dutch, err) != WIJK_OK))
      return err->status;
    for (size_t row = 0; row < table->row_count; row++) {
      size_t year, form, used = 0;
      size_t count = find_cell(f, &c, row, &year, &form) ? strata_key_find(&c.key, row) : 0;
      for (size_t k = 0; k < count; k++)
        if (f->strata[c.key.found[k]].there) {
          used++;
          if (filling)
            set_realised(&w, c.key.found[k], year, form, c.people->numbers[row]);
        }
      rows += used;
      elsewhere += !filling && used == 0;
    }
  }
  if (elsewhere)
    wijk_report_add_finding(report,
                            &(wijk_finding){.severity = WIJK_WARNING, .code = "not-forecast", .source = realised->file},
                            err, "%zu of its rows are of a year, form or scenario that is not forecast", elsewhere);
  *beside = w.layer;
  return err->status;
}
