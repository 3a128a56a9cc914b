/* SPDX-License-Identifier: EUPL-1.2 */
/* The door for CSV: every cell is text until types are found over the whole file. */
#include "read/csv.h"

#include <string.h>

#include "base/memory.h"
#include "read/file.h"
#include "read/reading.h"

/* Cells of the rows, one row after another. */
typedef struct csv_table {
  csv_scan scan;
  size_t width; /* columns by the first line */
  const char **names;
  const char **cells;
  size_t *records; /* number of each row in the source, from 1 */
  size_t row_count, row_capacity;
} csv_table;

/* ---- first line ---- */

static wijk_status add_name(wijk_reading *reading, csv_table *table, const char *text, wijk_error *err) {
  const char *name = text;
  if (!*name)
    name = wijk_arena_format(reading->arena, err, "column_%zu", table->width + 1);
  if (!name)
    return err->status;
  for (size_t i = 0; i < table->width; i++)
    if (wijk_text_same(table->names[i], name)) {
      wijk_reading_say(reading, WIJK_FAULT, WIJK_NONE, "duplicate-field", name, NULL, err,
                       "columns %zu and %zu are both called '%s'; give each a name of its own", i + 1, table->width + 1,
                       name);
      name = wijk_arena_format(reading->arena, err, "%s (column %zu)", name, table->width + 1);
      break;
    }
  table->names[table->width++] = name;
  return err->status;
}

/* "sep=;" is how Excel says which delimiter a file has. */
static bool take_separator_line(csv_scan *scan) {
  if (scan->end - scan->at < 6 || memcmp(scan->at, "sep=", 4) != 0 || (scan->at[5] != '\n' && scan->at[5] != '\r'))
    return false;
  scan->delimiter = scan->at[4];
  scan->at = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
  scan->at = scan->at ? scan->at + 1 : scan->end;
  return true;
}

static void skip_blank_lines(csv_scan *scan) {
  for (char *at = scan->at; at < scan->end && strchr(" \t\r\n", *at); at++)
    if (*at == '\n' || at + 1 == scan->end)
      scan->at = at + 1;
}

static wijk_status read_names(wijk_reading *reading, csv_table *table, wijk_error *err) {
  csv_scan *scan = &table->scan;
  if (!take_separator_line(scan) &&
      csv_find_delimiter(reading->file, scan->at, (size_t)(scan->end - scan->at), &scan->delimiter, err) != WIJK_OK)
    return err->status;
  skip_blank_lines(scan);
  if (scan->at == scan->end) {
    wijk_error_set(err, WIJK_DATA, "'%s' is empty", reading->file);
    return wijk_error_hint(err, "the first line names the columns");
  }
  const char *line = scan->at;
  size_t width = csv_next_width(&line, scan->end, scan->delimiter);
  if (wijk_limit_check(reading->file, "columns", width, WIJK_LIMIT_COLUMNS, err) != WIJK_OK)
    return err->status;
  table->names = WIJK_ARENA_ADD(reading->arena, const char *, width + 1, err);
  if (!table->names)
    return err->status;
  bool named = false;
  for (csv_end ended = CSV_DELIMITER; ended == CSV_DELIMITER;) {
    csv_cell cell;
    ended = csv_next_cell(scan, &cell);
    if (ended == CSV_OPEN_QUOTE) {
      wijk_error_set(err, WIJK_DATA, "'%s': a quote in the first line is never closed", reading->file);
      return wijk_error_hint(err, "close the quote; a quote inside a text is written twice");
    }
    named |= cell.text[0] != '\0';
    if (add_name(reading, table, cell.text, err) != WIJK_OK)
      return err->status;
  }
  if (!named) {
    wijk_error_set(err, WIJK_DATA, "the first line of '%s' names no column", reading->file);
    return wijk_error_hint(err, "write the names of the columns above the rows");
  }
  return WIJK_OK;
}

/* ---- rows ---- */

static bool make_room(csv_table *table) {
  if (table->row_count < table->row_capacity)
    return true;
  size_t capacity = table->row_capacity ? table->row_capacity * 2 : 1024;
  const char **cells = memory_resize(table->cells, capacity, table->width * sizeof *cells);
  if (!cells)
    return false;
  table->cells = cells;
  size_t *records = memory_resize(table->records, capacity, sizeof *records);
  if (!records)
    return false;
  table->records = records;
  table->row_capacity = capacity;
  return true;
}

