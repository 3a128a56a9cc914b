/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/legend.h"
#include "draw/flows.h"
#include "draw/proposals.h"
#include <math.h>

#define SCALE_BAR_MM 1.3
#define NORTH_MM 9.0

#define ARROW_LONG_MM 10.0

/* The head of a pin is smaller here, so that a list of them is no longer than other lists. */
static double pin_mm(const draw_theme *theme) {
  return 0.88 * proposal_head_mm(theme);
}

static double row_height(const legend_row *row, const draw_theme *theme) {
  if (row->swatch == SWATCH_ARROW)
    return fmax(theme->row, row->width_mm + 2 * flow_style(theme, row->width_mm).barb_mm + 0.6 * theme->scale);
  if (row->swatch == SWATCH_PIN)
    return fmax(theme->row, 2.65 * pin_mm(theme));
  return row->swatch == SWATCH_SYMBOL ? fmax(theme->row, 1.25 * sqrt(row->area_mm2) + 0.8 * theme->scale) : theme->row;
}

/* Swatches of one block share a width: that of the widest symbol where those are larger. */
static double swatch_width(const legend_block *block, const draw_theme *theme) {
  double width = 0;
  for (size_t i = 0; i < block->row_count; i++) {
    const legend_row *row = &block->rows[i];
    width = fmax(width, row->swatch == SWATCH_SYMBOL  ? fmax(4 * theme->scale, 1.35 * sqrt(row->area_mm2))
                        : row->swatch == SWATCH_ARROW ? ARROW_LONG_MM * theme->scale
                        : row->swatch == SWATCH_PIN   ? 2 * pin_mm(theme)
                                                      : theme->swatch_width);
  }
  return width;
}

static double north_room(const legend_block *block, const draw_theme *theme) {
  return block->north ? NORTH_MM * theme->scale : 0;
}

static double count_step(const legend_block *block, const draw_theme *theme) {
  return block->count_width + 2.7 * theme->scale;
}

/* Counts or their headings, the last at the right edge. */
static void draw_counts(const legend_block *block, const draw_theme *theme, wijk_drawing *drawing, double right,
                        double base, const draw_type *type, const char *const *counts) {
  for (size_t c = 0; c < block->count_columns && counts[c]; c++)
    drawing_text(drawing, right - count_step(block, theme) * (double)(block->count_columns - 1 - c), base, ANCHOR_END,
                 type, counts[c]);
}

void legend_measure(legend_block *block, const draw_theme *theme, draw_pen *pen) {
  if (block->kept_width > 0) {
    block->width = block->kept_width;
    block->height = block->kept_height;
    return;
  }
  block->label_width = block->count_width = 0;
  block->height = block->heading ? theme->row * 1.15 : 0;
  for (size_t i = 0; i < block->row_count; i++) {
    const legend_row *row = &block->rows[i];
    block->label_width = fmax(block->label_width, pen_width(pen, &theme->body, row->label));
    for (size_t c = 0; c < block->count_columns && row->counts[c]; c++)
      block->count_width = fmax(block->count_width, pen_width(pen, &theme->body, row->counts[c]));
    block->height += row_height(row, theme);
  }
  double between = 1.8 * theme->scale, indent = swatch_width(block, theme) + between;
  double counts = block->count_width > 0 ? count_step(block, theme) * (double)block->count_columns + between : 0;
  block->width = block->row_count ? indent + block->label_width + counts : 0;
  double heading = block->heading ? pen_width(pen, &theme->heading, block->heading) : 0;
  for (size_t c = 0; c < block->count_columns && block->count_headings[c]; c++)
    heading += c + 1 < block->count_columns ? count_step(block, theme)
                                            : pen_width(pen, &theme->small, block->count_headings[c]) + 2 * between;
  block->width = fmax(block->width, heading);
  for (size_t i = 0; i < LEGEND_NOTE_LINES && block->notes[i]; i++) {
    block->width = fmax(block->width, pen_width(pen, &theme->small, block->notes[i]));
    block->height += theme->small.size_mm * 1.3;
  }
  if (block->scale_mm > 0) {
    block->width = fmax(block->width, block->scale_mm + 0.5 * pen_width(pen, &theme->body, block->scale_label));
    block->height =
        fmax(block->height + SCALE_BAR_MM * theme->scale + theme->body.size_mm * 1.6, north_room(block, theme));
    block->width += block->north ? NORTH_MM * theme->scale : 0;
  }
}

/* As wide as one on the map, and as long as shows it. */
static void draw_arrow(const legend_row *row, const draw_theme *theme, wijk_drawing *drawing, double x, double middle) {
  arrow_style style = flow_style(theme, row->width_mm);
  arrow shape;
  style.gap_from_mm = style.gap_to_mm = style.bow_share = 0;
  if (!arrow_compute((double[]){x, middle}, (double[]){x + ARROW_LONG_MM * theme->scale, middle}, &style, &shape))
    return;
  arrow_add(drawing, &shape);
  drawing_paint(drawing, &theme->flow, NULL);
}

