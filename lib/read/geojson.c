/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/geojson.h"

#include <stdio.h>
#include <string.h>

#include "read/json_scan.h"

/* The look at one text; rows are counted as GDAL will count them. */
typedef struct look {
  wijk_reading *reading;
  wijk_error *err;
  json_scan scan;
  size_t row;   /* of the feature that is looked at; WIJK_NONE outside all */
  size_t rows;  /* features so far */
  size_t items; /* of the list of features, features or not */
  bool refused; /* a fault of the whole was found */
} look;

static const struct {
  const char *name;
  size_t depth; /* of its coordinates: 1 is a position */
} types[] = {{"Point", 1},   {"MultiPoint", 2},   {"LineString", 2},        {"MultiLineString", 3},
             {"Polygon", 3}, {"MultiPolygon", 4}, {"GeometryCollection", 0}};

/* ---- faults ---- */

/* A value as a message shows it. */
static void shorten(json_span value, char out[64]) {
  size_t length = value.length < 40 ? value.length : 40;
  while (length < value.length && length && (value.start[length] & 0xC0) == 0x80)
    length--;
  snprintf(out, 64, "%.*s%s", (int)length, (const char *)value.start, length < value.length ? "…" : "");
}

/* Of the feature that is looked at, else of the whole. */
static bool say(look *l, const char *code, const char *before, json_span value, const char *after) {
  char shown[64] = "";
  if (value.length)
    shorten(value, shown);
  const char *quote = value.length ? "'" : "", *blank = value.length && *before ? " " : "";
  if (l->row != WIJK_NONE)
    return wijk_reading_keep_fault(l->reading, l->row, code, l->err, "%s%s%s%s%s%s", before, blank, quote, shown, quote,
                                   after) == WIJK_OK;
  l->refused = true;
  wijk_finding finding = {.severity = WIJK_FAULT, .code = code, .source = l->reading->file};
  return wijk_report_add_finding(l->reading->report, &finding, l->err, "%s%s%s%s%s%s", before, blank, quote, shown,
                                 quote, after) == WIJK_OK;
}

static bool found(json_scan *scan, const char *code, const char *what, json_span value) {
  char after[120];
  snprintf(after, sizeof after, " %s", what);
  return say(scan->user, code, "", value, after);
}

static const json_span nothing = {0};

static const char *kind_words(json_kind kind) {
  static const char *const words[] = {"null", "a truth value", "a number", "a number", "a text", "a list", "an object"};
  return words[kind];
}

/* ---- coordinates ---- */

typedef struct shape {
  json_span type;
  bool has_type, has_coordinates, has_geometries;
  size_t shallowest, deepest; /* levels of lists above the numbers; 0 = there is none */
  bool other;                 /* something else than numbers and lists */
  bool short_position;        /* a position of one number */
} shape;

static bool read_coordinates(look *l, shape *s, size_t depth) {
  json_scan *scan = &l->scan;
  json_kind kind;
  if (!json_peek(scan, &kind))
    return false;
  if (kind != JSON_ARRAY) {
    if (!json_pass(scan, &kind, NULL))
      return false;
    s->other |= kind != JSON_NUMBER && kind != JSON_NOT_A_NUMBER;
    s->shallowest = !s->shallowest || depth < s->shallowest ? depth : s->shallowest;
    s->deepest = depth > s->deepest ? depth : s->deepest;
    return true;
  }
  json_list list = {0};
  size_t count = 0;
  bool numbers = false;
  while (json_next_item(scan, &list)) {
    if (!json_peek(scan, &kind))
      return false;
    numbers |= kind != JSON_ARRAY;
    count++;
    if (!read_coordinates(l, s, depth + 1))
      return false;
  }
  s->short_position |= numbers && count < 2;
  return l->err->status == WIJK_OK;
}

static bool read_geometry(look *l);

static bool read_geometries(look *l) {
  json_list list = {0};
  while (json_next_item(&l->scan, &list))
    if (!read_geometry(l))
      return false;
  return l->err->status == WIJK_OK;
}

static bool judge_shape(look *l, const shape *s) {
  size_t t = 0, count = sizeof types / sizeof *types;
  while (t < count && !(s->has_type && json_is(s->type, types[t].name)))
    t++;
  if (!s->has_type)
    return say(l, "geometry", "its geometry has no type", nothing, "");
  if (t == count)
    return say(l, "geometry", "its geometry has a type that is none:", s->type, "");
  if (!types[t].depth)
    return s->has_geometries || say(l, "geometry", "its geometry is a collection without geometries", nothing, "");
  if (!s->has_coordinates)
    return say(l, "geometry", "its geometry has no coordinates", nothing, "");
  if (s->other)
    return say(l, "geometry", "its coordinates are not all numbers", nothing, "");
  if (s->deepest && (s->deepest != types[t].depth || s->shallowest != types[t].depth))
    return say(l, "geometry", "its coordinates are not nested as those of a", s->type, "");
  return !s->short_position || say(l, "geometry", "a position has one number, where it needs two", nothing, "");
}

