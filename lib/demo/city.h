/* SPDX-License-Identifier: EUPL-1.2 */
/* The invented city as the generator knows it: small six-sided cells, each with what stands on it and the zone it
 * belongs to. Zones are sets of cells, so they nest and share their boundaries by construction. */
#ifndef WIJK_DEMO_CITY_H
#define WIJK_DEMO_CITY_H

#include <wijk/arena.h>
#include <wijk/demo.h>
#include <wijk/layer.h>
#include <wijk/random.h>

#define DEMO_NO_ZONE UINT32_MAX
#define DEMO_CELL_M 45.0      /* side of a cell: what the eye still sees of a boundary at the size of a city */
#define DEMO_ARTERIAL_M 760.0 /* between main streets */

/* Streams of chance, one per thing, so that a change to one thing leaves the others as they were. */
typedef enum demo_stream {
  DEMO_OUTLINE = 1,
  DEMO_RIVER,
  DEMO_LAKE,
  DEMO_PARKS,
  DEMO_CENTRES,
  DEMO_URBANITY,
  DEMO_WARP,
  DEMO_GROWTH,
  DEMO_SEEDS,
  DEMO_NAMES,
  DEMO_PEOPLE,
  DEMO_PROFILE,
  DEMO_FACILITIES,
  DEMO_ROADS,
  DEMO_TABLES
} demo_stream;

typedef enum demo_ground { DEMO_OUTSIDE, DEMO_LAND, DEMO_WATER } demo_ground;

typedef struct demo_zone {
  char code[12], name[64];
  uint32_t wijk; /* of a buurt: number of its wijk; of a wijk: itself */
  bool water, industrial, lake;
  double x, y;      /* middle of its cells */
  double area_km2;  /* by cells */
  double urbanity;  /* mean, 0 to 1 */
  double strength;  /* what the zone can carry: 0 weak to 1 strong; the base of every indicator */
  double residents; /* by the population points; before rounding */
  double households;
} demo_zone;

typedef struct demo_centre {
  double x, y, radius_m, weight;
} demo_centre;

/* Values of the noise's lattice, kept because neighbouring places ask for the same ones (noise.c). */
typedef struct demo_memo demo_memo;

typedef struct demo_city {
  const wijk_demo *demo;
  demo_memo *memo;    /* NULL = nothing is kept; the noise is the same */
  const char *folder; /* where files are written */
  wijk_report *report;
  wijk_arena *arena;
  size_t columns, rows, cell_count;
  double x0, y0;   /* middle of cell 0 */
  double x, y;     /* middle of the city */
  double radius_m; /* of a disc of the same area */
  demo_centre *centres;
  size_t centre_count;
  uint8_t *ground;             /* per cell: demo_ground */
  uint8_t *urban;              /* per cell: 0 open country .. 255 centre */
  uint32_t *park;              /* per cell: number of the park, DEMO_NO_ZONE where none */
  uint32_t *buurt;             /* per cell: row of its buurt, DEMO_NO_ZONE outside */
  demo_zone *wijken, *buurten; /* sorted by code */
  size_t wijk_count, buurt_count, park_count;
} demo_city;

/* ---- chance (noise.c) ---- */
wijk_random demo_random(const demo_city *city, demo_stream stream, uint64_t thing);
/* Smooth value noise in [0, 1) with features of about `size_m`; `octaves` halvings of it added. */
double demo_noise(const demo_city *city, demo_stream stream, double x, double y, double size_m, int octaves);
wijk_status demo_memo_new(demo_city *city, wijk_error *err); /* room for each thread; in the city's arena */
/* About normal, mean 0, variance 1, within ±6; without logarithms, whose last digit differs between machines. */
double demo_bell(wijk_random *random);
double demo_round(double value, double step); /* to the nearest multiple of 1/step: coordinates to 1/1000 m */

/* ---- cells (mesh.c) ---- */
void demo_cell_middle(const demo_city *city, size_t cell, double *x, double *y);
/* The six neighbours, anticlockwise from the east. Only for cells that are not on the rim of the mesh. */
void demo_cell_neighbours(const demo_city *city, size_t cell, size_t neighbours[6]);
/* The six corners, anticlockwise from the south-east; corner k to k + 1 faces neighbour k. Corner numbers run to
 * 2 * cell_count. */
