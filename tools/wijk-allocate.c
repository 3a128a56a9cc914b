/* SPDX-License-Identifier: EUPL-1.2 */
/* wijk-allocate: which locations open, close and change, so that everybody has a place and no wijk carries too much? */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/allocate_coverage.h"
#include "common/allocate_outcome.h"
#include "common/allocate_why.h"
#include "common/plan_request.h"

static const char *const shared[] = {"zones",     "facilities", "zoning",        "layer",      "zone-key",
                                     "zone-name", "residents",  "field",         "status",     "date",
                                     "crs",       "assume-crs", "decimal",       "output",     "overwrite",
                                     "threads",   "hash",       "allow-network", "population", NULL};

static const option options[] = {
    {"forecast", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.forecast",
     "how many people need each form: year, form, demand, and scenario; as wijk-forecast writes it"},
    {"proposals", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.proposals",
     "locations that are proposed, as points with form and places"},
    {"buildings", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.buildings",
     "vacant buildings, as points with their floor area in m2, to be converted to any form that fits"},
    {"rates", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.rates",
     "m2 per place, cost per m2 of building and of converting, and the least places of a location, per form"},
    {"year", 0, OPTION_WHOLE, false, "YEAR", NULL, NULL, "allocation.year",
     "of whose 31 December the plan is; without it the only year of the forecast"},
    {"scenarios", 0, OPTION_TEXT, false, "LIST", NULL, NULL, "forecast.scenarios",
     "which scenarios of the forecast, in this order; without it all"},
    {"source", 0, OPTION_TEXT, false, "NAME", NULL, NULL, "allocation.source",
     "whose forecast, by its column bron (source), where it has several"},
    {"forms", 0, OPTION_TEXT, false, "LIST", NULL, "opvang,verblijf,beschermd,begeleid,zelfstandig,regulier",
     "facilities.forms",
     "the ladder of forms from heavy to light, divided by commas; the last is where people leave to"},
    {"norm", 0, OPTION_TEXT, true, "CLASS:PER_1000", NULL, NULL, "zoning.norms",
     "places per 1000 residents that a class allows, instead of what the zoning says"},
    {"vulnerable", 0, OPTION_TEXT, false, "LIST", NULL, "kwetsbaar", "allocation.vulnerable",
     "classes whose places above the norm are the goal overload"},
    {"least-residents", 0, OPTION_WHOLE, false, "N", NULL, NULL, "allocation.least_residents",
     "zones of fewer residents count for no goal of load (heaviest, overload), while their norm holds; without it all "
     "count"},
    {"unmeasured", 0, OPTION_TEXT, true, "KEY", NULL, NULL, "allocation.unmeasured",
     "a zone that counts for no goal of load, by its key, while its norm holds"},
    {"budget", 0, OPTION_NUMBER, false, "EUR", NULL, NULL, "allocation.budget",
     "what opening and converting may cost together"},
    {"spacing", 0, OPTION_TEXT, true, "FORM:METRES", NULL, NULL, "allocation.spacing",
     "how near two locations of a form may lie, unless both are there now"},
    {"least", 0, OPTION_TEXT, true, "FORM:PLACES", NULL, NULL, "allocation.least",
     "places below which a location of a form is not opened; without it those of the rates"},
    {"unmet-most", 0, OPTION_TEXT, true, "FORM:PEOPLE", NULL, NULL, "allocation.unmet_most",
     "people of a form who may be left without a place at most"},
    {"furthest", 0, OPTION_NUMBER, false, "METRES", NULL, NULL, "allocation.furthest",
     "how far somebody may have to move at most, in a straight line; with --coverage, how far a worker may go"},
    {"keep", 0, OPTION_TEXT, true, "ID", NULL, NULL, "allocation.keep", "a location that stays as it is"},
    {"close", 0, OPTION_TEXT, true, "ID", NULL, NULL, "allocation.close",
     "a location that closes, or a candidate that is not used"},
    {"open-least", 0, OPTION_WHOLE, false, "N", NULL, NULL, "allocation.open_least",
     "how many candidates open at least"},
    {"open-most", 0, OPTION_WHOLE, false, "N", NULL, NULL, "allocation.open_most", "how many candidates open at most"},
    {"goals", 0, OPTION_TEXT, false, "LIST", NULL, "unmet,heaviest,overload,moved,metres,cost", "allocation.goals",
     "what is to be as small as can be, the first first, each while those before it hold: unmet (people without a "
     "place), heaviest (load over norm of the heaviest zone), overload (places over the norm in vulnerable zones), "
     "moved (people who have to leave their location), metres (that they move), cost, opened (candidates)"},
    {"nodes", 0, OPTION_WHOLE, false, "N", NULL, "200", "allocation.nodes",
     "nodes of the search for each goal, after which the best found is taken; 0 = until it is proved the best"},
    {"gap", 0, OPTION_NUMBER, false, "SHARE", NULL, "0.005", "allocation.gap",
     "how near to the best that can be is good enough, as a share of the goal; of 100 people or places, 100 km or "
     "100,000 euro where it is less"},
    {"coverage", 0, OPTION_FLAG, false, NULL, NULL, NULL, NULL,
     "another question: how many workers (wijkverbinders) are based where, so that every household has one and they "
     "travel the least"},
    {"households", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.households",
     "households that need a worker: key of a zone, households; for --coverage"},
    {"caseload", 0, OPTION_WHOLE, false, "N", NULL, "12", "allocation.caseload",
     "households that one worker serves at most"},
    {"workers", 0, OPTION_WHOLE, false, "N", NULL, NULL, "allocation.workers",
     "workers that there are at most; without it as few as serve everybody"},
    {"bases", 0, OPTION_SOURCE, false, "SRC", NULL, NULL, "sources.bases",
     "points where workers may be based; without it the centre of each zone"},
    {"flows-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "who moves from which location to which, as lines; wijk-map draws them with --flow-weight people_count"},
    {"zones-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the zones with their places, load and room under the norm, now and afterwards"},
    {"actions-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "what opens, closes, is converted and who moves, in the order in which it can be done"},
    {"demand-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL, "demand, places, and who has none, per form"},
    {"comparison-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the scenarios beside each other and beside now: one file, without {scenario}"},
    {"what-if", 0, OPTION_TEXT, true, "OPTION=VALUE", NULL, NULL, NULL,
     "plan once more with this option of a rule, goal or limit changed, and tell what differs; a part KEY:VALUE takes "
     "the place of that key; without a value the option is taken away"},
    {"what-if-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the goals, people without a place, locations and zones that each --what-if changes"},
    {"pareto", 0, OPTION_TEXT, false, "A,B", NULL, NULL, NULL,
     "find the frontier of two goals, as in unmet,cost: neither can be better without the other being worse; goals "
     "that come before both in --goals hold, those behind do not count"},
    {"pareto-steps", 0, OPTION_WHOLE, false, "N", NULL, "10", NULL,
     "points of the frontier at most, equally spaced, both ends among them; 0 = all there are"},
    {"pareto-output", 0, OPTION_TARGET, false, "DST", NULL, NULL, NULL,
     "the points of the frontier: both goals with their bounds, what is done, and people without a place per form"},
    {"max-seconds", 0, OPTION_NUMBER, false, "S", NULL, NULL, NULL,
     "seconds for each search, of which a goal takes a few; a second run need not then give the same"},
    {0}};

static const option_need needs[] = {{"norm", "zoning", NULL},
                                    {"what-if-output", "what-if", NULL},
                                    {"pareto", "pareto-output", NULL},
                                    {"pareto-output", "pareto", NULL},
                                    {"pareto-steps", "pareto", NULL},
                                    {"households", "coverage", NULL},
                                    {"caseload", "coverage", NULL},
                                    {"workers", "coverage", NULL},
                                    {"bases", "coverage", NULL},
                                    {"population", "coverage", NULL},
                                    {"facilities", NULL, "coverage"},
                                    {"zoning", NULL, "coverage"},
                                    {"forecast", NULL, "coverage"},
                                    {"proposals", NULL, "coverage"},
                                    {"buildings", NULL, "coverage"},
                                    {"rates", NULL, "coverage"},
                                    {"year", NULL, "coverage"},
                                    {"scenarios", NULL, "coverage"},
                                    {"source", NULL, "coverage"},
                                    {"forms", NULL, "coverage"},
                                    {"vulnerable", NULL, "coverage"},
                                    {"least-residents", NULL, "coverage"},
                                    {"unmeasured", NULL, "coverage"},
                                    {"budget", NULL, "coverage"},
                                    {"spacing", NULL, "coverage"},
                                    {"least", NULL, "coverage"},
                                    {"unmet-most", NULL, "coverage"},
                                    {"keep", NULL, "coverage"},
                                    {"close", NULL, "coverage"},
                                    {"open-least", NULL, "coverage"},
                                    {"open-most", NULL, "coverage"},
                                    {"goals", NULL, "coverage"},
                                    {"actions-output", NULL, "coverage"},
                                    {"demand-output", NULL, "coverage"},
                                    {"comparison-output", NULL, "coverage"},
                                    {"what-if", NULL, "coverage"},
                                    {"pareto", NULL, "coverage"},
                                    {NULL, NULL, NULL}};

static const example examples[] = {
    {"a plan for 2030 of the invented city",
     "wijk-allocate --zones shapes/wijken.shp --zoning out/zoning.gpkg --facilities shapes/voorzieningen.csv "
     "--proposals shapes/voorstellen.csv --rates shapes/tarieven.csv --forecast out/raming.csv --year 2030 --scenarios "
     "gematigd --goals unmet --nodes 1 -o out/plan-{scenario}.gpkg --overwrite"},
    {"how many wijkverbinders are based in which buurt of the invented city, and how far they go",
     "wijk-allocate --coverage --zones shapes/buurten.shp --households shapes/multiprobleem_huishoudens.csv "
     "--population shapes/inwoners.csv --caseload 12 -o out/wijkverbinders.csv --zones-output out/wijkverbinders.gpkg "
     "--overwrite"},
    {0}};

static const char description[] =
    "Given how many people will need each form of housing, the locations that are there, what is proposed, which "
    "buildings are vacant, and what each wijk can carry, this decides which locations open, close and change their "
    "form, and who moves where.\n\n"
    "Rules that hold always: no more people than places in a location; one form per building or unit; no wijk ends "
    "above what its norm allows or, where it stands above that now, above what it has now; no location is opened or "
    "converted below the least places of its form; and, where asked for, spacing, budget, how far people move, and how "
    "many candidates open. Within them the goals are met one after another. Where no allocation keeps all rules the "
    "answer is no (exit code 1), and a smallest set of rules that clash is named.\n\n"
    "Norms are those of wijk-metrics: the norm of the class of a wijk in places per 1000 residents, measured against "
    "the places of the facilities as they are chosen by --status and --date. Places of every form count. Where nobody "
    "lives, nothing is allowed. A wijk of few residents has a small norm, and a few places there may be many times it: "
    "then it decides the goal heaviest, which says little of the city. With --least-residents or --unmeasured such a "
    "wijk is not measured: its norm holds, its load is empty with the reason, and what is printed names it.\n\n"
    "A location has as many places in another form as its floor holds: its places times the m2 per place of its form, "
    "divided by those of the other, rounded down. Converting costs those m2 times ombouw_eur_m2 of the new form; a "
    "vacant building may state its own verbouw_eur_m2, and a proposal its kosten_eur, else it costs its m2 times "
    "nieuwbouw_eur_m2. A vacant building with several units (eenheden) may have a form in each. A candidate that is "
    "not "
    "there before the year ends (geldig_van, beschikbaar_per) is not used; one that has to wait for another (opent_na) "
    "is not without it. A location whose geldig_tot lies before 31 December of the year closes, and so does one whose "
    "column sluit says ja; one whose column blijft says ja stays as it is. --keep and --close win over columns. Where "
    "more people live than there are places, a warning says so, and who is too many moves or is without a place.\n\n"
    "The actions say why: goal is the first goal, in their order, that is worse when the action alone is undone and "
    "people are settled anew, goal_change by how much, and reason says it in a sentence, or which rule would break for "
    "which other action, or that no goal is worse without it. The demand says of people without a place which family "
    "of rules stands in the way: each is taken away by itself, and the one that helps most is named, with how many it "
    "helps. Rules that clash are named in words.\n\n"
    "The rows of the forecast for the year are added up over groups; several scenarios are planned one after another, "
    "and {scenario} in the name of an output stands for the name of each. Faults of all sources are found and listed "
    "before anything is computed. The search stops by nodes, never by the clock, so that a second run gives the same "
    "bytes; with --max-seconds it may not, and says so.\n\n"
    "With --coverage the question is another: where workers (wijkverbinders) are based, each with a caseload of at "
    "most "
    "--caseload households, so that, in this order, as few households as can be are left without a worker, there are "
    "as "
    "few workers as can be, and the households are as near to their workers as can be. A base is a zone's own centre "
    "(the mean of its residents by --population, else a point inside it) or one of --bases; the distance from a base "
    "to a zone is the mean over its residents' points, else that to its centre, in a straight line. --output holds the "
    "bases with their workers, --flows-output who goes where, and --zones-output the zones with the households that "
    "are served, by whom and from how far; how near the sum of distances is to the least that can be is in the report.";

/* ---- what is said ---- */

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Seconds are of this machine and this hour: they are said here, and written nowhere. */
static void say_goals(const run *run, const wijk_plan *plan, const wijk_allocation *a, double took) {
  if (run->quiet)
    return;
  fprintf(stderr, "%s:%s%s", run->program->name, plan->scenario ? " " : "", plan->scenario ? plan->scenario : "");
  for (size_t g = 0; g < a->goal_count; g++) {
    const wijk_goal_value *goal = &a->goals[g];
    char value[WIJK_NUMBER_SIZE], bound[WIJK_NUMBER_SIZE];
    wijk_number_write_fixed(goal->value, 3, value);
    wijk_number_write_fixed(goal->bound, 3, bound);
    fprintf(stderr, "%s %s %s%s%s%s",
            g                ? ","
            : plan->scenario ? ":"
                             : "",
            wijk_goal_name(goal->goal), value, goal->bound < goal->value ? " (no less than " : "",
            goal->bound < goal->value ? bound : "", goal->bound < goal->value ? ")" : "");
  }
  fprintf(stderr, "; %.1f s\n", took);
}

/* ---- the work ---- */

static wijk_status allocate(run *run, const wijk_plan *plan, const wijk_allocation_limits *limits,
                            const allocate_wishes *wishes, size_t number, wijk_allocation *found, wijk_outcome *outcome,
                            wijk_error *err) {
  const double start = seconds();
  if (wijk_allocation_compute(&plan->problem, limits, run->arena, found, err) != WIJK_OK)
    return wijk_error_frame(err, "allocating%s%s", plan->scenario ? " " : "", plan->scenario ? plan->scenario : "");
  if (!found->found)
    return allocate_say_clash(run, plan, found->clash, found->clash_count, err);
  say_goals(run, plan, found, seconds() - start);
  if (allocate_make_outcome(run, plan, found, outcome, err) != WIJK_OK ||
      allocate_add_reasons(run, plan, found, limits, outcome, err) != WIJK_OK ||
      allocate_write_outcome(run, outcome, number, err) != WIJK_OK ||
      allocate_write_wishes(run, wishes, plan, found, number, err) != WIJK_OK)
    return err->status;
  return allocate_write_frontier(run, wishes, plan, limits, number, err);
}

/* One scenario after another, then all of them beside now. */
static wijk_status allocate_all(run *run, const wijk_plan *plans, size_t count, const wijk_allocation_limits *limits,
                                const allocate_wishes *wishes, wijk_error *err) {
  wijk_allocation *found = WIJK_ARENA_ADD(run->arena, wijk_allocation, count, err);
  wijk_outcome *outcomes = WIJK_ARENA_ADD(run->arena, wijk_outcome, count, err);
  for (size_t s = 0; s < count && err->status == WIJK_OK; s++) {
    run_progress(run, plans[s].scenario ? plans[s].scenario : "allocating", (double)s / (double)count);
    allocate(run, &plans[s], limits, wishes, s, &found[s], &outcomes[s], err);
  }
  if (err->status != WIJK_OK)
    return err->status;
  run_progress(run, "allocating", 1);
  return allocate_write_comparison(run, plans, found, outcomes, count, err);
}

static wijk_status check_asked(const run *run, wijk_error *err) {
  static const char *const targets[] = {"output",        "flows-output",
                                        "zones-output",  "actions-output",
                                        "demand-output", "comparison-output",
                                        "what-if",       "pareto-output",
                                        "report",        "json"};
  const char *beside = run_text(run, "comparison-output");
  if (beside && strstr(beside, "{scenario}")) {
    wijk_error_set(err, WIJK_USAGE, "--comparison-output '%s' is of all scenarios together", beside);
    return wijk_error_hint(err, "name one file, without {scenario}");
  }
  for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
    if (run_given(run, targets[i]))
      return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "nothing to write is named");
  return wijk_error_hint(err, "name a file with --output");
}

static wijk_status tell_seconds(run *run, wijk_error *err) {
  if (!run_given(run, "max-seconds"))
    return WIJK_OK;
  return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "not-reproducible"},
                                 err, "the search may be stopped by the clock: a second run need not give the same");
}

