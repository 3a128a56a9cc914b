/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of a zone, written beside the points that lie in it or beside the zone itself. */
#include <string.h>

#include "common/program.h"

/* The rows of `from` that belong to the rows of a layer; WIJK_NONE where none does. */
typedef struct match {
  const wijk_layer *from;
  const size_t *row_of;
  size_t own_count; /* columns that the points had before anything was joined */
} match;

/* A boundary goes to the lowest key, so rows must stand by key. */
static wijk_layer *sort_by_key(run *run, wijk_layer *layer, const wijk_column *key, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(run->arena, size_t, layer->row_count + 1, err);
  if (!order || wijk_layer_order(layer, key, order, err) != WIJK_OK)
    return NULL;
  return wijk_layer_select(layer, order, layer->row_count, run->arena, err);
}

static wijk_status find_by_place(run *run, const wijk_layer *points, const wijk_layer *zones, match *found,
                                 wijk_error *err) {
  size_t *zone = WIJK_ARENA_ADD(run->arena, size_t, points->row_count + 1, err);
  wijk_zone_index *index = zone ? wijk_zone_index_new(zones, points->row_count, err) : NULL;
  if (index)
    wijk_zone_index_find(index, points->row_count, points->geometry.x, points->geometry.y, run_threads(run), zone, NULL,
                         err);
  wijk_zone_index_free(index);
  *found = (match){zones, zone, found->own_count};
  return err->status;
}

