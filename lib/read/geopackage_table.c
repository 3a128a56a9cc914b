/* SPDX-License-Identifier: EUPL-1.2 */
/* What a layer of a GeoPackage is: its fields, what numbers its rows, how many it is said to have. */
#include <string.h>
#include <strings.h>

#include "read/file.h"
#include "read/geopackage.h"

void geopackage_quote(wijk_text *sql, const char *name, char quote) {
  wijk_text_add_part(sql, &quote, 1);
  for (const char *at = name; *at; at++)
    wijk_text_add_part(sql, *at == quote ? (const char[]){quote, quote} : at, *at == quote ? 2 : 1);
  wijk_text_add_part(sql, &quote, 1);
}

static const char *in_arena(wijk_reading *reading, wijk_text *text, wijk_error *err) {
  const char *copy = wijk_text_check(text, err) == WIJK_OK
                         ? wijk_arena_text_part(reading->arena, text->bytes, text->length, err)
                         : NULL;
  wijk_text_free(text);
  return copy;
}

static const char *quoted(wijk_reading *reading, const char *name, wijk_error *err) {
  wijk_text sql = {0};
  geopackage_quote(&sql, name, '"');
  return in_arena(reading, &sql, err);
}

/* ---- types ---- */

static bool starts(const char *type, const char *start) {
  return strncasecmp(type, start, strlen(start)) == 0;
}

static bool holds(const char *type, const char *part) {
  for (; *type; type++)
    if (starts(type, part))
      return true;
  return false;
}

