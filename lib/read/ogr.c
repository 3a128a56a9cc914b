/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to GDAL: GeoJSON, FlatGeobuf, PostgreSQL when asked for, and GeoPackages that SQLite does not open. Each is
 * opened with the one driver that its name says, so that a file in disguise (a VRT that fetches from elsewhere) is
 * refused. */
#define _LARGEFILE64_SOURCE /* struct stat64, which GDAL's header builds on */
#include "read/ogr.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/gdal.h"
#include "read/file.h"
#include "read/geojson.h"
#include "read/layer_choice.h"
#include "read/reading.h"
#include "read/shapes.h"

/* ---- GDAL, quiet ---- */

typedef struct gdal_log {
  char first[400]; /* what it said first is the cause; the rest follows from it */
} gdal_log;

static void CPL_STDCALL keep_first(CPLErr level, CPLErrorNum number, const char *message) {
  (void)number;
  gdal_log *log = gdal.CPLGetErrorHandlerUserData();
  if (level >= CE_Failure && !log->first[0])
    snprintf(log->first, sizeof log->first, "%s", message);
}

static const char *driver_of(const char *path) {
  static const char *const drivers[][2] = {
      {".gpkg", "GPKG"}, {".geojson", "GeoJSON"}, {".json", "GeoJSON"}, {".fgb", "FlatGeobuf"}};
  if (strncmp(path, "PG:", 3) == 0)
    return "PostgreSQL";
  for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
    if (wijk_text_same(wijk_path_extension(path), drivers[i][0]))
      return drivers[i][1];
  return "GPKG";
}

/* ---- which layer ---- */

static OGRLayerH choose_layer(wijk_reading *reading, GDALDatasetH dataset, wijk_error *err) {
  int count = gdal.GDALDatasetGetLayerCount(dataset);
  const char **names = WIJK_ARENA_ADD(reading->arena, const char *, (size_t)count, err);
  for (int i = 0; names && i < count; i++)
    names[i] = gdal.OGR_L_GetName(gdal.GDALDatasetGetLayer(dataset, i));
  size_t chosen = names ? layer_choose(reading, names, (size_t)count, err) : WIJK_NONE;
  return chosen == WIJK_NONE ? NULL : gdal.GDALDatasetGetLayer(dataset, (int)chosen);
}

/* ---- shapes ---- */

typedef struct shape_reader {
  wijk_reading *reading;
  shapes shapes;
  wijk_geometry_type type; /* that of the first shape, or of the first that the source is to have */
  wijk_geometry_type wanted;
  wijk_geometry_type other; /* of a shape that is not of the type wanted */
} shape_reader;

static wijk_geometry_type type_of(OGRwkbGeometryType type) {
  switch (gdal.OGR_GT_Flatten(type)) {
  case wkbPoint:
  case wkbMultiPoint:
    return WIJK_GEOMETRY_POINT;
  case wkbLineString:
  case wkbMultiLineString:
    return WIJK_GEOMETRY_LINE;
  case wkbPolygon:
  case wkbMultiPolygon:
    return WIJK_GEOMETRY_POLYGON;
  default:
    return WIJK_GEOMETRY_NONE;
  }
}

static bool add_line(shapes *s, OGRGeometryH line) {
  double *x, *y;
  int count = gdal.OGR_G_GetPointCount(line);
  if (!shapes_add_ring(s, (size_t)count, &x, &y))
    return false;
  if (count)
    gdal.OGR_G_GetPoints(line, x, sizeof *x, y, sizeof *y, NULL, 0);
  return true;
}

static void add_parts(shapes *s, OGRGeometryH shape, wijk_geometry_type type) {
  OGRwkbGeometryType flat = gdal.OGR_GT_Flatten(gdal.OGR_G_GetGeometryType(shape));
  if (flat == wkbMultiPolygon || flat == wkbMultiLineString) {
    for (int i = 0; i < gdal.OGR_G_GetGeometryCount(shape); i++)
      add_parts(s, gdal.OGR_G_GetGeometryRef(shape, i), type);
    return;
  }
  if (gdal.OGR_G_IsEmpty(shape))
    return;
  shapes_add_part(s);
  if (type == WIJK_GEOMETRY_LINE)
    add_line(s, shape);
  for (int i = 0; type == WIJK_GEOMETRY_POLYGON && i < gdal.OGR_G_GetGeometryCount(shape); i++)
    add_line(s, gdal.OGR_G_GetGeometryRef(shape, i));
}

