/* SPDX-License-Identifier: EUPL-1.2 */
/* An allocation by plain counting: what it reaches, and whether it keeps the rules. Knows nothing of the solver. */
#include <math.h>
#include <wijk/allocate.h>
#include <wijk/layer.h>

static double distance(const wijk_site *a, const wijk_site *b) {
  return hypot(a->x - b->x, a->y - b->y);
}

static double way(const wijk_allocation_problem *p, size_t from, size_t to) {
  return p->metres ? p->metres[from * p->site_count + to] : distance(&p->sites[from], &p->sites[to]);
}

static double places_after(const wijk_allocation_problem *p, const wijk_allocation *a, size_t site) {
  return a->form[site] == WIJK_NONE ? 0 : p->sites[site].capacity[a->form[site]];
}

static double zone_places(const wijk_allocation_problem *p, const wijk_allocation *a, size_t zone, bool before) {
  double places = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone)
      places += before ? (p->sites[i].form == WIJK_NONE ? 0 : p->sites[i].places) : places_after(p, a, i);
  return places;
}

static double cost_of(const wijk_allocation_problem *p, const wijk_allocation *a) {
  double cost = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (a->form[i] != WIJK_NONE && a->form[i] != p->sites[i].form)
      cost += p->sites[i].cost[a->form[i]];
  return cost;
}

static size_t opened(const wijk_allocation_problem *p, const wijk_allocation *a) {
  size_t count = 0;
  for (size_t i = 0; i < p->site_count; i++)
    count += p->sites[i].form == WIJK_NONE && a->form[i] != WIJK_NONE;
  return count;
}

static double unmet_of(const wijk_allocation_problem *p, const wijk_allocation *a, size_t form) {
  double housed = 0;
  for (size_t i = 0; i < p->site_count; i++)
    housed += a->form[i] == form ? a->people[i] : 0;
  return p->demand[form] - housed;
}

static double displaced_of(const wijk_allocation_problem *p, const wijk_allocation *a) {
  double people = 0;
  for (size_t f = 0; f < p->form_count && a->displaced; f++)
    people += a->displaced[f];
  return people;
}

/* What who is displaced counts for: no way is longer. */
static double furthest_way(const wijk_allocation_problem *p) {
  double longest = 0;
  wijk_site low = {.x = INFINITY, .y = INFINITY}, high = {.x = -INFINITY, .y = -INFINITY};
  for (size_t i = 0; i < p->site_count; i++) {
    low = (wijk_site){.x = fmin(low.x, p->sites[i].x), .y = fmin(low.y, p->sites[i].y)};
    high = (wijk_site){.x = fmax(high.x, p->sites[i].x), .y = fmax(high.y, p->sites[i].y)};
  }
  for (size_t from = 0; from < p->site_count && p->metres; from++)
    for (size_t to = 0; to < p->site_count; to++)
      longest = from != to && isfinite(way(p, from, to)) ? fmax(longest, way(p, from, to)) : longest;
  return p->metres ? longest : p->site_count ? distance(&low, &high) : 0;
}

double wijk_allocation_value(const wijk_allocation_problem *p, const wijk_allocation *a, wijk_allocation_goal goal) {
  double sum = 0;
  switch (goal) {
  case WIJK_GOAL_UNMET:
    for (size_t f = 0; f < p->form_count; f++)
      sum += unmet_of(p, a, f);
    return sum;
  case WIJK_GOAL_HEAVIEST:
    for (size_t z = 0; z < p->zone_count; z++)
      if (p->zones[z].norm > 0)
        sum = fmax(sum, zone_places(p, a, z, false) / p->zones[z].norm);
    return sum;
  case WIJK_GOAL_OVERLOAD:
    for (size_t z = 0; z < p->zone_count; z++)
      if (p->zones[z].vulnerable && !isnan(p->zones[z].norm))
        sum += fmax(0, zone_places(p, a, z, false) - p->zones[z].norm);
    return sum;
  case WIJK_GOAL_MOVED:
  case WIJK_GOAL_METRES:
    for (size_t k = 0; k < a->move_count; k++) {
      const wijk_move *move = &a->moves[k];
      sum += move->people * (goal == WIJK_GOAL_MOVED ? 1 : way(p, move->from, move->to));
    }
    if (displaced_of(p, a) > 0)
      sum += displaced_of(p, a) * (goal == WIJK_GOAL_MOVED ? 1 : furthest_way(p));
    return sum;
  case WIJK_GOAL_COST:
    return cost_of(p, a);
  case WIJK_GOAL_OPENED:
    return (double)opened(p, a);
  default:
    return NAN;
  }
}

