/* SPDX-License-Identifier: EUPL-1.2 */
/* Themes: what stands on what can be read, and paper and ink are the theme's in every kind of file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "draw/ends.h"
#include "draw/symbol.h"
#include "unit/draw_zones.h"
#include <wijk/map.h>

static const char *const names[] = {"light", "dark"};

/* The definition's own corners, and #767676, the lightest grey of whole steps that passes on white. */
static void contrast_is_that_of_the_definition(void **state) {
  (void)state;
  const wijk_colour white = {0xff, 0xff, 0xff}, black = {0, 0, 0}, grey = {0x76, 0x76, 0x76};
  const wijk_colour lighter = {0x77, 0x77, 0x77}, red = {0xff, 0, 0};
  assert_true(fabs(wijk_colour_contrast(white, black) - 21) < 1e-12);
  assert_true(fabs(wijk_colour_contrast(black, white) - 21) < 1e-12);
  assert_true(fabs(wijk_colour_contrast(red, red) - 1) < 1e-12);
  assert_true(fabs(wijk_colour_luminance(red) - 0.2126) < 1e-12);
  assert_true(wijk_colour_contrast(grey, white) >= 4.5);
  assert_true(wijk_colour_contrast(lighter, white) < 4.5);
}

static void two_are_built_in(void **state) {
  (void)state;
  assert_non_null(wijk_theme_find("light"));
  assert_false(wijk_theme_is_dark(wijk_theme_find("light")));
  assert_true(wijk_theme_is_dark(wijk_theme_find("dark")));
  assert_false(wijk_theme_is_dark(NULL));
  assert_null(wijk_theme_find("solarized"));
  assert_string_equal("paper", wijk_theme_colour_name(0));
  assert_null(wijk_theme_colour_name(WIJK_THEME_COLOURS));
}

/* A page with one word on it. */
static wijk_drawing *page_of(const wijk_theme *theme, wijk_arena *arena) {
  wijk_error err = {0};
  draw_theme look = theme_for(theme, 40, 30);
  wijk_drawing *drawing = drawing_new(arena, theme, 40, 30, &err);
  assert_non_null(drawing);
  drawing_text(drawing, 5, 15, ANCHOR_START, &look.name, "Cool");
  return drawing;
}

static void paper_is_the_themes_in_pixels(void **state) {
  for (int t = 0; t < 2; t++) {
    wijk_error err = {0};
    const wijk_theme *theme = wijk_theme_find(names[t]);
    const wijk_colour paper = theme->colours[WIJK_THEME_PAPER];
    draw_image image;
    draw_pen *pen = pen_open(theme, &err);
    assert_non_null(pen);
    assert_int_equal(WIJK_OK, pen_image(pen, page_of(theme, *state), 160, 120, 1, *state, &image, &err));
    pen_close(pen);
    uint32_t ground = 0xff000000u | (uint32_t)paper.red << 16 | (uint32_t)paper.green << 8 | paper.blue;
    size_t inked = 0;
    for (size_t i = 0; i < 160 * 120; i++)
      inked += image.pixels[i] != ground;
    assert_int_equal(ground, image.pixels[0]);
    assert_int_equal(ground, image.pixels[160 * 120 - 1]);
    assert_true(inked > 30 && inked < 160 * 120 / 4);
  }
}

static void paper_and_halo_are_the_themes_in_svg(void **state) {
  for (int t = 0; t < 2; t++) {
    wijk_error err = {0};
    const wijk_theme *theme = wijk_theme_find(names[t]);
    const char *bytes;
    size_t length;
    assert_int_equal(WIJK_OK, wijk_drawing_write(page_of(theme, *state), WIJK_DRAWING_SVG, 96, "{}", NULL, 1, *state,
                                                 &bytes, &length, &err));
    assert_non_null(strstr(bytes, t ? "height=\"100%\" fill=\"#14171b\"" : "height=\"100%\" fill=\"#ffffff\""));
    assert_non_null(strstr(bytes, t ? "stroke=\"#101316\"" : "stroke=\"#ffffff\""));
  }
}

/* The strokes of a colour on one spot of the page. */
static bool is_stroked(const wijk_drawing *drawing, wijk_colour colour, double x, double low, double high) {
  for (size_t i = 0; i < drawing->item_count; i++) {
    const draw_item *item = &drawing->items[i];
    if (item->kind != DRAW_PATH || !item->style.stroke.on || item->style.fill.on ||
        memcmp(&item->style.stroke.colour, &colour, sizeof colour) != 0)
      continue;
    for (size_t r = item->first_run; r < item->first_run + item->run_count; r++)
      for (size_t p = drawing->runs[r].first; p + 1 < drawing->runs[r].first + drawing->runs[r].count; p++)
        if (fabs(drawing->x[p] - x) < 0.01 && fabs(drawing->x[p + 1] - x) < 0.01 &&
            fmin(drawing->y[p], drawing->y[p + 1]) <= low + 0.01 &&
            fmax(drawing->y[p], drawing->y[p + 1]) >= high - 0.01)
          return true;
  }
  return false;
}

