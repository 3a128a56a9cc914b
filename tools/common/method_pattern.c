/* SPDX-License-Identifier: EUPL-1.2 */
#include "common/method.h"

#include <string.h>

wijk_status method_pattern(run *run, wijk_method *method, wijk_error *err) {
  static const char *const edges[] = {[WIJK_EDGE_AUTO] = "auto",
                                      [WIJK_EDGE_NONE] = "none",
                                      [WIJK_EDGE_TRANSLATION] = "translation",
                                      [WIJK_EDGE_ISOTROPIC] = "isotropic"};
  const char *edge = run_text(run, "edge");
  for (size_t e = 0; edge != NULL && e < sizeof edges / sizeof edges[0]; e++) {
    if (strcmp(edge, edges[e]) == 0) {
      method->edge = (wijk_edge_correction)e;
    }
  }
  method->envelope = run_whole(run, "envelope", method->envelope);
  if (method->envelope > 99999) {
    return wijk_error_set(err, WIJK_USAGE, "--envelope: %zu simulations are more than 99999", method->envelope);
  }
  method->cross = run_texts(run, "cross", &method->cross_count);
  return WIJK_OK;
}

wijk_status method_fields(run *run, const wijk_method *method, const wijk_metric_request *request,
                          const char *const **fields, size_t *count, wijk_error *err) {
  const char **list = WIJK_ARENA_ADD(run->arena, const char *, request->by_count + method->cross_count, err);
  *count = 0;
  for (size_t b = 0; list != NULL && b < request->by_count; b++) {
    list[(*count)++] = request->by[b];
  }
  for (size_t c = 0; list != NULL && c < method->cross_count; c++) {
    list[(*count)++] = wijk_arena_text_part(run->arena, method->cross[c], strcspn(method->cross[c], "="), err);
  }
  *fields = list;
  return err->status;
}
