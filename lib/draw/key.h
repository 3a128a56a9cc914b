/* SPDX-License-Identifier: EUPL-1.2 */
/* The key to the numbers on a map: "1 Cool", in columns. */
#ifndef WIJK_DRAW_KEY_H
#define WIJK_DRAW_KEY_H

#include "draw/ends.h"
#include "draw/theme.h"

#define KEY_COLUMNS_MOST 8

typedef struct key {
  const char *heading;
  const char *const *names; /* that of number 1 first */
  size_t count, columns;
  size_t lines;                                  /* in each column but the last; from key_measure, as all below */
  double number_width, widths[KEY_COLUMNS_MOST]; /* of the numbers; of each column's names */
  double width, height;
} key;

/* Fewer columns where the last ones would stay empty. */
void key_measure(key *k, const draw_theme *theme, draw_pen *pen);
void key_draw(const key *k, const draw_theme *theme, wijk_drawing *drawing, double x, double y);

#endif
