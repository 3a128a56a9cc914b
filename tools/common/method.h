/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to a `wijk_method`: one function per section of it. Each fills its own members and leaves the others;
 * WIJK_USAGE for a value that cannot be. */
#ifndef WIJK_TOOLS_METHOD_H
#define WIJK_TOOLS_METHOD_H

#include "common/program.h"

/* --atkinson, --rco, --centre, --clustering: the indices of the city. */
wijk_status method_indices(run *run, wijk_method *method, wijk_error *err);

/* --access-radius, --access-rings: what counts as within reach. */
wijk_status method_access(run *run, wijk_method *method, wijk_error *err);
/* --inference, --inference-by: what chance would make of the city's indices. */
wijk_status method_inference(run *run, wijk_method *method, wijk_error *err);

/* --value, --weights and --weights-..., --permutations, --shared-permutations, --variance, --moran-scale,
 * --tail, --significance, --fdr: are like values near each other? */
wijk_status method_autocorrelation(run *run, wijk_method *method, wijk_error *err);

#endif
