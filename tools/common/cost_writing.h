/* SPDX-License-Identifier: EUPL-1.2 */
/* What the sheets of cases share: figures as people read them, and the lines at the foot. */
#ifndef WIJK_TOOLS_COST_WRITING_H
#define WIJK_TOOLS_COST_WRITING_H

#include "common/program.h"

enum { COST_LINES_MOST = 24, COST_MOVES_APART = 12 };

/* A page under way. */
typedef struct cost_writing {
  run *run;
  const wijk_costs *costs;
  const wijk_cost_entry *e;
  const wijk_theme *theme;
  wijk_arena *arena; /* of the page */
  bool dutch;
  wijk_sheet_line lines[COST_LINES_MOST];
  size_t line_count;
} cost_writing;

/* "€ 1.234", "-€ 1.234"; NULL for what is not known. */
const char *cost_euros(const cost_writing *w, double value, wijk_error *err);
/* Whole numbers without decimals, others with two at most. */
const char *cost_count(const cost_writing *w, double value, wijk_error *err);

/* At the foot: how it is reckoned and what of the entry is not counted; from which sources; and whose the choice is. */
const char *cost_method(const cost_writing *w, wijk_error *err);
const char *cost_sources(const cost_writing *w, wijk_error *err);
const char *cost_closing(const cost_writing *w);

/* cost_moves.c: whether a scenario, entries `first` up to `end`, has so many moves that they stand in a list together;
 * and its pages. */
bool cost_moves_are_listed(const wijk_costs *costs, size_t first, size_t end);
wijk_status cost_moves_draw(cost_writing *w, size_t first, size_t end, wijk_document *document, wijk_error *err);

#endif
