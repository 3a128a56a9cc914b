/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies over and under the zones of a map: from options to layers, and from omissions to findings. */
#ifndef WIJK_TOOLS_MAP_OVERLAYS_H
#define WIJK_TOOLS_MAP_OVERLAYS_H

#include "common/program.h"

/* Reads --water, --roads, --neighbours, --flows and --proposals. WIJK_DATA for a source whose shapes are of another
 * kind, and for weights that are none; WIJK_USAGE for flows in the public edition. */
wijk_status map_overlays_load(run *run, wijk_map_request *request, wijk_error *err);
/* Findings for what of them the map leaves out; `before` and `between` name the map of a series. */
wijk_status map_overlays_note(run *run, const wijk_map_result *map, const char *before, const char *between,
                              wijk_error *err);

/* The same of all pages of an atlas together: what one page leaves out another may show. */
void map_overlays_add(wijk_map_result *all, const wijk_map_result *page, bool first);
wijk_status map_overlays_note_atlas(run *run, wijk_map_result *all, const wijk_map_request *request, wijk_error *err);

#endif
