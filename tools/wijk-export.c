/* SPDX-License-Identifier: EUPL-1.2 */
/* Hand it over: any layer to any format, facilities with the profile of their wijk, public or internal. */
#include "common/program.h"

#include <string.h>

static const char *const shared[] = {
    "study",           "zones",         "facilities",  "zoning", "indicators",    "layer",
    "zone-key",        "zone-name",     "field",       "status", "date",          "crs",
    "assume-crs",      "decimal",       "skip-faulty", "output", "overwrite",     "public",
    "no-confidential", "secret-groups", "threads",     "hash",   "allow-network", "json",
    "report",          "lang",          "progress",    "quiet",  "verbose",       NULL};

static const option options[] = {
    {"columns", 0, OPTION_TEXT, false, "LIST", NULL, NULL, NULL,
     "only these columns, in this order, divided by commas"},
    {"format", 0, OPTION_CHOICE, false, "FORMAT", "csv|json|geojson", NULL, NULL, "format on stdout; without it CSV"},
    {0},
};

static const example examples[] = {
    {"a boundary file as GeoJSON", "wijk-export shapes/wijken.shp -o out/wijken.geojson"},
    {"every facility with the DNA profile of its wijk",
     "wijk-export --facilities shapes/voorzieningen.csv --zones shapes/wijken.shp --indicators shapes/dna_wijk.csv -o "
     "out/voorzieningen.gpkg"},
    {"a few columns on stdout", "wijk-export shapes/wijken.shp --columns WK_CODE,WK_NAAM -o -"},
    {0},
};

/* Looked at with a report of its own: what is secret must leave no trace in the run's. */
static wijk_status is_of_facilities(run *run, const wijk_source *source, bool *facilities, wijk_error *err) {
  wijk_report aside;
  wijk_layer *layer;
  if (wijk_report_new(run->program->name, run->arena, &aside, err) != WIJK_OK ||
      wijk_read_layer(source, run->arena, &aside, &layer, err) != WIJK_OK)
    return err->status;
  *facilities = layer->geometry.type == WIJK_GEOMETRY_POINT || wijk_layer_find(layer, "geheim") ||
                wijk_layer_find(layer, "confidential") || wijk_layer_find_role(layer, "confidential");
  return WIJK_OK;
}

