/* SPDX-License-Identifier: EUPL-1.2 */
/* A whole map as a drawing list: what its legend says, what is painted, and that symbols keep their proportion. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "draw/list.h"
#include "draw/page.h"
#include "draw/round.h"
#include "draw/symbol.h"
#include "unit/draw_zones.h"
#include <wijk/map.h>

/* Six zones in two rows; the fifth has no value, the sixth is water. */
static const test_zone six[] = {
    {"BU01", "Alfa", 0, 0, 1000, 1000, 0.2},       {"BU02", "Bravo", 1000, 0, 2000, 1000, 1.4},
    {"BU03", "Charlie", 2000, 0, 3000, 1000, 1.6}, {"BU04", "Delta", 0, 1000, 1000, 2000, 7.25},
    {"BU05", "Echo", 1000, 1000, 2000, 2000, NAN}, {"BU06", "Rivier", 2000, 1000, 3000, 2000, 3}};

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : -1;
}

static int close_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

static wijk_map_request request_of(wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *layer = zones_of(six, 6, arena, &err);
  wijk_column *water = wijk_layer_add_column(layer, "H2O", WIJK_COLUMN_TEXT, &err);
  water->role = "water";
  water->texts[5] = "JA";
  return (wijk_map_request){.zones = layer,
                            .column = wijk_layer_find(layer, "waarde"),
                            .method = WIJK_CLASSES_EQUAL,
                            .class_count = 2,
                            .midpoint = NAN,
                            .width_mm = 160,
                            .height_mm = 100,
                            .pixel_mm = 0.1,
                            .names = true,
                            .dutch = true};
}

static bool has_text(const wijk_drawing *drawing, const char *words) {
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_TEXT && strcmp(drawing->items[i].title, words) == 0)
      return true;
  return false;
}

static const draw_item *path_titled(const wijk_drawing *drawing, const char *title) {
  for (size_t i = 0; i < drawing->item_count; i++)
    if (drawing->items[i].kind == DRAW_PATH && drawing->items[i].title && strcmp(drawing->items[i].title, title) == 0)
      return &drawing->items[i];
  return NULL;
}

/* 0.2, 1.4, 1.6 | 7.25: halves part at 3.725, give or take a twentieth of the width (0.176): 3.8 is the roundest there,
 * a multiple of 0.2; 7.25 goes up to the tenths that the break needs */
static void the_legend_is_in_dutch_numbers(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(*state);
  wijk_map_result map;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(2, map.classes.count);
  assert_true(has_text(map.drawing, "0,2 tot 3,8"));
  assert_true(has_text(map.drawing, "3,8 t/m 7,3"));
  assert_true(has_text(map.drawing, "geen gegevens"));
  assert_true(has_text(map.drawing, "water"));
  assert_true(has_text(map.drawing, "buurten"));
  assert_true(has_text(map.drawing, "klassen van gelijke breedte"));
  assert_true(has_text(map.drawing, "Alfa") && !has_text(map.drawing, "Rivier"));
}

static void missing_is_hatched_and_water_is_blue(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(*state);
  wijk_map_result map;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  const draw_item *missing = path_titled(map.drawing, "Echo: geen gegevens");
  const draw_item *water = path_titled(map.drawing, "Rivier: water"), *delta = path_titled(map.drawing, "Delta: 7,2");
  assert_non_null(missing);
  assert_non_null(water);
  assert_non_null(delta); /* 7.25 is as near to 7.2 as to 7.3: half to even */
  assert_int_not_equal(HATCH_NONE, missing->style.hatch.kind);
  assert_int_equal(HATCH_NONE, delta->style.hatch.kind);
  assert_true(water->style.fill.colour.blue > water->style.fill.colour.red);
  for (size_t k = 0; k < map.classes.count; k++)
    assert_memory_not_equal(&map.colours[k], &missing->style.fill.colour, sizeof(wijk_colour));
}

