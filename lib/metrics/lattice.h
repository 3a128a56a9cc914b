/* SPDX-License-Identifier: EUPL-1.2 */
/* What statistics of autocorrelation are about: a value in each zone, and who is next to whom. */
#ifndef WIJK_METRICS_LATTICE_H
#define WIJK_METRICS_LATTICE_H

#include <wijk/metric.h>

/* Zones without a value, and water, take no part and are nobody's neighbours; nor do those without any neighbour
 * (islands): nothing can be said of them, and they are left out of means and sums too. */
typedef struct wijk_lattice {
  const char *value;      /* the name of the column */
  const double *numbers;  /* of every zone */
  const uint8_t *reasons; /* of every zone: WIJK_PRESENT where it takes part, else why not */
  const bool *in;         /* of every zone: has it a value? Islands too */
  size_t count;           /* of those that take part */
  const size_t *zone;     /* their rows, rising */
  wijk_reason none;       /* why those that take part are none or two; WIJK_PRESENT where they are more */
  wijk_weights weights;   /* by row of the zones, as the method says */
} wijk_lattice;

/* As subject->method says; made once for all families of a round. Tells of zones without neighbours (a warning that
 * names them), of those without a value, and of pairs that touch all but a metre (notes). WIJK_USAGE for a value that
 * is not there, and as wijk_weights_new; but where the request is lenient, data that W cannot be made of is a warning,
 * and no zone takes part. */
wijk_status wijk_lattice_find(const wijk_subject *subject, wijk_results *results, const wijk_lattice **lattice,
                              wijk_error *err);

#endif
