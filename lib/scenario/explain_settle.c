/* SPDX-License-Identifier: EUPL-1.2 */
/* People settled on sites that are given, by plain counting. */
#include <math.h>
#include <string.h>
#include <wijk/explain.h>

/* A move weighs more than all metres that it could save. */
#define MOVE_WEIGHT 1e9

/* People of one form: from where they live to where there are places. */
typedef struct flow {
  const wijk_allocation_problem *p;
  size_t *from, *to; /* sites */
  size_t from_count, to_count;
  double *supply, *room; /* people of `from` who have no place yet; free places of `to` */
  double *people;        /* [from][to] */
  double *far_from, *far_to;
  size_t *back_from, *back_to; /* by which `to` a `from` is reached, and the other way round */
} flow;

static double weight(const flow *f, size_t s, size_t t) {
  const wijk_allocation_problem *p = f->p;
  const wijk_site *a = &p->sites[f->from[s]], *b = &p->sites[f->to[t]];
  if (f->from[s] == f->to[t])
    return 0;
  const double metres = p->metres ? p->metres[f->from[s] * p->site_count + f->to[t]] : hypot(a->x - b->x, a->y - b->y);
  return metres > p->furthest ? INFINITY : MOVE_WEIGHT + metres;
}

/* Ways from who has no place to every site, over people who could make room (Bellman and Ford). */
static void find_ways(flow *f) {
  for (size_t s = 0; s < f->from_count; s++) {
    f->far_from[s] = f->supply[s] > 0 ? 0 : INFINITY;
    f->back_from[s] = WIJK_NONE;
  }
  for (size_t t = 0; t < f->to_count; t++)
    f->far_to[t] = INFINITY;
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (size_t s = 0; s < f->from_count; s++)
      for (size_t t = 0; t < f->to_count && isfinite(f->far_from[s]); t++) {
        const double far = f->far_from[s] + weight(f, s, t);
        if (far < f->far_to[t] - 1e-6) {
          f->far_to[t] = far;
          f->back_to[t] = s;
          shorter = true;
        }
      }
    for (size_t s = 0; s < f->from_count; s++)
      for (size_t t = 0; t < f->to_count; t++)
        if (f->people[s * f->to_count + t] > 0 && f->far_to[t] - weight(f, s, t) < f->far_from[s] - 1e-6) {
          f->far_from[s] = f->far_to[t] - weight(f, s, t);
          f->back_from[s] = t;
          shorter = true;
        }
  }
}

/* Sends people along the shortest way to a free place; how many, 0 when there is none left that weighs less. */
static double send(flow *f, double most, double weight_most) {
  size_t end = WIJK_NONE;
  find_ways(f);
  for (size_t t = 0; t < f->to_count; t++)
    if (f->room[t] > 0 && isfinite(f->far_to[t]) && (end == WIJK_NONE || f->far_to[t] < f->far_to[end]))
      end = t;
  if (end == WIJK_NONE || f->far_to[end] >= weight_most)
    return 0;
  double people = fmin(most, f->room[end]);
  size_t s = f->back_to[end];
  for (; f->back_from[s] != WIJK_NONE; s = f->back_to[f->back_from[s]])
    people = fmin(people, f->people[s * f->to_count + f->back_from[s]]);
  people = fmin(people, f->supply[s]);
  f->room[end] -= people;
  f->supply[s] -= people;
  for (size_t t = end;;) {
    s = f->back_to[t];
    f->people[s * f->to_count + t] += people;
    if (f->back_from[s] == WIJK_NONE)
      return people;
    t = f->back_from[s];
    f->people[s * f->to_count + t] -= people;
  }
}

static wijk_status open_flow(flow *f, const wijk_allocation_problem *p, const size_t *form, size_t of,
                             wijk_arena *arena, wijk_error *err) {
  const bool chains =
      !isnan(p->furthest) || p->metres; /* who can stay may have to make room; else a direct way is no longer */
  *f = (flow){.p = p,
              .from = WIJK_ARENA_ADD(arena, size_t, p->site_count, err),
              .to = WIJK_ARENA_ADD(arena, size_t, p->site_count, err),
              .back_from = WIJK_ARENA_ADD(arena, size_t, p->site_count, err),
              .back_to = WIJK_ARENA_ADD(arena, size_t, p->site_count, err),
              .supply = WIJK_ARENA_ADD(arena, double, p->site_count, err),
              .room = WIJK_ARENA_ADD(arena, double, p->site_count, err),
              .far_from = WIJK_ARENA_ADD(arena, double, p->site_count, err),
              .far_to = WIJK_ARENA_ADD(arena, double, p->site_count, err)};
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++) {
    const double lived = p->sites[i].form == of ? p->sites[i].occupied : 0;
    const double places = form[i] == of ? p->sites[i].capacity[of] : 0, stay = fmin(lived, places);
    if (chains ? lived > 0 : lived > stay) {
      f->from[f->from_count] = i;
      f->supply[f->from_count++] = lived - stay;
    }
    if (chains ? places > 0 : places > stay) {
      f->to[f->to_count] = i;
      f->room[f->to_count++] = places - stay;
    }
  }
  f->people = WIJK_ARENA_ADD(arena, double, f->from_count * f->to_count, err);
  for (size_t s = 0; s < f->from_count && f->people && chains; s++)
    for (size_t t = 0; t < f->to_count; t++)
      if (f->from[s] == f->to[t])
        f->people[s * f->to_count + t] = fmin(p->sites[f->from[s]].occupied, p->sites[f->from[s]].capacity[of]);
  return err->status;
}

