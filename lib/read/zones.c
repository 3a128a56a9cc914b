/* SPDX-License-Identifier: EUPL-1.2 */
/* Zones: polygons that are sound, under a key that is unique, in the order of that key. */
#include <math.h>
#include <string.h>
#include <wijk/geo.h>

#include "read/reading.h"

static const wijk_role roles[] = {
    {"name", "buurtnaam bu_naam wijknaam wk_naam statnaam name naam", 't'},
    {"residents", "aantal_inwoners aant_inw aantal_inw inwoners population pop residents", 'n'},
    {"water", "h2o water", 't'},
};
/* CBS gives land in hectares; the unit of a field without one in its name is found from the polygons. */
static const wijk_role land_role = {
    "land_area",
    "land_km2 land_area_km2 oppervlakte_land_km2 opp_land oppervlakte_land_in_ha oppervlaktelandha oppervlaktelandinha "
    "oppervlakte_land_ha land_ha land_area_ha land_m2 land_area_m2 oppervlakte_land_m2 oppervlakte_land land_area",
    'n'};

/* ---- land and water ---- */

static bool ends_in(const char *name, const char *end) {
  size_t length = strlen(name), tail = strlen(end);
  return length >= tail && wijk_text_same(name + length - tail, end);
}

/* How many of the field's unit are one km². By its name, else the unit that comes nearest to the polygons' area. */
static double land_unit(const wijk_layer *layer, const wijk_column *column) {
  static const double units[] = {1, 100, 1e6};
  if (ends_in(column->name, "km2"))
    return 1;
  if (ends_in(column->name, "ha") || wijk_text_same(column->name, "opp_land"))
    return 100;
  if (ends_in(column->name, "_m2"))
    return 1e6;
  double land = 0, area_km2 = 0, best = 100, best_distance = INFINITY;
  for (size_t i = 0; i < layer->row_count; i++)
    if (!isnan(column->numbers[i])) {
      land += column->numbers[i];
      area_km2 += wijk_layer_area(layer, i) / 1e6;
    }
  for (size_t u = 0; u < sizeof units / sizeof *units && land > 0 && area_km2 > 0; u++) {
    double distance = fabs(log(land / units[u] / area_km2));
    if (distance < best_distance) {
      best_distance = distance;
      best = units[u];
    }
  }
  return best;
}

/* A column of km², whatever the field's unit, in the role "land_area". */
static wijk_status add_land(wijk_reading *reading, wijk_error *err) {
  size_t column, second;
  if (wijk_roles_column(reading, &land_role, &column, &second, err) != WIJK_OK || column == WIJK_NONE)
    return err->status;
  wijk_layer *layer = reading->layer;
  if (wijk_types_number(reading, &layer->columns[column], err) != WIJK_OK)
    return err->status;
  double unit = land_unit(layer, &layer->columns[column]);
  const char *name = layer->columns[column].name;
  if (unit == 1)
    return wijk_roles_take(reading, column, "land_area", err);
  if (wijk_layer_find(layer, "land_km2")) {
    wijk_error_set(err, WIJK_DATA, "'%s' has both '%s' and 'land_km2'", reading->file, name);
    return wijk_error_hint(err, "choose --land-area land_km2, or leave one field out");
  }
  wijk_column *land = wijk_layer_add_column(layer, "land_km2", WIJK_COLUMN_NUMBER, err);
  if (!land)
    return err->status;
  for (size_t i = 0; i < layer->row_count; i++)
    land->numbers[i] = layer->columns[column].numbers[i] / unit;
  if (wijk_roles_take(reading, layer->column_count - 1, "land_area", err) != WIJK_OK)
    return err->status;
  return wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "land-unit", name, NULL, err, "%s is read as land in %s", name,
                          unit == 100 ? "hectares" : "square metres");
}

bool wijk_zones_is_water(const wijk_layer *zones, size_t row) {
  static const char *const words[] = {"ja", "j", "yes", "y", "1", "true", "waar", "water", "b"};
  const wijk_column *water = wijk_layer_find_role(zones, "water");
  const wijk_column *land = wijk_layer_find_role(zones, "land_area");
  if (land && land->numbers[row] == 0)
    return true;
  for (size_t i = 0; water && water->texts[row] && i < sizeof words / sizeof *words; i++)
    if (wijk_text_same(water->texts[row], words[i]))
      return true;
  return false;
}

