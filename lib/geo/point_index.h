/* SPDX-License-Identifier: EUPL-1.2 */
/* What making and asking a point index share: the tree, and its boxes.
 *
 * A balanced k-d tree (Bentley 1975). Node 1 is the root, node k has children 2k and 2k + 1, and each takes half of
 * its parent's points, by the longer side of their box. Nodes from `first_bucket` on are buckets of at most eight
 * points, which are looked at one by one. Below them the tree goes on as places of division only, down to bins with
 * a point or two: they say which queries lie so near each other that they are best asked together. */
#ifndef WIJK_GEO_POINT_INDEX_H
#define WIJK_GEO_POINT_INDEX_H

#include <stdbool.h>
#include <stdint.h>
#include <wijk/geo.h>

enum { POINT_DEPTH = 64 };

typedef struct point_box {
  double min_x, min_y, max_x, max_y;
} point_box;

/* Where a node's points part. Only a hint for queries, so it need not be exact. */
typedef struct point_split {
  float place;
  uint32_t by_y;
} point_split;

struct wijk_point_index {
  size_t count, first_bucket, first_bin;
  double *x, *y;       /* in the order of the tree */
  uint32_t *number;    /* as the caller counts them */
  point_box *boxes;    /* of nodes 1 .. 2 * first_bucket - 1 */
  uint32_t *lowest;    /* lowest number in each of those */
  point_split *splits; /* of nodes 1 .. first_bin - 1 */
};

/* A part of the tree still to be looked at; `near` is the square of the distance to its box. */
typedef struct point_visit {
  size_t node, from, end;
  double near;
} point_visit;

static inline void point_visit_split(const point_visit *now, point_visit *low, point_visit *high) {
  size_t middle = now->from + (now->end - now->from) / 2;
  *low = (point_visit){.node = 2 * now->node, .from = now->from, .end = middle};
  *high = (point_visit){.node = 2 * now->node + 1, .from = middle, .end = now->end};
}

/* The distance between boxes is computed with the same roundings as that between a point in the one and a point in
 * the other, and rounding never turns a larger difference into a smaller one: so passing over a box never loses a
 * point, and what is found is to the bit what looking at every point finds. A query is a box without extent. */
static inline double point_box_near(const point_box *a, const point_box *b) {
  double left = a->min_x - b->max_x, right = b->min_x - a->max_x;
  double below = a->min_y - b->max_y, above = b->min_y - a->max_y;
  double dx = left > right ? left : right, dy = below > above ? below : above;
  dx = dx > 0 ? dx : 0;
  dy = dy > 0 ? dy : 0;
  return dx * dx + dy * dy;
}

static inline double point_box_far(const point_box *a, const point_box *b) {
  double left = b->max_x - a->min_x, right = a->max_x - b->min_x;
  double below = b->max_y - a->min_y, above = a->max_y - b->min_y;
  double dx = left > right ? left : right, dy = below > above ? below : above;
  return dx * dx + dy * dy;
}

/* The largest square whose root is not beyond the radius, so that "within" and the distance of `nearest` never
 * contradict each other by a rounding. */
double point_square_limit(double radius);

/* Queries that are asked together, near each other where they are many. Those that are NaN or infinite come in groups
 * of their own, which are `nowhere`. */
enum { POINT_GROUP = 32 };

typedef struct point_group {
  size_t count;
  bool nowhere;
  size_t member[POINT_GROUP]; /* which queries */
  double x[POINT_GROUP], y[POINT_GROUP];
  point_box box;
} point_group;

typedef void (*point_answer)(const wijk_point_index *index, const point_group *group, void *context);

/* Calls `answer` for all queries, each in one group, from several threads (0 = all). Sorts them by bin for that, in
 * blocks of at most 2^17; so the order in which queries come matters little. */
wijk_status point_group_each(const wijk_point_index *index, size_t count, const double *x, const double *y, int threads,
                             point_answer answer, void *context, wijk_error *err);

/* One query of a group as a box. */
static inline point_box point_group_spot(const point_group *group, size_t i) {
  return (point_box){group->x[i], group->y[i], group->x[i], group->y[i]};
}

#endif
