/* SPDX-License-Identifier: EUPL-1.2 */
/* Arrows by hand: where they begin, bend, widen and end; and which flows become arrows. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "draw/flows.h"

static bool near(double a, double b, double off) {
  return fabs(a - b) <= off;
}

static const arrow_style straight = {
    .width_mm = 2, .tail_share = 0.5, .head_mm = 3, .barb_mm = 1, .gap_from_mm = 1, .gap_to_mm = 2, .least_mm = 1};

/* From (0, 0) to (20, 0) with gaps of 1 and 2: tail at x = 1, tip at 18, neck at 15. The tail is half of 2 mm wide, the
 * neck all of it; barbs stick out 1 mm more. Outline: left side (y up is minus), barb, tip, barb, right side. */
static void a_straight_arrow_is_what_its_measures_say(void **state) {
  (void)state;
  arrow a;
  assert_true(arrow_compute((double[]){0, 0}, (double[]){20, 0}, &straight, &a));
  assert_int_equal(ARROW_OUTLINE, a.count);
  assert_true(near(a.x[0], 1, 1e-9) && near(a.y[0], -0.5, 1e-9));
  assert_true(near(a.x[ARROW_STEPS], 15, 1e-9) && near(a.y[ARROW_STEPS], -1, 1e-9));
  assert_true(near(a.x[ARROW_STEPS + 1], 15, 1e-9) && near(a.y[ARROW_STEPS + 1], -2, 1e-9));
  assert_true(near(a.x[ARROW_STEPS + 2], 18, 1e-9) && near(a.y[ARROW_STEPS + 2], 0, 1e-9));
  assert_true(near(a.y[ARROW_STEPS + 3], 2, 1e-9));
  assert_true(near(a.x[a.count - 1], 1, 1e-9) && near(a.y[a.count - 1], 0.5, 1e-9));
  assert_true(near(a.head.x, 15, 1e-9) && near(a.head.width, 3, 1e-9) && near(a.head.y, -2, 1e-9) &&
              near(a.head.height, 4, 1e-9));
}

/* The middle of the curve lies a tenth of 20 mm aside, to the left of who goes: up the page for one who goes right,
 * down for one who comes back; a limit of 1.5 mm holds. */
static void there_and_back_stand_apart(void **state) {
  (void)state;
  arrow_style bent = {.width_mm = 1, .tail_share = 1, .head_mm = 0.001, .bow_share = 0.1, .bow_most_mm = 9};
  const double a[2] = {0, 0}, b[2] = {20, 0};
  arrow there, back;
  assert_true(arrow_compute(a, b, &bent, &there) && arrow_compute(b, a, &bent, &back));
  assert_true(near(there.line_x[ARROW_STEPS / 2], 10, 0.01) && near(there.line_y[ARROW_STEPS / 2], -2, 0.01));
  assert_true(near(back.line_x[ARROW_STEPS / 2], 10, 0.01) && near(back.line_y[ARROW_STEPS / 2], 2, 0.01));
  bent.bow_most_mm = 1.5;
  assert_true(arrow_compute(a, b, &bent, &there));
  assert_true(near(there.line_y[ARROW_STEPS / 2], -1.5, 0.01));
}

/* Of 4 mm the gaps leave 1; a head of 3 mm becomes 0.6 of that. Under the least, or without length, there is no arrow.
 */
static void short_arrows_shrink_their_heads_or_are_none(void **state) {
  (void)state;
  arrow a;
  assert_true(arrow_compute((double[]){0, 0}, (double[]){4, 0}, &straight, &a));
  assert_true(near(a.x[ARROW_STEPS], 1.4, 1e-9) && near(a.x[ARROW_STEPS + 2], 2, 1e-9));
  assert_false(arrow_compute((double[]){0, 0}, (double[]){3.9, 0}, &straight, &a));
  assert_false(arrow_compute((double[]){5, 5}, (double[]){5, 5}, &straight, &a));
}

/* A circle of radius 3 that stands 2 mm above (10, 10): its middle is (10, 5). It begins and ends a twelfth of a turn
 * beside its lowest point: 3 sin 30° = 1.5 to the left and to the right, at 5 + 3 cos 30°. */
static void a_loop_comes_back_above_its_place(void **state) {
  (void)state;
  arrow a;
  arrow_loop((double[]){10, 10}, 3, &straight, &a);
  assert_true(near(a.line_x[0], 8.5, 0.02) && near(a.line_y[0], 5 + 3 * cos(M_PI / 6), 0.02));
  assert_true(near(a.x[ARROW_STEPS + 2], 11.5, 0.02) && near(a.y[ARROW_STEPS + 2], 5 + 3 * cos(M_PI / 6), 0.02));
  for (int i = 0; i <= ARROW_STEPS; i++)
    assert_true(near(hypot(a.line_x[i] - 10, a.line_y[i] - 5), 3, 0.01));
}

/* ---- which ---- */

typedef struct test_flow {
  double x1, y1, x2, y2, weight;
} test_flow;

