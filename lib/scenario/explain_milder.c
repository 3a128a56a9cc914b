/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/explain_milder.h"
#include <math.h>
#include <string.h>

bool explain_has_rule(const wijk_allocation_problem *p, const wijk_allocation *found, wijk_barrier barrier) {
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
    return found->goal_count > 0 && found->goals[0].goal != WIJK_GOAL_UNMET;
  }
}

static void take_away(explain_milder *m, wijk_barrier barrier) {
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

wijk_status explain_make_milder(const wijk_allocation_problem *p, const wijk_allocation *found, wijk_barrier barrier,
                                size_t form, wijk_arena *arena, explain_milder *m, wijk_error *err) {
  *m = (explain_milder){.problem = *p,
                        .sites = WIJK_ARENA_ADD(arena, wijk_site, p->site_count, err),
                        .zones = WIJK_ARENA_ADD(arena, wijk_ground, p->zone_count, err),
                        .demand = WIJK_ARENA_ADD(arena, double, p->form_count, err),
                        .unmet = WIJK_ARENA_ADD(arena, double, p->form_count, err)};
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(m->sites, p->sites, p->site_count * sizeof *p->sites);
  if (p->zone_count > 0)
    memcpy(m->zones, p->zones, p->zone_count * sizeof *p->zones);
  for (size_t f = 0; f < p->form_count; f++) {
    const bool asked = form == WIJK_NONE || form == f;
    m->demand[f] = p->demand[f] - (asked ? 0 : found->unmet[f]);
    m->unmet[f] = asked ? found->unmet[f] : 0;
  }
  m->problem.sites = m->sites;
  m->problem.zones = m->zones;
  m->problem.demand = m->demand;
  m->problem.unmet = m->unmet;
  m->problem.most = m->most;
  for (size_t g = 0; g < WIJK_GOAL_COUNT; g++)
    m->most[g] = p->most ? p->most[g] : NAN;
  for (size_t g = 0; g < found->goal_count && found->goals[g].goal != WIJK_GOAL_UNMET; g++)
    m->most[found->goals[g].goal] = found->goals[g].value;
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++)
    if (b == barrier || barrier == WIJK_BARRIER_COUNT)
      take_away(m, b);
  return WIJK_OK;
}
