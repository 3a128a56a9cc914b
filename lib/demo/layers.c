/* SPDX-License-Identifier: EUPL-1.2 */
/* The shapefiles of zones and parks, with the fields of the CBS map of wijken and buurten. */
#include "demo/city.h"

#include <wijk/text.h>
#include <wijk/write.h>

#define CBS_UNKNOWN (-99999999.0)

static bool add_text(wijk_layer *layer, const char *name, wijk_column_type type,
                     const char *(*value)(const demo_zone *), const demo_zone *zones, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(layer, name, type, err);
  for (size_t i = 0; column && i < layer->row_count; i++)
    column->texts[i] = value(&zones[i]);
  return column != NULL;
}

static bool add_number(wijk_layer *layer, const char *name, double (*value)(const demo_zone *), const demo_zone *zones,
                       wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, err);
  for (size_t i = 0; column && i < layer->row_count; i++)
    column->numbers[i] = value(&zones[i]);
  if (column)
    column->whole = true;
  return column != NULL;
}

static const char *code_of(const demo_zone *zone) {
  return zone->code;
}
static const char *name_of(const demo_zone *zone) {
  return zone->name;
}
static const char *water_of(const demo_zone *zone) {
  return zone->water ? "JA" : "NEE";
}
/* Of a business park nobody knows exactly. */
static bool is_unknown(const demo_zone *zone) {
  return zone->industrial && zone->residents < 10;
}
static double residents_of(const demo_zone *zone) {
  return is_unknown(zone) ? CBS_UNKNOWN : zone->residents;
}
static double households_of(const demo_zone *zone) {
  return is_unknown(zone) ? CBS_UNKNOWN : zone->households;
}

/* CBS's degree of urbanity, 1 most to 5 least, here by people per km². */
static double degree_of(const demo_zone *zone) {
  static const double limits[] = {4500, 2700, 1600, 700};
  double density = zone->residents / zone->area_km2;
  int degree = 1;
  while (degree < 5 && density < limits[degree - 1])
    degree++;
  return degree;
}

wijk_status demo_layer_write(const demo_city *city, wijk_layer *layer, wijk_error *err) {
  wijk_text path = {0};
  wijk_text_add_format(&path, "%s/%s.shp", city->folder, layer->name);
  wijk_status status = wijk_text_check(&path, err);
  if (status == WIJK_OK) {
    layer->crs = "EPSG:28992";
    wijk_write_options options = {.path = path.bytes};
    status = wijk_write_layer(layer, &options, city->report, err);
  }
  wijk_text_free(&path);
  return status;
}

/* GM code and name per zone, from its code: "WK990101" lies in GM9901. */
static bool add_gemeente(const demo_city *city, wijk_layer *layer, const demo_zone *zones, wijk_error *err) {
  if (!wijk_layer_add_column(layer, "GM_CODE", WIJK_COLUMN_CODE, err) ||
      !wijk_layer_add_column(layer, "GM_NAAM", WIJK_COLUMN_TEXT, err))
    return false;
  wijk_column *code = wijk_layer_find(layer, "GM_CODE"), *name = wijk_layer_find(layer, "GM_NAAM");
  bool alone = city->wijk_count <= 98;
  for (size_t i = 0; i < layer->row_count; i++) {
    code->texts[i] = wijk_arena_format(city->arena, err, "GM%.4s", zones[i].code + 2);
    name->texts[i] = alone ? "Wijkerdam" : wijk_arena_format(city->arena, err, "Wijkerdam-%.2s", zones[i].code + 4);
    if (!code->texts[i] || !name->texts[i])
      return false;
  }
  return true;
}

static wijk_status write_wijken(const demo_city *city, const demo_borders *borders, uint32_t *label, wijk_error *err) {
  const demo_zone *wijken = city->wijken;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    label[cell] = city->buurt[cell] == DEMO_NO_ZONE ? DEMO_NO_ZONE : city->buurten[city->buurt[cell]].wijk;
  wijk_layer *layer = wijk_layer_new(city->arena, "wijken", city->wijk_count, err);
  if (!layer || !add_text(layer, "WK_CODE", WIJK_COLUMN_CODE, code_of, wijken, err) ||
      !add_text(layer, "WK_NAAM", WIJK_COLUMN_TEXT, name_of, wijken, err) || !add_gemeente(city, layer, wijken, err) ||
      !add_text(layer, "H2O", WIJK_COLUMN_TEXT, water_of, wijken, err) ||
      !add_number(layer, "AANT_INW", residents_of, wijken, err) ||
      !add_number(layer, "AANTAL_HH", households_of, wijken, err))
    return WIJK_MEMORY;
  wijk_status status = demo_borders_trace(city, borders, label, layer, err);
  return status == WIJK_OK ? demo_layer_write(city, layer, err) : status;
}