static wijk_status read_operand(run *run, wijk_layer **layer, wijk_error *err) {
  wijk_source source;
  wijk_facility_choice choice;
  bool facilities = false;
  if (run_source(run, "layer", run_operand(run), &source, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition && is_of_facilities(run, &source, &facilities, err) != WIJK_OK)
    return err->status;
  if (!facilities)
    return wijk_read_layer(&source, run->arena, &run->report, layer, err);
  if (run_facility_choice(run, &choice, err) != WIJK_OK)
    return err->status;
  return wijk_read_facilities(&source, &choice, run->arena, &run->report, layer, err);
}

static wijk_status read_layer(run *run, wijk_layer **layer, wijk_error *err) {
  if (run_operand(run))
    return read_operand(run, layer, err);
  if (run_text(run, "facilities"))
    return run_facilities(run, layer, err);
  if (run_text(run, "zones"))
    return run_zones(run, layer, err);
  wijk_error_set(err, WIJK_USAGE, "nothing to export is given");
  return wijk_error_hint(err, "name a source, or use --facilities or --zones");
}

static wijk_status no_such_column(const wijk_layer *layer, const char *name, wijk_error *err) {
  const char *candidates[256];
  size_t count = layer->column_count < 256 ? layer->column_count : 256;
  for (size_t c = 0; c < count; c++)
    candidates[c] = layer->columns[c].name;
  const char *nearest = wijk_text_find_nearest(name, candidates, count);
  wijk_error_set(err, WIJK_USAGE, "--columns: layer '%s' has no column '%s'", layer->name, name);
  return nearest ? wijk_error_hint(err, "did you mean '%s'?", nearest) : err->status;
}

static wijk_status choose_columns(run *run, wijk_layer *layer, wijk_error *err) {
  const char *list = run_text(run, "columns");
  if (!list)
    return WIJK_OK;
  wijk_column *chosen = WIJK_ARENA_ADD(run->arena, wijk_column, strlen(list) / 2 + 2, err);
  size_t count = 0;
  for (size_t length; chosen && *list; list += length + (list[length] == ',')) {
    length = strcspn(list, ",");
    char *name = length ? wijk_arena_text_part(run->arena, list, length, err) : NULL;
    const wijk_column *column = name ? wijk_layer_find(layer, name) : NULL;
    if (err->status != WIJK_OK)
      return err->status;
    if (name && !column)
      return no_such_column(layer, name, err);
    for (size_t i = 0; i < count && column; i++)
      if (wijk_text_same(chosen[i].name, column->name))
        return wijk_error_set(err, WIJK_USAGE, "--columns names '%s' twice", column->name);
    if (column)
      chosen[count++] = *column;
  }
  layer->columns = chosen;
  layer->column_count = layer->column_capacity = count;
  return err->status;
}

static wijk_status export_layer(run *run, wijk_error *err) {
  wijk_layer *layer = NULL;
  if (!run_text(run, "output")) {
    wijk_error_set(err, WIJK_USAGE, "no output is given");
    return wijk_error_hint(err, "say with --output what to write, as in -o layer.geojson");
  }
  if (run_asked(run, "format") && strcmp(run_text(run, "output"), "-") != 0) {
    wijk_error_set(err, WIJK_USAGE, "--format is for --output -: a file has the format of its extension");
    return wijk_error_hint(err, "leave --format out, or write to stdout with -o -");
  }
  if (run_check_targets(run, err) != WIJK_OK || read_layer(run, &layer, err) != WIJK_OK)
    return err->status;
  if (run->report.public_edition && run_check_counted(layer, err) != WIJK_OK)
    return err->status;
  bool points = layer->geometry.type == WIJK_GEOMETRY_POINT;
  if (points && run_attach_zones(run, layer, err) != WIJK_OK)
    return wijk_error_frame(err, "finding the zone of every point");
  if (!points && run_join_zones(run, layer, err) != WIJK_OK)
    return wijk_error_frame(err, "joining zoning and indicators");
  if (run_describe_metrics(layer, err) != WIJK_OK || choose_columns(run, layer, err) != WIJK_OK)
    return err->status;
  return run_write_layer(run, layer, NULL, err);
}

int main(int argc, char **argv) {
  static const program program = {
      .name = "wijk-export",
      .summary = "hand it over: a layer as GeoPackage, GeoJSON, Shapefile, spreadsheet or table; public or internal",
      .description =
          "Writes any layer that can be read in the format that the extension of the output says: .gpkg (opens styled "
          "in QGIS, titles as field aliases), .geojson (RFC 7946), .shp (with short field names and a .fields.csv that "
          "explains them, and gives them back on reading), .csv, .xlsx and .json (tables; points keep x and y, other "
          "shapes are left out).\n\n"
          "With --zones, --zoning or --indicators every point gets the key and name of the zone it lies in, its class, "
          "and its DNA profile. A point on a boundary belongs to the zone with the lowest key; one outside every zone "
          "keeps empty fields and is named. A layer of zones gets the columns of --zoning and --indicators by key, "
          "where the command line names them.\n\n"
          "With --public, points pass the door for facilities: secret ones are removed, and without a field that says "
          "which are secret the run fails, unless --no-confidential says that there are none. Figures computed with "
          "secret facilities cannot be made public afterwards: compute them with --public.\n\n"
          "In CSV and spreadsheets a text that starts with = + - or @ gets a leading apostrophe, so that no "
          "spreadsheet takes it for a formula. A Shapefile is a set of files put in place one by one, the .shp last: a "
          "set cannot be replaced in one step.",
      .shared = shared,
      .options = options,
      .operand = "LAYER",
      .operand_help = "what to export; without it the facilities, else the zones",
      .examples = examples,
      .run = export_layer,
  };
  return program_main(&program, argc, argv);
}
