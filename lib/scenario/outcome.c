/* SPDX-License-Identifier: EUPL-1.2 */
/* From an allocation to what becomes of each site, and from that to layers and tables. */
#include "scenario/outcome.h"
#include "base/sort.h"
#include "scenario/columns.h"
#include <math.h>

const char *outcome_action_word(outcome_action action, bool dutch) {
  static const char *const words[OUTCOME_ACTIONS][2] = {
      [OUTCOME_STAYS] = {"stays", "blijft"},   [OUTCOME_OPENS] = {"opens", "opent"},
      [OUTCOME_CLOSES] = {"closes", "sluit"},  [OUTCOME_CONVERTS] = {"converts", "bouwt om"},
      [OUTCOME_MOVES] = {"moves", "verhuist"}, [OUTCOME_UNUSED] = {"not used", "niet gebruikt"}};
  return words[action][dutch];
}

const char *outcome_origin_word(wijk_origin origin, bool dutch) {
  static const char *const words[][2] = {[WIJK_ORIGIN_LOCATION] = {"location", "locatie"},
                                         [WIJK_ORIGIN_PROPOSAL] = {"proposal", "voorstel"},
                                         [WIJK_ORIGIN_BUILDING] = {"building", "pand"}};
  return words[origin][dutch];
}

const char *wijk_goal_name(wijk_allocation_goal goal) {
  static const char *const names[WIJK_GOAL_COUNT] = {
      [WIJK_GOAL_UNMET] = "unmet",  [WIJK_GOAL_HEAVIEST] = "heaviest", [WIJK_GOAL_OVERLOAD] = "overload",
      [WIJK_GOAL_MOVED] = "moved",  [WIJK_GOAL_METRES] = "metres",     [WIJK_GOAL_COST] = "cost",
      [WIJK_GOAL_OPENED] = "opened"};
  return names[goal];
}

/* ---- what becomes of each site ---- */

static outcome_action action_of(size_t before, size_t after) {
  if (before == WIJK_NONE)
    return after == WIJK_NONE ? OUTCOME_UNUSED : OUTCOME_OPENS;
  return after == WIJK_NONE ? OUTCOME_CLOSES : after == before ? OUTCOME_STAYS : OUTCOME_CONVERTS;
}

static void weigh_site(const outcome_work *w, size_t i) {
  const wijk_site *site = &w->plan->problem.sites[i];
  const size_t form = w->allocation->form[i];
  outcome_site *o = &w->sites[i];
  const double people = w->allocation->people[i];
  o->action = action_of(site->form, form);
  o->places_before = site->form == WIJK_NONE ? 0 : site->places;
  o->places_after = form == WIJK_NONE ? 0 : site->capacity[form];
  o->cost = o->action == OUTCOME_OPENS || o->action == OUTCOME_CONVERTS ? site->cost[form] : NAN;
  o->stayed = o->action == OUTCOME_STAYS ? fmin(site->occupied - o->left, people - o->came) : 0;
  o->gone = (site->form == WIJK_NONE ? 0 : site->occupied) - o->left - o->stayed;
  o->fresh = people - o->came - o->stayed;
}

static int by_id(const void *context, size_t a, size_t b) {
  const wijk_plan_site *sites = context;
  int order = wijk_text_order(sites[a].id, sites[b].id);
  return order ? order : (a > b) - (a < b);
}

wijk_status outcome_work_open(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch, wijk_arena *arena,
                              outcome_work *work, wijk_error *err) {
  const size_t count = plan->problem.site_count;
  *work = (outcome_work){plan,
                         allocation,
                         dutch,
                         arena,
                         WIJK_ARENA_ADD(arena, outcome_site, count, err),
                         WIJK_ARENA_ADD(arena, size_t, count, err)};
  if (!work->sites || !work->order)
    return err->status;
  for (size_t k = 0; k < allocation->move_count; k++) {
    work->sites[allocation->moves[k].from].left += allocation->moves[k].people;
    work->sites[allocation->moves[k].to].came += allocation->moves[k].people;
  }
  for (size_t i = 0; i < count; i++)
    weigh_site(work, i);
  return wijk_sort(count, by_id, plan->sites, work->order, err);
}

void outcome_zone_places(const wijk_plan *plan, const outcome_site *sites, bool after, double *places) {
  for (size_t z = 0; z < plan->problem.zone_count; z++)
    places[z] = 0;
  for (size_t i = 0; i < plan->problem.site_count; i++)
    if (plan->problem.sites[i].zone != WIJK_NONE)
      places[plan->problem.sites[i].zone] += after ? sites[i].places_after : sites[i].places_before;
}

