/* SPDX-License-Identifier: EUPL-1.2 */
/* The core of a program (Balas and Zemel 1980, Operations Research 28): with the prices of the relaxed program, each
 * form of a site costs the goal something beyond the best that the site could be (Geoffrion 1974, Mathematical
 * Programming Study 2). Those that cost little are searched, the others left out; those that cost more than an answer
 * may are left out for good, and nothing is lost by it. */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>

/* Forms of sites in the first core; each further one has as many times more. */
enum { CORE_FIRST = 60, CORE_TIMES = 2 };
/* Ways of people beyond which cutting planes take seconds and hardly raise a bound. */
enum { WAYS_CUT = 500 };
/* Terms of a program beyond which a node counts for more than one. */
static const double TERMS_USUAL = 8000;

/* ---- prices ---- */

static size_t thing_count(const allocation_work *w) {
  return w->p->site_count * (w->p->form_count + 1);
}

/* What a site could be: a form, or no location, which comes behind the forms. */
static size_t thing_of(const allocation_work *w, size_t site, size_t form) {
  return site * (w->p->form_count + 1) + form;
}

/* Where nothing is known of prices, all that can be costs nothing. */
static void price_nothing(const allocation_work *w, double *dearer) {
  for (size_t i = 0; i < w->p->site_count; i++) {
    for (size_t f = 0; f < w->p->form_count; f++)
      dearer[thing_of(w, i, f)] = w->used[allocation_cell(w, i, f)] == WIJK_NONE ? INFINITY : 0;
    dearer[thing_of(w, i, w->p->form_count)] = w->kept[i] ? INFINITY : 0;
  }
}

/* The rule that a site has one form at most is left out of the bound and kept site by site instead. */
static void price_site(const allocation_work *w, const milp_relaxed *lp, size_t i, double *dearer, double *bound) {
  const size_t forms = w->p->form_count;
  const double price = lp->price[w->one[i]];
  double least = w->kept[i] ? INFINITY : 0;
  *bound -= price > 0 ? (w->kept[i] ? price : 0) : price;
  for (size_t f = 0; f < forms; f++) {
    const size_t used = w->used[allocation_cell(w, i, f)];
    if (used == WIJK_NONE)
      continue;
    *bound -= fmin(0, lp->reduced[used]);
    least = fmin(least, lp->reduced[used] + price);
  }
  if (isinf(least))
    least = 0;
  *bound += least;
  for (size_t f = 0; f < forms; f++) {
    const size_t used = w->used[allocation_cell(w, i, f)];
    dearer[thing_of(w, i, f)] = used == WIJK_NONE ? INFINITY : lp->reduced[used] + price - least;
  }
  dearer[thing_of(w, i, forms)] = w->kept[i] ? INFINITY : -least;
}

wijk_status allocation_price(const allocation_work *w, wijk_allocation_goal goal, allocation_prices *prices,
                             wijk_error *err) {
  milp_relaxed lp;
  *prices = (allocation_prices){.dearer = WIJK_ARENA_ADD(w->arena, double, thing_count(w), err)};
  if (!prices->dearer || milp_relax(w->m, &w->goals[goal], w->arena, &lp, err) != WIJK_OK)
    return err->status;
  prices->none = lp.outcome == MILP_NONE;
  prices->known = lp.outcome == MILP_BEST && isfinite(lp.bound);
  prices->bound = lp.bound;
  price_nothing(w, prices->dearer);
  for (size_t i = 0; i < w->p->site_count && prices->known; i++)
    price_site(w, &lp, i, prices->dearer, &prices->bound);
  return WIJK_OK;
}

/* ---- what is left out ---- */

static bool is_out(const allocation_prices *prices, size_t thing, double limit) {
  return prices->bound + prices->dearer[thing] > limit;
}

/* Leaves out of the program what would raise the goal above the limit. */
static void narrow(allocation_work *w, const allocation_prices *prices, double limit) {
  const size_t forms = w->p->form_count;
  for (size_t i = 0; i < w->p->site_count; i++) {
    for (size_t f = 0; f < forms; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE)
        milp_set_variable(w->m, w->used[allocation_cell(w, i, f)], 0, !is_out(prices, thing_of(w, i, f), limit), true);
    milp_set_rule(w->m, w->one[i], w->kept[i] || is_out(prices, thing_of(w, i, forms), limit), 1);
  }
}

static void widen(allocation_work *w) {
  for (size_t i = 0; i < w->p->site_count; i++) {
    for (size_t f = 0; f < w->p->form_count; f++)
      if (w->used[allocation_cell(w, i, f)] != WIJK_NONE)
        milp_set_variable(w->m, w->used[allocation_cell(w, i, f)], 0, 1, true);
    milp_set_rule(w->m, w->one[i], w->kept[i], 1);
  }
}

