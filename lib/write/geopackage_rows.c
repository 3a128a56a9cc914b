/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows, shapes and spatial index of a GeoPackage. Shapes are little-endian on every machine. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include <sqlite3.h>

#include "base/memory.h"
#include "write/geopackage.h"

typedef struct blob {
  unsigned char *bytes;
  size_t length, capacity;
} blob;

static void put_bytes(blob *out, uint64_t value, int count) {
  for (int i = 0; i < count; i++)
    out->bytes[out->length++] = (unsigned char)(value >> (8 * i));
}

static void put_double(blob *out, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  put_bytes(out, bits, 8);
}

static void put_points(blob *out, const wijk_geometry *shape, size_t ring) {
  size_t start = shape->point_of_ring[ring], end = shape->point_of_ring[ring + 1];
  put_bytes(out, end - start, 4);
  for (size_t p = start; p < end; p++) {
    put_double(out, shape->x[p]);
    put_double(out, shape->y[p]);
  }
}

typedef struct box {
  double min_x, max_x, min_y, max_y;
} box;

/* False for a row without a shape. */
static bool find_box(const wijk_geometry *shape, size_t row, box *found) {
  size_t start = row, end = row + 1;
  if (shape->type != WIJK_GEOMETRY_POINT) {
    start = shape->point_of_ring[shape->ring_of_part[shape->part_of_row[row]]];
    end = shape->point_of_ring[shape->ring_of_part[shape->part_of_row[row + 1]]];
  }
  *found = (box){INFINITY, -INFINITY, INFINITY, -INFINITY};
  for (size_t p = start; p < end; p++) {
    found->min_x = fmin(found->min_x, shape->x[p]);
    found->max_x = fmax(found->max_x, shape->x[p]);
    found->min_y = fmin(found->min_y, shape->y[p]);
    found->max_y = fmax(found->max_y, shape->y[p]);
  }
  return isfinite(found->min_x) && isfinite(found->min_y) && isfinite(found->max_x) && isfinite(found->max_y);
}

static size_t shape_size(const wijk_geometry *shape, size_t row) {
  if (shape->type == WIJK_GEOMETRY_POINT)
    return 8 + 21;
  size_t part = shape->part_of_row[row], part_end = shape->part_of_row[row + 1];
  size_t ring = shape->ring_of_part[part], ring_end = shape->ring_of_part[part_end];
  size_t points = shape->point_of_ring[ring_end] - shape->point_of_ring[ring];
  return 40 + 9 + (part_end - part) * 9 + (ring_end - ring) * 4 + points * 16;
}

static void put_parts(blob *out, const wijk_geometry *shape, size_t row) {
  bool polygon = shape->type == WIJK_GEOMETRY_POLYGON;
  size_t first = shape->part_of_row[row], end = shape->part_of_row[row + 1];
  put_bytes(out, 1, 1);
  put_bytes(out, polygon ? 6 : 5, 4);
  put_bytes(out, end - first, 4);
  for (size_t part = first; part < end; part++) {
    size_t ring = shape->ring_of_part[part], ring_end = shape->ring_of_part[part + 1];
    put_bytes(out, 1, 1);
    put_bytes(out, polygon ? 3 : 2, 4);
    if (polygon)
      put_bytes(out, ring_end - ring, 4);
    for (; ring < ring_end; ring++)
      put_points(out, shape, ring);
  }
}

/* Header, envelope (none for points, as is usual) and well-known binary. */
static bool put_shape(blob *out, const wijk_geometry *shape, size_t row, const box *bounds, int srs_id) {
  bool point = shape->type == WIJK_GEOMETRY_POINT;
  size_t size = shape_size(shape, row);
  if (!out->bytes || size > out->capacity) {
    unsigned char *bytes = memory_resize(out->bytes, size, 2);
    if (!bytes)
      return false;
    out->bytes = bytes;
    out->capacity = size * 2;
  }
  out->length = 0;
  put_bytes(out, 0x5047, 2); /* "GP" */
  put_bytes(out, 0, 1);
  put_bytes(out, point ? 0x01 : 0x03, 1);
  put_bytes(out, (uint32_t)srs_id, 4);
  if (!point) {
    put_double(out, bounds->min_x);
    put_double(out, bounds->max_x);
    put_double(out, bounds->min_y);
    put_double(out, bounds->max_y);
    put_parts(out, shape, row);
    return true;
  }
  put_bytes(out, 1, 1);
  put_bytes(out, 1, 4);
  put_double(out, shape->x[row]);
  put_double(out, shape->y[row]);
  return true;
}

