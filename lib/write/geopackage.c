/* SPDX-License-Identifier: EUPL-1.2 */
/* GeoPackage 1.2 (OGC 12-128r15) straight through SQLite: one layer with its spatial index, default style and
 * provenance. No clock goes in, so the same layer gives the same bytes. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <wijk/geo.h>

#include "write/geopackage.h"

#define LONG_AGO "1970-01-01T00:00:00.000Z" /* dates that the format asks for, and that may not depend on the clock */

wijk_status geopackage_fail(const geopackage *package, wijk_error *err) {
  int code = sqlite3_errcode(package->database);
  if (code == SQLITE_NOMEM)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  wijk_error_set(err, WIJK_IO, "the GeoPackage cannot be written: %s", sqlite3_errmsg(package->database));
  return code == SQLITE_FULL ? wijk_error_hint(err, "make room on that disk, or write to another one") : WIJK_IO;
}

wijk_status geopackage_run(const geopackage *package, const char *sql, wijk_error *err) {
  return sqlite3_exec(package->database, sql, NULL, NULL, NULL) == SQLITE_OK ? WIJK_OK : geopackage_fail(package, err);
}

/* SQL with names and texts put in by sqlite3_mprintf (%w inside "", %Q as a text). */
static wijk_status run_made(const geopackage *package, char *sql, wijk_error *err) {
  if (!sql)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  wijk_status status = geopackage_run(package, sql, err);
  sqlite3_free(sql);
  return status;
}
#define RUN(package, err, ...) run_made((package), sqlite3_mprintf(__VA_ARGS__), (err))

static const char tables[] =
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT "
    "NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);"
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT "
    "UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT "
    "(strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, "
    "CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT "
    "NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY "
    "(table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY "
    "(table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES "
    "gpkg_spatial_ref_sys (srs_id));"
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT "
    "NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));"
    "CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT "
    "'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL "
    "DEFAULT '');"
    "CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, "
    "row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id "
    "INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES "
    "gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));"
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT, "
    "f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, "
    "description TEXT, owner TEXT, ui TEXT, update_time DATETIME);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined "
    "cartesian coordinate reference system'), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined "
    "geographic coordinate reference system'), ('WGS 84 geodetic', 4326, 'EPSG', 4326, "
    "'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS "
    "84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,"
    "AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\","
    "NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal "
    "degrees on the WGS 84 spheroid');";

/* "EPSG:28992" is 28992; a CRS without a code gets a number of our own; none at all is "undefined cartesian". */
static wijk_status add_crs(geopackage *package, const write_job *job, wijk_error *err) {
  const char *crs = job->layer->crs;
  package->srs_id = -1;
  if (!crs || strcmp(crs, "local") == 0)
    return WIJK_OK;
  bool epsg = strncmp(crs, "EPSG:", 5) == 0 && strspn(crs + 5, "0123456789") == strlen(crs + 5) && crs[5];
  package->srs_id = epsg ? (int)strtol(crs + 5, NULL, 10) : 100000;
  if (package->srs_id == 4326)
    return WIJK_OK;
  const char *definition, *name;
  wijk_status status = wijk_crs_describe(crs, WIJK_CRS_WKT1, job->scratch, &definition, &name, err);
  return status != WIJK_OK ? status
                           : RUN(package, err, "INSERT INTO gpkg_spatial_ref_sys VALUES (%Q, %d, %Q, %d, %Q, NULL)",
                                 name, package->srs_id, epsg ? "EPSG" : "NONE", package->srs_id, definition);
}

/* A name for one of our own columns that the layer does not use itself. */
static const char *free_name(const write_job *job, const char *wanted, wijk_error *err) {
  const char *name = wanted;
  for (int number = 2; name && wijk_layer_find(job->layer, name); number++)
    name = wijk_arena_format(job->scratch, err, "%s_%d", wanted, number);
  return name;
}

static wijk_status make_table(const geopackage *package, const write_job *job, wijk_error *err) {
  sqlite3_str *sql = sqlite3_str_new(package->database);
  sqlite3_str_appendf(sql, "CREATE TABLE \"%w\" (\"%w\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", job->name,
                      package->id);
  if (package->shapes)
    sqlite3_str_appendf(sql, ", \"%w\" %s", package->geometry, package->type);
  for (size_t c = 0; c < job->layer->column_count; c++) {
    const wijk_column *column = &job->layer->columns[c];
    const char *type = column->type != WIJK_COLUMN_NUMBER ? "TEXT" : column->whole ? "INTEGER" : "REAL";
    sqlite3_str_appendf(sql, ", \"%w\" %s", column->name, type);
  }
  sqlite3_str_appendall(sql, ")");
  return run_made(package, sqlite3_str_finish(sql), err);
}

