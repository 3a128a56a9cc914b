/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/reading.h"

#include <stdarg.h>
#include <string.h>

#include "base/put.h"
#include "read/file.h"

/* ---- findings ---- */

size_t wijk_reading_row(const wijk_reading *reading, size_t row) {
  return reading->layer->source_rows ? reading->layer->source_rows[row] : row + 1;
}

static wijk_status add_finding(wijk_reading *reading, wijk_severity severity, size_t row, const char *code,
                               const char *field, const char *value, wijk_error *err, const char *format,
                               va_list arguments) {
  char message[900] = "";
  message_put(message, sizeof message, format, arguments);
  wijk_finding finding = {.severity = severity,
                          .code = code,
                          .source = reading->file,
                          .row = row == WIJK_NONE ? 0 : wijk_reading_row(reading, row),
                          .field = field,
                          .value = value};
  return wijk_report_add_finding(reading->report, &finding, err, "%s", message);
}

wijk_status wijk_reading_fault(wijk_reading *reading, size_t row, const char *code, const char *field,
                               const char *value, wijk_error *err, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char message[800] = "";
  message_put(message, sizeof message, format, arguments);
  va_end(arguments);
  reading->faulty[row] = true;
  bool skip = reading->source->skip_faulty;
  return wijk_reading_say(reading, skip ? WIJK_WARNING : WIJK_FAULT, row, code, field, value, err, "%s%s", message,
                          skip ? "; the row is left out" : "");
}

wijk_status wijk_reading_say(wijk_reading *reading, wijk_severity severity, size_t row, const char *code,
                             const char *field, const char *value, wijk_error *err, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  wijk_status status = add_finding(reading, severity, row, code, field, value, err, format, arguments);
  va_end(arguments);
  return status;
}

wijk_status wijk_reading_keep_fault(wijk_reading *reading, size_t row, const char *code, wijk_error *err,
                                    const char *format, ...) {
  if (reading->row_fault_count == reading->row_fault_capacity) {
    size_t capacity = reading->row_fault_capacity ? reading->row_fault_capacity * 2 : 16;
    wijk_row_fault *larger = WIJK_ARENA_ADD(reading->arena, wijk_row_fault, capacity, err);
    if (!larger)
      return err->status;
    if (reading->row_fault_count)
      memcpy(larger, reading->row_faults, reading->row_fault_count * sizeof *larger);
    reading->row_faults = larger;
    reading->row_fault_capacity = capacity;
  }
  char message[800] = "";
  va_list arguments;
  va_start(arguments, format);
  message_put(message, sizeof message, format, arguments);
  va_end(arguments);
  const char *copy = wijk_arena_text(reading->arena, message, err);
  if (!copy)
    return err->status;
  reading->row_faults[reading->row_fault_count++] = (wijk_row_fault){row, code, copy};
  return WIJK_OK;
}

/* ---- fields ---- */

static bool is_passed(const wijk_reading *reading, const char *name) {
  for (size_t i = 0; i < reading->passed_count; i++)
    if (wijk_text_same(reading->passed[i], name))
      return true;
  return false;
}

/* A name by which the next field can be known: its own, if it is UTF-8 and not there already. */
static const char *name_field(wijk_reading *reading, const char *name, wijk_error *err) {
  size_t number = reading->layer->column_count + reading->passed_count + 1;
  if (!wijk_text_is_utf8(name, strlen(name))) {
    wijk_reading_say(reading, WIJK_FAULT, WIJK_NONE, "encoding", NULL, NULL, err,
                     "the name of field %zu is not UTF-8; give it another", number);
    name = wijk_arena_format(reading->arena, err, "column %zu", number);
  }
  if (name && (wijk_layer_find(reading->layer, name) || is_passed(reading, name))) {
    wijk_reading_say(reading, WIJK_FAULT, WIJK_NONE, "duplicate-field", name, NULL, err,
                     "two fields are called '%s'; give each a name of its own", name);
    name = wijk_arena_format(reading->arena, err, "%s (column %zu)", name, number);
  }
  return err->status == WIJK_OK ? name : NULL;
}