/* SQLite's code: a text too long, or no memory for its copy. */
static int bind_value(sqlite3_stmt *insert, int at, const wijk_column *column, size_t row) {
  if (!wijk_column_has(column, row))
    return sqlite3_bind_null(insert, at);
  if (column->type != WIJK_COLUMN_NUMBER)
    return sqlite3_bind_text(insert, at, column->texts[row], -1, SQLITE_STATIC);
  if (column->whole && fabs(column->numbers[row]) < 9007199254740992.0)
    return sqlite3_bind_int64(insert, at, (sqlite3_int64)column->numbers[row]);
  return sqlite3_bind_double(insert, at, column->numbers[row]);
}

static wijk_status prepare(const geopackage *package, sqlite3_str *sql, sqlite3_stmt **statement, wijk_error *err) {
  char *text = sqlite3_str_finish(sql);
  if (!text)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  int code = sqlite3_prepare_v2(package->database, text, -1, statement, NULL);
  sqlite3_free(text);
  return code == SQLITE_OK ? WIJK_OK : geopackage_fail(package, err);
}

static wijk_status prepare_insert(const geopackage *package, const write_job *job, sqlite3_stmt **insert,
                                  wijk_error *err) {
  size_t columns = job->layer->column_count;
  if (columns + 2 > (size_t)sqlite3_limit(package->database, SQLITE_LIMIT_COLUMN, -1)) {
    wijk_error_set(err, WIJK_DATA, "layer '%s' has %zu columns, more than a GeoPackage can hold", job->name, columns);
    return wijk_error_hint(err, "choose some with wijk-export --columns, or write a .csv");
  }
  sqlite3_str *sql = sqlite3_str_new(package->database);
  sqlite3_str_appendf(sql, "INSERT INTO \"%w\" VALUES (?1", job->name);
  for (size_t c = 0; c < columns + (package->shapes ? 1 : 0); c++)
    sqlite3_str_appendf(sql, ", ?%d", (int)c + 2);
  sqlite3_str_appendall(sql, ")");
  return prepare(package, sql, insert, err);
}

wijk_status geopackage_add_rows(const geopackage *package, const write_job *job, wijk_error *err) {
  const wijk_layer *layer = job->layer;
  sqlite3_stmt *insert = NULL;
  blob shape = {0};
  wijk_status status = prepare_insert(package, job, &insert, err);
  for (size_t row = 0; status == WIJK_OK && row < layer->row_count; row++) {
    int at = 1, code = sqlite3_bind_int64(insert, at++, (sqlite3_int64)row + 1);
    box bounds;
    if (package->shapes && !find_box(&layer->geometry, row, &bounds))
      code |= sqlite3_bind_null(insert, at++);
    else if (package->shapes && !put_shape(&shape, &layer->geometry, row, &bounds, package->srs_id))
      status = wijk_error_set(err, WIJK_MEMORY, "out of memory");
    else if (package->shapes)
      code |= sqlite3_bind_blob64(insert, at++, shape.bytes, shape.length, SQLITE_STATIC);
    for (size_t c = 0; status == WIJK_OK && c < layer->column_count; c++)
      code |= bind_value(insert, at++, &layer->columns[c], row);
    if (status == WIJK_OK &&
        (code != SQLITE_OK || sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK))
      status = geopackage_fail(package, err);
  }
  memory_free(shape.bytes);
  sqlite3_finalize(insert);
  return status;
}

/* @t, @c and @i stand for the layer, its shapes' column and its row number's column, each inside quotes. */
static char *fill_in(const geopackage *package, const write_job *job, const char *template) {
  sqlite3_str *sql = sqlite3_str_new(package->database);
  for (const char *at; (at = strchr(template, '@')); template = at + 2) {
    sqlite3_str_append(sql, template, (int)(at - template));
    sqlite3_str_appendf(sql, "%w", at[1] == 't' ? job->name : at[1] == 'c' ? package->geometry : package->id);
  }
  sqlite3_str_appendall(sql, template);
  return sqlite3_str_finish(sql);
}

static wijk_status run_template(const geopackage *package, const write_job *job, const char *template,
                                wijk_error *err) {
  char *sql = fill_in(package, job, template);
  if (!sql)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  wijk_status status = geopackage_run(package, sql, err);
  sqlite3_free(sql);
  return status;
}

