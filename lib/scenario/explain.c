/* SPDX-License-Identifier: EUPL-1.2 */
/* Why each action is taken: it is undone, and the goals are counted again. */
#include "scenario/explain.h"
#include <math.h>
#include <string.h>

/* Actions that are undone with another one before the search for a reason is given up. */
enum { TOGETHER_MOST = 8 };

typedef struct asking {
  const wijk_plan *plan;
  const wijk_allocation *found; /* its goals, in their order */
  wijk_allocation with;         /* the same sites, people settled by counting */
  bool *undone;                 /* [site_count] */
  size_t *form;                 /* [site_count] without what is undone */
  wijk_arena *arena;            /* of what is asked, given back for each action */
  bool dutch;
} asking;

/* A site without its action: as it was or, where that may not be, no location. */
static size_t form_without(const wijk_allocation_problem *p, const wijk_allocation *a, size_t i) {
  const wijk_site *s = &p->sites[i];
  const bool may_be = s->form == WIJK_NONE || (!s->closes && s->capacity[s->form] > 0);
  return may_be ? s->form : a->form[i] != WIJK_NONE ? WIJK_NONE : s->form;
}

static bool must(const wijk_allocation_problem *p, const wijk_allocation *a, size_t i) {
  const wijk_site *s = &p->sites[i];
  return a->form[i] == WIJK_NONE && (s->closes || s->capacity[s->form] <= 0);
}

/* Below 0 where the allocation `without` is worse than the other, above 0 where it is better; 0 = no goal differs.
 * `why` has the first goal that differs, and by how much. */
static int compare(const asking *q, const wijk_allocation *without, wijk_why *why) {
  const wijk_allocation_problem *p = &q->plan->problem;
  for (size_t g = 0; g < q->found->goal_count; g++) {
    const wijk_allocation_goal goal = q->found->goals[g].goal;
    const double value = wijk_allocation_value(p, &q->with, goal);
    const double change = wijk_allocation_value(p, without, goal) - value;
    if (fabs(change) <= 1e-7 * fmax(1, fabs(value)))
      continue;
    why->goal = goal;
    why->change = change;
    return change > 0 ? -1 : 1;
  }
  return 0;
}

static wijk_status settle(asking *q, wijk_allocation *without, wijk_error *err) {
  const wijk_allocation_problem *p = &q->plan->problem;
  for (size_t i = 0; i < p->site_count; i++)
    q->form[i] = q->undone[i] ? form_without(p, q->found, i) : q->found->form[i];
  return wijk_allocation_settle(p, q->form, q->found->goals, q->found->goal_count, q->arena, without, err);
}

/* Undoes what needs the action too, until no rule is broken; 1 where then no goal is worse, or rules still break. */
static wijk_status undo_more(asking *q, wijk_why *why, wijk_allocation *without, int *order, wijk_error *err) {
  wijk_clash rule = why->rule;
  size_t next = why->needed_by;
  for (size_t round = 0; next != WIJK_NONE && round < TOGETHER_MOST; round++) {
    q->undone[next] = true;
    why->together++;
    if (settle(q, without, err) != WIJK_OK)
      return err->status;
    if (!explain_find_break(&q->plan->problem, without, q->undone, &rule, &next)) {
      *order = compare(q, without, why);
      return WIJK_OK;
    }
  }
  *order = 1;
  return WIJK_OK;
}

/* The action undone alone and, where a rule breaks for which it makes room, with what needs it. */
static wijk_status weigh(asking *q, size_t i, wijk_why *why, wijk_allocation *without, wijk_error *err) {
  q->undone[i] = true;
  if (settle(q, without, err) != WIJK_OK)
    return err->status;
  why->breaks = explain_find_break(&q->plan->problem, without, q->undone, &why->rule, &why->needed_by);
  const int alone = compare(q, without, why);
  const bool room = why->rule.rule == WIJK_RULE_NORM || why->rule.rule == WIJK_RULE_SPACING;
  why->serves = alone < 0;
  why->kind = alone < 0 ? WIJK_WHY_GOAL : why->breaks ? WIJK_WHY_RULE : WIJK_WHY_FREE;
  if (!why->breaks || (alone < 0 && !(room && why->needed_by != WIJK_NONE)))
    return WIJK_OK;
  wijk_why both = *why;
  wijk_allocation left = *without;
  int order;
  if (undo_more(q, &both, &left, &order, err) != WIJK_OK)
    return err->status;
  if (order < 0 || alone >= 0) {
    both.kind = WIJK_WHY_RULE;
    both.serves = order < 0;
    *why = both;
    *without = left;
  }
  return WIJK_OK;
}

static wijk_status ask_site(asking *q, size_t i, wijk_why *why, wijk_arena *arena, wijk_error *err) {
  const wijk_allocation_problem *p = &q->plan->problem;
  const wijk_arena_mark mark = wijk_arena_now(q->arena);
  wijk_allocation without = {0};
  *why = (wijk_why){.kind = WIJK_WHY_MUST, .needed_by = WIJK_NONE, .together = 1};
  memset(q->undone, 0, p->site_count * sizeof *q->undone);
  if (!must(p, q->found, i) && weigh(q, i, why, &without, err) != WIJK_OK)
    return err->status;
  if (!why->serves && why->kind != WIJK_WHY_FREE)
    why->change = 0;
  why->sentence = explain_action_sentence(q->plan, i, why, &q->with, &without, q->dutch, arena, err);
  wijk_arena_reset(q->arena, mark);
  return err->status;
}

static wijk_status ask_all(asking *q, wijk_arena *arena, wijk_explanation *e, wijk_error *err) {
  const wijk_allocation_problem *p = &q->plan->problem;
  q->undone = WIJK_ARENA_ADD(q->arena, bool, p->site_count, err);
  q->form = WIJK_ARENA_ADD(q->arena, size_t, p->site_count, err);
  if (!q->undone || !q->form ||
      wijk_allocation_settle(p, q->found->form, q->found->goals, q->found->goal_count, q->arena, &q->with, err) !=
          WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++)
    if (q->found->form[i] != p->sites[i].form && ask_site(q, i, &e->sites[i], arena, err) != WIJK_OK)
      return err->status;
  for (size_t k = 0; k < q->found->move_count; k++) {
    const wijk_move *move = &q->found->moves[k];
    e->moves[k] = (wijk_why){.kind = WIJK_WHY_GOAL,
                             .serves = true,
                             .goal = WIJK_GOAL_UNMET,
                             .change = move->people,
                             .needed_by = WIJK_NONE,
                             .together = 1,
                             .sentence = explain_move_sentence(q->plan, move, q->found, q->dutch, arena, err)};
  }
  return err->status;
}

wijk_status wijk_explain_actions(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch,
                                 wijk_arena *arena, wijk_explanation *explanation, wijk_error *err) {
  wijk_explanation made = {.sites = WIJK_ARENA_ADD(arena, wijk_why, plan->problem.site_count, err),
                           .moves = WIJK_ARENA_ADD(arena, wijk_why, allocation->move_count, err)};
  asking q = {.plan = plan, .found = allocation, .arena = wijk_arena_new(err), .dutch = dutch};
  if (err->status == WIJK_OK && ask_all(&q, arena, &made, err) == WIJK_OK)
    *explanation = made;
  wijk_arena_free(q.arena);
  return err->status;
}
