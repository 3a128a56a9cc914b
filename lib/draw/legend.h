/* SPDX-License-Identifier: EUPL-1.2 */
/* The legend as blocks that can be measured, placed anywhere and drawn. */
#ifndef WIJK_DRAW_LEGEND_H
#define WIJK_DRAW_LEGEND_H

#include "draw/ends.h"
#include "draw/symbol.h"

#define LEGEND_COUNTS_MOST 4

typedef struct legend_row {
  enum { SWATCH_AREA, SWATCH_SYMBOL, SWATCH_LINE, SWATCH_ARROW, SWATCH_PIN } swatch;
  draw_style style; /* AREA, LINE */
  draw_style under; /* LINE: its casing */
  double width_mm;  /* ARROW */
  const char *mark; /* PIN: its number, or NULL */
  symbol_shape shape;
  wijk_colour colour;
  bool filled;
  double area_mm2;
  const char *label;
  const char *counts[LEGEND_COUNTS_MOST]; /* at the right; NULL = no more */
} legend_row;

#define LEGEND_ROWS_MOST (WIJK_CLASSES_MOST + 8)
#define LEGEND_NOTE_LINES 3

typedef struct legend_block {
  const char *heading;
  const char *count_headings[LEGEND_COUNTS_MOST];
  size_t count_columns;
  const char *notes[LEGEND_NOTE_LINES]; /* small, below; NULL = no more */
  legend_row rows[LEGEND_ROWS_MOST];
  size_t row_count;
  double scale_m, scale_mm; /* a scale bar of so many metres when scale_mm > 0 */
  const char *scale_label;
  bool north;
  double kept_width, kept_height;  /* room for what is drawn by others, where width > 0 */
  double width, height;            /* from legend_measure */
  double label_width, count_width; /* the latter of one column */
} legend_block;

void legend_measure(legend_block *block, const draw_theme *theme, draw_pen *pen);
void legend_draw(const legend_block *block, const draw_theme *theme, wijk_drawing *drawing, double x, double y);

#endif
