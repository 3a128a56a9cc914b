/* SPDX-License-Identifier: EUPL-1.2 */
/* Who lives where when it is known what each site becomes: of each form a transport problem of its own. */
#include "base/sort.h"
#include "scenario/allocation.h"
#include "scenario/transport.h"
#include <math.h>
#include <string.h>

/* Lengths are whole numbers of 2^-30 metre, or of more where they are that long; in all below 2^60. */
enum { METRE_BITS = 30, LENGTH_BITS = 52, PATH_BITS = 60 };

enum { FREE, SPARE, MORE, TOO_MANY, COMMON_SINKS }; /* where people go who have no place */

typedef struct settling {
  const wijk_allocation_problem *p;
  wijk_arena *arena; /* for the while */
  wijk_arena *lasting;
  wijk_allocation *a;
  size_t move_room;
  bool pooled;
  transport_cost unmet, moved, metre, too_many; /* what each weighs: one, and one of the unit of lengths */
  double scale, diagonal;                       /* of that unit in a metre */
  size_t form;
  const allocation_work *w;  /* whose values are followed */
  const double *values;      /* of its variables; NULL = none are */
  double *stay, *room;       /* [site] people of the form who live there and stay; places that are left */
  double now, there, places; /* of all sites: people, people who can stay, places */
  size_t *from, *to;         /* sites of sources and sinks */
  transport_problem transport;
} settling;

/* ---- what goals weigh ---- */

static int bits_of(double value) {
  int bits;
  frexp(value, &bits);
  return bits;
}

/* Each goal weighs more than all that could be won in those after it along a path, which enters no node twice. */
static void weigh(settling *s, const wijk_goal_value *goals, size_t goal_count) {
  static const wijk_allocation_goal usual[] = {WIJK_GOAL_UNMET, WIJK_GOAL_MOVED, WIJK_GOAL_METRES};
  const int nodes = bits_of(4 * (double)s->p->site_count + 16);
  wijk_allocation_goal order[3];
  size_t count = 0;
  for (size_t g = 0; g < goal_count + 3; g++) {
    const wijk_allocation_goal goal = g < goal_count ? goals[g].goal : usual[g - goal_count];
    bool known = goal != WIJK_GOAL_UNMET && goal != WIJK_GOAL_MOVED && goal != WIJK_GOAL_METRES;
    for (size_t k = 0; k < count; k++)
      known |= order[k] == goal;
    if (!known)
      order[count++] = goal;
  }
  transport_cost weight = 1;
  for (size_t k = count; k-- > 0;) {
    *(order[k] == WIJK_GOAL_UNMET ? &s->unmet : order[k] == WIJK_GOAL_MOVED ? &s->moved : &s->metre) = weight;
    weight <<= order[k] == WIJK_GOAL_METRES ? PATH_BITS + 1 : nodes + 1;
  }
  s->too_many = weight;
  s->diagonal = allocation_diagonal(s->p);
  const int longest = bits_of(s->diagonal);
  s->scale = ldexp(1, (int)fmin(METRE_BITS, fmin(LENGTH_BITS - longest, PATH_BITS - nodes - longest)));
}

/* ---- one form as a transport ---- */

static void count(settling *s) {
  const wijk_allocation_problem *p = s->p;
  s->now = s->there = s->places = 0;
  for (size_t i = 0; i < p->site_count; i++) {
    const double lived = p->sites[i].form == s->form ? p->sites[i].occupied : 0;
    const double places = s->a->form[i] == s->form ? p->sites[i].capacity[s->form] : 0;
    s->stay[i] = fmin(lived, places);
    s->room[i] = places - s->stay[i];
    s->now += lived;
    s->there += s->stay[i];
    s->places += places;
  }
}

static void find_lengths(const void *context, size_t source, int64_t *lengths) {
  const settling *s = context;
  for (size_t t = 0; t < s->transport.sink_count; t++) {
    const double metres = allocation_metres(s->p, s->from[source], s->to[t]);
    lengths[t] = isinf(metres) || metres > s->p->furthest ? -1 : llround(metres * s->scale);
  }
}

/* Where everybody may move to every site nobody who can stay has to make room: who moves there and who made room
 * would move further than who moves at once. */
