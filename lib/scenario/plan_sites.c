/* SPDX-License-Identifier: EUPL-1.2 */
/* Every building of a plan: locations that are there now, proposals, and units of vacant buildings. */
#include "base/dates.h"
#include "base/sort.h"
#include "scenario/plan.h"
#include <math.h>
#include <string.h>

/* Whole euros: a sum of them is exact, and nobody knows the cents. */
static double euros(double amount) {
  return nearbyint(amount);
}

static double *cells_of(double *all, const plan_work *w, size_t site) {
  return all + site * w->form_count;
}

/* Numbers that are not known are faults: what is to be divided must be. */
static bool is_known(const plan_work *w, const wijk_table *table, size_t row, const char *role, const char *what,
                     wijk_error *err) {
  const bool known = !isnan(plan_number(table->layer, role, row));
  if (!known)
    PLAN_FAULT(w, ((plan_spot){table, row, role, "unknown-number", "write the number, 0 if there are none", NULL}), err,
               "%s", what);
  return known;
}

/* ---- locations ---- */

/* Places in another form, where a place takes more room or less. */
static void convert(const plan_work *w, size_t site, size_t own, double places) {
  double *capacity = cells_of(w->capacity, w, site), *cost = cells_of(w->cost, w, site);
  const double floor_m2 = places * w->rates[own].m2_per_place;
  for (size_t f = 0; f < w->form_count && w->rates[own].there; f++)
    if (f != own && w->rates[f].there) {
      capacity[f] = floor(floor_m2 / w->rates[f].m2_per_place + 1e-9);
      cost[f] = euros(floor_m2 * w->rates[f].conversion_cost_m2);
    }
}

static wijk_status add_location(plan_work *w, size_t row, size_t site, wijk_error *err) {
  const wijk_table *table = &w->layers[WIJK_ORIGIN_LOCATION];
  const size_t form = plan_form_at(w, table, row, err);
  const double places = plan_number(table->layer, "capacity", row), people = plan_number(table->layer, "occupied", row);
  const bool known = is_known(w, table, row, "capacity", "how many places it has is not known", err),
             counted = is_known(w, table, row, "occupied", "how many people live there is not known", err);
  if (form == WIJK_NONE || !known || !counted)
    return err->status;
  w->sites[site].form = form;
  w->sites[site].places = places;
  w->sites[site].occupied = people;
  w->names[site].floor_m2 = w->rates[form].there ? places * w->rates[form].m2_per_place : NAN;
  cells_of(w->capacity, w, site)[form] = places;
  convert(w, site, form, places);
  return WIJK_OK;
}

/* ---- proposals ---- */

static wijk_status add_proposal(plan_work *w, size_t row, size_t site, wijk_error *err) {
  const wijk_table *table = &w->layers[WIJK_ORIGIN_PROPOSAL];
  const size_t form = plan_form_at(w, table, row, err);
  const double places = plan_number(table->layer, "capacity", row), own = plan_number(table->layer, "cost", row);
  if (!is_known(w, table, row, "capacity", "how many places it would have is not known", err) || form == WIJK_NONE)
    return err->status;
  const plan_rate *rate = &w->rates[form];
  double floor_m2 = plan_number(table->layer, "floor", row);
  floor_m2 = isnan(floor_m2) && rate->there ? places * rate->m2_per_place : floor_m2;
  if (isnan(own) && !rate->there && w->r->rates.layer)
    return WIJK_OK; /* that the form has no rate is a fault of the rates already */
  if (isnan(own) && !rate->there)
    return PLAN_FAULT(
        w,
        ((plan_spot){table, row, "cost", "unknown-cost",
                     "name the table of rates with --rates, or add a column kosten_eur (cost_eur)", NULL}),
        err, "what it would cost is not known");
  w->names[site].floor_m2 = floor_m2;
  cells_of(w->capacity, w, site)[form] = places;
  cells_of(w->cost, w, site)[form] = euros(isnan(own) ? floor_m2 * rate->new_cost_m2 : own);
  return WIJK_OK;
}

/* ---- vacant buildings ---- */

static size_t units_of(const wijk_layer *buildings, size_t row) {
  const double units = plan_number(buildings, "units", row);
  return isnan(units) ? 1 : (size_t)units;
}

static void add_unit(plan_work *w, size_t row, size_t site) {
  const wijk_layer *buildings = w->layers[WIJK_ORIGIN_BUILDING].layer;
  const double floor_m2 = plan_number(buildings, "floor", row) / (double)units_of(buildings, row),
               own = plan_number(buildings, "conversion_cost_m2", row);
  w->names[site].floor_m2 = floor_m2;
  for (size_t f = 0; f < w->form_count && w->rates[f].there; f++) {
    cells_of(w->capacity, w, site)[f] = floor(floor_m2 / w->rates[f].m2_per_place + 1e-9);
    cells_of(w->cost, w, site)[f] = euros(floor_m2 * (isnan(own) ? w->rates[f].conversion_cost_m2 : own));
  }
}

/* ---- all of them ---- */

/* What is not yet there when the year ends is no location of the plan. */
static wijk_status drop_later(plan_work *w, wijk_error *err) {
  wijk_table *table = &w->layers[WIJK_ORIGIN_LOCATION];
  const size_t count = table->layer->row_count;
  size_t *rows = WIJK_ARENA_ADD(w->arena, size_t, count, err), kept = 0;
  for (size_t row = 0; rows && row < count; row++) {
    const char *text = plan_text(table->layer, "valid_from", row);
    int day = 0;
    if (!text || !date_read(text, &day) || day <= w->last_day)
      rows[kept++] = row;
    else
      plan_say(w, WIJK_WARNING, (plan_spot){table, row, "valid_from", "not-in-time", NULL, NULL}, err,
               "it is not there before %s, after 31 December %d, and is left out", text, w->year);
  }
  wijk_counts *counts = wijk_report_find_counts(w->report, "facilities");
  if (counts && counts->used >= count - kept) {
    counts->used -= count - kept;
    counts->not_selected += count - kept;
  }
  if (rows && kept < count)
    table->layer = wijk_layer_select(table->layer, rows, kept, w->arena, err);
  return err->status;
}

