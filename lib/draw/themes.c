/* SPDX-License-Identifier: EUPL-1.2 */
/* The built-in themes: numbers, and how they are found. */
#include <string.h>
#include <wijk/text.h>
#include <wijk/theme.h>

static const wijk_theme light = {
    .colours = {[WIJK_THEME_PAPER] = {0xff, 0xff, 0xff},
                [WIJK_THEME_INK] = {0x1c, 0x1c, 0x1c},
                [WIJK_THEME_QUIET] = {0x5c, 0x5c, 0x5c},
                [WIJK_THEME_HALO] = {0xff, 0xff, 0xff},
                [WIJK_THEME_ACCENT] = {0xa6, 0x14, 0x5e},
                [WIJK_THEME_SECOND] = {0x00, 0x5f, 0x9e},
                [WIJK_THEME_NO_DATA] = {0xf1, 0xf1, 0xf1},
                [WIJK_THEME_NO_DATA_LINES] = {0x88, 0x88, 0x88},
                [WIJK_THEME_WATER] = {0xcf, 0xe4, 0xf3},
                [WIJK_THEME_WATER_LINES] = {0x55, 0x84, 0xad},
                [WIJK_THEME_ELSEWHERE] = {0xf2, 0xf2, 0xf2},
                [WIJK_THEME_BORDER] = {0x42, 0x42, 0x42},
                [WIJK_THEME_BORDER_ON_DARK] = {0xfa, 0xfa, 0xfa},
                [WIJK_THEME_EDGE] = {0x4a, 0x4a, 0x4a},
                [WIJK_THEME_NEUTRAL] = {0xf7, 0xf7, 0xf7}},
    .sequential = "YlOrBr",
    .diverging = "PuOr",
    .categorical = "OkabeIto",
};

static const wijk_theme dark = {
    .colours = {[WIJK_THEME_PAPER] = {0x14, 0x17, 0x1b},
                [WIJK_THEME_INK] = {0xf4, 0xf4, 0xf2},
                [WIJK_THEME_QUIET] = {0xb2, 0xb7, 0xbd},
                [WIJK_THEME_HALO] = {0x10, 0x13, 0x16},
                [WIJK_THEME_ACCENT] = {0xff, 0x8a, 0xc4},
                [WIJK_THEME_SECOND] = {0x6c, 0xc4, 0xff},
                [WIJK_THEME_NO_DATA] = {0x2b, 0x2e, 0x33},
                [WIJK_THEME_NO_DATA_LINES] = {0x85, 0x89, 0x8e},
                [WIJK_THEME_WATER] = {0x14, 0x32, 0x48},
                [WIJK_THEME_WATER_LINES] = {0x5b, 0x90, 0xb4},
                [WIJK_THEME_ELSEWHERE] = {0x23, 0x26, 0x2b},
                [WIJK_THEME_BORDER] = {0x14, 0x17, 0x1b},
                [WIJK_THEME_BORDER_ON_DARK] = {0xbc, 0xc0, 0xc4},
                [WIJK_THEME_EDGE] = {0xc4, 0xc8, 0xcc},
                [WIJK_THEME_NEUTRAL] = {0x34, 0x37, 0x3c}},
    .sequential = "YlOrBr",
    .diverging = "PuOr",
    .categorical = "OkabeIto",
};

const wijk_theme *wijk_theme_find(const char *name) {
  return wijk_text_same(name, "light") ? &light : wijk_text_same(name, "dark") ? &dark : NULL;
}

const char *wijk_theme_colour_name(size_t colour) {
  static const char *const names[] = {
#define WIJK_THEME_NAME(name, word, help) word,
      WIJK_THEME_COLOUR_LIST(WIJK_THEME_NAME)
#undef WIJK_THEME_NAME
  };
  return colour < WIJK_THEME_COLOURS ? names[colour] : NULL;
}

bool wijk_theme_is_dark(const wijk_theme *theme) {
  return theme && wijk_colour_luminance(theme->colours[WIJK_THEME_INK]) >
                      wijk_colour_luminance(theme->colours[WIJK_THEME_PAPER]);
}