wijk_column *wijk_reading_add_column(wijk_reading *reading, const char *name, wijk_column_type type, wijk_error *err) {
  name = name_field(reading, name, err);
  return name ? wijk_layer_add_column(reading->layer, name, type, err) : NULL;
}

wijk_status wijk_reading_pass_field(wijk_reading *reading, const char *name, wijk_error *err) {
  name = name_field(reading, name, err);
  if (!name)
    return err->status;
  if (reading->passed_count == reading->passed_capacity) {
    size_t capacity = reading->passed_capacity ? reading->passed_capacity * 2 : 16;
    const char **larger = WIJK_ARENA_ADD(reading->arena, const char *, capacity, err);
    if (!larger)
      return err->status;
    if (reading->passed_count)
      memcpy(larger, reading->passed, reading->passed_count * sizeof *larger);
    reading->passed = larger;
    reading->passed_capacity = capacity;
  }
  const char *copy = wijk_arena_text(reading->arena, name, err);
  if (copy)
    reading->passed[reading->passed_count++] = copy;
  return err->status;
}

/* ---- which door ---- */

typedef struct door {
  const char *extension;
  wijk_status (*read)(wijk_reading *reading, wijk_error *err);
} door;

static const door doors[] = {
    {".shp", wijk_shapefile_read},   {".csv", wijk_csv_read},     {".txt", wijk_csv_read},  {".tsv", wijk_csv_read},
    {".gpkg", wijk_geopackage_read}, {".geojson", wijk_ogr_read}, {".json", wijk_ogr_read}, {".fgb", wijk_ogr_read}};

static const door *find_door(const char *path) {
  static const door database = {"PG:", wijk_ogr_read};
  if (strncmp(path, "PG:", 3) == 0)
    return &database;
  for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
    if (wijk_text_same(wijk_path_extension(path), doors[i].extension))
      return &doors[i];
  return NULL;
}

static wijk_status no_door(const char *path, wijk_error *err) {
  wijk_error_set(err, WIJK_USAGE, "'%s' has no extension that says its format", path);
  if (wijk_text_same(wijk_path_extension(path), ".zip"))
    return wijk_error_hint(err, "name the file inside: %s%s/NAME.shp", strncmp(path, "/vsizip/", 8) ? "/vsizip/" : "",
                           path);
  static const char *const sheets[] = {".xlsx", ".xls", ".ods"};
  for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
    if (wijk_text_same(wijk_path_extension(path), sheets[i])) {
      *err = (wijk_error){0};
      wijk_error_set(err, WIJK_USAGE, "'%s' is a spreadsheet, which is no source", path);
      return wijk_error_hint(err, "open it in the spreadsheet program and save it as 'CSV UTF-8'");
    }
  return wijk_error_hint(err,
                         "sources are .shp .csv .gpkg .geojson .json .fgb, inside a zip as /vsizip/FILE.zip/NAME.shp, "
                         "or PG:… for PostgreSQL");
}

wijk_status wijk_reading_open(wijk_reading *reading, const wijk_source *source, const wijk_role *roles,
                              size_t role_count, wijk_arena *arena, wijk_report *report, wijk_error *err) {
  *reading = (wijk_reading){.source = source,
                            .arena = arena,
                            .report = report,
                            .roles = roles,
                            .role_count = roles ? role_count : 0,
                            .promised = WIJK_NONE};
  reading->first_finding = report->finding_count;
  bool database = strncmp(source->path, "PG:", 3) == 0;
  reading->file = database ? "PG:" : wijk_path_name(source->path); /* a connection string may hold a password */
  reading->counts.role = source->role ? source->role : "layer";
  const door *chosen = find_door(source->path);
  wijk_status status = chosen ? WIJK_OK : no_door(source->path, err);
  if (status == WIJK_OK && !database)
    status = wijk_path_check(source->path, source->allow_network, err);
  if (status == WIJK_OK)
    status = chosen->read(reading, err);
  if (status == WIJK_DATA && !database && !wijk_file_is_readable(source->path)) {
    /* A library takes a disk that fails for a file that is wrong. */
    *err = (wijk_error){0};
    status = wijk_error_set(err, WIJK_IO, "'%s' cannot be read to its end", source->path);
  }
  if (status != WIJK_OK)
    return wijk_error_frame(err, "reading %s", reading->counts.role);
  reading->faulty = WIJK_ARENA_ADD(arena, bool, reading->layer->row_count, err);
  if (reading->faulty && reading->deleted)
    wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "deleted-rows", NULL, NULL, err,
                     "%zu rows are marked as deleted in the source and were passed over", reading->deleted);
  return err->status;
}

