/* SPDX-License-Identifier: EUPL-1.2 */
/* The city's figures again, for other borders and other radii. */
#include <math.h>
#include <string.h>

#include <wijk/geo.h>
#include <wijk/number.h>

#include "metrics/family.h"
#include "metrics/results.h"
#include "metrics/spread.h"
#include "metrics/value.h"

enum { MOST_IDS = 256 };

typedef struct rerun {
  const wijk_subject *subject;
  const wijk_subject_sources *sources;
  const wijk_metric_request *request;
  wijk_arena *arena;
  wijk_report *report;
} rerun;

static wijk_status start_report(const rerun *again, wijk_report *report, wijk_error *err) {
  const wijk_status status = wijk_report_new(again->report->program, again->arena, report, err);
  report->public_edition = again->report->public_edition;
  report->language = again->report->language;
  return status;
}

/* The figures of `from` as those of another drawing: "level=hexagon_500m", after what else they are of. */
static wijk_status take_over(const rerun *again, const wijk_report *from, const char *as, wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (size_t i = 0; i < from->city_count && status == WIJK_OK; i++) {
    wijk_city_value figure = from->city[i];
    figure.by = figure.by == NULL ? as : wijk_arena_format(again->arena, err, "%s,%s", figure.by, as);
    status = figure.by == NULL ? WIJK_MEMORY : wijk_report_add_city(again->report, &figure, err);
  }
  return status;
}

/* ---- levels: other zones ---- */

/* The indices of the city that were asked for and can be made of any zones. */
static wijk_status find_indices(const rerun *again, const char **ids, size_t *count, wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  *count = 0;
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count && *count < MOST_IDS; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      bool asked = false;
      if (metric->level != WIJK_METRIC_CITY || !(metric->flags & WIJK_METRIC_INDEX) || metric->part != WIJK_PART_NONE ||
          metric->needs & (WIJK_NEEDS_ZONING | WIJK_NEEDS_OVERLAY) ||
          !wijk_metric_possible(again->subject, metric, again->report->public_edition)) {
        continue;
      }
      if (wijk_metric_request_match(again->request, again->subject, families[f], metric, 0, again->arena, &asked, NULL,
                                    err) != WIJK_OK) {
        return WIJK_MEMORY;
      }
      if (asked) {
        ids[(*count)++] = metric->id;
      }
    }
  }
  return WIJK_OK;
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

static const wijk_column *numbers_of(const wijk_column *column) {
  return column != NULL && column->type == WIJK_COLUMN_NUMBER ? column : NULL;
}

static wijk_status copy_texts(wijk_layer *layer, const wijk_layer *areas, const char *role, const char *name,
                              wijk_error *err) {
  const wijk_column *own = wijk_layer_find_role(areas, role);
  wijk_column *column = own == NULL ? NULL : wijk_layer_add_column(layer, name, own->type, err);
  if (column != NULL) {
    *column = *own;
    column->name = name;
  }
  return own != NULL && column == NULL ? WIJK_MEMORY : WIJK_OK;
}

/* The areas with what an index needs: their own numbers where they have them, else those of the zones spread. */
static wijk_layer *make_level(const rerun *again, const wijk_layer *areas, const wijk_spread *spread, wijk_error *err) {
  const char *total = again->sources->total_field, *group = again->sources->group_field;
  const wijk_column *own_total =
      numbers_of(total != NULL ? wijk_layer_find(areas, total) : wijk_layer_find_role(areas, "residents"));
  const wijk_column *own_group = numbers_of(group == NULL ? NULL : wijk_layer_find(areas, group));
  wijk_layer *level = wijk_layer_new(again->arena, areas->name, areas->row_count, err);
  if (level == NULL) {
    return NULL;
  }
  level->crs = areas->crs;
  level->geometry = areas->geometry;
  return copy_texts(level, areas, "key", "key", err) == WIJK_OK &&
                 copy_texts(level, areas, "water", "water", err) == WIJK_OK &&
                 add_numbers(level, "total", "residents", own_total, spread->residents, err) == WIJK_OK &&
                 add_numbers(level, "land", "land_area", numbers_of(wijk_layer_find_role(areas, "land_area")),
                             spread->land_m2, err) == WIJK_OK &&
                 (group == NULL || add_numbers(level, "group", NULL, own_group, spread->group, err) == WIJK_OK)
             ? level
             : NULL;
}

/* Facilities outside every zone are in none of another drawing either. */
static const wijk_layer *facilities_inside(const rerun *again, wijk_error *err) {
  const wijk_subject *subject = again->subject;
  size_t *rows = WIJK_ARENA_ADD(again->arena, size_t, subject->facility_count, err), count = 0;
  for (size_t f = 0; rows != NULL && f < subject->facility_count; f++) {
    if (subject->zone_of_facility[f] != WIJK_NONE) {
      rows[count++] = f;
    }
  }
  return rows == NULL ? NULL : wijk_layer_select(again->sources->facilities, rows, count, again->arena, err);
}

