/* SPDX-License-Identifier: EUPL-1.2 */
/* An allocation as an integer program: its variables, and the parts that make and read it.
 *
 * Where people may move any distance, nobody who can stay has to move: then of the people of a form only sums matter,
 * until a goal asks how far they move, and each site has but the variables that say what it becomes. Where they may
 * not, somebody may have to make room for another: then the program has the people of every site. */
#ifndef WIJK_SCENARIO_ALLOCATION_H
#define WIJK_SCENARIO_ALLOCATION_H

#include "scenario/milp.h"
#include <wijk/allocate.h>
#include <wijk/layer.h>

/* Ways of a site that are tried first. */
enum { ALLOCATION_WAYS_FIRST = 12 };

typedef struct allocation_way { /* somebody of `from` may move to `to` */
  size_t from, to, variable;
  double metres;
} allocation_way;

typedef struct allocation_held { /* a goal that may not get worse than this again */
  wijk_allocation_goal goal;
  double value;
} allocation_held;

typedef struct allocation_work {
  const wijk_allocation_problem *p;
  wijk_arena *arena;
  milp *m;
  size_t *used;            /* [site][form] whether it has the form; WIJK_NONE = cannot */
  size_t *without, *leave; /* [form] people without a place, and people who have to leave theirs */
  size_t *displaced;       /* [form] those of them who do not move; of no meaning while pooled without ways */
  size_t *over;            /* [zone] places above the norm; WIJK_NONE = not measured */
  size_t *crowd;           /* [zone] rule of its places; WIJK_NONE = no load is measured */
  size_t *one;             /* [site] rule that it has one form at most */
  bool *barred, *kept; /* [site][form] what no answer has that is as good as what is held; [site] a location in all */
  size_t heaviest;
  size_t below;     /* rule of the goal that is aimed at */
  double load_held; /* of any zone at most; INFINITY = not held */
  bool **reach;     /* [zone][places] whether it can have just so many; NULL = not known */
  double *most;     /* [zone] */
  bool pooled;      /* people may move to any site */
  /* people, unless pooled: */
  bool whole;   /* said to be */
  size_t *stay; /* [site] how many of its people stay; WIJK_NONE = none can */
  bool *ample;  /* [site][form] room for all who may come: until a goal asks how far, it does not matter who does */
  size_t *near; /* [site] how many of its people move to such sites; WIJK_NONE = there are none */
  /* and if pooled with ways: */
  size_t *left;         /* [site] how many move away; WIJK_NONE = none can */
  size_t *far;          /* [site] how many of them further than its ways lead, if pooled; WIJK_NONE = it has all ways */
  allocation_way *ways; /* by where they begin */
  size_t way_count, way_most; /* of a site at most, if pooled; 0 = no goal asks for ways yet */
  milp_goal goals[WIJK_GOAL_COUNT];
  allocation_held held[WIJK_GOAL_COUNT + 1];
  size_t held_count;
  const wijk_goal_value *order; /* goals that are asked for, of which no values are known */
  size_t order_count;
} allocation_work;

/* allocation_program.c: all of it, with ways if way_most > 0, and with what is held. */
wijk_status allocation_make(allocation_work *w, wijk_error *err);
/* Holds a goal in the program as it is, and in every one that is made after it. */
void allocation_hold(allocation_work *w, wijk_allocation_goal goal, double value);
/* Makes a goal the one that is aimed at, and asks for less of it than a value; INFINITY = whatever. */
void allocation_aim(allocation_work *w, wijk_allocation_goal goal);
void allocation_ask(allocation_work *w, wijk_allocation_goal goal, double less);
/* How many groups of rules there are that may clash, and what one of them is. */
size_t allocation_group_count(const wijk_allocation_problem *p);
wijk_clash allocation_clash(const wijk_allocation_problem *p, size_t group);
/* Number of a site's form among the variables. */
size_t allocation_cell(const allocation_work *w, size_t site, size_t form);
/* People who keep their place where the site keeps its form, and places for others in a form that it can have. */
double allocation_stayers(const wijk_allocation_problem *p, size_t site);
double allocation_room(const wijk_allocation_problem *p, size_t site, size_t form);
/* Whether two sites may not both newly have a form. */
bool allocation_too_near(const wijk_allocation_problem *p, size_t form, size_t a, size_t b);
/* By how many the demand for a form is more than there are now. */
double allocation_growth(const wijk_allocation_problem *p, size_t form);

/* allocation_reach.c: how many places a zone can have at most, of those that its sites can make, within a limit. */
wijk_status allocation_find_reach(allocation_work *w, wijk_error *err);
double allocation_reach(const allocation_work *w, size_t zone, double limit);

