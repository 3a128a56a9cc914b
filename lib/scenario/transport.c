/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/transport.h"
#include "base/sort.h"
#include <math.h>
#include <string.h>
#include <wijk/layer.h>

/* As a distance: none is known yet. */
#define ENDLESS ((transport_cost)1 << 126)

typedef struct way { /* of a source, from the shortest on */
  int64_t length;
  size_t sink;
} way;

typedef struct waiting { /* node whose distance may be final */
  transport_cost distance;
  size_t node;
} waiting;

/* Nodes are sources, then sinks, then common sinks. */
typedef struct searching {
  const transport_problem *p;
  wijk_arena *arena;
  transport_answer *answer;
  double *supply, *room;    /* left: [source], [sink and common] */
  size_t *first;            /* [sink and common] of its flows */
  way **ways;               /* [source] NULL = not asked for yet */
  size_t *way_count;        /* [source] */
  int64_t *lengths;         /* [sink] */
  transport_cost *distance; /* [node] */
  size_t *by;               /* [node] source that a sink is reached from, flow by which a source is */
  size_t *touched, touch_count;
  waiting *heap;
  size_t heap_count, heap_room, flow_room;
} searching;

/* ---- nodes that wait, nearest first ---- */

static bool before(const waiting *a, const waiting *b) {
  return a->distance != b->distance ? a->distance < b->distance : a->node < b->node;
}

/* Room for one more, in an arena: old room is left behind, twice the size each time. */
static void *grow(const searching *s, void *old, size_t count, size_t *room, size_t size, wijk_error *err) {
  if (count < *room)
    return old;
  const size_t more = *room ? 2 * *room : 256;
  void *made = wijk_arena_add(s->arena, more, size, err);
  if (made && count > 0)
    memcpy(made, old, count * size);
  *room = made ? more : *room;
  return made;
}

static void push(searching *s, transport_cost distance, size_t node, wijk_error *err) {
  waiting *heap = grow(s, s->heap, s->heap_count, &s->heap_room, sizeof *heap, err);
  if (!heap)
    return;
  s->heap = heap;
  const waiting added = {distance, node};
  size_t at = s->heap_count++;
  for (; at > 0 && before(&added, &heap[(at - 1) / 2]); at = (at - 1) / 2)
    heap[at] = heap[(at - 1) / 2];
  heap[at] = added;
}

static waiting pop(searching *s) {
  waiting *heap = s->heap;
  const waiting nearest = heap[0], last = heap[--s->heap_count];
  size_t at = 0;
  for (size_t child; (child = 2 * at + 1) < s->heap_count; at = child) {
    child += child + 1 < s->heap_count && before(&heap[child + 1], &heap[child]);
    if (!before(&heap[child], &last))
      break;
    heap[at] = heap[child];
  }
  if (s->heap_count > 0)
    heap[at] = last;
  return nearest;
}

/* ---- ways ---- */

