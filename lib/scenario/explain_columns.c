/* SPDX-License-Identifier: EUPL-1.2 */
/* Reasons beside the actions and the demand of an outcome. */
#include "scenario/outcome.h"
#include <math.h>
#include <string.h>
#include <wijk/explain.h>

static size_t find_site(const wijk_plan *plan, const char *id) {
  for (size_t i = 0; i < plan->problem.site_count; i++)
    if (strcmp(plan->sites[i].id, id) == 0)
      return i;
  return WIJK_NONE;
}

/* The reason of a row: of the site that it names or, where it names another too, of who moves there. */
static const wijk_why *why_of(const wijk_plan *plan, const wijk_allocation *a, const wijk_explanation *e,
                              const wijk_layer *actions, size_t row) {
  const wijk_column *from = wijk_layer_find(actions, "location_id"), *to = wijk_layer_find(actions, "to_id");
  const size_t site = from && from->texts[row] ? find_site(plan, from->texts[row]) : WIJK_NONE;
  if (site == WIJK_NONE)
    return NULL;
  if (!to || !to->texts[row])
    return &e->sites[site];
  for (size_t k = 0; k < a->move_count; k++)
    if (a->moves[k].from == site && strcmp(plan->sites[a->moves[k].to].id, to->texts[row]) == 0)
      return &e->moves[k];
  return NULL;
}

wijk_status wijk_explain_action_columns(const wijk_plan *plan, const wijk_allocation *allocation,
                                        const wijk_explanation *explanation, bool dutch, wijk_layer *actions,
                                        wijk_error *err) {
  static const outcome_column columns[] = {
      {"goal", "Doel", "Goal", NULL, NULL, 't'},
      {"goal_change", "Zonder deze stap erbij", "Added without this step", NULL, NULL, 'n'},
      {"reason", "Waarom", "Why", NULL, NULL, 't'}};
  const size_t first = actions->column_count;
  if (outcome_columns_add(actions, columns, 3, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < actions->row_count; row++) {
    const wijk_why *why = why_of(plan, allocation, explanation, actions, row);
    if (!why)
      return wijk_error_set(err, WIJK_BUG, "an action of the outcome is none of the allocation");
    outcome_set_text(actions, first, row, why->serves ? wijk_goal_words(why->goal, dutch) : NULL);
    outcome_set(actions, first + 1, row, why->serves ? why->change : NAN, WIJK_REASON_MISSING);
    outcome_set_text(actions, first + 2, row, why->sentence);
  }
  return WIJK_OK;
}

wijk_status wijk_explain_demand_columns(const wijk_plan *plan, const wijk_lack *lacks, bool dutch, wijk_layer *demand,
                                        wijk_error *err) {
  static const outcome_column columns[] = {
      {"barrier", "Wat in de weg staat", "What stands in the way", NULL, NULL, 't'},
      {"barrier_count", "Zonder die regel wel een plaats", "With a place without it", "personen", "people", 'p'},
      {"reason", "Waarom", "Why", NULL, NULL, 't'}};
  const size_t first = demand->column_count;
  if (outcome_columns_add(demand, columns, 3, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < demand->row_count && row < plan->problem.form_count; row++) {
    const wijk_lack *lack = &lacks[row];
    const bool known = lack->sentence && lack->barrier != WIJK_BARRIER_COUNT;
    outcome_set_text(demand, first, row, known ? wijk_barrier_words(lack->barrier, dutch) : NULL);
    outcome_set(demand, first + 1, row, known ? lack->least : NAN, WIJK_REASON_MISSING);
    outcome_set_text(demand, first + 2, row, lack->sentence);
  }
  return WIJK_OK;
}
