/* SPDX-License-Identifier: EUPL-1.2 */
/* Every palette in every number of classes on both papers, as the map paints it: classes stay apart for every kind of
 * sight, by colour or by a mark that is seen; and texts and lines are seen on what they lie on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "draw/shade.h"
#include "draw/tint.h"

static const char *const papers[] = {"light", "dark"};

/* ---- a map's classes as they are painted ---- */

static wijk_map_request request_of(const char *palette, const wijk_theme *theme, size_t classes, wijk_arena *arena) {
  wijk_error err = {0};
  wijk_layer *zones = wijk_layer_new(arena, "zones", classes, &err);
  double *breaks = WIJK_ARENA_ADD(arena, double, classes + 1, &err);
  assert_non_null(zones);
  assert_non_null(breaks);
  wijk_column *values = wijk_layer_add_column(zones, "values", WIJK_COLUMN_NUMBER, &err);
  wijk_column *words = wijk_layer_add_column(zones, "words", WIJK_COLUMN_TEXT, &err);
  for (size_t k = 0; k <= classes; k++)
    breaks[k] = (double)k;
  for (size_t k = 0; k < classes; k++) {
    values->numbers[k] = (double)k + 0.5;
    words->texts[k] = wijk_arena_format(arena, &err, "word %02zu", k);
  }
  return (wijk_map_request){.zones = zones,
                            .column = values,
                            .method = WIJK_CLASSES_FIXED,
                            .breaks = breaks,
                            .break_count = classes + 1,
                            .palette = palette,
                            .midpoint = NAN,
                            .theme = theme};
}

/* Two classes with the same mark must differ by colour for everybody; a mark must be seen on its colour. */
static void check_painted(const wijk_map_request *request, const char *what, wijk_arena *arena) {
  wijk_error err = {0};
  shade s;
  draw_theme theme = theme_for(request->theme, 297, 210);
  if (shade_compute(request, arena, &s, &err) != WIJK_OK)
    fail_msg("%s: %s", what, err.message);
  for (size_t a = 0; a < s.count; a++) {
    const draw_style one = shade_style(&s, &theme, (int)a);
    if (one.hatch.kind != HATCH_NONE) {
      wijk_colour mark = colour_over(one.hatch.colour, one.hatch.opacity, one.fill.colour);
      if (wijk_colour_contrast(mark, one.fill.colour) < 3)
        fail_msg("%s: the mark of class %zu has a contrast of %.2f", what, a,
                 wijk_colour_contrast(mark, one.fill.colour));
    }
    for (size_t b = a + 1; b < s.count; b++) {
      const draw_style other = shade_style(&s, &theme, (int)b);
      const wijk_colour both[] = {one.fill.colour, other.fill.colour};
      if (one.hatch.kind == other.hatch.kind && one.hatch.spacing_mm == other.hatch.spacing_mm &&
          !wijk_colours_survive(both, 2))
        for (wijk_sight sight = WIJK_SIGHT_NORMAL; sight < WIJK_SIGHT_COUNT; sight++)
          if (wijk_colours_distance(both, 2, sight) < WIJK_COLOURS_APART)
            fail_msg("%s: classes %zu and %zu look alike to sight %d (%.1f)", what, a, b, (int)sight,
                     wijk_colours_distance(both, 2, sight));
    }
  }
}

static void every_palette_in_every_number_of_classes(void **state) {
  size_t checked = 0;
  const wijk_palette *palette;
  for (int t = 0; t < 2; t++)
    for (size_t p = 0; (palette = wijk_palette_at(p)); p++)
      for (size_t count = 1; count <= wijk_palette_most(palette); count++)
        for (int turned = 0; turned < 2; turned++) {
          char name[64], what[96];
          wijk_palette_kind kind = wijk_palette_sort(palette);
          snprintf(name, sizeof name, "%s%s", wijk_palette_name(palette), turned ? "-r" : "");
          snprintf(what, sizeof what, "%s on %s paper, %zu classes", name, papers[t], count);
          wijk_map_request request = request_of(name, wijk_theme_find(papers[t]), count, *state);
          if (kind == WIJK_PALETTE_CATEGORICAL)
            request.column = wijk_layer_find(request.zones, "words");
          check_painted(&request, what, *state);
          checked++;
        }
  assert_true(checked > 700);
}

