/* SPDX-License-Identifier: EUPL-1.2 */
/* What is to be done, a row each. */
#include "scenario/outcome.h"
#include <math.h>

enum {
  ACTION_ID,
  ACTION,
  LOCATION_ID,
  LOCATION_NAME,
  ORIGIN,
  TO_ID,
  TO_NAME,
  FORM_BEFORE,
  FORM_AFTER,
  PLACES_BEFORE,
  PLACES_AFTER,
  PEOPLE,
  DISTANCE,
  ZONE_KEY,
  ZONE_NAME,
  ZONE_CLASS,
  OPENS_ON,
  FLOOR,
  COST,
  COLUMNS
};

static const outcome_column columns[COLUMNS] = {
    [ACTION_ID] = {"action_id", "Stap", "Step", NULL, NULL, 'w'},
    [ACTION] = {"action", "Wat er gebeurt", "What is done", NULL, NULL, 't'},
    [LOCATION_ID] = {"location_id", "Locatie", "Location", NULL, NULL, 'c'},
    [LOCATION_NAME] = {"location_name", "Naam", "Name", NULL, NULL, 't'},
    [ORIGIN] = {"origin", "Herkomst", "Origin", NULL, NULL, 't'},
    [TO_ID] = {"to_id", "Naar locatie", "To location", NULL, NULL, 'c'},
    [TO_NAME] = {"to_name", "Naar (naam)", "To (name)", NULL, NULL, 't'},
    [FORM_BEFORE] = {"form_before", "Woonvorm nu", "Form now", NULL, NULL, 't'},
    [FORM_AFTER] = {"form_after", "Woonvorm straks", "Form afterwards", NULL, NULL, 't'},
    [PLACES_BEFORE] = {"places_before", "Plaatsen nu", "Places now", "plaatsen", "places", 'w'},
    [PLACES_AFTER] = {"places_after", "Plaatsen straks", "Places afterwards", "plaatsen", "places", 'w'},
    [PEOPLE] = {"people_count", "Wie verhuizen", "Who move", "personen", "people", 'p'},
    [DISTANCE] = {"distance_m", "Afstand (hemelsbreed)", "Distance (straight line)", "m", "m", 'n'},
    [ZONE_KEY] = {"zone_key", "Code van de wijk", "Code of the wijk", NULL, NULL, 'c'},
    [ZONE_NAME] = {"zone_name", "Wijk", "Wijk", NULL, NULL, 't'},
    [ZONE_CLASS] = {"zone_class", "Klasse van de wijk", "Class of the wijk", NULL, NULL, 't'},
    [OPENS_ON] = {"opens_on", "Kan vanaf", "Can be done from", NULL, NULL, 't'},
    [FLOOR] = {"floor_m2", "Vloeroppervlak", "Floor area", "m²", "m²", 'n'},
    [COST] = {"cost_eur", "Kosten", "Cost", "euro", "euro", 'n'},
};

static void set_site(const outcome_work *w, wijk_layer *layer, size_t row, const outcome_step *step) {
  const wijk_plan *plan = w->plan;
  const size_t i = step->site, zone = plan->problem.sites[i].zone;
  outcome_set(layer, ACTION_ID, row, (double)row + 1, WIJK_REASON_MISSING);
  outcome_set_text(layer, ACTION, row, outcome_action_word(step->action, w->dutch));
  outcome_set_text(layer, LOCATION_ID, row, plan->sites[i].id);
  outcome_set_text(layer, LOCATION_NAME, row, plan->sites[i].name);
  outcome_set_text(layer, ORIGIN, row, outcome_origin_word(plan->sites[i].origin, w->dutch));
  outcome_set_text(layer, OPENS_ON, row, step->date);
  if (zone == WIJK_NONE)
    return;
  outcome_set_text(layer, ZONE_KEY, row, plan->zones[zone].key);
  outcome_set_text(layer, ZONE_NAME, row, plan->zones[zone].name);
  outcome_set_text(layer, ZONE_CLASS, row, plan->zones[zone].class_name);
  if (!plan->zones[zone].class_name)
    layer->columns[ZONE_CLASS].reasons[row] = WIJK_REASON_NO_CLASS;
}

/* A move is of people; whatever else is done is of places and euro. */
static void set_move(const outcome_work *w, wijk_layer *layer, size_t row, const wijk_move *move) {
  const wijk_plan *plan = w->plan;
  const wijk_site *from = &plan->problem.sites[move->from], *to = &plan->problem.sites[move->to];
  outcome_set_text(layer, TO_ID, row, plan->sites[move->to].id);
  outcome_set_text(layer, TO_NAME, row, plan->sites[move->to].name);
  outcome_set_text(layer, FORM_BEFORE, row, plan->forms[from->form]);
  outcome_set_text(layer, FORM_AFTER, row, plan->forms[from->form]);
  outcome_set(layer, PEOPLE, row, move->people, WIJK_REASON_MISSING);
  outcome_set(layer, DISTANCE, row, hypot(from->x - to->x, from->y - to->y), WIJK_REASON_MISSING);
}

static void set_change(const outcome_work *w, wijk_layer *layer, size_t row, size_t i) {
  const size_t before = w->plan->problem.sites[i].form, after = w->allocation->form[i];
  outcome_set_text(layer, FORM_BEFORE, row, before == WIJK_NONE ? NULL : w->plan->forms[before]);
  outcome_set_text(layer, FORM_AFTER, row, after == WIJK_NONE ? NULL : w->plan->forms[after]);
  outcome_set(layer, PLACES_BEFORE, row, w->sites[i].places_before, WIJK_REASON_MISSING);
  outcome_set(layer, PLACES_AFTER, row, w->sites[i].places_after, WIJK_REASON_MISSING);
  outcome_set(layer, FLOOR, row, w->plan->sites[i].floor_m2, WIJK_REASON_MISSING);
  outcome_set(layer, COST, row, w->sites[i].cost, WIJK_REASON_MISSING);
}

wijk_status outcome_actions(const outcome_work *w, wijk_layer **actions, size_t *waiting, wijk_error *err) {
  outcome_step *steps;
  size_t count;
  if (outcome_steps(w, &steps, &count, waiting, err) != WIJK_OK)
    return err->status;
  wijk_layer *layer = wijk_layer_new(w->arena, w->dutch ? "acties" : "actions", count, err);
  if (!layer || outcome_columns_add(layer, columns, COLUMNS, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < count; row++) {
    set_site(w, layer, row, &steps[row]);
    if (steps[row].move == WIJK_NONE)
      set_change(w, layer, row, steps[row].site);
    else
      set_move(w, layer, row, &w->allocation->moves[steps[row].move]);
  }
  *actions = layer;
  return WIJK_OK;
}
