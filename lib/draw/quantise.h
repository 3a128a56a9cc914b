/* SPDX-License-Identifier: EUPL-1.2 */
/* A drawing has a few dozen colours and, where edges are smoothed, thousands of mixtures of them. 256 say it all: the
 * frequent ones as they are, and no mixture further off than the eye sees. */
#ifndef WIJK_DRAW_QUANTISE_H
#define WIJK_DRAW_QUANTISE_H

#include "draw/ends.h"

typedef struct draw_palette {
  uint32_t colours[256]; /* 0xffRRGGBB */
  size_t count;
} draw_palette;

/* How far a channel of a mixture may be off, of 255. Colours of 1 pixel in 500 or more are never off. */
#define QUANTISE_OFF_MOST 16

/* Fills `palette` and `places[width * height]`. `*possible` is false, and neither is to be used, where the image has
 * too many colours for that. Exact where it has 256 or fewer. Same image, same palette. WIJK_MEMORY. */
wijk_status image_quantise(const draw_image *image, draw_palette *palette, uint8_t *places, bool *possible,
                           wijk_error *err);

#endif