void allocation_bar(allocation_work *w, const allocation_prices *prices, double limit, const wijk_allocation *best) {
  const size_t forms = w->p->form_count;
  const double edge = limit + 1e-6 * fmax(1, fabs(limit));
  for (size_t i = 0; i < w->p->site_count && prices->known; i++) {
    for (size_t f = 0; f < forms; f++)
      if (best->form[i] != f && is_out(prices, thing_of(w, i, f), edge))
        w->barred[allocation_cell(w, i, f)] = true;
    if (best->form[i] != WIJK_NONE && is_out(prices, thing_of(w, i, forms), edge))
      w->kept[i] = true;
  }
}

/* ---- searches of larger and larger cores ---- */

typedef struct core {
  const allocation_prices *prices;
  double *sorted; /* what things cost beyond the bound, cheapest first */
  size_t count;   /* of things that can be */
} core;

static wijk_status make_core(const allocation_work *w, const allocation_prices *prices, core *c, wijk_error *err) {
  const size_t things = thing_count(w);
  size_t *order = WIJK_ARENA_ADD(w->arena, size_t, things, err);
  *c = (core){.prices = prices, .sorted = WIJK_ARENA_ADD(w->arena, double, things, err)};
  if (!order || !c->sorted || wijk_sort_numbers(things, prices->dearer, order, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < things && isfinite(prices->dearer[order[k]]); k++)
    c->sorted[c->count++] = prices->dearer[order[k]];
  return WIJK_OK;
}

/* What an answer may be at most to be in the core of so many things beyond those of the relaxed program. */
static double limit_of(const core *c, size_t size) {
  return size < c->count ? c->prices->bound + c->sorted[size] : INFINITY;
}

/* Things that cost nothing: each site has one. */
static size_t free_count(const core *c) {
  size_t count = 0;
  while (count < c->count && c->sorted[count] < 1e-7)
    count++;
  return count;
}

long allocation_nodes(const allocation_search *s) {
  const double share = pow(TERMS_USUAL / (double)milp_term_count(s->w.m), 3);
  return s->limits.nodes == 0 || share >= 1 ? s->limits.nodes : (long)ceil((double)s->limits.nodes * share);
}

/* One core, and its bound: one of the whole program if the core is wide enough. INFINITY = nothing is in it. */
static wijk_status search_core(allocation_search *s, allocation_seek *seek, double limit, double *bound,
                               wijk_error *err) {
  milp_limits limits = s->limits;
  milp_answer answer;
  const double before = s->best.found ? wijk_allocation_value(s->w.p, &s->best, seek->better) : INFINITY;
  limits.gap = seek->any ? 1e9 : limits.gap_share * allocation_unit(seek->goal);
  limits.nodes = allocation_nodes(s);
  limits.uncut = s->w.way_count > WAYS_CUT;
  narrow(&s->w, seek->prices, limit);
  wijk_status status = milp_solve(s->w.m, &s->w.goals[seek->goal], &limits, NULL, s->w.arena, &answer, err);
  widen(&s->w);
  if (status != WIJK_OK)
    return status;
  *seek->nodes += answer.nodes;
  *bound = answer.outcome == MILP_NONE ? INFINITY : answer.bound;
  if (!answer.values || allocation_take(s, seek->better, answer.values, err) != WIJK_OK)
    return err->status;
  s->far = s->far || allocation_goes_far(s, answer.values);
  seek->found = s->best.found && wijk_allocation_value(s->w.p, &s->best, seek->better) < before;
  return WIJK_OK;
}

wijk_status allocation_look(allocation_search *s, allocation_seek *seek, wijk_error *err) {
  core c;
  if (make_core(&s->w, seek->prices, &c, err) != WIJK_OK)
    return err->status;
  const size_t least = free_count(&c);
  bool whole = false;
  seek->bound = seek->prices->bound;
  for (seek->found = false; !seek->found && !whole; seek->size *= CORE_TIMES) {
    if (seek->size < CORE_FIRST)
      seek->size = CORE_FIRST;
    const double limit = fmin(seek->limit, limit_of(&c, least + seek->size));
    double bound;
    whole = !(limit < seek->limit);
    if (search_core(s, seek, limit, &bound, err) != WIJK_OK)
      return err->status;
    seek->none = whole && isinf(bound) && bound > 0;
    if (whole)
      seek->bound = fmax(seek->bound, fmin(bound, seek->limit));
  }
  seek->size /= 2 * CORE_TIMES;
  return WIJK_OK;
}
