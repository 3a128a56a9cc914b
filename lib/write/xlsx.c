/* SPDX-License-Identifier: EUPL-1.2 */
/* Spreadsheet through libxlsxwriter: titles above the columns, a second sheet that says what they are and where they
 * come from. Points carry x and y. Excel keeps 15 digits of a number; the file holds 16. */
#define _GNU_SOURCE /* memfd_create */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include <wijk/version.h>

#include "geo/gdal.h"
#include "write/format.h"

#define CREATED 946684800 /* 2000-01-01: no clock in an output */
#define NAME_LIMIT 31

typedef struct sheet {
  lxw_worksheet *sheet;
  lxw_format *heading;
  lxw_error error; /* first that was not fine */
} sheet;

static void note(sheet *into, lxw_error error) {
  if (into->error == LXW_NO_ERROR)
    into->error = error;
}

/* A text is never a formula here, but may become one in what a reader saves from it: marked as in CSV. */
static void put_text(sheet *into, size_t row, size_t column, const char *value, lxw_format *format) {
  wijk_text marked = {0};
  if (!value)
    return;
  if (cell_is_formula(value)) {
    wijk_text_add(&marked, "'");
    wijk_text_add(&marked, value);
    value = marked.bytes ? marked.bytes : "";
    note(into, marked.failed ? LXW_ERROR_MEMORY_MALLOC_FAILED : LXW_NO_ERROR);
  }
  note(into, worksheet_write_string(into->sheet, (lxw_row_t)row, (lxw_col_t)column, value, format));
  wijk_text_free(&marked);
}

static void put_number(sheet *into, size_t row, size_t column, double value) {
  if (isfinite(value))
    note(into, worksheet_write_number(into->sheet, (lxw_row_t)row, (lxw_col_t)column, value, NULL));
}

static bool put_value(sheet *into, const wijk_layer *layer, size_t row, size_t c) {
  const wijk_column *column = &layer->columns[c];
  const double *coordinate = column_coordinate(layer, column);
  if (coordinate)
    put_number(into, row + 1, c, coordinate[row]);
  else if (!wijk_column_has(column, row))
    return false;
  else if (column->type == WIJK_COLUMN_NUMBER)
    put_number(into, row + 1, c, column->numbers[row]);
  else
    put_text(into, row + 1, c, column->texts[row], NULL);
  return true;
}

static void fill_table(sheet *into, const write_job *job) {
  const wijk_layer *layer = job->layer;
  bool points = layer->geometry.type == WIJK_GEOMETRY_POINT;
  bool add_x = points && !wijk_layer_find(layer, "x"), add_y = points && !wijk_layer_find(layer, "y");
  size_t x_at = layer->column_count, y_at = x_at + (add_x ? 1 : 0);
  for (size_t c = 0; c < layer->column_count; c++)
    put_text(into, 0, c, column_title(&layer->columns[c], job->dutch), into->heading);
  if (add_x)
    put_text(into, 0, x_at, "x", into->heading);
  if (add_y)
    put_text(into, 0, y_at, "y", into->heading);
  for (size_t row = 0; row < layer->row_count && into->error == LXW_NO_ERROR; row++) {
    bool any = points;
    for (size_t c = 0; c < layer->column_count; c++)
      any |= put_value(into, layer, row, c);
    if (add_x)
      put_number(into, row + 1, x_at, layer->geometry.x[row]);
    if (add_y)
      put_number(into, row + 1, y_at, layer->geometry.y[row]);
    if (!any) /* a row of nothing is still a row */
      note(into, worksheet_set_row(into->sheet, (lxw_row_t)(row + 1), 15.5, NULL));
  }
  worksheet_freeze_panes(into->sheet, 1, 0);
}

static void put_pair(sheet *into, size_t row, const char *name, const char *value) {
  put_text(into, row, 0, name, NULL);
  put_text(into, row, 1, value, NULL);
}

