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
  label_text ways[LABEL_WAYS];
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
  assert_int_equal(WIJK_OK, label_split("Lombardijen", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(1, count); /* no compound */
  assert_int_equal(WIJK_OK, label_split("'t Zand", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(1, count); /* an article is no line */
}

static void compounds_break_between_their_words(void **state) {
  wijk_error err = {0};
  label_text ways[LABEL_WAYS];
  size_t count;
  const struct {
    const char *name;
    size_t before;
  } words[] = {{"Stadsdriehoek", 5}, {"Afrikaanderwijk", 11}, {"Noordereiland", 7},
               {"IJsselmonde", 6},   {"Hillegersberg", 9},    {"Zuidrand", 4},
               {"ZUIDRAND", 4},      {"Bospolder", 0}, /* three letters */
               {"Oosterflank", 0},   {"Rijksstraatweg", 5},   {"Spekholzerheide", 10},
               {"Feijenoord", 6},    {"Hunzeboord", 5},       {"Westeinde", 4},
               {"Lombardijen", 0},   {"polder", 0},           {"", 0}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    assert_int_equal(words[i].before, label_compound(words[i].name, strlen(words[i].name)));
  assert_int_equal(WIJK_OK, label_split("Groot IJsselmonde", half_em, NULL, *state, ways, &count, &err));
  assert_int_equal(3, count);
  assert_false(ways[1].broken);
  assert_string_equal("IJsselmonde", ways[1].lines[1]);
  assert_true(ways[2].broken);
  assert_string_equal("IJssel-", ways[2].lines[1]);
  assert_string_equal("monde", ways[2].lines[2]);
}

static size_t place_in(const test_zone *zones, size_t zone_count, const draw_box *taken, size_t taken_count,
                       const draw_box *room, wijk_arena *arena, label *labels) {
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
  label_rules rules = {.sizes_mm = sizes,
                       .size_count = 2,
                       .line_em = 1,
                       .tall_em = 1,
                       .clear_mm = 0.3,
                       .taken = taken,
                       .taken_count = taken_count,
                       .leader_most_mm = 40};
  if (room)
    rules.room = *room;
  size_t count = 0;
  assert_int_equal(WIJK_OK, labels_place(layer, &arcs, requests, zone_count, &rules, arena, labels, &count, &err));
  return count;
}

/* No leaders. */
static size_t place(const test_zone *zones, size_t zone_count, const draw_box *taken, size_t taken_count,
                    wijk_arena *arena, label *labels) {
  return place_in(zones, zone_count, taken, taken_count, NULL, arena, labels);
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
  const test_zone narrow[] = {{"A", "Lombardijen", 0, 0, 10, 40, 1}}; /* 11 mm wide at its smallest */
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

static bool meet(const draw_box *b, const draw_box *c) {
  return b->x < c->x + c->width && c->x < b->x + b->width && b->y < c->y + c->height && c->y < b->y + b->height;
}

static void a_name_hides_no_symbol(void **state) {
  const test_zone zone[] = {{"A", "Noord", 0, 0, 60, 40, 1}};
  const draw_box everywhere = {0, 160, 60, 40}, all_but_a_corner = {0, 160, 60, 34};
  label labels[1];
  assert_int_equal(0, place(zone, 1, &everywhere, 1, *state, labels));
  assert_int_equal(1, place(zone, 1, &all_but_a_corner, 1, *state, labels));
  assert_false(meet(&labels[0].box, &all_but_a_corner));
}

static void a_word_is_broken_before_a_name_is_left_out(void **state) {
  const test_zone zone[] = {{"A", "Afrikaanderwijk", 0, 0, 16, 40, 1}}; /* 15 mm in the smallest, 16.2 with room */
  label labels[1];
  assert_int_equal(1, place(zone, 1, NULL, 0, *state, labels));
  assert_true(labels[0].size_mm == 2 && labels[0].text.broken);
  assert_string_equal("Afrikaander-", labels[0].text.lines[0]);
}

/* Between two zones of 8 by 8 there is room at the right only: the name stands there, its line ends in the zone. */
static void a_name_stands_beside_its_zone(void **state) {
  const test_zone zone[] = {{"A", "Lombardijen", 20, 20, 28, 28, 1}};
  const draw_box room = {20, 172, 60, 8};
  label labels[1];
  assert_int_equal(1, place_in(zone, 1, NULL, 0, &room, *state, labels));
  const label *l = &labels[0];
  assert_true(l->led && l->size_mm == 2 && l->anchor == ANCHOR_START);
  assert_true(l->box.x >= 28 && l->box.x < 34);
  assert_true(l->dot_x > 20 && l->dot_x < 28 && l->dot_y > 172 && l->dot_y < 180);
  assert_true(l->end_x < l->box.x && fabs(l->end_y - (l->box.y + 1)) < 1e-9);
  const draw_box far = {75, 100, 60, 8}; /* 40 mm is too long a line */
  assert_int_equal(0, place_in(zone, 1, NULL, 0, &far, *state, labels));
}

/* Two zones whose nearest places are one and the same: both get a name, for one makes way. */
static void names_make_way_for_each_other(void **state) {
  const test_zone zones[] = {{"A", "Lombardijen", 20, 20, 26, 26, 1}, {"B", "Oosterflank", 20, 27, 26, 33, 1}};
  const draw_box room = {26, 160, 20, 10};
  label labels[2];
  assert_int_equal(2, place_in(zones, 2, NULL, 0, &room, *state, labels));
  assert_false(meet(&labels[0].box, &labels[1].box));
}

/* ---- laws ---- */

static double share_along(double at, double from, double to) {
  return from == to ? 0 : (at - from) / (to - from);
}

/* By a thousand points of the line. */
static bool line_meets(const label *l, const draw_box *box) {
  for (int i = 0; i <= 1000; i++) {
    double x = l->dot_x + (l->end_x - l->dot_x) * i / 1000, y = l->dot_y + (l->end_y - l->dot_y) * i / 1000;
    if (x > box->x && x < box->x + box->width && y > box->y && y < box->y + box->height)
      return true;
  }
  return false;
}

static bool leaders_cross(const label *a, const label *b) {
  for (int i = 1; i <= 1000; i++) {
    double x[2], y[2];
    for (int k = 0; k < 2; k++) {
      x[k] = a->dot_x + (a->end_x - a->dot_x) * (i - 1 + k) / 1000;
      y[k] = a->dot_y + (a->end_y - a->dot_y) * (i - 1 + k) / 1000;
    }
    double side[2], along = 0;
    for (int k = 0; k < 2; k++) {
      side[k] = (b->end_x - b->dot_x) * (y[k] - b->dot_y) - (b->end_y - b->dot_y) * (x[k] - b->dot_x);
      double px = b->end_x - b->dot_x, py = b->end_y - b->dot_y;
      along = ((x[k] - b->dot_x) * px + (y[k] - b->dot_y) * py) / (px * px + py * py);
    }
    if ((side[0] > 0) != (side[1] > 0) && along > 0 && along < 1)
      return true;
  }
  return false;
}

/* A box and its leader, against its own zone, all zones, symbols and the names before it. */
static void check_label(const label *labels, size_t i, const test_zone *zones, size_t zone_count, const draw_box *taken,
                        size_t taken_count, const draw_box *room) {
  const label *l = &labels[i];
  const draw_box *b = &l->box;
  const test_zone *z = &zones[l->row];
  if (!l->led) {
    assert_true(b->x >= z->x0 && b->x + b->width <= z->x1);
    assert_true(b->y >= 200 - z->y1 && b->y + b->height <= 200 - z->y0);
  } else {
    assert_true(b->x >= room->x && b->x + b->width <= room->x + room->width);
    assert_true(b->y >= room->y && b->y + b->height <= room->y + room->height);
    for (size_t j = 0; j < zone_count; j++) {
      draw_box zone = {zones[j].x0, 200 - zones[j].y1, zones[j].x1 - zones[j].x0, zones[j].y1 - zones[j].y0};
      assert_false(meet(b, &zone));
    }
    double across = share_along(l->dot_x, z->x0, z->x1), up = share_along(200 - l->dot_y, z->y0, z->y1);
    assert_true(across > 0 && across < 1 && up > 0 && up < 1);
    assert_false(line_meets(l, b));
  }
  for (size_t j = 0; j < taken_count; j++)
    assert_false(meet(b, &taken[j]));
  for (size_t j = 0; j < i; j++) {
    assert_false(meet(b, &labels[j].box));
    assert_false(l->led && line_meets(l, &labels[j].box));
    assert_false(labels[j].led && line_meets(&labels[j], b));
    assert_false(l->led && labels[j].led && leaders_cross(l, &labels[j]));
  }
}

/* Whatever the zones, also where they overlap, and whatever the symbols: names are clear of everything, leaders of
 * names and of each other; the same again gives the same. */
static void names_are_clear_of_everything(void **state) {
  const draw_box room = {-40, -20, 260, 240};
  size_t within = 0, beside = 0;
  for (uint64_t round = 0; round < 60; round++) {
    wijk_random random = wijk_random_new(3, round);
    test_zone zones[24];
    draw_box taken[30];
    label labels[24], again[24];
    static const char *const names[] = {"Oude Westen", "Het Lage Land", "Pendrecht", "Groot IJsselmonde"};
    for (size_t i = 0; i < 24; i++) {
      double x = 150 * wijk_random_share(&random), y = 150 * wijk_random_share(&random);
      zones[i] = (test_zone){
          "K", names[i % 4], x, y, x + 4 + 30 * wijk_random_share(&random), y + 3 + 20 * wijk_random_share(&random), 0};
    }
    for (size_t i = 0; i < 30; i++)
      taken[i] = (draw_box){190 * wijk_random_share(&random), 190 * wijk_random_share(&random),
                            4 * wijk_random_share(&random), 4 * wijk_random_share(&random)};
    const draw_box *where = round % 2 ? &room : NULL;
    size_t count = place_in(zones, 24, taken, 30, where, *state, labels);
    for (size_t i = 0; i < count; i++) {
      check_label(labels, i, zones, 24, taken, 30, where);
      within += !labels[i].led;
      beside += labels[i].led;
    }
    assert_int_equal(count, place_in(zones, 24, taken, 30, where, *state, again));
    for (size_t i = 0; i < count; i++)
      assert_true(labels[i].row == again[i].row && labels[i].box.x == again[i].box.x &&
                  labels[i].box.y == again[i].box.y);
  }
  assert_true(within > 500 && beside > 50);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_shared_border_is_one_arc),
      cmocka_unit_test(points_nobody_sees_are_dropped),
      cmocka_unit_test(names_break_where_dutch_does),
      cmocka_unit_test(compounds_break_between_their_words),
      cmocka_unit_test(a_name_stands_in_the_middle),
      cmocka_unit_test(a_name_that_fits_nowhere_is_left_out),
      cmocka_unit_test(a_long_name_takes_two_lines_before_smaller_letters),
      cmocka_unit_test(a_name_moves_away_from_a_symbol),
      cmocka_unit_test(a_name_hides_no_symbol),
      cmocka_unit_test(a_word_is_broken_before_a_name_is_left_out),
      cmocka_unit_test(a_name_stands_beside_its_zone),
      cmocka_unit_test(names_make_way_for_each_other),
      cmocka_unit_test(names_are_clear_of_everything),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
