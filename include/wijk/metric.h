/* SPDX-License-Identifier: EUPL-1.2 */
/* Metrics: one file per close family in lib/metrics, one word each in lib/metrics/list.h. From that word come
 * compilation, `--list`, help, man page, JSON key and the law tests. */
#ifndef WIJK_METRIC_H
#define WIJK_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/layer.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum wijk_metric_level { WIJK_METRIC_ZONE, WIJK_METRIC_CITY } wijk_metric_level;

/* What must hold whatever the input; one runner in tests/laws checks every law of every metric. */
typedef enum wijk_metric_law {
  WIJK_LAW_UNIT_INTERVAL = 1, /* in [0, 1] or undefined */
  WIJK_LAW_NOT_NEGATIVE = 2,
  WIJK_LAW_GROUP_SCALE_FREE = 4, /* unchanged when every x_i is multiplied */
  WIJK_LAW_TOTAL_SCALE_FREE = 8, /* unchanged when every t_i is multiplied */
  WIJK_LAW_ORDER_FREE = 16,      /* unchanged when zones change places */
  WIJK_LAW_DOUBLING_FREE = 32,   /* unchanged when every zone is there twice */
  WIJK_LAW_ZERO_WHEN_EVEN = 64,  /* 0 when x_i is the same share of t_i everywhere */
  WIJK_LAW_SUMS_TO_ONE = 128     /* over the zones where it is defined */
} wijk_metric_law;

/* One figure as it is named, explained and looked up. `id` may hold "{r}" (once per radius) or "{class}". */
typedef struct wijk_metric {
  const char *id;
  wijk_metric_level level;
  const char *title_nl, *title_en, *unit_nl, *unit_en;
  const char *formula; /* in the notation of the manual: x_i places, t_i residents, a_i land */
  const char *source;  /* author, year; "" for plain arithmetic */
  unsigned laws;
  bool by; /* is repeated for every value of --by */
  bool whole;
  bool of_people; /* left out of the public edition */
} wijk_metric;

/* What the metrics are about. All of it is read-only. Arrays over zones have zone_count entries; NaN = missing. */
typedef struct wijk_subject {
  const wijk_layer *zones;
  size_t zone_count;
  const double *residents; /* t_i; NULL when the zones have no such field */
  const double *land_km2;  /* a_i; 0 for water */
  const uint8_t *water;    /* 1 = stays in the map, out of every ratio */
  const double *interior_x, *interior_y;

  /* the facilities (of one value of --by, or all), zone_of = WIJK_NONE outside every zone */
  size_t facility_count;
  const double *facility_x, *facility_y;
  const double *capacity; /* NaN = unknown; NULL = the source has no such field */
  const double *occupied; /* likewise */
  const size_t *zone_of_facility;
  const char *const *form, *const *provider; /* NULL = no such field; a NULL text = not known */
  const char *const *forms;                  /* the ladder of forms, or those in the data */
  size_t form_count;

  /* where residents live; NULL and 0 without a source: then the zone's interior point stands for all */
  size_t population_count;
  const double *population_x, *population_y, *population_weight;
  const size_t *zone_of_population;

  /* from the zoning map; NULL without */
  const int *zone_class;       /* -1 = none */
  const double *class_share;   /* [zone * class_count + class], shares of residents or area */
  const double *norm_per_1000; /* what the class allows, already resolved; NaN = none */
  const char *const *class_names;
  size_t class_count;

  const double *radii_m;
  size_t radius_count;
  int threads;
  uint64_t seed;

  /* x_i of the indices: places per zone, or facilities where the source knows no capacity. NaN = unknown */
  const double *group;
} wijk_subject;

/* Where results go: columns of a layer, or figures of the report. A family asks for a place by id; NULL means
 * that nobody asked for that figure. Every value starts as missing. */
typedef struct wijk_results wijk_results;
typedef struct wijk_result {
  double *numbers;
  const char **texts;
  uint8_t *reasons; /* set one for every value left missing */
} wijk_result;

/* `part` is the radius number or class number for ids with a part, else 0. False when it is not asked for. */
bool wijk_results_find(wijk_results *results, const char *id, size_t part, wijk_result *result);
/* A figure of the city; `reason` where value is NaN. No-op when it is not asked for. */
wijk_status wijk_results_add_city(wijk_results *results, const char *id, double value, wijk_reason reason,
                                  wijk_error *err);

typedef struct wijk_metric_family {
  const char *name;
  const wijk_metric *metrics;
  size_t metric_count;
  /* `scratch` is reset by the caller. Fills every result it finds; leaves all untouched on failure. */
  wijk_status (*compute)(const wijk_subject *subject, wijk_arena *scratch, wijk_results *results, wijk_error *err);
} wijk_metric_family;

/* All families, in the order of the list. */
const wijk_metric_family *const *wijk_metric_families(size_t *count);
const wijk_metric *wijk_metric_find(const char *id);

#ifdef __cplusplus
}
#endif
#endif
