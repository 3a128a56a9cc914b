/* SPDX-License-Identifier: EUPL-1.2 */
/* The drawing list: what stands on a page, in the order in which it is painted. Plain values in millimetres, from the
 * upper left corner, y downward. Three ends read it: PNG, PDF and SVG; none of them decides anything.
 *
 * As with wijk_text, builders add first and check once: after a failure further additions do nothing. */
#ifndef WIJK_DRAW_LIST_H
#define WIJK_DRAW_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <wijk/arena.h>
#include <wijk/theme.h>

typedef struct draw_ink {
  bool on;
  wijk_colour colour;
  double opacity; /* 0 to 1 */
} draw_ink;

typedef enum draw_hatch_kind {
  HATCH_NONE,
  HATCH_RISING,  /* / */
  HATCH_FALLING, /* \ */
  HATCH_CROSS,
  HATCH_LEVEL,
  HATCH_UPRIGHT,
  HATCH_DOTS,
  HATCH_KIND_COUNT
} draw_hatch_kind;

/* Lines on one grid for the whole page, so that neighbours with one hatch look like one area. */
typedef struct draw_hatch {
  draw_hatch_kind kind;
  double spacing_mm, width_mm;
  wijk_colour colour;
  double opacity;
} draw_hatch;

typedef struct draw_style {
  draw_ink fill; /* even-odd */
  draw_hatch hatch;
  draw_ink stroke;
  double stroke_mm;
} draw_style;

typedef enum draw_face { FACE_REGULAR, FACE_BOLD, FACE_ITALIC, FACE_COUNT } draw_face;
typedef enum draw_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END } draw_anchor;

typedef struct draw_type {
  draw_face face;
  double size_mm; /* of the em */
  wijk_colour colour;
  double halo_mm; /* 0 = none */
  wijk_colour halo;
} draw_type;

typedef struct draw_box {
  double x, y, width, height;
} draw_box;

typedef enum draw_kind {
  DRAW_OPEN, /* a group: title for people who cannot see it, clip where its width is above 0 */
  DRAW_CLOSE,
  DRAW_PATH,
  DRAW_TEXT
} draw_kind;

typedef struct draw_item {
  draw_kind kind;
  const char *title; /* OPEN, PATH: what it is, or NULL; TEXT: the words */
  draw_box clip;
  size_t first_run, run_count; /* PATH */
  draw_style style;
  double x, y; /* TEXT: where its base line is anchored */
  draw_anchor anchor;
  draw_type type;
} draw_item;

typedef struct draw_run {
  size_t first, count; /* points */
  bool closed;
} draw_run;

struct wijk_drawing {
  wijk_arena *arena;
  double width_mm, height_mm;
  const wijk_theme *theme; /* whose paper it stands on, and whose letters it is set in */
  const char *title, *description, *language;
  draw_item *items;
  draw_run *runs;
  double *x, *y;
  size_t item_count, item_capacity, run_count, run_capacity, point_count, point_capacity;
  size_t path_start; /* first run not painted yet */
  wijk_error failure;
};

/* NULL when there is no memory. Texts are copied, here and below. */
wijk_drawing *drawing_new(wijk_arena *arena, const wijk_theme *theme, double width_mm, double height_mm,
                          wijk_error *err);
void drawing_open(wijk_drawing *drawing, const char *title, const draw_box *clip); /* both may be NULL */
void drawing_close(wijk_drawing *drawing);

/* A path is built run by run, then painted, which ends it. */
void drawing_move(wijk_drawing *drawing, double x, double y);
void drawing_line(wijk_drawing *drawing, double x, double y);
void drawing_join(wijk_drawing *drawing); /* closes the run */
void drawing_box(wijk_drawing *drawing, draw_box box);
void drawing_circle(wijk_drawing *drawing, double x, double y, double radius);
void drawing_paint(wijk_drawing *drawing, const draw_style *style, const char *title);

void drawing_text(wijk_drawing *drawing, double x, double y, draw_anchor anchor, const draw_type *type,
                  const char *words);
wijk_status drawing_check(const wijk_drawing *drawing, wijk_error *err);

draw_ink ink_of(wijk_colour colour);
/* `over` at an opacity on `ground`, as the ends mix them (theme_check.c). */
wijk_colour colour_over(wijk_colour over, double opacity, wijk_colour ground);
/* The opacity of every halo. */
#define HALO_OPACITY 0.9

#endif
