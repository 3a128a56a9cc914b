/* SPDX-License-Identifier: EUPL-1.2 */
/* Natural breaks: what maps and zoning both cut their values by. */
#ifndef WIJK_FISHER_H
#define WIJK_FISHER_H

#include <stddef.h>
#include <wijk/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Breaks that minimise the sum of squared deviations within classes, exactly.
 * `sorted` ascending; `starts[class_count]` gets the first index of each class; of equally good answers the one with
 * the lowest starts. Equal values stay together. WIJK_DATA for no value or no class, and when there are fewer different
 * values than classes. O(k n log n) time, O(k n) memory (Fisher 1958). */
wijk_status wijk_fisher_compute(const double *sorted, size_t count, size_t class_count, size_t *starts,
                                wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
