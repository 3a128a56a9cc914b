/* SPDX-License-Identifier: EUPL-1.2 */
/* Cases as tables: names of columns are the same in both languages, their titles and words are not. */
#include "base/dates.h"
#include "scenario/cost.h"
#include "scenario/outcome.h"
#include <math.h>
#include <wijk/text.h>

#define EUROS "€", "€"
#define ADD(layer, columns, err) outcome_columns_add(layer, columns, sizeof(columns) / sizeof *(columns), err)

static double cents(double euros) {
  return nearbyint(euros * 100) / 100;
}

/* "2027-07-01" */
static const char *day_text(int day, wijk_arena *arena, wijk_error *err) {
  return day ? wijk_arena_format(arena, err, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100) : NULL;
}

/* ---- a row for each case ---- */

static const outcome_column names[] = {{"action_id", "Actie", "Action", NULL, NULL, 't'},
                                       {"action", "Wat", "What", NULL, NULL, 't'},
                                       {"location_id", "Locatie", "Location", NULL, NULL, 't'},
                                       {"location_name", "Naam", "Name", NULL, NULL, 't'},
                                       {"to_id", "Naar", "To", NULL, NULL, 't'},
                                       {"form_before", "Woonvorm voor", "Form before", NULL, NULL, 't'},
                                       {"form_after", "Woonvorm na", "Form after", NULL, NULL, 't'},
                                       {"zone_key", "Wijkcode", "Zone code", NULL, NULL, 't'},
                                       {"zone_name", "Wijk", "Zone", NULL, NULL, 't'},
                                       {"zone_class", "Klasse van de wijk", "Class of the zone", NULL, NULL, 't'},
                                       {"opens_on", "Datum", "Date", NULL, NULL, 't'},
                                       {"task", "Opgave", "Task", NULL, NULL, 't'}};
enum {
  ACTION_ID,
  ACTION,
  LOCATION_ID,
  LOCATION_NAME,
  TO_ID,
  FORM_BEFORE,
  FORM_AFTER,
  ZONE_KEY,
  ZONE_NAME,
  ZONE_CLASS,
  OPENS_ON,
  TASK,
  NAMES
};

static const outcome_column figures[] = {
    {"places_before", "Plaatsen voor", "Places before", NULL, NULL, 'w'},
    {"places_after", "Plaatsen na", "Places after", NULL, NULL, 'w'},
    {"people_count", "Verhuizers", "People who move", NULL, NULL, 'p'},
    {"delay_years", "Jaren na het basisjaar", "Years after the base year", NULL, NULL, 'n'},
    {"floor_m2", "Vloeroppervlak", "Floor area", "m²", "m²", 'n'},
    {"new_eur", "Nieuwbouw", "New building", EUROS, 'n'},
    {"conversion_eur", "Ombouw", "Conversion", EUROS, 'n'},
    {"own_sum_eur", "Eigen raming", "Sum of its own", EUROS, 'n'},
    {"move_eur", "Verhuiskosten", "Cost of moving", EUROS, 'n'},
    {"investment_eur", "Investering", "Investment", EUROS, 'n'},
    {"rent_eur_year", "Huur per jaar", "Rent per year", EUROS, 'n'},
    {"care_eur_year", "Zorg per jaar", "Care per year", EUROS, 'n'},
    {"operation_eur_year", "Exploitatie per jaar", "Operation per year", EUROS, 'n'},
    {"income_eur_year", "Inkomsten per jaar", "Income per year", EUROS, 'n'},
    {"net_eur_year", "Saldo kosten per jaar", "Net costs per year", EUROS, 'n'},
    {"npv_eur", "Netto contante waarde", "Net present value", EUROS, 'n'},
    {"place_eur", "Contante kosten per plaats", "Present cost per place", EUROS, 'n'},
    {"place_year_eur", "Kosten per plaats per jaar", "Cost per place and year", EUROS, 'n'},
    {"break_even_eur_m2", "Huur waarbij het uitkomt, per m² per jaar", "Break-even rent per m² and year", EUROS, 'n'}};
enum {
  PLACES_BEFORE,
  PLACES_AFTER,
  PEOPLE,
  DELAY,
  FLOOR,
  NEW,
  CONVERSION,
  OWN,
  MOVE,
  INVESTMENT,
  RENT,
  CARE,
  OPERATION,
  INCOME,
  NET,
  NPV,
  PLACE,
  PLACE_YEAR,
  BREAK_EVEN,
  FIGURES
};

