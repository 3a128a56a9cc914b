/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is next to whom: the spatial weights W of a layer of zones. */
#ifndef WIJK_WEIGHTS_H
#define WIJK_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/layer.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum wijk_weights_kind {
  WIJK_WEIGHTS_QUEEN,   /* share at least a point of their boundary */
  WIJK_WEIGHTS_ROOK,    /* share a piece of boundary that has a length */
  WIJK_WEIGHTS_NEAREST, /* the k nearest by centroid; of equals the lowest row; need not be mutual */
  WIJK_WEIGHTS_BAND,    /* centroids within a distance (<=): 1 */
  WIJK_WEIGHTS_INVERSE  /* centroids within a distance: 1 / distance in km */
} wijk_weights_kind;

typedef struct wijk_weights_rule {
  wijk_weights_kind kind;
  size_t nearest;       /* k */
  double band_m;        /* of BAND and INVERSE */
  double snap_m;        /* of QUEEN and ROOK: boundaries this near are shared; NaN = see wijk_weights_snap */
  bool row_standardise; /* each row sums to 1; else as they are (binary, or 1 / distance) */
} wijk_weights_rule;

/* Sparse rows: the neighbours of zone i are neighbour[first[i]] .. neighbour[first[i + 1] - 1], by row, with their
 * weights; never i itself. An island has none. */
typedef struct wijk_weights {
  size_t count;
  size_t *first; /* count + 1 */
  uint32_t *neighbour;
  double *weight;
  size_t island_count;
} wijk_weights;

/* W of the zones for which `in[i]` is true (NULL = all); a zone left out has no neighbours and is nobody's, and is no
 * island; one without a shape is an island.
 *
 * QUEEN: the boundaries come within snap_m of each other (<=, to the rounding of a double): a common corner, a corner
 * on the other's edge, a gap or an overlap no wider. ROOK: they run side by side within snap_m over a length greater
 * than snap_m, counted where they drift apart by no more than 1 in 4: two zones that meet in a corner do not, unless
 * the angle there is less than 14 degrees. Holes and all parts of a zone have boundary. A zone that lies in another,
 * further from its boundary than snap_m, is no neighbour: two such zones overlap.
 * With snap_m 0, corners must be the same to the bit, and so must the whole edges of ROOK, or lie on one line to it.
 * Cost: zones whose boxes come near are compared, by runs of their boundary that come near; not all with all.
 *
 * NEAREST, BAND, INVERSE: from centroid to centroid (wijk_polygons_centroid).
 *
 * Made in `arena`; the same for any number of threads (0 = all). Memory: 12 bytes for each pair of neighbours, twice.
 * WIJK_USAGE for a rule that makes no sense (k = 0, a band that is not > 0, a snap that is < 0), WIJK_DATA for no more
 * than k zones, two zones with one centroid under INVERSE, a band so wide that there are over 2^28 pairs, or four
 * thousand million zones; WIJK_MEMORY.
 * Source: Cliff and Ord (1973), Spatial autocorrelation. */
wijk_status wijk_weights_new(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                             wijk_arena *arena, wijk_weights *weights, wijk_error *err);

/* The tolerance that QUEEN and ROOK take: snap_m where that is given, else 0.1 m; for a layer with no place on earth
 * (CRS "local"), whose unit may be anything, a millionth of the longer side of all zones together.
 *
 * A decimetre is more than the roundings with which borders are written: millimetres and centimetres in metres, 7
 * decimals of a degree (1.1 cm), and most of those of 6 (a corner on another's edge, both rounded, is off by up to 13
 * cm); so zones that touch are no islands by them. It is less than what people draw: beyond it lie places where four
 * zones nearly meet in a corner, and two of them are parted by a border of a few decimetres that the other two share.
 * Of 14,500 invented buurten one pair is let in (2 mm apart) that is not without tolerance; half a metre would let in
 * eleven, of which ten lie 13 to 48 cm apart. Of the buurten of Rotterdam and the wijken and municipalities of the
 * country (Statistics Netherlands) none differs up to half a metre. Who is just beyond is told (lib/metrics/lattice.h):
 * a tolerance that is too small shows there, one that is too large nowhere. */
double wijk_weights_snap(const wijk_layer *zones, const wijk_weights_rule *rule);

/* "queen", "rook", "knn:6", "band:3000", "idw:3000": kind, and k or metres; the rest of the rule stays. WIJK_USAGE,
 * with the nearest word, for anything else. */
wijk_status wijk_weights_rule_read(const char *text, wijk_weights_rule *rule, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
