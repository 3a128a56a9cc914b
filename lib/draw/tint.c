/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/tint.h"
#include <string.h>

wijk_status tint_compute(const wijk_palette *palette, bool reversed, size_t count, const wijk_theme *theme,
                         wijk_colour *colours, wijk_error *err) {
  bool turned = wijk_palette_sort(palette) == WIJK_PALETTE_SEQUENTIAL && wijk_theme_is_dark(theme);
  return wijk_palette_compute(palette, reversed != turned, count, colours, err);
}

wijk_status tint_compute_sides(const wijk_palette *palette, bool reversed, size_t below, bool neutral, size_t above,
                               const wijk_theme *theme, wijk_colour *colours, wijk_error *err) {
  if (!wijk_theme_is_dark(theme))
    return wijk_palette_compute_diverging(palette, reversed, below, neutral, above, colours, err);
  const size_t side = below > above ? below : above;
  wijk_colour all[2 * WIJK_CLASSES_MOST + 1];
  if (side > WIJK_CLASSES_MOST)
    return wijk_error_set(err, WIJK_USAGE, "%zu classes are too many for a palette with two sides", below + above);
  if (wijk_palette_compute_diverging(palette, reversed, side, neutral, side, all, err) != WIJK_OK)
    return err->status;
  for (size_t k = 0; k < below; k++) /* all[0] is the farthest below: it becomes the nearest */
    colours[below - 1 - k] = all[k];
  if (neutral)
    colours[below] = theme->colours[WIJK_THEME_NEUTRAL];
  for (size_t k = 0; k < above; k++)
    colours[below + neutral + k] = all[2 * side + neutral - 1 - k];
  return WIJK_OK;
}
