/* SPDX-License-Identifier: EUPL-1.2 */
/* Allocation: which locations open, close and change, and who lives where. */
#ifndef WIJK_ALLOCATE_H
#define WIJK_ALLOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A building: a location that is there now, or one that could come. At most one form uses it. */
typedef struct wijk_site {
  double x, y;             /* metres */
  size_t zone;             /* WIJK_NONE = in no zone: it counts for no load */
  size_t form;             /* that it has now; WIJK_NONE (wijk/layer.h) = it is not a location now */
  double places, occupied; /* now; people are whole */
  bool stays;              /* may not close or change */
  bool closes;             /* may not stay */
  const double *capacity;  /* [form_count] places in each form, 0 = none; of the present form what it may keep */
  const double *cost;      /* [form_count] of opening or converting, in euro; not read for the present form */
} wijk_site;

typedef struct wijk_ground {
  double allowed; /* places that the norm allows; NaN = as many as fit */
  double norm;    /* places that load is measured against, as the norm unless said otherwise; NaN or 0 = not measured */
  bool vulnerable;
} wijk_ground;

/* Goals, each as small as can be while those before it hold. */
typedef enum wijk_allocation_goal {
  WIJK_GOAL_UNMET,    /* people for whom there is no place */
  WIJK_GOAL_HEAVIEST, /* highest places / norm of a zone */
  WIJK_GOAL_OVERLOAD, /* places over the norm in vulnerable zones */
  WIJK_GOAL_MOVED,    /* people who have to leave their location: they move to another, or are displaced */
  WIJK_GOAL_METRES,   /* how far, in all; who is displaced, the diagonal of all sites, or the longest way given */
  WIJK_GOAL_COST,
  WIJK_GOAL_OPENED, /* sites that are not a location now and become one */
  WIJK_GOAL_COUNT
} wijk_allocation_goal;

typedef struct wijk_allocation_problem {
  size_t form_count, site_count, zone_count;
  const wijk_site *sites;
  const wijk_ground *zones;
  const double *demand;  /* [form_count] people, whole */
  const double *least;   /* [form_count] places below which a form is not opened; NULL = none */
  const double *spacing; /* [form_count] metres between two locations of a form, unless both are there; NULL = none */
  const double *unmet;   /* [form_count] people that may be left without a place at most; NULL = any number */
  double budget;         /* NaN = none */
  double furthest;       /* metres that somebody may move at most; NaN = any that there is a way for */
  size_t open_least, open_most; /* sites that become a location; open_most WIJK_NONE = any number */
  const size_t *after;    /* [site_count] site that must be a location too where this one newly becomes one; WIJK_NONE
                           * none; NULL = none at all */
  const size_t *building; /* [site_count] sites of one number are never too near each other; NULL = each its own */
  const double *most;     /* [WIJK_GOAL_COUNT] value that each goal may have at most, NaN = any; NULL = any of all */
  /* [site_count*site_count] how far somebody moves from the first site to the second, in metres; INFINITY = there is no
   * way. As between places along roads: no further than over a third site. NULL = along the straight line. Spacing is
   * along the straight line whatever is given here. */
  const double *metres;
} wijk_allocation_problem;

/* What a program uses unless it is told otherwise. */
#define WIJK_ALLOCATION_NODES 200
#define WIJK_ALLOCATION_GAP 0.005

typedef struct wijk_allocation_limits {
  const wijk_allocation_goal *goals; /* NULL = in the order of the list, without WIJK_GOAL_OPENED */
  size_t goal_count;
  long nodes;       /* of one search, of which a goal takes a few; 0 = until it is proved */
  double gap_share; /* that is good enough: of a goal's value, or of its unit where the value is less: 100 people or
                     * places, a load of 1, 100 km (100 people one kilometre), 100,000 euro, 1 site */
  double seconds;   /* of one search; 0 = none. With it a rerun need not give the same */
} wijk_allocation_limits;

/* Rules that may clash. */
typedef enum wijk_rule {
  WIJK_RULE_NORM,    /* of zone `of` */
  WIJK_RULE_SPACING, /* of form `of` */
  WIJK_RULE_UNMET,   /* of form `of` */
  WIJK_RULE_STAYS,   /* of site `of` */
  WIJK_RULE_CLOSES,  /* of site `of` */
  WIJK_RULE_BUDGET,
  WIJK_RULE_OPENED,
  WIJK_RULE_AFTER /* of site `of`: the one that it waits for */
} wijk_rule;
typedef struct wijk_clash {
  wijk_rule rule;
  size_t of;
} wijk_clash;

typedef struct wijk_move {
  size_t from, to; /* sites */
  double people;
} wijk_move;

