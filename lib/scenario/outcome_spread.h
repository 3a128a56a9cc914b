/* SPDX-License-Identifier: EUPL-1.2 */
/* How unevenly places lie over the zones, by the indices of the metrics. */
#ifndef WIJK_SCENARIO_OUTCOME_SPREAD_H
#define WIJK_SCENARIO_OUTCOME_SPREAD_H

#include <wijk/layer.h>

typedef struct outcome_index {
  double value;
  wijk_reason why_not;
} outcome_index;

/* gini (over zones on land) and gini_segregation (against the other residents) of a column of places. */
wijk_status outcome_spread(const wijk_layer *zones, const char *places, wijk_arena *arena, outcome_index *gini,
                           outcome_index *segregation, wijk_error *err);

#endif
