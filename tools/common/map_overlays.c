/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/map_overlays.h"

#include <math.h>
#include <string.h>

/* ---- load ---- */

static const char *file_of(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static wijk_status check_kind(const char *option, const char *path, const wijk_layer *layer, bool lines, bool polygons,
                              wijk_error *err) {
  static const char *const kinds[] = {"no shapes", "points", "lines", "polygons"};
  wijk_geometry_type type = layer->geometry.type;
  if ((lines && type == WIJK_GEOMETRY_LINE) || (polygons && type == WIJK_GEOMETRY_POLYGON))
    return WIJK_OK;
  const char *wanted = lines && polygons ? "polygons or lines" : lines ? "lines" : "polygons";
  wijk_error_set(err, WIJK_DATA, "'%s' has %s, where --%s wants %s", file_of(path), kinds[type], option, wanted);
  return wijk_error_hint(err, "give a layer of %s", wanted);
}

static wijk_status load_layer(run *run, const char *option, const char *path, bool lines, bool polygons,
                              const wijk_layer **layer, wijk_error *err) {
  wijk_source source;
  wijk_layer *read;
  if (run_source(run, option, path, &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &read, err) != WIJK_OK ||
      check_kind(option, path, read, lines, polygons, err) != WIJK_OK)
    return wijk_error_frame(err, "reading --%s", option);
  *layer = read;
  return WIJK_OK;
}

static wijk_status load_water(run *run, wijk_map_request *request, wijk_error *err) {
  size_t count;
  const char *const *paths = run_texts(run, "water", &count);
  const wijk_layer **layers = WIJK_ARENA_ADD(run->arena, const wijk_layer *, count, err);
  for (size_t i = 0; i < count && err->status == WIJK_OK; i++)
    load_layer(run, "water", paths[i], true, true, &layers[i], err);
  request->water = layers;
  request->water_count = count;
  return err->status;
}

/* Of a road its shape and class are drawn; nothing else is read. */
static wijk_status load_roads(run *run, wijk_map_request *request, wijk_error *err) {
  wijk_source source;
  wijk_layer *roads;
  if (run_source(run, "roads", run_text(run, "roads"), &source, err) != WIJK_OK)
    return err->status;
  source.only_needed = true;
  if (wijk_read_roads(&source, run->arena, &run->report, &roads, err) != WIJK_OK)
    return wijk_error_frame(err, "reading --roads");
  request->roads = roads;
  return WIJK_OK;
}

/* ---- flows ---- */

static wijk_status find_weight(run *run, wijk_map_request *request, wijk_error *err) {
  const wijk_layer *flows = request->flows;
  const char *name = run_text(run, "flow-weight"), *file = file_of(run_text(run, "flows"));
  const wijk_column *weight = wijk_layer_find(flows, name);
  if (!weight) {
    const char **names = WIJK_ARENA_ADD(run->arena, const char *, flows->column_count, err);
    for (size_t i = 0; i < flows->column_count && names; i++)
      names[i] = flows->columns[i].name;
    const char *nearest = names ? wijk_text_find_nearest(name, names, flows->column_count) : NULL;
    wijk_error_set(err, WIJK_DATA, "'%s' has no field '%s'", file, name);
    return nearest ? wijk_error_hint(err, "did you mean '%s'?", nearest)
                   : wijk_error_hint(err, "name a field of numbers with --flow-weight");
  }
  if (weight->type != WIJK_COLUMN_NUMBER) {
    wijk_error_set(err, WIJK_DATA, "'%s': field '%s' holds no numbers", file, name);
    return wijk_error_hint(err, "name a field of numbers with --flow-weight");
  }
  for (size_t row = 0; row < flows->row_count; row++) {
    size_t number = flows->source_rows ? flows->source_rows[row] : row + 1;
    if (weight->numbers[row] < 0) {
      wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s is %.15g, below 0", file, number, weight->name,
                     weight->numbers[row]);
      return wijk_error_hint(err, "an arrow has a weight of 0 or more: turn the line round, or mend the field");
    }
    if (isinf(weight->numbers[row]))
      return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s is infinite", file, number, weight->name);
  }
  request->flow_weight = weight;
  return WIJK_OK;
}

static wijk_status load_flows(run *run, wijk_map_request *request, wijk_error *err) {
  if (run->report.public_edition) {
    wijk_error_set(err, WIJK_USAGE, "--flows count people, who are left out of the public edition");
    return wijk_error_hint(err, "leave --flows out, or make a map that is not public");
  }
  if (!run_text(run, "flow-weight")) {
    wijk_error_set(err, WIJK_USAGE, "--flows wants a weight");
    return wijk_error_hint(err, "name the field that says how many people go with --flow-weight FIELD");
  }
  const double least = run_number(run, "flow-least");
  if (!isnan(least) && !(least >= 0 && isfinite(least)))
    return wijk_error_set(err, WIJK_USAGE, "--flow-least is 0 or more");
  request->flow_least = isnan(least) ? 0 : least;
  request->flow_legend = run_text(run, "flow-legend");
  if (load_layer(run, "flows", run_text(run, "flows"), true, false, &request->flows, err) != WIJK_OK)
    return err->status;
  return find_weight(run, request, err);
}

