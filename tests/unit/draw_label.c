/* SPDX-License-Identifier: EUPL-1.2 */
/* Borders and names: shared ones once, boxes inside their zone and clear of each other. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/arcs.h"
#include "draw/label.h"
#include "unit/draw_zones.h"
#include <wijk/random.h>

/* Every letter is half an em wide. */
static double half_em(void *context, const char *words) {
  (void)context;
  return 0.5 * (double)strlen(words);
}

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

/* ---- borders ---- */

/* Two squares side by side, one metre to a millimetre: the border between them is there once, and used twice. */
static void a_shared_border_is_one_arc(void **state) {
  wijk_error err = {0};
  const test_zone two[] = {{"A", "A", 0, 0, 10, 10, 1}, {"B", "B", 10, 0, 20, 10, 2}};
  wijk_layer *layer = zones_of(two, 2, *state, &err);
  draw_view view = {0, 0, 0, 100, 1};
  draw_arcs arcs;
  assert_int_equal(WIJK_OK, arcs_compute(layer, &view, 0.01, *state, &arcs, &err));
  assert_int_equal(3, arcs.arc_count);
  size_t shared = 0, points = 0;
  for (size_t arc = 0; arc < arcs.arc_count; arc++)
    if (arcs.uses[arc] == 2) {
      shared++;
      points = arcs.first[arc + 1] - arcs.first[arc];
    }
  assert_int_equal(1, shared);
  assert_int_equal(2, points);
  double x[8], y[8];
  for (size_t ring = 0; ring < 2; ring++) {
    assert_int_equal(4, arcs_ring(&arcs, ring, x, y));
    double area = 0;
    for (size_t i = 0, j = 3; i < 4; j = i++)
      area += x[j] * y[i] - x[i] * y[j];
    assert_true(fabs(fabs(area) / 2 - 100) < 1e-9);
  }
}

/* A square with its side cut into a thousand pieces a hair off the line: four corners are left, whichever way round. */
static void points_nobody_sees_are_dropped(void **state) {
  wijk_error err = {0};
  wijk_arena *arena = *state;
  wijk_layer *layer = wijk_layer_new(arena, "test", 1, &err);
  size_t offsets[] = {0, 1}, points[] = {0, 1004};
  double *x = WIJK_ARENA_ADD(arena, double, 1004, &err), *y = WIJK_ARENA_ADD(arena, double, 1004, &err);
  for (int i = 0; i <= 1000; i++) {
    x[i] = i * 0.1;
    y[i] = i % 2 ? 0.001 : 0;
  }
  x[1001] = x[1000];
  y[1001] = y[1002] = 100;
  layer->geometry = (wijk_geometry){WIJK_GEOMETRY_POLYGON, 1, 1, 1004, offsets, offsets, points, x, y};
  draw_view view = {0, 0, 0, 100, 1};
  draw_arcs arcs;
  assert_int_equal(WIJK_OK, arcs_compute(layer, &view, 0.02, arena, &arcs, &err));
  double px[1100], py[1100];
  assert_int_equal(4, arcs_ring(&arcs, 0, px, py));
}

/* ---- names ---- */