/* ---- rows ---- */

wijk_status wijk_reading_keep(wijk_reading *reading, const bool *keep, wijk_error *err) {
  size_t count = 0, old_count = reading->layer->row_count, faults = 0;
  size_t *rows = WIJK_ARENA_ADD(reading->arena, size_t, old_count, err);
  size_t *new_row = WIJK_ARENA_ADD(reading->arena, size_t, old_count, err);
  if (!rows || !new_row)
    return err->status;
  for (size_t i = 0; i < old_count; i++)
    if (keep[i]) {
      new_row[i] = count;
      rows[count++] = i;
    }
  if (count == old_count)
    return WIJK_OK;
  wijk_layer *kept = wijk_layer_select(reading->layer, rows, count, reading->arena, err);
  bool *faulty = reading->faulty ? WIJK_ARENA_ADD(reading->arena, bool, count, err) : NULL;
  if (!kept || err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; faulty && i < count; i++)
    faulty[i] = reading->faulty[rows[i]];
  for (size_t i = 0; i < reading->row_fault_count; i++)
    if (keep[reading->row_faults[i].row]) {
      reading->row_faults[faults] = reading->row_faults[i];
      reading->row_faults[faults++].row = new_row[reading->row_faults[i].row];
    }
  reading->row_fault_count = faults;
  for (size_t c = 0; reading->written && c < kept->column_count; c++) {
    const char **old = reading->written[c];
    const char **texts = old ? WIJK_ARENA_ADD(reading->arena, const char *, count, err) : NULL;
    for (size_t i = 0; texts && i < count; i++)
      texts[i] = old[rows[i]];
    reading->written[c] = texts;
  }
  reading->layer = kept;
  reading->faulty = faulty;
  return err->status;
}

static bool any_faulty(const wijk_reading *reading) {
  return memchr(reading->faulty, true, reading->layer->row_count) != NULL;
}

static wijk_status drop_faulty(wijk_reading *reading, wijk_error *err) {
  size_t count = reading->layer->row_count, faulty = 0;
  if (!any_faulty(reading))
    return WIJK_OK;
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, count, err);
  if (!keep)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    keep[i] = !reading->faulty[i];
    faulty += reading->faulty[i];
  }
  reading->counts.rejected += faulty;
  return faulty ? wijk_reading_keep(reading, keep, err) : WIJK_OK;
}

/* Rows that are not as wide as the table have their values in the wrong columns: they go before values are read. */
static wijk_status say_row_faults(wijk_reading *reading, wijk_error *err) {
  for (size_t i = 0; i < reading->row_fault_count; i++) {
    const wijk_row_fault *fault = &reading->row_faults[i];
    if (wijk_reading_fault(reading, fault->row, fault->code, NULL, NULL, err, "%s", fault->message) != WIJK_OK)
      return err->status;
  }
  bool any = reading->row_fault_count > 0;
  reading->row_fault_count = 0;
  return any ? drop_faulty(reading, err) : WIJK_OK;
}

/* ---- points from columns ---- */

static void drop_column(wijk_reading *reading, size_t column) {
  wijk_layer *layer = reading->layer;
  size_t after = layer->column_count - column - 1;
  memmove(layer->columns + column, layer->columns + column + 1, after * sizeof *layer->columns);
  if (reading->written)
    memmove(reading->written + column, reading->written + column + 1, after * sizeof *reading->written);
  layer->column_count--;
}

