/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether what a theme puts on what can be read and seen. */
#include "draw/list.h"
#include <math.h>

#define TEXT 4.5
#define DRAWN 3.0

static const struct {
  wijk_theme_colour what, on;
  double least;
} pairs[] = {
    {WIJK_THEME_INK, WIJK_THEME_PAPER, TEXT},          {WIJK_THEME_QUIET, WIJK_THEME_PAPER, TEXT},
    {WIJK_THEME_INK, WIJK_THEME_HALO, TEXT},           {WIJK_THEME_ACCENT, WIJK_THEME_PAPER, DRAWN},
    {WIJK_THEME_SECOND, WIJK_THEME_PAPER, DRAWN},      {WIJK_THEME_NO_DATA_LINES, WIJK_THEME_NO_DATA, DRAWN},
    {WIJK_THEME_WATER_LINES, WIJK_THEME_WATER, DRAWN}, {WIJK_THEME_EDGE, WIJK_THEME_PAPER, DRAWN},
};
#define PAIR_COUNT (sizeof pairs / sizeof *pairs)

/* `over` at an opacity on `ground`, as sRGB values are mixed. */
wijk_colour colour_over(wijk_colour over, double opacity, wijk_colour ground) {
  return (wijk_colour){(unsigned char)lround(opacity * over.red + (1 - opacity) * ground.red),
                       (unsigned char)lround(opacity * over.green + (1 - opacity) * ground.green),
                       (unsigned char)lround(opacity * over.blue + (1 - opacity) * ground.blue)};
}

/* Through a halo the ground shines: black and white are the worst there are. */
static double contrast_of(const wijk_theme *theme, wijk_theme_colour what, wijk_theme_colour on) {
  const wijk_colour colour = theme->colours[what], ground = theme->colours[on];
  if (on != WIJK_THEME_HALO)
    return wijk_colour_contrast(colour, ground);
  const wijk_colour on_black = colour_over(ground, HALO_OPACITY, (wijk_colour){0, 0, 0});
  const wijk_colour on_white = colour_over(ground, HALO_OPACITY, (wijk_colour){255, 255, 255});
  return fmin(wijk_colour_contrast(colour, on_black), wijk_colour_contrast(colour, on_white));
}

/* On the grey where neither of the two borders is seen well. */
static double border_contrast(const wijk_theme *theme) {
  double least = HUGE_VAL;
  for (int step = 0; step < 256; step++) {
    const wijk_colour grey = {(unsigned char)step, (unsigned char)step, (unsigned char)step};
    double one = wijk_colour_contrast(theme->colours[WIJK_THEME_BORDER], grey);
    least = fmin(least, fmax(one, wijk_colour_contrast(theme->colours[WIJK_THEME_BORDER_ON_DARK], grey)));
  }
  return least;
}

size_t wijk_theme_check(const wijk_theme *theme, wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST]) {
  size_t count = 0;
  for (size_t i = 0; i < PAIR_COUNT; i++) {
    double contrast = contrast_of(theme, pairs[i].what, pairs[i].on);
    if (contrast < pairs[i].least)
      faults[count++] = (wijk_theme_fault){wijk_theme_colour_name(pairs[i].what), wijk_theme_colour_name(pairs[i].on),
                                           contrast, pairs[i].least, pairs[i].least >= TEXT};
  }
  double border = border_contrast(theme);
  if (border < DRAWN)
    faults[count++] = (wijk_theme_fault){"border", "border_on_dark", border, DRAWN, false};
  return count;
}
