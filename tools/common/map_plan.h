/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to a map: what is shown of which layers, on what page. */
#ifndef WIJK_TOOLS_MAP_PLAN_H
#define WIJK_TOOLS_MAP_PLAN_H

#include "common/map_columns.h"

typedef struct map_plan {
  wijk_map_request request;
  map_columns columns;
  const char *legend; /* --legend */
  wijk_atlas_request atlas;
  double dpi;
  double breaks[WIJK_CLASSES_MOST + 1];
} map_plan;

/* What any page has: words, date, theme and size. */
wijk_status map_plan_page(run *run, map_plan *plan, wijk_error *err);
/* Everything but layers. WIJK_USAGE for an option that cannot be. */
wijk_status map_plan_parse(run *run, map_plan *plan, wijk_error *err);
/* Zones (the operand), the columns to show, zoning and facilities; and the source line where none was given. */
wijk_status map_plan_load(run *run, map_plan *plan, wijk_error *err);
/* The zones of the operand, as they are and as they have passed the gate. */
wijk_status map_plan_zones(run *run, wijk_layer **whole, wijk_layer **passed, wijk_error *err);
/* The names of the files as source line, when the user gives none. */
wijk_status map_plan_sources(run *run, map_plan *plan, wijk_error *err);
/* Makes map `k` of the series the one that the request asks for. */
void map_plan_turn(map_plan *plan, size_t k);
/* Findings for what the map leaves out; `part` is the one of a series, or NULL. */
wijk_status map_plan_note(run *run, const wijk_map_result *map, const char *part, wijk_error *err);

#endif
