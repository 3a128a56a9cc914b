/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to a `wijk_method`: one function per section of it. Each fills its own members and leaves the others;
 * WIJK_USAGE for a value that cannot be. */
#ifndef WIJK_TOOLS_METHOD_H
#define WIJK_TOOLS_METHOD_H

#include "common/program.h"

/* WIJK_USAGE for an option of the command line that none of the figures asked for (or that --value names) looks at. */
wijk_status method_check(run *run, const wijk_metric_request *request, wijk_error *err);

/* --atkinson, --rco, --centre, --clustering: the indices of the city. */
wijk_status method_indices(run *run, wijk_method *method, wijk_error *err);

/* Does the centre lie where the zones are? WIJK_USAGE for one in degrees, a warning for one far away. */
wijk_status method_check_centre(run *run, const wijk_method *method, const wijk_layer *zones, wijk_error *err);

/* --snap-limit, --snap-leg: from where people live to the roads. */
wijk_status method_roads(run *run, wijk_method *method, wijk_error *err);

/* --access-radius, --access-rings: what counts as within reach. */
wijk_status method_access(run *run, wijk_method *method, wijk_error *err);
/* --inference, --inference-by: what chance would make of the city's indices. */
wijk_status method_inference(run *run, wijk_method *method, wijk_error *err);
/* --edge, --envelope, --cross: point patterns. */
wijk_status method_pattern(run *run, wijk_method *method, wijk_error *err);
/* The fields of the facilities that --by and --cross need. */
wijk_status method_fields(run *run, const wijk_method *method, const wijk_metric_request *request,
                          const char *const **fields, size_t *count, wijk_error *err);

/* --value, --weights and --weights-..., --permutations, --shared-permutations, --variance, --moran-scale,
 * --tail, --significance, --fdr: are like values near each other? */
wijk_status method_autocorrelation(run *run, wijk_method *method, wijk_error *err);

/* --kernel, --bandwidth, --density-edge: density by kernels. In the table of every program that takes them. */
wijk_status method_density(run *run, wijk_method *method, wijk_error *err);
/* clang-format off */
#define METHOD_DENSITY_OPTIONS                                                                                         \
  {"kernel", 0, OPTION_CHOICE, false, "NAME", "quartic|gaussian", "quartic", "density.kernel",                         \
   "how a place is spread over its surroundings in a density"},                                                        \
  {"bandwidth", 0, OPTION_NUMBER, false, "METRES", NULL, "1000", "density.bandwidth",                                  \
   "how far: the radius of the quartic kernel, the standard deviation of the gaussian"},                               \
  {"density-edge", 0, OPTION_CHOICE, false, "HOW", "boundary|uniform|none", "boundary", "density.edge",                \
   "what of a density would lie over the border of the zones: spread within it, made good evenly, or left out"}
/* clang-format on */

#endif
