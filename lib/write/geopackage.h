/* SPDX-License-Identifier: EUPL-1.2 */
/* A GeoPackage being written: the frame (geopackage.c) and its rows (geopackage_rows.c). */
#ifndef WIJK_WRITE_GEOPACKAGE_H
#define WIJK_WRITE_GEOPACKAGE_H

#include "write/format.h"

struct sqlite3;

typedef struct geopackage {
  struct sqlite3 *database;
  bool shapes;
  const char *type;     /* "MULTIPOLYGON" */
  const char *id;       /* name of the row number's column */
  const char *geometry; /* name of the shapes' column */
  int srs_id;
} geopackage;

wijk_status geopackage_fail(const geopackage *package, wijk_error *err);
wijk_status geopackage_run(const geopackage *package, const char *sql, wijk_error *err);
wijk_status geopackage_add_rows(const geopackage *package, const write_job *job, wijk_error *err);
/* The R-tree over the shapes with the triggers that keep it true when others edit (GeoPackage annex F.3). */
wijk_status geopackage_add_index(const geopackage *package, const write_job *job, wijk_error *err);

#endif
