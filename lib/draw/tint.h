/* SPDX-License-Identifier: EUPL-1.2 */
/* The colours of a palette on the paper of a theme: as their makers gave them on light paper; on dark paper so that
 * what is little lies near the ground there too and what is much stands out. */
#ifndef WIJK_DRAW_TINT_H
#define WIJK_DRAW_TINT_H

#include <wijk/theme.h>

/* From low to high: on dark paper a sequential palette goes from dark to light. */
wijk_status tint_compute(const wijk_palette *palette, bool reversed, size_t count, const wijk_theme *theme,
                         wijk_colour *colours, wijk_error *err);
/* Under and over a midpoint, as wijk_palette_compute_diverging: on dark paper what is near the middle is dark, what is
 * far from it light, and the middle itself the theme's neutral colour. */
wijk_status tint_compute_sides(const wijk_palette *palette, bool reversed, size_t below, bool neutral, size_t above,
                               const wijk_theme *theme, wijk_colour *colours, wijk_error *err);

#endif
