/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/wkb.h"

#include <math.h>
#include <string.h>

enum { POINT = 1, LINE, POLYGON, SEVERAL_POINTS, SEVERAL_LINES, SEVERAL_POLYGONS, LARGEST_KIND = 17 };

static const char cut[] = "it is cut short", order_unknown[] = "its byte order is unknown",
                  kind_unknown[] = "its kind is unknown", rest[] = "there are more bytes than it needs",
                  mixed[] = "its parts are not all of one kind";

const char *wkb_name(unsigned kind) {
  static const char *const names[LARGEST_KIND + 1] = {"GEOMETRY",
                                                      "POINT",
                                                      "LINESTRING",
                                                      "POLYGON",
                                                      "MULTIPOINT",
                                                      "MULTILINESTRING",
                                                      "MULTIPOLYGON",
                                                      "GEOMETRYCOLLECTION",
                                                      "CIRCULARSTRING",
                                                      "COMPOUNDCURVE",
                                                      "CURVEPOLYGON",
                                                      "MULTICURVE",
                                                      "MULTISURFACE",
                                                      "CURVE",
                                                      "SURFACE",
                                                      "POLYHEDRALSURFACE",
                                                      "TIN",
                                                      "TRIANGLE"};
  return names[kind <= LARGEST_KIND ? kind : 0];
}

/* ---- bytes ---- */

static uint32_t read_whole(const unsigned char *at, bool big_endian) {
  return big_endian ? (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3]
                    : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[1] << 8 | at[0];
}

