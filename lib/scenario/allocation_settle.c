/* SPDX-License-Identifier: EUPL-1.2 */
/* Who lives where when it is known what each site becomes: of each form a transport problem of its own. */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>

typedef struct settling {
  const wijk_allocation_problem *p;
  wijk_arena *arena; /* for the while */
  wijk_arena *lasting;
  wijk_allocation *a;
  size_t move_room;
  size_t form;
  double *lose, *room;                /* [site] people of it who lose their place; places that nobody has who stays */
  double lost, free, stayers, moving; /* people of all sites, and how many move */
  milp *m;
  milp_term *metres;
  size_t *from, *to, way_count;
} settling;

/* Who still needs a place and cannot stay moves, as far as there is room. */
static void count(settling *s) {
  const wijk_allocation_problem *p = s->p;
  s->lost = s->free = s->stayers = 0;
  for (size_t i = 0; i < p->site_count; i++) {
    const bool had = p->sites[i].form == s->form, has = s->a->form[i] == s->form;
    const double stay = had && has ? allocation_stayers(p, i) : 0;
    s->lose[i] = had ? p->sites[i].occupied - stay : 0;
    s->room[i] = has ? p->sites[i].capacity[s->form] - stay : 0;
    s->lost += s->lose[i];
    s->free += s->room[i];
    s->stayers += stay;
  }
  const double leave = fmax(0, p->demand[s->form] - allocation_growth(p, s->form) - s->stayers);
  s->moving = fmin(leave, s->free);
  s->a->displaced[s->form] = leave - s->moving;
}

/* Ways from one site to the nearest with room, until there is room for all who move: nobody goes further. */
static wijk_status add_ways(settling *s, size_t from, double *metres, size_t *order, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  double room = 0;
  for (size_t to = 0; to < p->site_count; to++)
    metres[to] = to != from && s->room[to] > 0 ? allocation_metres(p, from, to) : NAN;
  if (wijk_sort_numbers(p->site_count, metres, order, err) != WIJK_OK)
    return err->status;
  milp_add_rule(s->m, 0, s->lose[from], MILP_SURE);
  for (size_t k = 0; k < p->site_count && !isnan(metres[order[k]]) && room < s->moving; k++) {
    const size_t to = order[k];
    room += s->room[to];
    const size_t way = milp_add_variable(s->m, 0, fmin(s->lose[from], s->room[to]), true);
    milp_add_term(s->m, way, 1);
    s->from[way] = from;
    s->to[way] = to;
    s->metres[s->way_count++] = (milp_term){way, metres[to]};
  }
  return WIJK_OK;
}

static wijk_status add_room(settling *s, wijk_error *err) {
  const size_t sites = s->p->site_count;
  size_t *first = WIJK_ARENA_ADD(s->arena, size_t, sites + 2, err);
  size_t *order = WIJK_ARENA_ADD(s->arena, size_t, s->way_count, err);
  if (!first || !order)
    return err->status;
  for (size_t k = 0; k < s->way_count; k++)
    first[s->to[k] + 2]++;
  for (size_t i = 0; i < sites; i++)
    first[i + 2] += first[i + 1];
  for (size_t k = 0; k < s->way_count; k++)
    order[first[s->to[k] + 1]++] = k;
  for (size_t i = 0; i < sites; i++) {
    if (first[i] == first[i + 1])
      continue;
    milp_add_rule(s->m, 0, s->room[i], MILP_SURE);
    for (size_t k = first[i]; k < first[i + 1]; k++)
      milp_add_term(s->m, order[k], 1);
  }
  milp_add_rule(s->m, s->moving, s->moving, MILP_SURE);
  for (size_t k = 0; k < s->way_count; k++)
    milp_add_term(s->m, k, 1);
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
  s->room[move->to] -= move->people;
  return WIJK_OK;
}

