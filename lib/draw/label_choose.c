/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/label_leader.h"
#include <math.h>

#define ROUNDS_MOST 40

static double side_of(double ax, double ay, double bx, double by, double x, double y) {
  return (bx - ax) * (y - ay) - (by - ay) * (x - ax);
}

static bool lines_cross(const label *a, const label *b) {
  double a1 = side_of(b->dot_x, b->dot_y, b->end_x, b->end_y, a->dot_x, a->dot_y);
  double a2 = side_of(b->dot_x, b->dot_y, b->end_x, b->end_y, a->end_x, a->end_y);
  double b1 = side_of(a->dot_x, a->dot_y, a->end_x, a->end_y, b->dot_x, b->dot_y);
  double b2 = side_of(a->dot_x, a->dot_y, a->end_x, a->end_y, b->end_x, b->end_y);
  return (a1 > 0) != (a2 > 0) && (b1 > 0) != (b2 > 0);
}

/* A line too near to another's dot would seem to end there. */
static bool line_meets_dot(const label *line, const label *dot, double clear_mm) {
  draw_box box = {dot->dot_x, dot->dot_y, 0, 0};
  return line_meets_box(line->dot_x, line->dot_y, line->end_x, line->end_y, &box, 2 * clear_mm);
}

static bool places_meet(const leader_place *p, const leader_place *q, double clear_mm) {
  if (!boxes_meet(&p->hull, &q->hull, 2 * clear_mm))
    return false;
  const label *a = &p->label, *b = &q->label;
  return boxes_meet(&a->box, &b->box, clear_mm) || lines_cross(a, b) || line_meets_dot(a, b, clear_mm) ||
         line_meets_dot(b, a, clear_mm) || line_meets_box(a->dot_x, a->dot_y, a->end_x, a->end_y, &b->box, clear_mm) ||
         line_meets_box(b->dot_x, b->dot_y, b->end_x, b->end_y, &a->box, clear_mm);
}

static double cost_of(const leader_choice *choice, size_t place) {
  return place < choice->place_count ? choice->places[place].cost : choice->left_out;
}

/* How many of the others' chosen places it meets, and the last of them; `skip` is as if not there. */
static size_t count_meetings(const leader_choice *choices, size_t count, const leader_place *place, size_t self,
                             size_t skip, double clear_mm, size_t *last) {
  size_t met = 0;
  for (size_t j = 0; j < count && met < 2; j++) {
    const leader_choice *other = &choices[j];
    if (j == self || j == skip || other->chosen == other->place_count ||
        !places_meet(place, &other->places[other->chosen], clear_mm))
      continue;
    met++;
    *last = j;
  }
  return met;
}

/* The cheapest place for `self` that meets nobody, nor `beside`, while `skip` is not there; place_count = none. */
static size_t find_free(const leader_choice *choices, size_t count, size_t self, size_t skip,
                        const leader_place *beside, double clear_mm) {
  size_t place = 0, last;
  const leader_choice *choice = &choices[self];
  while (place < choice->place_count &&
         ((beside && places_meet(&choice->places[place], beside, clear_mm)) ||
          count_meetings(choices, count, &choice->places[place], self, skip, clear_mm, &last) > 0))
    place++;
  return place;
}

/* The best change for one: to another place, and whoever stands in the way to the next best of its own. */
static bool improve(leader_choice *choices, size_t count, size_t self, double clear_mm) {
  leader_choice *choice = &choices[self];
  double best = -1e-9;
  size_t to = choice->chosen, moved = count, moved_to = 0;
  for (size_t place = 0; place < choice->place_count; place++) {
    double change = cost_of(choice, place) - cost_of(choice, choice->chosen);
    if (change >= best)
      break; /* they come cheapest first, and whoever has to move cannot gain by it */
    size_t other = count;
    size_t met = count_meetings(choices, count, &choice->places[place], self, self, clear_mm, &other);
    if (met > 1)
      continue;
    size_t other_to = 0;
    if (met == 1) {
      other_to = find_free(choices, count, other, self, &choice->places[place], clear_mm);
      change += cost_of(&choices[other], other_to) - cost_of(&choices[other], choices[other].chosen);
    }
    if (change >= best)
      continue;
    best = change;
    to = place;
    moved = met == 1 ? other : count;
    moved_to = other_to;
  }
  if (to == choice->chosen)
    return false;
  choice->chosen = to;
  if (moved < count)
    choices[moved].chosen = moved_to;
  return true;
}

void leaders_choose(leader_choice *choices, size_t count, double clear_mm) {
  for (size_t i = 0; i < count; i++)
    choices[i].chosen = choices[i].place_count;
  for (size_t i = 0; i < count; i++)
    choices[i].chosen = find_free(choices, count, i, i, NULL, clear_mm);
  bool better = true;
  for (int round = 0; round < ROUNDS_MOST && better; round++) {
    better = false;
    for (size_t i = 0; i < count; i++)
      better |= improve(choices, count, i, clear_mm);
  }
}