/* The shape of a row has one home: fields that held it leave the table. */
static wijk_status make_points(wijk_reading *reading, bool *degrees, bool *rd, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  size_t x, y;
  if (wijk_roles_xy(reading, &x, &y, degrees, rd, err) != WIJK_OK || x == WIJK_NONE)
    return err->status;
  if (wijk_types_number(reading, &layer->columns[x], err) != WIJK_OK ||
      wijk_types_number(reading, &layer->columns[y], err) != WIJK_OK ||
      wijk_roles_take(reading, x, "x", err) != WIJK_OK || wijk_roles_take(reading, y, "y", err) != WIJK_OK)
    return err->status;
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = layer->row_count};
  layer->geometry.x = layer->columns[x].numbers;
  layer->geometry.y = layer->columns[y].numbers;
  drop_column(reading, x > y ? x : y);
  drop_column(reading, x > y ? y : x);
  return WIJK_OK;
}

/* ---- stages ---- */

wijk_status wijk_reading_digest(wijk_reading *reading, const wijk_role *roles, size_t role_count, bool strict,
                                bool needs_place, wijk_error *err) {
  bool degrees = false, rd = false;
  reading->counts.read = reading->layer->row_count;
  wijk_status status = say_row_faults(reading, err);
  if (status == WIJK_OK && !reading->counts.read)
    status = wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "no-rows", NULL, NULL, err, "it has no rows");
  if (status == WIJK_OK)
    status = wijk_types_find(reading, err);
  if (status == WIJK_OK && reading->layer->geometry.type == WIJK_GEOMETRY_NONE)
    status = make_points(reading, &degrees, &rd, err);
  if (status == WIJK_OK)
    status = wijk_roles_find(reading, roles, role_count, strict, err);
  if (status == WIJK_OK)
    status = wijk_place(reading, degrees, rd, needs_place, err);
  return status == WIJK_OK ? WIJK_OK : wijk_error_frame(err, "reading %s", reading->counts.role);
}

wijk_status wijk_reading_settle(wijk_reading *reading, wijk_error *err) {
  if (!reading->source->keep_going && wijk_report_check(reading->report, reading->first_finding, err) != WIJK_OK) {
    bool rows = reading->counts.rejected > 0 || any_faulty(reading);
    if (rows && !reading->source->skip_faulty)
      wijk_error_hint(err, "correct the source, or give --skip-faulty to leave those rows out");
    return wijk_error_frame(err, "reading %s", reading->counts.role);
  }
  if (drop_faulty(reading, err) != WIJK_OK || reading->source->keep_going || !reading->counts.read ||
      reading->counts.rejected < reading->counts.read)
    return err->status;
  wijk_error_set(err, WIJK_DATA, "'%s': every one of its %zu rows is faulty; nothing is left to work with",
                 reading->file, reading->counts.read);
  wijk_error_hint(err, "correct the source; wijk-inspect lists what is wrong with each row");
  return wijk_error_frame(err, "reading %s", reading->counts.role);
}

wijk_status wijk_reading_record(wijk_reading *reading, wijk_error *err) {
  reading->fields[reading->field_count] = NULL;
  wijk_input input = {.role = reading->counts.role,
                      .source = reading->file,
                      .layer = reading->layer_name,
                      .crs = reading->crs,
                      .crs_found = reading->crs ? reading->crs_found : NULL,
                      .pipeline = reading->pipeline,
                      .encoding = reading->encoding,
                      .rows = reading->counts.read,
                      .hash_name = reading->hash ? reading->hash_name : NULL,
                      .hash = reading->hash,
                      .fields = reading->fields};
  wijk_counts counts = reading->counts;
  counts.used = counts.read - counts.not_selected - counts.outside - counts.rejected;
  if (wijk_report_add_input(reading->report, &input, err) != WIJK_OK)
    return err->status;
  return wijk_report_add_counts(reading->report, &counts, err);
}
