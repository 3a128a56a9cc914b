/* SPDX-License-Identifier: EUPL-1.2 */
/* Cities so small that every allocation of them can be tried. */
#ifndef WIJK_TEST_ALLOCATION_CITY_H
#define WIJK_TEST_ALLOCATION_CITY_H

#include <math.h>
#include <string.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>
#include <wijk/random.h>

enum { FORMS = 2, SITES = 5, ZONES = 2, GOALS = WIJK_GOAL_COUNT };

static inline double straight(const wijk_site *a, const wijk_site *b) {
  return hypot(a->x - b->x, a->y - b->y);
}

/* ---- small invented cities ---- */

typedef struct city {
  wijk_site sites[SITES];
  wijk_ground zones[ZONES];
  double metres[SITES][SITES];
  double capacity[SITES][FORMS], cost[SITES][FORMS], demand[FORMS], least[FORMS], spacing[FORMS], unmet[FORMS];
  size_t after[SITES], building[SITES];
  wijk_allocation_problem problem;
  wijk_allocation_goal goals[GOALS]; /* in an order of its own */
  size_t goal_count;
} city;

static inline double below(wijk_random *random, int limit) {
  return (double)wijk_random_below(random, (uint64_t)limit);
}

static inline void make_city(wijk_random *random, city *c) {
  memset(c, 0, sizeof *c);
  for (size_t i = 0; i < SITES; i++) {
    const bool there = i < 3;
    for (size_t f = 0; f < FORMS; f++) {
      c->capacity[i][f] = below(random, 3) > 0 ? below(random, 4) : 0;
      c->cost[i][f] = 10 * below(random, 5);
    }
    size_t form = below(random, FORMS) > 0;
    if (there && c->capacity[i][form] == 0 && below(random, 3) > 0)
      c->capacity[i][form] = 2;
    double places = there ? fmax(c->capacity[i][form], 1 + below(random, 2)) : 0;
    c->sites[i] = (wijk_site){.x = 100 * below(random, 8),
                              .y = 100 * below(random, 8),
                              .zone = below(random, 6) > 0 ? (size_t)below(random, ZONES) : WIJK_NONE,
                              .form = there ? form : WIJK_NONE,
                              .places = places,
                              .occupied = there ? fmin(2, below(random, (int)places + 1)) : 0,
                              .stays = there && c->capacity[i][form] > 0 && below(random, 8) == 0,
                              .capacity = c->capacity[i],
                              .cost = c->cost[i]};
    c->sites[i].closes = there && !c->sites[i].stays && below(random, 10) == 0;
  }
  for (size_t z = 0; z < ZONES; z++)
    c->zones[z] = (wijk_ground){below(random, 5) > 0 ? below(random, 7) : NAN,
                                below(random, 8) > 0 ? 1 + below(random, 5) : NAN, below(random, 2) > 0};
  for (size_t f = 0; f < FORMS; f++) {
    c->demand[f] = below(random, 7);
    c->least[f] = below(random, 3);
    c->spacing[f] = 100 * below(random, 4);
    c->unmet[f] = 1 + below(random, 4);
  }
  c->problem = (wijk_allocation_problem){FORMS,
                                         SITES,
                                         ZONES,
                                         c->sites,
                                         c->zones,
                                         c->demand,
                                         c->least,
                                         c->spacing,
                                         below(random, 3) > 0 ? NULL : c->unmet,
                                         below(random, 2) > 0 ? NAN : 10 * below(random, 9),
                                         below(random, 2) > 0 ? NAN : 100 * below(random, 9),
                                         (size_t)below(random, 2),
                                         below(random, 2) > 0 ? WIJK_NONE : 1 + (size_t)below(random, 2),
                                         below(random, 2) > 0 ? NULL : c->after,
                                         below(random, 2) > 0 ? NULL : c->building,
                                         NULL,
                                         NULL};
  for (size_t i = 0; i < SITES; i++) {
    c->building[i] = (size_t)below(random, 3);
    c->after[i] = (size_t)below(random, SITES);
    if (c->after[i] == i)
      c->after[i] = WIJK_NONE;
  }
  for (size_t g = 0; g < GOALS; g++)
    c->goals[g] = (wijk_allocation_goal)g;
  for (size_t g = GOALS; g-- > 1;) {
    size_t other = (size_t)below(random, (int)g + 1);
    wijk_allocation_goal goal = c->goals[g];
    c->goals[g] = c->goals[other];
    c->goals[other] = goal;
  }
  c->goal_count = 1 + (size_t)below(random, GOALS);
}

