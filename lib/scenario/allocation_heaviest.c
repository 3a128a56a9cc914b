/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>

void allocation_cap(allocation_work *w, double load) {
  load = fmin(load, w->load_held);
  for (size_t z = 0; z < w->p->zone_count; z++)
    if (w->crowd[z] != WIJK_NONE)
      milp_set_rule(w->m, w->crowd[z], -MILP_FREE,
                    isinf(load) ? MILP_FREE : allocation_reach(w, z, load * w->p->zones[z].norm));
}

/* Loads that a zone can have, or how many: `loads` may be NULL. */
static size_t list_loads(const allocation_work *w, double *loads) {
  size_t count = 0;
  for (size_t z = 0; z < w->p->zone_count; z++)
    for (size_t places = 0; w->crowd[z] != WIJK_NONE && (double)places <= w->most[z]; places++)
      if (w->reach[z][places]) {
        if (loads)
          loads[count] = (double)places / w->p->zones[z].norm;
        count++;
      }
  return count;
}

static bool can_be(allocation_work *w, double load, wijk_error *err) {
  static const milp_goal none = {NULL, 0, 0, true};
  static const milp_limits relaxed = {.relaxed = true};
  milp_answer answer;
  allocation_cap(w, load);
  return milp_solve(w->m, &none, &relaxed, NULL, w->arena, &answer, err) == WIJK_OK && answer.outcome != MILP_NONE;
}

wijk_status allocation_bound_heaviest(allocation_work *w, double *bound, wijk_error *err) {
  *bound = 0;
  for (size_t z = 0; z < w->p->zone_count; z++)
    if (w->crowd[z] != WIJK_NONE && !w->reach[z])
      return WIJK_OK;
  const size_t count = list_loads(w, NULL);
  double *loads = WIJK_ARENA_ADD(w->arena, double, count, err);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, count, err);
  if (!loads || !order)
    return err->status;
  list_loads(w, loads);
  if (wijk_sort_numbers(count, loads, order, err) != WIJK_OK)
    return err->status;
  size_t low = 0, high = count; /* below low none can be; from high on it can */
  while (low < high && err->status == WIJK_OK) {
    const size_t middle = (low + high) / 2;
    if (can_be(w, loads[order[middle]], err))
      high = middle;
    else
      low = middle + 1;
  }
  *bound = low < count ? loads[order[low]] : 0;
  allocation_cap(w, INFINITY);
  return err->status;
}
