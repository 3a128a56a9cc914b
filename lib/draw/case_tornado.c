/* SPDX-License-Identifier: EUPL-1.2 */
/* The tornado: a bar for each input, from the outcome with less of it to the outcome with more. */
#include "draw/axis.h"
#include "draw/case_sheet.h"
#include "draw/shade.h"
#include <math.h>

#define LABEL_SHARE 0.2  /* of the width */
#define NUMBER_MM 15.0   /* at either end, for the outcomes */
#define BAR_SHARE 0.66   /* of a row */
#define LEAST_ROOM_MM 58 /* that stays below for checks and steps */

typedef struct tornado {
  case_page *p;
  draw_axis axis;
  double unit; /* euros to one of the axis */
  const char *unit_name;
  size_t count;
  double left, right, top, row;
} tornado;

static const char *number(const tornado *t, double value, wijk_error *err) {
  const double scaled = value / t->unit;
  const int decimals = t->unit == 1 ? 0 : fabs(scaled) < 9.995 ? 2 : fabs(scaled) < 99.95 ? 1 : 0;
  const char *text = grouped_number(scaled, decimals, t->p->sheet->dutch, t->p->arena, err);
  return text ? text : "";
}

static void find_axis(tornado *t) {
  const wijk_case_sheet *s = t->p->sheet;
  double least = s->middle, most = s->middle, size = 0;
  for (size_t i = 0; i < t->count; i++) {
    least = fmin(least, fmin(s->bars[i].low, s->bars[i].high));
    most = fmax(most, fmax(s->bars[i].low, s->bars[i].high));
  }
  size = fmax(fabs(least), fabs(most));
  t->unit = size >= 1e6 ? 1e6 : size >= 1e4 ? 1e3 : 1;
  t->unit_name = t->unit == 1e6   ? (s->dutch ? "miljoen euro" : "million euros")
                 : t->unit == 1e3 ? (s->dutch ? "duizend euro" : "thousand euros")
                                  : (s->dutch ? "euro" : "euros");
  axis_compute(least / t->unit, most / t->unit, 6, false, &t->axis);
  axis_place(&t->axis, t->left, t->right);
}

static double at(const tornado *t, double value) {
  return axis_mm(&t->axis, value / t->unit);
}

static void draw_grid(const tornado *t, double base, wijk_error *err) {
  case_page *p = t->p;
  draw_type type = p->theme.small;
  for (size_t k = 0; k < t->axis.tick_count; k++) {
    const double x = axis_mm(&t->axis, axis_tick(&t->axis, k));
    drawing_move(p->drawing, x, t->top);
    drawing_line(p->drawing, x, base);
    drawing_paint(p->drawing, &p->theme.grid, NULL);
    drawing_text(p->drawing, x, base + 1.25 * type.size_mm, ANCHOR_MIDDLE, &type,
                 axis_text(&t->axis, k, p->sheet->dutch, p->arena, err));
  }
}

static draw_style style_of(const tornado *t, bool high) {
  draw_style style = high ? t->p->theme.bar : t->p->theme.over;
  style.stroke = t->p->theme.swatch_border.stroke;
  style.stroke_mm = t->p->theme.swatch_border.stroke_mm;
  return style;
}

/* Numbers at the outer ends, and none where the two would stand on one spot. */
static void draw_bar(const tornado *t, size_t i, wijk_error *err) {
  case_page *p = t->p;
  const wijk_sheet_bar *bar = &p->sheet->bars[i];
  const double y = t->top + (double)i * t->row, middle = at(t, p->sheet->middle), height = BAR_SHARE * t->row;
  const double edge = y + (t->row - height) / 2, text_y = y + 0.5 * t->row + 0.36 * p->theme.body.size_mm;
  const double values[2] = {bar->low, bar->high};
  draw_type digits = p->theme.small; /* they may stand on a line of the grid */
  digits.halo_mm = 0.5;
  digits.halo = p->theme.paper;
  drawing_text(p->drawing, p->x, text_y, ANCHOR_START, &p->theme.body, bar->label);
  for (int high = 0; high < 2; high++) {
    const double x = at(t, values[high]);
    const draw_style style = style_of(t, high);
    if (fabs(x - middle) > 0.02) {
      drawing_box(p->drawing, (draw_box){fmin(x, middle), edge, fabs(x - middle), height});
      drawing_paint(p->drawing, &style, high ? p->sheet->bars_high : p->sheet->bars_low);
    }
    const bool right = values[high] > values[!high] || (values[high] == values[!high] && high);
    const double outer = right ? fmax(x, middle) : fmin(x, middle);
    drawing_text(p->drawing, outer + (right ? 0.9 : -0.9), text_y, right ? ANCHOR_START : ANCHOR_END, &digits,
                 number(t, values[high], err));
  }
}