/* Ways of their own from site to site, not as far back as there, some of them none; none shorter over another site. */
static inline void make_ways(wijk_random *random, city *c) {
  for (size_t a = 0; a < SITES; a++)
    for (size_t b = 0; b < SITES; b++)
      c->metres[a][b] = a == b ? 0 : below(random, 4) > 0 ? 100 * below(random, 9) : INFINITY;
  for (size_t by = 0; by < SITES; by++)
    for (size_t a = 0; a < SITES; a++)
      for (size_t b = 0; b < SITES; b++)
        c->metres[a][b] = fmin(c->metres[a][b], c->metres[a][by] + c->metres[by][b]);
  c->problem.metres = &c->metres[0][0];
}

static inline double way(const city *c, size_t from, size_t to) {
  return c->problem.metres ? c->metres[from][to] : straight(&c->sites[from], &c->sites[to]);
}

/* -1, 0 or 1: the city's goals in their order. */
static inline int compare(const city *c, const double *a, const double *b) {
  for (size_t g = 0; g < c->goal_count; g++) {
    const wijk_allocation_goal goal = c->goals[g];
    if (fabs(a[goal] - b[goal]) > 1e-7)
      return a[goal] < b[goal] ? -1 : 1;
  }
  return 0;
}

/* ---- every allocation ---- */

/* People of one form: where each of those who are there now goes. */
typedef struct trying {
  const city *c;
  const size_t *form;
  size_t of;
  double room[SITES], gone, best[GOALS];
  bool any;
} trying;

static inline double furthest_way(const city *c) {
  double longest = 0;
  for (size_t way = 0; way < SITES * SITES && c->problem.metres; way++)
    longest = isinf(c->problem.metres[way]) ? longest : fmax(longest, c->problem.metres[way]);
  if (c->problem.metres)
    return longest;
  wijk_site low = c->sites[0], high = c->sites[0];
  for (size_t i = 0; i < SITES; i++) {
    low.x = fmin(low.x, c->sites[i].x);
    low.y = fmin(low.y, c->sites[i].y);
    high.x = fmax(high.x, c->sites[i].x);
    high.y = fmax(high.y, c->sites[i].y);
  }
  return straight(&low, &high);
}

/* After all who are there now have been dealt with, new people fill what is left. */
static inline void weigh(trying *t, double moved, double far) {
  const wijk_allocation_problem *p = &t->c->problem;
  double room = 0, capacity = 0, now = 0;
  for (size_t i = 0; i < SITES; i++) {
    room += t->room[i];
    capacity += t->form[i] == t->of ? t->c->capacity[i][t->of] : 0;
    now += p->sites[i].form == t->of ? p->sites[i].occupied : 0;
  }
  double taken = capacity - room, demand = p->demand[t->of];
  for (double housed = fmin(capacity, demand); housed >= taken; housed--) {
    double unmet = demand - housed;
    if (t->gone > fmax(0, now - demand) + unmet || (p->unmet && unmet > p->unmet[t->of]))
      continue;
    double goals[GOALS] = {0}, displaced = fmax(0, t->gone - fmax(0, now - demand));
    goals[WIJK_GOAL_UNMET] = unmet;
    goals[WIJK_GOAL_MOVED] = moved + displaced;
    goals[WIJK_GOAL_METRES] = far + displaced * furthest_way(t->c);
    if (!t->any || compare(t->c, goals, t->best) < 0)
      memcpy(t->best, goals, sizeof goals);
    t->any = true;
  }
}

