/* SPDX-License-Identifier: EUPL-1.2 */
/* The locations before and after, and who moves between them. */
#include "base/sort.h"
#include "scenario/outcome.h"
#include <math.h>

enum {
  ID,
  NAME,
  ORIGIN,
  ZONE_KEY,
  ZONE_NAME,
  ZONE_CLASS,
  ACTION,
  FORM_BEFORE,
  FORM_AFTER,
  PLACES_BEFORE,
  PLACES_AFTER,
  PLACES_CHANGE,
  OCCUPIED_BEFORE,
  OCCUPIED_AFTER,
  STAYED,
  LEFT,
  GONE,
  CAME,
  NEW,
  OPENS_ON,
  FLOOR,
  COST,
  LOCATION_COLUMNS
};

static const outcome_column location_columns[LOCATION_COLUMNS] = {
    [ID] = {"id", "Locatie", "Location", NULL, NULL, 'c'},
    [NAME] = {"name", "Naam", "Name", NULL, NULL, 't'},
    [ORIGIN] = {"origin", "Herkomst", "Origin", NULL, NULL, 't'},
    [ZONE_KEY] = {"zone_key", "Code van de wijk", "Code of the wijk", NULL, NULL, 'c'},
    [ZONE_NAME] = {"zone_name", "Wijk", "Wijk", NULL, NULL, 't'},
    [ZONE_CLASS] = {"zone_class", "Klasse van de wijk", "Class of the wijk", NULL, NULL, 't'},
    [ACTION] = {"action", "Wat er gebeurt", "What is done", NULL, NULL, 't'},
    [FORM_BEFORE] = {"form_before", "Woonvorm nu", "Form now", NULL, NULL, 't'},
    [FORM_AFTER] = {"form_after", "Woonvorm straks", "Form afterwards", NULL, NULL, 't'},
    [PLACES_BEFORE] = {"places_before", "Plaatsen nu", "Places now", "plaatsen", "places", 'w'},
    [PLACES_AFTER] = {"places_after", "Plaatsen straks", "Places afterwards", "plaatsen", "places", 'w'},
    [PLACES_CHANGE] = {"places_change", "Verschil in plaatsen", "Difference in places", "plaatsen", "places", 'w'},
    [OCCUPIED_BEFORE] = {"occupied_before", "Bewoners nu", "People now", "personen", "people", 'p'},
    [OCCUPIED_AFTER] = {"occupied_after", "Bewoners straks", "People afterwards", "personen", "people", 'p'},
    [STAYED] = {"stayed_count", "Wie blijven", "Who stay", "personen", "people", 'p'},
    [LEFT] = {"left_count", "Wie naar een andere locatie gaan", "Who move to another location", "personen", "people",
              'p'},
    [GONE] = {"gone_count", "Wie geen plaats meer hebben", "Who have no place any more", "personen", "people", 'p'},
    [CAME] = {"came_count", "Wie van een andere locatie komen", "Who come from another location", "personen", "people",
              'p'},
    [NEW] = {"new_count", "Wie nieuw zijn", "Who are new", "personen", "people", 'p'},
    [OPENS_ON] = {"opens_on", "Kan open vanaf", "Can open from", NULL, NULL, 't'},
    [FLOOR] = {"floor_m2", "Vloeroppervlak", "Floor area", "m²", "m²", 'n'},
    [COST] = {"cost_eur", "Kosten", "Cost", "euro", "euro", 'n'},
};

static void set_zone(const outcome_work *w, wijk_layer *layer, size_t row, size_t site) {
  const size_t zone = w->plan->problem.sites[site].zone;
  if (zone == WIJK_NONE)
    return;
  outcome_set_text(layer, ZONE_KEY, row, w->plan->zones[zone].key);
  outcome_set_text(layer, ZONE_NAME, row, w->plan->zones[zone].name);
  outcome_set_text(layer, ZONE_CLASS, row, w->plan->zones[zone].class_name);
  if (!w->plan->zones[zone].class_name)
    layer->columns[ZONE_CLASS].reasons[row] = WIJK_REASON_NO_CLASS;
}

static const char *form_name(const wijk_plan *plan, size_t form) {
  return form == WIJK_NONE ? NULL : plan->forms[form];
}

static void set_location(const outcome_work *w, wijk_layer *layer, size_t row, size_t i) {
  const wijk_site *site = &w->plan->problem.sites[i];
  const wijk_plan_site *name = &w->plan->sites[i];
  const outcome_site *o = &w->sites[i];
  outcome_set_text(layer, ID, row, name->id);
  outcome_set_text(layer, NAME, row, name->name);
  outcome_set_text(layer, ORIGIN, row, outcome_origin_word(name->origin, w->dutch));
  outcome_set_text(layer, ACTION, row, outcome_action_word(o->action, w->dutch));
  outcome_set_text(layer, FORM_BEFORE, row, form_name(w->plan, site->form));
  outcome_set_text(layer, FORM_AFTER, row, form_name(w->plan, w->allocation->form[i]));
  outcome_set_text(layer, OPENS_ON, row, name->opens);
  set_zone(w, layer, row, i);
  const double values[LOCATION_COLUMNS] = {[PLACES_BEFORE] = o->places_before,
                                           [PLACES_AFTER] = o->places_after,
                                           [PLACES_CHANGE] = o->places_after - o->places_before,
                                           [OCCUPIED_BEFORE] = o->stayed + o->left + o->gone,
                                           [OCCUPIED_AFTER] = o->stayed + o->came + o->fresh,
                                           [STAYED] = o->stayed,
                                           [LEFT] = o->left,
                                           [GONE] = o->gone,
                                           [CAME] = o->came,
                                           [NEW] = o->fresh,
                                           [FLOOR] = name->floor_m2,
                                           [COST] = o->cost};
  for (size_t k = PLACES_BEFORE; k < LOCATION_COLUMNS; k++)
    if (k != OPENS_ON)
      outcome_set(layer, k, row, values[k], WIJK_REASON_MISSING);
  layer->geometry.x[row] = site->x;
  layer->geometry.y[row] = site->y;
}

