/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/case_sheet.h"
#include <math.h>

#define WIDTH_MM 210.0
#define HEIGHT_MM 297.0
#define MARGIN_MM 16.0

double case_line(const case_page *p) {
  return 1.5 * p->theme.body.size_mm;
}

void case_heading(case_page *p, const char *words) {
  p->y += p->theme.heading.size_mm;
  drawing_text(p->drawing, p->x, p->y, ANCHOR_START, &p->theme.heading, words);
  p->y += 0.55 * p->theme.heading.size_mm;
}

double case_words(case_page *p, const draw_type *type, double x, double y, double width, const char *words,
                  wijk_error *err) {
  page_text text = {0};
  if (!words || page_wrap(words, type, width, p->pen, p->arena, &text, err) != WIJK_OK)
    return y;
  const double room = p->base - y, height = page_lines_height(&text, type) / fmax(1, (double)text.count);
  const size_t fit = room > 0 ? (size_t)(room / height + 1e-6) : 0;
  if (fit < text.count) {
    p->left_out += text.count - fit;
    text.count = fit;
  }
  return page_lines_draw(&text, type, p->drawing, x, y);
}

static void draw_rule(case_page *p) {
  drawing_move(p->drawing, p->x, p->y);
  drawing_line(p->drawing, p->x + p->width, p->y);
  drawing_paint(p->drawing, &p->theme.axis, NULL);
}

static void draw_top(case_page *p, wijk_error *err) {
  const wijk_case_sheet *s = p->sheet;
  const draw_theme *t = &p->theme;
  p->y = case_words(p, &t->title, p->x, p->y, p->width, s->title, err) + 0.4;
  p->y = case_words(p, &t->subtitle, p->x, p->y, p->width, s->subtitle, err) + 1.6;
  draw_rule(p);
  p->y += 2.4;
  draw_type task = t->body;
  task.size_mm *= 1.2;
  p->y = case_words(p, &task, p->x, p->y, p->width, s->task, err);
  if (s->reason)
    p->y = case_words(p, &t->body, p->x, p->y + 0.6, p->width, s->reason, err);
  p->y += 3.4;
}

/* Set from the bottom up, so that what stands above knows where to end. */
static wijk_status draw_foot(case_page *p, wijk_error *err) {
  page_text lines = {0};
  for (size_t i = 0; i < 4 && p->sheet->foot[i]; i++)
    if (page_wrap(p->sheet->foot[i], &p->theme.small, p->width, p->pen, p->arena, &lines, err) != WIJK_OK)
      return err->status;
  const double top = p->base - page_lines_height(&lines, &p->theme.small);
  page_lines_draw(&lines, &p->theme.small, p->drawing, p->x, top);
  p->base = top - 2;
  return WIJK_OK;
}

/* What has to be so at the left, what is done at the right. */
static wijk_status draw_bottom(case_page *p, wijk_error *err) {
  const double between = p->theme.gap, left = p->x, width = p->width, top = p->y;
  p->width = 0.5 * (width - between);
  if (case_draw_checks(p, err) != WIJK_OK)
    return err->status;
  p->x = left + p->width + between;
  p->y = top;
  return case_draw_steps(p, err);
}

/* A page to read rather than to look at: less headline and larger letters than a map has. */
static void set_sizes(draw_theme *theme) {
  theme->title.size_mm = 5.4;
  theme->subtitle.size_mm = 3.5;
  theme->heading.size_mm = 3.3;
  theme->body.size_mm = 3.05;
  theme->small.size_mm = 2.6;
}

static wijk_status draw_case(case_page *p, wijk_error *err) {
  if (case_draw_money(p, err) != WIJK_OK || (p->sheet->bar_count > 0 && case_draw_tornado(p, err) != WIJK_OK))
    return err->status;
  return draw_bottom(p, err);
}

static wijk_status draw_page(case_page *p, wijk_error *err) {
  set_sizes(&p->theme);
  p->drawing = drawing_new(p->arena, p->sheet->theme, WIDTH_MM, HEIGHT_MM, err);
  if (!p->drawing)
    return err->status;
  if (draw_foot(p, err) != WIJK_OK)
    return err->status;
  draw_top(p, err);
  if (err->status != WIJK_OK || (p->sheet->rows ? case_draw_list : draw_case)(p, err) != WIJK_OK ||
      drawing_check(p->drawing, err) != WIJK_OK)
    return err->status;
  p->drawing->title = wijk_arena_text(p->arena, p->sheet->title, err);
  p->drawing->description = wijk_arena_text(p->arena, p->sheet->task, err);
  p->drawing->language = p->sheet->dutch ? "nl" : "en";
  return err->status;
}

wijk_status wijk_case_sheet_draw(const wijk_case_sheet *sheet, wijk_arena *arena, wijk_drawing **drawing,
                                 size_t *left_out, wijk_error *err) {
  case_page p = {.sheet = sheet,
                 .arena = arena,
                 .pen = pen_open(sheet->theme, err),
                 .theme = theme_for(sheet->theme, WIDTH_MM, HEIGHT_MM),
                 .x = MARGIN_MM,
                 .width = WIDTH_MM - 2 * MARGIN_MM,
                 .y = MARGIN_MM,
                 .base = HEIGHT_MM - MARGIN_MM};
  if (!p.pen)
    return err->status;
  if (draw_page(&p, err) == WIJK_OK) {
    *drawing = p.drawing;
    *left_out = p.left_out;
  }
  pen_close(p.pen);
  return err->status;
}
