/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/theme.h"
#include <math.h>
#include <wijk/text.h>

static draw_style line_style(wijk_colour colour, double width_mm) {
  return (draw_style){.stroke = ink_of(colour), .stroke_mm = width_mm};
}

static wijk_colour mix(wijk_colour a, wijk_colour b, double share) {
  return (wijk_colour){(unsigned char)lround(a.red + share * (b.red - a.red)),
                       (unsigned char)lround(a.green + share * (b.green - a.green)),
                       (unsigned char)lround(a.blue + share * (b.blue - a.blue))};
}

draw_theme theme_for(const wijk_theme *source, double width_mm, double height_mm) {
  source = source ? source : wijk_theme_find("light");
  const wijk_colour *c = source->colours;
  const wijk_colour ink = c[WIJK_THEME_INK], quiet = c[WIJK_THEME_QUIET], paper = c[WIJK_THEME_PAPER],
                    halo = c[WIJK_THEME_HALO], edge = c[WIJK_THEME_EDGE];
  double scale = fmin(2.5, fmax(0.75, sqrt(sqrt(width_mm * height_mm / (297.0 * 210.0)))));
  double s = scale;
  draw_theme theme = {
      .source = source,
      .dark = wijk_theme_is_dark(source),
      .scale = s,
      .margin = 10 * s,
      .gap = 8 * s,
      .row = 4.6 * s,
      .swatch_width = 7 * s,
      .swatch_height = 3.5 * s,
      .title = {FACE_BOLD, 6.2 * s, ink, 0, halo},
      .subtitle = {FACE_REGULAR, 3.7 * s, quiet, 0, halo},
      .heading = {FACE_BOLD, 3.1 * s, ink, 0, halo},
      .body = {FACE_REGULAR, 2.9 * s, ink, 0, halo},
      .small = {FACE_REGULAR, 2.4 * s, quiet, 0, halo},
      .name = {FACE_REGULAR, 2.4 * s, ink, 0.45 * s, halo},
      .name_sizes = {2.7 * s, 2.3 * s, 1.95 * s},
      .paper = paper,
      .ink = ink,
      .quiet = quiet,
      .casing = halo,
      .accent = c[WIJK_THEME_ACCENT],
      .second = c[WIJK_THEME_SECOND],
      .sample = mix(paper, ink, 0.25),
      .null_zone = {.fill = ink_of(c[WIJK_THEME_NO_DATA]),
                    .hatch = {HATCH_FALLING, 1.1 * s, 0.16 * s, c[WIJK_THEME_NO_DATA_LINES], 1}},
      .water = {.fill = ink_of(c[WIJK_THEME_WATER]),
                .hatch = {HATCH_LEVEL, 0.85 * s, 0.14 * s, c[WIJK_THEME_WATER_LINES], 1}},
      .border = line_style(c[WIJK_THEME_BORDER], 0.14 * s),
      .border_on_dark = line_style(c[WIJK_THEME_BORDER_ON_DARK], 0.14 * s),
      .outer_border = line_style(edge, 0.26 * s),
      .zoning_border = line_style(ink, 0.36 * s),
      .swatch_border = line_style(edge, 0.13 * s),
      .elsewhere = {.fill = ink_of(c[WIJK_THEME_ELSEWHERE]),
                    .stroke = ink_of(mix(c[WIJK_THEME_ELSEWHERE], ink, 0.14)),
                    .stroke_mm = 0.16 * s},
      .inset = {.fill = ink_of(paper), .stroke = ink_of(quiet), .stroke_mm = 0.2 * s},
      .neighbour = {.fill = ink_of(mix(paper, c[WIJK_THEME_ELSEWHERE], 0.8)),
                    .stroke = ink_of(mix(c[WIJK_THEME_ELSEWHERE], ink, 0.25)),
                    .stroke_mm = 0.18 * s},
      .neighbour_name = {FACE_ITALIC, 2.5 * s, quiet, 0.4 * s, halo},
      .water_line = line_style(c[WIJK_THEME_WATER_LINES], 0.4 * s),
      .road = {.stroke = {true, paper, 0.95}, .stroke_mm = 0.42 * s},
      .road_casing = {.stroke = {true, mix(quiet, paper, 0.1), 0.8}, .stroke_mm = 0.72 * s},
      .flow = {.fill = {true, c[WIJK_THEME_ACCENT], 0.92}},
      .flow_casing = {.stroke = {true, halo, 0.9}, .stroke_mm = 0.5 * s},
      .flow_number = {FACE_BOLD, 2.3 * s, c[WIJK_THEME_ACCENT], 0.5 * s, halo},
      .proposal = {.fill = ink_of(ink)},
      .proposal_number = {FACE_BOLD, 2.4 * s, paper, 0, halo},
      .leader = line_style(ink, 0.16 * s),
      .leader_casing = {.stroke = {true, halo, 0.7}, .stroke_mm = 0.5 * s},
      .leader_dot_mm = 0.42 * s,
      .curves = {c[WIJK_THEME_SECOND], c[WIJK_THEME_ACCENT], ink, quiet},
      .grid = line_style(mix(paper, ink, 0.15), 0.14 * s),
      .axis = line_style(quiet, 0.22 * s),
      .shortage = {.fill = ink_of(mix(paper, c[WIJK_THEME_ACCENT], 0.2)),
                   .hatch = {HATCH_RISING, 1.3 * s, 0.2 * s, c[WIJK_THEME_ACCENT], 1}},
      .spare = {.fill = ink_of(mix(paper, c[WIJK_THEME_SECOND], 0.12)),
                .hatch = {HATCH_DOTS, 1.5 * s, 0.24 * s, c[WIJK_THEME_SECOND], 1}},
      .band = {.fill = {true, quiet, 0.25}, .stroke = ink_of(quiet), .stroke_mm = 0.12 * s},
      .bar = {.fill = ink_of(mix(paper, c[WIJK_THEME_SECOND], 0.4))},
      .over = {.fill = ink_of(mix(paper, c[WIJK_THEME_ACCENT], 0.45)),
               .hatch = {HATCH_RISING, 1.0 * s, 0.22 * s, mix(c[WIJK_THEME_ACCENT], ink, 0.5), 1}},
  };
  return theme;
}

