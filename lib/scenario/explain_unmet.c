/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands in the way of people without a place: rules are taken away,
 * family by family. */
#include "scenario/explain_unmet.h"
#include "scenario/explain.h"
#include <math.h>
#include <string.h>

typedef struct asking {
  const wijk_plan *plan;
  const wijk_allocation *found;
  wijk_allocation_limits limits;
  wijk_arena *arena; /* of what is asked, given back for each search */
} asking;

/* ---- the problem without a family of rules ---- */

/* The copies that a problem without some of its rules is made of. */
typedef struct milder {
  wijk_allocation_problem problem;
  wijk_site *sites;
  wijk_ground *zones;
  double *demand, *unmet;
  double most[WIJK_GOAL_COUNT];
} milder;

static bool has_rule(const asking *q, wijk_barrier barrier) {
  const wijk_allocation_problem *p = &q->plan->problem;
  bool any = false;
  switch (barrier) {
  case WIJK_BARRIER_NORM:
    for (size_t z = 0; z < p->zone_count; z++)
      any |= !isnan(p->zones[z].allowed);
    return any;
  case WIJK_BARRIER_BUDGET:
    return !isnan(p->budget);
  case WIJK_BARRIER_SPACING:
    for (size_t f = 0; f < p->form_count && p->spacing; f++)
      any |= p->spacing[f] > 0;
    return any;
  case WIJK_BARRIER_LEAST:
    for (size_t f = 0; f < p->form_count && p->least; f++)
      any |= p->least[f] > 0;
    return any;
  case WIJK_BARRIER_STAYS:
  case WIJK_BARRIER_CLOSES:
    for (size_t i = 0; i < p->site_count; i++)
      any |= barrier == WIJK_BARRIER_STAYS ? p->sites[i].stays : p->sites[i].closes;
    return any;
  case WIJK_BARRIER_AFTER:
    for (size_t i = 0; i < p->site_count && p->after; i++)
      any |= p->after[i] != WIJK_NONE;
    return any;
  case WIJK_BARRIER_OPENED:
    return p->open_most != WIJK_NONE || p->open_least > 0;
  case WIJK_BARRIER_FURTHEST:
    return !isnan(p->furthest);
  default:
    return q->found->goal_count > 0 && q->found->goals[0].goal != WIJK_GOAL_UNMET;
  }
}

static void take_away(milder *m, wijk_barrier barrier) {
  wijk_allocation_problem *p = &m->problem;
  switch (barrier) {
  case WIJK_BARRIER_NORM:
    for (size_t z = 0; z < p->zone_count; z++)
      m->zones[z].allowed = NAN;
    return;
  case WIJK_BARRIER_BUDGET:
    p->budget = NAN;
    return;
  case WIJK_BARRIER_SPACING:
    p->spacing = NULL;
    return;
  case WIJK_BARRIER_LEAST:
    p->least = NULL;
    return;
  case WIJK_BARRIER_STAYS:
    for (size_t i = 0; i < p->site_count; i++)
      m->sites[i].stays = false;
    return;
  case WIJK_BARRIER_CLOSES:
    for (size_t i = 0; i < p->site_count; i++)
      m->sites[i].closes = false;
    return;
  case WIJK_BARRIER_AFTER:
    p->after = NULL;
    return;
  case WIJK_BARRIER_OPENED:
    p->open_least = 0;
    p->open_most = WIJK_NONE;
    return;
  case WIJK_BARRIER_FURTHEST:
    p->furthest = NAN;
    return;
  default:
    for (size_t g = 0; g < WIJK_GOAL_COUNT; g++)
      m->most[g] = NAN;
  }
}

/* Of other forms as many people have a place as in the allocation, so that what
 * is won is won for this form; and goals that come before hold. */
static wijk_status make_milder(const asking *q, size_t form, milder *m, wijk_error *err) {
  const wijk_allocation_problem *p = &q->plan->problem;
  *m = (milder){.problem = *p,
                .sites = WIJK_ARENA_ADD(q->arena, wijk_site, p->site_count, err),
                .zones = WIJK_ARENA_ADD(q->arena, wijk_ground, p->zone_count, err),
                .demand = WIJK_ARENA_ADD(q->arena, double, p->form_count, err),
                .unmet = WIJK_ARENA_ADD(q->arena, double, p->form_count, err)};
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(m->sites, p->sites, p->site_count * sizeof *p->sites);
  if (p->zone_count > 0)
    memcpy(m->zones, p->zones, p->zone_count * sizeof *p->zones);
  for (size_t f = 0; f < p->form_count; f++) {
    m->demand[f] = p->demand[f] - (f == form ? 0 : q->found->unmet[f]);
    m->unmet[f] = f == form ? q->found->unmet[f] : 0;
  }
  m->problem.sites = m->sites;
  m->problem.zones = m->zones;
  m->problem.demand = m->demand;
  m->problem.unmet = m->unmet;
  m->problem.most = m->most;
  for (size_t g = 0; g < WIJK_GOAL_COUNT; g++)
    m->most[g] = p->most ? p->most[g] : NAN;
  for (size_t g = 0; g < q->found->goal_count && q->found->goals[g].goal != WIJK_GOAL_UNMET; g++)
    m->most[q->found->goals[g].goal] = q->found->goals[g].value;
  return WIJK_OK;
}

/* Searches for the least number of people without a place, and then for
 * `second`. A search that its limit ends before anything is found tells
 * nothing: that is no error. */
