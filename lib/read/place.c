/* SPDX-License-Identifier: EUPL-1.2 */
/* Where on earth a source lies: what it declares, what its coordinates say, and whether the two agree. PROJ returns
 * success for swapped axes and for New York; so every coordinate is judged here, before and after. */
#include <math.h>
#include <string.h>
#include <wijk/geo.h>

#include "read/reading.h"

/* What the coordinates of one row can be. In RD x < 300,000 < y always, so no pair reads as RD both ways. */
enum { FITS_DEGREES = 1, FITS_RD = 2, FITS_SWAPPED_DEGREES = 4, FITS_SWAPPED_RD = 8, FITS_WORLD = 16 };

typedef struct box {
  double x0, y0, x1, y1;
} box;

static bool holds(box outer, box inner) {
  return inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1;
}

/* The Netherlands with its waters and a strip around: in degrees, and in RD (validity of RDNAPTRANS 2018). */
static const box dutch_degrees = {2.5, 50.4, 7.7, 54.2}, dutch_rd = {-7000, 289000, 300000, 639000};
static const box world = {-180, -90, 180, 90};

static unsigned fits(box b) {
  box swapped = {b.y0, b.x0, b.y1, b.x1};
  return (holds(dutch_degrees, b) ? FITS_DEGREES : 0u) | (holds(dutch_rd, b) ? FITS_RD : 0u) |
         (holds(dutch_degrees, swapped) ? FITS_SWAPPED_DEGREES : 0u) |
         (holds(dutch_rd, swapped) ? FITS_SWAPPED_RD : 0u) | (holds(world, b) ? FITS_WORLD : 0u);
}

static bool touch(box a, box b) {
  return a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 && b.y0 <= a.y1;
}

/* What some box inside this one could be. */
static unsigned may_fit(box b) {
  box swapped = {b.y0, b.x0, b.y1, b.x1};
  return (touch(dutch_degrees, b) ? FITS_DEGREES : 0u) | (touch(dutch_rd, b) ? FITS_RD : 0u) |
         (touch(dutch_degrees, swapped) ? FITS_SWAPPED_DEGREES : 0u) |
         (touch(dutch_rd, swapped) ? FITS_SWAPPED_RD : 0u) | (touch(world, b) ? FITS_WORLD : 0u);
}

/* ---- rows ---- */

typedef enum row_state { ROW_EMPTY, ROW_NOT_FINITE, ROW_PLACED } row_state;

static void row_points(const wijk_geometry *g, size_t row, size_t *first, size_t *last) {
  if (g->type == WIJK_GEOMETRY_POINT) {
    *first = row;
    *last = row + 1;
  } else {
    *first = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]];
    *last = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  }
}

static row_state row_box(const wijk_geometry *g, size_t row, box *b) {
  size_t first, last;
  row_points(g, row, &first, &last);
  if (first == last || (g->type == WIJK_GEOMETRY_POINT && isnan(g->x[row]) && isnan(g->y[row])))
    return ROW_EMPTY;
  *b = (box){INFINITY, INFINITY, -INFINITY, -INFINITY};
  for (size_t i = first; i < last; i++) {
    if (!isfinite(g->x[i]) || !isfinite(g->y[i]))
      return ROW_NOT_FINITE;
    b->x0 = g->x[i] < b->x0 ? g->x[i] : b->x0;
    b->x1 = g->x[i] > b->x1 ? g->x[i] : b->x1;
    b->y0 = g->y[i] < b->y0 ? g->y[i] : b->y0;
    b->y1 = g->y[i] > b->y1 ? g->y[i] : b->y1;
  }
  return ROW_PLACED;
}

static bool is_stray(const wijk_geometry *g, size_t point, const box *allowed) {
  double x = g->x[point], y = g->y[point];
  return !isfinite(x) || !isfinite(y) || (allowed && !holds(*allowed, (box){x, y, x, y}));
}

