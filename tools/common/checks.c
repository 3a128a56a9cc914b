/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/checks.h"

#include <math.h>
#include <string.h>

static const double sliver_m = 1;

/* File name of the source that was read in a role; findings name it. */
static const char *source_of(const run *run, const char *role) {
  for (size_t i = run->report.input_count; i-- > 0;)
    if (strcmp(run->report.inputs[i].role, role) == 0)
      return run->report.inputs[i].source;
  return NULL;
}

static size_t source_row(const wijk_layer *layer, size_t row) {
  return layer->source_rows ? layer->source_rows[row] : row + 1;
}

static const char *key_of(const wijk_layer *zones, size_t zone) {
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  return key && zone != WIJK_NONE && key->texts[zone] ? key->texts[zone] : "?";
}

/* ---- zones among themselves ---- */

static wijk_status say_slivers(run *run, const char *what, size_t count, double area_m2, wijk_error *err) {
  char area[64];
  wijk_number_write_fixed(area_m2, 2, area);
  wijk_finding finding = {.severity = WIJK_NOTE, .code = "slivers", .source = source_of(run, "zones")};
  return count ? wijk_report_add_finding(&run->report, &finding, err,
                                         count == 1 ? "%zu %s between zones is narrower than 1 m, %s m2"
                                                    : "%zu %ss between zones are narrower than 1 m, %s m2 together",
                                         count, what, area)
               : WIJK_OK;
}