static wijk_status open_transport(settling *s, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  double *numbers = WIJK_ARENA_ADD(s->arena, double, 3 * p->site_count, err);
  size_t *sites = WIJK_ARENA_ADD(s->arena, size_t, 3 * p->site_count, err);
  if (!numbers || !sites)
    return err->status;
  double *supply = numbers, *room = supply + p->site_count, *sent = room + p->site_count;
  size_t *own = sites;
  s->from = own + p->site_count;
  s->to = s->from + p->site_count;
  transport_problem *t = &s->transport;
  *t = (transport_problem){.supply = supply, .room = room, .own = own, .own_sent = sent};
  for (size_t i = 0; i < p->site_count; i++) {
    const double lived = p->sites[i].form == s->form ? p->sites[i].occupied : 0;
    const bool leaves = s->pooled ? lived > s->stay[i] : lived > 0;
    const bool takes = s->room[i] > 0 || (!s->pooled && s->stay[i] > 0);
    if (leaves) {
      s->from[t->source_count] = i;
      supply[t->source_count] = lived - s->stay[i];
      sent[t->source_count] = takes ? s->stay[i] : 0;
      own[t->source_count++] = takes ? t->sink_count : WIJK_NONE;
    }
    if (takes) {
      s->to[t->sink_count] = i;
      room[t->sink_count++] = s->room[i];
    }
  }
  t->lengths = find_lengths;
  t->context = s;
  t->a_way = s->moved;
  t->a_length = s->metre;
  return WIJK_OK;
}

static wijk_status add_move(settling *s, const wijk_move *move, wijk_error *err) {
  wijk_allocation *a = s->a;
  if (a->move_count == s->move_room) {
    wijk_move *more = WIJK_ARENA_ADD(s->lasting, wijk_move, 2 * s->move_room + 16, err);
    if (!more)
      return err->status;
    if (a->move_count > 0)
      memcpy(more, a->moves, a->move_count * sizeof *more);
    a->moves = more;
    s->move_room = 2 * s->move_room + 16;
  }
  a->moves[a->move_count++] = *move;
  a->people[move->to] += move->people;
  return WIJK_OK;
}

/* Flows by where they begin, and then by where they end. */
static int by_source(const void *context, size_t a, size_t b) {
  const transport_flow *x = (const transport_flow *)context + a, *y = (const transport_flow *)context + b;
  return x->source != y->source ? (x->source > y->source) - (x->source < y->source)
                                : (x->sink > y->sink) - (x->sink < y->sink);
}

