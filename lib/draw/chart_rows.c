/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of names and bars, in as many columns as let all of them be read. */
#include "draw/chart_bars.h"
#include <math.h>
#include <string.h>

#define COLUMNS_MOST 4
#define NAME_SHARE 0.42 /* of a column's width, at most */
#define ROW_EM 1.5      /* of a row of one line, at its closest */
#define LEAST_MM 1.9    /* of letters: less is not read */
#define ROW_WIDE_EM 3.2 /* and where there is room */

static const draw_theme *theme_of(const bars *b) {
  return &b->c->page.theme;
}

/* ---- how rows stand ---- */

static wijk_status split_names(bars *b, double width_em, wijk_error *err) {
  pen_letters letters = {b->c->pen, theme_of(b)->body};
  double widest = 0;
  for (size_t i = 0; i < b->count; i++) {
    const char *name = zone_called(b->request->zones, b->all[i].row);
    label_text ways[LABEL_WAYS];
    size_t count, way = 0;
    if (label_split(name ? name : "?", pen_width_em, &letters, b->c->arena, ways, &count, err) != WIJK_OK)
      return err->status;
    while (way + 1 < count && ways[way].width_em > width_em)
      way++;
    b->all[i].name = ways[way];
    widest = fmax(widest, ways[way].width_em);
  }
  b->name_width = widest;
  return WIJK_OK;
}

/* Height of the rows first..first+count-1, in ems. */
static double rows_em(const bars *b, size_t first, size_t count) {
  double height = 0;
  for (size_t i = first; i < first + count && i < b->shown; i++)
    height += b->row_em + 1.05 * (double)(b->all[i].name.line_count - 1);
  return height;
}

/* The tallest of the columns when each gets `per_column` rows. */
static double tallest_em(const bars *b) {
  double tallest = 0;
  for (size_t first = 0; first < b->shown; first += b->per_column)
    tallest = fmax(tallest, rows_em(b, first, b->per_column));
  return tallest;
}

static double between_columns(const bars *b) {
  return 1.2 * theme_of(b)->gap;
}

static double column_width(const bars *b) {
  return (b->c->page.map.width - between_columns(b) * (double)(b->columns - 1)) / (double)b->columns;
}

static double head_mm(const bars *b) {
  return 2 * theme_of(b)->small.size_mm;
}

/* Few columns of large letters are liked best: then more columns, then smaller letters, then fewer rows. */
wijk_status bars_arrange(bars *b, wijk_error *err) {
  const draw_theme *t = theme_of(b);
  const double sizes[] = {1, 0.9, 0.8, 0.7}, room = b->c->page.map.height - head_mm(b);
  b->shown = b->count;
  b->row_em = ROW_EM;
  for (size_t size = 0; size < 4; size++)
    for (b->columns = 1; b->columns <= COLUMNS_MOST; b->columns++) {
      b->em = fmax(LEAST_MM, sizes[size] * t->body.size_mm);
      b->per_column = (b->count + b->columns - 1) / b->columns;
      double width = column_width(b);
      if (width < 34 * b->em)
        break;
      if (split_names(b, NAME_SHARE * width / b->em, err) != WIJK_OK)
        return err->status;
      if (tallest_em(b) * b->em <= room)
        return WIJK_OK;
    }
  b->columns = b->columns > COLUMNS_MOST ? COLUMNS_MOST : b->columns > 1 ? b->columns - 1 : 1;
  if (split_names(b, NAME_SHARE * column_width(b) / b->em, err) != WIJK_OK)
    return err->status;
  while (b->shown > 0 && tallest_em(b) * b->em > room) {
    b->shown--;
    b->per_column = (b->shown + b->columns - 1) / b->columns;
  }
  if (b->shown >= 3)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the page is too small for bars with names");
  return wijk_error_hint(err, "give a larger --size");
}

static void measure_values(bars *b) {
  const draw_theme *t = theme_of(b);
  b->value_width = 0;
  for (size_t i = 0; i < b->count; i++)
    b->value_width = fmax(b->value_width, pen_width(b->c->pen, &t->body, b->all[i].value) * b->em / t->body.size_mm);
  b->swatch = b->classes.count > 0 ? 2 * b->em : 0;
}

/* Rows spread over the height there is, up to a comfortable distance. */
static void spread_rows(bars *b) {
  const double room = (b->c->page.map.height - head_mm(b)) / b->em;
  double spare = (room - tallest_em(b)) / (double)b->per_column;
  b->row_em = fmin(ROW_WIDE_EM, b->row_em + fmax(0, spare));
}

/* ---- draw ---- */

/* Bars grow with the room between rows. */
static double bar_em(const bars *b) {
  return fmin(1.3, fmax(0.8, 0.5 * b->row_em));
}

