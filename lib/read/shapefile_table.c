/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of a Shapefile: values out of the bytes of its .dbf, of which shapelib says where each field stands. */
#include <math.h>
#include <omp.h>
#include <string.h>

#include "read/encoding.h"
#include "read/shapefile.h"

static const char *cell_of(const shapefile_table *table, const shapefile_field *field, size_t row) {
  return table->rows + row * table->row_width + field->offset;
}

/* ---- encoding ---- */

static bool all_ascii(const shapefile_table *table) {
  enum { STEP = 1 << 16 };
  size_t length = table->row_count * table->row_width;
  for (size_t at = 0; at < length; at += STEP) {
    unsigned char any = 0;
    for (size_t i = at; i < length && i < at + STEP; i++)
      any |= (unsigned char)table->rows[i];
    if (any & 0x80)
      return false;
  }
  return true;
}

static bool all_utf8(const shapefile_table *table, bool *beyond_ascii) {
  bool valid = true;
  *beyond_ascii = false;
  if (all_ascii(table))
    return true;
  for (size_t i = 0; i < table->row_count && valid; i++) {
    for (size_t f = 0; f < table->field_count; f++) {
      const char *text = cell_of(table, &table->fields[f], i);
      size_t length = table->fields[f].width;
      if (table->fields[f].type != 'C')
        continue;
      for (size_t c = 0; c < length; c++)
        *beyond_ascii |= (unsigned char)text[c] >= 0x80;
      while (length && (text[length - 1] == ' ' || text[length - 1] == '\0'))
        length--;
      /* a text cut at the width of its field may end inside a character */
      size_t cut = length;
      for (size_t back = 1; back < 4 && back < length && length == table->fields[f].width; back++)
        if (((unsigned char)text[length - back] & 0xc0) == 0xc0) {
          cut = length - back;
          break;
        }
      valid &= wijk_text_is_utf8(text, length) || wijk_text_is_utf8(text, cut);
    }
  }
  return valid;
}

/* .cpg, else the language byte, else UTF-8 if valid, else Windows-1252; and a contradiction is said. */
static wijk_status find_encoding(wijk_reading *reading, const shapefile *files, const shapefile_table *table,
                                 const char **name, wijk_error *err) {
  const wijk_file *cpg = &files->parts[SHAPEFILE_CPG];
  bool beyond_ascii, utf8 = all_utf8(table, &beyond_ascii);
  const char *how = "its .cpg";
  *name = cpg->bytes ? encoding_of_cpg((const char *)cpg->bytes, cpg->length) : NULL;
  if (cpg->bytes && !*name)
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "unknown-encoding", NULL, NULL, err,
                     "its .cpg names an encoding that is not known: '%.20s'", (const char *)cpg->bytes);
  if (!*name) {
    *name = encoding_of_language(files->parts[SHAPEFILE_DBF].bytes[29]);
    how = "its language byte";
  }
  if (*name && beyond_ascii && strcmp(*name, "UTF-8") == 0 && !utf8) {
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "encoding-contradiction", NULL, *name, err,
                     "it says its texts are UTF-8, but they are not; read as Windows-1252");
    *name = NULL;
  } else if (*name && beyond_ascii && strcmp(*name, "UTF-8") != 0 && utf8) {
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "encoding-contradiction", NULL, *name, err,
                     "it says its texts are %s, but all of them are valid UTF-8 too; if names look garbled, give it a "
                     ".cpg file that says UTF-8",
                     *name);
  }
  if (!*name) {
    *name = utf8 ? "UTF-8" : "windows-1252";
    how = "its bytes";
    if (!utf8)
      wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "encoding", NULL, *name, err,
                       "nothing says in which encoding its texts are; they are read as Windows-1252");
  }
  reading->encoding = wijk_arena_format(reading->arena, err, "%s (by %s)", *name, how);
  return err->status;
}

/* ---- values ---- */

