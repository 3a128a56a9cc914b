/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of a GeoPackage. SQLite keeps any value in any column: what does not fit the type that the column declares is
 * a fault of its row, never another value. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/put.h"
#include "read/geopackage.h"

static bool failed(const geopackage_target *to) {
  return to->chunk->err.status != WIJK_OK;
}

bool geopackage_fault_add(const geopackage_target *to, size_t row, const char *code, const char *format, ...) {
  geopackage_chunk *chunk = to->chunk;
  if (chunk->fault_count == chunk->fault_capacity) {
    size_t capacity = chunk->fault_capacity ? chunk->fault_capacity * 2 : 16;
    geopackage_fault *larger = memory_resize(chunk->faults, capacity, sizeof *larger);
    if (!larger) {
      wijk_error_set(&chunk->err, WIJK_MEMORY, "no memory for faults");
      return false;
    }
    chunk->faults = larger;
    chunk->fault_capacity = capacity;
  }
  char message[800] = "";
  va_list arguments;
  va_start(arguments, format);
  message_put(message, sizeof message, format, arguments);
  va_end(arguments);
  const char *copy = wijk_arena_text(to->worker->arena, message, &chunk->err);
  if (copy)
    chunk->faults[chunk->fault_count++] = (geopackage_fault){row, code, copy};
  return copy != NULL;
}

/* ---- numbers ---- */

static bool no_number(const geopackage_target *to, const char *name, size_t row, const sql_cell *cell) {
  if (cell->type == SQL_TEXT && cell->length == 0)
    return true;
  if (cell->type == SQL_TEXT && wijk_text_is_utf8(cell->bytes, cell->length))
    return geopackage_fault_add(to, row, "not-a-number", "%s '%s' is not a number", name, cell->bytes);
  return geopackage_fault_add(to, row, "not-a-number", "%s is not a number", name);
}

static bool take_number(const geopackage_target *to, const geopackage_field *field, size_t number, size_t row,
                        const sql_cell *cell) {
  const wijk_column *column = &to->layer->columns[field->column];
  switch (cell->type) {
  case SQL_NULL:
    return true;
  case SQL_WHOLE:
    column->numbers[row] = (double)cell->whole;
    if (geopackage_is_wide(cell->whole))
      to->worker->wide[number] = true;
    return true;
  case SQL_REAL:
    column->numbers[row] = cell->real;
    if (cell->real != nearbyint(cell->real))
      to->worker->broken[number] = true;
    return true;
  default:
    return no_number(to, column->name, row, cell);
  }
}

/* ---- texts ---- */

static bool put_text(const geopackage_target *to, const geopackage_field *field, size_t row, const char *bytes,
                     size_t length) {
  const char *copy = wijk_arena_text_part(to->worker->arena, bytes, length, &to->chunk->err);
  to->layer->columns[field->column].texts[row] = copy;
  return copy != NULL;
}

static bool take_text(const geopackage_target *to, const geopackage_field *field, size_t row, const sql_cell *cell) {
  char digits[WIJK_NUMBER_SIZE > 24 ? WIJK_NUMBER_SIZE : 24];
  const char *name = to->layer->columns[field->column].name;
  switch (cell->type) {
  case SQL_NULL:
    return true;
  case SQL_WHOLE:
    snprintf(digits, sizeof digits, "%" PRId64, cell->whole);
    return put_text(to, field, row, digits, strlen(digits));
  case SQL_REAL:
    return put_text(to, field, row, digits, wijk_number_write(cell->real, digits));
  default:
    if (!cell->length)
      return true;
    if (memchr(cell->bytes, '\0', cell->length))
      return geopackage_fault_add(to, row, "encoding", "%s holds a byte 0, which no text does", name);
    if (!wijk_text_is_utf8(cell->bytes, cell->length))
      return geopackage_fault_add(to, row, "encoding", "%s is not UTF-8", name);
    return put_text(to, field, row, cell->bytes, cell->length);
  }
}

/* Whether `text` starts as `form` does: 0 for a digit, - for - or /, T for T or a blank. */
static bool has_form(const char *text, size_t length, const char *form) {
  size_t i = 0;
  for (; form[i] && i < length; i++) {
    char c = text[i];
    if (form[i] == '0'   ? c < '0' || c > '9'
        : form[i] == '-' ? c != '-' && c != '/'
        : form[i] == 'T' ? c != 'T' && c != ' '
                         : c != form[i])
      return false;
  }
  return !form[i];
}

/* A date, with its time unless that is midnight; anything else stays as it is written, for others to judge. */
static bool take_date(const geopackage_target *to, const geopackage_field *field, size_t row, const sql_cell *cell) {
  char text[sizeof "2020-01-02T03:04:05"];
  if (cell->type != SQL_TEXT || !has_form(cell->bytes, cell->length, "0000-00-00") ||
      (cell->length > 10 && !has_form(cell->bytes, cell->length, "0000-00-00T00:00")))
    return take_text(to, field, row, cell);
  memcpy(text, cell->bytes, 10);
  text[4] = text[7] = '-';
  if (cell->length == 10)
    return put_text(to, field, row, text, 10);
  memcpy(text + 10, "T00:00:00", 9);
  memcpy(text + 11, cell->bytes + 11, 5);
  if (has_form(cell->bytes + 16, cell->length - 16, ":00"))
    memcpy(text + 16, cell->bytes + 16, 3);
  return put_text(to, field, row, text, memcmp(text + 10, "T00:00:00", 9) == 0 ? 10 : 19);
}

bool geopackage_take_cell(const geopackage_target *to, const geopackage_field *field, size_t number, size_t row,
                          const sql_cell *cell) {
  switch (field->kind) {
  case FIELD_WHOLE:
  case FIELD_REAL:
    return take_number(to, field, number, row, cell);
  case FIELD_DATE:
    return take_date(to, field, row, cell);
  case FIELD_CODE: /* a column of numbers that turned out to be codes: what was no number is said already */
    return cell->type != SQL_WHOLE && cell->type != SQL_REAL ? true : take_text(to, field, row, cell);
  case FIELD_TEXT:
    return take_text(to, field, row, cell);
  case FIELD_NONE:
    break;
  }
  return !failed(to);
}
