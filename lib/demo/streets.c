/* SPDX-License-Identifier: EUPL-1.2 */
/* The street plan: a square net of main streets, turned and bent. Zones grow along it and roads lie on it. */
#include "demo/city.h"

#define TURN_C 0.96 /* a turn by a Pythagorean triple: exact, and no cosine in sight */
#define TURN_S 0.28

static void bend_at(const demo_city *city, double x, double y, double *dx, double *dy) {
  *dx = 900 * (demo_noise(city, DEMO_WARP, x, y, 3600, 2) - 0.5);
  *dy = 900 * (demo_noise(city, DEMO_WARP, x + 4e5, y, 3600, 2) - 0.5);
}

void demo_street_find(const demo_city *city, double x, double y, double *p, double *q) {
  double dx, dy;
  bend_at(city, x, y, &dx, &dy);
  double u = x + dx - city->x, v = y + dy - city->y;
  *p = (TURN_C * u + TURN_S * v) / DEMO_ARTERIAL_M;
  *q = (-TURN_S * u + TURN_C * v) / DEMO_ARTERIAL_M;
}

void demo_street_place_straight(const demo_city *city, double p, double q, double *x, double *y) {
  *x = city->x + DEMO_ARTERIAL_M * (TURN_C * p - TURN_S * q);
  *y = city->y + DEMO_ARTERIAL_M * (TURN_S * p + TURN_C * q);
}

void demo_street_place(const demo_city *city, double p, double q, double *x, double *y) {
  double u, v;
  demo_street_place_straight(city, p, q, &u, &v);
  *x = u;
  *y = v;
  for (int round = 0; round < 8; round++) { /* the bend changes slowly, so this closes in fast */
    double dx, dy;
    bend_at(city, *x, *y, &dx, &dy);
    *x = u - dx;
    *y = v - dy;
  }
}
