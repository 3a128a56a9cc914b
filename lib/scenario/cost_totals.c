/* SPDX-License-Identifier: EUPL-1.2 */
/* What all cases of a scenario cost together, and those of each form. */
#include "scenario/cost.h"
#include "scenario/outcome.h"
#include <math.h>
#include <string.h>
#include <wijk/text.h>

typedef struct total {
  const char *scenario, *form; /* NULL = none has one; all forms, or none is said */
  bool all;
  double actions, unknown, places, investment, yearly, npv;
} total;

typedef struct totals {
  const wijk_costs *costs;
  total *rows;
  size_t count;
} totals;

static bool same(const char *a, const char *b) {
  return a == b || (a && b && wijk_text_same(a, b));
}

static total *row_of(totals *t, const char *scenario, const char *form, bool all) {
  for (size_t i = 0; i < t->count; i++)
    if (same(t->rows[i].scenario, scenario) && t->rows[i].all == all && (all || same(t->rows[i].form, form)))
      return &t->rows[i];
  t->rows[t->count] = (total){.scenario = scenario, .form = form, .all = all};
  return &t->rows[t->count++];
}

static void add(total *to, const wijk_cost_entry *e) {
  to->actions++;
  to->places += e->of.places_after - e->of.places_before;
  if (isnan(e->result.npv_eur)) {
    to->unknown++;
    return;
  }
  to->investment += e->result.investment_eur;
  to->yearly += e->result.net_eur_year;
  to->npv += e->result.npv_eur;
}

/* A scenario's forms in the order of the rates, moves without a form behind them, and all of it last. */
static wijk_status collect(totals *t, wijk_arena *arena, wijk_error *err) {
  const wijk_costs *costs = t->costs;
  const wijk_layer *rates = costs->request->rates.layer;
  t->rows = WIJK_ARENA_ADD(arena, total, 2 * costs->count, err);
  for (size_t first = 0, end; t->rows && first < costs->count; first = end) {
    const char *scenario = costs->entries[first].scenario;
    for (end = first; end < costs->count && same(costs->entries[end].scenario, scenario);)
      end++;
    for (size_t rate = 0; rate <= rates->row_count; rate++) {
      const char *form = cost_text(rates, "form", rate < rates->row_count ? rate : WIJK_NONE);
      for (size_t i = first; i < end; i++)
        if (same(cost_form(&costs->entries[i]), form))
          add(row_of(t, scenario, form, false), &costs->entries[i]);
    }
    for (size_t i = first; i < end; i++)
      add(row_of(t, scenario, NULL, true), &costs->entries[i]);
  }
  return err->status;
}

wijk_status wijk_costs_totals(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  static const outcome_column columns[] = {
      {"scenario", "Scenario", "Scenario", NULL, NULL, 't'},
      {"form", "Woonvorm", "Form", NULL, NULL, 't'},
      {"action_count", "Acties", "Actions", NULL, NULL, 'w'},
      {"unknown_count", "Acties zonder bedrag", "Actions without a sum", NULL, NULL, 'w'},
      {"places_change", "Plaatsen erbij", "Places more", NULL, NULL, 'w'},
      {"investment_eur", "Investering", "Investment", "€", "€", 'n'},
      {"net_eur_year", "Saldo kosten per jaar", "Net costs per year", "€", "€", 'n'},
      {"npv_eur", "Netto contante waarde", "Net present value", "€", "€", 'n'}};
  const size_t without = costs->has_scenario ? 0 : 1; /* of the columns, the first */
  const bool dutch = costs->request->dutch;
  const size_t at = costs->has_scenario;
  totals t = {.costs = costs};
  if (collect(&t, arena, err) != WIJK_OK)
    return err->status;
  wijk_layer *layer = wijk_layer_new(arena, dutch ? "totalen" : "totals", t.count, err);
  if (!layer ||
      outcome_columns_add(layer, columns + without, sizeof columns / sizeof *columns - without, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < t.count; row++) {
    const total *one = &t.rows[row];
    const char *form = one->all ? (dutch ? "alle" : "all") : one->form;
    const double values[] = {one->actions,
                             one->unknown,
                             one->places,
                             nearbyint(one->investment * 100) / 100,
                             nearbyint(one->yearly * 100) / 100,
                             nearbyint(one->npv * 100) / 100};
    if (costs->has_scenario)
      layer->columns[0].texts[row] = one->scenario;
    layer->columns[at].texts[row] = form;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
      outcome_set(layer, at + 1 + i, row, values[i], WIJK_REASON_MISSING);
  }
  *table = layer;
  return WIJK_OK;
}

wijk_status wijk_costs_report(const wijk_costs *costs, wijk_report *report, wijk_error *err) {
  totals t = {.costs = costs};
  if (collect(&t, report->arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < t.count && err->status == WIJK_OK; i++) {
    if (!t.rows[i].all)
      continue;
    const char *by =
        t.rows[i].scenario ? wijk_arena_format(report->arena, err, "scenario=%s", t.rows[i].scenario) : NULL;
    const struct {
      const char *id;
      double value;
    } figures[] = {
        {"investment_eur", t.rows[i].investment}, {"net_eur_year", t.rows[i].yearly}, {"npv_eur", t.rows[i].npv}};
    for (size_t k = 0; k < 3 && err->status == WIJK_OK; k++)
      wijk_report_add_city(report,
                           &(wijk_city_value){.id = figures[k].id,
                                              .by = by,
                                              .value = nearbyint(figures[k].value * 100) / 100,
                                              .p = NAN,
                                              .expected = NAN,
                                              .variance = NAN},
                           err);
  }
  return err->status;
}