/* No side is told by its hue alone: all below the middle are dotted and no other. */
static void check_sides(const wijk_map_request *request, wijk_arena *arena) {
  wijk_error err = {0};
  shade s;
  assert_int_equal(WIJK_OK, shade_compute(request, arena, &s, &err));
  const draw_theme theme = theme_for(request->theme, 297, 210);
  for (size_t k = 0; k < s.count && s.sided; k++) {
    bool below = s.classes.breaks[k + 1] <= request->midpoint;
    assert_int_equal(below, shade_style(&s, &theme, (int)k).hatch.kind == HATCH_DOTS);
  }
  bool two = s.classes.breaks[1] <= request->midpoint && s.classes.breaks[s.count] > request->midpoint;
  assert_int_equal(two, s.sided);
}

/* Every way to part classes about a midpoint: at a limit of two of them, and within one. */
static void both_sides_of_every_midpoint(void **state) {
  size_t checked = 0;
  const wijk_palette *palette;
  for (int t = 0; t < 2; t++)
    for (size_t p = 0; (palette = wijk_palette_at(p)); p++)
      for (size_t count = 2; count <= 5 && wijk_palette_sort(palette) == WIJK_PALETTE_DIVERGING; count++)
        for (size_t half = 0; half <= 2 * count; half++) {
          char what[96];
          snprintf(what, sizeof what, "%s on %s paper, %zu classes about %.1f", wijk_palette_name(palette), papers[t],
                   count, (double)half / 2);
          wijk_map_request request = request_of(wijk_palette_name(palette), wijk_theme_find(papers[t]), count, *state);
          request.midpoint = (double)half / 2;
          check_painted(&request, what, *state);
          check_sides(&request, *state);
          checked++;
        }
  assert_int_equal(2 * 5 * (5 + 7 + 9 + 11), checked);
}

static void zoning_classes(void **state) {
  for (int t = 0; t < 2; t++) {
    wijk_map_request request = request_of(NULL, wijk_theme_find(papers[t]), 4, *state);
    wijk_column *words = wijk_layer_find(request.zones, "words");
    const char *const names[] = {"kwetsbaar", "aandacht", "draagkrachtig", "onbekend"};
    memcpy(words->texts, names, sizeof names);
    request.column = words;
    check_painted(&request, papers[t], *state);
    wijk_error err = {0};
    shade s;
    assert_int_equal(WIJK_OK, shade_compute(&request, *state, &s, &err));
    const draw_theme theme = theme_for(request.theme, 297, 210);
    for (int a = 0; a < 4; a++) /* red, yellow and green each have their own hatch, or alone have none */
      for (int b = 0; b < a; b++) {
        const draw_hatch one = shade_style(&s, &theme, a).hatch, other = shade_style(&s, &theme, b).hatch;
        assert_true(one.kind != other.kind || one.spacing_mm > 1.5 * other.spacing_mm ||
                    other.spacing_mm > 1.5 * one.spacing_mm);
      }
  }
}

/* Little is near the ground and much stands out, on either paper and for either kind of palette. */
static void low_lies_near_the_ground(void **state) {
  (void)state;
  wijk_error err = {0};
  wijk_colour c[WIJK_CLASSES_MOST];
  const wijk_palette *palette;
  for (int t = 0; t < 2; t++) {
    const wijk_theme *theme = wijk_theme_find(papers[t]);
    const wijk_colour paper = theme->colours[WIJK_THEME_PAPER];
    for (size_t p = 0; (palette = wijk_palette_at(p)); p++) {
      if (wijk_palette_sort(palette) == WIJK_PALETTE_CATEGORICAL)
        continue;
      if (wijk_palette_sort(palette) == WIJK_PALETTE_SEQUENTIAL) {
        assert_int_equal(WIJK_OK, tint_compute(palette, false, 5, theme, c, &err));
        for (int k = 1; k < 5; k++)
          assert_true(wijk_colour_contrast(c[k], paper) > wijk_colour_contrast(c[k - 1], paper));
        continue;
      }
      assert_int_equal(WIJK_OK, tint_compute_sides(palette, false, 1, true, 3, theme, c, &err));
      assert_true(wijk_colour_contrast(c[0], paper) > wijk_colour_contrast(c[1], paper));
      for (int k = 2; k < 5; k++)
        assert_true(wijk_colour_contrast(c[k], paper) > wijk_colour_contrast(c[k - 1], paper));
    }
  }
}

