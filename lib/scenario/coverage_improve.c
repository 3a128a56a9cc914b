/* SPDX-License-Identifier: EUPL-1.2 */
/* A better coverage by moving one worker at a time from a base to another, until no such move helps (local search:
 * Teitz and Bart 1968, Operations Research 16, with the households settled anew each time by the ways that are
 * cheapest). */
#include "base/sort.h"
#include "scenario/coverage.h"
#include <math.h>
#include <string.h>

enum {
  TRIED_MOST = 12, /* bases that a worker is tried at */
  NEAR_MOST = 40   /* bases that a home may be served from, beside those that serve it at the start */
};
#define STEPS_MOST 4e9 /* looks at a way, in all */

/* Homes, then bases, then what all bases flow into. Arcs are from a home to a base. */
typedef struct arc {
  size_t home, base;
  double cost, flow;
} arc;

typedef struct reached {
  double distance;
  size_t node;
} reached;

typedef struct network {
  const wijk_coverage_problem *p;
  size_t homes, bases, end, nodes; /* the last base is for having no worker */
  arc *arcs;                       /* by home */
  size_t arc_count;
  size_t *of_home, *of_base, *by_base; /* first arcs of each, and arcs by base */
  double *room, *used;                 /* [bases] */
  double *price;                       /* [nodes] potentials */
  double *distance;
  size_t *before, *along; /* [nodes] the node and the arc that lead there */
  bool *settled;
  reached *heap;
  size_t heap_count;
  double steps;
} network;

/* ---- the nearest first ---- */

static void put(network *n, double distance, size_t node) {
  size_t at = n->heap_count++;
  for (; at > 0 && distance < n->heap[(at - 1) / 2].distance; at = (at - 1) / 2)
    n->heap[at] = n->heap[(at - 1) / 2];
  n->heap[at] = (reached){distance, node};
}

static reached take(network *n) {
  const reached first = n->heap[0], last = n->heap[--n->heap_count];
  size_t at = 0;
  for (size_t child; (child = 2 * at + 1) < n->heap_count; at = child) {
    if (child + 1 < n->heap_count && n->heap[child + 1].distance < n->heap[child].distance)
      child++;
    if (last.distance <= n->heap[child].distance)
      break;
    n->heap[at] = n->heap[child];
  }
  n->heap[at] = last;
  return first;
}

/* ---- ways ---- */

static void look(network *n, size_t from, size_t to, double cost, size_t along) {
  const double by = n->distance[from] + fmax(0, cost + n->price[from] - n->price[to]);
  n->steps++;
  if (n->settled[to] || by >= n->distance[to])
    return;
  n->distance[to] = by;
  n->before[to] = from;
  n->along[to] = along;
  put(n, by, to);
}

static void look_around(network *n, size_t node) {
  if (node < n->homes) {
    for (size_t e = n->of_home[node]; e < n->of_home[node + 1]; e++)
      look(n, node, n->homes + n->arcs[e].base, n->arcs[e].cost, e);
  } else if (node == n->end) {
    for (size_t j = 0; j < n->bases; j++)
      if (n->used[j] > 0)
        look(n, node, n->homes + j, 0, WIJK_NONE);
  } else {
    const size_t base = node - n->homes;
    if (n->room[base] > 0)
      look(n, node, n->end, 0, WIJK_NONE);
    for (size_t k = n->of_base[base]; k < n->of_base[base + 1]; k++)
      if (n->arcs[n->by_base[k]].flow > 0)
        look(n, node, n->arcs[n->by_base[k]].home, -n->arcs[n->by_base[k]].cost, n->by_base[k]);
  }
}

/* Ways from a node to all others, or as far as `target` (Dijkstra over reduced costs). */
static void find_ways(network *n, size_t from, size_t target) {
  for (size_t v = 0; v < n->nodes; v++) {
    n->distance[v] = INFINITY;
    n->settled[v] = false;
    n->before[v] = WIJK_NONE;
  }
  n->steps += (double)n->nodes;
  n->heap_count = 0;
  n->distance[from] = 0;
  put(n, 0, from);
  while (n->heap_count > 0) {
    const reached next = take(n);
    if (n->settled[next.node])
      continue;
    n->settled[next.node] = true;
    if (next.node == target)
      return;
    look_around(n, next.node);
  }
}

static double real_cost(const network *n, size_t from, size_t to) {
  return n->distance[to] - n->price[from] + n->price[to];
}

static void keep_prices(network *n, size_t target) {
  for (size_t v = 0; v < n->nodes; v++)
    n->price[v] += fmin(n->distance[v], n->distance[target]);
}