static void draw_key(const tornado *t) {
  case_page *p = t->p;
  const char *const words[2] = {p->sheet->bars_low, p->sheet->bars_high};
  double x = p->x + p->width;
  for (int high = 1; high >= 0; high--) {
    const draw_style style = style_of(t, high);
    x -= pen_width(p->pen, &p->theme.small, words[high]);
    drawing_text(p->drawing, x, p->y, ANCHOR_START, &p->theme.small, words[high]);
    x -= 5.6;
    drawing_box(p->drawing, (draw_box){x, p->y - 2.1, 4.6, 2.3});
    drawing_paint(p->drawing, &style, NULL);
    x -= 4;
  }
}

static wijk_status draw_words(const tornado *t, wijk_error *err) {
  case_page *p = t->p;
  const bool dutch = p->sheet->dutch;
  p->y += p->theme.heading.size_mm;
  drawing_text(p->drawing, p->x, p->y, ANCHOR_START, &p->theme.heading, dutch ? "Gevoeligheid" : "Sensitivity");
  draw_key(t);
  p->y += 0.5 * p->theme.heading.size_mm;
  const char *says =
      wijk_arena_format(p->arena, err,
                        dutch ? "%s in %s, als één gegeven lager of hoger is en de rest gelijk blijft; nu %s"
                              : "%s in %s, with one input lower or higher and all others as they are; now %s",
                        p->sheet->outcome, t->unit_name, number(t, p->sheet->middle, err));
  p->y = case_words(p, &p->theme.small, p->x, p->y, p->width, says, err) + 0.8;
  return err->status;
}

/* As many rows as leave room for what stands below, the heaviest. */
static size_t rows_that_fit(const case_page *p, double row) {
  const double room = p->base - LEAST_ROOM_MM - p->y - 14;
  const size_t most = room > 0 ? (size_t)(room / row) : 0;
  const size_t rows = most > 3 ? most : 3;
  return rows < p->sheet->bar_count ? rows : p->sheet->bar_count;
}

wijk_status case_draw_tornado(case_page *p, wijk_error *err) {
  tornado t = {.p = p, .row = case_line(p)};
  t.count = rows_that_fit(p, t.row);
  t.left = p->x + LABEL_SHARE * p->width + NUMBER_MM;
  t.right = p->x + p->width - NUMBER_MM;
  find_axis(&t);
  drawing_open(p->drawing, p->sheet->dutch ? "gevoeligheid" : "sensitivity", NULL);
  if (draw_words(&t, err) != WIJK_OK)
    return err->status;
  t.top = p->y;
  const double base = t.top + (double)t.count * t.row + 0.6;
  draw_grid(&t, base, err);
  for (size_t i = 0; i < t.count; i++)
    draw_bar(&t, i, err);
  drawing_move(p->drawing, at(&t, p->sheet->middle), t.top);
  drawing_line(p->drawing, at(&t, p->sheet->middle), base);
  drawing_paint(p->drawing, &(draw_style){.stroke = ink_of(p->theme.ink), .stroke_mm = 0.3}, NULL);
  drawing_close(p->drawing);
  p->left_out += p->sheet->bar_count - t.count;
  p->y = base + 1.6 * p->theme.small.size_mm + 4;
  return err->status;
}
