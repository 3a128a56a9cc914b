/* SPDX-License-Identifier: EUPL-1.2 */
/* The hard rules counted anew from the layers that are to be written. Takes nothing from the solver, and nothing from
 * what made the layers. */
#include "scenario/outcome_check.h"
#include "base/sort.h"
#include <math.h>
#include <string.h>

wijk_status written_broken(const char *rule, const char *of, wijk_error *err) {
  return wijk_error_set(err, WIJK_BUG, of ? "the result breaks a rule: %s: %s" : "the result breaks a rule: %s", rule,
                        of);
}

/* ---- reading ---- */

static const double *numbers_of(const wijk_layer *layer, const char *name, wijk_error *err) {
  const wijk_column *column = wijk_layer_find(layer, name);
  if (!column || column->type != WIJK_COLUMN_NUMBER) {
    written_broken("a column of numbers is not there", name, err);
    return NULL;
  }
  return column->numbers;
}

static const char **texts_of(const wijk_layer *layer, const char *name, wijk_error *err) {
  const wijk_column *column = wijk_layer_find(layer, name);
  if (!column || column->type == WIJK_COLUMN_NUMBER) {
    written_broken("a column of words is not there", name, err);
    return NULL;
  }
  return column->texts;
}

static wijk_status read_columns(written *w, wijk_error *err) {
  const wijk_layer *l = w->outcome->locations;
  w->count = l->row_count;
  w->id = texts_of(l, "id", err);
  w->zone = texts_of(l, "zone_key", err);
  w->was = texts_of(l, "form_before", err);
  w->is = texts_of(l, "form_after", err);
  w->x = l->geometry.x;
  w->y = l->geometry.y;
  const struct {
    const double **to;
    const char *name;
  } numbers[] = {{&w->places[0], "places_before"},   {&w->places[1], "places_after"},
                 {&w->people[0], "occupied_before"}, {&w->people[1], "occupied_after"},
                 {&w->stayed, "stayed_count"},       {&w->left, "left_count"},
                 {&w->gone, "gone_count"},           {&w->came, "came_count"},
                 {&w->fresh, "new_count"},           {&w->cost, "cost_eur"}};
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
    *numbers[k].to = numbers_of(l, numbers[k].name, err);
  return err->status;
}

static size_t find_form(const wijk_plan *plan, const char *name) {
  for (size_t f = 0; name && f < plan->problem.form_count; f++)
    if (strcmp(plan->forms[f], name) == 0)
      return f;
  return WIJK_NONE;
}

static int by_id(const void *context, size_t a, size_t b) {
  const wijk_plan_site *sites = context;
  return strcmp(sites[a].id, sites[b].id);
}