static void names_break_where_dutch_does(void **state) {
  wijk_error err = {0};
  label_text ways[LABEL_LINES];
  size_t count;
  assert_int_equal(WIJK_OK, label_split("Kralingen-Crooswijk", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(2, count);
  assert_string_equal("Kralingen-", ways[1].lines[0]);
  assert_string_equal("Crooswijk", ways[1].lines[1]);
  assert_true(ways[1].width_em == 5);
  assert_int_equal(WIJK_OK, label_split("Nieuwe Werk/Dijkzigt Oost", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(3, count);
  assert_string_equal("Nieuwe Werk/", ways[1].lines[0]);
  assert_string_equal("Dijkzigt Oost", ways[1].lines[1]);
  assert_string_equal("Dijkzigt", ways[2].lines[1]); /* 6 ems at most, not 6.5 */
  assert_int_equal(WIJK_OK, label_split("Stadsdriehoek", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(1, count); /* never within a word */
  assert_int_equal(WIJK_OK, label_split("'s-Gravenland", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(2, count);
}

static size_t place(const test_zone *zones, size_t zone_count, const draw_box *taken, size_t taken_count,
                    wijk_arena *arena, label *labels) {
  wijk_error err = {0};
  wijk_layer *layer = zones_of(zones, zone_count, arena, &err);
  draw_view view = {0, 0, 0, 200, 1};
  draw_arcs arcs;
  label_request *requests = WIJK_ARENA_ADD(arena, label_request, zone_count, &err);
  assert_int_equal(WIJK_OK, arcs_compute(layer, &view, 0.02, arena, &arcs, &err));
  for (size_t i = 0; i < zone_count; i++) {
    requests[i].row = i;
    assert_int_equal(WIJK_OK,
                     label_split(zones[i].name, half_em, NULL, arena, requests[i].ways, &requests[i].way_count, &err));
  }
  const double sizes[] = {3, 2};
  label_rules rules = {sizes, 2, 1, 0.3, taken, taken_count};
  size_t count;
  assert_int_equal(WIJK_OK, labels_place(layer, &arcs, requests, zone_count, &rules, arena, labels, &count, &err));
  return count;
}

static void a_name_stands_in_the_middle(void **state) {
  const test_zone one[] = {{"A", "Noord", 0, 0, 60, 40, 1}};
  label labels[1];
  assert_int_equal(1, place(one, 1, NULL, 0, *state, labels));
  assert_true(labels[0].size_mm == 3);
  assert_true(labels[0].box.width == 7.5 && labels[0].box.height == 3);
  assert_true(fabs(labels[0].box.x + 3.75 - 30) < 0.5 && fabs(labels[0].box.y + 1.5 - 180) < 0.5);
}

static void a_name_that_fits_nowhere_is_left_out(void **state) {
  const test_zone narrow[] = {{"A", "Stadsdriehoek", 0, 0, 12, 40, 1}}; /* 13 mm wide at its smallest */
  label labels[1];
  assert_int_equal(0, place(narrow, 1, NULL, 0, *state, labels));
}

static void a_long_name_takes_two_lines_before_smaller_letters(void **state) {
  const test_zone zone[] = {{"A", "Kralingen-Crooswijk", 0, 0, 19, 40, 1}}; /* 28.5 wide in one line, 15 in two */
  label labels[1];
  assert_int_equal(1, place(zone, 1, NULL, 0, *state, labels));
  assert_int_equal(2, labels[0].text.line_count);
  assert_true(labels[0].size_mm == 3);
}

static void a_name_moves_away_from_a_symbol(void **state) {
  const test_zone zone[] = {{"A", "Noord", 0, 0, 60, 40, 1}};
  const draw_box symbol = {24, 174, 12, 12};
  label labels[1];
  assert_int_equal(1, place(zone, 1, &symbol, 1, *state, labels));
  const draw_box *b = &labels[0].box;
  assert_true(b->x + b->width <= symbol.x || b->x >= symbol.x + symbol.width || b->y + b->height <= symbol.y ||
              b->y >= symbol.y + symbol.height);
}

static void a_name_hides_no_more_than_a_third_by_symbols(void **state) {
  const test_zone zone[] = {{"A", "Noord", 0, 0, 60, 40, 1}};
  const draw_box everywhere = {0, 160, 60, 40};
  label labels[1];
  assert_int_equal(0, place(zone, 1, &everywhere, 1, *state, labels));
}

/* Whatever the zones, also where they overlap: every box lies inside its own, and none meets another. */
static void boxes_stay_inside_and_apart(void **state) {
  for (uint64_t round = 0; round < 60; round++) {
    wijk_random random = wijk_random_new(3, round);
    test_zone zones[12];
    label labels[12];
    static const char *const names[] = {"Oude Westen", "Het Lage Land", "Pendrecht", "Groot IJsselmonde"};
    for (size_t i = 0; i < 12; i++) {
      double x = 150 * wijk_random_share(&random), y = 150 * wijk_random_share(&random);
      zones[i] = (test_zone){
          "K", names[i % 4], x, y, x + 8 + 40 * wijk_random_share(&random), y + 4 + 30 * wijk_random_share(&random), 0};
    }
    size_t count = place(zones, 12, NULL, 0, *state, labels);
    for (size_t i = 0; i < count; i++) {
      const draw_box *b = &labels[i].box;
      const test_zone *z = &zones[labels[i].row];
      assert_true(b->x >= z->x0 && b->x + b->width <= z->x1);
      assert_true(b->y >= 200 - z->y1 && b->y + b->height <= 200 - z->y0);
      for (size_t j = 0; j < i; j++) {
        const draw_box *c = &labels[j].box;
        assert_true(b->x >= c->x + c->width || c->x >= b->x + b->width || b->y >= c->y + c->height ||
                    c->y >= b->y + b->height);
      }
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_shared_border_is_one_arc),
      cmocka_unit_test(points_nobody_sees_are_dropped),
      cmocka_unit_test(names_break_where_dutch_does),
      cmocka_unit_test(a_name_stands_in_the_middle),
      cmocka_unit_test(a_name_that_fits_nowhere_is_left_out),
      cmocka_unit_test(a_long_name_takes_two_lines_before_smaller_letters),
      cmocka_unit_test(a_name_moves_away_from_a_symbol),
      cmocka_unit_test(a_name_hides_no_more_than_a_third_by_symbols),
      cmocka_unit_test(boxes_stay_inside_and_apart),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
