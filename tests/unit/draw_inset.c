/* SPDX-License-Identifier: EUPL-1.2 */
/* An inset: when a map gets one, that every zone and facility is still there once, and that nothing lies under it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "draw/list.h"
#include "unit/draw_zones.h"
#include <wijk/map.h>
#include <wijk/random.h>

#define ZONES 27

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

/* A town of five by five squares of 1 km, and two harbours 12 to 20 km to the west of it. */
static void town(test_zone zones[ZONES], char names[ZONES][8], bool harbour_near) {
  for (int i = 0; i < 25; i++) {
    double x = 20000 + 1000 * (i % 5), y = 1000 * (i / 5);
    memcpy(names[i], "zone A", 7);
    names[i][5] = (char)('A' + i);
    zones[i] = (test_zone){names[i], names[i], x, y, x + 1000, y + 1000, i};
  }
  double away = harbour_near ? 15000 : 0;
  memcpy(names[25], "haven Y", 8);
  memcpy(names[26], "haven Z", 8);
  zones[25] = (test_zone){names[25], names[25], 3000 + away, 0, 4000 + away, 3000, 25};
  zones[26] = (test_zone){names[26], names[26], 4000 + away, 0, 5000 + away, 3000, 26};
}

static wijk_map_request request_of(const test_zone *zones, wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *layer = zones_of(zones, ZONES, arena, &err);
  return (wijk_map_request){.zones = layer,
                            .column = wijk_layer_find(layer, "waarde"),
                            .method = WIJK_CLASSES_EQUAL,
                            .class_count = 3,
                            .midpoint = NAN,
                            .width_mm = 297,
                            .height_mm = 210,
                            .pixel_mm = 0.1,
                            .names = true,
                            .dutch = true,
                            .inset = WIJK_INSET_AUTO};
}

static void add_facilities(wijk_map_request *request, size_t count, const double *x, const double *y,
                           wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *layer = wijk_layer_new(arena, "facilities", count, &err);
  double *px = WIJK_ARENA_ADD(arena, double, count, &err), *py = WIJK_ARENA_ADD(arena, double, count, &err);
  memcpy(px, x, count * sizeof *x);
  memcpy(py, y, count * sizeof *y);
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = count, .x = px, .y = py};
  wijk_column *name = wijk_layer_add_column(layer, "naam", WIJK_COLUMN_TEXT, &err);
  name->role = "name";
  for (size_t i = 0; i < count; i++)
    name->texts[i] = wijk_arena_format(arena, &err, "locatie %zu", i);
  request->facilities = layer;
}

static draw_box bounds_of(const wijk_drawing *drawing, const draw_item *item) {
  double low[2] = {HUGE_VAL, HUGE_VAL}, high[2] = {-HUGE_VAL, -HUGE_VAL};
  for (size_t r = item->first_run; r < item->first_run + item->run_count; r++)
    for (size_t i = drawing->runs[r].first; i < drawing->runs[r].first + drawing->runs[r].count; i++) {
      low[0] = fmin(low[0], drawing->x[i]);
      high[0] = fmax(high[0], drawing->x[i]);
      low[1] = fmin(low[1], drawing->y[i]);
      high[1] = fmax(high[1], drawing->y[i]);
    }
  return (draw_box){low[0], low[1], high[0] - low[0], high[1] - low[1]};
}

/* The first item that opens the inset, WIJK_NONE without one. */
static size_t find_inset(const wijk_drawing *drawing) {
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_OPEN && drawing->items[i].title &&
        strncmp(drawing->items[i].title, "Inzet: ", 7) == 0)
      return i;
  return WIJK_NONE;
}

/* Where a path whose title begins so stands; there must be one. */
static size_t find_path(const wijk_drawing *drawing, const char *title) {
  size_t found = WIJK_NONE;
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_PATH && drawing->items[i].title &&
        strncmp(drawing->items[i].title, title, strlen(title)) == 0 &&
        strchr(": \0", drawing->items[i].title[strlen(title)])) {
      assert_int_equal(WIJK_NONE, found);
      found = i;
    }
  assert_int_not_equal(WIJK_NONE, found);
  return found;
}

static bool meet(const draw_box *b, const draw_box *c) {
  return b->x < c->x + c->width && c->x < b->x + b->width && b->y < c->y + c->height && c->y < b->y + b->height;
}

