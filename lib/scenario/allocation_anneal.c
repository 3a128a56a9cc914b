/* SPDX-License-Identifier: EUPL-1.2 */
/* Simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220) of what the sites become: who lives where
 * follows from sums, so that a step costs next to nothing. What an answer must keep is weighed, more while it is
 * broken and less while it is kept (strategic oscillation: Glover 1977), and a counter from a fixed seed draws. */
#include "base/sort.h"
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>
#include <wijk/random.h>

/* Steps of a round for each thing that a site can be, rounds, and steps between two looks at the weights. */
enum { STEPS = 500, ROUNDS = 4, STEPS_WEIGHED = 500 };
/* Nodes of a search from which on a walk has all its steps; of fewer it has as many fewer. */
static const double NODES_USUAL = 100;
static const double HOTTEST = 10, COLDEST = 0.2, HEAVIER = 1.1, LIGHTER = 0.9, LIGHTEST = 0.1, HEAVIEST = 200;

/* What is counted of a state: first the goals, as far as they are sums, then by how much rules are broken. */
typedef enum measure {
  UNMET,
  OVERLOAD,
  MOVED,
  COST,
  OPENED,
  CROWDED,   /* places above what zones may have */
  FORGOTTEN, /* people without a place above what a form may have */
  UNOPENED,  /* sites that should open still */
  NEAR,      /* pairs too near each other */
  EARLY,     /* sites open without the one that they wait for */
  MEASURES
} measure;

typedef struct state {
  const allocation_work *w;
  const wijk_allocation_problem *p;
  size_t *form;                  /* [site] */
  double *places, *stay, *crowd; /* [form] places; people who can stay; [zone] places */
  double *allowed;               /* [zone] */
  double *need;                  /* [form] people who are there now and still need a place */
  double value[MEASURES], limit[MEASURES], unit[MEASURES], weight[MEASURES];
  measure goal;
  size_t *order;                                              /* sites by zone */
  size_t *first_choice, *choice_count, *choices, thing_count; /* [site] where its choices begin; forms, or WIJK_NONE */
  size_t *zone_first, *zone_end;                              /* [place among the free] of its zone */
  size_t *free, free_count;                                   /* sites that have more than one choice, by zone */
  const allocation_prices *prices;
  size_t *first_near, *near;       /* [cell + 1], sites: which it may not be too near to; NULL = no rule of that kind */
  size_t *first_waiting, *waiting; /* [site] that waits for it, or WIJK_NONE; [site] the next that waits for the same */
  size_t *best;                    /* [site] */
  double best_value, aim;
  long nodes; /* of a search; 0 = no limit */
  bool found;
  wijk_random random;
} state;

/* ---- counting ---- */

static void count_form(state *s, size_t f, double sign) {
  const wijk_allocation_problem *p = s->p;
  const double unmet = fmax(0, p->demand[f] - s->places[f]);
  s->value[UNMET] += sign * unmet;
  s->value[FORGOTTEN] += p->unmet ? sign * fmax(0, unmet - p->unmet[f]) : 0;
  s->value[MOVED] += sign * fmax(0, s->need[f] - s->stay[f]);
}

static void count_zone(state *s, size_t z, double sign) {
  const wijk_ground *zone = &s->p->zones[z];
  s->value[CROWDED] += sign * fmax(0, s->crowd[z] - s->allowed[z]);
  if (zone->vulnerable && !isnan(zone->norm))
    s->value[OVERLOAD] += sign * fmax(0, s->crowd[z] - zone->norm);
}

/* Pairs that a site is too near in as it is. */
static double count_near(const state *s, size_t i) {
  double count = 0;
  if (!s->near || s->form[i] == WIJK_NONE)
    return 0;
  const size_t cell = allocation_cell(s->w, i, s->form[i]);
  for (size_t k = s->first_near[cell]; k < s->first_near[cell + 1]; k++)
    count += s->form[s->near[k]] == s->form[i];
  return count;
}

static bool is_early(const state *s, size_t i) {
  return s->p->sites[i].form == WIJK_NONE && s->form[i] != WIJK_NONE && s->p->after[i] != WIJK_NONE &&
         s->form[s->p->after[i]] == WIJK_NONE;
}

/* Sites open too early of a site and those that wait for it. */
static double count_early(const state *s, size_t i) {
  if (!s->waiting)
    return 0;
  double count = is_early(s, i);
  for (size_t k = s->first_waiting[i]; k != WIJK_NONE; k = s->waiting[k])
    count += is_early(s, k);
  return count;
}

