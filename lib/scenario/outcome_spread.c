/* SPDX-License-Identifier: EUPL-1.2 */
#include "scenario/outcome_spread.h"
#include "metrics/indices.h"

static wijk_reason no_group(wijk_reason reason) {
  return reason == WIJK_REASON_NO_GROUP ? WIJK_REASON_NO_PLACES : reason;
}

wijk_status outcome_spread(const wijk_layer *zones, const char *places, wijk_arena *arena, outcome_index *gini,
                           outcome_index *segregation, wijk_error *err) {
  wijk_report unread; /* what is to be said of the zones was said when they were read */
  wijk_subject subject;
  wijk_universe land, settled;
  wijk_ascending ascending;
  const wijk_subject_sources sources = {.zones = zones, .group_field = places, .seed = 1};
  *gini = *segregation = (outcome_index){NAN, WIJK_REASON_MISSING};
  if (zones->row_count == 0 || !wijk_layer_find_role(zones, "residents"))
    return WIJK_OK;
  if (wijk_report_new("", arena, &unread, err) != WIJK_OK ||
      wijk_subject_new(&sources, arena, &unread, &subject, err) != WIJK_OK ||
      wijk_universe_land(&subject, arena, &land, err) != WIJK_OK ||
      wijk_universe_ratio(&subject, arena, &settled, err) != WIJK_OK ||
      wijk_ascending_new(zones->row_count, arena, &ascending, err) != WIJK_OK)
    return err->status;
  gini->why_not = no_group(wijk_universe_reason(&land));
  segregation->why_not = no_group(wijk_index_two_groups(&settled));
  if (gini->why_not == WIJK_PRESENT)
    gini->value = wijk_index_gini(&land, &ascending);
  if (segregation->why_not == WIJK_PRESENT)
    segregation->value = wijk_index_gini_segregation(&settled, &ascending);
  return WIJK_OK;
}