static double read_double(const unsigned char *at, bool big_endian) {
  uint64_t bits = big_endian ? (uint64_t)read_whole(at, true) << 32 | read_whole(at + 4, true)
                             : (uint64_t)read_whole(at + 4, false) << 32 | read_whole(at, false);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static size_t left(const unsigned char *at, const unsigned char *end) {
  return (size_t)(end - at);
}

/* Byte order and kind, at the head of a shape and of each of its parts. Dimensions as ISO numbers them (1000 for Z,
 * 2000 for M, 3000 for both), or the older bit for Z. */
static const char *read_head(const unsigned char **at, const unsigned char *end, unsigned *kind, size_t *stride,
                             bool *big_endian) {
  if (left(*at, end) < 5)
    return cut;
  if (**at > 1)
    return order_unknown;
  *big_endian = **at == 0;
  uint32_t code = read_whole(*at + 1, *big_endian);
  bool old_z = code & 0x80000000u;
  code &= 0x7fffffffu;
  if (code >= 4000 || code % 1000 == 0 || code % 1000 > LARGEST_KIND || (old_z && code >= 1000))
    return kind_unknown;
  *kind = code % 1000;
  *stride = 16 + 8 * (size_t)old_z + (code >= 3000 ? 16 : code >= 1000 ? 8 : 0);
  *at += 5;
  return NULL;
}

/* ---- checking ---- */

/* Beyond the points of one line or ring, NULL when they are not all there. */
static const unsigned char *skip_points(const unsigned char *at, const unsigned char *end, bool big_endian,
                                        size_t stride) {
  if (!at || left(at, end) < 4)
    return NULL;
  size_t count = read_whole(at, big_endian);
  at += 4;
  return count <= left(at, end) / stride ? at + count * stride : NULL;
}

static const unsigned char *skip_rings(const unsigned char *at, const unsigned char *end, bool big_endian,
                                       size_t stride) {
  if (left(at, end) < 4)
    return NULL;
  size_t count = read_whole(at, big_endian);
  at += 4;
  if (count > left(at, end) / 4)
    return NULL;
  for (size_t r = 0; r < count && at; r++)
    at = skip_points(at, end, big_endian, stride);
  return at;
}

static const unsigned char *skip_single(unsigned kind, const unsigned char *at, const unsigned char *end,
                                        bool big_endian, size_t stride) {
  if (kind == POINT)
    return left(at, end) < stride ? NULL : at + stride;
  return kind == LINE ? skip_points(at, end, big_endian, stride) : skip_rings(at, end, big_endian, stride);
}

static const char *check(wkb *shape) {
  const unsigned char *at = shape->body, *end = shape->end;
  shape->part_count = 1;
  if (shape->kind <= POLYGON) {
    at = skip_single(shape->kind, at, end, shape->big_endian, shape->stride);
    return !at ? cut : at < end ? rest : NULL;
  }
  if (left(at, end) < 4)
    return cut;
  shape->part_count = read_whole(at, shape->big_endian);
  shape->body = at += 4;
  if (shape->part_count > left(at, end) / 5)
    return cut;
  for (size_t p = 0; p < shape->part_count; p++) {
    unsigned kind;
    size_t stride;
    bool big_endian;
    const char *wrong = read_head(&at, end, &kind, &stride, &big_endian);
    if (wrong)
      return wrong;
    if (kind != shape->kind - SEVERAL_POINTS + POINT)
      return mixed;
    at = skip_single(kind, at, end, big_endian, stride);
    if (!at)
      return cut;
  }
  return at < end ? rest : NULL;
}

const char *wkb_open(const char *bytes, size_t length, wkb *shape) {
  static const wijk_geometry_type types[] = {WIJK_GEOMETRY_NONE,    WIJK_GEOMETRY_POINT, WIJK_GEOMETRY_LINE,
                                             WIJK_GEOMETRY_POLYGON, WIJK_GEOMETRY_POINT, WIJK_GEOMETRY_LINE,
                                             WIJK_GEOMETRY_POLYGON};
  static const size_t envelopes[] = {0, 32, 48, 48, 64};
  const unsigned char *at = (const unsigned char *)bytes;
  *shape = (wkb){0};
  if (length < 8) /* an empty one has no address either */
    return cut;
  shape->end = at + length;
  if (at[0] != 'G' || at[1] != 'P')
    return "it does not start as one in a GeoPackage does";
  size_t envelope = at[3] >> 1 & 7;
  if (at[2] != 0 || (at[3] & 0x20) || envelope > 4)
    return "its header is of an unknown form";
  if (length - 8 < envelopes[envelope])
    return cut;
  at += 8 + envelopes[envelope];
  const char *wrong = read_head(&at, shape->end, &shape->kind, &shape->stride, &shape->big_endian);
  if (wrong)
    return wrong;
  shape->body = at;
  shape->type = shape->kind < sizeof types / sizeof *types ? types[shape->kind] : WIJK_GEOMETRY_NONE;
  return shape->type == WIJK_GEOMETRY_NONE ? NULL : check(shape);
}

/* ---- coordinates ---- */

void wkb_read_point(const wkb *shape, double *x, double *y) {
  const unsigned char *at = shape->body;
  bool big_endian = shape->big_endian;
  *x = *y = NAN;
  if (!shape->part_count)
    return;
  if (shape->kind == SEVERAL_POINTS) {
    big_endian = *at == 0;
    at += 5;
  }
  *x = read_double(at, big_endian);
  *y = read_double(at + 8, big_endian);
}

static const unsigned char *add_line(shapes *s, const unsigned char *at, bool big_endian, size_t stride) {
  double *x, *y;
  size_t count = read_whole(at, big_endian);
  at += 4;
  bool room = shapes_add_ring(s, count, &x, &y);
  for (size_t i = 0; i < count; i++, at += stride)
    if (room) {
      x[i] = read_double(at, big_endian);
      y[i] = read_double(at + 8, big_endian);
    }
  return at;
}

/* No point in any ring. */
static bool is_empty(const unsigned char *at, size_t ring_count, bool big_endian) {
  for (size_t r = 0; r < ring_count; r++, at += 4)
    if (read_whole(at, big_endian))
      return false;
  return true;
}

static const unsigned char *add_part(shapes *s, unsigned kind, const unsigned char *at, bool big_endian,
                                     size_t stride) {
  size_t rings = 1;
  if (kind == POLYGON) {
    rings = read_whole(at, big_endian);
    at += 4;
  }
  if (is_empty(at, rings, big_endian))
    return at + 4 * rings;
  shapes_add_part(s);
  for (size_t r = 0; r < rings; r++)
    at = add_line(s, at, big_endian, stride);
  return at;
}

void wkb_add_parts(const wkb *shape, shapes *s) {
  const unsigned char *at = shape->body;
  if (shape->kind <= POLYGON) {
    add_part(s, shape->kind, at, shape->big_endian, shape->stride);
    return;
  }
  for (size_t p = 0; p < shape->part_count; p++) {
    unsigned kind;
    size_t stride;
    bool big_endian;
    if (read_head(&at, shape->end, &kind, &stride, &big_endian))
      return;
    at = add_part(s, kind, at, big_endian, stride);
  }
}