typedef struct wijk_goal_value {
  wijk_allocation_goal goal;
  /* bound <= the least that any allocation reaches in which no earlier goal is worse than the value given here. An
   * earlier goal that is not at its least leaves more to choose from: then so does its bound for later ones. */
  double value, bound;
  bool proved; /* value - bound is within the gap asked for */
  long nodes;
} wijk_goal_value;

typedef struct wijk_allocation {
  bool found;
  /* where found: */
  size_t *form;   /* [site_count] after; WIJK_NONE = no location */
  double *people; /* [site_count] */
  wijk_move *moves;
  size_t move_count;
  double *unmet;     /* [form_count] */
  double *displaced; /* [form_count] people who have a place now and still need one, and are left without: those who go
                      * beyond what the demand has shrunk by. NULL = none */
  wijk_goal_value *goals;
  size_t goal_count;
  /* else: rules that cannot hold together, while any smaller part of them can */
  wijk_clash *clash;
  size_t clash_count;
} wijk_allocation;

/* Hard rules: no more people than places; at most one form per site; no zone over what its norm allows, or over what it
 * has now where that is more; smallest size per form; spacing; budget; what a site must do, and what it waits for; how
 * far people may move. Of the people of a form as many may go elsewhere as the demand has shrunk or is unmet; the
 * others stay or move. Solved as an integer program (CBC, Clp), goal by goal: bounds and prices from the program whose
 * numbers need not be whole, a random walk from a fixed seed, then searches of parts around the best so far and of all
 * that the prices leave, bounded by nodes, so that the same problem gives the same answer. A goal that is proved within
 * the gap leaves what is left of its margin to later ones. Bounds are those of prices and the solver's, with its
 * tolerance (1e-6). The answer is checked against every rule
 * anew before it is given: WIJK_BUG if one is broken. WIJK_USAGE for a problem that cannot be (a number that is not
 * whole, an unknown zone or form); WIJK_DATA when a limit was reached before any allocation was found. */
wijk_status wijk_allocation_compute(const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                                    wijk_arena *arena, wijk_allocation *allocation, wijk_error *err);

/* A point of the frontier of two goals: neither can be better without the other being worse. */
typedef struct wijk_frontier_point {
  double value[2], bound[2]; /* of the first goal and the second; a bound holds where the other is no worse than here */
  bool proved;
  wijk_allocation allocation;
} wijk_frontier_point;
typedef struct wijk_frontier {
  wijk_frontier_point *points; /* from the least value of the first goal to the least of the second */
  size_t count;                /* 0 = no allocation exists: `clash` */
  wijk_clash *clash;
  size_t clash_count;
} wijk_frontier;
/* The frontier of the goals `first` and `second`, which differ. Goals that come before both of them in the order of the
 * limits are held at the least they reach; those behind are left free. Both ends are reached goal after goal; between
 * them one goal is the least it can be while the other is at most a value (epsilon-constraint: Haimes, Lasdon and
 * Wismer 1971, IEEE Transactions on Systems, Man and Cybernetics 1), and then that other one too, so that no point is
 * worse than another in both. At most `steps` points, equally spaced in a goal that is a count of people or sites where
 * one is (0 or a step smaller than one: all there are). WIJK_USAGE for goals that are one, or fewer steps than two. */
wijk_status wijk_allocation_frontier(const wijk_allocation_problem *problem, const wijk_allocation_limits *limits,
                                     wijk_allocation_goal first, wijk_allocation_goal second, size_t steps,
                                     wijk_arena *arena, wijk_frontier *frontier, wijk_error *err);

/* People settled on sites that are as `form` says: who still needs a place stays, moves, or is displaced, so that of
 * the goals unmet, moved and metres each is the least it can be in the order of `goals`; those that are not among them
 * come after, in that order. Nobody moves who need not, unless to make room where not everybody may move everywhere.
 * New people fill what is left; they, and who need not stay, are spread by places. Rules on sites are not looked at
 * (wijk_allocation_check does); where more people are without a place than may be, that is no more than must be. A
 * flow of least cost in whole numbers, exact to 2^-31 metre a move (less where ways are beyond 4,000 km). */
wijk_status wijk_allocation_settle(const wijk_allocation_problem *problem, const size_t *form,
                                   const wijk_goal_value *goals, size_t goal_count, wijk_arena *arena,
                                   wijk_allocation *settled, wijk_error *err);

/* The value of a goal for an allocation, by plain counting. */
double wijk_allocation_value(const wijk_allocation_problem *problem, const wijk_allocation *allocation,
                             wijk_allocation_goal goal);
/* NULL, or which rule it breaks, in words. Independent of the solver. */
const char *wijk_allocation_check(const wijk_allocation_problem *problem, const wijk_allocation *allocation);

#ifdef __cplusplus
}
#endif
#endif