void demo_cell_corners(const demo_city *city, size_t cell, size_t corners[6]);
void demo_corner_place(const demo_city *city, size_t corner, double *x, double *y); /* before smoothing */
size_t demo_cell_find(const demo_city *city, double x, double y);                   /* WIJK_NONE outside the mesh */
bool demo_cell_on_rim(const demo_city *city, size_t cell);

/* ---- the making, in this order ---- */
wijk_status demo_terrain_compute(demo_city *city, wijk_error *err); /* ground, urban, park */
wijk_status demo_zones_compute(demo_city *city, wijk_error *err);   /* buurt, wijken, buurten */

/* Divides the cells of each group into `parts[group]` connected pieces of like weight, numbered on from the pieces of
 * the groups before; cells of no group (DEMO_NO_ZONE) get none. Lloyd's rounds over growth from seeds. */
wijk_status demo_growth_compute(const demo_city *city, const uint32_t *group, size_t group_count, const size_t *parts,
                                demo_stream stream, uint32_t *piece, wijk_error *err);
/* Connected components of cells with equal `label` (no-zone cells have none): `component` per cell; the count. */
wijk_status demo_components_compute(const demo_city *city, const uint32_t *label, uint32_t *component, size_t *count,
                                    wijk_error *err);

/* Boundaries: every corner between two zones (or parks) gets its one place, smoothed within bounds that keep all
 * rings simple, rounded to the millimetre. Then rings are walked per layer. */
typedef struct demo_borders demo_borders;
wijk_status demo_borders_compute(const demo_city *city, demo_borders **borders, wijk_error *err);
/* Polygons of `label` into the layer: row i is label i. */
wijk_status demo_borders_trace(const demo_city *city, const demo_borders *borders, const uint32_t *label,
                               wijk_layer *layer, wijk_error *err);

/* Where a place is on the street plan: whole numbers are main streets. And back. */
void demo_street_find(const demo_city *city, double x, double y, double *p, double *q);
void demo_street_place(const demo_city *city, double p, double q, double *x, double *y);
/* The same without bends: within 1000 m of it. */
void demo_street_place_straight(const demo_city *city, double p, double q, double *x, double *y);

/* ---- names (names.c) ---- */
/* Name number `number` of a kind, different for every number and seed. */
typedef enum demo_name {
  DEMO_NAME_WIJK,
  DEMO_NAME_BUURT,
  DEMO_NAME_PARK,
  DEMO_NAME_INDUSTRY,
  DEMO_NAME_FACILITY
} demo_name;
void demo_name_find(const demo_city *city, demo_name kind, size_t number, char *name, size_t size);

/* ---- the files ---- */
/* A CSV as a Dutch spreadsheet writes it: ';' between fields, decimal comma, UTF-8. Errors wait for the close. */
typedef struct demo_table demo_table;
wijk_status demo_table_open(const demo_city *city, const char *name, const char *header, demo_table **table,
                            wijk_error *err);
void demo_table_text(demo_table *table, const char *text);             /* NULL = empty */
void demo_table_number(demo_table *table, double value, int decimals); /* exactly so many; NaN = empty */
void demo_table_end_row(demo_table *table);
wijk_status demo_table_close(demo_table *table, wijk_error *err);

/* Each writes files into the folder and names them in the report; residents are filled in by the first. */
wijk_status demo_people_write(demo_city *city, wijk_error *err);
wijk_status demo_profiles_write(demo_city *city, wijk_error *err);
wijk_status demo_facilities_write(const demo_city *city, wijk_error *err);
wijk_status demo_buildings_write(const demo_city *city, wijk_error *err);
wijk_status demo_flows_write(const demo_city *city, wijk_error *err);
wijk_status demo_zones_write(const demo_city *city, wijk_error *err);
wijk_status demo_layer_write(const demo_city *city, wijk_layer *layer, wijk_error *err); /* NAME.shp, in RD New */
wijk_status demo_roads_write(const demo_city *city, wijk_error *err);

/* A place within a buurt, away from its boundary and, where it can be, not in a park; chosen by `random`. */
typedef struct demo_places demo_places;
wijk_status demo_places_new(const demo_city *city, demo_places **places, wijk_error *err);
void demo_places_find(const demo_places *places, uint32_t buurt, wijk_random *random, double *x, double *y);

#endif
