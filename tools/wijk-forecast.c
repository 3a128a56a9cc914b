/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-forecast: how many places of which form are needed, per year and scenario? */
#include <math.h>
#include <string.h>

#include "common/lists.h"
#include "common/program.h"

static const char *const shared[] = {"facilities", "layer",         "field",     "status",  "decimal",
                                     "assume-crs", "output",        "overwrite", "threads", "seed",
                                     "hash",       "allow-network", NULL};

static const option options[] = {
    {"demand", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.demand",
     "people who need each form at the end of the base year: form, people"},
    {"inflow", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.inflow",
     "people who come in during a year: scenario, year, form, people"},
    {"transitions", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.transitions",
     "chances of moving within a year: scenario, from, to, chance; who does not move stays"},
    {"places", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.places",
     "places at the end of a year and until the next that is given: year, form, places; without it the places of "
     "--facilities that are there on 31 December"},
    {"homes", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.homes",
     "homes for people who leave: year, homes, people_per_home (1); without it there are enough"},
    {"realised", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.realised",
     "people who came to need each form: year, form, people; for --realised-output"},
    {"outflow-agreements", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.outflow_agreements",
     "agreed and realised leavers and homes per region and year; for --outflow-output"},
    {"forms", 0, OPTION_TEXT, false, "LIST", NULL, "opvang,verblijf,beschermd,begeleid,zelfstandig,regulier",
     "facilities.forms",
     "the ladder of forms from heavy to light, divided by commas; the last is where people leave to"},
    {"scenarios", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "forecast.scenarios",
     "which scenarios, in this order; without it all of the tables"},
    {"sources", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "forecast.sources",
     "whose forecasts, by the column bron (source) of the tables; the first is what the others are compared with"},
    {"by", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "forecast.by",
     "further columns of the tables that forecasts stand apart by, as in doelgroep,sector"},
    {"base-year", 0, OPTION_WHOLE, false, "YEAR", NULL, NULL, "forecast.base_year",
     "year at the end of which people were counted; without it the one before the first inflow"},
    {"draws", 0, OPTION_WHOLE, false, "N", NULL, "0", "forecast.draws",
     "draws about inflow and chances, for demand that is exceeded in 90, 50 and 10 percent of them; 0 = none"},
    {"inflow-spread", 0, OPTION_NUMBER, false, "SHARE", NULL, "0.1", "forecast.inflow_spread",
     "standard deviation of the level of each form's inflow, as a share of it"},
    {"chance-weight", 0, OPTION_NUMBER, false, "N", NULL, "200", "forecast.chance_weight",
     "how many people the chances of a form were learnt from: the more, the surer they are; 0 = they are sure"},
    {"flows-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "who moves from which form to which, per scenario and year"},
    {"sources-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the demand of each source beside that of the first"},
    {"realised-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL, "what was forecast beside what came"},
    {"outflow-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the outflow agreements with what is carried to the next year"},
    {0}};

static const option_need needs[] = {{"inflow-spread", "draws", NULL},
                                    {"chance-weight", "draws", NULL},
                                    {"seed", "draws", NULL},
                                    {"realised", "realised-output", NULL},
                                    {"realised-output", "realised", NULL},
                                    {"outflow-agreements", "outflow-output", NULL},
                                    {"outflow-output", "outflow-agreements", NULL},
                                    {"status", "facilities", NULL},
                                    {"assume-crs", "facilities", NULL},
                                    {"facilities", NULL, "places"},
                                    {NULL, NULL, NULL}};

static const example examples[] = {
    {"three scenarios for the invented city, with bands",
     "wijk-forecast --demand shapes/vraag.csv --inflow shapes/instroom.csv --transitions shapes/doorstroom.csv "
     "--facilities shapes/voorzieningen.csv --draws 1000 -o out/raming.csv --flows-output out/stromen.csv --overwrite"},
    {"what the regions agreed, and what is carried to the next year",
     "wijk-forecast --demand shapes/vraag.csv --inflow shapes/instroom.csv --transitions shapes/doorstroom.csv "
     "--outflow-agreements shapes/uitstroom_regio.csv --outflow-output out/uitstroom.csv --overwrite"},
    {0}};

static const char description[] =
    "People need a form of housing, move on to a lighter one, and in the end leave to an ordinary home. From the "
    "people "
    "counted at the end of the base year, the people who come in each year, and the chances of moving, this makes the "
    "demand for each form at the end of each year: n(t) = n(t-1) P + inflow(t), for every scenario. Where there are "
    "not "
    "homes enough for all who would leave, all forms are held back by one factor; who is held back stays and is "
    "counted "
    "as blocked.\n\n"
    "The output has a row for each scenario, year and form, from the base year on: opening + inflow + moved in = "
    "demand + "
    "moved out + outflow. People are printed whole, rounded up or down so that every balance holds. Beside them stand "
    "the "
    "places, the gap, the share of places taken, the mean years until somebody has left all forms and the mean years "
    "in "
    "the form, the chance that all places are taken (Erlang B) and the mean wait in days (Erlang C, with the demand as "
    "offered load). The wait is null where people are as many as places: such a queue never empties.\n\n"
    "A table may have columns for the scenario, for whose forecast it is (bron, source), and those of --by. A row that "
    "leaves one empty, and a table without it, holds for all; but people, homes and places are to say to which value "
    "of "
    "each column of --by they belong, for else they would be there as often as there are values. All faults of all "
    "tables are found before anything is "
    "computed: unknown forms, cells given twice, years and forms that are missing, chances that sum to more than 1.\n\n"
    "--draws says how sure the demand is: chances are drawn about those given (Dirichlet, worth --chance-weight "
    "people), "
    "the level of each form's inflow with --inflow-spread, and each year's inflow as a count. Draws depend on --seed "
    "only.";

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200 };
#define YEARS FIRST_YEAR, LAST_YEAR
static const wijk_table_column demand_columns[] = {{"form", "woonvorm form", 't', true, 0, 0},
                                                   {"people", "personen people aantal", 'n', true, 0, WIJK_PEOPLE_MOST},
                                                   {"scenario", "scenario", 't', false, 0, 0},
                                                   {"source", "bron source", 't', false, 0, 0}};
static const wijk_table_column inflow_columns[] = {{"year", "jaar year", 'w', true, YEARS},
                                                   {"form", "woonvorm form", 't', true, 0, 0},
                                                   {"people", "personen people aantal", 'n', true, 0, WIJK_PEOPLE_MOST},
                                                   {"scenario", "scenario", 't', false, 0, 0},
                                                   {"source", "bron source", 't', false, 0, 0}};
static const wijk_table_column transition_columns[] = {
    {"from", "van from", 't', true, 0, 0},
    {"to", "naar to", 't', true, 0, 0},
    {"chance", "kans_per_jaar kans chance_per_year chance", 'n', true, 0, 1},
    {"scenario", "scenario", 't', false, 0, 0},
    {"source", "bron source", 't', false, 0, 0}};
static const wijk_table_column places_columns[] = {{"year", "jaar year", 'w', true, YEARS},
                                                   {"form", "woonvorm form", 't', true, 0, 0},
                                                   {"places", "plaatsen/capaciteit/places/capacity", 'w', true, 0, 1e6},
                                                   {"scenario", "scenario", 't', false, 0, 0},
                                                   {"source", "bron source", 't', false, 0, 0}};
static const wijk_table_column homes_columns[] = {
    {"year", "jaar year", 'w', true, YEARS},
    {"homes", "woningen homes", 'n', true, 0, WIJK_PEOPLE_MOST},
    {"people_per_home", "personen_per_woning people_per_home", 'n', false, 1, 20},
    {"scenario", "scenario", 't', false, 0, 0},
    {"source", "bron source", 't', false, 0, 0}};
static const wijk_table_column agreement_columns[] = {
    {"region", "regio region", 't', true, 0, 0},
    {"year", "jaar year", 'w', true, YEARS},
    {"covenant", "convenant covenant", 't', false, 0, 0},
    {"leavers_agreed", "uitstromers_afgesproken leavers_agreed", 'w', true, 0, WIJK_PEOPLE_MOST},
    {"homes_agreed", "woningen_afgesproken homes_agreed", 'w', true, 0, WIJK_PEOPLE_MOST},
    {"leavers_realised", "uitstromers_gerealiseerd leavers_realised", 'w', false, 0, WIJK_PEOPLE_MOST},
    {"homes_realised", "woningen_gerealiseerd homes_realised", 'w', false, 0, WIJK_PEOPLE_MOST},
    {"homes_guided", "woningen_met_begeleiding homes_guided", 'w', false, 0, WIJK_PEOPLE_MOST},
    {"people_per_home", "personen_per_woning people_per_home", 'n', false, 1, 20}};

/* A further column is to have a name of its own, and one that can be looked for. */
static wijk_status check_by(run *run, wijk_error *err) {
  static const char *const taken[] = {"form",   "woonvorm", "people", "personen", "aantal",   "scenario", "source",
                                      "bron",   "year",     "jaar",   "from",     "van",      "to",       "naar",
                                      "chance", "kans",     "places", "plaatsen", "capacity", "homes",    "woningen"};
  const char *const *by;
  size_t count;
  if (list_texts(run, "by", &by, &count, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
      if (wijk_text_same(by[i], taken[k])) {
        wijk_error_set(err, WIJK_USAGE, "--by %s: that column has a meaning of its own here", by[i]);
        return wijk_error_hint(err,
                               "forecasts stand apart by scenario and bron without it; --by names further columns");
      }
    if (strpbrk(by[i], " /")) {
      wijk_error_set(err, WIJK_USAGE, "--by '%s': a column to forecast by has no blank and no / in its name", by[i]);
      return wijk_error_hint(err, "give it another name in the tables, as in soort_zorg");
    }
  }
  return WIJK_OK;
}

/* Faults are kept in the report, so that those of all tables are listed together. */
static wijk_status read_table(run *run, const char *role, const wijk_table_column *known, size_t known_count,
                              wijk_table *table, wijk_error *err) {
  const char *path = run_text(run, role);
  const char *const *by;
  size_t by_count;
  wijk_source source;
  *table = (wijk_table){0};
  if (!path)
    return WIJK_OK;
  if (list_texts(run, "by", &by, &by_count, err) != WIJK_OK)
    return err->status;
  wijk_table_column *columns = WIJK_ARENA_ADD(run->arena, wijk_table_column, known_count + by_count, err);
  if (!columns || run_source(run, role, path, &source, err) != WIJK_OK)
    return err->status;
  memcpy(columns, known, known_count * sizeof *known);
  for (size_t i = 0; i < by_count; i++)
    columns[known_count + i] = (wijk_table_column){by[i], by[i], 't', false, 0, 0};
  source.keep_going = true;
  return wijk_read_table(&source, columns, known_count + by_count, run->arena, &run->report, table, err);
}
#define READ_TABLE(run, role, columns, table, err)                                                                     \
  read_table(run, role, columns, sizeof(columns) / sizeof *(columns), table, err)

static wijk_status need_tables(run *run, wijk_error *err) {
  static const char *const needed[] = {"demand", "inflow", "transitions"};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
    if (!run_text(run, needed[i])) {
      wijk_error_set(err, WIJK_USAGE, "no table of %s is given", needed[i]);
      return wijk_error_hint(err, "name it with --%s, or in a study file", needed[i]);
    }
  static const char *const targets[] = {"output", "flows-output", "sources-output", "realised-output", "outflow-output",
                                        "report", "json"};
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (run_given(run, targets[i]))
      return run_check_targets(run, err);
  wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
  return wijk_error_hint(err, "name a file with --output");
}

/* What is set beside the forecast. */
typedef struct others {
  wijk_table realised, agreements;
} others;

static wijk_status check_base_year(run *run, wijk_forecast_request *r, wijk_error *err) {
  const int64_t year = (int64_t)run_whole(run, "base-year", 0);
  r->base_year = (int)year;
  if (!run_text(run, "base-year") || (year >= FIRST_YEAR && year <= LAST_YEAR))
    return WIJK_OK;
  return wijk_error_set(err, WIJK_USAGE, "--base-year is a year from %d to %d, not %s", FIRST_YEAR, LAST_YEAR,
                        run_text(run, "base-year"));
}

static wijk_status read_request(run *run, wijk_forecast_request *r, others *beside, wijk_error *err) {
  wijk_layer *facilities = NULL;
  if (check_base_year(run, r, err) != WIJK_OK || check_by(run, err) != WIJK_OK)
    return err->status;
  if (READ_TABLE(run, "demand", demand_columns, &r->demand, err) != WIJK_OK ||
      READ_TABLE(run, "inflow", inflow_columns, &r->inflow, err) != WIJK_OK ||
      READ_TABLE(run, "transitions", transition_columns, &r->transitions, err) != WIJK_OK ||
      READ_TABLE(run, "homes", homes_columns, &r->homes, err) != WIJK_OK ||
      READ_TABLE(run, "places", places_columns, &r->places, err) != WIJK_OK ||
      READ_TABLE(run, "realised", inflow_columns, &beside->realised, err) != WIJK_OK ||
      READ_TABLE(run, "outflow-agreements", agreement_columns, &beside->agreements, err) != WIJK_OK ||
      list_texts(run, "forms", &r->forms, &r->form_count, err) != WIJK_OK ||
      list_texts(run, "scenarios", &r->scenarios, &r->scenario_count, err) != WIJK_OK ||
      list_texts(run, "sources", &r->sources, &r->source_count, err) != WIJK_OK ||
      list_texts(run, "by", &r->by, &r->by_count, err) != WIJK_OK)
    return err->status;
  r->forms_given = run_given(run, "forms");
  if (!r->places.layer && run_facilities_beside(run, r->by, r->by_count, &facilities, err) != WIJK_OK)
    return err->status;
  r->facilities = facilities;
  return WIJK_OK;
}

static wijk_status write_tables(run *run, const wijk_forecast *forecast, wijk_error *err) {
  const bool dutch = run_dutch(run);
  wijk_layer *table, *moves, *beside;
  if (wijk_forecast_table(forecast, dutch, run->arena, &table, err) != WIJK_OK ||
      run_write_layer(run, table, NULL, err) != WIJK_OK)
    return err->status;
  if (run_given(run, "flows-output") && (wijk_forecast_moves(forecast, dutch, run->arena, &moves, err) != WIJK_OK ||
                                         run_write_layer_to(run, "flows-output", moves, NULL, err) != WIJK_OK))
    return err->status;
  if (!run_given(run, "sources-output"))
    return WIJK_OK;
  if (wijk_forecast_sources(forecast, dutch, run->arena, &beside, err) != WIJK_OK)
    return err->status;
  if (!beside) {
    wijk_error_set(err, WIJK_DATA, "the tables hold the forecast of fewer than two sources");
    return wijk_error_hint(err, "whose forecast a row is stands in a column bron (source)");
  }
  return run_write_layer_to(run, "sources-output", beside, NULL, err);
}

static wijk_status write_realised(run *run, const wijk_forecast *forecast, const wijk_table *realised,
                                  wijk_error *err) {
  wijk_layer *beside;
  if (!run_text(run, "realised-output"))
    return WIJK_OK;
  if (wijk_forecast_realised(forecast, realised, run_dutch(run), run->arena, &run->report, &beside, err) != WIJK_OK)
    return wijk_error_frame(err, "setting what came beside the forecast");
  return run_write_layer_to(run, "realised-output", beside, NULL, err);
}

static wijk_status write_outflow(run *run, const wijk_table *agreements, size_t first, wijk_error *err) {
  wijk_layer *table;
  if (!run_text(run, "outflow-output"))
    return WIJK_OK;
  if (wijk_outflow_table(agreements, first, run_dutch(run), run->arena, &run->report, &table, err) != WIJK_OK)
    return wijk_error_frame(err, "following the outflow agreements");
  return run_write_layer_to(run, "outflow-output", table, NULL, err);
}

static wijk_status check_spread(const wijk_spread *spread, wijk_error *err) {
  if (!(spread->inflow_share >= 0 && spread->inflow_share <= 10))
    return wijk_error_set(err, WIJK_USAGE, "--inflow-spread is a share from 0 to 10, as in 0.1 for 10 percent");
  if (!(spread->chance_count >= 0))
    return wijk_error_set(err, WIJK_USAGE, "--chance-weight is a number of people, 0 or more");
  return WIJK_OK;
}

static wijk_status work(run *run, wijk_error *err) {
  wijk_forecast_request request = {0};
  others beside = {0};
  wijk_forecast *forecast;
  const size_t first = run->report.finding_count;
  const wijk_spread spread = {run_whole(run, "draws", 0), run_whole(run, "seed", 1), run_number(run, "inflow-spread"),
                              run_number(run, "chance-weight"), run_threads(run)};
  if (need_tables(run, err) != WIJK_OK || check_spread(&spread, err) != WIJK_OK ||
      read_request(run, &request, &beside, err) != WIJK_OK)
    return err->status;
  request.spread = spread.draws ? &spread : NULL;
  run_progress(run, "forecasting", 0.5);
  if (wijk_forecast_compute(&request, first, run->arena, &run->report, &forecast, err) != WIJK_OK)
    return wijk_error_frame(err, "forecasting");
  run_progress(run, "forecasting", 1);
  if (wijk_forecast_report(forecast, &run->report, err) != WIJK_OK || write_tables(run, forecast, err) != WIJK_OK ||
      write_realised(run, forecast, &beside.realised, err) != WIJK_OK)
    return err->status;
  return write_outflow(run, &beside.agreements, first, err);
}

static const program forecast = {.name = "wijk-forecast",
                                 .summary = "how many places of which form are needed, per year and scenario?",
                                 .description = description,
                                 .shared = shared,
                                 .options = options,
                                 .needs = needs,
                                 .examples = examples,
                                 .run = work};

int main(int argc, char **argv) {
  return program_main(&forecast, argc, argv);
}
