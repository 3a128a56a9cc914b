/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing: classes and palettes, one drawing list, two ends (cairo for PNG and PDF, our own writer for SVG). */
#ifndef WIJK_DRAW_H
#define WIJK_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/layer.h>
#include <wijk/report.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- classes ---- */

typedef enum wijk_class_method {
  WIJK_CLASSES_QUANTILE,
  WIJK_CLASSES_EQUAL,
  WIJK_CLASSES_FISHER, /* exact natural breaks (Fisher 1958) */
  WIJK_CLASSES_PRETTY,
  WIJK_CLASSES_DEVIATION, /* standard deviations about the mean */
  WIJK_CLASSES_FIXED
} wijk_class_method;

/* Class k holds break[k] <= v < break[k+1], the last one its upper limit too. Ties never make double breaks: there
 * may be fewer classes than asked for, never an empty one. */
typedef struct wijk_classes {
  size_t count;
  double breaks[33];
  size_t members[32];
  size_t missing;
} wijk_classes;
wijk_status wijk_classes_compute(const double *values, size_t value_count, wijk_class_method method, size_t class_count,
                                 const double *fixed, size_t fixed_count, wijk_classes *classes, wijk_error *err);
/* Class of a value, -1 for NaN or outside. */
int wijk_classes_find(const wijk_classes *classes, double value);

/* Breaks that minimise the sum of squared deviations within classes, exactly; used by zoning too.
 * `sorted` ascending; `starts[class_count]` gets the first index of each class. O(k n log n). */
wijk_status wijk_fisher_compute(const double *sorted, size_t count, size_t class_count, size_t *starts,
                                wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