static void fill_sources(sheet *into, const write_job *job) {
  const wijk_report *report = job->report;
  size_t row = 0;
  put_text(into, row, 0, job->dutch ? "kolom" : "column", into->heading);
  put_text(into, row, 1, job->dutch ? "titel" : "title", into->heading);
  put_text(into, row++, 2, job->dutch ? "eenheid" : "unit", into->heading);
  for (size_t c = 0; c < job->layer->column_count; c++, row++) {
    put_pair(into, row, job->layer->columns[c].name, column_title(&job->layer->columns[c], job->dutch));
    put_text(into, row, 2, column_unit(&job->layer->columns[c], job->dutch), NULL);
  }
  row++;
  put_text(into, row++, 0, job->dutch ? "herkomst" : "provenance", into->heading);
  put_pair(into, row++, "program", report->program);
  put_pair(into, row++, "version", WIJK_VERSION);
  put_pair(into, row++, "libraries", WIJK_LIBRARIES);
  put_pair(into, row++, "edition", report->public_edition ? "public" : "internal");
  put_pair(into, row++, "crs", job->layer->crs);
  for (size_t i = 0; i < report->parameter_count; i++)
    put_pair(into, row++, report->parameters[i].name, report->parameters[i].value);
  for (size_t i = 0; i < report->input_count; i++, row++) {
    put_pair(into, row, report->inputs[i].role, report->inputs[i].source);
    put_text(into, row, 2, report->inputs[i].hash_name, NULL);
    put_text(into, row, 3, report->inputs[i].hash, NULL);
  }
}

/* What Excel allows as the name of a sheet, at most 31 characters; else a name of ours. */
static const char *sheet_name(const write_job *job, wijk_error *err) {
  size_t length = 0, characters = 0;
  for (; job->name[length]; length++) {
    bool starts = ((unsigned char)job->name[length] & 0xC0) != 0x80;
    if (starts && characters == NAME_LIMIT)
      break;
    characters += starts;
  }
  if (!length || strpbrk(job->name, "[]:*?/\\'") || wijk_text_same(job->name, "herkomst") ||
      wijk_text_same(job->name, "provenance") || wijk_text_same(job->name, "history"))
    return job->dutch ? "tabel" : "table";
  return wijk_arena_text_part(job->scratch, job->name, length, err);
}

static wijk_status fail(lxw_error error, wijk_error *err) {
  switch (error) {
  case LXW_NO_ERROR:
    return WIJK_OK;
  case LXW_ERROR_MEMORY_MALLOC_FAILED:
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
    wijk_error_set(err, WIJK_DATA, "a text is longer than the 32767 characters of a spreadsheet's cell");
    return wijk_error_hint(err, "leave the column out with wijk-export --columns, or write a .csv");
  default:
    return wijk_error_set(err, WIJK_IO, "the spreadsheet cannot be written: %s", lxw_strerror(error));
  }
}

static lxw_error fill(lxw_workbook *book, const write_job *job, const char *name) {
  wijk_error refused = {0};
  lxw_doc_properties properties = {.title = wijk_arena_text(job->scratch, job->name, &refused), .created = CREATED};
  lxw_format *heading = workbook_add_format(book);
  format_set_bold(heading);
  sheet table = {workbook_add_worksheet(book, name), heading, LXW_NO_ERROR};
  sheet sources = {workbook_add_worksheet(book, job->dutch ? "herkomst" : "provenance"), heading, LXW_NO_ERROR};
  if (!properties.title || !heading || !table.sheet || !sources.sheet)
    return LXW_ERROR_MEMORY_MALLOC_FAILED;
  note(&table, workbook_set_properties(book, &properties));
  fill_table(&table, job);
  fill_sources(&sources, job);
  return table.error != LXW_NO_ERROR ? table.error : sources.error;
}

/* libxlsxwriter prints numbers with the locale's decimal mark: it is given one it can do no harm with. */
static lxw_error write_book(const write_job *job, const char *path, const char *name) {
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = (locale_t)0;
  if (plain)
    before = uselocale(plain);
  lxw_workbook *book = workbook_new(path);
  lxw_error filled = book ? fill(book, job, name) : LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_error closed = book ? workbook_close(book) : LXW_NO_ERROR;
  if (plain) {
    uselocale(before);
    freelocale(plain);
  }
  return filled != LXW_NO_ERROR ? filled : closed;
}

/* libxlsxwriter gathers its sheets in temporary files and takes no notice when those cannot be written. A part that was
 * cut short lacks the end of its outermost element. */
static bool is_complete(const char *part) {
  char piece[4096], name[64], end[80];
  VSILFILE *file = gdal.VSIFOpenL(part, "rb");
  if (!file)
    return false;
  size_t got = gdal.VSIFReadL(piece, 1, sizeof piece - 1, file);
  piece[got] = '\0';
  const char *root = strchr(piece, '<');
  if (root && root[1] == '?')
    root = strchr(root + 1, '<');
  size_t length = root ? strcspn(root + 1, " />") : 0;
  snprintf(name, sizeof name, "%.*s", (int)length, root ? root + 1 : "");
  snprintf(end, sizeof end, "</%s>", name);
  gdal.VSIFSeekL(file, 0, SEEK_END);
  vsi_l_offset size = gdal.VSIFTellL(file), tail = strlen(end) + 1; /* a line end may follow */
  gdal.VSIFSeekL(file, size > tail ? size - tail : 0, SEEK_SET);
  got = gdal.VSIFReadL(piece, 1, (size_t)tail, file);
  gdal.VSIFCloseL(file);
  piece[got] = '\0';
  return length && strstr(piece, end) != NULL;
}

