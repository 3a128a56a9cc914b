/* SPDX-License-Identifier: EUPL-1.2 */
/* What a case is multiplied with: its floor, its prices, and how many years it lies ahead. */
#include "scenario/cost.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

/* The first of two that is given. */
static double either(double first, double second) {
  return isnan(first) ? second : first;
}

static double rate_of(const costing *c, size_t row, const char *role) {
  return cost_number(c->request->rates.layer, role, row);
}

/* ---- the floor ---- */

/* What is said of it; else the whole building; else what the places take, of a location that is there those before. */
static double floor_of(const costing *c, size_t number) {
  const wijk_cost_entry *e = &c->entries[number];
  const double own = cost_number(c->request->actions.layer, "floor", e->row);
  const double building = cost_number(c->request->buildings.layer, "floor", c->building[number]);
  const bool stands = e->of.places_before > 0;
  const size_t rate = stands ? cost_find_rate(c, e->form_before) : c->rate[number];
  const double taken = (stands ? e->of.places_before : e->of.places_after) * rate_of(c, rate, "m2_per_place");
  return either(either(own, building), taken);
}

/* ---- paid once ---- */

static wijk_status need_price(costing *c, const wijk_cost_entry *e, size_t rate, const char *role, wijk_error *err) {
  const wijk_column *column = wijk_layer_find_role(c->request->rates.layer, role);
  return row_fault(&c->request->actions, e->row, "action", "no-price", c->report, err,
                   "'%s' has no price of %s%s%s%s in '%s', and no sum of its own is given",
                   cost_text(c->request->rates.layer, "form", rate),
                   strcmp(role, "new_cost_m2") == 0 ? "building" : "converting", column ? " (" : "",
                   column ? column->name : "", column ? ")" : "", c->request->rates.file);
}

/* A sum of its own counts instead of area times price, unless it is that. */
static bool is_same(double sum, double computed) {
  return fabs(sum - computed) <= fmax(1, 1e-6 * fabs(computed));
}

static wijk_status find_once(costing *c, size_t number, wijk_error *err) {
  wijk_cost_entry *e = &c->entries[number];
  const bool conversion = e->building || e->action == WIJK_COST_CONVERTS;
  const char *role = conversion ? "conversion_cost_m2" : "new_cost_m2";
  const double sum = either(cost_number(c->request->actions.layer, "cost", e->row),
                            cost_number(c->request->proposals.layer, "cost", c->proposal[number]));
  double price = rate_of(c, c->rate[number], role);
  if (e->building)
    price = either(cost_number(c->request->buildings.layer, role, c->building[number]), price);
  if (e->action == WIJK_COST_CLOSES || e->action == WIJK_COST_MOVES)
    price = 0;
  if (isnan(price) && isnan(sum))
    return need_price(c, e, c->rate[number], role, err);
  if (!isnan(sum) && !is_same(sum, e->of.floor_m2 * price)) {
    e->of.once_eur = sum;
    price = 0;
  }
  *(conversion ? &e->of.conversion_eur_m2 : &e->of.new_eur_m2) = price;
  return WIJK_OK;
}

/* ---- paid each year ---- */

static wijk_cost_price price_of(const costing *c, size_t before, size_t after, const char *role) {
  return (wijk_cost_price){rate_of(c, before, role), rate_of(c, after, role)};
}

static double income_of(const costing *c, const char *form, size_t rate) {
  for (size_t i = 0; form && i < c->request->income_count; i++)
    if (wijk_text_same(c->request->incomes[i].form, form))
      return c->request->incomes[i].eur_place_year;
  return rate_of(c, rate, "income");
}

static void find_yearly(costing *c, size_t number) {
  wijk_cost_entry *e = &c->entries[number];
  const size_t before = cost_find_rate(c, e->form_before), after = cost_find_rate(c, e->form_after);
  e->of.care = price_of(c, before, after, "care");
  e->of.operation = price_of(c, before, after, "operation");
  e->of.income = (wijk_cost_price){income_of(c, e->form_before, before), income_of(c, e->form_after, after)};
  const bool begins = e->action == WIJK_COST_OPENS || (e->action == WIJK_COST_CONVERTS && e->building);
  e->of.rent_begins = begins ? 1 : e->action == WIJK_COST_CLOSES ? -1 : 0;
  const double own = either(cost_number(c->request->actions.layer, "rent", e->row),
                            cost_number(c->request->buildings.layer, "rent", c->building[number]));
  e->of.rent_eur_m2_year = either(own, either(rate_of(c, c->rate[number], "rent"), c->request->rent_eur_m2));
}

/* ---- when ---- */

static int year_of(const wijk_cost_entry *e) {
  return e->day / 10000;
}

static int base_year(const costing *c) {
  int first = c->request->base_year;
  for (size_t i = 0; !c->request->base_year && i < c->count; i++)
    if (c->entries[i].day && (!first || year_of(&c->entries[i]) < first))
      first = year_of(&c->entries[i]);
  return first;
}

static wijk_status find_delays(costing *c, int base, wijk_error *err) {
  size_t undated = 0, first = 0;
  for (size_t i = 0; base && i < c->count && err->status == WIJK_OK; i++) {
    wijk_cost_entry *e = &c->entries[i];
    if (!e->day)
      first = undated++ ? first : i;
    else if (year_of(e) < base || year_of(e) - base > WIJK_COST_YEARS_MOST)
      row_fault(&c->request->actions, i, "date", "date-out-of-range", c->report, err,
                "its year is not from %d, the base year, to %d", base, base + WIJK_COST_YEARS_MOST);
    else
      e->of.delay = year_of(e) - base;
  }
  if (undated == 0 || undated == c->count || err->status != WIJK_OK)
    return err->status;
  const size_t *rows = c->request->actions.layer->source_rows;
  const char *who = undated == 1   ? "it has no date"
                    : undated == 2 ? "it and one other have no date"
                                   : wijk_arena_format(c->arena, err, "it and %zu others have no date", undated - 1);
  return !who ? err->status
              : wijk_report_add_finding(c->report,
                                        &(wijk_finding){.severity = WIJK_WARNING,
                                                        .code = "undated",
                                                        .source = c->request->actions.file,
                                                        .row = rows ? rows[first] : first + 1},
                                        err, "%s, and count%s as of %d", who, undated > 1 ? "" : "s", base);
}

wijk_status cost_find_prices(costing *c, int *base, wijk_error *err) {
  *base = base_year(c);
  for (size_t i = 0; i < c->count && err->status == WIJK_OK; i++) {
    wijk_cost_entry *e = &c->entries[i];
    if (e->action == WIJK_COST_ACTIONS) /* a fault already */
      continue;
    const bool moves = e->action == WIJK_COST_MOVES;
    e->of.floor_m2 = moves ? 0 : floor_of(c, i);
    e->of.move_eur_person = moves ? either(rate_of(c, c->rate[i], "move"), c->request->move_eur_person) : 0;
    find_yearly(c, i);
    if ((moves || c->rate[i] != WIJK_NONE) && find_once(c, i, err) == WIJK_OK && moves && e->of.once_eur != 0)
      e->of.move_eur_person = 0;
  }
  return find_delays(c, *base, err);
}
