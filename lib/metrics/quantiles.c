/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/quantiles.h"

#include <math.h>
#include <stdint.h>

#include "base/sort.h"

/* Homes met so far: of one zone, or of all. `reached` quantiles are settled; `last` is the value met last. */
typedef struct tally {
  double total, below, last;
  size_t reached;
} tally;

/* The next home in rising order. Returns how many quantiles are settled with it. */
static inline size_t meet_home(tally *tally, double value, double weight, size_t count,
                               const wijk_quantile *quantiles) {
  tally->below += weight;
  tally->last = value;
  size_t reached = tally->reached;
  while (reached < count && tally->below >= quantiles[reached].share * tally->total) {
    reached++;
  }
  return reached;
}

static double weight_of(const wijk_homes *homes, size_t home) {
  return homes->weight[home] > 0 ? homes->weight[home] : 0;
}

/* The totals, and the zone of each home. */
static void count_homes(const wijk_homes *homes, size_t zone_count, tally *of_zone, tally *of_all,
                        uint32_t *zone_of_home) {
  for (size_t zone = 0; zone < zone_count; zone++) {
    for (size_t home = homes->first[zone]; home < homes->first[zone + 1]; home++) {
      of_zone[zone].total += weight_of(homes, home);
      zone_of_home[home] = (uint32_t)zone;
    }
  }
  for (size_t home = 0; home < homes->count; home++) {
    of_all->total += weight_of(homes, home);
  }
}

/* What no sum reached (sums round) is at the last home; one home is all there is to say, whatever its weight. */
static double settle(const tally *tally, size_t homes, const double *values) {
  return homes == 1 ? values[0] : tally->total > 0 ? tally->last : NAN;
}

wijk_status wijk_quantiles_compute(const wijk_homes *homes, size_t zone_count, const double *values, size_t count,
                                   wijk_quantile *quantiles, wijk_arena *scratch, wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(scratch);
  size_t *order = WIJK_ARENA_ADD(scratch, size_t, homes->count, err);
  uint32_t *zone_of_home = WIJK_ARENA_ADD(scratch, uint32_t, homes->count, err);
  tally *tallies = WIJK_ARENA_ADD(scratch, tally, zone_count, err), all = {0};
  if (order == NULL || zone_of_home == NULL || tallies == NULL) {
    return WIJK_MEMORY;
  }
  wijk_status status = wijk_sort_numbers(homes->count, values, order, err);
  if (status != WIJK_OK) {
    return status;
  }
  count_homes(homes, zone_count, tallies, &all, zone_of_home);
  for (size_t i = 0; i < homes->count; i++) {
    const double value = values[order[i]], weight = weight_of(homes, order[i]);
    if (weight == 0) {
      continue;
    }
    const uint32_t zone = zone_of_home[order[i]];
    for (size_t reached = meet_home(&tallies[zone], value, weight, count, quantiles);
         tallies[zone].reached < reached;) {
      quantiles[tallies[zone].reached++].of_zone[zone] = value;
    }
    for (size_t reached = meet_home(&all, value, weight, count, quantiles); all.reached < reached;) {
      quantiles[all.reached++].of_all = value;
    }
  }
  for (size_t zone = 0; zone < zone_count; zone++) {
    while (tallies[zone].reached < count) {
      quantiles[tallies[zone].reached++].of_zone[zone] =
          settle(&tallies[zone], homes->first[zone + 1] - homes->first[zone], values + homes->first[zone]);
    }
  }
  while (all.reached < count) {
    quantiles[all.reached++].of_all = settle(&all, homes->count, values);
  }
  wijk_arena_reset(scratch, mark);
  return WIJK_OK;
}
