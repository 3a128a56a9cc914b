/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/plan_request.h"

#include <math.h>
#include <string.h>

#include "common/lists.h"

/* ---- sources ---- */

static wijk_status read_table(run *run, const char *role, const wijk_table_column *columns, wijk_table *table,
                              wijk_error *err) {
  wijk_source source;
  *table = (wijk_table){0};
  if (!run_text(run, role))
    return WIJK_OK;
  if (run_source(run, role, run_text(run, role), &source, err) != WIJK_OK)
    return err->status;
  source.keep_going = true;
  return wijk_read_table(&source, columns, wijk_plan_column_count(columns), run->arena, &run->report, table, err);
}

wijk_status plan_read_forecast(run *run, wijk_plan_request *request, const char *const **scenarios, size_t *count,
                               wijk_error *err) {
  if (!run_text(run, "forecast")) {
    wijk_error_set(err, WIJK_USAGE, "no forecast is given");
    return wijk_error_hint(err, "name what wijk-forecast wrote with --forecast, or in a study file");
  }
  if (list_texts(run, "scenarios", &request->scenarios, &request->scenario_count, err) != WIJK_OK ||
      read_table(run, "forecast", wijk_plan_forecast, &request->forecast, err) != WIJK_OK)
    return err->status;
  return wijk_plan_scenarios(&request->forecast, request->scenarios, request->scenario_count, run->arena, scenarios,
                             count, err);
}

static wijk_status read_points(run *run, const char *role, const wijk_table_column *columns,
                               wijk_facility_choice choice, const wijk_layer **points, wijk_error *err) {
  wijk_source source;
  wijk_layer *layer = NULL;
  *points = NULL;
  if (!run_text(run, role))
    return WIJK_OK;
  if (run_source(run, role, run_text(run, role), &source, err) != WIJK_OK)
    return err->status;
  source.keep_going = true;
  choice.also = columns;
  choice.also_count = wijk_plan_column_count(columns);
  choice.strict = true;
  if (wijk_read_facilities(&source, &choice, run->arena, &run->report, &layer, err) != WIJK_OK)
    return err->status; /* which names the role */
  *points = layer;
  return WIJK_OK;
}

static wijk_status read_zoning(run *run, wijk_plan_request *request, wijk_error *err) {
  wijk_source source;
  wijk_layer *zoning = NULL;
  if (!run_text(run, "zoning"))
    return WIJK_OK;
  if (run_source(run, "zoning", run_text(run, "zoning"), &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &zoning, err) != WIJK_OK)
    return err->status;
  request->zoning = zoning;
  return WIJK_OK;
}

wijk_status plan_read_sources(run *run, wijk_plan_request *request, wijk_error *err) {
  static const wijk_facility_choice candidates = {.any_status = true, .no_confidential = true};
  wijk_facility_choice choice;
  wijk_layer *zones;
  if (!run_text(run, "facilities")) {
    wijk_error_set(err, WIJK_USAGE, "no facilities are given");
    return wijk_error_hint(err, "name the locations that are there now with --facilities, or in a study file");
  }
  if (run_zones(run, &zones, err) != WIJK_OK || read_zoning(run, request, err) != WIJK_OK ||
      read_table(run, "rates", wijk_plan_rates, &request->rates, err) != WIJK_OK ||
      run_facility_choice(run, &choice, err) != WIJK_OK ||
      read_points(run, "facilities", wijk_plan_facilities, choice, &request->facilities, err) != WIJK_OK ||
      read_points(run, "proposals", wijk_plan_proposals, candidates, &request->proposals, err) != WIJK_OK ||
      read_points(run, "buildings", wijk_plan_buildings, candidates, &request->buildings, err) != WIJK_OK)
    return err->status;
  request->zones = zones;
  request->norm_count = request->zoning ? request->norm_count : 0; /* of a study file, where no zoning is named */
  return WIJK_OK;
}

/* ---- rules ---- */

