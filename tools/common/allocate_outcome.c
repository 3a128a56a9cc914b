/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/allocate_outcome.h"

#include <stdio.h>

#include "common/style.h"

wijk_status allocate_make_outcome(run *run, const wijk_plan *plan, const wijk_allocation *allocation,
                                  wijk_outcome *outcome, wijk_error *err) {
  if (wijk_outcome_make(plan, allocation, run_dutch(run), run->arena, outcome, err) != WIJK_OK ||
      wijk_outcome_check(plan, outcome, run->arena, err) != WIJK_OK)
    return wijk_error_frame(err, "making the result%s%s", plan->scenario ? " of " : "",
                            plan->scenario ? plan->scenario : "");
  if (!outcome->waiting)
    return WIJK_OK;
  return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "actions-wait"}, err,
                                 "%s%s%zu %s for others that wait for %s: somebody has to live elsewhere for a while",
                                 plan->scenario ? plan->scenario : "", plan->scenario ? ": " : "", outcome->waiting,
                                 outcome->waiting == 1 ? "action waits" : "actions wait",
                                 outcome->waiting == 1 ? "it" : "them");
}

wijk_status allocate_write_outcome(run *run, const wijk_outcome *outcome, size_t number, wijk_error *err) {
  static const char *const actions[][2] = {
      {"opens", "opent"}, {"converts", "bouwt om"}, {"stays", "blijft"}, {"closes", "sluit"}};
  static const char *const unused[] = {"not used", "niet gebruikt"};
  const char *words[sizeof actions / sizeof *actions];
  const wijk_style *by_action, *by_load;
  const bool dutch = run_dutch(run);
  for (size_t k = 0; k < sizeof words / sizeof *words; k++)
    words[k] = actions[k][dutch];
  if (run_style_words(run, "action", words, sizeof words / sizeof *words, unused[dutch], &by_action, err) != WIJK_OK ||
      run_style_numbers(run, outcome->zones, "load_after", &by_load, err) != WIJK_OK ||
      run_write_layer_of(run, "output", number, outcome->locations, by_action, err) != WIJK_OK ||
      run_write_layer_of(run, "flows-output", number, outcome->flows, NULL, err) != WIJK_OK ||
      run_write_layer_of(run, "zones-output", number, outcome->zones, by_load, err) != WIJK_OK ||
      run_write_layer_of(run, "actions-output", number, outcome->actions, NULL, err) != WIJK_OK)
    return err->status;
  return run_write_layer_of(run, "demand-output", number, outcome->demand, NULL, err);
}

wijk_status allocate_write_comparison(run *run, const wijk_plan *plans, const wijk_allocation *allocations,
                                      const wijk_outcome *outcomes, size_t count, wijk_error *err) {
  wijk_layer *comparison;
  wijk_text text = {0};
  if (wijk_outcome_compare(plans, allocations, count, run_dutch(run), run->arena, &comparison, err) != WIJK_OK)
    return wijk_error_frame(err, "comparing the scenarios");
  if (wijk_outcome_report(allocations, count, comparison, &run->report, err) != WIJK_OK)
    return err->status;
  for (size_t row = 1; row <= count && !run->quiet && err->status == WIJK_OK; row++)
    wijk_outcome_tell(comparison, row, &plans[row - 1], &allocations[row - 1], outcomes[row - 1].demand, run_dutch(run),
                      &text, err);
  if (text.bytes && err->status == WIJK_OK)
    fputs(text.bytes, stderr);
  wijk_text_free(&text);
  return err->status == WIJK_OK ? run_write_layer_to(run, "comparison-output", comparison, NULL, err) : err->status;
}
