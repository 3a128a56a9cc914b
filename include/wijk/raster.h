/* SPDX-License-Identifier: EUPL-1.2 */
/* A grid of square cells over the zones, each with one number: what a kernel density is, and what a GeoTIFF holds. */
#ifndef WIJK_RASTER_H
#define WIJK_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Row 0 is the northernmost. Cell (row, column) is the square whose middle lies at left_m + (column + 1/2) cell_m,
 * top_m - (row + 1/2) cell_m. */
typedef struct wijk_raster {
  const char *name;                /* of what it holds, as of a column: "place_density_kde" */
  const char *title_nl, *title_en; /* NULL = the name */
  const char *unit_nl, *unit_en;   /* NULL = none */
  const char *crs;                 /* "EPSG:28992", "local" */
  double left_m, top_m, cell_m;
  size_t columns, rows;
  double *values;       /* rows * columns; NaN where there is none */
  bool of_people;       /* counts people: not for the public edition */
  bool secrets_removed; /* made of what passed the facility door, or of nothing secret */
} wijk_raster;

/* The cells of zones: those whose middle lies in a zone or on its border, whatever part of the cell does. */
typedef struct wijk_frame {
  double left_m, top_m, cell_m;
  size_t columns, rows, cell_count; /* cell_count: inside */
  /* Row r is inside from column start[k] up to, and not with, column end[k], for k = first[r] .. first[r + 1] - 1. */
  const size_t *first, *start, *end;
} wijk_frame;

/* No more cells than this: their numbers alone are 800 MB. */
#define WIJK_RASTER_CELLS_MOST ((size_t)100000000)

/* A frame over all of `zones`, its lines at whole multiples of `cell_m`, so that the cells of any two cities, dates or
 * forms coincide, and 100 m cells are the squares of the national statistics. WIJK_USAGE for a cell that is no size or
 * makes too many, WIJK_DATA for zones without shapes or with no cell inside. */
wijk_status wijk_frame_new(const wijk_layer *zones, double cell_m, int threads, wijk_arena *arena, wijk_frame *frame,
                           wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
