/* SPDX-License-Identifier: EUPL-1.2 */
/* From values to scaled values, and from scores to limits. */
#ifndef WIJK_ZONING_SCALE_H
#define WIJK_ZONING_SCALE_H

#include <wijk/zoning.h>

/* Into `scaled[count]`, NaN where `values` is missing and everywhere when there is nothing to tell zones apart by (no
 * variance). A high scaled value is good. */
wijk_status wijk_indicator_scale(const wijk_indicator *indicator, const double *values, size_t count, double *scaled,
                                 wijk_error *err);

/* The class_count - 1 limits of scores sorted ascending, `count` > 0 of them. */
wijk_status wijk_zoning_limits(const wijk_zoning_options *options, const double *sorted, size_t count, double *limits,
                               size_t *starts, wijk_error *err);

#endif
