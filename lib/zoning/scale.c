/* SPDX-License-Identifier: EUPL-1.2 */
#include "zoning/scale.h"

#include <math.h>

#include <wijk/fisher.h>

#include "base/memory.h"
#include "base/sort.h"

static void scale_z(const double *values, size_t count, double *scaled) {
  size_t n = 0;
  double sum = 0, squares = 0, largest = 0;
  for (size_t i = 0; i < count; i++) {
    if (!isnan(values[i])) {
      sum += values[i];
      largest = fmax(largest, fabs(values[i]));
      n++;
    }
  }
  const double mean = sum / (double)n;
  for (size_t i = 0; i < count; i++) {
    squares += isnan(values[i]) ? 0 : (values[i] - mean) * (values[i] - mean);
  }
  const double deviation = sqrt(squares / (double)n);
  /* equal values may leave a rounding in the mean: that is no variance */
  const bool varies = n > 0 && deviation > 1e-12 * largest;
  for (size_t i = 0; i < count; i++) {
    scaled[i] = varies ? (values[i] - mean) / deviation : NAN;
  }
}

static wijk_status scale_rank(const double *values, size_t count, double *scaled, wijk_error *err) {
  size_t *order = memory_new((count > 0 ? count : 1) * sizeof *order);
  if (order == NULL) {
    return wijk_error_set(err, WIJK_MEMORY, "no memory to rank %zu values", count);
  }
  const wijk_status status = wijk_sort_numbers(count, values, order, err);
  size_t n = 0;
  while (status == WIJK_OK && n < count && !isnan(values[order[n]])) {
    n++;
  }
  for (size_t i = 0; i < count; i++) {
    scaled[i] = NAN;
  }
  for (size_t first = 0; first < n;) {
    size_t last = first;
    while (last + 1 < n && values[order[last + 1]] == values[order[first]]) {
      last++;
    }
    const double rank = ((double)first + (double)last) / 2 + 1;
    const bool varies = last - first + 1 < n;
    for (size_t k = first; k <= last; k++) {
      scaled[order[k]] = varies ? (2 * rank - (double)n - 1) / ((double)n - 1) : NAN;
    }
    first = last + 1;
  }
  memory_free(order);
  return status;
}

static void scale_bands(const wijk_indicator *indicator, const double *values, size_t count, double *scaled) {
  for (size_t i = 0; i < count; i++) {
    size_t band = 0;
    while (band < indicator->band_count && values[i] >= indicator->bands[band]) {
      band++;
    }
    scaled[i] = isnan(values[i]) ? NAN : (double)band - (double)indicator->band_count / 2;
  }
}

wijk_status wijk_indicator_scale(const wijk_indicator *indicator, const double *values, size_t count, double *scaled,
                                 wijk_error *err) {
  wijk_status status = WIJK_OK;
  switch (indicator->scaling) {
  case WIJK_SCALING_Z:
    scale_z(values, count, scaled);
    break;
  case WIJK_SCALING_RANK:
    status = scale_rank(values, count, scaled, err);
    break;
  case WIJK_SCALING_BANDS:
    scale_bands(indicator, values, count, scaled);
    break;
  }
  for (size_t i = 0; i < count && !indicator->higher_is_better; i++) {
    scaled[i] = 0 - scaled[i];
  }
  return status;
}

/* Linear between order statistics at (n - 1) p: definition 7 of Hyndman & Fan 1996. */
static double quantile(const double *sorted, size_t count, double share) {
  const double at = (double)(count - 1) * share;
  const size_t below = (size_t)floor(at);
  return below + 1 < count ? sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below])
                           : sorted[count - 1];
}

wijk_status wijk_zoning_limits(const wijk_zoning_options *options, const double *sorted, size_t count, double *limits,
                               size_t *starts, wijk_error *err) {
  const size_t classes = options->class_count;
  wijk_status status = WIJK_OK;
  if (options->classing == WIJK_CLASSING_FISHER) {
    status = count < classes ? wijk_error_set(err, WIJK_DATA, "%zu zones have a score: too few for %zu natural classes",
                                              count, classes)
                             : wijk_fisher_compute(sorted, count, classes, starts, err);
  }
  for (size_t k = 1; status == WIJK_OK && k < classes; k++) {
    limits[k - 1] = options->classing == WIJK_CLASSING_THRESHOLDS ? options->thresholds[k - 1]
                    : options->classing == WIJK_CLASSING_FISHER   ? sorted[starts[k]]
                                                                : quantile(sorted, count, (double)k / (double)classes);
  }
  return status;
}
