/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-cost: what does an action cost and bring? */
#include <math.h>
#include <string.h>

#include "common/cost_sheets.h"
#include "common/program.h"

static const char *const shared[] = {"facilities", "zoning", "layer",     "field", "status", "decimal",       "crs",
                                     "assume-crs", "output", "overwrite", "theme", "hash",   "allow-network", NULL};

static const option options[] = {
    {"actions", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.actions",
     "what is done: action, location_id or a name, form, places; as wijk-allocate writes it, or a table of one's own"},
    {"rates", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.rates",
     "per form: care per place and year, m2 per place, cost per m2 of building and of converting, least places; where "
     "given operation, rent, income, cost of a move"},
    {"buildings", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.buildings",
     "vacant buildings: floor area, rent, cost of converting, whether listed, from when available"},
    {"proposals", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.proposals",
     "proposed locations: name, cost, from when"},
    {"rate", 0, OPTION_NUMBER, false, "R", NULL, NULL, "cost.rate",
     "discount rate a year, from 0 to 1: 0.03 is 3 percent"},
    {"years", 0, OPTION_WHOLE, false, "N", NULL, NULL, "cost.years", "how many years of use are counted, up to 200"},
    {"index", 0, OPTION_NUMBER, false, "R", NULL, "0", "cost.index",
     "how much all prices rise a year: 0.02 is 2 percent"},
    {"base-year", 0, OPTION_WHOLE, false, "YEAR", NULL, NULL, "cost.base_year",
     "of whose first day all values are; without it the year of the earliest date of the actions"},
    {"rent", 0, OPTION_NUMBER, false, "EUR", NULL, NULL, "cost.rent",
     "rent per m2 and year where neither the action, the building nor the rates say one"},
    {"income", 0, OPTION_TEXT, true, "FORM:EUR", NULL, NULL, "cost.income",
     "what is received per place and year, as in begeleid:18000; before what the rates say"},
    {"move-cost", 0, OPTION_NUMBER, false, "EUR", NULL, NULL, "cost.move_cost",
     "cost of a move per person where the rates say none"},
    {"swing", 0, OPTION_NUMBER, false, "SHARE", NULL, "0.2", "cost.swing",
     "how far each input goes down and up in the sensitivity"},
    {"sensitivity-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the net present value with each input lower and higher, per action"},
    {"totals-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL, "sums per scenario and form"},
    {"sheets", 0, OPTION_TARGET, false, "FILE", NULL, NULL, NULL,
     "a .pdf with a page for each action; of more than a dozen moves in a scenario a list"},
    {0}};

static const option_need needs[] = {{"status", "facilities", NULL},
                                    {"theme", "sheets", NULL},
                                    {"swing", "output|sensitivity-output|sheets", NULL},
                                    {NULL, NULL, NULL}};

static const example examples[] = {
    {"six actions of the invented city over thirty years at 3 percent, with a sheet for each",
     "wijk-cost --actions shapes/acties.csv --rates shapes/tarieven.csv --buildings shapes/leegstand.csv --proposals "
     "shapes/voorstellen.csv --facilities shapes/voorzieningen.csv --zoning out/zoning.gpkg --rate 0.03 --years 30 "
     "--move-cost 750 -o out/casussen.csv --totals-output out/totalen.csv --sheets out/casussen.pdf --overwrite"},
    {"what is received counted too, and what moves the result most",
     "wijk-cost --actions shapes/acties.csv --rates shapes/tarieven.csv --buildings shapes/leegstand.csv --rate 0.03 "
     "--years 30 --income begeleid:30000 --income beschermd:60000 -o out/casussen.xlsx --sensitivity-output "
     "out/gevoeligheid.csv --overwrite"},
    {0}};

static const char description[] =
    "Each action (opening, closure, conversion, move) becomes a case: its task, its money, what has to be so "
    "before it can be done, and the steps in order.\n\n"
    "Investment is floor area times the price of building or of converting per m2, of the form or of the building "
    "itself, "
    "unless the action or the proposal names a sum of its own (kosten_eur, cost_eur). The floor is what the action "
    "says, "
    "else that of the building, else places times m2 per place. Rent, care and operation are paid each year, for the "
    "places "
    "that there will be less those that there were; care belongs to places, so a move of people changes only the cost "
    "of "
    "moving. What is not given (rent, operation, income, cost of moves) is not counted, and the column not_counted "
    "says so.\n\n"
    "Money is written as costs: positive is paid, negative is saved. Income is what is received. The net present value "
    "is "
    "what is received and saved less what is paid, so a case that costs money has a negative one. The investment is "
    "paid on "
    "the first day of the year of the action, everything yearly at the end of each of --years years from then, all "
    "discounted at --rate to the first day of the base year; with --index all prices rise. The cost per place and year "
    "is the level yearly sum, in prices of the base year, that is worth as much. The break-even rent per m2 and year "
    "is the "
    "one at which the net present value is 0, and null where no income is given or no rent begins or ends. --rate and "
    "--years are to be given: no program should choose them.\n\n"
    "The sensitivity shows the net present value with one input lower and higher by --swing, years rounded to whole "
    "ones, the heaviest "
    "input first. A tornado of it stands on each sheet.\n\n"
    "Preconditions: a permit where a building or its use changes; no growth in a wijk whose class allows none "
    "(kwetsbaar, "
    "onbekend), by all actions of the scenario together; a listed building; a building that is free by the date; the "
    "minimal size of the form; a floor that holds the places; moves between opening and closure. The class stands in "
    "the "
    "actions (zone_class), or is found in --zoning by zone_key or by where the building, proposal or facility lies.\n\n"
    "All faults of all tables are found and listed before anything is computed. There is no public edition: actions "
    "name "
    "locations, secret ones too, and count people. Where a scenario has more than a dozen moves, they stand in the "
    "sheets as a list by the location that is left; the tables keep a row for each. The sheets show and give reasons; "
    "people decide.";

/* ---- what can be read ---- */

#define EUROS 'n', false, 0, 1e7
#define SUM 'n', false, 0, 1e10
static const wijk_table_column action_columns[] = {
    {"action", "action actie", 't', true, 0, 0},
    {"id", "action_id actie_id", 't', false, 0, 0},
    {"location", "location_id locatie_id", 't', false, 0, 0},
    {"name", "location_name locatie_naam locatie/location naam/name", 't', false, 0, 0},
    {"to", "to_id naar_id", 't', false, 0, 0},
    {"to_name", "to_name naar_naam naar/to", 't', false, 0, 0},
    {"form", "woonvorm form", 't', false, 0, 0},
    {"form_before", "form_before woonvorm_voor", 't', false, 0, 0},
    {"form_after", "form_after woonvorm_na", 't', false, 0, 0},
    {"places", "plaatsen/places capaciteit/capacity", 'w', false, 0, 1e5},
    {"places_before", "places_before plaatsen_voor", 'w', false, 0, 1e5},
    {"places_after", "places_after plaatsen_na", 'w', false, 0, 1e5},
    {"people", "people_count personen people", 'n', false, 0, 1e6},
    {"date", "opens_on datum date", 't', false, 0, 0},
    {"floor", "floor_m2 bvo_m2", 'n', false, 1, 1e6},
    {"rent", "huur_eur_m2_jaar rent_eur_m2_year", EUROS},
    {"cost", "kosten_eur cost_eur", SUM},
    {"building", "pand_id building_id pand/building", 't', false, 0, 0},
    {"origin", "origin herkomst", 't', false, 0, 0},
    {"zone_key", "zone_key wijkcode", 't', false, 0, 0},
    {"zone_name", "zone_name wijknaam wijk", 't', false, 0, 0},
    {"zone_class", "zone_class klasse", 't', false, 0, 0},
    {"reason", "reason toelichting reden", 't', false, 0, 0},
    {"scenario", "scenario", 't', false, 0, 0}};
static const wijk_table_column rate_columns[] = {
    {"form", "woonvorm form", 't', true, 0, 0},
    {"care", "zorg_eur_plaats_jaar care_eur_place_year", 'n', true, 0, 1e7},
    {"m2_per_place", "bvo_m2_per_plaats m2_per_plaats m2_per_place", 'n', true, 1, 1e4},
    {"new_cost_m2", "nieuwbouw_eur_m2 new_build_eur_m2", 'n', false, 0, 1e5},
    {"conversion_cost_m2", "ombouw_eur_m2 conversion_eur_m2", 'n', false, 0, 1e5},
    {"least", "min_plaatsen min_places", 'w', false, 0, 1e6},
    {"operation", "exploitatie_eur_plaats_jaar operation_eur_place_year", EUROS},
    {"rent", "huur_eur_m2_jaar rent_eur_m2_year", EUROS},
    {"income", "inkomsten_eur_plaats_jaar income_eur_place_year", EUROS},
    {"move", "verhuis_eur_persoon move_eur_person", EUROS}};
static const wijk_table_column building_columns[] = {
    {"id", "id pand_id building_id", 't', true, 0, 0},
    {"name", "naam/name", 't', false, 0, 0},
    {"floor", "bvo_m2 floor_m2", 'n', true, 1, 1e6},
    {"rent", "huur_eur_m2_jaar rent_eur_m2_year", EUROS},
    {"conversion_cost_m2", "verbouw_eur_m2 conversion_eur_m2", 'n', false, 0, 1e5},
    {"monument", "monument", 't', false, 0, 0},
    {"available", "beschikbaar_per available_from", 't', false, 0, 0},
    {"use", "laatste_gebruik last_use", 't', false, 0, 0}};
static const wijk_table_column proposal_columns[] = {
    {"id", "id", 't', true, 0, 0},
    {"name", "naam/name", 't', false, 0, 0},
    {"cost", "kosten_eur cost_eur", SUM},
    {"available", "beschikbaar_per available_from geldig_van/valid_from", 't', false, 0, 0}};

static wijk_status read_table(run *run, const char *role, const wijk_table_column *columns, size_t count,
                              wijk_table *table, wijk_error *err) {
  const char *path = run_text(run, role);
  wijk_source source;
  if (!path)
    return WIJK_OK;
  if (run_source(run, role, path, &source, err) != WIJK_OK)
    return err->status;
  source.keep_going = true; /* so that the faults of all tables are listed together */
  return wijk_read_table(&source, columns, count, run->arena, &run->report, table, err);
}
#define READ_TABLE(run, role, columns, table, err)                                                                     \
  read_table(run, role, columns, sizeof(columns) / sizeof *(columns), table, err)

/* A boundary goes to the lowest key, so rows stand by key. */
static wijk_status read_zoning(run *run, wijk_cost_request *request, wijk_error *err) {
  wijk_source source;
  wijk_layer *layer;
  if (!run_text(run, "zoning"))
    return WIJK_OK;
  if (run_source(run, "zoning", run_text(run, "zoning"), &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &layer, err) != WIJK_OK)
    return err->status;
  const wijk_column *key = wijk_layer_find_role(layer, "key"), *classes = wijk_layer_find(layer, "zone_class");
  if (!key || !key->texts || !classes || !classes->texts) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no %s", layer->name,
                   key && key->texts ? "column zone_class" : "key of its zones");
    return wijk_error_hint(err, "give the zoning map as wijk-zoning writes it");
  }
  size_t *order = WIJK_ARENA_ADD(run->arena, size_t, layer->row_count, err);
  if (!order || wijk_layer_order(layer, key, order, err) != WIJK_OK)
    return err->status;
  request->zoning = wijk_layer_select(layer, order, layer->row_count, run->arena, err);
  return err->status;
}

