/* SPDX-License-Identifier: EUPL-1.2 */
/* What other wishes would change, a row for each goal, form, location and zone. */
#include "scenario/explain.h"
#include "scenario/outcome.h"
#include <math.h>
#include <string.h>

enum { WISH, SUBJECT, ID, NAME, BEFORE, AFTER, DIFFERENCE, SENTENCE, COLUMNS };
static const outcome_column columns[COLUMNS] = {
    [WISH] = {"what_if", "Als", "What if", NULL, NULL, 't'},
    [SUBJECT] = {"subject", "Wat verandert", "What changes", NULL, NULL, 't'},
    [ID] = {"subject_id", "Code", "Code", NULL, NULL, 'c'},
    [NAME] = {"subject_name", "Naam", "Name", NULL, NULL, 't'},
    [BEFORE] = {"before", "Eerst", "Before", NULL, NULL, 'n'},
    [AFTER] = {"after", "Dan", "After", NULL, NULL, 'n'},
    [DIFFERENCE] = {"difference", "Verschil", "Difference", NULL, NULL, 'n'},
    [SENTENCE] = {"sentence", "In woorden", "In words", NULL, NULL, 't'}};

typedef struct row {
  const char *wish, *subject, *id, *name, *sentence;
  double before, after;
} row;

typedef struct comparing {
  const wijk_plan *plan;
  const wijk_allocation *base;
  const wijk_wish *wish;
  bool dutch;
  row *rows;
  size_t count;
  wijk_arena *arena;
} comparing;

static explain_words words(const comparing *c, const wijk_plan *plan) {
  return (explain_words){plan, c->dutch, {0}};
}

static void add_row(comparing *c, const char *subject, const char *id, const char *name, double before, double after,
                    explain_words *w, wijk_error *err) {
  c->rows[c->count++] = (row){c->wish->words, subject, id, name, explain_take(w, c->arena, err), before, after};
}

/* "22 in plaats van 30", "blijft 22". */
static void say_values(explain_words *w, wijk_allocation_goal goal, double before, double after) {
  const bool heaviest = goal == WIJK_GOAL_HEAVIEST;
  const int decimals = fabs(after - before) < 0.01 ? 4 : 2;
  if (before == after) {
    explain_say(w, "blijft ", "stays ");
    explain_say_amount(w, goal, after);
    return;
  }
  if (heaviest)
    explain_say_number(w, after, decimals);
  else
    explain_say_amount(w, goal, after);
  explain_say(w, " in plaats van ", " instead of ");
  if (heaviest) {
    explain_say_number(w, before, decimals);
    explain_say(w, " maal de norm", " times the norm");
  } else
    explain_say_amount(w, goal, before);
}

static void add_goals(comparing *c, wijk_error *err) {
  for (size_t g = 0; g < WIJK_GOAL_COUNT; g++) {
    const wijk_allocation_goal goal = (wijk_allocation_goal)g;
    const double before = wijk_allocation_value(&c->plan->problem, c->base, goal);
    const double after = wijk_allocation_value(&c->wish->plan->problem, c->wish->allocation, goal);
    explain_words w = words(c, c->plan);
    wijk_text_add_format(&w.text, "%s: ", wijk_goal_words(goal, c->dutch));
    say_values(&w, goal, before, after);
    add_row(c, c->dutch ? "doel" : "goal", NULL, wijk_goal_words(goal, c->dutch), before, after, &w, err);
  }
}

static void add_forms(comparing *c, wijk_error *err) {
  for (size_t f = 0; f < c->plan->problem.form_count; f++) {
    const double before = c->base->unmet[f];
    for (size_t k = 0; k < c->wish->plan->problem.form_count; k++) {
      if (!wijk_text_same(c->plan->forms[f], c->wish->plan->forms[k]))
        continue;
      explain_words w = words(c, c->plan);
      wijk_text_add_format(&w.text, "%s %s: ", c->dutch ? "zonder plaats voor" : "without a place of",
                           c->plan->forms[f]);
      say_values(&w, WIJK_GOAL_UNMET, before, c->wish->allocation->unmet[k]);
      add_row(c, c->dutch ? "zonder plaats" : "without a place", NULL, c->plan->forms[f], before,
              c->wish->allocation->unmet[k], &w, err);
    }
  }
}

/* What is done with a site, as a planner would tell another to do it. */
static void say_deed(explain_words *w, const wijk_plan *plan, const wijk_allocation *a, size_t site) {
  const size_t was = plan->problem.sites[site].form, is = a->form[site];
  if (is == was)
    explain_say(w, was == WIJK_NONE ? "niet gebruiken" : "laten zoals het is",
                was == WIJK_NONE ? "not used" : "kept as it is");
  else if (is == WIJK_NONE)
    explain_say(w, "sluiten", "closed");
  else {
    explain_say(w, was == WIJK_NONE ? "openen als " : "ombouwen tot ",
                was == WIJK_NONE ? "opened as " : "converted to ");
    wijk_text_add(&w->text, plan->forms[is]);
  }
}

