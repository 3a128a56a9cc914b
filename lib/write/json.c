/* SPDX-License-Identifier: EUPL-1.2 */
/* A layer as a JSON table: what each column means, one object per row, one row a line. Points carry x and y. A value
 * that is undefined, rather than missing in the source, is listed under "undefined" with its reason. */
#include <string.h>

#include "write/format.h"

static void add_columns(wijk_text *text, const wijk_layer *layer, bool dutch) {
  static const char *const types[] = {"number", "text", "code"};
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    wijk_text_add(text, c ? ",\n{\"name\":" : "\n{\"name\":");
    wijk_text_add_json(text, column->name);
    wijk_text_add(text, ",\"title\":");
    wijk_text_add_json(text, column_title(column, dutch));
    wijk_text_add(text, ",\"unit\":");
    wijk_text_add_json(text, column_unit(column, dutch));
    wijk_text_add_format(text, ",\"type\":\"%s\"}", types[column->type]);
  }
}

static void add_row(wijk_text *text, const wijk_layer *layer, size_t row) {
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    wijk_text_add(text, c ? "," : "");
    wijk_text_add_json(text, column->name);
    wijk_text_add(text, ":");
    const double *coordinate = column_coordinate(layer, column);
    if (coordinate)
      wijk_text_add_number(text, coordinate[row]);
    else if (!wijk_column_has(column, row))
      wijk_text_add(text, "null");
    else if (column->type == WIJK_COLUMN_NUMBER)
      wijk_text_add_number(text, column->numbers[row]);
    else
      wijk_text_add_json(text, column->texts[row]);
  }
}

static void add_point(wijk_text *text, const wijk_layer *layer, size_t row) {
  if (layer->geometry.type != WIJK_GEOMETRY_POINT)
    return;
  if (!wijk_layer_find(layer, "x")) {
    wijk_text_add(text, layer->column_count ? ",\"x\":" : "\"x\":");
    wijk_text_add_number(text, layer->geometry.x[row]);
  }
  if (!wijk_layer_find(layer, "y")) {
    wijk_text_add(text, ",\"y\":");
    wijk_text_add_number(text, layer->geometry.y[row]);
  }
}

static void add_undefined(write_stream *stream, const wijk_layer *layer, bool dutch) {
  bool first = true;
  for (size_t row = 0; row < layer->row_count; row++) {
    for (size_t c = 0; c < layer->column_count; c++) {
      const wijk_column *column = &layer->columns[c];
      wijk_reason reason = wijk_column_has(column, row) ? WIJK_PRESENT : wijk_column_reason(column, row);
      if (reason == WIJK_PRESENT || reason == WIJK_REASON_MISSING)
        continue;
      wijk_text_add_format(&stream->text, "%s\n{\"row\":%zu,\"column\":", first ? "" : ",", row + 1);
      wijk_text_add_json(&stream->text, column->name);
      wijk_text_add(&stream->text, ",\"reason\":");
      wijk_text_add_json(&stream->text, wijk_reason_text(reason, dutch));
      wijk_text_add(&stream->text, "}");
      first = false;
    }
    stream_drain(stream);
  }
}

wijk_status json_write(const write_job *job, write_stream *stream, wijk_error *err) {
  const wijk_layer *layer = job->layer;
  wijk_text *text = &stream->text;
  (void)err;
  wijk_text_add(text, "{\"name\":");
  wijk_text_add_json(text, job->name);
  wijk_text_add(text, ",\"crs\":");
  wijk_text_add_json(text, layer->crs);
  wijk_text_add(text, ",\"provenance\":");
  wijk_text_add(text, job->provenance);
  wijk_text_add(text, ",\"columns\":[");
  add_columns(text, layer, job->dutch);
  wijk_text_add(text, "\n],\"undefined\":[");
  add_undefined(stream, layer, job->dutch);
  wijk_text_add(text, "\n],\"rows\":[");
  for (size_t row = 0; row < layer->row_count; row++) {
    wijk_text_add(text, row ? ",\n{" : "\n{");
    add_row(text, layer, row);
    add_point(text, layer, row);
    wijk_text_add(text, "}");
    stream_drain(stream);
  }
  wijk_text_add(text, "\n]}\n");
  return WIJK_OK;
}

/* Of GeoJSON and JSON: lines after the one that ends in `[`, up to the closing one. Line feeds inside texts are
 * escaped. */
wijk_status lines_count(const char *path, const write_job *job, size_t *rows, wijk_error *err) {
  char *bytes;
  size_t length;
  wijk_status status = file_read(path, job->scratch, &bytes, &length, err);
  if (status != WIJK_OK)
    return status;
  *rows = WIJK_NONE;
  if (length < 4 || memcmp(bytes + length - 4, "\n]}\n", 4) != 0)
    return WIJK_OK;
  *rows = 0;
  for (size_t at = length - 4; at > 0; at--) {
    if (bytes[at] != '\n')
      continue;
    if (bytes[at - 1] == '[')
      break;
    *rows += 1;
  }
  return WIJK_OK;
}
