/* SPDX-License-Identifier: EUPL-1.2 */
/* Where people live: points that carry numbers of residents. */
#include <math.h>
#include <wijk/geo.h>

#include "read/reading.h"

/* Polygons (the squares of 100 m and 500 m that CBS publishes) stand for a point inside them. */
static wijk_status make_points(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  if (layer->geometry.type == WIJK_GEOMETRY_POINT)
    return WIJK_OK;
  if (layer->geometry.type != WIJK_GEOMETRY_POLYGON) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no coordinates, where the population is given as points", reading->file);
    return wijk_error_hint(err, "give points or squares, or a table with x, y and residents");
  }
  double *x = WIJK_ARENA_ADD(reading->arena, double, layer->row_count, err);
  double *y = WIJK_ARENA_ADD(reading->arena, double, layer->row_count, err);
  if (err->status != WIJK_OK || wijk_polygons_interior(layer, x, y, err) != WIJK_OK)
    return err->status;
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = layer->row_count, .x = x, .y = y};
  for (size_t i = 0; i < layer->row_count; i++)
    if (isnan(x[i]) && !reading->faulty[i] &&
        wijk_reading_fault(reading, i, "empty-shape", NULL, NULL, err, "its shape has no inside") != WIJK_OK)
      return err->status;
  return wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "points-in-polygons", NULL, NULL, err,
                          "the population is given as polygons; each stands for a point inside it");
}

/* A point of unknown weight can weight nothing: it leaves, and one line says how many did. */
static wijk_status drop_unknown(wijk_reading *reading, const wijk_column *residents, wijk_error *err) {
  size_t unknown = 0, first = WIJK_NONE, count = reading->layer->row_count;
  for (size_t i = 0; i < count; i++)
    unknown += isnan(residents->numbers[i]);
  if (!unknown)
    return WIJK_OK;
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, count, err);
  unknown = 0;
  for (size_t i = 0; keep && i < count; i++) {
    keep[i] = reading->faulty[i] || !isnan(residents->numbers[i]);
    if (keep[i])
      continue;
    first = first == WIJK_NONE ? i : first;
    unknown++;
  }
  if (!unknown || !keep)
    return err->status;
  wijk_reading_say(reading, WIJK_WARNING, first, "unknown-residents", residents->name, NULL, err,
                   "%zu population points have no known %s and are left out; this is the first", unknown,
                   residents->name);
  reading->counts.rejected += unknown;
  return err->status == WIJK_OK ? wijk_reading_keep(reading, keep, err) : err->status;
}

static wijk_status check_residents(wijk_reading *reading, wijk_error *err) {
  const wijk_column *residents = wijk_layer_find_role(reading->layer, "residents");
  if (!residents) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no field that is known as the number of residents", reading->file);
    return wijk_error_hint(err, "choose one with --field population.residents=FIELD");
  }
  for (size_t i = 0; i < reading->layer->row_count; i++)
    if (residents->numbers[i] < 0) {
      char value[WIJK_NUMBER_SIZE];
      wijk_number_write(residents->numbers[i], value);
      if (wijk_reading_fault(reading, i, "negative", residents->name, value, err,
                             "%s is %s; fewer than none cannot live there", residents->name, value) != WIJK_OK)
        return err->status;
    }
  return drop_unknown(reading, residents, err);
}

static const wijk_role roles[] = {
    {"residents", "aantal_inwoners aant_inw aantal_inw inwoners population pop residents", 'n'}};

static wijk_status read_population(wijk_reading *reading, wijk_error *err) {
  if (wijk_reading_digest(reading, roles, 1, true, true, err) != WIJK_OK)
    return err->status;
  if (make_points(reading, err) != WIJK_OK || check_residents(reading, err) != WIJK_OK)
    return wijk_error_frame(err, "reading population");
  return wijk_reading_settle(reading, err) == WIJK_OK ? wijk_reading_record(reading, err) : err->status;
}

wijk_status wijk_read_population(const wijk_source *source, wijk_arena *arena, wijk_report *report,
                                 wijk_layer **population, wijk_error *err) {
  wijk_reading reading;
  wijk_status status = wijk_reading_open(&reading, source, roles, 1, arena, report, err);
  if (status == WIJK_OK)
    status = read_population(&reading, err);
  if (status == WIJK_OK)
    *population = reading.layer;
  return status;
}
