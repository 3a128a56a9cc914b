/* SPDX-License-Identifier: EUPL-1.2 */
/* Neighbours the plain way: every border piece of a zone against every one of every other zone. */
#ifndef WIJK_TESTS_WEIGHTS_PLAIN_H
#define WIJK_TESTS_WEIGHTS_PLAIN_H

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <wijk/layer.h>
#include <wijk/weights.h>

typedef struct plain_piece {
  double ax, ay, bx, by;
} plain_piece;

typedef struct plain_span {
  double from, to;
} plain_span;

static inline size_t plain_pieces(const wijk_geometry *s, size_t zone, plain_piece *pieces) {
  size_t count = 0;
  for (size_t r = s->ring_of_part[s->part_of_row[zone]]; r < s->ring_of_part[s->part_of_row[zone + 1]]; r++)
    for (size_t i = s->point_of_ring[r]; i + 1 < s->point_of_ring[r + 1]; i++)
      pieces[count++] = (plain_piece){s->x[i], s->y[i], s->x[i + 1], s->y[i + 1]};
  return count;
}

static inline double plain_size(double x, double y) {
  return sqrt(x * x + y * y);
}

static inline double plain_to_point(plain_piece p, double x, double y) {
  double dx = p.bx - p.ax, dy = p.by - p.ay, length2 = dx * dx + dy * dy;
  double share = length2 > 0 ? ((x - p.ax) * dx + (y - p.ay) * dy) / length2 : 0;
  if (share <= 0)
    return plain_size(x - p.ax, y - p.ay);
  return share >= 1 ? plain_size(x - p.bx, y - p.by) : plain_size(x - (p.ax + share * dx), y - (p.ay + share * dy));
}

static inline long double plain_turn(plain_piece p, double x, double y) {
  return ((long double)p.bx - p.ax) * ((long double)y - p.ay) - ((long double)p.by - p.ay) * ((long double)x - p.ax);
}

static inline double plain_distance(plain_piece p, plain_piece q) {
  bool boxes_meet = fmax(p.ax, p.bx) >= fmin(q.ax, q.bx) && fmax(q.ax, q.bx) >= fmin(p.ax, p.bx) &&
                    fmax(p.ay, p.by) >= fmin(q.ay, q.by) && fmax(q.ay, q.by) >= fmin(p.ay, p.by);
  if (boxes_meet && plain_turn(p, q.ax, q.ay) * plain_turn(p, q.bx, q.by) < 0 &&
      plain_turn(q, p.ax, p.ay) * plain_turn(q, p.bx, p.by) < 0)
    return 0;
  return fmin(fmin(plain_to_point(p, q.ax, q.ay), plain_to_point(p, q.bx, q.by)),
              fmin(plain_to_point(q, p.ax, p.ay), plain_to_point(q, p.bx, p.by)));
}

static inline int plain_by_start(const void *a, const void *b) {
  const plain_span *p = a, *q = b;
  return (p->from > q->from) - (p->from < q->from);
}

/* The length of `p` beside which one of the others runs within the tolerance, apart by no more than 1 in 4. */
static inline double plain_beside(plain_piece p, const plain_piece *others, size_t count, double snap,
                                  plain_span *spans) {
  double dx = p.bx - p.ax, dy = p.by - p.ay, length = sqrt(dx * dx + dy * dy), total = 0, done = 0;
  size_t found = 0;
  for (size_t i = 0; i < count && length > 0; i++) {
    double x[2] = {others[i].ax - p.ax, others[i].bx - p.ax}, y[2] = {others[i].ay - p.ay, others[i].by - p.ay};
    double u[2], v[2], low = 0, high = 1; /* the shares of the other piece between which it is near enough */
    for (int k = 0; k < 2; k++) {
      u[k] = (x[k] * dx + y[k] * dy) / length;
      v[k] = (dx * y[k] - dy * x[k]) / length;
    }
    if (4 * fabs(v[1] - v[0]) > fabs(u[1] - u[0]))
      continue;
    if (v[0] == v[1] && fabs(v[0]) > snap)
      continue;
    if (v[0] != v[1]) {
      double at[2] = {(-snap - v[0]) / (v[1] - v[0]), (snap - v[0]) / (v[1] - v[0])};
      low = fmax(low, fmin(at[0], at[1]));
      high = fmin(high, fmax(at[0], at[1]));
    }
    double from = u[0] + low * (u[1] - u[0]), to = u[0] + high * (u[1] - u[0]);
    if (low < high && fmax(0, fmin(from, to)) < fmin(length, fmax(from, to)))
      spans[found++] = (plain_span){fmax(0, fmin(from, to)), fmin(length, fmax(from, to))};
  }
  qsort(spans, found, sizeof *spans, plain_by_start);
  for (size_t i = 0; i < found; i++) {
    double from = fmax(done, spans[i].from);
    total += fmax(0, spans[i].to - from);
    done = fmax(done, spans[i].to);
  }
  return total;
}

/* next[a * n + b] for every pair. */
static inline void plain_contact(const wijk_layer *zones, bool rook, double snap, bool *next) {
  const wijk_geometry *s = &zones->geometry;
  size_t n = zones->row_count;
  plain_piece *a = malloc((s->point_count + 1) * sizeof *a), *b = malloc((s->point_count + 1) * sizeof *b);
  plain_span *spans = malloc((s->point_count + 1) * sizeof *spans);
  for (size_t i = 0; i < n; i++) {
    size_t of_i = plain_pieces(s, i, a);
    next[i * n + i] = false;
    for (size_t j = 0; j < i; j++) {
      size_t of_j = plain_pieces(s, j, b);
      double least = INFINITY, along[2] = {0, 0};
      for (size_t p = 0; p < of_i && !rook; p++)
        for (size_t q = 0; q < of_j; q++)
          least = fmin(least, plain_distance(a[p], b[q]));
      for (size_t p = 0; p < of_i && rook; p++)
        along[0] += plain_beside(a[p], b, of_j, snap, spans);
      for (size_t q = 0; q < of_j && rook; q++)
        along[1] += plain_beside(b[q], a, of_i, snap, spans);
      next[i * n + j] = next[j * n + i] = rook ? along[0] > snap || along[1] > snap : least <= snap;
    }
  }
  free(a);
  free(b);
  free(spans);
}

#endif