static void a_few_zones_far_away_get_an_inset(void **state) {
  wijk_error err = {0};
  test_zone zones[ZONES];
  char names[ZONES][8];
  town(zones, names, false);
  wijk_map_request request = request_of(zones, *state);
  const double x[] = {20500, 24500, 22500, 22500, 22500, 20500, 21500, 23500, 20500, 24500,
                      20500, 24500, 22500, 22500, 22500, 20500, 21500, 23500, 20500, 4500};
  const double y[] = {500, 500, 2500, 2600, 2700, 1500, 1500, 1500, 4500, 4500,
                      600, 600, 2800, 2900, 3300, 1600, 1600, 1600, 4600, 1500};
  add_facilities(&request, 20, x, y, *state); /* one in twenty lies in a harbour */
  wijk_map_result map, whole;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  request.inset = WIJK_INSET_NONE;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &whole, &err));
  size_t inset = find_inset(map.drawing);
  assert_int_not_equal(WIJK_NONE, inset);
  assert_string_equal("Inzet: westelijk deel", map.drawing->items[inset].title);
  assert_int_equal(WIJK_NONE, find_inset(whole.drawing));
  assert_non_null(strstr(map.text, " De inzet toont het westelijk deel."));
  assert_null(strstr(whole.text, "inzet"));
  draw_box frame = bounds_of(map.drawing, &map.drawing->items[inset + 1]);
  for (size_t i = 0; i < ZONES; i++) { /* each once, the harbours in the inset, nothing under it */
    size_t at = find_path(map.drawing, names[i]);
    draw_box box = bounds_of(map.drawing, &map.drawing->items[at]);
    assert_true((at > inset) == (i >= 25));
    assert_true(meet(&box, &frame) == (i >= 25));
    if (i < 25)
      assert_true(box.width >
                  1.3 * bounds_of(whole.drawing, &whole.drawing->items[find_path(whole.drawing, names[i])]).width);
    else
      assert_true(box.x > frame.x && box.x + box.width < frame.x + frame.width && box.y > frame.y &&
                  box.y + box.height < frame.y + frame.height);
  }
  for (size_t i = 0; i < 20; i++) {
    char name[16];
    snprintf(name, sizeof name, "locatie %zu", i);
    assert_true((find_path(map.drawing, name) > inset) == (i == 19));
  }
  assert_int_equal(0, map.facilities_outside);
  assert_int_equal(0, map.names_left_out);
}

static void a_compact_town_and_one_with_many_facilities_far_away_get_none(void **state) {
  wijk_error err = {0};
  test_zone zones[ZONES];
  char names[ZONES][8];
  wijk_map_result map;
  town(zones, names, true);
  wijk_map_request request = request_of(zones, *state);
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(WIJK_NONE, find_inset(map.drawing));
  town(zones, names, false);
  request = request_of(zones, *state);
  const double x[] = {20500, 24500, 4500}, y[] = {500, 500, 1500};
  add_facilities(&request, 3, x, y, *state);
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(WIJK_NONE, find_inset(map.drawing));
}

static void an_inset_can_be_asked_for(void **state) {
  wijk_error err = {0};
  test_zone zones[ZONES];
  char names[ZONES][8];
  wijk_map_result map;
  town(zones, names, true);
  wijk_map_request request = request_of(zones, *state);
  request.inset = WIJK_INSET_GIVEN;
  memcpy(request.inset_bounds, (double[4]){23500, 3500, 26000, 6000}, sizeof request.inset_bounds);
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err)); /* the four at the upper right */
  size_t inset = find_inset(map.drawing);
  assert_string_equal("Inzet: noordoostelijk deel", map.drawing->items[inset].title);
  size_t shown = 0;
  for (size_t i = 0; i < ZONES; i++)
    shown += find_path(map.drawing, names[i]) > inset;
  assert_int_equal(4, shown);
  memcpy(request.inset_bounds, (double[4]){0, 0, 100, 100}, sizeof request.inset_bounds);
  assert_int_equal(WIJK_USAGE, wijk_map_draw(&request, *state, &map, &err));
  assert_non_null(strstr(err.message, "no zones have their middle in the inset"));
}

/* Wherever the far zones lie, and whatever the page: all zones are on it once, none under the inset. */
static void nothing_is_lost_or_hidden(void **state) {
  size_t insets = 0;
  for (uint64_t round = 0; round < 40; round++) {
    wijk_error err = {0};
    wijk_random random = wijk_random_new(11, round);
    test_zone zones[ZONES];
    char names[ZONES][8];
    town(zones, names, true);
    for (size_t i = 25; i < ZONES; i++) {
      double x = 8000 + 25000 * wijk_random_share(&random), y = 25000 * wijk_random_share(&random) - 12000;
      zones[i].x0 = x;
      zones[i].y0 = y;
      zones[i].x1 = x + 4000 * wijk_random_share(&random) + 100;
      zones[i].y1 = y + 4000 * wijk_random_share(&random) + 100;
    }
    wijk_map_request request = request_of(zones, *state);
    request.width_mm = 120 + 300 * wijk_random_share(&random);
    request.height_mm = 120 + 300 * wijk_random_share(&random);
    wijk_map_result map;
    assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
    size_t inset = find_inset(map.drawing);
    insets += inset != WIJK_NONE;
    for (size_t i = 0; i < ZONES; i++) {
      size_t at = find_path(map.drawing, names[i]);
      draw_box box = bounds_of(map.drawing, &map.drawing->items[at]);
      assert_true(box.x > 0 && box.x + box.width < request.width_mm && box.y > 0 &&
                  box.y + box.height < request.height_mm);
      if (inset != WIJK_NONE && at < inset) {
        draw_box frame = bounds_of(map.drawing, &map.drawing->items[inset + 1]);
        assert_false(meet(&box, &frame));
      }
    }
  }
  assert_true(insets > 10 && insets < 40);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_few_zones_far_away_get_an_inset),
      cmocka_unit_test(a_compact_town_and_one_with_many_facilities_far_away_get_none),
      cmocka_unit_test(an_inset_can_be_asked_for),
      cmocka_unit_test(nothing_is_lost_or_hidden),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
