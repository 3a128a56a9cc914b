/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines cut to a box, points nobody can tell apart, and how much a road matters. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/lines.h"
#include "draw/road_rank.h"

static const draw_box unit = {0, 0, 10, 10};

/* From (-5, 5) to (15, 5): the box takes the middle half. From (-5, 5) to (5, 15): the corner (0, 10) is met at one
 * point. From (-6, 5) to (5, 16): passes that corner. */
static void a_segment_is_cut_at_the_box(void **state) {
  (void)state;
  double x1 = -5, y1 = 5, x2 = 15, y2 = 5;
  assert_true(line_clip(&unit, &x1, &y1, &x2, &y2));
  assert_true(x1 == 0 && y1 == 5 && x2 == 10 && y2 == 5);
  x1 = -5, y1 = 5, x2 = 5, y2 = 15;
  assert_true(line_clip(&unit, &x1, &y1, &x2, &y2));
  assert_true(x1 == 0 && y1 == 10 && x2 == 0 && y2 == 10);
  x1 = -6, y1 = 5, x2 = 5, y2 = 16;
  assert_false(line_clip(&unit, &x1, &y1, &x2, &y2));
  x1 = 2, y1 = 3, x2 = 4, y2 = 5;
  assert_true(line_clip(&unit, &x1, &y1, &x2, &y2));
  assert_true(x1 == 2 && y1 == 3 && x2 == 4 && y2 == 5);
  x1 = x2 = 11, y1 = 0, y2 = 10;
  assert_false(line_clip(&unit, &x1, &y1, &x2, &y2));
}

static wijk_layer *line_of(wijk_arena *arena, double *x, double *y, size_t count, wijk_error *err) {
  static size_t zero_one[] = {0, 1};
  size_t *points = WIJK_ARENA_ADD(arena, size_t, 2, err);
  wijk_layer *layer = wijk_layer_new(arena, "lijn", 1, err);
  points[1] = count;
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_LINE,
                                    .part_count = 1,
                                    .ring_count = 1,
                                    .point_count = count,
                                    .part_of_row = zero_one,
                                    .ring_of_part = zero_one,
                                    .point_of_ring = points,
                                    .x = x,
                                    .y = y};
  return layer;
}

/* One metre is one millimetre and y is turned. Out of the box and in again: two runs. A point 0.1 mm behind another is
 * left out where the tolerance is 0.5, but never the last. */
static void a_line_is_drawn_where_it_is_seen(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_drawing *drawing = drawing_new(arena, NULL, 10, 10, &err);
  const draw_view view = {0, 0, 0, 10, 1};
  double x[] = {5, 5.1, 15, 15, 5, 4.9}, y[] = {2, 2, 2, 8, 8, 8};
  wijk_layer *layer = line_of(arena, x, y, 6, &err);
  assert_true(lines_add_row(drawing, layer, 0, &view, &unit, 0.5));
  assert_int_equal(2, drawing->run_count);
  assert_int_equal(2, drawing->runs[0].count); /* 5 to 10: 5.1 is too near */
  assert_true(drawing->x[0] == 5 && drawing->y[0] == 8 && drawing->x[1] == 10);
  assert_int_equal(3, drawing->runs[1].count); /* 10 to 5, and the end */
  assert_true(drawing->x[4] == 4.9);
  /* a corner outside: out at (10, 3.5), in at (10, 6.5), and nothing drawn between */
  double cx[] = {5, 15, 5}, cy[] = {2, 5, 8};
  wijk_layer *corner = line_of(arena, cx, cy, 3, &err);
  const size_t runs = drawing->run_count, points = drawing->point_count;
  assert_true(lines_add_row(drawing, corner, 0, &view, &unit, 0.5));
  assert_int_equal(runs + 2, drawing->run_count);
  assert_true(drawing->x[points + 1] == 10 && drawing->y[points + 1] == 6.5);
  assert_true(drawing->x[points + 2] == 10 && drawing->y[points + 2] == 3.5);
  const double beside[4] = {20, 0, 30, 10}, about[4] = {14, 0, 30, 10};
  assert_false(row_in_bounds(layer, 0, beside));
  assert_true(row_in_bounds(layer, 0, about));
  wijk_arena_free(arena);
}

static void words_for_roads_say_what_they_are(void **state) {
  (void)state;
  static const struct {
    const char *word;
    road_rank rank;
  } known[] = {{"motorway", ROAD_MOTORWAY},  {"Trunk_link", ROAD_MOTORWAY},
               {"primary", ROAD_MAIN},       {"Hoofdwegen", ROAD_MAIN},
               {"tertiary", ROAD_THROUGH},   {"wijkweg", ROAD_THROUGH},
               {"residential", ROAD_STREET}, {"Erftoegangsweg", ROAD_STREET},
               {"fietspad", ROAD_PATH},      {"0", ROAD_MOTORWAY},
               {"3", ROAD_THROUGH}};
  road_rank rank;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    assert_true(road_rank_find(known[i].word, &rank));
    assert_int_equal(known[i].rank, rank);
  }
  assert_false(road_rank_find("spoor", &rank));
  assert_false(road_rank_find("mot", &rank));
  assert_false(road_rank_find("", &rank));
}

static void small_scales_show_heavy_roads_only(void **state) {
  (void)state;
  assert_int_equal(ROAD_PATH, road_rank_least(5000));
  assert_int_equal(ROAD_STREET, road_rank_least(20000));
  assert_int_equal(ROAD_THROUGH, road_rank_least(66000));
  assert_int_equal(ROAD_MAIN, road_rank_least(200000));
  assert_int_equal(ROAD_MOTORWAY, road_rank_least(1e6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_segment_is_cut_at_the_box), cmocka_unit_test(a_line_is_drawn_where_it_is_seen),
      cmocka_unit_test(words_for_roads_say_what_they_are), cmocka_unit_test(small_scales_show_heavy_roads_only)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