#define TREE "\"rtree_@t_@c\""
#define BOX(row)                                                                                                       \
  row ".\"@i\", ST_MinX(" row ".\"@c\"), ST_MaxX(" row ".\"@c\"), ST_MinY(" row ".\"@c\"), ST_MaxY(" row ".\"@c\")"
#define FULL(row) "(" row ".\"@c\" NOTNULL AND NOT ST_IsEmpty(" row ".\"@c\"))"
#define BARE(row) "(" row ".\"@c\" ISNULL OR ST_IsEmpty(" row ".\"@c\"))"

static const char triggers[] = "CREATE TRIGGER \"rtree_@t_@c_insert\" AFTER INSERT ON \"@t\" WHEN " FULL(
    "new") " BEGIN INSERT OR REPLACE INTO " TREE
           " VALUES (" BOX(
               "NEW") "); END;"
                      "CREATE TRIGGER \"rtree_@t_@c_update1\" AFTER UPDATE OF \"@c\" ON \"@t\" WHEN OLD.\"@i\" = "
                      "NEW.\"@i\" AND " FULL("NEW") " BEGIN INSERT OR REPLACE INTO " TREE " VALUES (" BOX(
                          "NEW") "); END;"
                                 "CREATE TRIGGER \"rtree_@t_@c_update2\" AFTER UPDATE OF \"@c\" ON \"@t\" WHEN "
                                 "OLD.\"@i\" = NEW.\"@i\" AND " BARE(
                                     "NEW") " BEGIN DELETE FROM " TREE " WHERE id = OLD.\"@i\"; END;"
                                            "CREATE TRIGGER \"rtree_@t_@c_update3\" AFTER UPDATE ON \"@t\" WHEN "
                                            "OLD.\"@i\" != NEW.\"@i\" AND " FULL(
                                                "NEW") " BEGIN DELETE FROM " TREE
                                                       " WHERE id = OLD.\"@i\"; INSERT OR REPLACE INTO " TREE
                                                       " VALUES (" BOX(
                                                           "NEW") "); END;"
                                                                  "CREATE TRIGGER \"rtree_@t_@c_update4\" AFTER UPDATE "
                                                                  "ON \"@t\" WHEN OLD.\"@i\" != NEW.\"@i\" AND " BARE(
                                                                      "NEW") " BEGIN DELETE FROM " TREE
                                                                             " WHERE id IN (OLD.\"@i\", NEW.\"@i\"); "
                                                                             "END;"
                                                                             "CREATE TRIGGER \"rtree_@t_@c_delete\" "
                                                                             "AFTER DELETE ON \"@t\" WHEN old.\"@c\" "
                                                                             "NOT NULL BEGIN DELETE FROM " TREE
                                                                             " WHERE id = OLD.\"@i\"; END;";

static wijk_status fill_index(const geopackage *package, const write_job *job, wijk_error *err) {
  sqlite3_str *sql = sqlite3_str_new(package->database);
  sqlite3_str_appendf(sql, "INSERT INTO \"rtree_%w_%w\" VALUES (?1, ?2, ?3, ?4, ?5)", job->name, package->geometry);
  sqlite3_stmt *insert = NULL;
  wijk_status status = prepare(package, sql, &insert, err);
  for (size_t row = 0; status == WIJK_OK && row < job->layer->row_count; row++) {
    box bounds;
    if (!find_box(&job->layer->geometry, row, &bounds))
      continue;
    const double sides[] = {bounds.min_x, bounds.max_x, bounds.min_y, bounds.max_y};
    int code = sqlite3_bind_int64(insert, 1, (sqlite3_int64)row + 1);
    for (int side = 0; side < 4; side++)
      code |= sqlite3_bind_double(insert, side + 2, sides[side]);
    if (code != SQLITE_OK || sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
      status = geopackage_fail(package, err);
  }
  sqlite3_finalize(insert);
  return status;
}

wijk_status geopackage_add_index(const geopackage *package, const write_job *job, wijk_error *err) {
  wijk_status status =
      run_template(package, job, "CREATE VIRTUAL TABLE " TREE " USING rtree(id, minx, maxx, miny, maxy)", err);
  if (status == WIJK_OK)
    status = fill_index(package, job, err);
  if (status == WIJK_OK)
    status = run_template(package, job, triggers, err);
  if (status != WIJK_OK)
    return status;
  char *sql = sqlite3_mprintf("INSERT INTO gpkg_extensions VALUES (%Q, %Q, 'gpkg_rtree_index', "
                              "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
                              job->name, package->geometry);
  if (!sql)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  status = geopackage_run(package, sql, err);
  sqlite3_free(sql);
  return status;
}
