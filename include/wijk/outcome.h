/* SPDX-License-Identifier: EUPL-1.2 */
/* The outcome: what an allocation means, as layers and tables for people who plan. */
#ifndef WIJK_OUTCOME_H
#define WIJK_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/plan.h>
#include <wijk/report.h>
#include <wijk/text.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Columns are English ids with titles in both languages; values that are words (origin, action) are Dutch or English.
 * What there is none of is null with its reason; a site that is no location has 0 places.
 *
 * `locations`: a point for every site, by id, also those that are not used. Of the people who lived there before
 *   occupied_before = stayed + left (moved to another location) + gone (have no place any more), and of those after
 *   occupied_after = stayed + came (from another location) + new.
 * `flows`: a line for all who move from one location to another; by the ids of both. No line where both are at one
 *   place. distance_m is along the straight line.
 * `zones`: the zones of the plan with their key, name and residents; load = places / norm_places.
 * `actions`: what is to be done, in an order in which it can be: by date, behind what it waits for, by id. An opening
 *   waits for its date and for the location it comes after; a move for the opening or conversion it goes to and, where
 *   it goes to what is there, until there is room; a conversion or closure until those have moved who do. opens_on is
 *   the first date on which all of that is so; null = at once.
 * `demand`: a row per form, heavy to light, and one of all (without a form). demand = housed + unmet; occupied_before =
 *   stayed + moved + gone; housed = stayed + moved + new. occupancy_share = housed / places. */
typedef struct wijk_outcome {
  wijk_layer *locations, *flows, *zones, *actions, *demand;
  size_t waiting; /* actions that wait for each other in a circle: somebody has to live elsewhere for a while */
} wijk_outcome;

/* Of an allocation that was found. O(sites log sites + actions^2). */
wijk_status wijk_outcome_make(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch, wijk_arena *arena,
                              wijk_outcome *outcome, wijk_error *err);

/* Counts every hard rule of the plan anew from the layers alone (places, norms, spacing, smallest size, budget, dates,
 * what a site must do, how far people move) and that all of them tell of the same people, places and euro. WIJK_BUG
 * with what is broken: nothing of it may be written. */
wijk_status wijk_outcome_check(const wijk_plan *plan, const wijk_outcome *outcome, wijk_arena *arena, wijk_error *err);

/* A row for now and one for each of `count` plans, which differ in their demand only: demand, places and people,
 * unmet_count beside unchanged_unmet_count (were everything to stay as it is: the sum over forms of demand over
 * places), the heaviest load and its zone, places over the norm of vulnerable zones, the share of places in these, gini
 * and gini_segregation as wijk_metrics_compute gives them for the places of all zones, who moves how far, cost, what
 * opens, closes and changes; whether each goal is proved, else gap_share, the largest (value - bound) / value of any.
 */
wijk_status wijk_outcome_compare(const wijk_plan *plans, const wijk_allocation *allocations, size_t count, bool dutch,
                                 wijk_arena *arena, wijk_layer **comparison, wijk_error *err);

/* Adds the numbers of a comparison to the report as values of the city ("scenario=gematigd"), and of each goal
 * goal_NAME, goal_NAME_bound, goal_NAME_gap_share, goal_NAME_proved (1 or 0) and goal_NAME_nodes. */
wijk_status wijk_outcome_report(const wijk_allocation *allocations, size_t count, const wijk_layer *comparison,
                                wijk_report *report, wijk_error *err);

/* Row `row` (from 1) of a comparison beside now, in a few plain sentences, one a line. */
wijk_status wijk_outcome_tell(const wijk_layer *comparison, size_t row, const wijk_plan *plan,
                              const wijk_allocation *allocation, const wijk_layer *demand, bool dutch, wijk_text *text,
                              wijk_error *err);

/* "unmet", "heaviest", "overload", "moved", "metres", "cost", "opened". */
const char *wijk_goal_name(wijk_allocation_goal goal);

#ifdef __cplusplus
}
#endif
#endif
