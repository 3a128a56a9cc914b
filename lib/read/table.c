/* SPDX-License-Identifier: EUPL-1.2 */
/* A table whose columns are known beforehand: each found, none of its values missing or out of range. */
#include <math.h>

#include "read/reading.h"

static wijk_status no_column(const wijk_reading *reading, const wijk_table_column *column, wijk_error *err) {
  const wijk_layer *layer = reading->layer;
  wijk_text fields = {0};
  for (size_t i = 0; i < layer->column_count; i++)
    wijk_text_add_format(&fields, "%s%s", i ? ", " : "", layer->columns[i].name);
  wijk_error_set(err, WIJK_DATA, "'%s' has no column for %s; it has: %s", reading->file, column->role,
                 fields.bytes ? fields.bytes : "none");
  wijk_error_hint(err, "name one of %s, or choose a field with --field %s.%s=FIELD", column->names,
                  reading->source->role, column->role);
  wijk_text_free(&fields);
  return wijk_error_frame(err, "reading %s", reading->source->role);
}

static wijk_status check_number(wijk_reading *reading, const wijk_table_column *wanted, const wijk_column *column,
                                size_t row, wijk_error *err) {
  char text[WIJK_NUMBER_SIZE], least[WIJK_NUMBER_SIZE], most[WIJK_NUMBER_SIZE];
  double value = column->numbers[row];
  bool whole = wanted->kind != 'w' || value == nearbyint(value);
  if (isnan(value) || (whole && value >= wanted->least && value <= wanted->most))
    return WIJK_OK;
  wijk_number_write(value, text);
  wijk_number_write(wanted->least, least);
  wijk_number_write(wanted->most, most);
  return wijk_reading_fault(reading, row, "out-of-range", column->name, text, err,
                            "%s is %s; it is to be %s from %s to %s", column->name, text,
                            wanted->kind == 'w' ? "a whole number" : "a number", least, most);
}

static wijk_status check_column(wijk_reading *reading, const wijk_table_column *wanted, wijk_error *err) {
  wijk_column *column = wijk_layer_find_role(reading->layer, wanted->role);
  if (!column)
    return wanted->needed ? no_column(reading, wanted, err) : WIJK_OK;
  const bool number = column->type == WIJK_COLUMN_NUMBER;
  for (size_t row = 0; row < reading->layer->row_count && err->status == WIJK_OK; row++) {
    bool there = number ? !isnan(column->numbers[row]) : column->texts[row] && *column->texts[row];
    if (!there && !number)
      column->texts[row] = NULL;
    if (!there && wanted->needed && !reading->faulty[row])
      wijk_reading_fault(reading, row, "missing", column->name, NULL, err, "%s is empty", column->name);
    else if (number)
      check_number(reading, wanted, column, row, err);
  }
  return err->status;
}

wijk_status wijk_table_check(wijk_reading *reading, const wijk_table_column *columns, size_t count, wijk_error *err) {
  for (size_t i = 0; i < count; i++)
    if (check_column(reading, &columns[i], err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

wijk_role wijk_table_role(const wijk_table_column *column) {
  return (wijk_role){column->role, column->names, column->kind == 't' ? 't' : 'n'};
}

static wijk_status read_rows(wijk_reading *reading, const wijk_table_column *columns, size_t count, wijk_error *err) {
  wijk_role *roles = WIJK_ARENA_ADD(reading->arena, wijk_role, count, err);
  if (!roles)
    return err->status;
  for (size_t i = 0; i < count; i++)
    roles[i] = wijk_table_role(&columns[i]);
  if (wijk_reading_digest(reading, roles, count, true, false, err) != WIJK_OK ||
      wijk_table_check(reading, columns, count, err) != WIJK_OK)
    return err->status;
  return wijk_reading_settle(reading, err) == WIJK_OK ? wijk_reading_record(reading, err) : err->status;
}

wijk_status wijk_read_table(const wijk_source *source, const wijk_table_column *columns, size_t column_count,
                            wijk_arena *arena, wijk_report *report, wijk_table *table, wijk_error *err) {
  wijk_reading reading;
  if (wijk_reading_open(&reading, source, NULL, 0, arena, report, err) != WIJK_OK ||
      read_rows(&reading, columns, column_count, err) != WIJK_OK)
    return err->status;
  *table = (wijk_table){reading.layer, wijk_arena_text(arena, reading.file, err)};
  return err->status;
}