/* The rest of a row whose quote is never closed is unknown; the next line is a row again, and its faults are found. */
static wijk_status skip_open_quote(wijk_reading *reading, csv_table *table, size_t count, wijk_error *err) {
  csv_scan *scan = &table->scan;
  char *line_end = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
  scan->at = line_end ? line_end + 1 : scan->end;
  for (size_t i = count; i < table->width; i++)
    table->cells[table->row_count * table->width + i] = NULL;
  wijk_reading_keep_fault(reading, table->row_count++, "open-quote", err,
                          "a quote in column '%s' is never closed; a quote inside a text is written twice",
                          table->names[count < table->width ? count : table->width - 1]);
  return err->status;
}

/* Reads one record into the next row; an empty one is passed over. */
static wijk_status read_record(wijk_reading *reading, csv_table *table, size_t record, wijk_error *err) {
  if (!make_room(table))
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the rows of '%s'", reading->file);
  const char **row = table->cells + table->row_count * table->width;
  size_t count = 0, filled = 0;
  bool rest = false;
  table->records[table->row_count] = record;
  for (csv_end ended = CSV_DELIMITER; ended == CSV_DELIMITER;) {
    csv_cell cell;
    ended = csv_next_cell(&table->scan, &cell);
    if (ended == CSV_OPEN_QUOTE)
      return skip_open_quote(reading, table, count, err);
    bool has = cell.text[0] != '\0';
    if (count < table->width)
      row[count] = has ? cell.text : NULL;
    count++;
    if (has)
      filled = count;
    rest |= cell.rest;
  }
  if (!filled)
    return WIJK_OK;
  for (size_t i = count; i < table->width; i++)
    row[i] = NULL;
  if (rest)
    wijk_reading_keep_fault(reading, table->row_count, "text-after-quote", err,
                            "text stands behind a closing quote; a quote inside a text is written twice");
  if (count < table->width || filled > table->width)
    wijk_reading_keep_fault(reading, table->row_count, "row-width", err, "%zu cells, where the first line has %zu",
                            count, table->width);
  table->row_count++;
  return err->status;
}

static wijk_status read_rows(wijk_reading *reading, csv_table *table, wijk_error *err) {
  for (size_t record = 1; table->scan.at < table->scan.end && err->status == WIJK_OK; record++)
    read_record(reading, table, record, err);
  if (err->status == WIJK_OK)
    wijk_limit_check(reading->file, "rows", table->row_count, WIJK_LIMIT_ROWS, err);
  return err->status;
}

/* ---- to a layer ---- */

static wijk_status fill_layer(wijk_reading *reading, const csv_table *table, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(reading->arena, reading->file, table->row_count, err);
  if (!layer)
    return err->status;
  reading->layer = layer;
  layer->source_rows = WIJK_ARENA_ADD(reading->arena, size_t, table->row_count, err);
  if (!layer->source_rows)
    return err->status;
  if (table->row_count)
    memcpy(layer->source_rows, table->records, table->row_count * sizeof *table->records);
  for (size_t c = 0; c < table->width; c++) {
    bool filled = false;
    for (size_t i = 0; i < table->row_count && !filled; i++)
      filled = table->cells[i * table->width + c] != NULL;
    if (!filled && strncmp(table->names[c], "column_", 7) == 0)
      continue; /* a nameless, empty column: a delimiter at the end of each line */
    wijk_column *column = wijk_layer_add_column(layer, table->names[c], WIJK_COLUMN_TEXT, err);
    if (!column)
      return err->status;
    for (size_t i = 0; i < table->row_count; i++)
      column->texts[i] = table->cells[i * table->width + c];
  }
  return WIJK_OK;
}

wijk_status wijk_csv_read(wijk_reading *reading, wijk_error *err) {
  wijk_file file;
  if (wijk_file_open(reading->source->path, &file, err) != WIJK_OK)
    return err->status;
  csv_table table = {0};
  char *text = NULL;
  size_t length = 0;
  wijk_status status =
      wijk_hash_files(&file, 1, reading->source->full_hash, reading->arena, &reading->hash_name, &reading->hash, err);
  if (status == WIJK_OK)
    status =
        csv_decode(reading->file, file.bytes, file.length, reading->arena, &text, &length, &reading->encoding, err);
  wijk_file_close(&file);
  if (status == WIJK_OK && strcmp(reading->encoding, "UTF-8") != 0)
    status = wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "encoding", NULL, reading->encoding, err,
                              "its bytes are not UTF-8; its texts are read as Windows-1252");
  if (status == WIJK_OK) {
    table.scan = (csv_scan){text, text + length, ','};
    status = read_names(reading, &table, err);
  }
  if (status == WIJK_OK)
    status = read_rows(reading, &table, err);
  if (status == WIJK_OK)
    status = fill_layer(reading, &table, err);
  memory_free(table.cells);
  memory_free(table.records);
  reading->raw = true;
  return status;
}