/* One person after another; `site` and `left` say whose turn it is. */
static inline void try_people(trying *t, size_t site, double left, double moved, double far) {
  const wijk_allocation_problem *p = &t->c->problem;
  while (left == 0) {
    if (++site >= SITES) {
      weigh(t, moved, far);
      return;
    }
    left = p->sites[site].form == t->of ? p->sites[site].occupied : 0;
  }
  t->gone++;
  try_people(t, site, left - 1, moved, far);
  t->gone--;
  for (size_t to = 0; to < SITES; to++) {
    const double metres = way(t->c, site, to);
    if (t->room[to] < 1 || (to != site && (isinf(metres) || metres > p->furthest)))
      continue;
    t->room[to]--;
    try_people(t, site, left - 1, moved + (to != site), to == site ? far : far + metres);
    t->room[to]++;
  }
}

static inline double places_of(const city *c, const size_t *form, size_t zone) {
  double places = 0;
  for (size_t i = 0; i < SITES; i++)
    places += c->sites[i].zone == zone && form[i] != WIJK_NONE ? c->capacity[i][form[i]] : 0;
  return places;
}

static inline bool keeps_rules(const city *c, const size_t *form, double *cost, double *new_ones) {
  const wijk_allocation_problem *p = &c->problem;
  size_t opened = 0;
  *cost = 0;
  for (size_t i = 0; i < SITES; i++) {
    const wijk_site *s = &c->sites[i];
    const size_t f = form[i];
    if ((s->stays && f != s->form) || (s->closes && f == s->form))
      return false;
    if (f == WIJK_NONE)
      continue;
    if (c->capacity[i][f] == 0 || (f != s->form && c->capacity[i][f] < c->least[f]))
      return false;
    *cost += f != s->form ? c->cost[i][f] : 0;
    opened += s->form == WIJK_NONE;
    if (p->after && s->form == WIJK_NONE && c->after[i] != WIJK_NONE && form[c->after[i]] == WIJK_NONE)
      return false;
    for (size_t k = 0; k < i; k++)
      if (form[k] == f && !(p->building && c->building[i] == c->building[k]) &&
          straight(s, &c->sites[k]) < c->spacing[f] && !(s->form == f && c->sites[k].form == f))
        return false;
  }
  *new_ones = (double)opened;
  for (size_t z = 0; z < ZONES; z++) {
    double now = 0;
    for (size_t i = 0; i < SITES; i++)
      now += c->sites[i].zone == z && c->sites[i].form != WIJK_NONE ? c->sites[i].places : 0;
    if (places_of(c, form, z) > c->zones[z].allowed && places_of(c, form, z) > now)
      return false;
  }
  return !(*cost > p->budget) && opened >= p->open_least && (p->open_most == WIJK_NONE || opened <= p->open_most);
}

static inline bool enumerate(const city *c, double best[GOALS]) {
  bool any = false;
  int all = 1;
  for (int i = 0; i < SITES; i++)
    all *= FORMS + 1;
  for (int number = 0; number < all; number++) {
    size_t form[SITES];
    double cost, goals[GOALS] = {0};
    for (int i = 0, rest = number; i < SITES; i++, rest /= FORMS + 1)
      form[i] = rest % (FORMS + 1) == FORMS ? WIJK_NONE : (size_t)(rest % (FORMS + 1));
    bool possible = keeps_rules(c, form, &cost, &goals[WIJK_GOAL_OPENED]);
    for (size_t f = 0; f < FORMS && possible; f++) {
      trying t = {.c = c, .form = form, .of = f};
      for (size_t i = 0; i < SITES; i++)
        t.room[i] = form[i] == f ? c->capacity[i][f] : 0;
      try_people(&t, WIJK_NONE, 0, 0, 0);
      possible = t.any;
      for (size_t g = 0; g < GOALS; g++)
        goals[g] += t.best[g];
    }
    for (size_t z = 0; z < ZONES; z++) {
      if (isnan(c->zones[z].norm))
        continue;
      goals[WIJK_GOAL_HEAVIEST] = fmax(goals[WIJK_GOAL_HEAVIEST], places_of(c, form, z) / c->zones[z].norm);
      goals[WIJK_GOAL_OVERLOAD] += c->zones[z].vulnerable ? fmax(0, places_of(c, form, z) - c->zones[z].norm) : 0;
    }
    goals[WIJK_GOAL_COST] = cost;
    if (possible && (!any || compare(c, goals, best) < 0)) {
      memcpy(best, goals, sizeof goals);
      any = true;
    }
  }
  return any;
}

#endif