static void the_sentence_names_highest_lowest_and_missing(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(*state);
  wijk_map_result map;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_non_null(
      strstr(map.text, "waarde, per buurt (5 buurten): het hoogst in Delta (7,2), het laagst in Alfa (0,2)"));
  assert_non_null(strstr(map.text, "; van 1 buurt is niets bekend."));
  request.dutch = false;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_non_null(strstr(map.text, "highest in Delta (7.2), lowest in Alfa (0.2)"));
}

/* 1.5 becomes a break; below it colours are dotted, for no two-sided palette survives a photocopier */
static void a_midpoint_parts_the_colours(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(*state);
  wijk_map_result map;
  request.midpoint = 1.5;
  request.palette = "RdBu";
  request.class_count = 4;
  request.method = WIJK_CLASSES_QUANTILE;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  bool parted = false;
  for (size_t k = 1; k < map.classes.count; k++)
    parted = parted || map.classes.breaks[k] == 1.5;
  assert_true(parted);
  assert_int_equal(HATCH_DOTS, path_titled(map.drawing, "Bravo: 1,4")->style.hatch.kind);
  assert_int_equal(HATCH_NONE, path_titled(map.drawing, "Charlie: 1,6")->style.hatch.kind);
  assert_true(has_text(map.drawing, "gestippeld: onder het midden"));
}

static void a_map_of_nothing_known_is_still_a_map(void **state) {
  wijk_error err = {0};
  wijk_map_request request = request_of(*state);
  wijk_map_result map;
  for (size_t i = 0; i < 6; i++)
    request.column->numbers[i] = NAN;
  assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &map, &err));
  assert_int_equal(0, map.classes.count);
  assert_non_null(strstr(map.text, "nergens bekend"));
}

/* ---- symbols ---- */

/* Each shape covers the area that was asked for: a hundredth for the circle's many sides. */
static void symbols_have_the_area_asked_for(void **state) {
  wijk_error err = {0};
  draw_theme theme = theme_for(NULL, 297, 210);
  for (int shape = 0; shape < SYMBOL_COUNT; shape++) {
    wijk_drawing *drawing = drawing_new(*state, NULL, 100, 100, &err);
    symbol_add(drawing, &theme, (symbol_shape)shape, theme.ink, true, 50, 50, 12, NULL);
    const draw_item *item = &drawing->items[drawing->item_count - 1];
    const draw_run *run = &drawing->runs[item->first_run];
    double area = 0;
    for (size_t i = run->first, j = run->first + run->count - 1; i < run->first + run->count; j = i++)
      area += drawing->x[j] * drawing->y[i] - drawing->x[i] * drawing->y[j];
    assert_true(fabs(fabs(area) / 2 - 12) < 0.12);
  }
}

static wijk_layer *facilities_of(wijk_arena *arena, wijk_error *err) {
  static double x[] = {500, 1500, 2500, 9999}, y[] = {500, 500, 500, 500};
  static const char *const forms[] = {"opvang", "begeleid", NULL, "opvang"};
  static const double places[] = {80, 20, NAN, 5};
  wijk_layer *layer = wijk_layer_new(arena, "facilities", 4, err);
  layer->geometry = (wijk_geometry){.type = WIJK_GEOMETRY_POINT, .point_count = 4, .x = x, .y = y};
  wijk_column *form = wijk_layer_add_column(layer, "woonvorm", WIJK_COLUMN_TEXT, err);
  form->role = "form";
  memcpy(form->texts, forms, sizeof forms);
  wijk_column *capacity = wijk_layer_add_column(layer, "capaciteit", WIJK_COLUMN_NUMBER, err);
  capacity->role = "capacity";
  memcpy(capacity->numbers, places, sizeof places);
  return layer;
}

