/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/lines.h"
#include <math.h>

/* One side of the box: where the segment crosses it, as a share of its length. */
static bool cut(double run, double room, double *first, double *last) {
  if (run == 0)
    return room >= 0;
  double share = room / run;
  if (run < 0)
    *first = fmax(*first, share);
  else
    *last = fmin(*last, share);
  return *first <= *last;
}

bool line_clip(const draw_box *box, double *x1, double *y1, double *x2, double *y2) {
  double dx = *x2 - *x1, dy = *y2 - *y1, first = 0, last = 1;
  if (!cut(-dx, *x1 - box->x, &first, &last) || !cut(dx, box->x + box->width - *x1, &first, &last) ||
      !cut(-dy, *y1 - box->y, &first, &last) || !cut(dy, box->y + box->height - *y1, &first, &last))
    return false;
  double x = *x1, y = *y1;
  if (last < 1) {
    *x2 = x + last * dx;
    *y2 = y + last * dy;
  }
  if (first > 0) {
    *x1 = x + first * dx;
    *y1 = y + first * dy;
  }
  return true;
}

/* The end of the line that is being drawn; `near` holds a point that was too near to it to be drawn. */
typedef struct pencil {
  wijk_drawing *drawing;
  double tolerance, x, y, near_x, near_y;
  bool down, near;
} pencil;

static void pencil_lift(pencil *p) {
  if (p->down && p->near)
    drawing_line(p->drawing, p->near_x, p->near_y);
  p->down = p->near = false;
}

static void pencil_put(pencil *p, double x, double y) {
  p->near = p->down && hypot(x - p->x, y - p->y) < p->tolerance;
  if (p->near) {
    p->near_x = x;
    p->near_y = y;
    return;
  }
  (p->down ? drawing_line : drawing_move)(p->drawing, x, y);
  p->down = true;
  p->x = x;
  p->y = y;
}

static bool add_line(pencil *p, const wijk_geometry *g, size_t first, size_t end, const draw_view *view,
                     const draw_box *box) {
  bool any = false;
  for (size_t i = first + 1; i < end; i++) {
    double x1 = view_x(view, g->x[i - 1]), y1 = view_y(view, g->y[i - 1]);
    double x2 = view_x(view, g->x[i]), y2 = view_y(view, g->y[i]), to_x = x2, to_y = y2;
    if (!line_clip(box, &x1, &y1, &x2, &y2)) {
      pencil_lift(p);
      continue;
    }
    any = true;
    if (!p->down)
      pencil_put(p, x1, y1);
    pencil_put(p, x2, y2);
    if (x2 != to_x || y2 != to_y)
      pencil_lift(p);
  }
  pencil_lift(p);
  return any;
}

bool lines_add_row(wijk_drawing *drawing, const wijk_layer *lines, size_t row, const draw_view *view,
                   const draw_box *box, double tolerance_mm) {
  const wijk_geometry *g = &lines->geometry;
  pencil p = {.drawing = drawing, .tolerance = tolerance_mm};
  bool any = false;
  size_t end = g->ring_of_part[g->part_of_row[row + 1]];
  for (size_t ring = g->ring_of_part[g->part_of_row[row]]; ring < end; ring++)
    any = add_line(&p, g, g->point_of_ring[ring], g->point_of_ring[ring + 1], view, box) || any;
  return any;
}

bool row_in_bounds(const wijk_layer *layer, size_t row, const double bounds[4]) {
  const wijk_geometry *g = &layer->geometry;
  double low_x = HUGE_VAL, low_y = HUGE_VAL, high_x = -HUGE_VAL, high_y = -HUGE_VAL;
  size_t end = g->point_of_ring[g->ring_of_part[g->part_of_row[row + 1]]];
  for (size_t i = g->point_of_ring[g->ring_of_part[g->part_of_row[row]]]; i < end; i++) {
    low_x = fmin(low_x, g->x[i]);
    low_y = fmin(low_y, g->y[i]);
    high_x = fmax(high_x, g->x[i]);
    high_y = fmax(high_y, g->y[i]);
  }
  return low_x <= bounds[2] && high_x >= bounds[0] && low_y <= bounds[3] && high_y >= bounds[1];
}