/* How many can go along the way found, up to `left`. */
static double narrowest(const network *n, size_t from, size_t target, double left) {
  for (size_t v = target; v != from; v = n->before[v]) {
    const size_t u = n->before[v];
    if (v == n->end)
      left = fmin(left, n->room[u - n->homes]);
    else if (u == n->end)
      left = fmin(left, n->used[v - n->homes]);
    else if (v < n->homes)
      left = fmin(left, n->arcs[n->along[v]].flow);
  }
  return left;
}

static void send(network *n, size_t from, size_t target, double many) {
  for (size_t v = target; v != from; v = n->before[v]) {
    const size_t u = n->before[v];
    if (v == n->end || u == n->end) {
      const size_t base = (v == n->end ? u : v) - n->homes;
      n->room[base] += v == n->end ? -many : many;
      n->used[base] += v == n->end ? many : -many;
    } else
      n->arcs[n->along[v]].flow += v < n->homes ? -many : many;
  }
}

/* ---- one worker from a base to another ---- */

/* `left` units from a node to `target` by the cheapest ways; false as soon as they cannot but cost more than `*sum`
 * has been gained, for ways only get dearer. */
static bool push(network *n, size_t from, size_t target, double left, double later, double *sum) {
  while (left > 0) {
    find_ways(n, from, target);
    if (!n->settled[target])
      return false;
    const double cost = real_cost(n, from, target);
    if (later == 0 && *sum + cost * left >= -1e-6)
      return false;
    const double many = narrowest(n, from, target, left);
    send(n, from, target, many);
    keep_prices(n, target);
    *sum += cost * many;
    left -= many;
  }
  return true;
}

/* What is kept while a move is tried. */
typedef struct copy {
  arc *arcs;
  double *room, *used, *price;
} copy;

static void take_copy(const network *n, const copy *c, bool back) {
  const size_t arcs = n->arc_count * sizeof(arc), bases = n->bases * sizeof(double);
  memcpy(back ? n->arcs : c->arcs, back ? c->arcs : n->arcs, arcs);
  memcpy(back ? n->room : c->room, back ? c->room : n->room, bases);
  memcpy(back ? n->used : c->used, back ? c->used : n->used, bases);
  memcpy(back ? n->price : c->price, back ? c->price : n->price, n->nodes * sizeof(double));
}

/* True where fewer metres are gone then; else all is as it was. The new worker is first taken to serve a full caseload
 * that is not there yet, and then those who lost theirs, or others, come to be it. */
static bool move_worker(network *n, const copy *kept, size_t from, size_t to) {
  const double caseload = (double)n->p->caseload, lost = fmax(0, caseload - n->room[from]);
  double sum = 0;
  take_copy(n, kept, false);
  n->room[from] = fmax(0, n->room[from] - caseload);
  n->used[from] -= lost;
  n->used[to] += caseload;
  if (push(n, n->homes + from, n->homes + to, lost, caseload - lost, &sum) &&
      push(n, n->end, n->homes + to, caseload - lost, 0, &sum) && sum < -1e-6)
    return true;
  take_copy(n, kept, true);
  return false;
}

/* ---- all of them ---- */

static int by_gain(const void *context, size_t a, size_t b) {
  const double *gains = context;
  return (gains[a] > gains[b]) - (gains[a] < gains[b]);
}

/* The bases to which a household of `from` comes cheapest; below 0 there is something to gain. */
static wijk_status rank_targets(network *n, size_t from, double *gains, size_t *order, wijk_error *err) {
  find_ways(n, n->homes + from, WIJK_NONE);
  for (size_t k = 0; k + 1 < n->bases; k++)
    gains[k] = k == from || !n->settled[n->homes + k] ? INFINITY : real_cost(n, n->homes + from, n->homes + k);
  return wijk_sort(n->bases - 1, by_gain, gains, order, err);
}

static wijk_status search_moves(network *n, const copy *kept, double *workers, wijk_arena *arena, wijk_error *err) {
  double *gains = WIJK_ARENA_ADD(arena, double, n->bases, err);
  size_t *order = WIJK_ARENA_ADD(arena, size_t, n->bases, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t idle = 0, j = 0; idle < n->bases && n->steps < STEPS_MOST; j = (j + 1) % (n->bases - 1), idle++) {
    if (workers[j] == 0)
      continue;
    if (rank_targets(n, j, gains, order, err) != WIJK_OK)
      return err->status;
    for (size_t k = 0; k < TRIED_MOST && k + 1 < n->bases && gains[order[k]] < -1e-6; k++)
      if (move_worker(n, kept, j, order[k])) {
        workers[j]--;
        workers[order[k]]++;
        idle = 0;
        break;
      }
  }
  return err->status;
}

static int by_distance(const void *context, size_t a, size_t b) {
  const double *metres = context;
  return isnan(metres[a]) || isnan(metres[b]) ? isnan(metres[a]) - isnan(metres[b])
                                              : (metres[a] > metres[b]) - (metres[a] < metres[b]);
}

