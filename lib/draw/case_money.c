/* SPDX-License-Identifier: EUPL-1.2 */
/* The table of money: what, how it is made, how much. */
#include "draw/case_sheet.h"
#include <math.h>

#define LABEL_SHARE 0.36 /* of the width; notes begin there */

static void draw_sum_line(case_page *p) {
  drawing_move(p->drawing, p->x, p->y + 0.3);
  drawing_line(p->drawing, p->x + p->width, p->y + 0.3);
  drawing_paint(p->drawing, &p->theme.grid, NULL);
}

static void draw_line(case_page *p, const wijk_sheet_line *line, bool first) {
  const draw_theme *t = &p->theme;
  const double at = p->y + 0.72 * case_line(p);
  draw_type bold = t->body, quiet = t->body;
  bold.face = FACE_BOLD;
  quiet.colour = t->quiet;
  const draw_type *type = line->sum ? &bold : &t->body;
  if (line->sum && !first)
    draw_sum_line(p);
  drawing_text(p->drawing, p->x, at, ANCHOR_START, type, line->label);
  if (line->note)
    drawing_text(p->drawing, p->x + LABEL_SHARE * p->width, at, ANCHOR_START, &quiet, line->note);
  drawing_text(p->drawing, p->x + p->width, at, ANCHOR_END, type, line->value ? line->value : "–");
  p->y += case_line(p);
}

wijk_status case_draw_money(case_page *p, wijk_error *err) {
  drawing_open(p->drawing, p->sheet->dutch ? "geld" : "money", NULL);
  for (size_t i = 0; i < p->sheet->line_count; i++) {
    const wijk_sheet_line *line = &p->sheet->lines[i];
    if (p->y + case_line(p) > p->base) {
      p->left_out += p->sheet->line_count - i;
      break;
    }
    if (line->note || line->value) {
      draw_line(p, line, i == 0 || !(line[-1].note || line[-1].value));
      continue;
    }
    p->y += i ? 0.35 * case_line(p) : 0;
    case_heading(p, line->label);
  }
  drawing_close(p->drawing);
  p->y += 4;
  return err->status;
}
