/* SPDX-License-Identifier: EUPL-1.2 */
/* The value that flows: n rows, columns, and the shape of each row in one planar CRS.
 *
 *   row i of every column is row i of the geometry; a layer of zones is sorted by key.
 *   Doors make layers, metrics add columns to them, writers and maps take them.
 *   Once loaded a layer is only read; columns are added, never changed.
 *
 * All of it lives in one arena: freeing the arena frees the layer, and nothing else does. */
#ifndef WIJK_LAYER_H
#define WIJK_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/arena.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIJK_NONE SIZE_MAX /* no such row, column or zone */

/* Why a value is not there. The first is "it is there". Each has one English and one Dutch word. */
typedef enum wijk_reason {
  WIJK_PRESENT = 0,
  WIJK_REASON_MISSING, /* empty or a missing code in the source */
  WIJK_REASON_NO_RESIDENTS,
  WIJK_REASON_NO_FACILITIES,
  WIJK_REASON_NO_POPULATION, /* no population point in the zone */
  WIJK_REASON_NO_LAND,
  WIJK_REASON_WATER,
  WIJK_REASON_UNKNOWN_CAPACITY, /* a facility in the zone has no known number of places */
  WIJK_REASON_NO_CLASS,
  WIJK_REASON_ZERO_VARIANCE,
  WIJK_REASON_NO_NEIGHBOURS,
  WIJK_REASON_UNREACHABLE,
  WIJK_REASON_SUPPRESSED,
  WIJK_REASON_NOT_JOINED,          /* the joined table has no row for this zone */
  WIJK_REASON_NO_ROAD,             /* everybody is too far from a usable road */
  WIJK_REASON_GROUP_EXCEEDS_TOTAL, /* more places than residents in a zone: no index of two groups */
  WIJK_REASON_TOO_FEW,             /* zones, for a figure of how they lie */
  WIJK_REASON_NEGATIVE,            /* values below 0, of which the figure knows nothing */
  WIJK_REASON_RADIUS,              /* 0, or too large for the window of a point pattern */
  WIJK_REASON_NO_SIMULATIONS,      /* there is no envelope without them */
  WIJK_REASON_NO_GROUP,            /* the field of the zones that counts the group is 0 in all of them */
  WIJK_REASON_NO_PLACES,
  WIJK_REASON_QUEUE,        /* as many people as places, or more: the queue never empties */
  WIJK_REASON_NEVER_LEAVES, /* a form that nobody can leave */
  WIJK_REASON_BASE_YEAR,    /* a flow before the first year of a forecast */
  WIJK_REASON_NO_INCOME,    /* none is given, so nothing to break even with */
  WIJK_REASON_NO_RENT,      /* no rent begins or ends */
  WIJK_REASON_NO_NORM,      /* the zone's places are measured against nothing */
  WIJK_REASON_NOT_MEASURED, /* the load of the zone is left out, as was asked for */
  WIJK_REASON_NOT_FORECAST, /* what only a forecast knows, for the city as it is now */
  WIJK_REASON_NO_HOUSEHOLDS,
  WIJK_REASON_NO_WORKER, /* nobody serves its households */
  WIJK_REASON_COUNT
} wijk_reason;
const char *wijk_reason_text(wijk_reason reason, bool dutch); /* "no residents", "geen inwoners" */

typedef enum wijk_column_type {
  WIJK_COLUMN_NUMBER, /* double; `whole` says that all values are whole numbers and to be written so */
  WIJK_COLUMN_TEXT,
  WIJK_COLUMN_CODE /* text that is an identifier: never read as a number, leading zeros stay */
} wijk_column_type;

typedef struct wijk_column {
  const char *name;     /* lower snake_case metric id, or the field's name as in the source */
  const char *title_nl; /* for legends and headers; NULL = the name */
  const char *title_en;
  const char *unit_nl; /* "plaatsen per 1.000 inwoners"; NULL = none */
  const char *unit_en;
  const char *role; /* what it is to the programs: "key", "residents", "capacity", …; NULL = nothing special */
  wijk_column_type type;
  bool whole;         /* NUMBER: count-like */
  bool of_people;     /* counts people (occupied, households): left out of the public edition */
  double *numbers;    /* NUMBER: one per row, NaN where missing */
  const char **texts; /* TEXT, CODE: one per row, UTF-8, NULL where missing */
  uint8_t *reasons;   /* one per row; NULL = WIJK_REASON_MISSING wherever the value is not there */
} wijk_column;

