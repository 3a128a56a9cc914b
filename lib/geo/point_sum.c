/* SPDX-License-Identifier: EUPL-1.2 */
/* How much is near, when points weigh.
 *
 * Each query walks the tree by itself, and in an order that the tree gives: its sum is then the same whatever other
 * queries are asked beside it, and by whom. Queries are still asked by bin, for the sake of memory. A node that lies in
 * one ring as a whole gives its sum at once. */
#include "base/memory.h"
#include "geo/point_index.h"

#include <math.h>

enum { MOST_RINGS = 16 };

typedef struct sum_answers {
  const double *values;  /* in the order of the tree */
  const double *of_node; /* sums of them */
  size_t ring_count;
  double limit[MOST_RINGS]; /* squares */
  const double *weight;
  double *sums;
} sum_answers;

/* The first ring that reaches as far as this; `ring_count` beyond all. */
static inline size_t ring_of(const sum_answers *answers, double square) {
  size_t ring = 0;
  while (ring < answers->ring_count && !(square <= answers->limit[ring]))
    ring++;
  return ring;
}

static double sum_one(const wijk_point_index *index, const sum_answers *answers, const point_box *spot) {
  point_visit waiting[POINT_DEPTH];
  double sums[MOST_RINGS + 1] = {0};
  size_t depth = 0;
  waiting[depth++] = (point_visit){1, 0, index->count, 0};
  while (depth) {
    const point_visit now = waiting[--depth];
    if (now.from == now.end)
      continue;
    const point_box *around = &index->boxes[now.node];
    const size_t ring = ring_of(answers, point_box_near(around, spot));
    if (ring == answers->ring_count)
      continue;
    if (ring == ring_of(answers, point_box_far(around, spot))) {
      sums[ring] += answers->of_node[now.node];
    } else if (now.node < index->first_bucket) {
      point_visit_split(&now, &waiting[depth], &waiting[depth + 1]);
      depth += 2;
    } else {
      for (size_t i = now.from; i < now.end; i++) {
        const double dx = index->x[i] - spot->min_x, dy = index->y[i] - spot->min_y;
        sums[ring_of(answers, dx * dx + dy * dy)] += answers->values[i];
      }
    }
  }
  double sum = 0;
  for (size_t r = 0; r < answers->ring_count; r++)
    sum += answers->weight[r] * sums[r];
  return sum;
}

static void answer_sum(const wijk_point_index *index, const point_group *group, void *context) {
  const sum_answers *answers = context;
  for (size_t q = 0; q < group->count; q++) {
    const point_box spot = point_group_spot(group, q);
    answers->sums[group->member[q]] = group->nowhere ? 0 : sum_one(index, answers, &spot);
  }
}

static double fill_node(const wijk_point_index *index, const double *values, size_t node, size_t from, size_t end,
                        double *of_node) {
  const size_t middle = from + (end - from) / 2;
  double sum = 0;
  if (node < index->first_bucket) {
    sum = fill_node(index, values, 2 * node, from, middle, of_node) +
          fill_node(index, values, 2 * node + 1, middle, end, of_node);
  } else {
    for (size_t i = from; i < end; i++)
      sum += values[i];
  }
  return of_node[node] = sum;
}

wijk_status wijk_point_index_sum(const wijk_point_index *index, const double *values, size_t ring_count,
                                 const double *radius_m, const double *weight, size_t count, const double *x,
                                 const double *y, int threads, double *sums, wijk_error *err) {
  sum_answers answers = {.ring_count = ring_count, .weight = weight, .sums = sums};
  if (ring_count > MOST_RINGS)
    return wijk_error_set(err, WIJK_USAGE, "%zu rings are more than %d", ring_count, MOST_RINGS);
  for (size_t r = 0; r < ring_count; r++)
    answers.limit[r] = point_square_limit(radius_m[r]);
  double *own = memory_new_zeroed(index->count + 1, sizeof *own);
  double *of_node = memory_new_zeroed(2 * index->first_bucket, sizeof *of_node);
  wijk_status status = WIJK_OK;
  if (!own || !of_node)
    status = wijk_error_set(err, WIJK_MEMORY, "no memory to sum %zu points", index->count);
  if (status == WIJK_OK) {
    for (size_t i = 0; i < index->count; i++)
      own[i] = values[index->number[i]];
    fill_node(index, own, 1, 0, index->count, of_node);
    answers.values = own;
    answers.of_node = of_node;
    status = point_group_each(index, count, x, y, threads, answer_sum, &answers, err);
  }
  memory_free(own);
  memory_free(of_node);
  return status;
}
