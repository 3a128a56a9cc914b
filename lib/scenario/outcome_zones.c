/* SPDX-License-Identifier: EUPL-1.2 */
/* The zones before and after: places, load, and what there is room for. */
#include "scenario/outcome.h"
#include <math.h>

enum {
  CLASS,
  LOCATIONS_BEFORE,
  LOCATIONS_AFTER,
  PLACES_BEFORE,
  PLACES_AFTER,
  PLACES_CHANGE,
  OCCUPIED_BEFORE,
  OCCUPIED_AFTER,
  PER_1000_BEFORE,
  PER_1000_AFTER,
  PER_1000_CHANGE,
  NORM,
  LOAD_BEFORE,
  LOAD_AFTER,
  LOAD_CHANGE,
  HEADROOM_BEFORE,
  HEADROOM_AFTER,
  OVER_BEFORE,
  OVER_AFTER,
  COLUMNS
};

#define PER_1000 "plaatsen per 1.000 inwoners", "places per 1,000 residents"
#define PLACES "plaatsen", "places"
#define PEOPLE "personen", "people"
#define OF_NORM "aandeel van de norm", "share of the norm"
static const outcome_column columns[COLUMNS] = {
    [CLASS] = {"zone_class", "Klasse", "Class", NULL, NULL, 't'},
    [LOCATIONS_BEFORE] = {"locations_before", "Locaties nu", "Locations now", NULL, NULL, 'w'},
    [LOCATIONS_AFTER] = {"locations_after", "Locaties straks", "Locations afterwards", NULL, NULL, 'w'},
    [PLACES_BEFORE] = {"places_before", "Plaatsen nu", "Places now", PLACES, 'w'},
    [PLACES_AFTER] = {"places_after", "Plaatsen straks", "Places afterwards", PLACES, 'w'},
    [PLACES_CHANGE] = {"places_change", "Verschil in plaatsen", "Difference in places", PLACES, 'w'},
    [OCCUPIED_BEFORE] = {"occupied_before", "Bewoners van locaties nu", "People in locations now", PEOPLE, 'p'},
    [OCCUPIED_AFTER] = {"occupied_after", "Bewoners van locaties straks", "People in locations afterwards", PEOPLE,
                        'p'},
    [PER_1000_BEFORE] = {"places_per_1000_before", "Plaatsen per 1.000 inwoners nu", "Places per 1,000 residents now",
                         PER_1000, 'n'},
    [PER_1000_AFTER] = {"places_per_1000_after", "Plaatsen per 1.000 inwoners straks",
                        "Places per 1,000 residents afterwards", PER_1000, 'n'},
    [PER_1000_CHANGE] = {"places_per_1000_change", "Verschil in plaatsen per 1.000 inwoners",
                         "Difference in places per 1,000 residents", PER_1000, 'n'},
    [NORM] = {"norm_places", "Norm", "Norm", PLACES, 'n'},
    [LOAD_BEFORE] = {"load_before", "Belasting nu", "Load now", OF_NORM, 'n'},
    [LOAD_AFTER] = {"load_after", "Belasting straks", "Load afterwards", OF_NORM, 'n'},
    [LOAD_CHANGE] = {"load_change", "Verschil in belasting", "Difference in load", OF_NORM, 'n'},
    [HEADROOM_BEFORE] = {"headroom_before", "Ruimte onder de norm nu", "Headroom under the norm now", PLACES, 'n'},
    [HEADROOM_AFTER] = {"headroom_after", "Ruimte onder de norm straks", "Headroom under the norm afterwards", PLACES,
                        'n'},
    [OVER_BEFORE] = {"over_norm_before", "Plaatsen boven de norm nu", "Places over the norm now", PLACES, 'n'},
    [OVER_AFTER] = {"over_norm_after", "Plaatsen boven de norm straks", "Places over the norm afterwards", PLACES, 'n'},
};

typedef struct zone_tally {
  double locations[2], places[2], people[2]; /* before, after */
} zone_tally;

