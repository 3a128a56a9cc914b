/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/page.h"
#include <math.h>
#include <string.h>

#define LEAST_MAP_MM 25.0
#define LINE 1.3 /* from line to line, in ems */

/* Where a line may end before `end`: before a space, after a mark that joins words; 0 = nowhere. */
static size_t break_before(const char *text, size_t end) {
  while (end > 1) {
    end--;
    if (text[end] == ' ' || (strchr("_-/", text[end - 1]) && text[end] != ' '))
      return end;
  }
  return 0;
}

/* As many letters of a word that is longer than the width as fit on a line, one at least. */
static size_t letters_that_fit(char *line, const draw_type *type, double width, draw_pen *pen) {
  size_t length = strlen(line);
  while (length > 1) {
    do
      length--;
    while (length > 1 && ((unsigned char)line[length] & 0xC0) == 0x80);
    line[length] = '\0';
    if (pen_width(pen, type, line) <= width)
      break;
  }
  return length;
}

wijk_status page_wrap(const char *text, const draw_type *type, double width, draw_pen *pen, wijk_arena *arena,
                      page_text *lines, wijk_error *err) {
  const char *start = text;
  while (start && *start && lines->count < PAGE_LINES) {
    char *line = wijk_arena_text(arena, start, err);
    size_t end = line ? strlen(line) : 0;
    while (line && pen_width(pen, type, line) > width) {
      const size_t sooner = break_before(start, end);
      end = sooner > 0 ? sooner : letters_that_fit(line, type, width, pen);
      line[end] = '\0';
      if (sooner == 0)
        break;
    }
    if (!line)
      return WIJK_MEMORY;
    lines->lines[lines->count++] = line;
    start += end + strspn(start + end, " ");
  }
  return WIJK_OK;
}

double page_lines_height(const page_text *text, const draw_type *type) {
  return (double)text->count * type->size_mm * LINE;
}

/* Legend at the right: blocks one under another, closer where they must. The width they take, or HUGE_VAL when they do
 * not fit. */
static double stack_blocks(page *p, double right, double top, double base) {
  double width = 0, height = 0;
  for (size_t i = 0; i < p->block_count; i++) {
    width = fmax(width, p->blocks[i].width);
    height += p->blocks[i].height;
  }
  double between = p->block_count > 1 ? (base - top - height) / (double)(p->block_count - 1) : 0;
  if (between < 0.3 * p->theme.gap && p->block_count > 1)
    return HUGE_VAL;
  between = fmin(between, 0.75 * p->theme.gap);
  for (size_t i = 0; i < p->block_count; i++) {
    p->block_x[i] = right - width;
    p->block_y[i] = top;
    top += p->blocks[i].height + between;
  }
  return top - between <= base ? width : HUGE_VAL;
}

/* Legend below: blocks side by side, in as many lines as they need, spread over the width. The height they take. */
static double spread_blocks(page *p, double left, double width) {
  double y = 0;
  for (size_t first = 0; first < p->block_count;) {
    double used = 0, height = 0;
    size_t end = first;
    while (end < p->block_count && (end == first || used + p->theme.gap + p->blocks[end].width <= width)) {
      used += (end > first ? p->theme.gap : 0) + p->blocks[end].width;
      height = fmax(height, p->blocks[end].height);
      end++;
    }
    double extra = end - first > 1 ? fmin(2.2 * p->theme.gap, (width - used) / (double)(end - first - 1)) : 0;
    double x = left;
    for (size_t i = first; i < end; i++) {
      p->block_x[i] = x;
      p->block_y[i] = y;
      x += p->blocks[i].width + p->theme.gap + fmax(0, extra);
    }
    y += height + (end < p->block_count ? 0.75 * p->theme.gap : 0);
    first = end;
  }
  return y;
}

/* mm of width a map of this aspect gets in a box; 0 when the box is too small for any. */
static double fit(double width, double height, double aspect) {
  return width < LEAST_MAP_MM || height < LEAST_MAP_MM ? 0 : fmin(width, height * aspect);
}

