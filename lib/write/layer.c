/* SPDX-License-Identifier: EUPL-1.2 */
/* From a layer and a path to a published file: which format, write, count again, put in place. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "write/format.h"

static const write_format formats[] = {
    {"gpkg", ".gpkg", .to_path = geopackage_write, .count = geopackage_count},
    {"geojson", ".geojson", .to_stream = geojson_write, .count = lines_count, .degrees = true},
    {"shp", ".shp", .to_set = shapefile_write, .parts = shapefile_parts, .of_shapes = true},
    {"csv", ".csv", .to_stream = csv_write, .count = csv_count},
    {"xlsx", ".xlsx", .to_stream = xlsx_write, .count = xlsx_count},
    {"json", ".json", .to_stream = json_write, .count = lines_count},
};
static const size_t format_count = sizeof formats / sizeof *formats;

const char *column_title(const wijk_column *column, bool dutch) {
  const char *title = dutch ? column->title_nl : column->title_en;
  return title ? title : column->name;
}

const char *column_unit(const wijk_column *column, bool dutch) {
  return dutch ? column->unit_nl : column->unit_en;
}

const double *column_coordinate(const wijk_layer *layer, const wijk_column *column) {
  if (layer->geometry.type != WIJK_GEOMETRY_POINT)
    return NULL;
  if (wijk_text_same(column->name, "x"))
    return layer->geometry.x;
  return wijk_text_same(column->name, "y") ? layer->geometry.y : NULL;
}

wijk_status file_read(const char *path, wijk_arena *arena, char **bytes, size_t *length, wijk_error *err) {
  FILE *file = fopen(path, "rb");
  long size = -1;
  if (file && fseek(file, 0, SEEK_END) == 0)
    size = ftell(file);
  *bytes = NULL;
  if (size >= 0)
    *bytes = wijk_arena_add(arena, (size_t)size + 1, 1, err);
  bool whole = *bytes && fseek(file, 0, SEEK_SET) == 0 && fread(*bytes, 1, (size_t)size, file) == (size_t)size;
  if (file)
    fclose(file);
  if (whole) {
    *length = (size_t)size;
    return WIJK_OK;
  }
  return wijk_error_set(err, WIJK_IO, "what was written cannot be read back: %s", strerror(errno));
}

static wijk_status find_format(const wijk_write_options *options, const write_format **format, wijk_error *err) {
  const char *path = options->path;
  bool to_stdout = strcmp(path, "-") == 0;
  const char *wanted = options->format ? options->format : to_stdout ? "csv" : NULL;
  for (size_t i = 0; i < format_count; i++) {
    bool is =
        wanted ? wijk_text_same(wanted, formats[i].name) : wijk_text_same(path_extension(path), formats[i].extension);
    if (!is)
      continue;
    if (to_stdout && !formats[i].to_stream) {
      wijk_error_set(err, WIJK_USAGE, "%s cannot be written to stdout", formats[i].name);
      return wijk_error_hint(err, "give a file name, or one of the formats csv, json, geojson");
    }
    *format = &formats[i];
    return WIJK_OK;
  }
  if (wanted)
    wijk_error_set(err, WIJK_USAGE, "'%s' is not a format that can be written", wanted);
  else
    wijk_error_set(err, WIJK_USAGE, "'%s': the extension says no format that can be written", path);
  return wijk_error_hint(err, "use one of .gpkg .geojson .shp .csv .xlsx .json");
}

wijk_status wijk_write_check(const wijk_write_options *options, wijk_error *err) {
  const write_format *format = NULL;
  wijk_status status = find_format(options, &format, err);
  if (status != WIJK_OK || strcmp(options->path, "-") == 0)
    return status;
  const char *extension = path_extension(options->path);
  for (size_t part = 0; part == 0 || (format->parts && format->parts[part]); part++) {
    wijk_text path = {0};
    wijk_text_add_part(&path, options->path, (size_t)(extension - options->path));
    wijk_text_add(&path, format->parts ? format->parts[part] : extension);
    status = wijk_text_check(&path, err);
    wijk_publication *publication =
        status == WIJK_OK ? wijk_publication_open(path.bytes, options->overwrite, err) : NULL;
    wijk_text_free(&path);
    if (!publication)
      return err->status;
    wijk_publication_discard(publication);
  }
  return WIJK_OK;
}

static wijk_status check_layer(const wijk_layer *layer, const write_format *format, wijk_error *err) {
  bool shapes = layer->geometry.type != WIJK_GEOMETRY_NONE;
  if (format->of_shapes && !shapes) {
    wijk_error_set(err, WIJK_DATA, "layer '%s' has no shapes, and %s holds nothing else", layer->name, format->name);
    return wijk_error_hint(err, "write a table: .csv, .xlsx, .json or .gpkg");
  }
  if (format->degrees && shapes && (!layer->crs || strcmp(layer->crs, "local") == 0)) {
    wijk_error_set(err, WIJK_DATA, "layer '%s' has no place on earth, and %s holds degrees", layer->name, format->name);
    return wijk_error_hint(err, "write a .gpkg or .shp, or say with --assume-crs what its coordinates are");
  }
  return WIJK_OK;
}

/* The file's name without folder and extension; for stdout the layer's own. */
static const char *layer_name(const wijk_layer *layer, const char *path, wijk_arena *arena, wijk_error *err) {
  if (strcmp(path, "-") == 0)
    return layer->name ? layer->name : "layer";
  const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
  return wijk_arena_text_part(arena, name, (size_t)(path_extension(path) - name), err);
}

