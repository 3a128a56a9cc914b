/* SPDX-License-Identifier: EUPL-1.2 */
/* Cases as tables: names of columns are the same in both languages, their titles and words are not. */
#include "base/dates.h"
#include "scenario/columns.h"
#include "scenario/cost.h"
#include <math.h>
#include <wijk/text.h>

typedef struct column_words {
  const char *name, *nl, *en, *unit; /* a unit of both languages, or NULL */
} column_words;

static wijk_status add_columns(wijk_layer *layer, const column_words *words, size_t count, wijk_column_type type,
                               wijk_error *err) {
  for (size_t i = 0; i < count; i++) {
    wijk_column *column = wijk_layer_add_column(layer, words[i].name, type, err);
    if (!column)
      return err->status;
    column->title_nl = words[i].nl;
    column->title_en = words[i].en;
    column->unit_nl = column->unit_en = words[i].unit;
  }
  return WIJK_OK;
}
#define ADD(layer, words, type, err) add_columns(layer, words, sizeof(words) / sizeof *(words), type, err)

static double cents(double euros) {
  return nearbyint(euros * 100) / 100;
}

static void set_text(wijk_layer *layer, size_t column, size_t row, const char *text) {
  layer->columns[column].texts[row] = text;
  layer->columns[column].reasons[row] = text ? WIJK_PRESENT : WIJK_REASON_MISSING;
}

/* "2027-07-01" */
static const char *day_text(int day, wijk_arena *arena, wijk_error *err) {
  return day ? wijk_arena_format(arena, err, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100) : NULL;
}

/* ---- a row for each case ---- */

static const column_words names[] = {{"action_id", "Actie", "Action", NULL},
                                     {"action", "Wat", "What", NULL},
                                     {"location_id", "Locatie", "Location", NULL},
                                     {"location_name", "Naam", "Name", NULL},
                                     {"to_id", "Naar", "To", NULL},
                                     {"form_before", "Woonvorm voor", "Form before", NULL},
                                     {"form_after", "Woonvorm na", "Form after", NULL},
                                     {"zone_key", "Wijkcode", "Zone code", NULL},
                                     {"zone_name", "Wijk", "Zone", NULL},
                                     {"zone_class", "Klasse van de wijk", "Class of the zone", NULL},
                                     {"opens_on", "Datum", "Date", NULL},
                                     {"task", "Opgave", "Task", NULL}};
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

static const column_words figures[] = {
    {"places_before", "Plaatsen voor", "Places before", NULL},
    {"places_after", "Plaatsen na", "Places after", NULL},
    {"people_count", "Verhuizers", "People who move", NULL},
    {"delay_years", "Jaren na het basisjaar", "Years after the base year", NULL},
    {"floor_m2", "Vloeroppervlak", "Floor area", "m²"},
    {"new_eur", "Nieuwbouw", "New building", "€"},
    {"conversion_eur", "Ombouw", "Conversion", "€"},
    {"own_sum_eur", "Eigen raming", "Sum of its own", "€"},
    {"move_eur", "Verhuiskosten", "Cost of moving", "€"},
    {"investment_eur", "Investering", "Investment", "€"},
    {"rent_eur_year", "Huur per jaar", "Rent per year", "€"},
    {"care_eur_year", "Zorg per jaar", "Care per year", "€"},
    {"operation_eur_year", "Exploitatie per jaar", "Operation per year", "€"},
    {"income_eur_year", "Inkomsten per jaar", "Income per year", "€"},
    {"net_eur_year", "Saldo kosten per jaar", "Net costs per year", "€"},
    {"npv_eur", "Netto contante waarde", "Net present value", "€"},
    {"place_eur", "Contante kosten per plaats", "Present cost per place", "€"},
    {"place_year_eur", "Kosten per plaats per jaar", "Cost per place and year", "€"},
    {"break_even_eur_m2", "Huur waarbij het uitkomt, per m² per jaar", "Break-even rent per m² and year", "€"}};
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

static const column_words states[WIJK_COST_CONDITIONS + 2] = {
    {"permit", "Vergunning", "Permit", NULL},
    {"class_allows", "Klasse laat het toe", "Class allows it", NULL},
    {"monument", "Monument", "Monument", NULL},
    {"available", "Beschikbaar", "Available", NULL},
    {"least_places", "Minimumomvang", "Minimal size", NULL},
    {"floor_fits", "Oppervlak past", "Floor fits", NULL},
    {"order_fits", "Volgorde klopt", "Order fits", NULL},
    {"preconditions", "Randvoorwaarden", "Preconditions", NULL},
    {"not_counted", "Niet meegeteld", "Not counted", NULL}};

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
    column_set(layer, at + i, row, values[i], why);
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

