/* SPDX-License-Identifier: EUPL-1.2 */
/* GeoJSON by RFC 7946: WGS84 degrees, 7 decimals (about 1 cm), shells anticlockwise and holes clockwise, no crs member.
 * The provenance is a foreign member (section 6.1). One feature a line, so that files can be compared by line. */
#include <string.h>

#include <wijk/geo.h>

#include "write/format.h"
#include "write/relay.h"

static const char pairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445"
    "46474849505152535455565758596061626364656667686970717273747576777879808182838485868788899091"
    "9293949596979899";

static char *put_pair(char *out, unsigned value) {
  memcpy(out, pairs + 2 * value, 2);
  return out + 2;
}

/* Longest: "-180.1234567". Digits by hand: printing the numbers is most of the work of this format. */
static char *put_degrees(char *out, int32_t value) {
  unsigned parts = (unsigned)value;
  if (value < 0) {
    *out++ = '-';
    parts = 0u - parts;
  }
  unsigned whole = parts / DEGREE_PARTS, fraction = parts % DEGREE_PARTS;
  if (whole >= 100) {
    *out++ = (char)('0' + whole / 100);
    out = put_pair(out, whole % 100);
  } else if (whole >= 10) {
    out = put_pair(out, whole);
  } else {
    *out++ = (char)('0' + whole);
  }
  if (!fraction)
    return out;
  *out++ = '.';
  out = put_pair(out, fraction / 100000);
  out = put_pair(out, fraction / 1000 % 100);
  out = put_pair(out, fraction / 10 % 100);
  *out++ = (char)('0' + fraction % 10);
  while (out[-1] == '0')
    out--;
  return out;
}

static char *put_position(char *out, int32_t x, int32_t y) {
  *out++ = '[';
  out = put_degrees(out, x);
  *out++ = ',';
  out = put_degrees(out, y);
  *out++ = ']';
  return out;
}

#define POSITION_SIZE 32

static void add_positions(wijk_text *text, const int32_t *x, const int32_t *y, size_t count, bool backwards) {
  char piece[64 * POSITION_SIZE], *end = piece;
  for (size_t i = 0; i < count; i++) {
    size_t at = backwards ? count - 1 - i : i;
    if (i)
      *end++ = ',';
    end = put_position(end, x[at], y[at]);
    if (end > piece + sizeof piece - 2 * POSITION_SIZE) {
      wijk_text_add_part(text, piece, (size_t)(end - piece));
      end = piece;
    }
  }
  wijk_text_add_part(text, piece, (size_t)(end - piece));
}

/* Twice the signed area, about the first point, of the ring as it is written. */
static double ring_area(const int32_t *x, const int32_t *y, size_t count) {
  double sum = 0;
  for (size_t i = 1; i + 1 < count; i++)
    sum += ((double)x[i] - x[0]) * ((double)y[i + 1] - y[0]) - ((double)x[i + 1] - x[0]) * ((double)y[i] - y[0]);
  return sum;
}

static void add_polygon(wijk_text *text, const wijk_geometry *shape, size_t part, const int32_t *x, const int32_t *y) {
  wijk_text_add(text, "[");
  size_t first = shape->ring_of_part[part];
  for (size_t ring = first; ring < shape->ring_of_part[part + 1]; ring++) {
    size_t start = shape->point_of_ring[ring], count = shape->point_of_ring[ring + 1] - start;
    double area = ring_area(x + start, y + start, count);
    wijk_text_add(text, ring > first ? ",[" : "[");
    add_positions(text, x + start, y + start, count, ring == first ? area < 0 : area > 0);
    wijk_text_add(text, "]");
  }
  wijk_text_add(text, "]");
}

static void add_line(wijk_text *text, const wijk_geometry *shape, size_t part, const int32_t *x, const int32_t *y) {
  size_t ring = shape->ring_of_part[part], start = shape->point_of_ring[ring];
  wijk_text_add(text, "[");
  add_positions(text, x + start, y + start, shape->point_of_ring[ring + 1] - start, false);
  wijk_text_add(text, "]");
}

