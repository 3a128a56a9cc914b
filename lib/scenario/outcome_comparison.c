/* SPDX-License-Identifier: EUPL-1.2 */
/* Scenarios beside each other and beside now. */
#include "scenario/outcome_comparison.h"
#include "scenario/outcome.h"
#include "scenario/outcome_spread.h"
#include <math.h>

#define PLACES "plaatsen", "places"
#define PEOPLE "personen", "people"
#define LOCATIONS "locaties", "locations"
#define INDEX "0-1", "0-1"
static const outcome_column columns[COMPARISON_COLUMNS] = {
    [COMPARISON_SCENARIO] = {"scenario", "Scenario", "Scenario", NULL, NULL, 't'},
    [COMPARISON_YEAR] = {"year", "Jaar", "Year", NULL, NULL, 'w'},
    [COMPARISON_DEMAND] = {"demand", "Vraag", "Demand", PEOPLE, 'p'},
    [COMPARISON_LOCATIONS] = {"locations_count", "Locaties", "Locations", LOCATIONS, 'w'},
    [COMPARISON_PLACES] = {"places", "Plaatsen", "Places", PLACES, 'w'},
    [COMPARISON_HOUSED] = {"housed", "Bewoners", "People housed", PEOPLE, 'p'},
    [COMPARISON_UNMET] = {"unmet_count", "Zonder plaats", "Without a place", PEOPLE, 'p'},
    [COMPARISON_UNCHANGED] = {"unchanged_unmet_count", "Zonder plaats als alles blijft zoals het is",
                              "Without a place if all stays as it is", PEOPLE, 'p'},
    [COMPARISON_OCCUPANCY] = {"occupancy_share", "Bezettingsgraad", "Occupancy", "aandeel", "share", 's'},
    [COMPARISON_HEAVIEST] = {"heaviest_load", "Zwaarste belasting", "Heaviest load", "aandeel van de norm",
                             "share of the norm", 'n'},
    [COMPARISON_HEAVIEST_KEY] = {"heaviest_zone_key", "Code van de zwaarst belaste wijk",
                                 "Code of the most heavily loaded wijk", NULL, NULL, 'c'},
    [COMPARISON_HEAVIEST_NAME] = {"heaviest_zone_name", "Zwaarst belaste wijk", "Most heavily loaded wijk", NULL, NULL,
                                  't'},
    [COMPARISON_OVERLOAD] = {"overload_places", "Plaatsen boven de norm in kwetsbare wijken",
                             "Places over the norm in vulnerable wijken", PLACES, 'n'},
    [COMPARISON_OVER] = {"zones_over_norm_count", "Wijken boven hun norm", "Wijken over their norm", "wijken", "wijken",
                         'w'},
    [COMPARISON_VULNERABLE] = {"vulnerable_places_share", "Aandeel van de plaatsen in kwetsbare wijken",
                               "Share of the places in vulnerable wijken", "aandeel", "share", 'n'},
    [COMPARISON_GINI] = {"gini", "Gini-index van de plaatsen", "Gini index of places", INDEX, 'n'},
    [COMPARISON_SEGREGATION] = {"gini_segregation", "Gini-index van segregatie", "Gini index of segregation", INDEX,
                                'n'},
    [COMPARISON_MOVED] = {"moved_count", "Wie verhuizen", "Who move", PEOPLE, 'p'},
    [COMPARISON_DISPLACED] = {"displaced_count", "Wie hun plaats verliezen en er een nodig hebben",
                              "Who lose a place that they need", PEOPLE, 'p'},
    [COMPARISON_METRES] = {"moved_m", "Verhuisafstand samen", "Distance moved in all", "m", "m", 'n'},
    [COMPARISON_MEAN] = {"moved_mean_m", "Verhuisafstand per persoon", "Distance moved per person", "m", "m", 'n'},
    [COMPARISON_COST] = {"cost_eur", "Kosten", "Cost", "euro", "euro", 'n'},
    [COMPARISON_OPENED] = {"opened_count", "Locaties die opengaan", "Locations that open", LOCATIONS, 'w'},
    [COMPARISON_CLOSED] = {"closed_count", "Locaties die sluiten", "Locations that close", LOCATIONS, 'w'},
    [COMPARISON_CONVERTED] = {"converted_count", "Locaties die omgebouwd worden", "Locations that are converted",
                              LOCATIONS, 'w'},
    [COMPARISON_PROVED] = {"proved", "Bewezen best", "Proved best", NULL, NULL, 't'},
    [COMPARISON_GAP] = {"gap_share", "Hoogstens te verbeteren", "To be improved at most", "aandeel", "share", 'n'},
};

