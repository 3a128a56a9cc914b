/* SPDX-License-Identifier: EUPL-1.2 */
/* What has to be so, with marks of different shapes; and what is done, one after another. */
#include "draw/case_sheet.h"
#include <math.h>

#define MARK_MM 1.55 /* half of its width */
#define INDENT_MM 6.0
#define NUMBER_MM 5.0
#define WHEN_MM 27.5

/* ---- marks ---- */

static void draw_shape(case_page *p, double x, double y, const draw_style *style, size_t sides) {
  if (sides == 0)
    drawing_circle(p->drawing, x, y, MARK_MM);
  else if (sides == 4)
    drawing_box(p->drawing, (draw_box){x - 0.9 * MARK_MM, y - 0.9 * MARK_MM, 1.8 * MARK_MM, 1.8 * MARK_MM});
  else { /* a diamond */
    drawing_move(p->drawing, x, y - 1.25 * MARK_MM);
    drawing_line(p->drawing, x + 1.25 * MARK_MM, y);
    drawing_line(p->drawing, x, y + 1.25 * MARK_MM);
    drawing_line(p->drawing, x - 1.25 * MARK_MM, y);
    drawing_join(p->drawing);
  }
  drawing_paint(p->drawing, style, NULL);
}

static void draw_lines(case_page *p, double x, double y, const double (*points)[2], size_t count, wijk_colour colour) {
  for (size_t i = 0; i < count; i++)
    (i % 2 == 0 || count == 3 ? (i == 0 || count == 4 ? drawing_move : drawing_line)
                              : drawing_line)(p->drawing, x + points[i][0] * MARK_MM, y + points[i][1] * MARK_MM);
  drawing_paint(p->drawing, &(draw_style){.stroke = ink_of(colour), .stroke_mm = 0.42}, NULL);
}

static void draw_mark(case_page *p, wijk_sheet_mark mark, double x, double y) {
  static const double tick[][2] = {{-.5, .05}, {-.12, .45}, {.55, -.42}};
  static const double cross[][2] = {{-.45, -.45}, {.45, .45}, {-.45, .45}, {.45, -.45}};
  static const double dash[][2] = {{-.7, 0}, {.7, 0}};
  const draw_theme *t = &p->theme;
  const draw_style ring = {.fill = ink_of(t->paper), .stroke = ink_of(t->ink), .stroke_mm = 0.35};
  switch (mark) {
  case WIJK_MARK_IDLE:
    draw_lines(p, x, y, dash, 2, t->quiet);
    break;
  case WIJK_MARK_MET:
    draw_shape(p, x, y, &(draw_style){.fill = ink_of(t->second)}, 0);
    draw_lines(p, x, y, tick, 3, theme_ink_on(t, t->second));
    break;
  case WIJK_MARK_TO_DO:
    draw_shape(p, x, y, &ring, 4);
    break;
  case WIJK_MARK_NOT_MET:
    draw_shape(p, x, y, &(draw_style){.fill = ink_of(t->accent)}, 5);
    draw_lines(p, x, y, cross, 4, theme_ink_on(t, t->accent));
    break;
  case WIJK_MARK_UNKNOWN: {
    draw_type letter = t->heading;
    letter.size_mm = 1.5 * MARK_MM;
    draw_shape(p, x, y, &ring, 0);
    drawing_text(p->drawing, x, y + 0.36 * letter.size_mm, ANCHOR_MIDDLE, &letter, "?");
    break;
  }
  }
}

/* ---- checks ---- */

static void draw_check(case_page *p, const wijk_sheet_check *check, wijk_error *err) {
  const draw_theme *t = &p->theme;
  draw_type bold = t->body;
  bold.face = FACE_BOLD;
  const double x = p->x + INDENT_MM, at = p->y + t->body.size_mm;
  draw_mark(p, check->mark, p->x + MARK_MM * 1.25, at - 0.36 * t->body.size_mm);
  drawing_text(p->drawing, x, at, ANCHOR_START, &bold, check->label);
  const double after = x + pen_width(p->pen, &bold, check->label);
  const char *word = check->word ? wijk_arena_format(p->arena, err, ": %s", check->word) : NULL;
  if (word)
    drawing_text(p->drawing, after, at, ANCHOR_START, &t->body, word);
  p->y += 1.35 * t->body.size_mm;
  p->y = case_words(p, &t->small, x, p->y, p->width - INDENT_MM, check->text, err) + 0.9;
}

wijk_status case_draw_checks(case_page *p, wijk_error *err) {
  const wijk_case_sheet *s = p->sheet;
  drawing_open(p->drawing, s->dutch ? "randvoorwaarden" : "preconditions", NULL);
  case_heading(p, s->dutch ? "Randvoorwaarden" : "Preconditions");
  for (size_t i = 0; i < s->check_count && err->status == WIJK_OK; i++) {
    if (p->y + 1.35 * p->theme.body.size_mm > p->base) {
      p->left_out += s->check_count - i;
      break;
    }
    draw_check(p, &s->checks[i], err);
  }
  drawing_close(p->drawing);
  return err->status;
}

/* ---- steps ---- */

wijk_status case_draw_steps(case_page *p, wijk_error *err) {
  const wijk_case_sheet *s = p->sheet;
  const draw_theme *t = &p->theme;
  draw_type quiet = t->body;
  quiet.colour = t->quiet;
  drawing_open(p->drawing, s->dutch ? "stappen" : "steps", NULL);
  case_heading(p, s->dutch ? "Stappen, in volgorde" : "Steps, in order");
  for (size_t i = 0; i < s->step_count && err->status == WIJK_OK; i++) {
    if (p->y + t->body.size_mm > p->base) {
      p->left_out += s->step_count - i;
      break;
    }
    const char *number = wijk_arena_format(p->arena, err, "%zu", i + 1);
    const double at = p->y + t->body.size_mm;
    if (number)
      drawing_text(p->drawing, p->x + NUMBER_MM - 1.6, at, ANCHOR_END, &t->body, number);
    drawing_text(p->drawing, p->x + NUMBER_MM, at, ANCHOR_START, &quiet,
                 s->steps[i].when ? s->steps[i].when
                 : s->dutch       ? "geen datum"
                                  : "no date");
    p->y = case_words(p, &t->body, p->x + NUMBER_MM + WHEN_MM, p->y, p->width - NUMBER_MM - WHEN_MM, s->steps[i].text,
                      err) +
           0.7;
  }
  drawing_close(p->drawing);
  return err->status;
}
