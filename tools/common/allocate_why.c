/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/allocate_why.h"

#include <stdio.h>
#include <string.h>

#include "common/lists.h"
#include "common/options.h"

#include <wijk/explain.h>

/* Nodes of each search for what stands in the way: there are dozens, and what is found so far is told as "at least". */
enum { REASON_NODES = 20 };

/* Another wish: the run with one option changed, and what comes of it. */
struct allocate_wish {
  const char *words; /* "budget=2000000" */
  struct run changed;
  option_values values;
  wijk_report report; /* of making its plans: what is wrong with the sources was said before */
  wijk_allocation_limits limits;
  wijk_plan *plans;
  size_t plan_count;
};

/* ---- reading ---- */

static const char *const may_change[] = {
    "budget",   "norm",   "vulnerable", "spacing", "least",           "unmet-most",
    "furthest", "keep",   "close",      "goals",   "open-least",      "open-most",
    "year",     "source", "nodes",      "gap",     "least-residents", "unmeasured"};
enum { MAY_CHANGE = sizeof may_change / sizeof *may_change };

static wijk_status name_options(const char *text, const char *name, wijk_error *err) {
  wijk_text list = {0};
  for (size_t k = 0; k < MAY_CHANGE; k++)
    wijk_text_add_format(&list, "%s%s", k ? ", " : "", may_change[k]);
  if (wijk_text_check(&list, err) == WIJK_OK) {
    wijk_error_set(err, WIJK_USAGE, "--what-if '%s': '%s' is no option that it can change", text, name);
    wijk_error_hint(err, "it changes one of %s", list.bytes);
  }
  wijk_text_free(&list);
  return err->status;
}

static bool is_changeable(const char *name) {
  for (size_t k = 0; k < MAY_CHANGE; k++)
    if (strcmp(may_change[k], name) == 0)
      return true;
  return false;
}

static wijk_status read_wish(run *run, const char *text, struct allocate_wish *wish, wijk_error *err) {
  const char *equals = strchr(text, '=');
  wijk_plan_request tried = {0};
  if (!equals) {
    wijk_error_set(err, WIJK_USAGE, "--what-if '%s' does not read OPTION=VALUE", text);
    return wijk_error_hint(err, "as in --what-if budget=2000000; without a value the option is taken away");
  }
  const char *name = wijk_arena_text_part(run->arena, text, (size_t)(equals - text), err);
  if (!name)
    return err->status;
  if (!is_changeable(name))
    return name_options(text, name, err);
  wish->words = text;
  wish->changed = *run;
  if (option_values_change(run->values, name, equals + 1, &wish->values, err) != WIJK_OK)
    return wijk_error_frame(err, "reading --what-if %s", text);
  wish->changed.values = &wish->values;
  if (option_values_check(&wish->values, err) != WIJK_OK || plan_read_options(&wish->changed, &tried, err) != WIJK_OK ||
      plan_read_limits(&wish->changed, &wish->limits, err) != WIJK_OK)
    return wijk_error_frame(err, "reading --what-if %s", text);
  return WIJK_OK;
}

static wijk_status read_pareto(run *run, allocate_wishes *wishes, wijk_error *err) {
  const char *const *words;
  size_t count;
  if (list_texts(run, "pareto", &words, &count, err) != WIJK_OK || count == 0)
    return err->status;
  if (count != 2) {
    wijk_error_set(err, WIJK_USAGE, "--pareto is of two goals, not of %zu", count);
    return wijk_error_hint(err, "as in --pareto unmet,cost");
  }
  for (size_t k = 0; k < 2; k++)
    if (plan_goal_read("pareto", words[k], &wishes->pareto[k], err) != WIJK_OK)
      return err->status;
  if (wishes->pareto[0] == wishes->pareto[1])
    return wijk_error_set(err, WIJK_USAGE, "--pareto: '%s' is named twice", words[0]);
  wishes->steps = run_whole(run, "pareto-steps", 10);
  if (wishes->steps == 1 || wishes->steps > 1000)
    return wijk_error_set(err, WIJK_USAGE, "--pareto-steps is a number from 2 to 1000, or 0 for all points");
  return WIJK_OK;
}

wijk_status allocate_read_wishes(run *run, allocate_wishes *wishes, wijk_error *err) {
  size_t count;
  const char *const *texts = run_texts(run, "what-if", &count);
  *wishes = (allocate_wishes){.wishes = WIJK_ARENA_ADD(run->arena, struct allocate_wish, count, err), .count = count};
  for (size_t k = 0; k < count && err->status == WIJK_OK; k++)
    read_wish(run, texts[k], &wishes->wishes[k], err);
  return err->status == WIJK_OK ? read_pareto(run, wishes, err) : err->status;
}

wijk_status allocate_plan_wishes(run *run, allocate_wishes *wishes, const wijk_plan_request *request, wijk_error *err) {
  for (size_t k = 0; k < wishes->count; k++) {
    struct allocate_wish *wish = &wishes->wishes[k];
    wijk_plan_request changed = *request;
    if (wijk_report_new(run->program->name, run->arena, &wish->report, err) != WIJK_OK ||
        plan_read_options(&wish->changed, &changed, err) != WIJK_OK)
      return wijk_error_frame(err, "reading --what-if %s", wish->words);
    changed.norm_count = changed.zoning ? changed.norm_count : 0;
    if (wijk_plan_make(&changed, 0, run->arena, &wish->report, &wish->plans, &wish->plan_count, err) != WIJK_OK)
      return wijk_error_frame(err, "making the plan of --what-if %s", wish->words);
  }
  return WIJK_OK;
}

/* ---- reasons ---- */