/* Four zones side by side: light, light, dark, dark. */
static void borders_are_seen_on_both_sides(void **state) {
  const test_zone four[] = {{"1", "a", 0, 0, 1000, 1000, 1},
                            {"2", "b", 1000, 0, 2000, 1000, 1},
                            {"3", "c", 2000, 0, 3000, 1000, 9},
                            {"4", "d", 3000, 0, 4000, 1000, 9}};
  wijk_error err = {0};
  wijk_layer *zones = zones_of(four, 4, *state, &err);
  for (int t = 0; t < 2; t++) {
    const wijk_theme *theme = wijk_theme_find(names[t]);
    const wijk_map_request request = {.zones = zones,
                                      .column = wijk_layer_find(zones, "waarde"),
                                      .method = WIJK_CLASSES_EQUAL,
                                      .class_count = 2,
                                      .palette = t ? "Greys-r" : "Greys", /* low is light on either paper */
                                      .midpoint = NAN,
                                      .width_mm = 200,
                                      .height_mm = 100,
                                      .pixel_mm = 0.1,
                                      .theme = theme};
    wijk_map_result result;
    assert_int_equal(WIJK_OK, wijk_map_draw(&request, *state, &result, &err));
    const draw_item *zone = NULL;
    for (size_t i = 0; i < result.drawing->item_count && !zone; i++)
      if (result.drawing->items[i].kind == DRAW_PATH && result.drawing->items[i].style.fill.on)
        zone = &result.drawing->items[i];
    const double *x = result.drawing->x + result.drawing->runs[zone->first_run].first;
    const double *y = result.drawing->y + result.drawing->runs[zone->first_run].first;
    double left = x[0], right = x[0], low = y[0], high = y[0];
    for (int p = 1; p < 4; p++) {
      left = fmin(left, x[p]);
      right = fmax(right, x[p]);
      low = fmin(low, y[p]);
      high = fmax(high, y[p]);
    }
    const double step = right - left;
    const wijk_colour usual = theme->colours[WIJK_THEME_BORDER], pale = theme->colours[WIJK_THEME_BORDER_ON_DARK];
    assert_true(is_stroked(result.drawing, usual, left + step, low, high));
    assert_true(is_stroked(result.drawing, usual, left + 2 * step, low, high));
    assert_true(is_stroked(result.drawing, pale, left + 3 * step, low, high));
    assert_false(is_stroked(result.drawing, usual, left + 3 * step, low, high));
    assert_false(is_stroked(result.drawing, pale, left + step, low, high));
  }
}

/* A facility whose places are not known is hollow, and has an edge of ink whatever its colour. */
static void hollow_symbols_have_an_edge(void **state) {
  wijk_error err = {0};
  for (int t = 0; t < 2; t++) {
    const draw_theme theme = theme_for(wijk_theme_find(names[t]), 297, 210);
    wijk_drawing *drawing = drawing_new(*state, theme.source, 100, 100, &err);
    symbol_add(drawing, &theme, SYMBOL_PENTAGON, theme.paper, false, 50, 50, 4, NULL);
    const draw_style *last = &drawing->items[drawing->item_count - 1].style;
    assert_true(last->stroke.on && !last->fill.on);
    assert_memory_equal(&theme.ink, &last->stroke.colour, sizeof theme.ink);
    assert_memory_equal(&theme.casing, &drawing->items[0].style.stroke.colour, sizeof theme.ink);
    assert_true(drawing->items[0].style.stroke_mm > drawing->items[1].style.stroke_mm);
  }
}

static int open_arena(void **state) {
  wijk_error err = {0};
  *state = wijk_arena_new(&err);
  return *state ? 0 : 1;
}

static int free_arena(void **state) {
  wijk_arena_free(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(contrast_is_that_of_the_definition), cmocka_unit_test(two_are_built_in),
      cmocka_unit_test(paper_is_the_themes_in_pixels),      cmocka_unit_test(paper_and_halo_are_the_themes_in_svg),
      cmocka_unit_test(borders_are_seen_on_both_sides),     cmocka_unit_test(hollow_symbols_have_an_edge),
  };
  return cmocka_run_group_tests(tests, open_arena, free_arena);
}