/* The first point of a row that is not finite or not in `allowed`, to a centimetre. */
static const char *say_place(const wijk_reading *reading, size_t row, const box *allowed, wijk_error *err) {
  const wijk_geometry *g = &reading->layer->geometry;
  size_t at, last;
  row_points(g, row, &at, &last);
  while (at + 1 < last && !is_stray(g, at, allowed))
    at++;
  char texts[2][WIJK_NUMBER_SIZE];
  const double place[2] = {g->x[at], g->y[at]};
  for (int i = 0; i < 2; i++) {
    double unit = fabs(place[i]) < 1000 ? 1e6 : 100;
    wijk_number_write(fabs(place[i]) < 1e12 ? nearbyint(place[i] * unit) / unit : place[i], texts[i]);
  }
  return wijk_arena_format(reading->arena, err, "%s %s", isfinite(place[0]) ? texts[0] : "not finite",
                           isfinite(place[1]) ? texts[1] : "not finite");
}

static void lose_point(wijk_geometry *g, size_t row) {
  if (g->type == WIJK_GEOMETRY_POINT)
    g->x[row] = g->y[row] = NAN;
}

/* ---- what all rows say together ---- */

typedef struct census {
  size_t placed, degrees, rd, swapped_degrees, swapped_rd, in_world;
  box all;
} census;

static void count_rows(census *c, unsigned fitting, size_t rows) {
  c->placed += rows;
  c->degrees += fitting & FITS_DEGREES ? rows : 0;
  c->rd += fitting & FITS_RD ? rows : 0;
  c->swapped_degrees += fitting & FITS_SWAPPED_DEGREES ? rows : 0;
  c->swapped_rd += fitting & FITS_SWAPPED_RD ? rows : 0;
  c->in_world += fitting & FITS_WORLD ? rows : 0;
}

/* The box of the values of points; false where one of them is not finite. */
static bool find_range(const double *values, size_t count, double *least, double *most) {
  enum { LANES = 8 }; /* independent of each other, so that a compiler takes them together */
  double low[LANES], high[LANES], odd[LANES] = {0};
  for (size_t k = 0; k < LANES; k++)
    low[k] = high[k] = values[0];
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (size_t k = 0; k < LANES; k++) {
      double v = values[i + k];
      low[k] = v < low[k] ? v : low[k];
      high[k] = v > high[k] ? v : high[k];
      odd[k] += v - v; /* 0, and NaN for what is not finite */
    }
  for (; i < count; i++) {
    low[0] = values[i] < low[0] ? values[i] : low[0];
    high[0] = values[i] > high[0] ? values[i] : high[0];
    odd[0] += values[i] - values[i];
  }
  bool finite = true;
  *least = low[0], *most = high[0];
  for (size_t k = 0; k < LANES; k++) {
    *least = low[k] < *least ? low[k] : *least;
    *most = high[k] > *most ? high[k] : *most;
    finite &= odd[k] == 0;
  }
  return finite;
}

/* Points of which all are somewhere, and all are the same things: then none needs a look of its own. */
static bool take_census_at_once(const wijk_reading *reading, census *c) {
  const wijk_geometry *g = &reading->layer->geometry;
  size_t rows = reading->layer->row_count;
  box b;
  if (g->type != WIJK_GEOMETRY_POINT || !rows || !find_range(g->x, rows, &b.x0, &b.x1) ||
      !find_range(g->y, rows, &b.y0, &b.y1) || fits(b) != may_fit(b))
    return false;
  c->all = b;
  count_rows(c, fits(b), rows);
  return true;
}

static wijk_status take_census(wijk_reading *reading, bool needs_place, census *c, wijk_error *err) {
  *c = (census){.all = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
  if (take_census_at_once(reading, c))
    return WIJK_OK;
  wijk_geometry *g = &reading->layer->geometry;
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    box b;
    switch (row_box(g, i, &b)) {
    case ROW_EMPTY:
      if (needs_place && !reading->faulty[i])
        wijk_reading_fault(reading, i, "no-coordinates", NULL, NULL, err, "there are no coordinates");
      break;
    case ROW_NOT_FINITE: {
      const char *value = say_place(reading, i, NULL, err);
      if (!reading->faulty[i])
        wijk_reading_fault(reading, i, "coordinates-not-finite", NULL, value, err,
                           "a coordinate is missing or no finite number: %s", value);
      lose_point(g, i);
      break;
    }
    case ROW_PLACED: {
      count_rows(c, fits(b), 1);
      c->all = (box){fmin(c->all.x0, b.x0), fmin(c->all.y0, b.y0), fmax(c->all.x1, b.x1), fmax(c->all.y1, b.y1)};
    }
    }
    if (err->status != WIJK_OK)
      return err->status;
  }
  return WIJK_OK;
}

