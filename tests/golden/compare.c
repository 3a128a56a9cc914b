/* SPDX-License-Identifier: EUPL-1.2 */
/* Compares two PNGs and leaves what differs side by side.
 *
 * Tolerance: at most 1 pixel in 400 may differ by more than 32 of 255 in any channel. That lets a new version of a
 * library smooth edges another way, and catches a label that moves by two pixels or a class that changes colour. */
#include "picture.h"
#include <stdio.h>
#include <stdlib.h>

#define CHANNEL_OFF_MOST 32
#define PIXELS_PER_FAULT 400

/* Where pixels differ the difference is red on a pale copy of what was expected. Returns how many are too far off. */
static size_t difference(const picture *actual, const picture *expected, png_bytep out) {
  size_t count = (size_t)actual->image.width * actual->image.height, faults = 0;
  for (size_t i = 0; i < 3 * count; i += 3) {
    int most = 0;
    for (size_t c = i; c < i + 3; c++) {
      int off = abs((int)actual->pixels[c] - (int)expected->pixels[c]);
      most = off > most ? off : most;
      out[c] = (png_byte)(192 + expected->pixels[c] / 4);
    }
    if (most > CHANNEL_OFF_MOST) {
      faults++;
      out[i] = 255;
      out[i + 1] = out[i + 2] = 0;
    }
  }
  return faults;
}

/* 0 when the map is as expected; else leaves actual, expected and difference side by side. */
static int compare(const picture *actual, const picture *expected, png_bytep out, const char *name) {
  size_t count = (size_t)actual->image.width * actual->image.height, faults = count;
  int same_size = actual->image.width == expected->image.width && actual->image.height == expected->image.height;
  if (same_size)
    faults = difference(actual, expected, out);
  if (same_size && faults <= count / PIXELS_PER_FAULT)
    return 0;
  picture_write(name, "actual", actual, actual->pixels);
  picture_write(name, "expected", expected, expected->pixels);
  if (same_size)
    picture_write(name, "difference", actual, out);
  fprintf(stderr, "%s: %zu of %zu pixels differ%s; see %s-actual.png, -expected.png and -difference.png\n", name,
          faults, count, same_size ? "" : ", and so does the size", name);
  return 1;
}

int main(int argc, char **argv) {
  picture actual = {0}, expected = {0};
  int result = 2;
  if (argc != 4 || !picture_read(argv[1], &actual)) {
    fprintf(stderr, "usage: golden-compare ACTUAL EXPECTED NAME\n");
  } else if (!picture_read(argv[2], &expected)) {
    fprintf(stderr, "%s: there is no expected map %s\n", argv[3], argv[2]);
    result = 1;
  } else {
    png_bytep out = malloc(PNG_IMAGE_SIZE(actual.image));
    if (out)
      result = compare(&actual, &expected, out, argv[3]);
    free(out);
  }
  free(actual.pixels);
  free(expected.pixels);
  return result;
}
