/* SPDX-License-Identifier: EUPL-1.2 */
/* From a raster and a path to a GeoTIFF with its style beside it: written, read back, compared, put in place. */
#include "write/format.h"
#include "write/tiff.h"

#include <string.h>

/* Statistics, pyramids and placing that GDAL and QGIS may have left beside an old raster of this name. */
static const char *const stale[] = {".tif.aux.xml", ".tiff.aux.xml", ".aux.xml", ".tif.ovr", ".tiff.ovr", ".tfw", NULL};

static wijk_status check_path(const char *path, wijk_error *err) {
  const char *extension = strcmp(path, "-") == 0 ? "" : path_extension(path);
  if (wijk_text_same(extension, ".tif") || wijk_text_same(extension, ".tiff"))
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "'%s': a raster is written as a GeoTIFF only", path);
  return wijk_error_hint(err, "name a file that ends in .tif");
}

static wijk_status style_path(const char *path, wijk_text *beside, wijk_error *err) {
  wijk_text_add_part(beside, path, (size_t)(path_extension(path) - path));
  wijk_text_add(beside, ".qml");
  return wijk_text_check(beside, err);
}

static wijk_status check_free(const char *path, bool overwrite, wijk_error *err) {
  wijk_publication *publication = wijk_publication_open(path, overwrite, err);
  wijk_publication_discard(publication);
  return err->status;
}

wijk_status wijk_write_raster_check(const wijk_write_options *options, wijk_error *err) {
  wijk_text beside = {0};
  if (check_path(options->path, err) == WIJK_OK && check_free(options->path, options->overwrite, err) == WIJK_OK &&
      style_path(options->path, &beside, err) == WIJK_OK)
    check_free(beside.bytes, options->overwrite, err);
  wijk_text_free(&beside);
  return err->status;
}

static const char *file_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Written under its temporary name, and looked at there. */
static wijk_status write_tiff(const tiff_job *job, const wijk_write_options *options, wijk_outputs *outputs,
                              wijk_error *err) {
  tiff_bytes file;
  char *again;
  size_t length;
  if (tiff_encode(job, &file, err) != WIJK_OK)
    return err->status;
  wijk_publication *publication = wijk_publication_open(options->path, options->overwrite, err);
  write_stream stream;
  if (publication && stream_open(&stream, publication, err) == WIJK_OK) {
    stream_add(&stream, (const char *)file.bytes, file.length);
    stream_close(&stream, err);
  }
  if (err->status == WIJK_OK &&
      file_read(wijk_publication_path(publication), job->scratch, &again, &length, err) == WIJK_OK) {
    if (length != file.length || memcmp(again, file.bytes, length) != 0)
      wijk_error_set(err, WIJK_IO, "what was written is not what is read back");
    else
      tiff_check(job, again, length, err);
  }
  tiff_free(&file);
  if (err->status != WIJK_OK) {
    wijk_publication_discard(publication);
    return err->status;
  }
  publication_add_stale(publication, stale);
  wijk_outputs_add(outputs, publication);
  return WIJK_OK;
}

static wijk_status write_style(const tiff_job *job, const wijk_write_options *options, wijk_outputs *outputs,
                               wijk_report *report, wijk_error *err) {
  wijk_text beside = {0}, qml = {0};
  if (style_path(options->path, &beside, err) == WIJK_OK &&
      raster_qml_write(job, options->style, &qml, err) == WIJK_OK &&
      wijk_write_bytes(beside.bytes, options->overwrite, qml.bytes, qml.length, outputs, err) == WIJK_OK)
    wijk_report_add_output(report, file_name(beside.bytes), err);
  wijk_text_free(&beside);
  wijk_text_free(&qml);
  return err->status;
}

static wijk_status write_all(tiff_job *job, const wijk_write_options *options, wijk_outputs *outputs,
                             wijk_report *report, wijk_error *err) {
  char *provenance;
  if (wijk_write_provenance(report, &provenance, job->scratch, err) != WIJK_OK)
    return err->status;
  job->provenance = provenance;
  if (write_tiff(job, options, outputs, err) != WIJK_OK ||
      wijk_report_add_output(report, file_name(options->path), err) != WIJK_OK)
    return err->status;
  return options->style ? write_style(job, options, outputs, report, err) : WIJK_OK;
}

wijk_status wijk_write_raster(const wijk_raster *raster, const wijk_write_options *options, bool classed,
                              wijk_report *report, wijk_error *err) {
  wijk_outputs own = {0};
  size_t before = report->output_count;
  wijk_arena *scratch = check_path(options->path, err) == WIJK_OK ? wijk_arena_new(err) : NULL;
  if (scratch) {
    tiff_job job = {.raster = raster,
                    .classed = classed ? options->style : NULL,
                    .dutch = !report->language || strcmp(report->language, "en") != 0,
                    .scratch = scratch};
    if (write_all(&job, options, options->outputs ? options->outputs : &own, report, err) == WIJK_OK)
      wijk_outputs_commit(&own, err);
    else
      wijk_outputs_discard(&own);
    wijk_arena_free(scratch);
  }
  if (err->status != WIJK_OK) {
    report->output_count = before;
    wijk_error_frame(err, "writing '%s'", options->path);
  }
  return err->status;
}