wijk_status allocate_add_reasons(run *run, const wijk_plan *plan, const wijk_allocation *allocation,
                                 const wijk_allocation_limits *limits, wijk_outcome *outcome, wijk_error *err) {
  const bool dutch = run_dutch(run);
  wijk_explanation explanation;
  if (run_text(run, "actions-output") &&
      (wijk_explain_actions(plan, allocation, dutch, run->arena, &explanation, err) != WIJK_OK ||
       wijk_explain_action_columns(plan, allocation, &explanation, dutch, outcome->actions, err) != WIJK_OK))
    return wijk_error_frame(err, "explaining the actions");
  if (!run_text(run, "demand-output"))
    return WIJK_OK;
  wijk_allocation_limits few = *limits;
  wijk_lack *lacks = WIJK_ARENA_ADD(run->arena, wijk_lack, plan->problem.form_count, err);
  if (few.nodes == 0 || few.nodes > REASON_NODES)
    few.nodes = REASON_NODES;
  if (!lacks || wijk_explain_unmet(plan, allocation, &few, dutch, run->arena, lacks, err) != WIJK_OK ||
      wijk_explain_demand_columns(plan, lacks, dutch, outcome->demand, err) != WIJK_OK)
    return wijk_error_frame(err, "explaining who has no place");
  return WIJK_OK;
}

/* Planners read the rules in their own language; a message of a program is in English. */
wijk_status allocate_say_clash(run *run, const wijk_plan *plan, const wijk_clash *clash, size_t count,
                               wijk_error *err) {
  const char *of = plan->scenario ? plan->scenario : "", *colon = plan->scenario ? ": " : "";
  const char *words = wijk_explain_clash(plan, clash, count, false, run->arena, err);
  const char *own = words ? wijk_explain_clash(plan, clash, count, run_dutch(run), run->arena, err) : NULL;
  if (!own || wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "clash"}, err,
                                      "%s%s%s", of, colon, own) != WIJK_OK)
    return err->status;
  if (run_dutch(run) && !run->quiet)
    fprintf(stderr, "%s: %s%s%s\n", run->program->name, of, colon, own);
  wijk_error_set(err, WIJK_ANSWER_NO, "%s%sthere is no allocation that keeps all rules: %s", of, colon, words);
  return wijk_error_hint(err, "take one of them away, or make it milder");
}

/* ---- what if ---- */

/* Goals that differ, in one line on stderr. */
static void say_wish(const run *run, const struct allocate_wish *wish, size_t number, const wijk_plan *plan,
                     const wijk_allocation *base, const wijk_allocation *found) {
  size_t said = 0;
  if (run->quiet)
    return;
  fprintf(stderr, "%s:%s%s what if %s:", run->program->name, plan->scenario ? " " : "",
          plan->scenario ? plan->scenario : "", wish->words);
  for (size_t g = 0; g < WIJK_GOAL_COUNT && found->found; g++) {
    const double before = wijk_allocation_value(&plan->problem, base, (wijk_allocation_goal)g),
                 after = wijk_allocation_value(&wish->plans[number].problem, found, (wijk_allocation_goal)g);
    char from[WIJK_NUMBER_SIZE], to[WIJK_NUMBER_SIZE];
    if (before == after)
      continue;
    wijk_number_write_fixed(before, 3, from);
    wijk_number_write_fixed(after, 3, to);
    fprintf(stderr, "%s %s %s instead of %s", said++ ? "," : "", wijk_goal_name((wijk_allocation_goal)g), to, from);
  }
  fprintf(stderr, "%s\n", !found->found ? " there is no allocation" : said ? "" : " no goal differs");
}

wijk_status allocate_write_wishes(run *run, const allocate_wishes *wishes, const wijk_plan *plan,
                                  const wijk_allocation *base, size_t number, wijk_error *err) {
  wijk_wish *made = WIJK_ARENA_ADD(run->arena, wijk_wish, wishes->count, err);
  wijk_allocation *found = WIJK_ARENA_ADD(run->arena, wijk_allocation, wishes->count, err);
  wijk_layer *table;
  if (!made || !found || wishes->count == 0)
    return err->status;
  for (size_t k = 0; k < wishes->count; k++) {
    const struct allocate_wish *wish = &wishes->wishes[k];
    if (wijk_allocation_compute(&wish->plans[number].problem, &wish->limits, run->arena, &found[k], err) != WIJK_OK)
      return wijk_error_frame(err, "allocating --what-if %s", wish->words);
    made[k] = (wijk_wish){wish->words, &wish->plans[number], &found[k]};
    say_wish(run, wish, number, plan, base, &found[k]);
  }
  if (!run_text(run, "what-if-output"))
    return WIJK_OK;
  if (wijk_explain_wishes(plan, base, made, wishes->count, run_dutch(run), run->arena, &table, err) != WIJK_OK)
    return err->status;
  return run_write_layer_of(run, "what-if-output", number, table, NULL, err);
}

/* ---- the frontier ---- */

wijk_status allocate_write_frontier(run *run, const allocate_wishes *wishes, const wijk_plan *plan,
                                    const wijk_allocation_limits *limits, size_t number, wijk_error *err) {
  wijk_frontier frontier;
  wijk_layer *table;
  if (!run_text(run, "pareto"))
    return WIJK_OK;
  run_progress(run, "finding the frontier", 0);
  if (wijk_allocation_frontier(&plan->problem, limits, wishes->pareto[0], wishes->pareto[1], wishes->steps, run->arena,
                               &frontier, err) != WIJK_OK)
    return wijk_error_frame(err, "finding the frontier of %s", run_text(run, "pareto"));
  if (wijk_explain_frontier(plan, &frontier, wishes->pareto[0], wishes->pareto[1], run_dutch(run), run->arena, &table,
                            err) != WIJK_OK)
    return err->status;
  return run_write_layer_of(run, "pareto-output", number, table, NULL, err);
}