/* The places and people of a site as it is, added or taken away. */
static void put(state *s, size_t i, double sign) {
  const wijk_site *site = &s->p->sites[i];
  const size_t f = s->form[i];
  if (f == WIJK_NONE)
    return;
  s->places[f] += sign * site->capacity[f];
  s->stay[f] += f == site->form ? sign * allocation_stayers(s->p, i) : 0;
  if (site->zone != WIJK_NONE)
    s->crowd[site->zone] += sign * site->capacity[f];
  s->value[COST] += f != site->form ? sign * site->cost[f] : 0;
  s->value[OPENED] += site->form == WIJK_NONE ? sign : 0;
}

static void become(state *s, size_t i, size_t to) {
  const size_t from = s->form[i], z = s->p->sites[i].zone;
  s->value[NEAR] -= count_near(s, i);
  s->value[EARLY] -= count_early(s, i);
  if (from != WIJK_NONE)
    count_form(s, from, -1);
  if (to != WIJK_NONE && to != from)
    count_form(s, to, -1);
  if (z != WIJK_NONE)
    count_zone(s, z, -1);
  put(s, i, -1);
  s->form[i] = to;
  put(s, i, 1);
  if (from != WIJK_NONE)
    count_form(s, from, 1);
  if (to != WIJK_NONE && to != from)
    count_form(s, to, 1);
  if (z != WIJK_NONE)
    count_zone(s, z, 1);
  s->value[NEAR] += count_near(s, i);
  s->value[EARLY] += count_early(s, i);
  s->value[UNOPENED] = fmax(0, (double)s->p->open_least - s->value[OPENED]);
}

/* All of it anew, so that roundings do not add up. */
static void count_all(state *s) {
  const wijk_allocation_problem *p = s->p;
  memset(s->value, 0, sizeof s->value);
  memset(s->places, 0, p->form_count * sizeof(double));
  memset(s->stay, 0, p->form_count * sizeof(double));
  memset(s->crowd, 0, p->zone_count * sizeof(double));
  for (size_t i = 0; i < p->site_count; i++) {
    put(s, i, 1);
    s->value[NEAR] += count_near(s, i) / 2;
    s->value[EARLY] += s->waiting ? is_early(s, i) : 0;
  }
  for (size_t f = 0; f < p->form_count; f++)
    count_form(s, f, 1);
  for (size_t z = 0; z < p->zone_count; z++)
    count_zone(s, z, 1);
  s->value[UNOPENED] = fmax(0, (double)p->open_least - s->value[OPENED]);
}

static double excess(const state *s, measure k) {
  const double over = s->value[k] - s->limit[k];
  return over > 1e-7 * fmax(1, fabs(s->limit[k])) ? over : 0;
}

static double energy(const state *s) {
  double sum = fmax(0, s->value[s->goal] - s->aim) / s->unit[s->goal];
  for (measure k = 0; k < MEASURES; k++)
    sum += s->weight[k] * excess(s, k) / s->unit[k];
  return sum;
}

/* ---- what a search is made of ---- */

static int by_zone(const void *context, size_t a, size_t b) {
  const wijk_site *sites = context;
  return (sites[a].zone > sites[b].zone) - (sites[a].zone < sites[b].zone);
}

static wijk_status make_choices(state *s, wijk_arena *arena, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  s->first_choice = WIJK_ARENA_ADD(arena, size_t, 5 * p->site_count, err);
  s->order = WIJK_ARENA_ADD(arena, size_t, p->site_count, err);
  s->choices = WIJK_ARENA_ADD(arena, size_t, p->site_count * (p->form_count + 1), err);
  if (err->status != WIJK_OK || wijk_sort(p->site_count, by_zone, p->sites, s->order, err) != WIJK_OK)
    return err->status;
  s->choice_count = s->first_choice + p->site_count;
  s->free = s->choice_count + p->site_count;
  s->zone_first = s->free + p->site_count;
  s->zone_end = s->zone_first + p->site_count;
  return WIJK_OK;
}

/* What a site is when it costs least. */
static size_t cheapest(const state *s, size_t i) {
  const size_t forms = s->p->form_count;
  const double *dearer = s->prices->dearer + i * (forms + 1);
  size_t best = forms;
  for (size_t f = 0; f < forms; f++)
    if (dearer[f] < dearer[best])
      best = f;
  return best == forms ? WIJK_NONE : best;
}

/* What every site can be without taking the goal above the limit: those that are something else become the cheapest.
 * The present form of a site that stays has a rule of its own, so that the prices need not say that it is the only one.
 */
