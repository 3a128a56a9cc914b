/* SPDX-License-Identifier: EUPL-1.2 */
/* Better allocations near the best so far (large neighbourhood search: Shaw 1998): some zones may change, the others
 * stay as they are. Which zones is drawn by a counter from a fixed seed: the same problem, the same search. */
#include "scenario/allocation.h"
#include <math.h>
#include <wijk/random.h>

/* Variables of sites in a part, at first and at most; parts of one goal, no more than the nodes of a search; parts of a
 * size without gain before they get larger; nodes for each. */
enum { PART_FIRST = 40, PART_LAST = 160, PARTS = 400, PARTS_IN_VAIN = 16, NODES = 50 };

typedef struct parting {
  const wijk_allocation_problem *p;
  size_t *unit, unit_count; /* [site] its zone, or a number of its own */
  size_t *order;            /* [unit] */
  bool *free;               /* [unit] */
  size_t *cells;            /* [unit] variables of its sites */
} parting;

static wijk_status make_parting(const allocation_work *w, parting *parts, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  const size_t most = p->zone_count + p->site_count;
  *parts = (parting){.p = p, .unit_count = p->zone_count};
  parts->unit = WIJK_ARENA_ADD(w->arena, size_t, p->site_count, err);
  parts->order = WIJK_ARENA_ADD(w->arena, size_t, most, err);
  parts->cells = WIJK_ARENA_ADD(w->arena, size_t, most, err);
  parts->free = WIJK_ARENA_ADD(w->arena, bool, most, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++) {
    parts->unit[i] = p->sites[i].zone == WIJK_NONE ? parts->unit_count++ : p->sites[i].zone;
    for (size_t f = 0; f < p->form_count; f++)
      parts->cells[parts->unit[i]] += w->used[allocation_cell(w, i, f)] != WIJK_NONE;
  }
  for (size_t u = 0; u < parts->unit_count; u++)
    parts->order[u] = u;
  return WIJK_OK;
}

/* Draws units until they have enough variables. */
static void draw_part(parting *parts, size_t size, wijk_random *random) {
  size_t cells = 0;
  for (size_t u = 0; u < parts->unit_count; u++)
    parts->free[u] = false;
  for (size_t k = 0; k < parts->unit_count && cells < size; k++) {
    const size_t other = k + (size_t)wijk_random_below(random, parts->unit_count - k), unit = parts->order[other];
    parts->order[other] = parts->order[k];
    parts->order[k] = unit;
    parts->free[unit] = true;
    cells += parts->cells[unit];
  }
}

/* Sites that are not in the part stay as they are; `values` NULL sets all free again. */
static void fix_sites(allocation_work *w, const parting *parts, const double *values) {
  for (size_t i = 0; i < w->p->site_count; i++)
    for (size_t f = 0; f < w->p->form_count; f++) {
      const size_t used = w->used[allocation_cell(w, i, f)];
      if (used == WIJK_NONE)
        continue;
      const bool free = !values || parts->free[parts->unit[i]];
      milp_set_variable(w->m, used, free ? 0 : values[used], free ? 1 : values[used], true);
    }
}

/* One part: true where it holds something better. */
static bool search_part(allocation_search *s, wijk_goal_value *reached, wijk_error *err) {
  const double before = wijk_allocation_value(s->w.p, &s->best, reached->goal);
  const milp_limits limits = {.nodes = NODES, .proving = true, .uncut = s->w.way_count > 0};
  milp_answer answer;
  allocation_ask(&s->w, reached->goal, before - 1e-6 * fmax(1, before));
  if (milp_solve(s->w.m, &s->w.goals[reached->goal], &limits, NULL, s->w.arena, &answer, err) != WIJK_OK)
    return false;
  reached->nodes += answer.nodes;
  return answer.values && allocation_take(s, reached->goal, answer.values, err) == WIJK_OK &&
         wijk_allocation_value(s->w.p, &s->best, reached->goal) < before;
}

wijk_status allocation_improve(allocation_search *s, wijk_goal_value *reached, wijk_error *err) {
  parting parts;
  size_t cells = 0;
  if (make_parting(&s->w, &parts, err) != WIJK_OK)
    return err->status;
  for (size_t u = 0; u < parts.unit_count; u++)
    cells += parts.cells[u];
  const double last = fmin(PART_LAST, (double)cells / 2);
  double size = PART_FIRST;
  wijk_random random = wijk_random_new(1998, (uint64_t)reached->goal);
  const long nodes = allocation_nodes(s), most = nodes > 0 && nodes < PARTS ? nodes : PARTS;
  int vain = 0;
  for (int part = 0; part < most && size <= last && !reached->proved && err->status == WIJK_OK; part++) {
    draw_part(&parts, (size_t)size, &random);
    fix_sites(&s->w, &parts, s->values);
    if (search_part(s, reached, err)) {
      allocation_judge(s, reached);
      vain = 0;
    } else if (++vain == PARTS_IN_VAIN) {
      vain = 0;
      size *= 1.5;
    }
  }
  fix_sites(&s->w, &parts, NULL);
  allocation_ask(&s->w, reached->goal, INFINITY);
  return err->status;
}