static bool is_form(const wijk_plan_request *request, const char *form) {
  for (size_t i = 0; i + 1 < request->form_count; i++)
    if (wijk_text_same(request->forms[i], form))
      return true;
  return false;
}

static wijk_status no_amount(const char *option, const char *text, const char *what, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "--%s '%s' does not read FORM:%s", option, text, what);
  return wijk_error_hint(err, "as in --%s opvang:20", option);
}

/* "opvang:14", once per form. */
static wijk_status read_amounts(run *run, const wijk_plan_request *request, const char *option, const char *what,
                                bool whole, const wijk_plan_amount **amounts, size_t *count, wijk_error *err) {
  const char *const *texts;
  if (list_texts(run, option, &texts, count, err) != WIJK_OK)
    return err->status;
  wijk_plan_amount *made = WIJK_ARENA_ADD(run->arena, wijk_plan_amount, *count, err);
  for (size_t i = 0; made && i < *count; i++) {
    const char *colon = strrchr(texts[i], ':');
    double amount;
    if (!colon || colon == texts[i] || !wijk_number_read(colon + 1, strlen(colon + 1), &amount) || !(amount >= 0) ||
        amount > 1e7 || (whole && amount != nearbyint(amount)))
      return no_amount(option, texts[i], what, err);
    const char *form = wijk_arena_text_part(run->arena, texts[i], (size_t)(colon - texts[i]), err);
    if (!form)
      return err->status;
    if (!is_form(request, form)) {
      const char *near = wijk_text_find_nearest(form, request->forms, request->form_count - 1);
      wijk_error_set(err, WIJK_USAGE, "--%s %s: '%s' is no form with places on the ladder", option, texts[i], form);
      return near ? wijk_error_hint(err, "did you mean '%s'?", near)
                  : wijk_error_hint(err, "the ladder is %s", run_text(run, "forms"));
    }
    for (size_t k = 0; k < i; k++)
      if (wijk_text_same(made[k].form, form))
        return wijk_error_set(err, WIJK_USAGE, "--%s: '%s' is named twice", option, form);
    made[i] = (wijk_plan_amount){form, amount};
  }
  *amounts = made;
  return err->status;
}

static wijk_status read_year(run *run, wijk_plan_request *request, wijk_error *err) {
  const size_t year = run_whole(run, "year", 0);
  request->year = (int)year;
  if (!run_text(run, "year") || (year >= 1900 && year <= 2200))
    return WIJK_OK;
  return wijk_error_set(err, WIJK_USAGE, "--year is a year from 1900 to 2200, not %s", run_text(run, "year"));
}

static wijk_status read_totals(run *run, wijk_plan_request *request, wijk_error *err) {
  request->budget = run_number(run, "budget");
  request->furthest = run_number(run, "furthest");
  request->open_least = run_whole(run, "open-least", 0);
  request->open_most = run_whole(run, "open-most", WIJK_NONE);
  request->least_residents = (double)run_whole(run, "least-residents", 0);
  if (request->budget < 0)
    return wijk_error_set(err, WIJK_USAGE, "--budget is an amount in euro, 0 or more, not %s", run_text(run, "budget"));
  if (request->furthest < 0)
    return wijk_error_set(err, WIJK_USAGE, "--furthest is a distance in metres, 0 or more, not %s",
                          run_text(run, "furthest"));
  if (request->open_least > request->open_most)
    return wijk_error_set(err, WIJK_USAGE, "--open-least %zu is more than --open-most %zu", request->open_least,
                          request->open_most);
  return WIJK_OK;
}