static void list_choices(state *s, double limit) {
  const wijk_allocation_problem *p = s->p;
  const size_t forms = p->form_count;
  size_t count = 0;
  s->free_count = 0;
  for (size_t k = 0; k < p->site_count; k++) {
    const size_t i = s->order[k];
    const wijk_site *site = &p->sites[i];
    const double *dearer = s->prices->dearer + i * (forms + 1);
    const size_t first = s->first_choice[i] = count;
    bool as_it_is = false;
    for (size_t f = 0; f <= forms; f++) {
      const bool must_not = (site->stays && f != site->form) || (site->closes && f == site->form);
      if (must_not || isinf(dearer[f]) || !(s->prices->bound + dearer[f] <= limit))
        continue;
      s->choices[count++] = f == forms ? WIJK_NONE : f;
      as_it_is = as_it_is || s->form[i] == s->choices[count - 1];
    }
    if (!as_it_is)
      s->form[i] = count > first ? s->choices[first] : site->stays ? site->form : cheapest(s, i);
    if (count > first + 1)
      s->free[s->free_count++] = i;
    s->choice_count[i] = count - first;
  }
  s->thing_count = count;
  for (size_t k = 0, end = 0; k < s->free_count; k++) {
    const bool first = k == end;
    while (end < s->free_count && p->sites[s->free[end]].zone == p->sites[s->free[k]].zone)
      end++;
    s->zone_first[k] = first ? k : s->zone_first[k - 1];
    s->zone_end[k] = end;
  }
}

static wijk_status list_near(state *s, wijk_arena *arena, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  const size_t cells = p->site_count * p->form_count;
  if (!p->spacing)
    return WIJK_OK;
  s->first_near = WIJK_ARENA_ADD(arena, size_t, cells + 1, err);
  for (int pass = 0; pass < 2 && err->status == WIJK_OK; pass++) {
    size_t count = 0;
    for (size_t i = 0; i < p->site_count; i++)
      for (size_t f = 0; f < p->form_count; f++) {
        for (size_t k = 0; k < p->site_count && p->spacing[f] > 0; k++)
          if (k != i && allocation_too_near(p, f, i, k)) {
            if (pass == 1)
              s->near[count] = k;
            count++;
          }
        s->first_near[allocation_cell(s->w, i, f) + 1] = count;
      }
    if (pass == 0)
      s->near = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  }
  return err->status;
}

static wijk_status list_waiting(state *s, wijk_arena *arena, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  if (!p->after)
    return WIJK_OK;
  s->first_waiting = WIJK_ARENA_ADD(arena, size_t, p->site_count, err);
  s->waiting = WIJK_ARENA_ADD(arena, size_t, p->site_count, err);
  if (err->status != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->site_count; i++)
    s->first_waiting[i] = s->waiting[i] = WIJK_NONE;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->after[i] != WIJK_NONE) {
      s->waiting[i] = s->first_waiting[p->after[i]];
      s->first_waiting[p->after[i]] = i;
    }
  return WIJK_OK;
}

static void limit_zones(state *s) {
  const wijk_allocation_problem *p = s->p;
  for (size_t z = 0; z < p->zone_count; z++) {
    double now = 0;
    for (size_t i = 0; i < p->site_count; i++)
      now += p->sites[i].zone == z && p->sites[i].form != WIJK_NONE ? p->sites[i].places : 0;
    s->allowed[z] = isnan(p->zones[z].allowed) ? INFINITY : floor(fmax(p->zones[z].allowed, now) + 1e-9);
  }
}

static bool measure_of(wijk_allocation_goal goal, measure *m) {
  static const measure measures[WIJK_GOAL_COUNT] = {
      [WIJK_GOAL_UNMET] = UNMET,  [WIJK_GOAL_HEAVIEST] = MEASURES, [WIJK_GOAL_OVERLOAD] = OVERLOAD,
      [WIJK_GOAL_MOVED] = MOVED,  [WIJK_GOAL_METRES] = MEASURES,   [WIJK_GOAL_COST] = COST,
      [WIJK_GOAL_OPENED] = OPENED};
  *m = measures[goal];
  return *m != MEASURES;
}

static void limit_goal(state *s, wijk_allocation_goal goal, double value) {
  measure m;
  if (measure_of(goal, &m))
    s->limit[m] = fmin(s->limit[m], s->w->goals[goal].whole ? floor(value + 1e-6) : value);
}

