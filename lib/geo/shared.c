/* SPDX-License-Identifier: EUPL-1.2 */
#include "geo/shared.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* ---- the pieces of all rows ---- */

typedef struct left_end {
  double x, right;
  shared_piece piece;
} left_end;

static int order_ends(const void *a, const void *b) {
  const left_end *one = a, *other = b;
  return one->x != other->x ? (one->x > other->x) - (one->x < other->x)
                            : (one->piece.at > other->piece.at) - (one->piece.at < other->piece.at);
}

/* The pieces of a ring, from point `start` of the layer on; `first` is that of the row. */
static size_t add_ring(const wijk_geometry *shapes, size_t ring, bool shell, size_t first, left_end *ends) {
  size_t start = shapes->point_of_ring[ring], end = shapes->point_of_ring[ring + 1], count = 0;
  const double *x = shapes->x;
  int along = ring_runs_right(ring_area(x + start, shapes->y + start, end - start), shell) ? 1 : -1;
  for (size_t i = start; i + 1 < end; i++)
    if (x[i] != x[i + 1]) {
      bool back = x[i + 1] < x[i]; /* anticlockwise, the top is run from right to left */
      ends[count++] =
          (left_end){back ? x[i + 1] : x[i], back ? x[i] : x[i + 1], {(uint32_t)(i - first), back ? along : -along}};
    }
  return count;
}

static size_t first_point(const wijk_geometry *shapes, size_t row) {
  return shapes->part_count ? shapes->point_of_ring[shapes->ring_of_part[shapes->part_of_row[row]]] : 0;
}

static size_t count_points(const wijk_geometry *shapes, size_t row) {
  return shapes->part_count ? first_point(shapes, row + 1) - first_point(shapes, row) : 0;
}

static void add_row(shared_pieces *made, size_t row, left_end *ends) {
  const wijk_geometry *shapes = made->shapes;
  size_t count = 0, first = first_point(shapes, row);
  made->boxes[row] = polygon_box_of_row(shapes, row);
  for (size_t part = shapes->part_of_row[row]; part < shapes->part_of_row[row + 1]; part++)
    for (size_t ring = shapes->ring_of_part[part]; ring < shapes->ring_of_part[part + 1]; ring++)
      count += add_ring(shapes, ring, ring == shapes->ring_of_part[part], first, ends + count);
  if (count)
    qsort(ends, count, sizeof *ends, order_ends);
  size_t to = made->first[row];
  double reach = -INFINITY;
  for (size_t i = 0; i < count; i++) {
    reach = ends[i].right > reach ? ends[i].right : reach;
    made->pieces[to + i] = ends[i].piece;
    made->reach[to + i] = reach;
  }
  made->first[row + 1] = to + count;
  made->most = count > made->most ? count : made->most;
}

bool shared_pieces_new(const wijk_geometry *shapes, size_t rows, shared_pieces *made) {
  *made = (shared_pieces){.shapes = shapes};
  size_t most = 0;
  for (size_t row = 0; row < rows; row++)
    most = count_points(shapes, row) > most ? count_points(shapes, row) : most;
  made->boxes = memory_resize(NULL, rows + 1, sizeof *made->boxes);
  made->first = memory_new_zeroed(rows + 1, sizeof *made->first);
  made->pieces = memory_resize(NULL, shapes->point_count + 1, sizeof *made->pieces);
  made->reach = memory_resize(NULL, shapes->point_count + 1, sizeof *made->reach);
  left_end *ends = memory_resize(NULL, most + 1, sizeof *ends);
  bool ready = made->boxes && made->first && made->pieces && made->reach && ends && most < UINT32_MAX;
  for (size_t row = 0; ready && row < rows; row++) {
    if (shapes->part_count) {
      add_row(made, row, ends);
    } else {
      made->boxes[row] = (polygon_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    }
  }
  memory_free(ends);
  return ready;
}

void shared_pieces_free(shared_pieces *made) {
  memory_free(made->boxes);
  memory_free(made->first);
  memory_free(made->pieces);
  memory_free(made->reach);
}

/* ---- two rows ---- */

/* A piece as a line, with y from the middle of what both have in common. */
typedef struct shared_line {
  double left, right, y, slope, sign;
} shared_line;

/* A row's way through its pieces, and those that a line straight up may still meet. */
typedef struct front {
  const shared_pieces *of;
  const double *x, *y;
  size_t next, end;
  shared_line *open;
  size_t open_count;
} front;

bool shared_room_new(const shared_pieces *a, const shared_pieces *b, shared_room *room) {
  room->lines[0] = memory_resize(NULL, a->most + 1, sizeof(shared_line));
  room->lines[1] = memory_resize(NULL, b->most + 1, sizeof(shared_line));
  return room->lines[0] && room->lines[1];
}

void shared_room_free(shared_room *room) {
  memory_free(room->lines[0]);
  memory_free(room->lines[1]);
}

/* From the first piece that reaches beyond `left`. */
static front front_of(const shared_pieces *of, size_t row, double left, shared_line *open) {
  size_t low = of->first[row], high = of->first[row + 1];
  front made = {
      of, of->shapes->x + first_point(of->shapes, row), of->shapes->y + first_point(of->shapes, row), low, high, open,
      0};
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (of->reach[middle] > left)
      high = middle;
    else
      low = middle + 1;
  }
  made.next = low;
  return made;
}

