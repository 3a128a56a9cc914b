/* SPDX-License-Identifier: EUPL-1.2 */
#include "draw/arrow.h"
#include <math.h>

#define SAMPLES 96 /* of the curve, to measure along it */
#define HEAD_SHARE 0.6

typedef struct curve {
  double x[SAMPLES + 1], y[SAMPLES + 1], along[SAMPLES + 1]; /* mm from the start */
} curve;

static void measure(curve *c) {
  c->along[0] = 0;
  for (int i = 1; i <= SAMPLES; i++)
    c->along[i] = c->along[i - 1] + hypot(c->x[i] - c->x[i - 1], c->y[i] - c->y[i - 1]);
}

static void place_at(const curve *c, double along, double *x, double *y) {
  int i = 1;
  while (i < SAMPLES && c->along[i] < along)
    i++;
  double step = c->along[i] - c->along[i - 1], share = step > 0 ? (along - c->along[i - 1]) / step : 0;
  *x = c->x[i - 1] + share * (c->x[i] - c->x[i - 1]);
  *y = c->y[i - 1] + share * (c->y[i] - c->y[i - 1]);
}

/* Direction along the curve, of length 1. */
static void direction_at(const curve *c, double along, double *dx, double *dy) {
  double x1, y1, x2, y2, half = c->along[SAMPLES] / SAMPLES;
  place_at(c, fmax(0, along - half), &x1, &y1);
  place_at(c, fmin(c->along[SAMPLES], along + half), &x2, &y2);
  double length = hypot(x2 - x1, y2 - y1);
  *dx = length > 0 ? (x2 - x1) / length : 1;
  *dy = length > 0 ? (y2 - y1) / length : 0;
}

static void add_point(arrow *a, double x, double y) {
  a->x[a->count] = x;
  a->y[a->count++] = y;
}

/* The body along the curve between two places, growing towards the head; then the head, whose tip is the second. */
static void shape(const curve *c, double start, double end, const arrow_style *s, arrow *a) {
  double head = fmin(s->head_mm, HEAD_SHARE * (end - start)), neck = end - head, x, y, dx, dy;
  double right_x[ARROW_STEPS + 1], right_y[ARROW_STEPS + 1];
  a->count = 0;
  a->width_mm = s->width_mm;
  for (int i = 0; i <= ARROW_STEPS; i++) {
    double share = (double)i / ARROW_STEPS, along = start + share * (neck - start);
    double half = 0.5 * s->width_mm * (s->tail_share + share * (1 - s->tail_share));
    place_at(c, along, &x, &y);
    direction_at(c, along, &dx, &dy);
    a->line_x[i] = x;
    a->line_y[i] = y;
    add_point(a, x + half * dy, y - half * dx);
    right_x[i] = x - half * dy;
    right_y[i] = y + half * dx;
  }
  /* the head is straight: its barbs stand square on the line from neck to tip */
  double tip_x, tip_y;
  place_at(c, end, &tip_x, &tip_y);
  double length = hypot(tip_x - x, tip_y - y), reach = 0.5 * s->width_mm + s->barb_mm;
  dx = length > 0 ? (tip_x - x) / length : dx;
  dy = length > 0 ? (tip_y - y) / length : dy;
  add_point(a, x + reach * dy, y - reach * dx);
  add_point(a, tip_x, tip_y);
  add_point(a, x - reach * dy, y + reach * dx);
  double low_x = HUGE_VAL, low_y = HUGE_VAL, high_x = -HUGE_VAL, high_y = -HUGE_VAL;
  for (size_t i = a->count - 3; i < a->count; i++) {
    low_x = fmin(low_x, a->x[i]);
    high_x = fmax(high_x, a->x[i]);
    low_y = fmin(low_y, a->y[i]);
    high_y = fmax(high_y, a->y[i]);
  }
  a->head = (draw_box){low_x, low_y, high_x - low_x, high_y - low_y};
  for (int i = ARROW_STEPS; i >= 0; i--)
    add_point(a, right_x[i], right_y[i]);
}

bool arrow_compute(const double from[2], const double to[2], const arrow_style *style, arrow *made) {
  double dx = to[0] - from[0], dy = to[1] - from[1], length = hypot(dx, dy);
  if (!(length > 0))
    return false;
  /* the middle of the curve lies half as far aside as its control point */
  double aside = 2 * fmin(style->bow_share * length, style->bow_most_mm) / length;
  double x = (from[0] + to[0]) / 2 + aside * dy, y = (from[1] + to[1]) / 2 - aside * dx;
  curve c;
  for (int i = 0; i <= SAMPLES; i++) {
    double t = (double)i / SAMPLES, a = (1 - t) * (1 - t), b = 2 * t * (1 - t), d = t * t;
    c.x[i] = a * from[0] + b * x + d * to[0];
    c.y[i] = a * from[1] + b * y + d * to[1];
  }
  measure(&c);
  double start = style->gap_from_mm, end = c.along[SAMPLES] - style->gap_to_mm;
  if (end - start < style->least_mm)
    return false;
  shape(&c, start, end, style, made);
  return true;
}

/* Clockwise from a twelfth of a turn past the lowest point to one before it. */
void arrow_loop(const double at[2], double radius_mm, const arrow_style *style, arrow *made) {
  curve c;
  double y = at[1] - style->gap_to_mm - radius_mm;
  for (int i = 0; i <= SAMPLES; i++) {
    double angle = 2 * M_PI * (1.0 / 12 + 10.0 / 12 * i / SAMPLES);
    c.x[i] = at[0] - radius_mm * sin(angle);
    c.y[i] = y + radius_mm * cos(angle);
  }
  measure(&c);
  shape(&c, 0, c.along[SAMPLES], style, made);
}

void arrow_add(wijk_drawing *drawing, const arrow *a) {
  for (size_t i = 0; i < a->count; i++)
    (i == 0 ? drawing_move : drawing_line)(drawing, a->x[i], a->y[i]);
  drawing_join(drawing);
}
