/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/key.h"
#include <math.h>
#include <stdio.h>

#define LINE 1.3      /* from line to line, in ems */
#define NUMBER_MM 1.2 /* between number and name */
#define COLUMN_MM 3.5 /* between columns */

static draw_type name_type(const draw_theme *theme) {
  draw_type type = theme->small;
  type.colour = theme->ink;
  return type;
}

static draw_type number_type(const draw_theme *theme) {
  draw_type type = name_type(theme);
  type.face = FACE_BOLD;
  return type;
}

static double heading_height(const draw_theme *theme) {
  return 1.15 * theme->row;
}

void key_measure(key *k, const draw_theme *theme, draw_pen *pen) {
  const draw_type name = name_type(theme), number = number_type(theme);
  char digits[24];
  k->lines = (k->count + k->columns - 1) / k->columns;
  k->columns = (k->count + k->lines - 1) / k->lines;
  snprintf(digits, sizeof digits, "%zu", k->count);
  for (char *c = digits; *c; c++)
    *c = '8'; /* as wide as digits get */
  k->number_width = pen_width(pen, &number, digits);
  k->width = COLUMN_MM * theme->scale * (double)(k->columns - 1);
  for (size_t c = 0; c < k->columns; c++) {
    k->widths[c] = 0;
    for (size_t i = c * k->lines; i < k->count && i < (c + 1) * k->lines; i++)
      k->widths[c] = fmax(k->widths[c], pen_width(pen, &name, k->names[i]));
    k->width += k->number_width + NUMBER_MM * theme->scale + k->widths[c];
  }
  k->width = fmax(k->width, pen_width(pen, &theme->heading, k->heading));
  k->height = heading_height(theme) + LINE * name.size_mm * (double)k->lines;
}

void key_draw(const key *k, const draw_theme *theme, wijk_drawing *drawing, double x, double y) {
  const draw_type name = name_type(theme), number = number_type(theme);
  drawing_open(drawing, k->heading, NULL);
  drawing_text(drawing, x, y + theme->heading.size_mm, ANCHOR_START, &theme->heading, k->heading);
  y += heading_height(theme);
  for (size_t i = 0; i < k->count; i++) {
    if (i > 0 && i % k->lines == 0)
      x += k->number_width + (NUMBER_MM + COLUMN_MM) * theme->scale + k->widths[i / k->lines - 1];
    double base = y + name.size_mm * (1 + LINE * (double)(i % k->lines));
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", i + 1);
    drawing_text(drawing, x + k->number_width, base, ANCHOR_END, &number, digits);
    drawing_text(drawing, x + k->number_width + NUMBER_MM * theme->scale, base, ANCHOR_START, &name, k->names[i]);
  }
  drawing_close(drawing);
}