static const char *scenario_word(const wijk_plan *plan, bool now, bool dutch) {
  if (now)
    return dutch ? "nu" : "now";
  return plan->scenario ? plan->scenario : dutch ? "straks" : "afterwards";
}

/* ---- one row ---- */

typedef struct row_work {
  const outcome_work *w;
  wijk_layer *layer;
  size_t row;
  bool after; /* else it is of now */
} row_work;

static void set(const row_work *r, size_t column, double value, wijk_reason why_not) {
  outcome_set(r->layer, column, r->row, value, why_not);
}

/* Load of the heaviest zone, places over the norm of the vulnerable ones, and what share of all places these have. */
static void set_zones(const row_work *r, const double *places, double all) {
  const wijk_plan *plan = r->w->plan;
  size_t heaviest = WIJK_NONE, over = 0, measured = 0, classed = 0;
  double load = NAN, overload = 0, vulnerable = 0;
  for (size_t z = 0; z < plan->problem.zone_count; z++) {
    const wijk_ground *ground = &plan->problem.zones[z];
    vulnerable += ground->vulnerable ? places[z] : 0;
    overload += ground->vulnerable && !isnan(ground->norm) ? fmax(0, places[z] - ground->norm) : 0;
    over += places[z] > ground->norm * (1 + 1e-12);
    measured += !isnan(ground->norm);
    classed += plan->zones[z].class_name != NULL;
    if (ground->norm > 0 && !(places[z] / ground->norm <= load)) {
      load = places[z] / ground->norm;
      heaviest = z;
    }
  }
  set(r, COMPARISON_HEAVIEST, load, WIJK_REASON_NO_NORM);
  set(r, COMPARISON_OVERLOAD, measured ? overload : NAN, WIJK_REASON_NO_NORM);
  set(r, COMPARISON_OVER, measured ? (double)over : NAN, WIJK_REASON_NO_NORM);
  set(r, COMPARISON_VULNERABLE, all > 0 && classed ? vulnerable / all : NAN,
      classed ? WIJK_REASON_NO_PLACES : WIJK_REASON_NO_CLASS);
  if (heaviest != WIJK_NONE) {
    outcome_set_text(r->layer, COMPARISON_HEAVIEST_KEY, r->row, plan->zones[heaviest].key);
    outcome_set_text(r->layer, COMPARISON_HEAVIEST_NAME, r->row, plan->zones[heaviest].name);
  }
}

static void set_spread(const row_work *r, wijk_error *err) {
  wijk_layer *zones;
  outcome_index gini, segregation;
  if (outcome_zones(r->w, &zones, err) != WIJK_OK || outcome_spread(zones, r->after ? "places_after" : "places_before",
                                                                    r->w->arena, &gini, &segregation, err) != WIJK_OK)
    return;
  set(r, COMPARISON_GINI, gini.value, gini.why_not);
  set(r, COMPARISON_SEGREGATION, segregation.value, segregation.why_not);
}

/* Places and people, in zones or not. */
static void set_sites(const row_work *r, wijk_error *err) {
  const wijk_plan *plan = r->w->plan;
  double *places = WIJK_ARENA_ADD(r->w->arena, double, plan->problem.zone_count, err);
  double all = 0, people = 0;
  size_t locations = 0;
  if (!places)
    return;
  for (size_t i = 0; i < plan->problem.site_count; i++) {
    const outcome_site *o = &r->w->sites[i];
    all += r->after ? o->places_after : o->places_before;
    people += o->stayed + (r->after ? o->came + o->fresh : o->left + o->gone);
    locations += (r->after ? r->w->allocation->form[i] : plan->problem.sites[i].form) != WIJK_NONE;
  }
  outcome_zone_places(plan, r->w->sites, r->after, places);
  set(r, COMPARISON_LOCATIONS, (double)locations, WIJK_REASON_MISSING);
  set(r, COMPARISON_PLACES, all, WIJK_REASON_MISSING);
  set(r, COMPARISON_HOUSED, people, WIJK_REASON_MISSING);
  set(r, COMPARISON_OCCUPANCY, all > 0 ? people / all : NAN, WIJK_REASON_NO_PLACES);
  set_zones(r, places, all);
  set_spread(r, err);
}

/* What there would be of each form without any change, against what is asked of it. */
static void set_demand(const row_work *r) {
  const wijk_allocation_problem *p = &r->w->plan->problem;
  double demand = 0, unmet = 0, unchanged = 0;
  for (size_t f = 0; f < p->form_count; f++) {
    double places = 0;
    for (size_t i = 0; i < p->site_count; i++)
      places += p->sites[i].form == f ? p->sites[i].places : 0;
    demand += p->demand[f];
    unmet += r->w->allocation->unmet[f];
    unchanged += fmax(0, p->demand[f] - places);
  }
  set(r, COMPARISON_DEMAND, r->after ? demand : NAN, WIJK_REASON_NOT_FORECAST);
  set(r, COMPARISON_UNMET, r->after ? unmet : NAN, WIJK_REASON_NOT_FORECAST);
  set(r, COMPARISON_UNCHANGED, r->after ? unchanged : NAN, WIJK_REASON_NOT_FORECAST);
  set(r, COMPARISON_YEAR, r->after ? r->w->plan->year : NAN, WIJK_REASON_NOT_FORECAST);
}

