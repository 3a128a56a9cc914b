/* SPDX-License-Identifier: EUPL-1.2 */
/* An atlas: a page for each zone, with the zone in focus and what is known of it beside the map. */
#ifndef WIJK_ATLAS_H
#define WIJK_ATLAS_H

#include <wijk/map.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wijk_atlas_request {
  wijk_map_request map; /* what the maps show; classes are those of all zones on every page */
  /* Columns of numbers, each on a strip with a stroke for every zone: from the lowest to the highest, with a bar from
   * the median to this zone's value, and its rank from the highest down. Columns of mean 0 and standard deviation 1
   * (nearly), as scores have, share one axis about 0, of 3 at most to either side. */
  const wijk_column *const *profile;
  const char *const *profile_titles; /* NULL, or NULL for one = title or name of the column; below too */
  size_t profile_count;
  /* Columns of numbers or texts listed with their values. */
  const wijk_column *const *figures;
  const char *const *figure_titles;
  size_t figure_count;
} wijk_atlas_request;

typedef struct wijk_atlas wijk_atlas;

/* What all pages share; the request must outlive it. Errors as wijk_map_draw. */
wijk_atlas *wijk_atlas_open(const wijk_atlas_request *request, wijk_arena *arena, wijk_error *err);
void wijk_atlas_close(wijk_atlas *atlas); /* NULL is fine */
/* One for each zone that has a shape and is not water, in the order of the layer. */
size_t wijk_atlas_page_count(const wijk_atlas *atlas);
/* Page `number`, from 0, in an arena of the caller's; `bookmark` is the zone's name. */
wijk_status wijk_atlas_page(wijk_atlas *atlas, size_t number, wijk_arena *arena, wijk_map_result *result,
                            const char **bookmark, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