static wijk_status write_buurten(const demo_city *city, const demo_borders *borders, wijk_error *err) {
  const demo_zone *buurten = city->buurten;
  wijk_layer *layer = wijk_layer_new(city->arena, "buurten", city->buurt_count, err);
  if (!layer || !add_text(layer, "BU_CODE", WIJK_COLUMN_CODE, code_of, buurten, err) ||
      !add_text(layer, "BU_NAAM", WIJK_COLUMN_TEXT, name_of, buurten, err))
    return WIJK_MEMORY;
  wijk_column *wijk = wijk_layer_add_column(layer, "WK_CODE", WIJK_COLUMN_CODE, err);
  if (!wijk)
    return WIJK_MEMORY;
  for (size_t i = 0; i < layer->row_count; i++)
    wijk->texts[i] = city->wijken[buurten[i].wijk].code;
  if (!add_gemeente(city, layer, buurten, err) || !add_text(layer, "H2O", WIJK_COLUMN_TEXT, water_of, buurten, err) ||
      !add_number(layer, "AANT_INW", residents_of, buurten, err) ||
      !add_number(layer, "AANTAL_HH", households_of, buurten, err) ||
      !add_number(layer, "STED", degree_of, buurten, err))
    return WIJK_MEMORY;
  wijk_status status = demo_borders_trace(city, borders, city->buurt, layer, err);
  return status == WIJK_OK ? demo_layer_write(city, layer, err) : status;
}

/* Only the parks that came to anything; `label` gets their rows. */
static wijk_status write_parks(const demo_city *city, const demo_borders *borders, uint32_t *label, wijk_error *err) {
  uint32_t *row = WIJK_ARENA_ADD(city->arena, uint32_t, city->park_count, err), count = 0;
  if (!row)
    return WIJK_MEMORY;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    if (city->park[cell] != DEMO_NO_ZONE && row[city->park[cell]] == 0)
      row[city->park[cell]] = ++count;
  for (size_t cell = 0; cell < city->cell_count; cell++)
    label[cell] = city->park[cell] == DEMO_NO_ZONE ? DEMO_NO_ZONE : row[city->park[cell]] - 1;
  wijk_layer *layer = wijk_layer_new(city->arena, "parken", count, err);
  wijk_column *code = layer ? wijk_layer_add_column(layer, "id", WIJK_COLUMN_CODE, err) : NULL;
  if (!code || !wijk_layer_add_column(layer, "naam", WIJK_COLUMN_TEXT, err))
    return WIJK_MEMORY;
  code = wijk_layer_find(layer, "id");
  wijk_column *names = wijk_layer_find(layer, "naam");
  for (uint32_t i = 0; i < count; i++) {
    char name[64];
    demo_name_find(city, DEMO_NAME_PARK, i, name, sizeof name);
    code->texts[i] = wijk_arena_format(city->arena, err, "PK%04u", i + 1);
    names->texts[i] = wijk_arena_text(city->arena, name, err);
    if (!code->texts[i] || !names->texts[i])
      return WIJK_MEMORY;
  }
  wijk_status status = demo_borders_trace(city, borders, label, layer, err);
  return status == WIJK_OK ? demo_layer_write(city, layer, err) : status;
}

wijk_status demo_zones_write(const demo_city *city, wijk_error *err) {
  demo_borders *borders;
  uint32_t *label = WIJK_ARENA_ADD(city->arena, uint32_t, city->cell_count, err);
  if (!label)
    return WIJK_MEMORY;
  wijk_status status = demo_borders_compute(city, &borders, err);
  if (status == WIJK_OK)
    status = write_wijken(city, borders, label, err);
  if (status == WIJK_OK)
    status = write_buurten(city, borders, err);
  if (status == WIJK_OK)
    status = write_parks(city, borders, label, err);
  return status;
}
