/* SPDX-License-Identifier: EUPL-1.2 */
/* Real flows to whole people: a circulation whose arcs are the numbers of the table. Every balance of the table is a
 * node, and stays one while fractions are pushed round cycles of arcs that have one, until none has. */
#include "scenario/flows.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct arc {
  size_t from, to;
  int64_t real, now; /* in units */
  double *result;    /* where the whole number goes; NULL = nowhere */
} arc;

/* One step of a walk: which arc brought us to a node. */
typedef struct step {
  size_t node, arc;
} step;

typedef struct net {
  arc *arcs;
  size_t arc_count, node_count;
  size_t *first, *incident; /* [node_count + 1], [2 * arc_count]: arcs at each node */
  size_t *place;            /* [node_count]: where on the walk, or WALK_NOT */
  step *walk;
} net;

#define WALK_NOT SIZE_MAX
static const int64_t one = (int64_t)PEOPLE_UNIT;

/* Nodes: outside; then for each year who comes in until then and who has left; for each year and form those who are
 * there on 1 January, who move out, who move in, who are there on 31 December. */
enum { OUTSIDE = 0, OPENING = 0, GOING, COMING, CLOSING, PARTS };
static size_t coming(size_t year) {
  return 1 + 2 * year;
}
static size_t gone(size_t year) {
  return 2 + 2 * year;
}
static size_t part_of(const wijk_flows *f, size_t year, size_t form, int part) {
  return 1 + 2 * f->year_count + (year * f->form_count + form) * PARTS + (size_t)part;
}

static void add_arc(net *n, size_t from, size_t to, double people, double *result) {
  int64_t units = llrint(people * PEOPLE_UNIT);
  n->arcs[n->arc_count++] = (arc){from, to, units, units, result};
}

static void add_year(net *n, const wijk_flows *f, wijk_flows *whole, size_t year) {
  const size_t forms = f->form_count, row = year * forms;
  for (size_t i = 0; i < forms; i++) {
    const size_t k = row + i, opening = part_of(f, year, i, OPENING), closing = part_of(f, year, i, CLOSING);
    const size_t next = year + 1 < f->year_count ? part_of(f, year + 1, i, OPENING) : OUTSIDE;
    add_arc(n, opening, closing, f->opening[k] - f->moved_out[k] - f->outflow[k] - f->blocked[k], NULL);
    add_arc(n, opening, closing, f->blocked[k], &whole->blocked[k]);
    add_arc(n, opening, part_of(f, year, i, GOING), f->moved_out[k], &whole->moved_out[k]);
    add_arc(n, opening, gone(year), f->outflow[k], &whole->outflow[k]);
    add_arc(n, coming(year), closing, f->inflow[k], &whole->inflow[k]);
    add_arc(n, part_of(f, year, i, COMING), closing, f->moved_in[k], &whole->moved_in[k]);
    add_arc(n, closing, next, f->closing[k], &whole->closing[k]);
    for (size_t j = 0; j < forms; j++)
      if (j != i)
        add_arc(n, part_of(f, year, i, GOING), part_of(f, year, j, COMING), f->moves[k * forms + j],
                &whole->moves[k * forms + j]);
  }
}

/* Who has come in until each year and who has left until then, as chains: so cumulative sums are rounded once. People
 * come in through the last year's node and those before it. */
static void add_chains(net *n, const wijk_flows *f) {
  const size_t last = f->year_count - 1;
  double came = 0, left = 0;
  for (size_t year = 0; year <= last; year++) {
    for (size_t i = 0; i < f->form_count; i++) {
      came += f->inflow[year * f->form_count + i];
      left += f->outflow[year * f->form_count + i];
    }
    add_arc(n, year < last ? coming(year + 1) : OUTSIDE, coming(year), came, NULL);
    add_arc(n, gone(year), year < last ? gone(year + 1) : OUTSIDE, left, NULL);
  }
}

static wijk_status net_new(net *n, const wijk_flows *f, wijk_arena *arena, wijk_error *err) {
  const size_t forms = f->form_count, years = f->year_count, most = forms + years * (2 + forms * (6 + forms));
  n->node_count = 1 + 2 * years + years * forms * PARTS;
  n->arcs = WIJK_ARENA_ADD(arena, arc, most, err);
  n->first = WIJK_ARENA_ADD(arena, size_t, n->node_count + 2, err);
  n->incident = WIJK_ARENA_ADD(arena, size_t, 2 * most, err);
  n->place = WIJK_ARENA_ADD(arena, size_t, n->node_count, err);
  n->walk = WIJK_ARENA_ADD(arena, step, n->node_count + 1, err);
  return err->status;
}

