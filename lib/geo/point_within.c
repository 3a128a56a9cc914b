/* SPDX-License-Identifier: EUPL-1.2 */
/* How much is near. */
#include "geo/point_index.h"

#include <math.h>

/* Buckets on the rim of a group's circles; when they are more, its queries are counted one by one. */
enum { RIM_BUCKETS = 96 };

typedef struct within_answers {
  double limit; /* square */
  size_t *found;
} within_answers;

typedef struct rim {
  size_t count;
  point_visit buckets[RIM_BUCKETS];
} rim;

/* Counts what is within of every query in `box`; the buckets that are not the same for all go to `rim`, up to the
 * first one that finds no room there (false). */
static bool find_rim(const wijk_point_index *index, const point_box *box, double limit, size_t *sure, rim *rim) {
  point_visit waiting[POINT_DEPTH];
  size_t depth = 0;
  waiting[depth++] = (point_visit){1, 0, index->count, 0};
  while (depth) {
    const point_visit now = waiting[--depth];
    const point_box *around = &index->boxes[now.node];
    if (!(point_box_near(around, box) <= limit))
      continue;
    if (point_box_far(around, box) <= limit) {
      *sure += now.end - now.from;
    } else if (now.node < index->first_bucket) {
      point_visit_split(&now, &waiting[depth], &waiting[depth + 1]);
      depth += 2;
    } else {
      if (rim->count == RIM_BUCKETS)
        return false;
      rim->buckets[rim->count++] = now;
    }
  }
  return true;
}

static size_t count_one(const wijk_point_index *index, const point_box *spot, double limit) {
  point_visit waiting[POINT_DEPTH];
  size_t depth = 0, found = 0;
  waiting[depth++] = (point_visit){1, 0, index->count, 0};
  while (depth) {
    const point_visit now = waiting[--depth];
    const point_box *around = &index->boxes[now.node];
    if (!(point_box_near(around, spot) <= limit))
      continue;
    if (point_box_far(around, spot) <= limit) {
      found += now.end - now.from;
    } else if (now.node < index->first_bucket) {
      point_visit_split(&now, &waiting[depth], &waiting[depth + 1]);
      depth += 2;
    } else {
      for (size_t i = now.from; i < now.end; i++) {
        const double dx = index->x[i] - spot->min_x, dy = index->y[i] - spot->min_y;
        found += dx * dx + dy * dy <= limit;
      }
    }
  }
  return found;
}

/* Counts are doubles, which go side by side in registers with the distances; they are exact. */
static void count_rim(const wijk_point_index *index, const point_group *group, double limit, const rim *rim,
                      double *found) {
  for (size_t b = 0; b < rim->count; b++)
    for (size_t i = rim->buckets[b].from; i < rim->buckets[b].end; i++) {
      const double x = index->x[i], y = index->y[i];
      for (size_t q = 0; q < group->count; q++) {
        const double dx = x - group->x[q], dy = y - group->y[q];
        found[q] += dx * dx + dy * dy <= limit ? 1.0 : 0.0;
      }
    }
}

static void answer_within(const wijk_point_index *index, const point_group *group, void *context) {
  const within_answers *answers = context;
  double found[POINT_GROUP] = {0};
  size_t sure = 0;
  rim rim = {.count = 0};
  const bool shared = group->nowhere || (group->count > 1 && find_rim(index, &group->box, answers->limit, &sure, &rim));
  if (shared)
    count_rim(index, group, answers->limit, &rim, found);
  for (size_t q = 0; q < group->count; q++) {
    const point_box spot = point_group_spot(group, q);
    answers->found[group->member[q]] = shared ? sure + (size_t)found[q] : count_one(index, &spot, answers->limit);
  }
}

wijk_status wijk_point_index_within(const wijk_point_index *index, size_t count, const double *x, const double *y,
                                    double radius_m, int threads, size_t *found, wijk_error *err) {
  within_answers answers = {point_square_limit(radius_m), found};
  return point_group_each(index, count, x, y, threads, answer_within, &answers, err);
}
