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
#include "draw/theme.h"

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
      cmocka_unit_test(contrast_is_that_of_the_definition),
      cmocka_unit_test(two_are_built_in),
      cmocka_unit_test(paper_is_the_themes_in_pixels),
      cmocka_unit_test(paper_and_halo_are_the_themes_in_svg),
  };
  return cmocka_run_group_tests(tests, open_arena, free_arena);
}
