/* SPDX-License-Identifier: EUPL-1.2 */
/* Which columns of a text file are numbers, and with which decimal mark: found over the whole file, never guessed. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "read/reading.h"

/* How the cells of one column can be read. */
typedef struct column_reading {
  size_t filled, numbers, by_point, by_comma;
  size_t point_only, comma_only;
  size_t two_ways; /* reads with either mark, as different numbers */
  const char *two_way_value;
  size_t two_way_row;
  bool dots;       /* has '.' for missing */
  bool identifier; /* a leading zero, or more digits than a number keeps */
} column_reading;

bool wijk_types_is_missing_code(double value) {
  return value == -99999999 || value == -99999 || value == -99998 || value == -99997;
}

static bool is_empty(const char *text) {
  return !text || !*text || (text[0] == '.' && text[1] == '\0');
}

/* Bit 1: with a decimal point; bit 2: with a decimal comma; `*marked`: it holds a mark at all. */
static unsigned readings_of(const char *text, size_t *length, bool *marked) {
  size_t at = 0, digits = 0;
  *marked = false;
  for (; text[at]; at++) {
    char c = text[at];
    if (c >= '0' && c <= '9')
      digits++;
    else if (c == '.' || c == ',')
      *marked = true;
    else if (c != '-' && c != '+' && c != 'e' && c != 'E')
      return 0;
  }
  *length = at;
  if (!digits)
    return 0;
  double value;
  if (!*marked)
    return wijk_number_read(text, at, &value) ? 3 : 0;
  return (unsigned)wijk_number_read_grouped(text, at, WIJK_DECIMAL_POINT, &value) |
         (unsigned)wijk_number_read_grouped(text, at, WIJK_DECIMAL_COMMA, &value) << 1;
}

static bool looks_like_identifier(const char *text, size_t length, bool marked) {
  size_t digits = strspn(text, "0123456789");
  return !marked && digits == length && ((length > 1 && text[0] == '0') || length > 15);
}

static void look_at(const wijk_column *column, size_t row_count, column_reading *found) {
  *found = (column_reading){0};
  for (size_t i = 0; i < row_count; i++) {
    const char *text = column->texts[i];
    if (is_empty(text)) {
      found->dots |= text != NULL;
      continue;
    }
    size_t length = 0;
    bool marked;
    unsigned readings = readings_of(text, &length, &marked);
    found->filled++;
    found->numbers += readings != 0;
    found->by_point += readings & 1;
    found->by_comma += readings >> 1;
    found->point_only += readings == 1;
    found->comma_only += readings == 2;
    if (readings == 3 && marked && !found->two_ways++) {
      found->two_way_value = text;
      found->two_way_row = i;
    }
    found->identifier |= readings && looks_like_identifier(text, length, marked);
  }
}

/* Names that say "I am no quantity". */
static bool has_code_name(const char *name) {
  static const char *const endings[] = {"code", "_id", "_nr", "nummer", "postcode", "_ean", "telefoon"};
  if (wijk_text_same(name, "id") || wijk_text_same(name, "fid") || wijk_text_same(name, "nr"))
    return true;
  size_t length = strlen(name);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t end = strlen(endings[i]);
    if (length >= end && wijk_text_same(name + length - end, endings[i]))
      return true;
  }
  return false;
}

/* The mark its own cells prove, else that of the file. */
static wijk_decimal decimal_of(const wijk_reading *reading, const column_reading *found) {
  if (reading->source->decimal)
    return reading->source->decimal;
  if (found->comma_only && !found->point_only)
    return WIJK_DECIMAL_COMMA;
  if (found->point_only && !found->comma_only)
    return WIJK_DECIMAL_POINT;
  return reading->decimal;
}

/* A fault of the file, not of a row that could be left out; the search for others goes on. */
static wijk_status say_two_ways(wijk_reading *reading, const wijk_column *column, const column_reading *found,
                                wijk_error *err) {
  if (wijk_reading_say(reading, WIJK_FAULT, found->two_way_row, "two-ways", column->name, found->two_way_value, err,
                       "%s '%s' reads two ways, and nothing in the file says which", column->name,
                       found->two_way_value) == WIJK_OK)
    reading->report->findings[reading->report->finding_count - 1].hint = "give --decimal comma or --decimal point";
  return err->status;
}

/* ---- one column ---- */

static bool all_whole(const double *numbers, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!isnan(numbers[i]) && (numbers[i] != nearbyint(numbers[i]) || fabs(numbers[i]) > 9007199254740992))
      return false;
  return true;
}

/* Whether the number depends on which mark is the decimal one. */
static bool is_two_ways(const char *text) {
  size_t length;
  bool marked;
  return readings_of(text, &length, &marked) == 3 && marked;
}