/* Puts everything on one page and returns the width the map gets; 0 when it does not fit. */
static double arrange(page *p, double aspect) {
  const draw_theme *t = &p->theme;
  double left = t->margin, right = p->width_mm - t->margin, width = right - left;
  p->title_y = t->margin;
  double top = p->title_y + page_lines_height(&p->title, &t->title) + page_lines_height(&p->subtitle, &t->subtitle);
  top += p->title.count + p->subtitle.count > 0 ? 0.6 * t->gap : 0;
  p->foot_y = p->height_mm - t->margin - page_lines_height(&p->foot, &t->small);
  double base = p->foot_y - (p->foot.count > 0 ? 0.5 * t->gap : 0);

  double legend_height = spread_blocks(p, left, width);
  draw_box below = {left, top, width, base - top - legend_height - 0.6 * t->gap};
  double below_width = fit(below.width, below.height, aspect);
  double legend_width = stack_blocks(p, right, top, base);
  draw_box beside = {left, top, width - legend_width - t->gap, base - top};
  double beside_width = fit(beside.width, beside.height, aspect);
  if (beside_width >= below_width) {
    p->map = beside;
    for (size_t i = 0; i < p->block_count; i++) /* counts stand in one column */
      p->blocks[i].width = legend_width;
    return beside_width;
  }
  spread_blocks(p, left, width);
  for (size_t i = 0; i < p->block_count; i++)
    p->block_y[i] += base - legend_height;
  p->map = below;
  return below_width;
}

static wijk_status try_page(const page_request *request, double width, double height, page_legend legend, void *context,
                            draw_pen *pen, wijk_arena *arena, page *p, double *map_width, wijk_error *err) {
  *p = (page){.width_mm = width, .height_mm = height, .theme = theme_for(request->theme, width, height)};
  const draw_theme *t = &p->theme;
  double text_width = width - 2 * t->margin;
  p->blocks = WIJK_ARENA_ADD(arena, legend_block, PAGE_BLOCKS, err);
  if (!p->blocks || page_wrap(request->title, &t->title, text_width, pen, arena, &p->title, err) != WIJK_OK ||
      page_wrap(request->subtitle, &t->subtitle, text_width, pen, arena, &p->subtitle, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < 3 && request->foot[i]; i++)
    if (page_wrap(request->foot[i], &t->small, text_width, pen, arena, &p->foot, err) != WIJK_OK)
      return err->status;
  if (legend(context, t, p->blocks, &p->block_count, err) != WIJK_OK)
    return err->status;
  for (size_t i = 0; i < p->block_count; i++)
    legend_measure(&p->blocks[i], t, pen);
  *map_width = arrange(p, request->aspect);
  return WIJK_OK;
}

wijk_status page_compute(const page_request *request, page_legend legend, void *context, draw_pen *pen,
                         wijk_arena *arena, page *result, wijk_error *err) {
  const double sizes[][2] = {{297, 210}, {210, 297}, {request->width_mm, request->height_mm}};
  bool given = request->width_mm > 0;
  double best = 0;
  for (size_t i = given ? 2 : 0; i < (given ? 3 : 2); i++) {
    page p;
    double map_width = 0;
    if (try_page(request, sizes[i][0], sizes[i][1], legend, context, pen, arena, &p, &map_width, err) != WIJK_OK)
      return err->status;
    if (map_width > best * 1.05) {
      best = map_width;
      *result = p;
    }
  }
  if (best > 0)
    return WIJK_OK;
  wijk_error_set(err, WIJK_USAGE, "the page is too small for the map with its title and legend");
  return wijk_error_hint(err, "give a larger --size, or fewer classes");
}

double page_lines_draw(const page_text *text, const draw_type *type, wijk_drawing *drawing, double x, double y) {
  for (size_t i = 0; i < text->count; i++) {
    drawing_text(drawing, x, y + type->size_mm, ANCHOR_START, type, text->lines[i]);
    y += type->size_mm * LINE;
  }
  return y;
}

void page_draw(const page *p, bool dutch, wijk_drawing *drawing) {
  const draw_theme *t = &p->theme;
  drawing_open(drawing, dutch ? "legenda" : "legend", NULL);
  for (size_t i = 0; i < p->block_count; i++)
    legend_draw(&p->blocks[i], t, drawing, p->block_x[i], p->block_y[i]);
  drawing_close(drawing);
  double y = page_lines_draw(&p->title, &t->title, drawing, t->margin, p->title_y);
  page_lines_draw(&p->subtitle, &t->subtitle, drawing, t->margin, y);
  page_lines_draw(&p->foot, &t->small, drawing, t->margin, p->foot_y);
}