static const char *say_box(box b, char out[4 * WIJK_NUMBER_SIZE + 16]) {
  const double sides[4] = {b.x0, b.x1, b.y0, b.y1};
  static const char *const before[4] = {"x ", " to ", ", y ", " to "};
  size_t length = 0;
  for (int i = 0; i < 4; i++) {
    size_t word = strlen(before[i]);
    memcpy(out + length, before[i], word);
    length += word;
    length += wijk_number_write_fixed(sides[i], 4, out + length);
  }
  return out;
}

/* Most rows read only with their axes the other way round: the file is wrong, not a row of it. */
static wijk_status check_axes(const wijk_reading *reading, const census *c, wijk_error *err) {
  char sides[4 * WIJK_NUMBER_SIZE + 16];
  bool degrees = c->swapped_degrees * 2 > c->placed, rd = c->swapped_rd * 2 > c->placed;
  if (!degrees && !rd)
    return WIJK_OK;
  wijk_error_set(err, WIJK_DATA, "'%s' has its axes swapped: %s is %s the wrong way round", reading->file,
                 say_box(c->all, sides), degrees ? "latitude and longitude" : "RD");
  return wijk_error_hint(
      err, degrees ? "longitude goes first: swap the two fields, or name them lon and lat by what they hold"
                   : "x goes first and is the smaller: swap the two fields");
}

static wijk_status contradiction(const wijk_reading *reading, const char *code, const census *c, const char *but,
                                 wijk_error *err) {
  char sides[4 * WIJK_NUMBER_SIZE + 16];
  wijk_error_set(err, WIJK_DATA, "'%s' %s %s, but its coordinates (%s) are %s", reading->file,
                 strcmp(reading->crs_found, "assumed") == 0 ? "is assumed to be" : "says it is", code,
                 say_box(c->all, sides), but);
  bool assumed = strcmp(reading->crs_found, "assumed") == 0, named = strcmp(reading->crs_found, "recognised") == 0;
  return wijk_error_hint(err, assumed ? "correct --assume-crs"
                              : named ? "its field names say so: name them x and y"
                                      : "correct the declaration of the source (its .prj or crs)");
}

/* A declared, named or assumed CRS against the coordinates. */
static wijk_status check_declared(const wijk_reading *reading, const char *code, bool degrees, const census *c,
                                  wijk_error *err) {
  bool is_rd = strcmp(code, "EPSG:28992") == 0;
  if (!c->placed)
    return WIJK_OK;
  if (degrees && c->in_world * 2 < c->placed)
    return contradiction(reading, code, c, c->rd * 2 > c->placed ? "RD metres" : "no degrees", err);
  if (is_rd && c->degrees * 2 > c->placed)
    return contradiction(reading, code, c, "degrees", err);
  if (is_rd || degrees)
    return check_axes(reading, c, err);
  return WIJK_OK;
}

/* ---- which CRS ---- */

