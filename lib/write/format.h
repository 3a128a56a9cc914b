/* SPDX-License-Identifier: EUPL-1.2 */
/* What a format is to the dispatcher in layer.c: one row in its table, one file in this room. */
#ifndef WIJK_WRITE_FORMAT_H
#define WIJK_WRITE_FORMAT_H

#include "write/publish.h"

typedef struct write_job {
  const wijk_layer *layer; /* through the gate */
  const char *name;        /* of the layer in the file: the file's, without folder and extension */
  const char *provenance;  /* JSON object */
  const wijk_report *report;
  const wijk_style *style;
  bool dutch;
  int threads; /* 0 = all */
  wijk_arena *scratch;
} write_job;

typedef struct write_format {
  const char *name;
  const char *extension;
  /* One of these: a format of text goes through a stream, one with a library of its own to the temporary path, a
   * set of files adds itself to what is to be put in place. */
  wijk_status (*to_stream)(const write_job *job, write_stream *stream, wijk_error *err);
  wijk_status (*to_path)(const write_job *job, const char *path, wijk_error *err);
  wijk_status (*to_set)(const write_job *job, const char *path, bool overwrite, wijk_outputs *outputs,
                        wijk_report *report, wijk_error *err);
  /* Opens what was written anew and counts its rows. */
  wijk_status (*count)(const char *path, const write_job *job, size_t *rows, wijk_error *err);
  const char *const *parts; /* extensions of a set, closed by NULL; NULL = one file */
  bool of_shapes;           /* cannot hold a table without them */
  bool degrees;             /* cannot hold shapes that have no place on earth */
} write_format;

wijk_status geojson_write(const write_job *job, write_stream *stream, wijk_error *err);
wijk_status csv_write(const write_job *job, write_stream *stream, wijk_error *err);
wijk_status json_write(const write_job *job, write_stream *stream, wijk_error *err);
wijk_status geopackage_write(const write_job *job, const char *path, wijk_error *err);
wijk_status xlsx_write(const write_job *job, write_stream *stream, wijk_error *err);
wijk_status shapefile_write(const write_job *job, const char *path, bool overwrite, wijk_outputs *outputs,
                            wijk_report *report, wijk_error *err);

wijk_status lines_count(const char *path, const write_job *job, size_t *rows, wijk_error *err);
wijk_status csv_count(const char *path, const write_job *job, size_t *rows, wijk_error *err);
wijk_status geopackage_count(const char *path, const write_job *job, size_t *rows, wijk_error *err);
wijk_status xlsx_count(const char *path, const write_job *job, size_t *rows, wijk_error *err);

extern const char *const shapefile_parts[];

/* Ten-character names for the columns of a layer, unique in it and the same whatever else is in it, unless two happen
 * to meet (shapefile_names.c). `names[column_count]`. */
typedef char shapefile_name[11];
wijk_status shapefile_names_find(const wijk_layer *layer, wijk_arena *arena, shapefile_name **names, wijk_error *err);

/* All bytes of a file, into the job's scratch arena. */
wijk_status file_read(const char *path, wijk_arena *arena, char **bytes, size_t *length, wijk_error *err);

/* The words a person reads above a column. */
const char *column_title(const wijk_column *column, bool dutch);
const char *column_unit(const wijk_column *column, bool dutch);

/* In a table without shapes points are columns x and y. A column of that name gives way to them, since the source's
 * own may hold degrees or another CRS: the coordinates to write in its place, or NULL. */
const double *column_coordinate(const wijk_layer *layer, const wijk_column *column);

/* A text cell that a spreadsheet would take for a formula. */
bool cell_is_formula(const char *text);
/* A text as a cell of a CSV: quoted where it must be, never a formula; NULL is an empty cell. */
void csv_add_cell(wijk_text *text, const char *cell);

/* The style of a layer for QGIS 3.22 and later, with field aliases (qml.c). */
wijk_status qml_write(const write_job *job, wijk_text *qml, wijk_error *err);

/* The layer's points in degrees of WGS84 times DEGREE_PARTS, in the scratch arena; WIJK_NOWHERE twice where a point is
 * nowhere (degrees.c). A layer without shapes has none, and no pipeline. */
#define DEGREE_PARTS 10000000
typedef struct degrees {
  int32_t *x, *y;
  const char *pipeline; /* how they were projected */
} degrees;
wijk_status degrees_compute(const write_job *job, degrees *result, wijk_error *err);

#endif