wijk_colour theme_ink_on(const draw_theme *theme, wijk_colour ground) {
  bool ink = wijk_colour_contrast(theme->ink, ground) >= wijk_colour_contrast(theme->paper, ground);
  return ink ? theme->ink : theme->paper;
}

bool theme_is_dark_ground(const draw_theme *theme, wijk_colour ground) {
  return wijk_colour_contrast(theme->border_on_dark.stroke.colour, ground) >
         wijk_colour_contrast(theme->border.stroke.colour, ground);
}

draw_style theme_casing(const draw_theme *theme, const draw_style *line) {
  draw_style casing = *line;
  casing.stroke.colour = casing.hatch.colour = theme->casing;
  casing.stroke.opacity = casing.hatch.opacity = 0.7;
  casing.stroke_mm += 0.3 * theme->scale;
  casing.hatch.width_mm += (casing.hatch.kind == HATCH_DOTS ? 0.11 : 0.22) * theme->scale;
  return casing;
}

draw_hatch theme_mark(const draw_theme *theme, size_t number) {
  static const draw_hatch_kind kinds[] = {HATCH_DOTS,  HATCH_RISING,  HATCH_LEVEL,
                                          HATCH_CROSS, HATCH_FALLING, HATCH_UPRIGHT};
  const size_t count = sizeof kinds / sizeof *kinds;
  if (number == 0)
    return (draw_hatch){.kind = HATCH_NONE};
  draw_hatch_kind kind = kinds[(number - 1) % count];
  double s = theme->scale, wider = 1 + 0.9 * (double)((number - 1) / count);
  return (draw_hatch){kind, 1.5 * wider * s, (kind == HATCH_DOTS ? 0.2 : 0.16) * s, theme->ink, 0.85};
}

draw_hatch theme_zoning(const draw_theme *theme, const char *zone_class, size_t number) {
  static const draw_hatch_kind kinds[] = {HATCH_RISING, HATCH_LEVEL, HATCH_DOTS, HATCH_CROSS, HATCH_UPRIGHT};
  double s = theme->scale;
  draw_hatch hatch = {HATCH_RISING, 1.15 * s, 0.17 * s, theme->ink, 0.85};
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