static bool parts_are_complete(const char *path) {
  char inside[96];
  snprintf(inside, sizeof inside, "/vsizip/{%s}", path);
  char **parts = gdal.VSIReadDirRecursive(inside);
  bool complete = parts != NULL;
  for (char **part = parts; part && *part && complete; part++) {
    char whole[512];
    snprintf(whole, sizeof whole, "%s/%s", inside, *part);
    complete = (*part)[strlen(*part) - 1] == '/' || is_complete(whole);
  }
  gdal.CSLDestroy(parts);
  return complete;
}

/* One whole book in memory. */
typedef struct book {
  int memory;
  char path[64];
} book;

static wijk_status make_book(book *made, const write_job *job, const char *name, wijk_error *err) {
  made->memory = memfd_create("xlsx", MFD_CLOEXEC);
  if (made->memory < 0)
    return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  snprintf(made->path, sizeof made->path, "/proc/self/fd/%d", made->memory);
  if (fail(write_book(job, made->path, name), err) == WIJK_OK && !parts_are_complete(made->path)) {
    wijk_error_set(err, WIJK_IO, "the spreadsheet cannot be written: a temporary file of it is cut short");
    wijk_error_hint(err, "make room in the folder for temporary files");
  }
  return err->status;
}

/* The first book to the stream, as long as the second is the same: what one of them lost, the other has. */
static wijk_status copy_book(const book *first, const book *second, write_stream *stream, wijk_error *err) {
  static const size_t step = 65536;
  char a[65536], b[65536];
  for (off_t at = 0;; at += (off_t)step) {
    ssize_t got = pread(first->memory, a, step, at), other = pread(second->memory, b, step, at);
    if (got < 0 || got != other || memcmp(a, b, (size_t)got) != 0)
      return wijk_error_set(err, WIJK_IO, "the spreadsheet cannot be written: a part of it was lost on the way");
    if (got == 0)
      return WIJK_OK;
    stream_add(stream, a, (size_t)got);
  }
}

wijk_status xlsx_write(const write_job *job, write_stream *stream, wijk_error *err) {
  const char *name = sheet_name(job, err);
  if (!name)
    return WIJK_MEMORY;
  if (job->layer->row_count >= LXW_ROW_MAX || job->layer->column_count + 2 > LXW_COL_MAX) {
    wijk_error_set(err, WIJK_DATA, "layer '%s' has %zu rows and %zu columns, more than a spreadsheet can hold",
                   job->name, job->layer->row_count, job->layer->column_count);
    return wijk_error_hint(err, "write a .csv or .gpkg");
  }
  book books[2] = {{.memory = -1}, {.memory = -1}};
  if (gdal_bind(err) == WIJK_OK && make_book(&books[0], job, name, err) == WIJK_OK &&
      make_book(&books[1], job, name, err) == WIJK_OK)
    copy_book(&books[0], &books[1], stream, err);
  for (size_t i = 0; i < 2; i++)
    if (books[i].memory >= 0)
      close(books[i].memory);
  return err->status;
}

wijk_status xlsx_count(const char *path, const write_job *job, size_t *rows, wijk_error *err) {
  const char *inside = wijk_arena_format(job->scratch, err, "/vsizip/{%s}/xl/worksheets/sheet1.xml", path);
  VSILFILE *file = inside && gdal_bind(err) == WIJK_OK ? gdal.VSIFOpenL(inside, "rb") : NULL;
  if (!file)
    return wijk_error_set(err, WIJK_IO, "what was written cannot be read back");
  static const char mark[] = "<row ";
  size_t found = 0, matched = 0, got;
  char piece[65536];
  while ((got = gdal.VSIFReadL(piece, 1, sizeof piece, file)) > 0)
    for (size_t i = 0; i < got; i++) {
      matched = piece[i] == mark[matched] ? matched + 1 : piece[i] == mark[0] ? 1 : 0;
      if (mark[matched])
        continue;
      found++;
      matched = 0;
    }
  gdal.VSIFCloseL(file);
  *rows = found ? found - 1 : WIJK_NONE;
  return WIJK_OK;
}
