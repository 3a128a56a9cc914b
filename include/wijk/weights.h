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
  double snap_m;        /* of QUEEN and ROOK: boundaries this near are shared */
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
 * island. Made in `arena`; the same for any number of threads (0 = all). WIJK_USAGE for a rule that makes no sense
 * (k = 0, a band that is not > 0), WIJK_DATA beyond four thousand million zones, WIJK_MEMORY. */
wijk_status wijk_weights_new(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                             wijk_arena *arena, wijk_weights *weights, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