static const char *check_site(const wijk_allocation_problem *p, const wijk_allocation *a, size_t i) {
  const wijk_site *s = &p->sites[i];
  const size_t form = a->form[i];
  if (a->people[i] < 0 || a->people[i] != nearbyint(a->people[i]) || a->people[i] > places_after(p, a, i))
    return "a site has more people than places";
  if (form == WIJK_NONE)
    return s->stays ? "a site that stays is closed" : NULL;
  if (form >= p->form_count || s->capacity[form] <= 0)
    return "a site has a form that it has no places for";
  if (form != s->form && p->least && s->capacity[form] < p->least[form])
    return "a site is opened that is smaller than its form may be";
  if ((s->stays && form != s->form) || (s->closes && form == s->form))
    return "a site does not do what it must";
  return NULL;
}

static const char *check_spacing(const wijk_allocation_problem *p, const wijk_allocation *a) {
  for (size_t i = 0; i < p->site_count && p->spacing; i++)
    for (size_t k = 0; k < i; k++) {
      const size_t form = a->form[i];
      const bool both_there = p->sites[i].form == form && p->sites[k].form == form;
      const bool together = p->building && p->building[i] == p->building[k];
      if (form != WIJK_NONE && a->form[k] == form && !both_there && !together &&
          distance(&p->sites[i], &p->sites[k]) < p->spacing[form])
        return "two sites of one form are too near each other";
    }
  return NULL;
}

static const char *check_after(const wijk_allocation_problem *p, const wijk_allocation *a) {
  for (size_t i = 0; i < p->site_count && p->after; i++)
    if (p->after[i] != WIJK_NONE && p->sites[i].form == WIJK_NONE && a->form[i] != WIJK_NONE &&
        a->form[p->after[i]] == WIJK_NONE)
      return "a site is opened while the one it waits for is no location";
  return NULL;
}

/* Who lived at a site stays, moves or goes; who lives there stayed, came from another, or is new. */
static const char *check_people(const wijk_allocation_problem *p, const wijk_allocation *a) {
  for (size_t f = 0; f < p->form_count; f++) {
    double gone = 0, now = 0;
    for (size_t i = 0; i < p->site_count; i++) {
      const wijk_site *s = &p->sites[i];
      double left = 0, came = 0;
      for (size_t k = 0; k < a->move_count; k++) {
        const wijk_move *move = &a->moves[k];
        left += move->from == i ? move->people : 0;
        came += move->to == i ? move->people : 0;
      }
      if (came > a->people[i])
        return "more people move to a site than live there";
      if (s->form != f)
        continue;
      double stays = a->form[i] == f ? fmin(s->occupied - left, a->people[i] - came) : 0;
      if (stays < 0 || left > s->occupied)
        return "more people move from a site than lived there";
      gone += s->occupied - left - stays;
      now += s->occupied;
    }
    double unmet = unmet_of(p, a, f);
    if (unmet < 0 || (p->unmet && unmet > p->unmet[f]))
      return "more people are without a place than may be, or fewer than none";
    const double displaced = a->displaced ? a->displaced[f] : 0;
    if (displaced > unmet)
      return "more people lose their place than the demand allows";
    if (displaced != fmax(0, gone - fmax(0, now - p->demand[f])))
      return "people who lose a place that they need are not counted right";
  }
  for (size_t k = 0; k < a->move_count; k++) {
    const wijk_move *move = &a->moves[k];
    if (p->sites[move->from].form != a->form[move->to] || move->people <= 0)
      return "somebody moves to another form";
    const double metres = way(p, move->from, move->to);
    if (isinf(metres) || metres > p->furthest)
      return "somebody moves further than may be";
  }
  return NULL;
}

const char *wijk_allocation_check(const wijk_allocation_problem *p, const wijk_allocation *a) {
  const char *broken = NULL;
  for (size_t i = 0; i < p->site_count && !broken; i++)
    broken = check_site(p, a, i);
  for (size_t z = 0; z < p->zone_count && !broken; z++)
    if (!isnan(p->zones[z].allowed) &&
        zone_places(p, a, z, false) > fmax(p->zones[z].allowed, zone_places(p, a, z, true)) + 1e-9)
      broken = "a zone has more places than its norm allows, and more than it had";
  if (!broken)
    broken = check_spacing(p, a);
  if (!broken)
    broken = check_after(p, a);
  if (!broken && cost_of(p, a) > p->budget * (1 + 1e-12))
    broken = "it costs more than the budget";
  if (!broken && (opened(p, a) < p->open_least || opened(p, a) > p->open_most))
    broken = "more or fewer sites are opened than may be";
  for (size_t goal = 0; goal < WIJK_GOAL_COUNT && p->most && !broken; goal++)
    if (wijk_allocation_value(p, a, (wijk_allocation_goal)goal) > p->most[goal] + 1e-6 * fmax(1, fabs(p->most[goal])))
      broken = "a goal is worse than it may be";
  return broken ? broken : check_people(p, a);
}
