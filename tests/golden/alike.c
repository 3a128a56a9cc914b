/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether two pictures of one page, painted by two programs, show the same.
 *
 * Painters smooth edges, place hairlines and repeat hatches each in their own way; what they may not differ in is how
 * dark and of what colour each part of the page is. So means of squares are compared, in all channels, of two sizes: in
 * small ones a word that moves by a millimetre shows; large ones hold some periods of the widest hatch, so that
 * painters come close to each other and a faint hatch that is not there shows too.
 *
 * OTHER may have a whole multiple of the pixels of ONE: some painters move letters to whole pixels. DPI is that of ONE.
 */
#include "picture.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct scale {
  double side_mm;
  double off_most; /* of 255 */
} scale;

static const scale scales[] = {{5, 12}, {15, 4.5}};
#define SCALE_COUNT (sizeof scales / sizeof *scales)

typedef struct sums {
  size_t width, height;
  uint64_t *values; /* of all pixels above and left, 3 channels, with a row and column of nought */
} sums;

/* Of squares of `times` by `times` pixels of the picture. */
static int sums_make(const picture *p, size_t times, sums *s) {
  size_t width = p->image.width / times, height = p->image.height / times, row = 3 * (width + 1);
  *s = (sums){width, height, calloc(row * (height + 1), sizeof *s->values)};
  for (size_t y = 0; s->values && y < height * times; y++)
    for (size_t x = 0; x < 3 * width * times; x++)
      s->values[(y / times + 1) * row + 3 * (x / 3 / times + 1) + x % 3] += p->pixels[y * 3 * p->image.width + x];
  for (size_t y = 1; s->values && y <= height; y++)
    for (size_t i = y * row + 3; i < (y + 1) * row; i++)
      s->values[i] += s->values[i - 3] + s->values[i - row] - s->values[i - row - 3];
  return s->values != NULL;
}

/* Of channel `c` in the square of `side` pixels at (x, y). */
static double sum(const sums *s, size_t x, size_t y, size_t side, size_t c) {
  size_t row = 3 * (s->width + 1);
  const uint64_t *at = s->values + y * row + 3 * x + c;
  return (double)(at[side * row + 3 * side] + at[0] - at[side * row] - at[3 * side]);
}

/* The most that the mean of any channel of a square differs; the other picture has `times` the pixels either way. */
static double off(const sums *a, const sums *b, size_t x, size_t y, size_t side, size_t times) {
  double most = 0, pixels = (double)(side * side);
  for (size_t c = 0; c < 3; c++) {
    double d = (sum(a, x, y, side, c) - sum(b, x, y, side, c) / (double)(times * times)) / pixels;
    d = d < 0 ? -d : d;
    most = d > most ? d : most;
  }
  return most;
}

/* The worst square of the page by `measure`, and where. */
typedef struct worst {
  double off;
  size_t x, y;
} worst;

static worst find_worst(const sums *a, const sums *b, size_t side, size_t times) {
  worst w = {0};
  for (size_t y = 0; y + side <= a->height; y += side / 4)
    for (size_t x = 0; x + side <= a->width; x += side / 4) {
      double value = off(a, b, x, y, side, times);
      if (value > w.off)
        w = (worst){value, x, y};
    }
  return w;
}

static void report(const char *name, const picture *a, const picture *b, const worst *w, const scale *s, double dpi) {
  picture_write(name, "one", a, a->pixels);
  picture_write(name, "other", b, b->pixels);
  fprintf(stderr,
          "%s: %.0f mm at %.0f, %.0f mm from the upper left are %.1f of 255 off; see %s-one.png and -other.png\n", name,
          s->side_mm, (double)w->x * 25.4 / dpi, (double)w->y * 25.4 / dpi, w->off, name);
}

static int compare(const picture *a, const picture *b, const char *name, double dpi) {
  sums one = {0}, other = {0};
  size_t times = b->image.width / a->image.width;
  int result = 2;
  if (times == 0 || b->image.width != times * a->image.width || b->image.height != times * a->image.height) {
    fprintf(stderr, "%s: %u by %u pixels and %u by %u\n", name, a->image.width, a->image.height, b->image.width,
            b->image.height);
    return 1;
  }
  if (sums_make(a, 1, &one) && sums_make(b, times, &other)) {
    result = 0;
    for (size_t i = 0; i < SCALE_COUNT; i++) {
      worst w = find_worst(&one, &other, (size_t)(scales[i].side_mm * dpi / 25.4), times);
      printf("%s: means of %.0f mm are at most %.1f of 255 off\n", name, scales[i].side_mm, w.off);
      if (w.off > scales[i].off_most && result == 0) {
        report(name, a, b, &w, &scales[i], dpi);
        result = 1;
      }
    }
  }
  free(one.values);
  free(other.values);
  return result;
}

int main(int argc, char **argv) {
  picture a = {0}, b = {0};
  int result = 2;
  if (argc != 5 || !picture_read(argv[1], &a) || !picture_read(argv[2], &b))
    fprintf(stderr, "usage: golden-alike ONE OTHER NAME DPI\n");
  else
    result = compare(&a, &b, argv[3], (double)strtol(argv[4], NULL, 10));
  free(a.pixels);
  free(b.pixels);
  return result;
}
