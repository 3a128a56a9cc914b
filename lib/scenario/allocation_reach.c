/* SPDX-License-Identifier: EUPL-1.2 */
/* Which numbers of places a zone can have: its sites have all the places of a form, or none. */
#include "scenario/allocation.h"
#include <math.h>
#include <string.h>

/* Places of a zone beyond which any whole number is taken to be possible. */
enum { PLACES_TOLD_APART = 100000 };

static size_t most_places(const wijk_allocation_problem *p, size_t site) {
  double most = 0;
  for (size_t f = 0; f < p->form_count; f++)
    most = fmax(most, p->sites[site].capacity[f]);
  return (size_t)most;
}

/* To what can be had with the sites so far, one more site is added, from many places down. */
static size_t add_site(const wijk_allocation_problem *p, size_t site, bool *can, size_t most) {
  const size_t more = most + most_places(p, site);
  for (size_t n = more + 1; n-- > 0;)
    for (size_t f = 0; f < p->form_count && !can[n]; f++) {
      const size_t places = (size_t)p->sites[site].capacity[f];
      can[n] = places > 0 && places <= n && can[n - places];
    }
  return more;
}

static wijk_status find_reach(allocation_work *w, size_t zone, wijk_error *err) {
  const wijk_allocation_problem *p = w->p;
  size_t most = 0;
  for (size_t i = 0; i < p->site_count; i++)
    most += p->sites[i].zone == zone ? most_places(p, i) : 0;
  w->most[zone] = (double)most;
  if (most > PLACES_TOLD_APART)
    return WIJK_OK;
  bool *can = w->reach[zone] = WIJK_ARENA_ADD(w->arena, bool, most + 1, err);
  if (!can)
    return err->status;
  can[0] = true;
  most = 0;
  for (size_t i = 0; i < p->site_count; i++)
    if (p->sites[i].zone == zone)
      most = add_site(p, i, can, most);
  return WIJK_OK;
}

wijk_status allocation_find_reach(allocation_work *w, wijk_error *err) {
  w->reach = WIJK_ARENA_ADD(w->arena, bool *, w->p->zone_count, err);
  w->most = WIJK_ARENA_ADD(w->arena, double, w->p->zone_count, err);
  for (size_t z = 0; z < w->p->zone_count && err->status == WIJK_OK; z++)
    find_reach(w, z, err);
  return err->status;
}

double allocation_reach(const allocation_work *w, size_t zone, double limit) {
  double places = fmin(w->most[zone], floor(limit + 1e-9 * fmax(1, limit)));
  if (w->reach[zone])
    while (places > 0 && !w->reach[zone][(size_t)places])
      places--;
  return places;
}
