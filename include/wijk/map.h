/* SPDX-License-Identifier: EUPL-1.2 */
/* Maps: layers, classes and colours to a drawing. */
#ifndef WIJK_MAP_H
#define WIJK_MAP_H

#include <wijk/draw.h>
#include <wijk/layer.h>
#include <wijk/theme.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether zones at one end of the map, far and few, are shown in a frame of their own so that the others grow. */
typedef enum wijk_inset {
  WIJK_INSET_NONE,
  /* where the others grow by 1.3 or more, and a fifth of the zones at most moves, with a twentieth of residents and
   * facilities at most */
  WIJK_INSET_AUTO,
  WIJK_INSET_GIVEN /* the zones with their middle in inset_bounds; WIJK_USAGE when that is none or all */
} wijk_inset;

/* Where the name of a zone stands that finds no room in it. */
/* Up to so many zones a name may stand beside its own with a line, or in the key. */
#define WIJK_NAMES_ZONES 400
typedef enum wijk_names {
  WIJK_NAMES_NONE,
  /* beside the map with a line to a dot in the zone; else, on a map by itself, in a key with its number in the zone,
   * unless that would be most of the names, or leave the map much smaller */
  WIJK_NAMES_AUTO,
  WIJK_NAMES_KEY,   /* in the key first, up to WIJK_NAMES_ZONES; beside the map where the zone has no room for a number
                       either */
  WIJK_NAMES_INSIDE /* nowhere */
} wijk_names;

typedef struct wijk_map_request {
  const wijk_layer *zones;   /* polygons; roles "name" and "water" are used where there */
  const wijk_column *column; /* what is coloured: numbers by class, texts by category */
  const char *legend;        /* what the column is called there; NULL = its title, else its name */
  const wijk_layer *zoning;  /* polygons drawn as hatching over the zones; NULL = none */
  const wijk_column *zoning_class;
  const wijk_layer *facilities; /* points; roles "form", "capacity", "name"; NULL = none */

  /* About and under them, for orientation; NULL or 0 = none. Each is cut to what the map shows. */
  const wijk_layer *neighbours;   /* polygons, pale under everything; role "name" is set outside the zones */
  const wijk_layer *const *water; /* layers of polygons or lines, over the zones */
  size_t water_count;
  const wijk_layer *roads; /* lines; role "class" tells which matter: minor ones are left out at small scales */

  /* Arrows from the first to the last point of each line, as wide as its weight says (people); NULL = none. */
  const wijk_layer *flows;
  const wijk_column *flow_weight; /* numbers of 0 or more; of 0 or missing: no arrow */
  double flow_least;              /* no arrow of less; 0 = all */
  const char *flow_legend;        /* what they are; NULL = title or name of the weight */
  const wijk_layer *proposals;    /* points, numbered in their order; roles "name", "form", "capacity"; NULL = none */

  wijk_class_method method;
  size_t class_count;
  const double *breaks; /* WIJK_CLASSES_FIXED */
  size_t break_count;
  const char *palette; /* NULL = the theme's: sequential; diverging with a midpoint or deviations; categorical */
  double midpoint;     /* NaN = none; becomes a break, and colours part there */
  /* Columns of all maps of a series, this one's too: classes or categories are made from all of them together, so that
   * one colour means one thing on every map; each counts its own members. NULL = from `column` alone. */
  const wijk_column *const *series;
  const char *const *series_titles; /* what each is called over its map; NULL = title or name of the column */
  size_t series_count;

  const char *title, *subtitle, *source; /* NULL = none */
  const char *date;                      /* YYYY-MM-DD; NULL = none: never today's */
  double width_mm, height_mm;            /* 0 = A4, upright or lying as suits the zones */
  double pixel_mm;                       /* detail finer than a pixel is left out */
  const wijk_theme *theme;               /* must outlive the drawing; NULL = light */
  wijk_names names;                      /* a key is for one map of up to 400 zones: sheets and atlases have none */
  bool north, dutch, public_edition;
  wijk_inset inset;
  double inset_bounds[4]; /* metres: left, lower, right, upper */
} wijk_map_request;

typedef struct wijk_map_result {
  wijk_drawing *drawing;
  double width_mm, height_mm;
  wijk_classes classes;                   /* of a column of numbers */
  wijk_colour colours[WIJK_CLASSES_MOST]; /* of the classes or categories */
  size_t names_in_key;
  size_t names_left_out;     /* zone names that fitted nowhere legibly */
  const char *left_out;      /* which, divided by "; "; NULL = none, or of more than 1,000 zones */
  size_t facilities_outside; /* beyond the edge of the map */
  size_t roads_left_out;     /* minor ones, at this scale */
  size_t neighbour_names_left_out;
  const char *empty_context; /* a layer of context of which the map shows nothing; NULL = none */
  size_t flows_none;         /* rows without a weight, of weight 0, or without a line */
  size_t flows_below;        /* under flow_least */
  size_t flows_too_short;    /* their ends lie too near to each other at this scale */
  size_t flows_beyond;       /* both ends beyond what the map shows */
  size_t proposals_outside;  /* beyond the edge of the map */
  const char *unlisted;      /* proposals that the legend has no room for one by one, divided by \"; \"; NULL = none */
  size_t lines_left_out;     /* of what stands beside the map of an atlas */
  const char *text;          /* what the map shows, in one sentence: highest, lowest, pattern */
} wijk_map_result;

/* One choropleth, in `arena`. WIJK_USAGE for an unknown palette, too many classes or categories, breaks that do not
 * fit, or a page too small; WIJK_DATA when no zone has a shape; WIJK_IO when the font is not installed. */
wijk_status wijk_map_draw(const wijk_map_request *request, wijk_arena *arena, wijk_map_result *result, wijk_error *err);

/* Several maps on one sheet with one legend: a map for each column of the request's series (its `column` is not read),
 * headed by a letter and that column's title, in rows, as many beside each other as make them largest. Names stand
 * in the same places on each; the result's omissions are those of each map, its classes those of the first. Errors as
 * wijk_map_draw; WIJK_USAGE also for more than WIJK_SHEET_MOST maps. */
#define WIJK_SHEET_MOST 24
wijk_status wijk_map_draw_sheet(const wijk_map_request *request, wijk_arena *arena, wijk_map_result *result,
                                wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
