/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/level.h"

#include <math.h>
#include <string.h>

#include <wijk/number.h>
#include <wijk/text.h>

#include "metrics/spread.h"

/* No field of a source has such names. */
#define TOTAL "level total"
#define LAND "level land"

static const wijk_column *numbers_of(const wijk_column *column) {
  return column != NULL && column->type == WIJK_COLUMN_NUMBER ? column : NULL;
}

static wijk_status add_numbers(wijk_layer *layer, const char *name, const char *role, const wijk_column *own,
                               const double *spread, wijk_error *err) {
  wijk_column *column = wijk_layer_add_column(layer, name, WIJK_COLUMN_NUMBER, err);
  if (column == NULL) {
    return WIJK_MEMORY;
  }
  column->role = role;
  memcpy(column->numbers, own != NULL ? own->numbers : spread, layer->row_count * sizeof *column->numbers);
  for (size_t i = 0; i < layer->row_count; i++) {
    column->reasons[i] = isnan(column->numbers[i]) ? WIJK_REASON_MISSING : WIJK_PRESENT;
  }
  return WIJK_OK;
}

static wijk_status copy_column(wijk_layer *layer, const wijk_column *own, const char *name, const char *role,
                               wijk_error *err) {
  wijk_column *column = own == NULL ? NULL : wijk_layer_add_column(layer, name, own->type, err);
  if (column != NULL) {
    *column = *own;
    column->name = name;
    column->role = role;
  }
  return own != NULL && column == NULL ? WIJK_MEMORY : WIJK_OK;
}

static const wijk_column *own_total(const wijk_rerun *again, const wijk_layer *areas) {
  const char *field = again->sources->total_field;
  return numbers_of(field != NULL ? wijk_layer_find(areas, field) : wijk_layer_find_role(areas, "residents"));
}

/* Land of areas that were given is theirs: by their field, or as that of the zones is known, so that both are alike. */
static wijk_status add_land(const wijk_rerun *again, wijk_layer *level, const wijk_layer *areas,
                            const wijk_spread *spread, bool cells, wijk_error *err) {
  const wijk_column *own = numbers_of(wijk_layer_find_role(areas, "land_area"));
  const bool by_polygon = numbers_of(wijk_layer_find_role(again->sources->zones, "land_area")) == NULL;
  return own == NULL && by_polygon && !cells ? WIJK_OK /* the area of the polygon, to the last digit */
                                             : add_numbers(level, LAND, "land_area", own, spread->land_m2, err);
}

/* The areas with what an index needs: their own numbers where they have them, else those of the zones spread. */
static wijk_layer *fill(const wijk_rerun *again, const wijk_layer *areas, const wijk_spread *spread, bool cells,
                        wijk_error *err) {
  const char *group = again->sources->group_field, *value = again->subject->method->value;
  const wijk_column *own_group = numbers_of(group == NULL ? NULL : wijk_layer_find(areas, group));
  wijk_layer *level = wijk_layer_new(again->arena, areas->name, areas->row_count, err);
  if (level == NULL) {
    return NULL;
  }
  level->crs = areas->crs;
  level->geometry = areas->geometry;
  return copy_column(level, wijk_layer_find_role(areas, "key"), "level key", "key", err) == WIJK_OK &&
                 copy_column(level, wijk_layer_find_role(areas, "water"), "level water", "water", err) == WIJK_OK &&
                 add_numbers(level, TOTAL, "residents", own_total(again, areas), spread->residents, err) == WIJK_OK &&
                 add_land(again, level, areas, spread, cells, err) == WIJK_OK &&
                 (group == NULL ||
                  add_numbers(level, WIJK_LEVEL_GROUP, NULL, own_group, spread->group, err) == WIJK_OK) &&
                 copy_column(level, numbers_of(wijk_layer_find(areas, value)), value, NULL, err) == WIJK_OK
             ? level
             : NULL;
}

/* ---- what is said of it ---- */

static double sum_of(const double *numbers, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    sum += numbers[i] > 0 ? numbers[i] : 0;
  }
  return sum;
}

static void add_whole(wijk_text *text, double number) {
  char digits[WIJK_NUMBER_SIZE];
  wijk_number_write(floor(number + 0.5), digits);
  wijk_text_add(text, digits);
}

/* Residents of the areas' own: are they about as many as those of the zones? */
static bool add_own(const wijk_rerun *again, const wijk_layer *level, wijk_text *text) {
  const double zones = sum_of(again->subject->residents, again->subject->zone_count);
  const double own = sum_of(wijk_layer_find(level, TOTAL)->numbers, level->row_count);
  const bool differs = fabs(own - zones) > 0.01 * zones;
  wijk_text_add_format(text, ", with %s of their own",
                       again->sources->total_field == NULL ? "residents" : again->sources->total_field);
  if (differs) {
    wijk_text_add(text, ": ");
    add_whole(text, own);
    wijk_text_add(text, ", where the zones have ");
    add_whole(text, zones);
  }
  return differs;
}

static bool add_spread(const wijk_spread *spread, wijk_text *text) {
  wijk_text_add_format(text,
                       "; the numbers of %zu %s without population points were divided by area, those of the "
                       "others by these points",
                       spread->by_area, wijk_plural(spread->by_area, "zone", "zones"));
  if (spread->residents_lost < 0.5) {
    return false;
  }
  wijk_text_add(text, "; ");
  add_whole(text, spread->residents_lost);
  wijk_text_add(text, " residents of the zones are in no area");
  return true;
}