static wijk_status register_layer(const geopackage *package, const write_job *job, wijk_error *err) {
  double bounds[4];
  wijk_status status;
  if (package->shapes && wijk_layer_bounds(job->layer, bounds))
    status = RUN(package, err,
                 "INSERT INTO gpkg_contents VALUES (%Q, 'features', %Q, '', '" LONG_AGO
                 "', %!.17g, %!.17g, %!.17g, %!.17g, %d)",
                 job->name, job->name, bounds[0], bounds[1], bounds[2], bounds[3], package->srs_id);
  else
    status = RUN(
        package, err, "INSERT INTO gpkg_contents VALUES (%Q, %Q, %Q, '', '" LONG_AGO "', NULL, NULL, NULL, NULL, %d)",
        job->name, package->shapes ? "features" : "attributes", job->name, package->shapes ? package->srs_id : 0);
  if (status == WIJK_OK && package->shapes)
    status = RUN(package, err, "INSERT INTO gpkg_geometry_columns VALUES (%Q, %Q, %Q, %d, 0, 0)", job->name,
                 package->geometry, package->type, package->srs_id);
  if (status == WIJK_OK)
    status = make_table(package, job, err);
  return status;
}

/* Provenance as metadata of the whole file (GeoPackage annex F.8). */
static wijk_status add_provenance(const geopackage *package, const write_job *job, wijk_error *err) {
  wijk_status status =
      RUN(package, err,
          "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://www.w3.org/TR/prov-dm/', 'application/json', %Q);"
          "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, '" LONG_AGO "', 1, NULL);"
          "INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', "
          "'http://www.geopackage.org/spec120/#extension_metadata', 'read-write'), ('gpkg_metadata_reference', NULL, "
          "'gpkg_metadata', 'http://www.geopackage.org/spec120/#extension_metadata', 'read-write')",
          job->provenance);
  return status;
}

/* QGIS takes it as default only with catalog and schema '' (not NULL), and table and column written exactly so. */
static wijk_status add_style(const geopackage *package, const write_job *job, wijk_error *err) {
  wijk_text qml = {0};
  wijk_status status = qml_write(job, &qml, err);
  if (status == WIJK_OK)
    status = RUN(package, err,
                 "INSERT INTO gpkg_contents VALUES ('layer_styles', 'attributes', 'layer_styles', '', '" LONG_AGO
                 "', NULL, NULL, NULL, NULL, 0);"
                 "INSERT INTO layer_styles VALUES (1, '', '', %Q, %Q, %Q, %Q, NULL, 1, %Q, '', NULL, '" LONG_AGO "')",
                 job->name, package->shapes ? package->geometry : "", job->name, qml.bytes, "wijkatlas");
  wijk_text_free(&qml);
  return status;
}

static wijk_status fill(geopackage *package, const write_job *job, wijk_error *err) {
  wijk_status status =
      /* No journal, and that first: a run ended by a signal would leave it beside the file. */
      geopackage_run(package,
                     "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                     "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA foreign_keys = OFF;"
                     "PRAGMA application_id = 1196444487; PRAGMA user_version = 10200; BEGIN",
                     err);
  if (status == WIJK_OK)
    status = geopackage_run(package, tables, err);
  if (status == WIJK_OK)
    status = add_crs(package, job, err);
  if (status == WIJK_OK)
    status = register_layer(package, job, err);
  if (status == WIJK_OK)
    status = geopackage_add_rows(package, job, err);
  if (status == WIJK_OK && package->shapes)
    status = geopackage_add_index(package, job, err);
  if (status == WIJK_OK)
    status = add_provenance(package, job, err);
  if (status == WIJK_OK)
    status = add_style(package, job, err);
  return status == WIJK_OK ? geopackage_run(package, "COMMIT", err) : status;
}

/* Names that the format or SQLite keeps for itself would make a file that nothing opens. */
static wijk_status check_name(const write_job *job, wijk_error *err) {
  static const char *const kept[] = {"gpkg_", "sqlite_", "rtree_", "layer_styles"};
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
    if (sqlite3_strnicmp(job->name, kept[i], (int)strlen(kept[i])) != 0)
      continue;
    wijk_error_set(err, WIJK_USAGE, "a layer in a GeoPackage cannot be called '%s'", job->name);
    return wijk_error_hint(err, "give the file another name: its layer is named after it");
  }
  return WIJK_OK;
}

wijk_status geopackage_write(const write_job *job, const char *path, wijk_error *err) {
  static const char *const types[] = {"", "POINT", "MULTILINESTRING", "MULTIPOLYGON"};
  geopackage package = {.shapes = job->layer->geometry.type != WIJK_GEOMETRY_NONE,
                        .type = types[job->layer->geometry.type],
                        .id = free_name(job, "fid", err),
                        .geometry = free_name(job, "geom", err)};
  if (!package.id || !package.geometry)
    return WIJK_MEMORY;
  wijk_status status = check_name(job, err);
  if (status != WIJK_OK)
    return status;
  if (sqlite3_open_v2(path, &package.database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
    status = geopackage_fail(&package, err);
  else
    status = fill(&package, job, err);
  sqlite3_close(package.database);
  return status;
}

wijk_status geopackage_count(const char *path, const write_job *job, size_t *rows, wijk_error *err) {
  geopackage package = {0};
  sqlite3_stmt *statement = NULL;
  char *sql = sqlite3_mprintf("SELECT count(*) FROM \"%w\"", job->name);
  *rows = WIJK_NONE;
  if (sql && sqlite3_open_v2(path, &package.database, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2(package.database, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    *rows = (size_t)sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  wijk_status status = *rows == WIJK_NONE ? geopackage_fail(&package, err) : WIJK_OK;
  sqlite3_close(package.database);
  sqlite3_free(sql);
  return status;
}
