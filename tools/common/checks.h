/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether sources fit each other: zones among themselves, points in zones, tables by key. What does not fit becomes a
 * finding; what is found in numbers is kept for the overview. */
#ifndef WIJK_TOOLS_CHECKS_H
#define WIJK_TOOLS_CHECKS_H

#include "common/program.h"

/* How points lie in the zones. */
typedef struct point_check {
  bool done;
  size_t count, outside, on_boundary, in_water;
  double residents_inside, residents_outside; /* of population points */
} point_check;

/* How the rows of a table find their zone. */
typedef struct join_check {
  bool done;
  size_t rows, joined, rows_over, zones_without;
} join_check;

/* Overlaps and gaps between zones: those narrower than a metre in one note, each wider one a warning. */
wijk_status check_fit(run *run, const wijk_layer *zones, wijk_fit *fit, wijk_error *err);
/* Facilities outside every zone, on a boundary, in water, and two of one form on one spot. */
wijk_status check_facilities(run *run, const wijk_layer *zones, const wijk_layer *facilities, point_check *check,
                             wijk_error *err);
/* Population outside every zone, and where the points of a zone differ from its own number of residents. */
wijk_status check_population(run *run, const wijk_layer *zones, const wijk_layer *population, point_check *check,
                             wijk_error *err);
/* Keys of a table (role "key") that no zone has, that occur twice, and zones that the table does not have. */
wijk_status check_join(run *run, const wijk_layer *zones, const wijk_layer *table, const char *role, join_check *check,
                       wijk_error *err);

#endif
