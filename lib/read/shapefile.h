/* SPDX-License-Identifier: EUPL-1.2 */
/* A Shapefile's parts as bytes, believed only when they agree with each other. */
#ifndef WIJK_READ_SHAPEFILE_H
#define WIJK_READ_SHAPEFILE_H

#include <wijk/error.h>

#include "read/file.h"
#include "read/reading.h"

enum { SHAPEFILE_SHP, SHAPEFILE_SHX, SHAPEFILE_DBF, SHAPEFILE_PRJ, SHAPEFILE_CPG, SHAPEFILE_PART_COUNT };

typedef struct shapefile {
  const char *name;                      /* of the .shp, for messages */
  wijk_file parts[SHAPEFILE_PART_COUNT]; /* .prj and .cpg may be missing: no bytes */
  size_t missing;                        /* of .shx and .dbf, each a fault that is already said */
  bool plain_points;                     /* found before the check: shapefile_is_plain_points */
  const char *names;                     /* its .fields.csv; NULL = none */
} shapefile;

/* A .dbf that was checked: each row begins with the mark of deleted ones. */
typedef struct shapefile_field {
  char name[12], type;
  size_t offset, width;
  int decimals;
} shapefile_field;
typedef struct shapefile_table {
  const char *rows;
  size_t row_count, row_width, field_count;
  const shapefile_field *fields;
} shapefile_table;

/* Every count, offset and length of .shp, .shx and .dbf against the others and against the size of the files; all that
 * is wrong is said. Of the set: WIJK_DATA. Of one record: a fault of its row and `(*broken)[row]`, whose shape must not
 * be read then; shapelib reads the others within bounds. `*broken` has one flag per row. */
wijk_status shapefile_check(wijk_reading *reading, const shapefile *files, bool **broken, wijk_error *err);
/* Columns of the table into the layer, which has its rows and shapes; rows marked as deleted leave. */
wijk_status shapefile_table_read(wijk_reading *reading, const shapefile *files, const shapefile_table *table,
                                 wijk_error *err);

/* Points without height or measure, one record behind another as nearly all programs write them: then nothing can be
 * wrong with a record, and all are read straight from the bytes. Any other set is looked at record by record. */
bool shapefile_is_plain_points(const wijk_reading *reading, const shapefile *files);
wijk_status shapefile_read_plain_points(wijk_reading *reading, const shapefile *files, wijk_error *err);

/* Polygons straight from the bytes of the records that are not broken. */
wijk_status shapefile_read_polygons(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err);
/* Lines in the same way, rows side by side. */
wijk_status shapefile_read_lines(wijk_reading *reading, const shapefile *files, const bool *broken, wijk_error *err);

/* The text of a .fields.csv of ours beside the set, which says what cut names of fields stand for; NULL without one. */
wijk_status shapefile_names_read(wijk_reading *reading, const char **names, wijk_error *err);
/* What a cut name stands for, NULL where it is its own. */
const char *shapefile_whole_name(const char *names, const char *field, wijk_arena *arena, wijk_error *err);
/* Gives the columns their whole names. */
wijk_status shapefile_names_restore(wijk_reading *reading, const char *names, wijk_error *err);

/* Says what is wrong with one file of the set. */
void shapefile_fault(wijk_reading *reading, const char *path, const char *code, wijk_error *err, const char *format,
                     ...) WIJK_PRINTF(5, 6);

#endif