static void limit_all(state *s) {
  const wijk_allocation_problem *p = s->p;
  for (measure k = 0; k < MEASURES; k++)
    s->limit[k] = k >= CROWDED ? 0 : INFINITY;
  for (size_t g = 0; g < WIJK_GOAL_COUNT && p->most; g++)
    if (!isnan(p->most[g]))
      limit_goal(s, (wijk_allocation_goal)g, p->most[g]);
  for (size_t h = 0; h < s->w->held_count; h++)
    limit_goal(s, s->w->held[h].goal, s->w->held[h].value);
  if (!isnan(p->budget))
    s->limit[COST] = fmin(s->limit[COST], p->budget);
  if (p->open_most != WIJK_NONE)
    s->limit[OPENED] = fmin(s->limit[OPENED], (double)p->open_most);
}

/* All is weighed in people: what a usual site has of a measure is as much as the people that it has. */
static void set_units(state *s) {
  const wijk_allocation_problem *p = s->p;
  double places = 0, cost = 0, count = 0;
  for (size_t i = 0; i < p->site_count; i++)
    for (size_t f = 0; f < p->form_count; f++)
      if (s->w->used[allocation_cell(s->w, i, f)] != WIJK_NONE && f != p->sites[i].form) {
        places += p->sites[i].capacity[f];
        cost += p->sites[i].cost[f];
        count++;
      }
  for (measure k = 0; k < MEASURES; k++) {
    s->unit[k] = k == OPENED || k == UNOPENED || k == NEAR || k == EARLY ? fmax(1, count) / fmax(1, places) : 1;
    s->weight[k] = 1;
  }
  s->unit[COST] = fmax(1e-6, cost / fmax(1, places));
}

static wijk_status make_state(const allocation_search *search, state *s, wijk_arena *arena, wijk_error *err) {
  const wijk_allocation_problem *p = s->p;
  s->form = WIJK_ARENA_ADD(arena, size_t, 2 * p->site_count, err);
  double *sums = WIJK_ARENA_ADD(arena, double, 3 * p->form_count + 2 * p->zone_count, err);
  if (err->status != WIJK_OK || make_choices(s, arena, err) != WIJK_OK || list_near(s, arena, err) != WIJK_OK ||
      list_waiting(s, arena, err) != WIJK_OK)
    return err->status;
  s->best = s->form + p->site_count;
  s->places = sums;
  s->stay = sums + p->form_count;
  s->crowd = s->stay + p->form_count;
  s->allowed = s->crowd + p->zone_count;
  s->need = s->allowed + p->zone_count;
  for (size_t f = 0; f < p->form_count; f++)
    s->need[f] = p->demand[f] - allocation_growth(p, f);
  limit_zones(s);
  limit_all(s);
  set_units(s);
  memcpy(s->form, search->best.form, p->site_count * sizeof(size_t));
  return WIJK_OK;
}

/* ---- the search ---- */

static size_t draw_choice(state *s, size_t i, uint32_t bits) {
  return s->choices[s->first_choice[i] + (size_t)(((uint64_t)bits * s->choice_count[i]) >> 32)];
}

static double capacity(const state *s, size_t i, size_t form) {
  return form == WIJK_NONE ? 0 : s->p->sites[i].capacity[form];
}

/* Another site of the zone and what it could be, so that the places of the zone stay within `margin` of what they were
 * before they became `more`: one of all such, drawn while they are counted. */
static size_t draw_balance(state *s, size_t at, double more, double margin, size_t *form) {
  size_t found = WIJK_NONE;
  uint64_t count = 0;
  for (size_t n = s->zone_first[at]; n < s->zone_end[at]; n++) {
    const size_t k = s->free[n];
    const double now = capacity(s, k, s->form[k]) - more;
    for (size_t c = 0; c < s->choice_count[k] && n != at; c++) {
      const size_t to = s->choices[s->first_choice[k] + c];
      if (to == s->form[k] || fabs(capacity(s, k, to) - now) > margin)
        continue;
      if (wijk_random_below(&s->random, ++count) == 0) {
        found = k;
        *form = to;
      }
    }
  }
  return found;
}

/* One site becomes something else, or two do, half of the time so that their zone has as many places as before; undone
 * unless that is better, or not much worse for how hot it is. */
