/* SPDX-License-Identifier: EUPL-1.2 */
/* GeoJSON by RFC 7946: WGS84 degrees, 7 decimals (about 1 cm), shells anticlockwise and holes clockwise, no crs member.
 * The provenance is a foreign member (section 6.1). One feature a line, so that files can be compared by line. */
#include <math.h>
#include <string.h>

#include "write/format.h"

#define DECIMALS 10000000LL

/* Longest: "-180.1234567". Digits by hand: printing the numbers is most of the work of this format. */
static char *put_degrees(char *out, double value) {
  long long scaled = llrint(value * (double)DECIMALS);
  if (scaled < 0) {
    *out++ = '-';
    scaled = -scaled;
  }
  unsigned long long whole = (unsigned long long)(scaled / DECIMALS);
  unsigned fraction = (unsigned)(scaled % DECIMALS);
  if (whole >= 100)
    *out++ = (char)('0' + whole / 100);
  if (whole >= 10)
    *out++ = (char)('0' + whole / 10 % 10);
  *out++ = (char)('0' + whole % 10);
  if (!fraction)
    return out;
  *out++ = '.';
  for (unsigned place = (unsigned)DECIMALS / 10; fraction; place /= 10) {
    *out++ = (char)('0' + fraction / place);
    fraction %= place;
  }
  return out;
}

static char *put_position(char *out, double x, double y) {
  *out++ = '[';
  out = put_degrees(out, x);
  *out++ = ',';
  out = put_degrees(out, y);
  *out++ = ']';
  return out;
}

#define POSITION_SIZE 32

static void add_positions(wijk_text *text, const double *x, const double *y, size_t count, bool backwards) {
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

/* Twice the signed area, about the first point. */
static double ring_area(const double *x, const double *y, size_t count) {
  double sum = 0;
  for (size_t i = 1; i + 1 < count; i++)
    sum += (x[i] - x[0]) * (y[i + 1] - y[0]) - (x[i + 1] - x[0]) * (y[i] - y[0]);
  return sum;
}

static void add_polygon(wijk_text *text, const wijk_geometry *shape, size_t part, const double *x, const double *y) {
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

static void add_line(wijk_text *text, const wijk_geometry *shape, size_t part, const double *x, const double *y) {
  size_t ring = shape->ring_of_part[part], start = shape->point_of_ring[ring];
  wijk_text_add(text, "[");
  add_positions(text, x + start, y + start, shape->point_of_ring[ring + 1] - start, false);
  wijk_text_add(text, "]");
}

static void add_geometry(wijk_text *text, const wijk_geometry *shape, size_t row, const double *x, const double *y) {
  if (shape->type == WIJK_GEOMETRY_POINT && isfinite(x[row]) && isfinite(y[row])) {
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

wijk_status geojson_write(const write_job *job, write_stream *stream, wijk_error *err) {
  const char **names;
  double *x, *y;
  wijk_status status = quote_names(job, &names, err);
  if (status == WIJK_OK)
    status = degrees_compute(job, &x, &y, err);
  if (status != WIJK_OK)
    return status;
  wijk_text *text = &stream->text;
  wijk_text_add(text, "{\"type\":\"FeatureCollection\",\"name\":");
  wijk_text_add_json(text, job->name);
  wijk_text_add(text, ",\"provenance\":");
  wijk_text_add(text, job->provenance);
  wijk_text_add(text, ",\"features\":[");
  for (size_t row = 0; row < job->layer->row_count; row++) {
    wijk_text_add(text, row ? ",\n{\"type\":\"Feature\",\"properties\":{" : "\n{\"type\":\"Feature\",\"properties\":{");
    add_properties(text, job->layer, names, row);
    wijk_text_add(text, "},\"geometry\":");
    add_geometry(text, &job->layer->geometry, row, x, y);
    wijk_text_add(text, "}");
    stream_drain(stream);
  }
  wijk_text_add(text, "\n]}\n");
  return WIJK_OK;
}