/* ---- the whole ---- */

static wijk_status check_polygons(const wijk_reading *reading, wijk_error *err) {
  static const char *const kinds[] = {"no shapes", "points", "lines"};
  if (reading->layer->geometry.type == WIJK_GEOMETRY_POLYGON && reading->layer->row_count)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' has %s, where zones are polygons", reading->file,
                 reading->layer->row_count ? kinds[reading->layer->geometry.type] : "no rows");
  return wijk_error_hint(err, "give the boundaries of the wijken or buurten");
}

static wijk_status check_residents(wijk_reading *reading, wijk_error *err) {
  const wijk_column *residents = wijk_layer_find_role(reading->layer, "residents");
  for (size_t i = 0; residents && i < reading->layer->row_count; i++)
    if (residents->numbers[i] < 0) {
      char value[WIJK_NUMBER_SIZE];
      wijk_number_write(residents->numbers[i], value);
      if (wijk_reading_fault(reading, i, "negative", residents->name, value, err,
                             "%s is %s; fewer than none cannot live there", residents->name, value) != WIJK_OK)
        return err->status;
    }
  return WIJK_OK;
}

/* A shape that cannot be mended is a fault of its row, like any other; that a coordinate is none was said before. */
static wijk_status mend(wijk_reading *reading, wijk_error *err) {
  wijk_report *report = reading->report;
  size_t first = report->finding_count, kept = first;
  if (wijk_polygons_repair(reading->layer, wijk_layer_find_role(reading->layer, "key"), reading->file, report, err) !=
      WIJK_OK)
    return err->status;
  for (size_t f = first; f < report->finding_count; f++) {
    wijk_finding *finding = &report->findings[f];
    bool fault = finding->severity == WIJK_FAULT, said = fault && strcmp(finding->code, "no-coordinate") == 0;
    for (size_t i = 0; fault && i < reading->layer->row_count; i++)
      reading->faulty[i] |= wijk_reading_row(reading, i) == finding->row;
    if (fault && (said || reading->source->skip_faulty)) {
      finding->severity = WIJK_WARNING;
      finding->message = wijk_arena_format(reading->arena, err, "%s; the row is left out", finding->message);
      report->fault_count--;
      report->warning_count += !said;
    }
    if (!said)
      report->findings[kept++] = *finding;
  }
  report->finding_count = kept;
  return err->status;
}

static wijk_status sort_by_key(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t *order = WIJK_ARENA_ADD(reading->arena, size_t, layer->row_count, err);
  if (!order || wijk_layer_order(layer, wijk_layer_find_role(layer, "key"), order, err) != WIJK_OK)
    return err->status;
  size_t in_order = 0;
  while (in_order < layer->row_count && order[in_order] == in_order)
    in_order++;
  if (in_order == layer->row_count) /* most sources are: no copy */
    return WIJK_OK;
  wijk_layer *sorted = wijk_layer_select(layer, order, layer->row_count, reading->arena, err);
  if (sorted)
    reading->layer = sorted;
  return err->status;
}

static wijk_status read_zones(wijk_reading *reading, wijk_error *err) {
  if (wijk_reading_digest(reading, NULL, 0, true, false, err) != WIJK_OK || check_polygons(reading, err) != WIJK_OK ||
      wijk_keys_find(reading, true, err) != WIJK_OK || mend(reading, err) != WIJK_OK ||
      wijk_roles_find(reading, roles, sizeof roles / sizeof *roles, true, err) != WIJK_OK ||
      add_land(reading, err) != WIJK_OK || check_residents(reading, err) != WIJK_OK)
    return wijk_error_frame(err, "reading zones");
  if (wijk_reading_settle(reading, err) != WIJK_OK || sort_by_key(reading, err) != WIJK_OK)
    return err->status;
  return wijk_reading_record(reading, err);
}

wijk_status wijk_read_zones(const wijk_source *source, wijk_arena *arena, wijk_report *report, wijk_layer **zones,
                            wijk_error *err) {
  wijk_reading reading;
  wijk_status status = wijk_reading_open(&reading, source, NULL, 0, arena, report, err);
  if (status == WIJK_OK)
    status = read_zones(&reading, err);
  if (status == WIJK_OK)
    *zones = reading.layer;
  return status;
}
