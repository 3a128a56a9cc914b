/* SPDX-License-Identifier: EUPL-1.2 */
/* The door to GeoPackages (OGC 12-128r15), straight through SQLite. Files that SQLite cannot open (inside an archive)
 * and layers with arcs, which have to be drawn straight, go on to the door of GDAL. */
#include "read/geopackage.h"
#include "read/layer_choice.h"

#include <string.h>
#include <strings.h>

#include "read/file.h"

/* ---- which layer ---- */

typedef struct entry {
  const char *name;
  bool shapes;
} entry;

typedef struct contents {
  wijk_arena *arena;
  entry *entries;
  size_t count, capacity;
  wijk_error *err;
} contents;

static bool take_entry(void *who, size_t first, const sql_cell *cells, size_t count) {
  contents *c = who;
  (void)first;
  if (count < 2 || cells[0].type != SQL_TEXT || !wijk_text_is_utf8(cells[0].bytes, cells[0].length))
    return true;
  if (c->count == c->capacity) {
    size_t capacity = c->capacity ? c->capacity * 2 : 16;
    entry *larger = WIJK_ARENA_ADD(c->arena, entry, capacity, c->err);
    if (!larger)
      return false;
    if (c->count)
      memcpy(larger, c->entries, c->count * sizeof *larger);
    c->entries = larger;
    c->capacity = capacity;
  }
  c->entries[c->count++] = (entry){wijk_arena_text(c->arena, cells[0].bytes, c->err), cells[1].whole == 1};
  return c->err->status == WIJK_OK;
}

static const entry *choose_layer(const wijk_reading *reading, const contents *c, wijk_error *err) {
  const char **names = WIJK_ARENA_ADD(reading->arena, const char *, c->count, err);
  for (size_t i = 0; names && i < c->count; i++)
    names[i] = c->entries[i].name;
  size_t chosen = names ? layer_choose(reading, names, c->count, err) : WIJK_NONE;
  return chosen == WIJK_NONE ? NULL : &c->entries[chosen];
}

/* ---- what the format says of a layer ---- */

typedef struct package {
  wijk_reading *reading;
  database *database;
  wijk_error *err;
  bool has_contents, has_shapes, has_systems, has_metadata, has_extensions;
  /* of the layer */
  geopackage_table table;
  bool found, curved, public_edition;
  geopackage_language language;
  int64_t system;
} package;

static bool take_name(void *who, size_t first, const sql_cell *cells, size_t count) {
  package *p = who;
  (void)first, (void)count;
  const struct {
    const char *name;
    bool *there;
  } known[] = {{"gpkg_contents", &p->has_contents},
               {"gpkg_geometry_columns", &p->has_shapes},
               {"gpkg_spatial_ref_sys", &p->has_systems},
               {"gpkg_metadata_reference", &p->has_metadata},
               {"gpkg_extensions", &p->has_extensions}};
  for (size_t i = 0; i < sizeof known / sizeof *known && cells[0].type == SQL_TEXT; i++)
    *known[i].there |= wijk_text_same(cells[0].bytes, known[i].name);
  return true;
}

static wijk_status ask(package *p, const char *before, const char *name, const char *after, sql_take take) {
  wijk_text sql = {0};
  wijk_text_add(&sql, before);
  geopackage_quote(&sql, name, '\'');
  wijk_text_add(&sql, after);
  if (wijk_text_check(&sql, p->err) == WIJK_OK)
    database_query(p->database, sql.bytes, take, p, p->err);
  wijk_text_free(&sql);
  return p->err->status;
}

static bool is_curved(const char *type) {
  static const char *const names[] = {"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE",
                                      "MULTISURFACE",   "CURVE",         "SURFACE"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcasecmp(type, names[i]) == 0)
      return true;
  return false;
}

static bool take_shapes(void *who, size_t first, const sql_cell *cells, size_t count) {
  package *p = who;
  (void)first, (void)count;
  if (p->found || cells[0].type != SQL_TEXT)
    return true;
  p->found = true;
  p->table.geometry_name = wijk_arena_text(p->reading->arena, cells[0].bytes, p->err);
  p->curved = cells[1].type == SQL_TEXT && is_curved(cells[1].bytes);
  p->system = cells[2].type == SQL_WHOLE ? cells[2].whole : -1;
  return true;
}

static bool take_extension(void *who, size_t first, const sql_cell *cells, size_t count) {
  package *p = who;
  (void)first, (void)count;
  if (cells[0].type == SQL_TEXT && strncasecmp(cells[0].bytes, "gpkg_geom_", 10) == 0)
    p->curved = true;
  return true;
}

static wijk_status find_shapes(package *p) {
  if (!p->has_shapes ||
      ask(p, "SELECT column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ",
          p->table.name, " COLLATE NOCASE", take_shapes) != WIJK_OK ||
      !p->found)
    return wijk_error_set(p->err, WIJK_DATA, "'%s' does not say which column of '%s' holds its shapes",
                          p->reading->file, p->table.name);
  if (p->has_extensions)
    ask(p, "SELECT extension_name FROM gpkg_extensions WHERE table_name = ", p->table.name, " COLLATE NOCASE",
        take_extension);
  return p->err->status;
}

