/* SPDX-License-Identifier: EUPL-1.2 */
/* Actions in an order in which they can be done. */
#include "scenario/outcome.h"
#include <string.h>

/* An action, and whether it is done; a site, and what it still waits for. */
typedef struct pending {
  outcome_step step;
  bool done, crowded; /* `crowded`: it could have been done before but for want of room */
} pending;

typedef struct site_state {
  size_t leaving;    /* moves from here still to be done */
  const char *empty; /* date of the last of those done */
  const char *ready; /* date since which it is what it becomes */
  bool changing;     /* it opens or converts, and has not yet */
  double room;       /* free places of a location that stays */
} site_state;

typedef struct ordering {
  const outcome_work *w;
  pending *all;
  size_t count;
  site_state *sites;
  const char *now; /* date of the action done last */
} ordering;

static int date_order(const char *a, const char *b) {
  return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static const char *later(const char *a, const char *b) {
  return date_order(a, b) < 0 ? b : a;
}

static const wijk_move *move_of(const ordering *o, const outcome_step *step) {
  return &o->w->allocation->moves[step->move];
}

/* By date, then id, then where to; nothing is before itself. */
static bool is_before(const ordering *o, const outcome_step *a, const outcome_step *b) {
  const wijk_plan_site *names = o->w->plan->sites;
  int order = date_order(a->date, b->date);
  order = order ? order : wijk_text_order(names[a->site].id, names[b->site].id);
  if (order == 0 && a->move != WIJK_NONE && b->move != WIJK_NONE)
    order = wijk_text_order(names[move_of(o, a)->to].id, names[move_of(o, b)->to].id);
  return order < 0;
}

/* Is everything there that the action waits for, but room? Then also since when. */
static bool is_ready(const ordering *o, const outcome_step *step, const char **date) {
  const wijk_plan *plan = o->w->plan;
  const site_state *site = &o->sites[step->site];
  if (step->move != WIJK_NONE) {
    const site_state *to = &o->sites[move_of(o, step)->to];
    *date = to->ready;
    return !to->changing;
  }
  if (step->action != OUTCOME_OPENS) {
    *date = site->empty;
    return site->leaving == 0;
  }
  const size_t after = plan->problem.after ? plan->problem.after[step->site] : WIJK_NONE;
  *date = later(plan->sites[step->site].opens, after == WIJK_NONE ? NULL : o->sites[after].ready);
  return after == WIJK_NONE || !o->sites[after].changing;
}

static bool has_room(const ordering *o, const outcome_step *step) {
  if (step->move == WIJK_NONE || o->w->sites[move_of(o, step)->to].action != OUTCOME_STAYS)
    return true;
  return o->sites[move_of(o, step)->to].room >= move_of(o, step)->people;
}

static void carry_out(ordering *o, pending *chosen) {
  const outcome_step *step = &chosen->step;
  site_state *site = &o->sites[step->site];
  chosen->done = true;
  o->now = later(o->now, step->date);
  if (step->move == WIJK_NONE) {
    site->changing = false;
    site->ready = step->date;
    return;
  }
  site->leaving--;
  site->empty = later(site->empty, step->date);
  site->room += move_of(o, step)->people;
  o->sites[move_of(o, step)->to].room -= move_of(o, step)->people;
}

/* The action to be done next: the first of those that can; else of those that only want room; else of all, for they
 * wait for each other. `*waits` where something could not be waited for. */
static pending *choose(ordering *o, bool *waits) {
  pending *best[3] = {NULL, NULL, NULL};
  for (size_t k = 0; k < o->count; k++) {
    pending *one = &o->all[k];
    const char *date;
    if (one->done)
      continue;
    const bool ready = is_ready(o, &one->step, &date), roomy = ready && has_room(o, &one->step);
    one->step.date = roomy && one->crowded ? later(date, o->now) : date;
    one->crowded |= ready && !roomy;
    pending **rank = &best[roomy ? 0 : ready ? 1 : 2];
    if (!*rank || is_before(o, &one->step, &(*rank)->step))
      *rank = one;
  }
  *waits = !best[0];
  return best[0] ? best[0] : best[1] ? best[1] : best[2];
}

static void gather(ordering *o) {
  const wijk_allocation *a = o->w->allocation;
  for (size_t i = 0; i < o->w->plan->problem.site_count; i++) {
    const outcome_site *site = &o->w->sites[i];
    o->sites[i].room = site->places_before - site->stayed - site->left; /* who goes has gone */
    if (site->action == OUTCOME_STAYS || site->action == OUTCOME_UNUSED)
      continue;
    o->sites[i].changing = site->action != OUTCOME_CLOSES;
    o->all[o->count++].step = (outcome_step){site->action, i, WIJK_NONE, NULL};
  }
  for (size_t k = 0; k < a->move_count; k++) {
    o->sites[a->moves[k].from].leaving++;
    o->all[o->count++].step = (outcome_step){OUTCOME_MOVES, a->moves[k].from, k, NULL};
  }
}

wijk_status outcome_steps(const outcome_work *w, outcome_step **steps, size_t *count, size_t *waiting,
                          wijk_error *err) {
  const size_t most = w->plan->problem.site_count + w->allocation->move_count;
  ordering o = {w, WIJK_ARENA_ADD(w->arena, pending, most, err), 0,
                WIJK_ARENA_ADD(w->arena, site_state, w->plan->problem.site_count, err), NULL};
  outcome_step *made = WIJK_ARENA_ADD(w->arena, outcome_step, most, err);
  if (!o.all || !o.sites || !made)
    return err->status;
  gather(&o);
  *waiting = 0;
  for (size_t k = 0; k < o.count; k++) {
    bool waits;
    pending *next = choose(&o, &waits);
    *waiting += waits;
    next->step.date = waits ? later(next->step.date, o.now) : next->step.date;
    carry_out(&o, next);
    made[k] = next->step;
  }
  *steps = made;
  *count = o.count;
  return WIJK_OK;
}
