/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawing: classes and palettes, and a page with its two ends (cairo for PNG and PDF, our own writer for SVG). */
#ifndef WIJK_DRAW_H
#define WIJK_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- classes ---- */

typedef enum wijk_class_method {
  WIJK_CLASSES_QUANTILE,  /* equal numbers of members, as near as ties allow */
  WIJK_CLASSES_EQUAL,     /* equal widths */
  WIJK_CLASSES_FISHER,    /* exact natural breaks (Fisher 1958) */
  WIJK_CLASSES_PRETTY,    /* multiples of a round step */
  WIJK_CLASSES_DEVIATION, /* standard deviations (n - 1) about the mean; an odd number has a class about the mean */
  WIJK_CLASSES_FIXED
} wijk_class_method;

/* "fisher", "quantile", "equal", "pretty", "stddev", "fixed"; false for any other word. */
bool wijk_class_method_find(const char *name, wijk_class_method *method);

#define WIJK_CLASSES_MOST 32

/* Class k holds breaks[k] <= v < breaks[k+1], the last one its upper limit too. Ties never make double breaks: there
 * may be fewer classes than asked for, never an empty one, unless the breaks were fixed by the caller. Breaks ascend;
 * only where all values are one are the two limits of its class the same. */
typedef struct wijk_classes {
  size_t count;
  double breaks[WIJK_CLASSES_MOST + 1];
  size_t members[WIJK_CLASSES_MOST];
  size_t missing; /* NaN */
} wijk_classes;

/* Breaks are round numbers wherever one lies between two neighbouring values: no member changes class by rounding.
 * Whole values get whole breaks. No value at all gives no class. `fixed[fixed_count]` is read for WIJK_CLASSES_FIXED
 * only: all limits, the outermost too. WIJK_USAGE for breaks that do not ascend or do not hold all values and for a
 * number of classes outside 1..WIJK_CLASSES_MOST; WIJK_DATA for an infinite value. O(n log n). */
wijk_status wijk_classes_compute(const double *values, size_t value_count, wijk_class_method method, size_t class_count,
                                 const double *fixed, size_t fixed_count, wijk_classes *classes, wijk_error *err);
/* Class of a value, -1 for NaN or outside. */
int wijk_classes_find(const wijk_classes *classes, double value);

/* ---- palettes ---- */

typedef enum wijk_palette_kind {
  WIJK_PALETTE_SEQUENTIAL,
  WIJK_PALETTE_DIVERGING,
  WIJK_PALETTE_CATEGORICAL
} wijk_palette_kind;

typedef struct wijk_colour {
  unsigned char red, green, blue;
} wijk_colour; /* sRGB */

typedef struct wijk_palette wijk_palette;

/* By the name its makers gave it, without regard to case ("YlOrBr", "viridis", "OkabeIto"); NULL when there is none.
 * A name followed by "-r" is the same palette turned round. */
const wijk_palette *wijk_palette_find(const char *name, bool *reversed);
/* All of them, in the order of the manual: 0, 1, … until NULL. */
const wijk_palette *wijk_palette_at(size_t number);
const char *wijk_palette_name(const wijk_palette *palette);
wijk_palette_kind wijk_palette_sort(const wijk_palette *palette);
/* How many classes it was made for. */
size_t wijk_palette_most(const wijk_palette *palette);

/* `count` colours from low to high (light to dark for sequential ones). WIJK_USAGE when the palette has fewer. */
wijk_status wijk_palette_compute(const wijk_palette *palette, bool reversed, size_t count, wijk_colour *colours,
                                 wijk_error *err);
/* `below` colours under a midpoint and `above` over it, as strong as they are far from it; with `neutral` one for
 * the class about the midpoint between them. */
wijk_status wijk_palette_compute_diverging(const wijk_palette *palette, bool reversed, size_t below, bool neutral,
                                           size_t above, wijk_colour *colours, wijk_error *err);

/* How people see a colour. */
typedef enum wijk_sight {
  WIJK_SIGHT_NORMAL,
  WIJK_SIGHT_PROTAN,
  WIJK_SIGHT_DEUTAN,
  WIJK_SIGHT_TRITAN, /* full severity; Machado, Oliveira and Fernandes 2009 */
  WIJK_SIGHT_GREY,   /* a photocopy: lightness only */
  WIJK_SIGHT_COUNT
} wijk_sight;
wijk_colour wijk_colour_see(wijk_colour colour, wijk_sight sight);
/* Relative luminance, 0 to 1, and contrast, 1 to 21, as in WCAG 2.1 (W3C 2018): AA wants 4.5 of texts and 3 of what is
 * drawn. */
double wijk_colour_luminance(wijk_colour colour);
double wijk_colour_contrast(wijk_colour a, wijk_colour b);
/* Distance in CIELAB (D65, CIE76). About 2.3 is just noticeable side by side. */
double wijk_colour_distance(wijk_colour a, wijk_colour b);
/* The smallest distance between any two of `count` colours seen so. */
double wijk_colours_distance(const wijk_colour *colours, size_t count, wijk_sight sight);
/* Whether every two stay apart (WIJK_COLOURS_APART or more) for every sight; else classes need marks beside colour. */
#define WIJK_COLOURS_APART 6.0
bool wijk_colours_survive(const wijk_colour *colours, size_t count);

/* ---- a drawing ---- */

typedef struct wijk_drawing wijk_drawing; /* what stands on a page, in millimetres; lives in its arena */

typedef enum wijk_drawing_format { WIJK_DRAWING_PNG, WIJK_DRAWING_PDF, WIJK_DRAWING_SVG } wijk_drawing_format;
/* By extension; false for any other. */
bool wijk_drawing_format_find(const char *path, wijk_drawing_format *format);
/* The bytes of a file, in `arena`. `dpi` is for PNG; `provenance` travels inside; `date` is the PDF's, or NULL.
 * Same drawing, same bytes, on any number of `threads` (0 = all). WIJK_USAGE beyond 32,767 pixels either way. */
wijk_status wijk_drawing_write(const wijk_drawing *drawing, wijk_drawing_format format, double dpi,
                               const char *provenance, const char *date, int threads, wijk_arena *arena,
                               const char **bytes, size_t *length, wijk_error *err);

/* ---- a document of several pages ---- */

/* Takes the next bytes of the document; false when it cannot. */
typedef bool (*wijk_document_sink)(void *context, const void *bytes, size_t length);
typedef struct wijk_document_about {
  const char *title, *subject, *provenance;
  const char *date;               /* NULL = none */
  const struct wijk_theme *theme; /* whose letters the pages are set in; NULL = light */
} wijk_document_about;

/* A PDF whose pages go to `sink` one by one: memory is that of a page and the letters used. NULL with WIJK_MEMORY, or
 * WIJK_IO when the font is not installed. */
typedef struct wijk_document wijk_document;
wijk_document *wijk_document_open(const wijk_document_about *about, wijk_document_sink sink, void *context,
                                  wijk_error *err);
/* A page of the drawing's size, with a bookmark where that is not NULL. */
wijk_status wijk_document_add(wijk_document *document, const wijk_drawing *drawing, const char *bookmark,
                              wijk_error *err);
/* Frees it whatever happened. WIJK_IO when the sink refused. NULL is fine. */
wijk_status wijk_document_close(wijk_document *document, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