static wijk_status find_ways(searching *s, size_t source, wijk_error *err) {
  const transport_problem *p = s->p;
  const size_t own = p->own[source];
  size_t count = 0;
  p->lengths(p->context, source, s->lengths);
  for (size_t t = 0; t < p->sink_count; t++)
    count += s->lengths[t] >= 0 && t != own;
  way *ways = s->ways[source] = WIJK_ARENA_ADD(s->arena, way, count + 1, err);
  const wijk_arena_mark mark = wijk_arena_now(s->arena);
  double *keys = WIJK_ARENA_ADD(s->arena, double, p->sink_count, err);
  size_t *order = WIJK_ARENA_ADD(s->arena, size_t, p->sink_count, err);
  for (size_t t = 0; t < p->sink_count && err->status == WIJK_OK; t++)
    keys[t] = s->lengths[t] >= 0 && t != own ? (double)s->lengths[t] : NAN;
  if (err->status != WIJK_OK || wijk_sort_numbers(p->sink_count, keys, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < count; k++)
    ways[k] = (way){s->lengths[order[k]], order[k]};
  s->way_count[source] = count;
  wijk_arena_reset(s->arena, mark);
  return WIJK_OK;
}

/* ---- one shortest path ---- */

typedef struct path {
  transport_cost length; /* so far, to a sink with room */
  size_t end;
} path;

static bool shorter(searching *s, size_t node, transport_cost distance, size_t by) {
  if (distance >= s->distance[node])
    return false;
  if (s->distance[node] == ENDLESS)
    s->touched[s->touch_count++] = node;
  s->distance[node] = distance;
  s->by[node] = by;
  return true;
}

static void reach_sink(searching *s, size_t source, size_t sink, transport_cost distance, path *best, wijk_error *err) {
  const size_t node = s->p->source_count + sink;
  if (distance >= best->length || !shorter(s, node, distance, source))
    return;
  if (s->room[sink] > 0)
    *best = (path){distance, sink};
  else
    push(s, distance, node, err);
}

/* No sink has a price above 0: a way is no shorter than its cost less the price of the source. */
static void leave_source(searching *s, size_t source, transport_cost distance, path *best, wijk_error *err) {
  const transport_problem *p = s->p;
  const transport_cost *price = s->answer->sink_price, start = distance - s->answer->source_price[source];
  if (p->own[source] != WIJK_NONE)
    reach_sink(s, source, p->own[source], start - price[p->own[source]], best, err);
  for (size_t c = 0; c < p->common_count; c++)
    reach_sink(s, source, p->sink_count + c, start + p->common[c].cost - price[p->sink_count + c], best, err);
  if (start + p->a_way >= best->length || (!s->ways[source] && find_ways(s, source, err) != WIJK_OK))
    return;
  for (size_t k = 0; k < s->way_count[source]; k++) {
    const way *at = &s->ways[source][k];
    const transport_cost least = start + p->a_way + p->a_length * at->length;
    if (least >= best->length)
      return;
    reach_sink(s, source, at->sink, least - price[at->sink], best, err);
  }
}

/* What a full sink has it may have from another: who sent it can send it elsewhere. */
static void leave_sink(searching *s, size_t sink, transport_cost distance, wijk_error *err) {
  for (size_t k = s->first[sink]; k != WIJK_NONE; k = s->answer->flows[k].next) {
    const size_t source = s->answer->flows[k].source;
    if (s->answer->flows[k].amount > 0 && shorter(s, source, distance, k))
      push(s, distance, source, err);
  }
}

static path find_path(searching *s, size_t start, wijk_error *err) {
  path best = {ENDLESS, WIJK_NONE};
  for (size_t k = 0; k < s->touch_count; k++)
    s->distance[s->touched[k]] = ENDLESS;
  s->touch_count = s->heap_count = 0;
  shorter(s, start, 0, WIJK_NONE);
  push(s, 0, start, err);
  while (s->heap_count > 0 && err->status == WIJK_OK) {
    const waiting at = pop(s);
    if (at.distance >= best.length)
      break;
    if (at.distance > s->distance[at.node])
      continue; /* it was reached along a shorter path too */
    if (at.node < s->p->source_count)
      leave_source(s, at.node, at.distance, &best, err);
    else
      leave_sink(s, at.node - s->p->source_count, at.distance, err);
  }
  return best;
}

static void set_prices(searching *s, transport_cost length) {
  for (size_t k = 0; k < s->touch_count; k++) {
    const size_t node = s->touched[k];
    const transport_cost less = length - s->distance[node];
    if (less > 0 && node < s->p->source_count)
      s->answer->source_price[node] += less;
    else if (less > 0)
      s->answer->sink_price[node - s->p->source_count] -= less;
  }
}

/* ---- what is sent ---- */

static transport_flow *flow_of(searching *s, size_t source, size_t sink, wijk_error *err) {
  transport_answer *a = s->answer;
  for (size_t k = s->first[sink]; k != WIJK_NONE; k = a->flows[k].next)
    if (a->flows[k].source == source)
      return &a->flows[k];
  transport_flow *flows = grow(s, a->flows, a->flow_count, &s->flow_room, sizeof *flows, err);
  if (!flows)
    return NULL;
  a->flows = flows;
  flows[a->flow_count] = (transport_flow){source, sink, 0, s->first[sink]};
  s->first[sink] = a->flow_count;
  return &flows[a->flow_count++];
}

static void send(searching *s, size_t start, size_t end, wijk_error *err) {
  const size_t sources = s->p->source_count;
  double amount = fmin(s->supply[start], s->room[end]);
  for (size_t source = s->by[sources + end]; source != start;) {
    const transport_flow *back = &s->answer->flows[s->by[source]];
    amount = fmin(amount, back->amount);
    source = s->by[sources + back->sink];
  }
  s->supply[start] -= amount;
  s->room[end] -= amount;
  for (size_t sink = end;;) {
    const size_t source = s->by[sources + sink];
    transport_flow *flow = flow_of(s, source, sink, err);
    if (!flow)
      return;
    flow->amount += amount;
    if (source == start)
      return;
    flow = &s->answer->flows[s->by[source]];
    flow->amount -= amount;
    sink = flow->sink;
  }
}

/* ---- all ---- */

static wijk_status open_search(searching *s, wijk_error *err) {
  const transport_problem *p = s->p;
  const size_t sinks = p->sink_count + p->common_count, nodes = p->source_count + sinks;
  s->supply = WIJK_ARENA_ADD(s->arena, double, p->source_count, err);
  s->room = WIJK_ARENA_ADD(s->arena, double, sinks, err);
  s->first = WIJK_ARENA_ADD(s->arena, size_t, sinks, err);
  s->ways = WIJK_ARENA_ADD(s->arena, way *, p->source_count, err);
  s->way_count = WIJK_ARENA_ADD(s->arena, size_t, p->source_count, err);
  s->lengths = WIJK_ARENA_ADD(s->arena, int64_t, p->sink_count, err);
  s->distance = WIJK_ARENA_ADD(s->arena, transport_cost, nodes, err);
  s->by = WIJK_ARENA_ADD(s->arena, size_t, nodes, err);
  s->touched = WIJK_ARENA_ADD(s->arena, size_t, nodes, err);
  s->answer->source_price = WIJK_ARENA_ADD(s->arena, transport_cost, p->source_count, err);
  s->answer->sink_price = WIJK_ARENA_ADD(s->arena, transport_cost, sinks, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t node = 0; node < nodes; node++)
    s->distance[node] = ENDLESS;
  for (size_t t = 0; t < sinks; t++) {
    s->first[t] = WIJK_NONE;
    s->room[t] = t < p->sink_count ? p->room[t] : p->common[t - p->sink_count].room;
  }
  for (size_t source = 0; source < p->source_count; source++) {
    s->supply[source] = p->supply[source];
    transport_flow *flow = p->own_sent[source] > 0 ? flow_of(s, source, p->own[source], err) : NULL;
    if (flow)
      flow->amount = p->own_sent[source];
  }
  return err->status;
}

wijk_status transport_solve(const transport_problem *problem, wijk_arena *arena, transport_answer *answer,
                            wijk_error *err) {
  searching s = {.p = problem, .arena = arena, .answer = answer};
  *answer = (transport_answer){0};
  if (open_search(&s, err) != WIJK_OK)
    return err->status;
  for (size_t source = 0; source < problem->source_count; source++)
    while (s.supply[source] > 0 && err->status == WIJK_OK) {
      const path found = find_path(&s, source, err);
      if (err->status == WIJK_OK && found.end == WIJK_NONE)
        return wijk_error_set(err, WIJK_BUG, "a transport has nowhere to go");
      set_prices(&s, found.length);
      if (err->status == WIJK_OK)
        send(&s, source, found.end, err);
    }
  return err->status;
}
