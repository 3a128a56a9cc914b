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

/* What lies where: how many values at the midpoint, and those nearest to it on either side (infinite = none). */
typedef struct sides {
  size_t equal;
  double below, above;
} sides;

static sides look(double midpoint, const double *values, size_t count) {
  sides s = {0, -HUGE_VAL, HUGE_VAL};
  for (size_t i = 0; i < count; i++) {
    s.equal += values[i] == midpoint;
    s.below = values[i] < midpoint && values[i] > s.below ? values[i] : s.below;
    s.above = values[i] > midpoint && values[i] < s.above ? values[i] : s.above;
  }
  return s;
}

/* Values at the midpoint, with others above it, become a class [midpoint, b). In return two classes on the side that
 * has more become one, so that there are as many as were asked for. */
static void part_off_below(parting *p, double midpoint, double above) {
  size_t k = find_break(p, midpoint);
  if (k == p->count) { /* a rounded limit lies under it: no value does */
    p->breaks[0] = midpoint;
    k = 0;
  }
  bool last = k + 2 == p->count; /* the last class has its upper limit too */
  if ((last ? p->breaks[k + 1] < above : p->breaks[k + 1] <= above) || p->count > WIJK_CLASSES_MOST)
    return;
  double most = above < p->breaks[p->count - 1] ? above : midpoint + (above - midpoint) / 2;
  insert_break(p, k + 1, wijk_round_between(midpoint, most, most));
  size_t over = p->count - 2 - k;
  if (over >= k && over >= 2)
    remove_break(p, k + 2);
  else if (k >= 2)
    remove_break(p, k - 1);
}

/* The same where nothing lies above: (b, midpoint]. */
static void part_off_above(parting *p, double midpoint, double below) {
  while (p->count > 2 && p->breaks[p->count - 2] >= midpoint)
    p->count--;
  p->breaks[p->count - 1] = midpoint;
  if (p->breaks[p->count - 2] > below || p->count > WIJK_CLASSES_MOST)
    return;
  double middle = below + (midpoint - below) / 2;
  insert_break(p, p->count - 1, wijk_round_between(below, middle, middle));
  if (p->count > 3)
    remove_break(p, p->count - 3);
}

/* An empty class joins a neighbour on its side of the midpoint; at an end the range just ends sooner. */
static bool drop_empty(parting *p, const wijk_classes *classes, double midpoint) {
  for (size_t k = 0; k < classes->count && p->count > 2; k++) {
    if (classes->members[k] > 0)
      continue;
    bool lower = k == 0 || (k + 1 < classes->count && p->breaks[k] != midpoint);
    remove_break(p, lower ? k : k + 1);
    return true;
  }
  return false;
}

wijk_status classes_part(double midpoint, const double *values, size_t count, wijk_classes *classes, int *still,
                         wijk_error *err) {
  parting p = {.count = classes->count + 1};
  *still = -1;
  if (classes->count == 0)
    return WIJK_OK;
  memcpy(p.breaks, classes->breaks, p.count * sizeof *p.breaks);
  if (p.count == 2 && p.breaks[0] == p.breaks[1]) { /* one value */
    *still = p.breaks[0] == midpoint ? 0 : -1;
    return WIJK_OK;
  }
  if (p.count > 2 && p.breaks[p.count - 2] == p.breaks[p.count - 1]) /* a last class of one value */
    remove_break(&p, p.count - 2);
  const sides s = look(midpoint, values, count);
  part_at(&p, midpoint);
  if (s.equal > 0 && !isinf(s.above))
    part_off_below(&p, midpoint, s.above);
  else if (s.equal > 0 && !isinf(s.below))
    part_off_above(&p, midpoint, s.below);
  do {
    if (wijk_classes_compute(values, count, WIJK_CLASSES_FIXED, 0, p.breaks, p.count, classes, err) != WIJK_OK)
      return err->status;
  } while (drop_empty(&p, classes, midpoint));
  int k = wijk_classes_find(classes, midpoint);
  if (k >= 0 && s.equal > 0 && classes->members[k] == s.equal)
    *still = k;
  return WIJK_OK;
}
