/* SPDX-License-Identifier: EUPL-1.2 */
/* An atlas while it is made: what all pages share, and the column beside the map. */
#ifndef WIJK_DRAW_ATLAS_H
#define WIJK_DRAW_ATLAS_H

#include "draw/map.h"
#include <wijk/atlas.h>

struct wijk_atlas {
  const wijk_atlas_request *request;
  wijk_arena *arena;
  draw_pen *pen;
  shade shade;      /* of all zones */
  size_t *page_row; /* [page_count] of the zones */
  size_t page_count;
  double least_m;        /* seen across on any page */
  double *boxes;         /* [rows * 4] bounds of each zone in metres; NaN without a shape */
  size_t *facility_zone; /* [facilities] row or WIJK_NONE */
  const char **profile_titles, **figure_titles;
  double **sorted; /* [profile_count] values of all zones, ascending */
  size_t *sorted_count;
};

/* atlas_side.c: locator, profile, figures and facilities of a zone, from `y` down to `base` in a column. */
wijk_status atlas_draw_side(wijk_atlas *atlas, size_t row, const map *m, const draw_box *column, wijk_error *err);

#endif
