/* SPDX-License-Identifier: EUPL-1.2 */
/* An outcome read as a stranger would: by the names of its columns, with the rules of the plan beside it. */
#ifndef WIJK_SCENARIO_OUTCOME_CHECK_H
#define WIJK_SCENARIO_OUTCOME_CHECK_H

#include <wijk/outcome.h>

/* The locations as written. */
typedef struct written {
  const wijk_plan *plan;
  const wijk_outcome *outcome;
  wijk_arena *arena;
  size_t count;
  const char **id, **zone, **was, **is; /* key of its zone, forms before and after */
  const double *x, *y, *places[2], *people[2], *stayed, *left, *gone, *came, *fresh, *cost;
  size_t *site; /* of the plan, of each row */
  size_t *form; /* after; WIJK_NONE = no location */
  bool *opened;
} written;

/* WIJK_BUG: the result would break a rule. `of` may be NULL. */
wijk_status written_broken(const char *rule, const char *of, wijk_error *err);

/* Who moves, and what adds up: flows, forms and actions against the locations. */
wijk_status written_check_flows(const written *w, wijk_error *err);
wijk_status written_check_forms(const written *w, wijk_error *err);
wijk_status written_check_actions(const written *w, wijk_error *err);

#endif