static bool read_geometry(look *l) {
  json_scan *scan = &l->scan;
  json_kind kind;
  if (!json_peek(scan, &kind))
    return false;
  if (kind != JSON_OBJECT) {
    if (!json_pass(scan, &kind, NULL))
      return false;
    char what[80];
    snprintf(what, sizeof what, "its geometry is %s, not an object", kind_words(kind));
    return kind == JSON_NULL || say(l, "geometry", what, nothing, "");
  }
  shape s = {0};
  json_list object = {0};
  json_span name;
  while (json_next_member(scan, &object, &name)) {
    bool read;
    if (json_is(name, "type")) {
      read = json_pass(scan, &kind, &s.type);
      s.has_type = kind == JSON_TEXT;
    } else if (json_is(name, "coordinates")) {
      s.has_coordinates = true;
      read = read_coordinates(l, &s, 0);
    } else if (json_is(name, "geometries")) {
      read = json_peek(scan, &kind);
      s.has_geometries = kind == JSON_ARRAY;
      read = read && (s.has_geometries ? read_geometries(l) : json_pass(scan, &kind, NULL));
    } else {
      read = json_pass(scan, &kind, NULL);
    }
    if (!read)
      return false;
  }
  return l->err->status == WIJK_OK && judge_shape(l, &s);
}

/* ---- features ---- */

static bool read_properties(look *l) {
  json_kind kind;
  if (!json_pass(&l->scan, &kind, NULL))
    return false;
  char what[80];
  snprintf(what, sizeof what, "its properties are %s, not an object", kind_words(kind));
  return kind == JSON_OBJECT || kind == JSON_NULL || say(l, "properties", what, nothing, "");
}

static bool read_feature(look *l) {
  json_scan *scan = &l->scan;
  json_list object = {0};
  json_span name, type = {0};
  json_kind kind = JSON_NULL;
  while (json_next_member(scan, &object, &name)) {
    bool read = json_is(name, "type")         ? json_pass(scan, &kind, &type)
                : json_is(name, "geometry")   ? read_geometry(l)
                : json_is(name, "properties") ? read_properties(l)
                                              : json_pass(scan, &kind, NULL);
    if (!read)
      return false;
  }
  if (l->err->status != WIJK_OK || json_is(type, "Feature"))
    return l->err->status == WIJK_OK;
  l->row = WIJK_NONE;
  char what[80];
  snprintf(what, sizeof what, "item %zu of its features is not of the type Feature", l->items);
  return say(l, "not-a-feature", what, type, "");
}

static bool read_features(look *l) {
  json_scan *scan = &l->scan;
  json_list list = {0};
  json_kind kind;
  while (json_next_item(scan, &list)) {
    l->items++;
    if (!json_peek(scan, &kind))
      return false;
    if (kind == JSON_OBJECT) {
      l->row = l->rows++;
      bool read = read_feature(l);
      l->row = WIJK_NONE;
      if (!read)
        return false;
      continue;
    }
    char what[80];
    if (!json_pass(scan, &kind, NULL))
      return false;
    snprintf(what, sizeof what, "item %zu of its features is %s, not a feature", l->items, kind_words(kind));
    if (!say(l, "not-a-feature", what, nothing, ""))
      return false;
  }
  return l->err->status == WIJK_OK;
}

/* ---- the whole ---- */

static bool is_geometry(json_span type) {
  for (size_t t = 0; t < sizeof types / sizeof *types; t++)
    if (json_is(type, types[t].name))
      return true;
  return false;
}

static bool no_geojson(look *l, json_span type) {
  char shown[64] = "";
  if (type.length)
    shorten(type, shown);
  wijk_error_set(l->err, WIJK_DATA,
                 type.length ? "'%s' is JSON, but no GeoJSON: its type is '%s'"
                             : "'%s' is JSON, but no GeoJSON: it has no type%s",
                 l->reading->file, shown);
  wijk_error_hint(l->err, "GeoJSON is a FeatureCollection, whose features have a geometry and properties");
  return false;
}

static bool read_whole(look *l) {
  json_scan *scan = &l->scan;
  json_kind kind;
  if (!json_peek(scan, &kind))
    return false;
  if (kind != JSON_OBJECT && kind != JSON_ARRAY)
    return json_scan_refuse(scan, "this is not JSON");
  if (kind == JSON_ARRAY)
    return json_pass(scan, &kind, NULL) && no_geojson(l, nothing);
  json_list object = {0};
  json_span name, type = {0};
  bool features = false;
  while (json_next_member(scan, &object, &name)) {
    bool read;
    if (json_is(name, "features")) {
      read = json_peek(scan, &kind);
      features = kind == JSON_ARRAY;
      read = read && (features ? read_features(l) : json_pass(scan, &kind, NULL));
    } else {
      read = json_pass(scan, &kind, json_is(name, "type") ? &type : NULL);
    }
    if (!read)
      return false;
  }
  if (l->err->status != WIJK_OK || !json_at_end(scan))
    return false;
  bool single = json_is(type, "Feature") || is_geometry(type);
  l->rows = single ? 1 : l->rows;
  if (!single && !json_is(type, "FeatureCollection"))
    return no_geojson(l, type);
  return single || features ||
         say(l, "no-features", "it is a FeatureCollection without a list of features", nothing, "");
}

wijk_status geojson_check(wijk_reading *reading, const unsigned char *bytes, size_t length, size_t *feature_count,
                          wijk_error *err) {
  bool marked = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
  look l = {.reading = reading, .err = err, .row = WIJK_NONE};
  l.scan = (json_scan){.file = reading->file,
                       .first = bytes + 3 * marked,
                       .at = bytes + 3 * marked,
                       .end = bytes + length,
                       .err = err,
                       .found = found,
                       .user = &l};
  size_t first = reading->report->finding_count;
  if (!length)
    wijk_error_set(err, WIJK_DATA, "'%s' is empty", reading->file);
  else
    read_whole(&l);
  json_scan_free(&l.scan);
  if (err->status == WIJK_OK && l.refused)
    wijk_report_check(reading->report, first, err);
  *feature_count = l.rows;
  return err->status;
}
