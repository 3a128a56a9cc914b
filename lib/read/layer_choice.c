/* SPDX-License-Identifier: EUPL-1.2 */
#include "read/layer_choice.h"

#include <string.h>

/* Tables that programs keep in a GeoPackage for themselves. */
static bool is_housekeeping(const char *name) {
  return strcmp(name, "layer_styles") == 0 || strcmp(name, "qgis_projects") == 0;
}

static wijk_status list_layers(const wijk_reading *reading, const char *const *names, size_t count, wijk_error *err) {
  const char *asked = reading->source->layer;
  const char *nearest = asked ? wijk_text_find_nearest(asked, names, count) : NULL;
  size_t listed = 0;
  wijk_text list = {0};
  for (size_t i = 0; i < count; i++)
    if (!is_housekeeping(names[i])) {
      wijk_text_add(&list, listed++ ? ", " : "");
      wijk_text_add(&list, names[i]);
    }
  if (asked)
    wijk_error_set(err, WIJK_USAGE, "'%s' has no layer '%s'; it has: %s", reading->file, asked,
                   list.bytes ? list.bytes : "none");
  else if (listed)
    wijk_error_set(err, WIJK_USAGE, "'%s' has %zu layers: %s", reading->file, listed, list.bytes ? list.bytes : "");
  else
    wijk_error_set(err, WIJK_DATA, "'%s' has no layer", reading->file);
  wijk_text_free(&list);
  if (nearest)
    return wijk_error_hint(err, "did you mean '%s'?", nearest);
  return listed ? wijk_error_hint(err, "choose one with --layer %s=NAME", reading->counts.role) : err->status;
}

size_t layer_choose(const wijk_reading *reading, const char *const *names, size_t count, wijk_error *err) {
  const char *asked = reading->source->layer;
  size_t chosen = WIJK_NONE, candidates = 0;
  for (size_t i = 0; asked && i < count; i++)
    if (strcmp(names[i], asked) == 0)
      return i;
  for (size_t i = 0; i < count; i++)
    if (asked ? wijk_text_same(names[i], asked) : !is_housekeeping(names[i])) {
      chosen = i;
      candidates++;
    }
  if (chosen != WIJK_NONE && (asked || candidates == 1))
    return chosen;
  list_layers(reading, names, count, err);
  return WIJK_NONE;
}
