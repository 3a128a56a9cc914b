/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/parting.h"
#include "draw/round.h"
#include <math.h>
#include <string.h>

/* Classes while their limits are moved about a midpoint. */
typedef struct parting {
  double breaks[WIJK_CLASSES_MOST + 1];
  size_t count; /* of breaks */
} parting;

static void insert_break(parting *p, size_t at, double value) {
  memmove(p->breaks + at + 1, p->breaks + at, (p->count - at) * sizeof *p->breaks);
  p->breaks[at] = value;
  p->count++;
}

static void remove_break(parting *p, size_t at) {
  memmove(p->breaks + at, p->breaks + at + 1, (p->count - at - 1) * sizeof *p->breaks);
  p->count--;
}

static size_t find_break(const parting *p, double value) {
  size_t k = 0;
  while (k < p->count && p->breaks[k] != value)
    k++;
  return k;
}

/* The midpoint takes the place of the break nearest to it, so that no class lies on both sides. */
static void part_at(parting *p, double midpoint) {
  size_t nearest = 0;
  if (!(midpoint > p->breaks[0] && midpoint < p->breaks[p->count - 1]))
    return;
  for (size_t k = 1; k + 1 < p->count; k++)
    if (nearest == 0 || fabs(p->breaks[k] - midpoint) < fabs(p->breaks[nearest] - midpoint))
      nearest = k;
  if (nearest == 0)
    insert_break(p, 1, midpoint);
  else
    p->breaks[nearest] = midpoint;
}

/* Values at the midpoint itself, as "no difference" is, become a class of their own: neither side's. */
static bool part_off(parting *p, double midpoint, const double *values, size_t count) {
  size_t equal = 0, k = find_break(p, midpoint);
  double above = HUGE_VAL;
  for (size_t i = 0; i < count; i++) {
    equal += values[i] == midpoint;
    above = values[i] > midpoint && values[i] < above ? values[i] : above;
  }
  if (equal == 0 || isinf(above) || k + 1 >= p->count)
    return false;
  bool last = k + 2 == p->count; /* the last class has its upper limit too */
  if (last ? p->breaks[k + 1] < above : p->breaks[k + 1] <= above)
    return true;
  if (p->count > WIJK_CLASSES_MOST)
    return false;
  double most = above < p->breaks[p->count - 1] ? above : midpoint + (above - midpoint) / 2;
  insert_break(p, k + 1, wijk_round_between(midpoint, most, most));
  return true;
}

wijk_status classes_part(double midpoint, const double *values, size_t count, wijk_classes *classes, int *still,
                         wijk_error *err) {
  parting p = {.count = classes->count + 1};
  if (classes->count == 0)
    return WIJK_OK;
  memcpy(p.breaks, classes->breaks, p.count * sizeof *p.breaks);
  part_at(&p, midpoint);
  bool apart = part_off(&p, midpoint, values, count);
  for (bool again = true; again;) {
    again = false;
    if (wijk_classes_compute(values, count, WIJK_CLASSES_FIXED, 0, p.breaks, p.count, classes, err) != WIJK_OK)
      return err->status;
    for (size_t k = 0; k < classes->count && !again; k++)
      if (classes->members[k] == 0 && p.count > 2) {
        bool drop_lower = k > 0 && (p.breaks[k + 1] == midpoint || k + 2 == p.count);
        remove_break(&p, drop_lower ? k : k + 1);
        again = true;
      }
  }
  *still = apart ? (int)find_break(&p, midpoint) : -1;
  return WIJK_OK;
}