/* ---- columns ---- */

wijk_status outcome_columns_add(wijk_layer *layer, const outcome_column *columns, size_t count, wijk_error *err) {
  for (size_t k = 0; k < count; k++) {
    const outcome_column *from = &columns[k];
    wijk_column *column = wijk_layer_add_column(layer, from->name,
                                                from->type == 't'   ? WIJK_COLUMN_TEXT
                                                : from->type == 'c' ? WIJK_COLUMN_CODE
                                                                    : WIJK_COLUMN_NUMBER,
                                                err);
    if (!column)
      return err->status;
    column->title_nl = from->nl;
    column->title_en = from->en;
    column->unit_nl = from->unit_nl;
    column->unit_en = from->unit_en;
    column->whole = from->type == 'w' || from->type == 'p';
    column->of_people = from->type == 'p' || from->type == 's';
  }
  return WIJK_OK;
}

wijk_layer *outcome_zone_layer(const wijk_layer *zones, const char *name, const outcome_column *columns, size_t count,
                               wijk_arena *arena, wijk_error *err) {
  static const char *const kept[] = {"key", "name", "residents", "water", "land_area"};
  wijk_layer *layer = wijk_layer_new(arena, name, zones->row_count, err);
  for (size_t k = 0; layer && k < sizeof kept / sizeof *kept; k++) {
    const wijk_column *column = wijk_layer_find_role(zones, kept[k]);
    bool taken = !column || wijk_layer_find(layer, column->name);
    for (size_t c = 0; c < count && !taken; c++)
      taken = wijk_text_same(column->name, columns[c].name);
    wijk_column *own = taken ? NULL : wijk_layer_add_column(layer, column->name, column->type, err);
    if (!own)
      continue;
    const char *called = own->name;
    *own = *column;
    own->name = called;
  }
  if (err->status != WIJK_OK || outcome_columns_add(layer, columns, count, err) != WIJK_OK)
    return NULL;
  layer->crs = zones->crs;
  layer->geometry = zones->geometry;
  return layer;
}

void outcome_set_text(wijk_layer *layer, size_t column, size_t row, const char *text) {
  layer->columns[column].texts[row] = text;
  layer->columns[column].reasons[row] = text ? WIJK_PRESENT : WIJK_REASON_MISSING;
}

void outcome_set(wijk_layer *layer, size_t column, size_t row, double value, wijk_reason why_not) {
  column_set(layer, column, row, value, why_not);
}

wijk_status outcome_lines_open(wijk_layer *layer, wijk_arena *arena, wijk_error *err) {
  const size_t count = layer->row_count;
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_LINE,
                                    .part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err),
                                    .ring_of_part = WIJK_ARENA_ADD(arena, size_t, count + 1, err),
                                    .point_of_ring = WIJK_ARENA_ADD(arena, size_t, count + 1, err),
                                    .x = WIJK_ARENA_ADD(arena, double, 2 * count, err),
                                    .y = WIJK_ARENA_ADD(arena, double, 2 * count, err)};
  return err->status;
}

void outcome_line_add(wijk_layer *layer, size_t row, double from_x, double from_y, double to_x, double to_y) {
  wijk_geometry *g = &layer->geometry;
  if (from_x != to_x || from_y != to_y) {
    const double x[] = {from_x, to_x}, y[] = {from_y, to_y};
    for (int end = 0; end < 2; end++, g->point_count++) {
      g->x[g->point_count] = x[end];
      g->y[g->point_count] = y[end];
    }
    g->ring_of_part[++g->part_count] = ++g->ring_count;
    g->point_of_ring[g->ring_count] = g->point_count;
  }
  g->part_of_row[row + 1] = g->part_count;
}

wijk_status wijk_outcome_make(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch, wijk_arena *arena,
                              wijk_outcome *outcome, wijk_error *err) {
  outcome_work work;
  wijk_outcome made = {0};
  if (!allocation->found)
    return wijk_error_set(err, WIJK_BUG, "an outcome is of an allocation that was found");
  if (outcome_work_open(plan, allocation, dutch, arena, &work, err) != WIJK_OK ||
      outcome_locations(&work, &made.locations, err) != WIJK_OK || outcome_flows(&work, &made.flows, err) != WIJK_OK ||
      outcome_zones(&work, &made.zones, err) != WIJK_OK ||
      outcome_actions(&work, &made.actions, &made.waiting, err) != WIJK_OK ||
      outcome_demand(&work, &made.demand, err) != WIJK_OK)
    return err->status;
  *outcome = made;
  return WIJK_OK;
}
