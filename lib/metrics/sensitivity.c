/* SPDX-License-Identifier: EUPL-1.2 */
/* The city's figures again, for other borders and other radii. */
#include <math.h>
#include <string.h>

#include <wijk/geo.h>
#include <wijk/number.h>

#include "metrics/family.h"
#include "metrics/level.h"
#include "metrics/results.h"
#include "metrics/value.h"

enum { MOST_IDS = 256 };

static wijk_status start_report(const wijk_rerun *again, wijk_report *report, wijk_error *err) {
  const wijk_status status = wijk_report_new(again->report->program, again->arena, report, err);
  report->public_edition = again->report->public_edition;
  report->language = again->report->language;
  return status;
}

/* The figures of `from` as those of another drawing: "level=hexagon_500m", after what else they are of. */
static wijk_status take_over(const wijk_rerun *again, const wijk_report *from, const char *as, wijk_error *err) {
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
static wijk_status find_indices(const wijk_rerun *again, const char **ids, size_t *count, wijk_error *err) {
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

/* Facilities outside every zone are in none of another drawing either. */
static const wijk_layer *facilities_inside(const wijk_rerun *again, wijk_error *err) {
  const wijk_subject *subject = again->subject;
  size_t *rows = WIJK_ARENA_ADD(again->arena, size_t, subject->facility_count, err), count = 0;
  for (size_t f = 0; rows != NULL && f < subject->facility_count; f++) {
    if (subject->zone_of_facility[f] != WIJK_NONE) {
      rows[count++] = f;
    }
  }
  return rows == NULL ? NULL : wijk_layer_select(again->sources->facilities, rows, count, again->arena, err);
}

/* What is to be known of the level's figures. What was found in its sources is known of the zones already. */
static wijk_status tell_warnings(const wijk_rerun *again, const char *name, const wijk_report *from, size_t first,
                                 wijk_error *err) {
  wijk_status status = WIJK_OK;
  for (size_t i = first; i < from->finding_count && status == WIJK_OK; i++) {
    wijk_finding finding = from->findings[i];
    if (finding.severity == WIJK_WARNING) {
      finding.value = name;
      status = wijk_report_add_finding(again->report, &finding, err, "level '%s': %s", name, from->findings[i].message);
    }
  }
  return status;
}

static wijk_status tell_lost(const wijk_rerun *again, const char *name, const wijk_subject *level, wijk_error *err) {
  size_t lost = 0;
  for (size_t f = 0; f < level->facility_count; f++) {
    lost += level->zone_of_facility[f] == WIJK_NONE;
  }
  return lost == 0 ? WIJK_OK
                   : wijk_report_add_finding(
                         again->report,
                         &(wijk_finding){.severity = WIJK_WARNING, .code = "sensitivity-outside", .value = name}, err,
                         "level '%s': %zu %s in the zones %s in none of its areas", name, lost,
                         wijk_plural(lost, "facility", "facilities"), wijk_plural(lost, "is", "are"));
}

/* Zones elsewhere need not have the field that --value names: then what is about it cannot be made of them. Such ids
 * leave `ids`, and the method names a figure that any zones have. */
static wijk_status settle_value(const wijk_rerun *again, const wijk_subject *level, const char *name,
                                wijk_method *method, const char **ids, size_t *id_count, wijk_error *err) {
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
  const char *asked = again->subject->method->value;
  method->value = wijk_method_default().value;
  return fewer
             ? wijk_report_add_finding(
                   again->report, &(wijk_finding){.severity = WIJK_WARNING, .code = "sensitivity-value", .value = name},
                   err, "level '%s' has no '%s': statistics of autocorrelation are left out of it", name, asked)
             : WIJK_OK;
}

static wijk_status run_level(const wijk_rerun *again, const wijk_layer *level, const wijk_layer *facilities,
                             const char *name, const char *const *ids, size_t id_count, wijk_error *err) {
  wijk_report own;
  wijk_subject subject;
  wijk_layer *ignored;
  wijk_method method = *again->subject->method;
  method.value = wijk_level_value(again, level);
  const wijk_subject_sources sources = {.zones = level,
                                        .facilities = facilities,
                                        .group_field = again->sources->group_field == NULL ? NULL : WIJK_LEVEL_GROUP,
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
    status = tell_lost(again, name, &subject, err);
  }
  if (status == WIJK_OK) {
    status = settle_value(again, &subject, name, &method, made, &id_count, err);
  }
  subject.method = &method;
  const size_t found = own.finding_count;
  const wijk_metric_request request = {made, id_count, again->request->by, again->request->by_count, .lenient = true};
  if (status == WIJK_OK && id_count == 0) { /* which would ask for everything */
    return WIJK_OK;
  }
  if (status == WIJK_OK) {
    status = wijk_metrics_compute(&subject, level, facilities, &request, again->arena, &own, &ignored, err);
  }
  if (status == WIJK_OK) {
    status = tell_warnings(again, name, &own, found, err);
  }
  const char *as = status == WIJK_OK ? wijk_arena_format(again->arena, err, "level=%s", name) : NULL;
  return status != WIJK_OK ? status : as == NULL ? WIJK_MEMORY : take_over(again, &own, as, err);
}

static wijk_status try_areas(const wijk_rerun *again, const wijk_layer *areas, const char *name, bool cells,
                             const wijk_layer *facilities, const char *const *ids, size_t id_count, wijk_error *err) {
  wijk_layer *level;
  const wijk_status status = wijk_level_new(again, areas, name, cells, facilities, &level, err);
  return status == WIJK_OK && level->row_count > 0 ? run_level(again, level, facilities, name, ids, id_count, err)
                                                   : status;
}

static wijk_status try_levels(const wijk_rerun *again, const wijk_sensitivity *how, wijk_error *err) {
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
  for (int shape = WIJK_CELL_HEXAGON; how->cell_m > 0 && shape <= WIJK_CELL_SQUARE && status == WIJK_OK; shape++) {
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
static wijk_status find_at_radii(const wijk_rerun *again, const wijk_subject *other, const size_t *from,
                                 const char **ids, size_t *count, wijk_error *err) {
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
static wijk_status try_radii(const wijk_rerun *again, double factor, const char *as, wijk_error *err) {
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
  const wijk_rerun again = {subject, sources, request, arena, report};
  wijk_status status = try_levels(&again, how, err);
  if (status == WIJK_OK && how->radii) {
    status = try_radii(&again, 0.5, "radii=half", err);
  }
  return status == WIJK_OK && how->radii ? try_radii(&again, 2, "radii=double", err) : status;
}