wijk_status outcome_locations(const outcome_work *w, wijk_layer **locations, wijk_error *err) {
  const size_t count = w->plan->problem.site_count;
  wijk_layer *layer = wijk_layer_new(w->arena, w->dutch ? "locaties" : "locations", count, err);
  if (!layer || outcome_columns_add(layer, location_columns, LOCATION_COLUMNS, err) != WIJK_OK)
    return err->status;
  layer->crs = w->plan->zone_layer->crs;
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT,
                                    .point_count = count,
                                    .x = WIJK_ARENA_ADD(w->arena, double, count, err),
                                    .y = WIJK_ARENA_ADD(w->arena, double, count, err)};
  if (!layer->geometry.x || !layer->geometry.y)
    return err->status;
  for (size_t row = 0; row < count; row++)
    set_location(w, layer, row, w->order[row]);
  *locations = layer;
  return WIJK_OK;
}

/* ---- flows ---- */

enum { FROM_ID, FROM_NAME, TO_ID, TO_NAME, FORM, PEOPLE, DISTANCE, FROM_ZONE, TO_ZONE, FLOW_COLUMNS };

static const outcome_column flow_columns[FLOW_COLUMNS] = {
    [FROM_ID] = {"from_id", "Van", "From", NULL, NULL, 'c'},
    [FROM_NAME] = {"from_name", "Van (naam)", "From (name)", NULL, NULL, 't'},
    [TO_ID] = {"to_id", "Naar", "To", NULL, NULL, 'c'},
    [TO_NAME] = {"to_name", "Naar (naam)", "To (name)", NULL, NULL, 't'},
    [FORM] = {"form", "Woonvorm", "Form", NULL, NULL, 't'},
    [PEOPLE] = {"people_count", "Wie verhuizen", "Who move", "personen", "people", 'p'},
    [DISTANCE] = {"distance_m", "Afstand (hemelsbreed)", "Distance (straight line)", "m", "m", 'n'},
    [FROM_ZONE] = {"from_zone_key", "Van wijk", "From wijk", NULL, NULL, 'c'},
    [TO_ZONE] = {"to_zone_key", "Naar wijk", "To wijk", NULL, NULL, 'c'},
};

static int by_ends(const void *context, size_t a, size_t b) {
  const outcome_work *w = context;
  const wijk_move *x = &w->allocation->moves[a], *y = &w->allocation->moves[b];
  int order = wijk_text_order(w->plan->sites[x->from].id, w->plan->sites[y->from].id);
  order = order ? order : wijk_text_order(w->plan->sites[x->to].id, w->plan->sites[y->to].id);
  return order ? order : (a > b) - (a < b);
}

static void set_flow(const outcome_work *w, wijk_layer *layer, size_t row, const wijk_move *move) {
  const wijk_plan *plan = w->plan;
  const wijk_site *from = &plan->problem.sites[move->from], *to = &plan->problem.sites[move->to];
  outcome_set_text(layer, FROM_ID, row, plan->sites[move->from].id);
  outcome_set_text(layer, FROM_NAME, row, plan->sites[move->from].name);
  outcome_set_text(layer, TO_ID, row, plan->sites[move->to].id);
  outcome_set_text(layer, TO_NAME, row, plan->sites[move->to].name);
  outcome_set_text(layer, FORM, row, form_name(plan, from->form));
  outcome_set(layer, PEOPLE, row, move->people, WIJK_REASON_MISSING);
  outcome_set(layer, DISTANCE, row, hypot(from->x - to->x, from->y - to->y), WIJK_REASON_MISSING);
  outcome_set_text(layer, FROM_ZONE, row, from->zone == WIJK_NONE ? NULL : plan->zones[from->zone].key);
  outcome_set_text(layer, TO_ZONE, row, to->zone == WIJK_NONE ? NULL : plan->zones[to->zone].key);
  outcome_line_add(layer, row, from->x, from->y, to->x, to->y);
}

wijk_status outcome_flows(const outcome_work *w, wijk_layer **flows, wijk_error *err) {
  const size_t count = w->allocation->move_count;
  wijk_layer *layer = wijk_layer_new(w->arena, w->dutch ? "verhuizingen" : "moves", count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, count, err);
  if (!layer || !order || outcome_columns_add(layer, flow_columns, FLOW_COLUMNS, err) != WIJK_OK ||
      wijk_sort(count, by_ends, w, order, err) != WIJK_OK)
    return err->status;
  layer->crs = w->plan->zone_layer->crs;
  if (outcome_lines_open(layer, w->arena, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < count; row++)
    set_flow(w, layer, row, &w->allocation->moves[order[row]]);
  *flows = layer;
  return WIJK_OK;
}
