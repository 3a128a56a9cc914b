/* SPDX-License-Identifier: EUPL-1.2 */
/* A case: a little city drawn in letters, and the figures it must have. The language is in README.md. */
#ifndef WIJK_TESTS_CASE_H
#define WIJK_TESTS_CASE_H

#include <stdio.h>
#include <wijk/wijk.h>

enum { MOST_ROWS = 32, MOST_COLUMNS = 64, MOST_ZONES = 64, MOST_ITEMS = 256, MOST_WORDS = 64, MOST_EXPECTS = 256 };

typedef struct case_grid {
  size_t rows, columns;
  char cell[MOST_ROWS][MOST_COLUMNS]; /* '.' = nothing there */
} case_grid;

typedef struct case_point {
  char zone; /* 0 = at x, y */
  double x, y;
  double size, occupied; /* NaN = unknown */
  const char *form, *provider, *group;
} case_point;

enum { MOST_ROADS = 64, MOST_BENDS = 8 };
typedef struct case_road {
  double x[MOST_BENDS], y[MOST_BENDS];
  size_t count;
  const char *oneway, *speed, *length, *kind; /* as written; NULL = not given */
} case_road;

typedef struct case_expect {
  int line;
  const char *id, *of, *zone; /* `of` "woonvorm=opvang"; `zone` NULL = the city */
  const char *of_chance;      /* "expected", "variance", "p" of a figure of the city; NULL = the figure itself */
  const char *value;          /* a number, a word, or "null" */
  const char *reason;         /* after null; NULL = any */
  double within;
} case_expect;

typedef struct case_field {
  const char *name;
  double values[MOST_ZONES];
  size_t count;
} case_field;

typedef struct one_case {
  const char *file;
  int line;
  const char *source;
  double grid_m;
  case_grid map, zoning;
  const char *shapes, *shapes_crs, *shapes_key; /* a boundary file under WIJK_SHARED instead of a map */
  case_point points[MOST_ITEMS], people[MOST_ITEMS];
  size_t point_count, people_count;
  case_road roads[MOST_ROADS];
  size_t road_count;
  wijk_roads_rule road_rule; /* its fields follow from the roads */
  const char *road_classes[8];
  bool has_points, has_size, has_occupied, has_form, has_provider, has_group;
  double residents[MOST_ZONES], land[MOST_ZONES];
  size_t residents_count, land_count;
  const char *water; /* letters */
  const char *classes[MOST_ZONES];
  size_t class_count;
  const char *legend[128];
  case_field fields[8];
  size_t field_count;
  const char *group, *total;
  wijk_zone_class norms[8];
  size_t norm_count;
  wijk_indicator indicators[8];
  size_t indicator_count;
  const char *class_names[8];
  size_t class_name_count;
  wijk_classing classing;
  double thresholds[8];
  size_t threshold_count;
  double ring_m[8], ring_weight[8];
  double radii[8];
  size_t radius_count;
  const char *by[4], *forms[16], *metrics[16];
  size_t by_count, form_count, metric_count;
  wijk_method method;
  const char *cross[4];
  case_expect expects[MOST_EXPECTS];
  size_t expect_count;
} one_case;

/* Reads the next case of `stream`; false at the end of the file. WIJK_DATA in `err` with file and line when a line
 * cannot be understood. A case begins at its `source` line. */
bool case_read(FILE *stream, const char *file, int *line, wijk_arena *arena, one_case *made, wijk_error *err);

/* The layers of a case. */
typedef struct case_world {
  wijk_layer *zones, *facilities, *population, *zoning;
  wijk_roads *roads; /* the caller's to free */
} case_world;
wijk_status world_build(const one_case *c, wijk_arena *arena, wijk_report *report, case_world *world, wijk_error *err);

#endif
