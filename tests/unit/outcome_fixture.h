/* SPDX-License-Identifier: EUPL-1.2 */
/* The outcome of the city worked out by hand, and its cells by name. To be included behind cmocka. */
#ifndef WIJK_TEST_OUTCOME_FIXTURE_H
#define WIJK_TEST_OUTCOME_FIXTURE_H

#include <wijk/outcome.h>

#include "plan_fixture.h"

static wijk_arena *arena;
static plan_fixture hand;

static inline int open_arena(void **state) {
  wijk_error err = {0};
  *state = arena = wijk_arena_new(&err);
  if (arena)
    plan_fixture_make(&hand, arena);
  return arena ? 0 : -1;
}

static inline int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

static inline wijk_outcome make(bool dutch) {
  wijk_outcome outcome = {0};
  wijk_error err = {0};
  if (wijk_outcome_make(&hand.plan, &hand.allocation, dutch, arena, &outcome, &err) != WIJK_OK)
    fail_msg("%s", err.message);
  return outcome;
}

static inline const wijk_column *column(const wijk_layer *layer, const char *name) {
  const wijk_column *found = wijk_layer_find(layer, name);
  if (!found)
    fail_msg("no column %s", name);
  return found;
}

static inline double number(const wijk_layer *layer, const char *name, size_t row) {
  return column(layer, name)->numbers[row];
}

#endif