/* A source that declares nothing is read as what its coordinates leave open, if that is one thing. */
static wijk_status recognise(wijk_reading *reading, const census *c, bool named_degrees, const char **code,
                             wijk_error *err) {
  bool standard = reading->geojson || named_degrees;
  reading->crs_found = "recognised";
  *code = NULL;
  if (check_axes(reading, c, err) != WIJK_OK)
    return err->status;
  if (c->rd * 2 > c->placed) /* no place is both: degrees are far below any RD */
    *code = "EPSG:28992";
  else if ((standard ? c->in_world : c->degrees) * 2 > c->placed)
    *code = "EPSG:4326";
  if (!*code && !c->placed)
    return WIJK_OK;
  if (!*code) {
    char sides[4 * WIJK_NUMBER_SIZE + 16];
    wijk_error_set(err, WIJK_DATA, "'%s' does not say its coordinate system, and its coordinates (%s) do not tell",
                   reading->file, say_box(c->all, sides));
    return wijk_error_hint(err, "give --assume-crs CODE, or --assume-crs local for metres with no place on earth");
  }
  bool rd = strcmp(*code, "EPSG:28992") == 0;
  if (!rd && standard)
    return wijk_reading_say(reading, WIJK_NOTE, WIJK_NONE, "crs-recognised", NULL, *code, err,
                            "read as degrees (EPSG:4326), as %s",
                            named_degrees ? "its field names say" : "GeoJSON without a crs member is");
  return wijk_reading_say(reading, WIJK_WARNING, WIJK_NONE, "crs-recognised", NULL, *code, err,
                          "the source does not say its coordinate system; its coordinates are %s, and are read so",
                          rd ? "RD metres (EPSG:28992)" : "degrees (EPSG:4326)");
}

static wijk_status look_up(const wijk_reading *reading, const char *words, const char **code, bool *metres,
                           bool *degrees, wijk_error *err) {
  if (wijk_place_known(words, code, metres, degrees))
    return WIJK_OK;
  return wijk_crs_find(words, reading->arena, code, metres, degrees, err);
}

static wijk_status find_crs(wijk_reading *reading, const census *c, bool named_degrees, bool named_rd,
                            const char **code, bool *degrees, wijk_error *err) {
  const char *words = reading->declared;
  bool metres;
  reading->crs_found = "declared";
  if (!words && named_rd) {
    words = "EPSG:28992";
    reading->crs_found = "recognised";
  }
  if (!words && reading->source->assume_crs) {
    words = reading->source->assume_crs;
    reading->crs_found = "assumed";
  }
  if (words) {
    if (look_up(reading, words, code, &metres, degrees, err) != WIJK_OK) {
      if (words == reading->source->assume_crs && err->status == WIJK_DATA)
        err->status = WIJK_USAGE;
      if (words == reading->declared && err->status == WIJK_DATA) {
        err->hint[0] = '\0';
        wijk_error_hint(err,
                        "correct the declaration of the source; or take it out (its .prj) and give --assume-crs CODE");
      }
      return wijk_error_frame(err, "reading the coordinate system of '%s'", reading->file);
    }
    if (!metres && !*degrees) {
      wijk_error_set(err, WIJK_DATA,
                     "'%s' has the coordinate system '%.120s', which is neither degrees nor a projection in metres",
                     reading->file, *code);
      return wijk_error_hint(err, "reproject the source first, for example to EPSG:28992");
    }
    return strcmp(*code, "local") == 0 ? WIJK_OK : check_declared(reading, *code, *degrees, c, err);
  }
  wijk_status status = recognise(reading, c, named_degrees, code, err);
  *degrees = *code && strcmp(*code, "EPSG:4326") == 0;
  return status;
}

/* ---- rows that do not go along ---- */

static wijk_status reject_strays(wijk_reading *reading, box all, box allowed, const char *what, wijk_error *err) {
  wijk_geometry *g = &reading->layer->geometry;
  if (holds(allowed, all))
    return WIJK_OK;
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    box b;
    if (reading->faulty[i] || row_box(g, i, &b) != ROW_PLACED || holds(allowed, b))
      continue;
    const char *value = say_place(reading, i, &allowed, err);
    bool swapped = holds(allowed, (box){b.y0, b.x0, b.y1, b.x1});
    if (!value || wijk_reading_fault(reading, i, "coordinates-outside", NULL, value, err, "coordinates %s are %s%s",
                                     value, what, swapped ? "; x and y are swapped" : "") != WIJK_OK)
      return err->status;
    lose_point(g, i);
  }
  return WIJK_OK;
}