wijk_status check_fit(run *run, const wijk_layer *zones, wijk_fit *fit, wijk_error *err) {
  if (wijk_polygons_fit(zones, sliver_m, run->arena, fit, err) != WIJK_OK ||
      say_slivers(run, "overlap", fit->sliver_overlap_count, fit->sliver_overlap_m2, err) != WIJK_OK ||
      say_slivers(run, "gap", fit->sliver_gap_count, fit->sliver_gap_m2, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < fit->item_count; i++) {
    char area[64], width[64], place[2][WIJK_NUMBER_SIZE];
    wijk_number_write_fixed(fit->items[i].area_m2, 1, area);
    wijk_number_write_fixed(fit->items[i].width_m, 1, width);
    wijk_number_write_fixed(fit->items[i].x, 1, place[0]);
    wijk_number_write_fixed(fit->items[i].y, 1, place[1]);
    bool overlap = fit->items[i].overlap;
    const char *a = key_of(zones, fit->items[i].a), *b = key_of(zones, fit->items[i].b);
    wijk_finding finding = {.severity = WIJK_WARNING,
                            .code = overlap ? "zones-overlap" : "gap-between-zones",
                            .source = source_of(run, "zones"),
                            .value = a};
    if (wijk_report_add_finding(&run->report, &finding, err, "%s %s%s%s: %s m2, %s m wide, at %s %s",
                                overlap ? "zones overlap:" : "there is a gap beside", a,
                                fit->items[i].b == WIJK_NONE ? "" : " and ", fit->items[i].b == WIJK_NONE ? "" : b,
                                area, width, place[0], place[1]) != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

/* ---- points in zones ---- */

typedef struct located {
  size_t *zone;
  bool *on_boundary;
} located;

static wijk_status locate(run *run, const wijk_layer *zones, const wijk_layer *points, located *found,
                          wijk_error *err) {
  found->zone = WIJK_ARENA_ADD(run->arena, size_t, points->row_count, err);
  found->on_boundary = WIJK_ARENA_ADD(run->arena, bool, points->row_count, err);
  wijk_zone_index *index = err->status == WIJK_OK ? wijk_zone_index_new(zones, points->row_count, err) : NULL;
  if (!index)
    return err->status;
  wijk_status status = wijk_zone_index_find(index, points->row_count, points->geometry.x, points->geometry.y,
                                            run_threads(run), found->zone, found->on_boundary, err);
  wijk_zone_index_free(index);
  return status;
}

static wijk_status say_point(run *run, const wijk_layer *facilities, size_t row, wijk_severity severity,
                             const char *code, const char *what, const char *zone, wijk_error *err) {
  const wijk_column *id = wijk_layer_find_role(facilities, "id");
  const wijk_column *name = wijk_layer_find_role(facilities, "name");
  char place[2][WIJK_NUMBER_SIZE];
  wijk_number_write_fixed(facilities->geometry.x[row], 1, place[0]);
  wijk_number_write_fixed(facilities->geometry.y[row], 1, place[1]);
  wijk_finding finding = {.severity = severity,
                          .code = code,
                          .source = source_of(run, "facilities"),
                          .row = source_row(facilities, row),
                          .field = id ? id->name : NULL,
                          .value = id ? id->texts[row] : NULL};
  const char *named = name && name->texts[row] ? name->texts[row] : "";
  return wijk_report_add_finding(&run->report, &finding, err, "facility %s%s%s%s at %s %s %s%s",
                                 finding.value ? finding.value : "", *named ? " (" : "", named, *named ? ")" : "",
                                 place[0], place[1], what, zone);
}

/* A duplicate of a location is a common slip of a spreadsheet: the same spot, form and provider. */
static int by_place(const wijk_layer *layer, const wijk_column *form, const wijk_column *provider, size_t a, size_t b) {
  double dx = layer->geometry.x[a] - layer->geometry.x[b], dy = layer->geometry.y[a] - layer->geometry.y[b];
  if (dx != 0 || dy != 0)
    return dx < 0 || (dx == 0 && dy < 0) ? -1 : 1;
  const wijk_column *columns[] = {form, provider};
  for (size_t c = 0; c < 2; c++) {
    const char *left = columns[c] && columns[c]->texts[a] ? columns[c]->texts[a] : "";
    const char *right = columns[c] && columns[c]->texts[b] ? columns[c]->texts[b] : "";
    int order = strcmp(left, right);
    if (order)
      return order;
  }
  return 0;
}

static wijk_status say_doubles(run *run, const wijk_layer *facilities, wijk_error *err) {
  size_t count = facilities->row_count;
  const wijk_column *form = wijk_layer_find_role(facilities, "form");
  const wijk_column *provider = wijk_layer_find_role(facilities, "provider");
  const wijk_column *id = wijk_layer_find_role(facilities, "id");
  size_t *nearest = WIJK_ARENA_ADD(run->arena, size_t, count, err),
         *self = WIJK_ARENA_ADD(run->arena, size_t, count, err);
  double *distance = WIJK_ARENA_ADD(run->arena, double, count, err);
  if (!form || !nearest || !self || !distance)
    return err->status;
  for (size_t i = 0; i < count; i++)
    self[i] = i;
  wijk_point_index *index = wijk_point_index_new(count, facilities->geometry.x, facilities->geometry.y, err);
  if (!index)
    return err->status;
  wijk_status status = wijk_point_index_nearest(index, count, facilities->geometry.x, facilities->geometry.y, self,
                                                run_threads(run), distance, nearest, err);
  wijk_point_index_free(index);
  for (size_t i = 0; status == WIJK_OK && i < count; i++)
    if (nearest[i] != WIJK_NONE && nearest[i] < i && distance[i] == 0 &&
        by_place(facilities, form, provider, i, nearest[i]) == 0)
      status = say_point(run, facilities, i, WIJK_WARNING, "same-place",
                         "stands where one of the same form and provider does: ",
                         id && id->texts[nearest[i]] ? id->texts[nearest[i]] : "", err);
  return status;
}

wijk_status check_facilities(run *run, const wijk_layer *zones, const wijk_layer *facilities, point_check *check,
                             wijk_error *err) {
  located found;
  if (locate(run, zones, facilities, &found, err) != WIJK_OK)
    return err->status;
  *check = (point_check){.done = true, .count = facilities->row_count};
  for (size_t i = 0; i < facilities->row_count && err->status == WIJK_OK; i++) {
    size_t zone = found.zone[i];
    if (zone == WIJK_NONE) {
      check->outside++;
      say_point(run, facilities, i, WIJK_WARNING, "outside-zones", "lies outside every zone", "", err);
      continue;
    }
    if (found.on_boundary[i]) {
      check->on_boundary++;
      say_point(run, facilities, i, WIJK_NOTE, "on-boundary", "lies on a boundary and belongs to ", key_of(zones, zone),
                err);
    }
    if (wijk_zones_is_water(zones, zone)) {
      check->in_water++;
      say_point(run, facilities, i, WIJK_WARNING, "in-water", "lies in a zone of water, ", key_of(zones, zone), err);
    }
  }
  wijk_counts *counts = wijk_report_find_counts(&run->report, "facilities");
  if (counts) {
    counts->outside += check->outside;
    counts->used -= check->outside;
  }
  return err->status == WIJK_OK ? say_doubles(run, facilities, err) : err->status;
}

static wijk_status say_population(run *run, const point_check *check, size_t differing, double known, wijk_error *err) {
  char inside[64], outside[64], own[64];
  wijk_number_write_fixed(check->residents_inside, 0, inside);
  wijk_number_write_fixed(check->residents_outside, 0, outside);
  wijk_number_write_fixed(known, 0, own);
  wijk_finding finding = {.severity = WIJK_WARNING, .code = "outside-zones", .source = source_of(run, "population")};
  if (check->outside && wijk_report_add_finding(&run->report, &finding, err,
                                                "%zu population points with %s residents lie outside every zone",
                                                check->outside, outside) != WIJK_OK)
    return err->status;
  finding.severity = WIJK_NOTE;
  finding.code = "residents-differ";
  return differing ? wijk_report_add_finding(&run->report, &finding, err,
                                             "%zu %s another number of residents than the population points inside; "
                                             "the zones have %s together, the points in them %s",
                                             differing, wijk_plural(differing, "zone has", "zones have"), own, inside)
                   : WIJK_OK;
}

wijk_status check_population(run *run, const wijk_layer *zones, const wijk_layer *population, point_check *check,
                             wijk_error *err) {
  located found;
  double *sums = WIJK_ARENA_ADD(run->arena, double, zones->row_count, err);
  if (!sums || locate(run, zones, population, &found, err) != WIJK_OK)
    return err->status;
  const wijk_column *weight = wijk_layer_find_role(population, "residents");
  *check = (point_check){.done = true, .count = population->row_count};
  for (size_t i = 0; i < population->row_count; i++) {
    double people = weight->numbers[i];
    check->on_boundary += found.on_boundary[i];
    if (found.zone[i] == WIJK_NONE) {
      check->outside++;
      check->residents_outside += people;
    } else {
      sums[found.zone[i]] += people;
      check->residents_inside += people;
    }
  }
  wijk_counts *counts = wijk_report_find_counts(&run->report, "population");
  if (counts) {
    counts->outside += check->outside;
    counts->used -= check->outside;
  }
  const wijk_column *own = wijk_layer_find_role(zones, "residents");
  size_t differing = 0;
  double known = 0;
  for (size_t z = 0; own && z < zones->row_count; z++)
    if (!isnan(own->numbers[z])) {
      differing += fabs(own->numbers[z] - sums[z]) > 0.5;
      known += own->numbers[z];
    }
  return say_population(run, check, differing, known, err);
}

/* ---- tables by key ---- */

static wijk_status say_rows(run *run, const wijk_layer *table, const char *role, const wijk_column *key,
                            const size_t *zone_of_row, size_t *row_of_zone, join_check *check, wijk_error *err) {
  for (size_t i = 0; i < table->row_count && err->status == WIJK_OK; i++) {
    wijk_finding finding = {.severity = WIJK_WARNING,
                            .code = "not-joined",
                            .source = source_of(run, role),
                            .row = source_row(table, i),
                            .field = key->name,
                            .value = key->texts[i]};
    if (zone_of_row[i] == WIJK_NONE) {
      check->rows_over++;
      wijk_report_add_finding(&run->report, &finding, err,
                              key->texts[i] ? "no zone has the key %s '%s'" : "%s is empty%s", key->name,
                              key->texts[i] ? key->texts[i] : "");
    } else if (row_of_zone[zone_of_row[i]] != WIJK_NONE) {
      finding.severity = WIJK_FAULT;
      finding.code = "duplicate-key";
      wijk_report_add_finding(&run->report, &finding, err, "%s '%s' is there already in row %zu", key->name,
                              key->texts[i], source_row(table, row_of_zone[zone_of_row[i]]));
    } else {
      row_of_zone[zone_of_row[i]] = i;
      check->joined++;
    }
  }
  return err->status;
}

static wijk_status say_zones(run *run, const wijk_layer *zones, const char *role, const size_t *row_of_zone,
                             join_check *check, wijk_error *err) {
  enum { NAMED = 10 };
  wijk_text names = {0};
  for (size_t z = 0; z < zones->row_count; z++)
    if (row_of_zone[z] == WIJK_NONE && check->zones_without++ < NAMED) {
      wijk_text_add(&names, check->zones_without > 1 ? ", " : "");
      wijk_text_add(&names, key_of(zones, z));
    }
  if (check->zones_without > NAMED)
    wijk_text_add_format(&names, " and %zu more", check->zones_without - NAMED);
  wijk_finding finding = {.severity = WIJK_WARNING, .code = "zones-without-row", .source = source_of(run, role)};
  if (wijk_text_check(&names, err) == WIJK_OK && check->zones_without)
    wijk_report_add_finding(&run->report, &finding, err, "%zu %s no row: %s", check->zones_without,
                            wijk_plural(check->zones_without, "zone has", "zones have"), names.bytes);
  wijk_text_free(&names);
  return err->status;
}

wijk_status check_join(run *run, const wijk_layer *zones, const wijk_layer *table, const char *role, join_check *check,
                       wijk_error *err) {
  const wijk_column *key = wijk_layer_find_role(table, "key"), *zone_key = wijk_layer_find_role(zones, "key");
  *check = (join_check){.rows = table->row_count};
  if (!key) {
    wijk_finding finding = {.severity = WIJK_FAULT, .code = "no-key", .source = source_of(run, role)};
    finding.hint = "choose it with --field indicators.key=FIELD";
    return wijk_report_add_finding(&run->report, &finding, err, "no field is known as the key of a zone");
  }
  size_t *zone_of_row = WIJK_ARENA_ADD(run->arena, size_t, table->row_count, err);
  size_t *row_of_zone = WIJK_ARENA_ADD(run->arena, size_t, zones->row_count, err);
  if (!zone_of_row || !row_of_zone ||
      wijk_layer_join(zones, zone_key, (const char *const *)key->texts, table->row_count, zone_of_row, err) != WIJK_OK)
    return err->status;
  for (size_t z = 0; z < zones->row_count; z++)
    row_of_zone[z] = WIJK_NONE;
  check->done = true;
  if (say_rows(run, table, role, key, zone_of_row, row_of_zone, check, err) != WIJK_OK)
    return err->status;
  return say_zones(run, zones, role, row_of_zone, check, err);
}
