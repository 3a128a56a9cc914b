/* SPDX-License-Identifier: EUPL-1.2 */
/* What is nearest. */
#include "geo/point_index.h"

#include <math.h>

/* Buckets that a group looks at before its queries go on one by one: then they lie too far apart, or the points
 * between them too close, to share much. */
enum { SHARED_BUCKETS = 24 };

typedef struct nearest_answers {
  const size_t *skip;
  double *distance_m;
  size_t *nearest;
} nearest_answers;

/* The best so far of each query of a group: square of the distance, and the point's number (as doubles, which hold
 * them exactly and go side by side in registers). `reach` and `last` are the worst of the group. */
typedef struct best_found {
  double square[POINT_GROUP], number[POINT_GROUP], reach, last;
} best_found;

/* Nearer, or as near and lower in number. */
static inline bool may_better(double near, uint32_t lowest, double square, double number) {
  return near < square || (near == square && lowest < number);
}

/* The nearer child is looked at first, and the lower of two as near. */
static point_visit go_down(const wijk_point_index *index, point_visit now, const point_box *box, point_visit *waiting,
                           size_t *depth) {
  while (now.node < index->first_bucket) {
    point_visit low, high;
    point_visit_split(&now, &low, &high);
    low.near = point_box_near(&index->boxes[low.node], box);
    high.near = point_box_near(&index->boxes[high.node], box);
    const bool low_first = low.near <= high.near;
    waiting[(*depth)++] = low_first ? high : low;
    now = low_first ? low : high;
  }
  return now;
}

/* ---- one query ---- */

static void find_one(const wijk_point_index *index, const point_box *spot, size_t skip, double *best, double *number) {
  point_visit waiting[POINT_DEPTH];
  size_t depth = 0;
  waiting[depth++] = (point_visit){1, 0, index->count, 0};
  while (depth) {
    point_visit now = waiting[--depth];
    if (!may_better(now.near, index->lowest[now.node], *best, *number))
      continue;
    now = go_down(index, now, spot, waiting, &depth);
    for (size_t i = now.from; i < now.end; i++) {
      const double dx = index->x[i] - spot->min_x, dy = index->y[i] - spot->min_y, square = dx * dx + dy * dy;
      if (square > *best || index->number[i] == skip)
        continue;
      if (square < *best || index->number[i] < *number) {
        *best = square;
        *number = index->number[i];
      }
    }
  }
}

/* ---- a group ---- */

static void meet_point(const point_group *group, size_t lanes, double x, double y, double number, best_found *best) {
  for (size_t q = 0; q < lanes; q++) {
    const double dx = x - group->x[q], dy = y - group->y[q], square = dx * dx + dy * dy;
    const bool better = (square < best->square[q]) | ((square == best->square[q]) & (number < best->number[q]));
    best->square[q] = better ? square : best->square[q];
    best->number[q] = better ? number : best->number[q];
  }
}

static void find_reach(size_t count, best_found *best) {
  double reach = 0, last = 0;
  for (size_t q = 0; q < count; q++) {
    reach = best->square[q] > reach ? best->square[q] : reach;
    last = best->number[q] > last ? best->number[q] : last;
  }
  best->reach = reach;
  best->last = last;
}

/* False when the group should go on one by one. */
static bool find_together(const wijk_point_index *index, const point_group *group, best_found *best) {
  point_visit waiting[POINT_DEPTH];
  size_t depth = 0, buckets = 0;
  waiting[depth++] = (point_visit){1, 0, index->count, 0};
  while (depth) {
    point_visit now = waiting[--depth];
    if (!may_better(now.near, index->lowest[now.node], best->reach, best->last))
      continue;
    if (buckets++ == SHARED_BUCKETS)
      return false;
    now = go_down(index, now, &group->box, waiting, &depth);
    for (size_t i = now.from; i < now.end; i++)
      meet_point(group, group->count, index->x[i], index->y[i], index->number[i], best);
    find_reach(group->count, best);
  }
  return true;
}

static void answer_nearest(const wijk_point_index *index, const point_group *group, void *context) {
  const nearest_answers *answers = context;
  best_found best;
  for (size_t q = 0; q < group->count; q++)
    best.square[q] = best.number[q] = INFINITY;
  best.reach = best.last = INFINITY;
  const bool shared = group->nowhere || (group->count > 1 && !answers->skip && find_together(index, group, &best));
  for (size_t q = 0; q < group->count; q++) {
    const size_t query = group->member[q];
    if (!shared) {
      const point_box spot = point_group_spot(group, q);
      find_one(index, &spot, answers->skip ? answers->skip[query] : WIJK_NONE, &best.square[q], &best.number[q]);
    }
    const bool found = best.number[q] < INFINITY;
    answers->distance_m[query] = found ? sqrt(best.square[q]) : NAN;
    answers->nearest[query] = found ? (size_t)best.number[q] : WIJK_NONE;
  }
}

wijk_status wijk_point_index_nearest(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                     const size_t *skip, int threads, double *distance_m, size_t *nearest,
                                     wijk_error *err) {
  nearest_answers answers = {skip, distance_m, nearest};
  return point_group_each(index, count, x, y, threads, answer_nearest, &answers, err);
}