/* ---- CRS ---- */

static bool take_system(void *who, size_t first, const sql_cell *cells, size_t count) {
  package *p = who;
  (void)first, (void)count;
  bool epsg = cells[0].type == SQL_TEXT && strcasecmp(cells[0].bytes, "EPSG") == 0;
  const char *words = cells[2].type == SQL_TEXT ? cells[2].bytes : "";
  if (epsg && cells[1].type == SQL_WHOLE && cells[1].whole > 0)
    p->reading->declared = wijk_arena_format(p->reading->arena, p->err, "EPSG:%lld", (long long)cells[1].whole);
  else if (*words && strncasecmp(words, "undefined", 9) != 0 && wijk_text_is_utf8(words, cells[2].length))
    p->reading->declared = wijk_arena_text(p->reading->arena, words, p->err);
  return false;
}

/* -1 and 0 are the format's own for "undefined": they declare nothing. */
static wijk_status find_declared(package *p) {
  if (p->system == -1 || p->system == 0 || !p->has_systems)
    return WIJK_OK;
  wijk_text sql = {0};
  wijk_text_add_format(&sql,
                       "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
                       "WHERE srs_id = %lld",
                       (long long)p->system);
  if (wijk_text_check(&sql, p->err) == WIJK_OK)
    database_query(p->database, sql.bytes, take_system, p, p->err);
  wijk_text_free(&sql);
  return p->err->status;
}

/* ---- provenance ---- */

/* Our own, as a GeoPackage of ours carries it. */
static bool take_provenance(void *who, size_t first, const sql_cell *cells, size_t count) {
  package *p = who;
  (void)first, (void)count;
  if (cells[0].type != SQL_TEXT || !strstr(cells[0].bytes, "{\"program\":\"wijk-"))
    return true;
  p->public_edition |= strstr(cells[0].bytes, ",\"edition\":\"public\",") != NULL;
  p->language = strstr(cells[0].bytes, "\"lang\":\"en\"") ? LANGUAGE_ENGLISH : LANGUAGE_DUTCH;
  return !p->public_edition;
}

static wijk_status find_provenance(package *p) {
  if (!p->has_metadata)
    return WIJK_OK;
  return database_query(p->database,
                        "SELECT metadata FROM gpkg_metadata JOIN gpkg_metadata_reference ON id = md_file_id "
                        "WHERE reference_scope = 'geopackage' COLLATE NOCASE",
                        take_provenance, p, p->err);
}

/* ---- the whole ---- */

static wijk_status find_layer(package *p) {
  wijk_reading *reading = p->reading;
  contents found = {.arena = reading->arena, .err = p->err};
  if (database_query(p->database, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')", take_name, p,
                     p->err) != WIJK_OK)
    return p->err->status;
  if (!p->has_contents)
    return wijk_error_set(p->err, WIJK_DATA,
                          "'%s' cannot be read as a GeoPackage: it is a database without a table 'gpkg_contents'",
                          reading->file);
  if (database_query(p->database,
                     "SELECT name, data_type = 'features' FROM gpkg_contents JOIN sqlite_schema ON name = table_name "
                     "COLLATE NOCASE AND type IN ('table', 'view') WHERE data_type IN ('features', 'attributes', "
                     "'aspatial')",
                     take_entry, &found, p->err) != WIJK_OK)
    return p->err->status;
  const entry *chosen = choose_layer(reading, &found, p->err);
  if (!chosen)
    return p->err->status;
  p->table.name = chosen->name;
  if (chosen->shapes && find_shapes(p) != WIJK_OK)
    return p->err->status;
  return WIJK_OK;
}

static wijk_status read_layer(package *p) {
  wijk_reading *reading = p->reading;
  if (find_declared(p) != WIJK_OK || find_provenance(p) != WIJK_OK ||
      geopackage_describe(reading, p->database, &p->table, p->err) != WIJK_OK)
    return p->err->status;
  reading->layer_name = p->table.name;
  reading->encoding = "UTF-8";
  if (geopackage_read_rows(reading, p->database, &p->table, p->err) != WIJK_OK)
    return p->err->status;
  reading->layer->public_edition = p->public_edition;
  return geopackage_read_titles(reading->layer, p->database, p->table.name, p->language, p->err);
}

wijk_status wijk_geopackage_read(wijk_reading *reading, wijk_error *err) {
  const wijk_source *source = reading->source;
  if (strncmp(source->path, "/vsi", 4) == 0)
    return wijk_ogr_read(reading, err);
  /* from before it is opened until it is closed: whoever closes a file again loses the locks that SQLite has on it */
  wijk_hashing *hashing = wijk_hash_begin_path(source->path, source->full_hash, source->threads, err);
  if (!hashing)
    return err->status;
  package p = {.reading = reading, .database = database_open(source->path, err), .err = err, .system = -1};
  if (p.database && find_layer(&p) == WIJK_OK && (p.curved || read_layer(&p) == WIJK_OK))
    database_check_unchanged(p.database, err);
  database_close(p.database);
  wijk_hash_end(hashing, reading->arena, &reading->hash_name, &reading->hash, err);
  return err->status == WIJK_OK && p.curved ? wijk_ogr_read(reading, err) : err->status;
}
