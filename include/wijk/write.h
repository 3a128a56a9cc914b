/* SPDX-License-Identifier: EUPL-1.2 */
/* The doors out. Everything is written under a temporary name in the same folder, synced, counted again, then
 * renamed: afterwards there is the old output or the new one, whole. Same layer, same report, same bytes. */
#ifndef WIJK_WRITE_H
#define WIJK_WRITE_H

#include <stdbool.h>
#include <wijk/layer.h>
#include <wijk/raster.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- publishing a file ---- */

typedef struct wijk_publication wijk_publication;
/* Refuses (WIJK_IO) a missing folder, an existing output without `overwrite`, a GeoPackage beside which a -wal or
 * -journal stands; follows no symbolic link out of sight: the link's target is what is replaced. */
wijk_publication *wijk_publication_open(const char *path, bool overwrite, wijk_error *err);
const char *wijk_publication_path(const wijk_publication *publication); /* the temporary name to write to */
/* As outputs of this one. Closes the publication whatever happens; on failure nothing is left behind. */
wijk_status wijk_publication_commit(wijk_publication *publication, wijk_error *err);
void wijk_publication_discard(wijk_publication *publication); /* NULL is fine */

/* What a run has written and not yet put in place: all of it comes together or none, so that a run that fails at its
 * last output leaves the first as it was. Starts as {0}. */
typedef struct wijk_outputs {
  wijk_publication *first, *last;
} wijk_outputs;
void wijk_outputs_add(wijk_outputs *outputs, wijk_publication *publication); /* its owner from now on */
/* Syncs every file, locks each folder against other runs, puts all in place in the order of adding. On failure
 * (WIJK_IO) everything stands as before. Empties `outputs` whatever happens. */
wijk_status wijk_outputs_commit(wijk_outputs *outputs, wijk_error *err);
void wijk_outputs_discard(wijk_outputs *outputs);
/* For a program's signal handler (async-signal-safe): removes every temporary file of this process. False, and nothing
 * is touched, while outputs are just being put in place: that takes no time, and ending then would leave half. */
bool wijk_outputs_abandon(void);

/* A file written piece by piece, for what is too long to be held whole. NULL when `path` cannot be written. */
typedef struct wijk_writing wijk_writing;
wijk_writing *wijk_write_open(const char *path, bool overwrite, wijk_error *err);
/* False once writing has failed; nothing is added from then on. */
bool wijk_write_add(wijk_writing *stream, const void *bytes, size_t length);
/* Added to `outputs`, or published at once where that is NULL; when writing failed, or `err` holds a failure already,
 * nothing is left behind. NULL is fine. */
wijk_status wijk_write_close(wijk_writing *stream, wijk_outputs *outputs, wijk_error *err);

/* All of `bytes` to `path`, added to `outputs`, or published at once where that is NULL; "-" = stdout. */
wijk_status wijk_write_bytes(const char *path, bool overwrite, const void *bytes, size_t length, wijk_outputs *outputs,
                             wijk_error *err);

/* ---- the gate ---- */

/* The one place that decides what a written layer may hold. In the public edition: columns of people left out.
 * Every writer and map passes through it. A layer in `arena` that shares values with `layer`. */
wijk_status wijk_gate_pass(const wijk_layer *layer, const wijk_report *report, wijk_arena *arena, wijk_layer **passed,
                           wijk_error *err);

/* The same for a raster: WIJK_DATA in the public edition for one of people, or one made of what has not passed the
 * facility door. */
wijk_status wijk_gate_pass_raster(const wijk_raster *raster, const wijk_report *report, wijk_error *err);

/* ---- layers ---- */

/* How a column is to be drawn by a program that opens the file (QGIS): classes as in the map. */
typedef struct wijk_style {
  const char *column; /* NULL = a plain outline */
  size_t class_count;
  const double *breaks;       /* numeric: class_count + 1 limits; NULL = by text value */
  const char *const *values;  /* by text value: class_count of them */
  const char *const *colours; /* "#rrggbb" */
  const char *const *labels;
} wijk_style;

typedef struct wijk_write_options {
  const char *path;   /* .gpkg .geojson .shp .csv .xlsx .json by extension; "-" = stdout, `format` says which */
  const char *format; /* "csv", "json", …; NULL = by extension, CSV on stdout */
  bool overwrite;
  const wijk_style *style; /* NULL = plain */
  int threads;             /* 0 = all; what is written does not depend on it */
  wijk_outputs *outputs;   /* where what was written waits; NULL = put in place at once */
} wijk_write_options;

/* Fails as `wijk_write_layer` would for the path alone: before anything is computed. */
wijk_status wijk_write_check(const wijk_write_options *options, wijk_error *err);

/* Writes `layer` (already through the gate) and the report's provenance with it; adds the file names to
 * report->outputs. The layer in the file is named after the file. WIJK_USAGE for an unknown extension, WIJK_DATA for
 * what the format cannot hold, WIJK_IO. */
wijk_status wijk_write_layer(const wijk_layer *layer, const wijk_write_options *options, wijk_report *report,
                             wijk_error *err);

/* ---- rasters ---- */

/* As `wijk_write_check`: .tif or .tiff, and the .qml beside it. */
wijk_status wijk_write_raster_check(const wijk_write_options *options, wijk_error *err);

/* Writes `raster` (already through the gate) as a GeoTIFF: its numbers as 32-bit floats, NaN where there is none; or,
 * `classed`, the classes of options->style as bytes with a colour table, 0 where there is no number. Title, unit and
 * the report's provenance go in with it, and options->style, where not NULL, beside it as a .qml, which QGIS applies by
 * itself. Read back and compared to the last cell before it is put in place. `format` and `threads` are not read.
 * WIJK_USAGE for another extension, WIJK_IO. */
wijk_status wijk_write_raster(const wijk_raster *raster, const wijk_write_options *options, bool classed,
                              wijk_report *report, wijk_error *err);

/* The JSON report ("schema": 1) as text; its key order is fixed. */
wijk_status wijk_write_report(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err);
/* The same without counts, findings and outputs: the figures of the city, and what they were made of. */
wijk_status wijk_write_city(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err);
/* Program, versions, parameters and inputs only: what travels inside an output. */
wijk_status wijk_write_provenance(const wijk_report *report, char **json, wijk_arena *arena, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