static wijk_status tell_level(const rerun *again, const char *name, const wijk_layer *level, const wijk_spread *spread,
                              wijk_error *err) {
  char lost[WIJK_NUMBER_SIZE];
  wijk_number_write(floor(spread->residents_lost + 0.5), lost);
  return wijk_report_add_finding(
      again->report,
      &(wijk_finding){.severity = spread->residents_lost >= 0.5 ? WIJK_WARNING : WIJK_NOTE,
                      .code = "sensitivity-level",
                      .value = name},
      err,
      "level '%s' has %zu areas; the numbers of %zu zones without population points were divided by area, those of the "
      "others by these points; %s residents of the zones are in no area",
      name, level->row_count, spread->by_area, lost);
}

/* Zones elsewhere need not have the field that --value names: then what is about it cannot be made of them. Such ids
 * leave `ids`, and the method names a figure that any zones have. */
static wijk_status settle_value(const rerun *again, const wijk_subject *level, const char *name, wijk_method *method,
                                const char **ids, size_t *id_count, wijk_error *err) {
  wijk_error why = {0};
  size_t kept = 0;
  if (wijk_value_check(level, method->value, again->report->public_edition, &why) == WIJK_OK) {
    return WIJK_OK;
  }
  for (size_t k = 0; k < *id_count; k++) {
    const wijk_metric *metric = wijk_metric_find(ids[k], WIJK_METRIC_CITY);
    if (metric != NULL && !(metric->needs & WIJK_NEEDS_VALUE)) {
      ids[kept++] = ids[k];
    }
  }
  const bool fewer = kept < *id_count;
  *id_count = kept;
  const char *value = method->value;
  method->value = wijk_method_default().value;
  return fewer
             ? wijk_report_add_finding(
                   again->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "sensitivity-value", .value = name},
                   err, "level '%s' has no '%s': statistics of autocorrelation are left out of it", name, value)
             : WIJK_OK;
}

static wijk_status run_level(const rerun *again, const wijk_layer *level, const wijk_layer *facilities,
                             const char *name, const char *const *ids, size_t id_count, wijk_error *err) {
  wijk_report own;
  wijk_subject subject;
  wijk_layer *ignored;
  wijk_method method = *again->subject->method;
  const wijk_subject_sources sources = {.zones = level,
                                        .facilities = facilities,
                                        .group_field = again->sources->group_field == NULL ? NULL : "group",
                                        .method = &method,
                                        .threads = again->subject->threads,
                                        .seed = again->subject->seed};
  const char *made[MOST_IDS];
  memcpy(made, ids, id_count * sizeof *ids);
  wijk_status status = start_report(again, &own, err);
  if (status == WIJK_OK) {
    status = wijk_subject_new(&sources, again->arena, &own, &subject, err);
  }
  if (status == WIJK_OK) {
    status = settle_value(again, &subject, name, &method, made, &id_count, err);
  }
  subject.method = &method;
  const wijk_metric_request request = {made, id_count, again->request->by, again->request->by_count, .lenient = true};
  if (status == WIJK_OK && id_count == 0) { /* which would ask for everything */
    return WIJK_OK;
  }
  if (status == WIJK_OK) {
    status = wijk_metrics_compute(&subject, level, facilities, &request, again->arena, &own, &ignored, err);
  }
  const char *as = status == WIJK_OK ? wijk_arena_format(again->arena, err, "level=%s", name) : NULL;
  return status != WIJK_OK ? status : as == NULL ? WIJK_MEMORY : take_over(again, &own, as, err);
}