/* Asks of each zone that its load is no more, than what is held either: a tighter rule than one about the heaviest, for
 * places are whole. INFINITY = asks nothing else. */
void allocation_cap(allocation_work *w, double load);

/* allocation_sites.c: all people of each site, and between sites no further than may be. */
wijk_status allocation_add_people(allocation_work *w, wijk_error *err);

/* allocation_ways.c: who moves where if pooled. Only who loses the place moves. To find the nearest ways alone is
 * enough: who goes further counts as going as far as the nearest place that is not among them, so that the program is
 * never dearer than the truth. */
wijk_status allocation_add_ways(allocation_work *w, wijk_error *err);
double allocation_metres(const wijk_allocation_problem *p, size_t from, size_t to);
/* Whether everybody may move to every site. */
bool allocation_is_pooled(const wijk_allocation_problem *p);
/* Of the box of all sites, or the longest way that is given: none is longer. */
double allocation_diagonal(const wijk_allocation_problem *p);
/* Ways by where they end. */
wijk_status allocation_order_ways(const allocation_work *w, size_t *order, wijk_error *err);

/* allocation_settle.c: sites as in `values`, and people settled on them in the order of goals. */
wijk_status allocation_settle(const allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err);
/* The same with people who stay and move as in `values`, where those are whole. */
wijk_status allocation_follow(const allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err);

/* allocation.c: the search, goal by goal. */
double allocation_unit(wijk_allocation_goal goal); /* what a share of the gap is of, where the goal itself is less */
typedef struct allocation_search {
  allocation_work w;
  milp_limits limits;
  wijk_allocation best; /* so far: keeps all that is held */
  bool begun;           /* the best so far is but what the search began with */
  const double *values; /* of the program's variables, for it; NULL where they are not known */
  bool far;             /* somebody went further than the ways lead */
} allocation_search;
bool allocation_goes_far(const allocation_search *s, const double *values);
/* Values of the program, if they are better than the best so far: all of it counted anew, for the solver has its
 * tolerances. */
wijk_status allocation_take(allocation_search *s, wijk_allocation_goal goal, const double *values, wijk_error *err);
/* The same of a choice of sites. */
wijk_status allocation_take_sites(allocation_search *s, wijk_allocation_goal goal, const size_t *form, wijk_error *err);
/* The value of the best so far, and whether the bound proves it. */
void allocation_judge(const allocation_search *s, wijk_goal_value *reached);

/* allocation_core.c: what each form of a site costs a goal beyond the least, if sites may be used in part. */
typedef struct allocation_prices {
  bool none, known; /* no answer, not even in part; the figures behind */
  double bound;     /* of the goal */
  double *dearer;   /* [site][form, or form_count for no location] INFINITY = it cannot be */
} allocation_prices;
wijk_status allocation_price(const allocation_work *w, wijk_allocation_goal goal, allocation_prices *prices,
                             wijk_error *err);
/* From the next program that is made on, without what takes the goal above the limit. */
void allocation_bar(allocation_work *w, const allocation_prices *prices, double limit, const wijk_allocation *best);
typedef struct allocation_seek {
  const allocation_prices *prices; /* of `goal` */
  wijk_allocation_goal goal, better;
  double limit; /* of `goal`, of what is looked for; INFINITY = none */
  bool any;     /* whatever keeps the limit will do */
  long *nodes;
  size_t size; /* of the core to begin with, and to begin with the next time */
  /* found by the search: */
  double bound; /* of `goal` */
  bool found;   /* a better best */
  bool none;    /* that there is no answer within the limit */
} allocation_seek;
/* Nodes of one search: fewer where each takes longer, so that their number tells how long it takes. */
long allocation_nodes(const allocation_search *s);
/* Looks for an answer that is better in the goal `better`, in larger and larger cores: unless one is found, all of the
 * program is searched, as far as nodes go. */
wijk_status allocation_look(allocation_search *s, allocation_seek *seek, wijk_error *err);

/* allocation_heaviest.c: a load is one of a list, as places are whole. Which are possible is found by halving the list:
 * first if sites may be used in part, then of whole ones. */
wijk_status allocation_reach_heaviest(allocation_search *s, wijk_goal_value *reached, wijk_error *err);

/* allocation_anneal.c: a random walk towards `aim` of a goal that is a sum over forms, zones or sites, where no load is
 * more than `load`. What it finds is taken if it is better in the goal `better`. */
bool allocation_can_anneal(const allocation_search *search, wijk_allocation_goal goal);
wijk_status allocation_anneal(allocation_search *search, allocation_seek *seek, double load, double aim,
                              wijk_error *err);

/* allocation_improve.c: searches of parts of the program around the best so far, the rest of which stays as it is. */
wijk_status allocation_improve(allocation_search *s, wijk_goal_value *reached, wijk_error *err);

#endif
