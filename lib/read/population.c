/* SPDX-License-Identifier: EUPL-1.2 */
/* Where people live: points that carry numbers of residents. */
#include <math.h>
#include <wijk/geo.h>

#include "read/reading.h"

/* Squares (as CBS publishes them) stand for their middle. */
static wijk_status squares_to_points(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  (void)layer;
  wijk_error_set(err, WIJK_DATA, "'%s' has no points, where the population is given as points", reading->file);
  return wijk_error_hint(err, "give points, or a table with x, y and residents");
}

/* A point of unknown weight can weight nothing: it leaves, and one line says how many did. */
static wijk_status drop_unknown(wijk_reading *reading, const wijk_column *residents, wijk_error *err) {
  size_t unknown = 0, first = WIJK_NONE, count = reading->layer->row_count;
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, count, err);
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

static wijk_status read_population(wijk_reading *reading, wijk_error *err) {
  static const wijk_role roles[] = {
      {"residents", "aantal_inwoners aant_inw aantal_inw inwoners population pop residents", 'n'}};
  if (wijk_reading_digest(reading, roles, 1, true, true, err) != WIJK_OK)
    return err->status;
  if ((reading->layer->geometry.type != WIJK_GEOMETRY_POINT && squares_to_points(reading, err) != WIJK_OK) ||
      check_residents(reading, err) != WIJK_OK)
    return wijk_error_frame(err, "reading population");
  return wijk_reading_settle(reading, err) == WIJK_OK ? wijk_reading_record(reading, err) : err->status;
}

wijk_status wijk_read_population(const wijk_source *source, wijk_arena *arena, wijk_report *report,
                                 wijk_layer **population, wijk_error *err) {
  wijk_error own = {0};
  err = err ? err : &own;
  wijk_reading reading;
  wijk_status status = wijk_reading_open(&reading, source, arena, report, err);
  if (status == WIJK_OK)
    status = read_population(&reading, err);
  if (status == WIJK_OK)
    *population = reading.layer;
  return status;
}
