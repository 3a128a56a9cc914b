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

typedef enum wijk_scaling { WIJK_SCALING_Z, WIJK_SCALING_RANK, WIJK_SCALING_BANDS } wijk_scaling;

typedef struct wijk_indicator {
  const char *field;
  bool higher_is_better;
  double weight; /* > 0; weights are divided by their sum */
  wijk_scaling scaling;
  const double *bands; /* WIJK_SCALING_BANDS: ascending limits; the scaled value is the band's number, centred */
  size_t band_count;
} wijk_indicator;

typedef enum wijk_zoning_classing {
  WIJK_ZONING_QUANTILES,
  WIJK_ZONING_THRESHOLDS,
  WIJK_ZONING_FISHER
} wijk_zoning_classing;

/* What a class allows. */
typedef enum wijk_norm_rule {
  WIJK_NORM_FIXED,      /* `per_1000` places per 1000 residents */
  WIJK_NORM_CITY_TIMES, /* `per_1000` times the city's places per 1000 */
  WIJK_NORM_NO_GROWTH   /* the lower of the present load and the city's; unknown class: the present load */
} wijk_norm_rule;

typedef struct wijk_zone_class {
  const char *name; /* "kwetsbaar", "aandacht", "draagkrachtig", from low score to high; "onbekend" */
  wijk_norm_rule rule;
  double per_1000;
} wijk_zone_class;

#ifdef __cplusplus
}
#endif
#endif