/* Of those who could stay, as many as there is demand for; who moved; and new people in what is free. */
static void fill(const flow *f, const size_t *form, size_t of, double housed, wijk_allocation *a) {
  const wijk_allocation_problem *p = f->p;
  double stay = 0, came = 0, made_room = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (form[i] == of && p->sites[i].form == of)
      stay += a->people[i] = fmin(p->sites[i].occupied, p->sites[i].capacity[of]);
  for (size_t s = 0; s < f->from_count; s++)
    for (size_t t = 0; t < f->to_count; t++) {
      const double people = f->people[s * f->to_count + t];
      if (people <= 0 || f->from[s] == f->to[t])
        continue;
      a->moves[a->move_count++] = (wijk_move){f->from[s], f->to[t], people};
      a->people[f->to[t]] += people;
      came += people;
    }
  for (size_t s = 0; s < f->from_count && (!isnan(p->furthest) || p->metres); s++)
    for (size_t t = 0; t < f->to_count; t++)
      if (f->from[s] == f->to[t]) {
        const size_t i = f->from[s];
        const double less = fmin(p->sites[i].occupied, p->sites[i].capacity[of]) - f->people[s * f->to_count + t];
        a->people[i] -= less;
        made_room += less;
      }
  double rest = housed - stay - came + made_room;
  for (size_t i = 0; i < p->site_count; i++) {
    if (form[i] != of)
      continue;
    const double step = rest < 0 ? fmax(rest, -a->people[i]) : fmin(rest, p->sites[i].capacity[of] - a->people[i]);
    a->people[i] += step;
    rest -= step;
  }
}

/* Of the people who are there now min(now, demand) still need a place: they stay, move, or are displaced. Who moves
 * where another has to make room is one more who moves than if he were displaced: that is for those alone who would
 * else be one more without a place, if that comes first. */
static wijk_status settle_form(const wijk_allocation_problem *p, const size_t *form, size_t of, bool places_first,
                               wijk_arena *arena, wijk_allocation *a, wijk_error *err) {
  double now = 0, places = 0, stay = 0;
  for (size_t i = 0; i < p->site_count; i++) {
    const double lived = p->sites[i].form == of ? p->sites[i].occupied : 0;
    const double there = form[i] == of ? p->sites[i].capacity[of] : 0;
    now += lived;
    places += there;
    stay += fmin(lived, there);
  }
  flow f;
  if (open_flow(&f, p, form, of, arena, err) != WIJK_OK)
    return err->status;
  const double spare = fmax(0, p->demand[of] - places);
  double moving = fmax(0, fmin(now, p->demand[of]) - stay);
  for (double sent = 1; places_first && moving > spare && sent > 0; moving -= sent)
    sent = send(&f, moving - spare, INFINITY);
  for (double sent = 1; moving > 0 && sent > 0; moving -= sent)
    sent = send(&f, moving, 1.5 * MOVE_WEIGHT);
  a->displaced[of] = moving;
  a->unmet[of] = fmax(moving, spare);
  size_t count = a->move_count;
  for (size_t k = 0; k < f.from_count * f.to_count; k++)
    count += f.people[k] > 0;
  wijk_move *moves = WIJK_ARENA_ADD(arena, wijk_move, count, err);
  if (!moves)
    return err->status;
  if (a->move_count > 0)
    memcpy(moves, a->moves, a->move_count * sizeof *moves);
  a->moves = moves;
  fill(&f, form, of, p->demand[of] - a->unmet[of], a);
  return WIJK_OK;
}

wijk_status wijk_allocation_settle(const wijk_allocation_problem *problem, const size_t *form,
                                   const wijk_goal_value *goals, size_t goal_count, wijk_arena *arena,
                                   wijk_allocation *settled, wijk_error *err) {
  wijk_allocation a = {.found = true,
                       .form = WIJK_ARENA_ADD(arena, size_t, problem->site_count, err),
                       .people = WIJK_ARENA_ADD(arena, double, problem->site_count, err),
                       .unmet = WIJK_ARENA_ADD(arena, double, problem->form_count, err),
                       .displaced = WIJK_ARENA_ADD(arena, double, problem->form_count, err)};
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(a.form, form, problem->site_count * sizeof *form);
  bool places_first = true;
  for (size_t g = goal_count; g-- > 0;)
    if (goals[g].goal == WIJK_GOAL_UNMET || goals[g].goal == WIJK_GOAL_MOVED || goals[g].goal == WIJK_GOAL_METRES)
      places_first = goals[g].goal == WIJK_GOAL_UNMET;
  for (size_t f = 0; f < problem->form_count; f++)
    if (settle_form(problem, form, f, places_first, arena, &a, err) != WIJK_OK)
      return err->status;
  *settled = a;
  return WIJK_OK;
}