/* Every status counts: a proposal is not there yet, nor valid on the map's date. */
static wijk_status load_proposals(run *run, wijk_map_request *request, wijk_error *err) {
  wijk_source source;
  wijk_facility_choice choice;
  wijk_layer *proposals;
  if (run_source(run, "proposals", run_text(run, "proposals"), &source, err) != WIJK_OK ||
      run_facility_choice(run, &choice, err) != WIJK_OK)
    return err->status;
  source.only_needed = true;
  choice.date = NULL;
  choice.any_status = true;
  if (wijk_read_facilities(&source, &choice, run->arena, &run->report, &proposals, err) != WIJK_OK)
    return wijk_error_frame(err, "reading --proposals");
  request->proposals = proposals;
  return WIJK_OK;
}

wijk_status map_overlays_load(run *run, wijk_map_request *request, wijk_error *err) {
  if (load_water(run, request, err) != WIJK_OK || (run_text(run, "roads") && load_roads(run, request, err) != WIJK_OK))
    return err->status;
  if (run_text(run, "neighbours") &&
      load_layer(run, "neighbours", run_text(run, "neighbours"), false, true, &request->neighbours, err) != WIJK_OK)
    return err->status;
  if (run_text(run, "flows") && load_flows(run, request, err) != WIJK_OK)
    return err->status;
  return run_text(run, "proposals") ? load_proposals(run, request, err) : WIJK_OK;
}

/* ---- note ---- */

/* What is left out, in the words for one and for many. */
typedef struct omission {
  wijk_severity severity;
  const char *code;
  size_t count;
  const char *one, *many;
} omission;

wijk_status map_overlays_note(run *run, const wijk_map_result *map, const char *before, const char *between,
                              wijk_error *err) {
  const omission omissions[] = {
      {WIJK_NOTE, "roads-left-out", map->roads_left_out, "minor road is left out at this scale",
       "minor roads are left out at this scale"},
      {WIJK_NOTE, "neighbour-names-left-out", map->neighbour_names_left_out,
       "name of a surrounding area does not fit legibly and is left out",
       "names of surrounding areas do not fit legibly and are left out"},
      {WIJK_NOTE, "flows-none", map->flows_none, "row of flows has no weight, a weight of 0 or no line, and no arrow",
       "rows of flows have no weight, a weight of 0 or no line, and no arrow"},
      {WIJK_NOTE, "flows-below", map->flows_below, "flow is under --flow-least, without arrow",
       "flows are under --flow-least, without arrow"},
      {WIJK_WARNING, "flows-too-short", map->flows_too_short, "flow is too short for an arrow at this scale",
       "flows are too short for an arrow at this scale"},
      {WIJK_WARNING, "flows-beyond", map->flows_beyond, "flow lies beyond the edge of the map",
       "flows lie beyond the edge of the map"},
      {WIJK_WARNING, "proposals-outside", map->proposals_outside, "proposal lies beyond the edge of the map",
       "proposals lie beyond the edge of the map"}};
  if (map->empty_context &&
      wijk_report_add_finding(
          &run->report,
          &(wijk_finding){.severity = WIJK_WARNING, .code = "nothing-on-map", .source = map->empty_context}, err,
          "%s%snothing of it lies on the map", before, between) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < sizeof omissions / sizeof *omissions && err->status == WIJK_OK; i++) {
    const omission *o = &omissions[i];
    if (o->count > 0)
      wijk_report_add_finding(&run->report, &(wijk_finding){.severity = o->severity, .code = o->code}, err,
                              "%s%s%zu %s", before, between, o->count, wijk_plural(o->count, o->one, o->many));
  }
  if (map->unlisted && err->status == WIJK_OK)
    return wijk_report_add_finding(
        &run->report, &(wijk_finding){.severity = WIJK_NOTE, .code = "proposals-unlisted", .value = map->unlisted}, err,
        "%s%sthe legend has no room to list the proposals one by one", before, between);
  return err->status;
}

/* ---- an atlas ---- */

void map_overlays_add(wijk_map_result *all, const wijk_map_result *page, bool first) {
  all->flows_none = page->flows_none;
  all->flows_below = page->flows_below;
  all->flows_too_short += page->flows_too_short;
  all->empty_context = first || all->empty_context ? page->empty_context : NULL;
}

wijk_status map_overlays_note_atlas(run *run, wijk_map_result *all, const wijk_map_request *request, wijk_error *err) {
  const wijk_layer *points = request->proposals;
  double bounds[4];
  if (points && wijk_layer_bounds(request->zones, bounds))
    for (size_t i = 0; i < points->row_count; i++) {
      double x = points->geometry.x[i], y = points->geometry.y[i];
      all->proposals_outside += !(x >= bounds[0] && x <= bounds[2] && y >= bounds[1] && y <= bounds[3]);
    }
  return map_overlays_note(run, all, "", "", err);
}
