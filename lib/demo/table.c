/* SPDX-License-Identifier: EUPL-1.2 */
/* A CSV, row by row, for tables of any length. */
#include "demo/city.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <wijk/text.h>

struct demo_table {
  FILE *file;
  const char *name;
  bool begun, failed;
};

wijk_status demo_table_open(const demo_city *city, const char *name, const char *header, demo_table **table,
                            wijk_error *err) {
  wijk_text path = {0};
  wijk_text_add_format(&path, "%s/%s", city->folder, name);
  demo_table *made = calloc(1, sizeof *made);
  wijk_status status = wijk_text_check(&path, err);
  if (status == WIJK_OK && !made)
    status = wijk_error_set(err, WIJK_MEMORY, "no memory for a table");
  if (status == WIJK_OK)
    status = wijk_report_add_output(city->report, name, err);
  if (status == WIJK_OK && !(made->file = fopen(path.bytes, "wb")))
    status = wijk_error_set(err, WIJK_IO, "'%s' cannot be written", name);
  wijk_text_free(&path);
  if (status != WIJK_OK) {
    free(made);
    return status;
  }
  made->name = name;
  made->failed = fputs(header, made->file) < 0 || putc('\n', made->file) == EOF;
  *table = made;
  return WIJK_OK;
}

static void begin_field(demo_table *table) {
  if (table->begun && putc(';', table->file) == EOF)
    table->failed = true;
  table->begun = true;
}

void demo_table_text(demo_table *table, const char *text) {
  begin_field(table);
  if (text && fputs(text, table->file) < 0) /* our own words: never a quote, semicolon or line break */
    table->failed = true;
}

void demo_table_number(demo_table *table, double value, int decimals) {
  begin_field(table);
  if (isnan(value))
    return;
  int64_t scale = 1;
  for (int i = 0; i < decimals; i++)
    scale *= 10;
  /* In whole numbers, so that no printf of a double has a say in the last digit. */
  int64_t scaled = (int64_t)floor(value * (double)scale + 0.5);
  uint64_t size = scaled < 0 ? (uint64_t)-scaled : (uint64_t)scaled;
  char digits[32];
  int at = sizeof digits;
  for (int place = 0; size > 0 || place <= decimals; place++) {
    if (place == decimals && decimals > 0)
      digits[--at] = ',';
    digits[--at] = (char)('0' + size % 10);
    size /= 10;
  }
  if (scaled < 0)
    digits[--at] = '-';
  if (fwrite(digits + at, 1, sizeof digits - (size_t)at, table->file) == 0)
    table->failed = true;
}

void demo_table_end_row(demo_table *table) {
  if (putc('\n', table->file) == EOF)
    table->failed = true;
  table->begun = false;
}

wijk_status demo_table_close(demo_table *table, wijk_error *err) {
  bool failed = table->failed || fflush(table->file) != 0 || fsync(fileno(table->file)) != 0;
  failed |= fclose(table->file) != 0;
  wijk_status status =
      failed ? wijk_error_set(err, WIJK_IO, "'%s' could not be written in full", table->name) : WIJK_OK;
  free(table);
  return status;
}