static void step(state *s, double heat, double *now) {
  const uint64_t bits = wijk_random_bits(&s->random), more = wijk_random_bits(&s->random);
  const size_t at = (size_t)(((bits & 0xffffffffU) * s->free_count) >> 32), i = s->free[at];
  const size_t form_i = s->form[i], to_i = draw_choice(s, i, (uint32_t)(bits >> 32));
  size_t k = WIJK_NONE, to_k = WIJK_NONE;
  if (more >> 63) {
    k = draw_balance(s, at, capacity(s, i, to_i) - capacity(s, i, form_i), (double)(more >> 61 & 3), &to_k);
  } else if (more >> 62) {
    k = s->free[((more & 0xffffffffU) * s->free_count) >> 32];
    to_k = draw_choice(s, k, (uint32_t)(more >> 32) << 2);
  }
  const size_t form_k = k == WIJK_NONE ? WIJK_NONE : s->form[k];
  const bool both = k != WIJK_NONE && k != i;
  become(s, i, to_i);
  if (both)
    become(s, k, to_k);
  const double then = energy(s);
  if (then <= *now || wijk_random_share(&s->random) < exp((*now - then) / heat)) {
    *now = then;
    return;
  }
  if (both)
    become(s, k, form_k);
  become(s, i, form_i);
}

static bool keeps_all(const state *s) {
  for (measure k = 0; k < MEASURES; k++)
    if (excess(s, k) > 0)
      return false;
  return true;
}

static void weigh(state *s) {
  for (measure k = 0; k < MEASURES; k++) {
    s->weight[k] *= excess(s, k) > 0 ? HEAVIER : LIGHTER;
    s->weight[k] = fmin(HEAVIEST, fmax(LIGHTEST, s->weight[k]));
  }
}

static bool keep_best(state *s) {
  if (!(s->value[s->goal] < s->best_value) || !keeps_all(s))
    return false;
  memcpy(s->best, s->form, s->p->site_count * sizeof(size_t));
  s->best_value = s->value[s->goal];
  s->found = true;
  return s->best_value <= s->aim;
}

static bool cool(state *s) {
  const long nodes = s->nodes;
  const double share = nodes == 0 ? 1 : fmin(1, (double)nodes / NODES_USUAL);
  const size_t steps = (size_t)(share * STEPS * (double)s->thing_count);
  count_all(s);
  double now = energy(s);
  for (size_t k = 0; k < steps; k++) {
    const double heat = HOTTEST * pow(COLDEST / HOTTEST, (double)k / (double)steps);
    for (size_t n = 0; n < STEPS_WEIGHED && k < steps; n++, k++) {
      step(s, heat, &now);
      if (keep_best(s))
        return true;
    }
    count_all(s);
    weigh(s);
    now = energy(s);
  }
  return false;
}

bool allocation_can_anneal(const allocation_search *search, wijk_allocation_goal goal) {
  const wijk_allocation_problem *p = search->w.p;
  measure m;
  for (size_t h = 0; h < search->w.held_count; h++)
    if (search->w.held[h].goal == WIJK_GOAL_METRES)
      return false;
  return search->w.pooled && search->best.found && measure_of(goal, &m) &&
         !(p->most && !isnan(p->most[WIJK_GOAL_METRES]));
}

wijk_status allocation_anneal(allocation_search *search, allocation_seek *seek, double load, double aim,
                              wijk_error *err) {
  const wijk_allocation_problem *p = search->w.p;
  state s = {.w = &search->w, .p = p, .aim = aim, .prices = seek->prices, .nodes = search->limits.nodes};
  s.random = wijk_random_new(1983, (uint64_t)seek->goal);
  if (!measure_of(seek->goal, &s.goal) || make_state(search, &s, search->w.arena, err) != WIJK_OK)
    return err->status;
  for (size_t z = 0; z < p->zone_count; z++)
    if (p->zones[z].norm > 0 && isfinite(fmin(load, search->w.load_held)))
      s.allowed[z] =
          fmin(s.allowed[z], allocation_reach(&search->w, z, fmin(load, search->w.load_held) * p->zones[z].norm));
  s.best_value = seek->goal == seek->better ? wijk_allocation_value(p, &search->best, seek->goal)
                                            : aim + 1e-6 * fmax(1, fabs(aim));
  const double before = wijk_allocation_value(p, &search->best, seek->better);
  double width = fmax(aim - seek->prices->bound, 1);
  for (int round = 0; round < ROUNDS && !(s.found && s.best_value <= aim); round++, width *= 2) {
    list_choices(&s, seek->prices->bound + width);
    if (s.free_count > 0)
      cool(&s);
  }
  if (s.found && allocation_take_sites(search, seek->better, s.best, err) != WIJK_OK)
    return err->status;
  seek->found = wijk_allocation_value(p, &search->best, seek->better) < before;
  return WIJK_OK;
}
