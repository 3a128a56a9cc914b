/* SPDX-License-Identifier: EUPL-1.2 */
/* Who is how near, c_ij, and what each zone of a universe has near it.
 *
 * By distance c_ij = e^(-d_ij) as it stands, never 1 - e^(-d_ij / Σ d) or another turn of it, with d in km between the
 * centres of gravity of the zones; within a zone d_ii = 0.6 √a_i, about the mean distance of two people on it (White
 * 1983). By contiguity c_ij = 1 for neighbours and c_ii = 1: neighbours share at least a point of their boundary, or
 * with --weights rook a piece of it. */
#ifndef WIJK_METRICS_NEARNESS_H
#define WIJK_METRICS_NEARNESS_H

#include "metrics/family.h"

/* What does not change with the group. */
typedef struct wijk_vicinity {
  double *x, *y, *own, *one, *rest; /* by distance: centres, c_ii, 1 for each zone, and room for y_i */
  wijk_weights weights;             /* by contiguity */
  size_t *place;                    /* of a row of the zones in the universe */
  bool by_contiguity;
} wijk_vicinity;

/* WIJK_MEMORY, or what wijk_weights_new says. */
wijk_status wijk_vicinity_new(const wijk_subject *subject, const wijk_universe *u, bool by_contiguity,
                              wijk_arena *arena, wijk_vicinity *vicinity, wijk_error *err);

/* Contiguity of zones of which none has a neighbour. */
static inline bool wijk_vicinity_is_apart(const wijk_vicinity *vicinity) {
  return vicinity->by_contiguity && vicinity->weights.first[vicinity->weights.count] == 0;
}

/* Σ_j c_ij x_j, Σ_j c_ij y_j and Σ_j c_ij for each zone i of the universe, itself included. */
typedef struct wijk_nearness {
  double *x, *y, *one;
} wijk_nearness;
wijk_status wijk_nearness_new(const wijk_universe *u, wijk_arena *arena, wijk_nearness *near, wijk_error *err);
/* For the u->x of now. The same to the bit for any number of threads (0 = all). */
wijk_status wijk_nearness_find(const wijk_vicinity *vicinity, const wijk_universe *u, int threads, wijk_nearness *near,
                               wijk_error *err);

/* Neighbours among the zones of the universe, binary; numbered by the rows of the zones. */
wijk_status wijk_universe_neighbours(const wijk_subject *subject, const wijk_universe *u, wijk_arena *arena,
                                     wijk_weights *weights, wijk_error *err);

double wijk_index_distance_decay_isolation(const wijk_universe *u, const wijk_nearness *near);
double wijk_index_absolute_clustering(const wijk_universe *u, const wijk_nearness *near);
double wijk_index_spatial_proximity(const wijk_universe *u, const wijk_nearness *near);
double wijk_index_relative_clustering(const wijk_universe *u, const wijk_nearness *near);
/* `neighbours` as of wijk_universe_neighbours; `share` is room for a number per row of the zones. NaN where no zone has
 * a neighbour. */
double wijk_index_dissimilarity_adjacent(const wijk_universe *u, const wijk_weights *neighbours, double *share);

#endif
