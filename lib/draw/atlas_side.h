/* SPDX-License-Identifier: EUPL-1.2 */
/* The column beside the map of an atlas page while it is filled from above. */
#ifndef WIJK_DRAW_ATLAS_SIDE_H
#define WIJK_DRAW_ATLAS_SIDE_H

#include "draw/atlas.h"

typedef struct side {
  wijk_atlas *atlas;
  size_t row;
  const map *m;
  const draw_theme *theme;
  wijk_drawing *drawing;
  wijk_arena *arena;
  bool dutch;
  double x, y, width, base;
} side;

double side_line(const side *s); /* from line to line */
void side_heading(side *s, const char *words);
/* As much of the words as the width takes, with a mark where there is more. */
const char *side_cut(side *s, const draw_type *type, const char *words, double width, wijk_error *err);
/* How many of `count` lines find room below a heading: all, or one fewer than would, since that one says how many more
 * there are. 0 = not even the heading with a line, and nothing of it is drawn. */
size_t side_lines(const side *s, size_t count);
wijk_status side_tell_more(side *s, size_t shown, size_t count, wijk_error *err);
/* A value as it is listed; "–" for none. */
const char *side_number(side *s, const wijk_column *column, size_t row, wijk_error *err);

/* atlas_profile.c: each column of the profile as a strip with all zones on it. */
wijk_status side_draw_profile(side *s, wijk_error *err);

#endif
