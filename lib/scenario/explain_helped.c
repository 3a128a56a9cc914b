/* SPDX-License-Identifier: EUPL-1.2 */
/* People may mostly move any distance, and then a small program says how many have a place; it begins with the
 * allocation that there is, so that a short search does not come back with less. Where they may not, or where other
 * goals hold first, the whole allocation is sought anew. */
#include "scenario/explain_helped.h"
#include "scenario/explain.h"
#include <math.h>
#include <string.h>

/* How often the changes of an answer are gone over for those that can be left out. */
enum { PASSES = 4 };

wijk_status explain_seek_open(explain_seeking *s, wijk_error *err) {
  const size_t forms = s->p->form_count;
  if (explain_make_milder(s->p, s->found, EXPLAIN_NO_BARRIER, WIJK_NONE, s->arena, &s->base, err) != WIJK_OK)
    return err->status;
  for (size_t b = 0; b < EXPLAIN_BARRIERS; b++) {
    s->helped[b] = (explain_helped){.least = WIJK_ARENA_ADD(s->arena, double, forms, err),
                                    .most = WIJK_ARENA_ADD(s->arena, double, forms, err),
                                    .sites = WIJK_ARENA_ADD(s->arena, size_t *, forms, err)};
    if (err->status != WIJK_OK)
      return err->status;
    memcpy(s->helped[b].most, s->found->unmet, forms * sizeof(double));
  }
  s->programmed = explain_program_can(&s->base.problem);
  if (s->programmed && explain_program_make(&s->base.problem, s->base.unmet, false, s->arena, &s->part, err) == WIJK_OK)
    explain_program_make(&s->base.problem, s->base.unmet, true, s->arena, &s->whole, err);
  return err->status;
}

/* ---- bounds ---- */

static void bound(explain_seeking *s, wijk_barrier barrier, size_t form, double unmet_at_least) {
  double *most = &s->helped[barrier].most[form];
  *most = fmax(s->helped[barrier].least[form], fmin(*most, floor(s->found->unmet[form] - unmet_at_least + 1e-6)));
}

wijk_status explain_seek_bound(explain_seeking *s, wijk_barrier barrier, wijk_error *err) {
  const milp_limits limits = {0};
  const wijk_arena_mark mark = wijk_arena_now(s->arena);
  double *weight = s->programmed ? WIJK_ARENA_ADD(s->arena, double, s->p->form_count, err) : NULL;
  if (!weight)
    return err->status;
  explain_program_relax(&s->part, barrier);
  for (size_t f = 0; f < s->p->form_count; f++) {
    size_t *sites;
    double least = 0;
    if (s->found->unmet[f] == 0)
      continue;
    weight[f] = 1;
    if (explain_program_solve(&s->part, weight, NULL, &limits, s->arena, &sites, &least, err) != WIJK_OK)
      return err->status;
    weight[f] = 0;
    bound(s, barrier, f, least);
  }
  wijk_arena_reset(s->arena, mark);
  return WIJK_OK;
}

/* ---- searches ---- */

/* People settled on the sites, if that keeps the rules that are left. */
static wijk_status settle(const explain_seeking *s, wijk_barrier barrier, const size_t *sites, wijk_arena *arena,
                          wijk_allocation *a, wijk_error *err) {
  explain_milder m;
  *a = (wijk_allocation){0};
  if (explain_make_milder(s->p, s->found, barrier, WIJK_NONE, s->arena, &m, err) != WIJK_OK ||
      wijk_allocation_settle(&m.problem, sites, s->found->goals, s->found->goal_count, arena, a, err) != WIJK_OK)
    return err->status;
  a->found = !wijk_allocation_check(&m.problem, a);
  return WIJK_OK;
}

