/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV by RFC 4180 with line feeds: commas, decimal points, UTF-8, names of columns in the first line, a missing value
 * empty and an empty text quoted. Points carry their coordinates in columns x and y, metres of the layer's CRS, which
 * is how the CSV door reads them back; other shapes have no place in it and are left out. */
#include <math.h>
#include <string.h>

#include "write/format.h"
#include "write/relay.h"

bool cell_is_formula(const char *text) {
  return *text && strchr("=+-@\t\r", *text) != NULL;
}

void csv_add_cell(wijk_text *text, const char *cell) {
  if (!cell)
    return;
  if (*cell && !strpbrk(cell, ",;\t\"\n\r") && !cell_is_formula(cell) && cell[0] != ' ' &&
      cell[strlen(cell) - 1] != ' ') {
    wijk_text_add(text, cell);
    return;
  }
  wijk_text_add(text, cell_is_formula(cell) ? "\"'" : "\"");
  for (const char *quote; (quote = strchr(cell, '"')); cell = quote + 1) {
    wijk_text_add_part(text, cell, (size_t)(quote - cell) + 1);
    wijk_text_add(text, "\"");
  }
  wijk_text_add(text, cell);
  wijk_text_add(text, "\"");
}

static void add_value(wijk_text *text, double value) {
  if (isfinite(value))
    wijk_text_add_number(text, value);
}

/* Which coordinates follow the columns. */
typedef struct csv_layout {
  const wijk_layer *layer;
  bool points, add_x, add_y;
} csv_layout;

static void add_header(const csv_layout *layout, wijk_text *text) {
  const wijk_layer *layer = layout->layer;
  for (size_t c = 0; c < layer->column_count; c++) {
    wijk_text_add(text, c ? "," : "");
    csv_add_cell(text, layer->columns[c].name);
  }
  if (layout->add_x)
    wijk_text_add(text, layer->column_count ? ",x" : "x");
  wijk_text_add(text, layout->add_y ? ",y" : "");
  wijk_text_add(text, "\n");
}

static void add_row(const void *what, size_t row, wijk_text *text) {
  const csv_layout *layout = what;
  const wijk_layer *layer = layout->layer;
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    const double *coordinate = column_coordinate(layer, column);
    wijk_text_add(text, c ? "," : "");
    if (coordinate)
      add_value(text, coordinate[row]);
    else if (column->type == WIJK_COLUMN_NUMBER)
      add_value(text, column->numbers[row]);
    else if (column->texts[row])
      csv_add_cell(text, column->texts[row]);
    else if (layer->column_count == 1 && !layout->points)
      wijk_text_add(text, "\"\""); /* an empty line would be no row at all */
  }
  if (layout->add_x) {
    wijk_text_add(text, layer->column_count ? "," : "");
    add_value(text, layer->geometry.x[row]);
  }
  if (layout->add_y) {
    wijk_text_add(text, ",");
    add_value(text, layer->geometry.y[row]);
  }
  wijk_text_add(text, "\n");
}

wijk_status csv_write(const write_job *job, write_stream *stream, wijk_error *err) {
  const wijk_layer *layer = job->layer;
  const bool points = layer->geometry.type == WIJK_GEOMETRY_POINT;
  const csv_layout layout = {layer, points, points && !wijk_layer_find(layer, "x"),
                             points && !wijk_layer_find(layer, "y")};
  add_header(&layout, &stream->text);
  return relay_rows(stream, layer->row_count, job->threads, add_row, &layout, err);
}

wijk_status csv_count(const char *path, const write_job *job, size_t *rows, wijk_error *err) {
  char *bytes;
  size_t length, lines = 0;
  wijk_status status = file_read(path, job->scratch, &bytes, &length, err);
  if (status != WIJK_OK)
    return status;
  bool quoted = false;
  for (size_t i = 0; i < length; i++) {
    quoted ^= bytes[i] == '"';
    lines += bytes[i] == '\n' && !quoted;
  }
  *rows = lines ? lines - 1 : WIJK_NONE;
  return WIJK_OK;
}
