/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands in the way of people without a place: rules are taken away,
 * family by family. */
#include "scenario/explain_unmet.h"
#include "scenario/explain.h"
#include "scenario/explain_helped.h"

/* Whether without the family somebody may be helped whom no other family, or searching once more, was seen to help. */
static bool is_open(const explain_seeking *s, wijk_barrier barrier, size_t form) {
  const double again = s->helped[EXPLAIN_NO_BARRIER].least[form];
  return s->found->unmet[form] > 0 && s->helped[barrier].most[form] > again &&
         s->helped[barrier].least[form] < s->helped[barrier].most[form];
}

/* All forms together; each by itself where searches have no end, or where nothing was found for it. */
static wijk_status ask(explain_seeking *s, wijk_barrier barrier, const bool *asked, wijk_error *err) {
  size_t open = 0, lack = 0;
  for (size_t f = 0; f < s->p->form_count; f++) {
    open += asked[f] && is_open(s, barrier, f);
    lack += s->found->unmet[f] > 0;
  }
  if (open > 0 && explain_seek(s, barrier, WIJK_NONE, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < s->p->form_count && open > 0; f++)
    if (asked[f] && is_open(s, barrier, f) && s->limits->nodes == 0 && (lack > 1 || s->programmed) &&
        explain_seek(s, barrier, f, err) != WIJK_OK)
      return err->status;
  return WIJK_OK;
}

/* The family that was seen to help most; WIJK_BARRIER_COUNT = none. */
static wijk_barrier best_of(const explain_seeking *s, size_t form) {
  wijk_barrier best = WIJK_BARRIER_COUNT;
  double least = s->helped[EXPLAIN_NO_BARRIER].least[form];
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++)
    if (s->helped[b].least[form] > least) {
      best = b;
      least = s->helped[b].least[form];
    }
  return best;
}

/* A form for which no family was found to help is asked for by itself. */
static wijk_status ask_alone(explain_seeking *s, const bool *rule, wijk_error *err) {
  for (size_t f = 0; f < s->p->form_count; f++)
    for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT && best_of(s, f) == WIJK_BARRIER_COUNT; b++)
      if (rule[b] && is_open(s, b, f) && s->limits->nodes > 0 && explain_seek(s, b, f, err) != WIJK_OK)
        return err->status;
  return WIJK_OK;
}

static wijk_status ask_all(explain_seeking *s, bool *rule, bool *asked, wijk_error *err) {
  bool proved = false;
  for (size_t g = 0; g < s->found->goal_count; g++)
    proved |= s->found->goals[g].goal == WIJK_GOAL_UNMET && s->found->goals[g].proved &&
              s->found->goals[g].bound >= s->found->goals[g].value;
  for (size_t f = 0; f < s->p->form_count; f++)
    asked[f] = s->found->unmet[f] > 0;
  if (explain_seek_bound(s, WIJK_BARRIER_COUNT, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < s->p->form_count; f++)
    s->helped[EXPLAIN_NO_BARRIER].most[f] = proved ? 0 : s->helped[WIJK_BARRIER_COUNT].most[f];
  if (!proved &&
      (explain_seek_bound(s, EXPLAIN_NO_BARRIER, err) != WIJK_OK || ask(s, EXPLAIN_NO_BARRIER, asked, err) != WIJK_OK))
    return err->status;
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++) {
    rule[b] = explain_has_rule(s->p, s->found, b);
    if (rule[b] && (explain_seek_bound(s, b, err) != WIJK_OK || ask(s, b, asked, err) != WIJK_OK))
      return err->status;
  }
  if (ask_alone(s, rule, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < s->p->form_count; f++)
    asked[f] &= best_of(s, f) == WIJK_BARRIER_COUNT;
  return ask(s, WIJK_BARRIER_COUNT, asked, err);
}

static wijk_lack conclude(const explain_seeking *s, size_t form, const bool *rule) {
  const explain_helped *all = &s->helped[WIJK_BARRIER_COUNT], *again = &s->helped[EXPLAIN_NO_BARRIER];
  const wijk_barrier best = best_of(s, form);
  wijk_lack lack = {.people = s->found->unmet[form],
                    .barrier = best,
                    .least = again->least[form],
                    .together = all->least[form] > again->least[form] ? all->least[form] : 0,
                    .sure = again->most[form] == 0 && all->least[form] >= all->most[form]};
  for (wijk_barrier b = 0; b < WIJK_BARRIER_COUNT; b++)
    lack.sure &= !rule[b] || s->helped[b].least[form] >= s->helped[b].most[form];
  if (best < WIJK_BARRIER_COUNT) {
    lack.least = s->helped[best].least[form];
    lack.most = s->helped[best].most[form];
  }
  return lack;
}

/* What would be done without the rule, with as little else as can be: that
 * names zones, locations and money. */
static wijk_status tell(explain_seeking *s, const wijk_plan *plan, size_t form, wijk_lack *lack, bool dutch,
                        wijk_arena *arena, wijk_error *err) {
  static const bool names[WIJK_BARRIER_COUNT + 1] = {[WIJK_BARRIER_NORM] = true,
                                                     [WIJK_BARRIER_BUDGET] = true,
                                                     [WIJK_BARRIER_STAYS] = true,
                                                     [WIJK_BARRIER_CLOSES] = true,
                                                     [WIJK_BARRIER_AFTER] = true};
  const wijk_arena_mark mark = wijk_arena_now(s->arena);
  wijk_allocation few = {0};
  if (names[lack->barrier] && explain_seek_few(s, lack->barrier, form, s->arena, &few, err) != WIJK_OK)
    return err->status;
  lack->sentence = explain_lack_sentence(plan, form, lack, s->found, few.found ? &few : NULL, dutch, arena, err);
  wijk_arena_reset(s->arena, mark);
  return err->status;
}

static wijk_status explain(explain_seeking *s, const wijk_plan *plan, bool dutch, wijk_arena *arena, wijk_lack *lacks,
                           wijk_error *err) {
  bool rule[WIJK_BARRIER_COUNT] = {false}, *asked = WIJK_ARENA_ADD(s->arena, bool, s->p->form_count, err), any = false;
  for (size_t f = 0; f < s->p->form_count; f++) {
    lacks[f] = (wijk_lack){.barrier = WIJK_BARRIER_COUNT, .sure = true};
    any |= s->found->unmet[f] > 0;
  }
  if (!asked || !any || explain_seek_open(s, err) != WIJK_OK || ask_all(s, rule, asked, err) != WIJK_OK)
    return err->status;
  for (size_t f = 0; f < s->p->form_count && err->status == WIJK_OK; f++) {
    if (s->found->unmet[f] == 0)
      continue;
    lacks[f] = conclude(s, f, rule);
    tell(s, plan, f, &lacks[f], dutch, arena, err);
  }
  return err->status;
}

wijk_status wijk_explain_unmet(const wijk_plan *plan, const wijk_allocation *allocation,
                               const wijk_allocation_limits *limits, bool dutch, wijk_arena *arena, wijk_lack *lacks,
                               wijk_error *err) {
  explain_seeking s = {.p = &plan->problem, .found = allocation, .limits = limits, .arena = wijk_arena_new(err)};
  if (s.arena)
    explain(&s, plan, dutch, arena, lacks, err);
  wijk_arena_free(s.arena);
  return err->status;
}