static wijk_status search(const asking *q, const milder *m, wijk_allocation_goal second, wijk_allocation *a,
                          wijk_error *err) {
  const wijk_allocation_goal goals[] = {WIJK_GOAL_UNMET, second};
  wijk_allocation_limits limits = q->limits;
  wijk_error failed = {0};
  limits.goals = goals;
  limits.goal_count = second == WIJK_GOAL_UNMET ? 1 : 2;
  *a = (wijk_allocation){0};
  if (wijk_allocation_compute(&m->problem, &limits, q->arena, a, &failed) == WIJK_OK || failed.status == WIJK_DATA)
    return WIJK_OK;
  *err = failed;
  return err->status;
}

/* ---- asking ---- */

#define NO_BARRIER ((wijk_barrier)(WIJK_BARRIER_COUNT + 1))

/* How many are helped where `barrier` (or, WIJK_BARRIER_COUNT, every one) is
 * taken away: at least, at most. */
static wijk_status ask(const asking *q, size_t form, wijk_barrier barrier, double helped[2], wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(q->arena);
  const double people = q->found->unmet[form];
  milder m;
  wijk_allocation a;
  if (make_milder(q, form, &m, err) != WIJK_OK)
    return err->status;
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++)
    if (b == barrier || barrier == WIJK_BARRIER_COUNT)
      take_away(&m, b);
  if (search(q, &m, WIJK_GOAL_UNMET, &a, err) != WIJK_OK)
    return err->status;
  helped[0] = a.found ? people - a.goals[0].value : 0;
  helped[1] = a.found ? people - a.goals[0].bound : people;
  wijk_arena_reset(q->arena, mark);
  return WIJK_OK;
}

/* People who are found a place by searching once more with every rule: no rule stands in their way. */
static wijk_status ask_again(const asking *q, size_t form, double *found, wijk_error *err) {
  bool proved = false;
  double helped[2] = {0, 0};
  for (size_t g = 0; g < q->found->goal_count; g++)
    proved |= q->found->goals[g].goal == WIJK_GOAL_UNMET && q->found->goals[g].proved;
  if (!proved && ask(q, form, NO_BARRIER, helped, err) != WIJK_OK)
    return err->status;
  *found = helped[0];
  return WIJK_OK;
}

static wijk_status ask_form(const asking *q, size_t form, wijk_lack *lack, wijk_error *err) {
  double helped[2], again = 0;
  *lack = (wijk_lack){.people = q->found->unmet[form], .barrier = WIJK_BARRIER_COUNT};
  if (ask_again(q, form, &again, err) != WIJK_OK || ask(q, form, WIJK_BARRIER_COUNT, helped, err) != WIJK_OK)
    return err->status;
  lack->together = helped[0] > again ? helped[0] : 0;
  lack->sure = again == 0 && helped[0] >= helped[1];
  lack->least = again;
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT && helped[1] > 0 && lack->least < lack->people; b++) {
    double by[2];
    if (!has_rule(q, b))
      continue;
    if (ask(q, form, b, by, err) != WIJK_OK)
      return err->status;
    lack->sure &= by[0] >= by[1];
    if (by[0] <= lack->least)
      continue;
    lack->barrier = b;
    lack->least = by[0];
    lack->most = by[1];
  }
  return WIJK_OK;
}

/* What would be done without the rule, with as little else as can be: that
 * names zones, locations and money. */
static wijk_status tell(const asking *q, size_t form, wijk_lack *lack, bool dutch, wijk_arena *arena, wijk_error *err) {
  const wijk_arena_mark mark = wijk_arena_now(q->arena);
  milder m;
  wijk_allocation a = {0};
  static const bool names[WIJK_BARRIER_COUNT + 1] = {[WIJK_BARRIER_NORM] = true,
                                                     [WIJK_BARRIER_BUDGET] = true,
                                                     [WIJK_BARRIER_STAYS] = true,
                                                     [WIJK_BARRIER_CLOSES] = true,
                                                     [WIJK_BARRIER_AFTER] = true};
  if (make_milder(q, form, &m, err) != WIJK_OK)
    return err->status;
  if (lack->barrier < WIJK_BARRIER_COUNT)
    take_away(&m, lack->barrier);
  if (names[lack->barrier] &&
      search(q, &m, lack->barrier == WIJK_BARRIER_BUDGET ? WIJK_GOAL_COST : WIJK_GOAL_OPENED, &a, err) != WIJK_OK)
    return err->status;
  lack->sentence = explain_lack_sentence(q->plan, form, lack, q->found, a.found ? &a : NULL, dutch, arena, err);
  wijk_arena_reset(q->arena, mark);
  return err->status;
}

wijk_status wijk_explain_unmet(const wijk_plan *plan, const wijk_allocation *allocation,
                               const wijk_allocation_limits *limits, bool dutch, wijk_arena *arena, wijk_lack *lacks,
                               wijk_error *err) {
  asking q = {plan, allocation, *limits, wijk_arena_new(err)};
  for (size_t f = 0; f < plan->problem.form_count && err->status == WIJK_OK; f++) {
    lacks[f] = (wijk_lack){.barrier = WIJK_BARRIER_COUNT, .sure = true};
    if (allocation->unmet[f] > 0 && ask_form(&q, f, &lacks[f], err) == WIJK_OK)
      tell(&q, f, &lacks[f], dutch, arena, err);
  }
  wijk_arena_free(q.arena);
  return err->status;
}