/* Turns text into numbers; a cell that is none is a fault of its row where `faults`, else there is none. Without a
 * decimal mark a cell that reads two ways has no value; that was said of the file. */
static wijk_status convert(wijk_reading *reading, wijk_column *column, wijk_decimal decimal, bool faults,
                           wijk_error *err) {
  size_t count = reading->layer->row_count;
  double *numbers = WIJK_ARENA_ADD(reading->arena, double, count, err);
  if (!numbers)
    return err->status;
  for (size_t i = 0; i < count; i++) {
    const char *text = column->texts[i];
    numbers[i] = NAN;
    if (is_empty(text))
      continue;
    double value = NAN;
    if (!decimal && is_two_ways(text)) {
      reading->faulty[i] = true;
    } else if (wijk_number_read_grouped(text, strlen(text), decimal ? decimal : WIJK_DECIMAL_POINT, &value)) {
      if (!wijk_types_is_missing_code(value))
        numbers[i] = value;
    } else if (faults && wijk_reading_fault(reading, i, "not-a-number", column->name, text, err,
                                            "%s '%s' is not a number", column->name, text) != WIJK_OK) {
      return err->status;
    }
  }
  size_t index = (size_t)(column - reading->layer->columns);
  if (reading->written)
    reading->written[index] = column->texts;
  column->type = WIJK_COLUMN_NUMBER;
  column->texts = NULL;
  column->numbers = numbers;
  column->whole = all_whole(numbers, count);
  return WIJK_OK;
}

wijk_status wijk_types_number(wijk_reading *reading, wijk_column *column, wijk_error *err) {
  if (column->type == WIJK_COLUMN_NUMBER)
    return WIJK_OK;
  column_reading found;
  look_at(column, reading->layer->row_count, &found);
  wijk_decimal decimal = decimal_of(reading, &found);
  if (!decimal && found.two_ways && say_two_ways(reading, column, &found, err) != WIJK_OK)
    return err->status;
  return convert(reading, column, decimal, true, err);
}

/* "5.9901E+14": what a spreadsheet makes of a long code, its last digits lost. */
static bool in_spreadsheet_notation(const char *text) {
  size_t at = strspn(text, "0123456789.,");
  if (!at || (text[at] != 'E' && text[at] != 'e'))
    return false;
  size_t sign = text[at + 1] == '+';
  size_t digits = strspn(text + at + 1 + sign, "0123456789");
  return digits && text[at + 1 + sign + digits] == '\0' && (sign || strpbrk(text, ".,"));
}

wijk_status wijk_types_text(wijk_reading *reading, wijk_column *column, bool code, wijk_error *err) {
  size_t index = (size_t)(column - reading->layer->columns), count = reading->layer->row_count;
  if (column->type == WIJK_COLUMN_NUMBER) {
    const char **texts = reading->written ? reading->written[index] : NULL;
    if (!texts) {
      texts = WIJK_ARENA_ADD(reading->arena, const char *, count, err);
      for (size_t i = 0; texts && i < count; i++) {
        char digits[WIJK_NUMBER_SIZE];
        wijk_number_write(column->numbers[i], digits);
        texts[i] = isnan(column->numbers[i]) ? NULL : wijk_arena_text(reading->arena, digits, err);
      }
      if (err->status != WIJK_OK)
        return err->status;
    }
    column->type = WIJK_COLUMN_TEXT;
    column->whole = false;
    column->numbers = NULL;
    column->texts = texts;
  }
  if (!code)
    return WIJK_OK;
  column->type = WIJK_COLUMN_CODE;
  for (size_t i = 0; i < count; i++)
    if (column->texts[i] && in_spreadsheet_notation(column->texts[i]) &&
        wijk_reading_fault(reading, i, "code-in-spreadsheet-notation", column->name, column->texts[i], err,
                           "%s '%s' is a code that a spreadsheet turned into a number; its digits are lost",
                           column->name, column->texts[i]) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

/* ---- the whole file ---- */

/* A column nearly all of whose cells are numbers is a column of numbers with a fault in it. */
static wijk_status say_mixed(wijk_reading *reading, const wijk_column *column, const column_reading *found,
                             wijk_error *err) {
  if (found->filled < 10 || found->numbers * 10 < found->filled * 9)
    return WIJK_OK;
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    size_t length;
    bool marked;
    const char *text = column->texts[i];
    if (!is_empty(text) && (!readings_of(text, &length, &marked) || found->numbers == found->filled))
      return wijk_reading_say(
          reading, WIJK_WARNING, i, "mixed-column", column->name, text, err,
          "%s is read as text: %zu of its %zu values are numbers, but not all in one notation ('%s')", column->name,
          found->numbers, found->filled, text);
  }
  return WIJK_OK;
}

static wijk_status find_decimal(wijk_reading *reading, const column_reading *found, wijk_error *err) {
  const wijk_layer *layer = reading->layer;
  size_t comma = WIJK_NONE, point = WIJK_NONE;
  for (size_t c = 0; c < layer->column_count; c++) {
    if (found[c].identifier || found[c].numbers * 2 < found[c].filled || has_code_name(layer->columns[c].name))
      continue;
    if (found[c].comma_only && comma == WIJK_NONE)
      comma = c;
    if (found[c].point_only && point == WIJK_NONE)
      point = c;
  }
  if (comma != WIJK_NONE && point != WIJK_NONE && comma != point)
    return wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "decimal-marks", NULL, NULL, err,
                            "'%s' has a decimal comma and '%s' a decimal point; each is read by its own",
                            layer->columns[comma].name, layer->columns[point].name);
  reading->decimal = comma != WIJK_NONE && point == WIJK_NONE   ? WIJK_DECIMAL_COMMA
                     : point != WIJK_NONE && comma == WIJK_NONE ? WIJK_DECIMAL_POINT
                                                                : WIJK_DECIMAL_UNKNOWN;
  return WIJK_OK;
}

