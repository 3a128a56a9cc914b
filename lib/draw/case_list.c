/* SPDX-License-Identifier: EUPL-1.2 */
/* Many small cases together: a table in parts, from page to page. */
#include "draw/case_sheet.h"

#define GAP_MM 4.0 /* between columns */

typedef struct place {
  double x, width; /* of a column */
} place;

static place place_of(const case_page *p, size_t column) {
  place at = {p->x, 0};
  for (size_t c = 0; c <= column; c++) {
    at.x += at.width;
    at.width = p->sheet->columns[c].share * p->width;
  }
  at.width -= column + 1 < WIJK_SHEET_COLUMNS ? GAP_MM : 0;
  return at;
}

static void draw_cell(const case_page *p, size_t column, double y, const draw_type *type, const char *text) {
  const place at = place_of(p, column);
  const bool right = p->sheet->columns[column].right;
  drawing_text(p->drawing, right ? at.x + at.width : at.x, y, right ? ANCHOR_END : ANCHOR_START, type, text);
}

static void draw_rule(const case_page *p, const draw_style *style) {
  drawing_move(p->drawing, p->x, p->y);
  drawing_line(p->drawing, p->x + p->width, p->y);
  drawing_paint(p->drawing, style, NULL);
}

static void draw_headings(case_page *p) {
  draw_type quiet = p->theme.small;
  quiet.colour = p->theme.quiet;
  for (size_t c = 0; c < WIJK_SHEET_COLUMNS; c++)
    if (p->sheet->columns[c].title)
      draw_cell(p, c, p->y + quiet.size_mm, &quiet, p->sheet->columns[c].title);
  p->y += 1.5 * quiet.size_mm;
}

/* A row and the lines of its first cell. */
typedef struct setting {
  const wijk_sheet_row *row;
  draw_type type;
  page_text lines;
  double above, height;
} setting;

static wijk_status set_row(const case_page *p, const wijk_sheet_row *row, bool again, setting *s, wijk_error *err) {
  const place first = place_of(p, 0);
  const double indent = row->head ? 0 : p->theme.gap;
  *s = (setting){.row = row, .type = row->note ? p->theme.small : p->theme.body};
  s->type.face = row->head ? FACE_BOLD : s->type.face;
  const char *text = row->cells[0];
  if (again)
    text = wijk_arena_format(p->arena, err, "%s (%s)", text, p->sheet->dutch ? "vervolg" : "continued");
  if (!text || page_wrap(text, &s->type, (row->note ? p->width : first.width) - indent, p->pen, p->arena, &s->lines,
                         err) != WIJK_OK)
    return err->status;
  s->above = row->head ? 1.6 : 0;
  s->height = s->above + page_lines_height(&s->lines, &s->type) + 0.45;
  return err->status;
}

static void draw_row(case_page *p, const setting *s) {
  const double indent = s->row->head ? 0 : p->theme.gap;
  if (s->row->head)
    draw_rule(p, &p->theme.grid);
  page_lines_draw(&s->lines, &s->type, p->drawing, p->x + indent, p->y + s->above);
  for (size_t c = 1; c < WIJK_SHEET_COLUMNS; c++)
    if (s->row->cells[c])
      draw_cell(p, c, p->y + s->above + s->type.size_mm, &s->type, s->row->cells[c]);
  p->y += s->height;
}

/* The head of the part that a page begins in the midst of. */
static wijk_status draw_again(case_page *p, wijk_error *err) {
  const wijk_case_sheet *sheet = p->sheet;
  size_t head = sheet->first_row;
  setting s;
  while (head > 0 && !sheet->rows[head].head)
    head--;
  if (head == sheet->first_row || !sheet->rows[head].head)
    return WIJK_OK;
  if (set_row(p, &sheet->rows[head], true, &s, err) == WIJK_OK)
    draw_row(p, &s);
  return err->status;
}

/* What stays together: a row with its notes, and a head with the first of its rows. */
static size_t end_of_block(const wijk_case_sheet *sheet, size_t row) {
  size_t end = row + 1;
  if (sheet->rows[row].head && end < sheet->row_count && !sheet->rows[end].head)
    end++;
  while (end < sheet->row_count && sheet->rows[end].note)
    end++;
  return end;
}

static wijk_status measure(const case_page *p, size_t row, size_t end, double *height, wijk_error *err) {
  setting s;
  for (*height = 0; row < end; row++) {
    if (set_row(p, &p->sheet->rows[row], false, &s, err) != WIJK_OK)
      return err->status;
    *height += s.height;
  }
  return WIJK_OK;
}

static wijk_status draw_rows(case_page *p, size_t row, size_t end, wijk_error *err) {
  setting s;
  for (; row < end; row++) {
    if (set_row(p, &p->sheet->rows[row], false, &s, err) != WIJK_OK)
      return err->status;
    draw_row(p, &s);
  }
  return WIJK_OK;
}

/* At least one block is drawn, so that there is an end to it. */
wijk_status case_draw_list(case_page *p, wijk_error *err) {
  const wijk_case_sheet *sheet = p->sheet;
  size_t row = sheet->first_row;
  drawing_open(p->drawing, sheet->dutch ? "lijst" : "list", NULL);
  draw_headings(p);
  if (draw_again(p, err) != WIJK_OK)
    return err->status;
  for (size_t end; row < sheet->row_count; row = end) {
    double height;
    end = end_of_block(sheet, row);
    if (measure(p, row, end, &height, err) != WIJK_OK)
      return err->status;
    if (p->y + height > p->base && row > sheet->first_row)
      break;
    if (draw_rows(p, row, end, err) != WIJK_OK)
      return err->status;
  }
  drawing_close(p->drawing);
  p->left_out = sheet->row_count - row;
  return err->status;
}
