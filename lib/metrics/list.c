/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "metrics/family.h"

#define WIJK_FAMILY_ENTRY(name) &wijk_family_##name,
static const wijk_metric_family *const families[] = {WIJK_METRIC_FAMILIES(WIJK_FAMILY_ENTRY)};
#undef WIJK_FAMILY_ENTRY

const wijk_metric_family *const *wijk_metric_families(size_t *count) {
  *count = sizeof families / sizeof families[0];
  return families;
}

const wijk_metric *wijk_metric_find(const char *id, wijk_metric_level level) {
  for (size_t f = 0; f < sizeof families / sizeof families[0]; f++) {
    for (size_t m = 0; m < families[f]->metric_count; m++) {
      const wijk_metric *metric = &families[f]->metrics[m];
      if (metric->level == level && strcmp(metric->id, id) == 0) {
        return metric;
      }
    }
  }
  return NULL;
}