static void add_point(shapes *s, OGRGeometryH shape) {
  double *x, *y;
  if (!shapes_add_ring(s, 1, &x, &y))
    return;
  if (shape && gdal.OGR_GT_Flatten(gdal.OGR_G_GetGeometryType(shape)) == wkbMultiPoint)
    shape = gdal.OGR_G_GetGeometryRef(shape, 0);
  bool there = shape && !gdal.OGR_G_IsEmpty(shape);
  *x = there ? gdal.OGR_G_GetX(shape, 0) : NAN;
  *y = there ? gdal.OGR_G_GetY(shape, 0) : NAN;
}

/* Rows before the first shape have none; what they are follows from it. */
static void start_type(shape_reader *r, wijk_geometry_type type, size_t row) {
  if (r->type != WIJK_GEOMETRY_NONE || type == WIJK_GEOMETRY_NONE || (r->wanted && type != r->wanted))
    return;
  r->type = type;
  for (size_t i = 0; i < row; i++) {
    if (type == WIJK_GEOMETRY_POINT)
      add_point(&r->shapes, NULL);
    else
      shapes_add_row(&r->shapes);
  }
}

static wijk_status add_shape(shape_reader *r, OGRGeometryH shape, size_t row, wijk_error *err) {
  OGRGeometryH straight = NULL;
  if (shape && gdal.OGR_GT_IsNonLinear(gdal.OGR_G_GetGeometryType(shape)))
    shape = straight = gdal.OGR_G_GetLinearGeometry(shape, 0, NULL);
  wijk_geometry_type type = shape ? type_of(gdal.OGR_G_GetGeometryType(shape)) : WIJK_GEOMETRY_NONE;
  start_type(r, type, row);
  bool several = type == WIJK_GEOMETRY_POINT &&
                 gdal.OGR_GT_Flatten(gdal.OGR_G_GetGeometryType(shape)) == wkbMultiPoint &&
                 gdal.OGR_G_GetGeometryCount(shape) > 1;
  if (shape && (type != r->type || type == WIJK_GEOMETRY_NONE || several)) {
    r->other = type;
    wijk_reading_keep_fault(r->reading, row, "shape-type", err, "its shape is a %s, %s%s",
                            gdal.OGR_G_GetGeometryName(shape),
                            r->wanted == WIJK_GEOMETRY_POINT     ? "where facilities are points"
                            : r->wanted == WIJK_GEOMETRY_POLYGON ? "where zones are polygons"
                            : r->wanted == WIJK_GEOMETRY_LINE    ? "where roads are lines"
                                                                 : "which does not fit the rest",
                            several ? ": one row is one point" : "");
    shape = NULL;
  }
  if (r->type == WIJK_GEOMETRY_POINT)
    add_point(&r->shapes, shape);
  else if (r->type != WIJK_GEOMETRY_NONE) {
    shapes_add_row(&r->shapes);
    if (shape)
      add_parts(&r->shapes, shape, r->type);
  }
  gdal.OGR_G_DestroyGeometry(straight);
  if (r->shapes.failed)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the shapes of '%s'", r->reading->file);
  return err->status;
}

/* ---- attributes ---- */

typedef enum cell_type { CELL_WHOLE, CELL_REAL, CELL_LONG, CELL_TEXT, CELL_DATE, CELL_NONE } cell_type;

static cell_type cell_type_of(OGRFieldDefnH field) {
  switch (gdal.OGR_Fld_GetType(field)) {
  case OFTInteger:
    return CELL_WHOLE;
  case OFTInteger64:
    return CELL_LONG;
  case OFTReal:
    return CELL_REAL;
  case OFTDate:
  case OFTDateTime:
    return CELL_DATE;
  case OFTBinary:
    return CELL_NONE;
  default:
    return CELL_TEXT;
  }
}

static wijk_status read_date(wijk_reading *reading, OGRFeatureH feature, int field, const char **text,
                             wijk_error *err) {
  int year, month, day, hour, minute, second, zone;
  if (gdal.OGR_F_GetFieldAsDateTime(feature, field, &year, &month, &day, &hour, &minute, &second, &zone))
    *text = hour || minute || second ? wijk_arena_format(reading->arena, err, "%04d-%02d-%02dT%02d:%02d:%02d", year,
                                                         month, day, hour, minute, second)
                                     : wijk_arena_format(reading->arena, err, "%04d-%02d-%02d", year, month, day);
  return err->status;
}