static wijk_status find_by_key(run *run, const wijk_layer *points, const match *zones, const wijk_layer *table,
                               const wijk_column *key, match *found, wijk_error *err) {
  const wijk_column *zone_key = wijk_layer_find_role(zones->from, "key");
  size_t *row_of = WIJK_ARENA_ADD(run->arena, size_t, points->row_count + 1, err);
  size_t *row_of_zone = WIJK_ARENA_ADD(run->arena, size_t, zones->from->row_count + 1, err);
  if (!row_of || !row_of_zone ||
      wijk_layer_join(table, key, zone_key->texts, zones->from->row_count, row_of_zone, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < points->row_count; row++)
    row_of[row] = zones->row_of[row] == WIJK_NONE ? WIJK_NONE : row_of_zone[zones->row_of[row]];
  *found = (match){table, row_of, found->own_count};
  return WIJK_OK;
}

/* The zone's name for it, marked as the zone's where the points use that name for something of their own. */
static wijk_status copy_column(wijk_layer *points, const match *from, const wijk_column *column, const char *name,
                               wijk_error *err) {
  const wijk_column *there = wijk_layer_find(points, name);
  if (there && (size_t)(there - points->columns) >= from->own_count)
    return WIJK_OK; /* an earlier source said it already */
  if (there)
    name = wijk_arena_format(points->arena, err, "zone_%s", name);
  if (!name || wijk_layer_find(points, name))
    return err->status;
  wijk_column *copy = wijk_layer_add_column(points, name, column->type, err);
  if (!copy)
    return err->status;
  copy->title_nl = column->title_nl;
  copy->title_en = column->title_en;
  copy->unit_nl = column->unit_nl;
  copy->unit_en = column->unit_en;
  copy->whole = column->whole;
  copy->of_people = column->of_people;
  for (size_t row = 0; row < points->row_count; row++) {
    size_t source = from->row_of[row];
    bool has = source != WIJK_NONE && wijk_column_has(column, source);
    copy->reasons[row] = source == WIJK_NONE ? WIJK_REASON_NOT_JOINED
                         : has               ? WIJK_PRESENT
                                             : (uint8_t)wijk_column_reason(column, source);
    if (has && column->type == WIJK_COLUMN_NUMBER)
      copy->numbers[row] = column->numbers[source];
    else if (has)
      copy->texts[row] = column->texts[source];
  }
  return WIJK_OK;
}

/* What a zone is, against what it is like: only the second says something of a place in it. */
static bool is_of_zone_alone(const wijk_column *column) {
  static const char *const roles[] = {"key", "name", "residents", "land_area", "water"};
  for (size_t i = 0; column->role && i < sizeof roles / sizeof *roles; i++)
    if (strcmp(column->role, roles[i]) == 0)
      return true;
  return false;
}

static wijk_status copy_profile(wijk_layer *points, const match *from, wijk_error *err) {
  for (size_t c = 0; c < from->from->column_count && err->status == WIJK_OK; c++) {
    const wijk_column *column = &from->from->columns[c];
    if (!is_of_zone_alone(column))
      copy_column(points, from, column, column->name, err);
  }
  return err->status;
}

static wijk_status copy_names(wijk_layer *points, const match *from, wijk_error *err) {
  static const struct {
    const char *role, *name, *title_nl, *title_en;
  } names[] = {{"key", "zone_key", "Code van de zone", "Zone code"},
               {"name", "zone_name", "Naam van de zone", "Zone name"}};
  for (size_t i = 0; i < 2 && err->status == WIJK_OK; i++) {
    const wijk_column *column = wijk_layer_find_role(from->from, names[i].role);
    if (!column || wijk_layer_find(points, names[i].name) || copy_column(points, from, column, names[i].name, err))
      continue;
    wijk_column *copy = wijk_layer_find(points, names[i].name);
    copy->title_nl = names[i].title_nl;
    copy->title_en = names[i].title_en;
  }
  return err->status;
}

/* Points without a place were told by their door. */
static wijk_status tell_outside(run *run, const wijk_layer *points, const match *zones, wijk_error *err) {
  const wijk_column *id = wijk_layer_find_role(points, "id");
  for (size_t row = 0; row < points->row_count && err->status == WIJK_OK; row++) {
    if (zones->row_of[row] != WIJK_NONE)
      continue;
    wijk_finding finding = {.severity = WIJK_WARNING,
                            .code = "outside-zones",
                            .source = points->name,
                            .row = points->source_rows ? points->source_rows[row] : row + 1,
                            .field = id ? id->name : NULL,
                            .value = id && id->texts ? id->texts[row] : NULL};
    wijk_report_add_finding(&run->report, &finding, err, "%s%s%slies in no zone, so it gets no profile",
                            finding.value ? "'" : "", finding.value ? finding.value : "", finding.value ? "' " : "");
  }
  return err->status;
}

static wijk_status read_profile(run *run, const char *role, const match *zones, const wijk_layer *points, match *found,
                                wijk_error *err) {
  wijk_source source;
  wijk_layer *layer;
  if (run_source(run, role, run_text(run, role), &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &layer, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition &&
      (run_describe_metrics(layer, err) != WIJK_OK || run_check_counted(layer, err) != WIJK_OK))
    return err->status;
  const wijk_column *key = wijk_layer_find_role(layer, "key");
  if (!key) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no field with the key of a zone", layer->name);
    return wijk_error_hint(err, "say which it is: --field %s.key=FIELD", role);
  }
  if (layer->geometry.type == WIJK_GEOMETRY_POLYGON && points->geometry.type == WIJK_GEOMETRY_POINT) {
    layer = sort_by_key(run, layer, key, err);
    return layer ? find_by_place(run, points, layer, found, err) : err->status;
  }
  if (!zones->from) {
    wijk_error_set(err, WIJK_USAGE, "--%s is a table without shapes, so nothing says which zone a point lies in", role);
    return wijk_error_hint(err, "give the zones it is about with --zones");
  }
  return find_by_key(run, points, zones, layer, key, found, err);
}

static wijk_status tell_unjoined(run *run, const wijk_layer *zones, const wijk_column *key, const match *profile,
                                 wijk_error *err) {
  size_t joined = 0;
  for (size_t row = 0; row < zones->row_count; row++)
    joined += profile->row_of[row] != WIJK_NONE;
  if (!joined)
    return wijk_error_set(err, WIJK_DATA, "no zone of '%s' has its key '%s' in '%s'", zones->name, key->name,
                          profile->from->name);
  for (size_t row = 0; row < zones->row_count && err->status == WIJK_OK; row++)
    if (profile->row_of[row] == WIJK_NONE)
      wijk_report_add_finding(&run->report,
                              &(wijk_finding){.severity = WIJK_WARNING,
                                              .code = "not-joined",
                                              .source = profile->from->name,
                                              .field = key->name,
                                              .value = key->texts[row]},
                              err, "has no row for zone '%s'", key->texts[row] ? key->texts[row] : "");
  return err->status;
}

wijk_status run_join_zones(run *run, wijk_layer *zones, wijk_error *err) {
  static const char *const roles[] = {"zoning", "indicators"};
  const wijk_column *key = wijk_layer_find_role(zones, "key");
  size_t own_count = zones->column_count;
  for (size_t i = 0; i < 2 && err->status == WIJK_OK; i++) {
    if (!run_asked(run, roles[i]))
      continue;
    if (!key)
      return wijk_error_set(err, WIJK_DATA, "'%s' has no field with the key of a zone, so --%s cannot be joined",
                            zones->name, roles[i]);
    size_t *itself = WIJK_ARENA_ADD(run->arena, size_t, zones->row_count + 1, err);
    for (size_t row = 0; itself && row < zones->row_count; row++)
      itself[row] = row;
    match own = {zones, itself, own_count}, profile = {.own_count = own_count};
    if (itself && read_profile(run, roles[i], &own, zones, &profile, err) == WIJK_OK &&
        tell_unjoined(run, zones, wijk_layer_find_role(zones, "key"), &profile, err) == WIJK_OK)
      copy_profile(zones, &profile, err);
  }
  return err->status;
}

wijk_status run_attach_zones(run *run, wijk_layer *points, wijk_error *err) {
  static const char *const roles[] = {"zoning", "indicators"};
  match zones = {.own_count = points->column_count};
  bool told = false;
  if (run_text(run, "zones")) {
    wijk_layer *layer;
    if (run_zones(run, &layer, err) != WIJK_OK || find_by_place(run, points, layer, &zones, err) != WIJK_OK ||
        copy_names(points, &zones, err) != WIJK_OK || tell_outside(run, points, &zones, err) != WIJK_OK)
      return err->status;
    told = true;
  }
  for (size_t i = 0; i < 2; i++) {
    match profile = {.own_count = zones.own_count};
    if (!run_text(run, roles[i]))
      continue;
    if (read_profile(run, roles[i], &zones, points, &profile, err) != WIJK_OK ||
        copy_names(points, &profile, err) != WIJK_OK || copy_profile(points, &profile, err) != WIJK_OK)
      return err->status;
    if (!told && tell_outside(run, points, &profile, err) != WIJK_OK)
      return err->status;
    told = true;
  }
  return err->status;
}
