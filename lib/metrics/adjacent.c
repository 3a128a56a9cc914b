/* SPDX-License-Identifier: EUPL-1.2 */
/* Unevenness, less what lies in it side by side: two halves of a city are less apart when their borders are long. */
#include "metrics/indices.h"
#include "metrics/nearness.h"

static const wijk_metric metrics[] = {
    {"dissimilarity_adjacent", WIJK_METRIC_CITY, WIJK_PART_NONE,
     WIJK_METRIC_BY | WIJK_METRIC_INDEX | WIJK_METRIC_TWO_GROUPS, WIJK_NEEDS_SHAPES,
     WIJK_LAW_ORDER_FREE | WIJK_LAW_ZERO_WHEN_EVEN, "Dissimilariteitsindex, gecorrigeerd voor aangrenzende zones",
     "Index of dissimilarity, adjusted for adjacent zones", "-1 tot 1", "-1 to 1",
     "D - ΣΣ c_ij |p_i - p_j| / ΣΣ c_ij, D = dissimilarity, c_ij = 1 for neighbours (queen, or rook with --weights "
     "rook; always binary, as in the source), else 0",
     "Morrill 1991"},
};

double wijk_index_dissimilarity_adjacent(const wijk_universe *u, const wijk_weights *neighbours, double *share) {
  for (size_t k = 0; k < u->count; k++) {
    share[u->zone[k]] = u->x[k] / u->t[k];
  }
  double sum = 0;
  size_t pairs = 0;
  for (size_t k = 0; k < u->count; k++) {
    const size_t i = u->zone[k];
    for (size_t at = neighbours->first[i]; at < neighbours->first[i + 1]; at++) {
      sum += fabs(share[i] - share[neighbours->neighbour[at]]);
      pairs++;
    }
  }
  return pairs > 0 ? wijk_index_dissimilarity(u) - sum / (double)pairs : NAN;
}

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  wijk_universe u;
  wijk_weights neighbours;
  double index = NAN;
  wijk_status status = wijk_universe_ratio(subject, scratch, &u, err);
  const wijk_reason objection = status == WIJK_OK ? wijk_index_two_groups(&u) : WIJK_PRESENT;
  if (status == WIJK_OK && objection == WIJK_PRESENT) {
    double *share = WIJK_ARENA_ADD(scratch, double, subject->zone_count, err);
    status = share == NULL ? WIJK_MEMORY : wijk_universe_neighbours(subject, &u, scratch, &neighbours, err);
    index = status == WIJK_OK ? wijk_index_dissimilarity_adjacent(&u, &neighbours, share) : NAN;
  }
  return status == WIJK_OK ? wijk_results_add_city(results, "dissimilarity_adjacent", 0, index,
                                                   objection ? objection : WIJK_REASON_NO_NEIGHBOURS, err)
                           : status;
}

WIJK_FAMILY(adjacent);
