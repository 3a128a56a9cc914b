/* SPDX-License-Identifier: EUPL-1.2 */
/* Explanations: why an allocation does what it does, what stands in the way, and what another wish would change.
 */
#ifndef WIJK_EXPLAIN_H
#define WIJK_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/plan.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Sentences are for planners: Dutch or English, lower case, no full stop. They live in the arena. */

/* ---- why each action ---- */

typedef enum wijk_why_kind {
  WIJK_WHY_NONE, /* there is no action */
  WIJK_WHY_GOAL, /* without it a goal is worse */
  WIJK_WHY_RULE, /* without it a rule breaks, because of another action that needs it */
  WIJK_WHY_MUST, /* it may not stay as it is */
  WIJK_WHY_FREE  /* without it no goal is worse */
} wijk_why_kind;

typedef struct wijk_why {
  wijk_why_kind kind;
  bool serves;               /* a goal: that of the action, or of it with what needs it */
  wijk_allocation_goal goal; /* the first, in the order of goals, that is worse without */
  double change;             /* what undoing adds to that goal; below 0 where undoing makes it better (WIJK_WHY_FREE) */
  bool breaks;               /* a rule, when undone alone */
  wijk_clash rule;
  size_t needed_by;     /* the site whose action would break that rule; WIJK_NONE = no single one */
  size_t together;      /* actions undone: 1, or more where others need it */
  const char *sentence; /* NULL where there is no action */
} wijk_why;

typedef struct wijk_explanation {
  wijk_why *sites; /* [site_count] of what opens, closes or is converted */
  wijk_why *moves; /* [move_count] */
} wijk_explanation;

/* Of an allocation that was found. An action is undone by itself: the site is as it was, all others as in the
 * allocation, and people are settled anew by wijk_allocation_settle; then the goals of the allocation are counted again
 * in their order. Where that breaks a norm or a spacing, or breaks another rule and makes no goal worse, the actions
 * that would break it are undone with it until none is broken. A site that may not stay as it was is left out instead.
 * People who move are without a place when they do not. Cost: a settling for each action. */
wijk_status wijk_explain_actions(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch,
                                 wijk_arena *arena, wijk_explanation *explanation, wijk_error *err);

/* ---- why each unmet demand ---- */

/* Families of rules, each of which is taken away by itself. */
typedef enum wijk_barrier {
  WIJK_BARRIER_NORM, /* of all zones */
  WIJK_BARRIER_BUDGET,
  WIJK_BARRIER_SPACING,
  WIJK_BARRIER_LEAST,    /* least places of a form */
  WIJK_BARRIER_STAYS,    /* what must stay as it is */
  WIJK_BARRIER_CLOSES,   /* what must close */
  WIJK_BARRIER_AFTER,    /* what waits for another */
  WIJK_BARRIER_OPENED,   /* how many open */
  WIJK_BARRIER_FURTHEST, /* how far people may move */
  WIJK_BARRIER_GOALS,    /* goals that come before people without a place */
  WIJK_BARRIER_COUNT
} wijk_barrier;

typedef struct wijk_lack {
  double people;        /* of the form, without a place */
  wijk_barrier barrier; /* whose removal helps most of them; WIJK_BARRIER_COUNT = none helps by itself */
  double least, most;   /* people helped by it: so many at least, and so many at most where it is not proved; where
                         * none helps, those for whom another search with every rule finds a place */
  double together;      /* people helped, at least, where all rules are gone; of no use where `barrier` says one */
  bool sure;            /* every search was proved */
  const char *sentence; /* NULL where everybody has a place */
} wijk_lack;

/* Lacks[form_count] of an allocation that was found. The rules are taken away family by family, and the fewest people
 * without a place are sought once more, while of no form more are without than in the allocation and goals that come
 * first hold: once for all forms together, each of which counts alike, by a search of at most limits->nodes nodes that
 * begins with the allocation, and for a form alone where no family was seen to help it. With 0 nodes every form is
 * asked for alone too, until it is proved. Families that cannot help are known by a bound (sites used in part) and not
 * searched. Where the allocation was not proved the best, it is first sought with every rule: a rule is to help more
 * than that. What a sentence names (zones, locations, money) is enough by itself: without those rules, and with all
 * others, as many are helped as it says. Sites, capacities and dates are as they are. */
wijk_status wijk_explain_unmet(const wijk_plan *plan, const wijk_allocation *allocation,
                               const wijk_allocation_limits *limits, bool dutch, wijk_arena *arena, wijk_lack *lacks,
                               wijk_error *err);

/* ---- why no allocation at all ---- */

/* One rule in words: "de norm van wijk Feijenoord: hoogstens 412 plaatsen". NULL without memory. */
const char *wijk_explain_rule(const wijk_plan *plan, wijk_clash rule, bool dutch, wijk_arena *arena, wijk_error *err);
/* All of a set that clashes, as one sentence. */
const char *wijk_explain_clash(const wijk_plan *plan, const wijk_clash *clash, size_t count, bool dutch,
                               wijk_arena *arena, wijk_error *err);

/* ---- beside an outcome ---- */

/* Adds to the actions of an outcome (wijk/outcome.h) of this allocation the columns goal, goal_change and reason, and
 * to its demand barrier, barrier_count and reason. */
wijk_status wijk_explain_action_columns(const wijk_plan *plan, const wijk_allocation *allocation,
                                        const wijk_explanation *explanation, bool dutch, wijk_layer *actions,
                                        wijk_error *err);
wijk_status wijk_explain_demand_columns(const wijk_plan *plan, const wijk_lack *lacks, bool dutch, wijk_layer *demand,
                                        wijk_error *err);

/* ---- what another wish would change ---- */

typedef struct wijk_wish {
  const char *words;     /* "budget=2000000" */
  const wijk_plan *plan; /* made of the same zones */
  const wijk_allocation *allocation;
} wijk_wish;

/* A table of what each of `count` wishes changes of `base`: what_if, subject (goal, people without a place of a form,
 * location, zone), subject_id, subject_name, before, after, difference, and a sentence. Every goal and form, and the
 * locations and zones whose places differ; of a wish that no allocation meets one row, with the rules that clash. */
wijk_status wijk_explain_wishes(const wijk_plan *plan, const wijk_allocation *base, const wijk_wish *wishes,
                                size_t count, bool dutch, wijk_arena *arena, wijk_layer **table, wijk_error *err);

/* ---- the frontier of two goals ---- */

/* A row per point: point, goal_NAME of both goals and what each is no less than (goal_NAME_bound), proved, how many
 * locations open, close and change, people without a place and those of each form. */
wijk_status wijk_explain_frontier(const wijk_plan *plan, const wijk_frontier *frontier, wijk_allocation_goal first,
                                  wijk_allocation_goal second, bool dutch, wijk_arena *arena, wijk_layer **table,
                                  wijk_error *err);

/* A goal as planners say it: "mensen zonder plaats", "zwaarste belasting". */
const char *wijk_goal_words(wijk_allocation_goal goal, bool dutch);
/* "norm van een wijk", "budget". */
const char *wijk_barrier_words(wijk_barrier barrier, bool dutch);

#ifdef __cplusplus
}
#endif
#endif