static double next_left(const front *f) {
  if (f->next == f->end)
    return INFINITY;
  uint32_t at = f->of->pieces[f->next].at;
  return f->x[at] < f->x[at + 1] ? f->x[at] : f->x[at + 1];
}

static shared_line take_next(front *f, double level) {
  shared_piece piece = f->of->pieces[f->next++];
  bool back = f->x[piece.at + 1] < f->x[piece.at];
  uint32_t left = piece.at + back, right = piece.at + !back;
  double width = f->x[right] - f->x[left];
  return (shared_line){f->x[left], f->x[right], f->y[left] - level, (f->y[right] - f->y[left]) / width, piece.sign};
}

/* The integral of the lower of two lines, over the x that both have. */
static double below_both(const shared_line *e, const shared_line *f) {
  double left = e->left > f->left ? e->left : f->left, right = e->right < f->right ? e->right : f->right;
  double width = right - left;
  double e_left = e->y + (left - e->left) * e->slope, e_right = e->y + (right - e->left) * e->slope;
  double f_left = f->y + (left - f->left) * f->slope, f_right = f->y + (right - f->left) * f->slope;
  double apart_left = e_left - f_left, apart_right = e_right - f_right;
  if (apart_left <= 0 && apart_right <= 0)
    return width * (e_left + e_right) / 2;
  if (apart_left >= 0 && apart_right >= 0)
    return width * (f_left + f_right) / 2;
  double share = apart_left / (apart_left - apart_right); /* where they cross */
  double lost = apart_left > 0 ? share * apart_left : (1 - share) * apart_right;
  return width * (e_left + e_right - lost) / 2;
}

/* A line against those of the other row that are still open where it begins; those that are not leave. */
static double meet(const shared_line *line, front *other) {
  double sum = 0;
  size_t kept = 0;
  for (size_t i = 0; i < other->open_count; i++) {
    const shared_line open = other->open[i];
    if (open.right <= line->left)
      continue;
    other->open[kept++] = open;
    sum += line->sign * open.sign * below_both(line, &open);
  }
  other->open_count = kept;
  return sum;
}

double shared_area(const shared_pieces *a, size_t row_a, const shared_pieces *b, size_t row_b, shared_room *room) {
  const polygon_box *one = &a->boxes[row_a], *other = &b->boxes[row_b];
  double left = fmax(one->min_x, other->min_x), right = fmin(one->max_x, other->max_x), sum = 0;
  double level = (fmax(one->min_y, other->min_y) + fmin(one->max_y, other->max_y)) / 2;
  front fronts[2] = {front_of(a, row_a, left, room->lines[0]), front_of(b, row_b, left, room->lines[1])};
  for (;;) {
    double next[2] = {next_left(&fronts[0]), next_left(&fronts[1])};
    int of = next[1] < next[0];
    if (!(next[of] < right))
      return sum;
    shared_line line = take_next(&fronts[of], level);
    if (line.right <= left)
      continue;
    sum += meet(&line, &fronts[!of]);
    fronts[of].open[fronts[of].open_count++] = line;
  }
}
