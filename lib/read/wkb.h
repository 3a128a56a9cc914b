/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapes as a GeoPackage has them: a header and well-known binary (OGC 12-128r15, clause 2.1.3; ISO 13249-3). Nothing
 * in them is believed: every count is held against the bytes that are there. Z and M are passed over. */
#ifndef WIJK_READ_WKB_H
#define WIJK_READ_WKB_H

#include <string.h>

#include "read/shapes.h"

/* A shape whose bytes were checked; they must outlive it. */
typedef struct wkb {
  unsigned kind;           /* 1 point, 2 line, 3 polygon, 4 to 6 several of those, 7 collection, … */
  wijk_geometry_type type; /* NONE for what a layer cannot hold */
  size_t part_count;       /* points, lines or polygons in it; 1 for a single one */
  const unsigned char *body, *end;
  bool big_endian; /* the outermost */
  size_t stride;   /* bytes of one point */
} wkb;

/* NULL, or what is wrong with it ("it is cut short"). Shapes of type NONE are not looked into. Cost: that of reading
 * the counts. */
const char *wkb_open(const char *bytes, size_t length, wkb *shape);
const char *wkb_name(unsigned kind); /* "MULTIPOLYGON" */

/* The point of a blob of the form that nearly all points have (little-endian x and y, no envelope); false for any
 * other, which is not wrong for that. */
static inline bool wkb_read_plain_point(const char *bytes, size_t length, double *x, double *y) {
  static const unsigned char head[] = {1, 1, 0, 0, 0};
  const unsigned char *at = (const unsigned char *)bytes;
  if (length != 29 || at[0] != 'G' || at[1] != 'P' || at[2] != 0 || (at[3] & 0x2e) || memcmp(at + 8, head, 5) != 0)
    return false;
  uint64_t bits[2] = {0, 0};
  for (int i = 0; i < 8; i++) { /* one load on a little-endian machine */
    bits[0] |= (uint64_t)at[13 + i] << 8 * i;
    bits[1] |= (uint64_t)at[21 + i] << 8 * i;
  }
  memcpy(x, &bits[0], sizeof *x);
  memcpy(y, &bits[1], sizeof *y);
  return true;
}
/* The one point of a point or of a multipoint of one; NaN where there is none. */
void wkb_read_point(const wkb *shape, double *x, double *y);
/* The parts of a line, a polygon or several; empty ones are left out. */
void wkb_add_parts(const wkb *shape, shapes *s);

#endif