static wijk_status add_date(wijk_reading *reading, const char *text, size_t length, encoding *alphabet, bool *broken,
                            const char **value, wijk_error *err) {
  if (length == 8 && strspn(text, "0123456789") >= 8) {
    if (memcmp(text, "00000000", 8) != 0)
      *value = wijk_arena_format(reading->arena, err, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
  } else {
    *value = encoding_read(alphabet, text, length, reading->arena, broken, err);
  }
  return err->status;
}

static void trim(const char **text, size_t *length) {
  while (*length && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\0'))
    --*length;
  while (*length && **text == ' ')
    ++*text, --*length;
}

static bool is_empty(const char *text, size_t length) {
  return !length || text[0] == '\0';
}

static wijk_status read_text(wijk_reading *reading, wijk_column *column, char type, size_t row, const char *text,
                             size_t length, encoding *alphabet, bool *broken, wijk_error *err) {
  trim(&text, &length);
  if (is_empty(text, length))
    return WIJK_OK;
  if (type == 'D')
    return add_date(reading, text, length, alphabet, broken, &column->texts[row], err);
  if (type == 'L')
    column->texts[row] = strchr("TtYy", text[0]) ? "true" : strchr("FfNn", text[0]) ? "false" : NULL;
  else
    column->texts[row] = encoding_read(alphabet, text, length, reading->arena, broken, err);
  return err->status;
}

/* False for what is neither a number nor the lack of one. */
static bool read_number(const char *text, size_t length, double *number) {
  double value;
  trim(&text, &length);
  if (is_empty(text, length) || text[0] == '*') /* filled with asterisks: no value */
    return true;
  if (!wijk_number_read(text, length, &value))
    return false;
  if (value > -1e38) /* below is "no data" by the format's own description */
    *number = value;
  return true;
}

/* What cannot be read is named afterwards, in the order of the rows, whatever thread came upon it. */
static wijk_status read_numbers(wijk_reading *reading, const shapefile_table *table, const shapefile_field *field,
                                wijk_column *column, encoding *alphabet, bool *broken, wijk_error *err) {
  int workers = reading->source->threads > 0 ? reading->source->threads : omp_get_max_threads();
  bool all = true, whole = true;
  double *numbers = column->numbers;
#pragma omp parallel for schedule(static) num_threads(workers) reduction(&& : all, whole) if (table->row_count > 65536)
  for (size_t i = 0; i < table->row_count; i++) {
    all = read_number(cell_of(table, field, i), field->width, &numbers[i]) && all;
    whole = whole && (isnan(numbers[i]) || numbers[i] == nearbyint(numbers[i]));
  }
  column->whole = whole;
  for (size_t i = 0; !all && i < table->row_count && err->status == WIJK_OK; i++) {
    double ignored;
    const char *text = cell_of(table, field, i);
    size_t length = field->width;
    if (read_number(text, length, &ignored))
      continue;
    trim(&text, &length);
    const char *written = encoding_read(alphabet, text, length, reading->arena, broken, err);
    if (written)
      wijk_reading_keep_fault(reading, i, "not-a-number", err, "%s '%s' is not a number", column->name, written);
  }
  return err->status;
}

static wijk_status read_field(wijk_reading *reading, const shapefile *files, const shapefile_table *table,
                              const shapefile_field *field, encoding *alphabet, bool *broken, wijk_error *err) {
  char type = field->type;
  size_t width = field->width;
  bool digits = type == 'N' || type == 'F';
  bool number = digits && !(field->decimals == 0 && width > 15 && type == 'N' && width < 19);
  const char *label = encoding_read(alphabet, field->name, strlen(field->name), reading->arena, broken, err);
  const char *whole = label ? shapefile_whole_name(files->names, label, reading->arena, err) : NULL;
  if (err->status != WIJK_OK)
    return err->status;
  if (!wijk_reading_wants(reading, whole ? whole : label))
    return wijk_reading_pass_field(reading, whole ? whole : label, err);
  wijk_column *column = wijk_reading_add_column(reading, label, number ? WIJK_COLUMN_NUMBER : WIJK_COLUMN_TEXT, err);
  if (!column)
    return err->status;
  if (number)
    return read_numbers(reading, table, field, column, alphabet, broken, err);
  if (digits)
    column->type = WIJK_COLUMN_CODE;
  for (size_t i = 0; i < table->row_count && err->status == WIJK_OK; i++)
    read_text(reading, column, type, i, cell_of(table, field, i), width, alphabet, broken, err);
  return err->status;
}

/* Rows marked as deleted are not there, as in every program that reads a dBASE table; nor is what is wrong with them.
 */
static wijk_status drop_deleted(wijk_reading *reading, const shapefile_table *table, wijk_error *err) {
  bool *keep = WIJK_ARENA_ADD(reading->arena, bool, table->row_count, err);
  for (size_t i = 0; keep && i < table->row_count; i++) {
    keep[i] = table->rows[i * table->row_width] != '*';
    reading->deleted += !keep[i];
  }
  return reading->deleted ? wijk_reading_keep(reading, keep, err) : err->status;
}

wijk_status shapefile_table_read(wijk_reading *reading, const shapefile *files, const shapefile_table *table,
                                 wijk_error *err) {
  const char *name;
  if (find_encoding(reading, files, table, &name, err) != WIJK_OK)
    return err->status;
  encoding *alphabet = encoding_open(name, err);
  if (!alphabet)
    return err->status;
  bool broken = false;
  for (size_t f = 0; f < table->field_count && err->status == WIJK_OK; f++)
    read_field(reading, files, table, &table->fields[f], alphabet, &broken, err);
  encoding_close(alphabet);
  if (broken && err->status == WIJK_OK)
    wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "unreadable-text", NULL, name, err,
                     "some of its texts hold bytes that %s does not have; each reads as '�'", name);
  return err->status == WIJK_OK ? drop_deleted(reading, table, err) : err->status;
}