/* Each site of the plan is one row, and each row one site: both are in the order of their ids. */
static wijk_status find_sites(written *w, wijk_error *err) {
  const size_t n = w->plan->problem.site_count;
  w->site = WIJK_ARENA_ADD(w->arena, size_t, n, err);
  w->form = WIJK_ARENA_ADD(w->arena, size_t, n, err);
  w->opened = WIJK_ARENA_ADD(w->arena, bool, n, err);
  if (w->count != n)
    return written_broken("a site is missing, or there is one too many", NULL, err);
  if (!w->site || !w->form || !w->opened || wijk_sort(n, by_id, w->plan->sites, w->site, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < n; row++) {
    const wijk_site *site = &w->plan->problem.sites[w->site[row]];
    if (!w->id[row] || strcmp(w->id[row], w->plan->sites[w->site[row]].id) != 0)
      return written_broken("a site is missing, or not in its place", w->id[row], err);
    if (w->x[row] != site->x || w->y[row] != site->y)
      return written_broken("a site does not lie where it lies", w->id[row], err);
    w->form[row] = find_form(w->plan, w->is[row]);
    if ((w->form[row] == WIJK_NONE) != (w->is[row] == NULL) || find_form(w->plan, w->was[row]) != site->form)
      return written_broken("a site has a form that there is not, or had another", w->id[row], err);
    w->opened[row] = w->was[row] == NULL && w->is[row] != NULL;
  }
  return WIJK_OK;
}

/* ---- rules about one site ---- */

static wijk_status check_places(const written *w, size_t row, wijk_error *err) {
  const wijk_site *site = &w->plan->problem.sites[w->site[row]];
  const size_t form = w->form[row];
  const double now = w->was[row] ? site->places : 0, after = w->is[row] ? site->capacity[form] : 0;
  if (w->places[0][row] != now || w->places[1][row] != after || (w->is[row] && !(after > 0)))
    return written_broken("a location has other places than it has room for", w->id[row], err);
  if (w->people[0][row] != (w->was[row] ? site->occupied : 0))
    return written_broken("other people live at a location now", w->id[row], err);
  if (!(w->people[1][row] >= 0 && w->people[1][row] <= after && floor(w->people[1][row]) == w->people[1][row]))
    return written_broken("a location has more people than places", w->id[row], err);
  if (w->opened[row] || (w->is[row] && form != site->form)) {
    if (w->plan->problem.least && after < w->plan->problem.least[form])
      return written_broken("a location is opened that is smaller than its form may be", w->id[row], err);
    return w->cost[row] == site->cost[form] ? WIJK_OK : written_broken("a cost is another", w->id[row], err);
  }
  return isnan(w->cost[row]) ? WIJK_OK : written_broken("what does not change costs something", w->id[row], err);
}

static wijk_status check_must(const written *w, size_t row, wijk_error *err) {
  const wijk_site *site = &w->plan->problem.sites[w->site[row]];
  if ((site->stays && w->form[row] != site->form) || (site->closes && w->is[row] && w->form[row] == site->form))
    return written_broken("a location does not do what it must", w->id[row], err);
  if (w->stayed[row] > 0 && w->form[row] != site->form)
    return written_broken("people stay where their form does not", w->id[row], err);
  if (w->stayed[row] < 0 || w->left[row] < 0 || w->gone[row] < 0 || w->came[row] < 0 || w->fresh[row] < 0 ||
      w->people[0][row] != w->stayed[row] + w->left[row] + w->gone[row] ||
      w->people[1][row] != w->stayed[row] + w->came[row] + w->fresh[row])
    return written_broken("people of a location do not add up", w->id[row], err);
  return WIJK_OK;
}

/* What a newly opened site comes after is a location. */
static wijk_status check_after(const written *w, wijk_error *err) {
  const size_t *after = w->plan->problem.after;
  for (size_t row = 0; after && row < w->count; row++) {
    const size_t waits_for = after[w->site[row]];
    for (size_t k = 0; w->opened[row] && waits_for != WIJK_NONE && k < w->count; k++)
      if (w->site[k] == waits_for && !w->is[k])
        return written_broken("a location opens without the one it comes after", w->id[row], err);
  }
  return WIJK_OK;
}

/* ---- rules about more than one ---- */

static wijk_status check_spacing(const written *w, wijk_error *err) {
  const wijk_allocation_problem *p = &w->plan->problem;
  for (size_t a = 0; p->spacing && a < w->count; a++)
    for (size_t b = 0; b < a && w->form[a] != WIJK_NONE; b++) {
      const size_t form = w->form[a], one = w->site[a], other = w->site[b];
      if (w->form[b] != form || (p->sites[one].form == form && p->sites[other].form == form) ||
          (p->building && p->building[one] == p->building[other]))
        continue;
      if (hypot(w->x[a] - w->x[b], w->y[a] - w->y[b]) < p->spacing[form])
        return written_broken("two locations of one form are too near each other", w->id[a], err);
    }
  return WIJK_OK;
}

static wijk_status check_zones(const written *w, wijk_error *err) {
  const wijk_layer *zones = w->outcome->zones;
  const double *before = numbers_of(zones, "places_before", err), *after = numbers_of(zones, "places_after", err);
  for (size_t z = 0; err->status == WIJK_OK && z < w->plan->problem.zone_count; z++) {
    const char *key = w->plan->zones[z].key;
    const double allowed = w->plan->problem.zones[z].allowed;
    double places[2] = {0, 0};
    for (size_t row = 0; row < w->count; row++) {
      const bool here = w->zone[row] && strcmp(w->zone[row], key) == 0;
      places[0] += here ? w->places[0][row] : 0;
      places[1] += here ? w->places[1][row] : 0;
    }
    if (places[0] != before[z] || places[1] != after[z])
      written_broken("places of a zone are not those of its locations", key, err);
    else if (places[1] > fmax(allowed, places[0]) + 1e-9 && !isnan(allowed))
      written_broken("a zone has more places than its norm allows, and more than it had", key, err);
  }
  return err->status;
}

static wijk_status check_totals(const written *w, wijk_error *err) {
  const wijk_allocation_problem *p = &w->plan->problem;
  double cost = 0;
  size_t opened = 0;
  for (size_t row = 0; row < w->count; row++) {
    cost += isnan(w->cost[row]) ? 0 : w->cost[row];
    opened += w->opened[row];
  }
  if (cost > p->budget * (1 + 1e-12))
    return written_broken("it costs more than the budget", NULL, err);
  if (opened < p->open_least || opened > p->open_most)
    return written_broken("more or fewer locations are opened than may be", NULL, err);
  return WIJK_OK;
}

/* Every location lies in the zone that the plan says, and that zone is in the layer of zones. */
static wijk_status check_keys(const written *w, wijk_error *err) {
  const wijk_column *key = wijk_layer_find_role(w->outcome->zones, "key");
  for (size_t row = 0; row < w->count; row++) {
    const size_t zone = w->plan->problem.sites[w->site[row]].zone;
    const char *expected = zone == WIJK_NONE ? NULL : w->plan->zones[zone].key;
    if ((expected == NULL) != (w->zone[row] == NULL) || (expected && strcmp(expected, w->zone[row]) != 0))
      return written_broken("a location lies in another zone", w->id[row], err);
  }
  for (size_t z = 0; z < w->plan->problem.zone_count; z++)
    if (w->outcome->zones->row_count != w->plan->problem.zone_count ||
        (key && (!key->texts[z] || strcmp(key->texts[z], w->plan->zones[z].key) != 0)))
      return written_broken("a zone is not in its place", w->plan->zones[z].key, err);
  return WIJK_OK;
}

wijk_status wijk_outcome_check(const wijk_plan *plan, const wijk_outcome *outcome, wijk_arena *arena, wijk_error *err) {
  written w = {.plan = plan, .outcome = outcome, .arena = arena};
  if (read_columns(&w, err) != WIJK_OK || find_sites(&w, err) != WIJK_OK)
    return err->status;
  for (size_t row = 0; row < w.count; row++)
    if (check_places(&w, row, err) != WIJK_OK || check_must(&w, row, err) != WIJK_OK)
      return err->status;
  if (check_after(&w, err) != WIJK_OK || check_spacing(&w, err) != WIJK_OK || check_keys(&w, err) != WIJK_OK ||
      check_zones(&w, err) != WIJK_OK || check_totals(&w, err) != WIJK_OK || written_check_flows(&w, err) != WIJK_OK ||
      written_check_forms(&w, err) != WIJK_OK)
    return err->status;
  return written_check_actions(&w, err);
}
