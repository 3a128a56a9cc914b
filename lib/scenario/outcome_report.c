/* SPDX-License-Identifier: EUPL-1.2 */
/* What came of it: figures for the report, and a few sentences for people. */
#include "scenario/explain.h"
#include "scenario/outcome_comparison.h"
#include <math.h>
#include <string.h>
#include <wijk/number.h>

/* ---- the report ---- */

static wijk_status add_figure(wijk_report *report, const char *by, const char *id, double value, const char *reason,
                              wijk_error *err) {
  const wijk_city_value figure = {
      .id = id, .by = by, .value = value, .reason = reason, .p = NAN, .expected = NAN, .variance = NAN};
  return wijk_report_add_city(report, &figure, err);
}

static wijk_status add_row(const wijk_layer *comparison, size_t row, const char *by, wijk_report *report,
                           wijk_error *err) {
  for (size_t k = COMPARISON_DEMAND; k < COMPARISON_COLUMNS; k++) {
    const wijk_column *column = &comparison->columns[k];
    if (column->type != WIJK_COLUMN_NUMBER)
      continue;
    const bool known = wijk_column_has(column, row);
    if (add_figure(report, by, column->name, column->numbers[row],
                   known ? NULL : wijk_reason_text(wijk_column_reason(column, row), false), err) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

static wijk_status add_goal(const wijk_goal_value *goal, const char *by, wijk_report *report, wijk_error *err) {
  const struct {
    const char *what;
    double value;
  } figures[] = {{"", goal->value},
                 {"_bound", goal->bound},
                 {"_gap_share", outcome_gap(goal)},
                 {"_proved", goal->proved},
                 {"_nodes", (double)goal->nodes}};
  for (size_t k = 0; k < sizeof figures / sizeof *figures; k++) {
    const char *id = wijk_arena_format(report->arena, err, "goal_%s%s", wijk_goal_name(goal->goal), figures[k].what);
    if (!id || add_figure(report, by, id, figures[k].value, NULL, err) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

wijk_status wijk_outcome_report(const wijk_allocation *allocations, size_t count, const wijk_layer *comparison,
                                wijk_report *report, wijk_error *err) {
  for (size_t row = 0; row <= count; row++) {
    const char *by =
        wijk_arena_format(report->arena, err, "scenario=%s", comparison->columns[COMPARISON_SCENARIO].texts[row]);
    if (!by || add_row(comparison, row, by, report, err) != WIJK_OK)
      return err->status;
    for (size_t k = 0; row > 0 && k < allocations[row - 1].goal_count; k++)
      if (add_goal(&allocations[row - 1].goals[k], by, report, err) != WIJK_OK)
        return err->status;
  }
  return WIJK_OK;
}

/* ---- words ---- */

/* A share of a goal that nobody would call an improvement. */
#define SMALLEST_GAP 5e-5

typedef struct telling {
  const wijk_layer *comparison;
  size_t row;
  const wijk_plan *plan;
  const wijk_allocation *allocation;
  bool dutch;
  wijk_text *text;
} telling;

static double number(const telling *t, size_t column, size_t row) {
  return t->comparison->columns[column].numbers[row];
}

static void add(const telling *t, const char *nl, const char *en) {
  wijk_text_add(t->text, t->dutch ? nl : en);
}

static void add_number(const telling *t, double value, int decimals) {
  char digits[64];
  wijk_number_write_grouped(value, decimals, t->dutch, digits, sizeof digits);
  wijk_text_add(t->text, digits);
}

static void add_column(const telling *t, size_t column) {
  add_number(t, number(t, column, t->row), 0);
}

/* "2 zonder plaats: begeleid 2": of each form that has any. */
static void tell_unmet(const telling *t, const wijk_layer *demand) {
  const wijk_column *forms = wijk_layer_find(demand, "form"), *unmet = wijk_layer_find(demand, "unmet_count");
  const char *before = ": ";
  add_column(t, COMPARISON_HOUSED);
  add(t, " van de ", " of the ");
  add_column(t, COMPARISON_DEMAND);
  add(t, " mensen hebben een plaats, ", " people have a place, ");
  add_column(t, COMPARISON_UNMET);
  add(t, " niet", " do not");
  for (size_t row = 0; row + 1 < demand->row_count; row++)
    if (unmet->numbers[row] > 0) {
      wijk_text_add_format(t->text, "%s%s ", before, forms->texts[row]);
      add_number(t, unmet->numbers[row], 0);
      before = ", ";
    }
  if (number(t, COMPARISON_UNMET, t->row) != number(t, COMPARISON_UNCHANGED, t->row)) {
    add(t, " (als alles blijft zoals het is ", " (if all stays as it is ");
    add_column(t, COMPARISON_UNCHANGED);
    wijk_text_add(t->text, ")");
  }
  wijk_text_add(t->text, "\n");
}

static void tell_load(const telling *t) {
  const wijk_layer *layer = t->comparison;
  if (isnan(number(t, COMPARISON_HEAVIEST, t->row)))
    return;
  const char *name = layer->columns[COMPARISON_HEAVIEST_NAME].texts[t->row];
  add(t, "zwaarst belast: ", "heaviest load: ");
  wijk_text_add(t->text, name ? name : layer->columns[COMPARISON_HEAVIEST_KEY].texts[t->row]);
  wijk_text_add(t->text, ", ");
  add_number(t, 100 * number(t, COMPARISON_HEAVIEST, t->row), 0);
  add(t, "% van de norm (nu ", "% of the norm (now ");
  add_number(t, 100 * number(t, COMPARISON_HEAVIEST, 0), 0);
  add(t, "%); boven de norm in kwetsbare wijken: ", "%); over the norm in vulnerable wijken: ");
  add_column(t, COMPARISON_OVERLOAD);
  add(t, " plaatsen (nu ", " places (now ");
  add_number(t, number(t, COMPARISON_OVERLOAD, 0), 0);
  wijk_text_add(t->text, ")\n");
}

/* A wijk with less than a hundredth of the residents has a small norm, of which few places are many times as much. */
static void tell_small(const telling *t) {
  const char *key = t->comparison->columns[COMPARISON_HEAVIEST_KEY].texts[t->row];
  const wijk_plan_zone *heaviest = NULL;
  double all = 0;
  for (size_t z = 0; key && z < t->plan->problem.zone_count; z++) {
    all += t->plan->zones[z].residents > 0 ? t->plan->zones[z].residents : 0;
    if (strcmp(t->plan->zones[z].key, key) == 0)
      heaviest = &t->plan->zones[z];
  }
  if (!heaviest || !(heaviest->residents < all / 100))
    return;
  add(t, "die wijk heeft weinig inwoners (", "that wijk has few residents (");
  add_number(t, heaviest->residents, 0);
  add(t, "); met --least-residents telt zo'n wijk niet mee in de belasting, en geldt haar norm wel\n",
      "); with --least-residents such a wijk does not count for the load, while its norm holds\n");
}

static void tell_unmeasured(const telling *t) {
  size_t count = 0;
  for (size_t z = 0; z < t->plan->problem.zone_count; z++) {
    const wijk_plan_zone *zone = &t->plan->zones[z];
    if (!zone->unmeasured)
      continue;
    if (count++ == 0)
      add(t, "belasting niet gemeten (de norm geldt wel): ", "load not measured (the norm holds): ");
    else
      wijk_text_add(t->text, ", ");
    wijk_text_add(t->text, zone->name ? zone->name : zone->key);
  }
  wijk_text_add(t->text, count > 0 ? "\n" : "");
}

static void tell_changes(const telling *t) {
  static const struct {
    const char *nl, *en;
    size_t column;
  } parts[] = {{"locaties: ", "locations: ", COMPARISON_OPENED},
               {" open, ", " opened, ", COMPARISON_CLOSED},
               {" dicht, ", " closed, ", COMPARISON_CONVERTED},
               {" omgebouwd; verhuizingen: ", " converted; people who move: ", COMPARISON_MOVED}};
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
    add(t, parts[k].nl, parts[k].en);
    add_column(t, parts[k].column);
  }
  if (number(t, COMPARISON_MOVED, t->row) > 0) {
    add(t, ", gemiddeld ", ", on average ");
    add_number(t, number(t, COMPARISON_MEAN, t->row) / 1000, 1);
    wijk_text_add(t->text, " km");
  }
  if (number(t, COMPARISON_DISPLACED, t->row) > 0) {
    add(t, "; hun plaats verliezen, en er een nodig hebben: ", "; who lose a place that they need: ");
    add_column(t, COMPARISON_DISPLACED);
  }
  add(t, "; kosten: ", "; cost: ");
  add_column(t, COMPARISON_COST);
  wijk_text_add(t->text, " euro\n");
}

static bool was_proved(const telling *t) {
  return strcmp(t->comparison->columns[COMPARISON_PROVED].texts[t->row], t->dutch ? "ja" : "yes") == 0;
}

/* "mensen die verhuizen 445 van 2.435": what is not known to be out of reach, of each goal. */
static void tell_gaps(const telling *t) {
  explain_words w = {.dutch = t->dutch, .text = *t->text};
  size_t named = 0;
  explain_say(&w, "; hoogstens nog te winnen: ", "; at most still to be won: ");
  for (size_t g = 0; g < t->allocation->goal_count; g++) {
    const wijk_goal_value *goal = &t->allocation->goals[g];
    if (outcome_gap(goal) < SMALLEST_GAP)
      continue;
    wijk_text_add_format(&w.text, "%s%s ", named++ ? ", " : "", wijk_goal_words(goal->goal, t->dutch));
    explain_say_amount(&w, goal->goal, goal->value - fmax(0, goal->bound));
    explain_say(&w, " van ", " of ");
    explain_say_amount(&w, goal->goal, goal->value);
  }
  wijk_text_add(&w.text, "\n");
  *t->text = w.text;
}

static void tell_proof(const telling *t) {
  if (number(t, COMPARISON_GAP, t->row) < SMALLEST_GAP) {
    add(t, "bewezen: op deze doelen is niets beter\n", "proved: nothing is better on these goals\n");
    return;
  }
  if (was_proved(t))
    add(t, "bewezen binnen de marge", "proved within the margin");
  else
    add(t, "niet bewezen dat dit het beste is", "not proved to be the best");
  tell_gaps(t);
}

wijk_status wijk_outcome_tell(const wijk_layer *comparison, size_t row, const wijk_plan *plan,
                              const wijk_allocation *allocation, const wijk_layer *demand, bool dutch, wijk_text *text,
                              wijk_error *err) {
  const telling t = {comparison, row, plan, allocation, dutch, text};
  wijk_text_add_format(text, "%s:\n", comparison->columns[COMPARISON_SCENARIO].texts[row]);
  tell_unmet(&t, demand);
  tell_load(&t);
  tell_small(&t);
  tell_unmeasured(&t);
  tell_changes(&t);
  tell_proof(&t);
  return wijk_text_check(text, err);
}
