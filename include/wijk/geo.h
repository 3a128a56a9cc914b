/* SPDX-License-Identifier: EUPL-1.2 */
/* Where things are: which zone holds a point, what is nearest, how zones fit together. All in metres. */
#ifndef WIJK_GEO_H
#define WIJK_GEO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/layer.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- coordinates (PROJ) ---- */

/* A recorded pipeline from one CRS to another. Easting or longitude first, always; no network; the Dutch datum
 * shift always in; WGS84 is treated as ETRS89 where the Dutch correction grid is installed. */
typedef struct wijk_projection wijk_projection;
wijk_projection *wijk_projection_open(const char *from_crs, const char *to_crs, wijk_error *err);
void wijk_projection_close(wijk_projection *projection);
const char *wijk_projection_pipeline(const wijk_projection *projection); /* for the provenance */
/* In place. A point that cannot be projected becomes NaN, NaN; the number of those is `*lost`. What is NaN already
 * stays so and is not counted. A place far outside the CRS's area gives finite nonsense: range is the caller's to
 * check. */
wijk_status wijk_projection_compute(wijk_projection *projection, size_t count, double *x, double *y, size_t *lost,
                                    wijk_error *err);
/* The same, times `per_unit` and rounded to whole numbers, ties to even: what a file with a fixed number of decimals
 * holds. For every point the number that `wijk_projection_compute` leads to, at about a tenth of its cost where points
 * lie thick and the projection is smooth (lib/geo/patch.c says why), and with each place projected once elsewhere. A
 * point that is nowhere, or beyond 32 bits, becomes WIJK_NOWHERE twice; those that were somewhere before are counted in
 * `*lost`. On `threads` threads, 0 = all; results do not depend on it. WIJK_MEMORY; WIJK_DATA beyond four thousand
 * million points. */
#define WIJK_NOWHERE INT32_MIN
wijk_status wijk_projection_round(const wijk_projection *projection, size_t count, const double *x, const double *y,
                                  double per_unit, int threads, int32_t *rounded_x, int32_t *rounded_y, size_t *lost,
                                  wijk_error *err);
/* "EPSG:28992" for any spelling of a CRS (code, WKT 1 or 2, ESRI .prj), matched by parameters; the text itself where
 * no code fits. Copied into `arena`. `*projected_metres` says whether it is projected and in metres; `*degrees`
 * whether geographic. WIJK_DATA when it is no CRS. */
wijk_status wijk_crs_find(const char *definition, wijk_arena *arena, const char **code, bool *projected_metres,
                          bool *degrees, wijk_error *err);

/* What a file says about its CRS: its definition as WKT 1 in the words of a GeoPackage or of a .prj, and its name. Both
 * copied into `arena`. WIJK_DATA when it is no CRS, or one that WKT 1 cannot describe. */
typedef enum wijk_crs_dialect { WIJK_CRS_WKT1, WIJK_CRS_ESRI } wijk_crs_dialect;
wijk_status wijk_crs_describe(const char *crs, wijk_crs_dialect dialect, wijk_arena *arena, const char **definition,
                              const char **name, wijk_error *err);

/* ---- polygons (GEOS) ---- */

/* Repairs every polygon of `layer` in place of its geometry (new arrays in the layer's arena, where anything changes):
 * rings closed, double points dropped, holes put in their shell, invalid ones made valid, shells anticlockwise. Each
 * change is a finding with key and area; more than 0.1 % change of area is a warning; a zone that is empty or stays
 * invalid is a fault. `key` may be NULL. Shapes that are sound keep their coordinates to the bit. */
wijk_status wijk_polygons_repair(wijk_layer *layer, const wijk_column *key, const char *source, wijk_report *report,
                                 wijk_error *err);

/* A point certainly inside each row's largest part (interior point of its widest scan line; labels and
 * distances without population points stand there). NaN for a row without a shape. */
wijk_status wijk_polygons_interior(const wijk_layer *zones, double *x, double *y, wijk_error *err);

/* The centre of gravity of each row's whole area: all its parts, without its holes; it may lie outside the shape. NaN
 * for a row without a shape or without area. */
void wijk_polygons_centroid(const wijk_layer *zones, double *x, double *y);

/* How zones fit: pairs that overlap and holes between them. Slivers narrower than `sliver_m` are summed, wider
 * ones listed with the keys concerned. */
