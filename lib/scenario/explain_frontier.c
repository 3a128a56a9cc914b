/* SPDX-License-Identifier: EUPL-1.2 */
/* The frontier of two goals as a table. */
#include "scenario/outcome.h"
#include <math.h>
#include <wijk/explain.h>

enum { POINT, FIRST, SECOND, FIRST_BOUND, SECOND_BOUND, PROVED, OPENS, CLOSES, CONVERTS, UNMET, COLUMNS };

static const char *name(wijk_arena *arena, const char *start, const char *end, wijk_error *err) {
  return wijk_arena_format(arena, err, "%s%s", start, end);
}

/* Columns are called by the goals and the forms. */
static wijk_status add_columns(wijk_layer *layer, const wijk_plan *plan, const wijk_allocation_goal goals[2],
                               wijk_arena *arena, wijk_error *err) {
  outcome_column columns[COLUMNS] = {
      [POINT] = {"point", "Punt", "Point", NULL, NULL, 'w'},
      [PROVED] = {"proved", "Bewezen", "Proved", NULL, NULL, 't'},
      [OPENS] = {"opens_count", "Wat opent", "What opens", "locaties", "locations", 'w'},
      [CLOSES] = {"closes_count", "Wat sluit", "What closes", "locaties", "locations", 'w'},
      [CONVERTS] = {"converts_count", "Wat wordt omgebouwd", "What is converted", "locaties", "locations", 'w'},
      [UNMET] = {"unmet_count", "Zonder plaats", "Without a place", "personen", "people", 'p'}};
  for (size_t k = 0; k < 2; k++) {
    const bool people = goals[k] == WIJK_GOAL_UNMET || goals[k] == WIJK_GOAL_MOVED;
    const char *id = name(arena, "goal_", wijk_goal_name(goals[k]), err);
    const char *nl = wijk_goal_words(goals[k], true), *en = wijk_goal_words(goals[k], false);
    if (!id)
      return err->status;
    columns[FIRST + k] = (outcome_column){id, nl, en, NULL, NULL, people ? 'p' : 'n'};
    columns[FIRST_BOUND + k] = (outcome_column){name(arena, id, "_bound", err),
                                                name(arena, nl, ": niet minder dan", err),
                                                name(arena, en, ": no less than", err),
                                                NULL,
                                                NULL,
                                                people ? 'p' : 'n'};
  }
  if (err->status != WIJK_OK || outcome_columns_add(layer, columns, COLUMNS, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < plan->problem.form_count && err->status == WIJK_OK; f++) {
    const outcome_column own = {name(arena, "unmet_count__", plan->forms[f], err),
                                name(arena, "Zonder plaats: ", plan->forms[f], err),
                                name(arena, "Without a place: ", plan->forms[f], err),
                                "personen",
                                "people",
                                'p'};
    if (err->status == WIJK_OK)
      outcome_columns_add(layer, &own, 1, err);
  }
  return err->status;
}

static void count_deeds(const wijk_plan *plan, const wijk_allocation *a, double deeds[3]) {
  for (size_t i = 0; i < plan->problem.site_count; i++) {
    const size_t was = plan->problem.sites[i].form, is = a->form[i];
    if (was != is)
      deeds[was == WIJK_NONE ? 0 : is == WIJK_NONE ? 1 : 2]++;
  }
}

wijk_status wijk_explain_frontier(const wijk_plan *plan, const wijk_frontier *frontier, wijk_allocation_goal first,
                                  wijk_allocation_goal second, bool dutch, wijk_arena *arena, wijk_layer **table,
                                  wijk_error *err) {
  const wijk_allocation_goal goals[] = {first, second};
  wijk_layer *layer = wijk_layer_new(arena, dutch ? "afweging" : "frontier", frontier->count, err);
  if (!layer || add_columns(layer, plan, goals, arena, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < frontier->count; k++) {
    const wijk_frontier_point *point = &frontier->points[k];
    double deeds[3] = {0};
    count_deeds(plan, &point->allocation, deeds);
    outcome_set(layer, POINT, k, (double)k + 1, WIJK_REASON_MISSING);
    outcome_set_text(layer, PROVED, k, dutch ? (point->proved ? "ja" : "nee") : point->proved ? "yes" : "no");
    for (size_t g = 0; g < 2; g++) {
      outcome_set(layer, FIRST + g, k, point->value[g], WIJK_REASON_MISSING);
      outcome_set(layer, FIRST_BOUND + g, k, point->bound[g], WIJK_REASON_MISSING);
    }
    for (size_t d = 0; d < 3; d++)
      outcome_set(layer, OPENS + d, k, deeds[d], WIJK_REASON_MISSING);
    outcome_set(layer, UNMET, k, wijk_allocation_value(&plan->problem, &point->allocation, WIJK_GOAL_UNMET),
                WIJK_REASON_MISSING);
    for (size_t f = 0; f < plan->problem.form_count; f++)
      outcome_set(layer, COLUMNS + f, k, point->allocation.unmet[f], WIJK_REASON_MISSING);
  }
  *table = layer;
  return WIJK_OK;
}