/* What an allocation reaches for each form, or for one. */
static wijk_status take(explain_seeking *s, wijk_barrier barrier, size_t form, const wijk_allocation *a,
                        const double *unmet, wijk_error *err) {
  explain_helped *h = &s->helped[barrier];
  size_t *sites = NULL;
  for (size_t f = 0; f < s->p->form_count; f++) {
    const double helped = s->found->unmet[f] - unmet[f];
    if ((form != WIJK_NONE && form != f) || helped <= h->least[f])
      continue;
    sites = sites ? sites : WIJK_ARENA_ADD(s->arena, size_t, s->p->site_count, err);
    if (!sites)
      return err->status;
    memcpy(sites, a->form, s->p->site_count * sizeof *sites);
    h->sites[f] = sites;
    h->least[f] = helped;
    h->most[f] = fmax(h->most[f], helped);
  }
  return WIJK_OK;
}

/* What a bound of the weighed sum says of each form: all of it could be won for that one. */
static void bound_all(explain_seeking *s, wijk_barrier barrier, const double *weight, double least) {
  double now = 0;
  for (size_t f = 0; f < s->p->form_count; f++)
    now += weight[f] * s->found->unmet[f];
  for (size_t f = 0; f < s->p->form_count; f++)
    if (weight[f] > 0)
      bound(s, barrier, f, s->found->unmet[f] - (now - least) / weight[f]);
}

/* Of all forms together each counts alike, or the few would be forgotten beside the many. */
static wijk_status seek_programmed(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_arena *arena,
                                   wijk_error *err) {
  const milp_limits limits = {
      .nodes = s->limits->nodes, .gap_share = s->limits->gap_share, .seconds = s->limits->seconds};
  const size_t *start = form == WIJK_NONE ? NULL : s->helped[barrier].sites[form];
  double *weight = WIJK_ARENA_ADD(arena, double, s->p->form_count, err), least;
  size_t *sites;
  wijk_allocation a;
  for (size_t f = 0; weight && f < s->p->form_count; f++)
    if ((form == WIJK_NONE || form == f) && s->found->unmet[f] > 0)
      weight[f] = form == WIJK_NONE ? 1000 / s->found->unmet[f] : 1;
  explain_program_relax(&s->whole, barrier);
  if (err->status != WIJK_OK || explain_program_solve(&s->whole, weight, start ? start : s->found->form, &limits, arena,
                                                      &sites, &least, err) != WIJK_OK)
    return err->status;
  bound_all(s, barrier, weight, least);
  if (!sites || settle(s, barrier, sites, arena, &a, err) != WIJK_OK || !a.found)
    return err->status;
  return take(s, barrier, form, &a, a.unmet, err);
}

/* A search that its limit ends before anything is found tells nothing: that is no error. */
static wijk_status compute(const explain_seeking *s, wijk_barrier barrier, size_t form, wijk_allocation_goal second,
                           wijk_arena *arena, wijk_allocation *a, wijk_error *err) {
  const wijk_allocation_goal goals[] = {WIJK_GOAL_UNMET, second};
  wijk_allocation_limits limits = *s->limits;
  wijk_error failed = {0};
  explain_milder m;
  limits.goals = goals;
  limits.goal_count = second == WIJK_GOAL_UNMET ? 1 : 2;
  *a = (wijk_allocation){0};
  if (explain_make_milder(s->p, s->found, barrier, form, s->arena, &m, err) != WIJK_OK)
    return err->status;
  if (wijk_allocation_compute(&m.problem, &limits, arena, a, &failed) == WIJK_OK || failed.status == WIJK_DATA)
    return WIJK_OK;
  *err = failed;
  return err->status;
}

static wijk_status seek_whole(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_arena *arena,
                              wijk_error *err) {
  wijk_allocation a;
  double all = 0;
  if (compute(s, barrier, form, WIJK_GOAL_UNMET, arena, &a, err) != WIJK_OK || !a.found)
    return err->status;
  for (size_t f = 0; f < s->p->form_count; f++)
    all += form == WIJK_NONE || form == f ? s->found->unmet[f] : 0;
  for (size_t f = 0; f < s->p->form_count; f++)
    if (form == WIJK_NONE || form == f)
      bound(s, barrier, f, s->found->unmet[f] - (all - a.goals[0].bound));
  return take(s, barrier, form, &a, a.unmet, err);
}