static wijk_status take_flows(settling *s, const transport_answer *answer, double *moving, wijk_error *err) {
  size_t *order = WIJK_ARENA_ADD(s->arena, size_t, answer->flow_count, err);
  if (!order || wijk_sort(answer->flow_count, by_source, answer->flows, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < answer->flow_count && err->status == WIJK_OK; k++) {
    const transport_flow *flow = &answer->flows[order[k]];
    const size_t from = s->from[flow->source];
    if (flow->sink >= s->transport.sink_count) {
      s->a->displaced[s->form] += flow->sink > s->transport.sink_count + FREE ? flow->amount : 0;
      continue;
    }
    const size_t to = s->to[flow->sink];
    if (from == to) {
      s->room[to] += s->stay[to] - flow->amount;
      s->stay[to] = flow->amount;
    } else if (flow->amount > 0) {
      s->room[to] -= flow->amount;
      *moving += flow->amount;
      add_move(s, &(wijk_move){from, to, flow->amount}, err);
    }
  }
  return err->status;
}

/* Of the people who are there now min(now, demand) still need a place: they stay, move, or are displaced. So many may
 * be displaced as there are places too few, and more only if that many more are without a place. */
static wijk_status move(settling *s, double *moving, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  const double demand = p->demand[s->form], spare = fmax(0, demand - s->places);
  const double more = p->unmet ? fmax(0, p->unmet[s->form] - spare) : INFINITY;
  const transport_cost displaced = s->moved + s->metre * llround(s->diagonal * s->scale);
  const transport_common common[COMMON_SINKS] = {[FREE] = {fmax(0, s->now - demand), 0},
                                                 [SPARE] = {spare, displaced},
                                                 [MORE] = {more, displaced + s->unmet},
                                                 [TOO_MANY] = {INFINITY, displaced + s->unmet + s->too_many}};
  transport_answer answer;
  if (open_transport(s, err) != WIJK_OK)
    return err->status;
  s->transport.common = common;
  s->transport.common_count = COMMON_SINKS;
  if (transport_solve(&s->transport, s->arena, &answer, err) != WIJK_OK)
    return err->status;
  return take_flows(s, &answer, moving, err);
}

/* Who stays and moves as the program says. */
static wijk_status follow(settling *s, double *moving, wijk_error *err) {
  const allocation_work *w = s->w;
  double staying = 0;
  for (size_t i = 0; i < s->p->site_count; i++) {
    if (s->p->sites[i].form != s->form || w->stay[i] == WIJK_NONE)
      continue;
    s->room[i] += s->stay[i] - s->values[w->stay[i]];
    staying += s->stay[i] = s->values[w->stay[i]];
  }
  for (size_t k = 0; k < w->way_count && err->status == WIJK_OK; k++) {
    const wijk_move go = {w->ways[k].from, w->ways[k].to, s->values[w->ways[k].variable]};
    if (s->p->sites[go.from].form != s->form || go.people <= 0)
      continue;
    s->room[go.to] -= go.people;
    *moving += go.people;
    add_move(s, &go, err);
  }
  s->a->displaced[s->form] = fmin(s->now, s->p->demand[s->form]) - staying - *moving;
  return err->status;
}

/* ---- all forms ---- */

/* `people` over sites by what each can have, in whole people: floors of the running sum. */
static void spread(settling *s, double people, const double *shares) {
  double total = 0, share = 0, before = 0;
  for (size_t i = 0; i < s->p->site_count; i++)
    total += shares[i];
  for (size_t i = 0; i < s->p->site_count && total > 0; i++) {
    share += shares[i];
    const double now = floor(people * share / total);
    s->a->people[i] += now - before;
    before = now;
  }
}

static wijk_status settle_form(settling *s, wijk_error *err) {
  const double demand = s->p->demand[s->form];
  double moving = 0, staying = 0;
  s->stay = WIJK_ARENA_ADD(s->arena, double, 2 * s->p->site_count, err);
  if (!s->stay)
    return err->status;
  s->room = s->stay + s->p->site_count;
  count(s);
  if (s->there < fmin(s->now, demand) && (s->values ? follow(s, &moving, err) : move(s, &moving, err)) != WIJK_OK)
    return err->status;
  s->a->unmet[s->form] = fmax(s->a->displaced[s->form], fmax(0, demand - s->places));
  for (size_t i = 0; i < s->p->site_count; i++)
    staying += s->stay[i];
  const double housed = demand - s->a->unmet[s->form];
  staying = fmin(staying, housed - moving);
  spread(s, staying, s->stay);
  spread(s, housed - moving - staying, s->room);
  return WIJK_OK;
}

static wijk_status settle(settling *s, const size_t *form, const wijk_goal_value *goals, size_t goal_count,
                          wijk_allocation *settled, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  wijk_allocation a = {.found = true,
                       .form = WIJK_ARENA_ADD(s->lasting, size_t, p->site_count, err),
                       .people = WIJK_ARENA_ADD(s->lasting, double, p->site_count, err),
                       .unmet = WIJK_ARENA_ADD(s->lasting, double, p->form_count, err),
                       .displaced = WIJK_ARENA_ADD(s->lasting, double, p->form_count, err)};
  s->arena = wijk_arena_new(err);
  s->a = &a;
  if (err->status == WIJK_OK) {
    memcpy(a.form, form, p->site_count * sizeof *form);
    s->pooled = allocation_is_pooled(p);
    weigh(s, goals, goal_count);
  }
  for (s->form = 0; s->form < p->form_count && err->status == WIJK_OK; s->form++) {
    const wijk_arena_mark mark = wijk_arena_now(s->arena);
    settle_form(s, err);
    wijk_arena_reset(s->arena, mark);
  }
  wijk_arena_free(s->arena);
  s->a = NULL;
  if (err->status == WIJK_OK)
    *settled = a;
  return err->status;
}

wijk_status wijk_allocation_settle(const wijk_allocation_problem *problem, const size_t *form,
                                   const wijk_goal_value *goals, size_t goal_count, wijk_arena *arena,
                                   wijk_allocation *settled, wijk_error *err) {
  settling s = {.p = problem, .lasting = arena};
  return settle(&s, form, goals, goal_count, settled, err);
}

static wijk_status settle_values(const allocation_work *w, const double *values, bool people, wijk_allocation *a,
                                 wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  settling s = {.p = p, .lasting = w->arena, .w = w, .values = people ? values : NULL};
  size_t *form = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  for (size_t i = 0; form && i < p->site_count; i++) {
    form[i] = WIJK_NONE;
    for (size_t f = 0; f < p->form_count; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE && values[w->used[allocation_cell(w, i, f)]] > 0.5)
        form[i] = f;
  }
  return form ? settle(&s, form, w->order, w->order_count, a, err) : err->status;
}

wijk_status allocation_settle(const allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err) {
  return settle_values(w, values, false, a, err);
}

wijk_status allocation_follow(const allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err) {
  return settle_values(w, values, true, a, err);
}