static const outcome_column states[WIJK_COST_CONDITIONS + 2] = {
    {"permit", "Vergunning", "Permit", NULL, NULL, 't'},
    {"class_allows", "Klasse laat het toe", "Class allows it", NULL, NULL, 't'},
    {"monument", "Monument", "Monument", NULL, NULL, 't'},
    {"available", "Beschikbaar", "Available", NULL, NULL, 't'},
    {"least_places", "Minimumomvang", "Minimal size", NULL, NULL, 't'},
    {"floor_fits", "Oppervlak past", "Floor fits", NULL, NULL, 't'},
    {"order_fits", "Volgorde klopt", "Order fits", NULL, NULL, 't'},
    {"preconditions", "Randvoorwaarden", "Preconditions", NULL, NULL, 't'},
    {"not_counted", "Niet meegeteld", "Not counted", NULL, NULL, 't'}};

static void set_figures(wijk_layer *layer, size_t at, size_t row, const wijk_cost_entry *e) {
  const wijk_cost_result *r = &e->result;
  const bool moves = e->action == WIJK_COST_MOVES;
  const double values[FIGURES] = {[PLACES_BEFORE] = moves ? NAN : e->of.places_before,
                                  [PLACES_AFTER] = moves ? NAN : e->of.places_after,
                                  [PEOPLE] = moves ? e->of.people : NAN,
                                  [DELAY] = e->of.delay,
                                  [FLOOR] = moves ? NAN : e->of.floor_m2,
                                  [NEW] = cents(r->new_eur),
                                  [CONVERSION] = cents(r->conversion_eur),
                                  [OWN] = cents(r->once_eur),
                                  [MOVE] = cents(r->move_eur),
                                  [INVESTMENT] = cents(r->investment_eur),
                                  [RENT] = cents(r->rent_eur_year),
                                  [CARE] = cents(r->care_eur_year),
                                  [OPERATION] = cents(r->operation_eur_year),
                                  [INCOME] = cents(r->income_eur_year),
                                  [NET] = cents(r->net_eur_year),
                                  [NPV] = cents(r->npv_eur),
                                  [PLACE] = cents(r->place_eur),
                                  [PLACE_YEAR] = cents(r->place_year_eur),
                                  [BREAK_EVEN] = cents(r->break_even_eur_m2)};
  for (size_t i = 0; i < FIGURES; i++) {
    const wijk_reason why = i == PLACE || i == PLACE_YEAR ? (moves ? WIJK_REASON_NO_PLACES : WIJK_REASON_MISSING)
                            : i != BREAK_EVEN             ? WIJK_REASON_MISSING
                            : e->of.rent_begins == 0      ? WIJK_REASON_NO_RENT
                                                          : WIJK_REASON_NO_INCOME;
    outcome_set(layer, at + i, row, values[i], why);
  }
}

/* "vergunning: omgevingsvergunning voor ...; monument: ..." of what is not settled. */
static const char *open_conditions(const wijk_cost_entry *e, bool dutch, wijk_arena *arena, wijk_error *err) {
  const char *text = NULL;
  for (wijk_cost_condition i = 0; i < WIJK_COST_CONDITIONS; i++) {
    const wijk_cost_check *check = &e->checks[i];
    if (check->state == WIJK_COST_IDLE || check->state == WIJK_COST_MET)
      continue;
    text = wijk_arena_format(arena, err, "%s%s%s: %s", text ? text : "", text ? "; " : "",
                             wijk_cost_condition_text(i, dutch), check->why ? check->why : "");
  }
  return text;
}

static const outcome_column scenario_words[] = {{"scenario", "Scenario", "Scenario", NULL, NULL, 't'}};

static wijk_layer *new_table(const wijk_costs *costs, const char *nl, const char *en, size_t rows, wijk_arena *arena,
                             wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, costs->request->dutch ? nl : en, rows, err);
  return layer && (!costs->has_scenario || ADD(layer, scenario_words, err) == WIJK_OK) ? layer : NULL;
}