/* Each home to its nearest bases, to those that serve it, and to having no worker. */
static wijk_status add_arcs(network *n, const double *served, wijk_arena *arena, wijk_error *err) {
  const wijk_coverage_problem *p = n->p;
  size_t *order = WIJK_ARENA_ADD(arena, size_t, p->base_count, err);
  n->of_home = WIJK_ARENA_ADD(arena, size_t, n->homes + 1, err);
  size_t most = 0; /* those that serve are no more than the homes and the bases together, but for ties of flows */
  for (size_t k = 0; k < n->homes * n->bases; k++)
    most += served[k] > 0;
  n->arcs = WIJK_ARENA_ADD(arena, arc, n->homes * (NEAR_MOST + 1) + most, err);
  for (size_t i = 0; i < n->homes && err->status == WIJK_OK; i++) {
    if (wijk_sort(p->base_count, by_distance, &p->distance_m[i * p->base_count], order, err) != WIJK_OK)
      return err->status;
    for (size_t k = 0; k < p->base_count; k++) {
      const size_t j = order[k];
      if (coverage_reaches(p, i, j) && (k < NEAR_MOST || served[i * n->bases + j] > 0))
        n->arcs[n->arc_count++] = (arc){i, j, p->distance_m[i * p->base_count + j], served[i * n->bases + j]};
    }
    n->arcs[n->arc_count++] = (arc){i, p->base_count, coverage_none_m(p), served[i * n->bases + p->base_count]};
    n->of_home[i + 1] = n->arc_count;
  }
  return err->status;
}

static wijk_status order_arcs(network *n, wijk_arena *arena, wijk_error *err) {
  n->of_base = WIJK_ARENA_ADD(arena, size_t, n->bases + 1, err);
  n->by_base = WIJK_ARENA_ADD(arena, size_t, n->arc_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t e = 0; e < n->arc_count; e++)
    n->of_base[n->arcs[e].base + 1]++;
  for (size_t j = 0; j < n->bases; j++)
    n->of_base[j + 1] += n->of_base[j];
  for (size_t e = n->arc_count; e-- > 0;) /* backward, so that each first ends where it began */
    n->by_base[--n->of_base[n->arcs[e].base + 1]] = e;
  memmove(n->of_base, n->of_base + 1, n->bases * sizeof *n->of_base);
  n->of_base[n->bases] = n->arc_count;
  return WIJK_OK;
}

static wijk_status open_network(network *n, const wijk_coverage_problem *p, const double *workers, wijk_arena *arena,
                                wijk_error *err) {
  *n = (network){.p = p, .homes = p->home_count, .bases = p->base_count + 1};
  n->end = n->homes + n->bases;
  n->nodes = n->end + 1;
  n->room = WIJK_ARENA_ADD(arena, double, n->bases, err);
  n->used = WIJK_ARENA_ADD(arena, double, n->bases, err);
  n->price = WIJK_ARENA_ADD(arena, double, n->nodes, err);
  n->distance = WIJK_ARENA_ADD(arena, double, n->nodes, err);
  n->before = WIJK_ARENA_ADD(arena, size_t, n->nodes, err);
  n->along = WIJK_ARENA_ADD(arena, size_t, n->nodes, err);
  n->settled = WIJK_ARENA_ADD(arena, bool, n->nodes, err);
  double *served = WIJK_ARENA_ADD(arena, double, n->homes * n->bases, err);
  if (err->status != WIJK_OK || coverage_serve(p, workers, arena, served, n->price, err) != WIJK_OK ||
      add_arcs(n, served, arena, err) != WIJK_OK || order_arcs(n, arena, err) != WIJK_OK)
    return err->status;
  n->heap = WIJK_ARENA_ADD(arena, reached, 2 * n->arc_count + 2 * n->bases + 2, err);
  for (size_t e = 0; e < n->arc_count; e++)
    n->used[n->arcs[e].base] += n->arcs[e].flow;
  for (size_t j = 0; j < n->bases; j++)
    n->room[j] = j + 1 == n->bases ? INFINITY : workers[j] * (double)p->caseload - n->used[j];
  return err->status;
}

wijk_status coverage_improve(const wijk_coverage_problem *p, wijk_arena *arena, double *workers, wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(arena);
  network n;
  if (open_network(&n, p, workers, arena, err) != WIJK_OK)
    return err->status;
  const copy kept = {WIJK_ARENA_ADD(arena, arc, n.arc_count, err), WIJK_ARENA_ADD(arena, double, n.bases, err),
                     WIJK_ARENA_ADD(arena, double, n.bases, err), WIJK_ARENA_ADD(arena, double, n.nodes, err)};
  if (err->status == WIJK_OK)
    search_moves(&n, &kept, workers, arena, err);
  wijk_arena_reset(arena, mark);
  return err->status;
}