/* ---- what lies on what ---- */

static void both_themes_keep_level_aa(void **state) {
  (void)state;
  for (int t = 0; t < 2; t++) {
    wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST];
    size_t count = wijk_theme_check(wijk_theme_find(papers[t]), faults);
    for (size_t i = 0; i < count; i++)
      print_message("%s: %s on %s %.2f\n", papers[t], faults[i].what, faults[i].on, faults[i].contrast);
    assert_int_equal(0, count);
  }
}

/* A theme is told what is wrong with it, and by how much. */
static void what_is_not_seen_is_told(void **state) {
  (void)state;
  wijk_theme faint = *wijk_theme_find("light");
  wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST];
  faint.colours[WIJK_THEME_QUIET] = (wijk_colour){0x99, 0x99, 0x99}; /* 2.85 on white */
  faint.colours[WIJK_THEME_BORDER_ON_DARK] = (wijk_colour){0x48, 0x48, 0x48};
  assert_int_equal(2, wijk_theme_check(&faint, faults));
  assert_string_equal("quiet", faults[0].what);
  assert_string_equal("paper", faults[0].on);
  assert_true(faults[0].text && fabs(faults[0].contrast - 2.85) < 0.005);
  assert_string_equal("border", faults[1].what);
  assert_true(!faults[1].text && faults[1].contrast < 1.05);
}

/* Names through their halo, borders as they are chosen, hatches and symbols by their casing: on every colour. */
static void everything_is_seen_on_every_class(void **state) {
  (void)state;
  wijk_error err = {0};
  const wijk_palette *palette;
  for (int t = 0; t < 2; t++) {
    draw_theme theme = theme_for(wijk_theme_find(papers[t]), 297, 210);
    for (size_t p = 0; (palette = wijk_palette_at(p)); p++)
      for (size_t count = 1; count <= wijk_palette_most(palette); count++) {
        wijk_colour c[WIJK_CLASSES_MOST];
        if (tint_compute(palette, false, count, theme.source, c, &err) != WIJK_OK) {
          err = (wijk_error){0};
          continue;
        }
        for (size_t k = 0; k < count; k++) {
          wijk_colour halo = colour_over(theme.name.halo, HALO_OPACITY, c[k]);
          assert_true(wijk_colour_contrast(theme.name.colour, halo) >= 4.5);
          const draw_style *border = theme_is_dark_ground(&theme, c[k]) ? &theme.border_on_dark : &theme.border;
          assert_true(wijk_colour_contrast(border->stroke.colour, c[k]) >= 3);
          draw_style hatch = {.hatch = theme_zoning(&theme, "kwetsbaar", 0)}, cased = theme_casing(&theme, &hatch);
          wijk_colour under = colour_over(cased.hatch.colour, cased.hatch.opacity, c[k]);
          wijk_colour line = colour_over(hatch.hatch.colour, hatch.hatch.opacity, under);
          assert_true(wijk_colour_contrast(line, under) >= 3);
        }
      }
    assert_true(wijk_colour_contrast(theme.ink, theme.casing) >= 4.5);            /* symbols, leaders, the focus */
    assert_true(wijk_colour_contrast(theme.ink, theme.inset.fill.colour) >= 4.5); /* words in its frame */
    assert_true(wijk_colour_contrast(theme.quiet, theme.inset.fill.colour) >= 4.5);
    assert_true(wijk_colour_contrast(theme.inset.stroke.colour, theme.paper) >= 3);
    assert_true(wijk_colour_contrast(theme.swatch_border.stroke.colour, theme.paper) >= 3);
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
      cmocka_unit_test(every_palette_in_every_number_of_classes),
      cmocka_unit_test(both_sides_of_every_midpoint),
      cmocka_unit_test(zoning_classes),
      cmocka_unit_test(low_lies_near_the_ground),
      cmocka_unit_test(both_themes_keep_level_aa),
      cmocka_unit_test(what_is_not_seen_is_told),
      cmocka_unit_test(everything_is_seen_on_every_class),
  };
  return cmocka_run_group_tests(tests, open_arena, free_arena);
}
