/* SPDX-License-Identifier: EUPL-1.2 */
/* Names beside their zone: the places that each could take, before and after all are chosen together. */
#ifndef WIJK_DRAW_LABEL_LEADER_H
#define WIJK_DRAW_LABEL_LEADER_H

#include "draw/label_zone.h"

#define LEADER_PLACES 40

typedef struct leader_place {
  label label;
  draw_box hull; /* of name and leader */
  double cost;   /* mm of leader, and what else is disliked */
} leader_place;

typedef struct leader_choice {
  size_t request;
  leader_place *places; /* cheapest first */
  size_t place_count;
  size_t chosen;   /* place_count = none */
  double left_out; /* what that costs */
} leader_choice;

/* label_choose.c: one place for each, or none, so that no two meet: first the cheapest that is free, then whatever
 * change of one, or of one and the one in its way, makes all together cheaper, until none does. A name left out costs
 * more than any leader. */
void leaders_choose(leader_choice *choices, size_t count, double clear_mm);

#endif
