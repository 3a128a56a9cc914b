/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a drawing list goes: a pen that knows the letters, pixels, and the three kinds of file. */
#ifndef WIJK_DRAW_ENDS_H
#define WIJK_DRAW_ENDS_H

#include "draw/list.h"
#include <stdint.h>
#include <wijk/text.h>

/* Letters and ink (cairo.c). One font family from our own font configuration: widths, and so the whole layout, do
 * not depend on the machine's fonts. WIJK_IO with the package's name when it is not there. Not for two threads. */
typedef struct draw_pen draw_pen;
draw_pen *pen_open(const wijk_theme *theme, wijk_error *err);
void pen_close(draw_pen *pen);
/* Width of one line of words in mm. */
double pen_width(draw_pen *pen, const draw_type *type, const char *words);
/* The same in ems: what who splits words is given to measure with (a pen_letters as its context). */
typedef struct pen_letters {
  draw_pen *pen;
  draw_type type;
} pen_letters;
double pen_width_em(void *letters, const char *words);

/* 32-bit pixels, 0xffRRGGBB, row by row, no gaps. */
typedef struct draw_image {
  size_t width, height;
  uint32_t *pixels;
} draw_image;
/* The drawing on its paper at `width` by `height` pixels, on `threads` threads, 0 = all; the pixels live in `arena`. */
wijk_status pen_image(draw_pen *pen, const wijk_drawing *drawing, size_t width, size_t height, int threads,
                      wijk_arena *arena, draw_image *image, wijk_error *err);
/* A document of one page (pdf.c). */
wijk_status drawing_pdf(const wijk_drawing *drawing, const char *provenance, const char *date, wijk_text *bytes,
                        wijk_error *err);

/* With a palette when 256 colours suffice; dpi, title, description and provenance as text (png.c). */
wijk_status image_png(const draw_image *image, const wijk_drawing *drawing, double dpi, const char *provenance,
                      wijk_text *bytes, wijk_error *err);

/* Real text, titles and descriptions (svg.c). */
wijk_status drawing_svg(const wijk_drawing *drawing, const char *provenance, wijk_text *bytes, wijk_error *err);

#endif
