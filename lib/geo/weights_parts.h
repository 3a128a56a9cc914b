/* SPDX-License-Identifier: EUPL-1.2 */
/* The two ways of finding neighbours, before they get their weights. */
#ifndef WIJK_GEO_WEIGHTS_PARTS_H
#define WIJK_GEO_WEIGHTS_PARTS_H

#include <wijk/weights.h>

/* Fills `first` and `neighbour`, each row in order, in `arena`. `in` is never NULL, `threads` at least 1. */
wijk_status weights_find_contact(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                                 wijk_arena *arena, wijk_weights *weights, wijk_error *err);

/* The same, and `weight` as it is before rows are standardised. */
wijk_status weights_find_distance(const wijk_layer *zones, const bool *in, const wijk_weights_rule *rule, int threads,
                                  wijk_arena *arena, wijk_weights *weights, wijk_error *err);

/* Puts each row's neighbours in order. */
wijk_status weights_sort_rows(wijk_weights *weights, wijk_error *err);

#endif
