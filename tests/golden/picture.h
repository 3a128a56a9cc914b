/* SPDX-License-Identifier: EUPL-1.2 */
/* A PNG in memory, for the programs that compare two of them. */
#ifndef WIJK_TESTS_PICTURE_H
#define WIJK_TESTS_PICTURE_H

#include <png.h>

typedef struct picture {
  png_image image;
  png_bytep pixels; /* RGB */
} picture;

/* 0 when there is none; `pixels` is to be freed. */
int picture_read(const char *path, picture *p);
/* NAME-KIND.png, of the size of `p`. */
void picture_write(const char *name, const char *kind, const picture *p, const png_byte *pixels);

#endif