/* ---- what is asked ---- */

static wijk_status need_options(run *run, wijk_error *err) {
  static const struct {
    const char *name, *hint;
  } needed[] = {
      {"actions", "name the table of actions with --actions, or in a study file"},
      {"rates", "name the table of unit costs with --rates, or in a study file"},
      {"rate", "give the discount rate as a share, as in --rate 0.03 for 3 percent; it is a choice that the "
               "outcome depends on"},
      {"years", "give the number of years of use, as in --years 30; it is a choice that the outcome depends on"}};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!run_text(run, needed[i].name)) {
      wijk_error_set(err, WIJK_USAGE, "no --%s is given", needed[i].name);
      return wijk_error_hint(err, "%s", needed[i].hint);
    }
  static const char *const targets[] = {"output", "sensitivity-output", "totals-output", "sheets", "report", "json"};
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (run_given(run, targets[i]))
      return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
  return wijk_error_hint(err, "name a file with --output, or --sheets");
}

/* "5" for 5 percent is the mistake to expect. */
static wijk_status check_share(const run *run, const char *name, double least, wijk_error *err) {
  const double value = run_number(run, name);
  char percent[WIJK_NUMBER_SIZE];
  if (value >= least && value <= 1)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "--%s %s is not from %s to 1", name, run_text(run, name), least < 0 ? "-0.5" : "0");
  wijk_number_write(value / 100, percent);
  return value > 1 && value <= 100
             ? wijk_error_hint(err, "it is a share: %s percent is %s", run_text(run, name), percent)
             : wijk_error_hint(err, "it is a share: 0.03 is 3 percent");
}

