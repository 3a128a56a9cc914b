/* SPDX-License-Identifier: EUPL-1.2 */
/* The families of metrics, in the order in which their figures are written. A new metric is one file here,
 * lib/metrics/NAME.c with `const wijk_metric_family wijk_family_NAME`, and its word below. */
#define WIJK_METRIC_FAMILIES(FAMILY)                                                                                   \
  FAMILY(counts)                                                                                                       \
  FAMILY(rates)                                                                                                        \
  FAMILY(shares)                                                                                                       \
  FAMILY(norms)                                                                                                        \
  FAMILY(mix)                                                                                                          \
  FAMILY(classes)                                                                                                      \
  FAMILY(nearest)                                                                                                      \
  FAMILY(reach)                                                                                                        \
  FAMILY(nearest_net)                                                                                                  \
  FAMILY(reach_net)                                                                                                    \
  FAMILY(access)                                                                                                       \
  FAMILY(density)                                                                                                      \
  FAMILY(spacing)                                                                                                      \
  FAMILY(segregation)                                                                                                  \
  FAMILY(evenness)                                                                                                     \
  FAMILY(exposure)                                                                                                     \
  FAMILY(inequality)                                                                                                   \
  FAMILY(concentration)                                                                                                \
  FAMILY(land)                                                                                                         \
  FAMILY(centralisation)                                                                                               \
  FAMILY(clustering)                                                                                                   \
  FAMILY(adjacent)                                                                                                     \
  FAMILY(autocorrelation)                                                                                              \
  FAMILY(autocorrelation_local)                                                                                        \
  FAMILY(pattern)                                                                                                      \
  FAMILY(cross)