static wijk_layer *flows_of(const test_flow *flows, size_t count, wijk_arena *arena, wijk_error *err) {
  wijk_layer *layer = wijk_layer_new(arena, "stromen", count, err);
  wijk_column *weight = wijk_layer_add_column(layer, "personen", WIJK_COLUMN_NUMBER, err);
  wijk_geometry *g = &layer->geometry;
  *g = (wijk_geometry){.type = WIJK_GEOMETRY_LINE, .part_count = count, .ring_count = count, .point_count = 2 * count};
  g->part_of_row = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->ring_of_part = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->point_of_ring = WIJK_ARENA_ADD(arena, size_t, count + 1, err);
  g->x = WIJK_ARENA_ADD(arena, double, 2 * count, err);
  g->y = WIJK_ARENA_ADD(arena, double, 2 * count, err);
  for (size_t i = 0; i <= count; i++) {
    g->part_of_row[i] = g->ring_of_part[i] = i;
    g->point_of_ring[i] = 2 * i;
  }
  for (size_t i = 0; i < count; i++) {
    weight->numbers[i] = flows[i].weight;
    g->x[2 * i] = flows[i].x1;
    g->y[2 * i] = flows[i].y1;
    g->x[2 * i + 1] = flows[i].x2;
    g->y[2 * i + 1] = flows[i].y2;
  }
  return layer;
}

/* Two rows one way (10 + 20 = 30), one back (40), one within a place (5), one of nothing, one that is not known, and
 * one of 2, under the threshold of 5. One metre is one millimetre; the widest of A4 is 3.4 mm. */
static const test_flow seven[] = {{10, 10, 60, 10, 10}, {60, 10, 10, 10, 40}, {10, 10, 60, 10, 20},
                                  {30, 40, 30, 40, 5},  {10, 40, 60, 40, 0},  {10, 40, 60, 40, NAN},
                                  {10, 50, 60, 50, 2}};

static void weights_make_widths(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = flows_of(seven, 7, arena, &err);
  wijk_map_request request = {.flows = layer,
                              .flow_weight = wijk_layer_find(layer, "personen"),
                              .flow_least = 5,
                              .pixel_mm = 0.1,
                              .dutch = true};
  draw_theme theme = theme_for(NULL, 297, 210);
  flow_set set;
  assert_int_equal(WIJK_OK, flows_find(&request, &theme, arena, &set, &err));
  assert_int_equal(3, set.count);
  assert_true(set.flows[0].weight == 40 && set.flows[1].weight == 30 && set.flows[2].weight == 5);
  assert_true(set.most == 40 && set.total == 75 && set.none == 2 && set.below == 1);
  draw_pen *pen = pen_open(NULL, &err);
  const draw_view view = {0, 0, 0, 80, 1};
  const draw_box ground = {0, 0, 80, 80}, symbol = {8, 68, 4, 4}; /* over (10, 10), y turned */
  const flow_frame frame = {&view, &ground, &symbol, 1, NULL, NULL};
  flow_view shown;
  assert_int_equal(WIJK_OK, flows_place(&set, &theme, &frame, arena, &shown, &err));
  assert_int_equal(3, shown.count);
  assert_true(near(shown.arrows[0].width_mm, 3.4, 1e-9));
  assert_true(near(shown.arrows[1].width_mm, 3.4 * 30 / 40, 1e-9));
  assert_true(near(shown.arrows[2].width_mm, 3.4 * 5 / 40, 1e-9));
  /* no point of the head of the one that goes to (10, 10) lies on the symbol there */
  for (size_t i = 0; i < shown.arrows[0].count; i++)
    assert_false(shown.arrows[0].x[i] > 8 && shown.arrows[0].x[i] < 12 && shown.arrows[0].y[i] > 68 &&
                 shown.arrows[0].y[i] < 72);
  assert_int_equal(WIJK_OK, flows_place_numbers(&request, &theme, pen, &frame, arena, &shown, &err));
  assert_true(shown.number_count >= 2);
  pen_close(pen);
  wijk_arena_free(arena);
}

/* The ground ends at x = 40: a flow from 10 to 60 ends before that edge, one from 60 begins there, and one from 50 to
 * 60 is not drawn. */
static void a_flow_that_leaves_the_map_shows_its_head(void **state) {
  (void)state;
  static const test_flow out[] = {{10, 10, 60, 10, 10}, {60, 20, 10, 20, 10}, {50, 30, 60, 30, 10}};
  wijk_error err = {0};
  wijk_arena *arena = wijk_arena_new(&err);
  wijk_layer *layer = flows_of(out, 3, arena, &err);
  wijk_map_request request = {.flows = layer, .flow_weight = wijk_layer_find(layer, "personen"), .pixel_mm = 0.1};
  draw_theme theme = theme_for(NULL, 297, 210);
  flow_set set;
  flow_view shown;
  const draw_view view = {0, 0, 0, 80, 1};
  const draw_box ground = {0, 0, 40, 80};
  const flow_frame frame = {&view, &ground, NULL, 0, NULL, NULL};
  assert_int_equal(WIJK_OK, flows_find(&request, &theme, arena, &set, &err));
  assert_int_equal(WIJK_OK, flows_place(&set, &theme, &frame, arena, &shown, &err));
  assert_int_equal(2, shown.count);
  assert_int_equal(1, shown.beyond);
  assert_true(shown.arrows[0].x[ARROW_STEPS + 2] < 40 && shown.arrows[0].x[ARROW_STEPS + 2] > 35);
  assert_true(shown.arrows[1].line_x[0] < 40 && shown.arrows[1].line_x[0] > 35);
  wijk_arena_free(arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(a_straight_arrow_is_what_its_measures_say),
                                     cmocka_unit_test(there_and_back_stand_apart),
                                     cmocka_unit_test(short_arrows_shrink_their_heads_or_are_none),
                                     cmocka_unit_test(a_loop_comes_back_above_its_place),
                                     cmocka_unit_test(weights_make_widths),
                                     cmocka_unit_test(a_flow_that_leaves_the_map_shows_its_head)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
