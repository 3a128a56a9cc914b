/* SPDX-License-Identifier: EUPL-1.2 */
/* How a map looks: every size and colour that is not data, in one place. Sizes are in mm on A4 and grow with the page's
 * square root, so that a poster is not set in fine print nor a column map in headlines. */
#ifndef WIJK_DRAW_THEME_H
#define WIJK_DRAW_THEME_H

#include "draw/list.h"

typedef struct draw_theme {
  const wijk_theme *source; /* the colours and palettes it is made of */
  bool dark;                /* its paper */
  double scale;             /* 1 on A4 */
  double margin, gap, row, swatch_width, swatch_height;
  draw_type title, subtitle, heading, body, small, name;
  double name_sizes[3];
  wijk_colour paper; /* what everything stands on */
  wijk_colour ink, quiet;
  wijk_colour casing;         /* about lines and symbols of ink that lie on other colours */
  wijk_colour accent, second; /* what is to be seen first, and what stands beside it */
  wijk_colour sample;         /* a symbol that shows a size and no form */
  draw_style null_zone, water, outer_border, zoning_border, swatch_border;
  draw_style border, border_on_dark; /* between zones: see theme_is_dark_ground */
  draw_style elsewhere;              /* zones that another frame of the page shows */
  draw_style inset;                  /* its frame */
  draw_style neighbour;              /* what lies about the zones */
  draw_type neighbour_name;
  draw_style water_line;
  draw_style road, road_casing; /* of the heaviest rank */
  draw_style flow, flow_casing;
  draw_type flow_number;
  draw_style proposal;
  draw_type proposal_number;
  draw_style leader, leader_casing;
  double leader_dot_mm;
  /* charts: lines by number, the grid, what is short and what is spare, a band, bars and their part over the norm */
  wijk_colour curves[4];
  draw_style grid, axis, shortage, spare, band, bar, over;
} draw_theme;

/* NULL = the light one. */
draw_theme theme_for(const wijk_theme *source, double width_mm, double height_mm);

/* Ink or paper, whichever is seen better on a colour. */
wijk_colour theme_ink_on(const draw_theme *theme, wijk_colour ground);
/* Whether `border_on_dark` is seen better on a colour than `border`. Between two colours it is taken where that holds
 * for both: else the lighter one asks for the other, and the darker is told from it by the step in lightness. */
bool theme_is_dark_ground(const draw_theme *theme, wijk_colour ground);
/* The same line in the casing's colour, to be drawn below it: what crosses colours is seen on all of them. */
draw_style theme_casing(const draw_theme *theme, const draw_style *line);

/* A hatch that marks a class beside its colour; a mark of kind HATCH_NONE for number 0. */
draw_hatch theme_mark(const draw_theme *theme, size_t number);
/* The hatch of a zoning class: closer lines where less can be carried; by name where known, else by number. */
draw_hatch theme_zoning(const draw_theme *theme, const char *zone_class, size_t number);

#endif
