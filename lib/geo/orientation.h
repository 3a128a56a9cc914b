/* SPDX-License-Identifier: EUPL-1.2 */
/* On which side of a line a point lies, exactly, for every double there is short of overflow and underflow. */
#ifndef WIJK_GEO_ORIENTATION_H
#define WIJK_GEO_ORIENTATION_H

#include <math.h>

/* As `orientation_find`, by exact arithmetic throughout. Slow. */
int orientation_find_exact(double ax, double ay, double bx, double by, double cx, double cy);

/* 1 when c lies left of the line from a to b, -1 right, 0 on it. The rounded determinant decides where it exceeds
 * (3 + 16u)u times the sum of its two products' sizes, u = 2^-53: that bounds its error (Shewchuk 1997, stage A). */
static inline int orientation_find(double ax, double ay, double bx, double by, double cx, double cy) {
  double left = (ax - cx) * (by - cy), right = (ay - cy) * (bx - cx);
  double determinant = left - right, bound = 3.3306690738754716e-16 * (fabs(left) + fabs(right));
  if (determinant > bound)
    return 1;
  if (-determinant > bound)
    return -1;
  return orientation_find_exact(ax, ay, bx, by, cx, cy);
}

#endif