wijk_status wijk_costs_table(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  const bool dutch = costs->request->dutch;
  const size_t at = costs->has_scenario;
  wijk_layer *layer = new_table(costs, "casussen", "cases", costs->count, arena, err);
  if (!layer || ADD(layer, names, err) != WIJK_OK || ADD(layer, figures, err) != WIJK_OK ||
      ADD(layer, states, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < costs->count && err->status == WIJK_OK; row++) {
    const wijk_cost_entry *e = &costs->entries[row];
    const char *texts[NAMES] = {[ACTION_ID] = e->id ? e->id : wijk_arena_format(arena, err, "%zu", row + 1),
                                [ACTION] = wijk_cost_action_text(e->action, dutch),
                                [LOCATION_ID] = e->location_id,
                                [LOCATION_NAME] = e->location_name,
                                [TO_ID] = e->to_id ? e->to_id : e->to_name,
                                [FORM_BEFORE] = e->form_before,
                                [FORM_AFTER] = e->form_after,
                                [ZONE_KEY] = e->zone_key,
                                [ZONE_NAME] = e->zone_name,
                                [ZONE_CLASS] = e->zone_class,
                                [OPENS_ON] = day_text(e->day, arena, err),
                                [TASK] = e->task};
    if (costs->has_scenario)
      outcome_set_text(layer, 0, row, e->scenario);
    for (size_t i = 0; i < NAMES; i++)
      outcome_set_text(layer, at + i, row, texts[i]);
    set_figures(layer, at + NAMES, row, e);
    for (wijk_cost_condition i = 0; i < WIJK_COST_CONDITIONS; i++)
      outcome_set_text(layer, at + NAMES + FIGURES + i, row, wijk_cost_state_text(e->checks[i].state, dutch));
    outcome_set_text(layer, at + NAMES + FIGURES + WIJK_COST_CONDITIONS, row, open_conditions(e, dutch, arena, err));
    outcome_set_text(layer, at + NAMES + FIGURES + WIJK_COST_CONDITIONS + 1, row, e->not_counted);
  }
  *table = layer;
  return err->status;
}

/* ---- sensitivity ---- */

wijk_status wijk_costs_swings(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  static const outcome_column texts[] = {{"action_id", "Actie", "Action", NULL, NULL, 't'},
                                         {"location_id", "Locatie", "Location", NULL, NULL, 't'},
                                         {"location_name", "Naam", "Name", NULL, NULL, 't'},
                                         {"input", "Wat er verandert", "What changes", NULL, NULL, 't'}};
  static const outcome_column numbers[] = {
      {"rank", "Rang", "Rank", NULL, NULL, 'w'},
      {"npv_low_eur", "Netto contante waarde bij minder", "Net present value with less", EUROS, 'n'},
      {"npv_eur", "Netto contante waarde", "Net present value", EUROS, 'n'},
      {"npv_high_eur", "Netto contante waarde bij meer", "Net present value with more", EUROS, 'n'},
      {"effect_eur", "Verschil", "Difference", EUROS, 'n'}};
  const size_t at = costs->has_scenario;
  size_t rows = 0, row = 0;
  for (size_t i = 0; i < costs->count; i++)
    rows += costs->entries[i].swing_count;
  wijk_layer *layer = new_table(costs, "gevoeligheid", "sensitivity", rows, arena, err);
  if (!layer || ADD(layer, texts, err) != WIJK_OK || ADD(layer, numbers, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < costs->count && err->status == WIJK_OK; i++) {
    const wijk_cost_entry *e = &costs->entries[i];
    const char *id = e->id ? e->id : wijk_arena_format(arena, err, "%zu", i + 1);
    for (size_t k = 0; k < e->swing_count; k++, row++) {
      const wijk_cost_swing *s = &e->swings[k];
      const double values[] = {(double)k + 1, cents(s->low_npv_eur), cents(e->result.npv_eur), cents(s->high_npv_eur),
                               cents(fabs(s->high_npv_eur - s->low_npv_eur))};
      if (costs->has_scenario)
        outcome_set_text(layer, 0, row, e->scenario);
      outcome_set_text(layer, at, row, id);
      outcome_set_text(layer, at + 1, row, e->location_id);
      outcome_set_text(layer, at + 2, row, e->location_name);
      outcome_set_text(layer, at + 3, row, wijk_cost_input_text(s->input, costs->request->dutch));
      for (size_t v = 0; v < sizeof values / sizeof *values; v++)
        outcome_set(layer, at + 4 + v, row, values[v], WIJK_REASON_MISSING);
    }
  }
  *table = layer;
  return err->status;
}
