/* SPDX-License-Identifier: EUPL-1.2 */
/* What a map looks like apart from its data: colours, palettes, and letters. Two themes are built in; a municipality
 * may bring its own. */
#ifndef WIJK_THEME_H
#define WIJK_THEME_H

#include <wijk/draw.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The one list of colours: name in C, name in a theme file, what it is for. */
#define WIJK_THEME_COLOUR_LIST(X)                                                                                      \
  X(PAPER, "paper", "the page, and frames on it")                                                                      \
  X(INK, "ink", "titles, names of zones, legend, edges of symbols")                                                    \
  X(QUIET, "quiet", "subtitle, notes and sources")                                                                     \
  X(HALO, "halo", "behind names, and about symbols and leaders, so that they stand out on any class")                  \
  X(ACCENT, "accent", "what a drawing wants seen first, as proposals and flows")                                       \
  X(SECOND, "second", "what stands beside the accent in one drawing")                                                  \
  X(NO_DATA, "no_data", "zones without data")                                                                          \
  X(NO_DATA_LINES, "no_data_lines", "their hatching")                                                                  \
  X(WATER, "water", "zones of water")                                                                                  \
  X(WATER_LINES, "water_lines", "their hatching")                                                                      \
  X(ELSEWHERE, "elsewhere", "zones that another frame of the page shows")                                              \
  X(BORDER, "border", "borders between zones of light colours")                                                        \
  X(BORDER_ON_DARK, "border_on_dark", "borders between zones of dark colours")                                         \
  X(EDGE, "edge", "the border of all zones together, and of swatches and frames")                                      \
  X(NEUTRAL, "neutral", "the class about the midpoint, on dark paper")

typedef enum wijk_theme_colour {
#define WIJK_THEME_NAME(name, word, help) WIJK_THEME_##name,
  WIJK_THEME_COLOUR_LIST(WIJK_THEME_NAME)
#undef WIJK_THEME_NAME
      WIJK_THEME_COLOURS
} wijk_theme_colour;

/* The colour of the symbols of one form. */
typedef struct wijk_theme_form {
  const char *name;
  wijk_colour colour;
} wijk_theme_form;

#define WIJK_THEME_FACES 3 /* regular, bold, italic */

typedef struct wijk_theme {
  wijk_colour colours[WIJK_THEME_COLOURS];
  /* names of palettes, used where the map asks for none */
  const char *sequential, *diverging, *categorical;
  const wijk_theme_form *forms; /* of symbols; others keep the colours of the built-in themes */
  size_t form_count;
  const char *font_family;                  /* as installed on the machine; NULL = Open Sans */
  const char *font_files[WIJK_THEME_FACES]; /* else files: the first at least; NULL for others = as the first */
} wijk_theme;

/* "light" or "dark"; NULL for any other name. NULL for a theme means the light one everywhere. */
const wijk_theme *wijk_theme_find(const char *name);
/* "paper"; NULL beyond the last. */
const char *wijk_theme_colour_name(size_t colour);
/* Whether the ink is lighter than the paper. Low classes are then dark and high ones light: low stays near the ground
 * and much stands out, as on light paper. */
bool wijk_theme_is_dark(const wijk_theme *theme);

/* Whether the letters of a theme are there: WIJK_USAGE for a family that is not installed and for a file that is no
 * font; WIJK_IO when Open Sans, which lends the letters that a font lacks, is not. */
wijk_status wijk_theme_find_font(const wijk_theme *theme, wijk_error *err);

/* A colour that is not seen well enough on what it stands on. */
typedef struct wijk_theme_fault {
  const char *what, *on; /* names of colours */
  double contrast, least;
  bool text; /* must be read, not only seen */
} wijk_theme_fault;
#define WIJK_THEME_FAULTS_MOST 10

/* Level AA of WCAG 2.1: 4.5 for text on paper and, through its halo, on any class; 3 for what is drawn, where nothing
 * about it helps. The number of faults, texts first. */
size_t wijk_theme_check(const wijk_theme *theme, wijk_theme_fault faults[WIJK_THEME_FAULTS_MOST]);

#ifdef __cplusplus
}
#endif
#endif