static wijk_status work(run *run, wijk_error *err) {
  wijk_plan_request request = {0};
  wijk_allocation_limits limits;
  allocate_wishes wishes;
  wijk_plan *plans;
  const char *const *scenarios;
  size_t count;
  const size_t first = run->report.finding_count;
  if (run_flag(run, "coverage"))
    return tell_seconds(run, err) == WIJK_OK ? allocate_coverage(run, err) : err->status;
  if (check_asked(run, err) != WIJK_OK || plan_read_options(run, &request, err) != WIJK_OK ||
      plan_read_limits(run, &limits, err) != WIJK_OK || allocate_read_wishes(run, &wishes, err) != WIJK_OK ||
      tell_seconds(run, err) != WIJK_OK || plan_read_forecast(run, &request, &scenarios, &count, err) != WIJK_OK ||
      run_spread_targets(run, scenarios, count, "comparison-output", err) != WIJK_OK ||
      run_check_targets(run, err) != WIJK_OK || plan_read_sources(run, &request, err) != WIJK_OK)
    return err->status;
  if (wijk_plan_make(&request, first, run->arena, &run->report, &plans, &count, err) != WIJK_OK)
    return wijk_error_frame(err, "making the plan");
  if (allocate_plan_wishes(run, &wishes, &request, err) != WIJK_OK)
    return err->status;
  return allocate_all(run, plans, count, &limits, &wishes, err);
}

static const program allocate_program = {
    .name = "wijk-allocate",
    .summary = "which locations open, close and change, so that everybody has a place and no wijk carries too much?",
    .description = description,
    .shared = shared,
    .options = options,
    .needs = needs,
    .examples = examples,
    .run = work};

int main(int argc, char **argv) {
  return program_main(&allocate_program, argc, argv);
}
