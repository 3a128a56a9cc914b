/* SPDX-License-Identifier: EUPL-1.2 */
/* The files that letters come from: those of the theme, and Open Sans for what they lack. A configuration of our own
 * holds them and nothing else of the machine, so that the same files give the same bytes everywhere. */
#ifndef WIJK_DRAW_FONTS_H
#define WIJK_DRAW_FONTS_H

#include "draw/list.h"
#include <fontconfig/fontconfig.h>
#include <wijk/text.h>

typedef struct fonts {
  FcConfig *config;
  const FcPattern
      *faces[FACE_COUNT]; /* of a theme with letters of its own, as the config holds them; NULL = Open Sans */
} fonts;

/* Errors as wijk_theme_find_font. To be closed whatever the status. */
wijk_status fonts_open(const wijk_theme *theme, fonts *result, wijk_error *err);
void fonts_close(fonts *closed);
/* What the theme's letters are called, for those who bring them themselves. */
wijk_status fonts_name(const wijk_theme *theme, wijk_text *name, wijk_error *err);

#endif