typedef enum wijk_geometry_type {
  WIJK_GEOMETRY_NONE,
  WIJK_GEOMETRY_POINT,
  WIJK_GEOMETRY_LINE,
  WIJK_GEOMETRY_POLYGON
} wijk_geometry_type;

/* Flat coordinates with offsets (as in GeoArrow's multipolygon), in metres unless the layer's CRS is not
 * the run's yet. Row i has parts part_of_row[i] .. part_of_row[i+1]-1; part p has rings ring_of_part[p] ..;
 * ring r has points point_of_ring[r] ..; each offset list has one entry more than things. A polygon part's
 * first ring is its shell, anticlockwise, the rest its holes, clockwise; rings are closed (last point =
 * first). A line part has one ring: the line, open. A point layer has one point per row and no offsets;
 * a row without a shape has no parts, or NaN for a point. Multi-point rows are refused by the doors. */
typedef struct wijk_geometry {
  wijk_geometry_type type;
  size_t part_count, ring_count, point_count;
  size_t *part_of_row, *ring_of_part, *point_of_ring;
  double *x, *y;
} wijk_geometry;

typedef struct wijk_layer {
  const char *name;
  wijk_arena *arena;
  const char *crs; /* "EPSG:28992", "local"; NULL for a table without shapes */
  size_t row_count;
  wijk_column *columns;
  size_t column_count, column_capacity;
  wijk_geometry geometry;
  bool secrets_removed; /* the facility door took the secret rows out, or knows that there are none */
  bool public_edition;  /* the file's provenance says that it was written as a public edition */
  size_t *source_rows;  /* record number in the source, from 1; for messages. NULL = i + 1 */
} wijk_layer;

/* A layer without columns or shapes; the name is copied. NULL (and WIJK_MEMORY in `err`) when there is no memory. */
wijk_layer *wijk_layer_new(wijk_arena *arena, const char *name, size_t row_count, wijk_error *err);

/* Adds a column with every value missing, and room for values and reasons. The name is copied, and must be
 * new (WIJK_BUG when not). NULL on failure. The pointer holds until the next column is added. */
wijk_column *wijk_layer_add_column(wijk_layer *layer, const char *name, wijk_column_type type, wijk_error *err);

/* By name without regard to case; by role. NULL when there is none. */
wijk_column *wijk_layer_find(const wijk_layer *layer, const char *name);
wijk_column *wijk_layer_find_role(const wijk_layer *layer, const char *role);

/* Whether row `row` has a value, and why not: WIJK_PRESENT where it has. */
bool wijk_column_has(const wijk_column *column, size_t row);
wijk_reason wijk_column_reason(const wijk_column *column, size_t row);

/* A new layer in `arena` with the rows `rows[0..count-1]` of `layer`, in that order: columns, shapes and
 * source rows. Cost: that of copying. */
wijk_layer *wijk_layer_select(const wijk_layer *layer, const size_t *rows, size_t count, wijk_arena *arena,
                              wijk_error *err);

/* The rows in the order of a text column (bytes; missing last; equal values in source order), into
 * `order[row_count]`. */
wijk_status wijk_layer_order(const wijk_layer *layer, const wijk_column *column, size_t *order, wijk_error *err);

/* Row of each key of `keys` in the column, WIJK_NONE where it has none; the column's values must be unique.
 * O((n + m) log n). Both compare as bytes. */
wijk_status wijk_layer_join(const wijk_layer *layer, const wijk_column *column, const char *const *keys,
                            size_t key_count, size_t *row_of_key, wijk_error *err);

/* Area of one row in CRS units squared (shells less holes, by the shoelace sum about the row's first point,
 * so that metres in the hundred-thousands lose nothing); 0 for points, lines and rows without a shape. */
double wijk_layer_area(const wijk_layer *layer, size_t row);
/* Bounding box of all coordinates that are numbers: min x, min y, max x, max y; false when there are none. */
bool wijk_layer_bounds(const wijk_layer *layer, double bounds[4]);

#ifdef __cplusplus
}
#endif
#endif
