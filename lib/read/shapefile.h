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
} shapefile;

/* Every count, offset and length of .shp, .shx and .dbf against the others and against the size of the files; all that
 * is wrong is said. Of the set: WIJK_DATA. Of one record: a fault of its row and `(*broken)[row]`, whose shape must not
 * be read then; shapelib reads the others within bounds. `*broken` has one flag per row. */
wijk_status shapefile_check(wijk_reading *reading, const shapefile *files, bool **broken, wijk_error *err);
/* Says what is wrong with one file of the set. */
void shapefile_fault(wijk_reading *reading, const char *path, const char *code, wijk_error *err, const char *format,
                     ...) WIJK_PRINTF(5, 6);

#endif
