/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics/family.h"

/* Which zones there are, whatever is known of x_i. */
static bool in_ratio(const wijk_subject *subject, size_t zone) {
  return wijk_ratio_reason(subject, zone) == WIJK_PRESENT;
}

static bool on_land(const wijk_subject *subject, size_t zone) {
  return !subject->water[zone] && subject->land_km2[zone] > 0;
}

static bool settled(const wijk_subject *subject, size_t zone) {
  return in_ratio(subject, zone) && subject->land_km2[zone] > 0 &&
         (subject->zones == NULL || wijk_layer_area(subject->zones, zone) > 0);
}

/* `none` = why there is no zone where not one `holds`. */
static wijk_status collect(const wijk_subject *subject, bool (*holds)(const wijk_subject *, size_t), wijk_reason none,
                           wijk_arena *scratch, wijk_universe *universe, wijk_error *err) {
  const size_t n = subject->zone_count;
  wijk_universe u = {.zone = WIJK_ARENA_ADD(scratch, size_t, n, err),
                     .x = WIJK_ARENA_ADD(scratch, double, n, err),
                     .t = WIJK_ARENA_ADD(scratch, double, n, err),
                     .a = WIJK_ARENA_ADD(scratch, double, n, err)};
  if (u.zone == NULL || u.x == NULL || u.t == NULL || u.a == NULL) {
    return WIJK_MEMORY;
  }
  u.none = none;
  u.empty = wijk_group_empty(subject);
  for (size_t i = 0; i < n; i++) {
    if (!holds(subject, i)) {
      continue;
    }
    if (wijk_group_reason(subject, i) != WIJK_PRESENT) {
      u.none = wijk_group_unknown(subject);
      continue;
    }
    const size_t k = u.count++;
    u.zone[k] = i;
    u.x[k] = subject->group[i];
    u.t[k] = subject->residents[i];
    u.a[k] = subject->land_km2[i];
    u.x_sum += u.x[k];
    u.t_sum += u.t[k];
    u.a_sum += u.a[k];
    u.exceeding += u.x[k] > u.t[k];
  }
  *universe = u;
  return WIJK_OK;
}

wijk_status wijk_universe_ratio(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                                wijk_error *err) {
  return collect(subject, in_ratio, WIJK_REASON_NO_RESIDENTS, scratch, universe, err);
}

wijk_status wijk_universe_land(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                               wijk_error *err) {
  return collect(subject, on_land, WIJK_REASON_NO_LAND, scratch, universe, err);
}

wijk_status wijk_universe_settled(const wijk_subject *subject, wijk_arena *scratch, wijk_universe *universe,
                                  wijk_error *err) {
  return collect(subject, settled, WIJK_REASON_NO_RESIDENTS, scratch, universe, err);
}

wijk_reason wijk_universe_reason(const wijk_universe *u) {
  return u->count == 0 ? u->none : !(u->x_sum > 0) ? u->empty : u->count == 1 ? WIJK_REASON_TOO_FEW : WIJK_PRESENT;
}

double wijk_city_per_1000(const wijk_subject *subject) {
  double x = 0, t = 0;
  for (size_t i = 0; i < subject->zone_count; i++) {
    if (in_ratio(subject, i) && wijk_group_reason(subject, i) == WIJK_PRESENT) {
      x += subject->group[i];
      t += subject->residents[i];
    }
  }
  return t > 0 ? 1000 * x / t : NAN;
}