static zone_tally *count_zones(const outcome_work *w, wijk_error *err) {
  const wijk_allocation_problem *p = &w->plan->problem;
  zone_tally *tally = WIJK_ARENA_ADD(w->arena, zone_tally, p->zone_count, err);
  for (size_t i = 0; tally && i < p->site_count; i++) {
    const outcome_site *o = &w->sites[i];
    if (p->sites[i].zone == WIJK_NONE)
      continue;
    zone_tally *t = &tally[p->sites[i].zone];
    t->locations[0] += p->sites[i].form != WIJK_NONE;
    t->locations[1] += w->allocation->form[i] != WIJK_NONE;
    t->places[0] += o->places_before;
    t->places[1] += o->places_after;
    t->people[0] += o->stayed + o->left + o->gone;
    t->people[1] += o->stayed + o->came + o->fresh;
  }
  return tally;
}

/* Of what nobody is measured against there is no load; where load is left out, the norm is there all the same. */
static void set_load(wijk_layer *layer, size_t first, size_t row, const zone_tally *t, const wijk_ground *ground,
                     wijk_reason none) {
  const bool left_out = none == WIJK_REASON_NOT_MEASURED;
  const double norm = left_out ? ground->allowed : ground->norm, measured = norm > 0 && !left_out ? norm : NAN;
  outcome_set(layer, first + NORM, row, norm, none);
  outcome_set(layer, first + LOAD_BEFORE, row, t->places[0] / measured, none);
  outcome_set(layer, first + LOAD_AFTER, row, t->places[1] / measured, none);
  outcome_set(layer, first + LOAD_CHANGE, row, (t->places[1] - t->places[0]) / measured, none);
  outcome_set(layer, first + HEADROOM_BEFORE, row, norm - t->places[0], none);
  outcome_set(layer, first + HEADROOM_AFTER, row, norm - t->places[1], none);
  outcome_set(layer, first + OVER_BEFORE, row, isnan(ground->norm) ? NAN : fmax(0, t->places[0] - norm), none);
  outcome_set(layer, first + OVER_AFTER, row, isnan(ground->norm) ? NAN : fmax(0, t->places[1] - norm), none);
}

static void set_zone(wijk_layer *layer, size_t first, size_t row, const zone_tally *t, const wijk_plan_zone *zone) {
  const double thousands = zone->residents > 0 ? zone->residents / 1000 : NAN;
  const wijk_reason nobody = isnan(zone->residents) ? WIJK_REASON_MISSING : WIJK_REASON_NO_RESIDENTS;
  const double counts[][2] = {{LOCATIONS_BEFORE, t->locations[0]}, {LOCATIONS_AFTER, t->locations[1]},
                              {PLACES_BEFORE, t->places[0]},       {PLACES_AFTER, t->places[1]},
                              {OCCUPIED_BEFORE, t->people[0]},     {OCCUPIED_AFTER, t->people[1]}};
  outcome_set_text(layer, first + CLASS, row, zone->class_name);
  if (!zone->class_name)
    layer->columns[first + CLASS].reasons[row] = WIJK_REASON_NO_CLASS;
  for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
    outcome_set(layer, first + (size_t)counts[k][0], row, counts[k][1], WIJK_REASON_MISSING);
  outcome_set(layer, first + PLACES_CHANGE, row, t->places[1] - t->places[0], WIJK_REASON_MISSING);
  outcome_set(layer, first + PER_1000_BEFORE, row, t->places[0] / thousands, nobody);
  outcome_set(layer, first + PER_1000_AFTER, row, t->places[1] / thousands, nobody);
  outcome_set(layer, first + PER_1000_CHANGE, row, (t->places[1] - t->places[0]) / thousands, nobody);
}

wijk_status outcome_zones(const outcome_work *w, wijk_layer **zones, wijk_error *err) {
  const wijk_plan *plan = w->plan;
  wijk_layer *layer =
      outcome_zone_layer(plan->zone_layer, w->dutch ? "wijken" : "zones", columns, COLUMNS, w->arena, err);
  const zone_tally *tally = count_zones(w, err);
  if (!layer || !tally)
    return err->status;
  const size_t first = layer->column_count - COLUMNS;
  for (size_t z = 0; z < plan->problem.zone_count; z++) {
    const wijk_reason none = plan->zones[z].unmeasured       ? WIJK_REASON_NOT_MEASURED
                             : plan->zones[z].residents == 0 ? WIJK_REASON_NO_RESIDENTS
                             : plan->zones[z].class_name     ? WIJK_REASON_NO_NORM
                                                             : WIJK_REASON_NO_CLASS;
    set_zone(layer, first, z, &tally[z], &plan->zones[z]);
    set_load(layer, first, z, &tally[z], &plan->problem.zones[z], none);
  }
  *zones = layer;
  return WIJK_OK;
}