static void draw_bar(const bars *b, const bar *one, const draw_axis *axis, double middle) {
  const draw_theme *t = theme_of(b);
  wijk_drawing *drawing = b->c->drawing;
  const double height = bar_em(b) * b->em, top = middle - height / 2, zero = axis_mm(axis, 0),
               end = axis_mm(axis, one->load);
  const double mark = height / 2 + 0.26 * b->em;
  const bool over = one->load > one->norm;
  const double at_norm = isnan(one->norm) ? end : axis_mm(axis, one->norm);
  drawing_box(drawing, (draw_box){zero, top, (over ? at_norm : end) - zero, height});
  drawing_paint(drawing, &t->bar, one->value);
  if (over) {
    drawing_box(drawing, (draw_box){at_norm, top, end - at_norm, height});
    drawing_paint(drawing, &t->over, b->c->dutch ? "boven de norm" : "over the norm");
  }
  if (!isnan(one->norm))
    chart_stroke(b->c, at_norm, middle - mark, at_norm, middle + mark,
                 &(draw_style){.stroke = ink_of(t->ink), .stroke_mm = 0.45 * t->scale});
}

static void draw_class(const bars *b, const bar *one, double x, double middle) {
  const draw_theme *t = theme_of(b);
  if (!one->zone_class)
    return;
  size_t number = 0;
  while (number < b->classes.count && strcmp(b->classes.names[number], one->zone_class) != 0)
    number++;
  draw_style style = bars_class_style(t, one->zone_class, number);
  style.stroke = t->swatch_border.stroke;
  style.stroke_mm = t->swatch_border.stroke_mm;
  drawing_box(b->c->drawing, (draw_box){x, middle - 0.55 * b->em, b->swatch, 1.1 * b->em});
  drawing_paint(b->c->drawing, &style, one->zone_class);
}

static void draw_row(const bars *b, const bar *one, const draw_axis *axis, double x, double y, double height) {
  const draw_theme *t = theme_of(b);
  wijk_drawing *drawing = b->c->drawing;
  draw_type type = t->body;
  type.size_mm = b->em;
  const double middle = y + height / 2, line = 1.05 * b->em;
  const double gap = b->swatch > 0 ? b->swatch + 0.6 * b->em : 0;
  drawing_open(drawing, zone_called(b->request->zones, one->row), NULL);
  draw_class(b, one, x, middle);
  double base = middle - line * (double)(one->name.line_count - 1) / 2 + 0.36 * b->em;
  for (size_t l = 0; l < one->name.line_count; l++)
    drawing_text(drawing, x + gap, base + line * (double)l, ANCHOR_START, &type, one->name.lines[l]);
  draw_bar(b, one, axis, middle);
  double end = axis_mm(axis, one->load), norm = isnan(one->norm) ? end : axis_mm(axis, one->norm);
  if (norm > end && end + b->value_width + b->em > norm) /* between bar and mark where it fits */
    end = norm;
  drawing_text(drawing, end + 0.5 * b->em, middle + 0.36 * b->em, ANCHOR_START, &type, one->value);
  drawing_close(drawing);
}

static wijk_status draw_grid(const bars *b, const draw_axis *axis, double top, double height, wijk_error *err) {
  const draw_theme *t = theme_of(b);
  for (size_t k = 0; k < axis->tick_count; k++) {
    double x = axis_mm(axis, axis_tick(axis, k));
    chart_stroke(b->c, x, top, x, top + height, k == 0 ? &t->axis : &t->grid);
    drawing_text(b->c->drawing, x, top - 0.5 * t->small.size_mm, ANCHOR_MIDDLE, &t->small,
                 axis_text(axis, k, b->c->dutch, b->c->arena, err));
  }
  return err->status;
}

static wijk_status draw_columns(bars *b, wijk_error *err) {
  const draw_box *room = &b->c->page.map;
  const double width = column_width(b), top = room->y + head_mm(b);
  const double names = b->name_width * b->em + (b->swatch > 0 ? b->swatch + 0.6 * b->em : 0) + b->em;
  for (size_t column = 0; column < b->columns; column++) {
    const size_t first = column * b->per_column;
    double x = room->x + (width + between_columns(b)) * (double)column, y = top;
    draw_axis axis = b->axis;
    axis_place(&axis, x + names, x + width - b->value_width - 0.6 * b->em);
    if (first < b->shown && draw_grid(b, &axis, top, rows_em(b, first, b->per_column) * b->em, err) != WIJK_OK)
      return err->status;
    for (size_t i = first; i < first + b->per_column && i < b->shown; i++) {
      double height = rows_em(b, i, 1) * b->em;
      draw_row(b, &b->all[i], &axis, x, y, height);
      y += height;
    }
  }
  return WIJK_OK;
}

wijk_status bars_draw(bars *b, wijk_error *err) {
  measure_values(b);
  spread_rows(b);
  drawing_open(b->c->drawing, b->request->title, NULL);
  if (draw_columns(b, err) != WIJK_OK)
    return err->status;
  drawing_close(b->c->drawing);
  return WIJK_OK;
}