static wijk_status check_numbers(const run *run, wijk_error *err) {
  static const char *const amounts[] = {"rent", "move-cost"};
  const size_t years = run_whole(run, "years", 0), base = run_whole(run, "base-year", 2000);
  const double swing = run_number(run, "swing");
  if (check_share(run, "rate", 0, err) != WIJK_OK || check_share(run, "index", -.5, err) != WIJK_OK)
    return err->status;
  if (years < 1 || years > WIJK_COST_YEARS_MOST)
    return wijk_error_set(err, WIJK_USAGE, "--years is from 1 to %d, not %s", WIJK_COST_YEARS_MOST,
                          run_text(run, "years"));
  if (base < 1900 || base > 2200)
    return wijk_error_set(err, WIJK_USAGE, "--base-year is a year from 1900 to 2200, not %s",
                          run_text(run, "base-year"));
  if (!(swing > 0 && swing < 1))
    return wijk_error_set(err, WIJK_USAGE, "--swing is a share between 0 and 1, not %s", run_text(run, "swing"));
  for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
    if (run_number(run, amounts[i]) < 0 || run_number(run, amounts[i]) > 1e7)
      return wijk_error_set(err, WIJK_USAGE, "--%s is a sum in euros, 0 or more, not %s", amounts[i],
                            run_text(run, amounts[i]));
  return WIJK_OK;
}