static size_t count_strays(const wijk_reading *reading, box allowed) {
  size_t strays = 0;
  for (size_t i = 0; i < reading->layer->row_count; i++) {
    box b;
    strays += row_box(&reading->layer->geometry, i, &b) == ROW_PLACED && !holds(allowed, b);
  }
  return strays;
}

static wijk_status project(wijk_reading *reading, const char *from, const char *to, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  wijk_projection *projection = wijk_projection_open(from, to, err);
  if (!projection)
    return wijk_error_frame(err, "reprojecting '%s'", reading->file);
  reading->pipeline = wijk_arena_text(reading->arena, wijk_projection_pipeline(projection), err);
  size_t lost = 0;
  box b;
  bool *placed = WIJK_ARENA_ADD(reading->arena, bool, layer->row_count, err);
  for (size_t i = 0; placed && i < layer->row_count; i++)
    placed[i] = row_box(&layer->geometry, i, &b) == ROW_PLACED;
  wijk_status status = !placed || !reading->pipeline
                           ? err->status
                           : wijk_projection_compute(projection, layer->geometry.point_count, layer->geometry.x,
                                                     layer->geometry.y, &lost, err);
  wijk_projection_close(projection);
  for (size_t i = 0; status == WIJK_OK && lost && i < layer->row_count; i++) {
    if (placed[i] && !reading->faulty[i] && row_box(&layer->geometry, i, &b) != ROW_PLACED)
      status = wijk_reading_fault(reading, i, "coordinates-outside", NULL, NULL, err,
                                  "its coordinates have no place in %s", to);
  }
  return status;
}

wijk_status wijk_place(wijk_reading *reading, bool named_degrees, bool named_rd, bool needs_place, wijk_error *err) {
  wijk_layer *layer = reading->layer;
  const char *work = reading->source->work_crs ? reading->source->work_crs : "EPSG:28992";
  if (layer->geometry.type == WIJK_GEOMETRY_NONE)
    return WIJK_OK;
  census c;
  const char *code = NULL;
  bool degrees = false, metres, work_degrees;
  if (take_census(reading, needs_place, &c, err) != WIJK_OK ||
      find_crs(reading, &c, named_degrees, named_rd, &code, &degrees, err) != WIJK_OK)
    return err->status;
  if (look_up(reading, work, &work, &metres, &work_degrees, err) != WIJK_OK || !metres) {
    if (err->status == WIJK_OK || err->status == WIJK_DATA) {
      *err = (wijk_error){0};
      wijk_error_set(err, WIJK_USAGE,
                     "the coordinate system of the work, '%s', is not one that is projected and in metres", work);
      wijk_error_hint(err, "for the Netherlands: --crs EPSG:28992");
    }
    return err->status;
  }
  reading->crs = code;
  layer->crs = code && strcmp(code, "local") == 0 ? "local" : work;
  if (!code || strcmp(layer->crs, "local") == 0)
    return WIJK_OK;
  bool to_rd = strcmp(work, "EPSG:28992") == 0;
  if (degrees && reject_strays(reading, c.all, to_rd ? dutch_degrees : world,
                               to_rd ? "not in or near the Netherlands" : "no degrees", err) != WIJK_OK)
    return err->status;
  if (strcmp(code, "EPSG:28992") == 0 &&
      reject_strays(reading, c.all, dutch_rd, "outside the range of RD", err) != WIJK_OK)
    return err->status;
  if (strcmp(code, work) == 0)
    return WIJK_OK; /* nothing moved since */
  if (project(reading, code, work, err) != WIJK_OK || !to_rd)
    return err->status;
  if (c.rd * 2 > c.placed && count_strays(reading, dutch_rd) * 2 > c.placed)
    return contradiction(reading, code, &c, "RD metres", err);
  static const box anywhere = {-INFINITY, -INFINITY, INFINITY, INFINITY};
  const char *what = wijk_arena_format(reading->arena, err, "outside the range of RD, where %.100s puts them", code);
  return what ? reject_strays(reading, anywhere, dutch_rd, what, err) : err->status;
}