typedef struct wijk_fit {
  size_t sliver_overlap_count, sliver_gap_count;
  double sliver_overlap_m2, sliver_gap_m2;
  struct wijk_fit_item {
    bool overlap; /* else a gap */
    size_t a, b;  /* rows; of a gap: two of its neighbours, WIJK_NONE where there is one */
    double area_m2, width_m, x, y;
  } * items; /* in the arena, by area, largest first */
  size_t item_count;
} wijk_fit;
wijk_status wijk_polygons_fit(const wijk_layer *zones, double sliver_m, wijk_arena *arena, wijk_fit *fit,
                              wijk_error *err);

/* Shared areas of two polygon layers: every pair of rows that shares more than a micrometre along the sides of what
 * their boxes have in common. To some 1e-16 of the boxes' area, without cutting shapes (lib/geo/shared.h); the same for
 * any number of threads. WIJK_DATA for a layer without polygons. */
typedef struct wijk_overlay {
  size_t count;
  size_t *a, *b; /* sorted by a, then b */
  double *area_m2;
} wijk_overlay;
wijk_status wijk_polygons_overlay(const wijk_layer *a, const wijk_layer *b, wijk_arena *arena, wijk_overlay *overlay,
                                  wijk_error *err);

/* ---- cells ---- */

typedef enum wijk_cell_shape { WIJK_CELL_HEXAGON, WIJK_CELL_SQUARE } wijk_cell_shape;
#define WIJK_MOST_CELLS 1000000
/* Cells of size_m² each that cover the bounds (min x, min y, max x, max y) once, without gap or overlap: squares of
 * `size_m`, or hexagons of the same area with a corner up. They lie on one net from the origin of the CRS whatever the
 * bounds (squares as those of Statistics Netherlands), in rows from below, with a key. WIJK_USAGE for more than
 * WIJK_MOST_CELLS. */
wijk_status wijk_tessellation_new(wijk_cell_shape shape, double size_m, const double bounds[4], const char *crs,
                                  wijk_arena *arena, wijk_layer **cells, wijk_error *err);

/* ---- which zone ---- */

/* Exact: a point on a boundary belongs to the lowest row (zones are sorted by key) that holds or touches it. */
typedef struct wijk_zone_index wijk_zone_index;
/* `points` is about how many points will be asked for: a finer index answers sooner and takes longer to make. What it
 * answers does not depend on it. */
wijk_zone_index *wijk_zone_index_new(const wijk_layer *zones, size_t points, wijk_error *err);
void wijk_zone_index_free(wijk_zone_index *index);
/* `zone[count]` gets the row or WIJK_NONE; `on_boundary[count]`, where not NULL, says whether the point lies on the
 * boundary of that zone. NaN is outside. Same result for any number of threads (0 = all). */
wijk_status wijk_zone_index_find(const wijk_zone_index *index, size_t count, const double *x, const double *y,
                                 int threads, size_t *zone, bool *on_boundary, wijk_error *err);

/* ---- nearest and within ---- */

typedef struct wijk_point_index wijk_point_index;
/* Points that are NaN or infinite are left out. Keeps its own copy of the coordinates. */
wijk_point_index *wijk_point_index_new(size_t count, const double *x, const double *y, wijk_error *err);
void wijk_point_index_free(wijk_point_index *index);
/* For each query: straight-line distance to the nearest point, and its number (lowest of equals, by the square of the
 * distance), to the bit those of looking at every point, for any number of threads (0 = all). NaN and WIJK_NONE where
 * there is none. `skip[q]`, where not NULL, is a point not to be found (itself), or WIJK_NONE. Queries may come in any
 * order: they are asked in groups of neighbours. Fails only for want of memory (1 MiB a thread); then nothing is
 * written. Source: Bentley (1975), k-d trees; Gray and Moore (2000), asking in groups. */
wijk_status wijk_point_index_nearest(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                     const size_t *skip, int threads, double *distance_m, size_t *nearest,
                                     wijk_error *err);
/* Number of points within `radius_m` (distance <= radius) of each query; none for a query that is no number. In all
 * else as above. */
wijk_status wijk_point_index_within(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                    double radius_m, int threads, size_t *found, wijk_error *err);
/* Σ weight[r] · Σ values[p] over the points p in ring r about each query: 16 rings at most, given by their outer
 * radius, rising; a point on a radius (as `within` has it) lies inside it. `values` is by the points' number as given
 * when the index was made. What is NaN makes the sums NaN that it is in; beyond the last ring it matters to none. 0 for
 * a query that is no number. The same for any number of threads (0 = all); sums of whole numbers are exact. Cost: rings
 * are looked at where their rims are, what lies between is summed beforehand. */
wijk_status wijk_point_index_sum(const wijk_point_index *index, const double *values, size_t ring_count,
                                 const double *radius_m, const double *weight, size_t count, const double *x,
                                 const double *y, int threads, double *sums, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
