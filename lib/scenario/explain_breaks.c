/* SPDX-License-Identifier: EUPL-1.2 */
/* Which rule breaks when actions are undone, and whose action needs them. */
#include "scenario/explain.h"
#include <math.h>

static double places_after(const wijk_allocation_problem *p, const wijk_allocation *a, size_t site) {
  return a->form[site] == WIJK_NONE ? 0 : p->sites[site].capacity[a->form[site]];
}

static double places_before(const wijk_allocation_problem *p, size_t site) {
  return p->sites[site].form == WIJK_NONE ? 0 : p->sites[site].places;
}

/* The zone whose norm breaks; needed by what adds most places there. */
static bool norm_breaks(const wijk_allocation_problem *p, const wijk_allocation *a, const bool *undone, size_t zone,
                        size_t *needed_by) {
  double after = 0, before = 0, most = 0;
  if (isnan(p->zones[zone].allowed))
    return false;
  *needed_by = WIJK_NONE;
  for (size_t i = 0; i < p->site_count; i++) {
    if (p->sites[i].zone != zone)
      continue;
    const double now = places_before(p, i), then = places_after(p, a, i);
    after += then;
    before += now;
    if (!undone[i] && then - now > most) {
      most = then - now;
      *needed_by = i;
    }
  }
  return after > fmax(p->zones[zone].allowed, before) + 1e-9;
}

static bool too_near(const wijk_allocation_problem *p, const wijk_allocation *a, size_t i, size_t k) {
  const wijk_site *s = &p->sites[i], *t = &p->sites[k];
  const size_t form = a->form[i];
  const bool one_building = p->building && p->building[i] == p->building[k];
  return i != k && form != WIJK_NONE && a->form[k] == form && !(s->form == form && t->form == form) && !one_building &&
         hypot(s->x - t->x, s->y - t->y) < p->spacing[form];
}

static bool is_new(const wijk_allocation_problem *p, const wijk_allocation *a, size_t site) {
  return p->sites[site].form == WIJK_NONE && a->form[site] != WIJK_NONE;
}

static bool site_breaks(const wijk_allocation_problem *p, const wijk_allocation *a, size_t i, wijk_clash *rule,
                        size_t *needed_by) {
  for (size_t k = 0; k < p->site_count; k++) {
    if (p->spacing && too_near(p, a, i, k)) {
      *rule = (wijk_clash){WIJK_RULE_SPACING, a->form[i]};
      *needed_by = k;
      return true;
    }
    if (p->after && p->after[k] == i && is_new(p, a, k) && a->form[i] == WIJK_NONE) {
      *rule = (wijk_clash){WIJK_RULE_AFTER, k};
      *needed_by = k;
      return true;
    }
  }
  return false;
}

bool explain_find_break(const wijk_allocation_problem *p, const wijk_allocation *a, const bool *undone,
                        wijk_clash *rule, size_t *needed_by) {
  size_t opened = 0;
  *needed_by = WIJK_NONE;
  for (size_t i = 0; i < p->site_count; i++) {
    opened += is_new(p, a, i);
    if (!undone[i])
      continue;
    if (p->sites[i].zone != WIJK_NONE && norm_breaks(p, a, undone, p->sites[i].zone, needed_by)) {
      *rule = (wijk_clash){WIJK_RULE_NORM, p->sites[i].zone};
      return true;
    }
    if (site_breaks(p, a, i, rule, needed_by))
      return true;
  }
  *needed_by = WIJK_NONE;
  if (opened < p->open_least) {
    *rule = (wijk_clash){WIJK_RULE_OPENED, 0};
    return true;
  }
  for (size_t f = 0; f < p->form_count && p->unmet; f++)
    if (a->unmet[f] > p->unmet[f]) {
      *rule = (wijk_clash){WIJK_RULE_UNMET, f};
      return true;
    }
  return false;
}
