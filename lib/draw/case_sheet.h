/* SPDX-License-Identifier: EUPL-1.2 */
/* A case's page while it is drawn, from top to bottom. */
#ifndef WIJK_DRAW_CASE_SHEET_H
#define WIJK_DRAW_CASE_SHEET_H

#include "draw/page.h"
#include <wijk/case_sheet.h>

typedef struct case_page {
  const wijk_case_sheet *sheet;
  wijk_arena *arena;
  draw_pen *pen;
  wijk_drawing *drawing;
  draw_theme theme;
  double x, width; /* of the column that is being set */
  double y, base;  /* the upper edge of what comes next, and where the page ends */
  size_t left_out;
} case_page;

double case_line(const case_page *p); /* from line to line of body text */
void case_heading(case_page *p, const char *words);
/* Words on as many lines as they need, from the upper edge `y`; returns the lower one. Lines beyond the base are left
 * out. */
double case_words(case_page *p, const draw_type *type, double x, double y, double width, const char *words,
                  wijk_error *err);

wijk_status case_draw_money(case_page *p, wijk_error *err);   /* case_money.c */
wijk_status case_draw_tornado(case_page *p, wijk_error *err); /* case_tornado.c */
wijk_status case_draw_checks(case_page *p, wijk_error *err);  /* case_checks.c */
wijk_status case_draw_steps(case_page *p, wijk_error *err);
wijk_status case_draw_list(case_page *p, wijk_error *err); /* case_list.c */

#endif
