/* SPDX-License-Identifier: EUPL-1.2 */
/* One drawing of the borders: areas with what the indices of the city need. */
#ifndef WIJK_METRICS_LEVEL_H
#define WIJK_METRICS_LEVEL_H

#include <wijk/metric.h>

/* The run whose figures are made again. */
typedef struct wijk_rerun {
  const wijk_subject *subject;
  const wijk_subject_sources *sources;
  const wijk_metric_request *request;
  wijk_arena *arena;
  wijk_report *report;
} wijk_rerun;

/* The level's column of x_i, where the run has a group_field. */
#define WIJK_LEVEL_GROUP "level group"

/* The areas with residents (or total_field), group_field and the column of --value of their own where they have them,
 * else with those of the zones spread over them (spread.h). Their land is that of their field; of areas without one the
 * polygon's, unless the zones' land is known by a field: then the zones' is spread, so that water counts in neither.
 * Of cells (`cells`) those stay where somebody lives or a facility is; of other areas those of which a hundredth lies
 * in the zones. Says in the report how many there are and how they came by their residents: a warning where these are
 * not about those of the zones. WIJK_DATA where areas and zones have nothing in common. */
wijk_status wijk_level_new(const wijk_rerun *again, const wijk_layer *areas, const char *name, bool cells,
                           const wijk_layer *facilities, wijk_layer **level, wijk_error *err);

/* What --value names at the level: a figure, a column that its areas have too, or one that was spread over them. */
const char *wijk_level_value(const wijk_rerun *again, const wijk_layer *level);

#endif