/* Now nothing moves, opens or is paid for. */
static void set_changes(const row_work *r) {
  const wijk_plan *plan = r->w->plan;
  const double *lose = r->w->allocation->displaced;
  double counts[OUTCOME_ACTIONS] = {0}, cost = 0, moved = 0, metres = 0, displaced = 0;
  for (size_t i = 0; r->after && i < plan->problem.site_count; i++) {
    counts[r->w->sites[i].action]++;
    cost += isnan(r->w->sites[i].cost) ? 0 : r->w->sites[i].cost;
  }
  for (size_t k = 0; r->after && k < r->w->allocation->move_count; k++) {
    const wijk_move *move = &r->w->allocation->moves[k];
    const wijk_site *from = &plan->problem.sites[move->from], *to = &plan->problem.sites[move->to];
    moved += move->people;
    metres += move->people * hypot(from->x - to->x, from->y - to->y);
  }
  for (size_t f = 0; r->after && lose && f < plan->problem.form_count; f++)
    displaced += lose[f];
  set(r, COMPARISON_MOVED, moved, WIJK_REASON_MISSING);
  set(r, COMPARISON_DISPLACED, displaced, WIJK_REASON_MISSING);
  set(r, COMPARISON_METRES, metres, WIJK_REASON_MISSING);
  set(r, COMPARISON_MEAN, moved > 0 ? metres / moved : NAN, WIJK_REASON_NO_GROUP);
  set(r, COMPARISON_COST, cost, WIJK_REASON_MISSING);
  set(r, COMPARISON_OPENED, counts[OUTCOME_OPENS], WIJK_REASON_MISSING);
  set(r, COMPARISON_CLOSED, counts[OUTCOME_CLOSES], WIJK_REASON_MISSING);
  set(r, COMPARISON_CONVERTED, counts[OUTCOME_CONVERTS], WIJK_REASON_MISSING);
}

double outcome_gap(const wijk_goal_value *goal) {
  const double gap = goal->value - fmax(0, goal->bound); /* no goal can be below 0 */
  return gap > 0 ? gap / goal->value : 0;
}

static void set_proof(const row_work *r) {
  bool proved = true;
  double gap = 0;
  for (size_t k = 0; k < r->w->allocation->goal_count; k++) {
    proved &= r->w->allocation->goals[k].proved;
    gap = fmax(gap, outcome_gap(&r->w->allocation->goals[k]));
  }
  set(r, COMPARISON_GAP, r->after ? gap : NAN, WIJK_REASON_NOT_FORECAST);
  if (r->after)
    outcome_set_text(r->layer, COMPARISON_PROVED, r->row,
                     r->w->dutch ? (proved ? "ja" : "nee")
                     : proved    ? "yes"
                                 : "no");
  else
    r->layer->columns[COMPARISON_PROVED].reasons[r->row] = WIJK_REASON_NOT_FORECAST;
}

static wijk_status set_row(const outcome_work *w, wijk_layer *layer, size_t row, bool after, wijk_error *err) {
  const row_work r = {w, layer, row, after};
  outcome_set_text(layer, COMPARISON_SCENARIO, row, scenario_word(w->plan, !after, w->dutch));
  set_sites(&r, err);
  set_demand(&r);
  set_changes(&r);
  set_proof(&r);
  return err->status;
}

wijk_status wijk_outcome_compare(const wijk_plan *plans, const wijk_allocation *allocations, size_t count, bool dutch,
                                 wijk_arena *arena, wijk_layer **comparison, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, dutch ? "vergelijking" : "comparison", count + 1, err);
  if (!layer || outcome_columns_add(layer, columns, COMPARISON_COLUMNS, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < count; k++) {
    outcome_work work;
    if (!allocations[k].found)
      return wijk_error_set(err, WIJK_BUG, "an outcome is of an allocation that was found");
    if (outcome_work_open(&plans[k], &allocations[k], dutch, arena, &work, err) != WIJK_OK ||
        (k == 0 && set_row(&work, layer, 0, false, err) != WIJK_OK) ||
        set_row(&work, layer, k + 1, true, err) != WIJK_OK)
      return err->status;
  }
  *comparison = layer;
  return WIJK_OK;
}