static wijk_status check_columns(const plan_work *w, wijk_error *err) {
  static const char *const needed[3][3] = {
      {"form", "capacity", "occupied"}, {"form", "capacity", NULL}, {NULL, NULL, NULL}};
  static const char *const options[] = {"facilities", "proposals", "buildings"};
  for (size_t origin = 0; origin < 3; origin++)
    for (size_t i = 0; w->layers[origin].layer && i < 3 && needed[origin][i]; i++)
      if (!wijk_layer_find_role(w->layers[origin].layer, needed[origin][i])) {
        wijk_error_set(err, WIJK_DATA, "'%s' has no column for %s", w->layers[origin].file, needed[origin][i]);
        return wijk_error_hint(err, "choose one with --field %s.%s=FIELD", options[origin], needed[origin][i]);
      }
  if (w->r->buildings && !w->r->rates.layer) {
    wijk_error_set(err, WIJK_USAGE, "without rates it is not known how many places a vacant building could have");
    return wijk_error_hint(err, "name a table of m2 and cost per form with --rates");
  }
  return WIJK_OK;
}

static wijk_status new_sites(plan_work *w, wijk_error *err) {
  const wijk_layer *buildings = w->layers[WIJK_ORIGIN_BUILDING].layer;
  for (size_t origin = 0; origin < 3; origin++)
    w->site_count += w->layers[origin].layer ? w->layers[origin].layer->row_count : 0;
  for (size_t row = 0; buildings && row < buildings->row_count; row++)
    w->site_count += units_of(buildings, row) - 1;
  const size_t count = w->site_count, cells = count * w->form_count;
  w->names = WIJK_ARENA_ADD(w->arena, wijk_plan_site, count, err);
  w->sites = WIJK_ARENA_ADD(w->arena, wijk_site, count, err);
  w->capacity = WIJK_ARENA_ADD(w->arena, double, cells, err);
  w->cost = WIJK_ARENA_ADD(w->arena, double, cells, err);
  w->building = WIJK_ARENA_ADD(w->arena, size_t, count, err);
  w->after = WIJK_ARENA_ADD(w->arena, size_t, count, err);
  w->opens = WIJK_ARENA_ADD(w->arena, int, count, err);
  return err->status;
}

static wijk_status add_row(plan_work *w, wijk_origin origin, size_t row, size_t *next, wijk_error *err) {
  const wijk_layer *layer = w->layers[origin].layer;
  const size_t units = origin == WIJK_ORIGIN_BUILDING ? units_of(layer, row) : 1, first = *next;
  const char *id = plan_text(layer, "id", row);
  for (size_t unit = 0; unit < units && err->status == WIJK_OK; unit++) {
    const size_t site = (*next)++;
    w->names[site] = (wijk_plan_site){.origin = origin,
                                      .row = row,
                                      .id = units > 1 ? wijk_arena_format(w->arena, err, "%s/%zu", id, unit + 1) : id,
                                      .name = plan_text(layer, "name", row),
                                      .floor_m2 = NAN};
    w->sites[site] = (wijk_site){.x = layer->geometry.x[row],
                                 .y = layer->geometry.y[row],
                                 .zone = WIJK_NONE,
                                 .form = WIJK_NONE,
                                 .capacity = cells_of(w->capacity, w, site),
                                 .cost = cells_of(w->cost, w, site)};
    w->building[site] = first;
    w->after[site] = WIJK_NONE;
    if (origin == WIJK_ORIGIN_BUILDING)
      add_unit(w, row, site);
    else if (origin == WIJK_ORIGIN_LOCATION)
      add_location(w, row, site, err);
    else
      add_proposal(w, row, site, err);
  }
  return err->status;
}

static int compare_ids(const void *context, size_t a, size_t b) {
  const plan_work *w = context;
  return strcmp(w->names[a].id, w->names[b].id);
}

/* Within a source its door looks; between two of them nobody else does. */
static wijk_status check_ids(const plan_work *w, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, w->site_count, err);
  if (!order || wijk_sort(w->site_count, compare_ids, w, order, err) != WIJK_OK)
    return err->status;
  for (size_t i = 1; i < w->site_count && err->status == WIJK_OK; i++) {
    const wijk_plan_site *one = &w->names[order[i - 1]], *other = &w->names[order[i]];
    if (strcmp(one->id, other->id) == 0)
      PLAN_FAULT(w,
                 ((plan_spot){&w->layers[other->origin], other->row, "id", "duplicate-id",
                              "give each location and candidate an id of its own", NULL}),
                 err, "id '%s' is in '%s' too", other->id, w->layers[one->origin].file);
  }
  return err->status;
}

wijk_status plan_read_sites(plan_work *w, wijk_error *err) {
  size_t next = 0;
  if (check_columns(w, err) != WIJK_OK || drop_later(w, err) != WIJK_OK || new_sites(w, err) != WIJK_OK)
    return err->status;
  for (int origin = WIJK_ORIGIN_LOCATION; origin <= WIJK_ORIGIN_BUILDING; origin++) {
    const wijk_layer *layer = w->layers[origin].layer;
    for (size_t row = 0; layer && row < layer->row_count; row++)
      if (add_row(w, (wijk_origin)origin, row, &next, err) != WIJK_OK)
        return err->status;
  }
  return check_ids(w, err);
}