static void draw_line(const legend_row *row, const draw_theme *theme, wijk_drawing *drawing, double x, double middle) {
  for (int pass = 0; pass < 2; pass++) {
    drawing_move(drawing, x, middle);
    drawing_line(drawing, x + theme->swatch_width, middle);
    drawing_paint(drawing, pass == 0 ? &row->under : &row->style, NULL);
  }
}

static void draw_swatch(const legend_row *row, const draw_theme *theme, wijk_drawing *drawing, double x, double middle,
                        double width) {
  if (row->swatch == SWATCH_SYMBOL) {
    symbol_add(drawing, theme, row->shape, row->colour, row->filled, x + width / 2, middle, row->area_mm2, NULL);
    return;
  }
  double radius = pin_mm(theme);
  if (row->swatch == SWATCH_PIN) {
    proposal_add(drawing, theme, x + width / 2, middle + 1.2 * radius, x + width / 2, middle - 0.15 * radius, radius,
                 row->mark, NULL);
    return;
  }
  if (row->swatch == SWATCH_ARROW) {
    draw_arrow(row, theme, drawing, x, middle);
    return;
  }
  if (row->swatch == SWATCH_LINE) {
    draw_line(row, theme, drawing, x, middle);
    return;
  }
  draw_style style = row->style;
  style.stroke = theme->swatch_border.stroke;
  style.stroke_mm = theme->swatch_border.stroke_mm;
  drawing_box(drawing, (draw_box){x, middle - theme->swatch_height / 2, theme->swatch_width, theme->swatch_height});
  drawing_paint(drawing, &style, NULL);
}

/* Alternating pieces, as many as the first digit of the length lets come out round. */
static void draw_scale(const legend_block *block, const draw_theme *theme, wijk_drawing *drawing, double x, double y) {
  double size = SCALE_BAR_MM * theme->scale;
  double first = block->scale_m / pow(10, floor(log10(block->scale_m) + 1e-9));
  int pieces = first > 4.5 ? 5 : 4;
  drawing_text(drawing, x, y + theme->body.size_mm, ANCHOR_START, &theme->body, "0");
  drawing_text(drawing, x + block->scale_mm, y + theme->body.size_mm, ANCHOR_MIDDLE, &theme->body, block->scale_label);
  y += theme->body.size_mm * 1.4;
  for (int piece = 0; piece < pieces; piece += 2)
    drawing_box(drawing, (draw_box){x + block->scale_mm * piece / pieces, y, block->scale_mm / pieces, size});
  drawing_paint(drawing, &(draw_style){.fill = ink_of(theme->ink)}, NULL);
  drawing_box(drawing, (draw_box){x, y, block->scale_mm, size});
  drawing_paint(drawing, &(draw_style){.stroke = ink_of(theme->ink), .stroke_mm = 0.2 * theme->scale}, NULL);
}

static void draw_north(const draw_theme *theme, wijk_drawing *drawing, double x, double y) {
  double s = theme->scale;
  drawing_move(drawing, x, y + 3.2 * s);
  drawing_line(drawing, x + 1.7 * s, y + 9 * s);
  drawing_line(drawing, x, y + 7.8 * s);
  drawing_line(drawing, x - 1.7 * s, y + 9 * s);
  drawing_join(drawing);
  drawing_paint(drawing, &(draw_style){.fill = ink_of(theme->ink)}, NULL);
  drawing_text(drawing, x, y + 2.6 * s, ANCHOR_MIDDLE, &theme->heading, "N");
}

void legend_draw(const legend_block *block, const draw_theme *theme, wijk_drawing *drawing, double x, double y) {
  if (block->kept_width > 0)
    return;
  drawing_open(drawing, block->heading, NULL);
  double top = y, swatch = swatch_width(block, theme), right = x + block->width;
  if (block->heading) {
    double base = y + theme->heading.size_mm;
    drawing_text(drawing, x, base, ANCHOR_START, &theme->heading, block->heading);
    draw_counts(block, theme, drawing, right, base, &theme->small, block->count_headings);
    y += theme->row * 1.15;
  }
  for (size_t i = 0; i < block->row_count; i++) {
    const legend_row *row = &block->rows[i];
    double height = row_height(row, theme), middle = y + height / 2, base = middle + theme->body.size_mm * 0.36;
    draw_swatch(row, theme, drawing, x, middle, swatch);
    drawing_text(drawing, x + swatch + 1.8 * theme->scale, base, ANCHOR_START, &theme->body, row->label);
    draw_counts(block, theme, drawing, right, base, &theme->body, row->counts);
    y += height;
  }
  for (size_t i = 0; i < LEGEND_NOTE_LINES && block->notes[i]; i++) {
    y += theme->small.size_mm * 1.3;
    drawing_text(drawing, x, y - theme->small.size_mm * 0.1, ANCHOR_START, &theme->small, block->notes[i]);
  }
  if (block->scale_mm > 0)
    draw_scale(block, theme, drawing, x, y);
  if (block->north)
    draw_north(theme, drawing, x + block->scale_mm + 13 * theme->scale, top + theme->row);
  drawing_close(drawing);
}
