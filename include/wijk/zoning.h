/* SPDX-License-Identifier: EUPL-1.2 */
/* The zoning map: from a zone's indicators (its DNA profile) to a score, a class and what the class allows. */
#ifndef WIJK_ZONING_H
#define WIJK_ZONING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wijk/layer.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what a class allows ---- */

typedef enum wijk_norm_rule {
  WIJK_NORM_NONE,       /* nothing is said */
  WIJK_NORM_FIXED,      /* `per_1000` places per 1000 residents */
  WIJK_NORM_CITY_TIMES, /* `factor` times the city's places per 1000 */
  WIJK_NORM_NO_GROWTH   /* the lower of the zone's present places per 1000 and the city's */
} wijk_norm_rule;
const char *wijk_norm_rule_text(wijk_norm_rule rule, bool dutch); /* "geen groei", "no growth"; NULL for none */
wijk_norm_rule wijk_norm_rule_find(const char *text);             /* either language; WIJK_NORM_NONE when unknown */

typedef struct wijk_zone_norm {
  wijk_norm_rule rule;
  double per_1000; /* WIJK_NORM_FIXED, else NaN */
  double factor;   /* WIJK_NORM_CITY_TIMES, else NaN */
} wijk_zone_norm;

/* Places per 1000 residents that `norm` allows a zone that now has `present`, in a city that has `city`; NaN where
 * nothing is said or what it needs is not known. A zone of unknown present load may not exceed the city's. */
double wijk_norm_resolve(wijk_zone_norm norm, double present, double city);

typedef struct wijk_zone_class {
  const char *name; /* "kwetsbaar", "aandacht", "draagkrachtig", from low score to high */
  wijk_zone_norm norm;
} wijk_zone_class;

#define WIJK_CLASS_UNKNOWN "onbekend" /* the class of a zone that misses more than half of the weight */
/* The rule of a class of that name when nobody says otherwise: kwetsbaar and onbekend no growth, aandacht 1 and
 * draagkrachtig 1.5 times the city; none for any other name. */
wijk_zone_norm wijk_norm_preset(const char *class_name);

/* ---- the zoning ---- */

typedef enum wijk_scaling {
  WIJK_SCALING_Z,    /* (v - mean) / sd, over the zones that have a value; sd divides by n: they are all there are */
  WIJK_SCALING_RANK, /* (2r - n - 1) / (n - 1), r the rank (ties share their mean rank): -1 to 1 */
  WIJK_SCALING_BANDS /* number of limits at or below v, less half the number of limits */
} wijk_scaling;

typedef struct wijk_indicator {
  const char *field;
  bool higher_is_better; /* else the scaled value changes sign: a high scaled value is always good */
  double weight;         /* > 0; weights are divided by their sum */
  wijk_scaling scaling;
  const double *bands; /* WIJK_SCALING_BANDS: ascending limits */
  size_t band_count;
} wijk_indicator;

/* "FIELD:higher|lower:WEIGHT[:z|rank|bands=A/B/C]", as on the command line. WIJK_USAGE says what is wrong with it. */
wijk_status wijk_indicator_read(const char *text, wijk_arena *arena, wijk_indicator *indicator, wijk_error *err);
/* "CLASS:PER_1000". */
wijk_status wijk_zone_class_read(const char *text, wijk_arena *arena, wijk_zone_class *class_of, wijk_error *err);

typedef enum wijk_classing {
  WIJK_CLASSING_QUANTILES,  /* limits at the quantiles k/K of the scores (linear between order statistics:
                               definition 7 of Hyndman & Fan 1996) */
  WIJK_CLASSING_THRESHOLDS, /* limits given */
  WIJK_CLASSING_FISHER      /* exact natural breaks (Fisher 1958) */
} wijk_classing;

typedef struct wijk_zoning_options {
  const wijk_indicator *indicators;
  size_t indicator_count;
  const wijk_zone_class *classes; /* from low score to high, without "onbekend" */
  size_t class_count;
  wijk_zone_norm unknown_norm;
  wijk_classing classing;
  const double *thresholds; /* class_count - 1, ascending */
  size_t draws;             /* of the weights, for class_stability_share */
  uint64_t seed;
  int threads;
} wijk_zoning_options;

/* Arrays over zones; NaN = missing, class -1 = onbekend. */
typedef struct wijk_zoning {
  double *scaled;  /* [indicator * zone_count + zone] */
  double *score;   /* weighted mean of the scaled values that are there; NaN = more than half of the weight missing */
  double *rank;    /* 1 = lowest score; equal scores share the lowest of their ranks */
  int *zone_class; /* class k holds limit k <= score < limit k + 1 */
  double *stability_share;
  double *limits; /* class_count - 1 */
} wijk_zoning;

/* `values[j]` holds zone_count values of indicator j, NaN = missing. Stability: share of `draws` draws of the weights
 * (Dirichlet with alpha_j = 10 J w_j; limits recomputed per draw) in which the zone keeps its class; draw d depends
 * only on the seed and d. WIJK_USAGE for weights or limits that make no sense, WIJK_DATA when no zone has a score.
 * O(draws (n J + n log n)). */
wijk_status wijk_zoning_compute(const double *const *values, size_t zone_count, const wijk_zoning_options *options,
                                wijk_arena *arena, wijk_zoning *zoning, wijk_error *err);

/* The zones with key, name, residents, land area, water and shape, each indicator as it came, its scaled value
 * (dna_FIELD), score, score_rank, zone_class, class_stability_share, norm_rule, norm_per_1000 where fixed, norm_factor
 * where relative. `indicators` holds the fields, joined to the zones by its key; NULL = the zones have them themselves.
 * Rows that find no zone and zones that find no row are listed as findings. WIJK_USAGE for a field that is not there,
 * WIJK_DATA for one that holds no numbers. */
wijk_status wijk_zoning_layer(const wijk_layer *zones, const wijk_layer *indicators, const wijk_zoning_options *options,
                              wijk_arena *arena, wijk_report *report, wijk_layer **result, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
