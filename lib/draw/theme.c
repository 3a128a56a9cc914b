/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/theme.h"
#include <math.h>
#include <wijk/text.h>

static const wijk_colour black = {0x1c, 0x1c, 0x1c}, grey = {0x5c, 0x5c, 0x5c}, white = {0xff, 0xff, 0xff};

static draw_style line_style(wijk_colour colour, double width_mm) {
  return (draw_style){.stroke = ink_of(colour), .stroke_mm = width_mm};
}

draw_theme theme_for(double width_mm, double height_mm) {
  double scale = fmin(2.5, fmax(0.75, sqrt(sqrt(width_mm * height_mm / (297.0 * 210.0)))));
  double s = scale;
  draw_theme theme = {
      .scale = s,
      .margin = 10 * s,
      .gap = 8 * s,
      .row = 4.6 * s,
      .swatch_width = 7 * s,
      .swatch_height = 3.5 * s,
      .title = {FACE_BOLD, 6.2 * s, black, 0},
      .subtitle = {FACE_REGULAR, 3.7 * s, grey, 0},
      .heading = {FACE_BOLD, 3.1 * s, black, 0},
      .body = {FACE_REGULAR, 2.9 * s, black, 0},
      .small = {FACE_REGULAR, 2.4 * s, grey, 0},
      .name = {FACE_REGULAR, 2.4 * s, black, 0.45 * s},
      .name_sizes = {2.7 * s, 2.3 * s, 1.95 * s},
      .ink = black,
      .quiet = grey,
      .casing = white,
      .null_zone = {.fill = ink_of((wijk_colour){0xf1, 0xf1, 0xf1}),
                    .hatch = {HATCH_FALLING, 1.1 * s, 0.16 * s, {0x9c, 0x9c, 0x9c}, 1}},
      .water = {.fill = ink_of((wijk_colour){0xcf, 0xe4, 0xf3}),
                .hatch = {HATCH_LEVEL, 0.85 * s, 0.14 * s, {0x8f, 0xb9, 0xdb}, 1}},
      .border = line_style((wijk_colour){0x62, 0x62, 0x62}, 0.16 * s),
      .outer_border = line_style((wijk_colour){0x4a, 0x4a, 0x4a}, 0.26 * s),
      .zoning_border = line_style((wijk_colour){0x3a, 0x3a, 0x3a}, 0.36 * s),
      .swatch_border = line_style((wijk_colour){0x70, 0x70, 0x70}, 0.13 * s),
      .elsewhere = {.fill = ink_of((wijk_colour){0xf2, 0xf2, 0xf2}),
                    .stroke = ink_of((wijk_colour){0xd8, 0xd8, 0xd8}),
                    .stroke_mm = 0.16 * s},
      .inset = {.fill = ink_of(white), .stroke = ink_of(grey), .stroke_mm = 0.2 * s},
      .leader = line_style(black, 0.16 * s),
      .leader_casing = {.stroke = {true, white, 0.7}, .stroke_mm = 0.5 * s},
      .leader_dot_mm = 0.42 * s,
  };
  return theme;
}

draw_hatch theme_mark(const draw_theme *theme, size_t number) {
  static const draw_hatch_kind kinds[] = {HATCH_NONE,  HATCH_DOTS,    HATCH_RISING,  HATCH_LEVEL,
                                          HATCH_CROSS, HATCH_FALLING, HATCH_UPRIGHT, HATCH_NONE};
  draw_hatch_kind kind = kinds[number % (sizeof kinds / sizeof *kinds)];
  double s = theme->scale;
  return (draw_hatch){kind, 1.5 * s, (kind == HATCH_DOTS ? 0.2 : 0.16) * s, black, 0.6};
}

draw_hatch theme_zoning(const draw_theme *theme, const char *zone_class, size_t number) {
  static const draw_hatch_kind kinds[] = {HATCH_RISING, HATCH_LEVEL, HATCH_DOTS, HATCH_CROSS, HATCH_UPRIGHT};
  double s = theme->scale;
  draw_hatch hatch = {HATCH_RISING, 1.15 * s, 0.17 * s, black, 0.62};
  if (wijk_text_same(zone_class, "kwetsbaar"))
    return hatch;
  if (wijk_text_same(zone_class, "aandacht")) {
    hatch.spacing_mm = 3 * s;
  } else if (wijk_text_same(zone_class, "draagkrachtig")) {
    hatch.kind = HATCH_NONE;
  } else if (wijk_text_same(zone_class, "onbekend")) {
    hatch.kind = HATCH_DOTS;
    hatch.spacing_mm = 2 * s;
    hatch.width_mm = 0.22 * s;
  } else {
    hatch.kind = kinds[number % (sizeof kinds / sizeof *kinds)];
    hatch.spacing_mm = 1.6 * s;
  }
  return hatch;
}