static wijk_status tell(const wijk_rerun *again, const char *name, const wijk_layer *level, const wijk_spread *spread,
                        bool own, size_t strange, wijk_error *err) {
  wijk_text text = {0};
  wijk_text_add_format(&text, "level '%s' has %zu area%s", name, level->row_count, level->row_count == 1 ? "" : "s");
  const bool warn = own ? add_own(again, level, &text) : add_spread(spread, &text);
  if (strange > 0) {
    wijk_text_add_format(&text, "; %zu with nothing in common with the zones left out", strange);
  }
  wijk_status status = wijk_text_check(&text, err);
  if (status == WIJK_OK) {
    status = wijk_report_add_finding(
        again->report,
        &(wijk_finding){.severity = warn ? WIJK_WARNING : WIJK_NOTE, .code = "sensitivity-level", .value = name}, err,
        "%s", text.bytes);
  }
  wijk_text_free(&text);
  return status;
}

/* ---- which areas take part ---- */

/* Cells where nobody lives leave, but for those with a facility: places stay in hhi, gini and delta. */
static wijk_status keep_used(const wijk_rerun *again, const wijk_layer *facilities, wijk_layer **level,
                             wijk_error *err) {
  const wijk_layer *all = *level;
  const double *residents = wijk_layer_find_role(all, "residents")->numbers;
  const wijk_column *group = wijk_layer_find(all, WIJK_LEVEL_GROUP);
  const size_t facility_count = facilities == NULL ? 0 : facilities->row_count;
  bool *used = WIJK_ARENA_ADD(again->arena, bool, all->row_count, err);
  size_t *rows = WIJK_ARENA_ADD(again->arena, size_t, all->row_count, err), count = 0;
  size_t *cell = WIJK_ARENA_ADD(again->arena, size_t, facility_count, err);
  wijk_zone_index *index =
      used == NULL || rows == NULL || cell == NULL ? NULL : wijk_zone_index_new(all, facility_count, err);
  if (index == NULL) {
    return err->status;
  }
  wijk_status status = facilities == NULL
                           ? WIJK_OK
                           : wijk_zone_index_find(index, facility_count, facilities->geometry.x, facilities->geometry.y,
                                                  again->subject->threads, cell, NULL, err);
  wijk_zone_index_free(index);
  for (size_t f = 0; status == WIJK_OK && f < facility_count; f++) {
    if (cell[f] != WIJK_NONE) {
      used[cell[f]] = true;
    }
  }
  for (size_t i = 0; i < all->row_count; i++) {
    if (used[i] || residents[i] > 0 || (group != NULL && group->numbers[i] > 0)) {
      rows[count++] = i;
    }
  }
  *level = status == WIJK_OK ? wijk_layer_select(all, rows, count, again->arena, err) : NULL;
  return *level == NULL ? err->status : WIJK_OK;
}

/* Areas of which less than a hundredth lies in the zones leave: neighbours, that share a sliver at most. */
static wijk_status keep_common(const wijk_rerun *again, const wijk_layer *areas, const wijk_spread *spread,
                               wijk_layer **level, wijk_error *err) {
  size_t *rows = WIJK_ARENA_ADD(again->arena, size_t, areas->row_count, err), count = 0;
  if (rows == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t i = 0; i < areas->row_count; i++) {
    if (spread->shared_m2[i] > 0.01 * wijk_layer_area(areas, i)) {
      rows[count++] = i;
    }
  }
  *level = count == areas->row_count ? *level : wijk_layer_select(*level, rows, count, again->arena, err);
  return *level == NULL ? err->status : WIJK_OK;
}

wijk_status wijk_level_new(const wijk_rerun *again, const wijk_layer *areas, const char *name, bool cells,
                           const wijk_layer *facilities, wijk_layer **level, wijk_error *err) {
  wijk_spread spread;
  wijk_status status = wijk_spread_zones(again->subject, areas, again->arena, &spread, err);
  *level = status == WIJK_OK ? fill(again, areas, &spread, cells, err) : NULL;
  if (*level == NULL) {
    return err->status;
  }
  status = cells ? keep_used(again, facilities, level, err) : keep_common(again, areas, &spread, level, err);
  if (status == WIJK_OK && !cells && (*level)->row_count == 0) {
    wijk_error_set(err, WIJK_DATA, "the areas of '%s' have nothing in common with the zones", name);
    return wijk_error_hint(err, "--also-zones are another drawing of the same city");
  }
  return status == WIJK_OK ? tell(again, name, *level, &spread, own_total(again, areas) != NULL,
                                  cells ? 0 : areas->row_count - (*level)->row_count, err)
                           : status;
}

const char *wijk_level_value(const wijk_rerun *again, const wijk_layer *level) {
  const wijk_subject_sources *sources = again->sources;
  const char *value = again->subject->method->value;
  const wijk_column *residents = wijk_layer_find_role(sources->zones, "residents");
  const char *total = sources->total_field != NULL ? sources->total_field : residents != NULL ? residents->name : NULL;
  if (wijk_metric_find(value, WIJK_METRIC_ZONE) != NULL || wijk_layer_find(level, value) != NULL) {
    return value;
  }
  return total != NULL && wijk_text_same(value, total)                                 ? TOTAL
         : sources->group_field != NULL && wijk_text_same(value, sources->group_field) ? WIJK_LEVEL_GROUP
                                                                                       : value;
}