/* Digits that a double would lose make an identifier of the whole column (the 16 of a BAG id and longer). */
static wijk_status become_code(wijk_reading *reading, wijk_column *column, size_t row, wijk_error *err) {
  const char **texts = WIJK_ARENA_ADD(reading->arena, const char *, reading->layer->row_count, err);
  for (size_t i = 0; texts && i < row; i++) {
    char digits[WIJK_NUMBER_SIZE];
    wijk_number_write(column->numbers[i], digits);
    texts[i] = isnan(column->numbers[i]) ? NULL : wijk_arena_text(reading->arena, digits, err);
  }
  column->type = WIJK_COLUMN_CODE;
  column->whole = false;
  column->numbers = NULL;
  column->texts = texts;
  return err->status;
}

static wijk_status read_cell(wijk_reading *reading, OGRFeatureH feature, int field, cell_type type, wijk_column *column,
                             size_t row, wijk_error *err) {
  if (!gdal.OGR_F_IsFieldSetAndNotNull(feature, field))
    return WIJK_OK;
  if (type == CELL_LONG) {
    GIntBig value = gdal.OGR_F_GetFieldAsInteger64(feature, field), most = (GIntBig)1 << 53;
    if (column->numbers && (value > most || value < -most) && become_code(reading, column, row, err) != WIJK_OK)
      return err->status;
    if (column->numbers) {
      column->numbers[row] = (double)value;
      return WIJK_OK;
    }
  }
  if (type == CELL_WHOLE || type == CELL_REAL) {
    column->numbers[row] = gdal.OGR_F_GetFieldAsDouble(feature, field);
  } else if (type == CELL_DATE) {
    return read_date(reading, feature, field, &column->texts[row], err);
  } else {
    const char *text = gdal.OGR_F_GetFieldAsString(feature, field);
    if (!wijk_text_is_utf8(text, strlen(text)))
      return wijk_reading_keep_fault(reading, row, "encoding", err, "%s is not UTF-8", column->name);
    if (*text)
      column->texts[row] = wijk_arena_text(reading->arena, text, err);
  }
  return err->status;
}

static wijk_status read_rows(wijk_reading *reading, OGRLayerH source, const cell_type *types, const size_t *columns,
                             int field_count, shape_reader *r, size_t *row_count, wijk_error *err) {
  size_t row = 0, room = reading->layer->row_count;
  OGRFeatureH feature;
  gdal.OGR_L_ResetReading(source);
  while (err->status == WIJK_OK && (feature = gdal.OGR_L_GetNextFeature(source)) != NULL) {
    if (row == room)
      wijk_error_set(err, WIJK_DATA, "'%s' says it has %zu rows, but has more", reading->file, room);
    for (int f = 0; err->status == WIJK_OK && f < field_count; f++)
      if (types[f] != CELL_NONE)
        read_cell(reading, feature, f, types[f], &reading->layer->columns[columns[f]], row, err);
    if (err->status == WIJK_OK)
      add_shape(r, gdal.OGR_F_GetGeometryRef(feature), row, err);
    gdal.OGR_F_Destroy(feature);
    row++;
  }
  *row_count = row;
  if (err->status == WIJK_OK)
    wijk_limit_check(reading->file, "points", r->shapes.point_count, WIJK_LIMIT_POINTS, err);
  return err->status;
}

static wijk_status add_columns(wijk_reading *reading, OGRLayerH source, cell_type *types, size_t *columns,
                               wijk_error *err) {
  OGRFeatureDefnH definition = gdal.OGR_L_GetLayerDefn(source);
  size_t ignored_count = 0;
  const char **ignored =
      WIJK_ARENA_ADD(reading->arena, const char *, (size_t)gdal.OGR_FD_GetFieldCount(definition) + 1, err);
  if (!ignored)
    return err->status;
  for (int f = 0; f < gdal.OGR_FD_GetFieldCount(definition); f++) {
    OGRFieldDefnH field = gdal.OGR_FD_GetFieldDefn(definition, f);
    const char *name = gdal.OGR_Fld_GetNameRef(field);
    types[f] = cell_type_of(field);
    if (types[f] != CELL_NONE && !wijk_reading_wants(reading, name)) {
      types[f] = CELL_NONE;
      if (wijk_reading_pass_field(reading, name, err) != WIJK_OK)
        return err->status;
    }
    if (types[f] == CELL_NONE) {
      ignored[ignored_count++] = name;
      continue;
    }
    bool number = types[f] == CELL_WHOLE || types[f] == CELL_REAL || types[f] == CELL_LONG;
    wijk_column *column = wijk_reading_add_column(reading, name, number ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, err);
    if (!column)
      return err->status;
    column->whole = types[f] == CELL_WHOLE || types[f] == CELL_LONG;
    columns[f] = reading->layer->column_count - 1;
  }
  gdal.OGR_L_SetIgnoredFields(source, ignored); /* where a driver cannot, it is read and left aside */
  return WIJK_OK;
}

