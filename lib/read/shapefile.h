/* SPDX-License-Identifier: EUPL-1.2 */
/* A Shapefile's parts as bytes, believed only when they agree with each other. */
#ifndef WIJK_READ_SHAPEFILE_H
#define WIJK_READ_SHAPEFILE_H

#include <wijk/error.h>

#include "read/file.h"

enum { SHAPEFILE_SHP, SHAPEFILE_SHX, SHAPEFILE_DBF, SHAPEFILE_PRJ, SHAPEFILE_CPG, SHAPEFILE_PART_COUNT };

typedef struct shapefile {
  const char *name;                      /* of the .shp, for messages */
  wijk_file parts[SHAPEFILE_PART_COUNT]; /* .prj and .cpg may be missing: no bytes */
} shapefile;

/* Every count, offset and length of .shp, .shx and .dbf against the others and against the size of the files. WIJK_DATA
 * that names the file, the record and both numbers. Afterwards shapelib reads within bounds. */
wijk_status shapefile_check(const shapefile *files, wijk_error *err);

#endif
