/* SPDX-License-Identifier: EUPL-1.2 */
/* Where things stand on the page: title above, sources below, and the legend beside or under the map, whichever leaves
 * the map larger. */
#ifndef WIJK_DRAW_PAGE_H
#define WIJK_DRAW_PAGE_H

#include "draw/legend.h"

#define PAGE_BLOCKS 10
#define PAGE_LINES 6

typedef struct page_text {
  const char *lines[PAGE_LINES];
  size_t count;
} page_text;

/* Words of `text` on as few lines as the width allows, parted at spaces and after "_", "-" and "/", a longer word
 * anywhere; what does not fit on the last one stays off the page. */
wijk_status page_wrap(const char *text, const draw_type *type, double width, draw_pen *pen, wijk_arena *arena,
                      page_text *lines, wijk_error *err);
double page_lines_height(const page_text *text, const draw_type *type);
/* From upper edge `y`; returns the lower one. */
double page_lines_draw(const page_text *text, const draw_type *type, wijk_drawing *drawing, double x, double y);

typedef struct page {
  double width_mm, height_mm;
  draw_theme theme;
  page_text title, subtitle, foot;
  double title_y, foot_y; /* upper edges */
  draw_box map;           /* what the zones may fill */
  legend_block *blocks;
  size_t block_count;
  double block_x[PAGE_BLOCKS], block_y[PAGE_BLOCKS];
} page;

typedef struct page_request {
  double width_mm, height_mm; /* 0 = A4, upright or lying, whichever leaves the map larger */
  double aspect;              /* width over height of what is to be seen */
  const wijk_theme *theme;    /* NULL = light */
  const char *title, *subtitle;
  const char *foot[3]; /* NULL = no more */
} page_request;

/* Fills in the legend; called again for each size of page that is tried, for its sizes follow the theme. */
typedef wijk_status (*page_legend)(void *context, const draw_theme *theme, legend_block *blocks, size_t *count,
                                   wijk_error *err);

wijk_status page_compute(const page_request *request, page_legend legend, void *context, draw_pen *pen,
                         wijk_arena *arena, page *result, wijk_error *err);
/* Legend, title and foot. */
void page_draw(const page *p, bool dutch, wijk_drawing *drawing);

#endif
