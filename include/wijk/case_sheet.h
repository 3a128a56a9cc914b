/* SPDX-License-Identifier: EUPL-1.2 */
/* One page for one case, or pages for a list of many: its task, its money, what moves the outcome, what has to be so,
 * and what is done when. It knows words and numbers only, not what they are of. */
#ifndef WIJK_CASE_SHEET_H
#define WIJK_CASE_SHEET_H

#include <wijk/draw.h>
#include <wijk/theme.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A row of a table of money. */
typedef struct wijk_sheet_line {
  const char *label; /* of a part of the table where `value` and `note` are NULL */
  const char *note;  /* how it is made, small; NULL = none */
  const char *value; /* at the right */
  bool sum;          /* set bold, with a line above */
} wijk_sheet_line;

/* A bar of a tornado: what the outcome is with one input lower, and higher. */
typedef struct wijk_sheet_bar {
  const char *label;
  double low, high;
} wijk_sheet_bar;

/* Marks are told apart by their shape; their word stands beside them. */
typedef enum wijk_sheet_mark {
  WIJK_MARK_IDLE,    /* a dash */
  WIJK_MARK_MET,     /* a tick in a disc */
  WIJK_MARK_TO_DO,   /* an empty square */
  WIJK_MARK_NOT_MET, /* a cross in a diamond */
  WIJK_MARK_UNKNOWN  /* a question mark in a ring */
} wijk_sheet_mark;

typedef struct wijk_sheet_check {
  wijk_sheet_mark mark;
  const char *label, *word, *text; /* "monument", "te doen", a sentence; the last two may be NULL */
} wijk_sheet_check;

typedef struct wijk_sheet_step {
  const char *when; /* NULL = not known */
  const char *text;
} wijk_sheet_step;

/* A list of many cases, in parts that begin with a head. */
#define WIJK_SHEET_COLUMNS 5
typedef struct wijk_sheet_column {
  const char *title; /* NULL = none */
  double share;      /* of the width; all together 1 */
  bool right;        /* set at the right, as numbers are */
} wijk_sheet_column;
typedef struct wijk_sheet_row {
  const char *cells[WIJK_SHEET_COLUMNS]; /* the first on as many lines as it needs; NULL = empty */
  bool head;                             /* bold, with a rule above it; told again where a page parts its rows */
  bool note;                             /* small, and as wide as the list */
} wijk_sheet_row;

typedef struct wijk_case_sheet {
  const char *title, *subtitle;
  const char *task, *reason; /* sentences; a reason may be NULL */
  const wijk_sheet_line *lines;
  size_t line_count;
  const wijk_sheet_bar *bars; /* of finite numbers, the widest first; 0 = no tornado */
  size_t bar_count;
  double middle;                    /* the outcome as it is */
  const char *bars_low, *bars_high; /* "20 % lager", "20 % hoger" */
  const char *outcome;              /* "netto contante waarde": what the tornado is about */
  const wijk_sheet_check *checks;
  size_t check_count;
  const wijk_sheet_step *steps;
  size_t step_count;
  wijk_sheet_column columns[WIJK_SHEET_COLUMNS];
  const wijk_sheet_row *rows; /* a list in place of money, bars, checks and steps; NULL = none */
  size_t row_count, first_row;
  const char *foot[4];     /* small, at the bottom; NULL = no more */
  const wijk_theme *theme; /* must outlive the drawing; NULL = light */
  bool dutch;
} wijk_case_sheet;

/* An upright A4 in `arena`. `*left_out` counts lines of text, checks and steps that find no room; of a list the rows
 * behind those from `first_row` on that do, which go on a page of their own. WIJK_IO when the font is not installed. */
wijk_status wijk_case_sheet_draw(const wijk_case_sheet *sheet, wijk_arena *arena, wijk_drawing **drawing,
                                 size_t *left_out, wijk_error *err);

#ifdef __cplusplus
}
#endif
#endif
