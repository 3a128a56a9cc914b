/* SPDX-License-Identifier: EUPL-1.2 */
/* The zone's class on the zoning map. */
#include "metrics/family.h"

static const wijk_metric metrics[] = {
    {"zone_class", WIJK_METRIC_ZONE, WIJK_PART_NONE, WIJK_METRIC_TEXT, WIJK_NEEDS_ZONING, 0, "Zoneklasse", "Zone class",
     NULL, NULL,
     "class of the zone on the zoning map; where its polygons do not coincide with the zones, the class with the "
     "largest share",
     ""},
    {"class_{class}_share", WIJK_METRIC_ZONE, WIJK_PART_CLASS, 0, WIJK_NEEDS_OVERLAY, WIJK_LAW_UNIT_INTERVAL,
     "Aandeel in klasse {class}", "Share in class {class}", "aandeel", "share",
     "share of the zone's residents at population points (else of its area) inside zoning polygons of the class", ""},
};

static wijk_status compute(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err) {
  (void)scratch;
  (void)err;
  wijk_result result;
  if (subject->zone_class != NULL && wijk_results_find(results, "zone_class", 0, &result)) {
    for (size_t i = 0; i < subject->zone_count; i++) {
      const int class_row = subject->zone_class[i];
      result.texts[i] = class_row < 0 ? NULL : subject->classes[class_row];
      result.reasons[i] = class_row < 0 ? WIJK_REASON_NO_CLASS : WIJK_PRESENT;
    }
  }
  for (size_t k = 0; subject->class_share != NULL && k < subject->class_count; k++) {
    if (!wijk_results_find(results, "class_{class}_share", k, &result)) {
      continue;
    }
    for (size_t i = 0; i < subject->zone_count; i++) {
      const double share = subject->class_share[i * subject->class_count + k];
      wijk_result_set(&result, i, share, isnan(share) ? WIJK_REASON_NO_CLASS : WIJK_PRESENT);
    }
  }
  return WIJK_OK;
}

WIJK_FAMILY(classes);
