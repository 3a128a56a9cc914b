/* SPDX-License-Identifier: EUPL-1.2 */
/* What is near every facility over the roads, asked in parts: none is passed over, none comes twice, and a part is
 * small where pairs are many. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "metrics/road_homes.h"
#include "unit/roads.h"

enum { FACILITIES = 9001, HOMES = 3 };

typedef struct seen {
  size_t next;
  double x[FACILITIES], sum[FACILITIES];
} seen;

static void see(size_t facility, size_t count, const uint32_t *from, const double *distance, void *context) {
  seen *all = context;
  assert_int_equal(facility, all->next++);
  for (size_t p = 0; p < count; p++)
    all->sum[facility] += distance[p] * (from[p] + 1);
}

/* Along one road of 9,000 m stand a facility at every metre, and homes at 0, 4,500 and 9,000 m. */
static void test_every_facility_once(void **state) {
  (void)state;
  static seen all;
  static double y[FACILITIES];
  static wijk_road_place facilities[FACILITIES];
  const double home_x[HOMES] = {0, 4500, 9000};
  wijk_road_place homes[HOMES];
  wijk_error err = {0};
  wijk_report report;
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_report_new("test", arena, &report, &err);
  wijk_layer *layer = roads_layer(arena, 1, (const char *const[]){"0 0, 9000 0"});
  wijk_roads_rule rule = wijk_roads_rule_find(layer);
  wijk_roads *roads = NULL;
  assert_int_equal(wijk_roads_new(layer, &rule, 1, &report, &roads, &err), WIJK_OK);
  for (size_t f = 0; f < FACILITIES; f++)
    all.x[f] = (double)f;
  assert_int_equal(wijk_roads_snap(roads, FACILITIES, all.x, y, 1, 1, facilities, &err), WIJK_OK);
  assert_int_equal(wijk_roads_snap(roads, HOMES, home_x, y, 1, 1, homes, &err), WIJK_OK);
  const wijk_method method = wijk_method_default();
  const wijk_subject subject = {
      .facility_count = FACILITIES, .facility_place = facilities, .roads = roads, .method = &method, .threads = 2};
  assert_int_equal(wijk_road_rows(&subject, 4000, HOMES, homes, see, &all, arena, &err), WIJK_OK);
  assert_int_equal(all.next, FACILITIES);
  for (size_t f = 0; f < FACILITIES; f++) {
    double sum = 0;
    for (size_t h = 0; h < HOMES; h++) {
      const double distance = fabs((double)f - home_x[h]);
      sum += distance <= 4000 ? distance * (double)(h + 1) : 0;
    }
    if (!(fabs(all.sum[f] - sum) < 1e-6))
      fail_msg("facility %zu: %.17g, not %.17g", f, all.sum[f], sum);
  }
  wijk_roads_free(roads);
  wijk_arena_free(arena);
}

/* Ten million homes of which all may be near: one facility at a time, until it shows how many are. */
static void test_parts_are_small_where_pairs_are_many(void **state) {
  (void)state;
  assert_int_equal(wijk_road_rows_at_once(10000000, 0, 0), 1);
  assert_int_equal(wijk_road_rows_at_once(10000000, 1, 10000000), 1);
  assert_int_equal(wijk_road_rows_at_once(10000000, 1, 10), 4);
  assert_int_equal(wijk_road_rows_at_once(10000000, 256, 256 * 20000), 209); /* 2^22 / 20,000 */
  assert_int_equal(wijk_road_rows_at_once(10, 0, 0), 4096);
  assert_int_equal(wijk_road_rows_at_once(10, 4096, 40960), 4096);
  for (size_t count = 1, pairs = 0; count < 100000000; count = 3 * count + 1)
    for (size_t asked = 0; asked <= 4096; asked = asked ? 4 * asked : 1, pairs = asked * count)
      assert_true((double)wijk_road_rows_at_once(count, asked, pairs) * (double)count <= 4194304 || count > 2097152);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_facility_once),
      cmocka_unit_test(test_parts_are_small_where_pairs_are_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