wijk_status explain_seek(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_error *err) {
  wijk_arena *arena = wijk_arena_new(err); /* of the search alone: what it finds is kept in that of the answers */
  if (arena && s->programmed)
    seek_programmed(s, barrier, form, arena, err);
  else if (arena)
    seek_whole(s, barrier, form, arena, err);
  wijk_arena_free(arena);
  return err->status;
}

/* ---- with few changes ---- */

static bool has_places(const wijk_allocation_problem *p, const size_t *sites, const double *unmet) {
  for (size_t f = 0; f < p->form_count; f++) {
    double places = 0;
    for (size_t i = 0; i < p->site_count; i++)
      places += sites[i] == f ? p->sites[i].capacity[f] : 0;
    if (p->demand[f] - places > unmet[f])
      return false;
  }
  return true;
}

/* Sites are as in the allocation again, one by one, where that costs nobody a place and breaks no rule. */
static void leave_out(const explain_seeking *s, const wijk_allocation_problem *p, const double *unmet, bool *undone,
                      size_t *sites) {
  const wijk_allocation a = {.form = sites, .unmet = s->base.unmet};
  wijk_clash rule;
  size_t needed_by;
  bool any = true;
  for (int pass = 0; pass < PASSES && any; pass++) {
    any = false;
    for (size_t i = 0; i < p->site_count; i++) {
      const size_t without = sites[i];
      if (without == s->found->form[i])
        continue;
      sites[i] = s->found->form[i];
      undone[i] = true;
      const bool keeps = has_places(p, sites, unmet) && !explain_find_break(p, &a, undone, &rule, &needed_by) &&
                         !(wijk_allocation_value(p, &a, WIJK_GOAL_COST) > p->budget) &&
                         wijk_allocation_value(p, &a, WIJK_GOAL_OPENED) <= (double)p->open_most;
      undone[i] = false;
      sites[i] = keeps ? sites[i] : without;
      any |= keeps;
    }
  }
}

static wijk_status few_programmed(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_arena *arena,
                                  wijk_allocation *few, wijk_error *err) {
  const milp_limits limits = {
      .nodes = s->limits->nodes, .gap_share = s->limits->gap_share, .seconds = s->limits->seconds};
  const size_t count = s->p->site_count, *known = s->helped[barrier].sites[form];
  size_t *sites = WIJK_ARENA_ADD(arena, size_t, count, err), *cheap = NULL;
  bool *undone = WIJK_ARENA_ADD(arena, bool, count, err);
  double *unmet = WIJK_ARENA_ADD(arena, double, s->p->form_count, err);
  explain_milder m;
  *few = (wijk_allocation){0};
  if (err->status != WIJK_OK || !known ||
      explain_make_milder(s->p, s->found, barrier, WIJK_NONE, s->arena, &m, err) != WIJK_OK)
    return err->status;
  memcpy(unmet, s->found->unmet, s->p->form_count * sizeof *unmet);
  unmet[form] -= s->helped[barrier].least[form];
  memcpy(sites, known, count * sizeof *sites);
  leave_out(s, &m.problem, unmet, undone, sites);
  explain_program_relax(&s->whole, barrier);
  if (barrier == WIJK_BARRIER_BUDGET &&
      explain_program_solve_cost(&s->whole, unmet, sites, &limits, arena, &cheap, err) != WIJK_OK)
    return err->status;
  if (cheap && has_places(s->p, cheap, unmet))
    sites = cheap;
  return settle(s, barrier, sites, arena, few, err);
}

wijk_status explain_seek_few(explain_seeking *s, wijk_barrier barrier, size_t form, wijk_arena *arena,
                             wijk_allocation *few, wijk_error *err) {
  if (s->programmed)
    return few_programmed(s, barrier, form, arena, few, err);
  const wijk_allocation_goal second = barrier == WIJK_BARRIER_BUDGET ? WIJK_GOAL_COST : WIJK_GOAL_OPENED;
  if (compute(s, barrier, form, second, arena, few, err) == WIJK_OK && few->found &&
      s->found->unmet[form] - few->unmet[form] < s->helped[barrier].least[form])
    few->found = false;
  return err->status;
}