static wijk_status count_again(const write_job *job, const write_format *format, const char *path, wijk_error *err) {
  size_t rows = 0;
  wijk_status status = format->count(path, job, &rows, err);
  if (status == WIJK_OK && rows != job->layer->row_count)
    status = wijk_error_set(err, WIJK_IO, "%zu rows were written, but not all of them can be read back",
                            job->layer->row_count);
  return status;
}

static wijk_status write_stdout(const write_job *job, const write_format *format, wijk_error *err) {
  write_stream stream;
  wijk_status status = stream_open(&stream, NULL, err);
  if (status == WIJK_OK)
    status = format->to_stream(job, &stream, err);
  wijk_status closed = stream_close(&stream, err);
  return status == WIJK_OK ? closed : status;
}

static wijk_status write_file(const write_job *job, const write_format *format, const wijk_write_options *options,
                              wijk_outputs *outputs, wijk_report *report, wijk_error *err) {
  wijk_publication *publication = wijk_publication_open(options->path, options->overwrite, err);
  if (!publication)
    return err->status;
  const char *path = wijk_publication_path(publication);
  wijk_status status;
  if (format->to_path) {
    status = format->to_path(job, path, err);
  } else {
    write_stream stream;
    status = stream_open(&stream, publication, err);
    if (status == WIJK_OK)
      status = format->to_stream(job, &stream, err);
    wijk_status closed = stream_close(&stream, err);
    status = status == WIJK_OK ? closed : status;
  }
  if (status == WIJK_OK)
    status = count_again(job, format, path, err);
  if (status != WIJK_OK) {
    wijk_publication_discard(publication);
    return status;
  }
  wijk_outputs_add(outputs, publication);
  const char *slash = strrchr(options->path, '/');
  return wijk_report_add_output(report, slash ? slash + 1 : options->path, err);
}

static wijk_status write_job_run(write_job *job, const write_format *format, const wijk_write_options *options,
                                 wijk_outputs *outputs, wijk_report *report, wijk_error *err) {
  char *provenance;
  wijk_status status = check_layer(job->layer, format, err);
  if (status == WIJK_OK)
    status = wijk_write_provenance(report, &provenance, job->scratch, err);
  if (status != WIJK_OK)
    return status;
  job->provenance = provenance;
  job->name = layer_name(job->layer, options->path, job->scratch, err);
  if (!job->name)
    return WIJK_MEMORY;
  if (format->to_set)
    return format->to_set(job, options->path, options->overwrite, outputs, report, err);
  if (strcmp(options->path, "-") == 0)
    return write_stdout(job, format, err);
  return write_file(job, format, options, outputs, report, err);
}

wijk_status wijk_write_layer(const wijk_layer *layer, const wijk_write_options *options, wijk_report *report,
                             wijk_error *err) {
  const write_format *format;
  wijk_status status = find_format(options, &format, err);
  wijk_arena *scratch = status == WIJK_OK ? wijk_arena_new(err) : NULL;
  if (scratch) {
    write_job job = {.layer = layer,
                     .report = report,
                     .style = options->style,
                     .threads = options->threads,
                     .dutch = !report->language || strcmp(report->language, "en") != 0,
                     .scratch = scratch};
    wijk_outputs own = {0};
    size_t before = report->output_count;
    status = write_job_run(&job, format, options, options->outputs ? options->outputs : &own, report, err);
    if (status == WIJK_OK)
      wijk_outputs_commit(&own, err);
    else
      wijk_outputs_discard(&own);
    if (err->status != WIJK_OK)
      report->output_count = before;
    wijk_arena_free(scratch);
  }
  if (err->status != WIJK_OK)
    wijk_error_frame(err, "writing '%s'", strcmp(options->path, "-") == 0 ? "stdout" : options->path);
  return err->status;
}
