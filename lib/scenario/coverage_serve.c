/* SPDX-License-Identifier: EUPL-1.2 */
/* Who serves whom when workers are given, and a first guess at where workers are. */
#include "base/sort.h"
#include "scenario/coverage.h"
#include <math.h>
#include <string.h>

bool coverage_reaches(const wijk_coverage_problem *p, size_t home, size_t base) {
  const double distance = p->distance_m[home * p->base_count + base];
  return !isnan(distance) && !(distance > p->furthest_m);
}

bool coverage_is_lost(const wijk_coverage_problem *p, size_t home) {
  for (size_t j = 0; j < p->base_count; j++)
    if (coverage_reaches(p, home, j))
      return false;
  return true;
}

/* ---- transport ---- */

/* Nodes are the homes, then the bases, then one for having no worker, which every home reaches at a price above that of
 * any detour. */
typedef struct transport {
  const wijk_coverage_problem *p;
  size_t bases, nodes;
  double none_m;
  double *served, *room; /* [home][bases]; [bases] */
  double *potential, *distance;
  size_t *before;
  bool *settled;
} transport;

static double price(const transport *t, size_t home, size_t base) {
  if (base + 1 == t->bases)
    return t->none_m;
  return coverage_reaches(t->p, home, base) ? t->p->distance_m[home * t->p->base_count + base] : INFINITY;
}

static void look(transport *t, size_t from, size_t to, double cost) {
  const double by = t->distance[from] + fmax(0, cost + t->potential[from] - t->potential[to]);
  if (!t->settled[to] && by < t->distance[to]) {
    t->distance[to] = by;
    t->before[to] = from;
  }
}

static void look_around(transport *t, size_t node) {
  const size_t homes = t->p->home_count;
  if (node < homes)
    for (size_t j = 0; j < t->bases; j++)
      look(t, node, homes + j, price(t, node, j));
  else
    for (size_t i = 0; i < homes; i++)
      if (t->served[i * t->bases + node - homes] > 0)
        look(t, node, i, -price(t, i, node - homes));
}

/* The nearest base with room, by way of others who make room; Dijkstra over reduced costs, no further than it. */
static size_t find_room(transport *t, size_t home) {
  const size_t homes = t->p->home_count;
  for (size_t v = 0; v < t->nodes; v++) {
    t->distance[v] = v == home ? 0 : INFINITY;
    t->settled[v] = false;
  }
  for (;;) {
    size_t next = WIJK_NONE;
    for (size_t v = 0; v < t->nodes; v++)
      if (!t->settled[v] && (next == WIJK_NONE ? t->distance[v] < INFINITY : t->distance[v] < t->distance[next]))
        next = v;
    t->settled[next] = true; /* one is always found: the last base has room for all */
    if (next >= homes && t->room[next - homes] > 0)
      return next;
    look_around(t, next);
  }
}

static void add_potentials(transport *t, size_t target) {
  for (size_t v = 0; v < t->nodes; v++)
    if (t->settled[v])
      t->potential[v] += t->distance[v] - t->distance[target];
}

/* Along the path found, as many as its narrowest place lets through; returns how many. */
static double send(transport *t, size_t home, size_t target, double left) {
  const size_t homes = t->p->home_count;
  double many = fmin(left, t->room[target - homes]);
  for (size_t v = target; v != home; v = t->before[v])
    if (v < homes)
      many = fmin(many, t->served[v * t->bases + t->before[v] - homes]);
  for (size_t v = target; v != home; v = t->before[v]) {
    if (v < homes)
      t->served[v * t->bases + t->before[v] - homes] -= many;
    else
      t->served[t->before[v] * t->bases + v - homes] += many;
  }
  t->room[target - homes] -= many;
  return many;
}

double coverage_none_m(const wijk_coverage_problem *p) {
  double longest = 1;
  for (size_t k = 0; k < p->home_count * p->base_count; k++)
    longest = fmax(longest, p->distance_m[k]);
  return longest * 2 * (double)(p->home_count + p->base_count + 1);
}