static wijk_status settle_column(wijk_reading *reading, wijk_column *column, const column_reading *found,
                                 wijk_error *err) {
  for (size_t i = 0; found->dots && i < reading->layer->row_count; i++)
    if (is_empty(column->texts[i]))
      column->texts[i] = NULL;
  if (found->identifier || has_code_name(column->name)) {
    column->type = WIJK_COLUMN_CODE;
    return WIJK_OK;
  }
  if (!found->filled || !found->numbers)
    return WIJK_OK;
  wijk_decimal decimal = decimal_of(reading, found);
  if (!decimal && found->two_ways && found->numbers == found->filled && !(found->comma_only && found->point_only))
    return say_two_ways(reading, column, found, err) == WIJK_OK ? convert(reading, column, decimal, false, err)
                                                                : err->status;
  size_t read = decimal == WIJK_DECIMAL_COMMA ? found->by_comma : found->by_point;
  if (read < found->filled)
    return say_mixed(reading, column, found, err);
  return convert(reading, column, decimal, false, err);
}

/* Whether a column could hold a missing code or an infinity: no value is as low as a code, and none above the largest
 * number. One pass without a branch, since ten million rows mostly hold neither. */
static bool may_need_cleaning(const double *numbers, size_t count) {
  enum { LANES = 8 };
  bool found[LANES] = {false};
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (size_t k = 0; k < LANES; k++)
      found[k] |= (numbers[i + k] <= -99997) | (numbers[i + k] > DBL_MAX);
  for (; i < count; i++)
    found[0] |= (numbers[i] <= -99997) | (numbers[i] > DBL_MAX);
  for (size_t k = 1; k < LANES; k++)
    found[0] |= found[k];
  return found[0];
}

/* Numbers that came as numbers: the missing codes go, and infinity is no figure. */
static wijk_status clean_numbers(wijk_reading *reading, wijk_column *column, wijk_error *err) {
  if (!may_need_cleaning(column->numbers, reading->layer->row_count))
    return WIJK_OK;
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    if (wijk_types_is_missing_code(column->numbers[i]))
      column->numbers[i] = NAN;
    if (isinf(column->numbers[i])) {
      column->numbers[i] = NAN;
      if (wijk_reading_fault(reading, i, "not-a-number", column->name, "infinity", err, "%s is infinite",
                             column->name) != WIJK_OK)
        return err->status;
    }
  }
  return WIJK_OK;
}

wijk_status wijk_types_find(wijk_reading *reading, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  reading->decimal = reading->source->decimal;
  reading->written = WIJK_ARENA_ADD(reading->arena, const char **, layer->column_count + 1, err);
  column_reading *found = WIJK_ARENA_ADD(reading->arena, column_reading, layer->column_count, err);
  if (!reading->written || !found)
    return err->status;
  for (size_t c = 0; c < layer->column_count && !reading->raw; c++) {
    wijk_column *column = &layer->columns[c];
    if (column->type == WIJK_COLUMN_NUMBER && clean_numbers(reading, column, err) != WIJK_OK)
      return err->status;
    if (column->type == WIJK_COLUMN_TEXT && has_code_name(column->name))
      column->type = WIJK_COLUMN_CODE;
  }
  if (!reading->raw)
    return WIJK_OK;
  for (size_t c = 0; c < layer->column_count; c++)
    look_at(&layer->columns[c], layer->row_count, &found[c]);
  if (!reading->decimal && find_decimal(reading, found, err) != WIJK_OK)
    return err->status;
  for (size_t c = 0; c < layer->column_count; c++)
    if (settle_column(reading, &layer->columns[c], &found[c], err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}
