/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the residents of each zone live, by any number of threads, against the plain way: zone by zone, point by point.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "metrics/homes.h"

enum { ZONES = 50, POINTS = 300001 };

static void homes_are_those_of_the_plain_way(void **state) {
  (void)state;
  double *x = calloc(POINTS, sizeof *x), *y = calloc(POINTS, sizeof *y), *weight = calloc(POINTS, sizeof *weight);
  size_t *zone = calloc(POINTS, sizeof *zone);
  double residents[ZONES], inside_x[ZONES], inside_y[ZONES];
  uint8_t water[ZONES] = {[7] = 1, [8] = 1};
  for (size_t i = 0; i < ZONES; i++) {
    residents[i] = i % 9 ? 10.0 * (double)i : NAN;
    inside_x[i] = -1.0 - (double)i;
    inside_y[i] = -2.0 - (double)i;
  }
  for (size_t p = 0; p < POINTS; p++) { /* zone 8 is water with people; 7, 9 and 18 have nobody */
    zone[p] = p * 2654435761u % (ZONES + 1);
    zone[p] = zone[p] == ZONES || zone[p] == 7 || zone[p] == 9 ? WIJK_NONE : zone[p];
    weight[p] = zone[p] == 18 || p % 11 == 0 ? 0 : p % 13 == 0 ? NAN : (double)(p % 5 + 1);
    x[p] = (double)p;
    y[p] = (double)p / 3;
  }
  wijk_subject subject = {.zone_count = ZONES,
                          .residents = residents,
                          .water = water,
                          .interior_x = inside_x,
                          .interior_y = inside_y,
                          .population_count = POINTS,
                          .population_x = x,
                          .population_y = y,
                          .population_weight = weight,
                          .zone_of_population = zone};
  static const int threads[] = {1, 2, 3, 7, 100};
  for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
    wijk_error err = {0};
    wijk_arena *arena = wijk_arena_new(&err);
    wijk_homes homes;
    subject.threads = threads[t];
    assert_int_equal(wijk_homes_compute(&subject, arena, &homes, &err), WIJK_OK);
    size_t at = 0;
    for (size_t i = 0; i < ZONES; i++) {
      assert_int_equal(homes.first[i], at);
      for (size_t p = 0; p < POINTS; p++)
        if (zone[p] == i && weight[p] > 0) {
          if (homes.x[at] != x[p] || homes.y[at] != y[p] || homes.weight[at] != weight[p])
            fail_msg("home %zu of zone %zu is another", at - homes.first[i], i);
          at++;
        }
      if (at == homes.first[i] && !water[i]) {
        assert_true(homes.x[at] == inside_x[i] && homes.y[at] == inside_y[i]);
        assert_true(homes.weight[at] == (residents[i] > 0 ? residents[i] : 0));
        at++;
      }
    }
    assert_int_equal(homes.first[ZONES], at);
    assert_int_equal(homes.count, at);
    wijk_arena_free(arena);
  }
  free(x);
  free(y);
  free(weight);
  free(zone);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(homes_are_those_of_the_plain_way)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
