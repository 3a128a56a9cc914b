/* SPDX-License-Identifier: EUPL-1.2 */
/* Charts, where a map is the wrong picture: demand against places over the years, the Lorenz curve of what zones hold,
 * and load against norm, zone by zone. On the page of a map, with its words, theme and ends. */
#ifndef WIJK_CHART_H
#define WIJK_CHART_H

#include <wijk/map.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct wijk_chart_result {
  wijk_drawing *drawing;
  double width_mm, height_mm;
  size_t missing_count;  /* values that are not known: years of a line, zones of a curve or of the bars */
  size_t left_out_count; /* bars that found no room */
  double gini[4];        /* lorenz: of each curve, zones as heavy as the request says; NaN beyond */
  double gini_even[4];   /* lorenz: of each curve, every zone on land as heavy, also those without weight */
  const char *text;      /* what the chart shows, in a sentence or a few */
} wijk_chart_result;

/* All three: of `page` are read its title, subtitle, source, date, size, theme, dutch and public_edition. The result
 * lives in `arena`. WIJK_USAGE when the page is too small; WIJK_DATA for values that make no such chart, said with
 * their row; WIJK_IO when the font is not installed. */

/* ---- demand against places ---- */

typedef enum wijk_chart_panels {
  WIJK_CHART_BY_FORM,    /* a panel for each form, in it a line for each scenario */
  WIJK_CHART_BY_SCENARIO /* a panel for each scenario, in it the sum over all forms: unknown where one form is */
} wijk_chart_panels;

#define WIJK_CHART_PANELS_MOST 12
#define WIJK_CHART_LINES_MOST 4

/* A table with a row for each year, scenario and form. Years that are not there, or have no value, leave a hole in the
 * line and are named below the chart. Steps of years are the largest that all years are a multiple of. */
typedef struct wijk_chart_demand {
  const wijk_map_request *page;
  const char *table; /* its name, for messages */
  size_t row_count;
  const double *year, *demand;               /* NaN = missing */
  const double *places;                      /* NULL = none: lines of demand alone */
  const double *low, *high;                  /* a band about demand, as its p10 and p90; NULL = none */
  const char *const *scenario, *const *form; /* NULL = one for all rows; texts may be NULL */
  const size_t *source_rows;                 /* numbers of the rows, for messages; NULL = from 1 */
  const char *only_scenario, *only_form;     /* NULL = all */
  const char *demand_title, *places_title;   /* what the lines are called; NULL = demand, places */
  wijk_chart_panels panels;
} wijk_chart_demand;

/* WIJK_DATA without rows, with one year only, two rows for one year, scenario and form, years that are not whole,
 * values below 0 or over 1e12, or a band that does not stand upright; WIJK_USAGE for more panels or lines than fit, and
 * for an `only_…` that the table does not hold. */
wijk_status wijk_chart_draw_demand(const wijk_chart_demand *request, wijk_arena *arena, wijk_chart_result *result,
                                   wijk_error *err);

/* ---- Lorenz ---- */

typedef struct wijk_chart_lorenz {
  const wijk_map_request *page;
  const wijk_layer *zones;           /* role "water" is read: such zones are left out */
  const wijk_column *const *columns; /* amounts, 0 or more */
  const char *const *titles;         /* what each is called */
  size_t count;                      /* up to WIJK_CHART_LINES_MOST */
  const wijk_column *weight;         /* residents; NULL = every zone is as heavy */
  const char *weight_title;          /* "inwoners" */
} wijk_chart_lorenz;

/* Points (share of weight, share of amount), cumulated in the order of amount per weight (Lorenz 1905), and the Gini
 * index 1 - Σ (w_k - w_k-1)(x_k + x_k-1) (Gini 1912); with equal weights it is Σ (2r - n - 1) x_(r) / (n Σ x). Zones
 * without amount or weight are left out and counted. WIJK_DATA for values below 0, all 0, or of one zone. */
wijk_status wijk_chart_draw_lorenz(const wijk_chart_lorenz *request, wijk_arena *arena, wijk_chart_result *result,
                                   wijk_error *err);

/* ---- load against norm ---- */

typedef struct wijk_chart_load {
  const wijk_map_request *page;
  const wijk_layer *zones;       /* role "name", else "key"; role "water" is read */
  const wijk_column *column;     /* load, as places per 1000 residents */
  const char *title;             /* what it is called */
  const wijk_column *norm;       /* in the same unit; NULL = none */
  const wijk_column *zone_class; /* texts; NULL = none */
} wijk_chart_load;

/* Bars from the heaviest load to the lightest, in as many columns as the page takes. Zones without load are counted;
 * those that find no room, the lightest, are too. WIJK_DATA for a load or norm below 0 or over 1e12, or none at all. */
wijk_status wijk_chart_draw_load(const wijk_chart_load *request, wijk_arena *arena, wijk_chart_result *result,
                                 wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