/* Cells where nobody lives leave, but for those with a facility: places stay in hhi, gini and delta. */
static wijk_status keep_used(const rerun *again, const wijk_layer *facilities, wijk_layer **level, wijk_error *err) {
  const wijk_layer *all = *level;
  const double *residents = wijk_layer_find_role(all, "residents")->numbers;
  const wijk_column *group = wijk_layer_find(all, "group");
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

static wijk_status try_areas(const rerun *again, const wijk_layer *areas, const char *name, bool cells,
                             const wijk_layer *facilities, const char *const *ids, size_t id_count, wijk_error *err) {
  wijk_spread spread;
  wijk_status status = wijk_spread_zones(again->subject, areas, again->arena, &spread, err);
  wijk_layer *level = status == WIJK_OK ? make_level(again, areas, &spread, err) : NULL;
  if (level == NULL) {
    return err->status;
  }
  if (cells) {
    status = keep_used(again, facilities, &level, err);
  }
  if (status == WIJK_OK) {
    status = tell_level(again, name, level, &spread, err);
  }
  return status == WIJK_OK && level->row_count > 0 ? run_level(again, level, facilities, name, ids, id_count, err)
                                                   : status;
}

static wijk_status try_levels(const rerun *again, const wijk_sensitivity *how, wijk_error *err) {
  const char *ids[MOST_IDS];
  size_t id_count;
  double bounds[4];
  wijk_status status = find_indices(again, ids, &id_count, err);
  const wijk_layer *zones = again->subject->zones;
  const bool points = again->subject->has_facilities && again->sources->facilities != NULL;
  const wijk_layer *facilities = points ? facilities_inside(again, err) : NULL;
  if (status != WIJK_OK || id_count == 0 || (points && facilities == NULL)) {
    return err->status;
  }
  for (size_t k = 0; k < how->layer_count && status == WIJK_OK; k++) {
    status = try_areas(again, how->layers[k], how->names[k], false, facilities, ids, id_count, err);
  }
  for (int shape = WIJK_CELL_HEXAGON; shape <= WIJK_CELL_SQUARE && status == WIJK_OK; shape++) {
    wijk_layer *cells;
    char size[WIJK_NUMBER_SIZE];
    wijk_number_write(how->cell_m, size);
    if (!wijk_layer_bounds(zones, bounds)) {
      return WIJK_OK;
    }
    status = wijk_tessellation_new((wijk_cell_shape)shape, how->cell_m, bounds, zones->crs, again->arena, &cells, err);
    const char *name = status == WIJK_OK ? wijk_arena_format(again->arena, err, "%s_%sm", cells->name, size) : NULL;
    status = name == NULL ? err->status : try_areas(again, cells, name, true, facilities, ids, id_count, err);
  }
  return status;
}

/* ---- radii ---- */

static bool has_radius(const wijk_subject *subject, double radius_m) {
  for (size_t r = 0; r < subject->radius_count; r++) {
    if (subject->radii_m[r] == radius_m) {
      return true;
    }
  }
  return false;
}

/* The ids, at the other radii, of the figures of the city that were asked for at the chosen ones. `from[r]` is the
 * chosen radius of the other one r. */
static wijk_status find_at_radii(const rerun *again, const wijk_subject *other, const size_t *from, const char **ids,
                                 size_t *count, wijk_error *err) {
  size_t family_count;
  const wijk_metric_family *const *families = wijk_metric_families(&family_count);
  *count = 0;
  for (size_t f = 0; f < family_count; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      const bool fits = metric->level == WIJK_METRIC_CITY && metric->part == WIJK_PART_RADIUS &&
                        wijk_metric_possible(again->subject, metric, again->report->public_edition);
      for (size_t r = 0; fits && r < other->radius_count && *count < MOST_IDS; r++) {
        bool asked;
        if (wijk_metric_request_match(again->request, again->subject, families[f], metric, from[r], again->arena,
                                      &asked, NULL, err) != WIJK_OK) {
          return WIJK_MEMORY;
        }
        ids[*count] = asked ? wijk_metric_expand(other, metric, r, again->arena, err) : NULL;
        if (asked && ids[*count] == NULL) {
          return WIJK_MEMORY;
        }
        *count += asked;
      }
    }
  }
  return WIJK_OK;
}

/* The radii times `factor`, in whole metres, that were not chosen themselves. */
static wijk_status try_radii(const rerun *again, double factor, const char *as, wijk_error *err) {
  const size_t most = again->subject->radius_count;
  double *radii = WIJK_ARENA_ADD(again->arena, double, most, err);
  size_t *from = WIJK_ARENA_ADD(again->arena, size_t, most, err), count = 0, id_count = 0;
  if (radii == NULL || from == NULL) {
    return WIJK_MEMORY;
  }
  for (size_t r = 0; r < most; r++) {
    const double radius = ceil(factor * again->subject->radii_m[r]);
    if (!has_radius(again->subject, radius)) {
      from[count] = r;
      radii[count++] = radius;
    }
  }
  wijk_subject other = *again->subject;
  other.radii_m = radii;
  other.radius_count = count;
  const char *ids[MOST_IDS];
  wijk_status status = find_at_radii(again, &other, from, ids, &id_count, err);
  if (status != WIJK_OK || id_count == 0) {
    return status;
  }
  wijk_report own;
  wijk_layer *ignored;
  const wijk_metric_request request = {ids, id_count, again->request->by, again->request->by_count, .lenient = true};
  status = start_report(again, &own, err);
  if (status == WIJK_OK) {
    status = wijk_metrics_compute(&other, again->sources->zones, again->sources->facilities, &request, again->arena,
                                  &own, &ignored, err);
  }
  return status == WIJK_OK ? take_over(again, &own, as, err) : status;
}

wijk_status wijk_sensitivity_compute(const wijk_subject *subject, const wijk_subject_sources *sources,
                                     const wijk_metric_request *request, const wijk_sensitivity *how, wijk_arena *arena,
                                     wijk_report *report, wijk_error *err) {
  const rerun again = {subject, sources, request, arena, report};
  wijk_status status = try_levels(&again, how, err);
  if (status == WIJK_OK) {
    status = try_radii(&again, 0.5, "radii=half", err);
  }
  return status == WIJK_OK ? try_radii(&again, 2, "radii=double", err) : status;
}