/* A driver may end early without a word; then GDAL has logged why. */
static wijk_status check_rows(wijk_reading *reading, const gdal_log *log, size_t row_count, wijk_error *err) {
  bool explained = reading->promised == row_count && reading->row_fault_count > 0; /* by the faults of its rows */
  if (log->first[0] && !explained)
    return wijk_error_set(err, WIJK_DATA, "'%s' row %zu: %s", reading->file, row_count + 1, log->first);
  if (reading->promised != WIJK_NONE && reading->promised != row_count)
    return wijk_error_set(err, WIJK_DATA, "'%s' has %zu features, of which only %zu can be read", reading->file,
                          reading->promised, row_count);
  if (row_count < reading->layer->row_count)
    return wijk_error_set(err, WIJK_DATA, "'%s' says it has %zu rows, but gives %zu", reading->file,
                          reading->layer->row_count, row_count);
  return WIJK_OK;
}

static wijk_geometry_type wanted_type(const wijk_reading *reading) {
  return strcmp(reading->counts.role, "facilities") == 0 ? WIJK_GEOMETRY_POINT
         : strcmp(reading->counts.role, "zones") == 0    ? WIJK_GEOMETRY_POLYGON
         : strcmp(reading->counts.role, "roads") == 0    ? WIJK_GEOMETRY_LINE
                                                         : WIJK_GEOMETRY_NONE;
}

/* No shape is of the type that the source is to have: not its rows are faulty, but the choice of it. */
static wijk_status no_shapes(const shape_reader *r, wijk_error *err) {
  if (r->wanted == WIJK_GEOMETRY_LINE) {
    wijk_error_set(err, WIJK_DATA, "'%s' has no lines, where roads are lines", r->reading->file);
    return wijk_error_hint(err, "give one line for each stretch of road between two crossings");
  }
  bool points = r->wanted == WIJK_GEOMETRY_POINT;
  wijk_error_set(err, WIJK_DATA, "'%s' has %s", r->reading->file,
                 points                            ? "no points, where facilities are points"
                 : r->other == WIJK_GEOMETRY_POINT ? "points, where zones are polygons"
                                                   : "lines, where zones are polygons");
  return wijk_error_hint(err,
                         points ? "give one point for each facility" : "give the boundaries of the wijken or buurten");
}

static wijk_status read_source_layer(wijk_reading *reading, OGRLayerH source, const gdal_log *log, wijk_error *err) {
  GIntBig count = gdal.OGR_L_GetFeatureCount(source, TRUE);
  int fields = gdal.OGR_FD_GetFieldCount(gdal.OGR_L_GetLayerDefn(source));
  size_t rows = count > 0 ? (size_t)count : 0, row_count = 0;
  if (wijk_limit_check(reading->file, "rows", rows, WIJK_LIMIT_ROWS, err) != WIJK_OK ||
      wijk_limit_check(reading->file, "columns", (uint64_t)fields, WIJK_LIMIT_COLUMNS, err) != WIJK_OK)
    return err->status;
  reading->layer = wijk_layer_new(reading->arena, gdal.OGR_L_GetName(source), rows, err);
  cell_type *types = WIJK_ARENA_ADD(reading->arena, cell_type, (size_t)fields, err);
  size_t *columns = WIJK_ARENA_ADD(reading->arena, size_t, (size_t)fields, err);
  if (err->status != WIJK_OK || add_columns(reading, source, types, columns, err) != WIJK_OK)
    return err->status;
  shape_reader r = {.reading = reading, .wanted = wanted_type(reading)};
  wijk_status status = read_rows(reading, source, types, columns, fields, &r, &row_count, err);
  if (status == WIJK_OK)
    status = check_rows(reading, log, row_count, err);
  if (status == WIJK_OK && r.wanted && r.other && r.type == WIJK_GEOMETRY_NONE)
    status = no_shapes(&r, err);
  if (status == WIJK_OK && r.type != WIJK_GEOMETRY_NONE)
    status = shapes_finish(&r.shapes, r.type, reading->layer, err);
  shapes_free(&r.shapes);
  return status;
}

/* ---- the dataset ---- */

