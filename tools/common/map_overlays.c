/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/map_overlays.h"

/* ---- load ---- */

static wijk_status check_kind(const char *option, const wijk_layer *layer, bool lines, bool polygons, wijk_error *err) {
  static const char *const kinds[] = {"no shapes", "points", "lines", "polygons"};
  wijk_geometry_type type = layer->geometry.type;
  if ((lines && type == WIJK_GEOMETRY_LINE) || (polygons && type == WIJK_GEOMETRY_POLYGON))
    return WIJK_OK;
  const char *wanted = lines && polygons ? "polygons or lines" : lines ? "lines" : "polygons";
  wijk_error_set(err, WIJK_DATA, "'%s' has %s, where --%s wants %s", layer->name, kinds[type], option, wanted);
  return wijk_error_hint(err, "give a layer of %s", wanted);
}

static wijk_status load_layer(run *run, const char *option, const char *path, bool lines, bool polygons,
                              const wijk_layer **layer, wijk_error *err) {
  wijk_source source;
  wijk_layer *read;
  if (run_source(run, option, path, &source, err) != WIJK_OK ||
      wijk_read_layer(&source, run->arena, &run->report, &read, err) != WIJK_OK ||
      check_kind(option, read, lines, polygons, err) != WIJK_OK)
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

wijk_status map_overlays_load(run *run, wijk_map_request *request, wijk_error *err) {
  if (load_water(run, request, err) != WIJK_OK || (run_text(run, "roads") && load_roads(run, request, err) != WIJK_OK))
    return err->status;
  if (!run_text(run, "neighbours"))
    return WIJK_OK;
  return load_layer(run, "neighbours", run_text(run, "neighbours"), false, true, &request->neighbours, err);
}

/* ---- note ---- */

static wijk_status note(run *run, wijk_severity severity, const char *code, const char *before, const char *between,
                        size_t count, const char *words, wijk_error *err) {
  if (count == 0)
    return WIJK_OK;
  return wijk_report_add_finding(&run->report, &(wijk_finding){.severity = severity, .code = code}, err, "%s%s%zu %s",
                                 before, between, count, words);
}

wijk_status map_overlays_note(run *run, const wijk_map_result *map, const char *before, const char *between,
                              wijk_error *err) {
  if (map->empty_context &&
      wijk_report_add_finding(
          &run->report,
          &(wijk_finding){.severity = WIJK_WARNING, .code = "nothing-on-map", .source = map->empty_context}, err,
          "%s%snothing of it lies on the map", before, between) != WIJK_OK)
    return err->status;
  note(run, WIJK_NOTE, "roads-left-out", before, between, map->roads_left_out, "minor roads are left out at this scale",
       err);
  return note(run, WIJK_NOTE, "neighbour-names-left-out", before, between, map->neighbour_names_left_out,
              "names of surrounding areas do not fit legibly and are left out", err);
}
