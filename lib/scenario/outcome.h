/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of an outcome share: what becomes of each site, words, and columns with titles. */
#ifndef WIJK_SCENARIO_OUTCOME_H
#define WIJK_SCENARIO_OUTCOME_H

#include <wijk/outcome.h>

typedef enum outcome_action {
  OUTCOME_STAYS,
  OUTCOME_OPENS,
  OUTCOME_CLOSES,
  OUTCOME_CONVERTS,
  OUTCOME_MOVES,
  OUTCOME_UNUSED,
  OUTCOME_ACTIONS
} outcome_action;
const char *outcome_action_word(outcome_action action, bool dutch);
const char *outcome_origin_word(wijk_origin origin, bool dutch);

/* What becomes of one site. */
typedef struct outcome_site {
  outcome_action action;
  double places_before, places_after;
  double stayed, left, gone, came, fresh; /* people; `fresh` are new */
  double cost;                            /* NaN where nothing opens or changes */
} outcome_site;

/* An outcome under way. */
typedef struct outcome_work {
  const wijk_plan *plan;
  const wijk_allocation *allocation;
  bool dutch;
  wijk_arena *arena;
  outcome_site *sites;
  size_t *order; /* of the sites: by id */
} outcome_work;
wijk_status outcome_work_open(const wijk_plan *plan, const wijk_allocation *allocation, bool dutch, wijk_arena *arena,
                              outcome_work *work, wijk_error *err);

/* Places of each zone, [zone_count]; what lies in no zone is in none. */
void outcome_zone_places(const wijk_plan *plan, const outcome_site *sites, bool after, double *places);

/* ---- columns ---- */

typedef struct outcome_column {
  const char *name, *nl, *en, *unit_nl, *unit_en;
  char type; /* 't' text, 'c' code, 'n' number, 'w' whole, 'p' whole people, 's' a share of people */
} outcome_column;
wijk_status outcome_columns_add(wijk_layer *layer, const outcome_column *columns, size_t count, wijk_error *err);

/* What the zones are called and where they lie, as they came (key, name, residents, water, land), and columns behind
 * that, whose names win. */
wijk_layer *outcome_zone_layer(const wijk_layer *zones, const char *name, const outcome_column *columns, size_t count,
                               wijk_arena *arena, wijk_error *err);

/* A text, or a number or why there is none. */
void outcome_set_text(wijk_layer *layer, size_t column, size_t row, const char *text);
void outcome_set(wijk_layer *layer, size_t column, size_t row, double value, wijk_reason why_not);

/* A layer's geometry of at most one line a row; rows are added one after another. No line where both ends are one. */
wijk_status outcome_lines_open(wijk_layer *layer, wijk_arena *arena, wijk_error *err);
void outcome_line_add(wijk_layer *layer, size_t row, double from_x, double from_y, double to_x, double to_y);

/* ---- parts ---- */

wijk_status outcome_locations(const outcome_work *work, wijk_layer **locations, wijk_error *err);
wijk_status outcome_flows(const outcome_work *work, wijk_layer **flows, wijk_error *err);
wijk_status outcome_zones(const outcome_work *work, wijk_layer **zones, wijk_error *err);
wijk_status outcome_actions(const outcome_work *work, wijk_layer **actions, size_t *waiting, wijk_error *err);
wijk_status outcome_demand(const outcome_work *work, wijk_layer **demand, wijk_error *err);

/* An action and when it can be done. */
typedef struct outcome_step {
  outcome_action action;
  size_t site, move; /* of a move: where it is from, and which; else WIJK_NONE */
  const char *date;  /* NULL = at once */
} outcome_step;
/* All of them in the order in which they can be done; `*waiting` could not wait for all they should. */
wijk_status outcome_steps(const outcome_work *work, outcome_step **steps, size_t *count, size_t *waiting,
                          wijk_error *err);

#endif