static wijk_status find_declared(wijk_reading *reading, OGRLayerH source, wijk_error *err) {
  OGRSpatialReferenceH reference = gdal.OGR_L_GetSpatialRef(source);
  const char *authority = reference ? gdal.OSRGetAuthorityName(reference, NULL) : NULL;
  const char *code = reference ? gdal.OSRGetAuthorityCode(reference, NULL) : NULL;
  char *wkt = NULL;
  bool world = !code || strcmp(code, "4326") == 0 || strcmp(code, "CRS84") == 0;
  const char *name = reading->declared;
  if (name && world && !strstr(name, "4326") && !strstr(name, "CRS84"))
    return WIJK_OK; /* GDAL takes a name it does not know for WGS84: PROJ shall say */
  if (reading->geojson || !reference ||
      (authority && strcmp(authority, "EPSG") != 0 && strcmp(authority, "OGC") != 0 &&
       gdal.OSRIsGeographic(reference) == 0 && gdal.OSRIsProjected(reference) == 0))
    return WIJK_OK; /* "undefined" in a GeoPackage is a local system */
  if (authority && code && strcmp(authority, "EPSG") == 0)
    reading->declared = wijk_arena_format(reading->arena, err, "EPSG:%s", code);
  else if (gdal.OSRExportToWkt(reference, &wkt) == OGRERR_NONE && !strstr(wkt, "Undefined "))
    reading->declared = wijk_arena_text(reading->arena, wkt, err);
  gdal.VSIFree(wkt);
  return err->status;
}

static wijk_status peek(wijk_reading *reading, const char *driver, wijk_error *err) {
  const wijk_source *source = reading->source;
  if (strcmp(driver, "PostgreSQL") == 0) {
    if (source->allow_network || database_is_local(source->path))
      return WIJK_OK;
    wijk_error_set(err, WIJK_USAGE, "the database is not on this machine");
    return wijk_error_hint(err, "give --allow-network");
  }
  if (strcmp(driver, "GeoJSON") != 0)
    return wijk_hash_path(source->path, source->full_hash, reading->arena, &reading->hash_name, &reading->hash, err);
  wijk_file file;
  if (wijk_file_open(source->path, &file, err) != WIJK_OK)
    return err->status;
  reading->geojson = !json_has_member(file.bytes, file.length, "crs");
  size_t length;
  const char *name = json_crs_name(file.bytes, file.length, &length);
  if (name)
    reading->declared = wijk_arena_text_part(reading->arena, name, length, err);
  wijk_status status =
      wijk_hash_files(&file, 1, source->full_hash, reading->arena, &reading->hash_name, &reading->hash, err);
  if (status == WIJK_OK)
    status = geojson_check(reading, file.bytes, file.length, &reading->promised, err);
  wijk_file_close(&file);
  return status;
}

/* Our own provenance, as a GeoPackage of ours carries it. */
static bool is_public_edition(GDALDatasetH dataset) {
  char **items = gdal.GDALGetMetadata(dataset, NULL);
  for (; items && *items; items++)
    if (strstr(*items, "{\"program\":\"wijk-") && strstr(*items, ",\"edition\":\"public\","))
      return true;
  return false;
}

static wijk_status read_dataset(wijk_reading *reading, const char *driver, gdal_log *log, wijk_error *err) {
  const char *const allowed[] = {driver, NULL};
  GDALDatasetH dataset = gdal.GDALOpenEx(reading->source->path, GDAL_OF_VECTOR | GDAL_OF_READONLY, allowed, NULL, NULL);
  if (!dataset) {
    wijk_error_set(err, WIJK_DATA, "'%s' cannot be read as %s%s%s", reading->file, driver, log->first[0] ? ": " : "",
                   strcmp(driver, "PostgreSQL") == 0 && !log->first[0] ? "no connection" : log->first);
    return err->status;
  }
  log->first[0] = '\0';
  OGRLayerH source = choose_layer(reading, dataset, err);
  if (source) {
    bool named = strcmp(driver, "GPKG") == 0 || strcmp(driver, "PostgreSQL") == 0;
    reading->layer_name = named ? wijk_arena_text(reading->arena, gdal.OGR_L_GetName(source), err) : NULL;
    reading->encoding = strcmp(driver, "PostgreSQL") == 0 ? NULL : "UTF-8";
    if (find_declared(reading, source, err) == WIJK_OK && read_source_layer(reading, source, log, err) == WIJK_OK)
      reading->layer->public_edition = is_public_edition(dataset);
  }
  gdal.GDALClose(dataset);
  return err->status;
}

wijk_status wijk_ogr_read(wijk_reading *reading, wijk_error *err) {
  const char *driver = driver_of(reading->source->path);
  if (peek(reading, driver, err) != WIJK_OK || gdal_bind(err) != WIJK_OK)
    return err->status;
  gdal_log log = {{0}};
  gdal.CPLPushErrorHandlerEx(keep_first, &log);
  wijk_status status = read_dataset(reading, driver, &log, err);
  gdal.CPLPopErrorHandler();
  return status;
}