wijk_status coverage_serve(const wijk_coverage_problem *p, const double *workers, wijk_arena *arena, double *served,
                           double *prices, wijk_error *err) {
  const size_t bases = p->base_count + 1, nodes = p->home_count + bases;
  const wijk_arena_mark mark = wijk_arena_now(arena);
  transport t = {.p = p,
                 .bases = bases,
                 .nodes = nodes,
                 .served = served,
                 .room = WIJK_ARENA_ADD(arena, double, bases, err),
                 .potential = WIJK_ARENA_ADD(arena, double, nodes, err),
                 .distance = WIJK_ARENA_ADD(arena, double, nodes, err),
                 .before = WIJK_ARENA_ADD(arena, size_t, nodes, err),
                 .settled = WIJK_ARENA_ADD(arena, bool, nodes, err)};
  if (err->status != WIJK_OK)
    return err->status;
  memset(served, 0, p->home_count * bases * sizeof *served);
  t.none_m = coverage_none_m(p);
  for (size_t j = 0; j < p->base_count; j++)
    t.room[j] = workers[j] * (double)p->caseload;
  t.room[p->base_count] = INFINITY;
  for (size_t i = 0; i < p->home_count; i++)
    for (double left = p->households[i]; left > 0;) {
      const size_t target = find_room(&t, i);
      add_potentials(&t, target);
      left -= send(&t, i, target, left);
    }
  if (prices)
    memcpy(prices, t.potential, nodes * sizeof *prices);
  wijk_arena_reset(arena, mark);
  return WIJK_OK;
}

/* ---- a first guess ---- */

typedef struct guess {
  const wijk_coverage_problem *p;
  double *left;       /* [home] households without a worker yet */
  double *many, *far; /* [base] of its next worker: households, and metres to them */
  size_t *order;      /* [base][home] homes by distance */
  size_t *last;       /* [base] of the order, the last home of its next worker */
} guess;

typedef struct row {
  const wijk_coverage_problem *p;
  size_t base;
} row;

static int compare_homes(const void *context, size_t a, size_t b) {
  const row *r = context;
  const double x = r->p->distance_m[a * r->p->base_count + r->base],
               y = r->p->distance_m[b * r->p->base_count + r->base];
  return isnan(x) || isnan(y) ? isnan(x) - isnan(y) : (x > y) - (x < y);
}

/* Who would be served by one more worker of the base; `take` does it. */
static void weigh(guess *g, size_t base, bool take) {
  const wijk_coverage_problem *p = g->p;
  double room = (double)p->caseload, far = 0;
  size_t k = 0;
  for (; k < p->home_count && room > 0; k++) {
    const size_t home = g->order[base * p->home_count + k];
    if (!coverage_reaches(p, home, base))
      break;
    const double many = fmin(room, g->left[home]);
    room -= many;
    far += many * p->distance_m[home * p->base_count + base];
    g->left[home] -= take ? many : 0;
  }
  g->many[base] = (double)p->caseload - room;
  g->far[base] = far;
  g->last[base] = k;
}

static size_t best_base(const guess *g) {
  size_t best = WIJK_NONE;
  for (size_t j = 0; j < g->p->base_count; j++)
    if (g->many[j] > 0 &&
        (best == WIJK_NONE || g->many[j] > g->many[best] || (g->many[j] == g->many[best] && g->far[j] < g->far[best])))
      best = j;
  return best;
}

/* Bases whose next worker would go to a home where fewer are left now. */
static void weigh_again(guess *g, const double *old) {
  const size_t homes = g->p->home_count;
  for (size_t j = 0; j < g->p->base_count; j++)
    for (size_t k = 0; k < g->last[j]; k++)
      if (g->left[g->order[j * homes + k]] != old[g->order[j * homes + k]]) {
        weigh(g, j, false);
        break;
      }
}

wijk_status coverage_guess(const wijk_coverage_problem *p, size_t count, wijk_arena *arena, double *workers,
                           wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(arena);
  const size_t homes = p->home_count, bases = p->base_count;
  double *old = WIJK_ARENA_ADD(arena, double, homes, err);
  guess g = {p,
             WIJK_ARENA_ADD(arena, double, homes, err),
             WIJK_ARENA_ADD(arena, double, bases, err),
             WIJK_ARENA_ADD(arena, double, bases, err),
             WIJK_ARENA_ADD(arena, size_t, homes * bases, err),
             WIJK_ARENA_ADD(arena, size_t, bases, err)};
  for (size_t j = 0; j < bases && err->status == WIJK_OK; j++) {
    const row r = {p, j};
    wijk_sort(homes, compare_homes, &r, &g.order[j * homes], err);
  }
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(g.left, p->households, homes * sizeof *g.left);
  for (size_t j = 0; j < bases; j++) {
    workers[j] = 0;
    weigh(&g, j, false);
  }
  for (size_t n = 0; n < count; n++) {
    const size_t base = best_base(&g);
    if (base == WIJK_NONE)
      break;
    memcpy(old, g.left, homes * sizeof *old);
    weigh(&g, base, true);
    workers[base]++;
    weigh_again(&g, old);
  }
  wijk_arena_reset(arena, mark);
  return WIJK_OK;
}
