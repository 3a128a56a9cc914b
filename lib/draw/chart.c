/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/chart.h"
#include "draw/map.h"
#include <math.h>

wijk_status chart_open(const wijk_map_request *page, wijk_arena *arena, chart *c, wijk_chart_result *result,
                       wijk_error *err) {
  *result = (wijk_chart_result){.gini = {NAN, NAN, NAN, NAN}, .gini_even = {NAN, NAN, NAN, NAN}};
  *c = (chart){.request = page, .arena = arena, .pen = pen_open(page->theme, err), .dutch = page->dutch};
  return err->status;
}

wijk_status chart_begin(chart *c, double aspect, page_legend fill, void *context, wijk_error *err) {
  map words_of = {.request = c->request, .arena = c->arena, .chart = true};
  page_request words;
  wijk_error small = {0};
  if (map_words(&words_of, &words, err) != WIJK_OK)
    return err->status;
  words.aspect = aspect;
  size_t line = 0;
  while (line < 2 && words.foot[line])
    line++;
  words.foot[line] = c->note;
  wijk_status status = page_compute(&words, fill, context, c->pen, c->arena, &c->page, &small);
  if (status == WIJK_USAGE) {
    wijk_error_set(err, status, "the page is too small for the chart with its title and legend");
    return wijk_error_hint(err, "give a larger --size");
  }
  if (status != WIJK_OK) {
    wijk_error_set(err, status, "%s", small.message);
    return small.hint[0] ? wijk_error_hint(err, "%s", small.hint) : status;
  }
  c->drawing = drawing_new(c->arena, c->request->theme, c->page.width_mm, c->page.height_mm, err);
  return err->status;
}

wijk_status chart_finish(chart *c, const char *name, const char *text, wijk_chart_result *result, wijk_error *err) {
  page_draw(&c->page, c->dutch, c->drawing);
  if (drawing_check(c->drawing, err) != WIJK_OK)
    return err->status;
  c->drawing->title = wijk_arena_text(c->arena, c->request->title ? c->request->title : name, err);
  c->drawing->description = text;
  c->drawing->language = c->dutch ? "nl" : "en";
  result->drawing = c->drawing;
  result->width_mm = c->page.width_mm;
  result->height_mm = c->page.height_mm;
  result->text = text;
  return err->status;
}

const char *chart_number(const chart *c, double value, int decimals, wijk_error *err) {
  bool whole = fabs(value) >= 999.95 || value == floor(value);
  const char *text = grouped_number(value, whole ? 0 : decimals, c->dutch, c->arena, err);
  return text ? text : "";
}

const char *chart_keep(const chart *c, wijk_text *text, wijk_error *err) {
  const char *kept = NULL;
  if (wijk_text_check(text, err) == WIJK_OK)
    kept = wijk_arena_text(c->arena, text->bytes ? text->bytes : "", err);
  wijk_text_free(text);
  return kept;
}

void chart_stroke(chart *c, double x0, double y0, double x1, double y1, const draw_style *style) {
  drawing_move(c->drawing, x0, y0);
  drawing_line(c->drawing, x1, y1);
  drawing_paint(c->drawing, style, NULL);
}

/* ---- dashes ---- */

/* Marks and blanks in turn, in widths of the line: a drawing list knows whole lines only, so that its three ends cannot
 * dash differently. */
static const double dashes[WIJK_CHART_LINES_MOST][4] = {{0}, {6, 3, 6, 3}, {1.6, 2.2, 1.6, 2.2}, {7, 2.4, 1.6, 2.4}};

typedef struct dasher {
  const double *pattern;
  double left; /* of the piece at hand, mm */
  size_t piece;
  bool down;
} dasher;

static void dash_segment(wijk_drawing *drawing, dasher *d, double unit, double x0, double y0, double x1, double y1) {
  const double length = hypot(x1 - x0, y1 - y0);
  double done = 0;
  while (length - done > 1e-9) {
    if (d->left <= 1e-9) {
      d->piece = (d->piece + 1) % 4;
      d->left = d->pattern[d->piece] * unit;
      d->down = false;
    }
    double next = fmin(length, done + d->left);
    if (d->piece % 2 == 0) {
      if (!d->down)
        drawing_move(drawing, x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length);
      drawing_line(drawing, x0 + (x1 - x0) * next / length, y0 + (y1 - y0) * next / length);
      d->down = true;
    }
    d->left -= next - done;
    done = next;
  }
}

void chart_line(chart *c, const double *x, const double *y, size_t count, size_t number, wijk_colour colour,
                double width_mm, const char *title) {
  const double *pattern = dashes[number % WIJK_CHART_LINES_MOST];
  dasher d = {.pattern = pattern, .left = pattern[0] * width_mm};
  bool down = false;
  for (size_t i = 0; i < count; i++) {
    if (isnan(y[i])) {
      down = d.down = false;
      continue;
    }
    if (number == 0)
      (down ? drawing_line : drawing_move)(c->drawing, x[i], y[i]);
    else if (down)
      dash_segment(c->drawing, &d, width_mm, x[i - 1], y[i - 1], x[i], y[i]);
    else
      d = (dasher){.pattern = pattern, .left = pattern[0] * width_mm};
    down = true;
  }
  drawing_paint(c->drawing, &(draw_style){.stroke = ink_of(colour), .stroke_mm = width_mm}, title);
}

/* ---- labels beside each other ---- */

/* Labels that touch, as one block: its upper edge is where its members are nearest to where they want to be. */
typedef struct block {
  size_t first, end; /* of the order */
  double height, wanted, top;
} block;

static void settle(block *b, double top, double base) {
  b->top = fmax(top, fmin(base - b->height, b->wanted / (double)(b->end - b->first)));
}

/* The label below joins with its height; what it wants is told from the block's upper edge. */
static void join(block *above, const block *below) {
  above->wanted += below->wanted - above->height * (double)(below->end - below->first);
  above->height += below->height;
  above->end = below->end;
}

void chart_spread(double *y, const double *height_mm, size_t count, double top, double base) {
  size_t order[SPREAD_MOST], block_count = 0;
  block blocks[SPREAD_MOST];
  for (size_t i = 0; i < count; i++) { /* by height on the page, equal ones as they come */
    size_t at = i;
    for (; at > 0 && y[order[at - 1]] > y[i]; at--)
      order[at] = order[at - 1];
    order[at] = i;
  }
  for (size_t k = 0; k < count; k++) {
    block b = {k, k + 1, height_mm[order[k]], y[order[k]] - height_mm[order[k]] / 2, 0};
    settle(&b, top, base);
    while (block_count > 0 && blocks[block_count - 1].top + blocks[block_count - 1].height > b.top) {
      block joined = blocks[--block_count];
      join(&joined, &b);
      settle(&joined, top, base);
      b = joined;
    }
    blocks[block_count++] = b;
  }
  for (size_t g = 0; g < block_count; g++) {
    double at = blocks[g].top;
    for (size_t k = blocks[g].first; k < blocks[g].end; k++) {
      y[order[k]] = at + height_mm[order[k]] / 2;
      at += height_mm[order[k]];
    }
  }
}
