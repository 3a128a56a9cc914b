/* SPDX-License-Identifier: EUPL-1.2 */
/* What each zone is painted with: classes of numbers or categories of texts, their colours, marks and legend. */
#ifndef WIJK_DRAW_SHADE_H
#define WIJK_DRAW_SHADE_H

#include "draw/legend.h"
#include <stdint.h>
#include <wijk/map.h>

#define SHADE_NULL (-1)
#define SHADE_WATER (-2)

typedef struct shade {
  bool categories;
  bool zoning;                          /* the categories are those of a zoning, in its own colours and hatches */
  wijk_classes classes;                 /* of numbers */
  const char *names[WIJK_CLASSES_MOST]; /* of categories */
  size_t count;
  size_t members[WIJK_CLASSES_MOST];
  wijk_colour colours[WIJK_CLASSES_MOST];
  uint8_t mark[WIJK_CLASSES_MOST]; /* beside its colour, as theme_mark counts them: classes with the same one differ in
                                      colour for every sight */
  int still;                       /* the class that holds the midpoint alone; -1 = none */
  double midpoint;
  bool sided; /* those with mark 1 are the ones below a midpoint */
  size_t null_count, water_count;
  int decimals; /* of the breaks */
  bool whole;   /* all values and breaks are whole numbers */
  double top;   /* the highest value of all */
  int *of_row;  /* class, SHADE_NULL or SHADE_WATER */
} shade;

wijk_status shade_compute(const wijk_map_request *request, wijk_arena *arena, shade *result, wijk_error *err);
draw_style shade_style(const shade *s, const draw_theme *theme, int of_row);
/* Of `count` maps with the classes of the first; each has its column of counts when they are LEGEND_COUNTS_MOST or
 * fewer. */
wijk_status shade_legend(const shade *const *shades, size_t count, const wijk_map_request *request,
                         const draw_theme *theme, wijk_arena *arena, legend_block *block, wijk_error *err);

/* Whether class `a` of a zoning comes before `b`: those that can carry least first, then other words by their letters.
 */
bool zoning_before(const char *a, const char *b);

/* "1.234,5": a number in groups, in the map's language. */
const char *grouped_number(double value, int decimals, bool dutch, wijk_arena *arena, wijk_error *err);
/* A value as it is written on the map: no more decimals than the breaks need, one at least unless whole. */
const char *shade_number(const shade *s, double value, bool dutch, wijk_arena *arena, wijk_error *err);
/* Whether a row is water, by the column with that role; NULL = none is. */
bool shade_is_water(const wijk_column *water, size_t row);
/* "wijken", "buurten", "gemeenten", else "gebieden", by the zones' codes. */
const char *zones_noun(const wijk_layer *zones, bool dutch, bool one);
/* A zone by its name, else by its key; NULL where it has neither. */
const char *zone_called(const wijk_layer *zones, size_t row);
const char *request_legend(const wijk_map_request *request); /* what the column is called */

#endif