static void add_geometry(wijk_text *text, const wijk_geometry *shape, size_t row, const int32_t *x, const int32_t *y) {
  if (shape->type == WIJK_GEOMETRY_POINT && x[row] != WIJK_NOWHERE) {
    char point[POSITION_SIZE];
    wijk_text_add(text, "{\"type\":\"Point\",\"coordinates\":");
    wijk_text_add_part(text, point, (size_t)(put_position(point, x[row], y[row]) - point));
    wijk_text_add(text, "}");
    return;
  }
  size_t first = 0, count = 0;
  if (shape->type == WIJK_GEOMETRY_POLYGON || shape->type == WIJK_GEOMETRY_LINE) {
    first = shape->part_of_row[row];
    count = shape->part_of_row[row + 1] - first;
  }
  if (!count) {
    wijk_text_add(text, "null");
    return;
  }
  bool polygon = shape->type == WIJK_GEOMETRY_POLYGON;
  wijk_text_add_format(text, "{\"type\":\"%s%s\",\"coordinates\":", count > 1 ? "Multi" : "",
                       polygon ? "Polygon" : "LineString");
  wijk_text_add(text, count > 1 ? "[" : "");
  for (size_t part = first; part < first + count; part++) {
    wijk_text_add(text, part > first ? "," : "");
    (polygon ? add_polygon : add_line)(text, shape, part, x, y);
  }
  wijk_text_add(text, count > 1 ? "]}" : "}");
}

static void add_properties(wijk_text *text, const wijk_layer *layer, const char *const *names, size_t row) {
  for (size_t c = 0; c < layer->column_count; c++) {
    const wijk_column *column = &layer->columns[c];
    wijk_text_add(text, names[c]);
    if (!wijk_column_has(column, row))
      wijk_text_add_part(text, "null", 4);
    else if (column->type == WIJK_COLUMN_NUMBER)
      wijk_text_add_number(text, column->numbers[row]);
    else
      wijk_text_add_json(text, column->texts[row]);
  }
}

/* `"name":` of each column, with a comma before all but the first: quoted once, not once a row. */
static wijk_status quote_names(const write_job *job, const char ***names, wijk_error *err) {
  *names = WIJK_ARENA_ADD(job->scratch, const char *, job->layer->column_count + 1, err);
  for (size_t c = 0; *names && c < job->layer->column_count; c++) {
    wijk_text quoted = {0};
    wijk_text_add(&quoted, c ? "," : "");
    wijk_text_add_json(&quoted, job->layer->columns[c].name);
    wijk_text_add(&quoted, ":");
    (*names)[c] = quoted.failed ? NULL : wijk_arena_text(job->scratch, quoted.bytes, err);
    wijk_text_free(&quoted);
    if (!(*names)[c])
      return wijk_error_set(err, WIJK_MEMORY, "out of memory");
  }
  return *names ? WIJK_OK : WIJK_MEMORY;
}

typedef struct feature_source {
  const wijk_layer *layer;
  const char *const *names;
  const degrees *places;
} feature_source;

static void add_feature(const void *what, size_t row, wijk_text *text) {
  const feature_source *source = what;
  wijk_text_add(text, row ? ",\n{\"type\":\"Feature\",\"properties\":{" : "\n{\"type\":\"Feature\",\"properties\":{");
  add_properties(text, source->layer, source->names, row);
  wijk_text_add(text, "},\"geometry\":");
  add_geometry(text, &source->layer->geometry, row, source->places->x, source->places->y);
  wijk_text_add(text, "}");
}

wijk_status geojson_write(const write_job *job, write_stream *stream, wijk_error *err) {
  const char **names;
  degrees places;
  if (quote_names(job, &names, err) != WIJK_OK || degrees_compute(job, &places, err) != WIJK_OK)
    return err->status;
  wijk_text *text = &stream->text;
  wijk_text_add(text, "{\"type\":\"FeatureCollection\",\"name\":");
  wijk_text_add_json(text, job->name);
  wijk_text_add(text, ",\"provenance\":");
  wijk_text_add(text, job->provenance);
  if (places.pipeline) {
    wijk_text_add(text, ",\"pipeline\":");
    wijk_text_add_json(text, places.pipeline);
  }
  wijk_text_add(text, ",\"features\":[");
  const feature_source source = {job->layer, names, &places};
  wijk_status status = relay_rows(stream, job->layer->row_count, job->threads, add_feature, &source, err);
  wijk_text_add(text, "\n]}\n");
  return status;
}
