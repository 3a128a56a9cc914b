/* SPDX-License-Identifier: EUPL-1.2 */
/* Names that find no room in their zone: numbers on the map, a key on the page, and neither where there is no room. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "draw/ends.h"
#include "unit/draw_zones.h"
#include <wijk/map.h>
#include <wijk/random.h>

#define ZONES 20

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

static wijk_map_request request_of(const test_zone *zones, size_t count, wijk_names names, wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *layer = zones_of(zones, count, arena, &err);
  return (wijk_map_request){.zones = layer,
                            .column = wijk_layer_find(layer, "waarde"),
                            .method = WIJK_CLASSES_EQUAL,
                            .class_count = 3,
                            .midpoint = NAN,
                            .width_mm = 160,
                            .height_mm = 120,
                            .pixel_mm = 0.1,
                            .names = names,
                            .dutch = true};
}

/* Where `words` stand after item `from`; WIJK_NONE = nowhere. */
static size_t find_text(const wijk_drawing *drawing, size_t from, const char *words) {
  for (size_t i = from; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_TEXT && strcmp(drawing->items[i].title, words) == 0)
      return i;
  return WIJK_NONE;
}

static size_t find_group(const wijk_drawing *drawing, const char *title) {
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_OPEN && drawing->items[i].title && strcmp(drawing->items[i].title, title) == 0)
      return i;
  return WIJK_NONE;
}

/* A large zone about three narrow ones: no name has room in those, a number has. */
static const test_zone four[] = {{"BU01", "Groot", 0, 0, 9000, 5000, 1},
                                 {"BU02", "Zuidelijke Zeedijkstraten", 9000, 0, 9500, 5000, 2},
                                 {"BU03", "Binnenwateringen", 9500, 0, 10000, 5000, 3},
                                 {"BU04", "Oosterhoutsegracht", 10000, 0, 10500, 5000, 4}};

static void numbers_go_by_the_alphabet_of_their_names(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(four, 4, WIJK_NAMES_KEY, *state);
  wijk_map_result map;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(3, map.names_in_key);
  assert_int_equal(0, map.names_left_out);
  assert_null(map.left_out);
  size_t names = find_group(map.drawing, "namen"), key = find_group(map.drawing, "Nummers op de kaart");
  static const char *const order[] = {"Binnenwateringen", "Oosterhoutsegracht", "Zuidelijke Zeedijkstraten"};
  static const double middles[] = {9750, 10250, 9250};
  double left = map.drawing->items[find_text(map.drawing, names, "1")].x;
  for (size_t i = 0; i < 3; i++) {
    const char number[2] = {(char)('1' + i), '\0'};
    size_t there = find_text(map.drawing, names, number), line = find_text(map.drawing, key, number);
    assert_true(there < key && line > key);
    assert_string_equal(order[i], map.drawing->items[line + 1].title);
    /* zones stand as far apart as their numbers do */
    double away = map.drawing->items[there].x - left;
    assert_true(i == 0 || (away > 0) == (middles[i] > middles[0]));
  }
  assert_true(find_text(map.drawing, names, "Groot") < key);
}

static void without_a_key_they_stand_beside_the_map_or_nowhere(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(four, 4, WIJK_NAMES_INSIDE, *state);
  wijk_map_result map;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(3, map.names_left_out);
  assert_string_equal("Zuidelijke Zeedijkstraten; Binnenwateringen; Oosterhoutsegracht", map.left_out);
  assert_int_equal(WIJK_NONE, find_group(map.drawing, "Nummers op de kaart"));
  request.names = WIJK_NAMES_NONE;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(0, map.names_left_out);
  assert_int_equal(WIJK_NONE, find_text(map.drawing, 0, "Groot"));
}

