/* SPDX-License-Identifier: EUPL-1.2 */
/* A program whose whole numbers need not be whole. */
#include "scenario/clp.h"
#include "scenario/milp_columns.h"
#include <math.h>
#include <string.h>

/* Prices of a rule that it cannot have are noise: of a rule without a lower limit a price is never above 0. */
static double clean_price(double price, double low, double high) {
  if ((price > 0 && low <= -MILP_FREE) || (price < 0 && high >= MILP_FREE))
    return 0;
  return price;
}

/* From prices alone, whatever they are, follows a bound: sum of price x limit, and of what is left of each factor of
 * the goal at the better end of its variable (Neumaier and Shcherbina 2004, Mathematical Programming 99). */
static void bound_safely(const milp_columns *c, const milp_goal *goal, milp_relaxed *r) {
  r->bound = goal->constant;
  for (int k = 0; k < c->row_count; k++)
    if (r->price[k] != 0)
      r->bound += r->price[k] * (r->price[k] > 0 ? c->row_low[k] : c->row_high[k]);
  for (int v = 0; v < c->count; v++) {
    double left = c->goal[v];
    for (int at = c->start[v]; at < c->start[v + 1]; at++)
      left -= r->price[c->row[at]] * c->factor[at];
    r->reduced[v] = left;
    const double end = left > 0 ? c->low[v] : c->high[v];
    if (fabs(end) < MILP_FREE)
      r->bound += left * end;
    else if (fabs(left) > 1e-6)
      r->bound = -INFINITY;
  }
}

static wijk_status take(const milp_columns *c, const milp_goal *goal, Clp_Simplex *model, wijk_arena *arena,
                        milp_relaxed *r, wijk_error *err) {
  static const milp_outcome outcomes[] = {MILP_BEST, MILP_NONE, MILP_ENDLESS};
  const int status = clp.status(model);
  *r = (milp_relaxed){.outcome = status >= 0 && status <= 2 ? outcomes[status] : MILP_NOT_KNOWN, .bound = -INFINITY};
  if (r->outcome == MILP_NONE)
    r->bound = INFINITY;
  if (r->outcome != MILP_BEST)
    return WIJK_OK;
  r->values = WIJK_ARENA_ADD(arena, double, (size_t)c->count + 1, err);
  r->reduced = WIJK_ARENA_ADD(arena, double, (size_t)c->count + 1, err);
  r->price = WIJK_ARENA_ADD(arena, double, (size_t)c->row_count + 1, err);
  if (err->status != WIJK_OK)
    return err->status;
  memcpy(r->values, clp.primalColumnSolution(model), (size_t)c->count * sizeof(double));
  const double *price = clp.dualRowSolution(model);
  for (int k = 0; k < c->row_count; k++)
    r->price[k] = clean_price(price[k], c->row_low[k], c->row_high[k]);
  bound_safely(c, goal, r);
  return WIJK_OK;
}

wijk_status milp_relax(const milp *m, const milp_goal *goal, wijk_arena *arena, milp_relaxed *relaxed,
                       wijk_error *err) {
  milp_columns c;
  if (milp_check(m, err) != WIJK_OK || clp_bind(err) != WIJK_OK ||
      milp_make_columns(m, goal, NULL, arena, &c, err) != WIJK_OK)
    return err->status;
  Clp_Simplex *model = clp.newModel();
  if (!model)
    return wijk_error_set(err, WIJK_MEMORY, "no memory for the linear solver");
  clp.setLogLevel(model, 0);
  clp.loadProblem(model, c.count, c.row_count, c.start, c.row, c.factor, c.low, c.high, c.goal, c.row_low, c.row_high);
  clp.initialSolve(model);
  take(&c, goal, model, arena, relaxed, err);
  clp.deleteModel(model);
  return err->status;
}
