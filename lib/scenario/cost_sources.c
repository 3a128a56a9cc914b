/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the cases look things up: rates by form, buildings, proposals and facilities by id, wijken by key or place. */
#include "base/sort.h"
#include "scenario/cost.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <wijk/text.h>

const char *cost_text(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = layer ? wijk_layer_find_role(layer, role) : NULL;
  const char *text = column && column->texts && row != WIJK_NONE ? column->texts[row] : NULL;
  return text && *text ? text : NULL;
}

double cost_number(const wijk_layer *layer, const char *role, size_t row) {
  const wijk_column *column = layer ? wijk_layer_find_role(layer, role) : NULL;
  return column && column->numbers && row != WIJK_NONE ? column->numbers[row] : NAN;
}

/* ---- rows by id ---- */

static wijk_status open_index(const wijk_layer *layer, const char *role, wijk_arena *arena, cost_index *index,
                              wijk_error *err) {
  const wijk_column *ids = layer ? wijk_layer_find_role(layer, role) : NULL;
  if (!ids || !ids->texts)
    return err->status;
  size_t *order = WIJK_ARENA_ADD(arena, size_t, layer->row_count, err);
  if (!order || wijk_layer_order(layer, ids, order, err) != WIJK_OK)
    return err->status;
  *index = (cost_index){layer, ids, order, layer->row_count};
  while (index->count > 0 && !ids->texts[order[index->count - 1]]) /* those without an id stand last */
    index->count--;
  return WIJK_OK;
}

size_t cost_index_find(const cost_index *index, const char *id) {
  size_t low = 0, high = index->count;
  while (id && low < high) {
    const size_t middle = low + (high - low) / 2;
    const int order = wijk_text_order(index->ids->texts[index->order[middle]], id);
    if (order == 0)
      return index->order[middle];
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return WIJK_NONE;
}

size_t cost_find_building(const costing *c, const char *id) {
  const size_t whole = cost_index_find(&c->buildings, id);
  const char *slash = id ? strrchr(id, '/') : NULL;
  char part[200];
  if (whole != WIJK_NONE || !slash || (size_t)(slash - id) >= sizeof part)
    return whole;
  snprintf(part, sizeof part, "%.*s", (int)(slash - id), id);
  return cost_index_find(&c->buildings, part);
}

static wijk_status check_index(const costing *c, const cost_index *index, const wijk_table *table, const char *what,
                               wijk_error *err) {
  for (size_t i = 1; i < index->count && err->status == WIJK_OK; i++)
    if (strcmp(index->ids->texts[index->order[i - 1]], index->ids->texts[index->order[i]]) == 0)
      row_fault(table, index->order[i], "id", "twice", c->report, err, "%s '%s' is given twice", what,
                index->ids->texts[index->order[i]]);
  return err->status;
}

size_t cost_find_rate(const costing *c, const char *form) {
  const wijk_layer *rates = c->request->rates.layer;
  for (size_t row = 0; form && row < rates->row_count; row++)
    if (cost_text(rates, "form", row) && wijk_text_same(cost_text(rates, "form", row), form))
      return row;
  return WIJK_NONE;
}

static wijk_status check_rates(const costing *c, wijk_error *err) {
  const wijk_table *rates = &c->request->rates;
  for (size_t row = 0; row < rates->layer->row_count && err->status == WIJK_OK; row++)
    if (cost_find_rate(c, cost_text(rates->layer, "form", row)) < row)
      row_fault(rates, row, "form", "twice", c->report, err, "the rates of '%s' are given twice",
                cost_text(rates->layer, "form", row));
  return err->status;
}

wijk_status cost_sources_open(costing *c, wijk_error *err) {
  const wijk_cost_request *r = c->request;
  if (open_index(r->buildings.layer, "id", c->arena, &c->buildings, err) != WIJK_OK ||
      open_index(r->proposals.layer, "id", c->arena, &c->proposals, err) != WIJK_OK ||
      open_index(r->facilities, "id", c->arena, &c->facilities, err) != WIJK_OK ||
      open_index(r->zoning, "key", c->arena, &c->zoning, err) != WIJK_OK || check_rates(c, err) != WIJK_OK ||
      check_index(c, &c->buildings, &r->buildings, "building", err) != WIJK_OK ||
      check_index(c, &c->proposals, &r->proposals, "proposal", err) != WIJK_OK)
    return err->status;
  if (r->zoning && r->zoning->geometry.type == WIJK_GEOMETRY_POLYGON)
    c->places = wijk_zone_index_new(r->zoning, c->count, err);
  return err->status;
}

void cost_sources_close(costing *c) {
  wijk_zone_index_free(c->places);
  c->places = NULL;
}

/* ---- wijken ---- */

static bool point_of(const wijk_layer *layer, size_t row, double *x, double *y) {
  if (!layer || row == WIJK_NONE || layer->geometry.type != WIJK_GEOMETRY_POINT || isnan(layer->geometry.x[row]))
    return false;
  *x = layer->geometry.x[row];
  *y = layer->geometry.y[row];
  return true;
}

static wijk_status find_zone(const costing *c, size_t number, size_t *zone, wijk_error *err) {
  const wijk_cost_entry *e = &c->entries[number];
  double x, y;
  *zone = cost_index_find(&c->zoning, e->zone_key);
  if (*zone != WIJK_NONE || e->zone_key || !c->places)
    return err->status;
  if (point_of(c->request->buildings.layer, c->building[number], &x, &y) ||
      point_of(c->request->proposals.layer, c->proposal[number], &x, &y) ||
      point_of(c->request->facilities, cost_index_find(&c->facilities, e->location_id), &x, &y))
    return wijk_zone_index_find(c->places, 1, &x, &y, 1, zone, NULL, err);
  return err->status;
}

wijk_status cost_find_zones(costing *c, wijk_error *err) {
  const wijk_layer *zoning = c->request->zoning;
  const wijk_column *classes = zoning ? wijk_layer_find(zoning, "zone_class") : NULL;
  for (size_t i = 0; zoning && i < c->count && err->status == WIJK_OK; i++) {
    wijk_cost_entry *e = &c->entries[i];
    size_t zone;
    if (find_zone(c, i, &zone, err) != WIJK_OK || zone == WIJK_NONE)
      continue;
    e->zone_key = e->zone_key ? e->zone_key : cost_text(zoning, "key", zone);
    e->zone_name = e->zone_name ? e->zone_name : cost_text(zoning, "name", zone);
    if (!e->zone_class && classes && classes->texts)
      e->zone_class = classes->texts[zone];
  }
  return err->status;
}