static void find_incident(net *n) {
  for (size_t a = 0; a < n->arc_count; a++) {
    n->first[n->arcs[a].from + 2]++;
    n->first[n->arcs[a].to + 2]++;
  }
  for (size_t node = 2; node < n->node_count + 2; node++)
    n->first[node] += n->first[node - 1];
  for (size_t a = 0; a < n->arc_count; a++) {
    n->incident[n->first[n->arcs[a].from + 1]++] = a;
    n->incident[n->first[n->arcs[a].to + 1]++] = a;
  }
}

static bool is_whole(const arc *a) {
  return a->now % one == 0;
}

/* A node with one arc that has a fraction has another: the rest of its balance is whole. */
static size_t other_arc(const net *n, size_t node, size_t than) {
  for (size_t k = n->first[node]; k < n->first[node + 1]; k++)
    if (n->incident[k] != than && !is_whole(&n->arcs[n->incident[k]]))
      return n->incident[k];
  return WALK_NOT;
}

/* Walks from an arc with a fraction until it meets its own track; the cycle is walk[*start] .. walk[*end]. Each entry
 * holds a node and the arc by which the walk goes on. */
static bool find_cycle(net *n, size_t begin, size_t *start, size_t *end) {
  size_t length = 0, node = n->arcs[begin].from, by = begin;
  memset(n->place, 0xff, n->node_count * sizeof *n->place);
  while (n->place[node] == WALK_NOT) {
    n->place[node] = length;
    n->walk[length++] = (step){node, by};
    node = n->arcs[by].from == node ? n->arcs[by].to : n->arcs[by].from;
    by = other_arc(n, node, by);
    if (by == WALK_NOT)
      return false;
  }
  *start = n->place[node];
  *end = length;
  return true;
}

/* How far the cycle can be pushed until an arc is whole, and what that adds to the distance from the real numbers. */
static int64_t push_size(const net *n, size_t start, size_t end, int way, int64_t *cost) {
  int64_t size = one;
  for (size_t k = start; k < end; k++) {
    const arc *a = &n->arcs[n->walk[k].arc];
    int64_t fraction = a->now % one;
    bool up = (a->from == n->walk[k].node) == (way > 0);
    int64_t room = up ? one - fraction : fraction;
    size = room < size ? room : size;
  }
  *cost = 0;
  for (size_t k = start; k < end; k++) {
    const arc *a = &n->arcs[n->walk[k].arc];
    int64_t by = (a->from == n->walk[k].node) == (way > 0) ? size : -size;
    *cost += llabs(a->now + by - a->real) - llabs(a->now - a->real);
  }
  return size;
}

static void push(net *n, size_t start, size_t end) {
  int64_t cost[2], sizes[2] = {push_size(n, start, end, 1, &cost[0]), push_size(n, start, end, -1, &cost[1])};
  bool back = cost[1] < cost[0] || (cost[1] == cost[0] && sizes[1] < sizes[0]);
  for (size_t k = start; k < end; k++) {
    arc *a = &n->arcs[n->walk[k].arc];
    a->now += (a->from == n->walk[k].node) != back ? sizes[back] : -sizes[back];
  }
}

wijk_status wijk_flows_round(const wijk_flows *flows, wijk_arena *arena, wijk_flows *whole, wijk_error *err) {
  const size_t forms = flows->form_count;
  wijk_flows made;
  net n = {0};
  if (flows_new(forms, flows->year_count, arena, &made, err) != WIJK_OK || net_new(&n, flows, arena, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < forms; i++)
    add_arc(&n, OUTSIDE, part_of(flows, 0, i, OPENING), flows->opening[i], &made.opening[i]);
  for (size_t year = 0; year < flows->year_count; year++)
    add_year(&n, flows, &made, year);
  add_chains(&n, flows);
  find_incident(&n);
  for (size_t a = 0; a < n.arc_count; a++)
    while (!is_whole(&n.arcs[a])) {
      size_t start, end;
      if (!find_cycle(&n, a, &start, &end))
        return wijk_error_set(err, WIJK_BUG, "flows that do not balance cannot be rounded");
      push(&n, start, end);
    }
  for (size_t a = 0; a < n.arc_count; a++)
    if (n.arcs[a].result)
      *n.arcs[a].result = (double)(n.arcs[a].now / one);
  for (size_t year = 1; year < flows->year_count; year++)
    memcpy(&made.opening[year * forms], &made.closing[(year - 1) * forms], forms * sizeof(double));
  *whole = made;
  return WIJK_OK;
}