static wijk_status read_incomes(run *run, wijk_cost_request *request, wijk_error *err) {
  const char *const *texts = run_texts(run, "income", &request->income_count);
  wijk_cost_income *incomes = WIJK_ARENA_ADD(run->arena, wijk_cost_income, request->income_count, err);
  for (size_t i = 0; incomes && i < request->income_count; i++) {
    const char *colon = strrchr(texts[i], ':');
    wijk_cost_income *one = &incomes[i];
    if (!colon || colon == texts[i] || !wijk_number_read(colon + 1, strlen(colon + 1), &one->eur_place_year) ||
        one->eur_place_year < 0 || one->eur_place_year > 1e7) {
      wijk_error_set(err, WIJK_USAGE, "--income '%s' is no form and sum of 0 or more", texts[i]);
      return wijk_error_hint(err, "write the form, a colon and euros per place and year, as in begeleid:18000");
    }
    one->form = wijk_arena_text_part(run->arena, texts[i], (size_t)(colon - texts[i]), err);
  }
  request->incomes = incomes;
  return err->status;
}

static wijk_status read_request(run *run, wijk_cost_request *request, wijk_error *err) {
  wijk_layer *facilities = NULL;
  *request = (wijk_cost_request){
      .terms = {run_number(run, "rate"), run_number(run, "index"), (double)run_whole(run, "years", 0)},
      .base_year = (int)run_whole(run, "base-year", 0),
      .share = run_number(run, "swing"),
      .rent_eur_m2 = run_number(run, "rent"),
      .move_eur_person = run_number(run, "move-cost"),
      .dutch = run_dutch(run)};
  if (read_incomes(run, request, err) != WIJK_OK ||
      READ_TABLE(run, "actions", action_columns, &request->actions, err) != WIJK_OK ||
      READ_TABLE(run, "rates", rate_columns, &request->rates, err) != WIJK_OK ||
      READ_TABLE(run, "buildings", building_columns, &request->buildings, err) != WIJK_OK ||
      READ_TABLE(run, "proposals", proposal_columns, &request->proposals, err) != WIJK_OK ||
      run_facilities_needed(run, NULL, 0, &facilities, err) != WIJK_OK || read_zoning(run, request, err) != WIJK_OK)
    return err->status;
  request->facilities = facilities;
  return WIJK_OK;
}