static double places_of(const wijk_plan *plan, const wijk_allocation *a, size_t site) {
  return a->form[site] == WIJK_NONE ? 0 : plan->problem.sites[site].capacity[a->form[site]];
}

static const char *form_name(const wijk_plan *plan, const wijk_allocation *a, size_t site) {
  return a->form[site] == WIJK_NONE ? "" : plan->forms[a->form[site]];
}

/* Sites of both plans by id; they mostly stand in the same place. */
static size_t find_site(const wijk_plan *plan, const char *id, size_t guess) {
  if (guess < plan->problem.site_count && strcmp(plan->sites[guess].id, id) == 0)
    return guess;
  for (size_t i = 0; i < plan->problem.site_count; i++)
    if (strcmp(plan->sites[i].id, id) == 0)
      return i;
  return WIJK_NONE;
}

static void add_sites(comparing *c, wijk_error *err) {
  const wijk_plan *then = c->wish->plan;
  for (size_t i = 0; i < c->plan->problem.site_count; i++) {
    const size_t k = find_site(then, c->plan->sites[i].id, i);
    if (k == WIJK_NONE)
      continue;
    const double before = places_of(c->plan, c->base, i), after = places_of(then, c->wish->allocation, k);
    if (before == after && strcmp(form_name(c->plan, c->base, i), form_name(then, c->wish->allocation, k)) == 0)
      continue;
    explain_words w = words(c, c->plan);
    explain_say_site(&w, i);
    wijk_text_add(&w.text, ": ");
    say_deed(&w, then, c->wish->allocation, k);
    explain_say(&w, " in plaats van ", " instead of ");
    say_deed(&w, c->plan, c->base, i);
    add_row(c, c->dutch ? "locatie" : "location", c->plan->sites[i].id, c->plan->sites[i].name, before, after, &w, err);
  }
}

static double zone_places(const wijk_plan *plan, const wijk_allocation *a, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < plan->problem.site_count; i++)
    if (plan->problem.sites[i].zone == zone)
      places += places_of(plan, a, i);
  return places;
}

/* The zones of both plans are rows of one layer. */
static void add_zones(comparing *c, wijk_error *err) {
  for (size_t z = 0; z < c->plan->problem.zone_count && z < c->wish->plan->problem.zone_count; z++) {
    const double before = zone_places(c->plan, c->base, z), after = zone_places(c->wish->plan, c->wish->allocation, z);
    if (before == after)
      continue;
    explain_words w = words(c, c->plan);
    explain_say_zone(&w, z);
    wijk_text_add(&w.text, ": ");
    explain_say_value(&w, WIJK_GOAL_OVERLOAD, after);
    explain_say(&w, " in plaats van ", " instead of ");
    explain_say_number(&w, before, before == nearbyint(before) ? 0 : 1);
    add_row(c, c->dutch ? "wijk" : "zone", c->plan->zones[z].key, c->plan->zones[z].name, before, after, &w, err);
  }
}

static void add_clash(comparing *c, wijk_error *err) {
  explain_words w = words(c, c->plan);
  wijk_text_add(&w.text, wijk_explain_clash(c->wish->plan, c->wish->allocation->clash, c->wish->allocation->clash_count,
                                            c->dutch, c->arena, err));
  add_row(c, c->dutch ? "onmogelijk" : "impossible", NULL, NULL, NAN, NAN, &w, err);
}

static wijk_status write_rows(const comparing *c, wijk_layer **table, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(c->arena, c->dutch ? "als_dan" : "what_if", c->count, err);
  if (!layer || outcome_columns_add(layer, columns, COLUMNS, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < c->count; k++) {
    const row *r = &c->rows[k];
    const char *texts[] = {r->wish, r->subject, r->id, r->name};
    for (size_t t = 0; t < 4; t++)
      outcome_set_text(layer, t, k, texts[t]);
    outcome_set(layer, BEFORE, k, r->before, WIJK_REASON_MISSING);
    outcome_set(layer, AFTER, k, r->after, WIJK_REASON_MISSING);
    outcome_set(layer, DIFFERENCE, k, r->after - r->before, WIJK_REASON_MISSING);
    outcome_set_text(layer, SENTENCE, k, r->sentence);
  }
  *table = layer;
  return WIJK_OK;
}

wijk_status wijk_explain_wishes(const wijk_plan *plan, const wijk_allocation *base, const wijk_wish *wishes,
                                size_t count, bool dutch, wijk_arena *arena, wijk_layer **table, wijk_error *err) {
  const size_t most = WIJK_GOAL_COUNT + plan->problem.form_count + plan->problem.site_count + plan->problem.zone_count;
  comparing c = {plan, base, NULL, dutch, WIJK_ARENA_ADD(arena, row, count * (most + 1), err), 0, arena};
  for (size_t k = 0; k < count && err->status == WIJK_OK; k++) {
    c.wish = &wishes[k];
    if (!c.wish->allocation->found) {
      add_clash(&c, err);
      continue;
    }
    add_goals(&c, err);
    add_forms(&c, err);
    add_sites(&c, err);
    add_zones(&c, err);
  }
  return err->status == WIJK_OK ? write_rows(&c, table, err) : err->status;
}
