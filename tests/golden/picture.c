/* SPDX-License-Identifier: EUPL-1.2 */
#include "picture.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int picture_read(const char *path, picture *p) {
  memset(p, 0, sizeof *p);
  p->image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_file(&p->image, path))
    return 0;
  p->image.format = PNG_FORMAT_RGB;
  p->pixels = malloc(PNG_IMAGE_SIZE(p->image));
  return p->pixels && png_image_finish_read(&p->image, NULL, p->pixels, 0, NULL);
}

void picture_write(const char *name, const char *kind, const picture *p, const png_byte *pixels) {
  char path[500];
  png_image image = p->image;
  snprintf(path, sizeof path, "%s-%s.png", name, kind);
  if (!png_image_write_to_file(&image, path, 0, pixels, 0, NULL))
    fprintf(stderr, "%s cannot be written\n", path);
}