static void area_follows_places_and_nothing_is_made_up(void **state) {
  wijk_error err = {0};
  draw_theme theme = theme_for(NULL, 297, 210);
  draw_view view = {0, 0, 0, 100, 0.1};
  draw_box frame = {0, 0, 300, 100};
  symbol_set set;
  assert_int_equal(WIJK_OK,
                   symbols_compute(facilities_of(*state, &err), &view, &frame, &theme, true, *state, &set, &err));
  assert_int_equal(3, set.count);
  assert_int_equal(1, set.outside);
  assert_int_equal(1, set.unknown_places);
  assert_int_equal(0, set.symbols[0].row); /* the largest first */
  assert_true(fabs(set.symbols[0].area_mm2 / set.symbols[1].area_mm2 - 4) < 1e-9);
  assert_int_equal(3, set.form_count); /* opvang, begeleid, and one that is not known */
  assert_string_equal("onbekend", set.forms[2].name);
  assert_false(set.symbols[2].places_known);
}

/* ---- lines ---- */

/* No line is wider than there is room, no letter gets lost, and words are cut only where they are too long. */
static void lines_end_at_spaces_and_marks_else_anywhere(void **state) {
  wijk_error err = {0};
  draw_pen *pen = pen_open(NULL, &err);
  draw_theme theme = theme_for(NULL, 297, 210);
  static const char *const words[] = {"a  plaatsen_per_duizend_inwoners_scenario_12", "Kralingen-Crooswijk en omgeving",
                                      "onafgebrokenzondereenenkelespatieofstreepje", "één coördinatiegebied", "kort"};
  static const char *const firsts[] = {"a  plaatsen_per_", "Kralingen-", NULL, "één", "kort"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    page_text text = {0};
    assert_int_equal(WIJK_OK, page_wrap(words[i], &theme.heading, 30, pen, *state, &text, &err));
    char joined[100] = "", packed[100] = "";
    for (size_t k = 0; k < text.count; k++) {
      assert_true(pen_width(pen, &theme.heading, text.lines[k]) <= 30);
      assert_true(wijk_text_is_utf8(text.lines[k], strlen(text.lines[k])));
      snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s", text.lines[k]);
    }
    for (const char *c = words[i]; *c; c++)
      if (*c != ' ')
        packed[strlen(packed)] = *c;
    size_t length = 0;
    for (size_t c = 0; joined[c]; c++)
      if (joined[c] != ' ')
        joined[length++] = joined[c];
    joined[length] = '\0';
    assert_string_equal(packed, joined);
    if (firsts[i])
      assert_string_equal(firsts[i], text.lines[0]);
  }
  pen_close(pen);
}

/* ---- round numbers ---- */

static void round_numbers(void **state) {
  (void)state;
  assert_true(wijk_round_between(1.38, 1.61, 1.4999997) == 1.5);
  assert_true(wijk_round_between(-3, 7, 5) == 0);
  assert_true(wijk_round_between(996, 1004, 999) == 1000);
  assert_true(wijk_round_between(0.123, 0.124, 0.1231) == 0.124);
  assert_true(wijk_round_down(7400, 0) == 5000);
  assert_true(wijk_round_down(0.19, 0) == 0.1);
  assert_true(wijk_round_down(2600, 1) == 2500);
  assert_int_equal(1, wijk_round_decimals(0.1 + 0.2, 6));
  assert_int_equal(0, wijk_round_decimals(1e6, 6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_legend_is_in_dutch_numbers),
      cmocka_unit_test(missing_is_hatched_and_water_is_blue),
      cmocka_unit_test(the_sentence_names_highest_lowest_and_missing),
      cmocka_unit_test(a_midpoint_parts_the_colours),
      cmocka_unit_test(a_map_of_nothing_known_is_still_a_map),
      cmocka_unit_test(symbols_have_the_area_asked_for),
      cmocka_unit_test(area_follows_places_and_nothing_is_made_up),
      cmocka_unit_test(lines_end_at_spaces_and_marks_else_anywhere),
      cmocka_unit_test(round_numbers),
  };
  return cmocka_run_group_tests(tests, open_arena, close_arena);
}
