/* SPDX-License-Identifier: EUPL-1.2 */
/* Many tests at once. */
#ifndef WIJK_METRICS_FDR_H
#define WIJK_METRICS_FDR_H

#include <stddef.h>
#include <wijk/arena.h>

/* `adjusted[i]`: the smallest false discovery rate at which test i is among the discoveries: with the m tests that
 * have a p in ascending order, the least p_(j) * m / j over j from its own rank on, at most 1 (Benjamini & Hochberg
 * 1995; for tests that are independent or depend positively, as those of neighbours do: Benjamini & Yekutieli 2001).
 * NaN in p stays NaN and is no test. `adjusted` may be `p`. O(n log n). WIJK_MEMORY. */
wijk_status wijk_fdr_compute(size_t count, const double *p, double *adjusted, wijk_arena *scratch, wijk_error *err);

#endif