static wijk_status move(settling *s, wijk_error *err) {
  static const milp_limits proved = {0};
  const size_t sites = s->p->site_count;
  size_t losers = 0, rooms = 0;
  for (size_t i = 0; i < sites; i++) {
    losers += s->lose[i] > 0;
    rooms += s->room[i] > 0;
  }
  double *metres = WIJK_ARENA_ADD(s->arena, double, sites, err);
  size_t *order = WIJK_ARENA_ADD(s->arena, size_t, sites, err);
  s->from = WIJK_ARENA_ADD(s->arena, size_t, 2 * losers * rooms, err);
  s->metres = WIJK_ARENA_ADD(s->arena, milp_term, losers * rooms, err);
  s->m = milp_new(s->arena, err);
  if (err->status != WIJK_OK)
    return err->status;
  s->to = s->from + losers * rooms;
  s->way_count = 0;
  for (size_t i = 0; i < sites; i++)
    if (s->lose[i] > 0 && add_ways(s, i, metres, order, err) != WIJK_OK)
      return err->status;
  if (add_room(s, err) != WIJK_OK)
    return err->status;
  milp_answer answer;
  const milp_goal goal = {s->metres, s->way_count, 0, false};
  if (milp_solve(s->m, &goal, &proved, NULL, s->arena, &answer, err) != WIJK_OK)
    return err->status;
  if (!answer.values)
    return wijk_error_set(err, WIJK_BUG, "people of the allocation found cannot move as it says");
  for (size_t k = 0; k < s->way_count; k++)
    if (answer.values[k] > 0)
      add_move(s, &(wijk_move){s->from[k], s->to[k], answer.values[k]}, err);
  return err->status;
}

/* `people` over sites by what each can have, in whole people: floors of the running sum. */
static void spread(settling *s, double people, const double *shares, double total) {
  double share = 0, before = 0;
  for (size_t i = 0; i < s->p->site_count && total > 0; i++) {
    share += shares[i];
    const double now = floor(people * share / total);
    s->a->people[i] += now - before;
    before = now;
  }
}

static wijk_status settle_form(settling *s, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  s->lose = WIJK_ARENA_ADD(s->arena, double, p->site_count, err);
  s->room = WIJK_ARENA_ADD(s->arena, double, p->site_count, err);
  double *stay = WIJK_ARENA_ADD(s->arena, double, p->site_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  count(s);
  const double housed = fmin(p->demand[s->form], s->stayers + s->free);
  for (size_t i = 0; i < p->site_count; i++)
    stay[i] = p->sites[i].form == s->form && s->a->form[i] == s->form ? allocation_stayers(p, i) : 0;
  if (s->moving > 0 && move(s, err) != WIJK_OK)
    return err->status;
  const double staying = fmin(s->stayers, housed - s->moving);
  spread(s, staying, stay, s->stayers);
  spread(s, housed - s->moving - staying, s->room, s->free - s->moving);
  s->a->unmet[s->form] = p->demand[s->form] - housed;
  return WIJK_OK;
}

wijk_status allocation_settle(const allocation_work *w, const double *values, wijk_allocation *a, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  *a = (wijk_allocation){.found = true};
  a->form = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  a->people = WIJK_ARENA_ADD(w->arena, double, p->site_count, err);
  a->unmet = WIJK_ARENA_ADD(w->arena, double, p->form_count, err);
  a->displaced = WIJK_ARENA_ADD(w->arena, double, p->form_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++) {
    a->form[i] = WIJK_NONE;
    for (size_t f = 0; f < p->form_count; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE && values[w->used[allocation_cell(w, i, f)]] > 0.5)
        a->form[i] = f;
  }
  settling s = {.p = p, .arena = wijk_arena_new(err), .lasting = w->arena, .a = a};
  for (s.form = 0; s.form < p->form_count && err->status == WIJK_OK; s.form++)
    settle_form(&s, err);
  wijk_arena_free(s.arena);
  return err->status;
}
