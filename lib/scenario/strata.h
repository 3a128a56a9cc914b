/* SPDX-License-Identifier: EUPL-1.2 */
/* What forecasts stand apart by: scenario, source, and further columns of the tables. A stratum is one value of each.
 */
#ifndef WIJK_SCENARIO_STRATA_H
#define WIJK_SCENARIO_STRATA_H

#include <wijk/layer.h>

#define STRATA_DIMENSIONS 8
#define STRATA_MOST 100000

typedef struct dimension {
  const char *name; /* of the column */
  const char *role; /* where the column is found by role instead; NULL = by name */
  const char **values;
  size_t count; /* 0 = no table has the column */
} dimension;

typedef struct strata {
  dimension dimensions[STRATA_DIMENSIONS];
  size_t dimension_count;
  size_t count; /* of strata: the product of the values, the last dimension fastest */
} strata;

/* Values of a dimension, in order of first appearance; `given`, where not NULL, says which and in what order. */
wijk_status dimension_add_values(dimension *d, const wijk_layer *const *layers, size_t layer_count,
                                 const char *const *given, size_t given_count, wijk_arena *arena, wijk_error *err);
/* WIJK_DATA for more than STRATA_MOST. */
wijk_status strata_settle(strata *all, wijk_error *err);
/* NULL where no table has the dimension. */
const char *strata_value(const strata *all, size_t stratum, size_t dimension);

/* The columns of one table that say to which strata its rows belong; a row without a value belongs to all of them. */
typedef struct strata_key {
  const strata *all;
  const wijk_column *columns[STRATA_DIMENSIONS];
  size_t *found; /* room for every stratum */
} strata_key;
wijk_status strata_key_open(const strata *all, const wijk_layer *layer, wijk_arena *arena, strata_key *key,
                            wijk_error *err);
/* The strata of a row, in key->found; 0 where it has a value that is not asked for. */
size_t strata_key_find(const strata_key *key, size_t row);
/* The first dimension of several values, from number `from` on, of which a row says nothing; NULL = none. */
const char *strata_key_unsaid(const strata_key *key, size_t from, size_t row);

#endif