/* ---- what is written ---- */

/* What is left out of all sums, once, with how many cases it would belong to. */
static wijk_status tell_not_counted(run *run, const wijk_costs *costs, wijk_error *err) {
  size_t cases = 0;
  for (size_t i = 0; i < costs->count; i++)
    cases += costs->entries[i].not_counted != NULL;
  if (cases)
    wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "not-counted"}, err,
                            "of %zu %s something is not given, and not counted: see the column not_counted", cases,
                            wijk_plural(cases, "case", "cases"));
  return err->status;
}

typedef wijk_status (*table_maker)(const wijk_costs *costs, wijk_arena *arena, wijk_layer **table, wijk_error *err);

static wijk_status write_table(run *run, const char *target, table_maker make, const wijk_costs *costs,
                               wijk_error *err) {
  wijk_layer *table;
  if (!run_text(run, target))
    return WIJK_OK;
  if (make(costs, run->arena, &table, err) != WIJK_OK)
    return err->status;
  return run_write_layer_to(run, target, table, NULL, err);
}

static wijk_status work(run *run, wijk_error *err) {
  wijk_cost_request request;
  wijk_costs *costs;
  const wijk_theme *theme;
  const size_t first = run->report.finding_count;
  if (need_options(run, err) != WIJK_OK || check_numbers(run, err) != WIJK_OK ||
      cost_sheets_check(run, &theme, err) != WIJK_OK || run_check_targets(run, err) != WIJK_OK ||
      read_request(run, &request, err) != WIJK_OK)
    return err->status;
  run_progress(run, "costing", 0.2);
  if (wijk_costs_compute(&request, first, run->arena, &run->report, &costs, err) != WIJK_OK)
    return wijk_error_frame(err, "costing");
  if (wijk_costs_report(costs, &run->report, err) != WIJK_OK || tell_not_counted(run, costs, err) != WIJK_OK ||
      write_table(run, "output", wijk_costs_table, costs, err) != WIJK_OK ||
      write_table(run, "sensitivity-output", wijk_costs_swings, costs, err) != WIJK_OK ||
      write_table(run, "totals-output", wijk_costs_totals, costs, err) != WIJK_OK)
    return err->status;
  run_progress(run, "costing", 0.4);
  if (run_text(run, "sheets") && cost_sheets_write(run, costs, theme, err) != WIJK_OK)
    return err->status;
  run_progress(run, "costing", 1);
  return WIJK_OK;
}

static const program cost = {.name = "wijk-cost",
                             .summary = "what does an action cost and bring?",
                             .description = description,
                             .shared = shared,
                             .options = options,
                             .needs = needs,
                             .examples = examples,
                             .run = work};

int main(int argc, char **argv) {
  return program_main(&cost, argc, argv);
}