static bool meet(const draw_box *a, const draw_box *b) {
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Where the zones are, which are rectangles; returns how many. */
static size_t find_zones(const wijk_drawing *drawing, draw_box boxes[ZONES]) {
  size_t count = 0;
  for (size_t i = 0; i < drawing->item_count; i++) {
    const draw_item *item = &drawing->items[i];
    if (item->kind != DRAW_PATH || !item->title || !strchr(item->title, ':'))
      continue;
    const draw_run *run = &drawing->runs[item->first_run];
    const double *x = drawing->x + run->first, *y = drawing->y + run->first;
    double low[2] = {x[0], y[0]}, high[2] = {x[0], y[0]};
    for (size_t p = 1; p < run->count; p++) {
      low[0] = fmin(low[0], x[p]);
      high[0] = fmax(high[0], x[p]);
      low[1] = fmin(low[1], y[p]);
      high[1] = fmax(high[1], y[p]);
    }
    boxes[count++] = (draw_box){low[0], low[1], high[0] - low[0], high[1] - low[1]};
  }
  return count;
}

/* Every name is on the map, in the key or left out, once; texts on the page never meet. Rows of narrow zones with names
 * of one to thirty letters, on pages of all sizes. */
static void nothing_is_lost_and_no_text_meets_another(void **state) {
  size_t keys = 0, lost = 0;
  for (uint64_t round = 0; round < 60; round++) {
    wijk_error err = {0};
    wijk_arena_mark mark = wijk_arena_now(*state);
    wijk_random random = wijk_random_new(5, round);
    test_zone zones[ZONES];
    char names[ZONES][32];
    double x = 0, height = 4000 + 20000 * wijk_random_share(&random);
    for (size_t i = 0; i < ZONES; i++) {
      size_t length = 2 + wijk_random_below(&random, 28);
      for (size_t c = 0; c < length; c++)
        names[i][c] = (char)('a' + wijk_random_below(&random, 26));
      names[i][0] = (char)('A' + i);
      names[i][length] = '\0';
      double width = 200 + 1500 * wijk_random_share(&random);
      zones[i] = (test_zone){names[i], names[i], x, 0, x + width, height, (double)i};
      x += width;
    }
    wijk_map_request request = request_of(zones, ZONES, WIJK_NAMES_AUTO + round % 3, *state);
    request.width_mm = 120 + 300 * wijk_random_share(&random);
    request.height_mm = 100 + 200 * wijk_random_share(&random);
    wijk_map_result map;
    assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
    draw_pen *pen = pen_open(NULL, &err);
    size_t key = find_group(map.drawing, "Nummers op de kaart");
    keys += key != WIJK_NONE;
    lost += map.names_left_out;
    size_t in_key = 0, left_out = 0;
    for (size_t i = 0; i < ZONES; i++) {
      size_t at = key == WIJK_NONE ? WIJK_NONE : find_text(map.drawing, key, names[i]);
      in_key += at != WIJK_NONE;
      left_out += map.left_out && strstr(map.left_out, names[i]);
    }
    assert_int_equal(map.names_in_key, in_key);
    assert_int_equal(map.names_left_out, left_out);
    draw_box boxes[400], places[ZONES];
    assert_int_equal(ZONES, find_zones(map.drawing, places));
    size_t count = 0;
    for (size_t i = 0; i < map.drawing->item_count; i++) {
      const draw_item *item = &map.drawing->items[i];
      if (item->kind != DRAW_TEXT)
        continue;
      double width = pen_width(pen, &item->type, item->title);
      double share = item->anchor == ANCHOR_START ? 0 : item->anchor == ANCHOR_MIDDLE ? 0.5 : 1;
      boxes[count] =
          (draw_box){item->x - share * width, item->y - 0.7 * item->type.size_mm, width, 0.7 * item->type.size_mm};
      assert_true(boxes[count].x > 0 && boxes[count].x + width < request.width_mm);
      assert_true(item->y > 0 && item->y < request.height_mm);
      for (size_t k = 0; k < count; k++)
        if (meet(&boxes[count], &boxes[k]))
          fail_msg("round %u: text %zu (%s) meets text %zu", (unsigned)round, count, item->title, k);
      for (size_t k = 0; k < ZONES && key != WIJK_NONE && i > key; k++)
        assert_false(meet(&boxes[count], &places[k]));
      count++;
    }
    pen_close(pen);
    wijk_arena_reset(*state, mark);
  }
  assert_true(keys > 15 && keys < 60);
  assert_true(lost > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_go_by_the_alphabet_of_their_names),
      cmocka_unit_test(without_a_key_they_stand_beside_the_map_or_nowhere),
      cmocka_unit_test(nothing_is_lost_and_no_text_meets_another),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