wijk_status plan_read_options(run *run, wijk_plan_request *request, wijk_error *err) {
  wijk_zone_class *norms;
  request->threads = run_threads(run);
  request->keep = run_texts(run, "keep", &request->keep_count);
  request->close = run_texts(run, "close", &request->close_count);
  request->unmeasured = run_texts(run, "unmeasured", &request->unmeasured_count);
  request->source = run_text(run, "source");
  request->forms_given = run_given(run, "forms");
  if (list_texts(run, "forms", &request->forms, &request->form_count, err) != WIJK_OK ||
      list_texts(run, "vulnerable", &request->vulnerable, &request->vulnerable_count, err) != WIJK_OK ||
      list_norms(run, &norms, &request->norm_count, err) != WIJK_OK || read_year(run, request, err) != WIJK_OK ||
      read_totals(run, request, err) != WIJK_OK)
    return err->status;
  request->norms = norms;
  if (read_amounts(run, request, "least", "PLACES", true, &request->least, &request->least_count, err) != WIJK_OK ||
      read_amounts(run, request, "spacing", "METRES", false, &request->spacing, &request->spacing_count, err) !=
          WIJK_OK)
    return err->status;
  return read_amounts(run, request, "unmet-most", "PEOPLE", true, &request->unmet_most, &request->unmet_most_count,
                      err);
}

/* ---- goals and limits ---- */

wijk_allocation_goal plan_goal_find(const char *word) {
  int goal = 0;
  while (goal < WIJK_GOAL_COUNT && !wijk_text_same(wijk_goal_name((wijk_allocation_goal)goal), word))
    goal++;
  return (wijk_allocation_goal)goal;
}

wijk_status plan_goal_read(const char *option, const char *word, wijk_allocation_goal *goal, wijk_error *err) {
  *goal = plan_goal_find(word);
  if (*goal != WIJK_GOAL_COUNT)
    return WIJK_OK;
  const char *names[WIJK_GOAL_COUNT];
  for (int g = 0; g < WIJK_GOAL_COUNT; g++)
    names[g] = wijk_goal_name((wijk_allocation_goal)g);
  wijk_error_set(err, WIJK_USAGE, "--%s: there is no goal '%s'", option, word);
  const char *near = wijk_text_find_nearest(word, names, WIJK_GOAL_COUNT);
  return near ? wijk_error_hint(err, "did you mean '%s'?", near)
              : wijk_error_hint(err, "there are unmet, heaviest, overload, moved, metres, cost and opened");
}

static wijk_status read_goals(run *run, wijk_allocation_limits *limits, wijk_error *err) {
  const char *const *words;
  if (list_texts(run, "goals", &words, &limits->goal_count, err) != WIJK_OK)
    return err->status;
  wijk_allocation_goal *goals = WIJK_ARENA_ADD(run->arena, wijk_allocation_goal, limits->goal_count, err);
  for (size_t g = 0; goals && g < limits->goal_count; g++) {
    if (plan_goal_read("goals", words[g], &goals[g], err) != WIJK_OK)
      return err->status;
    for (size_t k = 0; k < g; k++)
      if (goals[k] == goals[g])
        return wijk_error_set(err, WIJK_USAGE, "--goals: '%s' is named twice", words[g]);
  }
  limits->goals = goals;
  return err->status;
}

wijk_status plan_read_limits(run *run, wijk_allocation_limits *limits, wijk_error *err) {
  *limits = (wijk_allocation_limits){.nodes = (long)run_whole(run, "nodes", 0),
                                     .gap_share = run_number(run, "gap"),
                                     .seconds = run_given(run, "max-seconds") ? run_number(run, "max-seconds") : 0};
  if (!(limits->gap_share >= 0 && limits->gap_share < 1))
    return wijk_error_set(err, WIJK_USAGE, "--gap is a share from 0 to below 1, as in 0.005 for half a percent");
  if (limits->nodes < 0 || limits->nodes > 1000000000)
    return wijk_error_set(err, WIJK_USAGE, "--nodes is a number up to 1000000000; 0 = until it is proved");
  if (run_given(run, "max-seconds") && !(limits->seconds > 0))
    return wijk_error_set(err, WIJK_USAGE, "--max-seconds is a number of seconds above 0");
  return read_goals(run, limits, err);
}
