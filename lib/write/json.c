/* SPDX-License-Identifier: EUPL-1.2 */
/* A layer as a JSON table: what each column means, one object per row, one row a line. Points carry x and y. A value
 * that is undefined, and any figure that is not there, is listed under "undefined" with its reason. */
#include <errno.h>
#include <stdio.h>
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

/* A figure has a title in both languages; what is read from a source has its name, and one title at most. What is empty
 * there is plain to see. */
static bool is_figure(const wijk_column *column) {
  return column->title_nl && column->title_en;
}

static void add_undefined(write_stream *stream, const wijk_layer *layer, bool dutch) {
  bool first = true;
  for (size_t row = 0; row < layer->row_count; row++) {
    for (size_t c = 0; c < layer->column_count; c++) {
      const wijk_column *column = &layer->columns[c];
      wijk_reason reason = wijk_column_has(column, row) ? WIJK_PRESENT : wijk_column_reason(column, row);
      if (reason == WIJK_PRESENT || (reason == WIJK_REASON_MISSING && !is_figure(column)))
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

/* Rows of GeoJSON and JSON: lines after the last one that ends in `[`, up to the one that closes the file. Line feeds
 * inside texts are escaped. */
typedef struct line_count {
  size_t lines; /* ended since the last `[` */
  char tail[4]; /* what was read last */
} line_count;

static void count_lines(line_count *count, const char *bytes, size_t length) {
  for (const char *at = bytes, *end = bytes + length; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++) {
    char before = at > bytes ? at[-1] : count->tail[3];
    count->lines = before == '[' ? 0 : count->lines + 1;
  }
  size_t keep = length < 4 ? length : 4;
  memmove(count->tail, count->tail + keep, 4 - keep);
  memcpy(count->tail + 4 - keep, bytes + length - keep, keep);
}

wijk_status lines_count(const char *path, const write_job *job, size_t *rows, wijk_error *err) {
  const size_t room = (size_t)1 << 18;
  char *bytes = WIJK_ARENA_ADD(job->scratch, char, room, err);
  if (!bytes)
    return WIJK_MEMORY;
  FILE *file = fopen(path, "rb");
  if (!file)
    return wijk_error_set(err, WIJK_IO, "what was written cannot be read back: %s", strerror(errno));
  setvbuf(file, NULL, _IONBF, 0); /* straight into our own room */
  line_count count = {0};
  for (size_t got; (got = fread(bytes, 1, room, file)) > 0;)
    count_lines(&count, bytes, got);
  int failed = ferror(file) ? errno : 0;
  fclose(file);
  if (failed)
    return wijk_error_set(err, WIJK_IO, "what was written cannot be read back: %s", strerror(failed));
  *rows = memcmp(count.tail, "\n]}\n", 4) == 0 ? count.lines - 1 : WIJK_NONE;
  return WIJK_OK;
}