static const column_words scenario_words[] = {{"scenario", "Scenario", "Scenario", NULL}};

static wijk_layer *new_table(const wijk_costs *costs, const char *nl, const char *en, size_t rows, wijk_arena *arena,
                             wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, costs->request->dutch ? nl : en, rows, err);
  return layer && (!costs->has_scenario || ADD(layer, scenario_words, WIJK_COLUMN_TEXT, err) == WIJK_OK) ? layer : NULL;
}

wijk_status wijk_costs_table(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  const bool dutch = costs->request->dutch;
  const size_t at = costs->has_scenario;
  wijk_layer *layer = new_table(costs, "casussen", "cases", costs->count, arena, err);
  if (!layer || ADD(layer, names, WIJK_COLUMN_TEXT, err) != WIJK_OK ||
      ADD(layer, figures, WIJK_COLUMN_NUMBER, err) != WIJK_OK || ADD(layer, states, WIJK_COLUMN_TEXT, err) != WIJK_OK)
    return err->status;
  layer->columns[at + NAMES + PEOPLE].of_people = true;
  for (size_t i = 0; i <= PEOPLE; i++)
    layer->columns[at + NAMES + i].whole = true;
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
      set_text(layer, 0, row, e->scenario);
    for (size_t i = 0; i < NAMES; i++)
      set_text(layer, at + i, row, texts[i]);
    set_figures(layer, at + NAMES, row, e);
    for (wijk_cost_condition i = 0; i < WIJK_COST_CONDITIONS; i++)
      set_text(layer, at + NAMES + FIGURES + i, row, wijk_cost_state_text(e->checks[i].state, dutch));
    set_text(layer, at + NAMES + FIGURES + WIJK_COST_CONDITIONS, row, open_conditions(e, dutch, arena, err));
    set_text(layer, at + NAMES + FIGURES + WIJK_COST_CONDITIONS + 1, row, e->not_counted);
  }
  *table = layer;
  return err->status;
}

/* ---- sensitivity ---- */

wijk_status wijk_costs_swings(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  static const column_words texts[] = {{"action_id", "Actie", "Action", NULL},
                                       {"location_id", "Locatie", "Location", NULL},
                                       {"location_name", "Naam", "Name", NULL},
                                       {"input", "Wat er verandert", "What changes", NULL}};
  static const column_words numbers[] = {
      {"rank", "Rang", "Rank", NULL},
      {"npv_low_eur", "Netto contante waarde bij minder", "Net present value with less", "€"},
      {"npv_eur", "Netto contante waarde", "Net present value", "€"},
      {"npv_high_eur", "Netto contante waarde bij meer", "Net present value with more", "€"},
      {"effect_eur", "Verschil", "Difference", "€"}};
  const size_t at = costs->has_scenario;
  size_t rows = 0, row = 0;
  for (size_t i = 0; i < costs->count; i++)
    rows += costs->entries[i].swing_count;
  wijk_layer *layer = new_table(costs, "gevoeligheid", "sensitivity", rows, arena, err);
  if (!layer || ADD(layer, texts, WIJK_COLUMN_TEXT, err) != WIJK_OK ||
      ADD(layer, numbers, WIJK_COLUMN_NUMBER, err) != WIJK_OK)
    return err->status;
  layer->columns[at + 4].whole = true;
  for (size_t i = 0; i < costs->count && err->status == WIJK_OK; i++) {
    const wijk_cost_entry *e = &costs->entries[i];
    const char *id = e->id ? e->id : wijk_arena_format(arena, err, "%zu", i + 1);
    for (size_t k = 0; k < e->swing_count; k++, row++) {
      const wijk_cost_swing *s = &e->swings[k];
      const double values[] = {(double)k + 1, cents(s->low_npv_eur), cents(e->result.npv_eur), cents(s->high_npv_eur),
                               cents(fabs(s->high_npv_eur - s->low_npv_eur))};
      if (costs->has_scenario)
        set_text(layer, 0, row, e->scenario);
      set_text(layer, at, row, id);
      set_text(layer, at + 1, row, e->location_id);
      set_text(layer, at + 2, row, e->location_name);
      set_text(layer, at + 3, row, wijk_cost_input_text(s->input, costs->request->dutch));
      for (size_t v = 0; v < sizeof values / sizeof *values; v++)
        column_set(layer, at + 4 + v, row, values[v], WIJK_REASON_MISSING);
    }
  }
  *table = layer;
  return err->status;
}