static bool is_shape_type(const char *type) {
  static const char *const names[] = {"POINT", "LINESTRING", "POLYGON",        "MULTI",        "GEOM",
                                      "CURVE", "SURFACE",    "CIRCULARSTRING", "COMPOUNDCURVE"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (starts(type, names[i]))
      return true;
  return false;
}

/* Types of the format (OGC 12-128r15, table 1), and what else SQLite takes for whole or broken numbers. */
static field_kind kind_of(const char *type) {
  if (is_shape_type(type) || starts(type, "BLOB"))
    return FIELD_NONE;
  if (starts(type, "DATE") || starts(type, "TIMESTAMP"))
    return FIELD_DATE;
  if (starts(type, "BOOL") || holds(type, "INT"))
    return FIELD_WHOLE;
  if (holds(type, "CHAR") || holds(type, "CLOB") || holds(type, "TEXT"))
    return FIELD_TEXT;
  if (holds(type, "REAL") || holds(type, "FLOA") || holds(type, "DOUB") || starts(type, "NUMERIC") ||
      starts(type, "DECIMAL"))
    return FIELD_REAL;
  return FIELD_TEXT;
}

/* ---- fields ---- */

typedef struct describer {
  wijk_reading *reading;
  geopackage_table *table;
  size_t capacity, keys, key; /* fields of the primary key, and the last of them */
  bool view, table_there;
  bool taken[3]; /* names of the row number that fields have taken for themselves */
  wijk_error *err;
} describer;

static const char *const row_names[3] = {"_rowid_", "rowid", "oid"};

static const char *text_of(const sql_cell *cell) {
  return cell->type == SQL_TEXT ? cell->bytes : "";
}

static int64_t whole_of(const sql_cell *cell) {
  return cell->type == SQL_WHOLE ? cell->whole : 0;
}

/* type, rootpage: 0 for what is no table of its own */
static bool take_kind(void *who, size_t first, const sql_cell *cells, size_t count) {
  describer *d = who;
  (void)first, (void)count;
  d->view = strcmp(text_of(&cells[0]), "view") == 0;
  d->table_there = !d->view && whole_of(&cells[1]) > 0;
  return false;
}

static bool make_room(describer *d) {
  geopackage_table *table = d->table;
  if (table->field_count < d->capacity)
    return true;
  size_t capacity = d->capacity ? d->capacity * 2 : 32;
  geopackage_field *larger = WIJK_ARENA_ADD(d->reading->arena, geopackage_field, capacity, d->err);
  if (larger && table->field_count)
    memcpy(larger, table->fields, table->field_count * sizeof *larger);
  table->fields = larger;
  d->capacity = capacity;
  return larger != NULL;
}

/* PRAGMA table_xinfo: cid, name, type, notnull, default, pk, hidden */
static bool take_field(void *who, size_t first, const sql_cell *cells, size_t count) {
  describer *d = who;
  (void)first;
  if (count < 7 || whole_of(&cells[6]) == 1)
    return true;
  const char *name = text_of(&cells[1]), *type = text_of(&cells[2]);
  for (size_t i = 0; i < 3; i++)
    d->taken[i] |= wijk_text_same(name, row_names[i]);
  const char *sql = quoted(d->reading, name, d->err);
  if (!sql || !make_room(d))
    return false;
  if (d->table->geometry_name && wijk_text_same(name, d->table->geometry_name)) {
    d->table->geometry = sql;
    return true;
  }
  if (whole_of(&cells[5]) > 0) {
    d->keys++;
    d->key = d->table->field_count;
  }
  d->table->fields[d->table->field_count++] =
      (geopackage_field){.name = wijk_arena_text(d->reading->arena, name, d->err), .sql = sql, .kind = kind_of(type)};
  return d->err->status == WIJK_OK;
}

/* The number of a row is no field of it: a primary key of one whole number, or what views call so. */
static void drop_key(describer *d) {
  geopackage_table *table = d->table;
  geopackage_field *key = NULL;
  if (d->keys == 1)
    key = &table->fields[d->key];
  else if (d->view && table->field_count &&
           (wijk_text_same(table->fields[0].name, "fid") || wijk_text_same(table->fields[0].name, "ogc_fid")))
    key = &table->fields[0];
  if (!key || key->kind != FIELD_WHOLE)
    return;
  size_t after = table->field_count - (size_t)(key - table->fields) - 1;
  memmove(key, key + 1, after * sizeof *key);
  table->field_count--;
}

/* ---- the whole ---- */

static wijk_status ask(wijk_reading *reading, database *d, const char *before, const char *name, const char *after,
                       sql_take take, void *who, wijk_error *err) {
  wijk_text sql = {0};
  wijk_text_add(&sql, before);
  geopackage_quote(&sql, name, '\'');
  wijk_text_add(&sql, after);
  const char *text = in_arena(reading, &sql, err);
  return text ? database_query(d, text, take, who, err) : err->status;
}

static bool take_claim(void *who, size_t first, const sql_cell *cells, size_t count) {
  (void)first, (void)count;
  if (cells[0].type == SQL_WHOLE && cells[0].whole >= 0)
    *(int64_t *)who = cells[0].whole;
  return false;
}

static bool take_any(void *who, size_t first, const sql_cell *cells, size_t count) {
  (void)first, (void)cells, (void)count;
  *(bool *)who = true;
  return false;
}

/* GDAL keeps a count of rows, with triggers that hold it true. */
static wijk_status find_claim(wijk_reading *reading, database *d, geopackage_table *table, wijk_error *err) {
  bool there = false;
  table->claimed = -1;
  if (database_query(d, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'gpkg_ogr_contents'", take_any,
                     &there, err) != WIJK_OK ||
      !there)
    return err->status;
  return ask(reading, d, "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ", table->name,
             " COLLATE NOCASE", take_claim, &table->claimed, err);
}

static wijk_status check_kind(const describer *d, wijk_error *err) {
  return d->view || d->table_there ? WIJK_OK
                                   : wijk_error_set(err, WIJK_DATA, "'%s' layer '%s' is neither a table nor a view",
                                                    d->reading->file, d->table->name);
}

static wijk_status check_fields(const describer *d, wijk_error *err) {
  const wijk_reading *reading = d->reading;
  const geopackage_table *table = d->table;
  if (table->geometry_name && !table->geometry)
    return wijk_error_set(err, WIJK_DATA, "'%s' layer '%s' has no column '%s', where its shapes should be",
                          reading->file, table->name, table->geometry_name);
  return wijk_limit_check(reading->file, "columns", table->field_count, WIJK_LIMIT_COLUMNS, err);
}

/* A table that is kept by its primary key has no row numbers. */
static wijk_status find_key(const describer *seen, database *d, wijk_error *err) {
  geopackage_table *table = seen->table;
  for (size_t i = 0; i < 3 && seen->table_there && !table->key; i++) {
    wijk_text sql = {0};
    wijk_text_add_format(&sql, "SELECT %s FROM %s", row_names[i], table->from);
    if (!seen->taken[i] && wijk_text_check(&sql, err) == WIJK_OK && database_understands(d, sql.bytes))
      table->key = row_names[i];
    wijk_text_free(&sql);
  }
  return err->status;
}

wijk_status geopackage_describe(wijk_reading *reading, database *d, geopackage_table *table, wijk_error *err) {
  describer seen = {.reading = reading, .table = table, .err = err};
  if (ask(reading, d, "SELECT type, rootpage FROM sqlite_schema WHERE type IN ('table', 'view') AND name = ",
          table->name, "", take_kind, &seen, err) != WIJK_OK ||
      check_kind(&seen, err) != WIJK_OK ||
      ask(reading, d, "PRAGMA table_xinfo(", table->name, ")", take_field, &seen, err) != WIJK_OK ||
      check_fields(&seen, err) != WIJK_OK || find_claim(reading, d, table, err) != WIJK_OK)
    return err->status;
  drop_key(&seen);
  if (seen.view)
    table->claimed = -1;
  wijk_text from = {0};
  geopackage_quote(&from, table->name, '"');
  wijk_text_add(&from, seen.view ? "" : " NOT INDEXED"); /* an index that covers all would give another order */
  table->from = in_arena(reading, &from, err);
  return table->from ? find_key(&seen, d, err) : err->status;
}
