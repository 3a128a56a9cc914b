/* SPDX-License-Identifier: EUPL-1.2 */
/* Palettes: the makers' colours, and whether they stay apart for everybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <wijk/draw.h>

static unsigned number_of(wijk_colour c) {
  return (unsigned)c.red << 16 | (unsigned)c.green << 8 | c.blue;
}

static void published_colours(void **state) {
  (void)state;
  bool reversed;
  wijk_colour colours[10];
  const wijk_palette *ylorbr = wijk_palette_find("ylorbr", &reversed);
  assert_non_null(ylorbr);
  assert_false(reversed);
  assert_int_equal(WIJK_OK, wijk_palette_compute(ylorbr, false, 5, colours, &(wijk_error){0}));
  const unsigned five[] = {0xffffd4, 0xfed98e, 0xfe9929, 0xd95f0e, 0x993404};
  for (int k = 0; k < 5; k++)
    assert_int_equal(five[k], number_of(colours[k]));
  const wijk_palette *viridis = wijk_palette_find("viridis-r", &reversed);
  assert_true(reversed);
  assert_int_equal(WIJK_OK, wijk_palette_compute(viridis, reversed, 10, colours, &(wijk_error){0}));
  assert_int_equal(0x440154, number_of(colours[0]));
  assert_int_equal(0xfde725, number_of(colours[9]));
  assert_null(wijk_palette_find("Rainbow", &reversed));
}

/* one class below, three above the midpoint: colours as far from the middle as the classes are */
static void two_sides_of_different_length(void **state) {
  (void)state;
  bool reversed;
  wijk_colour colours[5];
  const wijk_palette *puor = wijk_palette_find("PuOr", &reversed);
  assert_int_equal(WIJK_OK, wijk_palette_compute_diverging(puor, false, 1, true, 3, colours, &(wijk_error){0}));
  const unsigned five[] = {0xd8daeb, 0xf7f7f7, 0xfee0b6, 0xf1a340, 0xb35806};
  for (int k = 0; k < 5; k++)
    assert_int_equal(five[k], number_of(colours[k]));
}

static void too_many_classes_is_an_error(void **state) {
  (void)state;
  bool reversed;
  wijk_colour colours[12];
  wijk_error err = {0};
  assert_int_equal(WIJK_USAGE, wijk_palette_compute(wijk_palette_find("Blues", &reversed), false, 12, colours, &err));
  assert_string_equal("palette Blues has no colours for 12 classes", err.message);
}

/* Figures of the paper's own matrices worked by hand: red (linear 1, 0, 0) to a protan is (0.152286, 0.114503, 0) in
 * linear light, which is 109, 95, 0 in sRGB. */
static void simulation_by_hand(void **state) {
  (void)state;
  const wijk_colour red = {255, 0, 0};
  assert_int_equal(0x6d5f00, number_of(wijk_colour_see(red, WIJK_SIGHT_PROTAN)));
  const wijk_colour white = {255, 255, 255};
  for (wijk_sight sight = WIJK_SIGHT_NORMAL; sight < WIJK_SIGHT_COUNT; sight++)
    assert_int_equal(0xffffff, number_of(wijk_colour_see(white, sight)));
}

/* black to white is 100 of lightness; CIELAB of red is 53.24, 80.09, 67.20 */
static void distances_by_hand(void **state) {
  (void)state;
  const wijk_colour black = {0, 0, 0}, white = {255, 255, 255}, red = {255, 0, 0};
  assert_true(fabs(wijk_colour_distance(black, white) - 100) < 0.01);
  assert_true(fabs(wijk_colour_distance(black, red) - sqrt(53.24 * 53.24 + 80.09 * 80.09 + 67.20 * 67.20)) < 0.05);
}

/* Every sequential palette, with up to seven classes, stays apart for three kinds of colour blindness and on a
 * photocopy, and its lightness falls from low to high. */
static void sequential_palettes_survive(void **state) {
  (void)state;
  const wijk_palette *palette;
  for (size_t i = 0; (palette = wijk_palette_at(i)); i++) {
    if (wijk_palette_sort(palette) != WIJK_PALETTE_SEQUENTIAL)
      continue;
    for (size_t count = 2; count <= 7; count++) {
      wijk_colour colours[10];
      assert_int_equal(WIJK_OK, wijk_palette_compute(palette, false, count, colours, &(wijk_error){0}));
      if (!wijk_colours_survive(colours, count))
        fail_msg("%s with %zu classes does not survive", wijk_palette_name(palette), count);
      for (size_t k = 1; k < count; k++)
        assert_true(wijk_colour_see(colours[k], WIJK_SIGHT_GREY).red <
                    wijk_colour_see(colours[k - 1], WIJK_SIGHT_GREY).red);
    }
  }
}

/* Diverging ones are told apart by the colour-blind, but no symmetric one survives greyscale: they need signs. */
static void diverging_palettes_survive_but_for_grey(void **state) {
  (void)state;
  const wijk_palette *palette;
  bool reversed;
  wijk_colour colours[11];
  for (size_t i = 0; (palette = wijk_palette_at(i)); i++) {
    if (wijk_palette_sort(palette) != WIJK_PALETTE_DIVERGING)
      continue;
    for (size_t count = 3; count <= 6; count++) {
      assert_int_equal(WIJK_OK, wijk_palette_compute(palette, false, count, colours, &(wijk_error){0}));
      for (wijk_sight sight = WIJK_SIGHT_NORMAL; sight <= WIJK_SIGHT_TRITAN; sight++)
        if (wijk_colours_distance(colours, count, sight) < WIJK_COLOURS_APART)
          fail_msg("%s with %zu classes: %f under sight %d", wijk_palette_name(palette), count,
                   wijk_colours_distance(colours, count, sight), (int)sight);
    }
  }
  assert_int_equal(WIJK_OK,
                   wijk_palette_compute(wijk_palette_find("RdBu", &reversed), false, 5, colours, &(wijk_error){0}));
  assert_false(wijk_colours_survive(colours, 5));
}

/* The first seven of Okabe and Ito stay apart for the colour-blind; no eight hues do on a photocopy. */
static void categories_survive_but_for_grey(void **state) {
  (void)state;
  bool reversed;
  wijk_colour colours[8];
  assert_int_equal(WIJK_OK,
                   wijk_palette_compute(wijk_palette_find("OkabeIto", &reversed), false, 7, colours, &(wijk_error){0}));
  for (wijk_sight sight = WIJK_SIGHT_NORMAL; sight <= WIJK_SIGHT_TRITAN; sight++)
    assert_true(wijk_colours_distance(colours, 7, sight) >= WIJK_COLOURS_APART);
  assert_false(wijk_colours_survive(colours, 7));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(published_colours),
      cmocka_unit_test(two_sides_of_different_length),
      cmocka_unit_test(too_many_classes_is_an_error),
      cmocka_unit_test(simulation_by_hand),
      cmocka_unit_test(distances_by_hand),
      cmocka_unit_test(sequential_palettes_survive),
      cmocka_unit_test(diverging_palettes_survive_but_for_grey),
      cmocka_unit_test(categories_survive_but_for_grey),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
