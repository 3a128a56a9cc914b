/* SPDX-License-Identifier: EUPL-1.2 */
/* Coverage: how many workers with a caseload are based where, and which households they go to. */
#ifndef WIJK_COVERAGE_H
#define WIJK_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/error.h>
#include <wijk/layer.h>
#include <wijk/read.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Homes are where households live together (a buurt), bases are where workers may start from. */
typedef struct wijk_coverage_problem {
  size_t home_count, base_count;
  const double *households; /* [home_count] whole, 0 or more */
  const double *distance_m; /* [home_count][base_count] 0 or more; NaN = there is no way */
  size_t caseload;          /* households that one worker serves at most */
  size_t workers;           /* at most; WIJK_NONE = as many as serve everybody that can be served */
  double furthest_m;        /* that a worker goes at most; NaN = any distance */
} wijk_coverage_problem;

/* Goals in their order: each as small as can be while those before it hold. */
typedef enum wijk_coverage_goal {
  WIJK_COVERAGE_UNSERVED, /* households without a worker */
  WIJK_COVERAGE_WORKERS,
  WIJK_COVERAGE_METRES, /* sum over households of the distance from base to home */
  WIJK_COVERAGE_GOALS
} wijk_coverage_goal;

typedef struct wijk_coverage_limits {
  long nodes;       /* of the search per goal; 0 = until it is proved */
  double gap_share; /* that is good enough */
  double seconds;   /* per goal; 0 = none. With it a rerun need not give the same */
  size_t pairs;     /* of a home and a base that are looked at one by one; 0 = 12,000 */
} wijk_coverage_limits;

typedef struct wijk_coverage_flow {
  size_t base, home;
  double households;
} wijk_coverage_flow;

typedef struct wijk_coverage_value {
  double value, bound; /* bound <= the least that any coverage reaches */
  bool proved;         /* within the gap asked for */
  long nodes;          /* 0 where it follows from the numbers alone */
} wijk_coverage_value;

typedef struct wijk_coverage {
  double *workers;           /* [base_count] whole */
  double *unserved;          /* [home_count] */
  wijk_coverage_flow *flows; /* by base, then home */
  size_t flow_count;
  wijk_coverage_value goals[WIJK_COVERAGE_GOALS];
} wijk_coverage;

/* Once workers are fixed, households are a transport problem whose corners are whole numbers; workers are found by an
 * integer program (CBC) whose search is bounded by nodes, so that the same problem gives the same answer. Its rules are
 * tightened by rounding (Nemhauser and Wolsey 1988, II.1): homes T with h households are served by the bases B for at
 * most r w(B) + (c - r) floor(h / c), where c is the caseload and r = h mod c. With very many pairs each home keeps its
 * nearest bases and one that is as near as the nearest of the others, so that the bound holds for all pairs.
 * Metres begin with the program whose workers need not be whole: a bound, and workers that are rounded and then moved
 * one by one for as long as that helps (Teitz and Bart 1968). With more than 22,500 pairs of a home and a base that is
 * all, unless nodes are without limit: within 5 % of the bound for 400 zones, where a search would not end in time. The
 * answer is checked before it is given: WIJK_BUG if it breaks a rule. WIJK_USAGE for a problem that cannot be (a number
 * that is not whole, a caseload of 0, a distance below 0). */
wijk_status wijk_coverage_compute(const wijk_coverage_problem *problem, const wijk_coverage_limits *limits,
                                  wijk_arena *arena, wijk_coverage *coverage, wijk_error *err);

/* The value of a goal, by plain counting. */
double wijk_coverage_count(const wijk_coverage_problem *problem, const wijk_coverage *coverage,
                           wijk_coverage_goal goal);
/* NULL, or which rule it breaks, in words. Independent of the solver. */
const char *wijk_coverage_check(const wijk_coverage_problem *problem, const wijk_coverage *coverage);

/* ---- zones, households and bases as layers ---- */

typedef struct wijk_coverage_sources {
  const wijk_layer *zones;      /* with the role key */
  const wijk_table *households; /* roles zone, households */
  const wijk_layer *bases; /* points, with the roles id and name where it has them; NULL = each zone's own centre */
  const wijk_layer *population; /* points with the role residents, or NULL */
  int threads;
} wijk_coverage_sources;

/* Zones and bases with a place, and the problem's households and distances between them; caseload, workers and furthest
 * are the caller's. */
typedef struct wijk_coverage_places {
  wijk_coverage_problem problem;
  wijk_coverage_sources sources;
  double *home_x, *home_y, *base_x, *base_y;
  size_t *base_zone; /* [base_count] in which it lies, or WIJK_NONE */
  bool *known;       /* [home_count] the table has a row for it */
} wijk_coverage_places;

/* A zone's centre is the mean of its population points by residents; without them, the point inside it that labels
 * stand at. The distance from a base to a zone is the mean, over its residents' points, of the straight line to each;
 * without them that to its centre, which is 0 from the zone's own. Faults (a key that no zone has, one given twice) are
 * all added to the report, then WIJK_DATA with those from finding `first` on; a zone without a row is a warning and
 * counts no household. Cost: bases times points of population. */
wijk_status wijk_coverage_locate(const wijk_coverage_sources *sources, size_t first, wijk_arena *arena,
                                 wijk_report *report, wijk_coverage_places *places, wijk_error *err);

/* The zones with households, workers, who serves them, and how far away; lines from base to zone; points of the bases
 * with a worker. Columns have English ids, and titles and texts in the language. Where nobody is served there is no
 * distance. */
wijk_status wijk_coverage_zones(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                wijk_arena *arena, wijk_layer **zones, wijk_error *err);
wijk_status wijk_coverage_flows(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                wijk_arena *arena, wijk_layer **flows, wijk_error *err);
wijk_status wijk_coverage_workers(const wijk_coverage_places *places, const wijk_coverage *coverage, bool dutch,
                                  wijk_arena *arena, wijk_layer **workers, wijk_error *err);
/* Households, workers, share of the caseload, mean and largest distance, and each goal with its bound as figures of the
 * city; a warning where households are left without a worker. */
wijk_status wijk_coverage_report(const wijk_coverage_places *places, const wijk_coverage *coverage, wijk_report *report,
                                 wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
